"""What a guest who came by a link to pictures may see and do: asked anew with every request."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from canvas.access import BoardAccess, guest_access, link_of_session, session_links
from canvas.errors import AccessDenied, NotFound, ShareLinkClosed
from canvas.models import ShareLink

CLOSED = "This link was closed. Ask whoever sent it to you for a new one."


@dataclass(frozen=True)
class Guest:
    link: ShareLink
    access: BoardAccess


def require_guest(
    request: HttpRequest, link_id: UUID, *, comment: bool = False, decide: bool = False
) -> Guest:
    """Raises ShareLinkClosed where it was open to this browser, NotFound where it never was, and
    AccessDenied when `comment` or `decide` is asked of a link that lets nobody."""
    link = link_of_session(request.session, link_id)
    if link is None:
        if link_id in session_links(request.session):
            raise ShareLinkClosed(CLOSED)
        raise NotFound("There is no such link. Open the address that was sent to you.")
    if comment and not link.may_comment:
        raise AccessDenied("This link is for looking. Ask whoever sent it for one to comment by.")
    if decide and not link.may_decide:
        raise AccessDenied("This link is not for decisions. Ask whoever sent it for another one.")
    return Guest(link, guest_access(link, request.session))


def private(response: HttpResponse) -> HttpResponse:
    """The address is a credential: kept nowhere, found by no search engine, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def device_of(user_agent: str) -> str:
    """As in LinkVisit: a guess by the words of browsers, for a list that people read."""
    agent = user_agent.lower()
    if "ipad" in agent or "tablet" in agent or ("android" in agent and "mobile" not in agent):
        return "tablet"
    if "mobi" in agent or "iphone" in agent or "android" in agent:
        return "phone"
    return "computer"
