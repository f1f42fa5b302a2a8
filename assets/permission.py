"""What the access policy answers when it is asked for a picture. See `assets.views`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Permission:
    """is_lasting: a browser may keep the picture without asking again. may_download: the original
    too, and to save it under its name; else what is shown is at most the largest level."""

    is_lasting: bool
    may_download: bool


FOR_GOOD = Permission(is_lasting=True, may_download=True)
