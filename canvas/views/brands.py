"""Brands: their list, a page each, and which one a board is made for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from assets.actions.assets import add_picture
from assets.actions.brands import MOST_FONT_BYTES, add_font, add_logo
from assets.actions.budgets import set_budget
from assets.errors import AssetsError
from assets.models import BrandFont, BrandKit, GenerationState
from canvas.access import require_board, require_workspace
from canvas.actions import brands as actions
from canvas.actions.policy import remove_term, set_term
from canvas.brand_facts import BrandPage, brand_of, brands_of, told_of
from canvas.brand_forms import BrandForm, LookForm, WordsForm, engines_in
from canvas.document import values
from canvas.document.kinds import Field
from canvas.engine_list import engines_of
from canvas.errors import AccessDenied, CanvasError, NotFound
from canvas.home import Home
from canvas.models import Membership, Role
from canvas.safety_forms import TermForm
from canvas.views.json_body import BadRequest, read_fields, read_json
from canvas.workspace_forms import LimitForm

Change = Callable[[HttpRequest, User, BrandKit], None]


@never_cache
@login_required
@require_GET
def brands(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id)
    return _list(request, here)


@login_required
@require_POST
def new_brand(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """To its page; the list again with what was wrong."""
    here = require_workspace(request, workspace_id, manage=True)
    form = BrandForm(request.POST)
    try:
        told = _checked(form)
        brand = actions.make_brand(workspace=here.workspace, user=_user(request), **told)
    except (CanvasError, AssetsError) as refused:
        return _list(request, here, error=refused.message, status=422)
    return HttpResponseRedirect(reverse("brand", args=[here.workspace_id, brand.id]))


@never_cache
@login_required
@require_GET
def brand(request: HttpRequest, workspace_id: UUID, brand_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id)
    return render(request, "canvas/brands/brand.html", _context(request, here, brand_id))


def _changes_brand(part: str) -> Callable[[Change], Callable[..., HttpResponse]]:
    """A POST by a lead after which the page's sections come again, with what is wrong in `part`."""

    def decorate(change: Change) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        @wraps(change)
        def view(request: HttpRequest, workspace_id: UUID, brand_id: UUID) -> HttpResponse:
            here = require_workspace(request, workspace_id, manage=True)
            error = ""
            try:
                change(request, _user(request), brand_of(here.workspace_id, brand_id))
            except (CanvasError, AssetsError) as refused:
                error = refused.message
            told = {"error": error, "wrong": part if error else "", "saved": "" if error else part}
            context = _context(request, here, brand_id) | told
            return render(request, "canvas/brands/_sections.html", context)

        return view

    return decorate


@_changes_brand("look")
def brand_look(request: HttpRequest, user: User, brand: BrandKit) -> None:
    actions.change_brand(brand=brand, user=user, told=_checked(LookForm(request.POST)))


@_changes_brand("words")
def brand_words(request: HttpRequest, user: User, brand: BrandKit) -> None:
    actions.change_brand(brand=brand, user=user, told=_checked(WordsForm(request.POST)))


@_changes_brand("engines")
def brand_engines(request: HttpRequest, user: User, brand: BrandKit) -> None:
    known = [engine.key for engine in engines_of(brand.workspace_id)]
    try:
        told = {"engines": engines_in(request.POST, known)}
    except ValidationError as wrong:
        raise BadRequest(str(wrong.message)) from None
    actions.change_brand(brand=brand, user=user, told=told)


@_changes_brand("files")
def brand_logo(request: HttpRequest, user: User, brand: BrandKit) -> None:
    """`file` adds a logo, `remove` takes one away."""
    if removed := _number(request.POST.get("remove", "")):
        brand.logos.filter(id=removed).delete()
        return
    name, data = _file(request)
    asset = add_picture(workspace=brand.workspace, data=data, name=name, user=user)
    add_logo(brand=brand, asset=asset, name=name)


@_changes_brand("files")
def brand_fonts(request: HttpRequest, user: User, brand: BrandKit) -> None:
    """`file` and `use` add a font, `remove` takes one away."""
    if removed := _number(request.POST.get("remove", "")):
        brand.fonts.filter(id=removed).delete()
        return
    name, data = _file(request)
    use = " ".join(request.POST.get("use", "").replace("\x00", "").split())[:60]
    add_font(brand=brand, name=name, use=use, data=data)


@never_cache
@login_required
@require_GET
def brand_font(
    request: HttpRequest, workspace_id: UUID, brand_id: UUID, font_id: int
) -> HttpResponse:
    here = require_workspace(request, workspace_id)
    rows = BrandFont.objects.filter(brand=brand_of(here.workspace_id, brand_id))
    font = rows.filter(id=min(font_id, 2**31 - 1)).first()
    if font is None:
        raise NotFound("This font is not there any more.")
    # As an attachment of no type that a browser would run.
    return HttpResponse(
        bytes(font.data),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="font-{font.id}.{font.kind}"'},
    )


@_changes_brand("packs")
def brand_pack(request: HttpRequest, user: User, brand: BrandKit) -> None:
    """`pack`, and `given` there to give it, not there to take it."""
    try:
        pack_id = UUID(request.POST.get("pack", ""))
    except ValueError:
        raise BadRequest("Choose a pack.") from None
    actions.give_pack(brand=brand, user=user, pack_id=pack_id, is_given="given" in request.POST)


@_changes_brand("terms")
def brand_term(request: HttpRequest, user: User, brand: BrandKit) -> None:
    workspace = brand.workspace
    if removed := _number(request.POST.get("remove", "")):
        remove_term(workspace=workspace, user=user, term_id=removed)
        return
    set_term(workspace=workspace, user=user, brand=brand, **_checked(TermForm(request.POST)))


@_changes_brand("budget")
def brand_budget(request: HttpRequest, user: User, brand: BrandKit) -> None:
    """Owners alone. Raises AccessDenied."""
    if require_workspace(request, brand.workspace_id).role != Role.OWNER:
        raise AccessDenied("Only owners set what may be spent. Ask one of them.")
    told = _checked(LimitForm(request.POST))
    set_budget(workspace=brand.workspace, person=None, brand=brand, **told)


@login_required
@require_POST
def archive_brand(request: HttpRequest, workspace_id: UUID, brand_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    actions.archive_brand(brand=brand_of(here.workspace_id, brand_id), user=_user(request))
    return HttpResponseClientRedirect(reverse("brands", args=[here.workspace_id]))


@require_POST
def board_brand(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{brand: id or null}` -> `{brand: what a page is told of it, or null}`."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), {"brand": Field(values.id_or_null)}, "The request")
    chosen = brand_of(board.workspace_id, UUID(asked["brand"])) if asked["brand"] else None
    actions.use_brand(board=board, brand=chosen)
    return JsonResponse({"brand": chosen and told_of(chosen)})


def _list(
    request: HttpRequest, here: Membership, *, error: str = "", status: int = 200
) -> HttpResponse:
    made = Count("generations", filter=Q(generations__state=GenerationState.SUCCEEDED))
    context = {
        "home": Home(_user(request), here),
        "shows_brands": True,
        "brands": brands_of(here.workspace_id).annotate(made=made),
        "first_colour": actions.FIRST_COLOUR,
        "error": error,
    }
    return render(request, "canvas/brands/brands.html", context, status=status)


def _context(request: HttpRequest, here: Membership, brand_id: UUID) -> dict[str, Any]:
    home = Home(_user(request), here)
    page = BrandPage(home, brand_of(here.workspace_id, brand_id))
    return {"home": home, "page": page, "brand": page.brand, "shows_brands": True}


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _checked(form: Any) -> dict[str, Any]:
    """Raises BadRequest."""
    if not form.is_valid():
        raise BadRequest(" ".join(next(iter(form.errors.values()))))
    return cast(dict[str, Any], form.cleaned_data)


def _file(request: HttpRequest) -> tuple[str, bytes]:
    """Raises BadRequest."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise BadRequest("Choose a file first.")
    if request.path.endswith("/fonts/") and file.size > MOST_FONT_BYTES:
        raise BadRequest("The font file is larger than 2 MB. Choose a smaller one.")
    return (file.name or "").replace("\x00", "")[:80], file.read()


def _number(words: str) -> int:
    """0 for what is none."""
    return int(words) if words.isdecimal() and len(words) < 10 else 0
