"""One world with something of everything, and everybody who could knock at its doors.

Four cities of one mechanism: `here` has a question of its reviewer to answer, `next_door` drafts,
`heard` is before a committee in session, `granted` holds a certificate.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import copy as apart
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.indicators.sdmx_files import structure_file
from tests.kernel.draws import digits
from tests.library.shelf import entry
from tests.security.abroad import Abroad, Making, make_abroad, make_making
from tests.security.cooperation import Cooperations, make_cooperations
from tests.security.courses import Taught, make_taught
from tests.security.crossing import Crossing, make_crossing
from tests.security.divided import make_divided
from tests.security.fees import Books, make_books, price
from tests.security.groups import Groups, make_groups
from tests.security.helping import Helping, make_helping
from tests.security.hubs import Calls, make_calls
from tests.security.joining import Joining, make_joining
from tests.security.learning import Outside, make_outside
from tests.security.life import Life, make_life
from tests.security.policy import Policies, make_policies
from tests.security.reviewing import Reviewing, make_reviewing
from tests.security.stewards import make_result, make_steward
from tests.security.together import Together, make_together
from tests.security.watching import Watching, make_watching
from tests.world import World, make_edition, make_mechanism
from waymark.assessments.actions import answers, diagnosing, evidence, meeting, review, spot
from waymark.assessments.models import (
    Assignment,
    Clarification,
    DiagnosticRun,
    Draw,
    EvidenceItem,
    SpotCheck,
)
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.diagnosing import Said, token
from waymark.assessments.rules.spot.policy import CheckPolicy
from waymark.base.files.storage import keep, store
from waymark.base.models import Record
from waymark.indicators.actions.checking import check_values
from waymark.indicators.actions.deciding import accept_proposal
from waymark.indicators.actions.deciding_several import DECLINE, decide_proposals
from waymark.indicators.actions.imports import Choices, preview_import
from waymark.indicators.actions.lists import About, preview_list
from waymark.indicators.actions.local import create_local
from waymark.indicators.actions.proposing import propose_file, propose_value
from waymark.indicators.actions.publishing import publish_indicators
from waymark.indicators.actions.quality import accept_finding
from waymark.indicators.actions.structures import add_structure
from waymark.indicators.actions.values import enter_value
from waymark.indicators.models import (
    Acceptance,
    Framework,
    ImportBatch,
    Indicator,
    ListImport,
    Observation,
    Structure,
)
from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.place import here
from waymark.indicators.queries.publishing import preview
from waymark.indicators.queries.quality import check
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.facts import Value
from waymark.indicators.rules.local import Local
from waymark.indicators.rules.rows import Options
from waymark.kernel.draw import Public, Share, Thrown, commitment_of
from waymark.library.actions import (
    add_item,
    add_source,
    consent_to_study,
    keep_harvest,
    preview_intake,
    start_study,
)
from waymark.library.actions.sources import Wish as Catalogue
from waymark.library.harvesting import Harvest
from waymark.library.models import Intake, Item, OutsideRecord, Study
from waymark.library.rules.outside.telling import Told as ToldOutside
from waymark.library.rules.studies import PARTS
from waymark.library.rules.studies import About as Told
from waymark.people import actions as people
from waymark.people.models import (
    Body,
    Department,
    Interest,
    Invitation,
    Organisation,
    User,
    WorkspaceRequest,
)
from waymark.portal.actions import delete_search, keep_search
from waymark.portal.models import SavedSearch
from waymark.schemes.models import Mechanism

TEXT = b"Minutes of the council, with names.\n"
TABLE = b"indicator,year,value\numf:%b,2023,12.5\n"
CRITERION, OTHER_CRITERION, REGISTER = "A01", "A02", "policies"

Say = Callable[[str], str]
"""What people type: given what is typed usually, it returns what is typed in this world."""


def plainly(usual: str) -> str:
    """Type what is typed usually."""
    return usual


class QuickClient(Client):
    """A client that keeps no copies of templates and contexts, and never raises."""

    def request(self, **request: Any) -> Any:
        """Answer one request."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@dataclass
class Town:
    """A city with its case, people and data."""

    story: World
    viewer: User
    department: Department
    invitation: Invitation
    observation: Observation
    finding: str  # the mark of one that nobody has accepted
    acceptance: Acceptance
    batch: ImportBatch
    local: Indicator
    item: EvidenceItem
    conflict: int  # id of a revision of its editor that met a newer one
    table_conflict: int
    contributor: User
    proposal: str  # the id of one that waits
    accepted: str  # and of one that is a value by now
    tabled: str  # and of one that came in a file and was declined
    act: str  # by which it was, with others
    diagnostic: str  # the id of a run under way
    diagnosed: str  # and of a finished one

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.story.place.slug


@dataclass
class Everything:
    """The world; `people` are all by the name that the tables use."""

    here: Town
    next_door: Town
    heard: World
    granted: World
    handed_in: World
    people: dict[str, User | None]
    assignment: Assignment
    invited: Assignment
    divided: Assignment
    question: Clarification
    body: Body
    request: WorkspaceRequest
    interest: Interest
    organisation: Organisation
    indicator: Indicator
    list_import: ListImport
    nation: Abroad
    making: Making
    crossing: Crossing
    structure: Structure
    entry: Item
    line: OutsideRecord  # of another catalogue; waits for a curator
    intake: Intake  # a preview of a table
    study: str  # the id of a draft of `here`
    offered: str  # and of one that waits at the desk
    search: str  # the id of one that the editor of `here` keeps
    deleted: str  # and of one that she has deleted
    draw: Draw
    check: SpotCheck
    life: Life
    watching: Watching
    books: Books
    helping: Helping
    joining: Joining
    outside: Outside
    taught: Taught
    together: Together
    reviewing: Reviewing
    groups: Groups
    calls: Calls
    policies: Policies
    cooperations: Cooperations
    looked_at_again: SpotCheck | None = None  # a second check, which has a result
    sessions: dict[str, str] = field(default_factory=dict)

    def log_in(self) -> None:
        """Give everybody a session in which she has just shown that it is she."""
        for who, person in self.people.items():
            if person is not None:
                inside = factories.log_in(Client(), person)
                session = inside.session
                for method in session["account_authentication_methods"]:
                    method["at"] += 3600  # slow machines take longer than a person is trusted
                session.save()
                self.sessions[who] = str(session.session_key)

    def client(self, who: str, **options: Any) -> Client:
        """A client logged in as one of the people; a stranger's for `anonymous`."""
        client = QuickClient(**options)
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


def _mechanism() -> tuple[Mechanism, User, list[User]]:
    made = make_mechanism()
    factories.make_seat(made.technical_team, "lead")
    chair = factories.make_seat(made.committee, "chair")
    members = [chair, *(factories.make_seat(made.committee) for _ in range(3))]
    return made, factories.make_seat(made.secretariat), members


class Teller:
    """Tells the cities' stories in the words that `say` chooses."""

    def __init__(self, say: Say = plainly) -> None:
        self.say = say
        self.mechanism, self.secretary, self.members = _mechanism()
        price(self.mechanism, self.secretary, words="Agreed by the members.")
        self.edition = make_edition()
        load_frameworks()
        self.indicator = Indicator.objects.filter(framework="umf").order_by("code")[0]

    def city(self, name: str, reviewers: list[User]) -> World:
        """A city with its people and a case that has just been opened."""
        place = factories.make_place(self.say(name))
        world = World(
            edition=self.edition,
            mechanism=self.mechanism,
            place=place,
            lead=factories.make_member(place, "lead"),
            editor=factories.make_member(place, "editor"),
            signatory=factories.make_member(place, "signatory"),
            secretary=self.secretary,
            reviewers=reviewers,
            members=self.members[:3],
            chair=self.members[0],
        )
        world.open()
        return world

    def reviewers(self, count: int = 2) -> list[User]:
        """New members of the technical team."""
        return [factories.make_seat(self.mechanism.technical_team) for _ in range(count)]

    def town(self, name: str, reviewers: list[User]) -> Town:
        """A city that has something of all that a workspace can hold."""
        world = self.city(name, reviewers)
        world.answer_all()
        item = self._file(world)
        department = people.add_department(
            place=world.place, name=self.say("Planning"), by=world.lead, at=world.later()
        )
        now = timezone.now()
        observation = self._value(world)
        contributor, proposal, accepted = self._proposals(world)
        tabled, act = self._tabled(world, contributor)
        town = Town(
            story=world,
            viewer=factories.make_member(world.place, "viewer"),
            department=department,
            invitation=people.invite(
                place=world.place, email="new@example.org", role="viewer", by=world.lead, at=now
            ),
            observation=observation,
            acceptance=self._acceptance(world),
            finding=_findings(world)[0],
            batch=self._import(world),
            local=self._local(world),
            item=item,
            conflict=self._conflict(world),
            table_conflict=self._table_conflict(world),
            contributor=contributor,
            proposal=proposal,
            accepted=accepted,
            tabled=tabled,
            act=act,
            diagnostic=self._diagnostic(world, "governance", "G1").pk,
            diagnosed=self._diagnosed(world),
        )
        self._publish(world)
        return town

    def _diagnostic(self, world: World, slug: str, question: str) -> DiagnosticRun:
        """A diagnostic under way, with one gap."""
        run = diagnosing.start_diagnostic(
            place=world.place, slug=slug, by=world.editor, at=world.later()
        )
        say = apart(self.say)  # what is said elsewhere stays what it was
        typed = diagnosing.Typed(Said("1", say("We have begun.")), token(Said()))
        diagnosing.answer_diagnostic(
            run=run, typed={question: typed}, by=world.editor, at=world.later()
        )
        return run

    def _diagnosed(self, world: World) -> str:
        run = self._diagnostic(world, "planning", "P1")
        return diagnosing.finish_diagnostic(run=run, by=world.editor, at=world.later()).pk

    def _publish(self, world: World) -> None:
        """Make the city's only indicator with values public, notes and all."""
        publish_indicators(
            place=world.place,
            wishes=[Wish(self.indicator, notes=True)],
            seen=looked_at(world, self.indicator),
            by=world.lead,
            at=world.later(),
        )

    def _file(self, world: World, content: bytes = TEXT) -> EvidenceItem:
        stored = store(io.BytesIO(content), name=self.say("minutes") + ".txt")
        assert world.case is not None
        return evidence.add_evidence(
            case=world.case,
            details=evidence.Details(
                title=self.say("Minutes of the council"),
                kind="minutes",
                effective_on=date(2026, 1, 15),
                licence=self.say("CC BY 4.0")[:80],
            ),
            content=evidence.Content(blob=keep(stored, at=world.now), name=stored.name),
            links={CRITERION: self.say("page 2")},
            by=world.editor,
            at=world.later(),
        )

    def _conflict(self, world: World) -> int:
        assert world.case is not None
        answers.add_comment(
            case=world.case,
            criterion=CRITERION,
            words=self.say("Is this the newest one?"),
            mentions=[world.lead],
            by=world.editor,
            at=world.later(),
        )
        saved = answers.save_answer(
            case=world.case,
            criterion=CRITERION,
            draft=answers.Draft(level=1, narrative=self.say("Typed in another window.")),
            version=0,
            by=world.editor,
            at=world.later(),
        )
        assert saved.conflict
        assert saved.revision
        return int(saved.revision.pk)

    def _table_conflict(self, world: World) -> int:
        assert world.case is not None
        for policy in (self.say("Clean air plan"), self.say("Another plan")):
            saved = answers.save_register(
                case=world.case,
                register=REGISTER,
                rows=[
                    {"policy": policy, "level": "national", "duty": self.say("Report each year")}
                ],
                version=0,
                by=world.editor,
                at=world.later(),
            )
        assert saved.conflict
        return int(saved.table.revisions.get(conflict=True).pk)

    def _value(self, world: World) -> Observation:
        return enter_value(
            place=world.place,
            indicator=self.indicator,
            value=Value(
                period="2024",
                value=12.5,
                status="A",
                source=self.say("Census"),
                method=self.say("Survey"),
                note=self.say("After the reform."),
            ),
            by=world.editor,
            at=world.later(),
        )

    def _proposals(self, world: World) -> tuple[User, str, str]:
        """A contributor with a value that waits, and one that was accepted."""
        people.open_contributions(place=world.place, opened=True, by=world.lead, at=world.later())
        by = factories.make_member(world.place, "contributor")
        made = []
        for period in ("2019", "2018"):
            told = Value(
                period,
                11.5,
                source=self.say("The people of one street"),
                method=self.say("Asked at the door"),
                note=self.say("We asked on a Sunday."),
            )
            made.append(
                propose_value(
                    place=world.place,
                    indicator=self.indicator,
                    value=told,
                    by=by,
                    at=world.later(),
                )
            )
        waits, accepted = made
        accept_proposal(proposal=accepted, by=world.editor, at=world.later())
        return by, waits.pk, accepted.pk

    def _tabled(self, world: World, by: User) -> tuple[str, str]:
        """A proposal that came in a file, and the act that declined it."""
        table = f"indicator,period,value\n{self.indicator.code},2016,4\n".encode()
        (row,) = propose_file(
            place=world.place,
            source=io.BytesIO(table),
            name="ours.csv",
            choices=Choices(Options(self.indicator.framework_id)),
            by=by,
            at=world.later(),
        ).rows
        decided = decide_proposals(
            place=world.place,
            seen={row: None},
            kind=DECLINE,
            reason=self.say("Asked twice."),
            by=world.editor,
            at=world.later(),
        )
        assert decided.act is not None
        return row.pk, decided.act.pk

    def _acceptance(self, world: World) -> Acceptance:
        """Enter a value without source and method, and accept one of the two findings."""
        value = Value("2023", 12.0)
        row = enter_value(
            place=world.place,
            indicator=self.indicator,
            value=value,
            by=world.editor,
            at=world.later(),
        )
        check_values(series=row.series, values=[row.pk], by=world.lead, at=world.later())
        (accepted,) = accept_finding(
            place=world.place,
            mark=_findings(world)[0],
            note=self.say("Counted by hand, as ever."),
            by=world.editor,
            at=world.later(),
        )
        return accepted

    def _local(self, world: World) -> Indicator:
        return create_local(
            place=world.place,
            code=f"L-{world.place.slug[-8:]}",
            local=Local(self.say("Wells in use"), note=self.say("No list has it.")),
            other=None,
            by=world.editor,
            at=world.later(),
        )

    def list_import(self) -> ListImport:
        """A whole list that the secretariat has looked at and not yet taken."""
        return preview_list(
            framework=Framework.objects.get(pk="culture2030"),
            file=io.BytesIO(b"code,label\nC1,Heritage\n"),
            name=self.say("list") + ".csv",
            about=About("Next", source=self.say("Its publisher")),
            by=self.secretary,
            at=timezone.now(),
        )

    def structure(self) -> Structure:
        """A structure of SDMX data that is kept for all."""
        return add_structure(
            place=None,
            file=io.BytesIO(structure_file()),
            name=self.say("structure") + ".xml",
            mapping="SERIES,OWN," + self.say("a code of ours"),
            by=self.secretary,
            at=timezone.now(),
        )

    def entry(self) -> Item:
        """A guide in the library."""
        told = entry(code="", title={"en": self.say("A guide")}, source=self.say("A colleague"))
        return add_item(entry=told, by=self.secretary, at=timezone.now())

    def line(self) -> OutsideRecord:
        """A line of another catalogue that waits."""
        wish = Catalogue(self.say("A catalogue"), kind="feed", url="https://example.org/f", on=True)
        source = add_source(wish=wish, by=self.secretary, at=timezone.now())
        told = ToldOutside("1", self.say("Their guide"), kinds=("guide",))
        keep_harvest(source=source, told=Harvest((told,)), at=timezone.now())
        return OutsideRecord.objects.get()

    def intake(self) -> Intake:
        """A table with one new entry, previewed."""
        words = self.say("A table")
        table = io.BytesIO(f"title_en,publisher_en,kinds\n{words},{words},guide\n".encode())
        return preview_intake(
            source=table, name=self.say("table") + ".csv", by=self.secretary, at=timezone.now()
        )

    def study(self, world: World) -> Study:
        """A draft of a case study, whole enough to be consented to."""
        return start_study(
            place=world.place,
            language="en",
            parts={name: self.say(f"Of our {name}.") for name in PARTS},
            about=Told(contact=self.say("Our office")),
            by=world.editor,
            at=timezone.now(),
        )

    def offered(self, world: World) -> Study:
        """A case study that waits for the secretariat."""
        made = self.study(world)
        return consent_to_study(study=made, seen=made.version, by=world.lead, at=timezone.now())

    def search(self, world: World) -> SavedSearch:
        """A search that the editor keeps."""
        return keep_search(
            where="search",
            query="q=water",
            name=self.say("Water"),
            alert="none",
            by=world.editor,
            at=timezone.now(),
        )

    def deleted(self, world: World) -> SavedSearch:
        """A search that the editor has deleted."""
        made = self.search(world)
        delete_search(search=made, by=world.editor, at=timezone.now())
        return made

    def _import(self, world: World) -> ImportBatch:
        return preview_import(
            place=world.place,
            source=io.BytesIO(TABLE % self.indicator.code.encode()),
            name=self.say("values") + ".csv",
            choices=Choices(Options(framework="umf")),
            by=world.editor,
            at=world.later(),
        )


def looked_at(world: World, indicator: Indicator) -> str:
    """What stands for the preview of an indicator, with its notes."""
    at = here(world.lead, world.place.slug)
    assert at is not None
    return preview(at, [Wish(indicator, notes=True)]).seen


def _findings(world: World) -> list[str]:
    """The marks of what the checks miss, and nobody has accepted: source before method."""
    checked = check(world.editor, world.place, world.now.date())
    missing = [one for one in checked.findings if one.check in ("source", "method")]
    return [one.mark for one in missing if one.mark not in checked.accepted]


def _under_review(town: Town, say: Say) -> tuple[Assignment, Assignment, Clarification]:
    """One reviewer has declared and asked; the other one has not answered yet."""
    world = town.story
    world.submit()
    first, second = world.assign()
    by = first.reviewer
    review.declare_interest(assignment=first, conflict=False, by=by, at=world.later())
    first.refresh_from_db()
    submission = first.case.submissions.latest("seq")
    review.give_verdict(
        assignment=first,
        submission=submission.sha256,
        criterion=CRITERION,
        judgement=review.Judgement(Outcome.ACCEPT, reason=say("Looked at page 1.")),
        by=by,
        at=world.later(),
    )
    asked = review.ask_city(
        assignment=first,
        criterion=CRITERION,
        question=say("Which of the two is in force?"),
        due=date(2026, 4, 20),
        by=by,
        at=world.later(),
    )
    assert world.case
    world.case.refresh_from_db()
    return first, second, asked


def _before_committee(world: World, members: list[User], say: Say) -> None:
    """In session: two members are free of ties, one has said nothing, one is recused."""
    assert world.case
    for act in (world.answer_all, world.submit, world.assign, world.review, world.report):
        act()
    world.meeting = meeting.plan_meeting(
        mechanism=world.mechanism,
        title=say("Autumn session"),
        starts_at=world.now + timedelta(days=7),
        where=say("Online"),
        by=world.secretary,
        at=world.later(),
    )
    world.item = meeting.schedule_case(
        meeting=world.meeting, case=world.case, by=world.secretary, at=world.later()
    )
    meeting.note_attendance(
        meeting=world.meeting,
        present=[member.pk for member in members],
        by=world.secretary,
        at=world.later(),
    )
    world.meeting = meeting.convene_meeting(meeting=world.meeting, by=world.chair, at=world.later())
    for member, conflict in ((members[0], False), (members[1], False), (members[3], True)):
        meeting.declare_on_item(
            item=world.item, conflict=conflict, note=say("A tie."), by=member, at=world.later()
        )
    world.item.refresh_from_db()


def _draw_held(teller: Teller, parties: list[User], checker: User) -> Draw:
    """Three weeks ago a draw was announced; the one certified case was drawn from it."""
    desk, start = teller.secretary, timezone.now().replace(microsecond=0) - timedelta(days=21)
    mechanism, say = teller.mechanism, teller.say
    spot.set_check_policy(
        mechanism=mechanism,
        policy=CheckPolicy(dict.fromkeys(levels_of(mechanism), Share((1, 2), 1))),
        reason=say("A few each year."),
        by=desk,
        at=start,
    )
    homes = map(say, ("A university", "A newspaper", "A network"))
    plan = spot.Plan(
        commit_by=start + timedelta(days=3),
        reveal_by=start + timedelta(days=6),
        parties=tuple(map(spot.Giver, parties, homes)),
        beacon=Public("dice", say("Town hall"), start + timedelta(days=7)),
    )
    made = spot.announce_draw(mechanism=mechanism, plan=plan, by=desk, at=start)
    spot.keep_seal(draw=made, uid=Record.objects.get(verb="draw.announced").uid, at=start)
    named = list(made.parties.select_related("user"))
    for party in named:
        word = commitment_of(announcement=made.sha256, party=party.code, secret=digits(party.code))
        early = start + timedelta(days=1)
        spot.commit_secret(draw=made, fingerprint=word, by=party.user, at=early)
    for party in named:
        late = start + timedelta(days=4)
        spot.reveal_secret(draw=made, secret=digits(party.code), by=party.user, at=late)
    thrown = Thrown("dice", plan.beacon.source, "123456" * 5, start + timedelta(days=8))  # type: ignore[union-attr]
    spot.draw_cases(draw=made, beacon=thrown, by=desk, at=start + timedelta(days=9))
    spot.assign_checker(
        check=SpotCheck.objects.get(),
        reviewer=checker,
        slot=1,
        due=date(2027, 1, 31),
        by=desk,
        at=timezone.now(),
    )
    return made


def make_everything(say: Say = plainly) -> Everything:
    """Make the world."""
    teller = Teller(say)
    reviewers = teller.reviewers(3)
    here = teller.town("Mwamba", reviewers[:2])
    next_door = teller.town("Elsewhere", teller.reviewers())
    granted = teller.city("Granted", teller.reviewers())
    for act in (granted.answer_all, granted.submit, granted.assign, granted.review):
        act()
    for act in (granted.report, granted.convene, granted.vote, granted.decide, granted.publish):
        act()
    life = make_life(granted, say)
    heard = teller.city("Heard", teller.reviewers())
    _before_committee(heard, teller.members, say)
    handed_in = teller.city("Handed in", teller.reviewers())
    handed_in.answer_all()
    handed_in.submit()
    first, second, asked = _under_review(here, say)
    divided = make_divided(teller.city("Divided", teller.reviewers()), CRITERION, say)
    nobody = factories.make_user()
    nation = make_abroad(teller.edition)
    making = make_making(teller.edition, teller.secretary, teller.members[0])
    strangers = [factories.make_user(), factories.make_user()]
    draw = _draw_held(teller, [next_door.story.lead, *strangers], reviewers[2])
    watching = make_watching(granted, nation.mechanism, teller.members[0], reviewers[1], say)
    everybody = {
        "anonymous": None,
        "lead": here.story.lead,
        "editor": here.story.editor,
        "signatory": here.story.signatory,
        "viewer": here.viewer,
        "contributor": here.contributor,
        "neighbour": next_door.story.lead,
        "secretary": teller.secretary,
        "technical_lead": User.objects.get(seats__role="lead"),
        "reviewer": reviewers[0],
        "invited": reviewers[1],
        "unassigned": reviewers[2],
        "debater": divided.reviewer,
        "chair": teller.members[0],
        "member": teller.members[1],
        "holder": granted.signatory,
        "panelist": life.panelist,
        "undeclared": teller.members[2],
        "tied": teller.members[3],
        "operator": factories.make_user(is_operator=True),
        "national": nation.desk,
        "steward": make_steward(),
        "nobody": nobody,
    }
    now = timezone.now()
    taught = make_taught(reviewers[1], teller.secretary, here.story.lead, say)
    world = Everything(
        here=here,
        next_door=next_door,
        heard=heard,
        granted=granted,
        handed_in=handed_in,
        people=everybody,
        assignment=first,
        invited=second,
        divided=divided,
        question=asked,
        body=teller.mechanism.committee,
        request=people.ask_workspace(
            country=here.story.place.country,
            proposed_name=say("Newtown"),
            office=say("Mayor's office"),
            message=say("We would like to begin."),
            by=nobody,
            at=now,
        ),
        interest=people.declare_interest(
            kind="other", place=next_door.story.place, by=here.story.editor, at=now
        ),
        organisation=factories.make_organisation(say("A college")),
        indicator=teller.indicator,
        list_import=teller.list_import(),
        nation=nation,
        making=making,
        crossing=make_crossing(here.story, here.item, say),
        structure=teller.structure(),
        entry=teller.entry(),
        line=teller.line(),
        intake=teller.intake(),
        study=teller.study(here.story).pk,
        offered=teller.offered(here.story).pk,
        search=teller.search(here.story).pk,
        deleted=teller.deleted(here.story).pk,
        draw=draw,
        check=SpotCheck.objects.get(),
        life=life,
        watching=watching,
        books=make_books(here.story, granted, say),
        helping=make_helping(here.story, granted, reviewers[1], teller.secretary, CRITERION, say),
        joining=make_joining(here.story, granted, reviewers[1], say),
        groups=make_groups(here.story, say),
        outside=make_outside(teller.secretary, say),
        calls=make_calls(here.story, teller.secretary, say),
        policies=make_policies(here.story, granted, reviewers[1], say),
        cooperations=make_cooperations(here.story, granted, reviewers[1], say),
        taught=taught,
        reviewing=make_reviewing(
            here.story.place,
            here.story.lead,
            taught.course.body,
            reviewers[1],
            (next_door.story.place, next_door.story.lead),
            say,
        ),
        together=make_together(taught, reviewers[1], teller.secretary, here.story.lead, say),
    )
    world.looked_at_again = make_result(granted, teller.secretary, say)
    world.log_in()
    return world
