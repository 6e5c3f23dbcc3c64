"""What the state of a certificate means, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from waymark.awards.rules.lifecycle import AwardState

register = template.Library()

MEANS = {
    AwardState.INTENDED: _("It was decided, and is going to be signed in a minute."),
    AwardState.ACTIVE: _("It is valid: what it says was reviewed, decided and signed."),
    AwardState.SUSPENDED: _(
        "It is suspended: do not rely on it until the suspension is lifted. Nothing is decided "
        "about its end."
    ),
    AwardState.EXPIRED: _(
        "Its time has ended. It shows what was found then, and nothing of today."
    ),
    AwardState.REVOKED: _("It was revoked for good, after its city could answer."),
    AwardState.SUPERSEDED: _("A newer certificate stands in its place."),
    AwardState.ANNULLED: _("The decision that gave it was set aside: it counts as never given."),
    AwardState.ENDED: _(
        "It ended with its city, which became part of another or was divided: the committee "
        "decided that it does not pass on."
    ),
}


@register.simple_tag
def certificate_state(state: str) -> str:
    """Say what a state means."""
    return str(MEANS.get(AwardState(state), ""))
