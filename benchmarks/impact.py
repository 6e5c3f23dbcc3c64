"""A new edition of the scheme against ten thousand cases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from benchmarks import world as worlds
from benchmarks.measure import line, spent, title
from waymark.assessments.models import Submission
from waymark.assessments.queries.dossier import seen_by_rules
from waymark.assessments.rules.document import Submission as Content
from waymark.assessments.rules.impact import impact, indicators_asked
from waymark.kernel import canonical
from waymark.portal.demo.load import load_demo_world
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Scheme, parse_scheme

DISTINCT = 500
"""Documents that differ: so many fit in memory; each is read as often as it comes."""


def _stricter(document: dict[str, Any]) -> Scheme:
    """The next edition: every answer that had to reach the second level has to reach the third."""
    document["version"] = "99.0.0"
    for criterion in document["criteria"]:
        for rule in criterion["rule"]["all"]:
            if rule["kind"] == "answer":
                rule["min"] = 3
    return parse_scheme(document)


def _cases(texts: list[bytes], count: int) -> Iterator[bytes]:
    """As many frozen documents as asked for, no two alike: levels differ from case to case."""
    for number in range(count):
        document = json.loads(texts[number % len(texts)])
        document["case"] = f"bench-{number}"
        for place, answer in enumerate(document["answers"].values()):
            if answer.get("level") is not None:
                answer["level"] = (number + place) % 4
        yield canonical.dumps(document)


def run(count: int = 10_000) -> None:
    """Print what a dry run over all cases takes: reading each, and evaluating it twice."""
    title(f"A new edition against {count:,} handed-in cases (dry run, aim: 60 CPU s)")
    worlds.migrate()
    load_demo_world(timezone.now())
    certifying = Submission.objects.filter(case__intake=None)  # those of hubs are small
    rows = list(certifying.select_related("case__edition").order_by("pk"))
    before = scheme_of(rows[0].case.edition)
    after = _stricter(json.loads(rows[0].case.edition.document))
    texts = [row.document.encode() for row in rows]
    line("demo submissions taken as patterns", len(texts), f"{max(map(len, texts)) // 1024} KB")
    frozen = list(_cases(texts, min(count, DISTINCT)))
    asked = indicators_asked(before) | indicators_asked(after)

    def read() -> Iterator[tuple[Scheme, Content]]:
        for text in islice(cycle(frozen), count):
            row = Submission(document=text.decode(), sha256=hashlib.sha256(text).hexdigest())
            yield before, seen_by_rules(row, asked)

    with spent("documents read, each evaluated twice") as cost:
        told = impact(read(), after, as_of=timezone.now().date())
        cost.note = f"{len(told.touched):,} cases touched"
