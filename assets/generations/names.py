"""What a made picture is called before anybody names it."""

from assets.models import Generation

NAME_CHARACTERS = 80


def picture_name(generation: Generation) -> str:
    """The first words of the prompt; of an edit without one, the name of what was edited."""
    words = " ".join(generation.prompt.split())
    if not words and generation.source is not None:
        words = generation.source.name
    return shortened(words, NAME_CHARACTERS)


def shortened(words: str, most: int) -> str:
    """At most `most` characters, cut between words."""
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0] + "…"
