"""What must hold of every case, meeting and decision, whichever machine looks. All by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Ballot,
    Case,
    Decision,
    Meeting,
    Verdict,
)
from waymark.awards.models import Award
from waymark.kernel import canonical

LEGAL = {
    "open": {("", "draft")},
    "submit": {("draft", "submitted"), ("returned", "submitted")},
    "admit": {("submitted", "admissible")},
    "return": {("submitted", "returned")},
    "start_review": {("admissible", "in_review")},
    "ask": {("in_review", "clarification")},
    "answer": {("clarification", "in_review")},
    "resubmit": {("clarification", "in_review")},
    "report": {("in_review", "reported")},
    "reopen_review": {("reported", "in_review")},
    "schedule": {("reported", "scheduled")},
    "unschedule": {("scheduled", "reported")},
    "defer": {("scheduled", "reported")},
    "decide": {("scheduled", "decided")},
    "close": {("decided", "closed")},
    "reopen": {("closed", "admissible")},
    "erase_submitted": {("submitted", "returned")},
    "erase_admissible": {("admissible", "returned")},
    "erase_in_review": {("in_review", "clarification")},
    "erase_reported": {("reported", "clarification")},
    "erase_scheduled": {("scheduled", "clarification")},
    "rebase": {(state, state) for state in ("draft", "returned", "clarification")},
    "edition_submitted": {("submitted", "returned")},
    "edition_admissible": {("admissible", "returned")},
    "edition_in_review": {("in_review", "clarification")},
    "edition_reported": {("reported", "clarification")},
    "edition_clarification": {("clarification", "clarification")},
}
ENDS = {"withdraw": "withdrawn", "transfer": "transferred"}
DECIDED = {"decided", "closed", "withdrawn", "transferred"}


def of_cases(may: dict[str, set[str]], roles: dict[Any, str]) -> list[str]:
    """Each case has come to where it stands by steps that follow each other, by who may."""
    found = []
    for case in Case.objects.all():
        state = ""
        for event in case.events.order_by("id"):
            legal = LEGAL.get(event.step, set())
            ends = ENDS.get(event.step) == event.state and state not in DECIDED
            if (state, event.state) not in legal and not ends:
                found.append(f"{event.step} from {state} to {event.state}")
            who = roles.get(event.by_id, "")
            if event.step in may and who not in may[event.step]:
                found.append(f"{event.step} by {who}")
            state = event.state
        if state != case.state:
            found.append(f"a case is {case.state}, its steps lead to {state}")
        open_items = case.agenda_items.filter(
            removed_at=None, decisions=None, spot_check=None, hearing=None
        )
        if open_items.count() != (case.state == "scheduled"):
            found.append(f"{open_items.count()} open items of a case that is {case.state}")
        over = case.state in {"closed", "withdrawn", "transferred"}
        if over != (case.closed_at is not None):
            found.append(f"a case that is {case.state} closed at {case.closed_at}")
    open_ = Case.objects.filter(closed_at=None)
    keys = Counter(open_.values_list("place", "mechanism", "scheme"))
    if any(count > 1 for count in keys.values()):
        found.append("two open cases of one city, mechanism and scheme")
    return found


def of_verdicts() -> list[str]:
    """Nobody judges who has not declared, or has a tie that counts."""
    found = []
    for verdict in Verdict.objects.select_related("assignment", "submission"):
        task = verdict.assignment
        said = task.case.declarations.filter(user=task.reviewer_id, at__lte=verdict.at)
        if not said.exists():
            found.append("a verdict by somebody undeclared")
        if task.case_id != verdict.submission.case_id:
            found.append("a verdict on another case's submission")
    slots = Counter(
        Assignment.objects.filter(ended_at=None, spot_check=None).values_list("case", "slot")
    )
    if any(count > 1 for count in slots.values()):
        found.append("two reviewers in one slot")
    return found


def of_ballots() -> list[str]:
    """Who voted had a seat or stood in for one, had declared, and had no tie or other part."""
    found = []
    for ballot in Ballot.objects.select_related("item__meeting", "item__case"):
        item = ballot.item
        rule = item.meeting.quorum_rule
        seats, deputies = rule.get("seats", []), rule.get("deputies", {})
        who = ballot.member_id
        if item.recusals.filter(member=who).exists():
            found.append("a vote of somebody recused")
        if who not in seats and who not in deputies:
            found.append("a vote without a seat")
        if ballot.seat_of_id not in {who, deputies.get(who)} or ballot.seat_of_id not in seats:
            found.append("a vote for somebody else's seat")
        said = item.case.declarations.filter(user=who, at__lte=ballot.at)
        if not said.exists():
            found.append("a vote by somebody undeclared")
        tasks = item.case.assignments.filter(reviewer=who, spot_check=None)
        if tasks.exclude(state__in=("invited", "declined")).exists():
            found.append("a vote by a reviewer of the case")
        if item.decisions.filter(decided_at__lt=ballot.at).exists():
            found.append("a vote after the decision")
        if item.meeting.answer_by and ballot.at >= item.meeting.answer_by:
            found.append("a vote after the time to answer")
        if bool(ballot.choice) == bool(rule.get("secret")):
            found.append("how somebody voted in secret is written beside her name")
    seats_used = Counter(Ballot.objects.values_list("item", "seat_of"))
    if any(count > 1 for count in seats_used.values()):
        found.append("a seat that voted twice")
    for item in AgendaItem.objects.select_related("meeting"):
        secret = bool(item.meeting.quorum_rule.get("secret"))
        if item.box.count() != (item.ballots.count() if secret else 0):
            found.append("a box that does not hold one vote for each that was cast")
    return found


def of_decisions(memory: dict[str, Any]) -> list[str]:
    """Decisions form one chain, cite the report of their item, and follow from the votes."""
    found = []
    for case in Case.objects.all():
        before = ""
        for row in case.decisions.order_by("seq"):
            if row.prev_sha256 != before:
                found.append("a decision that does not follow the one before")
            before = row.sha256
            if canonical.digest(canonical.loads(row.document.encode(), max_bytes=1 << 20)) != (
                row.sha256
            ):
                found.append("a decision whose hash is not that of its content")
    known = memory.setdefault("decisions", set())
    for row in Decision.objects.exclude(item=None).select_related("item__meeting", "report"):
        if row.item.report_sha256 != row.report_sha256 or row.report.sha256 != row.report_sha256:
            found.append("a decision on another report than the item's")
        if row.pk in known:
            continue  # attendance may be noted anew after a decision, so it is looked at once
        known.add(row.pk)
        found += _of_the_vote(row)
    return found


def _of_the_vote(row: Decision) -> list[str]:
    item, found = row.item, []
    assert item is not None
    meeting, rule = item.meeting, item.meeting.quorum_rule
    out = set(item.recusals.values_list("member_id", flat=True))
    here = set(meeting.attendance.filter(present=True).values_list("member_id", flat=True))
    if meeting.answer_by:
        here = set(item.ballots.values_list("member_id", flat=True))
    here -= out
    stand_ins = {
        holder
        for deputy, holder in rule["deputies"].items()
        if deputy in here and deputy not in rule["seats"]
    }
    acting = [seat for seat in rule["seats"] if seat in here or seat in stand_ins]
    if len(acting) * 100 <= rule["percent"] * len(rule["seats"]):
        found.append("a decision without a quorum")
    if (row.quorum["seats"], row.quorum["present"]) != (len(rule["seats"]), len(acting)):
        found.append("a quorum that was counted wrongly")
    votes = item.box if rule.get("secret") else item.ballots
    counts = Counter(votes.values_list("choice", flat=True))
    if {name: count for name, count in row.votes.items() if count} != dict(counts):
        found.append("votes that were counted wrongly")
    cast = sum(counts.values()) - counts["abstain"]
    asked = {"grant_with_conditions": "grant", "renew": "grant", "upgrade": "grant"}
    if row.kind != "defer" and counts[asked.get(row.kind, row.kind)] * 2 <= cast:
        found.append(f"a {row.kind} without a majority")
    answered = set(item.ballots.values_list("seat_of_id", flat=True))
    could = set(rule["seats"]) - out
    could |= {holder for deputy, holder in rule["deputies"].items() if deputy not in out}
    if meeting.answer_by and row.decided_at < meeting.answer_by and could - answered:
        found.append("a decision in writing before all have answered")
    if row.decided_by_id in out:
        found.append("a decision written down by somebody recused")
    elsewhere = meeting.mechanism_id != row.case.mechanism_id
    asked_to = row.case.delegations.filter(to=meeting.mechanism, at__lte=row.decided_at)
    if elsewhere != bool(row.quorum.get("in_place_of")) or (elsewhere and not asked_to.exists()):
        found.append("a decision by a committee that was not asked")
    newest = row.case.submissions.latest("seq")
    if item.on_the_case and row.report.submission_sha256 != newest.sha256:
        found.append("a decision on a submission that is not the newest")
    return found


MEETINGS = {
    ("planned", "convened"), ("planned", "cancelled"), ("planned", "adjourned"),
    ("convened", "adjourned"), ("convened", "closed"), ("closed", "published"),
}  # fmt: skip


def of_meetings(memory: dict[str, Any]) -> list[str]:
    """A meeting goes its way and no other, and its quorum is fixed when it is convened."""
    found = []
    before = memory.get("meetings", {})
    now = {}
    for row in Meeting.objects.all():
        was, rule = before.get(row.pk, (row.state, row.quorum_rule))
        if was != row.state and (was, row.state) not in MEETINGS:
            found.append(f"a meeting that was {was} is {row.state}")
        if rule and rule != row.quorum_rule:
            found.append("the quorum changed after convening")
        now[row.pk] = row.state, row.quorum_rule
        waiting = row.items.filter(removed_at=None, decisions=None).count()
        if waiting and row.state not in {"planned", "convened"}:
            found.append(f"{waiting} undecided items of a meeting that is {row.state}")
        given = row.items.filter(decisions__publication__isnull=False, hearing=None)
        if given.filter(spot_check=None).exists() and row.state != "published":
            found.append("a decision that is public before its meeting is")
    called = Counter(Meeting.objects.exclude(occasion=None).values_list("mechanism", "occasion"))
    if any(count > 1 for count in called.values()):
        found.append("a meeting that was called twice")
    memory["meetings"] = now
    return found


def of_awards() -> list[str]:
    """Awards are the published grants, and live by decisions alone (invariant 12, by hand)."""
    found = []
    after = {
        "valid": {"suspended", "revoked", "superseded", "corrected", "lapsed", "annulled"},
        "suspended": {"reinstated", "revoked", "superseded", "lapsed", "annulled"},
        "reinstated": {"suspended", "revoked", "superseded", "corrected", "lapsed", "annulled"},
        "lapsed": {"annulled"},
        "superseded": {"annulled"},
        "corrected": {"annulled"},
    }
    gives = ("grant", "grant_with_conditions", "renew", "upgrade", "correct", "hand_on")
    given = Decision.objects.filter(kind__in=gives, publication__isnull=False)
    if {f"decision:{pk}" for pk in given.values_list("pk", flat=True)} != set(
        Award.objects.values_list("decision", flat=True)
    ):
        found.append("awards that are not the published grants")
    for award in Award.objects.all():
        state = "valid"
        for event in award.events.order_by("seq"):
            if event.kind not in after.get(state, set()):
                found.append(f"{event.kind} follows on {state}")
            cited = Decision.objects.filter(pk=event.decision.partition(":")[2]).first()
            if cited is None:
                found.append(f"{event.kind} without a decision")
            elif cited.case_id != given.get(pk=award.decision.partition(":")[2]).case_id and (
                event.kind != "superseded"
            ):
                found.append(f"{event.kind} by a decision on another case")
            state = event.kind
    return found
