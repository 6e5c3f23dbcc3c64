"""A city's case until it is reported, by random acts: transfers, rebase, erasing and fees."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.assessments.test_edge_erasing import with_file
from tests.assessments.test_fees import set_schedule
from tests.assessments.test_rebasing import THREE, newer, publish
from tests.assessments.test_transfers import nation
from tests.machines.driving import THOROUGH, Acts, Way, explore, one
from tests.machines.holding import of_cases, of_meetings, of_verdicts
from tests.world import World, make_world, neighbour
from waymark.assessments.actions import answers, desk, erasing, evidence, fees, meeting, review
from waymark.assessments.actions import case as cases
from waymark.assessments.actions.rebasing import rebase_case
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.actions.transferring import answer_transfer, ask_transfer
from waymark.assessments.models import (
    AgendaItem,
    Case,
    EvidenceItem,
    FeeWaiver,
    Invoice,
    InvoiceEvent,
    Meeting,
    Transfer,
)
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.queries.rebasing import newer_edition
from waymark.assessments.queries.transfers import preview
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.fees.schedule import Line
from waymark.assessments.rules.transfer import Cause, Party
from waymark.base.models import Blob
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import CountryGroup
from waymark.schemes.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OF_FEES = {"invoice", "pay", "take_back", "cancel_invoice", "waive", "set_schedule"}


class City(Acts):
    """A draft under the global mechanism, in a country that has founded one of its own."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.people |= {
            "lead": world.lead, "editor": world.editor, "signatory": world.signatory,
            "secretary": world.secretary, "national desk": world.extra["desk"],
            "reviewer": world.reviewers[0], "other reviewer": world.reviewers[1],
            "chair": world.chair,
        }  # fmt: skip
        self.names_of = {person.pk: name for name, person in self.people.items() if person}

    @property
    def case(self) -> Case:
        rows = Case.objects.filter(place=self.world.place).order_by("-opened_at", "-pk")
        return one(rows.select_related("mechanism", "edition"))

    @property
    def target(self) -> Any:
        """The mechanism that the case is not under."""
        pair = (self.world.mechanism, self.world.extra["national"])
        return pair[self.case.mechanism_id == pair[0].pk]

    @property
    def invoice(self) -> Invoice:
        return one(Invoice.objects.order_by("-at", "-pk"))

    def words_of(self, case: Case) -> Counter[str]:
        """What the city has written, whatever it was written to."""
        return Counter(case.answers.exclude(narrative="").values_list("narrative", flat=True))

    def take(self, act: str, who: str) -> None:
        """Also look what an act has left as it was that it has no business with."""
        case, gone = (
            self.case,
            set(Transfer.objects.exclude(made=None).values_list("pk", flat=True)),
        )
        before, words = (case.state, case.version), self.words_of(case)
        super().take(act, who)
        if act in OF_FEES:
            now = self.case
            assert (now.state, now.version) == before, "money has moved a case"
        if act == "rebase":
            assert self.words_of(self.case) == words, "an answer was lost by a newer edition"
        for row in Transfer.objects.exclude(made=None).exclude(pk__in=gone):
            assert self.words_of(row.case) == words, "a transfer took something from the old case"
            assert not self.words_of(row.made) - words, "a transfer has invented an answer"
            if row.made.edition_id == row.case.edition_id:
                assert self.words_of(row.made) == words, "a transfer has lost an answer"

    def do_edit(self, by: Any) -> None:
        row = one(self.case.answers.order_by("criterion"))
        draft = answers.Draft(level=2, narrative=f"Written at {self.world.now}.")
        answers.save_answer(
            case=self.case, criterion=row.criterion, draft=draft, version=row.version,
            **self.common(by),
        )  # fmt: skip

    def do_withdraw_evidence(self, by: Any) -> None:
        item = one(self.case.evidence.filter(state="active").order_by("pk"))
        evidence.withdraw_evidence(item=item, reason="Old.", **self.common(by))

    def do_submit(self, by: Any) -> None:
        submit_case(case=self.case, expected=live_submission(self.case).hash, **self.common(by))

    def do_withdraw(self, by: Any) -> None:
        cases.withdraw_case(case=self.case, reason="Later.", **self.common(by))

    def do_admit(self, by: Any) -> None:
        desk.admit_case(case=self.case, **self.common(by))

    def do_return(self, by: Any) -> None:
        desk.return_case(case=self.case, reason="Not whole.", **self.common(by))

    def do_assign(self, by: Any) -> None:
        for slot, reviewer in enumerate(self.world.reviewers, start=1):
            desk.assign_reviewer(
                case=self.case, reviewer=reviewer, slot=slot, due=date(2027, 1, 1),
                **self.common(by),
            )  # fmt: skip

    def assignment(self, by: Any) -> Any:
        return one(self.case.assignments.filter(reviewer=by).order_by("-invited_at"))

    def do_declare(self, by: Any) -> None:
        review.declare_interest(assignment=self.assignment(by), conflict=False, **self.common(by))

    def do_judge_and_deliver(self, by: Any) -> None:
        task, newest = self.assignment(by), one(self.case.submissions.order_by("-seq"))
        for criterion in review.without_verdict(task, newest):
            review.give_verdict(
                assignment=task, submission=newest.sha256, criterion=criterion,
                judgement=review.Judgement(Outcome.ACCEPT), **self.common(by),
            )  # fmt: skip
        review.deliver_review(assignment=task, **self.common(by))

    def do_report(self, by: Any) -> None:
        desk.make_report(case=self.case, **self.common(by))

    def do_plan(self, by: Any) -> None:
        meeting.plan_meeting(
            mechanism=self.world.mechanism, title="T", starts_at=self.world.now, where="",
            **self.common(by),
        )  # fmt: skip

    def do_schedule(self, by: Any) -> None:
        row = one(Meeting.objects.order_by("-planned_at"))
        meeting.schedule_case(meeting=row, case=self.case, **self.common(by))

    def do_unschedule(self, by: Any) -> None:
        meeting.unschedule_case(
            item=one(AgendaItem.objects.order_by("-added_at")), **self.common(by)
        )

    def do_erase(self, by: Any) -> None:
        """The file, in whichever case it is not erased yet: the oldest first."""
        rows = EvidenceItem.objects.filter(revisions__blob__isnull=False)
        erasing.erase_evidence(
            item=one(rows.order_by("case__opened_at").distinct()), reason="A court.",
            **self.common(by),
        )  # fmt: skip

    def do_ask_transfer(self, by: Any) -> None:
        self.ask(by, Party.CITY)

    def do_ask_transfer_from_the_desk(self, by: Any) -> None:
        self.ask(by, Party.FROM)

    def ask(self, by: Any, party: Party) -> None:
        case, target = self.case, self.target
        ask_transfer(
            case=case, target=target, party=party, cause=Cause.ASKED, reason="So.",
            expected=preview(by, case, target).edition.sha256, **self.common(by),
        )  # fmt: skip

    def answer(self, by: Any, party: Party, *, agrees: bool = True) -> None:
        row = one(Transfer.objects.order_by("-at", "-pk"))
        answer_transfer(transfer=row, party=party, agrees=agrees, reason="So.", **self.common(by))

    def do_agree_for_the_city(self, by: Any) -> None:
        self.answer(by, Party.CITY)

    def do_let_go(self, by: Any) -> None:
        self.answer(by, Party.FROM)

    def do_take_over(self, by: Any) -> None:
        self.answer(by, Party.TO)

    def do_refuse_to_let_go(self, by: Any) -> None:
        self.answer(by, Party.FROM, agrees=False)

    def do_publish_newer(self, by: Any) -> None:
        """The global desk of schemes brings a newer edition into force, once."""
        if Edition.objects.filter(version="9.0.0").exists():
            raise Refused(Reason("nothing.there"))
        publish(self.world.edition, newer(self.world.edition))

    def do_rebase(self, by: Any) -> None:
        found = newer_edition(by, self.case)
        rebase_case(case=self.case, expected=found.sha256 if found else "", **self.common(by))

    def do_set_schedule(self, by: Any) -> None:
        fees.set_schedule(
            mechanism=self.world.mechanism, digits=2, reason="Dearer.", **self.common(by),
            schedule=self.world.extra["schedule"](effective_from=date(2027, 6, 1)),
        )  # fmt: skip

    def do_invoice(self, by: Any) -> None:
        fees.issue_invoice(case=self.case, **self.common(by))

    def do_pay(self, by: Any) -> None:
        day = self.world.now.date()
        fees.mark_paid(
            invoice=self.invoice, received_on=day, reference="Transfer 7", **self.common(by)
        )

    def do_take_back(self, by: Any) -> None:
        fees.take_back_payment(invoice=self.invoice, reason="Another.", **self.common(by))

    def do_cancel_invoice(self, by: Any) -> None:
        fees.cancel_invoice(invoice=self.invoice, reason="Wrong.", **self.common(by))

    def do_waive(self, by: Any) -> None:
        fees.waive_fee(case=self.case, reason="A flood.", **self.common(by))

    def do_become_poorest(self, by: Any) -> None:
        """The country joins the least developed."""
        CountryGroup.objects.get_or_create(country=self.world.place.country, group="ldc")
        self.memory.setdefault("poorest", Invoice.objects.count())

    def do_wait(self, by: Any) -> None:
        self.world.later(days=3)

    def seen(self) -> set[str]:
        found = set(Case.objects.filter(place=self.world.place).values_list("state", flat=True))
        found |= set(EvidenceItem.objects.values_list("state", flat=True))
        found |= {f"transfer {end}" for end in Transfer.objects.values_list("outcome", flat=True)}
        found |= set(self.case.events.filter(step="rebase").values_list("step", flat=True))
        found |= {f"invoice {step}" for step in InvoiceEvent.objects.values_list("step", flat=True)}
        return found | {"waived" for _row in FeeWaiver.objects.all()}

    def broken(self) -> list[str]:
        desks = {"secretary", "national desk"}
        may = {
            "submit": {"signatory"}, "withdraw": {"signatory"}, "admit": desks, "return": desks,
            "report": desks, "rebase": {"lead", "signatory"}, "schedule": {"secretary"},
            "unschedule": {"secretary"}, "start_review": desks,
            **{f"erase_{state}": desks for state in ("submitted", "in_review", "reported")},
        }  # fmt: skip
        return [
            *of_cases(may, self.names_of), *of_verdicts(), *of_meetings(self.memory),
            *self._of_transfers(), *self._of_erasing(), *self._of_money(),
        ]  # fmt: skip

    def _of_transfers(self) -> list[str]:
        found = []
        desk_of = {
            self.world.mechanism.pk: {"secretary"},
            self.world.extra["national"].pk: {"national desk"},
        }
        running = Counter(Transfer.objects.filter(ended_at=None).values_list("case", flat=True))
        if any(count > 1 for count in running.values()):
            found.append("two transfers of one case at once")
        for row in Transfer.objects.select_related("made", "case"):
            told = {word.party: word for word in row.words.all()}
            speaks = {
                "city": {"lead", "signatory"}, "from": desk_of[row.source_id],
                "to": desk_of[row.target_id],
            }  # fmt: skip
            for party, word in told.items():
                if self.names_of[word.by_id] not in speaks[party]:
                    found.append(f"a word for {party} by {self.names_of[word.by_id]}")
            if row.made is None:
                if row.case.state == "transferred" and not row.case.transfers.exclude(made=None):
                    found.append("a case that has gone nowhere")
                continue
            steps = list(row.case.events.order_by("id").values_list("state", flat=True))
            alone = steps[-2] in {"draft", "returned"}
            national = row.target_id == self.world.extra["national"].pk
            need = {"city"} if alone else {"city", "from", "to"}
            need |= set() if national else {"to"}
            if need - {party for party, word in told.items() if word.agrees}:
                found.append("a case went without the word of all who have one")
            if row.made.submissions.filter(at__lte=row.ended_at).exists() or (
                row.made.assignments.filter(invited_at__lte=row.ended_at).exists()
            ):
                found.append("a submission or a review went along")
        return found

    def _of_erasing(self) -> list[str]:
        found = []
        judged = {"submitted", "admissible", "in_review", "reported", "scheduled"}
        for item in EvidenceItem.objects.prefetch_related("revisions__blob"):
            newest = max(item.revisions.all(), key=lambda row: row.seq)
            gone = newest.blob is not None and newest.blob.erased_at is not None
            if item.state == "erased" and not (gone and newest.blob.erased_reason):
                found.append("evidence is erased, and its bytes are there")
            if gone and item.state == "active":
                found.append("evidence counts whose bytes were erased")
            last = item.case.submissions.order_by("-seq").first()
            evidence = json.loads(last.document)["evidence"] if last else []
            counted = {one["id"] for one in evidence if one.get("state", "active") == "active"}
            erased = gone and item.pk in counted and last.at < newest.blob.erased_at
            if erased and item.case.state in judged:
                found.append("a case is judged on what was erased")
        for blob in Blob.objects.exclude(erased_at=None):
            if not blob.erased_reason:
                found.append("bytes were erased without a reason")
        return found

    def _of_money(self) -> list[str]:
        found = []
        stands = Counter()
        for row in Invoice.objects.order_by("seq"):
            steps = list(row.events.order_by("seq").values_list("step", flat=True))
            state = steps[-1] if steps else "open"
            legal = {"": {"pay", "cancel"}, "pay": {"take_back"}, "take_back": {"pay", "cancel"}}
            for before, after in zip(["", *steps], steps, strict=False):
                if after not in legal.get(before, set()):
                    found.append(f"an invoice was {before or 'issued'}, then {after}")
            stands[row.case_id] += state != "cancel"
            if state != "cancel" and FeeWaiver.objects.filter(case=row.case).exists():
                found.append("a city is asked for what was waived")
        if any(count > 1 for count in stands.values()):
            found.append("a case with two invoices")
        for rows, field in ((Invoice.objects.all(), "seq"), (
            InvoiceEvent.objects.filter(step="cancel"), "credit_seq"
        )):  # fmt: skip
            numbers = sorted(rows.values_list(field, flat=True))
            if numbers != list(range(1, len(numbers) + 1)):
                found.append("numbers of invoices that leave a gap")
        if Invoice.objects.count() > self.memory.get("poorest", 1 << 30):
            found.append("a city of a least developed country was asked to pay")
        return found


REVIEWED: Way = (
    ("submit", "signatory"), ("admit", "secretary"), ("assign", "secretary"),
    ("declare", "reviewer"), ("declare", "other reviewer"), ("judge_and_deliver", "reviewer"),
    ("judge_and_deliver", "other reviewer"), ("report", "secretary"),
)  # fmt: skip
ERASED: Way = (
    *REVIEWED[:2], ("invoice", "secretary"), *REVIEWED[2:], ("plan", "secretary"),
    ("schedule", "secretary"), ("pay", "secretary"), ("erase", "secretary"),
    ("submit", "signatory"), ("judge_and_deliver", "reviewer"),
    ("judge_and_deliver", "other reviewer"), ("take_back", "secretary"),
    ("cancel_invoice", "secretary"), ("report", "secretary"),
)  # fmt: skip
WENT: Way = (
    ("ask_transfer", "signatory"), ("submit", "signatory"), ("ask_transfer", "lead"),
    ("let_go", "national desk"), ("erase", "secretary"), ("take_over", "secretary"),
)  # fmt: skip
AGREED: Way = (
    *REVIEWED, ("ask_transfer_from_the_desk", "secretary"), ("take_over", "national desk"),
    ("agree_for_the_city", "lead"), ("erase", "secretary"), ("edit", "editor"),
    ("submit", "signatory"),
)  # fmt: skip
REBASED: Way = (
    ("submit", "signatory"), ("return", "secretary"), ("waive", "secretary"),
    ("publish_newer", "lead"), ("rebase", "lead"), ("edit", "editor"), ("ask_transfer", "lead"),
)  # fmt: skip
DECLINED: Way = (
    *WENT[:3], ("refuse_to_let_go", "national desk"), ("withdraw", "signatory"),
)  # fmt: skip
WAYS = (ERASED, WENT, AGREED, REBASED, DECLINED)


@pytest.fixture
def draft() -> World:
    return make_draft()


def make_draft() -> World:
    """A whole draft with a file, opened under a schedule of fees."""
    before = make_world(criteria=THREE)
    set_schedule(before)
    before.later(days=1)
    world = neighbour(before)
    world.answer_all()
    with_file(world)
    world.extra["national"] = nation(world)
    world.extra["schedule"] = _dearer
    return world


def _dearer(**changes: Any) -> Any:
    from tests.assessments.test_fees import schedule

    return schedule(lines=(Line(Decimal(2000)),), **changes)


def test_no_order_of_acts_breaks_what_a_case_rests_on_before_it_is_decided(draft: World) -> None:
    run = explore(draft, City, WAYS)
    assert run.taken >= (2_000 if THOROUGH else 100), run.taken
    assert {
        "transfer done", "transfer refused", "rebase", "erased", "invoice pay", "waived",
        "invoice cancel", "reported", "clarification", "withdrawn",
    } <= run.seen, run.seen  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=["erased", "went", "agreed", "rebased", "declined"])
def test_each_way_can_be_walked(draft: World, way: Way) -> None:
    """The control: the machine's ways are legal, so that what it meets on them is met."""
    acts = City(draft)
    for act, who in way:
        acts.take(act, who)
        assert acts.broken() == [], act
