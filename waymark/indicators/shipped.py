"""The lists that ship with Waymark: which they are, and their rows as editions have them.

Labels are short forms in our own words. Each row says what of it was read in a source.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from waymark.indicators.rules.editions import MACHINE, TARGET, Pairs, Row, Rows, pairs

FOLDER = Path(__file__).parent / "data"
Cells = dict[str, str]

UMF, SDG, SNG, U4SSC, CULTURE = "umf", "sdg", "sng", "u4ssc", "culture2030"


def cells(name: str) -> list[Cells]:
    """Read a shipped file: one dict of texts per row."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def machine_words() -> dict[str, Cells]:
    """What our English short forms are in other languages, by machine; nobody has reviewed it."""
    english = {row["target_code"]: row["label_en"] for row in cells("sdg_targets")}
    english |= {row["indicator_code"]: row["label_en"] for row in cells("sdg_indicators")}
    return {english[row.pop("code")]: row for row in cells("sdg_words")}


@cache
def transforms() -> dict[str, str]:
    """How values must be turned before they are judged, by indicator (framework:code)."""
    return {row["indicator"]: row["transform"] for row in cells("transforms")}


def _label(english: str) -> Pairs:
    """A short form in every language in which there is one."""
    return pairs({"en": english, **machine_words().get(english, {})})


def _spoken(english: str) -> Cells:
    """In which languages the short form is the work of a machine, as a fact of the row."""
    return {MACHINE: " ".join(sorted(machine_words().get(english, {})))}


def _direction(text: str) -> str:
    return {"none": "", "target 100": "target"}.get(text, text)


def _goal(target: str) -> int | None:
    head = target.partition(".")[0]
    return int(head) if head.isdecimal() else None


def _umf(row: Cells) -> Row:
    kept = ("official_code", "sdg_link", "nua_paragraphs")
    return Row(
        code=row["row_id"],
        label=_label(row["label_en"]),
        unit=row["unit"],
        direction=_direction(row["direction"]),
        domain=row["domain"],
        objective=row["objective"],
        goal=_goal(row["sdg_target"]),
        target_code=row["sdg_target"],
        same_as=row["sdg_indicator"] if row["sdg_link"] == "same or close" else "",
        breakdowns="" if row["disaggregation"] == "none" else row["disaggregation"],
        status=row["status"],
        usual_source=row["usual_source"],
        source=row["source"],
        facts=pairs(
            {name: row[name] for name in kept}
            | {"related": row["sdg_indicator"]}
            | _spoken(row["label_en"])
        ),
    )


def _umf_rows() -> Iterator[Row]:
    return map(_umf, cells("umf_indicators"))


def _sdg_rows() -> Iterator[Row]:
    targets = {row["target_code"]: row for row in cells("sdg_targets")}
    kept = ("target_or_threshold_2030", "city_level_use", "tier_as_in_source", "custodian")
    for row in cells("sdg_indicators"):
        target = targets[row["target_code"]]
        facts = {name: row[name] for name in (*kept, "framework_change")} | {
            TARGET: target["label_en"],
            "target_verified": target["verified"],
            "local_lever": target["local_lever"],
        }
        facts |= _spoken(row["label_en"])
        spoken = machine_words()[target["label_en"]]
        facts |= {f"{TARGET}.{language}": text for language, text in spoken.items()}
        yield Row(
            code=row["indicator_code"],
            label=_label(row["label_en"]),
            unit=row["unit"],
            direction=_direction(row["direction"]),
            goal=int(row["goal"]),
            target_code=row["target_code"],
            same_as=row["same_as"],
            status=row["verified"],
            source=row["source"],
            facts=pairs(facts),
        )


def _sng_rows() -> Iterator[Row]:
    for row in cells("sng_finance_indicators"):
        yield Row(
            code=row["id"],
            label=_label(row["label_en"]),
            unit=row["units"],
            direction=_direction(row["better"]),
            domain=row["group"],
            goal=_goal(row["sdg_indicator"]),
            status=row["status"],
            source=row["source"],
            facts=pairs({"level_of_use": row["level_of_use"], "related": row["sdg_indicator"]}),
        )


def _u4ssc_rows() -> Iterator[Row]:
    for row in cells("u4ssc_kpis"):
        yield Row(
            code=row["code"].replace(" ", ""),
            label=_label(row["label_en"]),
            domain=row["dimension"].casefold(),
            objective=row["topic"],
            status="code read, label own",
            source=row["source"],
            facts=pairs({"official_code": row["code"], "level_of_use": row["level"]}),
        )


def _culture_rows() -> Iterator[Row]:
    for row in cells("culture2030_indicators"):
        first = row["sdg_targets"].partition(";")[0]
        yield Row(
            code=f"C{row['no']}",
            label=_label(row["label_en"]),
            domain=row["group"].casefold(),
            goal=_goal(first),
            target_code=first,
            status="number and group read, label own",
            source=row["source"],
            facts=pairs({"official_code": row["no"], "targets": row["sdg_targets"]}),
        )


@dataclass(frozen=True)
class Shipped:
    """A list: its code, what it is called, which edition it is a copy of, and its rows."""

    code: str
    name: dict[str, str]
    edition: str
    source: str
    read: Callable[[], Iterator[Row]]

    @property
    def rows(self) -> Rows:
        """Every row, in the order of the list."""
        return tuple(self.read())


def _named(*texts: str) -> dict[str, str]:
    return dict(zip(("en", "fr", "es", "ar", "ru", "zh"), texts, strict=True))


def _is(code: str, read: Callable[[], Iterator[Row]], name: dict[str, str], **more: Any) -> Shipped:
    return Shipped(code=code, name=name, read=read, **more)


SHIPPED = (
    _is(
        UMF,
        _umf_rows,
        _named(
            "Urban monitoring list",
            "Liste de suivi urbain",
            "Lista de seguimiento urbano",
            "قائمة الرصد الحضري",
            "Перечень городского мониторинга",
            "城市监测清单",
        ),
        edition="2022, filled in",
        source=(
            "Codes and titles as far as a published table of contents shows them; the remaining "
            "rows are proposals of this project. Each row says which it is."
        ),
    ),
    _is(
        SDG,
        _sdg_rows,
        _named(
            "Global SDG indicators",
            "Indicateurs mondiaux des ODD",
            "Indicadores mundiales de los ODS",
            "المؤشرات العالمية لأهداف التنمية المستدامة",
            "Глобальные показатели ЦУР",
            "全球可持续发展目标指标",
        ),
        edition="2025",
        source=(
            "Codes of the 2025 list of global indicators. Labels are short forms in our own words, "
            "not the official titles."
        ),
    ),
    _is(
        SNG,
        _sng_rows,
        _named(
            "Subnational finance",
            "Finances infranationales",
            "Finanzas subnacionales",
            "المالية دون الوطنية",
            "Субнациональные финансы",
            "地方财政",
        ),
        edition="undated copy",
        source=(
            "Items of an observatory of subnational government finance as far as its pages show "
            "them, and items that this project adds for use by cities. Each row says which it is. "
            "The codes are this project's."
        ),
    ),
    _is(
        U4SSC,
        _u4ssc_rows,
        _named(
            "U4SSC key performance indicators",
            "Indicateurs clés U4SSC",
            "Indicadores clave U4SSC",
            "مؤشرات الأداء الرئيسية U4SSC",
            "Ключевые показатели U4SSC",
            "U4SSC 关键绩效指标",
        ),
        edition="undated copy",
        source=(
            "Codes as a public file shows them, written without blanks; some may hold slips. "
            "Labels are short forms in our own words. Units and directions are not known here."
        ),
    ),
    _is(
        CULTURE,
        _culture_rows,
        _named(
            "Culture 2030 indicators",
            "Indicateurs Culture 2030",
            "Indicadores Cultura 2030",
            "مؤشرات الثقافة 2030",
            "Показатели «Культура 2030»",
            "文化2030指标",
        ),
        edition="undated copy",
        source=(
            "Numbers and groups were read in a copy of the published text, with the targets of "
            "each group; which target belongs to which indicator is our own split. Labels are "
            "short forms in our own words."
        ),
    ),
)
"""Every list in the order in which lists are offered."""


def every_row() -> Iterator[tuple[str, Row]]:
    """The rows of all lists with the code of their list, in the order of lists and rows."""
    for one in SHIPPED:
        for row in one.rows:
            yield one.code, row


LOCAL_NAME = _named(
    "Local indicators",
    "Indicateurs locaux",
    "Indicadores locales",
    "المؤشرات المحلية",
    "Местные показатели",
    "地方指标",
)
