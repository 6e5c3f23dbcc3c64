"""A country's adaptation: who writes, who decides, what binds, and what comes into force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from tests import factories
from tests.schemes.editing import bring_into_force
from tests.schemes.national import AT, TIGHTER, WAIVED, Nation, make_nation
from tests.schemes.overlays import base as ground
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes import actions, queries
from waymark.schemes.models import Adaptation, Edition, Endorsement, Mechanism
from waymark.schemes.rules import InvalidDocument, scheme_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> Nation:
    """A mechanism, its secretariat and the global chair, over a small common edition."""
    return make_nation()


@pytest.fixture
def common(nation: Nation) -> Edition:
    """The edition in force for everybody."""
    return nation.common


@pytest.fixture
def kenya(nation: Nation) -> Mechanism:
    """A country's mechanism beside the global one."""
    return nation.mechanism


@pytest.fixture
def desk(nation: Nation) -> Any:
    """Somebody of the country's secretariat."""
    return nation.desk


@pytest.fixture
def chair(nation: Nation) -> Any:
    """The chair of the global committee."""
    return nation.chair


def asked(row: Adaptation, desk: Any, days: int = 29) -> Adaptation:
    row = actions.open_comments(adaptation=row, by=desk, at=AT)
    return actions.submit_adaptation(adaptation=row, by=desk, at=AT + timedelta(days=days))


def decide(row: Adaptation, kind: str, chair: Any, *named: str, **more: Any) -> Endorsement:
    facts = {"reasons": "Read whole.", "seen": row.sha256, "at": AT + timedelta(days=30)} | more
    return actions.decide_adaptation(adaptation=row, kind=kind, deviations=named, by=chair, **facts)


def test_a_national_mechanism_has_bodies_an_issuer_and_languages_of_its_own(
    kenya: Mechanism,
) -> None:
    assert (kenya.slug, kenya.kind, kenya.languages) == ("ke", "national", ["en", "fr"])
    assert kenya.committee.country_id == "KE"
    assert kenya.issuer.did.endswith(":issuers:ke")
    assert queries.mechanism_for(None, "KE") == kenya
    assert queries.mechanism_for(None, "PE") == Mechanism.objects.get(kind="global")
    with pytest.raises(Refused, match="country_has_one"):
        actions.found_national(
            country=factories.make_country("KE"), name="x", language="en", languages=[], at=AT
        )


def test_from_a_draft_to_a_national_edition(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER, WAIVED), desk)
    made = decide(row, "endorse", chair, "waive K2")
    assert (made.overlay_sha256, made.base_sha256) == (row.sha256, common.sha256)
    edition = Edition.objects.get(adaptation=row)
    assert (edition.version, edition.state) == ("1.0.0+ke.1.0.0", "published")
    laid = queries.scheme_of(edition).adaptation
    assert laid is not None
    assert (laid.hash, laid.base) == (row.sha256, common.sha256)
    assert queries.edition_for(None, kenya, common.scheme_id) == edition
    assert queries.current_edition(None, common.scheme_id) == common
    assert list(queries.national(None, common.scheme_id)) == [edition]
    verbs = set(
        Record.objects.filter(verb__startswith="adaptation.").values_list("verb", flat=True)
    )
    assert verbs == {
        *("adaptation.begin", "adaptation.change", "adaptation.consult", "adaptation.submit"),
        "adaptation.decide",
    }


def test_only_the_own_secretariat_writes_and_only_the_global_chair_decides(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    own_chair = factories.make_seat(kenya.committee, SeatRole.CHAIR)
    row = nation.begun(TIGHTER)
    for stranger in (chair, own_chair, factories.make_secretary(), factories.make_user()):
        with pytest.raises(NotPermitted):
            actions.add_ops(adaptation=row, ops=[WAIVED], seen=row.sha256, by=stranger, at=AT)
    row = asked(row, desk)
    for stranger in (desk, own_chair, factories.make_secretary()):
        with pytest.raises(NotPermitted):
            decide(row, "endorse", stranger)
    assert not Endorsement.objects.exists()


def test_what_is_not_allowed_never_gets_into_a_draft(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any
) -> None:
    row = nation.begun()
    with pytest.raises(InvalidDocument, match="core criterion"):
        actions.add_ops(
            adaptation=row, ops=[{**WAIVED, "criterion": "K1"}], seen=row.sha256, by=desk, at=AT
        )
    row.refresh_from_db()
    assert queries.overlay_of(row).ops == ()
    with pytest.raises(Refused, match="empty"):
        actions.open_comments(adaptation=row, by=desk, at=AT)


def test_two_writers_do_not_overwrite_each_other(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any
) -> None:
    row = nation.begun()
    actions.add_ops(adaptation=row, ops=[TIGHTER], seen=row.sha256, by=desk, at=AT)
    with pytest.raises(Refused, match="changed_since"):
        actions.add_ops(adaptation=row, ops=[WAIVED], seen=row.sha256, by=desk, at=AT)


def test_comments_last_longer_where_something_deviates_and_each_gets_a_reply(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any
) -> None:
    tight = actions.open_comments(adaptation=nation.begun(TIGHTER), by=desk, at=AT)
    assert tight.comments_until == AT.date() + timedelta(days=14)
    reader = factories.make_user()
    said = actions.comment(adaptation=tight, text="Why?", criterion="K3", by=reader, at=AT)
    with pytest.raises(Refused, match="comments_open"):
        actions.submit_adaptation(adaptation=tight, by=desk, at=AT + timedelta(days=14))
    later = AT + timedelta(days=15)
    with pytest.raises(Refused, match="unanswered"):
        actions.submit_adaptation(adaptation=tight, by=desk, at=later)
    with pytest.raises(Refused, match="comments_closed"):
        actions.comment(adaptation=tight, text="Late", criterion="", by=reader, at=later)
    actions.answer_comment(comment=said, reply="Because.", by=desk, at=later)
    assert actions.submit_adaptation(adaptation=tight, by=desk, at=later).state == "submitted"
    back = actions.rework  # what was asked for can't be taken back any more
    with pytest.raises(Refused):
        back(adaptation=tight, by=desk, at=later)


def test_a_deviation_makes_the_period_four_weeks(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any
) -> None:
    row = actions.open_comments(adaptation=nation.begun(WAIVED), by=desk, at=AT)
    assert row.comments_until == AT.date() + timedelta(days=28)


@pytest.mark.parametrize("named", [[], ["waive K3"], ["waive K2", "waive K3"]])
def test_an_endorsement_names_exactly_the_deviations(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any, named: list[str]
) -> None:
    row = asked(nation.begun(WAIVED), desk)
    with pytest.raises(Refused, match="name_deviations"):
        decide(row, "endorse", chair, *named)
    assert not Edition.objects.filter(adaptation__isnull=False).exists()


def test_an_endorsement_is_of_what_was_read(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER), desk)
    with pytest.raises(Refused, match="changed_since"):
        decide(row, "endorse", chair, seen="0" * 64)


def test_returned_it_can_be_changed_and_asked_for_again(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER), desk)
    decide(row, "return", chair)
    row.refresh_from_db()
    row = actions.add_ops(adaptation=row, ops=[WAIVED], seen=row.sha256, by=desk, at=AT)
    row = asked(row, desk)
    decide(row, "endorse", chair, "waive K2")
    kinds = list(Endorsement.objects.values_list("seq", "kind"))
    assert kinds == [(1, "return"), (2, "endorse")]


def test_suspended_its_edition_is_out_of_force_until_the_suspension_is_lifted(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER), desk)
    decide(row, "endorse", chair)
    own = Edition.objects.get(adaptation=row)
    decide(row, "suspend", chair)
    assert queries.edition_for(None, kenya, common.scheme_id) == common
    decide(row, "lift", chair)
    assert queries.edition_for(None, kenya, common.scheme_id) == own
    decide(row, "withdraw", chair)
    assert queries.edition_for(None, kenya, common.scheme_id) == common


def test_a_new_base_makes_it_outdated_and_a_rebase_takes_what_carries_over(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER), desk)
    decide(row, "endorse", chair)
    plain = scheme_document(ground()) | {"version": "1.1.0", "summary": {"en": "Other words"}}
    late = AT + timedelta(days=40)
    fresh = bring_into_force(plain, desk=factories.make_secretary(), chair=chair, at=late)
    row.refresh_from_db()
    assert row.state == "outdated"
    own = Edition.objects.get(adaptation=row)
    assert own.state == "published"  # it stays in force until it is replaced
    moved = actions.rebase_adaptation(
        adaptation=row, base=fresh, version="1.1.0", by=desk, at=AT + timedelta(days=41)
    )
    assert queries.overlay_of(moved).ops == queries.overlay_of(row).ops
    moved = actions.open_comments(adaptation=moved, by=desk, at=AT + timedelta(days=41))
    late = AT + timedelta(days=80)
    moved = actions.submit_adaptation(adaptation=moved, by=desk, at=late)
    decide(moved, "endorse", chair, at=late)
    row.refresh_from_db()
    own.refresh_from_db()
    assert (row.state, own.state) == ("replaced", "superseded")
    assert queries.edition_for(None, kenya, common.scheme_id).version == "1.1.0+ke.1.1.0"  # type: ignore[union-attr]


def test_drafts_are_seen_by_their_own_bodies_and_everybody_reads_the_rest(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = nation.begun(TIGHTER)
    peru = factories.make_seat(
        factories.make_body(BodyKind.SECRETARIAT, country=factories.make_country("PE"))
    )
    for viewer, sees in ((desk, True), (peru, False), (chair, False), (AnonymousUser(), False)):
        assert queries.adaptations(viewer).filter(pk=row.pk).exists() is sees
    actions.open_comments(adaptation=row, by=desk, at=AT)
    assert queries.adaptation(AnonymousUser(), row.pk) is not None


def test_what_was_made_public_can_not_be_changed_in_the_database(
    nation: Nation, kenya: Mechanism, common: Edition, desk: Any, chair: Any
) -> None:
    row = asked(nation.begun(TIGHTER), desk)
    decide(row, "return", chair)
    decide_again = asked(Adaptation.objects.get(pk=row.pk), desk)
    made = Endorsement.objects.get()
    for rows, change in (
        (Adaptation.objects.filter(pk=decide_again.pk), {"document": "{}"}),
        (Endorsement.objects.filter(pk=made.pk), {"reasons": "Other"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
