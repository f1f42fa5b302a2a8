"""What approval a picture has, and what it still needs, in words. Pure rules.

Low: any member. Medium: a lead. High: two people, a lead among them, neither the author, each with
the checklist and the password asked again. Only decisions on exactly these bytes count, and of each
person the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from canvas.risk import Risk

LEADS = frozenset({"owner", "lead"})
DECIDING = LEADS | {"designer", "reviewer"}

CHECKLIST: dict[str, str] = {
    "rights": "The rights of every picture that went into it allow this use",
    "people": "Everybody shown has agreed to it, or nobody is shown",
    "marks": "Logos, packaging and claims in it are ours to use",
}

APPROVE, WITH_CHANGES = "approve", "approve_with_changes"
CHANGES, NOT_RELEVANT = "changes_required", "not_relevant"


class State(StrEnum):
    OPEN = "open"
    CHANGES = "changes"
    REJECTED = "rejected"
    APPROVED = "approved"


@dataclass(frozen=True)
class Made:
    """A decision, in the order of time. person: a key for one person; names are not unique.
    role: "" for a guest. is_confirmed: with the whole checklist and the password."""

    kind: str
    person: str
    name: str
    role: str
    sha256: str
    is_confirmed: bool = False


@dataclass(frozen=True)
class Status:
    """missing: sentences, empty once it is approved. given of needed: approvals that count.
    is_stale: decisions were made, and none of them on these bytes."""

    state: State
    missing: tuple[str, ...]
    given: int
    needed: int
    approvers: tuple[str, ...] = ()
    is_stale: bool = False

    @property
    def is_approved(self) -> bool:
        return self.state is State.APPROVED


def status(risk: Risk, decisions: Iterable[Made], *, sha256: str, author: str) -> Status:
    """author: as in `Made.person`, "" where nobody knows."""
    made = list(decisions)
    last = {one.person: one for one in made if one.sha256 == sha256}
    is_stale = bool(made) and not last
    needed = 2 if risk is Risk.HIGH else 1
    good = [one for one in last.values() if one.kind == APPROVE and _counts(one, risk, author)]
    names = tuple(one.name for one in good)
    against = [one for one in last.values() if one.kind != APPROVE and one.role in DECIDING]
    if against:
        state = State.CHANGES
        if all(one.kind == NOT_RELEVANT for one in against):
            state = State.REJECTED
        return Status(state, tuple(map(_against, against)), len(good), needed, names)
    missing = tuple(_missing(risk, good))
    given = min(len(good), needed)
    state = State.OPEN if missing else State.APPROVED
    shown = (_STALE, *missing) if is_stale else missing
    return Status(state, shown, given, needed, names, is_stale)


_STALE = "Not reviewed: what was decided was on other pixels."


def why_not(risk: Risk, *, role: str, is_author: bool) -> str:
    """Why this person's approval would not count, in words; "" where it would."""
    if role not in DECIDING:
        return "Viewers look on. A lead can give you another role."
    if risk is Risk.HIGH and is_author:
        return "You made this picture: for high risk two others approve."
    if risk is Risk.MEDIUM and role not in LEADS:
        return "A lead approves pictures of medium risk."
    return ""


def _counts(one: Made, risk: Risk, author: str) -> bool:
    is_author = bool(author) and one.person == author
    if why_not(risk, role=one.role, is_author=is_author):
        return False
    return one.is_confirmed or risk is not Risk.HIGH


def _against(one: Made) -> str:
    done = {
        WITH_CHANGES: "approved it with changes: they come first",
        CHANGES: "asked for changes",
        NOT_RELEVANT: "found it not relevant",
    }
    return f"{one.name} {done[one.kind]}."


def _missing(risk: Risk, good: list[Made]) -> list[str]:
    if risk is Risk.LOW:
        return [] if good else ["Any member can approve it."]
    if risk is Risk.MEDIUM:
        return [] if good else ["A lead has to approve it."]
    has_lead = any(one.role in LEADS for one in good)
    if not good:
        return ["Two people have to approve it, a lead among them, and not its author."]
    if not has_lead:
        return ["A lead has to approve it too, not its author."]
    return [] if len(good) > 1 else ["One more person has to approve it, not its author."]
