"""How data of other software is to be read, offered beside its preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.layers import AREA, CELL
from waymark.indicators.rules.rows import Options


class SourceForm(forms.Form):
    """What can be said of a repository, of SDMX data, or of a map; by kind only what matters."""

    framework = forms.ChoiceField(
        label=_("List of indicators"),
        help_text=_("Codes such as 1-2-1 are looked for here first."),
    )
    local = forms.BooleanField(
        label=_("Make indicators of our own for codes that no list has"),
        help_text=_("Without this, their rows are refused and named below."),
        required=False,
    )
    structure = forms.ChoiceField(
        label=_("Structure"),
        help_text=_("By which structure definition the file is read."),
        required=False,
    )
    code = forms.ChoiceField(
        label=_("Property with the codes"),
        help_text=_("Data find their area by this code."),
        required=False,
    )
    name = forms.ChoiceField(label=_("Property with the names"), required=False)
    layer = forms.ChoiceField(
        label=_("What the areas are"),
        help_text=_("Cells of a grid overlap the districts and are never added up with them."),
        choices=[
            ("", _("As their codes tell")),
            (AREA, _("Districts or other parts of the city")),
            (CELL, _("Cells of a grid")),
        ],
        required=False,
    )

    USED = {
        "opensdg": ("framework", "local"),
        "waymark": ("local",),
        "sdmx": ("framework", "local", "structure"),
        "areas": ("code", "name", "layer"),
    }

    def __init__(
        self,
        *args: Any,
        kind: str,
        lists: list[tuple[str, str]],
        structures: list[tuple[str, str]],
        properties: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        found = [("", _("Found by its name")), *((name, name) for name in properties)]
        choices: dict[str, list[Any]] = {
            "framework": lists,
            "structure": [("", _("The one that the file names")), *structures],
            "code": found,
            "name": found,
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in self.fields.keys() - set(self.USED.get(kind, ())):
            del self.fields[name]

    @property
    def options(self) -> Options:
        """What the rules need to know; a map is about no list, and keeps the one it came with."""
        data = self.cleaned_data
        framework = data.get("framework") or self.initial.get("framework", "")
        return Options(framework, local=data.get("local", False), layer=data.get("layer", ""))
