"""Blending an edit anew: no engine, no charge, and the promise holds as before."""

from decimal import Decimal

import numpy as np
import pytest
from django.db.models import Sum

from assets.actions.assets import load_pixels
from assets.actions.blends import Blend, blend_edit, blend_shown
from assets.compositing.geometry import Box, Size
from assets.errors import InvalidMask, InvalidRequest
from assets.models import Asset, Attempt, Generation
from assets.proofs import problems_of
from tests.factories import make_workspace
from tests.integration.assets.edited import (
    HEIGHT,
    HOLE,
    SECOND_HOLE,
    WIDTH,
    make_edit,
    make_edit_of_parts,
    mask_of,
    scene,
)
from tests.integration.assets.generations.rows import queued

pytestmark = pytest.mark.django_db(transaction=True)


def changed(made: Generation) -> np.ndarray:
    """Which px differ from the parent."""
    assert made.result is not None
    return np.asarray((load_pixels(made.result) != scene()).any(axis=2))


def test_a_wider_transition_reaches_further_and_costs_nothing():
    edit = make_edit(make_workspace())
    made = blend_edit(generation=edit, blend=Blend(60), user=None)
    assert (made.state, made.cost_usd, made.blend_of_id) == ("succeeded", 0, edit.id)
    assert made.facts["plan"]["transition_px"] == 60
    assert made.facts["proof"]["changed_outside"] == 0
    touched = HOLE.grow(60)
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[touched.rows, touched.columns] = False
    assert not changed(made)[outside].any()
    assert changed(made).sum() > changed(edit).sum()


def test_the_same_transition_gives_the_same_picture():
    edit = make_edit(make_workspace())
    width = edit.facts["plan"]["transition_px"]
    assert blend_edit(generation=edit, blend=Blend(width), user=None).result == edit.result


def test_where_the_new_was_erased_the_old_shows_again():
    workspace = make_workspace()
    edit = make_edit(workspace)
    assert edit.source is not None
    corner = Box(HOLE.x - 60, HOLE.y - 60, 120, 100)
    erased = mask_of(workspace, edit.source, corner)
    made = blend_edit(generation=edit, blend=Blend(16, erased), user=None)
    assert not changed(made)[corner.rows, corner.columns].any()
    assert changed(made)[HOLE.bottom - 5, HOLE.right - 5]
    assert made.edit["erased"] == str(erased.id)


def test_what_was_erased_before_stays_erased():
    workspace = make_workspace()
    edit = make_edit(workspace)
    assert edit.source is not None
    left, right = Box(HOLE.x, HOLE.y, 30, 90), Box(HOLE.right - 30, HOLE.y, 30, 90)
    first = blend_edit(
        generation=edit, blend=Blend(erased=mask_of(workspace, edit.source, left)), user=None
    )
    wider = blend_edit(generation=first, blend=Blend(60), user=None)
    assert not changed(wider)[left.rows, left.columns].any()
    again = mask_of(workspace, edit.source, right)
    last = blend_edit(generation=wider, blend=Blend(erased=again), user=None)
    assert last.facts["plan"]["transition_px"] == 60
    for box in (left, right):
        assert not changed(last)[box.rows, box.columns].any()
    assert changed(last)[HOLE.y + 45, HOLE.x + 60]
    assert problems_of(last) == []


def test_masks_with_words_of_their_own_are_blended_as_one_without_an_engine():
    workspace = make_workspace()
    edit = make_edit_of_parts(workspace)
    assert Asset.objects.filter(role=Asset.Role.PATCH).count() == 2
    same = blend_edit(generation=edit, blend=Blend(), user=None)
    assert same.result == edit.result
    wide = blend_edit(generation=edit, blend=Blend(60), user=None)
    assert [part["plan"]["transition_px"] for part in wide.facts["parts"]] == [60, 60]
    assert changed(wide).sum() > changed(edit).sum()
    assert (wide.cost_usd, wide.blend_of_id, Attempt.objects.count()) == (0, edit.id, 1)
    outside = np.ones((HEIGHT, WIDTH), bool)
    for box in (HOLE, SECOND_HOLE):
        touched = box.grow(60).clip(Size(WIDTH, HEIGHT))
        outside[touched.rows, touched.columns] = False
    assert not changed(wide)[outside].any()
    assert problems_of(wide) == []

    assert edit.source is not None
    erased = mask_of(workspace, edit.source, SECOND_HOLE.grow(80).clip(Size(WIDTH, HEIGHT)))
    without_second = blend_edit(generation=wide, blend=Blend(erased=erased), user=None)
    around = SECOND_HOLE.grow(30).clip(Size(WIDTH, HEIGHT))
    assert not changed(without_second)[around.rows, around.columns].any()
    assert changed(without_second)[HOLE.y + 5, HOLE.x + 5]
    assert problems_of(without_second) == []


def test_parts_whose_patches_are_gone_are_not_blended():
    edit = make_edit_of_parts(make_workspace())
    Asset.objects.filter(role=Asset.Role.PATCH).first().delete()
    with pytest.raises(InvalidRequest, check=lambda error: error.code == "no_patch"):
        blend_edit(generation=edit, blend=Blend(60), user=None)


def test_a_blend_of_a_blend_belongs_to_the_first():
    edit = make_edit(make_workspace())
    first = blend_edit(generation=edit, blend=Blend(60), user=None)
    second = blend_edit(generation=first, blend=Blend(20), user=None)
    assert second.blend_of_id == edit.id
    assert second.edit["transition"] == 20


def test_blending_anew_by_edge_and_eraser_leaves_what_was_spent_as_it_was():
    workspace = make_workspace()
    edit = make_edit(workspace)
    assert edit.source is not None
    spent, lines = sum_spent(), Attempt.objects.count()
    assert spent == edit.cost_usd > 0
    charged = Attempt.objects.all().totals()
    erased = mask_of(workspace, edit.source, HOLE.grow(-30))
    blend_shown(generation=edit, blend=Blend(60, erased))
    wider = blend_edit(generation=edit, blend=Blend(60), user=None)
    blend_edit(generation=wider, blend=Blend(20, erased), user=None)
    assert Generation.objects.count() == 3
    assert sum_spent() == spent
    assert (Attempt.objects.count(), Attempt.objects.all().totals()) == (lines, charged)


def sum_spent() -> Decimal:
    total = Generation.objects.aggregate(total=Sum("cost_usd"))["total"]
    assert isinstance(total, Decimal)
    return total


def test_a_look_keeps_nothing():
    edit = make_edit(make_workspace())
    pictures = Asset.objects.count()
    area, result = blend_shown(generation=edit, blend=Blend(80))
    assert area == HOLE.grow(80)
    assert result.facts["plan"]["transition_px"] == 80
    assert 0 <= result.facts["seam"]["score"] <= 100
    assert (Asset.objects.count(), Generation.objects.count()) == (pictures, 1)


def test_the_engines_part_is_kept_once_and_has_no_renditions():
    edit = make_edit(make_workspace())
    assert edit.patch is not None
    assert edit.patch.role == Asset.Role.PATCH
    assert edit.patch.renditions.count() == 0
    blend_edit(generation=edit, blend=Blend(60), user=None)
    assert Asset.objects.filter(role=Asset.Role.PATCH).count() == 1


@pytest.mark.parametrize("transition", [0, -5, 385])
def test_a_transition_out_of_bounds_is_refused(transition):
    edit = make_edit(make_workspace())
    with pytest.raises(InvalidRequest):
        blend_edit(generation=edit, blend=Blend(transition), user=None)


def test_erasing_everything_is_refused():
    workspace = make_workspace()
    edit = make_edit(workspace)
    assert edit.source is not None
    everything = mask_of(workspace, edit.source, Box(1, 0, WIDTH - 1, HEIGHT))
    with pytest.raises(InvalidMask):
        blend_edit(generation=edit, blend=Blend(16, everything), user=None)


def test_a_mask_of_another_workspace_is_refused():
    edit = make_edit(make_workspace())
    other = make_workspace("Elsewhere")
    assert edit.source is not None
    foreign = mask_of(other, edit.source, Box(0, 0, 9, 9))
    with pytest.raises(InvalidRequest):
        blend_edit(generation=edit, blend=Blend(16, foreign), user=None)


def test_what_is_no_masked_edit_is_refused():
    with pytest.raises(InvalidRequest, check=lambda error: error.code == "no_patch"):
        blend_edit(generation=queued(make_workspace()), blend=Blend(16), user=None)
