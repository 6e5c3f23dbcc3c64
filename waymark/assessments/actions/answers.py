"""The city's answers: saving, two people at once, assigning, commenting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock
from waymark.assessments.models import (
    Answer,
    AnswerRevision,
    Case,
    Comment,
    RegisterRevision,
    RegisterTable,
)
from waymark.assessments.rules.case import EDITABLE, Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.people.models import Department, Membership, User
from waymark.people.rules import STAFF
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Criterion

MAX_NARRATIVE = 20_000
MAX_ROWS = 500


class NotEditable(Exception):
    """The case has been handed in; its answers stay as they are."""


class BadAnswer(ValueError):
    """A field can not be kept as it is: `field`, and `key` of the sentence that says why."""

    def __init__(self, field: str, key: str) -> None:
        super().__init__(f"{field}: {key}")
        self.field, self.key = field, key


@dataclass(frozen=True)
class Draft:
    """What an editor typed for one criterion."""

    level: int | None = None
    narrative: str = ""
    not_relevant: bool = False
    not_relevant_reason: str = ""


@dataclass(frozen=True)
class Saved:
    """What came of a save. With `conflict`, `current` holds the other's words and both stay."""

    current: Answer
    revision: AnswerRevision | None  # none where nothing was typed yet
    conflict: bool


def criterion_of(case: Case, criterion: str) -> Criterion:
    """Return the criterion in the case's edition.

    Raises BadAnswer where the edition has none of that id.
    """
    found = scheme_of(case.edition).by_id.get(criterion)
    if found is None:
        raise BadAnswer("criterion", "criterion.unknown")
    return found


def _cleaned(draft: Draft, criterion: Criterion) -> Draft:
    if draft.level is not None and not 0 <= draft.level <= 3:
        raise BadAnswer("level", "answer.level_unknown")
    if draft.not_relevant and not criterion.not_relevant:
        raise BadAnswer("not_relevant", "answer.not_relevant_refused")
    words = {}
    for name in ("narrative", "not_relevant_reason"):
        try:
            words[name] = text.clean(getattr(draft, name))
        except text.BadText as bad:
            raise BadAnswer(name, "text.bad") from bad
        if len(words[name]) > MAX_NARRATIVE:
            raise BadAnswer(name, "answer.too_long")
    return Draft(level=draft.level, not_relevant=draft.not_relevant, **words)


def _editable(case: Case) -> Case:
    case = lock(case)
    if case.state not in EDITABLE:
        raise NotEditable
    return case


def _same_window(answer: Answer, client_key: str, by: Any) -> bool:
    """Whether the newest version came from the window that now sends the next one.

    A window's keys begin alike, up to a colon. It happens where the reply to a save was lost on
    the way: then its editor knows that version, though not its number.
    """
    window, colon, _ = client_key.partition(":")
    if not colon:
        return False
    last = answer.revisions.filter(conflict=False, version=answer.version, by=by).first()
    return last is not None and last.client_key.startswith(f"{window}:")


@transaction.atomic
def save_answer(
    *,
    case: Case,
    criterion: str,
    draft: Draft,
    version: int,
    client_key: str = "",
    imported: dict[str, Any] | None = None,
    by: Any,
    at: datetime,
) -> Saved:
    """Keep an answer. `version` is the one that the editor saw when she began.

    Where somebody saved in between, nothing is overwritten: the newer answer stands, these words
    are kept as a conflicting revision, and the caller shows both. A retry with the same
    client_key has no second effect. `imported` says where an answer was taken over from; whatever
    is saved without it is the city's own. Raises BadAnswer, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=case)
    draft = _cleaned(draft, criterion_of(case, criterion))
    case = _editable(case)
    answer, _ = Answer.objects.select_for_update().get_or_create(case=case, criterion=criterion)
    if client_key:
        done = answer.revisions.filter(client_key=client_key).first()
        if done is not None:
            return Saved(answer, done, done.conflict)
    if all(getattr(answer, name) == value for name, value in asdict(draft).items()):
        return Saved(answer, answer.revisions.filter(conflict=False).first(), False)
    conflict = version != answer.version and not _same_window(answer, client_key, by)
    if not conflict:
        answer.version += 1
        for name, value in asdict(draft).items():
            setattr(answer, name, value)
        answer.updated_by, answer.updated_at = by, at
        answer.imported = imported
        answer.save()
    revision = AnswerRevision.objects.create(
        answer=answer,
        version=answer.version,
        payload=asdict(draft),
        by=by,
        at=at,
        conflict=conflict,
        client_key=client_key,
    )
    record(
        "answer.conflict" if conflict else "answer.saved",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={
            "criterion": criterion,
            "version": answer.version,
            "sha256": canonical.digest(asdict(draft)),
        },
    )
    return Saved(answer, revision, conflict)


@dataclass(frozen=True)
class SavedRows:
    """What came of saving a register; with `conflict`, the other's rows stand."""

    table: RegisterTable
    conflict: bool


@transaction.atomic
def save_register(
    *, case: Case, register: str, rows: list[dict[str, Any]], version: int, by: Any, at: datetime
) -> SavedRows:
    """Keep the rows of a register, already read into values by its columns' types.

    Raises BadAnswer for an unknown register or too many rows, NotEditable.
    """
    require(by, Permit.EDIT_CASE, on=case)
    if (found := scheme_of(case.edition).register_by_id.get(register)) is None:
        raise BadAnswer("register", "register.unknown")
    if len(rows) > (1 if found.single else MAX_ROWS):
        raise BadAnswer("rows", f"register.{'one_row' if found.single else 'too_many_rows'}")
    case = _editable(case)
    table, _ = RegisterTable.objects.select_for_update().get_or_create(case=case, register=register)
    if table.version and table.rows == rows:
        return SavedRows(table, False)
    conflict = version != table.version
    if not conflict:
        table.rows, table.version = rows, table.version + 1
        table.updated_by, table.updated_at = by, at
        table.save()
    RegisterRevision.objects.create(
        table=table, version=table.version, rows=rows, by=by, at=at, conflict=conflict
    )
    record(
        "register.conflict" if conflict else "register.saved",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={
            "register": register,
            "version": table.version,
            "sha256": canonical.digest({"rows": rows}),
        },
    )
    return SavedRows(table, conflict)


@transaction.atomic
def assign_answer(
    *,
    case: Case,
    criterion: str,
    department: Department | None,
    assignee: User | None,
    due: date | None,
    by: Any,
    at: datetime,
) -> Answer:
    """Say which department and person works on a criterion, and until when.

    Raises BadAnswer where they do not belong to the city.
    """
    require(by, Permit.EDIT_CASE, on=case)
    criterion_of(case, criterion)
    case = _editable(case)
    if department is not None and department.place_id != case.place_id:
        raise BadAnswer("department", "department.elsewhere")
    if (
        assignee is not None
        and not Membership.objects.filter(
            user=assignee, place=case.place_id, role__in=STAFF, until__isnull=True
        ).exists()
    ):
        raise BadAnswer("assignee", "assignee.elsewhere")
    answer, _ = Answer.objects.select_for_update().get_or_create(case=case, criterion=criterion)
    answer.department, answer.assignee, answer.due = department, assignee, due
    answer.save(update_fields=["department", "assignee", "due"])
    record(
        "answer.assigned",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"criterion": criterion, "assignee": assignee.pk if assignee else ""},
    )
    return answer


@transaction.atomic
def add_comment(
    *, case: Case, criterion: str, words: str, mentions: Iterable[User] = (), by: Any, at: datetime
) -> Comment:
    """Leave a word for colleagues; those mentioned are told.

    Raises BadAnswer for an empty or unkeepable text, or a mention of somebody outside the city.
    """
    require(by, Permit.EDIT_CASE, on=case)
    criterion_of(case, criterion)
    try:
        words = text.clean(words).strip()
    except text.BadText as bad:
        raise BadAnswer("text", "text.bad") from bad
    if not words or len(words) > MAX_NARRATIVE:
        raise BadAnswer("text", "answer.too_long" if words else "comment.empty")
    mentioned = list(mentions)
    members = set(
        Membership.objects.filter(
            place=case.place_id, role__in=STAFF, until__isnull=True, user__in=mentioned
        ).values_list("user_id", flat=True)
    )
    if {user.pk for user in mentioned} - members:
        raise BadAnswer("mentions", "assignee.elsewhere")
    comment = Comment.objects.create(case=case, criterion=criterion, author=by, text=words, at=at)
    comment.mentions.set(mentioned)
    record(
        "comment.added",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={
            "comment": comment.pk,
            "criterion": criterion,
            "mentions": sorted(user.pk for user in mentioned),
        },
    )
    return comment
