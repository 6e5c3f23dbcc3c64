"""A hub's half-yearly reports: written by its leader, handed in, and then unchanging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.hubs.actions.agreeing import locked
from waymark.hubs.actions.calls import cleaned
from waymark.hubs.models import Hub, HubReport
from waymark.hubs.queries import hubs as queries
from waymark.hubs.rules.life import HubState
from waymark.hubs.rules.monitoring import (
    MOST_LINE,
    MOST_TEXT,
    TEXTS,
    Line,
    is_final,
    next_due,
    refuse,
)
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused


def _draft(hub: Hub, by: Any, at: datetime) -> HubReport:
    """Return the draft of a locked hub, begun where there is none. Raises Refused."""
    held = hub.reports.filter(handed_in_at=None).first()
    if held is not None:
        return held
    if hub.state != HubState.LABELLED:
        raise Refused(Reason("report.no_label"))
    done = hub.reports.count()
    due = next_due(hub.starts, hub.ends, done)
    if due is None:
        raise Refused(Reason("report.all_done"))
    return HubReport(
        hub=hub,
        seq=done + 1,
        due=due,
        final=is_final(hub.starts, hub.ends, done),
        language=hub.original,
        made_by=by,
        made_at=at,
        version=0,
    )


@transaction.atomic
def write_report(
    *,
    hub: Hub,
    lines: Sequence[Line],
    texts: Mapping[str, str],
    seen: int,
    hand_in: bool,
    by: Any,
    at: datetime,
) -> HubReport:
    """Save the draft of a hub's next report, half done or whole, and hand it in where asked.

    seen: the version that was shown, 0 where there was none. Raises NotPermitted, Refused (no
    label, changed meanwhile, with all that it lacks to be handed in).
    """
    require(by, Permit.WRITE_HUB, on=hub)
    hub = locked(hub)
    row = _draft(hub, by, at)
    if row.version != seen:
        raise Refused(Reason("report.changed_meanwhile"))
    said = {name: cleaned(name, texts.get(name, ""), MOST_TEXT) for name in (*TEXTS, "help")}
    kept = [
        Line(
            one.id,
            one.state,
            cleaned("proof", one.proof, MOST_LINE),
            cleaned("words", one.words, MOST_LINE),
        )
        for one in lines
    ]
    if hand_in:
        asked = [one.id for one in queries.agreed_terms(hub).deliverables]
        if wrong := refuse(kept, asked, said, final=row.final):
            raise Refused(*wrong)
        row.handed_in_at, row.handed_in_by = at, by
    for name, value in said.items():
        setattr(row, name, value)
    row.lines, row.version, row.changed_at = [asdict(one) for one in kept], row.version + 1, at
    row.save()
    verb = "hub.report_handed_in" if hand_in else "hub.report_written"
    facts = {"hub": hub.pk, "seq": row.seq, "version": row.version}
    record(verb, row, by=by, at=at, scope=hub.place, facts=facts)
    return row
