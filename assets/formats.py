"""The formats that channels ask for: exact px, and the part that a channel leaves uncovered."""

from dataclasses import asdict, dataclass
from typing import Any

from assets.compositing.geometry import Box, Size

MOST_SIDE = 16_384
"""px. No channel asks for more."""


@dataclass(frozen=True)
class Insets:
    """px at each edge."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


@dataclass(frozen=True)
class Format:
    """width, height: px. margins: what the channel lays its own buttons and words over, or cuts
    off on some screens: text and subjects stay out of it."""

    name: str
    width: int
    height: int
    margins: Insets = Insets()

    @property
    def key(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def safe(self) -> Box:
        """The safe area in px of the format."""
        inner = (self.margins.left + self.margins.right, self.margins.top + self.margins.bottom)
        return Box(
            self.margins.left, self.margins.top, self.width - inner[0], self.height - inner[1]
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Plain JSON values for the page."""
        return {"key": self.key, **asdict(self)}


FORMATS = (
    # A profile's grid shows a square of posts: what is above and below it is cut off there.
    Format("Portrait post", 1080, 1350, Insets(top=135, bottom=135)),
    Format("Square post", 1080, 1080),
    # Title safe, as broadcasters keep it: 5 % at each edge.
    Format("Landscape", 1920, 1080, Insets(96, 54, 96, 54)),
    # 14 % above for the account, 20 % below for the reply field, 6 % beside for buttons.
    Format("Story", 1080, 1920, Insets(65, 270, 65, 380)),
    Format("Link preview", 1200, 628),
    Format("Medium rectangle", 300, 250),
    Format("Leaderboard", 728, 90),
    Format("Half page", 300, 600),
)


def format_of(key: str) -> Format | None:
    return next((one for one in FORMATS if one.key == key), None)
