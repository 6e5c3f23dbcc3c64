"""The global committee's word on a national certificate. A word is never changed or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.life import hearing as hearings
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.spot.choosing import asked_check
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Decision, GlobalWord, Hearing, OversightRule, SpotCheck
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.oversight.access import (
    Watch,
    global_mechanism,
    in_bodies,
    speakers,
)
from waymark.assessments.queries.oversight.rule import rule_for, rule_in
from waymark.assessments.queries.spot.frame import award_of
from waymark.assessments.queries.standing import standing
from waymark.assessments.rules.case import GIVES, Permit
from waymark.assessments.rules.independence import conflicts, may_check
from waymark.assessments.rules.oversight.words import (
    Opens,
    Word,
    WordFacts,
    endorses_by_silence,
    refuse_word,
)
from waymark.assessments.rules.spot.flows import CheckState
from waymark.awards.actions import current_state
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused

RUNNING = (AwardState.INTENDED, AwardState.ACTIVE)


def _locked(decision: Decision) -> tuple[Decision, Case]:
    """Return the decision with its case, whose row is locked: one word at a time."""
    case = lock(decision.case)
    rows = Decision.objects.select_related("publication").defer("document")
    row = rows.filter(pk=decision.pk, publication__isnull=False, kind__in=GIVES).first()
    if row is None:
        raise Refused(Reason("oversight.not_public"))
    row.case = case
    return row, case


def _facts(
    decision: Decision, row: OversightRule | None, award: Award | None, at: datetime
) -> WordFacts:
    said = list(decision.global_words.all())
    return WordFacts(
        rule=rule_in(row),
        published=decision.publication.at.date(),
        on=at.date(),
        words=tuple(word.kind for word in said),
        valid=award is not None and current_state(award, at) in RUNNING,
        settled=all(_settled(word.opened) for word in said),
    )


def _settled(opened: str) -> bool:
    """Tell whether what an objection opened has come to an end."""
    kind, _, pk = opened.partition(":")
    if kind == "spotcheck":
        over = (CheckState.CONCORDANT, CheckState.SETTLED, CheckState.WITHDRAWN)
        return SpotCheck.objects.filter(pk=pk, state__in=over).exists()
    if kind == "hearing":
        found = Hearing.objects.filter(pk=pk).first()
        return found is None or found.closed_at is not None  # somebody has settled it
    return True


def _about_the_speaker(case: Case, by: Any, at: datetime) -> dict[str, Any]:
    known = standing(by, case)
    months = case.mechanism.adviser_months
    strict = may_check(known, on=at.date(), adviser_months=months)
    tied = bool(conflicts(known, on=at.date(), adviser_months=months))
    common = global_mechanism()
    assert common is not None  # else she would have no permit
    had_part = bool(strict and not tied) or in_bodies(rights_of(by, at), case.mechanism)
    free = not tied and not had_part
    return {
        "tied": tied,
        "had_part": had_part,
        "may_speak": not free or by.pk in speakers(common, case, at),
    }


@transaction.atomic
def give_word(*, decision: Decision, word: Word, reasons: str, by: Any, at: datetime) -> GlobalWord:
    """Endorse a national decision that gave a certificate, or object to it.

    An objection opens a spot check or a hearing, as the rule of that mechanism says, and leaves
    the certificate in force. Raises BadAnswer without reasons, flow.Refused.
    """
    require(by, Permit.GIVE_GLOBAL_WORD, on=Watch(decision.case.mechanism))
    reasons = words("reasons", reasons, "oversight.no_reasons")
    decision, case = _locked(decision)
    row, award = rule_for(decision), award_of(decision)
    facts = replace(_facts(decision, row, award, at), **_about_the_speaker(case, by, at))
    if refused := refuse_word(facts, word):
        raise Refused(*refused)
    assert row is not None  # else no word is needed
    assert award is not None  # else it is not valid
    opened = _open(case, award, facts, reasons, by, at) if word == Word.OBJECT else ""
    made = _say(decision, row, word, reasons=reasons, opened=opened, by=by, at=at)
    told = {"case": case.pk, "kind": word.value, "opened": opened, "decision": decision.sha256}
    record("global_word.given", made, by=by, at=at, scope=case, facts=told)
    return made


def _open(case: Case, award: Award, facts: WordFacts, reasons: str, by: Any, at: datetime) -> str:
    """Open what an objection opens, or name the one that is open already."""
    if facts.rule.opens == Opens.HEARING:
        running = Hearing.objects.filter(award=ref(award), closed_at__isnull=True).first()
        if running is None:
            running = hearings.begin(case, award, reasons, by=by, at=at)
            told = hearings.told(running)
            record("hearing.opened", running, by=by, at=at, scope=case, facts=told)
        return ref(running)
    asked = SpotCheck.objects.filter(case=case, kind="risk", ended_at__isnull=True).first()
    if asked is None:
        asked = asked_check(case, reasons, by=by, at=at)
        told = {"case": case.pk, "kind": "risk"}
        record("spot.opened", asked, by=by, at=at, scope=case, facts=told)
    return ref(asked)


def _say(
    decision: Decision,
    row: OversightRule,
    word: Word,
    *,
    by: Any,
    at: datetime,
    reasons: str = "",
    opened: str = "",
) -> GlobalWord:
    last = decision.global_words.order_by("-seq").values_list("seq", flat=True).first()
    return GlobalWord.objects.create(
        decision=decision,
        seq=(last or 0) + 1,
        kind=word,
        rule=row,
        reasons=reasons,
        opened=opened,
        by=by,
        at=at,
    )


@transaction.atomic
def endorse_by_silence(*, decision: Decision, by: Any, at: datetime) -> GlobalWord | None:
    """Write down that the time has passed without a word, where silence endorses; else None.

    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.GIVE_GLOBAL_WORD, on=Watch(decision.case.mechanism))
    decision, case = _locked(decision)
    row = rule_for(decision)
    if row is None or not endorses_by_silence(_facts(decision, row, award_of(decision), at)):
        return None
    made = _say(decision, row, Word.SILENCE, by=by, at=at)
    told = {"case": case.pk, "kind": Word.SILENCE.value, "decision": decision.sha256}
    record("global_word.given", made, by=by, at=at, scope=case, facts=told)
    return made
