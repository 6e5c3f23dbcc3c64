"""What an author types of a course and its lessons, what a curator answers, and the filters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.learning import wording_regions
from waymark.learning.queries.courses import Wanted
from waymark.learning.rules.courses import MOST, PARTS, Lesson, Told
from waymark.library import wording
from waymark.library.forms.topics import topics_field

SPLIT = re.compile(r"[\s,;،，]+")
TONGUES = [(one.code, one.autonym) for one in LANGUAGES]


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def _long(label: Any, help_text: Any, most: str, rows: int, *, required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST[most],
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class CourseForm(forms.Form):
    """What a course is about; its texts are in the language that is being written."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    publisher = forms.ChoiceField(label=_("Who publishes it"))
    language = forms.ChoiceField(label=_("Language of the texts below"), choices=TONGUES)
    title = forms.CharField(
        label=_("Title"),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = _long(
        _("What one can do afterwards"),
        _("For whom it is, how long it takes, and what a city has of it."),
        *("summary", 4),
    )
    modules = forms.CharField(
        label=_("Modules"),
        help_text=_("The names of its parts in their order, one on each line."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    topics = topics_field(required=False)
    criteria = forms.CharField(
        label=_("Criteria that it helps with"),
        help_text=_("Codes with spaces between, such as A05 B02. Beside these gaps it is named."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    pass_share = forms.IntegerField(
        label=_("How much of a quiz has to be right, in percent"), min_value=1, max_value=100
    )
    trains = forms.BooleanField(label=_("It trains people who will train others"), required=False)
    of = forms.ChoiceField(
        label=_("It is the version of this course for a region"),
        help_text=_("The pages of both then lead to each other."),
        required=False,
    )
    region = forms.ChoiceField(label=_("Region for which it is adapted"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        publishers: Iterable[tuple[str, str]] = (),
        bases: Iterable[tuple[str, str]] = (),
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        for name, found in (("of", bases), ("region", wording_regions.choices())):
            self.fields[name].choices = [("", __("None")), *found]  # type: ignore[attr-defined]
        choices = list(publishers)
        if not choices:  # it is begun: each language has a page of its own, which shows its texts
            del self.fields["publisher"]
            self.fields["language"].widget = forms.HiddenInput()
        else:
            self.fields["publisher"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def given(cls, told: Told | None, language: str, seen: int = 0) -> dict[str, Any]:
        """What the form holds before anybody types."""
        if told is None:
            return {"language": language, "pass_share": 80}
        return {
            "seen": seen,
            "language": language,
            "title": told.title.get(language, ""),
            "summary": told.summary.get(language, ""),
            "modules": "\n".join(filter(None, told.modules.get(language, ()))),
            "topics": list(told.topics),
            "criteria": " ".join(told.criteria),
            "pass_share": told.pass_share,
            "trains": told.trains,
            "of": told.of,
            "region": told.region,
        }

    def told(self, before: Told | None) -> Told:
        """What was typed, over what stood there: texts in other languages stay."""
        data, language = self.cleaned_data, self.cleaned_data["language"]
        start = before or Told(language, {}, {}, {})
        rows = (line.strip() for line in data["modules"].splitlines())
        modules = {**start.modules, language: tuple(filter(None, rows))}
        if language == start.original:
            count = len(modules[language])
            modules = {code: _as_many(names, count) for code, names in modules.items()}
        return replace(
            start,
            title={**start.title, language: data["title"]},
            summary={**start.summary, language: data["summary"]},
            modules=modules,
            topics=tuple(data["topics"]),
            criteria=tuple(dict.fromkeys(filter(None, SPLIT.split(data["criteria"].upper())))),
            pass_share=data["pass_share"],
            trains=data["trains"],
            of=data["of"],
            region=data["region"],
        )


def _as_many(names: tuple[str, ...], count: int) -> tuple[str, ...]:
    """A translation's modules, as many as the original has now: a new one has no name in it yet."""
    return (*names[:count], *("",) * (count - len(names)))


class LessonForm(forms.Form):
    """One lesson in one language; where it stands and its video are the same in all."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.CharField(widget=forms.HiddenInput, max_length=3)
    title = forms.CharField(
        label=_("Title"),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    module = forms.TypedChoiceField(label=_("Module"), coerce=int)
    position = forms.IntegerField(
        label=_("Place within the module"), min_value=1, max_value=60, required=False
    )
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=600)
    body = _long(
        _("Text"),
        _("Markdown: ## for a heading, - for a list, [words](https://…) for a link."),
        *("body", 16),
    )
    video = forms.CharField(
        label=_("Address of a video"),
        help_text=_("It is linked and never loaded by itself. Begins with https://."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    video_text = _long(
        _("The video in words"),
        _("For those who can’t see, hear or load it."),
        *("video_text", 4),
    )
    quiz = _long(
        _("Quiz"),
        _(
            "One line each: ? a question; * a right answer; - a wrong answer; ! why. Several "
            "answers may be right. The next question begins with ? again."
        ),
        *("quiz", 8),
    )

    def __init__(
        self, data: Any = None, *, modules: Iterable[str] = (), initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        named = list(enumerate(modules))
        self.fields["module"].choices = named  # type: ignore[attr-defined]

    @classmethod
    def given(cls, told: Told, lesson: Lesson | None, language: str, seen: int) -> dict[str, Any]:
        """What the form holds before anybody types."""
        start: dict[str, Any] = {"seen": seen, "language": language}
        if lesson is None:
            return start | {"minutes": 10, "module": max(len(told.modules[told.original]) - 1, 0)}
        same = [one.key for one in told.lessons if one.module == lesson.module]
        return start | {
            **lesson.texts.get(language, {}),
            "module": lesson.module,
            "position": same.index(lesson.key) + 1,
            "minutes": lesson.minutes,
            "video": lesson.video,
        }

    def lesson(self, before: Lesson | None, key: str, language: str) -> Lesson:
        """What was typed, over what stood there: texts in other languages stay."""
        data = self.cleaned_data
        texts = dict(before.texts) if before else {}
        texts[language] = {name: data[name].replace("\r\n", "\n") for name in PARTS}
        return Lesson(key, data["module"], data["minutes"], data["video"], texts)


class CheckForm(forms.Form):
    """What the secretariat says of a course."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What is to be mended"),
        help_text=_("Needed where you send it back."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def wanted(given: Mapping[str, Any]) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    said = {name: str(given.get(name, ""))[:30].strip() for name in ("topic", "language")}
    return Wanted(str(given.get("words", ""))[:100].strip(), **said)


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, asked: Wanted, topics: Collection[str], languages: Collection[str]) -> None:
        super().__init__(initial=vars(asked))
        said = ((tag, wording.name(wording.TOPICS, tag)) for tag in topics)
        spoken = ((code, wording.language_name(code)) for code in languages)
        for name, choices in (("topic", said), ("language", spoken)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", __("All")), *sorted(choices, key=lambda one: one[1])]
