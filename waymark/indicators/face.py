"""What this room adds to the face: sentences, and words for its states."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waymark.base import statuses
from waymark.base.face import Entry, address, menu
from waymark.indicators import reason_words
from waymark.indicators.wording import SOURCE_TYPE_NAMES, STATUS_NAMES

reason_words.register()


@menu
def public(request: HttpRequest) -> Iterable[Entry]:
    """The lists, for everybody."""
    yield Entry(gettext("Indicator lists"), address("indicator_lists"), "foot", order=15)


statuses.register(
    {
        "import.preview": statuses.Status(_("Preview"), "warn"),
        "import.committed": statuses.Status(_("Stored"), "good"),
        "import.undone": statuses.Status(_("Undone")),
        "import.discarded": statuses.Status(_("Put aside")),
        "finding.mend": statuses.Status(_("To mend"), "warn"),
        "finding.look": statuses.Status(_("To look at"), "info"),
        "proposal.open": statuses.Status(_("Waiting"), "warn"),
        "proposal.accepted": statuses.Status(_("Accepted"), "good"),
        "proposal.changed": statuses.Status(_("Accepted with a change"), "good"),
        "proposal.declined": statuses.Status(_("Declined by the city"), "bad"),
        "proposal.withdrawn": statuses.Status(_("Taken back")),
        "proposalstep.accept": statuses.Status(_("Accepted"), "good"),
        "proposalstep.decline": statuses.Status(_("Declined by the city"), "bad"),
        "proposalstep.withdraw": statuses.Status(_("Taken back")),
        "proposalstep.undo": statuses.Status(_("Acceptance undone")),
        "proposalstep.reopen": statuses.Status(_("Waits again")),
        "outcome.added": statuses.Status(_("New"), "good"),
        "outcome.changed": statuses.Status(_("Changed"), "info"),
        "outcome.unchanged": statuses.Status(_("Unchanged")),
        "outcome.refused": statuses.Status(_("Refused"), "bad"),
        "outcome.left_out": statuses.Status(_("Left out as you said")),
        "outcome.blank": statuses.Status(_("Not filled in")),
        "link.exact": statuses.Status(_("Exact"), "good"),
        "link.adapted": statuses.Status(_("Adapted"), "info"),
        "link.proxy": statuses.Status(_("Proxy"), "warn"),
        "link.none": statuses.Status(_("Not the same")),
        "value.A": statuses.Status(STATUS_NAMES["A"]),
        "value.B": statuses.Status(STATUS_NAMES["B"], "warn"),
        "value.E": statuses.Status(STATUS_NAMES["E"], "info"),
        "value.P": statuses.Status(STATUS_NAMES["P"], "info"),
        "value.M": statuses.Status(STATUS_NAMES["M"], "warn"),
        "value.Q": statuses.Status(STATUS_NAMES["Q"], "warn"),
        **{f"source.{name}": statuses.Status(word) for name, word in SOURCE_TYPE_NAMES.items()},
        "survey.rose": statuses.Status(_("Risen beyond chance"), "info"),
        "survey.fell": statuses.Status(_("Fallen beyond chance"), "info"),
        "survey.within_error": statuses.Status(_("May be chance")),
        "survey.too_few": statuses.Status(_("Too few asked"), "warn"),
        "survey.one_round": statuses.Status(_("In one round only")),
        "progress.achieved": statuses.Status(_("Target reached"), "good"),
        "progress.on_track": statuses.Status(_("On track"), "good"),
        "progress.moderate": statuses.Status(_("Moving, but too slowly"), "info"),
        "progress.limited": statuses.Status(_("Hardly moving"), "warn"),
        "progress.deterioration": statuses.Status(_("Moving away"), "bad"),
        "progress.not_achieved": statuses.Status(_("Not reached yet"), "warn"),
        "progress.not_available": statuses.Status(_("Not enough data")),
        "progress.not_assessable": statuses.Status(_("Can’t be judged by this method")),
    }
)
