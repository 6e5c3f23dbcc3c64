"""Playing the invented cities' stories through the same acts that people take."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from waymark.assessments.actions import answers, case, desk, evidence, meeting, review
from waymark.assessments.actions.decision import decide_item
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.models import Assignment, Case
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import BallotChoice, Outcome
from waymark.base.files.storage import keep, store
from waymark.people.actions.members import add_department
from waymark.people.models import Membership, User
from waymark.people.rules import STAFF, WorkspaceRole
from waymark.places.actions import create_place, set_boundary
from waymark.places.models import Country, Place
from waymark.portal.demo.cast import Cast, person
from waymark.portal.demo.cities import City, boundary, district_boundary
from waymark.portal.demo.dossier import SHOWN, Paper, papers
from waymark.portal.demo.registers import stage_a, stage_b
from waymark.portal.demo.words import NARRATIVES
from waymark.schemes.models import Edition
from waymark.schemes.queries import scheme_of

FEW = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
"""Whom a city has at least; the lead writes where nobody else does."""
CONDITIONS = """
Publish the minutes of the steering group on the city’s own site.
Name a deputy for the office that keeps the indicators.
"""


class Story:
    """A city's story; `now` moves on with every act."""

    def __init__(self, city: City, cast: Cast, edition: Edition, start: datetime) -> None:
        self.city, self.cast, self.edition, self.now = city, cast, edition, start
        self.areas: dict[str, Place] = {}  # by the district's slug in the script
        self.place = self._settle()
        self.people = self._staff()
        self.case: Case | None = None

    def later(self, **step: float) -> datetime:
        """Let some time pass, twenty minutes unless told otherwise."""
        self.now += timedelta(**step) if step else timedelta(minutes=20)
        return self.now

    def _settle(self) -> Place:
        city, by = self.city, self.cast.registrar or self.cast.secretary
        country = Country.objects.get(pk=city.country)
        place = create_place(
            name=city.name,
            kind=Place.Kind.CITY,
            country=country,
            by=by,
            at=self.later(),
            fictional=True,
            population=city.population,
            population_year=self.now.year - 1,
            urbanisation=Place.Urbanisation.CITY,
        )
        shape = json.dumps(boundary(city)).encode()
        set_boundary(place=place, geojson=shape, by=by, at=self.later())
        for number, part in enumerate(city.districts):
            district = create_place(
                name=part.name,
                kind=Place.Kind.DISTRICT,
                country=country,
                by=by,
                at=self.now,
                parent=place,
                fictional=True,
                population=part.population,
            )
            outline = json.dumps(district_boundary(city, number)).encode()
            self.areas[part.slug] = set_boundary(
                place=district, geojson=outline, by=by, at=self.now
            )
        place.refresh_from_db()
        return place

    def _staff(self) -> dict[str, User]:
        found: dict[str, User] = {}
        roles = STAFF if len(self.city.staff) == len(STAFF) else FEW
        for role, name in zip(roles, self.city.staff, strict=True):
            shown = f"{self.city.name['en']}: {role.value}"
            user = person(name, shown, self.now, "ar" if self.city.country == "MA" else "en")
            Membership.objects.create(user=user, place=self.place, role=role, since=self.now)
            found[role.value] = user
        found.setdefault("editor", found["lead"])
        for name in ("2030 Agenda", "Planning", "Statistics"):
            add_department(place=self.place, name=name, by=found["lead"], at=self.now)
        return found

    def open(self, level: str) -> None:
        """Open the case."""
        self.case = case.open_case(
            place=self.place,
            mechanism=self.cast.mechanism,
            edition=self.edition,
            target_level=level,
            language="en",
            by=self.people["lead"],
            at=self.later(days=1),
        )

    def answer(self, stages: str, *, but: tuple[str, ...] = (), levels: Any = None) -> None:
        """Answer the criteria of some stages."""
        for criterion in scheme_of(self.edition).criteria:
            if criterion.stage not in stages or criterion.id in but:
                continue
            draft = answers.Draft(
                level=(levels or {}).get(criterion.id, 2),
                narrative=NARRATIVES[criterion.id].format(city=self.city.name["en"]),
            )
            answers.save_answer(
                case=self.at_work,
                criterion=criterion.id,
                draft=draft,
                version=0,
                by=self.people["editor"],
                at=self.later(),
            )

    def fill_registers(self, stages: str, level: str) -> None:
        """Fill in the registers of some stages."""
        today = self.now.date()
        rows = stage_a(self.city, level, today)
        if "B" in stages:
            parts = {slug: area.pk for slug, area in self.areas.items()}
            rows |= stage_b(self.city, parts, today)
        for register, content in rows.items():
            answers.save_register(
                case=self.at_work,
                register=register,
                rows=content,
                version=0,
                by=self.people["editor"],
                at=self.later(),
            )

    def hand_in_papers(
        self, stages: str, *, but: tuple[str, ...] = (), found: Sequence[Paper] = ()
    ) -> None:
        """Store the city's files, or those given, and put them behind criteria of some stages."""
        asked = {
            one.id for one in scheme_of(self.edition).criteria if one.stage in stages
        }.difference(but)
        for paper in found or papers(self.city, self.now):
            criteria = [name for name in paper.criteria if name in asked]
            if not criteria:
                continue
            stored = store(io.BytesIO(paper.content), name=paper.name)
            at = self.later()
            with transaction.atomic():
                evidence.add_evidence(
                    case=self.at_work,
                    details=evidence.Details(
                        title=paper.title,
                        kind=paper.kind,
                        effective_on=(at - timedelta(days=60)).date(),
                        language="en",
                        visibility="public" if paper.name in SHOWN else "reviewers",
                    ),
                    content=evidence.Content(
                        blob=keep(stored, at=at),
                        name=stored.name,
                        pages=stored.inspection.pages,
                    ),
                    links=dict.fromkeys(criteria, paper.pointer),
                    by=self.people["editor"],
                    at=at,
                )

    @property
    def at_work(self) -> Case:
        """The city's case as it is now."""
        assert self.case is not None, "open() comes first"
        self.case.refresh_from_db()
        return self.case

    def submit(self) -> None:
        """Sign and hand in what stands."""
        current = self.at_work
        submit_case(
            case=current,
            expected=live_submission(current).hash,
            by=self.people["signatory"],
            at=self.later(days=2),
        )

    def assign(self, *reviewers: User) -> list[Assignment]:
        """Admit the case and invite reviewers, who declare that they have no tie."""
        desk.admit_case(case=self.at_work, by=self.cast.secretary, at=self.later(days=1))
        due = (self.now + timedelta(days=30)).date()
        found = []
        for slot, reviewer in enumerate(reviewers, start=1):
            assignment = desk.assign_reviewer(
                case=self.at_work,
                reviewer=reviewer,
                slot=slot,
                due=due,
                by=self.cast.secretary,
                at=self.later(),
            )
            review.declare_interest(
                assignment=assignment, conflict=False, by=reviewer, at=self.later(hours=5)
            )
            found.append(assignment)
        return found

    def judge(self, assignment: Assignment, *, only: int | None = None) -> None:
        """Accept criteria one by one: all of them, or the first few."""
        assignment.refresh_from_db()
        submission = self.at_work.submissions.latest("seq")
        waiting = review.without_verdict(assignment, submission)
        for criterion in waiting[:only]:
            review.give_verdict(
                assignment=assignment,
                submission=submission.sha256,
                criterion=criterion,
                judgement=review.Judgement(
                    Outcome.ACCEPT, level=2, reason="The evidence shows what the city says."
                ),
                by=assignment.reviewer,
                at=self.later(),
            )

    def deliver(self, assignment: Assignment) -> None:
        """Hand in a review."""
        assignment.refresh_from_db()
        review.deliver_review(assignment=assignment, by=assignment.reviewer, at=self.later(hours=3))

    def report(self) -> None:
        """Let the platform write the report from what the reviewers found."""
        desk.make_report(case=self.at_work, by=self.cast.secretary, at=self.later(days=1))

    def decide(self, title: str, conditions: str = "") -> None:
        """Meet, vote, decide and publish."""
        cast, desk_officer = self.cast, self.cast.secretary
        session = meeting.plan_meeting(
            mechanism=cast.mechanism,
            title=title,
            starts_at=self.now + timedelta(days=10),
            where="Online",
            by=desk_officer,
            at=self.later(),
        )
        item = meeting.schedule_case(
            meeting=session, case=self.at_work, by=desk_officer, at=self.later()
        )
        for member in cast.members:
            meeting.declare_on_item(item=item, conflict=False, by=member, at=self.later(days=1))
        everybody = [member.pk for member in cast.members]
        meeting.note_attendance(
            meeting=session, present=everybody, by=desk_officer, at=self.later(days=7)
        )
        session = meeting.convene_meeting(meeting=session, by=cast.chair, at=self.later())
        item.refresh_from_db()
        for member in cast.members:
            at = self.later(minutes=2)
            meeting.cast_ballot(item=item, choice=BallotChoice.GRANT, by=member, at=at)
        decide_item(
            item=item,
            expected=item.report_sha256,
            reasons="The report shows every criterion of the level met.",
            conditions=conditions,
            deadline=(self.now + timedelta(days=240)).date() if conditions else None,
            by=cast.chair,
            at=self.later(),
        )
        session.refresh_from_db()
        session = meeting.close_meeting(
            meeting=session, minutes="One case was heard and decided.", by=cast.chair,
            at=self.later(),
        )  # fmt: skip
        publish_meeting(meeting=session, by=desk_officer, at=self.later(days=1))
