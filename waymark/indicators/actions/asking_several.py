"""A file with several places read again, by what somebody said about its columns and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.bringing import Act
from waymark.indicators.actions.choices import Choices, read
from waymark.indicators.actions.several import lock_all, plan_parts
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import known
from waymark.indicators.queries.several import among, named, places_of
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.places import Together, apart, without_column
from waymark.kernel.flow import Reason, Refused


def read_several_again(
    *, group: models.ImportGroup, choices: Choices, by: Any, at: datetime
) -> models.ImportGroup:
    """Make the previews of all places anew, with other choices.

    Which place a row is about stays as it was: no answer is asked for that. Raises NotPermitted,
    Refused (no longer a preview; a place is gone).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(places_of(group)))
    places = among(group)
    reading = read(group.blob, group.file_name, choices, places[0])
    file = apart(reading, [named(place) for place in places])
    told = replace(choices, options=without_column(choices.options, file))
    found = {
        one.place.pk: summary(one.reading, one.plan)
        for one in plan_parts(Act(by, at), file, places, told, known)
    }
    return _renew(group, choices, told, found, by, at)


@transaction.atomic
def _renew(
    group: models.ImportGroup,
    choices: Choices,
    told: Choices,
    found: dict[str, dict[str, Any]],
    by: Any,
    at: datetime,
) -> models.ImportGroup:
    """Put the previews in the place of those before. `told` is how each part is read."""
    lock_all(places_of(group))
    row = models.ImportGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    row.state = IMPORT.step("read_again", row.state).target
    row.plan |= {"choices": choices.as_json() | {"framework": choices.options.framework}}
    row.save(update_fields=["plan"])
    for batch in row.batches.select_related("place").order_by("place_id"):
        if batch.place_id not in found:
            raise Refused(Reason("import.changed_since"))
        one = found[batch.place_id]
        one.pop("shape", None)  # nothing is learnt from it for files of one place
        batch.framework_id = told.options.framework
        batch.plan = one | {"choices": told.as_json()}
        batch.save(update_fields=["framework", "plan"])
        facts = {"file": batch.blob_id, "plan": batch.plan.get("fingerprint", "")}
        record("import.preview", batch, by=by, at=at, scope=batch.place, facts=facts)
    return row
