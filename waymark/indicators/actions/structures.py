"""Structure definitions: kept, told what their codes mean, retired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators.actions.common import fingerprint
from waymark.indicators.models import Structure
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.sources.structures import read_mapping
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

_ENTRY = "waymark.indicators.rules.sources.structures:read"
_XML = "application/xml"


def add_structure(
    *, place: Place | None, file: Readable, name: str, mapping: str = "", by: Any, at: datetime
) -> Structure:
    """Keep a structure message for a place or for all; one that is kept already is told anew.

    `mapping` has lines of component, code and meaning. Raises NotPermitted, FileRefused,
    StoreUnavailable, Refused (no structure, or one that data can't be read by; a line of the
    mapping).
    """
    require(by, Permit.KEEP_STRUCTURES, on=Structure(place=place))
    return _add(place, file, name, mapping, by, at)


def add_structure_at_console(
    *, place: Place | None, file: Readable, name: str, mapping: str = "", at: datetime
) -> Structure:
    """Keep a structure message at the operator's console, as `add_structure`."""
    return _add(place, file, name, mapping, by=None, at=at)


@transaction.atomic
def tell_structure(*, structure: Structure, mapping: str, by: Any, at: datetime) -> Structure:
    """Say anew what codes of a structure mean. Raises NotPermitted, Refused (a line)."""
    require(by, Permit.KEEP_STRUCTURES, on=structure)
    row = _locked(structure)
    row.mapping = _told(mapping, row.about)
    row.save(update_fields=["mapping"])
    facts = {"structure": row.blob_id, "mapping": fingerprint(row.mapping)}
    record("structure.tell", row, by=by, at=at, scope=row.place or "", facts=facts)
    return row


@transaction.atomic
def retire_structure(*, structure: Structure, by: Any, at: datetime) -> Structure:
    """Read no more files by a structure. Raises NotPermitted, Refused (retired already)."""
    require(by, Permit.KEEP_STRUCTURES, on=structure)
    row = _locked(structure)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    facts = {"structure": row.blob_id}
    record("structure.retire", row, by=by, at=at, scope=row.place or "", facts=facts)
    return row


def _locked(structure: Structure) -> Structure:
    row = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if row.retired_at is not None:
        raise Refused(Reason("structure.retired"))
    return row


def _add(
    place: Place | None, file: Readable, name: str, mapping: str, by: Any, at: datetime
) -> Structure:
    stored = store(file, name=name, data=True)
    if stored.media_type != _XML:
        raise Refused(Reason("sdmx.not_structures"))
    try:
        about = sandbox.run(_ENTRY, disk.path_of(stored.sha256))
    except sandbox.SandboxError as error:
        raise Refused(Reason("import.too_heavy")) from error
    if wrong := about.get("error"):
        raise Refused(Reason(wrong["key"], {"text": "", **wrong["params"], "line": wrong["line"]}))
    return _keep(place, stored, about, _told(mapping, about), by, at)


def _told(mapping: str, about: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    try:
        return read_mapping(mapping, about.get("components", []))
    except Unreadable as error:
        raise Refused(Reason(error.key, error.params)) from error


@transaction.atomic
def _keep(
    place: Place | None,
    stored: Stored,
    about: dict[str, Any],
    mapping: dict[str, dict[str, str]],
    by: Any,
    at: datetime,
) -> Structure:
    blob = keep(stored, at=at)
    held = Structure.objects.select_for_update(of=("self",)).filter(place=place, blob=blob)
    row = held.filter(retired_at=None).first()
    if row is None:
        row = Structure(place=place, blob=blob, made_by=by, made_at=at)
    row.file_name, row.refs, row.about = stored.name, about.pop("refs"), about
    row.mapping = {**row.mapping, **mapping}
    row.save()
    facts = {"structure": blob.pk, "refs": row.refs[:20], "mapping": fingerprint(row.mapping)}
    record("structure.keep", row, by=by, at=at, scope=place or "", facts=facts)
    return row
