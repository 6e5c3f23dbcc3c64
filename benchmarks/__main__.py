"""`python3 go.py bench`: sets up a world of its own, measures, prints a table."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

NAMES = (
    *("engine", "imports", "sites", "service", "quality", "lake", "pages", "ledger"),
    *("enumeration", "impact", "search", "matching"),
)


def main() -> int:
    """Measure everything and print it; the exit code is 0 whatever the figures are."""
    parser = ArgumentParser(prog="go.py bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=500, help="how many cases (500)")
    parser.add_argument("--millions", type=int, default=5, help="observations in the mirror (5)")
    parser.add_argument("--pairs", type=int, default=50, help="pairs of answers to compare (50)")
    parser.add_argument("--entries", type=int, default=50_000, help="in the index (50000)")
    parser.add_argument("--only", choices=NAMES, help="one part alone")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="waymark-bench-"))
    os.environ["WAYMARK_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
    try:
        for name, part in _parts(options).items():
            if options.only in {None, name}:
                part()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _parts(options: Namespace) -> dict[str, Callable[[], None]]:
    """What can be measured, in its order."""
    import django

    from waymark.site import heap

    with heap.loading(heap.SERVING):  # as the server does
        django.setup()
    from benchmarks import (
        engine,
        enumeration,
        impact,
        imports,
        lake,
        ledger,
        matching,
        pages,
        quality,
        search,
        service,
        sites,
    )

    parts: dict[str, Callable[[], None]] = {
        "engine": engine.run,
        "imports": imports.run,
        "sites": sites.run,
        "service": service.run,
        "quality": quality.run,
        "lake": lambda: lake.run(options.millions),
        "pages": lambda: pages.run(options.cases),
        "ledger": ledger.run,
        "enumeration": lambda: enumeration.run(options.pairs),
        "impact": impact.run,
        "search": lambda: search.run(options.entries),
        "matching": matching.run,
    }
    assert tuple(parts) == NAMES
    return parts


if __name__ == "__main__":
    sys.exit(main())
