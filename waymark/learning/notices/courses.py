"""Messages about courses."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

for verb, subject, text in (
    (
        "course.sent",
        _("A course waits to be checked: %(course)s"),
        _("Its publisher has handed it in. Everybody reads it once you have checked it."),
    ),
    (
        "course.published",
        _("Your course is public: %(course)s"),
        _("It stands among the courses and in the library. Whoever is in it goes on undisturbed."),
    ),
    (
        "course.returned",
        _("Your course was sent back: %(course)s"),
        _("Its page says what is to be mended."),
    ),
    (
        "course.completed",
        _("You have completed a course: %(course)s"),
        _("All its lessons are done. Its page stays open to you."),
    ),
):
    notices.kind(verb, subject=subject, text=text, params=("course",))
