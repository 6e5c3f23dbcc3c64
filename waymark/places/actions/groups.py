"""Taking in further groups of countries from a file, at the operator's console."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.base.record import record
from waymark.places.models import CountryGroup, FurtherGroup
from waymark.places.queries import GroupChange, group_changes
from waymark.places.rules.further import Memberships


class FaultyFile(Exception):
    """A file with a row that is refused: nothing of it is taken."""


@transaction.atomic
def take_groups(*, read: Memberships, sha256: str, at: datetime) -> list[GroupChange]:
    """Let a file be the whole membership of the groups that it names, at the operator's console.

    Other groups stay as they are. sha256: of the file. Raises FaultyFile.
    """
    if read.faults or not read.names:
        raise FaultyFile
    list(FurtherGroup.objects.select_for_update().filter(code__in=read.names))
    changes = group_changes(None, read)
    for change in changes:
        for gone in change.removed:
            CountryGroup.objects.filter(
                group=gone.group, country=gone.country, since=gone.since
            ).delete()
        CountryGroup.objects.bulk_create(
            CountryGroup(
                group=one.group,
                country_id=one.country,
                since=one.since,
                until=one.until,
                source=one.source,
            )
            for one in change.added
        )
        group, _made = FurtherGroup.objects.update_or_create(
            code=change.group,
            defaults={"name": {"en": change.name}, "sha256": sha256, "taken_at": at},
        )
        facts = {"sha256": sha256, "added": len(change.added), "removed": len(change.removed)}
        record("country_group.take", group, by=None, at=at, facts=facts)
    return changes
