"""Case studies: what a city tells of its own work, and the way from its draft to everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from waymark.kernel import text as texts
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.catalogue import CRITERION
from waymark.library.rules.vocabulary import STAGES, TOPICS, Permit

PARTS: Mapping[str, int] = {
    "title": 200,
    "summary": 500,
    "context": 3000,
    "problem": 3000,
    "done": 4000,
    "cost": 1500,
    "result": 3000,
    "lessons": 3000,
}
"""The parts of a study, in their order, and how many characters each may have."""
BODY = tuple(PARTS)[2:]
CONTACT = 200
"""Characters of a contact."""
MOST_SERIES = 3
"""Series of public data that a study shows."""

STUDY = Flow(
    "study",
    start="draft",
    steps=(
        Step("write", ("draft", "offered", "public", "taken_back"), "draft", Permit.WRITE_STUDY),
        Step("consent", "draft", "offered", Permit.CONSENT_TO_STUDY),
        Step("publish", "offered", "public", Permit.CHECK_STUDY),
        Step("return", ("offered", "public"), "draft", Permit.CHECK_STUDY),
        Step("take_back", ("draft", "offered", "public"), "taken_back", Permit.CONSENT_TO_STUDY),
    ),
)


@dataclass(frozen=True)
class About:
    """What a study is about, in no language."""

    award: str = ""  # the number of a certificate of the city
    contact: str = ""
    topics: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    series: tuple[str, ...] = ()  # public indicators of the city, as list:code


@dataclass(frozen=True)
class Version:
    """A study in one language. `follows`: the revision of the original that it says."""

    language: str
    revision: int
    follows: int
    parts: Mapping[str, str]


def tidy(parts: Mapping[str, str]) -> dict[str, str]:
    """All parts with clean texts, "" where nothing is said. Raises text.BadText."""
    return {name: texts.clean(parts.get(name, "")).strip() for name in PARTS}


def wrong(
    parts: Mapping[str, str],
    about: About,
    *,
    awards: Collection[str],
    series: Collection[str],
    criteria: Collection[str],
) -> list[Reason]:
    """What keeps a draft from being stored; each reason names its field.

    awards, series, criteria: those that can be chosen; whatever else is named is refused.
    """
    return list(_wrong(parts, about, awards, series, criteria))


def _wrong(
    parts: Mapping[str, str],
    about: About,
    awards: Collection[str],
    series: Collection[str],
    criteria: Collection[str],
) -> Iterator[Reason]:
    if not parts["title"]:
        yield Reason("library.text_needed", {"field": "title"})
    for name, most in (*PARTS.items(), ("contact", CONTACT)):
        if len(about.contact if name == "contact" else parts[name]) > most:
            yield Reason("library.too_long", {"field": name, "most": most})
    if len(about.series) > MOST_SERIES:
        yield Reason("study.too_many_series", {"field": "series", "most": MOST_SERIES})
    chosen = (
        ("award", filter(None, [about.award]), awards),
        ("series", about.series, series),
        ("topics", about.topics, TOPICS),
        ("criteria", about.criteria, criteria),
    )
    for field, names, known in chosen:
        for name in names:
            if name not in known:
                yield Reason("library.unknown", {"field": field, "value": name[:40]})


def lacking(parts: Mapping[str, str], about: About) -> list[str]:
    """The parts without which a study can't go to everybody, in their order."""
    found = [name for name in PARTS if not parts.get(name)]
    return found if about.contact else [*found, "contact"]


def stages_of(criteria: Collection[str]) -> tuple[str, ...]:
    """The stages of the criteria that a study helps with."""
    found = {one[0] for one in criteria if re.fullmatch(CRITERION, one)}
    return tuple(stage for stage in STAGES if stage in found)


def stale(version: Version, original: Version) -> bool:
    """Whether a translation says an earlier revision of the original than the one that holds."""
    return version.language != original.language and version.follows < original.revision
