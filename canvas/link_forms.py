"""What people say of a link: whom it is for, and what it lets them do."""

import math
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from canvas.actions.sharing import MOST_SELECTED, Grant
from canvas.forms import NAME_CHARACTERS, PASSWORD_CHARACTERS, Line
from canvas.models import Board, Node, ShareLink

ENDS = (("7", "In 7 days"), ("30", "In 30 days"), ("1", "In 24 hours"), ("", "Never"))
KEEP = "keep"
LEAST_PASSWORD = 6
FRAME, SELECTION = "frame:", "selection"
_MOST_FRAMES = 200


def frames_of(board: Board) -> list[tuple[str, str]]:
    """(value, label) of the frames that a link may be for, by name."""
    frames = Node.objects.filter(board=board, kind="frame", deleted_at=None)[:_MOST_FRAMES]
    named = [(f"{FRAME}{one.id}", f"Frame {one.props.get('name') or ''}".strip()) for one in frames]
    return sorted(named, key=lambda one: (one[1].casefold(), one[0]))


class NewPassword(forms.CharField):
    def __init__(self) -> None:
        super().__init__(required=False, strip=True, max_length=PASSWORD_CHARACTERS)

    def clean(self, value: Any) -> str:
        password: str = super().clean(value)
        if 0 < len(password) < LEAST_PASSWORD:
            raise ValidationError(f"At least {LEAST_PASSWORD} characters, or none at all.")
        return password


class LinkForm(forms.Form):
    """A new link. selected: ids of what is selected on the page, with commas between. at: what the
    page shows, "x,y,zoom", where the link shall open there."""

    name = Line(max_length=ShareLink._meta.get_field("name").max_length, required=False)
    role = forms.ChoiceField(choices=ShareLink.Role.choices, required=False)
    sees = forms.ChoiceField(required=False)
    ends = forms.ChoiceField(choices=ENDS, required=False)
    password = NewPassword()
    selected = forms.CharField(required=False, max_length=37 * MOST_SELECTED)
    at = forms.CharField(required=False, max_length=80)
    only_approved = forms.BooleanField(required=False)
    may_download = forms.BooleanField(required=False)
    shows_prompts = forms.BooleanField(required=False)
    shows_people = forms.BooleanField(required=False)
    has_watermark = forms.BooleanField(required=False)
    is_frozen = forms.BooleanField(required=False)
    opens_here = forms.BooleanField(required=False)

    def __init__(self, board: Board, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sees"].choices = [  # type: ignore[attr-defined]
            (ShareLink.Scope.CANVAS, "Whole board, live"),
            (ShareLink.Scope.BOARD, "All pictures"),
            *frames_of(board),
            (SELECTION, "What is selected now"),
        ]

    def clean_sees(self) -> str:
        return self.cleaned_data["sees"] or ShareLink.Scope.CANVAS

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or ShareLink.Role.VIEW

    def clean_selected(self) -> list[str]:
        parts = [one for one in self.cleaned_data["selected"].split(",") if one]
        try:
            return sorted({str(UUID(one)) for one in parts})
        except ValueError:
            raise ValidationError("Select the pictures again.") from None

    def clean_at(self) -> dict[str, float] | None:
        parts = self.cleaned_data["at"].split(",")
        try:
            x, y, zoom = map(float, parts)
        except ValueError:
            return None
        is_place = all(map(math.isfinite, (x, y, zoom))) and 0 < zoom <= 64
        return {"x": x, "y": y, "zoom": zoom} if is_place else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        sees = data.get("sees")
        if sees == ShareLink.Scope.CANVAS:
            if data.get("role") == ShareLink.Role.DECIDE:
                self.add_error("sees", "For review choose pictures: decisions are made on them.")
            asked = ("only_approved", "has_watermark", "is_frozen")
            if any(data.get(key) for key in asked):
                self.add_error(
                    "sees",
                    "The whole board is live and has no watermark. Choose pictures for a snapshot, "
                    "a watermark or only what is approved.",
                )
        if sees == SELECTION and not data.get("selected") and "selected" not in self.errors:
            self.add_error("sees", "Nothing is selected. Select the pictures first.")
        if self.has_error("selected"):
            self.add_error("sees", "Nothing is selected. Select the pictures first.")
        return data

    def lifetime(self) -> timedelta | None:
        return lifetime(self.cleaned_data["ends"])

    def grant(self) -> Grant:
        data = self.cleaned_data
        sees = data["sees"]
        scope, nodes = sees, []
        if sees.startswith(FRAME):
            scope, nodes = ShareLink.Scope.FRAME, [sees.removeprefix(FRAME)]
        elif sees == SELECTION:
            scope, nodes = ShareLink.Scope.SELECTION, data["selected"]
        return Grant(
            role=data["role"],
            scope=scope,
            nodes=nodes,
            only_approved=data["only_approved"],
            password=data["password"],
            may_download=data["may_download"],
            shows_prompts=data["shows_prompts"],
            shows_people=data["shows_people"],
            has_watermark=data["has_watermark"],
            is_frozen=data["is_frozen"],
            place=data["at"] if data["opens_here"] and scope == ShareLink.Scope.CANVAS else None,
        )


class RightsForm(forms.Form):
    """Other rights for a link that there is. ends: KEEP for as it is. A field for the password that
    is left empty keeps the one it has."""

    role = forms.ChoiceField(choices=ShareLink.Role.choices)
    ends = forms.ChoiceField(choices=((KEEP, "As it is"), *ENDS), required=False)
    password = NewPassword()
    no_password = forms.BooleanField(required=False)
    may_download = forms.BooleanField(required=False)

    def expires_at(self, link: ShareLink) -> datetime | None:
        ends = self.cleaned_data["ends"]
        if ends == KEEP:
            return link.expires_at
        lasts = lifetime(ends)
        return timezone.now() + lasts if lasts else None

    def new_password(self) -> str | None:
        if self.cleaned_data["no_password"]:
            return ""
        return self.cleaned_data["password"] or None


class DoorForm(forms.Form):
    """What a guest is asked before a link opens."""

    password = forms.CharField(required=False, strip=True, max_length=PASSWORD_CHARACTERS)
    name = Line(required=False, max_length=NAME_CHARACTERS)


def lifetime(days: str) -> timedelta | None:
    return timedelta(days=int(days)) if days else None
