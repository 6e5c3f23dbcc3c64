"""Why a city is named as a peer, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.community.rules.matching import Peer
from waymark.kernel.flow import Reason
from waymark.library import wording
from waymark.library.wording import Label

BECAUSE: Mapping[str, Label] = {
    "peer.met": __("a public report finds %(criterion)s met"),
    "peer.language": __("also works in %(languages)s"),
    "peer.country": __("in the same country"),
    "peer.region": __("in the same region of the world (%(places)s)"),
    "peer.group": __("also among: %(places)s"),
    "peer.size": __("of the same size (%(size)s)"),
}


def why(peer: Peer) -> str:
    """Say in one sentence why a city is named, with true facts alone."""
    first, *others = [_said(reason) for reason in peer.reasons]
    joined = _("; ").join([first[:1].upper() + first[1:], *others])
    return _("%(reasons)s.") % {"reasons": joined}


def _said(reason: Reason) -> str:
    told = {name: wording.fact(name, value) for name, value in reason.params.items()}
    return str(BECAUSE[reason.key]) % told
