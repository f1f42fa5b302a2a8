"""The one way over the network: bounded, without redirects, without the key in any error.

    async with ProviderClient(config, headers={"x-key": config.api_key}, explain=...) as client:
        body = await client.json("POST", "/v1/images", json={...})
        picture = await client.picture(result_url)

Adapters build calls and read answers; everything else about HTTP is here. Nothing is retried here:
errors say whether asking again is safe, and the life of a generation decides (`generations/`). A
read timeout never ends a slow drip: the total deadline around every run does.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import orjson

from assets.engines.addresses import PublicOnlyTransport, Resolve, resolve
from assets.engines.answers import Answer, Explain, error_of, shortened
from assets.engines.config import EngineConfig
from assets.engines.pictures import decode_picture
from assets.engines.request import Image
from assets.engines.server_events import ServerEvent, read_events
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineError,
    EngineTimeout,
    EngineUnavailable,
)

CONNECT_S = 10.0
READ_S = 180.0
MOST_ANSWER_BYTES = 96 * 1024 * 1024
"""A 4096 x 4096 PNG in base64 with room to spare."""
MOST_ERROR_BYTES = 256 * 1024
MOST_HOPS = 3
"""Redirects of a result's download, each checked like the first address."""
REPEATABLE_METHODS = frozenset({"GET", "HEAD"})


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: loading them takes some 20 ms, which every call would pay."""
    return httpx.create_ssl_context()


class ProviderClient:
    """One engine's HTTP client, open inside `async with`, used in one event loop.

    headers, auth: go to the base URL's origin, by https to a host that ends in one of `key_hosts`
    (".bfl.ai"), and to nowhere else. transport: for tests; without one, calls to a base URL that
    may not be private go to public addresses alone. explain: see `answers`.
    """

    def __init__(
        self,
        config: EngineConfig,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        key_hosts: tuple[str, ...] = (),
        explain: Explain | None = None,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        most_bytes: int = MOST_ANSWER_BYTES,
        transport: httpx.AsyncBaseTransport | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._config = config
        self._key_hosts = key_hosts
        self._explain = explain
        self._most_bytes = most_bytes
        self._transport = transport
        self._resolve = resolve
        self._timeout = httpx.Timeout(read_s, connect=connect_s)
        own = transport or (None if config.may_be_private else self._public_transport())
        self._client = httpx.AsyncClient(
            headers=dict(headers or {}),
            auth=auth,
            timeout=self._timeout,
            verify=_certificates(),
            transport=own,
        )

    async def __aenter__(self) -> "ProviderClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def json(
        self, method: str, path: str, *, is_repeatable: bool = False, **call: Any
    ) -> Any:
        """The JSON of a successful answer; None where it is empty.

        path: laid after the base URL, or a whole address that the key may go to. is_repeatable: a
        read, or sent with an idempotency key; every GET is. call: json, data, files, params,
        headers, timeout, content, as `httpx.AsyncClient.request` takes them.
        Raises EngineError or SafetyBlock.
        """
        body = await self.content(method, path, is_repeatable=is_repeatable, **call)
        if not body.strip():
            return None
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            says = "a web page" if body.lstrip()[:1] == b"<" else "something else"
            raise BadEngineOutput(
                f"{self._config.label} answered with {says} instead of JSON. Have an administrator "
                "check its address on the Engines page."
            ) from error

    async def content(
        self, method: str, path: str, *, is_repeatable: bool = False, **call: Any
    ) -> bytes:
        """The bytes of a successful answer; the rest as in `json`."""
        async with self._open(method, self.url(path), is_repeatable, call) as response:
            return await self._read(response, self._most_bytes)

    async def events(
        self, method: str, path: str, *, is_repeatable: bool = False, **call: Any
    ) -> AsyncIterator[ServerEvent]:
        """Server-sent events as they come; the rest as in `json`.

        A server that does not stream answers with JSON: that comes as one event without a name.
        Close the iterator to stop the work.
        """
        async with self._open(method, self.url(path), is_repeatable, call) as response:
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "text/event-stream":
                body = await self._read(response, self._most_bytes)
                yield ServerEvent("", body.decode("utf-8", "replace"))
                return
            async for event in read_events(self._chunks(response, self._most_bytes)):
                yield event

    async def picture(self, address: str) -> Image:
        """Fetch and decode the result at `address`: of the engine's own origin, or anywhere public
        by https, without the key. Raises BadEngineOutput for what is no picture."""
        return await asyncio.to_thread(decode_picture, await self.download(address))

    async def download(self, address: str) -> bytes:
        """The bytes at `address`, under the rules of `picture`."""
        url = self.url(address)
        if _origin(url) == _origin(self._config.base_url):
            return await self.content("GET", url)
        transport = self._transport or self._public_transport()
        async with httpx.AsyncClient(
            timeout=self._timeout, verify=_certificates(), transport=transport
        ) as client:
            for _ in range(MOST_HOPS + 1):
                if urlsplit(url).scheme != "https":
                    raise self._refused_address()
                async with self._open("GET", url, True, {}, client) as response:
                    if not response.is_redirect:
                        return await self._read(response, self._most_bytes)
                    url = urljoin(url, response.headers["location"])
        raise self._refused_address()

    def url(self, path: str) -> str:
        if path.startswith(("http://", "https://")):
            return path
        return f"{self._config.base_url.rstrip('/')}/{path.lstrip('/')}"

    def words(self, text: str) -> str:
        """A provider's words for a message: short, on one line, without the key."""
        return shortened(self._config.redacted(text))

    def error_in(self, body: Any, *, status: int = 200) -> AssetsError:
        """The error that `body` tells of in an answer that looked like a success."""
        answer = self._answer(status, {}, body, "", is_repeatable=False)
        return (self._explain and self._explain(answer)) or error_of(answer)

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        url: str,
        is_repeatable: bool,
        call: dict[str, Any],
        client: httpx.AsyncClient | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """An answer that is a success, with its body still to be read.

        client: one without the key, for addresses that the key may not go to.
        """
        is_repeatable = is_repeatable or method in REPEATABLE_METHODS
        if client is None and not self._may_have_key(url):
            raise self._refused_address()
        try:
            async with (client or self._client).stream(method, url, **call) as response:
                is_hop = client is not None and response.is_redirect
                if not (response.is_success or is_hop):
                    raise await self._error_of(response, is_repeatable)
                yield response
        except httpx.TransportError as error:
            raise self._transport_error(error, is_repeatable) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError) as error:
            raise BadEngineOutput(
                f"{self._config.label} sent something that cannot be read. Retry it."
            ) from error

    async def _error_of(self, response: httpx.Response, is_repeatable: bool) -> AssetsError:
        try:
            raw = await self._read(response, MOST_ERROR_BYTES)
        except (BadEngineOutput, httpx.HTTPError):
            raw = b""
        text = self._config.redacted(raw.decode("utf-8", "replace"))
        try:
            body = orjson.loads(text)
        except orjson.JSONDecodeError:
            body = None
        answer = self._answer(response.status_code, response.headers, body, text, is_repeatable)
        return (self._explain and self._explain(answer)) or error_of(answer)

    def _answer(
        self, status: int, headers: Mapping[str, str], body: Any, text: str, is_repeatable: bool
    ) -> Answer:
        return Answer(self._config.label, status, headers, body, text, is_repeatable)

    async def _read(self, response: httpx.Response, most: int) -> bytes:
        parts = [part async for part in self._chunks(response, most)]
        return b"".join(parts)

    async def _chunks(self, response: httpx.Response, most: int) -> AsyncIterator[bytes]:
        """Counts while reading, decoded: neither a length that lies nor a bomb gets past it."""
        told = response.headers.get("content-length", "")
        if told.isascii() and told.isdigit() and len(told) < 20 and int(told) > most:
            raise self._too_much(most)
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > most:
                raise self._too_much(most)
            yield chunk

    def _too_much(self, most: int) -> BadEngineOutput:
        return BadEngineOutput(
            f"{self._config.label} sent more than {most // 1024**2} MB, which is no single "
            "picture. Choose a smaller size."
        )

    def _transport_error(self, error: httpx.TransportError, is_repeatable: bool) -> EngineError:
        label = self._config.label
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            return EngineUnavailable(
                f"{label} cannot be reached. If it stays so, have an administrator check its "
                "address on the Engines page.",
                is_safe_to_repeat=True,
                was_billed=False,
            )
        if isinstance(error, httpx.TimeoutException):
            return EngineTimeout(
                f"{label} was silent for too long. It may have made the picture all the same.",
                is_safe_to_repeat=is_repeatable,
            )
        return EngineUnavailable(
            f"The connection to {label} broke off before its answer was whole.",
            is_safe_to_repeat=is_repeatable,
        )

    def _refused_address(self) -> BadEngineOutput:
        return BadEngineOutput(
            f"{self._config.label} keeps its result at an address that is not fetched: only https "
            "on the open internet is."
        )

    def _may_have_key(self, url: str) -> bool:
        scheme, host, _ = origin = _origin(url)
        is_trusted = scheme == "https" and (host or "").endswith(self._key_hosts)
        return origin == _origin(self._config.base_url) or is_trusted

    def _public_transport(self) -> PublicOnlyTransport:
        return PublicOnlyTransport(httpx.AsyncHTTPTransport(verify=_certificates()), self._resolve)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)
