"""Where courses are found, and the words of their states and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import reasons, statuses
from waymark.base.face import Entry, address, beside, menu
from waymark.library.rules.vocabulary import TOPICS

statuses.register(
    {
        "course.draft": statuses.Status(__("Draft")),
        "course.waiting": statuses.Status(__("Waits for the secretariat"), "warn"),
        "course.published": statuses.Status(__("Public"), "good"),
        "course.closed": statuses.Status(__("No longer public")),
        "course.public_too": statuses.Status(__("An earlier state is public"), "info"),
        "course.done": statuses.Status(__("Done"), "good"),
        "course.to_do": statuses.Status(__("To do")),
        "course.begun": statuses.Status(__("Begun"), "info"),
        "course.completed": statuses.Status(__("Completed"), "good"),
        "course.right": statuses.Status(__("Right"), "good"),
        "course.wrong": statuses.Status(__("Not right"), "bad"),
        "course.trains": statuses.Status(__("For trainers"), "info"),
    }
)
reasons.register(
    {
        "course.text_needed": __("Fill this in."),
        "course.too_long": __("Use at most %(most)s characters."),
        "course.unknown": __("“%(value)s” is not known here."),
        "course.modules": __("Name at least one module and at most %(most)s, one on each line."),
        "course.modules_differ": __(
            "The original has %(count)s modules: name as many in each language."
        ),
        "course.module_used": __(
            "A module that holds lessons can’t be taken out. Move them first."
        ),
        "course.share": __("Give a percent from 1 to 100."),
        "course.many_lessons": __("A course has at most %(most)s lessons."),
        "course.no_address": __("This is no address of the web; it begins with https://."),
        "course.video_text": __(
            "Say in words what the video shows, for those who can’t see, hear or load it."
        ),
        "course.quiz_line": __(
            "Line %(line)s: begin with ?, *, - or !, then a space and the words."
        ),
        "course.quiz_begins": __("Line %(line)s: a question comes first; it begins with ?."),
        "course.quiz_long": __("Line %(line)s: a lesson asks at most 20 questions."),
        "course.quiz_options": __(
            "The question on line %(line)s needs two to eight answers, one of them right (*)."
        ),
        "course.quiz_why": __(
            "Say why, on a line that begins with !, for the question on line %(line)s."
        ),
        "course.quiz_differs": __(
            "Ask as many questions as the original, with as many answers and the same ones right."
        ),
        "course.no_base": __("Choose a course that is public and itself no version of another."),
        "course.region_needed": __("Say for which region it is the version."),
        "course.base_needed": __("Say of which course it is the version, or choose no region."),
        "course.no_lesson": __("There is no lesson yet."),
        "course.no_topic": __("Choose at least one topic, so that the course can be found."),
        "course.not_whole": __(
            "Something is missing in the original language: the summary, or a lesson’s text."
        ),
        "course.own": __("You sent it, or you sit with its publisher: somebody else checks it."),
        "course.no_note": __("Say what is to be mended."),
        "course.moved": __(
            "Somebody has changed this course since you opened the page. Your words are kept "
            "below; look at the course again before you save them."
        ),
        "course.bad_text": __(
            "The text holds characters that can’t be stored. Remove them, then save."
        ),
        "course.closed": __("Nobody new gets into this course."),
        "course.no_such_lesson": __("Your revision of the course has no such lesson."),
    }
)


@menu
def public(request: HttpRequest) -> Iterator[Entry]:
    """The list, at the foot of every page."""
    yield Entry(_("Courses"), address("courses"), "foot", 6)


@beside("library.list")
def of_the_library(request: HttpRequest, _thing: Any) -> Iterator[Entry]:
    """The list, beside that of the library."""
    yield Entry(_("Courses that are read here"), address("courses"))


@beside("library.course")
def read_here(request: HttpRequest, item: Any) -> Iterator[Entry]:
    """The way from the entry of the library to the course itself."""
    if "course" not in item.kinds or item.url:
        return
    from waymark.learning.queries.courses import of_item  # few pages ask

    if pk := of_item(request.user, item):
        yield Entry(_("Read this course here"), address("course", pk))


@beside("needs.topic")
def for_a_topic(request: HttpRequest, topic: str) -> Iterator[Entry]:
    """From a topic that cities need help with to courses on it, and to a new one."""
    if topic not in TOPICS:
        return
    from waymark.learning.queries.courses import may_publish  # few pages ask

    yield Entry(_("Courses on this topic"), f"{address('courses')}?topic={topic}")
    if request.user.is_authenticated and may_publish(request.user, timezone.now()):
        yield Entry(_("Begin a course on it"), f"{address('course_begin')}?topic={topic}")
