"""A world of many cases with three reviews each, written in bulk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command
from django.db import transaction

from waymark.assessments.models import (
    Answer,
    Assignment,
    Case,
    CaseEvent,
    Declaration,
    Report,
    Submission,
    Verdict,
)
from waymark.assessments.queries.dossier import live_submission, verdict_of
from waymark.assessments.rules.document import submission_document
from waymark.assessments.rules.evaluate import evaluate, verdict_set_hash
from waymark.assessments.rules.evaluate_report import report_bytes
from waymark.awards.actions import make_issuer
from waymark.indicators.reference import load_frameworks
from waymark.kernel import canonical
from waymark.people.actions.bodies import create_body, give_seat
from waymark.people.actions.persons import create_user
from waymark.people.models import Body, Membership, User
from waymark.people.rules import BodyKind, SeatRole
from waymark.places.models import Place
from waymark.places.reference import load_countries
from waymark.schemes.actions import load_reference
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import scheme_of

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
REVIEWERS = 3


class World:
    """The people whose pages are measured, and one case of each kind."""

    secretary: User
    reviewer: User
    officer: User
    case: Case


def _mechanism() -> Mechanism:
    def body(kind: BodyKind) -> Body:
        return create_body(kind=kind, name={"en": kind.value}, by=None, at=NOW)

    return Mechanism.objects.create(
        slug="global",
        kind="global",
        name={"en": "Global"},
        languages=["en"],
        secretariat=body(BodyKind.SECRETARIAT),
        technical_team=body(BodyKind.TECHNICAL_TEAM),
        committee=body(BodyKind.COMMITTEE),
        issuer=make_issuer(slug="global", name={"en": "Global"}, by=None, at=NOW),
        reviewers_per_case=REVIEWERS,
        created_at=NOW,
    )


def _seat(body: Body, number: int, role: str = SeatRole.MEMBER) -> User:
    user = create_user(email=f"{body.kind}{number}@bench.invalid", name=f"P {number}", at=NOW)
    give_seat(body=body, user=user, role=role, by=None, at=NOW, languages=["en"])
    return user


def _freeze(case: Case, by: User) -> Submission:
    content = live_submission(case)
    return Submission.objects.create(
        case=case,
        seq=1,
        document=canonical.dumps(submission_document(content)).decode(),
        sha256=content.hash,
        edition_sha256=case.edition.sha256,
        signed_by=by,
        at=NOW,
    )


def _review(case: Case, submission: Submission, reviewers: list[User], desk: User) -> None:
    scheme = scheme_of(case.edition)
    first_stage = scheme.criteria_of("A")
    for slot, reviewer in enumerate(reviewers, start=1):
        Declaration.objects.create(case=case, user=reviewer, conflict=False, at=NOW)
        assignment = Assignment.objects.create(
            case=case,
            slot=slot,
            reviewer=reviewer,
            state="delivered",
            due=date(2026, 7, 1),
            invited_by=desk,
            invited_at=NOW,
            delivered_at=NOW,
        )
        Verdict.objects.bulk_create(
            Verdict(
                assignment=assignment,
                submission=submission,
                criterion=criterion.id,
                outcome="accept",
                reason="Seen.",
                rule_sha256=criterion.rule_hash,
                seq=1,
                at=NOW,
            )
            for criterion in first_stage
        )


def _report(case: Case, submission: Submission, desk: User) -> None:
    rows = submission.verdicts.select_related("submission", "assignment")
    verdicts = [verdict_of(row) for row in rows]
    found = evaluate(
        scheme_of(case.edition), live_submission(case), verdicts, as_of=NOW.date(), basis="verified"
    )
    Report.objects.create(
        case=case,
        submission=submission,
        seq=1,
        document=report_bytes(found).decode(),
        sha256=found.hash,
        submission_sha256=submission.sha256,
        edition_sha256=submission.edition_sha256,
        verdicts_sha256=verdict_set_hash(verdicts),
        as_of=NOW.date(),
        made_by=desk,
        made_at=NOW,
    )


@transaction.atomic
def build(cases: int) -> World:
    """Make the world; the reviewer of interest takes part in every tenth case."""
    load_countries()
    load_frameworks()
    load_reference(at=NOW)
    edition = Edition.objects.get(state="published")
    mechanism = _mechanism()
    world = World()
    world.secretary = _seat(mechanism.secretariat, 1, SeatRole.LEAD)
    team = [_seat(mechanism.technical_team, number) for number in range(12)]
    world.reviewer = team[0]
    world.officer = create_user(email="officer@bench.invalid", name="Officer", at=NOW)
    for number in range(cases):
        world.case = _case(number, edition, mechanism, world, team)
    # One city: nobody works for five hundred, and her rights go into every query.
    place = world.case.place
    Membership.objects.create(user=world.officer, place=place, role="editor", since=NOW)
    return world


def _case(
    number: int, edition: Edition, mechanism: Mechanism, world: World, team: list[User]
) -> Case:
    place = Place.objects.create(
        slug=f"bench-{number}",
        name={"en": f"Bench City {number}"},
        name_skeleton=f"bench city {number}",
        country_id=("KE", "PE", "MA", "NP")[number % 4],
        population=100_000 + number,
        created_at=NOW,
    )
    state = ("in_review", "in_review", "reported")[number % 3]
    case = Case.objects.create(
        place=place,
        mechanism=mechanism,
        scheme_id=edition.scheme_id,
        edition=edition,
        target_level="silver",
        state=state,
        opened_by=world.officer,
        opened_at=NOW - timedelta(days=number % 90),
        submitted_at=NOW,
    )
    for step in ("open", "submit", "admit", "start_review"):
        CaseEvent.objects.create(case=case, step=step, state=state, by=world.officer, at=NOW)
    _answer(case, edition, world.officer)
    submission = _freeze(case, world.officer)
    start = number % len(team)
    reviewers = [team[(start + step) % len(team)] for step in range(REVIEWERS)]
    _review(case, submission, reviewers, world.secretary)
    if state == "reported":
        _report(case, submission, world.secretary)
    return case


@transaction.atomic
def crowd(world: World, count: int) -> None:
    """Add cases that are decided and closed, as they pile up over the years: rows of lists alone.

    They have no answers, reviews or evidence; of their submission no more than a list reads.
    """
    like, edition = world.case, world.case.edition
    places = Place.objects.bulk_create(
        Place(
            slug=f"crowd-{number}",
            name={"en": f"Crowd City {number}"},
            name_skeleton=f"crowd city {number}",
            country_id=("KE", "PE", "MA", "NP")[number % 4],
            population=100_000 + number,
            created_at=NOW,
        )
        for number in range(count)
    )
    cases = Case.objects.bulk_create(
        Case(
            place=place,
            mechanism_id=like.mechanism_id,
            scheme_id=edition.scheme_id,
            edition=edition,
            target_level="silver",
            state="closed",
            opened_by=world.officer,
            opened_at=NOW - timedelta(days=number % 900 + 90),
            submitted_at=NOW - timedelta(days=number % 900),
        )
        for number, place in enumerate(places)
    )
    Submission.objects.bulk_create(
        Submission(
            case=case,
            seq=1,
            document='{"answers":{}}',
            sha256=f"{number:064x}",
            edition_sha256=edition.sha256,
            signed_by=world.officer,
            at=NOW,
        )
        for number, case in enumerate(cases)
    )


def _answer(case: Case, edition: Edition, officer: User) -> None:
    Answer.objects.bulk_create(
        Answer(
            case=case,
            criterion=criterion.id,
            level=2,
            narrative="What we did for this criterion, and where it can be seen. " * 4,
            version=1,
            updated_by=officer,
            updated_at=NOW,
        )
        for criterion in scheme_of(edition).criteria_of("A")
    )


def migrate() -> None:
    """Bring the empty database to this version."""
    call_command("migrate", verbosity=0)
