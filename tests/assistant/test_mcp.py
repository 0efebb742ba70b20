"""The official SDK's client against the MCP server: in process, and over standard in/out."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the MCP SDK is not installed")

from mcp import Client, StdioServerParameters

from assistant import mcp as ours
from assistant.schema import DocumentInfo, Filters
from tests.ui.fake_service import BrokenService, FakeService

ROOT = Path(__file__).resolve().parents[2]


def with_client(target: Any, use: Callable[[Client], Awaitable[Any]]) -> Any:
    async def talk() -> Any:
        async with Client(target) as client:
            return await use(client)

    return asyncio.run(talk())


def called(target: Any, name: str, **arguments: Any) -> Any:
    return with_client(target, lambda client: client.call_tool(name, arguments))


def test_the_client_lists_the_tools_with_swedish_descriptions() -> None:
    tools = with_client(ours.server(FakeService()), lambda c: c.list_tools()).tools
    assert {tool.name for tool in tools} == {"search", "ask", "read_page", "list_documents"}
    by_name = {tool.name: tool for tool in tools}
    assert "citat" in by_name["search"].description
    assert by_name["read_page"].annotations.read_only_hint is True
    question = by_name["ask"].input_schema["properties"]["question"]
    assert question["description"] == "Frågan, på svenska"


def test_an_answer_comes_with_a_verified_citation() -> None:
    service = FakeService()
    reply = called(ours.server(service), "ask", question="Hur många deltog?").structured_content
    assert reply["status"] == "answered"
    source = reply["citations"][0]
    assert source["page"] == 1
    assert source["quote"] in service.page_text(source["document"], source["page"])
    assert reply["statements"][0]["citations"] == [1]


def test_a_follow_up_goes_on_in_the_conversation() -> None:
    server = ours.server(FakeService())
    first = called(server, "ask", question="Hur många deltog?").structured_content
    again = called(
        server, "ask", question="Och kvinnor?", conversation=first["conversation"]
    ).structured_content
    assert again["conversation"] == first["conversation"]


def test_what_is_found_can_be_read_in_its_page() -> None:
    server = ours.server(FakeService())
    hits = called(server, "search", query="deltagare", k=2).structured_content["results"]
    assert len(hits) == 2
    leaf = called(
        server, "read_page", document=hits[0]["document"], page=hits[0]["page"]
    ).structured_content
    assert hits[0]["quote"] in leaf["text"]


def test_the_choice_of_kinds_reaches_the_service() -> None:
    server = ours.server(FakeService())
    listed = called(server, "list_documents", kinds=["utvärdering"]).structured_content
    assert [d["title"] for d in listed["documents"]] == ["Samtal om samverkan"]


def test_what_the_audience_may_not_see_cannot_be_read() -> None:
    class Guarded(FakeService):
        def documents(self, *, filters: Filters = Filters()) -> list[DocumentInfo]:
            every = super().documents(filters=filters)
            return every if "intern" in filters.audience else every[1:]

    service = Guarded()
    hidden = service.infos[0].id
    server = ours.server(service, ("alla",))
    assert called(server, "read_page", document=hidden, page=1).is_error
    assert not called(ours.server(service), "read_page", document=hidden, page=1).is_error


def test_an_error_tells_what_to_do() -> None:
    result = called(ours.server(BrokenService()), "search", query="x")
    assert result.is_error
    assert "Kör finsam index och försök igen." in result.content[0].text


def test_over_standard_in_and_out() -> None:
    code = (
        "from assistant.mcp import serve; from tests.ui.fake_service import fresh; serve(fresh())"
    )
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    started = StdioServerParameters(
        command=sys.executable, args=["-c", code], env={**os.environ, "PYTHONPATH": path}
    )
    reply = called(started, "ask", question="Hur många deltog?").structured_content
    assert reply["citations"][0]["quote"].startswith("Under januari")
