"""What the inspector says of a picture, to members and to guests."""

import io
import uuid
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from assets.actions.assets import add_picture, copy_assets
from assets.models import Generation
from canvas.actions.ops import apply_changes
from canvas.models import Node
from tests.factories import make_workspace
from tests.integration.canvas.document_parts import make_generation
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

PROOF = {
    "adapter": "native_mask",
    "proof": {"changed_outside": 0, "pixels_outside": 3000, "pixels": 3072},
    "registration": {"measured": True, "shift_px": [0, 0], "corrected": False},
    "seam": {"score": 88.0, "is_visible": False},
}


@pytest.fixture
def world() -> World:
    return make_world()


def generated(world: World, **fields: Any) -> Generation:
    """The world's picture as one that was generated."""
    now = timezone.now()
    generation = make_generation(
        world.board.workspace,
        created_by=world.owner,
        state="succeeded",
        started_at=now - timedelta(seconds=2.1),
        finished_at=now,
        cost_usd="0.0390",
        seed=48213907,
        **fields,
    )
    Node.objects.filter(id=world.picture_node).update(generation=generation)
    return generation


def panel(world: World, who: str = "designer") -> str:
    path = f"/boards/{world.board.id}/panels/picture/{world.picture_node}/"
    answer = client_of(who, world).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_generated_picture_says_how_it_was_made(world: World) -> None:
    generated(world, prompt='A mug "in" <morning> light')

    shown = panel(world)

    assert "A mug &quot;in&quot; &lt;morning&gt; light" in shown
    assert "48\u202f213\u202f907" in shown
    assert "2.1 s" in shown
    assert "$0.04" in shown
    assert 'data-seed="48213907"' in shown
    assert "owner" in shown
    assert "Outside untouched" not in shown


def test_an_engine_is_named_as_people_know_it(world: World) -> None:
    generated(world, prompt="mug", engine="sketch", engine_version="sketch-2")

    assert "Sketch (offline) 2" in panel(world)


def test_a_picture_of_an_engine_that_is_gone_keeps_its_key(world: World) -> None:
    generated(world, prompt="mug", engine="retired", engine_version="7")

    assert "retired 7" in panel(world)


def test_a_picture_is_refined_by_the_next_tier_of_another_engine(
    world: World, settings: Any
) -> None:
    settings.ENGINES = settings.ENGINES | {"scripted": "tests.fakes.ScriptedEngine"}
    generated(world, prompt="mug", tier="draft")
    assert "Refine with" not in panel(world)

    settings.TIERS = {"draft": "sketch", "standard": "sketch", "pro": "scripted"}
    shown = panel(world)
    assert 'data-command="picture.refine_pro"' in shown
    assert "about 2\u00a0s · $0.04" in shown
    assert "Refine with" not in panel(world, "viewer")


def test_an_edit_shows_its_proof(world: World) -> None:
    generated(world, prompt="", facts=PROOF, operation="inpaint")

    shown = panel(world)

    assert "Outside untouched 100 %" in shown
    assert "0 of 3\u202f000 px" in shown
    assert "Sent with its mask" in shown
    assert "88 of 100" in shown


def test_an_upload_says_who_brought_it(world: World) -> None:
    shown = panel(world)

    assert "Uploaded by" in shown
    assert "Prompt" not in shown
    assert f"/assets/{world.picture.id}/original?download" in shown


def test_lineage_shows_what_it_came_from_and_led_to(world: World) -> None:
    anchor = put_picture(world.board, made_picture(world.board, red=1, name="Old mug"))
    child = put_picture(world.board, made_picture(world.board, red=2, name="New mug"))
    waiting = put_picture(
        world.board, made_picture(world.board, red=3), candidate_of=str(world.picture_node)
    )
    edges: list[dict[str, Any]] = [
        {
            "source": str(anchor),
            "target": str(world.picture_node),
            "role": "anchor",
            "strength": 0.6,
        },
        {"source": str(world.picture_node), "target": str(child), "role": "source"},
        {"source": str(world.picture_node), "target": str(waiting), "role": "source"},
    ]
    apply_changes(
        board_id=world.board.id,
        changes=[{"edge": str(uuid.uuid4()), "create": edge} for edge in edges],
    )

    shown = panel(world)

    assert f'data-goto="{anchor}"' in shown
    assert "Anchor 60\u00a0%" in shown
    assert f'data-goto="{child}"' in shown
    assert str(waiting) not in shown


def test_a_guest_is_told_no_prompt_price_engine_name_or_file(world: World) -> None:
    generated(world, prompt="A secret campaign", facts=PROOF)

    shown = panel(world, "guest")

    for secret in ("secret campaign", "$", "sketch", "owner", "download", "48\u202f213"):
        assert secret not in shown, secret
    assert "64 × 48 px" in shown


def test_a_viewer_is_not_offered_to_generate(world: World) -> None:
    generated(world, prompt="A mug")

    assert "data-reuse" not in panel(world, "viewer")


def test_a_deleted_picture_has_no_panel(world: World) -> None:
    Node.objects.filter(id=world.picture_node).update(deleted_at=timezone.now())
    path = f"/boards/{world.board.id}/panels/picture/{world.picture_node}/"

    assert client_of("owner", world).get(path).status_code == 404


def test_a_panel_takes_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    generated(world, prompt="A mug", facts=PROOF)
    client = client_of("designer", world)

    # Session, user, membership, board; then the picture, its edges, their other ends; the tiers;
    # what was said of its risk, the table of uses, what it was made from; what it is an edit of,
    # what was decided, and whether it is asked for.
    with django_assert_max_num_queries(15):
        client.get(f"/boards/{world.board.id}/panels/picture/{world.picture_node}/")


def test_an_upscale_without_words_says_what_it_is(world):
    generated(world, prompt="", operation="upscale", edit={"scale": 4})
    assert "None: upscaled 4 times" in panel(world)


def test_a_picture_of_midjourney_brings_its_prompt_along(world: World) -> None:
    info = PngInfo()
    words = "a <b>boat</b> at dawn --ar 16:9 Job ID: 5c8b6a9e-0000-4000-8000-1a2b3c4d5e6f"
    info.add_text("Description", words)
    stream = io.BytesIO()
    Image.fromarray(np.full((9, 16, 3), 77, np.uint8)).save(stream, "PNG", pnginfo=info)
    asset = add_picture(
        workspace=world.board.workspace, data=stream.getvalue(), name="Boat", user=None
    )
    Node.objects.filter(id=world.picture_node).update(asset=asset)

    shown = panel(world)

    assert "a &lt;b&gt;boat&lt;/b&gt; at dawn</p>" in shown
    assert "From Midjourney, as the uploaded file says: --ar 16:9" in shown
    assert 'data-prompt="a &lt;b&gt;boat' in shown
    assert "Reuse everything" not in panel(world, "viewer")
    assert "boat" not in panel(world, "guest").replace("Boat", "")
    copies = copy_assets(assets=[asset], workspace=make_workspace("Elsewhere"), user=None)
    assert copies[asset.id].told == asset.told
