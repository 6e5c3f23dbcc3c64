"""A fictional hub of the certified city: from a call that is over to its label and its page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from waymark.assessments.actions import answers
from waymark.assessments.models import Case
from waymark.hubs.actions import agreeing, pages
from waymark.hubs.actions.calls import Told, publish_call, write_call
from waymark.hubs.actions.proposals import ask_for_second_step, propose
from waymark.hubs.queries import hubs as queries
from waymark.hubs.rules.calls import Terms
from waymark.hubs.rules.eligibility import Axis, Standing, Topic
from waymark.people.models import Membership
from waymark.places.models import Place
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.cities import WAHA
from waymark.portal.demo.story import Story

CALL = Told(
    "en",
    "Hubs for shared data (fictional call)",
    "An invented call that is over. It asked for initiatives with which residents and city "
    "offices keep figures together.",
    "This call is invented.",
)
LEADER = {
    "name": "Qasr al-Waha",
    "kind": "city",
    "standing": "member",
    "country": "Invented",
    "contact": "hub@waha.example",
}
IDEA = (
    "Residents of four quarters measure heat and water together with the city’s offices. What they "
    "find stands on one open page, and the way it is done is written down for others."
)
STORY: dict[str, Any] = {
    "problem": "Figures of quarters are old, and nobody trusts those of the others.",
    "people": "Some 3,000 households in four quarters.",
    "risk": "Households without a meter, and older people who live alone.",
    "baseline": "Two of nine figures are known by quarter.",
    "agendas": "Goals 6, 11 and 13; target 11.b.",
    "agreed": "At two open meetings in each quarter.",
    "consent": True,
}
ARABIC = (
    "بيانات الأحياء المشتركة (متخيَّل)",
    "يقيس سكان أربعة أحياء الحر والماء مع مكاتب المدينة. وتُنشر النتائج في صفحة مفتوحة واحدة، "
    "وتُكتب الطريقة ليستفيد منها الآخرون.",
)
TITLE = "Figures that quarters keep together (fictional)"


def _day(at: datetime, days: int) -> str:
    return (at + timedelta(days=days)).date().isoformat()


def _call(cast: Cast, at: datetime) -> Any:
    zone = ZoneInfo("Africa/Casablanca")
    first, last = (
        datetime.combine((at + timedelta(days=days)).astimezone(zone).date(), hour, zone)
        for days, hour in ((0, time(0)), (20, time(23, 59, 59)))
    )
    terms = Terms(
        opens=first,
        closes=last,
        zone=zone.key,
        languages=("en", "ar"),
        leaders=("city", "region"),
        standings=(Standing.MEMBER,),
        topics=tuple(Topic),
        axes=(Axis.PLANET, Axis.GOVERNMENT),
    )
    row = write_call(told=CALL, terms=terms, by=cast.secretary, at=at)
    return publish_call(call=row, by=cast.secretary, at=at)


def _lines(at: datetime) -> dict[str, list[dict[str, Any]]]:
    """The second step: its tables, with days reckoned from the call."""
    return {
        "story": [STORY | {"agreed_on": _day(at, 15)}],
        "partners": [
            {"partner": "Quarter councils", "role": "measure and invite"},
            {"partner": "Institute for oasis towns", "role": "checks the figures"},
        ],
        "deliverables": [
            {
                "title": "One open page of figures by quarter",
                "kind": "open data",
                "due": _day(at, 300),
                "lead": "Statistics",
                "proof": "Its address",
            },
            {
                "title": "A handbook for other towns",
                "kind": "publication",
                "due": _day(at, 700),
                "lead": "Institute for oasis towns",
                "proof": "The handbook in two languages",
            },
        ],
        "indicators": [
            {
                "indicator": "Figures known by quarter",
                "start": 2,
                "aim": 9,
                "by": _day(at, 700),
                "source": "The open page",
            }
        ],
    }


def _story(cast: Cast, case: Case, now: datetime) -> Story:
    """The story of a case of a place that is there already."""
    story = Story.__new__(Story)
    story.city, story.cast, story.now, story.case = WAHA, cast, now, case
    assert case.intake is not None
    story.edition, story.place, story.areas = case.intake.edition, case.place, {}
    people = Membership.objects.filter(place=case.place).select_related("user")
    story.people = {one.role: one.user for one in people}
    return story


def hub_of_a_city(cast: Cast, now: datetime) -> None:
    """Called for half a year ago, accepted, agreed on, labelled and shown; no report is due yet."""
    at = now - timedelta(days=185)
    call, place = _call(cast, at), Place.objects.get(slug=WAHA.slug)
    lead = Membership.objects.get(place=place, role="lead").user
    case = propose(call=call, place=place, language="en", by=lead, at=at + timedelta(days=2))
    story = _story(cast, case, at + timedelta(days=3))
    begins = date.fromisoformat(_day(at, 90))
    first: dict[str, Any] = {"title": TITLE, "idea": IDEA, "basis": "existing", "topic": "agenda"}
    first |= {"goals": ["6", "11", "13"], "axis": "planet", "brand": True}
    first |= {"starts": begins.isoformat(), "ends": _day(at, 90 + 720)}
    _fill(story, {"leader": [LEADER], "initiative": [first]})
    story.submit()
    until = story.now + timedelta(days=14)
    ask_for_second_step(case=story.at_work, until=until, by=cast.secretary, at=story.later())
    _fill(story, _lines(at))
    _answer(story)
    story.submit()
    for assignment in story.assign(cast.reviewers[0], cast.reviewers[1]):
        story.judge(assignment)
        story.deliver(assignment)
    story.report()
    story.decide("Advisory board of the demo: hubs")
    _agree(story)


def _fill(story: Story, tables: dict[str, list[dict[str, Any]]]) -> None:
    for register, rows in tables.items():
        by, at = story.people["editor"], story.later()
        answers.save_register(
            case=story.at_work, register=register, rows=rows, version=0, by=by, at=at
        )


def _answer(story: Story) -> None:
    """A claim on every criterion of hubs."""
    from waymark.schemes.queries import scheme_of

    for criterion in scheme_of(story.edition).criteria:
        draft = answers.Draft(level=2, narrative="The tables of this proposal show it (invented).")
        answers.save_answer(
            case=story.at_work,
            criterion=criterion.id,
            draft=draft,
            version=0,
            by=story.people["editor"],
            at=story.later(),
        )


def _agree(story: Story) -> None:
    """Both sides sign, the label is given, and the page is shown in two languages."""
    desk, case = story.cast.secretary, story.at_work
    hub = agreeing.begin_hub(case=case, by=desk, at=story.later(days=1))
    terms = queries.proposed(case)
    assert terms is not None, "the proposal has its days"
    row = agreeing.offer_agreement(hub=hub, terms=terms, by=desk, at=story.later())
    agreeing.answer_agreement(
        agreement=row,
        expected=row.sha256,
        accepted=True,
        words="",
        by=story.people["signatory"],
        at=story.later(days=1),
    )
    hub = agreeing.give_label(hub=hub, by=desk, at=story.later(days=1))
    title, words = ARABIC
    hub = pages.write_page(
        hub=hub,
        language="ar",
        title=title,
        story=words,
        seen=hub.version,
        by=story.people["lead"],
        at=story.later(),
    )
    pages.publish_page(hub=hub, by=story.people["lead"], at=story.later())
