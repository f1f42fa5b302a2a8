"""Who changed what of an anchor pack, version by version."""

from dataclasses import dataclass

from assets.models import AnchorPack, PackVersion
from assets.packs import changes_between

MOST_SHOWN = 12


@dataclass(frozen=True)
class Step:
    """changes: in words; none of a first version."""

    version: PackVersion
    changes: list[str]


def history_of(pack: AnchorPack) -> list[Step]:
    """The newest first. pack: with its versions, their makers and anchors, read at once."""
    versions = sorted(pack.versions.all(), key=lambda version: -version.number)[: MOST_SHOWN + 1]
    steps = [
        Step(after, changes_between(before.anchors.all(), after.anchors.all()))
        for after, before in zip(versions, versions[1:], strict=False)
    ]
    if len(versions) <= MOST_SHOWN:
        steps += [Step(first, []) for first in versions[-1:]]
    return steps
