"""Next questions: what an answer leads to that the documents answer as well.

Makes questions out of what the answer's quotes stand among (years, rows, series, names of
activities, headings; the sentences are in `suggesting.toml`), asks them, and keeps those that get
an answer with sources of their own. It words no answer, keeps nothing, and never reads a document
that the filters hold back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import chain, zip_longest
from typing import Any, Protocol

from assistant.retrieval import years_of
from assistant.schema import Answer, Citation, DocumentInfo, Filters, Unit

Ask = Callable[[str], Answer]

MOST = 3
"""Questions that are offered."""
MOST_ASKED = 6
"""Questions that are tried for one answer."""

_DOCUMENTS = 2
_LONGEST = 110
_YEAR = re.compile(r"(?<![\d.,:/–-])(?:19|20)\d\d(?![\d:/–-]|[.,]\d)")
_AT_END = re.compile(r"\s+(?:(?:för|under) )?(?:år )?((?:19|20)\d\d)\?$")
_COUNTS = re.compile(r"(?:hur (?:många|stor|stort|stora|mycket)|vad (?:kostade|kostar))\b")
_MONTHS = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|kvartalet|halvåret|våren|sommaren|hösten|vintern|slutet av|början av|den)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d\.\d")
_SEXES = {"kvinnor": "män", "män": "kvinnor", "kvinnorna": "männen", "männen": "kvinnorna"}
_FEWEST = 3


class Store(Protocol):
    """The part of the library that is read."""

    def units(
        self, document: str, first: int | None = None, last: int | None = None
    ) -> list[Unit]: ...
    def documents(self, filters: Filters | None = None) -> list[DocumentInfo]: ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question to try, and what a source of its first sentence has to hold to count.

    Each of `all_of` and one of `any_of`, where there are some, in its words or its headings
    (in its words alone where `quoted`); a figure beside the years where `digit`; `document`,
    where it is not "".
    """

    question: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    digit: bool = False
    quoted: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote stands: its unit, the rows of its table, and the whole document."""

    unit: Unit
    rows: tuple[Unit, ...]
    units: Sequence[Unit]
    document: DocumentInfo


def next_questions(
    answer: Answer,
    asked: Collection[str],
    ask: Ask,
    store: Store,
    filters: Filters | None = None,
    today: date | None = None,
) -> list[str]:
    """At most `MOST` questions that an answer leads to; [] for one that found nothing.

    `asked` are those that the conversation has had. Each question returned has been put to `ask`,
    which answered it; at most `MOST_ASKED` are.
    """
    if answer.status != "answered" or not answer.citations:
        return []
    known = {_plain(text) for text in (*asked, answer.question, answer.standalone_question)}
    grounds = [_grounds(answer)]
    found: list[str] = []
    tried = 0
    for one in _candidates(answer, store, filters or Filters(), today or date.today()):
        if _plain(one.question) in known or len(one.question) > _LONGEST:
            continue
        if len(found) >= MOST or tried >= MOST_ASKED:
            break
        known.add(_plain(one.question))
        tried += 1
        given = ask(one.question)
        if _holds(one, given) and _grounds(given) not in grounds:
            grounds.append(_grounds(given))
            found.append(one.question)
    return found


def _holds(one: _Candidate, given: Answer) -> bool:
    """Whether the answer is one, of the very question, with sources that speak of its matter."""
    if given.status != "answered" or not given.citations or given.notice:
        return False
    if _plain(given.standalone_question) != _plain(one.question):
        return False
    if not all(statement.citations for statement in given.statements):
        return False
    first = given.statements[0].citations if given.statements else (given.citations[0].label,)
    return any(_speaks(one, cited) for cited in given.citations if cited.label in first)


def _speaks(one: _Candidate, cited: Citation) -> bool:
    """Whether the source is of the very matter that is asked about."""
    if one.document not in ("", cited.document):
        return False
    quote = cited.quote.casefold()
    told = quote if one.quoted else f"{quote} {cited.section.casefold()}"
    if one.quoted and any(_begins(word, quote) for word in _content()["others"]):
        return False
    return (
        all(_stands(word, f"{told} {cited.title.casefold()} {cited.year}") for word in one.all_of)
        and (not one.any_of or any(_begins(word, told) for word in one.any_of))
        and (not one.digit or re.search(r"\d", _YEAR.sub("", quote)) is not None)
    )


def _grounds(answer: Answer) -> frozenset[tuple[str, int | None, str, str]]:
    return frozenset((one.document, one.page, one.section, one.quote) for one in answer.citations)


def _candidates(
    answer: Answer, store: Store, filters: Filters, today: date
) -> Iterator[_Candidate]:
    """The kinds of question in turn, so that what is offered is varied."""
    documents = store.documents(filters)
    places = _places(answer.citations, documents, store)
    base = _base(answer.standalone_question or answer.question)
    kinds = (
        _other_years(base, places, documents),
        _other_labels(base, places),
        _of_names(base, answer, places),
        _over_time(base, places),
        _of_headings(base, places, today),
    )
    return (one for one in chain(*zip_longest(*kinds)) if one is not None)


def _places(
    citations: Sequence[Citation], documents: Sequence[DocumentInfo], store: Store
) -> list[_Place]:
    by_id = {document.id: document for document in documents}
    read: dict[str, list[Unit]] = {}
    places = []
    for cited in citations:
        document = by_id.get(cited.document)
        if document is None or (cited.document not in read and len(read) >= _DOCUMENTS):
            continue
        units = read.setdefault(cited.document, store.units(cited.document))
        unit = next((one for one in units if one.ordinal == cited.unit), None)
        # a file read anew since may have something else there
        if unit is None or cited.quote not in " ".join(unit.text.split()):
            continue
        rows = [one for one in units if one.block == unit.block and one.kind == "table_row"]
        places.append(_Place(unit, tuple(rows) if unit.cells else (), units, document))
    return places


def _base(question: str) -> str:
    """The question as one to vary; "" for one that is several, or is not one."""
    text = " ".join(question.split())
    if not text.endswith("?") or re.search(r"[.?!:;] ", text) or len(text) > _LONGEST:
        return ""
    return text[0].upper() + text[1:]


def _other_years(
    base: str, places: Sequence[_Place], documents: Sequence[DocumentInfo]
) -> Iterator[_Candidate]:
    """The same of another year, of those that the table, the chart or a like document has."""
    named = set(_YEAR.findall(base))
    if len(named) != 1 or len(re.findall(r"(?:19|20)\d\d", base)) != 1:
        return
    own = int(named.pop())
    near: set[int] = set()
    for place in places:
        near.update(_years(place))
        kind = place.document.metadata.kind.value
        for document in documents:
            years = years_of(document)
            if document.metadata.kind.value == kind and len(years) == 1:
                near.update(years)
    for year in sorted(near - {own}, key=lambda one: (abs(one - own), -one))[:2]:
        yield _Candidate(_YEAR.sub(str(year), base), (str(year),), digit=True)


def _years(place: _Place) -> set[int]:
    """The years that head the columns, rows or points round the quote."""
    heads = [point.category for point in place.unit.points]
    heads += [heading for cell in place.unit.cells for heading in cell.headings]
    heads += [cell.row_heading for row in place.rows for cell in row.cells]
    return {int(year) for head in heads for year in _YEAR.findall(head)}


def _over_time(base: str, places: Sequence[_Place]) -> Iterator[_Candidate]:
    """How a figure of one year went over the years, where its own series has several."""
    end = _AT_END.search(base)
    if end is None or not _COUNTS.match(base.casefold()) or _MONTHS.search(base[: end.start()]):
        return
    for place in places:
        heads = [point.category for point in place.unit.points]
        heads += [" ".join(cell.headings) for cell in place.unit.cells]
        years = {year for head in heads for year in _YEAR.findall(head)}
        if len(years) >= _FEWEST and end.group(1) in years:
            yield _Candidate(f"{base[: end.start()]} per år?", (min(years), max(years)))
            return


def _other_labels(base: str, places: Sequence[_Place]) -> Iterator[_Candidate]:
    """The same of another row, column, series or category, where the question names one.

    Only names, and women and men, change places: other words would have to be inflected.
    """
    for place in places:
        for labels in _labels(place):
            for label in labels:
                at = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", base, re.IGNORECASE)
                if at is None or not at.start() or _part_of_name(base, at):
                    continue
                for other in _near(label, labels):
                    if other.casefold() == _SEXES.get(label.casefold()):
                        other = other.casefold()
                    elif not (_is_name(label, place.units) and _is_name(other, place.units)):
                        continue
                    text = base[: at.start()] + other + base[at.end() :]
                    yield _Candidate(text, (other,))


def _part_of_name(base: str, at: re.Match[str]) -> bool:
    """Whether a word beside the label begins large as well ("Nya Bryggan")."""
    before, after = base[: at.start()].split()[1:], base[at.end() :].split()
    return any(word[0].isupper() for word in (*before[-1:], *after[:1]))


def _labels(place: _Place) -> list[list[str]]:
    """What the rows, the columns, the series and the categories are called, each a list."""
    unit = place.unit
    rows = [row.unmarked(row.cells[0].text) for row in place.rows if row.cells]
    columns = [cell.headings[-1] for cell in unit.cells if cell.headings]
    series = [point.series for point in unit.points]
    categories = [point.category for point in unit.points]
    every = (rows, columns, series, categories)
    return [list(dict.fromkeys(label for label in one if label)) for one in every]


def _near(label: str, labels: Sequence[str]) -> list[str]:
    """The two that follow the label, from the beginning again after the last."""
    place = labels.index(label)
    return [one for one in (*labels[place + 1 :], *labels[:place]) if one != label][:2]


def _is_name(label: str, units: Sequence[Unit]) -> bool:
    """Whether it is a name: every word begins large, and the document never writes it small."""
    words = label.split()
    if not 1 <= len(words) <= 3 or words[0].casefold() in _content()["never"]:
        return False
    if not all(_WORD.fullmatch(word) for word in words) or not words[0][0].isupper():
        return False
    if not all(word[0].isupper() or word[0].isdigit() for word in words):
        return False
    if len(words) == 1 and words[0].isupper():
        return True
    small = re.compile(rf"(?<!\w){re.escape(label[0].lower() + label[1:])}(?!\w)")
    return not any(small.search(unit.text) for unit in units)


def _of_names(base: str, answer: Answer, places: Sequence[_Place]) -> Iterator[_Candidate]:
    """What else can be asked of an activity that the question or the quotes name.

    Where they name none, of the first in the document's own list.
    """
    shown = " ".join([base, *(f"{cited.quote} {cited.section}" for cited in answer.citations)])
    names = list(dict.fromkeys(name for place in places for name in _activities(place)))
    wanted = [name for name in names if _stands(name, shown.casefold())]
    # those that the question itself names come first
    wanted.sort(key=lambda name: not _stands(name, base.casefold()))
    wanted = wanted or names[:1]
    if not wanted:
        return
    low = base.casefold()
    for number, row in enumerate(_content()["name"]):
        name = wanted[number % len(wanted)] if len(wanted) <= 3 else wanted[0]
        if _stands(name, low) and any(_begins(word, low) for word in row["asked"]):
            continue
        text = row["question"].replace("{namn}", name)
        yield _Candidate(text, (name,), tuple(row["needs"]), row.get("digit", False))


def _activities(place: _Place) -> Iterator[str]:
    """The names in the document's tables whose first column lists activities."""
    marks = _content()["activities"]
    blocks: dict[int, list[Unit]] = {}
    for unit in place.units:
        if unit.kind == "table_row" and unit.cells:
            blocks.setdefault(unit.block, []).append(unit)
    for rows in blocks.values():
        if any(rows[0].cells[0].text.casefold().startswith(mark) for mark in marks):
            for row in rows[1:]:
                label = row.unmarked(row.cells[0].text)
                if row.cells[0].column == 0 and _is_name(label, place.units):
                    yield label


def _of_headings(base: str, places: Sequence[_Place], today: date) -> Iterator[_Candidate]:
    """What the sections nearest to the first quote are about."""
    low = base.casefold()
    for place in places[:1]:
        years = years_of(place.document)
        dated = len(years) == 1 and place.document.metadata.kind.value != "lag"
        past = dated and years[0] < today.year
        headings = [unit for unit in place.units if unit.kind == "heading"]
        headings.sort(key=lambda unit: abs(unit.ordinal - place.unit.ordinal))
        for heading in headings:
            text = heading.text.casefold()
            for row in _content()["heading"]:
                if any(_begins(word, low) for word in row["asked"]):
                    continue
                if dated and not past and row.get("past", False):
                    continue
                if any(_begins(word, text) for word in row["under"]):
                    question = row["question"].replace("{är}", "var" if past else "är")
                    yield _Candidate(
                        question.replace("{år}", f" {years[0]}" if dated else ""),
                        any_of=tuple(row["needs"]),
                        digit=row.get("digit", False),
                        quoted=True,
                        document=place.document.id if dated and "{år}" in row["question"] else "",
                    )


def _stands(words: str, text: str) -> bool:
    """Whether the words stand whole in the text, which is in small letters."""
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text) is not None


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text, which is in small letters, begins so."""
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))


@cache
def _content() -> dict[str, Any]:
    text = resources.files("assistant").joinpath("suggesting.toml").read_text("utf-8")
    return tomllib.loads(text)
