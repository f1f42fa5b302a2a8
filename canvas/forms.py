"""What people may write into the product's forms."""

import re
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from canvas.models import Board

# The marks of writing direction too: in a name they turn round the line that it stands in. And what
# takes no room: with it two names look alike.
CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
NAME_CHARACTERS = 60
# Longer ones are no better, and hashing megabytes for strangers costs time.
PASSWORD_CHARACTERS = 256


class Line(forms.CharField):
    """One line of text: control characters become spaces, and of several spaces one is kept."""

    def to_python(self, value: Any) -> str:
        line = CONTROL.sub(" ", value) if isinstance(value, str) else value
        return " ".join(str(super().to_python(line)).split())


class Password(forms.CharField):
    def __init__(self, label: str, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"class": "field l", "autocomplete": autocomplete})
        super().__init__(
            label=label, strip=False, max_length=PASSWORD_CHARACTERS, widget=widget, **kwargs
        )


class SignInForm(forms.Form):
    email = Line(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "field l", "autocomplete": "username"}),
    )
    password = Password("Password", "current-password")


class AccountForm(forms.Form):
    name = Line(
        label="Name",
        max_length=NAME_CHARACTERS,
        help_text="Others see it beside your cursor.",
        widget=forms.TextInput(attrs={"class": "field l", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=150,
        help_text="You sign in with it. Nothing is sent there.",
        widget=forms.EmailInput(attrs={"class": "field l", "autocomplete": "username"}),
    )


class PasswordForm(forms.Form):
    """A new password; whoever has one already says it first."""

    current = Password("Present password", "current-password")
    password = Password("New password", "new-password", help_text="At least 10 characters.")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        if not user.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self._user.check_password(current):
            raise ValidationError("This is not your present password.")
        return current

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self._user.email:
            raise ValidationError("Save an e-mail address first: you sign in with it.")
        password_validation.validate_password(password, self._user)
        return password


class TitleForm(forms.Form):
    title = Line(
        label="Title",
        max_length=Board._meta.get_field("title").max_length,
        error_messages={"required": "A board needs a title."},
    )


class VersionForm(forms.Form):
    name = Line(
        label="Name",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "field grow", "placeholder": "Before the client"}),
        error_messages={"required": "Give the version a name."},
    )


class PackForm(forms.Form):
    name = Line(
        label="Name",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "field grow", "placeholder": "Aurora core"}),
        error_messages={"required": "Give the pack a name."},
    )


class PackVersionForm(forms.Form):
    """based_on: the number of the version that its maker saw last."""

    based_on = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    note = Line(max_length=200, required=False)
