"""Language models behind LangChain's chat models, opened by the name in the settings.

The only file that knows the vendors: their packages are imported when a model is opened, and
their errors end here as `ModelError`. It knows neither questions nor sources.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.composing.prompt import SCHEMA, Message
from assistant.composing.streaming import within
from assistant.errors import FinsamError, ModelError, SettingsError
from assistant.settings import API_KEY_VARIABLE, Model

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_INSTALL = "Installera tillägget: pip install 'finsam-assistant[model]'"
# an answer of so many characters a token is no answer
_CHARACTERS = 12
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ChatClient:
    """One language model. Safe to call from several threads, each with its own answer.

    `structured` is True as long as the model is asked for JSON by a schema; a server that
    refuses that is asked in plain words from then on.
    """

    def __init__(self, settings: Model, make: Callable[[Model], tuple[BaseChatModel, Any]]) -> None:
        self.name = settings.name
        self.structured = True
        self._settings = settings
        self._make = make
        self._open: tuple[BaseChatModel, Any] | None = None

    def stream(self, messages: Callable[[bool], Sequence[Message]]) -> Iterator[str]:
        """The answer in pieces. `messages` is told whether a schema is used.

        Raises `ModelError` for everything that can go wrong, a too long wait included.
        """
        limit = self._settings.max_tokens * _CHARACTERS
        try:
            yield from within(
                lambda: self._pieces(messages), self._settings.timeout_s, limit, self._abort
            )
        except FinsamError:
            raise
        except TimeoutError:
            raise ModelError("Språkmodellen hann inte svara.") from None
        except OverflowError:
            raise ModelError("Språkmodellens svar tog aldrig slut.") from None
        except Exception as error:
            raise _translated(error) from error

    def _pieces(self, messages: Callable[[bool], Sequence[Message]]) -> Iterator[str]:
        from langsmith import tracing_context

        # a tracing service set up on the machine must not get the association's documents
        with tracing_context(enabled=False):
            if self.structured:
                begun = False
                try:
                    for piece in self._ask(list(messages(True)), structured=True):
                        begun = True
                        yield piece
                    return
                except Exception as error:
                    if begun or not _refuses_schema(error):
                        raise
                    self.structured = False
            yield from self._ask(list(messages(False)), structured=False)

    def _ask(self, messages: list[Message], *, structured: bool) -> Iterator[str]:
        if self._open is None:
            self._open = self._make(self._settings)
        model = self._open[0]
        kind = type(model).__name__
        if not structured:
            runnable: Any = model
        elif kind == "ChatOpenAI":
            form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}
            runnable = model.bind(extra_body={"response_format": form})
        elif kind == "ChatOllama":
            runnable = model.bind(format=SCHEMA)
        else:
            yield json.dumps(
                model.with_structured_output(SCHEMA).invoke(messages), ensure_ascii=False
            )
            return
        for chunk in runnable.stream(messages):
            if text := chunk.text:
                yield str(text)

    def _abort(self) -> None:
        """Close the connections, so that whoever reads from them is let go."""
        opened, self._open = self._open, None
        if opened is not None and opened[1] is not None:
            with contextlib.suppress(Exception):
                opened[1].close()


def open_client(settings: Model) -> ChatClient:
    """The client for `[model] name`. Raises `SettingsError` when the extra is missing.

    "ollama:NAME" is Ollama; any other name with a `base_url` an OpenAI-compatible server;
    "PROVIDER:NAME" without it whatever LangChain's `init_chat_model` knows.
    """
    make = _maker(settings)
    try:
        make(settings)
    except ImportError as error:
        raise SettingsError(
            f"Språkmodellen {settings.name} behöver ett paket som saknas ({error.name or error}).",
            _INSTALL,
        ) from error
    except Exception as error:
        raise SettingsError(
            f"Språkmodellen {settings.name} går inte att öppna ({type(error).__name__}).",
            f"Kontrollera [model] i finsam.toml och miljövariabeln {API_KEY_VARIABLE}.",
        ) from error
    return ChatClient(settings, make)


def _maker(settings: Model) -> Callable[[Model], tuple[BaseChatModel, Any]]:
    if settings.name.startswith("ollama:"):
        return _ollama
    return _compatible if settings.base_url else _hosted


def _ollama(settings: Model) -> tuple[BaseChatModel, Any]:
    from langchain_ollama import ChatOllama

    model = ChatOllama(
        model=settings.name.removeprefix("ollama:"),
        base_url=settings.base_url or None,
        temperature=0,
        num_predict=settings.max_tokens,
        client_kwargs={"timeout": settings.timeout_s, "trust_env": not _local(settings)},
    )
    return model, model._client._client if model._client is not None else None


def _compatible(settings: Model) -> tuple[BaseChatModel, Any]:
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # a proxy of the machine has no business between the program and its own server
    http = httpx.Client(timeout=settings.timeout_s, trust_env=not _local(settings))
    model = ChatOpenAI(
        model=settings.name.removeprefix("openai:"),
        base_url=settings.base_url,
        api_key=SecretStr(settings.api_key or "none"),
        temperature=0,
        max_completion_tokens=settings.max_tokens,
        max_retries=0,
        http_client=http,
        stream_usage=False,
        use_responses_api=False,
    )
    return model, http


def _hosted(settings: Model) -> tuple[BaseChatModel, Any]:
    from langchain.chat_models import init_chat_model

    key: dict[str, Any] = {"api_key": settings.api_key} if settings.api_key else {}
    model = init_chat_model(
        settings.name,
        temperature=0,
        max_tokens=settings.max_tokens,
        timeout=settings.timeout_s,
        max_retries=0,
        **key,
    )
    return model, None


def _local(settings: Model) -> bool:
    return not settings.base_url or urlsplit(settings.base_url).hostname in _LOOPBACK


def _refuses_schema(error: Exception) -> bool:
    """Whether the server may answer when it is asked without a schema."""
    if isinstance(error, NotImplementedError):
        return True
    return getattr(error, "status_code", None) in (400, 404, 405, 415, 422, 501)


def _translated(error: Exception) -> ModelError:
    names = {kind.__name__ for kind in type(error).__mro__}
    if any("Timeout" in name for name in names):
        return ModelError("Språkmodellen hann inte svara.")
    if names & {"APIConnectionError", "ConnectError", "ConnectionError", "TransportError"}:
        return ModelError("Språkmodellen går inte att nå.")
    if getattr(error, "status_code", None) is not None:
        return ModelError("Språkmodellens server svarade med ett fel.")
    return ModelError("Språkmodellens svar gick inte att läsa.")
