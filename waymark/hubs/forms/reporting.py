"""The form of a hub's report: a line for each deliverable, and a few words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.hubs import wording
from waymark.hubs.forms.calls import text_field
from waymark.hubs.models import HubReport
from waymark.hubs.rules.agreeing import Terms
from waymark.hubs.rules.monitoring import MOST_LINE, MOST_TEXT, TEXTS, Line


def _text(label: Any, help_text: Any) -> Any:
    return text_field(label, MOST_TEXT, help_text, required=False, rows=5)


class ReportForm(forms.Form):
    """What a report says; everything may stay open in a draft."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    acceleration = _text(
        _("Acceleration"),
        _("What went faster: figures against where you began, actions brought forward."),
    )
    synchronization = _text(
        _("Synchronization"),
        _("What you did together with other hubs, councils, networks and events."),
    )
    reach = _text(_("Reach"), _("Which people took part or gained, in which languages."))
    lessons = _text(_("Lessons"), _("What others should know, also of what did not work."))
    help = _text(_("Help needed"), _("Only the secretariat reads this."))

    def __init__(self, *args: Any, terms: Terms, **more: Any) -> None:
        super().__init__(*args, **more)
        self.terms = terms
        states = [("", _("Choose")), *wording.PROGRESS.items()]
        line: Any = {"widget": forms.TextInput(attrs={"dir": "auto"}), "required": False}
        for one in terms.deliverables:
            self.fields[f"{one.id}-state"] = forms.ChoiceField(
                label=_("How far it is"), choices=states, required=False
            )
            self.fields[f"{one.id}-proof"] = forms.CharField(
                label=_("By what one sees it"), max_length=MOST_LINE, **line
            )
            self.fields[f"{one.id}-words"] = forms.CharField(
                label=_("In a sentence"), max_length=MOST_LINE, **line
            )

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:
        """Each deliverable with its three fields."""
        names = ("state", "proof", "words")
        return [
            (one, [self[f"{one.id}-{name}"] for name in names]) for one in self.terms.deliverables
        ]

    @property
    def words(self) -> list[Any]:
        """The fields that are not of one deliverable."""
        return [self[name] for name in (*TEXTS, "help")]

    def lines(self) -> list[Line]:
        """What was typed of each deliverable."""
        data = self.cleaned_data
        return [
            Line(
                one.id,
                data[f"{one.id}-state"],
                data[f"{one.id}-proof"],
                data[f"{one.id}-words"],
            )
            for one in self.terms.deliverables
        ]

    def texts(self) -> dict[str, str]:
        """What was typed besides."""
        return {name: self.cleaned_data[name] for name in (*TEXTS, "help")}

    @staticmethod
    def of(row: HubReport | None, before: HubReport | None) -> dict[str, Any]:
        """What holds now; a new report begins with the states of the one before."""
        found: dict[str, Any] = {"seen": row.version if row else 0}
        for one in (row or before).lines if row or before else ():  # type: ignore[union-attr]
            names = ("state", "proof", "words") if row else ("state", "proof")
            found |= {f"{one['id']}-{name}": one[name] for name in names}
        if row:
            found |= {name: getattr(row, name) for name in (*TEXTS, "help")}
        return found
