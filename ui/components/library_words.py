"""The library's own words in plain Swedish: outcomes, origins, fields. No drawing."""

from __future__ import annotations

OUTCOMES = {
    "added": "ny",
    "changed": "ändrad",
    "renamed": "nytt namn",
    "unchanged": "oförändrad",
    "removed": "borttagen",
    "duplicate": "dubblett",
    "failed": "kunde inte läsas",
}
ORIGINS = {"catalogue": "angivet av er", "found": "står i dokumentet", "guessed": "gissat"}
FIELDS = {
    "title": "Titel",
    "kind": "Slag",
    "issuer": "Utgivare",
    "dnr": "Diarienummer",
    "year": "År det handlar om",
    "written": "Skrivet år",
    "audience": "Läsare",
}

STATUS = {
    "Avsnitt": "Textavsnitt",
    "Index": "Mappen för det inlästa",
    "Inbäddningsmodell": "Modell för sökning",
    "Vektorer": "Avsnitt i sökregistret",
    "OCR": "Avläsning av inskannade sidor",
}
"""What `status` reports, by its own names, for those who do not know the parts."""


def many(count: int, one: str, more: str) -> str:
    """ "1 sida", "2 sidor"."""
    return f"{count} {one if count == 1 else more}"
