"""What to tell a person whose file was refused: what is wrong, and what she can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from waymark.base.fields import listed
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.types import TYPES


@dataclass(frozen=True, slots=True)
class Explained:
    """Two whole sentences, translated: what happened, and what to do."""

    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} {self.advice}"


def explain(why: FileRefused | StoreUnavailable) -> Explained:
    """The sentences for a refusal, in the active language."""
    if isinstance(why, StoreUnavailable):
        return _unavailable(why)
    return _SENTENCES[why.kind](why)


def allowed_types() -> str:
    """The types that are taken, as people call them: "PDF, PNG, JPEG, …"."""
    return listed(kind.label for kind in TYPES)


def _unavailable(why: StoreUnavailable) -> Explained:
    if why.full:
        what = _("The file could not be kept, because the disk of this site is full.")
    else:
        what = _("The file could not be kept, because of a fault of this site.")
    return Explained(
        what, _("Nothing else was lost. Please try again later, or tell the site's operator.")
    )


def _empty(why: FileRefused) -> Explained:
    return Explained(
        _("The file is empty."), _("Open it on your device to check it, then choose it again.")
    )


def _too_large(why: FileRefused) -> Explained:
    return Explained(
        _("The file is larger than %(limit)s.") % {"limit": filesizeformat(why.params["limit"])},
        _("Make it smaller, for example with lighter pictures, or split it."),
    )


def _bad_name(why: FileRefused) -> Explained:
    return Explained(
        _("The name of the file has no readable characters."),
        _("Rename the file on your device and choose it again."),
    )


def _type_not_allowed(why: FileRefused) -> Explained:
    found = why.params.get("found")
    if found == "ZIP":
        return Explained(
            _("This is an archive of several files."),
            _("Unpack it and choose the files one by one."),
        )
    if found == "OLE":
        return Explained(
            _("This file is in an old Office format."),
            _("Save it as DOCX, XLSX, PPTX or PDF and choose the new file."),
        )
    if found:
        what = _("Files of the type %(found)s are not taken.") % {"found": found}
    else:
        what = _("Files of this type are not taken.")
    return Explained(what, _("Save it as one of these: %(types)s.") % {"types": allowed_types()})


def _mismatch(why: FileRefused) -> Explained:
    extension, found = why.params["extension"], why.params["found"]
    if found:
        what = _("The name ends in .%(extension)s, but the file is of the type %(found)s.") % {
            "extension": extension,
            "found": found,
        }
    else:
        what = _("The name ends in .%(extension)s, but the file is of another type.") % {
            "extension": extension
        }
    return Explained(
        what, _("Open it in the program it was made with, save it anew and choose the new file.")
    )


def _broken(why: FileRefused) -> Explained:
    return Explained(
        _("The file can't be read as %(format)s; it may be damaged or cut short.") % why.params,
        _("Open it on your device to check it, save it anew and choose the new file."),
    )


def _bomb(why: FileRefused) -> Explained:
    return Explained(
        _("The file unpacks to far more than its size says."),
        _("Save its content as a new file in the program it was made with, or as a PDF."),
    )


def _too_complex(why: FileRefused) -> Explained:
    return Explained(
        _("The file takes too long or too much memory to check."),
        _("Split it, or save a simpler version, for example as a PDF."),
    )


def _too_many_cells(why: FileRefused) -> Explained:
    return Explained(
        _("The table reaches to row %(rows)s and column %(columns)s; that is too large.")
        % why.params,
        _(
            "Delete what lies far from the data, or split it. A table may have %(max_rows)s rows "
            "and %(max_columns)s columns."
        )
        % why.params,
    )


def _too_many_pixels(why: FileRefused) -> Explained:
    return Explained(
        _("The picture has %(width)s by %(height)s pixels; that is too many.") % why.params,
        _("Save a smaller version, of at most %(megapixels)s million pixels.")
        % {"megapixels": int(why.params["max_pixels"]) // 1_000_000},
    )


def _macro(why: FileRefused) -> Explained:
    return Explained(
        _("The file holds macros, which are small programs."),
        _("Save it in a format without macros (DOCX, XLSX, PPTX, ODT, ODS) or as a PDF."),
    )


def _external_links(why: FileRefused) -> Explained:
    return Explained(
        _("The file fetches parts from elsewhere when it is opened."),
        _("Break its links to other files, so that everything lies in it, or save it as a PDF."),
    )


def _active_content(why: FileRefused) -> Explained:
    return Explained(
        _("The file holds a script or other active content."),
        _("Export it without that, or as a picture (PNG) or PDF."),
    )


def _encrypted(why: FileRefused) -> Explained:
    return Explained(
        _("The file is protected with a password, or in an old Office format."),
        _("Save it without a password, in a current format, and choose the new file."),
    )


def _two_in_one(why: FileRefused) -> Explained:
    return Explained(
        _("There is something else in the same file before, in or after the %(format)s.")
        % why.params,
        _("Open it in the program it was made with, save it anew and choose the new file."),
    )


def _archive_inside(why: FileRefused) -> Explained:
    return Explained(
        _("The file holds an archive, a program or a large document inside."),
        _("Take that out of it and choose each document by itself."),
    )


def _erased(why: FileRefused) -> Explained:
    return Explained(
        _("This very file was erased from this site before, for a stated reason."),
        _("Choose another version, without what led to the erasure."),
    )


_SENTENCES: dict[Kind, Callable[[FileRefused], Explained]] = {
    Kind.EMPTY: _empty,
    Kind.TOO_LARGE: _too_large,
    Kind.BAD_NAME: _bad_name,
    Kind.TYPE_NOT_ALLOWED: _type_not_allowed,
    Kind.MISMATCH: _mismatch,
    Kind.BROKEN: _broken,
    Kind.BOMB: _bomb,
    Kind.TOO_COMPLEX: _too_complex,
    Kind.TOO_MANY_CELLS: _too_many_cells,
    Kind.TOO_MANY_PIXELS: _too_many_pixels,
    Kind.MACRO: _macro,
    Kind.EXTERNAL_LINKS: _external_links,
    Kind.ACTIVE_CONTENT: _active_content,
    Kind.ENCRYPTED: _encrypted,
    Kind.TWO_IN_ONE: _two_in_one,
    Kind.ARCHIVE_INSIDE: _archive_inside,
    Kind.ERASED: _erased,
}
