"""What leads may write into a brand's page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assets.actions.brands import WORDS
from assets.formats import FORMATS
from canvas.forms import Line
from canvas.risk import Risk

_COLOUR_LINE = re.compile(r"(?P<name>.*?)\s*(?P<hex>#[0-9a-fA-F]{6})")


class BrandForm(forms.Form):
    name = Line(max_length=60, error_messages={"required": "Give the brand a name."})
    colour = Line(max_length=20)


class LookForm(BrandForm):
    """palette: a colour a line, its name before it."""

    palette = forms.CharField(required=False, max_length=4_000)
    default_use = Line(required=False, max_length=60)
    formats = forms.MultipleChoiceField(
        required=False, choices=[(one.key, one.name) for one in FORMATS]
    )

    def clean_palette(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["palette"].splitlines()]
        return [_colour_in(line) for line in lines if line]


class WordsForm(forms.Form):
    tone = forms.CharField(required=False)
    dos = forms.CharField(required=False)
    donts = forms.CharField(required=False)
    light = forms.CharField(required=False)
    camera = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        return {key: self.cleaned_data.get(key, "") for key in WORDS}


def engines_in(post: Any, known: list[str]) -> dict[str, list[str]]:
    """{risk class: [engine keys]} of ticked boxes `risk`; a class with all of them ticked has no
    list, so that an engine set up later counts. Raises ValidationError where none is left."""
    allowed = {}
    for risk in Risk:
        keys = [key for key in known if key in post.getlist(risk)]
        if not keys:
            raise ValidationError(f"Leave at least one engine for pictures of {risk} risk.")
        if len(keys) < len(known):
            allowed[str(risk)] = keys
    return allowed


def _colour_in(line: str) -> dict[str, str]:
    found = _COLOUR_LINE.fullmatch(line)
    if found is None:
        raise ValidationError(f"“{line[:40]}” names no colour. Write a line like: Night #0b1d3a")
    return {"name": found["name"], "hex": found["hex"]}
