"""The library's own words in plain Swedish: outcomes, origins, fields. No drawing."""

from __future__ import annotations

import re
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


EXACT = {"Inbäddningsmodell"}
"""What `status` reports by the name of a part that only support needs to know."""

HAPPENED = {
    "fråga": "Fråga",
    "sökning": "Sökning",
    "tema": "Sökning på Underlag",
    "fil öppnad": "Fil öppnad",
    "fil tillagd": "Fil tillagd",
    "fil borttagen": "Fil borttagen",
    "uppgifter ändrade": "Uppgifter ändrade",
    "inläsning": "Inläsning startad",
    "indexering": "Inläsning klar",
    "gallring": "Gallring",
    "export": "Sparat som fil",
    "samtal borttaget": "Samtal borttaget",
    "samtal borttagna": "Samtal borttagna",
    "säkerhetskopia": "Säkerhetskopia gjord",
    "logg läst": "Logg läst",
    "logg exporterad": "Logg hämtad",
    "nekad": "Nekad",
}
"""What the log says happened, by its own words."""

DENIED = {
    "index": "läsa in dokument",
    "add_file": "lägga till dokument",
    "remove_file": "ta bort ett dokument",
    "set_metadata": "rätta uppgifter om ett dokument",
    "feedback": "se omdömen",
    "unanswered": "se obesvarade frågor",
    "status": "se läget",
    "log": "läsa loggen",
    "export_log": "hämta loggen",
    "backup": "göra en säkerhetskopia",
    "annans samtal": "öppna någon annans samtal",
}
"""What somebody was not let do, by the name that the log has for it."""

_SAVED = {"docx": "Word", "md": "text"}
_ID = re.compile(r"\bsamtal [0-9a-z]{6,}")

FIGURES = {
    "strict_refusal": "Rätt avböjda, utan något annat svar",
    "tempted": "Fel uppgift som liknar den rätta given som svar",
    "words_median": "Svarets längd, hälften är kortare än",
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


def happened(what: str, detail: str) -> tuple[str, str]:
    """A row of the log in plain words: what happened, and to what."""
    told = HAPPENED.get(what, what)
    if what == "nekad":
        return told, f"fick inte {DENIED[detail]}" if detail in DENIED else detail
    if what == "samtal borttaget":
        return told, ""
    if what == "indexering":
        parts = [part.rsplit(" ", 1) for part in detail.split(", ")]
        named = [[OUTCOMES.get(part[0], part[0]), *part[1:]] for part in parts]
        return told, ", ".join(": ".join(part) for part in named)
    if what == "inläsning":
        return told, re.sub(r"\((\w+)\)", lambda m: f"({OUTCOMES.get(m[1], m[1])})", detail)
    if what == "uppgifter ändrade":
        return told, re.sub(r"\b(\w+) = ", lambda m: f"{FIELDS.get(m[1], m[1])} = ", detail)
    if what == "export":
        saved = re.sub(r"\bsom (\w+)$", lambda m: f"som {_SAVED.get(m[1], m[1])}", detail)
        return told, _ID.sub("ett samtal", saved)
    return told, detail


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
