"""Crosswalks in words: what relations and marks mean, and what is wrong in which row and column."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.base import statuses
from waymark.schemes.rules.crosswalk import Checked, Confidence, Fault, Relation, Why

RELATIONS: Mapping[str, Promise] = {
    Relation.EQUAL: gettext_lazy("asks for the same"),
    Relation.SUPERSET: gettext_lazy("asks for all of ours and more"),
    Relation.SUBSET: gettext_lazy("asks for a part of ours"),
    Relation.INTERSECT: gettext_lazy("touches ours"),
}
CONFIDENCES: Mapping[str, Promise] = {
    Confidence.HIGH: gettext_lazy("high"),
    Confidence.MEDIUM: gettext_lazy("medium"),
    Confidence.LOW: gettext_lazy("low"),
}
CHECKS: Mapping[str, Promise] = {
    Checked.PROPOSED: gettext_lazy("Proposed, checked by nobody"),
    Checked.CHECKED: gettext_lazy("Checked against the text"),
    Checked.CONFIRMED: gettext_lazy("Confirmed by the other scheme"),
}
WHY_NOT: Mapping[str, Promise] = {
    Why.PART: gettext_lazy("It covers only a part of what is asked here."),
    Why.UNSURE: gettext_lazy("It is not sure enough that the result says this."),
    Why.UNCHECKED: gettext_lazy("Nobody has checked this row yet."),
}
statuses.register(
    {
        "crosswalk.draft": statuses.Status(gettext_lazy("Draft")),
        "crosswalk.proposed": statuses.Status(gettext_lazy("Before the committee"), "info"),
        "crosswalk.in_force": statuses.Status(gettext_lazy("In force"), "good"),
        "crosswalk.replaced": statuses.Status(gettext_lazy("Replaced")),
        "crosswalk.withdrawn": statuses.Status(gettext_lazy("Withdrawn"), "bad"),
        "crosswalk.discarded": statuses.Status(gettext_lazy("Given up")),
        "row.proposed": statuses.Status(CHECKS[Checked.PROPOSED], "warn"),
        "row.checked": statuses.Status(CHECKS[Checked.CHECKED], "info"),
        "row.confirmed": statuses.Status(CHECKS[Checked.CONFIRMED], "good"),
        "crossing.approve": statuses.Status(gettext_lazy("Approve"), "good"),
        "crossing.return": statuses.Status(gettext_lazy("Return to be changed"), "warn"),
        "crossing.withdraw": statuses.Status(gettext_lazy("Withdraw"), "bad"),
    }
)
FAULTS: Mapping[str, Promise] = {
    "crosswalk.not_an_object": gettext_lazy("This is not a record with named fields."),
    "crosswalk.unknown_column": gettext_lazy("The format has no such field. Take it out."),
    "crosswalk.missing_column": gettext_lazy("This column is missing. Take the template."),
    "crosswalk.not_text": gettext_lazy("This has to be text."),
    "crosswalk.empty": gettext_lazy("This is empty. Write it."),
    "crosswalk.too_long": gettext_lazy("This is longer than %(most)s characters. Shorten it."),
    "crosswalk.bad_name": gettext_lazy("Use Latin letters, digits, points and hyphens only."),
    "crosswalk.bad_slug": gettext_lazy("Use small Latin letters, digits and hyphens only."),
    "crosswalk.bad_url": gettext_lazy("This is not an address that begins with http."),
    "crosswalk.not_one_of": gettext_lazy("Write one of these: %(options)s."),
    "crosswalk.number": gettext_lazy("Write a whole number between %(least)s and %(most)s."),
    "crosswalk.day": gettext_lazy("Write a day as YYYY-MM-DD."),
    "crosswalk.format": gettext_lazy("This is another format than %(want)s."),
    "crosswalk.yes_or_no": gettext_lazy("Say yes or no."),
    "crosswalk.is_ours": gettext_lazy("This is a scheme of ours; name the other one."),
    "crosswalk.not_ours": gettext_lazy(
        "A crosswalk leads straight to a scheme of ours: %(options)s. Over a third scheme nothing "
        "is concluded."
    ),
    "crosswalk.no_entries": gettext_lazy("There is no entry."),
    "crosswalk.many_entries": gettext_lazy("There are more than %(most)s entries."),
    "crosswalk.twice": gettext_lazy("This is there twice: %(value)s."),
    "crosswalk.no_such_level": gettext_lazy("The other scheme’s levels do not have %(value)s."),
    "crosswalk.no_such_criterion": gettext_lazy(
        "Our edition in force has no criterion %(value)s. A row leads to a criterion of ours only."
    ),
    "crosswalk.checked_yet_proposed": gettext_lazy(
        "Somebody is named who checked it, and yet it says that nobody did."
    ),
    "crosswalk.no_such_part": gettext_lazy("Write fact, level or row in the first column."),
    "crosswalk.not_json": gettext_lazy("This is not JSON: %(why)s."),
    "text.bad": gettext_lazy("The text holds characters that can’t be stored."),
    "table.unknown_encoding": gettext_lazy("The file is not UTF-8. Save it as CSV in UTF-8."),
}


def fault_words(fault: Fault) -> str:
    """Say what is wrong in one place, without the place."""
    found = FAULTS.get(fault.code)
    if found is None:
        return _("This can’t be read as a table.")
    return str(found) % fault.params


def place_words(fault: Fault) -> str:
    """Say where it is: the row, and the column."""
    if not fault.row:
        return _("Head") if not fault.column else _("Head, %(column)s") % {"column": fault.column}
    told = {"row": fault.row, "column": fault.column}
    return _("Row %(row)s, %(column)s") % told if fault.column else _("Row %(row)s") % told
