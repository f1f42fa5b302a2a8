"""Whether words may go to an engine: a workspace's terms, found in prompts and file names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q

from assets.errors import InvalidRequest
from assets.models import PolicyAppeal, PolicyTerm


class PolicyBlocked(InvalidRequest):
    """A rule of the workspace forbids these words. No engine was asked."""

    code = "policy_blocked"
    http_status = 422


def plain(text: str) -> str:
    """As it is compared: one form of each letter, without what is invisible."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(one for one in folded if unicodedata.category(one) != "Cf")


def pattern_of(words: str) -> re.Pattern[str]:
    """Whole words, in any case, however far apart they are written."""
    parts = r"\s+".join(map(re.escape, plain(words).split()))
    return re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)


def found_in(terms: Iterable[PolicyTerm], texts: Iterable[str]) -> list[PolicyTerm]:
    said = [plain(text) for text in texts if text]
    return [term for term in terms if any(pattern_of(term.words).search(text) for text in said)]


def replaced(terms: Iterable[PolicyTerm], text: str) -> str:
    """With every term that is to be replaced; untouched where there is none."""
    hits = found_in((t for t in terms if t.action == PolicyTerm.Action.REPLACE), [text])
    new = plain(text) if hits else text
    for term in hits:
        # Split and joined: what replaces it is no pattern.
        new = term.replacement.join(pattern_of(term.words).split(new))
    return new


def terms_of(workspace_id: UUID, brand_id: UUID | None = None) -> list[PolicyTerm]:
    """Of the whole workspace, and of a brand."""
    scope = Q(brand=None) if brand_id is None else Q(brand=None) | Q(brand_id=brand_id)
    rows = PolicyTerm.objects.filter(scope, workspace_id=workspace_id)
    rows = rows.select_related("owner", "brand")
    return list(rows.order_by("id"))


def refuse_blocked(
    terms: Sequence[PolicyTerm], *, user: User | None, prompt: str, others: Iterable[str]
) -> None:
    """others: words of masks, names of pictures that go along. Raises PolicyBlocked."""
    blocking = [term for term in terms if term.action == PolicyTerm.Action.BLOCK]
    found = found_in(blocking, [prompt, *others])
    if found and not _is_allowed(found, user, prompt):
        raise PolicyBlocked(_refusal(found[0]))


def _is_allowed(found: Sequence[PolicyTerm], user: User | None, prompt: str) -> bool:
    allowed = PolicyAppeal.objects.filter(
        workspace_id=found[0].workspace_id,
        user=user,
        prompt=prompt,
        state=PolicyAppeal.State.ALLOWED,
    )
    words = {term.words for term in found}
    return any(words <= set(appeal.terms) for appeal in allowed)


def _refusal(term: PolicyTerm) -> str:
    where = f"for {term.brand.name}" if term.brand is not None else "here"
    return (
        f"“{term.words}” is blocked {where} ({term.get_group_display().lower()}, a rule of "
        f"{owner_of(term)}). Nothing was sent, and nothing was charged. "
        "Change the prompt or the picture's name, or appeal to a lead."
    )


def warning(terms: Iterable[PolicyTerm], prompt: str) -> str:
    """What to mind in a prompt that was taken; "" for nothing."""
    warned = found_in((t for t in terms if t.action == PolicyTerm.Action.WARN), [prompt])
    changed = found_in((t for t in terms if t.action == PolicyTerm.Action.REPLACE), [prompt])
    said = [f"Mind “{term.words}”: a rule of {owner_of(term)} warns of it." for term in warned]
    said += [
        f"“{term.words}” was replaced by “{term.replacement}”, a rule of {owner_of(term)}."
        for term in changed
    ]
    return " ".join(said)


def owner_of(term: PolicyTerm) -> str:
    if term.owner is None:
        return "the workspace"
    return term.owner.first_name or term.owner.email.partition("@")[0] or "a lead"
