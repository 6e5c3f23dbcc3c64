"""What a city writes of a policy issue, and what the levels say and do there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.community import wording_policy as wording
from waymark.community.actions.policy_words import Words
from waymark.community.forms.needs import codes_field, several
from waymark.community.rules.needs import Visible
from waymark.community.rules.policy import MOST, IssueState, Level, Written
from waymark.library.forms.topics import topics_field
from waymark.library.wording import TOPICS, name

SAY = "say"  # no step: words alone


def _area(field: str, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=wording.PARTS[field],
        help_text=help_text,
        max_length=MOST[field],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


def _line(field: str, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=wording.PARTS[field],
        help_text=help_text,
        required=required,
        max_length=MOST[field],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class IssueForm(forms.Form):
    """An issue as a city writes it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = _line("title", _("Such as: “We may not borrow for more than one year”."))
    hinders = _area(
        "hinders", _("Which law, money, data or power is in the way, and what that does to you.")
    )
    asks = _area("asks", _("What should be otherwise, and what you would do then."))
    sorts = forms.MultipleChoiceField(
        label=wording.PARTS["sorts"],
        choices=list(wording.SORTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": wording.REASONS["policy.no_sort"]},
    )
    level = forms.ChoiceField(
        label=wording.PARTS["level"],
        choices=list(wording.LEVELS.items()),
        widget=forms.RadioSelect,
        initial=Level.NATIONAL,
    )
    body = forms.ChoiceField(
        label=wording.PARTS["body"],
        help_text=_(
            "It gets a notice unless the issue is only yours, and answers here. Where you choose "
            "none and the issue is public, one of these can take it up."
        ),
        required=False,
    )
    authority = _line(
        "authority",
        _("The ministry, agency or region that decides, if nobody here speaks for it."),
        required=False,
    )
    topics = topics_field()
    goals = codes_field(wording.PARTS["goals"], _("Numbers with spaces between, such as 6 11.6."))
    criteria = codes_field(
        _("Criteria that it is about"), _("Codes with spaces between, such as C03.")
    )
    visible = forms.ChoiceField(
        label=wording.PARTS["visible"],
        choices=list(wording.VISIBLE.items()),
        widget=forms.RadioSelect,
        initial=Visible.PRIVATE,
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners that you share it with"),
        help_text=_(
            "Such as your association or the United Nations in your country. They read it and can "
            "say something, unless the issue is only yours."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        bodies: Iterable[tuple[str, str]],
        partners: Iterable[tuple[str, str]],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        asked, chosen = list(bodies), list(partners)
        if asked:
            self.fields["body"].choices = [("", _("Nobody in particular")), *asked]  # type: ignore[attr-defined]
        else:
            del self.fields["body"]
        if chosen:
            self.fields["partners"].choices = chosen  # type: ignore[attr-defined]
        else:
            del self.fields["partners"]

    def written(self) -> Written:
        """What was typed, as rules read it."""
        data = self.cleaned_data
        return Written(
            title=data["title"],
            hinders=data["hinders"],
            asks=data["asks"],
            sorts=tuple(data["sorts"]),
            level=data["level"],
            body=data.get("body", ""),
            authority=data["authority"],
            topics=tuple(data["topics"]),
            goals=several(data["goals"]),
            criteria=several(data["criteria"].upper()),
            visible=Visible(data["visible"]),
            partners=frozenset(data.get("partners", ())),
        )


def given(told: Written, seen: int = 0) -> dict[str, Any]:
    """What the form holds before anybody types."""
    return {
        "seen": seen,
        "title": told.title,
        "hinders": told.hinders,
        "asks": told.asks,
        "sorts": list(told.sorts),
        "level": told.level,
        "body": told.body,
        "authority": told.authority,
        "topics": list(told.topics),
        "goals": " ".join(told.goals),
        "criteria": " ".join(told.criteria),
        "visible": told.visible,
        "partners": sorted(told.partners),
    }


class WordForm(forms.Form):
    """What somebody says for her level, with or without a step."""

    step = forms.ChoiceField(
        label=_("What you do"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    effect = forms.ChoiceField(
        label=_("What the change does where you are"),
        choices=[("", _("Nothing of this")), *wording.EFFECTS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(
        label=_("In words"),
        help_text=_("Whoever reads the issue reads this, with the level that you speak for."),
        error_messages={"required": wording.REASONS["policy.nothing_said"]},
        max_length=MOST["text"],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    url = forms.CharField(
        label=_("Address of the answer or of the new text, if there is one"),
        required=False,
        max_length=MOST["url"],
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def __init__(
        self, data: Any = None, *, steps: Iterable[tuple[str, Any]], finds: bool, links: bool
    ) -> None:
        super().__init__(data, initial={"step": SAY})
        known = list(steps)
        self.fields["step"].choices = known  # type: ignore[attr-defined]
        if [one for one, _label in known] == [SAY]:
            self.fields["step"].widget = forms.HiddenInput()
        if not finds:
            del self.fields["effect"]
        if not links:
            del self.fields["url"]

    def words(self) -> Words:
        """What was chosen and typed, as the actions take it."""
        data = self.cleaned_data
        step = "" if data["step"] == SAY else data["step"]
        return Words(data["text"], step, data.get("url", ""), data.get("effect", ""))


class JoinForm(forms.Form):
    """For which city somebody says that it has this too, and whether by name."""

    place = forms.ChoiceField(label=_("City or region"), widget=forms.RadioSelect)
    named = forms.BooleanField(
        label=_("Name us"),
        help_text=_(
            "Without this only a number is shown, and only from three such cities on. If you say "
            "something on the issue, your name stands beside it."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, places: Iterable[tuple[str, str]]) -> None:
        known = list(places)
        super().__init__(data, initial={"place": known[0][0]} if len(known) == 1 else None)
        self.fields["place"].choices = known  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """The filters of the log as they stand in the address."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, asked: Mapping[str, str], *, countries: Mapping[str, Any]) -> None:
        super().__init__(asked)
        topics = {tag: name(TOPICS, tag) for tag in TOPICS}
        lands = {code: str(said) for code, said in countries.items()}
        states = {
            state: label for state, label in wording.STATES.items() if state != IssueState.WITHDRAWN
        }
        for field, known in (("topic", topics), ("country", lands)):
            pairs = sorted(known.items(), key=lambda pair: str(pair[1]).casefold())
            self.fields[field].choices = [("", _("All")), *pairs]  # type: ignore[attr-defined]
        for field, said in (("level", wording.LEVELS), ("state", states)):
            self.fields[field].choices = [("", _("All")), *said.items()]  # type: ignore[attr-defined]
