"""Turns the packed weights into a sentence-transformers folder, for comparing engines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.embedding.e5_weights import PackedWeights, Vocabulary, dequantise, open_weights

_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def write_folder(packed: Path, folder: Path) -> None:
    """Write the model in `packed` to `folder` as sentence-transformers keeps models."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    weights = open_weights(packed)
    inner = folder / "transformer"
    _write_bert(weights, inner)
    _write_tokenizer(weights.vocabulary(), inner)
    pooling = Pooling(weights.hidden, pooling_mode="mean")
    modules = [Transformer(str(inner), max_seq_length=512), pooling, Normalize()]
    SentenceTransformer(
        modules=modules, prompts={"query": "query: ", "passage": "passage: "}, device="cpu"
    ).save(str(folder / "model"))


def _write_bert(weights: PackedWeights, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=weights.vocabulary_size,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=2,
        layer_norm_eps=weights.epsilon,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {
        name: torch.from_numpy(_tensor(weights, name, tuple(old.shape)))
        for name, old in model.state_dict().items()
    }
    model.load_state_dict(state)
    model.save_pretrained(str(folder))


def _tensor(weights: PackedWeights, name: str, shape: tuple[int, ...]) -> np.ndarray:
    if name == "embeddings.word_embeddings.weight":
        flat = dequantise(weights.blocks("emb.word", weights.hidden))
    elif name == "embeddings.position_embeddings.weight":
        flat = weights.floats("emb.pos")
    elif name == "embeddings.token_type_embeddings.weight":
        # only the first type is ever used
        flat = np.resize(weights.floats("emb.type"), shape)
    elif name.startswith("embeddings.LayerNorm."):
        flat = weights.floats(f"emb.ln.{name[len('embeddings.LayerNorm.')]}")
    else:
        _, _, layer, rest = name.split(".", 3)
        part, kind = rest.rsplit(".", 1)
        packed = f"l{layer}.{_PARTS[part]}.{kind[0]}"
        if kind == "weight" and len(shape) == 2:
            flat = dequantise(weights.blocks(packed, shape[1]))
        else:
            flat = weights.floats(packed)
    return np.array(flat, np.float32).reshape(shape)


def _write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True))
    made = Tokenizer(models.Unigram(pieces, vocabulary.unknown))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        special_tokens=[("<s>", vocabulary.begin), ("</s>", vocabulary.end)],
    )
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        pad_token="<pad>", cls_token="<s>", sep_token="</s>", mask_token="<mask>",
        model_max_length=512, model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(str(folder))  # fmt: skip
