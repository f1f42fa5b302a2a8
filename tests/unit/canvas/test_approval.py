"""What approval takes by class, as a table: decisions on these bytes, and what is still needed."""

import pytest

from canvas.approval import Made, State, status, why_not
from canvas.risk import Risk

NOW, BEFORE = "a" * 64, "b" * 64
LOW, MEDIUM, HIGH = Risk.LOW, Risk.MEDIUM, Risk.HIGH


def by(person: str, role: str = "", kind: str = "approve", **more) -> Made:
    return Made(kind, person, person.capitalize(), role, **{"sha256": NOW, **more})


def sure(person: str, role: str, **more) -> Made:
    return by(person, role, is_confirmed=True, **more)


@pytest.mark.parametrize(
    ("risk", "decisions", "state", "missing"),
    [
        (LOW, [], "open", "Any member"),
        (LOW, [by("ann", "designer")], "approved", ""),
        (LOW, [by("eve", "designer")], "approved", ""),
        (LOW, [by("vic", "viewer")], "open", "Any member"),
        (LOW, [by("guest")], "open", "Any member"),
        (MEDIUM, [], "open", "A lead has"),
        (MEDIUM, [by("ann", "reviewer")], "open", "A lead has"),
        (MEDIUM, [by("leo", "lead")], "approved", ""),
        (HIGH, [], "open", "Two people"),
        (HIGH, [by("leo", "lead"), by("ann", "reviewer")], "open", "Two people"),
        (HIGH, [sure("leo", "lead")], "open", "One more person"),
        (HIGH, [sure("ann", "reviewer")], "open", "A lead has"),
        (HIGH, [sure("ann", "reviewer"), sure("bob", "designer")], "open", "A lead has"),
        (HIGH, [sure("leo", "lead"), sure("leo", "lead")], "open", "One more person"),
        (HIGH, [sure("leo", "lead"), sure("eve", "lead")], "open", "One more person"),
        (HIGH, [sure("leo", "lead"), sure("ann", "reviewer")], "approved", ""),
        (MEDIUM, [by("leo", "lead", "approve_with_changes")], "changes", "Leo approved it with"),
        (MEDIUM, [by("leo", "lead", "changes_required")], "changes", "Leo asked for changes"),
        (MEDIUM, [by("leo", "lead", "not_relevant")], "rejected", "Leo found it not relevant"),
        (LOW, [by("ann", "designer"), by("leo", "lead", "changes_required")], "changes", "Leo"),
        (MEDIUM, [by("leo", "lead", "changes_required"), by("leo", "lead")], "approved", ""),
        (MEDIUM, [by("leo", "lead", sha256=BEFORE)], "open", "Not reviewed"),
        (MEDIUM, [by("leo", "lead", sha256=BEFORE), by("leo", "lead")], "approved", ""),
        (LOW, [by("guest", "", "changes_required")], "open", "Any member"),
    ],
)
def test_what_is_still_needed(risk: Risk, decisions, state: str, missing: str) -> None:
    found = status(risk, decisions, sha256=NOW, author="eve")

    assert found.state == State(state)
    assert " ".join(found.missing).startswith(missing)
    assert found.is_approved == (not found.missing)


def test_how_many_of_how_many() -> None:
    found = status(HIGH, [sure("leo", "lead")], sha256=NOW, author="eve")

    assert (found.given, found.needed, found.approvers) == (1, 2, ("Leo",))


def test_an_author_and_a_viewer_are_told_why_not() -> None:
    assert "You made" in why_not(HIGH, role="lead", is_author=True)
    assert "Viewers" in why_not(LOW, role="viewer", is_author=False)
    assert "A lead" in why_not(MEDIUM, role="designer", is_author=False)
    assert why_not(MEDIUM, role="lead", is_author=True) == ""
