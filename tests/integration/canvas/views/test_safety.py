"""Brand safety: who may set it, what it blocks before anything is charged, and appeals."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from assets.models import Attempt, Generation, PolicyAppeal, PolicyTerm
from canvas.models import AuditEntry, IntendedUse, Notification
from canvas.risk_facts import uses_of
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def path(world: World, rest: str = "") -> str:
    return f"/workspaces/{world.board.workspace_id}/safety/{rest}"


def put(world: World, words: str, action: str = "block", replacement: str = "") -> PolicyTerm:
    return PolicyTerm.objects.create(
        workspace=world.board.workspace,
        words=words,
        action=action,
        replacement=replacement,
        owner=world.owner,
    )


def generate(client: Client, world: World, prompt: str, anchors: list[Any] | None = None) -> Any:
    body = {
        "operation": "text_to_image",
        "prompt": prompt,
        "tier": "draft",
        "width": 64,
        "height": 64,
        "anchors": anchors or [],
        "items": [
            {
                "generation": str(uuid.uuid4()),
                "node": str(uuid.uuid4()),
                "x": 0,
                "y": 0,
                "width": 64,
                "height": 64,
            }
        ],
    }
    address = f"/boards/{world.board.id}/generations/"
    return client.post(address, json.dumps(body), content_type="application/json")


def appeal(client: Client, world: World, prompt: str) -> Any:
    address = f"/boards/{world.board.id}/appeals/"
    body = json.dumps({"prompt": prompt})
    return client.post(address, body, content_type="application/json")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("rest", ["", "uses/", "terms/", "appeals/1/"])
def test_who_may_set_it(who: str, rest: str) -> None:
    world = make_world()
    client = client_of(who, world)
    answer = client.post(path(world, rest)) if rest else client.get(path(world))
    expected = {"owner": 200, "lead": 200, "outsider": 404}
    if who in ("designer", "reviewer", "viewer"):
        expected[who] = 403

    assert answer.status_code == expected.get(who, 302)


def test_what_is_blocked_costs_nothing_and_says_whose_rule_it_is() -> None:
    world = make_world()
    put(world, "Acme")
    client = client_of("designer", world)

    answer = generate(client, world, "a mug by ACME")

    assert answer.status_code == 422
    told = answer.json()
    assert told["code"] == "policy_blocked"
    for words in ("“Acme” is blocked", "a rule of owner", "nothing was charged", "appeal"):
        assert words in told["message"]
    assert not Generation.objects.exists() and not Attempt.objects.exists()
    assert generate(client, world, "a mug").status_code == 201


def test_names_of_pictures_that_go_along_count() -> None:
    world = make_world()
    put(world, "Mug")
    anchors = [{"node": str(world.picture_node), "role": "style", "strength": 0.5}]

    answer = generate(client_of("designer", world), world, "a cup", anchors)

    assert answer.json()["code"] == "policy_blocked"


def test_warned_and_replaced_words_go_on_and_are_told() -> None:
    world = make_world()
    put(world, "Acme", "replace", "ours")
    put(world, "best", "warn")

    answer = generate(client_of("designer", world), world, "the best Acme mug")

    assert answer.status_code == 201
    assert "Mind “best”" in answer.json()["warning"]
    assert Generation.objects.get().prompt == "the best ours mug"


def test_an_appeal_that_a_lead_allows_lets_that_prompt_through() -> None:
    world = make_world()
    put(world, "Acme")
    designer, lead = client_of("designer", world), client_of("lead", world)
    prompt = "a mug beside an Acme mug"

    assert "leads were asked" in appeal(designer, world, prompt).json()["said"]
    assert appeal(designer, world, prompt).status_code == 200
    assert appeal(designer, world, "a mug").json()["code"] == "bad_term"
    assert Notification.objects.filter(text__contains="appeals against “Acme”").exists()
    found = PolicyAppeal.objects.get()
    answer = path(world, f"appeals/{found.id}/")
    assert "Say why" in lead.post(answer, {"allow": "1"}).content.decode()
    assert generate(designer, world, prompt).status_code == 422

    lead.post(answer, {"allow": "1", "why": "comparison shot, cleared"})

    assert generate(designer, world, prompt).status_code == 201
    assert generate(designer, world, f"{prompt}, red").status_code == 422
    assert generate(lead, world, prompt).status_code == 422
    assert AuditEntry.objects.get(verb="appeal_allowed").subject == "Acme"


def test_terms_and_uses_are_kept_changed_and_removed() -> None:
    world = make_world()
    lead = client_of("lead", world)
    term = {"words": " Acme  Inc ", "group": "competitor", "action": "block"}

    assert "Acme Inc" in lead.post(path(world, "terms/"), term).content.decode()
    lead.post(path(world, "terms/"), term | {"action": "replace", "replacement": "ours"})
    assert "Write what replaces" in (
        lead.post(path(world, "terms/"), term | {"action": "replace"}).content.decode()
    )
    assert "Write the words" in lead.post(path(world, "terms/"), {}).content.decode()
    kept = PolicyTerm.objects.get()
    assert (kept.words, kept.action, kept.replacement) == ("Acme Inc", "replace", "ours")
    lead.post(path(world, "terms/"), {"remove": str(kept.id)})
    assert not PolicyTerm.objects.exists()

    lead.post(path(world, "uses/"), {"name": "Billboard", "risk": "high"})
    lead.post(path(world, "uses/"), {"name": "Hero", "risk": "low"})
    lead.post(path(world, "uses/"), {"remove": "Mail"})
    uses = uses_of(world.board.workspace_id)
    assert (uses["Billboard"], uses["Hero"], "Mail" in uses) == ("high", "low", False)
    assert IntendedUse.objects.count() == 10
