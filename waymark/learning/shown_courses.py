"""Courses as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from waymark.base.fields import Words, short_language
from waymark.kernel import text
from waymark.learning import wording_regions
from waymark.learning.actions.courses import OWN
from waymark.learning.rules import quiz
from waymark.learning.rules.courses import Lesson, Told, said, to_do, whole
from waymark.library import wording

if TYPE_CHECKING:
    from waymark.learning.models.courses import Course, Enrolment


@dataclass(frozen=True)
class Line:
    """A lesson in an outline."""

    key: str
    title: str
    language: str
    minutes: int
    quiz: bool
    done: bool


@dataclass(frozen=True)
class Part:
    """A module with its lessons."""

    name: str
    lessons: list[Line]


@dataclass(frozen=True)
class Page:
    """A course in words."""

    row: Course
    told: Told
    language: str  # the one in which its parts are shown
    publisher: Words
    topics: str
    needed: list[tuple[str, str]]  # the topics with their names, to what cities need of each
    languages: str
    parts: list[Part]
    minutes: int
    done: int
    of: int
    next: str  # key of the first lesson that is not done, "" where all are

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return text.direction(self.language)

    @property
    def title(self) -> Words:
        """Its title by language."""
        return Words(self.told.title)

    @property
    def summary(self) -> Words:
        """Its summary by language."""
        return Words(self.told.summary)


def page(row: Course, told: Told, done: Collection[str] = ()) -> Page:
    """Return a course in the reader's language, where it is whole in that, else the original."""
    fit = whole(told)
    language = short_language() if short_language() in fit else told.original
    names = told.modules[language]
    parts = [
        Part(name, [_line(one, told, done) for one in told.lessons if one.module == index])
        for index, name in enumerate(names)
    ]
    waits = to_do(told, done)
    return Page(
        row=row,
        told=told,
        language=language,
        publisher=publisher(row),
        topics=wording.names(wording.TOPICS, told.topics),
        needed=[(tag, str(wording.name(wording.TOPICS, tag))) for tag in told.topics],
        languages=wording.languages(fit),
        parts=parts,
        minutes=sum(one.minutes for one in told.lessons),
        done=len({one.key for one in told.lessons} & set(done)),
        of=len(told.lessons),
        next=waits.key if waits else "",
    )


def publisher(row: Course) -> Words:
    """Return who publishes a course, by language."""
    return Words(dict(row.body.name) if row.body else OWN)


def tied(row: Course, found: Collection[Course]) -> dict[str, Any]:
    """Return a course's versions for regions with their names, and the course that it is of."""
    return {
        "base": next((one for one in found if one.pk == row.version_of_id), None),
        "region": wording_regions.region(row.region) if row.region else "",
        "versions": [
            (one, wording_regions.region(one.region))
            for one in found
            if one.version_of_id == row.pk
        ],
    }


def done_in(place: Enrolment | None) -> frozenset[str]:
    """Return the keys of the lessons that somebody has done."""
    return frozenset(one.lesson for one in place.done.all()) if place else frozenset()


def _line(one: Lesson, told: Told, done: Collection[str]) -> Line:
    language, here = said(one, short_language(), told.original)
    return Line(one.key, here["title"], language, one.minutes, bool(here["quiz"]), one.key in done)


@dataclass(frozen=True)
class Option:
    """An answer that can be ticked."""

    index: int
    text: str
    right: bool
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as it is shown; `answered` once somebody has sent her answers."""

    index: int
    text: str
    several: bool
    options: list[Option]
    why: str
    answered: bool = False
    right: bool = False


@dataclass(frozen=True)
class Shown:
    """A lesson in words."""

    key: str
    title: str
    language: str
    body: str  # Markdown
    video: str
    video_text: str
    questions: list[Asked] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return text.direction(self.language)


def lesson(
    told: Told,
    one: Lesson,
    language: str,
    chosen: Mapping[int, Collection[int]] | None = None,
) -> Shown:
    """Return a lesson in a language; chosen: what somebody has ticked, None before she has."""
    found, here = said(one, language, told.original)
    questions = quiz.read(here["quiz"])
    right = quiz.rights(questions, chosen or {})
    return Shown(
        key=one.key,
        title=here["title"],
        language=found,
        body=here["body"],
        video=one.video,
        video_text=here["video_text"],
        questions=[
            Asked(
                index,
                each.text,
                each.several,
                [
                    Option(n, words, n in each.right, n in (chosen or {}).get(index, ()))
                    for n, words in enumerate(each.options)
                ],
                each.why,
                chosen is not None,
                index in right,
            )
            for index, each in enumerate(questions)
        ],
    )


def inside(told: Told, language: str) -> list[tuple[str, list[Shown]]]:
    """Return the modules with their lessons as they would be read in a language."""
    first = told.modules[told.original]
    here = told.modules.get(language, first)
    names = [name or other for name, other in zip(here, first, strict=True)]
    return [
        (name, [lesson(told, one, language) for one in told.lessons if one.module == index])
        for index, name in enumerate(names)
    ]
