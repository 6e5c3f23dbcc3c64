"""The shipped lists arrive whole, twice over, and each row says how sure it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waymark.indicators import reference
from waymark.indicators.models import Edition, Framework, Indicator, Link
from waymark.indicators.reference import DOMAINS, load_frameworks
from waymark.indicators.rules.editions import Row, content_hash, diff, from_json
from waymark.indicators.rules.links import links as shipped_links
from waymark.indicators.shipped import SHIPPED, Shipped
from waymark.indicators.wording import verification

pytestmark = pytest.mark.django_db


LISTED = {"umf": 85, "sdg": 251, "sng": 71, "u4ssc": 91, "culture2030": 22}


def test_every_list_is_loaded_whole() -> None:
    links = len(shipped_links({one.code: one.rows for one in SHIPPED}))
    assert load_frameworks() == len(LISTED) + 1 + sum(LISTED.values()) + links
    assert Link.objects.count() == links
    for code, count in LISTED.items():
        assert Indicator.objects.filter(framework=code, retired_in=None).count() == count
    assert set(Indicator.objects.filter(framework="umf").values_list("domain", flat=True)) == set(
        DOMAINS
    )
    goals = Indicator.objects.filter(framework="sdg").values_list("goal", flat=True)
    assert set(goals) == set(range(1, 18))


def test_loading_again_writes_nothing() -> None:
    load_frameworks()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert load_frameworks() == 0
    assert not [q for q in captured if q["sql"].startswith(("INSERT", "UPDATE"))]


def test_a_row_that_was_changed_is_mended_and_counted() -> None:
    load_frameworks()
    Indicator.objects.filter(code="11.6.2").update(unit="wrong")
    assert load_frameworks() == 1
    assert Indicator.objects.get(framework="sdg", code="11.6.2").unit != "wrong"


def test_every_row_has_its_verification_in_words() -> None:
    load_frameworks()
    raw = set(Indicator.objects.values_list("status", flat=True))
    assert "" not in raw
    for status in raw:
        assert verification(status).text != status, "no sentence for this state"
    for shipped in SHIPPED:
        assert Framework.objects.get(pk=shipped.code).name["ar"]


def test_the_global_list_has_its_published_counts() -> None:
    load_frameworks()
    rows = list(Indicator.objects.filter(framework="sdg"))
    assert len({row.target_code for row in rows}) == 169
    repeats = Link.objects.filter(
        kind="exact", indicator__framework="sdg", other__framework="sdg"
    ).values_list("indicator__code", "other__code")
    groups = {row.code: {row.code} for row in rows}
    for one, other in repeats:
        whole = groups[one] | groups[other]
        groups.update(dict.fromkeys(whole, whole))
    assert len({frozenset(group) for group in groups.values()}) == 234


def test_each_list_is_kept_as_one_edition_and_loading_again_adds_none() -> None:
    load_frameworks()
    load_frameworks()
    for shipped in SHIPPED:
        edition = Edition.objects.get(framework=shipped.code)
        assert (edition.number, edition.label) == (1, shipped.edition)
        assert from_json(edition.rows) == shipped.rows
        assert edition.content_hash == content_hash(shipped.rows)


def small(monkeypatch: pytest.MonkeyPatch, *rows: Row, edition: str = "1") -> None:
    """Ship one small list beside the first two, which links are told of."""
    one = Shipped("small", {"en": "Small"}, edition, "A file.", lambda: iter(rows))
    monkeypatch.setattr(reference, "SHIPPED", (*SHIPPED, one))
    load_frameworks()


def test_a_later_file_is_another_edition_and_loses_no_indicator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small(monkeypatch, Row("a", unit="%"), Row("b"), Row("c"))
    ids = dict(Indicator.objects.filter(framework="small").values_list("code", "pk"))
    small(monkeypatch, Row("c"), Row("d", unit="km", former=("a",)), edition="2")
    first, second = Edition.objects.filter(framework="small").order_by("number")
    assert Framework.objects.get(pk="small").edition == second.label == "2"
    assert len(diff(from_json(first.rows), from_json(second.rows)).changed) == 1
    renamed = Indicator.objects.get(framework="small", code="d")
    assert (renamed.pk, renamed.former_codes, renamed.unit) == (ids["a"], ["a"], "km")
    gone = Indicator.objects.get(framework="small", code="b")
    assert (gone.pk, gone.retired_in) == (ids["b"], second)
    small(monkeypatch, Row("b"), Row("c"), Row("e", former=("d",)), edition="3")
    back = Indicator.objects.get(framework="small", code="b")
    assert (back.pk, back.retired_in) == (ids["b"], None)
    again = Indicator.objects.get(framework="small", code="e")
    assert (again.pk, again.former_codes) == (ids["a"], ["a", "d"])


def test_two_codes_may_swap(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch, Row("a", unit="%"), Row("b", unit="km"))
    ids = dict(Indicator.objects.filter(framework="small").values_list("code", "pk"))
    swapped = (Row("a", unit="km", former=("b",)), Row("b", unit="%", former=("a",)))
    small(monkeypatch, *swapped, edition="2")
    small(monkeypatch, *swapped, edition="2")
    now = dict(Indicator.objects.filter(framework="small").values_list("code", "pk"))
    assert now == {"a": ids["b"], "b": ids["a"]}
    assert Edition.objects.filter(framework="small").count() == 2


def test_a_file_mended_without_another_date_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch, Row("a"))
    small(monkeypatch, Row("a", unit="%"))
    labels = Edition.objects.filter(framework="small").order_by("number")
    assert [edition.label for edition in labels] == ["1", "1 (2)"]


def test_links_say_what_they_rest_on_and_count_none_twice() -> None:
    load_frameworks()

    def kind(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, bool]:
        ends = {"indicator__framework": one[0], "indicator__code": one[1]}
        ends |= {"other__framework": other[0], "other__code": other[1]}
        link = Link.objects.get(**ends)
        assert link.note
        return link.kind, link.verified

    assert kind(("umf", "UMF-1.1.1"), ("sdg", "16.1.1")) == ("exact", False)
    assert kind(("umf", "UMF-1.1.3"), ("sdg", "6.2.1")) == ("adapted", False)  # so is UMF-1.1.4
    assert kind(("umf", "UMF-1.3.1"), ("sdg", "3.8.1")) == ("none", False)
    assert kind(("umf", "UMFX-3.3.c"), ("sdg", "1.5.4")) == ("exact", False)  # repeats 11.b.2
    assert kind(("sdg", "1.5.1"), ("sdg", "11.5.1")) == ("exact", True)
    assert kind(("sng", "CTX-08"), ("sdg", "8.5.2")) == ("adapted", False)
    pairs = [frozenset(ends) for ends in Link.objects.values_list("indicator_id", "other_id")]
    assert len(pairs) == len(set(pairs))
