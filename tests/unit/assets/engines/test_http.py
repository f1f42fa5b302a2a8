import asyncio
import io
from contextlib import aclosing

import httpx
import numpy as np
import pytest
from PIL import Image

from assets.engines.config import EngineConfig
from assets.engines.http import ProviderClient
from assets.errors import (
    BadEngineOutput,
    EngineAuthFailed,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
    RateLimited,
    SafetyBlock,
)

KEY = "sk-very-secret"
CONFIG = EngineConfig("paint", "any", "Paint", base_url="https://api.example/v1", api_key=KEY)


def client(answer, **settings) -> ProviderClient:
    handle = answer if callable(answer) else lambda _: answer
    return ProviderClient(
        CONFIG, headers={"x-key": KEY}, transport=httpx.MockTransport(handle), **settings
    )


async def ask(answer, method="POST", **settings):
    async with client(answer, **settings) as opened:
        return await opened.json(method, "images", json={"prompt": "a boat"})


def png(width=3, height=2) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.full((height, width, 3), 9, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


async def test_a_call_goes_to_the_base_url_with_the_key():
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(200, json={"ok": True})

    assert await ask(answer) == {"ok": True}
    assert str(asked[0].url) == "https://api.example/v1/images"
    assert asked[0].headers["x-key"] == KEY


@pytest.mark.parametrize(
    ("status", "error", "is_permanent", "is_safe"),
    [
        (400, EngineRefusedRequest, True, False),
        (401, EngineAuthFailed, True, False),
        (402, EngineOutOfCredit, True, False),
        (403, EngineAuthFailed, True, False),
        (404, EngineRefusedRequest, True, False),
        (413, EngineRefusedRequest, True, False),
        (418, EngineRefusedRequest, True, False),
        (429, RateLimited, False, True),
        (500, EngineUnavailable, False, False),
        (502, EngineUnavailable, False, False),
        (503, EngineUnavailable, False, True),
        (504, EngineTimeout, False, False),
        (529, EngineUnavailable, False, False),
        (302, EngineRefusedRequest, True, False),
    ],
)
async def test_a_status_is_an_error_class(status, error, is_permanent, is_safe):
    with pytest.raises(error) as caught:
        await ask(httpx.Response(status, json={"error": {"message": "No <b>luck</b>."}}))
    assert caught.value.is_permanent is is_permanent
    assert caught.value.is_safe_to_repeat is is_safe
    assert ("No <b>luck</b>" in caught.value.message) is (status != 302)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"retry-after": "1e99"}, 24 * 3600),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_read_in_every_form(headers, seconds):
    with pytest.raises(RateLimited) as caught:
        await ask(httpx.Response(429, headers=headers))
    assert caught.value.retry_after_s == seconds


@pytest.mark.parametrize(
    ("failure", "error", "of_post", "of_get"),
    [
        (httpx.ConnectError, EngineUnavailable, True, True),
        (httpx.ConnectTimeout, EngineUnavailable, True, True),
        (httpx.ReadTimeout, EngineTimeout, False, True),
        (httpx.WriteTimeout, EngineTimeout, False, True),
        (httpx.ReadError, EngineUnavailable, False, True),
        (httpx.RemoteProtocolError, EngineUnavailable, False, True),
    ],
)
async def test_only_what_was_not_taken_up_is_safe_to_repeat(failure, error, of_post, of_get):
    def answer(_):
        raise failure("broken")

    for method, is_safe in (("POST", of_post), ("GET", of_get)):
        with pytest.raises(error) as caught:
            await ask(answer, method)
        assert caught.value.is_safe_to_repeat is is_safe
    assert caught.value.was_billed is (False if of_post else None)


async def test_a_post_with_an_idempotency_key_is_safe_to_repeat():
    def answer(_):
        raise httpx.ReadTimeout("slow")

    async with client(answer) as opened:
        with pytest.raises(EngineTimeout) as caught:
            await opened.json("POST", "images", is_repeatable=True)
    assert caught.value.is_safe_to_repeat


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": f"bad key {KEY}"}},
        {"error": f"bad key {KEY}"},
        [{"error": {"message": f"bad key {KEY}"}}],
        {"detail": [{"msg": f"bad key {KEY}"}]},
        {"title": f"bad key {KEY}"},
    ],
)
async def test_a_provider_that_echoes_the_key_is_told_without_it(body):
    with pytest.raises(EngineAuthFailed) as caught:
        await ask(httpx.Response(401, json=body))
    assert "bad key [key]" in caught.value.message
    assert KEY not in caught.value.message


async def test_an_adapter_reads_its_providers_errors_first():
    def explain(answer):
        if answer.body["error"]["code"] == "blocked":
            return SafetyBlock("No.", rule="r", decided_by="Paint", stage="input")
        return None

    with pytest.raises(SafetyBlock):
        await ask(httpx.Response(400, json={"error": {"code": "blocked"}}), explain=explain)
    with pytest.raises(EngineRefusedRequest):
        await ask(httpx.Response(400, json={"error": {"code": "new"}}), explain=explain)


@pytest.mark.parametrize(
    "body", [b"<html>", b"{", b"[" * 100_000, b"\xff\xfe", b'"' + b"\xed\xa0\x80" + b'"']
)
async def test_an_answer_that_is_no_json_is_refused(body):
    with pytest.raises(BadEngineOutput):
        await ask(httpx.Response(200, content=body))


@pytest.mark.parametrize("status", [200, 500])
async def test_an_answer_is_read_up_to_its_bound(status):
    read = []

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                read.append(1)
                yield b"x" * 1024

    error = BadEngineOutput if status == 200 else EngineUnavailable
    with pytest.raises(error):
        await ask(httpx.Response(status, stream=Endless()), most_bytes=10_000)
    assert len(read) < 300


async def test_a_length_that_is_too_much_is_refused_before_it_is_read():
    answer = httpx.Response(200, headers={"content-length": "99999999"}, content=b"x")
    with pytest.raises(BadEngineOutput, match="MB"):
        await ask(answer, most_bytes=1024 * 1024)


async def test_events_come_as_they_are_sent_and_closing_ends_the_call():
    closed = []

    class Stream(httpx.AsyncByteStream):
        async def __aiter__(self):
            yield b'event: a\r\ndata: {"n":\r\nda'
            yield "ta: 1}\r\n\r\n: hello\n\ndata:two\u2028x\r\r".encode()
            await asyncio.Event().wait()

        async def aclose(self):
            closed.append(True)

    answer = httpx.Response(
        200, headers={"content-type": "text/event-stream; charset=utf-8"}, stream=Stream()
    )
    seen = []
    async with (
        client(answer) as opened,
        aclosing(opened.events("POST", "images", json={})) as events,
    ):
        async for event in events:
            seen.append((event.name, event.data))
            if len(seen) == 2:
                break
    assert seen == [("a", '{"n":\n1}'), ("", "two\u2028x")]
    assert closed


async def test_a_server_that_does_not_stream_gives_one_event():
    async with client(httpx.Response(200, json={"data": []})) as opened:
        events = [event async for event in opened.events("POST", "images")]
    assert [event.data for event in events] == ['{"data":[]}']


async def test_events_of_a_refused_call_raise_its_error():
    async with client(httpx.Response(429)) as opened:
        with pytest.raises(RateLimited):
            async for _ in opened.events("POST", "images"):
                pass


async def test_a_result_elsewhere_is_fetched_without_the_key_and_over_checked_hops():
    asked = []

    def answer(request):
        asked.append(request)
        if request.url.host == "cdn.example":
            return httpx.Response(302, headers={"location": "https://store.example/b.png"})
        return httpx.Response(200, content=png())

    async with client(answer) as opened:
        assert (await opened.picture("https://cdn.example/a.png")).shape == (2, 3, 3)
    assert [request.url.host for request in asked] == ["cdn.example", "store.example"]
    assert not any("x-key" in request.headers for request in asked)


@pytest.mark.parametrize(
    "location", ["http://store.example/b.png", "file:///etc/passwd", "https://cdn.example/again"]
)
async def test_a_result_is_fetched_by_https_alone_and_not_for_ever(location):
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(302, headers={"location": location})

    async with client(answer) as opened:
        with pytest.raises(BadEngineOutput):
            await opened.picture("https://cdn.example/a.png")
    assert len(asked) <= 4


async def test_the_key_goes_to_trusted_hosts_only():
    async with client(httpx.Response(200, json={}), key_hosts=(".example.org",)) as opened:
        assert await opened.json("GET", "https://eu.example.org/poll/1") == {}
        for elsewhere in ("http://eu.example.org/poll/1", "https://example.com/poll"):
            with pytest.raises(BadEngineOutput):
                await opened.json("GET", elsewhere)


async def test_a_result_that_is_no_picture_is_refused():
    async with client(httpx.Response(200, content=b"<svg>")) as opened:
        with pytest.raises(BadEngineOutput):
            await opened.picture("https://api.example/v1/a.png")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.3", "169.254.169.254", "::1"])
async def test_an_engine_that_may_not_be_private_reaches_no_private_address(address):
    async def resolve(host, port):
        return ["93.184.215.14", address]

    async with ProviderClient(CONFIG, resolve=resolve) as opened:
        with pytest.raises(EngineRefusedRequest, match=r"api\.example"):
            await opened.json("GET", "models")
        with pytest.raises(EngineRefusedRequest, match=r"cdn\.example"):
            await opened.picture("https://cdn.example/a.png")


async def test_a_name_that_nobody_knows_is_not_reached():
    async def resolve(host, port):
        raise OSError("no such name")

    async with ProviderClient(CONFIG, resolve=resolve) as opened:
        with pytest.raises(EngineUnavailable) as caught:
            await opened.json("GET", "models")
    assert caught.value.is_safe_to_repeat
