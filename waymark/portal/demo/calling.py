"""A fictional call for hubs, with two questions that are answered and a first proposal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from waymark.assessments.actions.answers import save_register
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.queries.dossier import live_submission
from waymark.hubs.actions.calls import Told, publish_call, translate_call, write_call
from waymark.hubs.actions.proposals import propose
from waymark.hubs.actions.questions import answer, ask
from waymark.hubs.models import Call
from waymark.hubs.rules.calls import Terms
from waymark.hubs.rules.eligibility import LEADERS, Axis, Standing, Topic
from waymark.people.models import Membership
from waymark.places.models import Place
from waymark.portal.demo.cast import Cast
from waymark.portal.demo.cities import WAHA
from waymark.portal.demo.hubbing import LEADER

ENGLISH = Told(
    "en",
    "Hubs for water and heat (fictional call)",
    "An invented call. It asks for initiatives of one to three years with which cities, regions "
    "and their associations keep people safe from heat and without water from being forgotten.",
    "Write plainly. **Say first what will be there at the end**, and who helped to choose it.\n\n"
    "- Baselines may be rough, if you say how you came to them.\n"
    "- Letters of partners are asked for only in the second step.\n"
    "- This call is invented. Proposals for it are there to be tried out.\n",
)
ARABIC = Told(
    "ar",
    "مراكز للمياه والحرارة (نداء متخيَّل)",
    "نداء متخيَّل يدعو إلى مبادرات مدتها من سنة إلى ثلاث سنوات تحمي بها المدن والأقاليم "
    "وروابطها الناس من الحر ولا تنسى من لا ماء لديهم.",
    "اكتبوا ببساطة. **ابدؤوا بما سيكون قائمًا في النهاية**، وبمن ساعد في اختياره.\n\n"
    "- يجوز أن يكون خط الأساس تقريبيًّا إن ذكرتم كيف توصلتم إليه.\n"
    "- لا تُطلب رسائل الشركاء إلا في الخطوة الثانية.\n"
    "- هذا نداء متخيَّل، ومقترحاته للتجربة فقط.\n",
)
ASKED = (
    (
        "May two cities lead a hub together?",
        "One of them leads and answers for the hub. The other one is named as a partner, with "
        "what it does.",
    ),
    (
        "Our council meets only after the call has closed. May partners agree later?",
        "Yes, as long as they agree to the deliverables before the hub starts.",
    ),
)


def call_for_hubs(cast: Cast, now: datetime) -> None:
    """Published ten days ago, open for forty more."""
    zone, at = ZoneInfo("Africa/Nairobi"), now - timedelta(days=10)
    last = (now + timedelta(days=40)).astimezone(zone).date()
    terms = Terms(
        opens=datetime.combine(at.astimezone(zone).date(), time(0), zone),
        closes=datetime.combine(last, time(23, 59, 59), zone),
        zone=zone.key,
        languages=("en", "fr", "ar"),
        leaders=LEADERS,
        standings=(Standing.MEMBER, Standing.PARTNER),
        topics=tuple(Topic),
        axes=(Axis.PEOPLE, Axis.PLANET),
        focus=("ldc",),
    )
    desk = cast.secretary
    row = write_call(told=ENGLISH, terms=terms, by=desk, at=at)
    row = translate_call(call=row, told=ARABIC, by=desk, at=at)
    row = publish_call(call=row, by=desk, at=at)
    asker = Membership.objects.filter(place__slug=WAHA.slug, role="lead").earliest("pk").user
    for days, (text, said) in enumerate(ASKED, 1):
        asked = ask(call=row, text=text, by=asker, at=at + timedelta(days=days))
        answer(question=asked, text=said, by=desk, at=at + timedelta(days=days, hours=5))
    _propose(row, at + timedelta(days=4))


INITIATIVE = {
    "title": "Shade on the way to school",
    "idea": "Every school in the city gets a shaded way that is planned with its pupils. The "
    "drawings, costs and mistakes are shared, so that other hot cities can do the same.",
    "basis": "existing",
    "topic": "agenda",
    "goals": ["3", "11", "13"],
    "axis": "people",
    "brand": True,
}


def _propose(call: Call, at: datetime) -> None:
    """A first step that was handed in and waits for the secretariat."""
    place = Place.objects.get(slug=WAHA.slug)
    people = Membership.objects.filter(place=place).order_by("pk")
    lead, signs = (people.filter(role=role)[0].user for role in ("lead", "signatory"))
    case = propose(call=call, place=place, language="en", by=lead, at=at)
    starts = date(at.year + 1, 7, 1)
    days = {"starts": starts.isoformat(), "ends": date(at.year + 3, 3, 31).isoformat()}
    for register, line in (("leader", LEADER), ("initiative", INITIATIVE | days)):
        save_register(case=case, register=register, rows=[line], version=0, by=lead, at=at)
    expected = live_submission(case).hash
    submit_case(case=case, expected=expected, by=signs, at=at + timedelta(days=2))
