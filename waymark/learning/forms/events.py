"""What somebody types of an event that she announces, and the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.when import WhenForm
from waymark.learning import wording_events as wording
from waymark.learning.forms.courses import TONGUES
from waymark.learning.queries.events import Wanted
from waymark.learning.rules.events import MOST, Told
from waymark.library import wording as words
from waymark.library.forms.topics import topics_field

if TYPE_CHECKING:
    from waymark.learning.models.events import Announcement

TEXT = {"dir": "auto"}


class AnnounceForm(WhenForm):
    """An event that everybody may come to."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    publisher = forms.ChoiceField(label=_("Who announces it"))
    sort = forms.ChoiceField(label=_("What it is"), choices=wording.sorts)
    title = forms.CharField(
        label=_("Name of the event"),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs=TEXT),
    )
    language = forms.ChoiceField(label=_("Language of the texts below"), choices=TONGUES)
    about = forms.CharField(
        label=_("What it is about"),
        help_text=_("For whom it is, what one learns, what it costs, by when one signs up."),
        max_length=MOST["about"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, **TEXT}),
    )
    online = forms.BooleanField(label=_("One can take part online"), required=False)
    where = forms.CharField(
        label=_("Place"),
        help_text=_("Can stay empty where it is online alone."),
        max_length=MOST["where"],
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    url = forms.CharField(
        label=_("Address where one reads more or signs up"),
        max_length=MOST["url"],
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    topics = topics_field(required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken there"),
        choices=TONGUES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["publisher", "sort", "language", "title", "about"]

    def __init__(
        self, data: Any = None, *, publishers: Iterable[tuple[str, str]] = (), initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        choices = list(publishers)
        if choices:
            self.fields["publisher"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["publisher"]

    @classmethod
    def given(cls, row: Announcement) -> dict[str, Any]:
        """What holds now."""
        names = ("sort", "title", "language", "about", "where", "online", "url")
        said: dict[str, Any] = {name: getattr(row, name) for name in names}
        lists = {"topics": list(row.topics), "languages": list(row.languages)}
        times = cls.given_when(row.starts_at, row.ends_at, row.zone)
        return said | lists | times | {"seen": row.sequence}

    def told(self) -> Told:
        """What was typed."""
        read, (starts, ends) = self.cleaned_data, self.moments()
        names = ("sort", "title", "language", "about", "where", "online", "url", "zone")
        return Told(
            **{name: read[name] for name in names},
            starts=starts,
            ends=ends,
            topics=tuple(read["topics"]),
            languages=tuple(read["languages"]),
        )


class HideForm(forms.Form):
    """Why an announcement is taken from the public."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever announced it reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **TEXT}),
    )


def wanted(given: Mapping[str, Any]) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    return Wanted(
        words=str(given.get("q", ""))[:100].strip(),
        kind=str(given.get("kind", ""))[:12],
        topic=str(given.get("topic", ""))[:30],
        past=given.get("past") == "1",
    )


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    past = forms.ChoiceField(label=_("When"), required=False)

    def __init__(self, asked: Wanted) -> None:
        given = {"q": asked.words, "kind": asked.kind, "topic": asked.topic}
        super().__init__(initial=given | {"past": "1" if asked.past else ""})
        topics = sorted(words.TOPICS.items(), key=lambda one: str(one[1]))
        for name, found in (
            ("kind", [("", __("All")), *wording.kinds()]),
            ("topic", [("", __("All")), *topics]),
            ("past", [("", __("To come")), ("1", __("Of the last year"))]),
        ):
            self.fields[name].choices = found  # type: ignore[attr-defined]
