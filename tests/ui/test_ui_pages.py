"""Each page's states, drawn by Streamlit's AppTest over a fake service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit

from assistant.errors import FinsamError
from assistant.schema import Answer, Filters
from tests.ui.fake_service import BrokenService, FakeService, empty
from tests.ui.screen import Open, told

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGES = [
    "",
    "views/dokument.py",
    "views/nyckeltal.py",
    "views/underlag.py",
    "views/styrelsen.py",
]


def ask(app: AppTest, text: str) -> None:
    app.chat_input[0].set_value(text).run()
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_without_documents_a_page_says_what_to_do(open_app: Open, page: str) -> None:
    assert "Det finns inga dokument" in told(open_app(page, empty()))


@pytest.mark.parametrize("page", [*PAGES, "views/drift.py"])
def test_an_error_shows_its_message_and_remedy(open_app: Open, page: str) -> None:
    text = told(open_app(page, BrokenService()))
    assert "Registret kan inte öppnas." in text
    assert "Välj ”Läs in nya och ändrade filer” på sidan Drift och försök igen." in text


def test_the_start_suggests_questions(open_app: Open) -> None:
    app = open_app()
    app.button(key="start_0").click().run()
    assert "412 personer" in told(app)


def test_an_answer_has_labels_quotes_and_an_address(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många deltog?")
    text = told(app)
    assert '<h2 class="fraga">Hur många deltog?</h2>' in text
    assert "Under januari till augusti deltog 412 personer i insatserna." in text
    assert app.button(key="t0_s0_1").label == "Källa 1"
    assert app.query_params["samtal"] == "samtal1"


def test_a_label_opens_the_page_with_its_words(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många deltog?")
    app.button(key="t0_s0_1").click().run()
    text = told(app)
    assert "data:image/png;base64," in text
    assert "Markerat på sidan: Under januari till augusti" in text
    assert "s. 1 av 2" in text
    assert app.query_params["kalla"] == "0-1"
    assert (
        '<p class="hanvisning">”Under januari till augusti deltog 412 personer i insatserna.” '
        "(Delårsrapport 2030 – 2030 – delårsrapport – s. 1)</p>" in text
    )


def test_pages_turn_and_stop_at_the_ends(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många deltog?")
    app.button(key="t0_s0_1").click().run()
    assert app.button(key="page_back").disabled
    app.button(key="page_on").click().run()
    assert "s. 2 av 2" in told(app)
    assert app.button(key="page_on").disabled
    app.button(key="source_close").click().run()
    assert "s. 2 av 2" not in told(app)
    assert "kalla" not in app.query_params


def test_zoom_widens_the_picture(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många deltog?")
    app.button(key="t0_s0_1").click().run()
    assert 'style="width:100%"' in told(app)
    app.selectbox(key="source_zoom").select("200 %").run()
    assert 'style="width:200%"' in told(app)


def test_a_table_is_shown_with_its_cell_marked(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många gick till arbete?")
    app.button(key="t0_s0_1").click().run()
    assert "<td><mark>74</mark></td>" in told(app)
    assert "<td>61</td>" in told(app)


def test_a_chart_is_told_by_its_name_and_shown_with_its_point_marked(open_app: Open) -> None:
    app = open_app()
    ask(app, "Vad säger diagrammet?")
    soup = "0 50 100 2029 61"
    assert soup not in told(app)
    assert "Avläst ur diagrammet: Diagram 1 › Till arbete – 2030" in told(app)
    app.button(key="t0_s0_1").click().run()
    text = told(app)
    assert soup not in text
    assert "<td><mark>74</mark></td>" in text and "<td>61</td>" in text
    assert '<p class="hanvisning">Diagram 1 – Till arbete – 2030: 74 (Delårsrapport 2030' in text


def test_a_word_file_shows_the_section_with_the_quote_marked(open_app: Open) -> None:
    app = open_app()
    ask(app, "Vad var viktigast?")
    app.button(key="t0_s0_1").click().run()
    assert "<mark>Det viktigaste var att någon höll i kontakten.</mark>" in told(app)


def test_document_text_is_never_markup(open_app: Open) -> None:
    app = open_app()
    ask(app, "Något farligt")
    app.button(key="t0_s0_1").click().run()
    text = told(app)
    assert "<img src=x" not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") >= 3
    assert not any("onerror" in part.value for part in [*app.markdown, *app.caption])


def test_a_conversation_goes_on_and_survives_a_reload(open_app: Open) -> None:
    service = FakeService()
    app = open_app(service=service)
    ask(app, "Hur många deltog?")
    ask(app, "Hur många var kvinnor?")
    again = open_app(service=service, samtal="samtal1", kalla="1-1")
    text = told(again)
    assert "412 personer" in text and "218 kvinnor" in text
    assert "Läst som: Hur många av deltagarna 2030 var kvinnor?" in text
    assert "s. 1 av 2" in text


def test_an_unknown_conversation_says_so(open_app: Open) -> None:
    assert "Samtalet finns inte." in told(open_app(samtal="nej"))


def test_no_answer_shows_the_nearest_places(open_app: Open) -> None:
    app = open_app()
    ask(app, "Vad säger rymdlagen?")
    text = told(app)
    assert "Det står inte i dokumenten." in text
    assert "Närmast i dokumenten" in text


def test_an_unclear_question_is_asked_back(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många var det?")
    assert "Vad menar du med det?" in told(app)
    assert app.button(key="vidare_0").label


def further(app: AppTest) -> list[str]:
    return [str(one.label) for one in app.button if str(one.key).startswith("vidare_")]


def test_the_newest_answer_leads_to_questions_that_can_be_chosen(open_app: Open) -> None:
    app = open_app()
    ask(app, "Hur många deltog?")
    assert further(app) == ["Hur många var kvinnor?", "Hur många gick till arbete?"]
    app.button(key="vidare_0").click().run()
    assert "218 kvinnor" in told(app) and not app.exception
    # those of the newest answer alone, without what has been asked
    assert further(app) == ["Hur många gick till arbete?", "Vad kostar Bryggan?"]


def test_where_an_answer_leads_nowhere_nothing_is_shown(open_app: Open) -> None:
    service = FakeService()
    seen: list[Filters] = []

    def none(conversation: str, *, filters: Filters, owner: str) -> list[str]:
        seen.append(filters)
        raise FinsamError("Det gick inte.")

    service.next_questions = none  # type: ignore[method-assign,assignment]
    app = open_app(service=service)
    app.multiselect(key="fraga_years").select(2030).run()
    ask(app, "Hur många deltog?")
    text = told(app)
    assert "412 personer" in text and "Fråga vidare" not in text and "gick inte" not in text
    assert seen[0].years == (2030,)
    assert further(app) == []


def test_filters_reach_the_service(open_app: Open) -> None:
    service = FakeService()
    seen: list[Filters] = []
    real = service.ask

    def ask_and_note(question: str, **given: Any) -> Answer:
        seen.append(given["filters"])
        return real(question, **given)

    service.ask = ask_and_note  # type: ignore[method-assign]
    app = open_app(service=service)
    app.multiselect(key="fraga_kinds").select("delårsrapport").run()
    app.multiselect(key="fraga_years").select(2030).run()
    ask(app, "Hur många deltog?")
    assert seen[0].kinds == ("delårsrapport",)
    assert seen[0].years == (2030,)


def test_a_verdict_and_its_comment_are_kept(open_app: Open) -> None:
    service = FakeService()
    app = open_app(service=service)
    ask(app, "Hur många deltog?")
    app.button(key="omdome_samtal1_0_False").click().run()
    assert service.verdicts[0].good is False
    app.text_input(key="omdome_samtal1_0_text").input("Fel år")
    next(b for b in app.button if "Skicka" in b.label).click().run()
    assert service.verdicts[0].comment == "Fel år"
    assert "din kommentar är sparad" in told(app)


def test_a_conversation_is_removed_after_confirmation(open_app: Open) -> None:
    service = FakeService()
    app = open_app(service=service)
    ask(app, "Hur många deltog?")
    app.button(key="remove_talk").click().run()
    assert service.kept
    app.button(key="remove_talk_yes").click().run()
    assert not service.kept


def test_a_wrong_turn_in_our_code_is_not_hidden_as_an_answer(open_app: Open) -> None:
    service = FakeService()

    def wrong(*_: object, **__: object) -> None:
        raise ValueError("hemligt")

    service.ask = wrong  # type: ignore[assignment]
    app = open_app(service=service)
    app.chat_input[0].set_value("Hur många?").run()
    assert app.exception


def test_documents_by_kind_with_doubts(open_app: Open) -> None:
    app = open_app("views/dokument.py")
    text = told(app)
    assert "Sidor som inte kunde läsas: 2" in text
    assert "Gissat, kontrollera gärna: slag, utgivare" in text
    assert "3 dokument" in text


def test_one_document_its_facts_and_its_neighbours(open_app: Open) -> None:
    service = FakeService()
    app = open_app("views/dokument.py", service)
    app.button(key=f"doc_{service.infos[0].id}").click().run()
    text = told(app)
    assert "Liknande dokument" in text
    assert "<td>gissat</td>" in text
    app.button(key="look").click().run()
    assert "s. 1 av 2" in told(app)


def test_a_document_without_pages_is_read_as_text(open_app: Open) -> None:
    service = FakeService()
    app = open_app("views/dokument.py", service)
    app.button(key=f"doc_{service.infos[2].id}").click().run()
    app.button(key="look").click().run()
    text = told(app)
    assert "Samverkan gav deltagarna en väg in. Det viktigaste" in text
    assert "Hämta filen" in text and "Fel:" not in text


def test_metadata_is_corrected(open_app: Open) -> None:
    service = FakeService()
    app = open_app("views/dokument.py", service)
    app.button(key=f"doc_{service.infos[0].id}").click().run()
    next(t for t in app.text_input if t.label == "Titel").input("Ny titel")
    next(b for b in app.button if b.label == "Spara").click().run()
    assert service.infos[0].metadata.title.value == "Ny titel"
    assert "angivet av er" in told(app)


def test_a_document_is_removed_after_confirmation(open_app: Open) -> None:
    service = FakeService()
    app = open_app("views/dokument.py", service)
    app.button(key=f"doc_{service.infos[0].id}").click().run()
    app.button(key="remove").click().run()
    app.button(key="remove_no").click().run()
    assert not any(button.key == "remove_yes" for button in app.button)
    app.button(key="remove").click().run()
    assert len(service.infos) == 3
    app.button(key="remove_yes").click().run()
    assert len(service.infos) == 2


def test_search_inside_the_library(open_app: Open) -> None:
    app = open_app("views/dokument.py")
    app.text_input(key="inside").input("kvinnor").run()
    assert "Av dem var 218 kvinnor." in told(app)
    app.text_input(key="inside").input("rymd").run()
    assert "Inget i dokumenten liknar" in told(app)


def test_key_figures_show_gaps_definitions_and_sources(open_app: Open) -> None:
    app = open_app("views/nyckeltal.py")
    text = told(app)
    assert "Uppgift saknas för 2029." in text
    assert "räknar inte likadant" in text
    assert "<td>412</td>" in text
    app.button(key="point_2").click().run()
    assert "s. 1 av 2" in told(app)


def test_looking_at_a_key_figure_exports_nothing(open_app: Open) -> None:
    service = FakeService()
    exported: list[object] = []
    service.export_key_figure = exported.append  # type: ignore[assignment]
    open_app("views/nyckeltal.py", service)
    assert exported == []


def test_a_theme_is_collected_ordered_and_commented(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = FakeService()
    offered: dict[str, Any] = {}
    drawn = streamlit.download_button

    def button(label: str, data: Any, **given: Any) -> bool:
        offered[given["file_name"]] = data
        return drawn(label, data, **given)

    monkeypatch.setattr(streamlit, "download_button", button)
    app = open_app("views/underlag.py", service)
    app.text_input(key="theme").input("samverkan").run()
    text = told(app)
    assert "Talar emot" in text and "Säger: handläggare" in text
    assert "Dokumenten säger inget om ”arbetsgivare”." in text
    app.button(key="tema_0_0_keep").click().run()
    app.button(key="tema_1_0_keep").click().run()
    app.text_area[0].input("Bra början").run()
    down = next(b for b in app.button if b.label == "Ner")
    down.click().run()
    text = offered["underlag.md"]().decode()
    assert text.startswith("# Underlag")
    against, first = text.index("väntetider"), text.index("någon höll i kontakten")
    assert against < first < text.index("Bra början")


def test_a_theme_with_nothing_in_it(open_app: Open) -> None:
    app = open_app("views/underlag.py")
    app.text_input(key="theme").input("rymdfart").run()
    assert "Inget i dokumenten handlar om det temat." in told(app)


def test_the_briefing_and_its_glossary(open_app: Open) -> None:
    app = open_app("views/styrelsen.py")
    text = told(app)
    assert "Uppdrag" in text and "Ordlista" in text
    app.text_input(key="term").input("målg").run()
    assert '<h3 class="ord">samverkan</h3>' not in told(app)
    app.button(key="term_0").click().run()
    assert "s. 1 av 2" in told(app)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Läge", "Installera textigenkänning"),
        ("Obesvarade frågor", "Vad säger rymdlagen?"),
        ("Omdömen", "Ingen har lämnat något omdöme"),
        ("Utvärdering", "Ingen utvärdering är gjord"),
        ("Logg", "Inläsning klar"),
        ("Säkerhetskopia", "Förvara den lika säkert"),
    ],
)
def test_operations(open_app: Open, part: str, words: str) -> None:
    app = open_app("views/drift.py")
    app.segmented_control(key="drift").set_value(part).run()
    assert not app.exception
    assert words in told(app)


def part(app: AppTest, name: str) -> str:
    app.segmented_control(key="drift").set_value(name).run()
    assert not app.exception
    return told(app)


def judged(owner: str = "") -> FakeService:
    """A service with a talk of two turns, of which the first has been judged."""
    service = FakeService()
    talk = service.ask("Hur många deltog?", owner=owner).conversation
    service.ask("Hur många var kvinnor?", conversation=talk, owner=owner)
    service.give_feedback(talk, 0, False, "Fel år")
    return service


def test_a_verdict_opens_its_talk_at_its_answer(open_app: Open) -> None:
    app = open_app("views/drift.py", judged())
    text = part(app, "Omdömen")
    assert "Svaret hjälpte inte" in text and "Kommentar: Fel år" in text
    app.button(key="verdict_open_0").click().run()
    assert not app.exception
    assert app.query_params["samtal"] == "samtal1" and app.query_params["svar"] == "0"
    assert "412 personer" in told(app) and "218 kvinnor" in told(app)
    # the next question comes to the top, not the answer that was judged
    again = open_app(service=judged(), samtal="samtal1", svar="0")
    ask(again, "Vad kostar Bryggan?")
    assert again.query_params["samtal"] == "samtal1" and "svar" not in again.query_params


def test_a_verdict_on_somebody_elses_talk_does_not_open_it(open_app: Open) -> None:
    service = judged("a@b.se")
    service.conversations = lambda owner="": []  # type: ignore[method-assign]
    app = open_app("views/drift.py", service)
    part(app, "Omdömen")
    assert not [one for one in app.button if str(one.key).startswith("verdict_open")]
    app.button(key="verdict_ask_0").click().run()
    assert not app.exception
    assert '<h2 class="fraga">Hur många deltog?</h2>' in told(app)
    assert app.query_params["samtal"] == "samtal2"


def test_unanswered_questions_stand_alone_with_how_often_they_were_asked(open_app: Open) -> None:
    text = part(open_app("views/drift.py"), "Obesvarade frågor")
    row = next(line for line in text.split("<tr>") if "Vad kostar Bryggan 2020?" in line)
    assert "<td>3</td>" in row and "och 2020?" in row


def test_the_log_is_told_in_plain_words_and_kept_word_for_word(open_app: Open) -> None:
    text = part(open_app("views/drift.py"), "Logg")
    _, plain, exact = text.split('<div class="tabell"')
    for words in ("ny: 3, oförändrad: 1", "fick inte ta bort ett dokument", "Läsare = intern"):
        assert words in plain
    assert not [word for word in ("remove_file", "added", "0123456789") if word in plain]
    assert "remove_file" in exact and "added 3" in exact


def test_the_status_names_parts_in_plain_words(open_app: Open) -> None:
    text = told(open_app("views/drift.py"))
    _, plain, exact = text.split('<div class="tabell"')
    assert "Modell för sökning" in plain and "onnx" not in plain
    assert "e5-onnx-int8" in exact


def test_evaluations_of_other_questions_stand_in_a_table_of_their_own(
    open_app: Open, tmp_path: Path
) -> None:
    from evals import runs

    for number, name in enumerate(("a.jsonl", "a.jsonl", "b.jsonl")):
        file = tmp_path / name
        file.write_text(name, "utf-8")
        run = replace(runs.make([], {}, [file]), when=f"2031-01-0{number + 1}T10:00:00+00:00")
        runs.save(run, tmp_path / "runs")
    text = part(open_app("views/drift.py"), "Utvärdering")
    tables = [one for one in text.split('<div class="tabell"') if "Frågor ur" in one]
    assert ["b.jsonl" in one for one in tables] == [True, False]
    # the measure, and then a column a run
    assert [one.count('scope="col"') for one in tables] == [2, 3]


def test_an_unanswered_question_is_a_start_for_the_evaluation(open_app: Open) -> None:
    app = open_app("views/drift.py")
    app.segmented_control(key="drift").set_value("Utvärdering").run()
    app.selectbox(key="from_unanswered").select("Vad säger rymdlagen?").run()
    assert next(t for t in app.text_input if t.label == "Fråga").value == "Vad säger rymdlagen?"


def test_a_question_is_added_to_the_evaluation(open_app: Open, tmp_path: Path) -> None:
    app = open_app("views/drift.py")
    app.segmented_control(key="drift").set_value("Utvärdering").run()
    for label, value in (("Fråga", "Hur många?"), ("Rätt svar, en mening", "412 personer.")):
        next(t for t in app.text_input if t.label == label).input(value)
    app.checkbox[0].check()
    next(b for b in app.button if b.label == "Spara frågan").click().run()
    assert "Frågan är sparad som egen001." in told(app)
    assert "Hur många?" in (tmp_path / "questions" / "egna.jsonl").read_text("utf-8")
