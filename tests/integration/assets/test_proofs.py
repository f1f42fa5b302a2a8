"""`verify_edits` finds whatever was tampered with, and nothing else."""

import io
import uuid
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from assets.actions.assets import add_made_picture, load_pixels
from assets.actions.blends import Blend, blend_edit
from assets.files import picture_path
from assets.models import Generation
from assets.proofs import problems_of
from tests.factories import make_workspace
from tests.integration.assets.edited import HOLE, SECOND_HOLE, make_edit, make_edit_of_parts

pytestmark = pytest.mark.django_db(transaction=True)


def verified() -> str:
    said = io.StringIO()
    call_command("verify_edits", stdout=said)
    return said.getvalue()


def test_edits_and_blends_that_nobody_touched_hold():
    edit = make_edit(make_workspace())
    blend_edit(generation=edit, blend=Blend(60), user=None)
    assert verified() == "2 edits checked, all of them hold.\n"


def test_an_edit_of_several_masks_is_proved_against_all_of_them():
    edit = make_edit_of_parts(make_workspace())
    assert problems_of(edit) == []
    pixels = load_pixels(edit.result).copy()
    pixels[SECOND_HOLE.y - 20, SECOND_HOLE.x, 0] ^= 1
    forged = add_made_picture(workspace=edit.workspace, image=pixels, name="Cup", user=None)
    Generation.objects.filter(id=edit.id).update(result=forged)
    edit.refresh_from_db()
    assert "1 px outside of the mask differ" in " ".join(problems_of(edit))


def test_another_picture_in_place_of_the_result_is_found():
    edit = make_edit(make_workspace())
    pixels = load_pixels(edit.result).copy()
    pixels[0, 0, 0] ^= 1
    forged = add_made_picture(workspace=edit.workspace, image=pixels, name="Cup", user=None)
    Generation.objects.filter(id=edit.id).update(result=forged)
    edit.refresh_from_db()
    problems = " ".join(problems_of(edit))
    assert "1 px outside of the mask differ" in problems
    assert "the result does not have the hash" in problems


def test_another_hash_in_the_proof_is_found():
    edit = make_edit(make_workspace())
    facts = edit.facts
    facts["proof"]["protected_sha256"] = "0" * 64
    Generation.objects.filter(id=edit.id).update(facts=facts)
    edit.refresh_from_db()
    assert problems_of(edit) == ["the protected area does not have the hash of the proof"]


def test_a_file_that_was_written_over_is_found():
    edit = make_edit(make_workspace())
    assert edit.result is not None
    name = picture_path(edit.result.sha256, edit.result.format)
    with default_storage.open(name) as file:
        data = file.read()
    with written_over(name, data[:-20] + bytes(20), data):
        with pytest.raises(CommandError, match="1 of 1 edits do not hold"):
            verified()
        assert problems_of(edit) == ["the file of the result is not what was stored"]


@contextmanager
def written_over(name: str, forged: bytes, data: bytes):
    """The file store is one for all tests: what stood there stands there again afterwards."""
    write_over(name, forged)
    try:
        yield
    finally:
        write_over(name, data)


def write_over(name: str, data: bytes) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(data))


def test_facts_that_are_none_are_told_not_raised():
    edit = make_edit(make_workspace())
    Generation.objects.filter(id=edit.id).update(facts={"proof": {"changed_outside": 0}})
    edit.refresh_from_db()
    assert problems_of(edit) == ["the proof cannot be read (KeyError)"]


def test_a_transparent_picture_that_became_opaque_holds():
    """Its result is stored without the alpha that the proof had seen."""
    edit = make_edit(make_workspace(), see_through=HOLE)
    assert load_pixels(edit.source).shape[2] == 4
    assert load_pixels(edit.result).shape[2] == 3
    assert problems_of(edit) == []


def test_a_mask_of_what_was_erased_that_is_gone_is_told():
    edit = make_edit(make_workspace())
    Generation.objects.filter(id=edit.id).update(edit=edit.edit | {"erased": str(uuid.uuid4())})
    edit.refresh_from_db()
    assert problems_of(edit) == ["what was erased of it is gone"]
