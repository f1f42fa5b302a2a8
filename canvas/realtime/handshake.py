"""Who is at the other end of a socket, and where a socket may be opened from."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from canvas.access import BoardAccess, guest_access, link_of_session, resolve_access
from canvas.models import ShareLink

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """access: None: there is no such board for this person. ends_at: when to ask again."""

    access: BoardAccess | None
    is_signed_in: bool
    ends_at: datetime | None = None


def admit(session_key: str, board_id: UUID) -> Verdict:
    """What the session of this key may do on the board, by the database of this moment."""
    request = _request(session_key)
    user = get_user(request)
    access = resolve_access(user=user, session=request.session, board_id=board_id)
    if access is None:
        return Verdict(None, user.is_authenticated)
    ends_at = request.session.get_expiry_date()
    if access.link_id is not None:
        link = ShareLink.objects.filter(id=access.link_id).values_list("expires_at", flat=True)
        ends_at = min(filter(None, [ends_at, *link]))
    return Verdict(access, user.is_authenticated, ends_at)


def admit_link(session_key: str, link_id: UUID) -> Verdict:
    """The same of a link to pictures, which are all that it opens."""
    session = _request(session_key).session
    link = link_of_session(session, link_id)
    if link is None:
        return Verdict(None, False)
    ends_at = min(filter(None, [session.get_expiry_date(), link.expires_at]))
    return Verdict(guest_access(link, session), False, ends_at)


def _request(session_key: str) -> HttpRequest:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)
    return request


def session_key(scope: Scope) -> str:
    """The session cookie of a handshake, or ""."""
    for value in _headers(scope, b"cookie"):
        try:
            morsel = SimpleCookie(value).get(settings.SESSION_COOKIE_NAME)
        except CookieError:
            continue
        if morsel is not None:
            return morsel.value
    return ""


class SameOriginOnly:
    """Refuses, with 403 at the handshake, sockets opened by other sites' pages.

    A browser sends the session cookie with any page's handshake and always says whose page it is: a
    handshake without an Origin comes from no browser page of ours.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if is_same_origin(_headers(scope, b"origin"), _headers(scope, b"host")):
            await self._application(scope, receive, send)
        else:
            await refuse(scope, receive, send)


async def refuse(scope: Scope, receive: Any, send: Any) -> None:
    """Closing what was never accepted is a 403."""
    await receive()
    await send({"type": "websocket.close"})


def is_same_origin(origins: list[str], hosts: list[str]) -> bool:
    """Whether the one Origin is this server's own address as the one Host header has it, or one of
    ANCHORBOARD_ORIGINS."""
    if len(origins) != 1 or len(hosts) != 1:
        return False
    if origins[0] in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        origin = urlsplit(origins[0])
        scheme, netloc = origin.scheme, origin.netloc.lower()
    except ValueError:
        return False
    if scheme not in _DEFAULT_PORTS or (settings.HTTPS and scheme != "https"):
        return False
    if origin != SplitResult(scheme, origin.netloc, "", "", ""):
        return False
    return _is_our_host(hosts[0]) and _with_port(netloc, scheme) == _with_port(
        hosts[0].lower(), scheme
    )


def _is_our_host(host: str) -> bool:
    domain, _ = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or (_LOCAL_HOSTS if settings.DEBUG else [])
    return bool(domain) and validate_host(domain, allowed)


def _with_port(host: str, scheme: str) -> str:
    has_port = host.rpartition(":")[2].isdigit() and not host.endswith("]")
    return host if has_port else f"{host}:{_DEFAULT_PORTS[scheme]}"


def _headers(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope.get("headers", [])
    return [value.decode("latin1") for key, value in headers if key.lower() == name]
