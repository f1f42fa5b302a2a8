"""The door for guests, and the page of pictures that a link opens."""

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from assets.models import Asset
from assets.permission import Permission
from assets.views import ASK_AGAIN, IMMUTABLE_HEADERS, LEVEL_NAMES, ORIGINAL, picture_answer
from assets.watermark import watermarked_file
from canvas.access import (
    GUEST_KEY,
    BoardAccess,
    guest_access,
    link_of_session,
    remember_link,
    resolve_access,
)
from canvas.actions import guest_review
from canvas.actions.comments import reply
from canvas.actions.sharing import is_password_of, link_of, note_link_visit
from canvas.comment_facts import thread_facts
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import NotFound, ShareLinkClosed
from canvas.guest_facts import page_facts
from canvas.link_access import Guest, device_of, private, require_guest
from canvas.link_forms import DoorForm
from canvas.link_pictures import shows_asset
from canvas.models import Decision, ShareLink, Thread
from canvas.sign_in import Tries
from canvas.views.boards import board_page
from canvas.views.json_body import read_fields, read_json, string

# Four a minute and so 5,760 a day, of one who has the address already.
TRIES, WINDOW_S = 5, 60
WAIT = "Too many wrong passwords. Wait a minute, then try again."
WRONG = "This is not the password. Ask whoever sent you the link for it."
_FRACTION = values.number(0, 1)
_COMMENT = {
    "node": Field(values.as_id),
    "x": Field(_FRACTION),
    "y": Field(_FRACTION),
    "text": Field(string),
}
_DECISION = {
    "node": Field(values.as_id),
    "sha256": Field(values.line(64)),
    "decision": Field(values.one_of(*Decision.Kind.values)),
    "note": Field(values.text(2_000), ""),
}


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared_board(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens. First, where it asks for a password or a name, the door."""
    try:
        link = link_of(token=token)
    except (ShareLinkClosed, NotFound) as error:
        return _closed(request, error)
    form = DoorForm(request.POST or None)
    if request.method == "POST":
        status = _try_to_enter(request, link, form)
        if status != 200:
            return _door(request, link, form, status)
        return private(redirect("shared_board", token=token))
    if _must_ask(request, link):
        return _door(request, link, form, 200)
    remember_link(request.session, link)
    access = guest_access(link, request.session)
    device = device_of(request.headers.get("User-Agent", ""))
    name = access.name if link.may_comment else ""
    note_link_visit(link=link, guest=access.guest, name=name, device=device)
    if link.is_canvas:
        return private(board_page(request, link.board, _on_board(request, link, access)))
    return private(_pictures_page(request, Guest(link, access)))


def _on_board(request: HttpRequest, link: ShareLink, access: BoardAccess) -> BoardAccess:
    """Members keep their own role: their socket has it too."""
    found = resolve_access(user=request.user, session=request.session, board_id=link.board_id)
    return found or access


def _closed(request: HttpRequest, error: ShareLinkClosed | NotFound) -> HttpResponse:
    titles = {
        "link_expired": "This link has expired",
        "link_closed": "This link was closed",
    }
    context = {
        "title": titles.get(error.code, "There is no such link"),
        "message": error.message,
        "is_guest": True,
    }
    return private(render(request, "canvas/error.html", context, status=error.http_status))


def _must_ask(request: HttpRequest, link: ShareLink) -> bool:
    """A password once in each browser, a name where something can be said."""
    is_known = link_of_session(request.session, link.id) is not None
    name = (request.session.get(GUEST_KEY) or {}).get("name")
    return (bool(link.password) and not is_known) or (link.may_comment and not name)


def _door(request: HttpRequest, link: ShareLink, form: DoorForm, status: int) -> HttpResponse:
    is_known = link_of_session(request.session, link.id) is not None
    context = {
        "link": link,
        "form": form,
        "asks_password": bool(link.password) and not is_known,
        "asks_name": link.may_comment,
        "name": (request.session.get(GUEST_KEY) or {}).get("name", ""),
    }
    answer = private(render(request, "canvas/guest/door.html", context, status=status))
    # With no referrer at all browsers send forms without their origin, which CSRF protection asks
    # for. To other hosts this says as little.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _try_to_enter(request: HttpRequest, link: ShareLink, form: DoorForm) -> int:
    """The HTTP status; the form says what was wrong."""
    is_known = link_of_session(request.session, link.id) is not None
    if not form.is_valid():
        return 422
    if link.may_comment and not form.cleaned_data["name"]:
        form.add_error("name", "Say your name: it stands beside what you write.")
        return 422
    if link.password and not is_known:
        address = request.META.get("REMOTE_ADDR", "")
        tries = Tries(
            cache, email=f"link {link.id}", address=address, most=TRIES, window_s=WINDOW_S
        )
        if not tries.take():
            form.add_error("password", WAIT)
            return 429
        if not is_password_of(link, form.cleaned_data["password"]):
            form.add_error("password", WAIT if tries.are_spent else WRONG)
            return 429 if tries.are_spent else 422
        tries.forget()
    remember_link(request.session, link, name=form.cleaned_data["name"])
    return 200


def _pictures_page(request: HttpRequest, guest: Guest) -> HttpResponse:
    facts = page_facts(guest)
    context = {"guest": guest, "link": guest.link, "facts": facts, "pictures": facts["pictures"]}
    return render(request, "canvas/guest/pictures.html", context | {"page": _page(guest, facts)})


def _page(guest: Guest, facts: dict[str, object]) -> dict[str, object]:
    """What the page's modules are told."""
    return {
        "link": str(guest.link.id),
        "name": guest.access.name,
        "most_characters": 10_000,
        "facts": facts,
    }


@never_cache
@require_GET
def guest_facts(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """What is shown now, as JSON."""
    return private(JsonResponse(page_facts(require_guest(request, link_id))))


@never_cache
@require_GET
def guest_cards(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The list of pictures as the page has it."""
    guest = require_guest(request, link_id)
    context = {"guest": guest, "link": guest.link, "pictures": page_facts(guest)["pictures"]}
    return private(render(request, "canvas/guest/_cards.html", context))


@require_safe
def guest_picture(request: HttpRequest, link_id: UUID, asset_id: UUID, level: str) -> HttpResponse:
    """As `assets.views.serve_asset`, for as long as the link shows it."""
    guest = require_guest(request, link_id)
    asset = Asset.objects.filter(id=asset_id).first()
    if asset is None or level not in LEVEL_NAMES or not shows_asset(guest.link, asset_id):
        raise Http404
    if guest.link.has_watermark:
        answer = _watermarked(request, asset, level, guest.link)
    else:
        permission = Permission(is_lasting=False, may_download=guest.link.may_download)
        answer = picture_answer(request, asset, level, permission)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _watermarked(request: HttpRequest, asset: Asset, level: str, link: ShareLink) -> HttpResponse:
    """Nothing without the words is given away: there is no original, and nothing to save."""
    if "download" in request.GET:
        raise Http404
    etag = f'"{asset.sha256}-{level}-{link.id.hex}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        words = link.board.workspace.name
        wanted = None if level == ORIGINAL else int(level)
        answer = HttpResponse(watermarked_file(asset, wanted, words), content_type="image/webp")
    for header, value in IMMUTABLE_HEADERS.items():
        answer[header] = value
    answer["Cache-Control"], answer["ETag"] = ASK_AGAIN, etag
    return answer


@require_POST
def guest_comment(request: HttpRequest, link_id: UUID) -> HttpResponse:
    guest = require_guest(request, link_id, comment=True)
    asked = read_fields(read_json(request), _COMMENT, "The comment")
    guest_review.comment(
        guest=guest, node_id=UUID(asked["node"]), x=asked["x"], y=asked["y"], text=asked["text"]
    )
    return private(JsonResponse(page_facts(guest), status=201))


@require_POST
def guest_reply(request: HttpRequest, link_id: UUID, thread_id: UUID) -> HttpResponse:
    guest = require_guest(request, link_id, comment=True)
    facts = page_facts(guest)
    shown = {thread["id"] for thread in facts["threads"]}
    thread = Thread.objects.select_related("board").filter(id=thread_id).first()
    if thread is None or str(thread_id) not in shown:
        raise NotFound("There is no such thread here. Reload the page.")
    asked = read_fields(read_json(request), {"text": Field(string)}, "The reply")
    reply(thread=thread, access=guest.access, text=asked["text"])
    return private(JsonResponse(thread_facts(thread, guest.access)))


@require_POST
def guest_decision(request: HttpRequest, link_id: UUID) -> HttpResponse:
    guest = require_guest(request, link_id, decide=True)
    asked = read_fields(read_json(request), _DECISION, "The decision")
    guest_review.decide(
        guest=guest,
        node_id=UUID(asked["node"]),
        sha256=asked["sha256"],
        kind=asked["decision"],
        note=asked["note"],
    )
    return private(JsonResponse(page_facts(guest)))


@require_POST
def guest_complete(request: HttpRequest, link_id: UUID) -> HttpResponse:
    guest = require_guest(request, link_id, decide=True)
    pictures = page_facts(guest)["pictures"]
    decided = sum(one["decision"] is not None for one in pictures)
    guest_review.complete_review(guest=guest, decided=decided, shown=len(pictures))
    return private(JsonResponse(page_facts(guest)))
