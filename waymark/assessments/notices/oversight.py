"""Messages about the global committee's word on national certificates."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

notices.kind(
    "global_word.wanted",
    subject=_("A certificate waits for the global committee’s word: %(city)s"),
    text=_(
        "%(mechanism)s has certified this city. You can endorse the certificate or object to it "
        "until %(until)s."
    ),
    params=("city", "mechanism", "until"),
)
notices.kind(
    "global_word.soon",
    subject=_("The time for a word ends soon: %(city)s"),
    text=_("The global committee can object to this certificate until %(until)s."),
    params=("city", "until"),
)
notices.kind(
    "global_word.endorse",
    subject=_("The global committee has endorsed the certificate of %(city)s"),
    text=_("The certificate’s page says so. These are the reasons: %(reasons)s"),
    params=("city", "reasons"),
)
notices.kind(
    "global_word.silence",
    subject=_("The certificate of %(city)s counts as endorsed"),
    text=_("The global committee did not object in time. The certificate’s page says so."),
    params=("city",),
)
notices.kind(
    "global_word.object",
    subject=_("The global committee objects to the certificate of %(city)s"),
    text=_(
        "The certificate stays in force. The matter is looked at again, as the rule for this "
        "mechanism says. These are the reasons: %(reasons)s"
    ),
    params=("city", "reasons"),
)
notices.kind(
    "oversight.set",
    subject=_("The global committee’s word on your certificates: what holds from now on"),
    text=_("It was set for %(mechanism)s, with this reason: %(reason)s"),
    params=("mechanism", "reason"),
)
