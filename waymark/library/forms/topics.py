"""Choosing topics: by theme, so that nobody has to read all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.library import wording
from waymark.library.rules.vocabulary import ANY, THEMES


def _by_theme() -> list[Any]:
    def named(tags: Iterable[str]) -> list[tuple[str, Any]]:
        return [(tag, wording.name(wording.TOPICS, tag)) for tag in tags]

    themes = [(wording.THEMES[theme], named(tags)) for theme, tags in THEMES.items()]
    return [*named([ANY]), *themes]


class Folded(forms.CheckboxSelectMultiple):
    """Checkboxes by theme; a theme is open where something in it is chosen."""

    template_name = "library/folded.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add how many are chosen in each theme."""
        context = super().get_context(name, value, attrs)
        context["themes"] = [
            (theme, options, sum(option["selected"] for option in options))
            for theme, options, _index in context["widget"]["optgroups"]
        ]
        return context


def topics_field(
    label: Any = "", help_text: Any = "", *, required: bool = True
) -> forms.MultipleChoiceField:
    """A field of topics."""
    return forms.MultipleChoiceField(
        label=label or _("Topics"),
        help_text=help_text,
        choices=_by_theme,
        widget=Folded,
        required=required,
        error_messages={"required": _("Choose at least one topic.")},
    )
