"""A small world of one mechanism and one city, and the acts that bring its case to a state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from tests import factories
from waymark.assessments.actions import answers, case, decision, desk, evidence, meeting, review
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.models import AgendaItem, Assignment, Case, Meeting
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import BallotChoice, Outcome
from waymark.awards.actions import make_issuer
from waymark.awards.models import Award
from waymark.base.jobs import run_due
from waymark.kernel import canonical
from waymark.people.models import User
from waymark.people.rules import BodyKind, SeatRole, WorkspaceRole
from waymark.places.models import Place
from waymark.schemes.models import Edition, Mechanism, Scheme
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import parse_scheme, scheme_document

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The first day of the story; each act is a little later than the one before."""


FEW = ("A01", "A02")
"""Enough criteria for a test of acts, and a small part of the work of all eleven."""


def scheme_content(criteria: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the shipped scheme as JSON, or only some criteria of its stage A with that level."""
    raw = files("waymark.schemes").joinpath("data/sdg-cities-1.json").read_bytes()
    document: dict[str, Any] = canonical.loads(raw, max_bytes=8 << 20)
    if criteria:
        document["criteria"] = [one for one in document["criteria"] if one["id"] in criteria]
        document["stages"], document["levels"] = document["stages"][:1], document["levels"][:1]
    return document


@cache
def _written(criteria: tuple[str, ...]) -> tuple[SchemeRules, str]:
    """The scheme and its canonical text; thousands of worlds begin with it."""
    parsed = parse_scheme(scheme_content(criteria))
    return parsed, canonical.dumps(scheme_document(parsed)).decode()


def make_edition(
    by: User | None = None, *, at: datetime = DAY, criteria: tuple[str, ...] = ()
) -> Edition:
    """Get or make the shipped edition, or one of only some of its criteria, published."""
    parsed, document = _written(criteria)
    scheme, _ = Scheme.objects.get_or_create(
        slug=parsed.id, defaults={"name": dict(parsed.title), "created_at": at}
    )
    edition, _ = Edition.objects.get_or_create(
        scheme=scheme,
        version=parsed.version,
        defaults={
            "document": document,
            "sha256": parsed.hash,
            "state": "published",
            "published_at": at,
            "published_by": by,
        },
    )
    return edition


def make_mechanism(**extra: Any) -> Mechanism:
    """Make the global mechanism with its bodies and issuer."""
    bodies = {kind: factories.make_body(kind, name=kind.replace("_", " ")) for kind in BodyKind}
    issuer = make_issuer(slug="global", name={"en": "Global mechanism"}, by=None, at=DAY)
    return Mechanism.objects.create(
        slug="global",
        kind="global",
        name={"en": "Global mechanism"},
        languages=["en"],
        secretariat=bodies[BodyKind.SECRETARIAT],
        technical_team=bodies[BodyKind.TECHNICAL_TEAM],
        committee=bodies[BodyKind.COMMITTEE],
        appeal_panel=bodies[BodyKind.APPEAL_PANEL],
        issuer=issuer,
        created_at=DAY,
        **extra,
    )


@dataclass
class World:
    """Everybody and everything of the story; `now` moves on with each act."""

    edition: Edition
    mechanism: Mechanism
    place: Place
    lead: User
    editor: User
    signatory: User
    secretary: User
    reviewers: list[User]
    members: list[User]
    chair: User
    case: Case | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    now: datetime = DAY
    extra: dict[str, Any] = field(default_factory=dict)

    def later(self, **step: float) -> datetime:
        """Let time pass and return the new now."""
        self.now += timedelta(**step) if step else timedelta(minutes=1)
        return self.now

    def open(self, level: str = "silver") -> Case:
        """Open the city's case."""
        self.case = case.open_case(
            place=self.place,
            mechanism=self.mechanism,
            edition=self.edition,
            target_level=level,
            language="en",
            by=self.lead,
            at=self.later(),
        )
        return self.case

    def answer_all(self, stages: str = "A", level: int = 2) -> None:
        """Answer every criterion of some stages, each with one linked item of evidence."""
        from waymark.schemes.queries import scheme_of

        assert self.case is not None
        for criterion in scheme_of(self.edition).criteria:
            if criterion.stage not in stages:
                continue
            answers.save_answer(
                case=self.case,
                criterion=criterion.id,
                draft=answers.Draft(level=level, narrative=f"What we did for {criterion.id}."),
                version=0,
                by=self.editor,
                at=self.later(),
            )
            evidence.add_evidence(
                case=self.case,
                details=evidence.Details(
                    title=f"Proof of {criterion.id}",
                    kind=criterion.evidence_kinds[0],
                    effective_on=date(2026, 1, 15),
                ),
                content=evidence.Content(url=f"https://city.example/{criterion.id}"),
                links={criterion.id: "page 1"},
                by=self.editor,
                at=self.later(),
            )

    def submit(self) -> None:
        """Sign and hand in what stands."""
        assert self.case is not None
        self.case.refresh_from_db()
        submit_case(
            case=self.case,
            expected=live_submission(self.case).hash,
            by=self.signatory,
            at=self.later(),
        )
        self.case.refresh_from_db()

    def assign(self) -> list[Assignment]:
        """Admit the case and invite both reviewers."""
        assert self.case is not None
        desk.admit_case(case=self.case, by=self.secretary, at=self.later())
        found = [
            desk.assign_reviewer(
                case=self.case,
                reviewer=reviewer,
                slot=slot,
                due=date(2026, 4, 30),
                by=self.secretary,
                at=self.later(),
            )
            for slot, reviewer in enumerate(self.reviewers, start=1)
        ]
        self.case.refresh_from_db()
        return found

    def review(self, outcome: Outcome = Outcome.ACCEPT) -> None:
        """Both reviewers declare, judge everything alike and deliver."""
        assert self.case is not None
        submission = self.case.submissions.latest("seq")
        for assignment in self.case.assignments.filter(ended_at__isnull=True):
            by = assignment.reviewer
            if assignment.state == "invited":
                review.declare_interest(
                    assignment=assignment, conflict=False, by=by, at=self.later()
                )
            for criterion in review.without_verdict(assignment, submission):
                review.give_verdict(
                    assignment=assignment,
                    submission=submission.sha256,
                    criterion=criterion,
                    judgement=review.Judgement(
                        outcome, None, ground_of(outcome), "Looked at page 1."
                    ),
                    by=by,
                    at=self.later(),
                )
            assignment.refresh_from_db()
            review.deliver_review(assignment=assignment, by=by, at=self.later())

    def report(self) -> None:
        """Make the stage report."""
        assert self.case is not None
        desk.make_report(case=self.case, by=self.secretary, at=self.later())
        self.case.refresh_from_db()

    def convene(self) -> AgendaItem:
        """Plan a meeting with the case, everybody present and free of ties, and open it."""
        assert self.case is not None
        self.meeting = meeting.plan_meeting(
            mechanism=self.mechanism,
            title="Spring session",
            starts_at=self.now + timedelta(days=7),
            where="Online",
            by=self.secretary,
            at=self.later(),
        )
        self.item = meeting.schedule_case(
            meeting=self.meeting, case=self.case, by=self.secretary, at=self.later()
        )
        meeting.note_attendance(
            meeting=self.meeting,
            present=[member.pk for member in self.members],
            by=self.secretary,
            at=self.later(),
        )
        self.meeting = meeting.convene_meeting(meeting=self.meeting, by=self.chair, at=self.later())
        for member in self.members:
            meeting.declare_on_item(item=self.item, conflict=False, by=member, at=self.later())
        self.item.refresh_from_db()
        return self.item

    def vote(self, choice: BallotChoice = BallotChoice.GRANT) -> None:
        """Everybody votes alike."""
        assert self.item is not None
        for member in self.members:
            meeting.cast_ballot(item=self.item, choice=choice, by=member, at=self.later())

    def decide(self) -> Any:
        """The chair writes the decision down."""
        assert self.item is not None
        return decision.decide_item(
            item=self.item,
            expected=self.item.report_sha256,
            reasons="The report shows every criterion met.",
            by=self.chair,
            at=self.later(),
        )

    def publish(self) -> None:
        """Close the meeting, publish its decisions and let the worker sign."""
        assert self.meeting is not None
        assert self.case is not None
        meeting.close_meeting(
            meeting=self.meeting, minutes="All went well.", by=self.chair, at=self.later()
        )
        publish_meeting(meeting=self.meeting, by=self.secretary, at=self.later())
        run_due(datetime.now(UTC))
        self.case.refresh_from_db()

    def reach(self, until: str) -> None:
        """Take the case from a draft to one of `STATES`."""
        steps: dict[str, list[Any]] = {
            "submitted": [self.answer_all, self.submit],
            "in_review": [self.assign],
            "reported": [self.review, self.report],
            "scheduled": [self.convene],
            "decided": [self.vote, self.decide],
            "published": [self.publish],
        }
        for state in STATES[1 : STATES.index(until) + 1]:
            for act in steps[state]:
                act()
        assert self.case is not None
        self.case.refresh_from_db()

    @property
    def award(self) -> Award:
        """The award that came of the story."""
        return Award.objects.get(subject=f"place:{self.place.pk}")


def ground_of(outcome: str) -> str:
    """A reason from the list, where a verdict needs one."""
    return "evidence.part" if outcome in {"reject", "need_more"} else ""


STATES = ("draft", "submitted", "in_review", "reported", "scheduled", "decided", "published")


def make_world(
    *, until: str = "draft", members: int = 3, criteria: tuple[str, ...] = (), **place: Any
) -> World:
    """Make the world and take its case to one of `STATES`.

    criteria: take only these (see FEW) into the edition, which makes everything quicker.
    """
    mechanism = make_mechanism()
    city = factories.make_place(**place)
    chair = factories.make_seat(mechanism.committee, SeatRole.CHAIR)
    world = World(
        edition=make_edition(criteria=criteria),
        mechanism=mechanism,
        place=city,
        lead=factories.make_member(city, WorkspaceRole.LEAD),
        editor=factories.make_member(city, WorkspaceRole.EDITOR),
        signatory=factories.make_member(city, WorkspaceRole.SIGNATORY),
        secretary=factories.make_seat(mechanism.secretariat),
        reviewers=[factories.make_seat(mechanism.technical_team) for _ in range(2)],
        members=[chair, *(factories.make_seat(mechanism.committee) for _ in range(members - 1))],
        chair=chair,
    )
    world.open()
    world.reach(until)
    return world


def neighbour(world: World, *, until: str = "draft", **place: Any) -> World:
    """Make another city under the same mechanism, edition and people, and take its case so far."""
    city = factories.make_place(**place)
    other = replace(
        world,
        place=city,
        lead=factories.make_member(city, WorkspaceRole.LEAD),
        editor=factories.make_member(city, WorkspaceRole.EDITOR),
        signatory=factories.make_member(city, WorkspaceRole.SIGNATORY),
        case=None,
        meeting=None,
        item=None,
        extra={},
    )
    other.open()
    other.reach(until)
    return other
