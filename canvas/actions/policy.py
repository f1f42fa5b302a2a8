"""Terms of a workspace and appeals against them: the one writer, and on the record."""

from uuid import UUID

from django.contrib.auth.models import User

from assets.models import BrandKit, PolicyAppeal, PolicyTerm, Workspace
from assets.policy import found_in, plain, terms_of
from assets.transactions import write_transaction
from canvas.access import display_name
from canvas.actions.audit import record
from canvas.actions.notify import notify
from canvas.errors import CanvasError, NotFound
from canvas.models import Board, Membership, Notification
from canvas.roles import MANAGING_ROLES

MOST_TERMS = 500
MOST_OPEN_APPEALS = 20
"""Of one person: more are not read."""


class BadTerm(CanvasError):
    """A term that cannot be kept, or an appeal that is none."""

    code = "bad_term"
    http_status = 422


def set_term(
    *,
    workspace: Workspace,
    user: User,
    words: str,
    group: str,
    action: str,
    replacement: str,
    brand: BrandKit | None = None,
) -> None:
    """Add a term, or change what the one with these words does: for a brand, or for the whole
    workspace. Raises BadTerm."""
    words = " ".join(plain(words).split())
    replacement = " ".join(replacement.split())
    if not words:
        raise BadTerm("Write the words of the term.")
    if action == PolicyTerm.Action.REPLACE and not replacement:
        raise BadTerm("Write what replaces these words.")
    with write_transaction():
        Workspace.objects.select_for_update().get(id=workspace.id)
        rows = PolicyTerm.objects.filter(workspace=workspace)
        known = rows.filter(words__iexact=words, brand=brand).first()
        if known is None and rows.count() >= MOST_TERMS:
            raise BadTerm("The list holds 500 terms. Remove one first.")
        term = known or PolicyTerm(workspace=workspace, brand=brand, words=words)
        term.group, term.action, term.owner = group, action, user
        term.replacement = replacement if action == PolicyTerm.Action.REPLACE else ""
        term.save()
        facts = {"action": action, "list": group, "replacement": term.replacement}
        facts |= {"brand": brand.name} if brand else {}
        record(workspace, user, "term_set", words, facts)


def remove_term(*, workspace: Workspace, user: User, term_id: int) -> None:
    """Removing twice is harmless."""
    with write_transaction():
        term = PolicyTerm.objects.filter(workspace=workspace, id=term_id).first()
        if term is not None:
            term.delete()
            record(workspace, user, "term_removed", term.words, {"action": term.action})


def appeal(*, board: Board, user: User, prompt: str, brand: UUID | None) -> None:
    """Ask the leads to allow a prompt as it is written. Raises BadTerm."""
    terms = terms_of(board.workspace_id, brand)
    blocking = [one for one in terms if one.action == "block"]
    found = [term.words for term in found_in(blocking, [prompt])]
    if not found:
        raise BadTerm("Nothing in the prompt is blocked. Rename the pictures that go along.")
    with write_transaction():
        mine = PolicyAppeal.objects.filter(
            workspace=board.workspace, user=user, state=PolicyAppeal.State.OPEN
        )
        if mine.filter(prompt=prompt).exists():
            return
        if mine.count() >= MOST_OPEN_APPEALS:
            raise BadTerm("Twenty of your appeals are open. Wait for a lead to answer them.")
        PolicyAppeal.objects.create(
            workspace=board.workspace, user=user, prompt=prompt, terms=found
        )
        leads = Membership.objects.filter(workspace=board.workspace, role__in=MANAGING_ROLES)
        people = leads.exclude(user=user).values_list("user_id", flat=True)
        text = f"{display_name(user)} appeals against “{found[0]}”. Answer it under Brand safety."
        notify(people, Notification.Kind.DECISION, board, None, text)
        record(board.workspace, user, "appeal_made", ", ".join(found), {"prompt": prompt})


def answer_appeal(
    *, workspace: Workspace, user: User, appeal_id: int, is_allowed: bool, why: str
) -> None:
    """Raises NotFound, BadTerm. One that was answered already stays as it is."""
    if not why:
        raise BadTerm("Say why. The reason goes on the record.")
    with write_transaction():
        rows = PolicyAppeal.objects.select_for_update().filter(workspace=workspace)
        found = rows.filter(id=appeal_id).first()
        if found is None:
            raise NotFound("There is no such appeal. Reload the page.")
        if found.state != PolicyAppeal.State.OPEN:
            return
        state = PolicyAppeal.State.ALLOWED if is_allowed else PolicyAppeal.State.REFUSED
        found.state, found.decided_by = state, user
        found.save(update_fields=["state", "decided_by"])
        facts = {"reason": why, "prompt": found.prompt, "who": display_name(found.user)}
        record(workspace, user, f"appeal_{state.value}", ", ".join(found.terms), facts)
