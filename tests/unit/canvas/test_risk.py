"""The rules of risk as a table: what is said of a picture, and the class and reason it gets."""

import uuid
from datetime import date

import pytest

from assets.rights import Input, Standing, standing
from canvas.risk import DEFAULT_USES, Lowering, Risk, classify

LOW, MEDIUM, HIGH = Risk.LOW, Risk.MEDIUM, Risk.HIGH
BEACH = uuid.UUID(int=1)


def beach(standing: Standing) -> tuple[Input, ...]:
    return (Input(BEACH, "beach.jpg", standing),)


@pytest.mark.parametrize(
    ("said", "risk", "reason"),
    [
        ({}, LOW, ""),
        ({"use": "Mood board"}, LOW, "Used as Mood board"),
        ({"use": "Social background"}, LOW, "Used as Social background"),
        ({"use": "Blog header"}, LOW, "Used as Blog header"),
        ({"use": "Hero"}, MEDIUM, "Used as Hero"),
        ({"use": "Landing page"}, MEDIUM, "Used as Landing page"),
        ({"use": "Mail"}, MEDIUM, "Used as Mail"),
        ({"use": "Packaging"}, HIGH, "Used as Packaging"),
        ({"use": "Logo"}, HIGH, "Used as Logo"),
        ({"use": "Permanent identifier"}, HIGH, "Used as Permanent identifier"),
        ({"use": "Billboard"}, HIGH, "“Billboard” is not in the table of uses any more"),
        ({"inputs": beach(Standing.OWNED)}, LOW, ""),
        ({"inputs": beach(Standing.LICENSED)}, LOW, ""),
        ({"inputs": beach(Standing.UNDOCUMENTED)}, MEDIUM, "The licence of beach.jpg has no"),
        ({"inputs": beach(Standing.EXPIRED)}, HIGH, "The licence of beach.jpg has expired"),
        ({"inputs": beach(Standing.UNKNOWN)}, HIGH, "Rights of beach.jpg are unknown"),
        ({"use": "Hero", "inputs": beach(Standing.UNKNOWN)}, HIGH, "Rights of beach.jpg"),
        ({"flags": ["people"]}, MEDIUM, "Shows people"),
        ({"flags": ["minors"]}, HIGH, "Shows minors"),
        ({"flags": ["brand"]}, HIGH, "A brand rule applies"),
        ({"prompts": ["a red mug", "with our Logo"]}, HIGH, "The prompt speaks of “Logo”"),
        ({"prompts": ["a portrait"]}, MEDIUM, "The prompt speaks of “portrait”"),
        ({"prompts": ["a manor of many facets"]}, LOW, ""),
        ({"use": "Mood board", "raised_to": HIGH}, HIGH, "Raised by hand"),
        ({"use": "Logo", "raised_to": MEDIUM}, HIGH, "Used as Logo"),
    ],
)
def test_what_gives_which_class(said, risk: Risk, reason: str) -> None:
    verdict = classify(**{"use": "", "uses": DEFAULT_USES, **said})

    assert verdict.risk == risk
    assert (verdict.reasons[0].words if verdict.reasons else "").startswith(reason)


def test_a_lowering_holds_until_there_is_a_new_reason() -> None:
    lowering = Lowering(LOW, "agency's own beach", frozenset(["use:Hero"]))

    held = classify(use="Hero", uses=DEFAULT_USES, lowering=lowering)
    raised = classify(
        use="Hero", uses=DEFAULT_USES, lowering=lowering, inputs=beach(Standing.EXPIRED)
    )

    assert (held.risk, held.lowering) == (LOW, lowering)
    assert (raised.risk, raised.lowering) == (HIGH, None)


def test_a_lowering_to_above_what_is_due_changes_nothing() -> None:
    lowering = Lowering(HIGH, "careful", frozenset())

    verdict = classify(use="Mood board", uses=DEFAULT_USES, lowering=lowering)

    assert (verdict.risk, verdict.lowering) == (LOW, None)


@pytest.mark.parametrize(
    ("kind", "expires_on", "has_document", "expected"),
    [
        ("owned", None, False, Standing.OWNED),
        ("licensed", None, True, Standing.LICENSED),
        ("licensed", date(2026, 6, 30), True, Standing.LICENSED),
        ("licensed", date(2026, 6, 29), True, Standing.EXPIRED),
        ("licensed", date(2026, 6, 29), False, Standing.EXPIRED),
        ("licensed", None, False, Standing.UNDOCUMENTED),
        ("unknown", None, True, Standing.UNKNOWN),
    ],
)
def test_where_rights_stand_on_a_day(kind, expires_on, has_document, expected) -> None:
    assert standing(kind, expires_on, has_document, date(2026, 6, 30)) == expected
