"""What providers are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from waymark.library.wording import Label

KINDS: Mapping[str, Label] = {
    "un": _("Body of the United Nations"),
    "university": _("University"),
    "lab": _("Laboratory"),
    "consultancy": _("Consultancy"),
    "practitioner": _("Practitioners"),
    "donor": _("Donor"),
    "association": _("Association"),
    "city": _("City that helps others"),
    "other": _("Other provider"),
}
