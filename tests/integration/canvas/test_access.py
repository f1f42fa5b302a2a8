"""Everybody tries every address: who gets in, who is told no, and for whom nothing is there."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from canvas.access import access_for_session, resolve_access
from canvas.models import Board, Node, ShareLink
from tests.factories import make_board, make_workspace
from tests.integration.canvas.shared_world import (
    EDITORS,
    LOOKERS,
    MEMBERS,
    PEOPLE,
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

# name: (method, address below the board's, form or JSON, who may, the status then)
ON_A_BOARD: dict[str, tuple[str, str, dict[str, Any], tuple[str, ...], int]] = {
    "board": ("GET", "", {}, LOOKERS, 200),
    "decisions": ("POST", "decisions/", {}, (*EDITORS, "reviewer"), 400),
    "rejections": ("POST", "rejections/", {}, (*EDITORS, "reviewer"), 400),
    "complete_review": ("POST", "review-complete/", {}, (*EDITORS, "reviewer"), 400),
    "edit_of": ("GET", "nodes/{node}/edit/", {}, MEMBERS, 200),
    "review_panel": ("GET", "nodes/{node}/review/", {}, MEMBERS, 200),
    "snapshot": ("GET", "snapshot", {}, LOOKERS, 200),
    "picture_panel": ("GET", "panels/picture/{node}/", {}, LOOKERS, 200),
    "board_trash": ("GET", "trash/", {}, EDITORS, 200),
    "restore_from_board": ("POST", "trash/restore/", {}, EDITORS, 400),
    "version_panel": ("GET", "versions/", {}, EDITORS, 200),
    "save_version": ("POST", "versions/save/", {"name": "x"}, EDITORS, 200),
    "rename_version": ("POST", "versions/{nil}/name/", {"name": "x"}, EDITORS, 404),
    "delete_version": ("POST", "versions/{nil}/delete/", {}, EDITORS, 404),
    "restore_version": ("POST", "versions/{nil}/restore/", {}, EDITORS, 404),
    "version_picture": ("GET", "versions/{nil}/picture", {}, EDITORS, 404),
    "export_dialog": ("POST", "exports/", {}, EDITORS, 200),
    "export_region": ("POST", "exports/region/", {}, EDITORS, 400),
    "new_export": ("POST", "exports/new/", {}, EDITORS, 422),
    "duplicate_board": ("POST", "duplicate/", {}, EDITORS, 302),
    "export_board": ("GET", "export", {}, EDITORS, 200),
    "delete_board": ("POST", "delete/", {}, EDITORS, 302),
    "board_thumbnail": ("GET", "thumbnail", {}, LOOKERS, 200),
    "board_caption": ("GET", "caption/", {}, EDITORS, 200),
    "board_project": ("POST", "project/", {"project": ""}, EDITORS, 204),
    "list_rows": ("GET", "rows/", {}, MEMBERS, 200),
    "origins": ("GET", "origins/", {}, LOOKERS, 200),
    "set_view": ("POST", "set/", {"nodes": ""}, EDITORS, 200),
    "board_title": ("POST", "title/", {"title": "Renamed"}, EDITORS, 200),
    "upload": ("POST", "uploads/", {}, EDITORS, 400),
    "mask_upload": ("POST", "masks/", {}, EDITORS, 400),
    "select": ("POST", "select/", {}, EDITORS, 400),
    "blend": ("POST", "nodes/{nil}/blend/", {}, EDITORS, 400),
    "blend_look": ("POST", "nodes/{nil}/blend/look/", {}, EDITORS, 400),
    "fill_look": ("POST", "nodes/{nil}/fill/look/", {}, EDITORS, 404),
    "formats_dialog": ("GET", "nodes/{node}/formats/", {}, EDITORS, 200),
    "make_formats": ("POST", "formats/", {}, EDITORS, 400),
    "board_brand": ("POST", "brand/", {}, EDITORS, 400),
    "clip_file": ("GET", "nodes/{node}/clip/mp4/", {}, MEMBERS, 404),
    "generate": ("POST", "generations/", {}, EDITORS, 400),
    "appeal": ("POST", "appeals/", {}, EDITORS, 400),
    "cancel_generation": ("POST", "generations/{nil}/cancel/", {}, EDITORS, 404),
    "retry_generation": ("POST", "generations/{nil}/retry/", {}, EDITORS, 404),
    "pack_panel": ("GET", "packs/", {}, EDITORS, 200),
    "newest_packs": ("GET", "packs/newest/", {}, EDITORS, 200),
    "new_pack": ("POST", "packs/new/", {"name": "x", "anchors": "[]"}, EDITORS, 200),
    "publish_pack": ("POST", "packs/{nil}/publish/", {"based_on": 1}, EDITORS, 200),
    "rename_pack": ("POST", "packs/{nil}/name/", {"name": "x"}, EDITORS, 200),
    "lock_pack": ("POST", "packs/{nil}/lock/", {}, EDITORS, 200),
    "delete_pack": ("POST", "packs/{nil}/delete/", {}, EDITORS, 200),
    "describe_risk": ("POST", "nodes/{node}/risk/", {"use": "Hero"}, EDITORS, 200),
    "change_risk": ("POST", "nodes/{node}/risk/class/", {"class": "high"}, MEMBERS, 200),
    "ask_for_approval": ("POST", "nodes/{node}/approval/", {"due_on": ""}, EDITORS, 200),
    "decide": ("POST", "nodes/{node}/decision/", {"decision": "approve"}, MEMBERS, 200),
    "asset_rights": ("GET", "nodes/{node}/rights/{picture}/", {}, EDITORS, 200),
    "rights_document": ("GET", "nodes/{node}/rights/{picture}/document", {}, MEMBERS, 404),
    "asset_uses": ("GET", "nodes/{node}/uses/{picture}/", {}, MEMBERS, 200),
    "runs": ("GET", "runs/", {}, MEMBERS, 200),
    "new_table_run": ("POST", "runs/tables/", {}, EDITORS, 400),
    "run": ("GET", "runs/{nil}/", {}, MEMBERS, 404),
    "move_run": ("POST", "runs/{nil}/move/", {}, EDITORS, 404),
    "run_row": ("POST", "runs/{nil}/rows/1/", {}, EDITORS, 404),
    "run_file": ("GET", "runs/{nil}/table.csv", {}, EDITORS, 404),
    "share_panel": ("GET", "panels/share/", {}, EDITORS, 200),
    "create_link": ("POST", "links/", {"name": "x"}, EDITORS, 200),
    "link_panel": ("GET", "links/{link}/", {}, EDITORS, 200),
    "change_link": ("POST", "links/{link}/rights/", {"role": "view"}, EDITORS, 200),
    "revoke_link": ("POST", "links/{link}/revoke/", {}, EDITORS, 200),
    "reopen_link": ("POST", "links/{link}/reopen/", {}, EDITORS, 200),
    "regenerate_link": ("POST", "links/{link}/regenerate/", {}, EDITORS, 200),
    "delete_link": ("POST", "links/{link}/delete/", {}, EDITORS, 200),
}
ELSEWHERE = {
    *("boards", "new_board", "new_sample", "shared_board", "welcome", "sign_in", "sign_out"),
    *("account", "password", "health", "asset"),
    # Tried in views/test_exports.py.
    *("export_file", "export_news", "stop_export"),
    # Tried in views/test_clips.py.
    "clip",
    # Tried in views/test_guests.py.
    *("guest_facts", "guest_cards", "guest_picture", "guest_comment", "guest_reply"),
    *("guest_decision", "guest_complete"),
    # Tried in views/test_health.py.
    *("ready", "metrics"),
    # Tried in views/test_copies.py, test_sheets.py and test_finding.py.
    *("copy_pictures", "sheet", "sheets", "find", "other_boards"),
    # Tried in views/test_comments.py.
    *("comments", "comment_thread", "resolve_thread", "read_thread", "react_to_comment"),
    *(
        "rewrite_comment",
        "delete_comment",
        "propose_version",
        "notifications",
        "read_notifications",
    ),
    # Tried in views/test_engines.py and test_spending.py.
    *("engines", "engine", "new_engine", "test_engine", "switch_engine", "remove_engine"),
    *("engine_tier", "spending", "ledger_file", "limit"),
    # Tried in views/test_benchmarks.py.
    *("benchmarks", "benchmark", "run_benchmark", "judge", "route_tier", "benchmark_file"),
    # Tried in views/test_drift.py.
    *("drift", "new_watch", "watch_act"),
    # Tried in views/test_figures.py.
    *("figures", "figures_file", "figure_pictures", "baseline"),
    # Tried in views/test_workflows.py.
    *("workflows", "workflow_file", "add_workflow", "drop_workflow"),
    # Tried in views/test_safety.py and test_audit.py.
    *("safety", "intended_use", "policy_term", "answer_appeal"),
    *("audit", "verify_audit", "audit_file", "audit_verifier"),
    # Tried in views/test_brands.py.
    *("brands", "new_brand", "brand", "brand_look", "brand_words", "brand_engines"),
    *("brand_logo", "brand_fonts", "brand_font", "brand_pack", "brand_term", "brand_budget"),
    "archive_brand",
    # Tried in views/test_trash.py and test_bundles.py.
    *("trash", "restore_board", "destroy_board", "import_board"),
    # Tried in views/test_home.py, test_members.py and test_projects.py.
    *("new_workspace", "workspace_name", "home_news", "search", "members", "member_role"),
    *("member_removal", "new_invitation", "end_invitation", "invitation", "join"),
    *("new_project", "project_settings", "project_archive", "project_order", "project_people"),
}


def ask(client: Client, world: World, name: str, board: Board | None = None) -> Any:
    method, path, data, _, _ = ON_A_BOARD[name]
    path = path.format(
        node=world.picture_node,
        picture=world.picture.id,
        nil=uuid.UUID(int=0),
        link=world.link.id,
    )
    address = f"/boards/{(board or world.board).id}/{path}"
    headers = {"Accept": "application/json"}
    if method == "GET":
        return client.get(address, headers=headers)
    return client.post(address, data, headers=headers)


def test_every_address_is_tried() -> None:
    def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= names(pattern.url_patterns)
            else:
                found.add(str(pattern.name))
        return found

    assert names(get_resolver().url_patterns) == ON_A_BOARD.keys() | ELSEWHERE


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ON_A_BOARD)
def test_who_may(name: str, who: str) -> None:
    world = make_world()
    client = client_of(who, world)
    before = (world.board.title, ShareLink.objects.filter(revoked_at=None).count())

    answer = ask(client, world, name)

    _, _, _, may, expected = ON_A_BOARD[name]
    if who in may:
        assert answer.status_code in (expected, 422)
        return
    # Who may look but not this is told so; for all others the board is as good as not there.
    if who == "stranger" and name == "board":
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=/boards/")
    else:
        assert answer.status_code == (403 if who in LOOKERS else 404)
    world.board.refresh_from_db()
    assert (world.board.title, ShareLink.objects.filter(revoked_at=None).count()) == before


@pytest.mark.parametrize("name", ON_A_BOARD)
def test_a_foreign_board_answers_like_a_missing_one(name: str) -> None:
    world = make_world()
    outsider = client_of("outsider", world)

    foreign = ask(outsider, world, name)
    missing = ask(outsider, world, name, Board(id=uuid.uuid4()))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_a_picture(who: str) -> None:
    world = make_world()
    client = client_of(who, world)

    answers = {
        client.get(f"/assets/{world.picture.id}/{level}").status_code
        for level in ("32", "512", "original")
    }

    assert answers == {200 if who in LOOKERS else 404}


def test_a_guest_sees_no_picture_of_another_board_of_the_workspace() -> None:
    world = make_world()
    other = make_board(world.board.workspace, "Other")
    elsewhere = made_picture(other)
    put_picture(other, elsewhere)
    guest, viewer = client_of("guest", world), client_of("viewer", world)

    assert guest.get(f"/assets/{elsewhere.id}/512").status_code == 404
    assert viewer.get(f"/assets/{elsewhere.id}/512").status_code == 200


def test_a_guest_sees_no_picture_that_was_deleted_from_the_board() -> None:
    world = make_world()
    guest = client_of("guest", world)
    Node.objects.filter(id=world.picture_node).update(deleted_at="2026-01-01T00:00Z")

    assert guest.get(f"/assets/{world.picture.id}/512").status_code == 404


def test_a_picture_asks_at_most_two_queries_of_access(
    django_assert_max_num_queries: Any,
) -> None:
    world = make_world()
    for who in ("guest", "viewer"):
        client = client_of(who, world)
        # Session, user (members) and the asset itself come on top.
        with django_assert_max_num_queries(4):
            client.get(f"/assets/{world.picture.id}/512")


def test_a_member_who_opens_a_link_keeps_their_own_role() -> None:
    world = make_world()
    client = client_of("designer", world)
    session = client.session
    session["links"] = {str(world.link.id): 0}

    access = resolve_access(user=world.owner, session=session, board_id=world.board.id)

    assert access is not None
    assert access.role == "owner"
    assert access.key == f"u{world.owner.pk}"


def test_guests_of_one_link_are_told_apart() -> None:
    world = make_world()
    session = {"links": {str(world.link.id): 0}}

    first = access_for_session(session, world.board.id)
    second = access_for_session(session, world.board.id)

    assert first is not None and second is not None
    assert first.key != second.key
    assert first.may_edit is False
    assert first.role == "viewer"


def test_a_link_of_one_board_opens_no_other() -> None:
    world = make_world()
    other = make_board(make_workspace())
    session = {"links": {str(world.link.id): 0}}

    assert access_for_session(session, other.id) is None


def test_an_account_that_was_closed_has_no_access() -> None:
    world = make_world()
    world.owner.is_active = False
    world.owner.save()

    assert resolve_access(user=world.owner, session={}, board_id=world.board.id) is None
