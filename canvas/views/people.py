"""Coming in, leaving, and one's own account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canvas.actions.people import (
    AddressTaken,
    change_account,
    change_password,
    use_sign_in_link,
)
from canvas.errors import NotFound, SignInLinkClosed
from canvas.forms import AccountForm, PasswordForm, SignInForm
from canvas.sign_in import Tries
from canvas.signals import access_changed

BACKEND = "canvas.sign_in.EmailBackend"
WRONG = "No account has this e-mail address and password. Check both and try again."
TOO_MANY = "Too many tries with this e-mail address. Wait five minutes, then try again."


@never_cache
@require_GET
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in whom the one-time link belongs to."""
    try:
        user = use_sign_in_link(token=token)
    except (SignInLinkClosed, NotFound) as error:
        return render(
            request, "canvas/link_closed.html", {"error": error}, status=error.http_status
        )
    login(request, user, backend=BACKEND)
    return redirect("boards")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _next_on_this_host(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(target)
        return render(request, "canvas/sign_in.html", {"form": SignInForm(), "next": target})
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        status = _try_to_sign_in(request, form)
        if status == 200:
            return redirect(target)
    return render(request, "canvas/sign_in.html", {"form": form, "next": target}, status=status)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> int:
    """The HTTP status; the form says what was wrong."""
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    tries = Tries(cache, email=email, address=request.META.get("REMOTE_ADDR", ""))
    if not tries.take():
        form.add_error(None, TOO_MANY)
        return 429
    user = authenticate(request, username=email, password=password)
    if user is None:
        form.add_error(None, WRONG)
        return 422
    tries.forget()
    login(request, user)
    return 200


def _next_on_this_host(request: HttpRequest) -> str:
    """Where to go after signing in; an address of another host is ignored."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else resolve_url("boards")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session_key = request.session.session_key
    logout(request)
    if session_key:
        access_changed.send(sender=sign_out, session_key=session_key)
    return redirect("sign_in")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "GET":
        return _account_page(request, _details(user), PasswordForm(user))
    form = AccountForm(request.POST)
    if form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        try:
            change_account(user=user, email=email, name=name)
        except AddressTaken as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, "Saved.")
            return redirect("account")
    return _account_page(request, form, PasswordForm(user), status=422)


@never_cache
@sensitive_post_parameters("current", "password")
@login_required
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = PasswordForm(user, request.POST)
    if not form.is_valid():
        return _account_page(request, _details(user), form, status=422)
    change_password(user=user, password=form.cleaned_data["password"])
    update_session_auth_hash(request, user)  # this session stays, under a new key
    messages.success(request, "Password saved. Other devices are signed out.")
    return redirect("account")


def _details(user: User) -> AccountForm:
    return AccountForm(initial={"name": user.first_name, "email": user.email})


def _account_page(
    request: HttpRequest, form: AccountForm, password_form: PasswordForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "password_form": password_form}
    return render(request, "canvas/account.html", context, status=status)
