"""The prompt library: versions that stay, approvals, lists."""

import pytest

from assets.actions.brands import create_brand
from assets.actions.prompts import (
    approve_version,
    create_template,
    delete_template,
    lists_of,
    remove_list,
    rename_template,
    save_version,
    set_list,
    withdraw_approval,
)
from assets.errors import InvalidRequest
from assets.models import Template, TemplateApproval, TemplateVersion, Workspace
from assets.prompts.template import TemplateError
from tests.factories import make_user, make_workspace

pytestmark = pytest.mark.django_db


def new_template(workspace: Workspace, name: str = "Product on surface") -> TemplateVersion:
    return create_template(
        workspace=workspace, user=make_user(), name=name, text="{{product}} on oak", slots=[]
    )


def test_a_template_begins_with_its_first_version() -> None:
    version = new_template(make_workspace())
    assert (version.number, version.template.name) == (1, "Product on surface")
    assert [slot["name"] for slot in version.slots] == ["product"]


def test_the_next_version_leaves_the_last_as_it_is() -> None:
    first = new_template(make_workspace())
    saved = save_version(
        template=first.template,
        user=make_user("lead"),
        based_on=1,
        text="{{product}} on {{surface}}",
        slots=[{"name": "surface", "default": "oak"}],
        note="Any surface",
    )
    first.refresh_from_db()
    assert (saved.number, saved.note, saved.slots[1]["default"]) == (2, "Any surface", "oak")
    assert first.text == "{{product}} on oak"


def test_a_version_on_top_of_an_older_one_is_refused() -> None:
    first = new_template(make_workspace())
    save_version(template=first.template, user=None, based_on=1, text="A mug", slots=[])
    with pytest.raises(InvalidRequest, match="Somebody saved v2"):
        save_version(template=first.template, user=None, based_on=1, text="A cup", slots=[])
    with pytest.raises(InvalidRequest, match="Nothing differs from v2"):
        save_version(template=first.template, user=None, based_on=2, text="A mug", slots=[])


def test_what_cannot_be_read_is_not_saved() -> None:
    workspace = make_workspace()
    for text in ("", "{a|", "__weather__ sky"):
        with pytest.raises(TemplateError):
            create_template(workspace=workspace, user=None, name="x", text=text, slots=[])
    assert not Template.objects.exists()


def test_a_name_is_taken_once_until_its_template_is_deleted() -> None:
    workspace = make_workspace()
    first = new_template(workspace)
    with pytest.raises(InvalidRequest, match="already"):
        new_template(workspace)
    other = new_template(workspace, "Other")
    with pytest.raises(InvalidRequest, match="already"):
        rename_template(template=other.template, name=first.template.name)
    delete_template(template=first.template)
    new_template(workspace)
    assert TemplateVersion.objects.filter(id=first.id).exists()


def test_a_version_is_approved_for_one_brand_at_a_time() -> None:
    workspace, lead = make_workspace(), make_user("lead")
    version = new_template(workspace)
    aurora = create_brand(workspace=workspace, user=lead, name="Aurora", colour="#1f6feb")
    for _ in range(2):
        approve_version(version=version, brand=aurora, user=lead)
    assert TemplateApproval.objects.get().approved_by == lead
    foreign = create_brand(workspace=make_workspace(), user=lead, name="B", colour="#000000")
    with pytest.raises(InvalidRequest):
        approve_version(version=version, brand=foreign, user=lead)
    withdraw_approval(version=version, brand=aurora)
    assert not TemplateApproval.objects.exists()


def test_lists_have_lines_and_stand_in_templates() -> None:
    workspace = make_workspace()
    set_list(workspace=workspace, name="Weather", lines=["clear", " ", "grey  sky", "clear"])
    assert lists_of(workspace.id) == {"weather": ["clear", "grey sky"]}
    create_template(workspace=workspace, user=None, name="x", text="__weather__", slots=[])
    set_list(workspace=workspace, name="weather", lines=["rain"])
    assert lists_of(workspace.id) == {"weather": ["rain"]}
    remove_list(workspace=workspace, name="weather")
    assert lists_of(workspace.id) == {}


@pytest.mark.parametrize("lines", [[], ["x"] * 0 + [" "], ["y" * 201], list(map(str, range(1001)))])
def test_a_list_out_of_bounds_is_refused(lines: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        set_list(workspace=make_workspace(), name="x", lines=lines)
