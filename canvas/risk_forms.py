"""What people may write of rights and risks."""

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from assets.models import Rights
from canvas.models import ApprovalRequest

LONGEST_REASON = 500
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")


def reason_in(posted: QueryDict, name: str = "why") -> str:
    return _CONTROL.sub(" ", posted.get(name, "")).strip()[:LONGEST_REASON]


class DueForm(forms.Form):
    due_on = forms.DateField(required=False)
    stage = forms.ChoiceField(choices=ApprovalRequest.Stage.choices, required=False)
    deciders = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: Any, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        cast(forms.TypedMultipleChoiceField, self.fields["deciders"]).choices = people

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate():
            raise forms.ValidationError("This day is over.")
        return due_on


class RightsForm(forms.Form):
    """Whose a picture is. document: None keeps the one there is."""

    KINDS = (
        (Rights.Kind.OWNED.value, "Ours"),
        (Rights.Kind.LICENSED.value, "Licensed"),
        (Rights.Kind.UNKNOWN.value, "Unknown"),
    )

    kind = forms.ChoiceField(
        choices=KINDS,
        label="Whose is it?",
        error_messages={
            "required": "Choose one.",
            "invalid_choice": "Rights are ours, licensed or unknown.",
        },
    )
    expires_on = forms.DateField(
        label="The licence ends",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "field l"}, format="%Y-%m-%d"),
        help_text="Its last day. Empty: it does not end.",
        error_messages={"invalid": "Write a day such as 2027-03-31."},
    )
    document = forms.FileField(
        label="The licence as a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "file"}),
    )

    def __init__(self, data: Any, files: Any, *, rights: Rights) -> None:
        initial = {"kind": rights.kind, "expires_on": rights.expires_on}
        super().__init__(data, files, initial=initial)
        self.has_document = bool(rights.document_name)
        field = self.fields["document"]
        if rights.document_name:
            field.help_text = f"{rights.document_name} is kept. Choose a file to replace it."
        else:
            field.help_text = "Up to 10 MB. Without one the risk is medium at least."
