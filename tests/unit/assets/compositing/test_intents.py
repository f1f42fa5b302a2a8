import pytest

from assets.compositing.intents import MANNERS, Intent, words_for


@pytest.mark.parametrize("intent", Intent)
def test_every_intent_has_words_with_and_without_a_prompt(intent):
    assert "a red ball" in words_for(intent, "a red ball")
    assert words_for(intent, "").endswith(".")
    assert 0 < MANNERS[intent].strength <= 1
