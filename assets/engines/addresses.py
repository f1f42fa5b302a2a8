"""Which addresses an engine may be reached at: the guard against requests into our own network.

An address that was typed by somebody who does not own the installation, or that a provider sends
(a result to download), must be public: judged after the name is resolved, and then connected to at
just the address that was judged, so that a name which changes its mind in between gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import httpx

from assets.errors import EngineRefusedRequest

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host, port -> its IP addresses; raises OSError for a name that nobody knows."""

PORTS = {"http": 80, "https": 443}


async def resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """An IP address that belongs to the open internet: not this machine, its networks, multicast
    or a reserved block, nor one of these in the clothes of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def check_url(url: str) -> None:
    """Raises ValueError, in words, for what is no plain http(s) address of a server."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise ValueError("An address starts with https:// or http:// and names a server.")
    if parts.username or parts.password:
        raise ValueError("Leave name and password out of the address; there is a field for keys.")
    if parts.query or parts.fragment:
        raise ValueError("Leave out what follows ? or # in the address.")


async def public_addresses(host: str, port: int, resolve: Resolve = resolve) -> list[str]:
    """Its addresses, all of them public. Raises EngineRefusedRequest; OSError for unknown names."""
    addresses = await resolve(host, port)
    if not addresses or not all(is_public(address) for address in addresses):
        raise EngineRefusedRequest(
            f"{host} lies on this machine or in its own network, where only the owner of this "
            "installation may send requests."
        )
    return addresses


class PublicOnlyTransport(httpx.AsyncBaseTransport):
    """Connects to public addresses alone, at the address that was judged.

    The certificate is still checked against the name: it goes along as SNI.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, resolve: Resolve = resolve) -> None:
        self._inner = inner
        self._resolve = resolve

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        port = url.port or PORTS[url.scheme]
        try:
            addresses = await public_addresses(url.host, port, self._resolve)
        except OSError as error:
            raise httpx.ConnectError(f"unknown host {url.host}", request=request) from error
        request.extensions = request.extensions | {"sni_hostname": url.host}
        request.url = url.copy_with(host=addresses[0])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
