"""The sentences of this room's refusals."""

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons

reasons.register(
    {
        "edition.exists": _("Version %(version)s of %(scheme)s exists already."),
        "edition.differs": _(
            "Version %(version)s of %(scheme)s was published with another content. "
            "A changed document needs a new version number."
        ),
        "mechanism.exists": _("There is a global mechanism already."),
        "mechanism.name_missing": _("The mechanism needs a name."),
    }
)
