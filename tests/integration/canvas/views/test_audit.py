"""The Audit page: who sees it, its filters, its file, and what is on record without being asked."""

import csv
import io
import json

import pytest

from canvas import audit_chain
from canvas.actions.audit import record
from canvas.models import AuditEntry, Membership, Role
from tests.factories import make_member
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/audit/{rest}"


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("rest", ["", "verify/", "audit.csv", "audit_chain.py"])
def test_who_may_see_the_audit(who: str, rest: str) -> None:
    world = make_world()
    expected = {"owner": 200, "lead": 200, "outsider": 404}
    if who in ("designer", "reviewer", "viewer"):
        expected[who] = 403

    assert client_of(who, world).get(path(world, rest)).status_code == expected.get(who, 302)


def test_filters_narrow_what_is_shown() -> None:
    world = make_world()
    record(world.board.workspace, world.owner, "role_changed", "Maya", {"to": "lead"})
    record(world.board.workspace, "Ann", "decided", "Große Tasse", {"note": "Grün"})
    client = client_of("lead", world)

    def shown(query: str) -> str:
        return client.get(
            path(world, f"?{query}"), headers={"HX-Target": "entries"}
        ).content.decode()

    assert "Maya" in shown("") and "Große Tasse" in shown("")
    assert "Maya" not in shown("verb=decided")
    assert "Große Tasse" not in shown("actor=owner&since=2000-01-01")
    assert "Große Tasse" in shown("words=Grün") and "Maya" not in shown("words=Grün")
    assert "Nothing of this kind" in shown("since=2999-01-01")
    assert "Maya" in shown("since=never&page=x&verb=")


def test_verify_says_whole_or_points_at_the_entry() -> None:
    world = make_world()
    client = client_of("owner", world)
    assert "are as they were written" in client.get(path(world, "verify/")).content.decode()

    AuditEntry.objects.filter(number=1).update(subject="Another link")

    assert "Entry 1 was altered" in client.get(path(world, "verify/")).content.decode()


def test_the_file_holds_the_whole_chain() -> None:
    world = make_world()
    record(world.board.workspace, "=cmd()", "decided", "-1, \n x")
    client = client_of("owner", world)

    text = b"".join(client.get(path(world, "audit.csv"))).decode()

    entries = list(audit_chain.read(io.StringIO(text, newline="")))
    assert entries[-1]["actor"] == "=cmd()"
    last = AuditEntry.objects.order_by("-number")[0]
    assert audit_chain.first_break(entries, count=last.number, head=last.hash) is None
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)


def test_roles_links_and_exports_are_on_record() -> None:
    world = make_world()
    workspace = world.board.workspace
    maya = make_member(workspace, Role.DESIGNER, "Maya")
    client = client_of("owner", world)
    member, board = f"/workspaces/{workspace.id}/members/{maya.pk}", f"/boards/{world.board.id}"

    client.post(f"{member}/role/", {"role": "lead"})
    client.post(f"{member}/remove/")
    client.post(f"/workspaces/{workspace.id}/invitations/", {"role": "viewer", "ends": "7"})
    client.post(f"{board}/links/{world.link.id}/revoke/")
    client.get(f"{board}/export")

    actor = Membership.objects.filter(role=Role.OWNER).order_by("-pk")[0].user
    told = [
        (entry.verb, entry.subject)
        for entry in AuditEntry.objects.filter(actor_id=actor.pk).order_by("number")
    ]
    assert told == [
        ("role_changed", "Maya"),
        ("member_removed", "Maya"),
        ("invitation_made", "as viewer"),
        ("link_revoked", "Client"),
        ("board_exported", world.board.title),
    ]
    role = AuditEntry.objects.get(verb="role_changed")
    assert json.loads(role.facts) == {"from": "designer", "to": "lead"}
