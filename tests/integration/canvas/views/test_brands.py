"""Brands: who sees and changes them, and what they do to what is made on a board."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assets.actions.brands import create_brand
from assets.actions.packs import Packed, create_pack
from assets.models import BrandKit, Budget, Generation, PolicyTerm
from canvas.models import AuditEntry, Board
from tests.factories import picture_bytes
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {
        "scripted": "tests.fakes.ScriptedEngine",
        "free": "tests.fakes.NoMaskEngine",
    }
    settings.TIERS = {"draft": "scripted"}


def new_brand(world: World, name: str = "Aurora") -> BrandKit:
    return create_brand(
        workspace=world.board.workspace, user=world.owner, name=name, colour="#1f6feb"
    )


def path(world: World, brand: BrandKit | None = None, rest: str = "") -> str:
    place = f"{brand.id}/" if brand else ""
    return f"/workspaces/{world.board.workspace_id}/brands/{place}{rest}"


def generate(client: Client, world: World, prompt: str, **told: Any) -> Any:
    ids = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
    body = {
        "operation": "text_to_image",
        "prompt": prompt,
        "tier": "draft",
        "width": 64,
        "height": 64,
        "items": [ids | {"x": 0, "y": 0, "width": 64, "height": 64}],
    }
    address = f"/boards/{world.board.id}/generations/"
    return client.post(address, json.dumps(body | told), content_type="application/json")


@pytest.mark.parametrize("who", PEOPLE)
def test_members_see_brands_and_leads_change_them(who: str) -> None:
    world = make_world()
    brand = new_brand(world)
    client = client_of(who, world)

    seen = [client.get(path(world)), client.get(path(world, brand))]
    changed = [
        client.post(path(world, rest="new/"), {"name": "New", "colour": "#000000"}),
        client.post(path(world, brand, "words/"), {"light": "low sun"}),
        client.post(
            path(world, brand, "terms/"), {"words": "x", "group": "term", "action": "warn"}
        ),
    ]

    is_member = who in ("owner", "lead", "designer", "reviewer", "viewer")
    may_change = who in ("owner", "lead")
    elsewhere = 302 if who in ("stranger",) or "guest" in who else 404
    assert {one.status_code for one in seen} == {200 if is_member else elsewhere}
    told_no = 403 if is_member else elsewhere
    expected = [302, 200, 200] if may_change else [told_no] * 3
    assert [one.status_code for one in changed] == expected
    brand.refresh_from_db()
    assert brand.light == ("low sun" if may_change else "")
    assert PolicyTerm.objects.filter(brand=brand).exists() == may_change


def test_each_part_of_a_brand_is_saved_and_on_the_record() -> None:
    world = make_world()
    brand = new_brand(world)
    pack = create_pack(
        workspace=world.board.workspace,
        user=None,
        name="Core",
        anchors=[Packed(world.picture, "style", 0.5)],
    ).pack
    lead = client_of("lead", world)
    look = {
        "name": "Aurora Home",
        "colour": "#123456",
        "palette": "Night #0b1d3a\n\n#ffffff",
        "default_use": "Packaging",
        "formats": ["1080x1350"],
    }
    lead.post(path(world, brand, "look/"), look)
    lead.post(path(world, brand, "packs/"), {"pack": str(pack.id), "given": "on"})
    logo = SimpleUploadedFile("mark.png", picture_bytes())
    lead.post(path(world, brand, "logos/"), {"file": logo})
    font = SimpleUploadedFile("Sans.otf", b"OTTO" + bytes(30))
    lead.post(path(world, brand, "fonts/"), {"file": font, "use": "Headings"})

    brand.refresh_from_db()
    pack.refresh_from_db()
    assert (brand.name, brand.colour, brand.default_use) == ("Aurora Home", "#123456", "Packaging")
    assert [one["hex"] for one in brand.palette] == ["#0b1d3a", "#ffffff"]
    assert (pack.brand, brand.logos.get().name, brand.fonts.get().use) == (
        brand,
        "mark.png",
        "Headings",
    )
    page = lead.get(path(world, brand)).content.decode()
    assert "Night" in page and "Sans.otf" in page and "Core" in page
    file = lead.get(path(world, brand, f"fonts/{brand.fonts.get().id}"))
    assert file.content[:4] == b"OTTO" and "attachment" in file["Content-Disposition"]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs >= {"brand_changed", "pack_given"}
    lead.post(path(world, brand, "logos/"), {"remove": brand.logos.get().id})
    lead.post(path(world, brand, "packs/"), {"pack": str(pack.id)})
    pack.refresh_from_db()
    assert (brand.logos.count(), pack.brand) == (0, None)


@pytest.mark.parametrize(
    ("part", "told", "words"),
    [
        ("look", {"name": "", "colour": "#123456"}, "Give the brand a name"),
        ("look", {"name": "x", "colour": "red"}, "no colour"),
        ("look", {"name": "x", "colour": "#123456", "palette": "blueish"}, "names no colour"),
        ("words", {"tone": "x" * 2_001}, "Shorten"),
        ("engines", {"low": "scripted", "medium": "scripted"}, "Leave at least one engine"),
        ("fonts", {"file": SimpleUploadedFile("x.otf", b"<svg>")}, "no font file"),
        ("logos", {"file": SimpleUploadedFile("x.png", b"<svg>")}, "circle-alert"),
        ("logos", {}, "Choose a file"),
        ("packs", {"pack": "x"}, "Choose a pack"),
        ("packs", {"pack": str(uuid.uuid4())}, "not there any more"),
        ("terms", {"words": "", "group": "term", "action": "block"}, "Write the words"),
        ("budget", {"soft_usd": "9", "hard_usd": "5"}, "above the limit"),
        ("budget", {"hard_usd": "much"}, "amount of US dollars"),
    ],
)
def test_what_is_wrong_is_told_where_it_was_written(
    part: str, told: dict[str, Any], words: str
) -> None:
    world = make_world()
    brand = new_brand(world)
    answer = client_of("owner", world).post(path(world, brand, f"{part}/"), told)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not Budget.objects.exists()


def test_owners_alone_set_a_budget_and_spending_shows_it() -> None:
    world = make_world()
    brand = new_brand(world)
    limits = {"soft_usd": "1", "hard_usd": "2"}
    refused = client_of("lead", world).post(path(world, brand, "budget/"), limits)
    assert (
        "Only owners set what may be spent" in refused.content.decode()
        and not Budget.objects.exists()
    )
    owner = client_of("owner", world)
    owner.post(path(world, brand, "budget/"), limits)
    assert Budget.objects.get().brand == brand
    spending = f"/workspaces/{world.board.workspace_id}/spending/"
    assert "Stop Aurora at" in owner.get(spending).content.decode()
    owner.post(f"{spending}limits/brand-{brand.id}/", {"soft_usd": "", "hard_usd": "3"})
    assert Budget.objects.get().hard_usd == 3
    for wrong in ("brand-x", f"brand-{uuid.uuid4()}"):
        assert owner.post(f"{spending}limits/{wrong}/", limits).status_code == 404


def test_a_board_is_made_for_a_brand_until_somebody_switches() -> None:
    world = make_world()
    brand = new_brand(world)
    designer = client_of("designer", world)
    address = f"/boards/{world.board.id}/brand/"

    def switch(to: object) -> Any:
        return designer.post(address, json.dumps({"brand": to}), content_type="application/json")

    assert switch(str(brand.id)).json()["brand"]["name"] == "Aurora"
    assert generate(designer, world, "A mug").status_code == 201
    assert Generation.objects.get().brand == brand
    assert switch(None).json() == {"brand": None}
    generate(designer, world, "A cup")
    generate(designer, world, "A bowl", brand=str(brand.id))
    by_prompt = dict(Generation.objects.values_list("prompt", "brand__name"))
    assert by_prompt == {"A mug": "Aurora", "A cup": None, "A bowl": "Aurora"}
    assert switch(str(uuid.uuid4())).status_code == 404
    assert switch("x").status_code == 400


def test_a_brand_of_another_workspace_is_not_there() -> None:
    world, other = make_world(), make_world()
    foreign = new_brand(other)
    owner = client_of("owner", world)
    assert owner.get(path(world, foreign)).status_code == 404
    assert generate(owner, world, "A mug", brand=str(foreign.id)).status_code == 404
    assert not Generation.objects.exists()


def test_engines_are_allowed_by_the_risk_that_a_prompt_has() -> None:
    world = make_world()
    brand = new_brand(world)
    owner = client_of("owner", world)
    ticks = {"low": ["scripted", "free"], "medium": ["scripted", "free"], "high": ["free"]}
    owner.post(path(world, brand, "engines/"), ticks)
    brand.refresh_from_db()
    assert brand.engines == {"high": ["free"]}
    assert generate(owner, world, "A mug", brand=str(brand.id)).status_code == 201
    refused = generate(owner, world, "A mug with a logo", brand=str(brand.id))
    assert (refused.status_code, refused.json()["code"]) == (400, "engine_not_allowed")
    assert "Aurora does not allow" in refused.json()["message"]


def test_an_archived_brand_leaves_its_boards_and_stays_with_its_pictures() -> None:
    world = make_world()
    brand = new_brand(world)
    Board.objects.update(brand=brand)
    owner = client_of("owner", world)
    generate(owner, world, "A mug")
    owner.post(path(world, brand, "archive/"))
    world.board.refresh_from_db()
    assert world.board.brand is None
    assert Generation.objects.get().brand == brand
    assert owner.get(path(world, brand)).status_code == 404
    new_brand(world)
