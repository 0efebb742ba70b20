"""What a document is: title, kind, issuer, dnr and years, each found in the file or guessed.

"found" means that it stands in the file as that very thing (a property, a heading, "Dnr:");
everything worked out from the file's name or from how often words occur is "guessed". The
text itself is never changed, and the catalogue's say comes after this.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from assistant.reading.characters import clean
from assistant.reading.filenames import title_from_name
from assistant.reading.kinds import KINDS, kind_in, kind_of_itself
from assistant.schema import Finding, Metadata, Unit

__all__ = ["KINDS", "Clues", "describe", "pdf_properties"]

_FIRST_CHARACTERS = 3_000
_YEAR = r"(?:19[5-9]\d|20[0-7]\d)"
_RANGE = re.compile(rf"(?<![\d:])({_YEAR})\s?[-–—]\s?({_YEAR}|\d{{2}})(?![\d:])(?!-)")
_ONE_YEAR = re.compile(rf"(?<![\d:.,])({_YEAR})(?![\d:]|[.,]\d)")
_DAY = re.compile(
    rf"\b({_YEAR})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
    rf"|\b\d{{1,2}} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|"
    rf"november|december) ({_YEAR})\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?:datum|daterad|upprättad|fastställd|antagen|beslutad|utfärdad|skriven|version)\b"
    rf"[^.\n]{{0,40}}?\b({_YEAR})\b",
    re.IGNORECASE,
)
_SFS = re.compile(r"\((\d{4}):\d+\)")
_DNR = re.compile(
    r"\b(?:dnr|d\.nr|diarienr|diarienummer|diarie-?nr|ärendenr|ärendenummer)\b[.:]*\s*"
    r"((?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,7}[ -]?)?\d[\dA-ZÅÄÖ]*(?:[./:-][\dA-ZÅÄÖ]+)+|\d{4,}(?:-\d+)?)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(\d+[.\s]*)*(sammanfattning|innehåll(sförteckning)?|inledning|bakgrund|syfte|förord|vision|"
    r"om (rapporten|dokumentet)|sida|page|agenda|dagordning|svar på)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^(microsoft|dokument ?\d*$|document ?\d*$|untitled|namnlös|presentation ?\d*$|mall\b|"
    r"word|print|skann|scan|title$|titel$|rubrik$)|\.(docx?|pdf|dotx?|indd|xlsx?|txt|html?)$",
    re.IGNORECASE,
)
_PUBLIC_BODY = re.compile(
    r"förbund|finsam|kassan|förmedlingen|kommun|region|landsting|\bstad\b|myndighet|regering|riksdag|"
    r"departement|inspektion|\bråd\b|rådet|styrelse|universitet|högskola|verket|förening|\bnns\b|"
    r"institut|revisionen|\bskr\b",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\b((?:FINSAM|Finsam) i [A-ZÅÄÖ][\wåäöé-]+|Samordningsförbundet (?:[A-ZÅÄÖ][\wåäöé-]+)"
    r"(?: [A-ZÅÄÖ][\wåäöé-]+)?|Försäkringskassan|Arbetsförmedlingen|Socialstyrelsen|"
    r"Regeringskansliet|Socialdepartementet|Riksrevisionen|Inspektionen för socialförsäkringen|"
    r"Nationella [Rr]ådet|Finsam [A-ZÅÄÖ][\wåäöé-]+)"
)


@dataclass(frozen=True, slots=True)
class Clues:
    """All that metadata is worked out from.

    `properties` are the file's own by name ("title", "creator" or "author", "company",
    "created"). `furniture` are running headers and footers.
    """

    file: str
    format: str
    properties: dict[str, str] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without folder and extension."""
        return Path(self.file).stem

    @property
    def first_text(self) -> str:
        """Running headers, then the text of the first pages."""
        texts, length = list(self.furniture), 0
        for unit in self.units:
            if (unit.page or 1) > 2 or length > _FIRST_CHARACTERS:
                break
            texts.append(unit.text)
            length += len(unit.text)
        return "\n".join(texts)


def describe(clues: Clues) -> Metadata:
    """The metadata that `clues` give; title and kind are always there."""
    title = _title(clues)
    kind = _kind(clues, title)
    year = _year(clues, title, kind.value)
    return Metadata(
        title=title,
        kind=kind,
        issuer=_issuer(clues),
        dnr=_dnr(clues),
        year=year,
        written=_written(clues, title, kind.value, year),
    )


def pdf_properties(path: Path) -> dict[str, str]:
    """The document information of a PDF: title, author, created; {} where there is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return {}
    try:
        said = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    names = {"Title": "title", "Author": "author", "CreationDate": "created", "Subject": "subject"}
    return {names[key]: clean(value) for key, value in said.items() if key in names}


def _title(clues: Clues) -> Finding:
    said = clean(clues.properties.get("title", ""))
    if len(said) > 3 and not _NO_TITLE.search(said) and any(c.isalpha() for c in said):
        return Finding(_calm(said), "found")
    heading = _title_heading(clues)
    if heading:
        return Finding(_calm(heading), "found")
    texts = [unit.text for unit in clues.units]
    named = title_from_name(clues.name, texts)
    return Finding(named or clues.file, "guessed")


def _title_heading(clues: Clues) -> str:
    """A heading that opens the document and reads like a title; "" when none does."""
    opening: list[str] = []
    for unit in clues.units[:6]:
        if unit.kind != "heading" or (unit.page or 1) > 1 or (unit.section and not opening):
            break
        opening.append(unit.text)
    if not opening or _GENERIC.match(opening[0]) or len(opening[0]) > 150:
        return ""
    # A chapter is not a title: a title says what kind of document this is, or stands alone on
    # top of the outline.
    titled = bool(kind_in(opening[0]))
    alone = _is_only_top(clues.units, opening[0])
    if not (titled or alone):
        return ""
    if len(opening) > 1 and _ONE_YEAR.fullmatch(opening[1]):
        return f"{opening[0]} {opening[1]}"
    return opening[0]


def _is_only_top(units: tuple[Unit, ...], heading: str) -> bool:
    """Every unit below stands under `heading`, or it is a title outside the outline."""
    tops = {unit.section[0] for unit in units if unit.section}
    return tops == {heading} or heading not in tops


def _calm(title: str) -> str:
    """A title that shouts is written as words."""
    letters = [c for c in title if c.isalpha()]
    if len(title.split()) > 2 and letters and all(c.isupper() for c in letters):
        return title.capitalize()
    return title


def _kind(clues: Clues, title: Finding) -> Finding:
    headings = " \n".join(
        unit.text for unit in clues.units[:12] if unit.kind == "heading" and (unit.page or 1) == 1
    )
    name = title_from_name(clues.name, [unit.text for unit in clues.units[:400]])
    if title.origin == "found" and kind_in(title.value):
        return Finding(kind_in(title.value), "found")
    if clues.format in ("vtt", "srt"):
        return Finding("podd", "guessed")
    for text in (name, headings):
        if kind_in(text):
            return Finding(kind_in(text), "guessed")
    whole = "\n".join(unit.text for unit in clues.units[:200])
    kind = kind_in(" ".join(clues.furniture)) or kind_of_itself(clues.first_text)
    kind = kind or kind_of_itself(whole)
    return Finding(kind or "övrigt", "guessed")


def _issuer(clues: Clues) -> Finding | None:
    for key in ("company", "Company", "creator", "author", "issuer"):
        said = clues.properties.get(key, "")
        if _PUBLIC_BODY.search(said) and len(said) < 90:
            return Finding(said, "found")
    counts: Counter[str] = Counter()
    for index, text in enumerate([*clues.furniture, *(unit.text for unit in clues.units)]):
        # What stands first speaks louder: a title page names who wrote it.
        weight = 5 if index < 5 else 1
        for match in _ISSUER.finditer(text):
            counts[match.group(1)] += weight
    forms: Counter[str] = Counter()
    best: dict[str, tuple[int, str]] = {}
    for form, count in counts.items():
        forms[form.lower()] += count
        best[form.lower()] = max(best.get(form.lower(), (0, "")), (count, form))
    if not forms:
        return None
    name, count = max(forms.items(), key=lambda item: (item[1], item[0]))
    return Finding(best[name][1], "guessed") if count > 1 else None


def _dnr(clues: Clues) -> Finding | None:
    said = clean(clues.properties.get("dnr", ""))
    match = None if said else _DNR.search(clues.first_text)
    if match:
        said = match.group(1)
    return Finding(said, "found") if said else None


def _year(clues: Clues, title: Finding, kind: str) -> Finding | None:
    """The year or years that the document speaks of."""
    if kind in ("lag", "förordning") and _SFS.search(title.value):
        return None
    for text, origin in (
        (title.value, title.origin),
        (clues.name.replace("_", "-"), "guessed"),
    ):
        years = _years_in(text)
        if years:
            return Finding(years, "found" if origin == "found" else "guessed")
    for unit in clues.units[:8]:
        if unit.kind == "heading" and _years_in(unit.text):
            return Finding(_years_in(unit.text), "guessed")
    counts = Counter(year for unit in clues.units for year in _ONE_YEAR.findall(unit.text))
    if not counts:
        return None
    year, count = counts.most_common(1)[0]
    return Finding(year, "guessed") if count * 3 >= sum(counts.values()) and count > 2 else None


def _years_in(text: str) -> str:
    """ "2012–2022" for a range, "2022" for the last year named, "" for none."""
    match = _RANGE.search(text)
    if match:
        first, last = match.group(1), match.group(2)
        last = first[:2] + last if len(last) == 2 else last
        if int(first) < int(last) <= int(first) + 50:
            return f"{first}–{last}"
    found = _ONE_YEAR.findall(text)
    return max(found) if found else ""


def _written(clues: Clues, title: Finding, kind: str, year: Finding | None) -> Finding | None:
    """The year in which the document was written."""
    match = _DATED.search(clues.first_text.replace("\n", " "))
    if match:
        return Finding(match.group(1), "found")
    if kind in ("lag", "förordning") and (sfs := _SFS.search(title.value)):
        return Finding(sfs.group(1), "found")
    days = Counter(
        first or second for unit in clues.units for first, second in _DAY.findall(unit.text)
    )
    covered = int(year.value[-4:]) if year else None
    named = [int(y) for unit in clues.units for y in _ONE_YEAR.findall(unit.text)]
    for key in ("created", "modified"):
        made = re.search(_YEAR, clues.properties.get(key, ""))
        if made and _can_be_written(int(made.group(0)), covered, named):
            return Finding(made.group(0), "found")
    latest = [int(day) for day in days if covered is None or int(day) <= covered + 1]
    if kind in ("verksamhetsplan", "budget") and covered:
        # A plan is decided before its year begins.
        return Finding(str(covered - 1), "guessed")
    if kind == "årsredovisning" and covered:
        return Finding(str(covered + 1), "guessed")
    if covered:
        near = [y for y in latest if y >= covered]
        if year and "–" in year.value and str(covered + 1) in clues.first_text:
            # What looks back on a run of years is written when the last one is over.
            near.append(covered + 1)
        return Finding(str(max(near) if near else covered), "guessed")
    if latest or named:
        counts = Counter(named)
        sound = [y for y in (latest or named) if counts[y] > 1 or len(counts) < 4]
        return Finding(str(max(sound)), "guessed") if sound else None
    return None


def _can_be_written(made: int, covered: int | None, named: list[int]) -> bool:
    """Whether a file made in the year `made` was written then.

    A template's date travels with every document made from it, often for ten years.
    """
    if covered is not None:
        return covered - 2 <= made <= covered + 3
    return not named or made >= max(named) - 1
