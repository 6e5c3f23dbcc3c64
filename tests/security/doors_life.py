"""The addresses of a certificate's life and of appeals."""

from __future__ import annotations

from tests.security.doors import CHAIR, COMMITTEE, HOLDER, NOBODY, PANELIST, PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import number, of
from tests.security.doors_public import public
from tests.security.story import Everything

NAME = "assessments:"
CONCERNED = SECRETARY | COMMITTEE | HOLDER | PANELIST
TERMS = {
    "renewal_months": "12",
    "grace_months": "6",
    "update_months": "18",
    "hearing_days": "14",
    "appeal_days": "30",
    "panel": "3",
}


def condition(world: Everything) -> str:
    return world.life.condition.pk


def hearing(world: Everything) -> str:
    return world.life.hearing.pk


def appeal(world: Everything) -> str:
    return world.life.appeal.pk


def lodged(world: Everything) -> str:
    return world.life.lodged.pk


def decision(world: Everything) -> str:
    return world.life.appeal.decision_id


def panelist(world: Everything) -> str:
    return world.life.panelist.pk


DOORS = [
    public(f"{NAME}life", of(number)),
    Door(
        f"{NAME}life_hearing",
        CHAIR,
        CHAIR,
        of(number),
        said(grounds="A complaint."),
        unready=True,
    ),
    Door(
        f"{NAME}life_doubt",
        SECRETARY | CHAIR,
        SECRETARY | CHAIR,
        of(number),
        said(cause="flaw", tied="", grounds="A file was forged."),
        unready=True,
    ),
    Door(f"{NAME}life_answer", HOLDER, HOLDER, of(number, hearing), said(text="We were right.")),
    Door(f"{NAME}life_update", HOLDER, HOLDER, of(number), said(text="Two parks more.")),
    Door(f"{NAME}life_condition_say", HOLDER, HOLDER, of(number, condition), said(text="Done.")),
    Door(
        f"{NAME}life_condition",
        SECRETARY | CHAIR,
        SECRETARY | CHAIR,
        of(number, condition),
        said(met="yes", reasons="Seen."),
    ),
    Door(f"{NAME}life_successor", None, NOBODY, of(number), unready=True),
    Door(f"{NAME}life_correct", CHAIR, CHAIR, of(number), said(reasons="A letter is missing.")),
    Door(
        f"{NAME}life_terms",
        SECRETARY | CHAIR,
        SECRETARY | CHAIR,
        of("global"),
        said(**TERMS, reason="As ever."),
    ),
    Door(
        f"{NAME}appeal_lodge",
        HOLDER,
        HOLDER,
        of(decision),
        said(ground="facts", text="Annex 3."),
        unready=True,
    ),
    Door(f"{NAME}appeals", PEOPLE),
    Door(f"{NAME}appeal", CONCERNED, None, of(appeal)),
    Door(
        f"{NAME}appeal_admit",
        SECRETARY,
        SECRETARY,
        of(lodged),
        said(admit="yes", reason=""),
    ),
    Door(
        f"{NAME}appeal_panel",
        SECRETARY,
        SECRETARY,
        of(appeal),
        said(members=panelist),
        unready=True,
    ),
    Door(
        f"{NAME}appeal_declare",
        PANELIST,
        PANELIST,
        of(appeal),
        said(tie="no", note=""),
    ),
    Door(
        f"{NAME}appeal_vote",
        PANELIST,
        PANELIST,
        of(appeal),
        said(choice="uphold", reason=""),
        unready=True,
    ),
    Door(
        f"{NAME}appeal_decide",
        PANELIST,
        PANELIST,
        of(appeal),
        said(remedy="no_conditions", reasons="We looked."),
        unready=True,
    ),
]
