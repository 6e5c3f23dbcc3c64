"""Courses: what one holds, what is wrong with one, and its way from a draft to everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Flow, Reason, Step
from waymark.learning.rules import quiz
from waymark.library.rules.catalogue import CRITERION, is_address
from waymark.library.rules.vocabulary import TOPICS
from waymark.people.rules import Role

MOST = {"title": 150, "summary": 1500, "module": 150, "body": 20_000}
MOST |= {"video_text": 8000, "quiz": 8000}
"""Characters of a text."""
MOST_LESSONS, MOST_MODULES = 60, 20
PARTS = ("title", "body", "video_text", "quiz")


class Permit(StrEnum):
    """Acts on courses."""

    KEEP_COURSE = "keep_course"
    CHECK_COURSE = "check_course"
    LEARN = "learn"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_COURSE: frozenset({Role.PARTNER, Role.SECRETARIAT}),
    Permit.CHECK_COURSE: frozenset({Role.SECRETARIAT}),
    Permit.LEARN: frozenset({Role.USER}),
}


class State(StrEnum):
    """Where what is being written stands; what is public stands beside it."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"  # nothing was written since


@dataclass(frozen=True)
class Lesson:
    """One page of a course. `texts`: by language the parts of PARTS, "" where nothing is said."""

    key: str
    module: int  # from 0
    minutes: int
    video: str
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Told:
    """All that a course says. Texts by language; `modules`: the names of all, by language."""

    original: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    modules: Mapping[str, tuple[str, ...]]
    topics: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    pass_share: int = 80  # percent of a quiz
    trains: bool = False  # it trains trainers
    of: str = ""  # the course of which it is the version for `region`
    region: str = ""
    lessons: tuple[Lesson, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON."""
        told = asdict(self)
        told["modules"] = {language: list(names) for language, names in self.modules.items()}
        return told | {name: list(told[name]) for name in ("topics", "criteria", "lessons")}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Told:
        """From what `document` gave."""
        tags: dict[str, Any] = {name: tuple(told[name]) for name in ("topics", "criteria")}
        modules = {language: tuple(names) for language, names in told["modules"].items()}
        lessons = tuple(Lesson(**one) for one in told["lessons"])
        return cls(**{**told, **tags, "modules": modules, "lessons": lessons})

    def lesson(self, key: str) -> Lesson | None:
        """Return a lesson by its key, or None."""
        return next((one for one in self.lessons if one.key == key), None)


@dataclass(frozen=True)
class Checked:
    """What the steps of a check look at."""

    note: str = ""
    own: bool = False  # whoever checks has sent it, or sits with its publisher


def by_others(facts: Checked) -> str | None:
    """Nobody checks what she sent herself, or what her own organisation publishes."""
    return "course.own" if facts.own else None


def with_note(facts: Checked) -> str | None:
    """Whoever sends a course back says what to mend."""
    return None if facts.note.strip() else "course.no_note"


S, P = State, Permit
COURSE = Flow(
    "course",
    S.DRAFT,
    (
        Step("write", (S.DRAFT, S.WAITING, S.PUBLISHED), S.DRAFT, P.KEEP_COURSE),
        Step("send", S.DRAFT, S.WAITING, P.KEEP_COURSE),
        Step("publish", S.WAITING, S.PUBLISHED, P.CHECK_COURSE, (by_others,)),
        Step("return", S.WAITING, S.DRAFT, P.CHECK_COURSE, (by_others, with_note)),
    ),
)


def tidy(told: Told) -> Told:
    """The course with clean texts, lessons in the order of their modules. Raises text.BadText."""
    lessons = (
        replace(
            one,
            video=one.video.strip(),
            texts={
                language: {name: text.clean(said.get(name, "")).strip() for name in PARTS}
                for language, said in one.texts.items()
                if any(said.get(name, "").strip() for name in PARTS)
            },
        )
        for one in told.lessons
    )
    modules = {
        language: tuple(text.clean(name).strip() for name in names)
        for language, names in told.modules.items()
        if any(name.strip() for name in names)
    }
    return replace(
        told,
        title=_tidied(told.title),
        summary=_tidied(told.summary),
        modules=modules,
        lessons=tuple(sorted(lessons, key=lambda one: one.module)),
    )


def _tidied(words: Mapping[str, str]) -> dict[str, str]:
    cleaned = {language: text.clean(said).strip() for language, said in words.items()}
    return {language: said for language, said in cleaned.items() if said}


def wrong(told: Told, *, languages: Collection[str]) -> tuple[Reason, ...]:
    """Return what keeps a course from being stored, each with its field and maybe its lesson.

    languages: those in which texts can be written.
    """
    return (*_wrong(told, languages), *(bad for one in told.lessons for bad in _bad(told, one)))


def _wrong(told: Told, languages: Collection[str]) -> Iterator[Reason]:
    if not told.title.get(told.original):
        yield Reason("course.text_needed", {"field": "title"})
    written = {language for one in told.lessons for language in one.texts}
    for language in {*told.title, *told.summary, *told.modules, *written} - set(languages):
        yield Reason("course.unknown", {"field": "language", "value": language[:40]})
    for name in ("title", "summary"):
        if any(len(said) > MOST[name] for said in getattr(told, name).values()):
            yield Reason("course.too_long", {"field": name, "most": MOST[name]})
    names = told.modules.get(told.original, ())
    if not names or len(names) > MOST_MODULES:
        yield Reason("course.modules", {"field": "modules", "most": MOST_MODULES})
    if any(len(one) > MOST["module"] for row in told.modules.values() for one in row):
        yield Reason("course.too_long", {"field": "modules", "most": MOST["module"]})
    if any(len(row) != len(names) for row in told.modules.values()):
        yield Reason("course.modules_differ", {"field": "modules", "count": len(names)})
    if any(one.module >= len(names) for one in told.lessons):
        yield Reason("course.module_used", {"field": "modules"})
    if not 1 <= told.pass_share <= 100:
        yield Reason("course.share", {"field": "pass_share"})
    if len(told.lessons) > MOST_LESSONS:
        yield Reason("course.many_lessons", {"field": "title", "most": MOST_LESSONS})
    for name, fits in (("topics", TOPICS.__contains__), ("criteria", _is_criterion)):
        for tag in getattr(told, name):
            if not fits(tag):
                yield Reason("course.unknown", {"field": name, "value": tag[:40]})


def _is_criterion(tag: str) -> bool:
    return re.fullmatch(CRITERION, tag) is not None


def _bad(told: Told, one: Lesson) -> Iterator[Reason]:
    where = {"lesson": one.key}
    if one.video and not is_address(one.video):
        yield Reason("course.no_address", {"field": "video", **where})
    if one.video and not one.texts.get(told.original, {}).get("video_text"):
        yield Reason("course.video_text", {"field": "video_text", **where})
    original: tuple[quiz.Question, ...] | None = None
    for language in sorted(one.texts, key=lambda code: code != told.original):
        said = one.texts[language]
        if not said["title"]:
            yield Reason("course.text_needed", {"field": "title", **where})
        for name in PARTS:
            if len(said[name]) > MOST[name]:
                yield Reason("course.too_long", {"field": name, "most": MOST[name], **where})
        try:
            asked = quiz.read(said["quiz"])
        except quiz.BadQuiz as bad:
            yield Reason(bad.why, {"field": "quiz", "line": bad.line, **where})
            continue
        if original is None:
            original = asked
        elif asked and not quiz.alike(original, asked):
            yield Reason("course.quiz_differs", {"field": "quiz", **where})


def whole(told: Told) -> tuple[str, ...]:
    """Return the languages in which everything is said that the original says, that one first."""
    found = {*told.title, told.original}
    fit = [language for language in sorted(found) if _says_all(told, language)]
    return tuple(sorted(fit, key=lambda language: language != told.original))


def _says_all(told: Told, language: str) -> bool:
    if not (told.title.get(language) and told.summary.get(language)):
        return False
    if not all(told.modules.get(language, ("",))) or not told.lessons:
        return False
    return all(
        one.texts.get(language, {}).get(name)
        for one in told.lessons
        for name in PARTS
        if name in {"title", "body"} or one.texts.get(told.original, {}).get(name)
    )


def lacking(told: Told) -> tuple[Reason, ...]:
    """Return what keeps a course from going to everybody."""
    found = []
    if not told.lessons:
        found.append(Reason("course.no_lesson"))
    if not told.topics:
        found.append(Reason("course.no_topic"))
    if told.lessons and told.original not in whole(told):
        found.append(Reason("course.not_whole"))
    return tuple(found)


def said(lesson: Lesson, language: str, original: str) -> tuple[str, Mapping[str, str]]:
    """Return a lesson in a language, or in the original where it is not whole in that one."""
    first = lesson.texts[original]
    here = lesson.texts.get(language, {})
    if all(here.get(name) for name in PARTS if first.get(name)):
        return language, here
    return original, first


def next_key(told: Told) -> str:
    """Return a key for one more lesson, that no lesson has."""
    numbers = [int(one.key[1:]) for one in told.lessons]
    return f"l{max(numbers, default=0) + 1}"


def put_lesson(told: Told, lesson: Lesson, position: int) -> Told:
    """Return the course with a lesson put in, or in the place of the one with its key.

    position: within its module, from 1; what is beyond the end stands last.
    """
    others = [one for one in told.lessons if one.key != lesson.key]
    before = [one for one in others if one.module < lesson.module]
    same = [one for one in others if one.module == lesson.module]
    after = [one for one in others if one.module > lesson.module]
    same.insert(max(position, 1) - 1, lesson)
    return replace(told, lessons=(*before, *same, *after))


def following(told: Told, key: str) -> tuple[Lesson | None, Lesson | None]:
    """Return the lessons before and after one."""
    keys = [one.key for one in told.lessons]
    here = keys.index(key)
    return (
        told.lessons[here - 1] if here else None,
        told.lessons[here + 1] if here + 1 < len(keys) else None,
    )


def to_do(told: Told, done: Collection[str]) -> Lesson | None:
    """Return the first lesson that is not done, or None where all are."""
    return next((one for one in told.lessons if one.key not in done), None)
