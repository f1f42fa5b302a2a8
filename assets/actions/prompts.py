"""The prompt library: templates made, saved as the next version, approved; lists of words."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.errors import InvalidRequest
from assets.models import (
    BrandKit,
    Template,
    TemplateApproval,
    TemplateVersion,
    WordList,
    Workspace,
)
from assets.prompts.slots import rules_of
from assets.prompts.template import SLOT_NAME, TemplateError, parse, slot_key

MOST_LISTS = 100
MOST_LINES = 1_000
MOST_LINE_CHARACTERS = 200
MOST_TEMPLATES = 2_000


def lists_of(workspace_id: UUID) -> dict[str, list[str]]:
    """What `__name__` stands for, by name."""
    return dict(WordList.objects.filter(workspace_id=workspace_id).values_list("name", "lines"))


def create_template(
    *, workspace: Workspace, user: User | None, name: str, text: str, slots: Any, note: str = ""
) -> TemplateVersion:
    """Its first version. Raises InvalidRequest, TemplateError; then nothing was written."""
    name = _named(name)
    rules = _checked(workspace, text, slots)
    if Template.objects.filter(workspace=workspace, deleted_at=None).count() >= MOST_TEMPLATES:
        raise InvalidRequest(
            f"The library holds {MOST_TEMPLATES:,} templates. Delete one first.", code="full"
        )
    with _once_per_name(name):
        template = Template.objects.create(workspace=workspace, name=name, created_by=user)
        return _version(template, 1, user, text, rules, note)


def save_version(
    *, template: Template, user: User | None, based_on: int, text: str, slots: Any, note: str = ""
) -> TemplateVersion:
    """The next version, a draft until a lead approves it. based_on: the number that its writer saw
    last. Raises InvalidRequest when there is a newer one, or nothing differs; TemplateError."""
    rules = _checked(template.workspace, text, slots)
    with transaction.atomic():
        Template.objects.select_for_update().get(id=template.id)
        newest = template.versions.order_by("-number")[0]
        if newest.number != based_on:
            raise InvalidRequest(
                f"Somebody saved v{newest.number} meanwhile. Look at it, then save yours.",
                code="template_moved_on",
            )
        if (newest.text, newest.slots) == (text, rules):
            raise InvalidRequest(
                f"Nothing differs from v{newest.number}. Change the text or the slots first.",
                code="template_unchanged",
            )
        return _version(template, newest.number + 1, user, text, rules, note)


def rename_template(*, template: Template, name: str) -> None:
    """Raises InvalidRequest."""
    name = _named(name)
    with _once_per_name(name):
        Template.objects.filter(id=template.id).update(name=name)


def delete_template(*, template: Template) -> None:
    """Pictures that it made keep the version that they name."""
    Template.objects.filter(id=template.id, deleted_at=None).update(deleted_at=timezone.now())


def approve_version(*, version: TemplateVersion, brand: BrandKit, user: User) -> None:
    """Approving twice is harmless: the first who did it stays named."""
    if version.template.workspace_id != brand.workspace_id:
        raise InvalidRequest("This brand is not here. Choose another one.", code="unknown_brand")
    TemplateApproval.objects.get_or_create(
        version=version, brand=brand, defaults={"approved_by": user}
    )


def withdraw_approval(*, version: TemplateVersion, brand: BrandKit) -> None:
    TemplateApproval.objects.filter(version=version, brand=brand).delete()


def set_list(*, workspace: Workspace, name: str, lines: Iterable[str]) -> WordList:
    """Make a list, or give one other lines. Raises InvalidRequest."""
    name = slot_key(name)
    if not SLOT_NAME.fullmatch(name):
        raise InvalidRequest(
            "A list is named by letters, digits and spaces, 40 at most.", code="bad_list"
        )
    kept = list(dict.fromkeys(line for raw in lines if (line := " ".join(raw.split()))))
    if not 0 < len(kept) <= MOST_LINES:
        raise InvalidRequest(f"A list holds 1 to {MOST_LINES:,} lines.", code="bad_list")
    if any(len(line) > MOST_LINE_CHARACTERS for line in kept):
        raise InvalidRequest(
            f"A line has at most {MOST_LINE_CHARACTERS} characters. Shorten it.", code="bad_list"
        )
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        rows = WordList.objects.filter(workspace=workspace)
        if not rows.filter(name=name).exists() and rows.count() >= MOST_LISTS:
            raise InvalidRequest(
                f"There are {MOST_LISTS} lists already. Delete one first.", code="bad_list"
            )
        return rows.update_or_create(name=name, defaults={"workspace": workspace, "lines": kept})[0]


def remove_list(*, workspace: Workspace, name: str) -> None:
    """What was asked for already was written out, and stays as it is."""
    WordList.objects.filter(workspace=workspace, name=slot_key(name)).delete()


def _version(
    template: Template,
    number: int,
    user: User | None,
    text: str,
    slots: list[Mapping[str, Any]],
    note: str,
) -> TemplateVersion:
    return TemplateVersion.objects.create(
        template=template,
        number=number,
        text=text,
        slots=slots,
        note=" ".join(note.split())[:200],
        owner=user,
    )


def _checked(workspace: Workspace, text: str, slots: Any) -> list[Mapping[str, Any]]:
    """The rules of its slots as they are kept. Raises TemplateError."""
    if not text.strip():
        raise TemplateError("The template is empty. Write what the picture should show.")
    template = parse(text, lists=lists_of(workspace.id))
    return [rule.as_json() for rule in rules_of(template.slots, slots)]


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= 80:
        raise InvalidRequest("A template has a name of 1 to 80 characters.", code="bad_name")
    return name


class _once_per_name(transaction.Atomic):
    """A transaction in which the name may turn out to be taken. Raises InvalidRequest then."""

    def __init__(self, name: str) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self._name = name

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        super().__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise InvalidRequest(
                f"There is a template “{self._name}” already. Choose another name.",
                code="name_taken",
            ) from error
