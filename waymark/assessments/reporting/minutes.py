"""A first wording of a meeting's minutes, from what is on record of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from waymark.base import statuses
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.people.rules import SeatRole

Names = Sequence[str]


def draft(room: Any, recused: Mapping[str, Names]) -> str:
    """Return the minutes as far as the record goes, in the active language.

    `room` is the meeting's page (`queries.committee.Room`), `recused` the names by item. What was
    said in the room is on no record: whoever keeps the minutes adds it.
    """
    return "\n\n".join((*_opening(room), *_items(room.items, recused)))


def _opening(room: Any) -> Iterable[str]:
    meeting = room.meeting
    if meeting.convened_at:
        locale = Locale.parse(get_language() or "en", sep="-")
        opened = timezone.localtime(meeting.convened_at)
        yield _("Opened: %(moment)s") % {"moment": format_datetime(opened, "long", locale=locale)}
    yield _listed(_("Present: %(names)s"), _names(room, SeatRole.MEMBER))
    for part, sentence in (
        (SeatRole.DEPUTY, _("Deputies present: %(names)s")),
        (SeatRole.OBSERVER, _("Observers present: %(names)s")),
    ):
        if found := _names(room, part):
            yield _listed(sentence, found)
    absent = _names(room, SeatRole.MEMBER, present=False)
    if absent:
        yield _listed(_("Not present: %(names)s"), absent)
    seats = len(meeting.quorum_rule.get("seats", ()))
    yield ngettext(
        "Quorum: more than %(percent)s %% of %(seats)s seat.",
        "Quorum: more than %(percent)s %% of %(seats)s seats.",
        seats,
    ) % {"percent": meeting.quorum_rule.get("percent", 100), "seats": seats}


def _names(room: Any, part: str, *, present: bool = True) -> list[str]:
    people = [one for one in room.members if one.role == part and one.present == present]
    return [one.user.name for one in people]


def _items(items: Iterable[Any], recused: Mapping[str, Names]) -> Iterable[str]:
    for number, view in enumerate(items, start=1):
        lines = [f"{number}. {text.pick(view.item.case.place.name, short_language()).text}"]
        if view.item.spot_check_id:
            lines.append(_("Spot check of a certificate."))
        elif view.item.hearing_id:
            lines.append(_("Whether the decision that gave a certificate stands."))
        elif view.item.inheritance_id:
            lines.append(_("Whether a certificate stays with the legal successor of its city."))
        if recused.get(view.item.pk):
            lines.append(_listed(_("Recused: %(names)s"), recused[view.item.pk]))
        lines += _decided(view.decision)
        yield "\n".join(lines)


def _decided(decision: Any) -> Iterable[str]:
    if decision is None:
        yield _("Not decided yet.")
        return
    votes = decision.votes
    yield _("Votes: %(votes)s") % {
        "votes": " · ".join(
            f"{label} {votes[choice]}" for choice, label in _choices() if votes.get(choice)
        )
    }
    yield _("Decided: %(kind)s") % {"kind": statuses.find(decision.kind).label}
    yield _("Reasons: %(reasons)s") % {"reasons": decision.reasons}
    if decision.conditions:
        yield _("Conditions: %(conditions)s") % {"conditions": decision.conditions}


def _choices() -> Iterable[tuple[str, str]]:
    return (
        ("grant", _("for")),
        ("refuse", _("against")),
        ("confirm", _("confirm")),
        ("suspend", _("suspend")),
        ("annul", _("annul")),
        ("hand_on", _("stays with the successor")),
        ("end", _("ends with its city")),
        ("defer", _("defer")),
        ("abstain", _("abstentions")),
    )


def _listed(sentence: str, names: Names) -> str:
    return sentence % {"names": _(", ").join(names) if names else "–"}
