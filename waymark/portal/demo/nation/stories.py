"""What the country's cities live through, and what the two mechanisms do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from waymark.assessments.actions import meeting, oversight
from waymark.assessments.actions.transferring import ask_transfer
from waymark.assessments.models import Decision
from waymark.assessments.queries.transfers import preview
from waymark.assessments.rules.oversight.words import Oversight, Way, Word
from waymark.assessments.rules.transfer import Cause, Party
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.cities import City
from waymark.portal.demo.dossier import few_papers
from waymark.portal.demo.nation.adaptation import adapt
from waymark.portal.demo.nation.cast import gather_nation
from waymark.portal.demo.nation.land import OSTRELLE, QUILLMERE, SARELLE, TAVINDRA
from waymark.portal.demo.nation.round import announce
from waymark.portal.demo.story import Story
from waymark.schemes.models import Edition


@dataclass(frozen=True)
class Nation:
    """The country's people and edition, and the people of the global mechanism."""

    cast: Cast
    common: Cast
    edition: Edition

    def handed_in(self, city: City, start: datetime) -> Story:
        """A city that has signed and handed in its first case."""
        story = Story(city, self.cast, self.edition, start)
        story.open("silver")
        story.fill_registers("A", "silver")
        story.answer("A")
        story.hand_in_papers("A", found=few_papers(city, story.now))
        story.submit()
        return story

    def reported(self, city: City, start: datetime) -> Story:
        """A city whose case two of the country's team have reviewed."""
        story = self.handed_in(city, start)
        for assignment in story.assign(*self.cast.reviewers[:2]):
            story.judge(assignment)
            story.deliver(assignment)
        story.report()
        return story


def _watch(nation: Nation, at: datetime) -> None:
    """The global committee wants to have a word on what is decided there."""
    oversight.set_oversight(
        mechanism=nation.cast.mechanism,
        rule=Oversight(Way.EXPRESS, days=60),
        reason="The first year of a new mechanism.",
        by=nation.common.chair,
        at=at,
    )


def _endorsed(nation: Nation, start: datetime) -> None:
    """Ostrelle holds a certificate, and the global committee stands behind it."""
    story = nation.reported(OSTRELLE, start)
    story.decide("First session of the committee of Velmora")
    oversight.give_word(
        decision=Decision.objects.get(case=story.at_work),
        word=Word.ENDORSE,
        reasons="The report bears the decision, and both deviations are named in it.",
        by=nation.common.chair,
        at=story.later(days=9),
    )


def _watched(nation: Nation, start: datetime) -> None:
    """Tavindra holds a certificate on which the global committee has said nothing yet."""
    nation.reported(TAVINDRA, start).decide("Second session of the committee of Velmora")


def _handed_up(nation: Nation, start: datetime, now: datetime) -> None:
    """Two of three members have a tie to Quillmere, so that the global committee decides on it."""
    story = nation.reported(QUILLMERE, start)
    desk, chosen = nation.cast.secretary, nation.common.secretary
    session = meeting.plan_meeting(
        mechanism=nation.cast.mechanism,
        title="Third session of the committee of Velmora",
        starts_at=now + timedelta(days=6),
        where="Online",
        by=desk,
        at=story.later(days=1),
    )
    item = meeting.schedule_case(meeting=session, case=story.at_work, by=desk, at=story.later())
    for member in nation.cast.members[1:]:
        meeting.declare_on_item(item=item, conflict=True, by=member, at=story.later(days=1))
    session = meeting.plan_meeting(
        mechanism=nation.common.mechanism,
        title="Second session of the demo committee",
        starts_at=now + timedelta(days=12),
        where="Online",
        by=chosen,
        at=story.later(days=1),
    )
    meeting.schedule_case(meeting=session, case=story.at_work, by=chosen, at=story.later())


def _wants_to_go(nation: Nation, start: datetime) -> None:
    """Port Sarelle is under review, and asks that the global mechanism takes its case over."""
    story = nation.handed_in(SARELLE, start)
    first, _second = story.assign(*nation.cast.reviewers[1:])
    story.judge(first, only=2)
    current, target, by = story.at_work, nation.common.mechanism, story.people["lead"]
    ask_transfer(
        case=current,
        target=target,
        party=Party.CITY,
        cause=Cause.ASKED,
        reason="Half of the country’s team worked for our port authority until last year.",
        expected=preview(by, current, target).edition.sha256,
        by=by,
        at=story.later(days=2),
    )


def tell_of_the_nation(common: Cast, base: Edition, now: datetime) -> None:
    """Found the country's mechanism and play its cities' stories, up to an announced draw."""
    start = now - timedelta(days=390)
    cast = gather_nation(common, start)
    edition = adapt(cast, common, base, start + timedelta(days=5))
    nation = Nation(cast, common, edition)
    _watch(nation, start + timedelta(days=60))
    _endorsed(nation, now - timedelta(days=220))
    _watched(nation, now - timedelta(days=72))
    announce(nation.cast, now - timedelta(days=20))
    _handed_up(nation, now - timedelta(days=45), now)
    _wants_to_go(nation, now - timedelta(days=30))
