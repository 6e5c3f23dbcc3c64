"""What a fictional city tells others: one case study, in English and Arabic."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.library import actions
from waymark.library.rules.studies import PARTS, About
from waymark.people.models import Membership, User
from waymark.people.queries import secretaries
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place
from waymark.portal.studying import certificates, series

SHOWN = ("umf:UMF-1.1.2", "umf:UMF-1.1.3")
HELPED = ("B15", "C05", "D09")

ENGLISH = dict(
    zip(
        PARTS,
        (
            "Water at home for the Eastern Hills",
            "A hillside district without mains was given standpipes first and house connections "
            "second, by a rule that residents agreed on street by street.",
            "Qasr al-Waha is an invented oasis city of 196,000 people. The Eastern Hills, its "
            "poorest district, grew faster than the mains. The city’s water office was in charge, "
            "with the neighbourhood committees.",
            "Most homes on the hills bought water from carts and paid several times what others "
            "paid. Our own figures by district showed the gap, and the hearings named the streets.",
            "2018: the committees drew a list of streets, those farthest from water first, and the "
            "council adopted it.\n\n2019 to 2021: forty standpipes, each looked after by two "
            "residents.\n\n2022 to 2025: house connections along the same list, paid in "
            "instalments with the water bill.",
            "This is a story, so it has no real costs. A city would name here what pipes, pumps "
            "and people cost, who paid, and what it costs each year.",
            "The share of homes with safe water rose, and the list was kept to. The charts show "
            "the city as a whole; the gap between districts stands in its public data.",
            "We would agree on the list first, again. We would not, again, leave the standpipes "
            "without a budget for repairs in the second year.",
        ),
        strict=True,
    )
)
ARABIC = dict(
    zip(
        PARTS,
        (
            "الماء في البيوت لحي التلال الشرقية",
            "حصل حي على سفح التل بلا شبكة على حنفيات عامة أولًا ثم على وصلات منزلية، وفق قاعدة "
            "اتفق عليها السكان شارعًا شارعًا.",
            "قصر الواحة مدينة واحات متخيَّلة يسكنها 196٬000 شخص. نما أفقر أحيائها، التلال الشرقية، "
            "أسرع من الشبكة. تولى مكتب المياه في المدينة العمل مع لجان الأحياء.",
            "كانت معظم بيوت التلال تشتري الماء من العربات وتدفع أضعاف ما يدفعه الآخرون. أظهرت "
            "أرقامنا بحسب الأحياء الفجوة، وسمّت جلسات الاستماع الشوارع.",
            "2018: وضعت اللجان قائمة بالشوارع، أبعدها عن الماء أولًا، واعتمدها المجلس.\n\n"
            "2019 إلى 2021: أربعون حنفية عامة يعتني بكل منها اثنان من السكان.\n\n"
            "2022 إلى 2025: وصلات منزلية وفق القائمة نفسها، تُدفع أقساطًا مع فاتورة الماء.",
            "هذه قصة، فلا تكاليف حقيقية لها. تذكر المدينة هنا كلفة الأنابيب والمضخات والناس، ومن "
            "دفعها، وكم تكلّف كل عام.",
            "ارتفعت نسبة البيوت التي يصلها ماء مأمون، والتُزم بالقائمة. تُظهر الرسوم المدينة كلها، "
            "أما الفجوة بين الأحياء ففي بياناتها المنشورة.",
            "سنتفق على القائمة أولًا مرة أخرى. ولن نترك الحنفيات مرة أخرى بلا ميزانية للإصلاح في "
            "السنة الثانية.",
        ),
        strict=True,
    )
)


def tell_a_study(place: Place, now: datetime) -> None:
    """Write, translate, consent to and publish the study, as its people and the desk would."""
    editor, lead = (_member(place, role) for role in (WorkspaceRole.EDITOR, WorkspaceRole.LEAD))
    curator = secretaries(now).earliest("date_joined")
    known = {name for name, _label in series(None, place)}
    given = certificates(None, place)
    about = About(
        award=given[0][0] if given else "",
        contact="Water office of Qasr al-Waha (fictional)",
        topics=("water", "services", "equity"),
        criteria=HELPED,
        series=tuple(name for name in SHOWN if name in known),
    )
    at = now - timedelta(days=12)
    row = actions.start_study(
        place=place, language="en", parts=ENGLISH, about=about, by=editor, at=at
    )
    row = actions.write_study(
        study=row, language="ar", parts=ARABIC, about=None, seen=row.version, by=editor, at=at
    )
    at += timedelta(days=2)
    row = actions.consent_to_study(study=row, seen=row.version, by=lead, at=at)
    at += timedelta(days=3)
    actions.publish_study(study=row, seen=row.version, by=curator, at=at)


def _member(place: Place, role: str) -> User:
    return Membership.objects.select_related("user").get(place=place, role=role).user
