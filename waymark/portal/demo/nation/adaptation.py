"""The country's adaptation: written, discussed with everybody, and endorsed by the other body."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from waymark.portal.demo.cast import Cast
from waymark.schemes import actions
from waymark.schemes.actions.commenting import answer_comment
from waymark.schemes.models import Edition
from waymark.schemes.queries import overlay_of, scheme_of
from waymark.schemes.rules.adapting import deviation_key
from waymark.schemes.rules.overlay import resolve

OWN = "xv:N1"
"""The criterion that only this country asks for."""

BOTH = {
    "title": ("Ready for storms from the sea", "الاستعداد للعواصف البحرية"),
    "text": ("A plan for the coast, with who does what when a storm is forecast.",
             "خطة للساحل تبيّن من يفعل ماذا عند توقع عاصفة."),
    "why": ("Every city of the country lies by the sea.", "كل مدن البلاد على البحر."),
    "guidance": ("A part of the strategy is enough, if it names people and money.",
                 "يكفي جزء من الاستراتيجية إذا سمّى الأشخاص والأموال."),
}  # fmt: skip
LEVELS = (
    ("No plan", "لا خطة"),
    ("Draft", "مسودة"),
    ("Plan with names and money", "خطة بالأسماء والأموال"),
    ("As 2, tried out", "كالمستوى 2، بعد تجربتها"),
)


def _words(en: str, ar: str) -> dict[str, str]:
    return {"en": en, "ar": ar}


def _own_criterion() -> dict[str, Any]:
    question = f"{OWN}.level"
    return {
        "id": OWN, "stage": "A", "requirement": "mandatory", "core": False, "not_relevant": False,
        **{field: _words(*said) for field, said in BOTH.items()},
        "descriptors": [_words(*said) for said in LEVELS],
        "questions": [{
            "id": question, "label": _words("Where does the city stand?", "أين تقف المدينة؟"),
        }],
        "evidence_kinds": ["plan"],
        "rule": {"all": [
            {"kind": "answer", "id": f"{OWN}/1", "question": question, "min": 2},
            {"kind": "evidence", "id": f"{OWN}/2", "kinds": ["plan"], "min": 1},
            {"kind": "verified", "id": f"{OWN}/3", "min_reviewers": 2},
        ]},
    }  # fmt: skip


def _ops(until: date) -> list[dict[str, Any]]:
    return [
        {"op": "localise", "criterion": "A07", "field": "guidance",
         "texts": _words("The national land office of Velmora gives out the boundary file.",
                         "يصدر مكتب الأراضي الوطني في فيلمورا ملف الحدود.")},
        {"op": "map_source", "indicator": "umf:UMF-1.1.2",
         "source": _words("Water register of Velmora (fictional)", "سجل مياه فيلمورا (خيالي)")},
        {"op": "add_criterion", "criterion": _own_criterion()},
        {"op": "tighten", "target": "B09/1", "param": "min", "to": 2},
        {"op": "add_evidence_kind", "id": "xv:ordinance",
         "label": _words("Ordinance", "لائحة محلية")},
        {"op": "substitute", "leaf": "B09/2",
         "rule": {"kind": "evidence", "id": "B09/xv-2", "kinds": ["plan", "xv:ordinance"],
                  "min": 1},
         "reason": _words("Cities and regions agree on rivers by an ordinance, not by a contract.",
                          "تتفق المدن والأقاليم على الأنهار بلائحة لا بعقد."),
         "basis": "Rivers Act of Velmora (fictional), article 12"},
        {"op": "waive", "criterion": "B18", "until": until.isoformat(),
         "reason": _words("The law on standing councils comes into force only then.",
                          "لا يسري قانون المجالس الدائمة إلا عندئذ.")},
    ]  # fmt: skip


def adapt(nation: Cast, common: Cast, base: Edition, start: datetime) -> Edition:
    """Play the adaptation through until it is in force; return the national edition."""
    desk = nation.secretary
    row = actions.begin_adaptation(
        mechanism=nation.mechanism,
        base=base,
        version="1.0.0",
        title=_words("Adaptation for Velmora (fictional)", "مواءمة لفيلمورا (بلد خيالي)"),
        by=desk,
        at=start,
    )
    ops = _ops((start + timedelta(days=1000)).date())
    row = actions.add_ops(adaptation=row, ops=ops, seen=row.sha256, by=desk, at=start)
    row = actions.open_comments(adaptation=row, by=desk, at=start + timedelta(days=2))
    said = actions.comment(
        adaptation=row,
        criterion="B09",
        text="Will cities whose contract is in force already have to wait for an ordinance?",
        by=common.reviewers[2],
        at=start + timedelta(days=9),
    )
    answer_comment(
        comment=said,
        reply="No. The ordinance is asked for from the next renewal on; the plan is enough today.",
        by=desk,
        at=start + timedelta(days=12),
    )
    row = actions.submit_adaptation(adaptation=row, by=desk, at=start + timedelta(days=32))
    laid = resolve(scheme_of(base), overlay_of(row)).adaptation
    assert laid is not None, "it was laid over the base"
    actions.decide_adaptation(
        adaptation=row,
        kind="endorse",
        reasons="Both deviations rest on national law, and the waiver ends on a day.",
        deviations=[deviation_key(one) for one in laid.deviations],
        seen=row.sha256,
        by=common.chair,
        at=start + timedelta(days=41),
    )
    return Edition.objects.get(adaptation=row)
