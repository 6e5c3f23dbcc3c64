"""Calls for hubs: public pages, the check of an idea, questions, and the secretariat's side."""

from __future__ import annotations

from tests.hubs.test_calls import TYPED
from tests.hubs.test_hubs import TERMS
from tests.security.doors import CITY, DESK, EDITORS, EVERYBODY, LEAD, PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything
from waymark.hubs.forms.agreeing import AgreementForm


def call(world: Everything) -> str:
    return world.calls.open.pk


def draft(world: Everything) -> str:
    return world.calls.draft.pk


def question(world: Everything) -> str:
    return world.calls.waiting.pk


def proposal(world: Everything) -> str:
    return world.calls.proposal.pk


def own_place(world: Everything) -> dict[str, str]:
    return {"place": world.here.story.place.pk, "language": "en"}


def shown(world: Everything) -> str:
    return world.calls.shown.pk


def agreeing(world: Everything) -> str:
    return world.calls.agreeing.pk


def agreeing_case(world: Everything) -> str:
    return world.calls.agreeing.case_id


def offered(_world: Everything) -> dict[str, str]:
    form = AgreementForm(None, TERMS)
    typed: dict[str, str] = {}
    for part in (form.terms_form, *form.deliverables.forms, *form.partners.forms):
        typed |= {one.html_name: str(one.value()) for one in part if one.value()}
    for group in (form.deliverables, form.partners):
        typed |= {one.html_name: str(one.value()) for one in group.management_form}
    return typed


def answered(world: Everything) -> dict[str, str]:
    newest = world.calls.agreeing.agreements.latest("seq")
    return {"expected": newest.sha256, "answer": "no", "words": "A month more."}


STORY = said(title="Ombre", story="De **l’ombre**.", seen="1")
REPORT = said(**{"seen": "0", "do": "save", "d1-state": "on_time"})
SIGNATORY = frozenset({"signatory"})
SIGNS = LEAD | {"signatory"}
TEXTS = said(title="Nodos", summary="Agua.", guidance="Claro.")
FIT = said(
    leader="city",
    standing="member",
    starts="2027-01-01",
    ends="2027-12-31",
    first_due="2027-06-01",
    last_due="2027-12-01",
    agreed_on="2026-12-01",
    topic="agenda",
    reason="None.",
    brand="yes",
)
DOORS = [
    public("calls"),
    public("call", of(call)),
    public("call_fit", of(call), do=EVERYBODY, words=FIT),
    Door("call", SECRETARY, None, of(draft), private=False, label=" draft"),
    Door("call_write", SECRETARY, SECRETARY, words=said(**TYPED)),
    Door("call_edit", SECRETARY, SECRETARY, of(draft), said(**TYPED | {"seen": "1"})),
    Door("call_words", SECRETARY, SECRETARY, of(call, "es"), TEXTS),
    Door("call_publish", None, SECRETARY, of(draft)),
    Door("call_copy", None, SECRETARY, of(call)),
    Door("call_withdraw", SECRETARY, SECRETARY, of(call), said(why="It is over.")),
    Door("call_ask", None, PEOPLE, of(call), said(text="When?")),
    Door("call_propose", PEOPLE, SIGNS, of(call), own_place, reach=SIGNS | {"neighbour", "holder"}),
    Door("call_proposals", SECRETARY, None, of(call)),
    Door("proposal", CITY | DESK, None, of(proposal)),
    Door("proposal_ask", SECRETARY, SECRETARY, of(proposal), said(until_day="2099-01-31")),
    Door("proposal_turn_down", SECRETARY, SECRETARY, of(proposal), said(reason="Too short.")),
    public("hubs"),
    public("hub", of(shown)),
    public("hub_document", of(shown)),
    public("hub_badge_svg", of(shown)),
    public("hub_badge_png", of(shown)),
    Door("hub", CITY | SECRETARY, None, of(agreeing), private=False, label=" draft"),
    public("hubs_progress"),
    public("hubs_progress_csv"),
    public("hub_reports", of(shown)),
    public("hub_report", of(shown, 1)),
    Door("hub_report_write", EDITORS, EDITORS, of(shown), REPORT),
    Door("hubs_kept", SECRETARY),
    Door("hub_begin", None, SECRETARY, of(agreeing_case)),
    Door("hub_write", EDITORS, EDITORS, of(agreeing, "fr"), STORY),
    Door("hub_publish", None, EDITORS, of(shown)),
    Door("hub_hide", None, EDITORS, of(shown)),
    Door("hub_agreement", CITY | SECRETARY, None, of(agreeing)),
    Door("hub_offer", SECRETARY, SECRETARY, of(agreeing), offered),
    Door("hub_answer", None, SIGNATORY, of(agreeing), answered),
    Door("hub_label", None, SECRETARY, of(agreeing)),
    Door("hub_end", SECRETARY, SECRETARY, of(agreeing), said(reason="No money.")),
    Door("call_question", SECRETARY, SECRETARY, of(question), said(answer="Yes.")),
    Door("call_question_withdraw", None, LEAD, of(question)),
]
