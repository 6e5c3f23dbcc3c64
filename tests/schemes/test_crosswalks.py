"""A crosswalk from a file to force: who may, what is bound, one in force for each pair."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import factories
from tests.schemes.crossing import approve, document, in_force, row
from tests.schemes.national import AT
from tests.world import make_edition
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions
from waymark.schemes.models import Crosswalk, CrosswalkWord, Edition
from waymark.schemes.queries import crosswalks as queries
from waymark.schemes.rules.crosswalk import BadCrosswalk, crosswalk_document

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def people() -> dict[str, Any]:
    make_edition(at=AT)
    committee = factories.make_body(BodyKind.COMMITTEE)
    return {
        "desk": factories.make_secretary(),
        "chair": factories.make_seat(committee, SeatRole.CHAIR),
        "member": factories.make_seat(committee),
    }


def begun(people: dict[str, Any], **more: Any) -> Crosswalk:
    return actions.begin_crosswalk(document=document(**more), by=people["desk"], at=AT)


def test_from_a_file_to_force(people: dict[str, Any]) -> None:
    made = begun(people)
    assert (made.state, made.version, made.other) == ("draft", 1, "harbour-pledge")
    assert crosswalk_document(queries.crosswalk_of(made)) == document()
    made = approve(made, desk=people["desk"], chair=people["chair"], at=LATER)
    assert (made.state, made.in_force_from) == ("in_force", LATER.date())
    word = made.decisions.get()
    assert (word.kind, word.sha256, word.by) == ("approve", made.sha256, people["chair"])
    kinds = Record.objects.filter(subject__endswith=made.pk).values_list("verb", flat=True)
    assert set(kinds) == {"crosswalk.begin", "crosswalk.propose", "crosswalk.decide"}


def test_of_each_pair_one_is_in_force(people: dict[str, Any]) -> None:
    first = in_force(desk=people["desk"], chair=people["chair"], at=AT)
    other = in_force(desk=people["desk"], chair=people["chair"], at=AT, id="other-pledge")
    second = begun(people, rows=[row("P1", "A02")])
    assert second.version == 2
    second = approve(second, desk=people["desk"], chair=people["chair"], at=LATER)
    first.refresh_from_db()
    assert (first.state, first.in_force_until) == ("replaced", LATER.date())
    assert list(queries.in_force("sdg-cities")) == [second, other]
    with pytest.raises(IntegrityError), transaction.atomic():
        Crosswalk.objects.filter(pk=first.pk).update(state="in_force")


def test_who_may_do_what(people: dict[str, Any]) -> None:
    made = begun(people)
    for who in ("chair", "member"):
        with pytest.raises(NotPermitted):
            actions.begin_crosswalk(document=document(), by=people[who], at=AT)
    actions.propose_crosswalk(crosswalk=made, by=people["desk"], at=AT)
    told = {"kind": "approve", "reasons": "Read.", "seen": made.sha256, "at": AT}
    for who in ("desk", "member"):
        with pytest.raises(NotPermitted):
            actions.decide_crosswalk(crosswalk=made, by=people[who], **told)
    actions.decide_crosswalk(crosswalk=made, by=people["chair"], **told)


def test_who_wrote_it_does_not_decide_on_it(people: dict[str, Any]) -> None:
    made = begun(people)
    factories.make_seat(
        factories.make_body(BodyKind.COMMITTEE), SeatRole.CHAIR, user=people["desk"]
    )
    actions.propose_crosswalk(crosswalk=made, by=people["desk"], at=AT)
    with pytest.raises(Refused, match="own_work"):
        actions.decide_crosswalk(
            crosswalk=made,
            kind="approve",
            reasons="Mine.",
            seen=made.sha256,
            by=people["desk"],
            at=AT,
        )


def test_a_decision_needs_reasons_and_what_was_read(people: dict[str, Any]) -> None:
    made = begun(people)
    actions.propose_crosswalk(crosswalk=made, by=people["desk"], at=AT)
    told = {"crosswalk": made, "kind": "approve", "by": people["chair"], "at": AT}
    with pytest.raises(Refused, match="no_reasons"):
        actions.decide_crosswalk(reasons=" ", seen=made.sha256, **told)
    with pytest.raises(Refused, match="changed_since"):
        actions.decide_crosswalk(reasons="Read.", seen="0" * 64, **told)
    with pytest.raises(Refused, match="unknown_step"):
        actions.decide_crosswalk(reasons="Read.", seen=made.sha256, **(told | {"kind": "replace"}))
    assert not CrosswalkWord.objects.exists()


def test_what_is_proposed_stays_as_it_is(people: dict[str, Any]) -> None:
    made = in_force(desk=people["desk"], chair=people["chair"], at=AT)
    with pytest.raises(Refused, match="not_open"):
        actions.write_crosswalk(
            crosswalk=made, document=document(), seen=made.sha256, by=people["desk"], at=AT
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Crosswalk.objects.filter(pk=made.pk).update(document="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        CrosswalkWord.objects.all().update(reasons="Others.")
    draft = begun(people)  # a draft may change
    Crosswalk.objects.filter(pk=draft.pk).update(document="{}")


def test_taking_the_same_file_in_twice_changes_nothing(people: dict[str, Any]) -> None:
    made = begun(people)
    before = Record.objects.count()
    told = {"crosswalk": made, "by": people["desk"], "at": LATER}
    again = actions.write_crosswalk(document=document(), seen=made.sha256, **told)
    assert (again.sha256, again.changed_at) == (made.sha256, AT)
    assert Record.objects.count() == before
    other = actions.write_crosswalk(document=document(about="Mended."), seen=made.sha256, **told)
    assert other.changed_at == LATER
    with pytest.raises(Refused, match="changed_since"):
        actions.write_crosswalk(document=document(), seen=made.sha256, **told)
    with pytest.raises(Refused, match="other_pair"):
        actions.write_crosswalk(document=document(id="another"), seen=other.sha256, **told)
    with pytest.raises(BadCrosswalk):
        actions.write_crosswalk(document=document(rows=[]), seen=other.sha256, **told)


def test_nothing_comes_into_force_that_names_criteria_we_do_not_have(
    people: dict[str, Any],
) -> None:
    made = begun(people)
    Edition.objects.update(state="superseded")
    with pytest.raises(Refused, match="unknown_now"):
        actions.propose_crosswalk(crosswalk=made, by=people["desk"], at=AT)


def test_withdrawn_and_given_up(people: dict[str, Any]) -> None:
    made = in_force(desk=people["desk"], chair=people["chair"], at=AT)
    actions.decide_crosswalk(
        crosswalk=made,
        kind="withdraw",
        reasons="They changed their rules.",
        seen=made.sha256,
        by=people["chair"],
        at=LATER,
    )
    made.refresh_from_db()
    assert (made.state, made.in_force_until) == ("withdrawn", LATER.date())
    assert not queries.in_force("sdg-cities").exists()
    draft = begun(people)
    actions.discard_crosswalk(crosswalk=draft, by=people["desk"], at=LATER)
    assert begun(people).version == 3  # its number stays taken


def test_drafts_stay_with_the_desk(people: dict[str, Any]) -> None:
    made = begun(people)
    assert queries.crosswalk(factories.make_user(), made.pk) is None
    assert queries.crosswalk(people["member"], made.pk) == made
    actions.propose_crosswalk(crosswalk=made, by=people["desk"], at=AT)
    assert queries.crosswalk(factories.make_user(), made.pk) == made
