"""What became of a file that was converted, for machines: written piece by piece, however long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from typing import IO, Any

import msgspec

from waymark.base import reasons
from waymark.indicators.rules.converting import Looked
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.quality import Finding
from waymark.indicators.rules.sources.reading import Reading
from waymark.indicators.told import error_told, plan_told, reason_told

FORMAT = "waymark-conversion-report-1"


class Report:
    """One JSON object in `stream`; see docs/reference/commands.md."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.encode = msgspec.json.Encoder(enc_hook=str).encode
        self.counts: Counter[str] = Counter()
        self.keys: set[str] = set()

    def begin(self, reading: Reading, plan: Plan | None) -> None:
        """What was read, and every row that was refused."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "kind": reading.head.kind if reading.head else "table",
            "error": error_told(reading),
        }
        if plan is not None:
            told |= plan_told(reading, plan)
        self.stream.write(self.encode(told)[:-1])

    def looked(self, rows: Iterable[Looked], method: str) -> None:
        """What the checks find, and the verdict on each indicator."""
        self.stream.write(b',\n"method":' + self.encode(method) + b',\n"indicators":[')
        first = True
        for one in rows:
            self.stream.write((b"\n" if first else b",\n") + self.encode(self._looked(one)))
            first = False
        self.stream.write(b"]")

    def end(self, written: Iterable[str]) -> None:
        """Sums, sentences, and which files were written."""
        words = {key: str(reasons.sentences.get(key, "")) for key in sorted(self.keys)}
        told = {"findings": self.counts, "sentences": words, "written": list(written)}
        self.stream.write(b",\n" + self.encode(told)[1:] + b"\n")

    def _looked(self, one: Looked) -> dict[str, Any]:
        found: dict[str, list[Found]] = {}
        self.counts.update(map(attrgetter("check"), one.findings))
        self.keys.update(map(attrgetter("key"), one.findings))
        for finding in one.findings:
            found.setdefault(finding.series, []).append(_finding(finding))
        told: dict[str, Any] = {"indicator": one.listed.name, "series": len(one.lines)}
        if one.verdict is not None:
            told["progress"] = {
                "status": one.verdict.status,
                **reason_told(one.verdict.reason.key, one.verdict.reason.params),
                "assessed": one.verdict.assessed,
                "total": one.verdict.total,
            }
        told["findings"] = [
            {**_series(one.lines[int(place)]), "found": rows} for place, rows in found.items()
        ]
        return told


def _series(line: Line) -> dict[str, Any]:
    series = line.series
    return {"area": series.area, "breakdown": dict(series.dims), "unit": series.unit}


class Found(msgspec.Struct, omit_defaults=True, gc=False):
    """A finding as it stands in the report; what is empty is left out."""

    check: str
    key: str
    severity: str
    period: str = ""
    params: Any = {}


def _finding(one: Finding) -> Found:
    return Found(one.check, one.key, one.severity, one.period, one.params or {})
