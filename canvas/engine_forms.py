"""What an owner may write into the form of an engine: the fields that its kind asks for."""

import json
from typing import Any

from django import forms
from django.http import QueryDict

from assets.actions.engines import EngineFields
from assets.engines.kinds import AdapterKind, Option
from assets.models import EngineSetting
from canvas.forms import Line

MOST_KEY_CHARACTERS = 1_000
MOST_OPTION_CHARACTERS = 200_000
"""Of a long option: a workflow of ComfyUI is one."""
CAPABILITIES = "capabilities"


def _line(label: str, most: int, **kwargs: Any) -> Line:
    widget = forms.TextInput(attrs={"class": "field l", "autocomplete": "off"})
    return Line(label=label, max_length=most, widget=widget, **kwargs)


def _number(**attrs: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "field l", "autocomplete": "off"} | attrs)


class EngineForm(forms.Form):
    """api_key: never filled in; empty keeps the stored one. option_<name>: the kind's own."""

    label = _line("Name", 60, error_messages={"required": "An engine needs a name."})
    api_key = forms.CharField(
        label="API key",
        max_length=MOST_KEY_CHARACTERS,
        required=False,
        widget=forms.PasswordInput(
            attrs={"class": "field l", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    forget_key = forms.BooleanField(label="Forget the stored key", required=False)
    model = _line("Model", 200, required=False)
    base_url = _line("Address", 300, required=False)
    price_usd = forms.DecimalField(
        label="US dollars a picture",
        min_value=0,
        max_value=1000,
        max_digits=8,
        decimal_places=4,
        widget=_number(step="any", inputmode="decimal"),
    )
    typical_seconds = forms.FloatField(
        label="Seconds a picture", min_value=0.1, max_value=3600, widget=_number(step="any")
    )
    concurrency = forms.IntegerField(
        label="Pictures at once", min_value=1, max_value=64, widget=_number()
    )
    capabilities = forms.CharField(
        label="What it can, where that differs",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(
            attrs={"class": "field", "rows": 3, "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def __init__(
        self, data: QueryDict | None, *, kind: AdapterKind, engine: EngineSetting | None = None
    ) -> None:
        super().__init__(data, initial=_initial(kind, engine))
        self.kind, self.engine = kind, engine
        self._suit(kind, engine)
        for option in kind.options:
            self.fields[f"option_{option.name}"] = _option_field(option)

    def _suit(self, kind: AdapterKind, engine: EngineSetting | None) -> None:
        has_key = engine is not None and engine.has_key
        if kind.asks_key == "never":
            del self.fields["api_key"]
        if kind.asks_key != "optional" or not has_key:
            del self.fields["forget_key"]
        if kind.asks_model == "never":
            del self.fields["model"]
        else:
            self.fields["model"].widget.attrs["list"] = "engine-models"
        if "api_key" in self.fields:
            self.fields["api_key"].widget.attrs["placeholder"] = (
                "A key is stored; leave empty to keep it" if has_key else ""
            )
        self.fields["base_url"].widget.attrs["placeholder"] = kind.base_url

    def clean_api_key(self) -> str:
        key: str = self.cleaned_data["api_key"]
        if not (key.isascii() and key.isprintable()):
            raise forms.ValidationError("This is no key: it holds characters that no key has.")
        return key

    def clean_capabilities(self) -> dict[str, Any]:
        raw = self.cleaned_data["capabilities"].strip()
        try:
            value = json.loads(raw) if raw else {}
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise forms.ValidationError('This is no JSON object, such as {"max_anchors": 3}.')
        return value

    def fields_of_engine(self) -> EngineFields:
        """Of a valid form."""
        data = self.cleaned_data
        options = {
            option.name: data[f"option_{option.name}"]
            for option in self.kind.options
            if data[f"option_{option.name}"] != option.default
        }
        if data[CAPABILITIES]:
            options[CAPABILITIES] = data[CAPABILITIES]
        return EngineFields(
            label=data["label"],
            base_url=data["base_url"],
            model=data.get("model", ""),
            price_usd=data["price_usd"],
            concurrency=data["concurrency"],
            typical_seconds=data["typical_seconds"],
            api_key="" if data.get("forget_key") else data.get("api_key", "").strip() or None,
            options=options,
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is asked first; the rest stands under "More"."""
        names = ["label", "api_key", "forget_key", "model"]
        names += ["base_url"] if self._asks_address_first else []
        return [self[name] for name in names if name in self.fields]

    @property
    def _asks_address_first(self) -> bool:
        """One's own servers stand anywhere."""
        return self.kind.is_local or not self.kind.base_url

    @property
    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("price_usd", "typical_seconds", "concurrency")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        address = [] if self._asks_address_first else [self["base_url"]]
        options = [self[f"option_{option.name}"] for option in self.kind.options]
        return [*options, *address, self[CAPABILITIES]]

    @property
    def has_more_errors(self) -> bool:
        return any(field.errors for field in self.more_fields)


def _initial(kind: AdapterKind, engine: EngineSetting | None) -> dict[str, Any]:
    if engine is None:
        first = kind.models[0] if kind.models else None
        return {
            "label": first.label if first and not kind.is_local else kind.label,
            "model": first.id if first else "",
            "base_url": "",
            "price_usd": first.price_usd if first else 0,
            "typical_seconds": f"{first.seconds:g}" if first else 20,
            "concurrency": kind.concurrency,
            **{f"option_{option.name}": option.default for option in kind.options},
        }
    capabilities = engine.options.get(CAPABILITIES)
    return {
        "label": engine.label,
        "model": engine.model,
        "base_url": engine.base_url,
        "price_usd": f"{engine.price_usd.normalize():f}",
        "typical_seconds": f"{engine.typical_seconds:g}",
        "concurrency": engine.concurrency,
        CAPABILITIES: json.dumps(capabilities) if capabilities else "",
        **{
            f"option_{option.name}": engine.options.get(option.name, option.default)
            for option in kind.options
        },
    }


def _option_field(option: Option) -> forms.Field:
    if option.choices:
        return forms.ChoiceField(
            label=option.label,
            help_text=option.help,
            required=False,
            choices=[(choice.value, choice.label) for choice in option.choices],
        )
    if option.is_long:
        return forms.CharField(
            label=option.label,
            help_text=option.help,
            required=False,
            max_length=MOST_OPTION_CHARACTERS,
            widget=forms.Textarea(attrs={"class": "field", "rows": 5, "spellcheck": "false"}),
        )
    return _line(option.label, option.most_characters, help_text=option.help, required=False)
