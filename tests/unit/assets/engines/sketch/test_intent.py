import pytest

from assets.engines.sketch.intent import Deed, draws_by_command, read_intent


@pytest.mark.parametrize(
    ("prompt", "deed"),
    [
        ("", Deed.FILL),
        ("   ", Deed.FILL),
        ("remove the cup", Deed.FILL),
        ("erase", Deed.FILL),
        ("get rid of the car", Deed.FILL),
        ("empty table", Deed.FILL),
        ("qwertz", Deed.FILL),
        ("🦊", Deed.FILL),
        ("red", Deed.RECOLOUR),
        ("make it dark blue", Deed.RECOLOUR),
        ("green cup", Deed.RECOLOUR),
        ("the cup in green", Deed.RECOLOUR),
        ("deep green shirt", Deed.RECOLOUR),
        ("#1b7f5a", Deed.RECOLOUR),
        ("add a red ball", Deed.DRAW),
        ("a red ball", Deed.DRAW),
        ("two yellow lemons", Deed.DRAW),
        ("put a cat here", Deed.DRAW),
        ("replace with a vase", Deed.DRAW),
        ("vase with flowers", Deed.DRAW),
        ("remove the cup and put a vase there", Deed.DRAW),
        ("paint the car red", Deed.RECOLOUR),
        ("the cup in a deep green", Deed.RECOLOUR),
        ("turn the cup into green", Deed.RECOLOUR),
        ("turn it into a red ball", Deed.DRAW),
        ("darker", Deed.TONE),
        ("black and white", Deed.TONE),
    ],
)
def test_the_rule_of_words(prompt: str, deed: Deed) -> None:
    assert read_intent(prompt).deed == deed


def test_the_last_colour_is_the_wanted_one() -> None:
    assert read_intent("from red to blue").colour == read_intent("blue").colour


def test_what_comes_is_drawn_not_what_goes() -> None:
    for prompt in ("replace the cup with a vase", "remove the cup and put a vase there"):
        subject = read_intent(prompt).subject
        assert subject is not None and subject.name == "vase"


def test_a_drawn_subject_keeps_its_colour() -> None:
    ball = read_intent("add a red ball").subject
    assert ball is not None and ball.name == "ball"
    assert ball.colour == read_intent("red").colour


def test_an_extension_draws_only_on_command() -> None:
    assert draws_by_command("a sailboat on a calm sea") is None
    boat = draws_by_command("add a boat")
    assert boat is not None and boat.name == "boat"
