"""Messages about events of a space, to its members of the moment."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

for verb, subject in (
    ("space.event", _("An event is planned in %(space)s: %(event)s")),
    ("space.event_moved", _("An event has changed in %(space)s: %(event)s")),
    ("space.event_cancelled", _("An event is called off in %(space)s: %(event)s")),
):
    notices.kind(
        verb,
        subject=subject,
        text=_("Its page has the time in your zone and a file for your calendar."),
        params=("space", "event"),
    )
