"""The risk class of a picture, and why. Pure rules; what they are asked with is read elsewhere.

A picture has the highest class that anything gives it. Only a lead's lowering goes below, and only
for the reasons that were there when it was made: a new one raises the picture again.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assets.rights import Input, Standing


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return list(Risk).index(self)


DEFAULT_USES: dict[str, Risk] = {
    "Mood board": Risk.LOW,
    "Social background": Risk.LOW,
    "Blog header": Risk.LOW,
    "Hero": Risk.MEDIUM,
    "Landing page": Risk.MEDIUM,
    "Mail": Risk.MEDIUM,
    "Paid social": Risk.MEDIUM,
    "Packaging": Risk.HIGH,
    "Logo": Risk.HIGH,
    "Permanent identifier": Risk.HIGH,
}
"""What a workspace begins with."""

FLAGS: dict[str, tuple[str, Risk]] = {
    "people": ("Shows people", Risk.MEDIUM),
    "minors": ("Shows minors", Risk.HIGH),
    "logo": ("Shows a logo", Risk.HIGH),
    "packaging": ("Shows packaging", Risk.HIGH),
    "brand": ("A brand rule applies", Risk.HIGH),
}
"""What people mark on a picture: in words, and what it raises to."""

_WORDS: tuple[tuple[str, Risk, re.Pattern[str]], ...] = tuple(
    (name, risk, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, risk, words in (
        ("logo", Risk.HIGH, "logos?|logotypes?|wordmarks?|trademarks?|monograms?"),
        ("packaging", Risk.HIGH, "packaging|package design|product labels?|barcodes?"),
        ("minors", Risk.HIGH, "child|children|kids?|toddlers?|bab(?:y|ies)|teenagers?|minors?"),
        ("people", Risk.MEDIUM, "person|people|man|men|woman|women|faces?|portraits?|models?"),
    )
)

_RIGHTS: dict[Standing, tuple[str, Risk]] = {
    Standing.UNKNOWN: ("Rights of {} are unknown", Risk.HIGH),
    Standing.EXPIRED: ("The licence of {} has expired", Risk.HIGH),
    Standing.UNDOCUMENTED: ("The licence of {} has no document", Risk.MEDIUM),
}


@dataclass(frozen=True)
class Reason:
    """key: stable, so that a lowering can name what it was made in spite of."""

    key: str
    words: str
    risk: Risk


@dataclass(frozen=True)
class Lowering:
    """A lead's: to which class, why, and the keys of the reasons that it accepts."""

    to: Risk
    why: str
    accepted: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """reasons: the gravest first. lowering: None where there is none, or none that acts."""

    risk: Risk
    reasons: tuple[Reason, ...]
    lowering: Lowering | None = None


def classify(
    *,
    use: str,
    uses: Mapping[str, Risk],
    inputs: Iterable[Input] = (),
    is_clip: bool = False,
    prompts: Iterable[str] = (),
    flags: Collection[str] = (),
    raised_to: Risk | None = None,
    lowering: Lowering | None = None,
) -> Verdict:
    """use: "" where nobody said: then only the other rules count."""
    reasons = [
        *_of_use(use, uses),
        *_of_rights(inputs),
        *_of_flags(flags),
        *_of_prompts(prompts, flags),
    ]
    if is_clip:
        reasons.append(Reason("clip", "Moving pictures are medium at least", Risk.MEDIUM))
    if raised_to is not None:
        reasons.append(Reason(f"raised:{raised_to}", "Raised by hand", raised_to))
    reasons.sort(key=lambda reason: -reason.risk.rank)
    risk = reasons[0].risk if reasons else Risk.LOW
    if lowering and lowering.to.rank < risk.rank:
        grave = {reason.key for reason in reasons if reason.risk.rank > lowering.to.rank}
        if grave <= lowering.accepted:
            return Verdict(lowering.to, tuple(reasons), lowering)
    return Verdict(risk, tuple(reasons))


def _of_use(use: str, uses: Mapping[str, Risk]) -> Iterable[Reason]:
    if not use:
        return
    if use in uses:
        yield Reason(f"use:{use}", f"Used as {use}", uses[use])
    else:
        yield Reason(f"use:{use}", f"“{use}” is not in the table of uses any more", Risk.HIGH)


def _of_rights(inputs: Iterable[Input]) -> Iterable[Reason]:
    for one in inputs:
        if one.standing in _RIGHTS:
            words, risk = _RIGHTS[one.standing]
            key = f"rights:{one.standing.name.lower()}:{one.asset_id}"
            yield Reason(key, words.format(one.name), risk)


def _of_flags(flags: Collection[str]) -> Iterable[Reason]:
    for flag, (words, risk) in FLAGS.items():
        if flag in flags:
            yield Reason(f"flag:{flag}", words, risk)


def _of_prompts(prompts: Iterable[str], flags: Collection[str]) -> Iterable[Reason]:
    """What is marked already needs no guess from words."""
    said = list(prompts)
    for name, risk, pattern in _WORDS:
        if name in flags:
            continue
        for prompt in said:
            if found := pattern.search(prompt):
                yield Reason(f"words:{name}", f"The prompt speaks of “{found.group()}”", risk)
                break
