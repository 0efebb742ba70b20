"""Records survive the way to JSON and back."""

import json

import pytest

from assistant import records_json
from assistant.schema import (
    Answer,
    Box,
    Cell,
    Citation,
    Document,
    Finding,
    Mark,
    Metadata,
    Page,
    Point,
    Statement,
    Unit,
)

BOX = Box(3, 1.0, 2.5, 3.0, 4.0)
CITATION = Citation(
    1, "d", "f.pdf", "Titel", "rapport", None, 7, "A > B", "”Citat” 2 581", "table", (BOX,), "s. 7"
)
ANSWER = Answer(
    question="Hur många?",
    standalone_question="Hur många deltagare?",
    status="answered",
    answer="2 581 [1]",
    statements=(Statement("2 581", (1,)),),
    citations=(CITATION,),
    passages=(CITATION,),
    suggestions=("Och 2023?",),
    seconds={"total": 0.5},
)
UNIT = Unit(
    4,
    "chart_series",
    "Malmö 447",
    page=None,
    boxes=(BOX, BOX),
    cells=(Cell("447", 1, "Malmö", ("År", "2020"), (BOX,)),),
    points=(Point("Malmö", "2020", "447", (BOX,)),),
    marks=(Mark(5, 6, "3"),),
)
DOCUMENT = Document(
    "d",
    "f",
    "ff",
    "pdf",
    Metadata(Finding("T", "found"), Finding("k", "guessed")),
    (Page(1, "ocr"),),
    (UNIT,),
)


@pytest.mark.parametrize(
    "record", [ANSWER, UNIT, DOCUMENT, CITATION], ids=lambda r: type(r).__name__
)
def test_round_trip(record: Answer | Unit | Document | Citation) -> None:
    assert records_json.loads(type(record), records_json.dumps(record)) == record
    whole = json.loads(json.dumps(records_json.to_plain(record)))
    assert records_json.from_plain(type(record), whole) == record


def test_the_whole_form_has_every_field_and_boxes_as_lists() -> None:
    plain = records_json.to_plain(ANSWER)
    assert plain["nearest"] == []
    assert plain["citations"][0]["year"] is None
    assert plain["citations"][0]["boxes"] == [[3, 1.0, 2.5, 3.0, 4.0]]


def test_the_brief_form_leaves_defaults_out() -> None:
    assert records_json.dumps(Unit(0, "sentence", "Å.")) == (
        '{"ordinal":0,"kind":"sentence","text":"Å."}'
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"ordinal":0,"kind":"poem","text":""}',
        '{"ordinal":0,"kind":"sentence"}',
        '{"ordinal":0,"kind":"sentence","text":"","colour":"red"}',
        '{"ordinal":0,"kind":"sentence","text":"","boxes":[[1,2]]}',
        "[]",
    ],
)
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Unit|poem"):
        records_json.loads(Unit, text)
