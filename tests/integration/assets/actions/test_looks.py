import pytest
from django.core.management import call_command

from assets.actions.assets import add_mask, add_picture, copy_assets
from assets.actions.looks import unmeasured
from assets.drift.measures import distance
from assets.models import Look
from tests.factories import make_workspace, picture_bytes

pytestmark = pytest.mark.django_db


def test_a_picture_is_measured_as_it_comes_in_and_a_mask_is_not() -> None:
    workspace = make_workspace()
    picture = add_picture(workspace=workspace, data=picture_bytes(), name="One", user=None)
    black = picture_bytes(64, 48, seed=1)
    add_mask(workspace=workspace, data=black, picture=picture, user=None)

    assert [look.asset_id for look in Look.objects.all()] == [picture.id]
    assert len(picture.look.alike) == 16


def test_what_came_in_before_is_measured_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    workspace = make_workspace()
    picture = add_picture(workspace=workspace, data=picture_bytes(), name="One", user=None)
    before = picture.look.features
    Look.objects.all().delete()
    assert [one.id for one in unmeasured(workspace.id)] == [picture.id]

    call_command("measure_pictures")

    assert "1 pictures measured, 0 could not be read." in capsys.readouterr().out
    assert distance(before, Look.objects.get().features).score < 0.06
    assert not list(unmeasured())


def test_a_copy_in_another_workspace_has_the_look_of_its_picture() -> None:
    picture = add_picture(workspace=make_workspace(), data=picture_bytes(), name="One", user=None)

    copies = copy_assets(assets=[picture], workspace=make_workspace("Other"), user=None)

    assert bytes(copies[picture.id].look.vector) == bytes(picture.look.vector)
