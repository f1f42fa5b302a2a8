"""Runs of a board, as JSON for its page: made from a table, set up, moved, told, exported."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.runs.tables import MOST_BYTES, TableError, read_table, write_table
from canvas.access import require_board
from canvas.actions import run_moves
from canvas.actions import runs as actions
from canvas.errors import AccessDenied, NotFound
from canvas.models import Board, Run, RunRow
from canvas.run_export import file_name, lines_of
from canvas.run_facts import facts_of, runs_of, templates_of
from canvas.views.json_body import read_json
from canvas.views.run_request import parse_move, parse_news, parse_row, parse_table


@never_cache
@require_GET
def runs(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{runs: [{id, kind, name, state}], templates: [{id, name, number}]}`. Members only."""
    board = _board_of_members(request, board_id)
    return JsonResponse(
        {"runs": runs_of(board), "templates": templates_of(board.workspace_id, board.brand)}
    )


@require_POST
def new_table(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`?id&name&tier` with a CSV file as its body -> 201, the run's facts. Raises TableError."""
    board, _ = require_board(request, board_id, edit=True)
    asked = parse_table(request.GET)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise TableError(f"The file is larger than {MOST_BYTES // 2**20} MB. Split it.")
    table = read_table(request.body)
    user = cast(User, request.user)
    run = actions.create_table_run(board=board, user=user, table=table, **asked)
    return JsonResponse(facts_of(run, user), status=201)


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def run(request: HttpRequest, board_id: UUID, run_id: UUID) -> JsonResponse:
    """GET: its facts. POST: what is set up anew -> its facts. DELETE: away with it."""
    user = cast(User, request.user)
    if request.method == "GET":
        return JsonResponse(facts_of(_run(_board_of_members(request, board_id), run_id), user))
    found = _run_to_change(request, board_id, run_id)
    if request.method == "DELETE":
        actions.delete_run(run=found)
        return JsonResponse({})
    changed = actions.change_run(run=found, user=user, news=parse_news(read_json(request)))
    return JsonResponse(facts_of(changed, user))


@require_POST
def run_row(request: HttpRequest, board_id: UUID, run_id: UUID, number: int) -> JsonResponse:
    """`{cells?, prompt?, is_skipped?, runs?}` -> the run's facts. runs: make its picture anew."""
    found = _run_to_change(request, board_id, run_id)
    news = parse_row(read_json(request))
    row = RunRow.objects.filter(run=found, number=number).first()
    if row is None:
        raise NotFound("There is no such row. Reload the table.")
    row.run = found
    user = cast(User, request.user)
    is_run = news.pop("runs", False)
    row = actions.edit_row(row=row, user=user, news=news)
    if is_run and not row.problem:
        run_moves.rerun_row(row=row, user=user)
    return JsonResponse(facts_of(_run(found.board, run_id), user))


@require_POST
def move_run(request: HttpRequest, board_id: UUID, run_id: UUID) -> JsonResponse:
    """`{move, x?, y?, row?}` -> the run's facts."""
    found = _run_to_change(request, board_id, run_id)
    asked = parse_move(read_json(request))
    user = cast(User, request.user)
    place = (asked["x"], asked["y"])
    match asked["move"]:
        case "sample":
            run_moves.start_run(run=found, user=user, place=place, only_sample=True)
        case "start":
            run_moves.start_run(run=found, user=user, place=place)
        case "pause":
            run_moves.pause_run(run=found)
        case "resume":
            run_moves.resume_run(run=found)
        case "cancel":
            run_moves.cancel_run(run=found)
        case "retry":
            run_moves.retry_rows(run=found, user=user, only=asked["row"])
        case "skip_problems":
            actions.skip_rows(run=found, which="problems")
        case "skip_copies":
            actions.skip_rows(run=found, which="copies")
    return JsonResponse(facts_of(_run(found.board, run_id), user))


@require_GET
def run_file(request: HttpRequest, board_id: UUID, run_id: UUID) -> StreamingHttpResponse:
    """The run as CSV: a line for each row, with its picture, cost, seed and prompt."""
    found = _run_to_change(request, board_id, run_id)
    lines = write_table(lines_of(found, request.build_absolute_uri("/")))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(found)}"'},
    )


def _board_of_members(request: HttpRequest, board_id: UUID) -> Board:
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Guests are told no prompts.")
    return board


def _run_to_change(request: HttpRequest, board_id: UUID, run_id: UUID) -> Run:
    board, _ = require_board(request, board_id, edit=True)
    return _run(board, run_id)


def _run(board: Board, run_id: UUID) -> Run:
    related = ("board__workspace", "brand", "template_version__template")
    found = Run.objects.filter(board=board, id=run_id).select_related(*related).first()
    if found is None:
        raise NotFound("This run is not here any more.", code="run_not_found")
    return found
