"""What is typed of a voluntary review, and the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.base import goals as goal_table
from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.places.models import Country
from waymark.vlr import wording
from waymark.vlr.queries.reviews import Wanted
from waymark.vlr.rules.reviews import GOALS, MOST, MOST_SECTION, YEARS, Kind, Told
from waymark.vlr.rules.ties import MOST as MOST_TIE
from waymark.vlr.rules.ties import Told as TieTold

if TYPE_CHECKING:
    from waymark.vlr.models import VoluntaryReview

TONGUES = [(one.code, one.autonym) for one in LANGUAGES]
TEXT = {"dir": "auto"}


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def named(name: Mapping[str, str]) -> str:
    """Return a name in the reader's language."""
    return text.pick(name, short_language()).text


def _goals() -> list[tuple[str, str]]:
    names = goal_table.goals()
    return [(code, f"{code} {names[int(code)].name}") for code in GOALS]


def countries(codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Return countries by name: those of the codes, or all."""
    rows = Country.objects.all() if codes is None else Country.objects.filter(pk__in=list(codes))
    return sorted(((row.pk, named(row.name)) for row in rows), key=lambda one: one[1])


class ReviewForm(forms.Form):
    """What a review says of itself."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    side = forms.ChoiceField(label=_("In whose name"))
    title = forms.CharField(
        label=_("Title"), max_length=MOST["title"], widget=forms.TextInput(attrs=TEXT)
    )
    language = forms.ChoiceField(label=_("Language of the review"), choices=TONGUES)
    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[-1])
    country = forms.ChoiceField(label=_("Country"))
    authority = forms.CharField(
        label=_("Office of the state that made it"),
        help_text=_("Of a national review alone."),
        required=False,
        max_length=MOST["authority"],
        widget=forms.TextInput(attrs=TEXT),
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals that it looks at"),
        help_text=_("None ticked means all of them."),
        choices=_goals,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=MOST["about"],
        widget=forms.Textarea(attrs={"rows": 4, **TEXT}),
    )
    address = forms.CharField(
        label=_("Address of the finished document"),
        required=False,
        max_length=MOST["address"],
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def __init__(
        self, data: Any = None, *, sides: Iterable[tuple[str, str]] = (), initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        choices = list(sides)
        if choices:
            self.fields["side"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["side"]

    @staticmethod
    def given(row: VoluntaryReview) -> dict[str, Any]:
        """What holds now."""
        names = ("title", "language", "year", "about", "address", "authority")
        said: dict[str, Any] = {name: getattr(row, name) for name in names}
        more = {"country": row.country_id, "goals": list(row.goals), "seen": row.version}
        return said | more

    def told(self) -> Told:
        """What was typed."""
        read = self.cleaned_data
        names = ("title", "language", "year", "country", "about", "address", "authority")
        return Told(**{name: read[name] for name in names}, goals=tuple(read["goals"]))


class SectionForm(forms.Form):
    """A section: its text, and its name where it is renamed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Name of the section"),
        help_text=_("Empty: as in the outline."),
        required=False,
        max_length=MOST["title"],
        widget=forms.TextInput(attrs=TEXT),
    )
    words = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: headings, lists, tables and links."),
        required=False,
        max_length=MOST_SECTION,
        widget=forms.Textarea(attrs={"rows": 16, **TEXT}),
    )


class AddForm(forms.Form):
    """A section of one's own."""

    title = forms.CharField(
        label=_("Name of the section"),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs=TEXT),
    )
    place = forms.IntegerField(label=_("At which place"), min_value=1, max_value=99, initial=1)


class ArrangeForm(forms.Form):
    """Where a section stands, who writes it, and whether it is left out."""

    place = forms.IntegerField(label=_("At which place"), min_value=1, max_value=99)
    party = forms.ChoiceField(label=_("Who writes it"), required=False)
    drop = forms.BooleanField(label=_("Leave it out"), required=False)

    def __init__(
        self, data: Any = None, *, parties: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [("", __("We ourselves")), *parties]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Which place or organisation is asked to write together."""

    side = forms.ChoiceField(label=_("Place or organisation"))

    def __init__(self, data: Any = None, *, sides: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["side"].choices = list(sides)  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """What two reviews give each other."""

    kind = forms.ChoiceField(label=_("This review"), choices=lambda: list(wording.TIES.items()))
    other: Any = forms.ModelChoiceField(label=_("the review"), queryset=None)
    other_first = forms.BooleanField(
        label=_("The other way round: the other review is this to ours"), required=False
    )
    goal = forms.ChoiceField(label=_("About which goal"), required=False)
    where = forms.CharField(
        label=_("Section and page"),
        required=False,
        max_length=MOST_TIE["where"],
        widget=forms.TextInput(attrs=TEXT),
    )
    words = forms.CharField(
        label=_("What it adds"),
        help_text=_("One or two sentences: what one review has from the other."),
        required=False,
        max_length=MOST_TIE["words"],
        widget=forms.Textarea(attrs={"rows": 3, **TEXT}),
    )

    def __init__(self, data: Any = None, *, others: Any) -> None:
        super().__init__(data)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
        choices = [("", __("No single one")), *_goals()]
        self.fields["goal"].choices = choices  # type: ignore[attr-defined]

    def told(self) -> TieTold:
        """What was typed."""
        names = ("kind", "words", "where", "goal")
        return TieTold(**{name: self.cleaned_data[name] for name in names})


def wanted(given: Mapping[str, Any]) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    return Wanted(
        words=str(given.get("q", ""))[:100].strip(),
        kind=str(given.get("kind", ""))[:12],
        country=str(given.get("country", ""))[:2].upper(),
        goal=str(given.get("goal", ""))[:2],
    )


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    goal = forms.ChoiceField(label=_("Goal"), required=False)

    def __init__(self, asked: Wanted, present: Iterable[str]) -> None:
        super().__init__(initial=vars(asked) | {"q": asked.words})
        kinds = [(str(one), wording.KINDS[one]) for one in Kind]
        for name, found in (("kind", kinds), ("country", countries(present)), ("goal", _goals())):
            self.fields[name].choices = [("", __("All")), *found]  # type: ignore[attr-defined]
