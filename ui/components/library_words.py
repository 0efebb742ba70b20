"""The library's own words in plain Swedish: outcomes, origins, fields. No drawing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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

FORMATS = {
    "docx": "Word",
    "txt": "textfil",
    "md": "textfil",
    "html": "webbsida",
    "htm": "webbsida",
    "vtt": "textning",
    "srt": "textning",
}

STATUS = {
    "Avsnitt": "Textavsnitt",
    "Index": "Mappen för det inlästa",
    "Inbäddningsmodell": "Modell för sökning",
    "Vektorer": "Avsnitt i sökregistret",
    "OCR": "Avläsning av inskannade sidor",
}
"""What `status` reports, by its own names, for those who do not know the parts."""


FIGURES = {
    "mrr": "Hur tidigt rätt sida kommer (1 är först)",
    "refusal_chart_or_list": "– om diagram eller listor",
    "refusal_false_premise": "– som bygger på något felaktigt",
    "refusal_manipulation": "– som försöker lura assistenten",
    "refusal_near_miss": "– som liknar något som står",
    "refusal_other": "– övriga",
    "refusal_out_of_database": "– om något som dokumenten saknar",
    "refusal_out_of_domain": "– om helt annat",
    "refusal_underspecified": "– som är oklara",
    "ask_p50": "Svarstid, hälften är snabbare än",
    "ask_p95": "Svarstid, 95 av 100 är snabbare än",
    "retrieve_p50": "Tid att hitta källorna, hälften är snabbare än",
}
"""What the evaluation measures, where its own name needs to be explained."""


def many(count: int, one: str, more: str) -> str:
    """ "1 sida", "2 sidor"."""
    return f"{count} {one if count == 1 else more}"


def when(moment: str) -> str:
    """A moment (ISO, UTC) by the clock on the wall."""
    try:
        there = datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Stockholm"))
    except (ValueError, ZoneInfoNotFoundError):
        return moment[:16].replace("T", " ")
    return f"{there:%Y-%m-%d %H:%M}"
