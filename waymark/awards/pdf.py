"""The certificate as a PDF page: a likeness for the wall, with the signed file attached."""

from datetime import datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from waymark.awards.rules import Summary, parse_certificate, qr_svg, read_moment
from waymark.awards.rules.structure import read_certificate
from waymark.base.fields import listed
from waymark.base.typeset import typeset

_TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def certificate_pdf(
    credential: bytes, *, qr: str, at: datetime, language: str = "en", notice: str = ""
) -> bytes:
    """A certificate's PDF: tagged, titled, in `language`, with `credential` attached byte for
    byte as `certificate.json` and the text `qr` as a QR code.

    Everything on the page is read from the signed file. `at` is the date the file states (equal
    arguments give equal bytes); `notice` is printed in a box, for fictional cities and drafts.
    Raises Unreadable when `credential` is no certificate, and NotTypeset.
    """
    stated = read_certificate(parse_certificate(credential))
    with override(language):
        data = _page(stated.summary, str(stated.document["description"]), language)
    return _typeset(credential, data, qr=qr, notice=notice, at=at)


def _typeset(
    credential: bytes, data: dict[str, Any], *, qr: str, notice: str, at: datetime
) -> bytes:
    return typeset(
        _TEMPLATE.read_text(encoding="utf-8"),
        data
        | {
            "attachment": credential.decode(),
            "qr": qr_svg(qr, title=data["scan"]).replace(
                "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
            ),
            "notice": notice,
        },
        at=at,
    )


def completion_pdf(
    credential: bytes, *, name: str, publisher: str, at: datetime, language: str = "en"
) -> bytes:
    """The PDF of a completed course, as `certificate_pdf` makes it, with the holder's `name`.

    The name stands on the paper alone: the signed file holds its hash. Raises Unreadable and
    NotTypeset.
    """
    stated = read_certificate(parse_certificate(credential))
    with override(language):
        data = _page(stated.summary, str(stated.document["description"]), language) | {
            "kicker": _("Certificate of completion"),
            "awarded_to": _("was completed by"),
            "place": name,
            "place_line": publisher,
            "document_title": listed((_("Certificate of completion"), stated.summary.title)),
            "facts": _facts(stated.summary, language, course=True),
        }
    return _typeset(credential, data, qr=stated.summary.id, notice="", at=at)


def _page(stated: Summary, description: str, language: str) -> dict[str, Any]:
    kicker = _("Certificate")
    return {
        "language": language,
        "document_title": f"{kicker}: {listed((stated.subject_name, stated.title))}",
        "issuer": stated.issuer_name,
        "kicker": kicker,
        "title": stated.title,
        "awarded_to": _("is awarded to"),
        "place": stated.subject_name,
        "place_line": f"{_place_kind(stated.place_kind)} · {_country(stated.country, language)}",
        "description": description,
        "criteria": [line for line in stated.criteria.splitlines() if line.strip()],
        "facts": _facts(stated, language),
        "url": stated.id,
        "qr_alt": _("QR code that leads to this certificate: %(url)s") % {"url": stated.id},
        "scan": _("Scan to check"),
        "authority": _(
            "Whether it is still valid is told by the signed file attached to this page, "
            "certificate.json, or at the address above, and not by the page itself."
        ),
        "attachment_title": _("The signed certificate, for machines to verify"),
    }


def _facts(stated: Summary, language: str, *, course: bool = False) -> list[tuple[str, str]]:
    if course:
        return [
            (_("Completed on"), _date(stated.valid_from, language)),
            (_("Valid until"), _date(stated.valid_until, language)),
            (_("Revision of the course"), stated.scheme_version),
            (_("Certificate"), stated.id),
        ]
    return [
        (_("Valid from"), _date(stated.valid_from, language)),
        (_("Valid until"), _date(stated.valid_until, language)),
        (
            _("Scheme"),
            _("%(scheme)s, edition %(version)s, stage %(stage)s")
            % {
                "scheme": stated.scheme_id,
                "version": stated.scheme_version,
                "stage": stated.stage,
            },
        ),
        (_("Certificate"), stated.id),
    ]


def _date(text: str, language: str) -> str:
    moment = read_moment(text)
    locale = "en_001" if language == "en" else language.replace("-", "_")  # day, month, year
    return text if moment is None else str(format_date(moment, "long", locale=locale))


def _country(code: str, language: str) -> str:
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def _place_kind(kind: str) -> str:
    names = {
        "city": _("City"),
        "district": _("District"),
        "region": _("Region"),
        "metropolitan_area": _("Metropolitan area"),
    }
    return names.get(kind, kind)
