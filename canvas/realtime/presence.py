"""Who is on a board and what they point at: the newest of each, told in ticks, never stored."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from canvas import words

COLOURS = range(1, words.PERSON_COLOURS + 1)


@dataclass
class Person:
    """colour: 1 to 6, of the design tokens --p1 to --p6. shown: as in a presence frame."""

    key: str
    name: str
    colour: int
    shown: dict[str, Any] = field(default_factory=dict)

    def card(self) -> dict[str, Any]:
        return {"key": self.key, "name": self.name, "colour": self.colour}


class Presence:
    """The people of one room. `take_news` gives what changed since it was last asked."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._news: dict[str, dict[str, Any] | None] = {}

    def enter(self, key: str, name: str) -> Person:
        """The same person in a second window is `key.2`: two pointers need two keys."""
        number, unique = 1, key
        while unique in self._people:
            number += 1
            unique = f"{key}.{number}"
        person = Person(unique, name, self._colour_for(key))
        self._people[unique] = person
        self._news[unique] = self._whole(person)
        return person

    def _colour_for(self, key: str) -> int:
        """A member's own one, as in panels and lists, unless it is worn; else the least worn."""
        worn = Counter(person.colour for person in self._people.values())
        if key.startswith("u") and key[1:].isdecimal():
            own = words.person_colour(int(key[1:]))
            if not worn[own]:
                return own
        return min(COLOURS, key=lambda colour: worn[colour])

    def leave(self, key: str) -> None:
        if self._people.pop(key, None) is not None:
            self._news[key] = None

    def show(self, key: str, shown: dict[str, Any]) -> None:
        person = self._people[key]
        person.shown.update(shown)
        news = self._news.get(key)
        base = {"name": person.name, "colour": person.colour} if news is None else news
        self._news[key] = {**base, **shown}

    def take_news(self) -> dict[str, dict[str, Any] | None]:
        news, self._news = self._news, {}
        return news

    def cards(self) -> list[dict[str, Any]]:
        return [person.card() for person in self._people.values()]

    def everyone(self) -> dict[str, dict[str, Any] | None]:
        """All that is shown now, for somebody who has just come."""
        return {key: self._whole(person) for key, person in self._people.items()}

    @staticmethod
    def _whole(person: Person) -> dict[str, Any]:
        return {"name": person.name, "colour": person.colour, **person.shown}
