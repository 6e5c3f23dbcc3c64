"""Asking the signatory to sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import NotEditable
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case
from waymark.assessments.rules.case import EDITABLE, Permit
from waymark.base.permits import require
from waymark.base.record import record


@transaction.atomic
def ask_for_signature(*, case: Case, by: Any, at: datetime) -> None:
    """Let those who may sign for the city know that the case waits for them.

    Raises NotEditable once it has been handed in.
    """
    require(by, Permit.EDIT_CASE, on=case)
    case = lock(case)
    if case.state not in EDITABLE:
        raise NotEditable
    record("case.signature_wanted", case, by=by, at=at, scope=case.place, facts={})
