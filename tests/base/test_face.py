"""The frame, the tags and the forms of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from waymark.base import context, face, goals, markdown, statuses
from waymark.base.fields import Words
from waymark.kernel.charts import Bar, bar_chart

STATIC = Path(face.__file__).parent / "static" / "base"


def draw(source: str, **values: Any) -> str:
    """A template's text."""
    return Template(source).render(Context(values))


@pytest.fixture
def arabic() -> Iterator[None]:
    """The interface in Arabic."""
    with translation.override("ar"):
        yield


# words, states, dates, numbers


def test_words_in_the_readers_language_carry_no_marks(arabic: None) -> None:
    assert draw("{% words t %}", t={"en": "Water", "ar": "ماء"}) == "ماء"


def test_words_that_fall_back_say_which_language_they_are_in(arabic: None) -> None:
    assert draw("{% words t %}", t={"en": "a < b"}) == '<span lang="en" dir="ltr">a &lt; b</span>'
    assert draw("{% plain t %}", t={"en": "a < b"}) == "a &lt; b"


def test_words_of_a_right_to_left_language_on_an_english_page() -> None:
    assert draw("{% words t %}", t=Words({"ar": "ماء"})) == '<span lang="ar" dir="rtl">ماء</span>'
    assert draw("{% words t %}", t=None) == ""


def test_words_in_a_row_have_the_readers_comma() -> None:
    rows = {"names": ["<Rosa>", "مريم", 3]}
    shown = "{{ names|listed }}{% comma %}more"
    assert draw(shown, **rows) == "&lt;Rosa&gt;, \u2068مريم\u2069, 3, more"
    with translation.override("ar"):
        assert draw(shown, **rows) == "\u2068&lt;Rosa&gt;\u2069، مريم، 3، more"
    with translation.override("zh-hans"):
        assert draw("{{ names|listed }}", names=["水", "土"]) == "水，土"


def test_only_a_name_that_runs_against_the_text_is_kept_apart(arabic: None) -> None:
    assert draw("{{ name|isolated }}", name="مريم (3)") == "مريم (3)"
    assert draw("{{ name|isolated }}", name="Waymark (demo)") == "\u2068Waymark (demo)\u2069"
    with translation.override("en"):
        assert draw("{{ name|isolated }}", name="Waymark (demo)") == "Waymark (demo)"


def test_the_sign_of_a_number_stays_in_front_of_it(arabic: None) -> None:
    assert draw("{% number n %}", n=-4.8) == "\u200e-4.8"
    with translation.override("en"):
        assert draw("{% number n %}", n=-4.8) == "-4.8"


def test_a_state_has_a_sign_and_a_word_beside_its_colour() -> None:
    shown = draw("{% status 'not_met' %}")
    assert 'class="tag bad"' in shown
    assert '<span aria-hidden="true">✕</span> Not met' in shown
    assert draw("{% status '' %}") == ""


def test_an_unknown_state_shows_its_name_and_is_escaped() -> None:
    assert "Half &lt;done&gt;" in draw("{% status s %}", s="half_<done>")


def test_two_rooms_cannot_word_one_state_differently() -> None:
    with pytest.raises(ValueError, match="draft"):
        statuses.register({"draft": statuses.Status("Sketch", "bad")})
    statuses.register({"draft": statuses.known["draft"]})


@pytest.mark.parametrize(
    ("language", "long", "moment"),
    [
        ("en", "March 5, 2026", "Mar 5, 2026, 2:07\u202fPM"),
        ("fr", "5 mars 2026", "5 mars 2026, 14:07"),
        ("zh-hans", "2026年3月5日", "2026年3月5日 14:07"),
    ],
)
def test_dates_by_locale(language: str, long: str, moment: str) -> None:
    at = datetime(2026, 3, 5, 14, 7, 30, tzinfo=UTC)
    with translation.override(language):
        assert draw("{% date d %}", d=date(2026, 3, 5)) == (
            f'<time datetime="2026-03-05">{long}</time>'
        )
        assert moment in draw("{% date d 'time' %}", d=at)


def test_a_moment_is_shown_in_the_readers_time_zone() -> None:
    with timezone.override("Asia/Kathmandu"):
        shown = draw("{% date d 'time' %}", d=datetime(2026, 3, 5, 20, 30, tzinfo=UTC))
    assert "Mar 6, 2026" in shown
    assert 'datetime="2026-03-06T02:15:00+05:45"' in shown


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_missing_is_a_dash(empty: Any) -> None:
    assert draw("{% date v %}{% number v %}", v=empty) == "––"


def test_numbers_by_locale_keep_their_digits() -> None:
    assert draw("{% number v %}", v=Decimal("1234567.50")) == "1,234,567.50"
    assert draw("{% number v digits=1 unit='%' %}", v=0.25) == "0.2\u202f%"
    with translation.override("fr"):
        assert draw("{% number v %}", v=1234.5) == "1\u202f234,5"
    assert draw("{% number v %}", v=Decimal("1E+3")) == "1,000"


# drawings, goals, markdown


def test_a_chart_is_shown_as_it_is_drawn() -> None:
    svg = bar_chart([Bar("North", 3)], title="T <b>", desc="D", ident="x")
    assert draw("{% chart s %}", s=svg) == svg
    assert draw("{% chart s %}", s="") == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>no drawing</p>",
        "<svg><script>alert(1)</script></svg>",
        "<svg onload='alert(1)'></svg>",
        "<svg><path STYLE = 'x'/></svg>",
        "<svg><foreignObject></foreignObject></svg>",
        "<svg><a href='javascript:alert(1)'></a></svg>",
    ],
)
def test_what_is_no_plain_drawing_is_not_shown(hostile: str) -> None:
    with pytest.raises(ValueError, match="plain SVG"):
        draw("{% chart s %}", s=hostile)


def test_goals_have_number_and_name_beside_their_colour() -> None:
    shown = draw("{% goal 11 %}")
    assert 'class="goal g11"' in shown
    assert "Sustainable cities and communities" in shown
    assert draw("{% goal 'umf:3' %}") == ""
    several = draw("{% goals c %}", c=["sdg:11.6.2", "11.7", "sdg:1.1.1", "umf:2"])
    assert several.count("<li>") == 2
    assert several.index('"goal g1"') < several.index('"goal g11"')


def test_the_style_sheet_has_the_goals_own_colours() -> None:
    css = (STATIC / "house.css").read_text().lower()
    for number, goal in goals.goals().items():
        assert f".g{number}::before {{ background: {goal.colour.lower()} }}" in css
    assert len(goals.goals()) == 17


@pytest.mark.parametrize("code", ["0", "18", "a", "", "11a.1"])
def test_no_goal(code: str) -> None:
    assert goals.goal_of(code) is None


def test_markdown_is_cleaned() -> None:
    shown = draw("{% markdown t %}", t="# Big\n\n[a](https://x.org) [b](javascript:x) <b>raw</b>")
    assert "<h2>Big</h2>" in shown
    assert 'href="https://x.org" rel="nofollow noopener"' in shown
    assert "javascript" not in shown.replace("[b](javascript:x)", "")
    assert "&lt;b&gt;raw" in shown


def test_a_document_has_a_title_headings_and_our_links() -> None:
    found = markdown.document(
        "# Title *here*\n\n## One & two\n\n[x](other.md)\n\n## One & two\n\n|a|\n|-|\n|b|\n",
        link=lambda target: f"/help/{target}",
    )
    assert found.title == "Title *here*"
    assert [(h.id, h.level) for h in found.headings] == [("one-two", 2), ("one-two-2", 2)]
    assert '<h2 id="one-two">' in found.html
    assert 'href="/help/other.md"' in found.html
    assert '<th scope="col">a</th>' in found.html


# lists and places


def test_pagination_keeps_the_query() -> None:
    request = RequestFactory().get("/x", {"q": "a&b", "page": "2"})
    page = Paginator(range(100), 10).page(2)
    shown = draw("{% pagination page %}", page=page, request=request)
    assert 'href="?q=a%26b&amp;page=3" rel="next"' in shown
    assert shown.count("aria-current") == 1
    one = Paginator(range(3), 10).page(1)
    assert draw("{% pagination page %}", page=one, request=request).strip() == ""


def test_crumbs_end_with_the_page_itself() -> None:
    shown = draw("{% crumbs 'Home' '/' a '/a/' 'Here' %}", a="A <b>")
    assert '<a href="/a/"><bdi>A &lt;b&gt;</bdi></a>' in shown
    assert '<li aria-current="page"><bdi>Here</bdi></li>' in shown


def test_a_task_list_escapes_what_it_shows() -> None:
    rows = [
        SimpleNamespace(title="A <b>", url="/a?x=1&y", status="done", code="A01", hint="<i>"),
        SimpleNamespace(title="Later", url="", status=""),
    ]
    shown = draw("{% tasks rows %}", rows=rows)
    assert '<div data-code="A01"><a href="/a?x=1&amp;y">A &lt;b&gt;</a>' in shown
    assert '<p class="quiet">&lt;i&gt;</p>' in shown
    assert "<li><div>Later</div></li>" in shown
    assert "Done" in shown


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> list[face.Menu]:
    """No menu but the test's own."""
    own: list[face.Menu] = []
    monkeypatch.setattr(face, "menus", own)
    return own


def test_the_longest_entry_that_holds_the_page_is_current(menus: list[face.Menu]) -> None:
    menus.append(
        lambda _request: [
            face.Entry("Cases", "/cases/", order=2),
            face.Entry("Home", "/", order=1),
            face.Entry("New", "/cases/new/", order=3),
            face.Entry("Nowhere", ""),
        ]
    )

    def current(path: str) -> list[str]:
        entries = face.entries(RequestFactory().get(path))
        assert [e.label for e in entries] == ["Home", "Cases", "New"]
        return [e.label for e in entries if e.current]

    assert current("/cases/new/") == ["New"]
    assert current("/cases/7/") == ["Cases"]
    assert current("/casesx/") == []
    assert current("/") == ["Home"]


def test_the_frame_asks_menus_once_and_only_when_drawn(menus: list[face.Menu]) -> None:
    asked: list[str] = []

    def count(request: Any) -> list[face.Entry]:
        asked.append(request.path)
        return [face.Entry("A", "/a/"), face.Entry("B", "/b/", "foot")]

    menus.append(count)
    frame = context.Frame(RequestFactory().get("/"))
    assert asked == []
    assert [e.label for e in frame.nav] == ["A"]
    assert [e.label for e in frame.foot] == ["B"]
    assert frame.user_menu == []
    assert asked == ["/"]


def test_public_pages_wait_in_a_menu_where_one_row_is_too_short(menus: list[face.Menu]) -> None:
    open_to_all = [face.Entry(f"P{n}", f"/p{n}/", public=True) for n in range(5)]
    own = [face.Entry(f"O{n}", f"/o{n}/") for n in range(context.IN_A_ROW - 4)]

    def labels(entries: list[face.Entry]) -> tuple[list[str], list[str]]:
        menus[:] = [lambda request: entries]
        frame = context.Frame(RequestFactory().get("/"))
        assert {e.label for e in frame.nav} == {e.label for e in entries}, (
            "the phone's menu has all"
        )
        return [e.label for e in frame.nav_row], [e.label for e in frame.nav_more]

    assert labels(open_to_all) == (["P0", "P1", "P2", "P3", "P4"], [])
    assert labels([*open_to_all, *own[:-1]])[1] == []
    assert labels([*open_to_all, *own]) == (
        [entry.label for entry in own],
        ["P0", "P1", "P2", "P3", "P4"],
    )


def test_much_work_of_ones_own_waits_in_a_menu_too_with_what_waits_there(
    menus: list[face.Menu],
) -> None:
    public = face.Entry("P", "/p/", public=True)

    def frame_of(many: int) -> context.Frame:
        own = [face.Entry(f"O{n}", f"/o{n}/", order=n, count=n) for n in range(many)]
        menus[:] = [lambda request: [*own, public]]
        return context.Frame(RequestFactory().get("/"))

    fits = frame_of(context.OWN_IN_A_ROW)
    assert (len(fits.nav_row), fits.nav_rest) == (context.OWN_IN_A_ROW + 1, [])
    much = frame_of(context.IN_A_ROW)
    assert [e.label for e in much.nav_row] == ["O0", "O1", "O2", "O3", "O4", "O5"]
    assert [e.label for e in much.nav_rest] == ["O6", "O7", "O8"]
    assert much.nav_rest_count == 6 + 7 + 8
    assert [e.label for e in much.nav_more] == ["P"]


def test_a_stranger_has_no_notices_and_costs_no_query(
    django_assert_num_queries: Callable[[int], Any], db: None
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert context.Frame(request).unread == 0


@pytest.mark.parametrize(
    ("code", "tag", "direction"),
    [("zh-hans", "zh-Hans", "ltr"), ("ar", "ar", "rtl"), ("pt-br", "pt-BR", "ltr")],
)
def test_language_tags(code: str, tag: str, direction: str) -> None:
    assert context.language_tag(code) == tag
    with translation.override(code):
        frame = context.Frame(RequestFactory().get("/"))
        assert (frame.language, frame.direction) == (tag, direction)


# forms


class Sample(forms.Form):
    """One of each kind that is drawn differently."""

    name = forms.CharField(label="Name", help_text="As in <law>.")
    level = forms.ChoiceField(
        label="Which?", choices=[("1", "One"), ("2", "Two")], widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="I agree", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """Refuse the whole form, too."""
        raise forms.ValidationError("Together they make no sense.")


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    shown = draw("{% field f.name %}", f=Sample({}))
    assert '<label for="id_name">Name</label>' in shown
    assert 'id="id_name_helptext">As in &lt;law&gt;.' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'class="field wrong"' in shown


def test_a_group_is_a_fieldset_with_a_legend() -> None:
    shown = draw("{% field f.level %}", f=Sample())
    assert "<legend>Which?</legend>" in shown
    assert '<label for="id_level_0">One</label>' in shown
    assert "wrong" not in shown


def test_what_is_optional_says_so_and_a_tick_has_its_label_once() -> None:
    assert "(optional)" in draw("{% field f.kinds %}", f=Sample())
    tick = draw("{% field f.agree %}", f=Sample())
    assert tick.count("I agree") == 1
    assert "(optional)" not in tick


def test_the_summary_leads_to_each_control() -> None:
    shown = str(Sample({}))
    assert "There are 3 problems" in shown
    assert "<li>Together they make no sense.</li>" in shown
    assert '<a href="#id_name">Name: This field is required.</a>' in shown
    assert '<a href="#id_level_0">Which? This field is required.</a>' in shown
    assert 'role="alert"' in shown
    assert '<input type="hidden" name="secret" id="id_secret">' in shown


def test_a_form_summed_up_above_is_not_summed_up_again_where_it_is_drawn() -> None:
    shown = draw("{% error_summary f %}<h1>Title</h1>{{ f }}", f=Sample({}))
    assert shown.count("There are 3 problems") == 1
    assert shown.index("There are 3 problems") < shown.index("<h1>")
    assert shown.count("This field is required.") == 4, "two in the summary, two at their fields"


def test_a_form_without_errors_has_no_summary() -> None:
    assert 'class="errors"' not in str(Sample())


# weight and plainness


def test_the_style_sheet_stays_light_and_mirrors_by_itself() -> None:
    import gzip
    import re

    css = (STATIC / "house.css").read_text()
    assert len(gzip.compress(css.encode(), 9)) < 12_000
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    assert not re.search(
        r"(margin|padding|border|inset)-(left|right)|[{; ](left|right|float):", plain
    )
    assert "!important" not in plain
    assert "http" not in plain.replace('href^="http"', "")


def test_what_is_vendored_has_its_licence() -> None:
    assert "version:" in (STATIC / "htmx.min.js").read_text()[:60000]
    assert "Zero-Clause BSD" in (STATIC / "htmx.LICENSE.txt").read_text()


def test_the_scripts_of_a_workspace_page_leave_room_for_the_page() -> None:
    import gzip

    names = ("house.css", "house.js", "autosave.js", "upload.js", "htmx.min.js", "mark.svg")
    total = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)
    assert total < 32 * 1024  # of the 60 KB of a first visit


def test_templates_use_only_classes_that_exist() -> None:
    import re

    css = (STATIC / "house.css").read_text()
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    unknown = set()
    for path in Path(face.__file__).parents[1].glob("base/templates/**/*.html"):
        for held in re.findall(r'class="([^"{]*)"', path.read_text()):
            unknown |= {f"{path.name}: {name}" for name in held.split() if name not in known}
    assert not unknown
