"""What a made picture is called before anybody names it."""

from assets.models import Generation

NAME_CHARACTERS = 80


def picture_name(generation: Generation) -> str:
    """The first words of the prompt; of an edit without one, the name of what was edited."""
    words = " ".join(generation.prompt.split())
    if not words and generation.source is not None:
        words = generation.source.name
    if len(words) <= NAME_CHARACTERS:
        return words
    return words[: NAME_CHARACTERS - 1].rsplit(" ", 1)[0] + "…"
