"""Why a proposal can't be made, or decided."""

from django.utils.translation import gettext_lazy as _

PROPOSALS = {
    "proposal.nothing": _("There is no value in it."),
    "proposal.too_many": _(
        "%(waiting)s of your proposals wait already, and at most %(most)s can. Wait until some are "
        "decided, or take some back."
    ),
    "proposal.too_many_rows": _("A file may hold %(most)s values at most. Send it in parts."),
    "proposal.table_only": _("Send a table as CSV or XLSX."),
    "proposal.other_indicator": _("The city does not work with this indicator."),
    "proposal.other_period": _("A proposal is accepted for the period that it names."),
    "proposal.decided_meanwhile": _("This proposal has been decided or taken back meanwhile."),
    "proposal.holds_already": _("This very value holds already, so there is nothing to accept."),
    "proposal.none_ticked": _("Tick at least one value that waits."),
    "proposal.too_many_at_once": _("At most %(most)s values can be decided at once."),
    "proposal.other_table": _(
        "Something about this table has changed since you looked. Look at it again before you "
        "decide about all of it."
    ),
    "proposal.reason_missing": _("Give a reason: the person who proposed the value will read it."),
}
