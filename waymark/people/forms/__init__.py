"""HTTP text to plain values: workspaces, bodies, profile."""

from waymark.people.forms.bodies import BodyForm, CompositionForm, SeatForm
from waymark.people.forms.profile import InterestForm, ProfileForm, UntilForm
from waymark.people.forms.refusals import add_refusal
from waymark.people.forms.workspaces import (
    AskForm,
    DepartmentForm,
    FindForm,
    InviteForm,
    MemberForm,
    ReasonForm,
)

__all__ = [
    "AskForm",
    "BodyForm",
    "CompositionForm",
    "DepartmentForm",
    "FindForm",
    "InterestForm",
    "InviteForm",
    "MemberForm",
    "ProfileForm",
    "ReasonForm",
    "SeatForm",
    "UntilForm",
    "add_refusal",
]
