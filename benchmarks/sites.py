"""Published data of real places from end to end: brought in, checked, judged and handed out.

Each step is a process of its own, as it is for whoever uses it. The sets lie beside this repository
(`../shared/data`) and are not part of it; one that is not there is left out by name.
"""

from __future__ import annotations

import compileall
import csv
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

import waymark
from benchmarks import world as worlds
from benchmarks.measure import line, title
from waymark.indicators.reference import load_frameworks
from waymark.people.actions.persons import create_user
from waymark.people.models import Membership, User
from waymark.places.models import Country, Place
from waymark.places.reference import load_countries

SETS = Path(__file__).resolve().parents[2] / "shared/data"
ANCHOR = {
    "barcelona2030": "sdg-build 2.3.0: check 9.8, build 67.4, core 16.5, 212 MB",
    "bristol": "sdg-build 2.3.0: check 16.9, build 45.6, 191 MB",
    "canada-gif": "sdg-build 2.3.0: check 12.9, build 113.1, core 86.1, 350 MB",
    "sdmx-rwanda": "",
}
"""What the engine of Open SDG took for the same data, in CPU seconds; measured elsewhere."""

STEPS = ("check", "progress", "csv", "open-sdg", "sdmx-csv-2.0")


@dataclass(frozen=True)
class Took:
    """CPU seconds of a process and its children, and the most memory that one of them held."""

    seconds: float
    peak: float

    def __str__(self) -> str:
        return f"{self.seconds:10.2f} CPU s  (peak {self.peak:.0f} MB)"


_RUN = """
import json, os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, "-m", *sys.argv[1:]], os.environ)
_pid, status, used = os.wait4(pid, 0)
code = os.waitstatus_to_exitcode(status)
told = [code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
print("\\n" + json.dumps(told))
"""
"""Started between this process and the one that is measured: a child counts the memory that its
parent held when it was made."""


def took(*arguments: str) -> Took:
    """Run Python with arguments and wait for it. Raises where it fails."""
    command = [sys.executable, "-I", "-S", "-c", _RUN, *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    code, seconds, peak = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise RuntimeError(f"{arguments[:2]} ended with {code}: {done.stderr.decode()}")
    return Took(seconds, peak)


def a_place(name: str, folder: Path) -> Place:
    """The place of a set, with the areas that its data name by their codes."""
    codes: set[str] = set()
    for file in folder.glob("data/*.csv") if name == "canada-gif" else ():
        with file.open(encoding="utf-8-sig", newline="") as stream:
            codes |= {row.get("GeoCode") or "" for row in csv.DictReader(stream)}
    if name == "sdmx-rwanda":
        codes = {str(code) for code in (*range(1, 6), *range(11, 60))}
    country = Country.objects.order_by("pk")[0]
    now = timezone.now()
    place = Place.objects.create(
        slug=name,
        name={"en": "Rwanda" if name == "sdmx-rwanda" else name},
        code="E06000023" if name == "bristol" else "",
        country=country,
        created_at=now,
    )
    Place.objects.bulk_create(
        Place(
            slug=f"{name}-{code.lower()}",
            name={"en": f"Area {code}"},
            parent=place,
            code=code,
            country=country,
            kind="district",
            created_at=now,
        )
        for code in sorted(codes - {""})
    )
    return place


def bring(name: str, folder: Path) -> Took:
    """Bring a set into its place, as the command does it."""
    told = ["--place", name, "--framework", "sdg", "--local", "--leave-out"]
    if name == "sdmx-rwanda":
        told += ["--structure", str(folder / "RWA_2025_SDG_DSD.xml")]
        folder = folder / "2025_RWA-SDG_Data.xml"
    return took("waymark", "import", str(folder), *told)


def converted(name: str, folder: Path, kind: str, target: str) -> Took:
    """Read, check, judge and write a set in one process that has no database.

    What was written stays until the end: where a thousand files were just taken away, some file
    systems look long for places for a thousand new ones, and that is no work of ours.
    """
    told = ["--leave-out", "--to", kind]
    if name == "sdmx-rwanda":
        told += ["--structure", str(folder / "RWA_2025_SDG_DSD.xml"), "--name", "Rwanda"]
        folder = folder / "2025_RWA-SDG_Data.xml"
    return took("waymark", "convert", str(folder), f"{target}/{name}-{kind}", *told)


def someone() -> User:
    """Who looks at the data of every place."""
    return create_user(email="officer@sites.invalid", name="Officer", at=worlds.NOW)


def run() -> None:
    """Print what each step costs for each set, beside the figures of the anchor."""
    compileall.compile_dir(Path(waymark.__file__).parent, quiet=1)  # as an installation is
    worlds.migrate()
    load_countries()
    load_frameworks()
    officer = someone()
    with tempfile.TemporaryDirectory() as target:
        _sets(officer, target)


def _sets(officer: User, target: str) -> None:
    title("Published data whole (CPU s and peak memory; a process each, start of Python included)")
    for name, anchor in ANCHOR.items():
        folder = SETS / name
        if not folder.is_dir():
            line(name, "is not here, left out")
            continue
        place = a_place(name, folder)
        Membership.objects.create(user=officer, place=place, role="lead", since=worlds.NOW)
        steps = {"import": bring(name, folder)}
        steps |= {step: took("benchmarks.steps", officer.pk, name, step) for step in STEPS}
        for kind in ("open-sdg", "csv"):
            steps[f"convert to {kind}, without a database"] = converted(name, folder, kind, target)
        for step, cost in steps.items():
            line(f"{name}: {step}", cost)
        core = sum(steps[step].seconds for step in ("import", "check", "progress", "open-sdg"))
        peak = max(cost.peak for cost in steps.values())
        line(f"{name}: in, checked, judged, out", Took(core, peak), anchor)
