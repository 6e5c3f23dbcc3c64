"""An edition from its draft to force: who may, what is asked for on the way, what never changes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import factories
from tests.assessments.evaluate_builders import criterion_document, usual_rule
from tests.schemes.editing import bring_into_force
from tests.schemes.global_desk import Desk, looser, make_desk, reworded, stricter
from tests.schemes.national import AT
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions, queries
from waymark.schemes.models import Edition, Endorsement
from waymark.schemes.queries import drafts
from waymark.schemes.rules import InvalidDocument, edits

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=29)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_from_a_draft_to_force(desk: Desk) -> None:
    row = desk.begun()
    assert (row.state, row.version, row.base) == ("draft", "1.0.1", desk.common)
    row = desk.write(row, stricter(json.loads(row.document)))
    assert (row.version, row.change_class) == ("2.0.0", "major")  # the number follows the class
    row = actions.consult_on_edition(edition=row, by=desk.secretary, at=AT)
    assert row.comments_until == AT.date() + timedelta(days=28)
    reader = factories.make_user()
    said = actions.comment_on_edition(
        edition=row, text="Too much", criterion="K3", group="city", by=reader, at=AT
    )
    with pytest.raises(Refused) as refused:
        desk.decide(row, "approve", at=AT)
    assert {reason.key for reason in refused.value.reasons} == {
        *("edition.comments_open", "adaptation.unanswered", "edition.no_summary"),
        "edition.not_looked",
    }
    actions.answer_comment(
        comment=said, reply="We think so too", outcome="partly", by=desk.secretary, at=AT
    )
    row = actions.sum_up(edition=row, text="Said in part", by=desk.secretary, at=AT)
    made = desk.decide(row, "approve", at=LATER, looked=True)
    assert (made.overlay_sha256, made.base_sha256) == (row.sha256, desk.common.sha256)
    sunset = LATER.date() + timedelta(days=180)
    row = actions.publish_edition(edition=row, sunset=sunset, by=desk.chair, at=LATER)
    desk.common.refresh_from_db()
    assert (row.state, row.effective_from) == ("published", LATER.date())
    assert (desk.common.state, desk.common.sunset_at) == ("superseded", sunset)
    assert queries.current_edition(None, desk.common.scheme_id) == row
    verbs = Record.objects.filter(verb__startswith="edition.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("edition.begin", "edition.change", "edition.consult", "edition.comment"),
        *("edition.reply", "edition.sum_up", "edition.decide", "edition.supersede"),
        "edition.publish",
    ]


@pytest.mark.parametrize(
    ("change", "weight", "version", "days"),
    [
        (reworded, "editorial", "1.0.1", 7),
        (looser, "minor", "1.1.0", 14),
        (stricter, "major", "2.0.0", 28),
    ],
)
def test_class_number_and_days_follow_from_the_rules(
    desk: Desk, change: Any, weight: str, version: str, days: int
) -> None:
    row = desk.discussed(change)
    assert (row.change_class, row.version) == (weight, version)
    assert row.comments_until == AT.date() + timedelta(days=days)


def test_only_the_global_secretariat_writes_and_only_the_chair_decides(desk: Desk) -> None:
    abroad = factories.make_body(BodyKind.SECRETARIAT, country=factories.make_country())
    member = factories.make_seat(factories.make_body(BodyKind.COMMITTEE))
    row = desk.discussed()
    for person in (desk.chair, member, factories.make_seat(abroad), factories.make_user()):
        with pytest.raises(NotPermitted):
            actions.begin_edition(base=desk.common, by=person, at=AT)
        with pytest.raises(NotPermitted):
            actions.rework_edition(edition=row, by=person, at=AT)
    for person in (desk.secretary, member, factories.make_user()):
        with pytest.raises(NotPermitted):
            desk.decide(row, "return", by=person, at=AT)
        with pytest.raises(NotPermitted):
            actions.publish_edition(edition=row, by=person, at=AT)
    assert not Endorsement.objects.exists()


def test_an_unchanged_draft_is_not_discussed(desk: Desk) -> None:
    with pytest.raises(Refused, match="empty"):
        actions.consult_on_edition(edition=desk.begun(), by=desk.secretary, at=AT)


def test_every_way_back(desk: Desk) -> None:
    row = desk.discussed()
    row = actions.rework_edition(edition=row, by=desk.secretary, at=AT)
    assert (row.state, row.comments_until) == ("draft", None)
    row = actions.consult_on_edition(edition=row, by=desk.secretary, at=AT)
    desk.decide(row, "return", at=AT)
    row.refresh_from_db()
    assert row.state == "draft"
    again = actions.consult_on_edition(edition=row, by=desk.secretary, at=AT)
    with pytest.raises(Refused, match="no_reasons"):
        desk.decide(again, "return", reasons=" ", at=AT)
    other = desk.approved()
    desk.decide(other, "reopen", at=LATER)
    other.refresh_from_db()
    assert other.state == "draft"
    gone = actions.discard_edition(edition=other, by=desk.secretary, at=LATER)
    assert gone.state == "retired"
    assert gone not in list(queries.editions(None, gone.scheme_id))
    assert gone.version not in {desk.begun().version, desk.written().version}
    with pytest.raises(Refused, match="not_from_here"):
        actions.discard_edition(edition=row, by=desk.secretary, at=LATER)


def test_two_editions_approved_at_once_and_one_comes_into_force(desk: Desk) -> None:
    one, other = desk.approved(stricter), desk.approved(reworded)
    actions.publish_edition(edition=one, by=desk.chair, at=LATER)
    with pytest.raises(Refused, match="base_superseded"):
        actions.publish_edition(edition=other, by=desk.chair, at=LATER)
    with pytest.raises(Refused, match="not_from_here"):  # and none twice
        actions.publish_edition(edition=one, by=desk.chair, at=LATER)
    held = Edition.objects.filter(scheme=one.scheme_id, state="published")
    assert list(held) == [one]
    with pytest.raises(IntegrityError), transaction.atomic():  # the database keeps it as well
        Edition.objects.filter(pk=desk.common.pk).update(state="published")


def test_what_is_public_stays_as_it_is_in_the_database(desk: Desk) -> None:
    row = desk.discussed()
    for change in ({"document": "{}"}, {"version": "9.9.9"}, {"base": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=row.pk).delete()
    said = actions.comment_on_edition(
        edition=row, text="A word", criterion="", group="un", by=factories.make_user(), at=AT
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        type(said).objects.filter(pk=said.pk).update(group="city")
    with pytest.raises(Refused, match="not_open"):
        desk.write(row, json.loads(row.document))
    draft = actions.rework_edition(edition=row, by=desk.secretary, at=AT)
    assert desk.write(draft, reworded(json.loads(draft.document))).change_class == "major"


def test_two_writers_do_not_overwrite_each_other(desk: Desk) -> None:
    row = desk.begun()
    seen, document = row.sha256, json.loads(row.document)
    desk.write(row, reworded(document))
    with pytest.raises(Refused, match="changed_since"):
        actions.write_edition(
            edition=row, document=stricter(document), seen=seen, by=desk.secretary, at=AT
        )


def test_an_id_that_was_given_is_never_given_again(desk: Desk) -> None:
    def without(document: dict[str, Any]) -> dict[str, Any]:
        return edits.without_criterion(document, "K3") | {
            "stages": document["stages"][:1],
            "levels": document["levels"][:1],
        }

    document = without(json.loads(desk.common.document)) | {"version": "2.0.0"}
    desk.common = bring_into_force(document, desk=desk.secretary, chair=desk.chair, at=AT)
    again = criterion_document("K3", "A", usual_rule("K3"))
    row = desk.begun()
    with pytest.raises(InvalidDocument) as refused:
        desk.write(row, edits.with_criterion(json.loads(row.document), again))
    assert {(one.path, one.code) for one in refused.value.problems} == {
        ("$.criteria[2].id", "reused"),
        ("$.criteria[2].questions[0].id", "reused"),
        ("$.criteria[2].rule", "reused"),
    }
    fresh = criterion_document("K4", "A", usual_rule("K4"))
    row = desk.write(row, edits.with_criterion(json.loads(row.document), fresh))
    other = json.loads(row.document)
    other["criteria"][0]["questions"][0]["id"] = "K1.other"
    other["criteria"][0]["rule"]["all"][0]["question"] = "K1.other"
    with pytest.raises(InvalidDocument) as refused:
        desk.write(row, other)
    assert [one.code for one in refused.value.problems] == ["other_question"]


def test_comments_name_a_group_end_in_time_and_are_few(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waymark.schemes.actions.commenting.MOST_OF_ONE", 2)
    row, reader = desk.discussed(), factories.make_user()

    def say(**more: Any) -> Any:
        facts = {"text": "A word", "criterion": "", "group": "academia", "at": AT} | more
        return actions.comment_on_edition(edition=row, by=reader, **facts)

    for wrong, key in (
        ({"group": ""}, "no_such_group"),
        ({"group": "kings"}, "no_such_group"),
        ({"criterion": "K9"}, "no_such_criterion"),
        ({"text": " "}, "no_text"),
        ({"at": LATER}, "comments_closed"),
    ):
        with pytest.raises(Refused, match=key):
            say(**wrong)
    first = say()
    say(criterion="K1")
    with pytest.raises(Refused, match="said_enough"):
        say()
    with pytest.raises(Refused, match="no_such_outcome"):
        actions.answer_comment(
            comment=first, reply="Yes", outcome="perhaps", by=desk.secretary, at=AT
        )


def test_abuse_goes_out_of_sight_and_can_be_shown_again(desk: Desk) -> None:
    row, reader = desk.discussed(), factories.make_user()
    said = actions.comment_on_edition(
        edition=row, text="Bad words", criterion="", group="other", by=reader, at=AT
    )
    for person in (reader, desk.chair):
        with pytest.raises(NotPermitted):
            actions.hide_comment(comment=said, why="Insult", by=person, at=AT)
    with pytest.raises(Refused, match="no_text"):
        actions.hide_comment(comment=said, why="", by=desk.secretary, at=AT)
    actions.hide_comment(comment=said, why="Insult", by=desk.secretary, at=AT)
    row = actions.sum_up(edition=row, text="Nothing", by=desk.secretary, at=AT)
    desk.decide(row, "approve", at=LATER, looked=True)  # it needs no reply
    shown = actions.show_comment(comment=said, by=desk.secretary, at=AT)
    assert (shown.hidden_at, shown.hidden_why, shown.text) == (None, "", "Bad words")
    with pytest.raises(Refused, match="not_hidden"):
        actions.show_comment(comment=said, by=desk.secretary, at=AT)


def test_who_reads_what(desk: Desk) -> None:
    draft, public = desk.begun(), desk.discussed()
    member = factories.make_seat(factories.make_body(BodyKind.COMMITTEE), SeatRole.MEMBER)
    for viewer in (None, factories.make_user()):
        assert list(drafts.workbench(viewer)) == [public]
        assert drafts.draft(viewer, draft.pk) is None
        assert drafts.draft(viewer, desk.common.pk) is None  # it ships: no workbench made it
    for viewer in (desk.secretary, desk.chair, member):
        assert set(drafts.workbench(viewer)) == {draft, public}
