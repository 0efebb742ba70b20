"""Teaches the judge: which line of a document answers a question.

`python -m evals.teach --sample CORPUS INDEXES` learns from the invented pages of
`evals/learning/pages/`, then from the questions of `evals/learning/` over the sample documents and
the invented libraries with the evidence that is found for them, and with `--set CORPUS INDEXES
QUESTIONS.jsonl` from further ones, of which the held-aside third is left out. Some sources are kept
from it (`evals.sources`): they tell how good it is, and teach `evals.learn` what its word is worth.
It writes `assistant/judging/adapter.npz`; with `--go-on` it starts from the one that is there, and
leaves the pages to be repeated. Takes an hour on two processors, and torch. The named folders must
be indexed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.embedding.e5_words import E5Words, open_words
from assistant.judging import Line
from assistant.judging.cross_encoder import pair
from assistant.judging.pair_graph import FILE
from evals.learn import gather_all
from evals.pages import FOLDER, Page, load_pages
from evals.sources import Source, add_arguments, given, learned_from

LAYERS = 8
"""Of the model's twelve: the last ones are for vectors, and cost time at every question."""
FROZEN = 3
"""The first of these stay as they are: what they do to a pair is computed once."""
RANK = 16
DROPOUT = 0.1
WITHOUT = 0.3
"""What a question without its right lines weighs beside the question with them."""
GROUPS = 6
"""Questions between two steps."""
WRONG = 5
"""Lines of the same page beside the right ones; and one from elsewhere with the same words."""
WRONG_EVIDENCE = 8
READ = 24
REPEATS = 2
REPLAYED = 600
"""Pages' questions that are asked again with a set's, lest they be forgotten."""
TESTED = 15
"""Every page of so many is kept from learning, to see how well it goes."""
BASE_RATES, SET_RATES = (6e-4, 2e-4), (3e-4, 1e-5)
WARMING = 60
_LINES_FOR_WORD = 150


@dataclass(frozen=True, slots=True)
class Group:
    """A question with lines as pairs of ids: the first `right` answer it, the others do not."""

    pairs: tuple[tuple[int, ...], ...]
    right: int


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.teach", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--go-on", action="store_true", help="from the adapter that is there")
    parser.add_argument("--minutes", type=float, default=32, help="for the pages (default 32)")
    asked = parser.parse_args(arguments)
    torch.manual_seed(1)
    chance = random.Random(1)
    words = open_words()
    learnt, kept = page_groups(words, chance)
    sources = [*given(asked), *learned_from(asked)]
    turns = list(_of_turns(words, [one for one in sources if one.taught], chance))
    strange = list(_of_turns(words, [one for one in sources if not one.taught], chance))
    teacher = Teacher(words, chance)

    def report(stage: str) -> None:
        shares = f"pages {teacher.tested(kept):.3f}, strange {teacher.tested(strange):.3f}"
        print(f"{stage}: right first, {shares}", flush=True)

    if asked.go_on:
        teacher.read(FILE)
    else:
        teacher.learn(learnt, 3, BASE_RATES, asked.minutes)
    report("pages")
    if turns:
        replayed = chance.sample(learnt, min(REPLAYED, len(learnt)))
        teacher.learn([*turns, *replayed], 1, SET_RATES)
        report("pages and questions")
    teacher.write(FILE)
    return 0


def page_groups(words: E5Words, chance: random.Random) -> tuple[list[Group], list[Group]]:
    """The questions of the pages: to learn from, and those of every fifteenth page to test on."""
    pages = [page for file in sorted(FOLDER.glob("*.txt")) for page in load_pages(file)]
    elsewhere = _Elsewhere(pages)
    learnt: list[Group] = []
    kept: list[Group] = []
    for number, page in enumerate(pages):
        for answered in page.questions:
            right = [page.line(*place) for place in answered.answers]
            figure = any(value for _, value in answered.answers)
            wrong = _wrong(page, answered.answers, figure, chance)
            weighed = sorted(
                wrong, key=lambda line: -_shared(answered.question, line) * chance.uniform(0.3, 1)
            )
            near = weighed[:WRONG] + elsewhere.like(answered.question, number, chance)
            chance.shuffle(right)
            into = kept if number % TESTED == TESTED // 3 else learnt
            into.append(_group(words, answered.question, right[:3], near))
    return learnt, kept


def _wrong(
    page: Page, answers: Sequence[tuple[int, int]], figure: bool, chance: random.Random
) -> list[Line]:
    """What does not answer: other lines, and of rows, where a figure is asked for, other values."""
    right = set(answers)
    rows = {number for number, _ in answers}
    found: list[Line] = []
    for number, (_, _, values) in enumerate(page.rows, start=1):
        if values and (figure or (not rows and chance.random() < 0.5)):
            found += [
                page.line(number, value)
                for value in range(1, len(values) + 1)
                if (number, value) not in right and (number, 0) not in right
            ]
        elif number not in rows:
            found.append(page.line(number))
    return found


def _shared(question: str, line: Line) -> int:
    """How many words the question shares with the line, and one."""
    return 1 + len(_words(question) & _words(f"{line.head} {line.body}"))


def _words(text: str) -> set[str]:
    return set(re.sub(r"[^\w\s]", "", text.casefold()).split())


class _Elsewhere:
    """Lines of other pages that share a question's rarer words."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._lines: list[tuple[int, Line]] = []
        self._places: dict[str, list[int]] = {}
        for number, page in enumerate(pages):
            for place, (_, _, values) in enumerate(page.rows, start=1):
                line = page.line(place, 1 if values else 0)
                for word in _words(line.body):
                    self._places.setdefault(word, []).append(len(self._lines))
                self._lines.append((number, line))

    def like(self, question: str, page: int, chance: random.Random) -> list[Line]:
        """The line most like the question; [] where none shares a word."""
        worth: dict[int, float] = {}
        for word in _words(question):
            places = self._places.get(word, [])
            if len(places) < _LINES_FOR_WORD:
                for place in places:
                    if self._lines[place][0] != page:
                        rare = math.log(len(self._lines) / len(places))
                        worth[place] = worth.get(place, 0.0) + rare
        best = max(worth, key=lambda place: worth[place] * chance.uniform(0.6, 1), default=None)
        return [] if best is None else [self._lines[best][1]]


def _of_turns(words: E5Words, sources: Sequence[Source], chance: random.Random) -> Iterator[Group]:
    """The turns of the sources with the evidence that is found for them."""
    for turn in gather_all(sources, [False] * len(sources)):
        lines, right = turn.lines[:READ], turn.right[:READ]
        answers = [line for line, is_right in zip(lines, right, strict=True) if is_right]
        if turn.answerable and not answers:
            continue
        wrong = [
            (place, line)
            for place, line in enumerate(lines)
            if not right[place] and turn.gain[place] == 0
        ]
        for _ in range(REPEATS):
            near = sorted(wrong, key=lambda one: one[0] * chance.uniform(0.3, 1))
            chance.shuffle(answers)
            beside = [line for _, line in near[:WRONG_EVIDENCE]]
            yield _group(words, turn.question, answers[:3], beside)


def _group(words: E5Words, question: str, right: Sequence[Line], wrong: Sequence[Line]) -> Group:
    lines = [*right, *wrong]
    ids = words.ids([question, *(text for one in lines for text in (one.head, one.body))])
    pairs = [
        tuple(pair(ids[0], head, body)) for head, body in zip(ids[1::2], ids[2::2], strict=True)
    ]
    return Group(tuple(pairs), len(right))


class _Linear(nn.Module):
    """A layer of the packed model, with an adapter beside it."""

    matrix: Tensor
    bias: Tensor

    def __init__(self, words: E5Words, name: str, inputs: int) -> None:
        super().__init__()
        from assistant.embedding.e5_weights import dequantise

        matrix = torch.from_numpy(dequantise(words.weights.blocks(f"{name}.w", inputs)).copy())
        self.register_buffer("matrix", matrix, persistent=False)
        bias = torch.from_numpy(words.weights.floats(f"{name}.b").copy())
        self.register_buffer("bias", bias, persistent=False)
        self.a = nn.Parameter(torch.randn(RANK, matrix.shape[1]) * 0.02)
        self.b = nn.Parameter(torch.zeros(matrix.shape[0], RANK))

    def forward(self, text: Tensor) -> Tensor:
        # the usual factor of two on what the adapter adds is put into `b` when it is written
        return functional.linear(text, self.matrix + 2.0 * (self.b @ self.a), self.bias)


class _Norm(nn.Module):
    def __init__(self, words: E5Words, name: str) -> None:
        super().__init__()
        self.gain = torch.from_numpy(words.weights.floats(f"{name}.w").copy())
        self.bias = torch.from_numpy(words.weights.floats(f"{name}.b").copy())
        self.epsilon = words.weights.epsilon

    def forward(self, text: Tensor) -> Tensor:
        return functional.layer_norm(text, (len(self.gain),), self.gain, self.bias, self.epsilon)


class _Layer(nn.Module):
    def __init__(self, words: E5Words, layer: int) -> None:
        super().__init__()
        sizes, name = words.weights, f"l{layer}"
        self.heads = sizes.heads
        self.q, self.k, self.v = (
            _Linear(words, f"{name}.{part}", sizes.hidden) for part in ("q", "k", "v")
        )
        self.ao = _Linear(words, f"{name}.ao", sizes.hidden)
        self.fi = _Linear(words, f"{name}.fi", sizes.hidden)
        self.fo = _Linear(words, f"{name}.fo", sizes.feed_forward)
        self.aln, self.oln = _Norm(words, f"{name}.aln"), _Norm(words, f"{name}.oln")

    def forward(self, text: Tensor, mask: Tensor) -> Tensor:
        batch, tokens, hidden = text.shape

        def split(part: Tensor) -> Tensor:
            return part.view(batch, tokens, self.heads, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            split(self.q(text)), split(self.k(text)), split(self.v(text)), attn_mask=mask
        )
        out = self.ao(attended.transpose(1, 2).reshape(batch, tokens, hidden))
        text = self.aln(text + functional.dropout(out, DROPOUT, self.training))
        out = self.fo(functional.gelu(self.fi(text)))
        normed: Tensor = self.oln(text + functional.dropout(out, DROPOUT, self.training))
        return normed


class Teacher(nn.Module):
    """The judge in torch, as it learns."""

    def __init__(self, words: E5Words, chance: random.Random) -> None:
        super().__init__()
        sizes = words.weights
        self._words, self._chance = words, chance
        places = sizes.floats("emb.pos").reshape(sizes.positions, sizes.hidden)
        self._places = torch.from_numpy(places + sizes.floats("emb.type")[: sizes.hidden])
        self._norm = _Norm(words, "emb.ln")
        self.layers = nn.ModuleList(_Layer(words, layer) for layer in range(LAYERS))
        self.pool = nn.Linear(sizes.hidden, sizes.hidden)
        self.out = nn.Linear(sizes.hidden, 1)
        nn.init.eye_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)
        nn.init.normal_(self.out.weight, std=0.02)
        nn.init.zeros_(self.out.bias)
        for layer in self.layers[:FROZEN]:
            layer.requires_grad_(False)
        self._learning = [one for one in self.parameters() if one.requires_grad]
        self._lower: dict[tuple[int, ...], Tensor] = {}

    def learn(
        self,
        groups: Sequence[Group],
        passes: int,
        rates: tuple[float, float],
        minutes: float = math.inf,
    ) -> None:
        """Go through the groups, with a rate that falls from the first of `rates` to the last.

        The loss of a question is the cross-entropy of its right lines among all its lines and
        the answer that nothing answers, whose score is always 0; and by `WITHOUT` that of nothing
        among its wrong lines, as if the documents did not hold the right ones.
        """
        optimizer = torch.optim.AdamW(self._learning, lr=rates[0], weight_decay=0.01)
        steps, step, start = passes * math.ceil(len(groups) / GROUPS), 0, time.monotonic()
        self.prepare(groups)
        while step < steps:
            losses = []
            for batch in self._batches(groups):
                done = max(step / steps, (time.monotonic() - start) / 60 / minutes)
                if done >= 1:
                    return
                rate = rates[1] + (rates[0] - rates[1]) * (1 - done)
                for one in optimizer.param_groups:
                    one["lr"] = rate * min(1.0, (step + 1) / WARMING)
                self.train()
                scores = self.forward([ids for group in batch for ids in group.pairs])
                parts = torch.split(scores, [len(group.pairs) for group in batch])
                loss = torch.stack(
                    [_loss(part, group.right) for part, group in zip(parts, batch, strict=True)]
                ).mean()
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(self._learning, 1.0)
                optimizer.step()
                losses.append(float(loss.detach()))
                step += 1
            print(f"  step {step} of {steps}: loss {np.mean(losses):.3f}", file=sys.stderr)

    def tested(self, groups: Sequence[Group]) -> float:
        """The share of answered questions whose best line is a right one."""
        self.prepare(groups)
        self.eval()
        with torch.no_grad():
            hits = [
                int(self.forward(group.pairs).argmax()) < group.right
                for group in groups
                if group.right
            ]
        return sum(hits) / len(hits) if hits else math.nan

    def forward(self, pairs: Sequence[tuple[int, ...]]) -> Tensor:
        """The score of each pair."""
        states = [self._lower[ids] for ids in pairs]
        text = nn.utils.rnn.pad_sequence([one.float() for one in states], batch_first=True)
        mask = _mask([len(one) for one in states], text.shape[1])
        text = functional.dropout(text, DROPOUT, self.training)
        for layer in self.layers[FROZEN:]:
            text = layer(text, mask)
        kept = mask[:, 0, 0, :, None].float()
        mean = (text * kept).sum(1) / kept.sum(1)
        pooled = functional.dropout(torch.tanh(self.pool(mean)), DROPOUT, self.training)
        scores: Tensor = self.out(pooled).squeeze(1)
        return scores

    def prepare(self, groups: Sequence[Group]) -> None:
        """Compute what the frozen layers make of pairs that are new."""
        new = {ids for group in groups for ids in group.pairs if ids not in self._lower}
        order = sorted(new, key=lambda ids: (len(ids), ids))
        self.eval()
        with torch.no_grad():
            for start in range(0, len(order), 64):
                some = order[start : start + 64]
                vectors = [torch.from_numpy(self._words.vectors(ids)[0]) for ids in some]
                text = nn.utils.rnn.pad_sequence(vectors, batch_first=True)
                mask = _mask([len(ids) for ids in some], text.shape[1])
                text = self._norm(text + self._places[: text.shape[1]])
                for layer in self.layers[:FROZEN]:
                    text = layer(text, mask)
                for ids, state in zip(some, text, strict=True):
                    self._lower[ids] = state[: len(ids)].half().clone()

    def _batches(self, groups: Sequence[Group]) -> Iterator[list[Group]]:
        """The groups in a new order, those of like length together: that saves padding."""
        order = list(groups)
        self._chance.shuffle(order)
        batches = []
        for start in range(0, len(order), GROUPS * 16):
            some = sorted(order[start : start + GROUPS * 16], key=lambda g: max(map(len, g.pairs)))
            batches += [some[at : at + GROUPS] for at in range(0, len(some), GROUPS)]
        yield from batches

    def read(self, file: Path) -> None:
        """Go on from an adapter that `write` wrote."""
        arrays = np.load(file)
        state = self.state_dict()
        for name in state:
            kind, *rest = name.split(".")
            if kind == "layers" and int(rest[0]) < FROZEN:
                continue
            key = f"{kind}.{'w' if rest[0] == 'weight' else 'b'}"
            if kind == "layers":
                key = f"l{rest[0]}.{rest[1]}.{rest[2]}"
            scale = 2.0 if kind == "layers" and rest[2] == "b" else 1.0
            state[name] = torch.from_numpy(arrays[key].astype(np.float32) / scale)
        self.load_state_dict(state)

    def write(self, file: Path) -> None:
        """Write the adapter as `assistant.judging.pair_graph` reads it."""
        arrays = {"layers": np.array([LAYERS], np.float16)}
        for name, value in self.state_dict().items():
            numbers = value.numpy()
            kind, *rest = name.split(".")
            if kind != "layers":
                arrays[f"{kind}.{'w' if rest[0] == 'weight' else 'b'}"] = numbers
            elif int(rest[0]) >= FROZEN:
                scale = 2.0 if rest[2] == "b" else 1.0
                arrays[f"l{rest[0]}.{rest[1]}.{rest[2]}"] = numbers * scale
        halves: dict[str, Any] = {name: one.astype(np.float16) for name, one in arrays.items()}
        np.savez_compressed(file, **halves)


def _loss(scores: Tensor, right: int) -> Tensor:
    wrong = torch.logsumexp(functional.pad(scores[right:], (1, 0)), 0)
    if not right:
        return wrong
    whole = torch.logsumexp(functional.pad(scores, (1, 0)), 0)
    return whole - torch.logsumexp(scores[:right], 0) + WITHOUT * wrong


def _mask(lengths: Sequence[int], most: int) -> Tensor:
    mask = torch.zeros(len(lengths), 1, 1, most, dtype=torch.bool)
    for row, length in enumerate(lengths):
        mask[row, 0, 0, :length] = True
    return mask


if __name__ == "__main__":
    sys.exit(main())
