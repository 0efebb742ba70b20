"""What a document is: found, guessed, and left unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reading import read
from assistant.reading.filenames import title_from_name
from assistant.reading.kinds import KINDS, kind_in, kind_of_itself
from assistant.reading.metadata import Clues, describe
from assistant.schema import Finding, Unit


def clues(name: str, *texts: str, headings: int = 0, **properties: str) -> Clues:
    units = tuple(
        Unit(n, "heading" if n < headings else "sentence", text) for n, text in enumerate(texts)
    )
    return Clues(file=name, format=Path(name).suffix[1:], properties=properties, units=units)


def test_properties_are_found() -> None:
    found = describe(
        clues(
            "x.docx",
            "Text.",
            title="Årsredovisning 2023",
            creator="Samordningsförbundet Väst",
            created="2024-03-01T00:00:00Z",
        )
    )
    assert found.title == Finding("Årsredovisning 2023", "found")
    assert found.kind == Finding("årsredovisning", "found")
    assert found.issuer == Finding("Samordningsförbundet Väst", "found")
    assert found.year == Finding("2023", "found")
    assert found.written == Finding("2024", "found")


@pytest.mark.parametrize(
    "said", ["Microsoft Word - rapport.doc", "Dokument1", "untitled", "plan.docx", "123"]
)
def test_titles_that_programs_make_up_are_not_believed(said: str) -> None:
    assert describe(clues("budget-2024.docx", "Text.", title=said)).title == Finding(
        "Budget 2024", "guessed"
    )


def test_a_heading_that_opens_the_document_is_its_title() -> None:
    found = describe(
        clues(
            "dok1.pdf",
            "Delårsrapport 2021",
            "Samordningsförbundet Väst lämnar rapport.",
            headings=1,
        )
    )
    assert found.title == Finding("Delårsrapport 2021", "found")
    assert (
        describe(clues("plan-2020.pdf", "Sammanfattning", "Text.", headings=1)).title.value
        == "Plan 2020"
    )


def test_names_get_their_swedish_letters_from_the_text() -> None:
    texts = ["FINSAM i Malmö är 10 år. Det är bra. FINSAM i Malmö växer. En SUS-rapport finns."]
    assert title_from_name("finsam-i-malmo-10-ar-2017", texts) == "FINSAM i Malmö 10 år 2017"
    assert title_from_name("sus-rapport-2012-2022", texts) == "SUS-rapport 2012–2022"
    assert title_from_name("Bilaga_samtycke_SKANNAD_v2", []) == "Bilaga samtycke"
    assert title_from_name("2024_03", []) == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Lag (2003:1210) om finansiell samordning", "lag"),
        ("Lagen om finansiell samordning – sammandrag", "lag"),
        ("Regleringsbrev för budgetåret 2023", "regleringsbrev"),
        ("Förbundsordning för samordningsförbundet", "förbundsordning"),
        ("Verksamhetsplan och budget 2025", "verksamhetsplan"),
        ("Uppföljning av verksamhetsplanen", "uppföljning"),
        ("Utvärdering av Malmökraften", "utvärdering"),
        ("Protokoll styrelsemöte 2024-05-03", "protokoll"),
        ("Intern policy för resor", "policy"),
        ("Avsnitt 12: Vet ni", "podd"),
        ("Samtycke till informationsutbyte", "blankett"),
        ("Helt andra ord", ""),
    ],
)
def test_kinds_are_named_by_titles(title: str, kind: str) -> None:
    assert kind_in(title) == kind
    assert not kind or kind in KINDS


def test_a_text_says_what_it_is() -> None:
    assert (
        kind_of_itself("Föreliggande rapport bygger på årsredovisningar och utvärderingar.")
        == "rapport"
    )
    assert kind_of_itself("Vi har läst årsredovisningar.") == ""


@pytest.mark.parametrize(
    ("line", "dnr"),
    [
        ("Dnr: 013742-2017", "013742-2017"),
        ("Diarienummer FS 2023/14", "FS 2023/14"),
        ("Diarienr: S2017/07302/SOF", "S2017/07302/SOF"),
        ("Dnr beslutas senare 2023", None),
    ],
)
def test_dnr(line: str, dnr: str | None) -> None:
    found = describe(clues("a.pdf", line, "Text.")).dnr
    assert (found.value if found else None) == dnr


@pytest.mark.parametrize(
    ("name", "texts", "year"),
    [
        ("rapport-2012-2022.pdf", (), "2012–2022"),
        ("uppföljning 2019.pdf", (), "2019"),
        ("lag.pdf", ("Lag (2003:1210) om finansiell samordning",), None),
        ("x.txt", ("Under 2021 kom tio.", "År 2021 gick.", "Mer om 2021."), "2021"),
        ("x.txt", ("Först 2010, sedan 2012, 2014 och 2016.",), None),
    ],
)
def test_the_year_covered(name: str, texts: tuple[str, ...], year: str | None) -> None:
    found = describe(clues(name, *texts)).year
    assert (found.value if found else None) == year


def test_years_written() -> None:
    assert describe(clues("a.pdf", "Datum 2018-02-27")).written == Finding("2018", "found")
    assert describe(clues("verksamhetsplan-2026.pdf", "Text.")).written == Finding(
        "2025", "guessed"
    )
    from_template = clues("a.docx", "Text.", title="Årsredovisning 2023", created="2013-12-23")
    assert describe(from_template).written == Finding("2024", "guessed")
    looking_back = clues("rapport-2012-2022.pdf", "Ett nytt system kommer under 2023.")
    assert describe(looking_back).written == Finding("2023", "guessed")


@pytest.mark.parametrize(
    ("file", "title", "kind", "issuer", "year", "written"),
    [
        (
            "sus-rapport-2012-2022.pdf",
            "SUS-rapport 2012–2022",
            "rapport",
            "FINSAM i Malmö",
            "2012–2022",
            "2023",
        ),
        (
            "finsam-i-malmo-10-ar-2017.pdf",
            "FINSAM i Malmö 10 år",
            "rapport",
            "FINSAM i Malmö",
            "2017",
            "2017",
        ),
        (
            "uppfoljning-samordningsforbund-2017.pdf",
            "Uppföljning av samordningsförbundens insatser 2017",
            "uppföljning",
            "Försäkringskassan",
            "2017",
            "2018",
        ),
        (
            "verksamhetsplan-2026.pdf",
            "Verksamhetsplan Finsam i Malmö 2026",
            "verksamhetsplan",
            "FINSAM i Malmö",
            "2026",
            "2025",
        ),
        (
            "delarsrapport-2022.docx",
            "Delårsrapport 2022",
            "delårsrapport",
            "FINSAM i Malmö",
            "2022",
            "2022",
        ),
    ],
)
def test_sample_files(
    shared: Path, file: str, title: str, kind: str, issuer: str, year: str, written: str
) -> None:
    found = read(shared / "corpus" / file, file).metadata
    assert found.title.value.replace("-2022", "–2022") == title
    assert found.kind.value == kind
    assert found.issuer is not None and found.issuer.value == issuer
    assert found.year is not None and found.year.value == year
    assert found.written is not None and found.written.value == written


def test_a_reference_number_is_found_in_a_running_header(shared: Path) -> None:
    file = "uppfoljning-samordningsforbund-2017.pdf"
    assert read(shared / "corpus" / file, file).metadata.dnr == Finding("013742-2017", "found")
