"""Why a group is proposed, and who is in a space, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.base.fields import short_language
from waymark.community.models import Offer, Space
from waymark.community.rules.groups import Kind, told
from waymark.kernel import text as texts
from waymark.library.wording import TOPICS, language_name, name


def size_name(size: str) -> str:
    """Say a size class."""
    return {
        "under-50k": _("cities of fewer than 50,000 people"),
        "50k-250k": _("cities of 50,000 to 250,000 people"),
        "250k-1m": _("cities of 250,000 to a million people"),
        "over-1m": _("cities of more than a million people"),
    }.get(size, _("cities of any size"))


def subject_name(space: Space) -> str:
    """What a proposed group is about."""
    proposal = space.proposal
    if proposal.kind == Kind.TOPIC:
        return name(TOPICS, proposal.code)
    title = texts.pick(space.title, short_language()).text
    if proposal.kind == Kind.FOUND:
        return title
    return f"{proposal.code.rpartition('/')[2]} {title}"


def why(offer: Offer, asked: int) -> str:
    """Say in a sentence why a city is asked: what it shares, with at least how many others.

    asked: how many cities the proposal is for, this one among them. Nobody is named.
    """
    proposal = offer.space.proposal
    others = told(asked - 1)
    if proposal.kind == Kind.GAP:
        said = ngettext(
            "At least %(count)d other city has the same gap: %(subject)s. It works in %(language)s "
            "like you; the group is for %(size)s.",
            "At least %(count)d other cities have the same gap: %(subject)s. They work in "
            "%(language)s like you; the group is for %(size)s.",
            others,
        )
    elif proposal.kind == Kind.FOUND:
        said = ngettext(
            "At least %(count)d other city found the same gap by a diagnostic: %(subject)s. It "
            "works in %(language)s like you; the group is for %(size)s.",
            "At least %(count)d other cities found the same gap by a diagnostic: %(subject)s. They "
            "work in %(language)s like you; the group is for %(size)s.",
            others,
        )
    else:
        said = ngettext(
            "At least %(count)d other city needs help with the same topic: %(subject)s. It works "
            "in %(language)s like you; the group is for %(size)s.",
            "At least %(count)d other cities need help with the same topic: %(subject)s. They work "
            "in %(language)s like you; the group is for %(size)s.",
            others,
        )
    return said % {
        "count": others,
        "subject": subject_name(offer.space),
        "language": language_name(proposal.language),
        "size": size_name(proposal.size),
    }
