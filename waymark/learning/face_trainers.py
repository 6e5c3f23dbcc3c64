"""The words of states and refusals in the register of trainers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.base import reasons, statuses

statuses.register(
    {
        "trainer.waiting": statuses.Status(_("Waits for the secretariat"), "warn"),
        "trainer.accepted": statuses.Status(pgettext_lazy("trainer", "In the register"), "good"),
        "trainer.declined": statuses.Status(pgettext_lazy("trainer", "Declined"), "bad"),
        "trainer.hidden": statuses.Status(_("Not public")),
    }
)
reasons.register(
    {
        "trainer.choose": _("Choose at least one."),
        "trainer.own": _("This is your own entry: somebody else decides on it."),
        "trainer.no_reason": _("Say why, so that she can mend it."),
        "trainer.moved": _("The entry was changed since you opened the page. Read it again."),
        "trainer.not_completed": _(
            "Only a course for trainers that you have completed here can stand in your entry."
        ),
    }
)
