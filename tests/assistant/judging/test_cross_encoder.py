"""The judge itself, on the real weights: what it prefers, and what it does when it cannot run."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding.e5_words import open_words
from assistant.errors import EmbeddingError
from assistant.judging import Judge, Line, open_judge
from assistant.judging.cross_encoder import BODY_TOKENS, QUESTION_TOKENS, CrossEncoder, pair
from assistant.judging.pair_graph import FILE, load_adapter

BEGIN, END = 0, 2


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoder:
    return CrossEncoder(tmp_path_factory.mktemp("indexes"))


# none of these stand in the pages it learned from
@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (
            "Vem leder det dagliga arbetet?",
            Line("årsredovisning 2031 › Kansliet", "Chef för kansliet är sedan maj Tove Alm."),
            Line("årsredovisning 2031 › Kansliet", "Det dagliga arbetet följs upp varje kvartal."),
        ),
        (
            "Vad kostade Ateljén?",
            Line("budget 2031 › Insatser", "Ateljén – Utfall: 395 tkr"),
            Line("budget 2031 › Insatser", "Ateljén – Antal deltagare: 41"),
        ),
        (
            "Varför lades Ateljén ner?",
            Line("utvärdering 2031", "Hyran steg så mycket att lokalen inte gick att behålla."),
            Line("utvärdering 2031", "Ateljén lades ner den 31 december 2030."),
        ),
    ],
)
def test_prefers_the_line_that_answers(
    judge: Judge, question: str, right: Line, wrong: Line
) -> None:
    better, worse = judge.scores(question, [right, wrong])
    assert better > worse


def test_a_score_is_the_pairs_own(judge: Judge) -> None:
    lines = [Line("rapport 2031", f"Under året deltog {number} personer.") for number in range(9)]
    together = judge.scores("Hur många deltog?", lines)
    alone = [judge.scores("Hur många deltog?", [line])[0] for line in lines]
    assert together == alone
    assert judge.scores("Hur många deltog?", []) == []


def test_takes_what_is_odd(judge: Judge) -> None:
    odd = [Line("", ""), Line("a\0b", "😀 العربية"), Line("x " * 900, "ord " * 900)]
    assert np.isfinite(judge.scores("ord " * 600, odd)).all()


def test_a_long_pair_is_cut_where_it_tells_least() -> None:
    question = [BEGIN, *range(100, 200), END]
    head = [BEGIN, *range(1000, 1060), END]
    body = [BEGIN, *range(2000, 2400), END]
    ids = pair(question, head, body)
    ends = [place for place, one in enumerate(ids) if one == END]
    assert ids[0] == BEGIN
    assert [ids[ends[0] + 1], ids[ends[1] - 1]] == [1000, 1059]
    assert ends[0] + 1 == QUESTION_TOKENS
    assert ends[2] - ends[1] - 1 == BODY_TOKENS
    assert ends[2] == len(ids) - 1


def test_the_graph_is_built_once(judge: CrossEncoder, tmp_path: Path) -> None:
    line = Line("lag 2031", "Medlem är kommunen.")
    first = CrossEncoder(tmp_path).scores("Vem är medlem?", [line])
    (kept,) = tmp_path.glob("judge-*.model")
    before = kept.stat().st_mtime_ns
    assert CrossEncoder(tmp_path).scores("Vem är medlem?", [line]) == first
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(kept.read_bytes()[:1000])
    assert CrossEncoder(tmp_path).scores("Vem är medlem?", [line]) == first


def test_another_adapter_takes_the_place_of_the_graph_before(tmp_path: Path) -> None:
    arrays = dict(np.load(FILE))
    arrays["out.b"] = arrays["out.b"] + np.float16(2.0)
    other = tmp_path / "other.npz"
    np.savez_compressed(other, allow_pickle=False, **arrays)
    line = Line("lag 2031", "Medlem är kommunen.")
    (ours,) = CrossEncoder(tmp_path).scores("Vem är medlem?", [line])
    (before,) = tmp_path.glob("judge-*.model")
    (theirs,) = CrossEncoder(tmp_path, other).scores("Vem är medlem?", [line])
    assert theirs - ours == pytest.approx(2.0, abs=0.05)
    (now,) = tmp_path.glob("judge-*.model")
    assert now != before


def test_the_adapter_changes_the_layers_it_says(tmp_path: Path) -> None:
    adapter = load_adapter()
    weights = open_words().weights
    layers = {int(name[1:].split(".")[0]) for name in adapter.arrays if name.startswith("l")}
    assert max(layers) == adapter.layers - 1 < weights.layers
    assert adapter.arrays["out.w"].shape == (1, weights.hidden)


def test_without_its_parts_there_is_no_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(EmbeddingError):
        CrossEncoder(tmp_path, tmp_path / "missing.npz")
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert open_judge(tmp_path) is None
    assert "bedömningsmodellen" in caplog.text
