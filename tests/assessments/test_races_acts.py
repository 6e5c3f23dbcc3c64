"""R6 for what passes between committees, mechanisms and desks: two at once have one effect.

The same decision, ballot, meeting and assignment are in test_races.py; appeals, ends and draws in
test_races_life.py; two chairs who annul, and two who doubt, in test_doubt_pages.py; two words of
the global committee, of which one objects, in test_oversight.py.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.assessments.test_delegating import make_national, recuse, schedule
from tests.assessments.test_edge_erasing import WHY, until
from tests.assessments.test_transfers import ask, nation
from tests.races import race, split
from tests.watched import make_watched
from tests.world import FEW, World, make_world
from waymark.assessments.actions import delegating, erasing, meeting
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.erasing import erase_evidence
from waymark.assessments.actions.steps import Overtaken, lock
from waymark.assessments.actions.transferring import answer_transfer
from waymark.assessments.models import (
    AgendaItem,
    Case,
    Delegation,
    EvidenceItem,
    GlobalWord,
    Transfer,
    TransferWord,
)
from waymark.assessments.rules.oversight.words import Oversight, Way
from waymark.assessments.rules.transfer import Party
from waymark.base.models import Blob, Record
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def told(verb: str) -> int:
    """How often the ledger tells of an act."""
    return Record.objects.filter(verb=verb).count()


def erasing_by(world: World, item: EvidenceItem, *people: Any) -> list[Any]:
    at, now = world.later(), EvidenceItem.objects.get(pk=item.pk)
    return [partial(erase_evidence, item=now, reason=WHY, by=by, at=at) for by in people]


@pytest.mark.parametrize("state", ["submitted", "scheduled"])
def test_two_desks_erase_one_file_at_once_and_the_case_goes_back_once(state: str) -> None:
    world, item = until(state)
    second = factories.make_seat(world.mechanism.secretariat)
    won, lost = split(race(*erasing_by(world, item, world.secretary, second, second)))
    assert len(won) == told("evidence.erased") == 1
    assert all(isinstance(error, BadAnswer | Overtaken) for error in lost), lost
    assert Blob.objects.exclude(erased_at=None).count() == 1
    steps = world.case.events.filter(step__startswith="erase_")
    assert steps.count() == 1
    assert not AgendaItem.objects.filter(removed_at=None).exists()


def test_a_file_is_erased_while_its_case_is_put_on_an_agenda() -> None:
    """Whoever is second sees what the first has done: no case is decided on what was erased."""
    world, item = until("reported")
    row = meeting.plan_meeting(
        mechanism=world.mechanism, title="T", starts_at=world.now, where="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    put = partial(
        meeting.schedule_case, meeting=row, case=world.case, by=world.secretary, at=world.later()
    )
    _won, lost = split(race(put, *erasing_by(world, item, world.secretary)))
    assert all(isinstance(error, Refused | Overtaken) for error in lost), lost
    case, kept = Case.objects.get(pk=world.case.pk), EvidenceItem.objects.get(pk=item.pk)
    on_agenda = AgendaItem.objects.filter(removed_at=None).count()
    ends = {"erased": ("clarification", 0), "active": ("scheduled", 1)}
    assert (case.state, on_agenda) == ends[kept.state]


def test_two_of_one_desk_take_a_case_over_and_it_goes_once() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world))
    answer_transfer(
        transfer=row, party=Party.FROM, agrees=True, reason="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    second = factories.make_seat(row.target.secretariat)
    at = timezone.now()
    acts = [
        partial(answer_transfer, transfer=row, party=Party.TO, agrees=True, reason="", by=by, at=at)
        for by in (world.extra["desk"], second, world.extra["desk"])
    ]
    won, lost = split(race(*acts))
    assert len(won) == told("case.transferred") == 1
    assert all(isinstance(error, Refused | Overtaken) for error in lost), lost
    assert TransferWord.objects.filter(transfer=row, party=Party.TO).count() == 1
    assert Case.objects.filter(place=world.place).count() == 2


def test_a_case_is_erased_from_while_it_goes_elsewhere() -> None:
    """Whichever comes first, no case goes on with evidence whose bytes are gone."""
    world, item = until("submitted")
    row = ask(world, nation(world))
    answer_transfer(
        transfer=row, party=Party.FROM, agrees=True, reason="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    take = partial(
        answer_transfer, transfer=row, party=Party.TO, agrees=True, reason="",
        by=world.extra["desk"], at=world.later(),
    )  # fmt: skip
    _won, lost = split(race(take, *erasing_by(world, item, world.secretary)))
    assert all(isinstance(error, Refused | Overtaken) for error in lost), lost
    if not Blob.objects.filter(erased_at=None).exists():
        assert not EvidenceItem.objects.filter(state="active", revisions__blob=_blob(item)).exists()
    assert Transfer.objects.get().outcome in {"", "done"}


def test_a_case_that_goes_elsewhere_while_its_desk_waits_to_erase_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The copy that a transfer made meanwhile is no surprise: nothing is erased by halves."""
    world, item = until("submitted")
    row = ask(world, nation(world))
    said: dict[str, Any] = {"agrees": True, "reason": "", "at": world.later()}
    answer_transfer(transfer=row, party=Party.FROM, by=world.secretary, **said)
    gone = []

    def wait(case: Case) -> Case:
        if not gone:
            gone.append(case)
            answer_transfer(transfer=row, party=Party.TO, by=world.extra["desk"], **said)
        return lock(case)

    (erase,) = erasing_by(world, item, world.secretary)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "lock", wait)
        with pytest.raises(Overtaken):
            erase()
    assert gone, "the control: the transfer came in between"
    assert not Blob.objects.exclude(erased_at=None).exists()
    assert erase().state == "erased"


def _blob(item: EvidenceItem) -> Any:
    return item.revisions.get().blob


def test_two_workers_settle_and_give_back_a_committees_matter_once() -> None:
    world = make_national()
    item = schedule(world, world.mechanism, world.secretary)
    factories.make_member(world.place, "viewer", user=world.members[1])
    recuse(world, world.members[2])  # with the tie that is found in the second, too few
    settle = partial(delegating.settle_committee, item=item, by=None, at=world.later())
    assert split(race(settle, settle, settle))[1] == []
    assert Delegation.objects.count() == told("case.delegated") == 1
    for _ in range(3):
        factories.make_seat(world.mechanism.committee)
    back = partial(delegating.give_back, case=world.case, by=None, at=world.later())
    won, lost = split(race(back, back, back))
    assert lost == []
    assert won.count(True) == told("case.given_back") == 1
    assert not Delegation.objects.filter(ended_at=None).exists()


def test_a_case_is_given_back_or_taken_up_above_but_never_both() -> None:
    world = make_national()
    schedule(world, world.mechanism, world.secretary)
    recuse(world, *world.members[1:])
    schedule(world, world.extra["wide"], world.extra["desk"])
    wide = [world.extra["chair"], *world.extra["others"]]
    meeting.note_attendance(
        meeting=world.meeting, present=[one.pk for one in wide], by=world.extra["desk"],
        at=world.later(),
    )  # fmt: skip
    for _ in range(3):
        factories.make_seat(world.mechanism.committee)
    at = world.later()
    convene = partial(
        meeting.convene_meeting, meeting=world.meeting, by=world.extra["chair"], at=at
    )
    give = partial(delegating.give_back, case=world.case, by=None, at=at)
    convened, given = race(convene, give)
    open_ = Delegation.objects.filter(ended_at=None).exists()
    assert given in {True, False}, given
    assert open_ is not given
    assert isinstance(convened, Refused) is given, "with nothing on its agenda no meeting opens"


def test_two_chairs_endorse_at_once_and_one_word_is_said() -> None:
    watched = make_watched(set_before=Oversight(Way.EXPRESS))
    second = factories.make_seat(watched.common.committee, "chair")
    at = watched.decision.publication.at + timedelta(days=1)
    acts = [partial(watched.say, by=by, at=at) for by in (watched.chair, second, watched.chair)]
    won, lost = split(race(*acts))
    assert won == [GlobalWord.objects.get()]
    assert all(isinstance(error, Refused) for error in lost), lost
