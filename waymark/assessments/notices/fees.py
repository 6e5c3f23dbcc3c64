"""Messages about fees: to the city only."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "fees.issued",
    subject=_("An invoice for your city: %(number)s"),
    text=_(
        "It is to be paid by %(until)s. Your case goes on as if it were paid. If it would keep "
        "your city out, tell the secretariat: it can be waived."
    ),
    params=("number", "until"),
)
notices.kind(
    "fees.reminder",
    subject=_("An invoice of your city is still open: %(number)s"),
    text=_(
        "It was to be paid by %(until)s. Your case goes on as if it were paid. If it would keep "
        "your city out, tell the secretariat: it can be waived."
    ),
    params=("number", "until"),
)
notices.kind(
    "fees.paid",
    subject=_("Your payment has come: %(number)s"),
    text=_("The receipt is on the page of the invoice."),
    params=("number",),
)
notices.kind(
    "fees.changed",
    subject=_("Something was corrected on an invoice of your city: %(number)s"),
    text=_("What, and why, is on its page."),
    params=("number",),
)
notices.kind(
    "fees.waived",
    subject=_("The fee of your case is waived: %(city)s"),
    text=_("The reason: %(reason)s"),
    params=("city", "reason"),
)
notices.kind(
    "fees.waiver_asked",
    subject=_("A city asks for a waiver of its fee: %(city)s"),
    text=_("Its reason: %(reason)s Answer with yours; its case goes on meanwhile."),
    params=("city", "reason"),
)
notices.kind(
    "fees.not_waived",
    subject=_("The fee of your case is not waived: %(city)s"),
    text=_("The reason: %(reason)s Your case goes on as if it were paid, and you can ask again."),
    params=("city", "reason"),
)
