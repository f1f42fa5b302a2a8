from canvas.realtime.presence import Presence
from canvas.words import person_colour


def test_the_newest_of_each_key_is_told_once() -> None:
    presence = Presence()
    presence.enter("u1", "Mara")
    presence.take_news()

    presence.show("u1", {"cursor": [1, 1]})
    presence.show("u1", {"cursor": [2, 2], "selection": []})

    assert presence.take_news() == {
        "u1": {"name": "Mara", "colour": 2, "cursor": [2, 2], "selection": []}
    }
    assert presence.take_news() == {}


def test_only_what_changed_is_told_but_all_to_who_comes() -> None:
    presence = Presence()
    presence.enter("u1", "Mara")
    presence.show("u1", {"cursor": [1, 1]})
    presence.take_news()

    presence.show("u1", {"selection": ["n"]})

    assert presence.take_news() == {"u1": {"name": "Mara", "colour": 2, "selection": ["n"]}}
    assert presence.everyone()["u1"] == {
        "name": "Mara",
        "colour": 2,
        "cursor": [1, 1],
        "selection": ["n"],
    }


def test_who_leaves_is_told_as_gone() -> None:
    presence = Presence()
    presence.enter("u1", "Mara")
    presence.leave("u1")
    assert presence.take_news() == {"u1": None}
    assert presence.cards() == []


def test_a_second_window_of_one_person_has_a_key_of_its_own() -> None:
    presence = Presence()
    keys = [presence.enter("u1", "Mara").key for _ in range(3)]
    assert keys == ["u1", "u1.2", "u1.3"]
    presence.leave("u1")
    assert presence.enter("u1", "Mara").key == "u1"


def test_people_wear_different_colours_while_there_are_enough() -> None:
    presence = Presence()
    colours = [presence.enter(f"u{number}", "x").colour for number in range(6)]
    assert sorted(colours) == [1, 2, 3, 4, 5, 6]
    presence.leave("u3")
    assert presence.enter("u9", "x").colour == colours[3]


def test_members_wear_their_own_colour_and_who_finds_it_worn_another() -> None:
    presence = Presence()

    assert presence.enter("u7", "Mara").colour == person_colour(7)
    assert presence.enter("u7", "Mara").colour != person_colour(7)
    assert presence.enter("g4", "Guest").colour not in {person_colour(7), 0}
