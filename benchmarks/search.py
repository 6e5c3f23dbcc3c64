"""Search: how well judged questions are answered, beside plain engines, and how fast.

`judged.csv` has our own judgement: for each need the entries that answer it (2) or help (1), and
how people ask for it in six languages. Entries are the shipped lists, criteria and library.
"""

from __future__ import annotations

import csv
import math
import random
import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from django.utils import timezone

from benchmarks import world as worlds
from benchmarks.measure import cpu, line, spent, title
from waymark.indicators.reference import load_frameworks
from waymark.library.actions import load_catalogue
from waymark.places.reference import load_countries
from waymark.portal import finding
from waymark.schemes.actions import load_reference
from waymark.search import queries, store
from waymark.search.models import Document
from waymark.search.rules import Entry, Text

JUDGED = Path(__file__).with_name("judged.csv")
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
DEEP = 20

Grades = Mapping[str, int]
Engine = Callable[[str, str], Sequence[str]]  # (question, language) -> keys, the best first


def _key(short: str) -> str:
    """`T001` of the library, `A01` of the scheme, `sdg:1.1.1` of a list, as the index names it."""
    if ":" in short:
        return f"indicator:{short}"
    return f"library:{short}" if short[0] in "TO" else f"criterion:sdg-cities:{short}"


def judged() -> list[tuple[Grades, Mapping[str, str]]]:
    """The needs: grades by key, and the question in each language.

    Raises ValueError where a judgement names nothing that is in the index.
    """
    known = set(Document.objects.values_list("key", flat=True))
    found: list[tuple[Grades, Mapping[str, str]]] = []
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            pairs = [one.rpartition(":") for one in row["relevant"].split()]
            grades = {_key(short): int(grade) for short, _colon, grade in pairs}
            if missing := set(grades) - known:
                raise ValueError(f"{JUDGED.name}, line {number}: {sorted(missing)} not there")
            found.append((grades, {code: row[code] for code in LANGUAGES}))
    return found


def ndcg(answer: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Normalized discounted cumulative gain with gains 2^grade - 1 (Burges et al. 2005)."""
    gains = [2 ** grades.get(key, 0) - 1 for key in answer[:depth]]
    best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:depth]
    total = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
    return total / sum(gain / math.log2(place + 2) for place, gain in enumerate(best))


def recall(answer: Sequence[str], grades: Grades, depth: int = DEEP) -> float:
    """The share of all that is relevant among the first `depth`, of what could be there."""
    return len(set(answer[:depth]) & set(grades)) / min(depth, len(grades))


def _ours(question: str, language: str) -> Sequence[str]:
    return [hit.key for hit in queries.search(question, language=language, count=DEEP).hits]


def _whole(row: Document) -> str:
    return " ".join(" ".join(said.values()) for said in row.texts.values())


def _plain_fts5() -> Engine:
    """SQLite's own index with its defaults: any of the words, ordered by its bm25."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, body)")
    rows = [(row.key, _whole(row)) for row in Document.objects.all()]
    index.executemany("INSERT INTO texts VALUES (?, ?)", rows)

    def ask(question: str, _language: str) -> Sequence[str]:
        asked = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        found = index.execute(
            "SELECT name FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?", (asked, DEEP)
        )
        return [name for (name,) in found]

    return ask


_CONFIGURATIONS = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ar": "arabic",
    "ru": "russian",
}


def _configuration(language: str) -> str:
    """PostgreSQL's own for a language; there is none for Chinese."""
    return _CONFIGURATIONS.get(language, "simple")


def _postgresql_own() -> Engine:
    """PostgreSQL's own configurations, each text by its language: any of the words, by ts_rank."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_own (name text, vector tsvector)")
        for row in Document.objects.all():
            parts = ["to_tsvector(%s::regconfig, %s)"] * len(row.texts)
            said = [
                value
                for code, text in row.texts.items()
                for value in (_configuration(code), " ".join(text.values()))
            ]
            cursor.execute(
                f"INSERT INTO bench_own SELECT %s, {' || '.join(parts)}", [row.key, *said]
            )

    def ask(question: str, language: str) -> Sequence[str]:
        asked = " or ".join(re.findall(r"\w+", question))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM bench_own, websearch_to_tsquery(%s::regconfig, %s) asked"
                " WHERE vector @@ asked ORDER BY ts_rank(vector, asked) DESC, name LIMIT %s",
                [_configuration(language), asked, DEEP],
            )
            return [name for (name,) in cursor.fetchall()]

    return ask


def _bm25s() -> Engine:
    """The package `bm25s` with its defaults."""
    import bm25s  # type: ignore[import-not-found,unused-ignore]

    rows = list(Document.objects.all())
    engine = bm25s.BM25()
    engine.index(bm25s.tokenize([_whole(row) for row in rows], show_progress=False))

    def ask(question: str, _language: str) -> Sequence[str]:
        tokens = bm25s.tokenize(question, show_progress=False)
        places, scores = engine.retrieve(tokens, k=DEEP, show_progress=False)
        pairs = zip(places[0], scores[0], strict=True)
        return [rows[place].key for place, score in pairs if score > 0]

    return ask


def _quality() -> None:
    needs = judged()
    engines: dict[str, Engine] = {"ours": _ours, "plain FTS5": _plain_fts5()}
    if connection.vendor == "postgresql":
        engines["PostgreSQL’s own"] = _postgresql_own()
    else:
        line("PostgreSQL’s own configurations", "left out: not on PostgreSQL")
    if find_spec("bm25s"):
        engines["bm25s"] = _bm25s()
    else:
        line("bm25s is not installed", "left out")
    for language in LANGUAGES:
        for name, engine in engines.items():
            answers = [(engine(said[language], language), grades) for grades, said in needs]
            gain = sum(ndcg(*one) for one in answers) / len(answers)
            found = sum(recall(*one) for one in answers) / len(answers)
            told = f"nDCG@10 {gain:.3f}   recall@20 {found:.3f}"
            line(f"{language}, {len(needs)} questions: {name}", told)


def _many(count: int) -> list[Entry]:
    """Entries of made-up mixtures: a title of one, the rest of others, in the same languages."""
    chance = random.Random(1)
    rows = [row.texts for row in Document.objects.exclude(kind="guide")]
    made = []
    for number in range(count):
        first, second, third = chance.choice(rows), chance.choice(rows), chance.choice(rows)
        texts = {
            code: Text(
                first[code]["title"],
                second.get(code, {}).get("summary", ""),
                third.get(code, {}).get("body", ""),
            )
            for code in first
        }
        made.append(Entry(f"bench:{number}", "bench", "/", texts))
    return made


def _speed(count: int) -> None:
    entries = _many(count)
    with spent(f"index of {count:,} entries made") as cost:
        store.keep(entries)
        cost.note = "aim 60 CPU s"
    one = iter(range(10**6))

    def again() -> None:
        entry = entries[next(one)]
        said = {code: Text(f"{text.title} anew", text.summary, text.body)
                for code, text in entry.texts.items()}  # fmt: skip
        store.keep([Entry(entry.key, entry.kind, entry.url, said)])

    line("one entry put in again", cpu(again, runs=25), "aim 5 ms")
    taken = []
    for _grades, said in judged():
        for language in LANGUAGES:
            start = time.process_time()
            queries.search(said[language], language=language)
            taken.append((time.process_time() - start) * 1000)
    taken.sort()
    told = f"median {taken[len(taken) // 2]:.1f} ms, p95 {taken[int(len(taken) * 0.95)]:.1f} ms"
    line(f"search, {len(taken)} questions", told, "aim p95 20 ms")


def run(count: int = 50_000) -> None:
    """Print what search finds and what it takes."""
    title("Search: judged questions, ours beside plain engines")
    worlds.migrate()
    load_countries()
    load_frameworks()
    load_reference(at=timezone.now())
    load_catalogue(at=timezone.now())
    finding.follow()
    _quality()
    title(f"Search over {count:,} entries ({connection.vendor})")
    _speed(count)
