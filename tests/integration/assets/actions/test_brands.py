"""Brands: what they are, and what they keep pictures to."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from assets.actions.assets import add_picture
from assets.actions.brands import (
    add_font,
    add_logo,
    archive_brand,
    change_brand,
    create_brand,
)
from assets.actions.budgets import set_budget, soft_notice
from assets.actions.generations import NewGeneration, retry_generation, start_generations
from assets.engines.request import Operation
from assets.errors import BudgetExceeded, InvalidRequest
from assets.models import Attempt, BrandKit, Generation, PolicyTerm, Workspace
from assets.policy import PolicyBlocked
from tests.factories import make_user, make_workspace, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def new_brand(workspace: Workspace, name: str = "Aurora") -> BrandKit:
    return create_brand(workspace=workspace, user=None, name=name, colour="#1F6FEB")


def asked(brand: BrandKit | None, **told: object) -> NewGeneration:
    new = {"operation": Operation.TEXT_TO_IMAGE, "prompt": "A mug", "tier": "draft"}
    return NewGeneration(
        id=uuid.uuid4(),
        width=512,
        height=512,
        brand=brand,
        **(new | told),  # type: ignore[arg-type]
    )


def start(workspace: Workspace, *news: NewGeneration) -> list[Generation]:
    return start_generations(workspace=workspace, user=make_user(), asked=news)


def test_a_brand_has_a_name_of_its_own_and_a_colour() -> None:
    workspace = make_workspace()
    brand = new_brand(workspace)
    assert brand.colour == "#1f6feb"
    with pytest.raises(InvalidRequest, match="already"):
        new_brand(workspace, "aurora")
    with pytest.raises(InvalidRequest, match="no colour"):
        create_brand(workspace=workspace, user=None, name="B", colour="blue")
    archive_brand(brand=brand)
    new_brand(workspace, "Aurora")


def test_words_and_palette_are_kept_clean() -> None:
    brand = new_brand(make_workspace())
    told = {
        "light": " soft window light \n\n low sun\n",
        "palette": [{"name": " Night  blue ", "hex": "#0B1D3A"}],
        "formats": ["1080x1350", "no such", "1080x1350"],
    }
    brand = change_brand(brand=brand, told=told)
    assert brand.light == "soft window light\nlow sun"
    assert brand.palette == [{"name": "Night blue", "hex": "#0b1d3a"}]
    assert brand.formats == ["1080x1350"]
    with pytest.raises(InvalidRequest):
        change_brand(brand=brand, told={"palette": [{"name": "x", "hex": "#12"}]})


def test_logos_and_fonts_are_kept_once_and_only_if_they_are_such() -> None:
    workspace = make_workspace()
    brand = new_brand(workspace)
    asset = add_picture(workspace=workspace, user=None, data=picture_bytes(), name="logo.png")
    for _ in range(2):
        add_logo(brand=brand, asset=asset, name="Mark")
        add_font(brand=brand, name="Sans.otf", use="Headings", data=b"OTTO" + bytes(20))
    assert (brand.logos.count(), brand.fonts.get().kind) == (1, "otf")
    with pytest.raises(InvalidRequest, match="no font"):
        add_font(brand=brand, name="x.otf", use="", data=b"<svg>")
    with pytest.raises(InvalidRequest):
        add_logo(brand=new_brand(make_workspace()), asset=asset, name="")


def test_a_picture_names_its_brand_and_so_does_its_line() -> None:
    workspace = make_workspace()
    brand = new_brand(workspace)
    row = start(workspace, asked(brand))[0]
    assert row.brand == brand
    assert Attempt.objects.get(generation=row).brand == brand


def test_a_term_of_a_brand_counts_for_its_pictures_alone() -> None:
    workspace = make_workspace()
    brand = new_brand(workspace)
    PolicyTerm.objects.create(
        workspace=workspace, brand=brand, words="Borealis", owner=make_user("mara")
    )
    words = {"prompt": "A Borealis mug"}
    with pytest.raises(PolicyBlocked, match="blocked for Aurora .*rule of mara"):
        start(workspace, asked(brand, **words))
    start(workspace, asked(None, **words), asked(new_brand(workspace, "Other"), **words))


def test_an_engine_that_a_brand_does_not_allow_is_refused_in_words() -> None:
    workspace = make_workspace()
    brand = change_brand(brand=new_brand(workspace), told={"engines": {"high": ["other"]}})
    with pytest.raises(InvalidRequest, match="Aurora does not allow .* for pictures of high risk"):
        start(workspace, asked(brand, risk="high"))
    row = start(workspace, asked(brand, risk="low"))[0]
    Generation.objects.filter(id=row.id).update(state="failed")
    row.refresh_from_db()
    with pytest.raises(InvalidRequest, match="does not allow"):
        retry_generation(generation=row, user=None, risk="high")


def test_the_budget_of_a_brand_holds_for_it_alone() -> None:
    workspace = make_workspace()
    brand, other = new_brand(workspace), new_brand(workspace, "Other")
    soft, hard = Decimal("0.01"), Decimal("0.05")
    set_budget(workspace=workspace, person=None, brand=brand, soft_usd=soft, hard_usd=hard)
    set_budget(workspace=workspace, person=None, soft_usd=None, hard_usd=Decimal(1))
    start(workspace, asked(brand))
    with pytest.raises(BudgetExceeded, match=r"left of Aurora’s \$0.05"):
        start(workspace, asked(brand))
    with pytest.raises(BudgetExceeded, match="Aurora"):
        start(workspace, asked(other), asked(brand))
    start(workspace, asked(other), asked(None))
    now = timezone.now()
    assert "of Aurora’s budget" in soft_notice(
        workspace=workspace, person=None, brand=brand, now=now
    )
    assert soft_notice(workspace=workspace, person=None, brand=other, now=now) == ""
