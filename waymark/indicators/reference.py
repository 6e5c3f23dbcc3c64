"""Loads the indicator lists that ship with Waymark, with the state of verification of each row.

Called by `waymark migrate` and by tests, and safe to call at every start: rows are matched by
their code and written only where they differ. A row that a later file leaves out stays, so that
no series loses its indicator.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from waymark.indicators.models import Framework, Indicator

FOLDER = Path(__file__).parent / "data"
Row = dict[str, str]

UMF, SDG = "umf", "sdg"
DOMAINS = ("society", "economy", "environment", "culture", "governance and implementation")
"""The five domains of the urban monitoring list, in its order."""

FRAMEWORKS: dict[str, dict[str, Any]] = {
    UMF: {
        "name": {
            "en": "Urban monitoring list",
            "fr": "Liste de suivi urbain",
            "es": "Lista de seguimiento urbano",
            "ar": "قائمة الرصد الحضري",
            "ru": "Перечень городского мониторинга",
            "zh": "城市监测清单",
        },
        "edition": "2022, filled in",
        "source": (
            "Codes and titles as far as a published table of contents shows them; the remaining "
            "rows are proposals of this project. Each row says which it is."
        ),
        "order": 1,
    },
    SDG: {
        "name": {
            "en": "Global SDG indicators",
            "fr": "Indicateurs mondiaux des ODD",
            "es": "Indicadores mundiales de los ODS",
            "ar": "المؤشرات العالمية لأهداف التنمية المستدامة",
            "ru": "Глобальные показатели ЦУР",
            "zh": "全球可持续发展目标指标",
        },
        "edition": "2025",
        "source": (
            "Codes of the 2025 list of global indicators. Labels are short forms in our own words, "
            "not the official titles."
        ),
        "order": 2,
    },
}


def rows(name: str) -> list[Row]:
    """Read a shipped file: one dict of texts per row."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _direction(text: str) -> str:
    return "" if text == "none" else text


def _goal(target: str) -> int | None:
    head = target.partition(".")[0]
    return int(head) if head.isdecimal() else None


def _umf(row: Row, order: int) -> dict[str, Any]:
    kept = ("official_code", "sdg_link", "nua_paragraphs")
    return {
        "label": {"en": row["label_en"]},
        "unit": row["unit"],
        "direction": _direction(row["direction"]),
        "domain": row["domain"],
        "objective": row["objective"],
        "goal": _goal(row["sdg_target"]),
        "target_code": row["sdg_target"],
        "same_as": row["sdg_indicator"] if row["sdg_link"] == "same or close" else "",
        "breakdowns": "" if row["disaggregation"] == "none" else row["disaggregation"],
        "status": row["status"],
        "usual_source": row["usual_source"],
        "source": row["source"],
        "facts": {name: row[name] for name in kept} | {"related": row["sdg_indicator"]},
        "order": order,
    }


def _sdg(row: Row, order: int, targets: dict[str, Row]) -> dict[str, Any]:
    kept = (
        *("target_or_threshold_2030", "city_level_use", "tier_as_in_source", "custodian"),
        "framework_change",
    )
    target = targets[row["target_code"]]
    return {
        "label": {"en": row["label_en"]},
        "unit": row["unit"],
        "direction": _direction(row["direction"]),
        "domain": "",
        "objective": "",
        "goal": int(row["goal"]),
        "target_code": row["target_code"],
        "same_as": row["same_as"],
        "breakdowns": "",
        "status": row["verified"],
        "usual_source": "",
        "source": row["source"],
        "facts": {name: row[name] for name in kept}
        | {
            "target_label": target["label_en"],
            "target_verified": target["verified"],
            "local_lever": target["local_lever"],
        },
        "order": order,
    }


def _differs(found: Any, fields: dict[str, Any]) -> bool:
    return any(getattr(found, name) != value for name, value in fields.items())


def _load(framework: str, wanted: dict[str, dict[str, Any]]) -> int:
    held = {row.code: row for row in Indicator.objects.filter(framework_id=framework)}
    written = 0
    for code, fields in wanted.items():
        if code not in held or _differs(held[code], fields):
            Indicator.objects.update_or_create(framework_id=framework, code=code, defaults=fields)
            written += 1
    return written


@transaction.atomic
def load_frameworks() -> int:
    """Bring both lists to the shipped files; return how many rows were written."""
    written = 0
    held = Framework.objects.in_bulk()
    for code, fields in FRAMEWORKS.items():
        if code not in held or _differs(held[code], fields):
            Framework.objects.update_or_create(code=code, defaults=fields)
            written += 1
    targets = {row["target_code"]: row for row in rows("sdg_targets")}
    umf = {row["row_id"]: _umf(row, n) for n, row in enumerate(rows("umf_indicators"), 1)}
    sdg = {
        row["indicator_code"]: _sdg(row, n, targets)
        for n, row in enumerate(rows("sdg_indicators"), 1)
    }
    return written + _load(UMF, umf) + _load(SDG, sdg)
