"""Who is on a board and what they point at: the newest of each, told in ticks, never stored.

Those who came in through another process are here too, as that process tells of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from canvas import words

Shown = dict[str, Any]
News = dict[str, Shown | None]
"""By key, what is new of each person; None: gone."""

COLOURS = range(1, words.PERSON_COLOURS + 1)


@dataclass
class Person:
    """colour: 1 to 6, of the design tokens --p1 to --p6. shown: as in a presence frame."""

    key: str
    name: str
    colour: int
    shown: dict[str, Any] = field(default_factory=dict)


class Presence:
    """The people of one room. `take_news` gives what changed since it was last asked, and
    `take_own_news` the part of it that other processes do not know.

    mark: tells keys of this process from those of others; "" where there are no others.
    """

    def __init__(self, mark: str = "") -> None:
        self._mark = mark
        self._people: dict[str, Person] = {}
        self._others: dict[str, News] = {}
        self._news: News = {}
        self._own_news: News = {}

    def enter(self, key: str, name: str) -> Person:
        """The same person in a second window is `key.2`: two pointers need two keys."""
        number, base = 1, f"{key}.{self._mark}" if self._mark else key
        unique = base
        while unique in self._people:
            number += 1
            unique = f"{base}-{number}" if self._mark else f"{base}.{number}"
        person = Person(unique, name, self._colour_for(key))
        self._people[unique] = person
        self._tell_own(unique, self._whole(person))
        return person

    def _colour_for(self, key: str) -> int:
        """A member's own one, as in panels and lists, unless it is worn; else the least worn."""
        worn = Counter(card["colour"] for card in self.cards())
        if key.startswith("u") and key[1:].isdecimal():
            own = words.person_colour(int(key[1:]))
            if not worn[own]:
                return own
        return min(COLOURS, key=lambda colour: worn[colour])

    def leave(self, key: str) -> None:
        if self._people.pop(key, None) is not None:
            self._tell_own(key, None)

    def show(self, key: str, shown: Shown) -> None:
        person = self._people[key]
        person.shown.update(shown)
        self._tell_own(key, {"name": person.name, "colour": person.colour, **shown})

    def _tell_own(self, key: str, news: Shown | None) -> None:
        _merge(self._news, key, news)
        _merge(self._own_news, key, news)

    def hear(self, process: str, news: Mapping[str, Shown | None]) -> None:
        """What is new of the people of another process, as its `take_own_news` said."""
        people = self._others.setdefault(process, {})
        for key, one in news.items():
            _merge(self._news, key, one)
            if one is None:
                people.pop(key, None)
            else:
                people[key] = {**(people.get(key) or {}), **one}

    def hear_all(self, process: str, people: Mapping[str, Shown]) -> None:
        """All the people of another process; who is not among them has gone."""
        known = self._others.get(process, {})
        gone: News = {key: None for key in known if key not in people}
        new = {key: one for key, one in people.items() if known.get(key) != one}
        self.hear(process, gone | new)
        if not people:
            self._others.pop(process, None)

    @property
    def processes(self) -> set[str]:
        """The others that somebody is here through."""
        return set(self._others)

    def take_news(self) -> News:
        news, self._news = self._news, {}
        return news

    def take_own_news(self) -> News:
        news, self._own_news = self._own_news, {}
        return news

    def cards(self) -> list[dict[str, Any]]:
        return [
            {"key": key, "name": one["name"], "colour": one["colour"]}
            for key, one in self.everyone().items()
            if one is not None
        ]

    def own(self) -> dict[str, Shown]:
        """All that the people of this process show."""
        return {key: self._whole(person) for key, person in self._people.items()}

    def everyone(self) -> News:
        """All that is shown now, for somebody who has just come."""
        everyone: News = {**self.own()}
        for people in self._others.values():
            everyone |= people
        return everyone

    @staticmethod
    def _whole(person: Person) -> Shown:
        return {"name": person.name, "colour": person.colour, **person.shown}


def _merge(news: News, key: str, one: Shown | None) -> None:
    """Add to what is to be told of a person; None: gone."""
    news[key] = None if one is None else {**(news.get(key) or {}), **one}
