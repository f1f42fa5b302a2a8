"""What people may write into the forms of workspaces, members, invitations and projects."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import User
from django.http import QueryDict

from assets.actions.budgets import MOST_USD
from assets.engines.registry import known_tiers
from assets.models import BrandKit, Template, Workspace
from canvas.forms import AccountForm, Line, Password
from canvas.models import Project, Role
from canvas.words import PERSON_COLOURS


class WorkspaceForm(forms.Form):
    name = Line(
        label="Name",
        max_length=Workspace._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"class": "field l", "autocomplete": "organization"}),
        error_messages={"required": "A workspace needs a name."},
    )


class ProjectForm(forms.Form):
    name = Line(
        label="Name",
        max_length=Project._meta.get_field("name").max_length,
        error_messages={"required": "A project needs a name."},
    )
    colour = forms.IntegerField(min_value=1, max_value=PERSON_COLOURS, required=False)


class RoleForm(forms.Form):
    """role: "" where a member's role in a project is the one in the workspace."""

    role = forms.ChoiceField(choices=[("", ""), *Role.choices], required=False)

    def chosen(self) -> Role | None:
        role = self.cleaned_data["role"]
        return Role(role) if role else None


class InvitationForm(forms.Form):
    """Who a link makes of whoever opens it, until when, and how often."""

    ENDS = (("7", "In 7 days"), ("1", "In 24 hours"), ("30", "In 30 days"))
    USES = (("", "Any number"), ("1", "1 person"), ("5", "5 people"), ("25", "25 people"))

    role = forms.ChoiceField()
    ends = forms.ChoiceField(choices=ENDS)
    uses = forms.ChoiceField(choices=USES, required=False)

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]
        field.initial = Role.DESIGNER.value

    def lifetime(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["ends"]))

    def most_uses(self) -> int | None:
        uses = self.cleaned_data["uses"]
        return int(uses) if uses else None


class LimitForm(forms.Form):
    """US dollars of a month; an empty field is no limit."""

    WRONG = {
        "invalid": "A limit is an amount of US dollars, such as 50 or 12.50.",
        "min_value": "A limit is not below $0.",
        "max_value": "A limit is at most $1,000,000.",
        "max_decimal_places": "A limit is in whole cents.",
        "max_digits": "A limit is at most $1,000,000.",
        "max_whole_digits": "A limit is at most $1,000,000.",
    }
    soft_usd = forms.DecimalField(
        required=False, min_value=0, max_value=MOST_USD, decimal_places=2, error_messages=WRONG
    )
    hard_usd = forms.DecimalField(
        required=False, min_value=0, max_value=MOST_USD, decimal_places=2, error_messages=WRONG
    )


class BaselineForm(forms.Form):
    """Minutes by hand for one usable picture; an empty field states none."""

    WRONG = "Say the minutes as a number from 0.1 to 100 000, such as 20 or 7.5."
    minutes = forms.DecimalField(
        required=False,
        min_value=Decimal("0.1"),
        max_value=Decimal(100_000),
        max_digits=7,
        decimal_places=1,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits"), WRONG
        )
        | {"max_whole_digits": WRONG},
    )


class WatchForm(forms.Form):
    """What is to be watched for drift; every line of `prompts` is a canary."""

    brand = forms.ModelChoiceField(queryset=BrandKit.objects.none(), required=False)
    template = forms.ModelChoiceField(queryset=Template.objects.none(), required=False)
    tier = forms.ChoiceField(choices=lambda: [(tier, tier) for tier in known_tiers()])
    prompts = forms.CharField(required=False, max_length=8_000)
    every_days = forms.TypedChoiceField(
        choices=[(days, days) for days in (0, 1, 7, 30)], coerce=int
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brands = BrandKit.objects.filter(workspace=workspace, archived_at=None)
        cast("forms.ModelChoiceField[BrandKit]", self.fields["brand"]).queryset = brands
        templates = Template.objects.filter(workspace=workspace, deleted_at=None)
        cast("forms.ModelChoiceField[Template]", self.fields["template"]).queryset = templates

    def clean_prompts(self) -> list[str]:
        lines = self.cleaned_data["prompts"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class BenchmarkForm(forms.Form):
    """generations: pictures of this workspace whose briefs are taken over."""

    name = Line(max_length=80, error_messages={"required": "A benchmark needs a name."})
    prompts = forms.CharField(required=False, max_length=40_000)
    tiers = forms.MultipleChoiceField(
        choices=lambda: [(tier, tier) for tier in known_tiers()],
        error_messages={"required": "Choose at least one tier."},
    )
    copies = forms.IntegerField(min_value=1, max_value=8)

    def clean_prompts(self) -> list[str]:
        lines = self.cleaned_data["prompts"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        ids = cast("QueryDict", self.data).getlist("generations")[:100]
        try:
            told = {"generations": [UUID(one) for one in ids]}
        except ValueError:
            raise forms.ValidationError("What was ticked cannot be read. Reload.") from None
        return self.cleaned_data | told


class JoinForm(AccountForm):
    """A new account, for whoever came by an invitation."""

    password = Password("Password", "new-password", help_text="At least 10 characters.")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if password := data.get("password"):
            email, name = data.get("email", ""), data.get("name", "")
            try:
                password_validation.validate_password(
                    password, User(username=email, email=email, first_name=name)
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
