"""Benchmarks of engines: set up, made, judged blind and read. For owners and leads."""

import time
from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.actions import benchmarks as actions
from assets.errors import AssetsError, InvalidRequest
from assets.models import Benchmark, Generation
from canvas.access import require_owner, require_workspace
from canvas.actions.benchmarks import route_to_winner
from canvas.benchmarks.page import BenchmarkPage, Benchmarks
from canvas.benchmarks.report import RunReport, csv_rows
from canvas.errors import NotFound
from canvas.home import Home
from canvas.workspace_forms import BenchmarkForm

SALT = "benchmark.shown"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def benchmarks(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """The list with the form of a new one (GET); makes one (POST)."""
    here = require_workspace(request, workspace_id, manage=True)
    home = Home(cast(User, request.user), here)
    error = ""
    if request.method == "POST":
        form = BenchmarkForm(request.POST)
        try:
            if form.is_valid():
                made = _make(home, form)
                return redirect("benchmark", workspace_id, made.id)
            error = " ".join(str(words) for field in form.errors.values() for words in field)
        except AssetsError as refused:
            error = refused.message
    context = {"shown": Benchmarks(home), "home": home, "shows_benchmarks": True, "error": error}
    return render(request, "canvas/benchmarks/benchmarks.html", context)


def _make(home: Home, form: BenchmarkForm) -> Benchmark:
    told = form.cleaned_data
    rows = Generation.objects.filter(workspace=home.here.workspace, id__in=told["generations"])
    briefs = [actions.text_brief(line) for line in told["prompts"]]
    return actions.make_benchmark(
        workspace=home.here.workspace,
        user=home.user,
        name=told["name"],
        tiers=told["tiers"],
        copies=told["copies"],
        briefs=briefs + [actions.brief_of(row) for row in rows.order_by("operation", "created_at")],
    )


@never_cache
@login_required
@require_GET
def benchmark(request: HttpRequest, workspace_id: UUID, benchmark_id: UUID) -> HttpResponse:
    page = _page(request, workspace_id, benchmark_id)
    part = "_benchmark" if request.headers.get("HX-Target") == "benchmark" else "benchmark"
    context = {"page": page, "home": page.home, "shows_benchmarks": True}
    return render(request, f"canvas/benchmarks/{part}.html", context)


@login_required
@require_POST
def run_benchmark(request: HttpRequest, workspace_id: UUID, benchmark_id: UUID) -> HttpResponse:
    page = _page(request, workspace_id, benchmark_id)

    def begin() -> str:
        actions.begin_run(benchmark=page.benchmark, user=page.user)
        return ""

    return _again(request, page, begin)


@login_required
@require_POST
def route_tier(request: HttpRequest, workspace_id: UUID, benchmark_id: UUID) -> HttpResponse:
    require_owner(request, workspace_id)
    page = _page(request, workspace_id, benchmark_id)
    newest, tier = page.newest, request.POST.get("tier", "")
    if newest is None:
        raise NotFound("This benchmark has no run yet.")

    def route() -> str:
        label = route_to_winner(run=newest.run, user=page.user, tier=tier)
        return f"{tier.capitalize()} means {label} now."

    return _again(request, page, route)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, workspace_id: UUID, benchmark_id: UUID) -> HttpResponse:
    """One picture, without its engine (GET); keeps the verdict and shows the next one (POST)."""
    page = _page(request, workspace_id, benchmark_id)
    if page.newest is None:
        raise NotFound("This benchmark has no run yet.")
    error = ""
    if request.method == "POST":
        try:
            _keep_verdict(request, page)
        except InvalidRequest as refused:
            error = refused.message
    found = actions.next_to_judge(page.newest.run, page.user)
    context = {"page": page, "home": page.home, "shows_benchmarks": True, "error": error}
    if found is not None:
        picture, is_repeat = found
        shown = [picture.id, is_repeat, time.time()]
        done = sum(one.person_id == page.user.pk for one in RunReport(page.newest.run).judgements)
        context |= {"picture": picture, "shown": signing.dumps(shown, salt=SALT), "done": done}
    part = "_judge" if request.headers.get("HX-Target") == "judging" else "judge"
    return render(request, f"canvas/benchmarks/{part}.html", context)


def _keep_verdict(request: HttpRequest, page: BenchmarkPage) -> None:
    try:
        picture_id, is_repeat, since = signing.loads(request.POST.get("shown", ""), salt=SALT)
    except signing.BadSignature as error:
        raise InvalidRequest("This picture is not the one that was shown. Go on here.") from error
    assert page.newest is not None
    picture = get_object_or_404(page.newest.run.pictures, id=picture_id)
    actions.judge_picture(
        picture=picture,
        user=page.user,
        verdict=request.POST.get("verdict", ""),
        is_repeat=is_repeat,
        seconds=time.time() - since,
    )


@never_cache
@login_required
@require_GET
def benchmark_file(
    request: HttpRequest, workspace_id: UUID, benchmark_id: UUID, kind: str
) -> StreamingHttpResponse | JsonResponse:
    """csv: every picture of every run. json: the briefs, to set the same one up elsewhere."""
    page = _page(request, workspace_id, benchmark_id)
    name = f"benchmark-{page.benchmark.id.hex[:8]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "json":
        found = page.benchmark
        told = {"name": found.name, "copies": found.copies, "tiers": found.tiers}
        runs = [{"begun_at": r.run.begun_at, "engines": r.run.engines} for r in page.reports]
        return JsonResponse(told | {"briefs": found.briefs, "runs": runs}, headers=headers)
    rows = csv_rows(page.benchmark, page.reports)
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)


def _page(request: HttpRequest, workspace_id: UUID, benchmark_id: UUID) -> BenchmarkPage:
    here = require_workspace(request, workspace_id, manage=True)
    found = Benchmark.objects.filter(workspace_id=here.workspace_id, id=benchmark_id)
    benchmark = found.select_related("workspace").first()
    if benchmark is None:
        raise NotFound("There is no such benchmark.")
    user = cast(User, request.user)
    return BenchmarkPage(Home(user, here), benchmark, user)


def _again(request: HttpRequest, page: BenchmarkPage, act: Callable[[], str]) -> HttpResponse:
    """The page after `act`, which says what it did, with that or with why it was refused."""
    error = said = ""
    try:
        said = act()
    except AssetsError as refused:
        error = refused.message
    fresh = BenchmarkPage(page.home, page.benchmark, page.user)
    context = {"page": fresh, "home": page.home, "error": error, "said": said}
    return render(request, "canvas/benchmarks/_benchmark.html", context)
