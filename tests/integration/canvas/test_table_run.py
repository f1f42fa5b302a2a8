"""J09: 500 rows, with the counts and the sums to the cent."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from assets.actions.budgets import set_budget
from assets.actions.prompts import create_template
from assets.engines.registry import engine_for
from assets.models import Attempt, Generation
from canvas.models import Node, Role
from tests.factories import make_board, make_member
from tests.integration.canvas.runs import RunsPage, make_all

pytestmark = pytest.mark.django_db(transaction=True)

SURFACES = ["oak", "marble", "linen"]


@pytest.fixture(autouse=True)
def flaky(settings):
    engine_for.__globals__["_of_environment"].cache_clear()
    settings.ENGINES = {"flaky": "tests.fakes.FlakyEngine"}
    settings.TIERS = {"draft": "flaky"}


@pytest.fixture
def board():
    return make_board()


@pytest.fixture
def user(board):
    return make_member(board.workspace, Role.DESIGNER)


@pytest.fixture
def page(board, user) -> RunsPage:
    client = Client(headers={"accept": "application/json"})
    client.force_login(user)
    return RunsPage(client, board)


def template_of(board):
    return create_template(
        workspace=board.workspace,
        user=None,
        name="Product on surface",
        text="{{product}} on {{surface}}, {{light}}",
        slots=[
            {"name": "surface", "type": "choice", "choices": SURFACES},
            {"name": "light", "required": False},
        ],
    )


def table(rows: int, bad: dict[int, str] | None = None) -> str:
    lines = ["Product;Surface;Light"]
    for number in range(1, rows + 1):
        surface = (bad or {}).get(number, SURFACES[number % 3])
        lines.append(f"Mug no. {number} ;{surface};noon")
    return "\n".join(lines)


def started(page: RunsPage, board, rows: int, **news):
    """A run with the template, all of it asked for."""
    run = page.new_table(table(rows)).json()["id"]
    size = {"size": [64, 64], "template": str(template_of(board).id)}
    assert page.change(run, **size, **news).status_code == 200
    return run


def test_five_hundred_rows_to_the_cent(page, board, user):
    set_budget(workspace=board.workspace, person=None, soft_usd=None, hard_usd=Decimal("6.00"))
    bad = {7: "velvet", 8: "glas", 500: "fur"}
    run = page.new_table(table(500, bad)).json()["id"]
    facts = page.change(run, template=str(template_of(board).id), size=[64, 64]).json()
    assert facts["mapping"] == {"product": 0, "surface": 1, "light": 2}
    assert facts["counts"] == {"ready": 497, "problem": 3}
    marked = [row for row in facts["rows"] if row["state"] == "problem"]
    assert [(row["n"], row["at"]) for row in marked] == [(7, 1), (8, 1), (500, 1)]
    assert "velvet" in marked[0]["note"] and "oak, marble, linen" in marked[0]["note"]

    for number, surface in ((7, "oak"), (8, "linen")):
        page.row(run, number, cells=[f"Mug no. {number} ", surface, "noon"])
    facts = page.move(run, "skip_problems").json()
    assert facts["counts"] == {"ready": 499, "skipped": 1}
    plan = facts["plan"]
    assert (plan["calls"], plan["most_usd"], plan["left_usd"]) == (499, "4.9900", "6.0000")
    assert (plan["seconds"], plan["at_once"]) == (100, 10)
    assert page.change(run, cap_usd=5).json()["plan"]["left_usd"] == "5.0000"

    facts = page.move(run, "sample", x=100, y=50).json()
    assert facts["counts"] == {"queued": 1, "ready": 498, "skipped": 1}
    make_all()
    assert page.get(run)["rows"][0]["state"] == "done"
    facts = page.move(run, "start", x=999, y=999).json()
    assert facts["counts"]["queued"] == 498
    page.move(run, "start")  # a second press asks for nothing
    lanes = Generation.objects.filter(state="queued").values_list("lane", flat=True)
    assert list(lanes) == ["bulk"] * 498
    nodes = Node.objects.filter(board=board, kind__in=["generation", "image"])
    assert len(set(nodes.values_list("x", "y"))) == 499
    assert len(set(nodes.values_list("x", flat=True))) == 25
    make_all()

    facts = page.get(run)
    assert facts["counts"] == {"done": 480, "failed": 10, "refused": 9, "skipped": 1}
    assert facts["spent_usd"] == "4.8900"
    assert facts["is_over"]
    assert Attempt.objects.totals().used == Decimal("4.89")
    assert len(engine_for("flaky").prompts) == 499 + 40
    assert sum(row.get("retries", 0) for row in facts["rows"]) == 40
    rows = {row["n"]: row for row in facts["rows"]}
    assert "Nothing was charged." in rows[25]["note"]
    assert "$0.01 was charged." in rows[50]["note"]
    assert nodes.filter(kind="image").count() == 480

    facts = page.row(run, 3, cells=["Mug no. 3 red", "oak", "dusk"], runs=True).json()
    assert facts["counts"]["queued"] == 1
    assert facts["rows"][2]["version"] == 2
    make_all()
    assert len(engine_for("flaky").prompts) == 540
    shown = Node.objects.get(board=board, id=page.get(run)["rows"][2]["node"])
    [behind] = Node.objects.filter(board=board, props__version_of=str(shown.id))
    assert (shown.kind, shown.props["version"], behind.props["version"]) == ("image", 2, 1)
    assert (shown.x, shown.y) == (behind.x, behind.y)

    facts = page.move(run, "retry").json()
    assert facts["counts"]["queued"] == 10 and facts["counts"]["refused"] == 9
    make_all()
    assert len(engine_for("flaky").prompts) == 550
    assert page.get(run)["spent_usd"] == "4.9000"

    lines = list(csv.reader(io.StringIO(page.file(run))))
    assert lines[0][:5] == ["Product", "Surface", "Light", "Row", "State"]
    assert len(lines) == 501
    assert lines[1][3:5] == ["1", "done"] and lines[1][6].startswith("http://testserver/assets/")
    assert lines[1][7] == "0.0100" and lines[1][11] == "Product on surface v1"
    assert sum(Decimal(line[7] or 0) for line in lines[1:]) == Decimal("4.90")
