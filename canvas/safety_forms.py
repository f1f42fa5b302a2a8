"""What leads may write into the tables of brand safety."""

from django import forms

from assets.models import PolicyTerm
from canvas.forms import Line
from canvas.risk import Risk


class UseForm(forms.Form):
    name = Line(max_length=60, error_messages={"required": "A use needs a name."})
    risk = forms.ChoiceField(choices=[(risk.value, risk.value.capitalize()) for risk in Risk])


class TermForm(forms.Form):
    words = Line(max_length=80, error_messages={"required": "Write the words of the term."})
    group = forms.ChoiceField(choices=PolicyTerm.Group.choices)
    action = forms.ChoiceField(choices=PolicyTerm.Action.choices)
    replacement = Line(max_length=80, required=False)
