"""The judge as it learns: it goes on from the adapter that it wrote."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="teaching needs torch")


def test_what_is_written_is_gone_on_from(tmp_path: Path) -> None:
    from assistant.embedding.e5_words import open_words
    from evals.teach import Teacher

    words = open_words()
    first = Teacher(words, random.Random(1))
    with torch.no_grad():
        for name, value in first.named_parameters():
            if name.endswith(".b"):
                value.normal_(std=0.1)
    first.write(tmp_path / "adapter.npz")
    second = Teacher(words, random.Random(2))
    second.read(tmp_path / "adapter.npz")
    pairs = [(0, 20, 300, 4000, 2, 2, 55, 66, 2), (0, 20, 300, 4000, 2, 2, 777, 2)]
    with torch.no_grad():
        scores = []
        for teacher in (first, second):
            teacher.eval()
            states = [torch.randn(len(ids), 384, generator=torch.manual_seed(3)) for ids in pairs]
            teacher._lower = dict(zip(pairs, states, strict=True))
            scores.append(teacher.forward(pairs))
    assert torch.allclose(scores[0], scores[1], atol=2e-2)
    assert scores[0].std() > 0
