"""What a trainer types of herself, what the secretariat answers, and the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.learning import wording_regions
from waymark.learning.forms.courses import SPLIT, TONGUES
from waymark.learning.queries.trainers import Present, Wanted
from waymark.learning.rules.trainers import MOST, Entry
from waymark.library import wording
from waymark.library.forms.topics import Folded, topics_field

if TYPE_CHECKING:
    from waymark.learning.models.trainers import Trainer


class TrainerForm(forms.Form):
    """An entry of the register."""

    name = forms.CharField(
        label=_("Name under which you stand here"),
        max_length=MOST["name"],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    bio = forms.CharField(
        label=_("You in a few words"),
        help_text=_("What you train people in, and where you have done it."),
        max_length=MOST["bio"],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=TONGUES)
    topics = topics_field(_("What you train on"))
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you train"),
        choices=TONGUES,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions in which you train"),
        help_text=_("No region and no country means anywhere."),
        choices=wording_regions.by_region,
        widget=Folded,
        required=False,
    )
    countries = forms.CharField(
        label=_("Single countries"),
        help_text=_("Codes of two letters with spaces between, such as KE UG."),
        required=False,
        max_length=800,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    training = forms.ChoiceField(
        label=_("Course for trainers that you completed here"), required=False
    )
    coaches = forms.BooleanField(
        label=_("I coach single people who train or facilitate"),
        help_text=_("They can ask you on the page of your entry; you say yes or no each time."),
        required=False,
    )
    contact = forms.CharField(
        label=_("How one reaches you"),
        help_text=_("It stands in your entry. Leave it empty if you do not want that."),
        required=False,
        max_length=MOST["contact"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    shown = forms.BooleanField(
        label=_("Everybody may read this entry with my name"),
        help_text=_(
            "Without it, only the secretariat finds you. You can change it at once at any time."
        ),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, trainings: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [("", __("None")), *trainings]
        self.fields["training"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def given(cls, row: Trainer | None, name: str, language: str) -> dict[str, Any]:
        """What the form holds before anybody types."""
        if row is None:
            return {"name": name, "language": language, "languages": [language]}
        told = Entry.read(row.told)
        return told.document() | {
            "countries": " ".join(told.countries),
            "training": row.training_id or "",
            "shown": row.consented_at is not None,
        }

    def entry(self) -> Entry:
        """What was typed."""
        data = self.cleaned_data
        typed = filter(None, SPLIT.split(data["countries"].upper()))
        lists: dict[str, Any] = {
            name: tuple(data[name]) for name in ("topics", "languages", "regions")
        }
        return Entry(
            **{name: data[name] for name in ("name", "language", "bio", "contact")},
            **lists,
            countries=tuple(dict.fromkeys(typed)),
            coaches=data["coaches"],
        )


class DecideForm(forms.Form):
    """What the secretariat says of an entry."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where you decline it. She reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def wanted(given: Mapping[str, Any]) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    said = {name: str(given.get(name, ""))[:30].strip() for name in ("topic", "language", "region")}
    country, coaches = str(given.get("country", ""))[:2].upper(), given.get("coaches") == "1"
    return Wanted(**said, country=country, coaches="1" if coaches else "")


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    coaches = forms.ChoiceField(label=_("Coaching"), required=False)

    def __init__(
        self, asked: Wanted, present: Present, countries: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(initial=vars(asked))
        choices: dict[str, Iterable[tuple[str, str]]] = {
            "topic": ((tag, wording.name(wording.TOPICS, tag)) for tag in present.topics),
            "language": ((code, wording.language_name(code)) for code in present.languages),
            "region": ((code, wording_regions.region(code)) for code in present.regions),
            "country": countries,
            "coaches": [("1", __("Who coaches single people"))],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", __("All")), *sorted(found, key=lambda one: one[1])]
