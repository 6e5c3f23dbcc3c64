"""What of the list of criteria to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.rules.work import Work
from waymark.people.models import Department, User

ALL = ("", _("All"))


class CriteriaFilter(forms.Form):
    """Filters of the list; everything left empty shows everything."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    state = forms.ChoiceField(
        label=_("How far"),
        required=False,
        choices=[
            ALL,
            (Work.NOT_STARTED.value, _("Not begun")),
            (Work.IN_PROGRESS.value, _("Begun")),
            (Work.DONE.value, _("Done")),
        ],
    )
    whose = forms.ChoiceField(label=_("Whose"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    questions = forms.BooleanField(label=_("Only with questions of reviewers"), required=False)

    def __init__(
        self,
        *args: Any,
        stages: Iterable[tuple[str, str]],
        people: Iterable[User],
        departments: Iterable[Department],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["stage"].choices = [ALL, *stages]
        names = [(user.pk, user.name) for user in people]
        fields["whose"].choices = [ALL, ("me", _("Mine")), ("nobody", _("Nobody’s yet")), *names]
        parts = [(department.pk, department.name) for department in departments]
        fields["department"].choices = [ALL, *parts]
        if not parts:
            del fields["department"]
