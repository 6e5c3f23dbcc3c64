"""Choosing a file, and how it is to be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.forms.answers import QuestionFields
from waymark.indicators.rules.rows import Options
from waymark.kernel.tables import ENCODINGS

POINT, COMMA = "point", "comma"
USUAL = "sdg"
"""The list that files of other software mean by their codes."""


class UploadForm(forms.Form):
    """A file and the list that its codes belong to. The file itself is read by the view."""

    framework = forms.ChoiceField(
        label=_("List of indicators"),
        help_text=_("Codes without a list’s name before them are looked for here first."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table as CSV, XLSX or Parquet (at most 20 MB), the data of an Open SDG site as ZIP, "
            "SDMX data as XML or CSV, or areas as GeoJSON. Nothing is stored before you have seen "
            "a preview."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.xlsx,.parquet,.zip,.xml,.geojson,.json"}
        ),
    )

    def __init__(self, *args: Any, lists: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = lists  # type: ignore[attr-defined]
        self.fields["framework"].initial = USUAL


class SeveralUploadForm(UploadForm):
    """A file with several places, and the list that its codes belong to."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table as CSV, XLSX or Parquet (at most 20 MB), or SDMX data as XML, CSV or ZIP. "
            "Nothing is stored before you have seen a preview."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.parquet,.zip,.xml"}),
    )


class SeveralChoicesForm(QuestionFields):
    """What is unknown in a file with several places, asked once for all of them."""


class ChoicesForm(QuestionFields):
    """How a file is to be read and what it means, offered beside its preview."""

    framework = forms.ChoiceField(label=_("List of indicators"))
    indicator = forms.ChoiceField(
        label=_("The whole file is about"),
        help_text=_("For a table without a column of indicators."),
        required=False,
    )
    decimals = forms.ChoiceField(
        label=_("Decimals are written with"),
        choices=[(POINT, _("a point: 12.5")), (COMMA, _("a comma: 12,5"))],
        widget=forms.RadioSelect,
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=[("", _("As the file says")), *((e, e) for e in ENCODINGS)],
        required=False,
    )
    sheet = forms.ChoiceField(label=_("Worksheet"), required=False)

    def __init__(
        self,
        *args: Any,
        lists: list[tuple[str, str]],
        indicators: list[tuple[str, str]],
        sheets: list[str],
        is_csv: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "framework": lists,
            "indicator": [("", _("Each row says it")), *indicators],
            "sheet": [("", _("The first one")), *((name, name) for name in sheets)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        unused = ["sheet"] if is_csv else ["encoding", "decimals"]
        if not is_csv and len(sheets) < 2:
            unused.append("sheet")
        for name in unused:
            del self.fields[name]

    @property
    def options(self) -> Options:
        """What the rules need to know."""
        data = self.cleaned_data
        return Options(
            framework=data["framework"],
            indicator=data["indicator"],
            comma=data.get("decimals") == COMMA,
            answers=self.answers,
        )

    @property
    def reading(self) -> list[forms.BoundField]:
        """The fields about how the file is read."""
        about = {bound.name for bound in (*self.asked, *self.answered)}
        return [self[name] for name in self.fields if name not in about]
