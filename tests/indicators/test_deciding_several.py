"""Several proposals decided in one act, taken back as a whole, and the files they came by."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_member, make_place
from tests.indicators.cities import browser, make_city
from tests.indicators.test_pages import address, text
from tests.indicators.test_proposals import (
    TABLE,
    WATER,
    contributing_city,
    current,
    keys,
    proposed,
    sent,
)
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.deciding import accept_proposal, reopen_declined
from waymark.indicators.actions.deciding_several import ACCEPT, DECLINE, decide_proposals, undo_act
from waymark.indicators.actions.values import remove_value
from waymark.indicators.models import Observation, Proposal, ProposalAct, ProposalStep
from waymark.indicators.queries import proposals as reads
from waymark.indicators.rules.proposals import MOST_AT_ONCE, refuse_deciding
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def decide(city: Any, seen: dict[Proposal, int | None], kind: str = ACCEPT, **more: Any) -> Any:
    said = {"by": city.editor, "at": city.later(), "kind": kind, **more}
    return decide_proposals(place=city.place, seen=seen, **said)


def states() -> dict[str, str]:
    return {row.period: row.state for row in reads.with_state(Proposal.objects.all())}


def three(city: Any, resident: Any) -> list[Proposal]:
    return [proposed(city, resident, 70 + n, period=str(2020 + n)) for n in range(3)]


def test_several_are_accepted_with_one_reason_and_all_come_back() -> None:
    city, resident = contributing_city()
    held = city.enter(60, "2021")
    rows = three(city, resident)
    seen = dict.fromkeys(rows, None) | {rows[1]: held.pk}
    done = decide(city, seen, reason="Thank you all.")
    assert [value for _period, value, _type in current()] == [70, 71, 72]
    assert set(states().values()) == {"accepted"}
    assert set(done.act.steps.values_list("reason", flat=True)) == {"Thank you all."}
    back = undo_act(act=done.act, by=city.lead, at=city.later())
    assert (len(back.done), back.left) == (3, {})
    assert current() == [("2021", 60.0, "")]
    assert set(states().values()) == {"open"}
    again = undo_act(act=done.act, by=city.lead, at=city.later())
    assert (again.done, again.left) == ((), {}), "there is nothing more to take back"


def test_several_are_declined_with_the_reason_that_they_need_and_come_back() -> None:
    city, resident = contributing_city()
    rows = three(city, resident)
    with pytest.raises(Refused) as refused:
        decide(city, dict.fromkeys(rows), DECLINE, reason=" \u200b ")
    assert keys(refused) == ["proposal.reason_missing"]
    assert not ProposalAct.objects.exists()
    done = decide(city, dict.fromkeys(rows), DECLINE, reason="One street only.")
    assert set(states().values()) == {"declined"}
    assert undo_act(act=done.act, by=city.editor, at=city.later()).left == {}
    assert set(states().values()) == {"open"}
    with pytest.raises(Refused):
        reopen_declined(proposal=rows[0], by=city.editor, at=city.later())


def test_what_can_not_be_taken_as_it_was_seen_stops_no_other() -> None:
    city, resident = contributing_city()
    rows = three(city, resident)
    city.enter(1, "2020")  # after the editor looked
    accept_proposal(proposal=rows[1], by=city.lead, at=city.later())
    done = decide(city, dict.fromkeys(rows))
    assert done.done == (rows[2],)
    why = {row.period: [reason.key for reason in said] for row, said in done.left.items()}
    assert why == {"2020": ["value.changed_meanwhile"], "2021": ["proposal.decided_meanwhile"]}
    assert states() == {"2020": "open", "2021": "accepted", "2022": "accepted"}
    assert list(done.act.steps.values_list("proposal", flat=True)) == [rows[2].pk]
    nothing = decide(city, {rows[0]: None})
    assert (nothing.act, nothing.done) == (None, ())
    assert ProposalAct.objects.count() == 1


def test_an_act_is_taken_back_as_far_as_nobody_built_on_it() -> None:
    city, resident = contributing_city()
    rows = three(city, resident)
    done = decide(city, dict.fromkeys(rows))
    made = rows[0].steps.get().observation
    assert made is not None
    remove_value(observation=made, by=city.editor, at=city.later())
    back = undo_act(act=done.act, by=city.editor, at=city.later())
    assert set(back.done) == set(rows[1:])
    assert [why[0].key for why in back.left.values()] == ["value.changed_meanwhile"]


def test_only_editors_of_the_city_decide_about_its_proposals_alone() -> None:
    city, resident = contributing_city()
    rows = three(city, resident)
    for person in (resident, city.viewer, make_member(make_place(), "lead")):
        with pytest.raises(NotPermitted):
            decide(city, dict.fromkeys(rows), by=person)
    other, theirs = contributing_city()
    foreign = proposed(other, theirs)
    with pytest.raises(Refused) as refused:
        decide(city, {rows[0]: None, foreign: None})
    assert keys(refused) == ["proposal.none_ticked"]
    done = decide(city, dict.fromkeys(rows))
    for person in (resident, city.viewer, other.lead):
        with pytest.raises(NotPermitted):
            undo_act(act=done.act, by=person, at=city.later())
    assert ProposalStep.objects.count() == 3
    assert refuse_deciding(MOST_AT_ONCE, True) == ()
    assert refuse_deciding(MOST_AT_ONCE + 1, True)[0].key == "proposal.too_many_at_once"


def test_each_of_the_proposers_is_told_once() -> None:
    city, resident = contributing_city()
    other = make_member(city.place, "contributor")
    rows = [*three(city, resident), proposed(city, other, code="UMF-1.1.5")]
    done = decide(city, dict.fromkeys(rows), DECLINE, reason="Too few asked.")
    undo_act(act=done.act, by=city.editor, at=city.later())
    run_due(city.later(), limit=1000)
    for person in (resident, other):
        kinds = Notice.objects.filter(user=person).values_list("kind", flat=True)
        assert sorted(kinds) == ["proposals.declined", "proposals.wait"]


def picks(page: Any) -> list[str]:
    return [one.pick for one in page.context["rows"] if one.row.state == "open"]


def test_ticked_values_of_the_list_are_decided_and_undone_on_the_pages() -> None:
    city, resident = contributing_city()
    city.enter(60, "2021")
    three(city, resident)
    theirs = browser(city.editor)
    listed = theirs.get(address(city, "proposals"))
    ticked = [one for one in picks(listed) if not one.endswith(":")]
    assert len(ticked) == 1, "the one beside which a value stands"
    where = address(city, "proposals_decide")
    empty = theirs.post(where, {"act": "decline", "pick": ticked, "reason": ""})
    assert empty.status_code == 400
    assert "checked" in empty.content.decode(), "what was ticked stays so"
    none = theirs.post(where, {"act": "accept", "reason": "Typed here"})
    assert none.status_code == 400
    assert "Typed here" in none.content.decode()
    done = theirs.post(where, {"act": "accept", "pick": ticked})
    assert done.status_code == 302
    assert ("2021", 71.0, "citizen_generated") in current()
    page = theirs.get(done["Location"])
    assert page.status_code == 200
    assert "Undo all of it" in text(page)
    act = ProposalAct.objects.get()
    theirs.post(address(city, "proposals_act_undo", act.pk))
    assert current() == [("2021", 60.0, "")]
    assert "Undo all of it" not in text(theirs.get(done["Location"]))
    assert "checkbox" not in browser(city.viewer).get(address(city, "proposals")).content.decode()


def test_all_of_a_table_are_decided_as_they_were_seen() -> None:
    city, resident = contributing_city()
    made = sent(city, resident, TABLE).rows
    beside = proposed(city, resident)
    theirs, where = browser(city.editor), address(city, "proposals_table", made[0].pk)
    page = theirs.get(where)
    assert len(page.context["rows"]) == 2, "and not what was proposed by itself"
    form = page.context["form"]
    whole = {name: form.initial[name] for name in ("table", "stamp")} | {"whole": "on"}
    city.enter(1, "2023")
    stale = theirs.post(address(city, "proposals_decide"), whole | {"act": "accept"})
    assert stale.status_code == 400
    assert not ProposalStep.objects.exists()
    again = {name: stale.context["form"][name].value() for name in ("table", "stamp")}
    sure = theirs.post(address(city, "proposals_decide"), whole | again | {"act": "accept"})
    assert sure.status_code == 302
    assert {row.state for row in reads.with_state(Proposal.objects.exclude(pk=beside.pk))} == {
        "accepted"
    }
    assert not beside.steps.exists()
    assert theirs.get(address(city, "proposals_table", beside.pk)).status_code == 404


@pytest.mark.parametrize("odd", ["", "x", "x:1", "9" * 5000, "\x00:1", ":", "é:²"])
def test_odd_ticks_decide_nothing_and_break_nothing(odd: str) -> None:
    city, resident = contributing_city()
    proposed(city, resident)
    sent_odd = {"act": "accept", "pick": [odd], "table": odd, "stamp": odd}
    where = address(city, "proposals_decide")
    assert browser(city.editor).post(where, sent_odd).status_code == 400
    assert not Observation.objects.exists()


HOSTILE = 'indicator,period,value,note\nUMF-1.1.2,2023,70,"<script>alert(1)</script>"\n'


def test_the_file_goes_to_editors_and_to_who_sent_it_and_never_as_a_page() -> None:
    city, resident = contributing_city()
    (row,) = sent(city, resident, HOSTILE).rows
    ways = [
        (browser(city.editor), address(city, "proposal_file", row.pk)),
        (browser(resident), address(city, "contribute_file", row.pk)),
    ]
    for client, where in ways:
        answer = client.get(where)
        assert b"".join(answer.streaming_content).decode() == HOSTILE
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "html" not in answer["Content-Type"]
    other = make_member(city.place, "contributor")
    stranger = make_city().editor
    for person, name in (
        (city.viewer, "proposal_file"),
        (resident, "proposal_file"),
        (stranger, "proposal_file"),
        (other, "contribute_file"),
        (city.editor, "contribute_file"),
    ):
        assert browser(person).get(address(city, name, row.pk)).status_code == 404, (person, name)
    plain = proposed(city, resident)
    assert browser(city.editor).get(address(city, "proposal_file", plain.pk)).status_code == 404


def test_a_table_costs_the_same_however_long_it_is() -> None:
    city, resident = contributing_city()
    client = browser(city.editor)

    def cost(table: str) -> int:
        row = sent(city, resident, table).rows[0]
        client.get(address(city, "proposals_table", row.pk))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(city, "proposals_table", row.pk)).status_code == 200
        return len(queries)

    head = "indicator,period,value\n"
    one = cost(head + f"{WATER},2001,1\n")
    three = cost(head + "".join(f"{WATER},{year},1\n" for year in (2011, 2012, 2013)))
    assert one == three
