"""The words of what a diagnostic says, and of what it refuses."""

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons, statuses

statuses.register(
    {
        "diagnostic.open": statuses.Status(_("Under way"), "info"),
        "diagnostic.done": statuses.Status(_("Finished"), "good"),
        "diagnostic.strength": statuses.Status(_("Strength"), "good"),
        "diagnostic.gap": statuses.Status(_("Gap"), "warn"),
        "diagnostic.not_answered": statuses.Status(_("Not answered")),
        "diagnostic.not_here": statuses.Status(_("Does not concern us")),
    }
)
reasons.register(
    {
        "diagnostic.unknown": _("There is no such diagnostic or question."),
        "diagnostic.finished": _(
            "This diagnostic is finished: what it says stays. Begin a new one to answer again."
        ),
        "diagnostic.empty": _("Answer at least one question first."),
        "diagnostic.bad_text": _("This text can’t be kept as it is: shorten it, or type it anew."),
    }
)
