"""What a template says of its slots, and whether a value fits one. Pure."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from assets.prompts.template import SLOT_NAME, TemplateError, slot_key

MOST_SLOTS = 40
MOST_CHOICES = 100
MOST_VALUE_CHARACTERS = 1_000
MOST_HELP_CHARACTERS = 200

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


class SlotType(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    COLOUR = "colour"
    NUMBER = "number"


@dataclass(frozen=True)
class SlotRule:
    """name: as `slot_key` gives it. choices: of a choice alone."""

    name: str
    type: SlotType = SlotType.TEXT
    default: str = ""
    help: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"choices": list(self.choices)}


def rules_of(names: Iterable[str], raw: Any) -> tuple[SlotRule, ...]:
    """One rule for each slot of a text, in its order: those of `raw`, as JSON, and for the others
    words that are required. Raises TemplateError for what is no list of rules."""
    names = tuple(names)
    if len(names) > MOST_SLOTS:
        raise TemplateError(f"A template has at most {MOST_SLOTS} slots. Use fewer.")
    if not isinstance(raw, list) or len(raw) > 2 * MOST_SLOTS:
        raise TemplateError("The slots are no list that can be read. Write them again.")
    known = {rule.name: rule for rule in map(_rule, raw)}
    return tuple(known.get(name, SlotRule(name)) for name in names)


def checked_values(rules: Iterable[SlotRule], values: Mapping[str, str]) -> dict[str, str]:
    """What goes into each slot, defaults included. Raises TemplateError that names the first slot
    that is missing or wrong; values for slots that are not there are left out."""
    given = {slot_key(name): value for name, value in values.items()}
    return {rule.name: _checked(rule, given.get(rule.name, "")) for rule in rules}


def missing_slots(rules: Iterable[SlotRule], values: Mapping[str, str]) -> list[str]:
    given = {slot_key(name): value.strip() for name, value in values.items()}
    return [
        rule.name
        for rule in rules
        if rule.required and not rule.default and not given.get(rule.name)
    ]


def _checked(rule: SlotRule, value: str) -> str:
    value = value.strip() or rule.default
    if not value:
        if rule.required:
            raise TemplateError(f"Required: {rule.name}", slot=rule.name)
        return ""
    if len(value) > MOST_VALUE_CHARACTERS:
        raise _unfit(rule, f"takes at most {MOST_VALUE_CHARACTERS:,} characters. Shorten it.")
    if rule.type is SlotType.CHOICE and value not in rule.choices:
        raise _unfit(rule, f"is one of {', '.join(rule.choices)}. Choose one.")
    if rule.type is SlotType.COLOUR:
        if not _COLOUR.fullmatch(value):
            raise _unfit(rule, "is a colour like #f2b824. Write one.")
        return value.lower()
    if rule.type is SlotType.NUMBER and not _is_number(value):
        raise _unfit(rule, "is a number like 3 or 0.5. Write one.")
    return value


def _is_number(value: str) -> bool:
    try:
        return len(value) < 40 and math.isfinite(float(value))
    except ValueError:
        return False


def _unfit(rule: SlotRule, words: str) -> TemplateError:
    return TemplateError(f"‘{rule.name}’ {words}", slot=rule.name)


def _rule(raw: Any) -> SlotRule:
    """Raises TemplateError."""
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise TemplateError("A slot has no name. Write one, like product.")
    name = slot_key(raw["name"])
    if not SLOT_NAME.fullmatch(name):
        raise TemplateError(
            f"‘{name[:40]}’ is no name of a slot. Use letters, digits and spaces, 40 at most."
        )
    if raw.get("type", "text") not in list(SlotType):
        raise TemplateError(f"‘{name}’ is of no known type. Choose text, choice, colour or number.")
    texts = [raw.get(key, "") for key in ("default", "help")]
    choices = raw.get("choices", [])
    if (
        not all(isinstance(text, str) and len(text) <= MOST_VALUE_CHARACTERS for text in texts)
        or not isinstance(choices, list)
        or not all(isinstance(one, str) and len(one) <= MOST_HELP_CHARACTERS for one in choices)
    ):
        raise TemplateError(f"What is said of ‘{name}’ cannot be read. Write it again.")
    rule = SlotRule(
        name,
        SlotType(raw.get("type", "text")),
        default=texts[0].strip(),
        help=" ".join(texts[1].split())[:MOST_HELP_CHARACTERS],
        required=raw.get("required", True) is True,
        choices=tuple(dict.fromkeys(one.strip() for one in choices if one.strip())),
    )
    if rule.type is not SlotType.CHOICE:
        rule = replace(rule, choices=())
    elif not 0 < len(rule.choices) <= MOST_CHOICES:
        raise TemplateError(f"‘{name}’ is a choice: give it 1 to {MOST_CHOICES} choices.")
    if rule.default:
        _checked(rule, rule.default)
    return rule
