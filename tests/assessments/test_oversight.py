"""The global committee's word on national certificates: who gives it, when, and what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.races import race, split
from tests.watched import Watched, another, make_watched
from tests.world import DAY
from waymark.assessments.actions import decision
from waymark.assessments.actions import oversight as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.jobs.hearings import remind_of_hearings
from waymark.assessments.jobs.oversight import let_silence_endorse, remind_speakers
from waymark.assessments.models import (
    Decision,
    GlobalWord,
    Hearing,
    OversightRule,
    SpotCheck,
    Talk,
)
from waymark.assessments.queries.oversight import decided
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.oversight.words import (
    Opens,
    Oversight,
    Standing,
    Way,
    Word,
    WordFacts,
    endorses_by_silence,
    read_oversight,
    refusals,
    refuse_word,
    standing,
)
from waymark.awards.models import Award, AwardEvent
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Interest

DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))
RULES = st.builds(Oversight, st.sampled_from(Way), st.integers(7, 180), st.sampled_from(Opens))
FACTS = WordFacts(rule=Oversight(Way.EXPRESS), published=date(2026, 3, 1), on=date(2026, 3, 10))


@given(RULES)
def test_a_rule_is_read_as_it_was_written(rule: Oversight) -> None:
    assert read_oversight(rule.document()) == rule
    assert refusals(rule) == ()
    assert refusals(replace(rule, days=6)), "less than a week is no time"


@given(RULES, DAYS, st.integers(0, 400))
def test_only_words_or_silence_that_counts_ever_endorse(
    rule: Oversight, published: date, after: int
) -> None:
    on = published + timedelta(days=after)
    found = standing((), rule, published, on)
    assert found not in (Standing.ENDORSED, Standing.BY_SILENCE, Standing.OBJECTED)
    facts = WordFacts(rule=rule, published=published, on=on)
    silent = endorses_by_silence(facts)
    assert silent == (rule.way == Way.SILENCE and after > rule.days)
    assert not endorses_by_silence(replace(facts, words=("object",)))


@pytest.mark.parametrize(
    ("change", "word", "key"),
    [
        ({"tied": True}, Word.ENDORSE, "oversight.tied"),
        ({"had_part": True}, Word.ENDORSE, "oversight.had_part"),
        ({"may_speak": False}, Word.ENDORSE, "oversight.chair_speaks"),
        ({"valid": False}, Word.ENDORSE, "oversight.not_valid"),
        ({"rule": Oversight()}, Word.ENDORSE, "oversight.not_needed"),
        ({"words": ("endorse",)}, Word.OBJECT, "oversight.said"),
        ({"words": ("silence",)}, Word.ENDORSE, "oversight.said"),
        ({"words": ("object",)}, Word.OBJECT, "oversight.said"),
        ({"words": ("object",), "settled": False}, Word.ENDORSE, "oversight.not_settled"),
        ({"on": date(2026, 4, 1)}, Word.OBJECT, "oversight.too_late"),
    ],
)
def test_each_refusal_names_its_reason(change: dict[str, Any], word: Word, key: str) -> None:
    assert refuse_word(FACTS, word) == ()
    assert key in [reason.key for reason in refuse_word(replace(FACTS, **change), word)]


def test_an_endorsement_may_come_late_and_after_an_objection_that_was_looked_into() -> None:
    assert refuse_word(replace(FACTS, on=date(2027, 1, 1)), Word.ENDORSE) == ()
    assert refuse_word(replace(FACTS, words=("object",)), Word.ENDORSE) == ()


@pytest.fixture
def watched() -> Watched:
    return make_watched(set_before=Oversight(Way.EXPRESS))


pytestmark = pytest.mark.django_db


def refused(watched: Watched, word: Word = Word.ENDORSE, **more: Any) -> list[str]:
    with pytest.raises(Refused) as told:
        watched.say(word, **more)
    return [reason.key for reason in told.value.reasons]


def test_the_certificate_says_that_it_is_endorsed_only_once_it_is(watched: Watched) -> None:
    number = Award.objects.get().number
    path = reverse("certificate", args=[number])
    page = Client().get(path)
    assert page.status_code == 200
    assert "Endorsed by the global committee" not in page.content.decode()
    watched.say()
    assert "Endorsed by the global committee on" in Client().get(path).content.decode()
    run_due(watched.now)
    assert Notice.objects.filter(kind="global_word.endorse", user=watched.world.signatory).exists()
    assert refused(watched, Word.OBJECT) == ["oversight.said"]


def test_an_objection_opens_a_check_and_leaves_the_certificate_in_force(watched: Watched) -> None:
    word = watched.say(Word.OBJECT)
    check = SpotCheck.objects.get()
    assert word.opened == f"spotcheck:{check.pk}"
    assert check.kind == "risk"
    award = Award.objects.get()
    assert award.events.count() == 0, "nothing happened to the certificate"
    page = Client().get(reverse("certificate", args=[award.number])).content.decode()
    assert "global committee" not in page
    assert refused(watched) == ["oversight.not_settled"]
    SpotCheck.objects.update(state="concordant", ended_at=watched.now)
    assert watched.say().kind == "endorse"


def test_an_objection_can_open_a_hearing_and_joins_one_that_is_open() -> None:
    watched = make_watched(set_before=Oversight(Way.SILENCE, 30, Opens.HEARING))
    word = watched.say(Word.OBJECT, reasons="The plan is not the council’s.")
    hearing = Hearing.objects.get()
    assert word.opened == f"hearing:{hearing.pk}"
    assert hearing.grounds == "The plan is not the council’s."
    other = another(watched)
    Hearing.objects.create(
        case=other.case, award=f"award:{Award.objects.get(subject=f'place:{other.place.pk}').pk}",
        grounds="Before.", answer_by=date(2027, 1, 1), opened_by=watched.world.chair, opened_at=DAY,
    )  # fmt: skip
    acts.give_word(
        decision=Decision.objects.get(case=other.case), word=Word.OBJECT, reasons="Too.",
        by=watched.chair, at=watched.now,
    )  # fmt: skip
    assert Hearing.objects.count() == 2, "the one that is open is joined"


def test_a_hearing_that_an_objection_opened_stays_open_until_somebody_settles_it() -> None:
    watched = make_watched(set_before=Oversight(Way.SILENCE, 30, Opens.HEARING))
    watched.say(Word.OBJECT, reasons="The plan is not the council’s.")
    hearing, world = Hearing.objects.get(), watched.world
    watched.now += timedelta(days=30)
    assert hearing.answer_by < watched.now.date(), "its day has passed"
    assert refused(watched) == ["oversight.not_settled"]
    assert remind_of_hearings(watched.now) == 2
    assert remind_of_hearings(watched.now) == 0, "once a week"
    told = Notice.objects.filter(kind="hearing.waits").values_list("user", flat=True)
    assert set(told) == {world.chair.pk, world.secretary.pk}
    decision.decide_on_award(
        case=hearing.case, award=Award.objects.get(), kind=DecisionKind.CONFIRM,
        reasons="It is the council’s.", by=world.chair, at=watched.now,
    )  # fmt: skip
    assert watched.say().kind == "endorse"


def test_silence_endorses_after_its_time_and_only_where_the_rule_says_so() -> None:
    watched = make_watched(set_before=Oversight(Way.SILENCE, 30))
    published = watched.decision.publication.at
    assert let_silence_endorse(published + timedelta(days=30)) == 0
    late = published + timedelta(days=31)
    assert let_silence_endorse(late) == 1
    assert let_silence_endorse(late) == 0, "once"
    word = GlobalWord.objects.get()
    assert (word.kind, word.by) == ("silence", None)
    page = Client().get(reverse("certificate", args=[Award.objects.get().number])).content.decode()
    assert "for it did not object in time" in page


def test_where_only_a_word_endorses_silence_never_does(watched: Watched) -> None:
    late = watched.decision.publication.at + timedelta(days=60)
    assert let_silence_endorse(late) == 0
    assert refused(watched, Word.OBJECT, at=late) == ["oversight.too_late"]
    line = decided.one(watched.chair, watched.world.mechanism, watched.decision.pk, late)
    assert line is not None
    assert line.standing == Standing.NO_WORD
    assert watched.say(at=late).kind == "endorse"


def test_a_rule_that_came_later_asks_nothing_of_what_was_public_before() -> None:
    watched = make_watched()
    acts.set_oversight(
        mechanism=watched.world.mechanism, rule=Oversight(Way.SILENCE, 7), reason="From now on.",
        by=watched.secretary, at=watched.now,
    )  # fmt: skip
    assert refused(watched) == ["oversight.not_needed"]
    assert let_silence_endorse(watched.now + timedelta(days=90)) == 0


def test_who_is_tied_or_had_a_part_does_not_speak_and_another_member_then_can(
    watched: Watched,
) -> None:
    assert refused(watched, by=watched.member) == ["oversight.chair_speaks"]
    Interest.objects.create(
        user=watched.chair, kind="family", place=watched.world.place, declared_at=DAY
    )
    assert "oversight.tied" in refused(watched)
    factories.make_seat(watched.world.mechanism.committee, user=watched.member)
    assert "oversight.had_part" in refused(watched, by=watched.member)
    third = factories.make_seat(watched.common.committee)
    assert watched.say(by=third).by == third


@pytest.mark.parametrize("who", ["observer", "secretary"])
def test_only_members_speak(watched: Watched, who: str) -> None:
    with pytest.raises(NotPermitted):
        watched.say(by=getattr(watched, who))
    with pytest.raises(NotPermitted):
        watched.say(by=watched.world.chair)
    with pytest.raises(BadAnswer):
        watched.say(reasons=" ")


def test_a_national_chair_can_not_set_what_is_asked_of_its_own_mechanism(watched: Watched) -> None:
    with pytest.raises(NotPermitted):
        acts.set_oversight(
            mechanism=watched.world.mechanism, rule=Oversight(), reason="No.",
            by=watched.world.chair, at=watched.now,
        )  # fmt: skip
    assert OversightRule.objects.count() == 1


def test_words_and_rules_are_never_changed_or_removed(watched: Watched) -> None:
    word = watched.say()
    for row in (word, OversightRule.objects.get()):
        for act in (row.delete, lambda row=row: type(row).objects.update(at=DAY)):
            with pytest.raises(Error), transaction.atomic():
                act()


def test_the_committee_is_asked_without_those_who_are_tied_and_reminded_once(
    watched: Watched,
) -> None:
    asked = Notice.objects.filter(kind="global_word.wanted").values_list("user_id", flat=True)
    assert set(asked) == {
        person.pk for person in (watched.chair, watched.member, watched.observer, watched.secretary)
    }
    Interest.objects.create(
        user=watched.member, kind="family", place=watched.world.place, declared_at=DAY
    )
    soon = watched.decision.publication.at + timedelta(days=27)
    assert remind_speakers(soon) == 1
    assert remind_speakers(soon) == 0
    assert Notice.objects.get(kind="global_word.soon").user == watched.chair


def page(watched: Watched, who: Any, path: str = "ke/") -> Any:
    return factories.log_in(Client(), who).get(f"/oversight/{path}")


def test_a_city_is_in_the_list_and_not_in_that_of_somebody_tied_to_it(watched: Watched) -> None:
    name = watched.world.place.name["en"]
    shown = page(watched, watched.chair)
    assert name in shown.content.decode()
    Interest.objects.create(
        user=watched.chair, kind="family", place=watched.world.place, declared_at=DAY
    )
    shown = page(watched, watched.chair)
    assert shown.status_code == 200
    assert name not in shown.content.decode()
    assert page(watched, watched.chair, f"ke/decisions/{watched.decision.pk}/").status_code == 404
    assert page(watched, watched.chair, "").content.decode().count("waits for a word") == 0


def test_a_refused_city_is_counted_and_named_nowhere(watched: Watched) -> None:
    before = page(watched, watched.chair).content.decode()
    assert "<dt>Not granted</dt><dd>0</dd>" in before
    other = another(watched)
    row = Decision.objects.get(case=other.case)
    from tests.triggers import drop_all

    drop_all()
    Decision.objects.filter(pk=row.pk).update(kind="refuse", level="")
    shown = page(watched, watched.chair).content.decode()
    assert "<dt>Not granted</dt><dd>1</dd>" in shown
    assert other.place.name["en"] not in shown
    assert watched.world.place.name["en"] in shown


def test_who_reads_the_pages(watched: Watched) -> None:
    for who in (watched.chair, watched.observer, watched.secretary, watched.world.chair):
        assert page(watched, who).status_code == 200
    for who in (watched.world.lead, watched.world.reviewers[0], factories.make_user()):
        assert page(watched, who).status_code == 404


def test_a_word_is_given_with_a_plain_form(watched: Watched) -> None:
    client = factories.log_in(Client(), watched.chair)
    path = f"/oversight/ke/decisions/{watched.decision.pk}/"
    assert client.post(path, {"word": "endorse", "reasons": ""}).status_code == 422
    assert client.post(path, {"word": "endorse", "reasons": "Fine."}).status_code == 302
    shown = client.get(path).content.decode()
    assert "Fine." in shown
    assert "Give the committee’s word" not in shown


def test_who_speaks_second_learns_why_it_was_refused(watched: Watched) -> None:
    client = factories.log_in(Client(), watched.chair)
    path = f"/oversight/ke/decisions/{watched.decision.pk}/"
    assert client.post(path, {"word": "endorse", "reasons": "Fine."}).status_code == 302
    again = client.post(path, {"word": "object", "reasons": "What I typed."})
    assert again.status_code == 422
    assert "The committee has given its word already." in again.content.decode()
    assert "What I typed." in again.content.decode()


def test_a_certificate_that_was_taken_away_waits_for_no_word(watched: Watched) -> None:
    award = Award.objects.get()
    soon = watched.decision.publication.at + timedelta(days=27)
    assert "waits for a word" in page(watched, watched.chair, "").content.decode()
    with time_machine.travel(watched.now, tick=False):
        AwardEvent.objects.create(
            award=award, seq=1, kind="revoked", reason="Taken.", by="", at=watched.now
        )
        assert "waits for a word" not in page(watched, watched.chair, "").content.decode()
        path = f"ke/decisions/{watched.decision.pk}/"
        shown = page(watched, watched.chair, path).content.decode()
    assert "Give the committee’s word" not in shown
    assert "Waits for a word" not in shown
    assert remind_speakers(soon) == 0


def test_a_criterion_that_was_talked_about_twice_counts_once(watched: Watched) -> None:
    case = watched.decision.case
    for state in ("decided", "settled"):
        Talk.objects.create(
            case=case, submission=case.submissions.first(), state=state,
            differing=["A01"], due=DAY.date(), opened_at=DAY,
        )  # fmt: skip
    line = decided.one(watched.chair, case.mechanism, watched.decision.pk, watched.now)
    assert line is not None
    assert line.split == 1


def test_the_pages_ask_no_more_for_three_cities_than_for_one(
    watched: Watched,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = factories.log_in(Client(), watched.chair)
    counts = []
    for _ in range(2):
        for path in ("/oversight/", "/oversight/ke/"):
            client.get(path)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                client.get(path)
            counts.append(len(seen))
        if len(counts) == 2:
            another(watched)
            another(watched)
    assert counts[:2] == counts[2:]
    assert counts[0] <= 15
    assert counts[1] <= 24


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["endorse", "silence"])
def test_two_words_at_once_are_one(other: str) -> None:
    watched = make_watched(set_before=Oversight(Way.SILENCE))
    decision = watched.decision
    last = decision.publication.at + timedelta(days=30)
    after = {"by": None, "at": last + timedelta(days=1)}
    acts_at_once = {
        "endorse": lambda: watched.say(by=watched.chair, at=last),
        "silence": lambda: acts.endorse_by_silence(decision=decision, **after),
    }
    found = race(lambda: watched.say(Word.OBJECT, at=last), acts_at_once[other])
    lost = split(found)[1]
    assert all(isinstance(one, Refused) for one in lost), lost
    word = GlobalWord.objects.get(decision=decision)
    assert SpotCheck.objects.filter(kind="risk").count() == (word.kind == Word.OBJECT)
