"""Several masks of one picture as what is asked for: those with the same words are one part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from assets.actions.assets import join_masks
from assets.actions.generations import NewPart
from assets.generations.names import shortened
from assets.generations.rules import MOST_PROMPT_CHARACTERS
from assets.models import Asset


@dataclass(frozen=True)
class Masked:
    """mask: all that is selected; None: nothing is an edit by masks. prompt, strength: of the whole
    where there is one part. parts: two or more, lowest first, or none."""

    mask: Asset | None
    prompt: str
    strength: float = 1.0
    parts: tuple[NewPart, ...] = ()


def join_parts(*, picture: Asset, parts: Sequence[NewPart], user: User) -> Masked:
    """`parts`: at least one mask of `picture`, lowest first, with its words.

    Call it outside a transaction: masks are decoded and encoded, and other writers would wait.
    Raises InvalidMask, StorageFailed.
    """
    by_words: dict[tuple[str, float], list[Asset]] = {}
    for part in parts:
        by_words.setdefault((part.prompt.strip(), part.strength), []).append(part.mask)
    joined = tuple(
        NewPart(join_masks(masks=masks, picture=picture, user=user), prompt, strength)
        for (prompt, strength), masks in by_words.items()
    )
    if len(joined) == 1:
        return Masked(joined[0].mask, joined[0].prompt, joined[0].strength)
    whole = join_masks(masks=[part.mask for part in joined], picture=picture, user=user)
    prompt = "; ".join(part.prompt for part in joined if part.prompt)
    return Masked(whole, shortened(prompt, MOST_PROMPT_CHARACTERS), parts=joined)
