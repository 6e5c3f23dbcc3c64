"""The shipped lists arrive whole, twice over, and each row says how sure it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waymark.indicators.models import Framework, Indicator
from waymark.indicators.reference import DOMAINS, load_frameworks
from waymark.indicators.wording import verification

pytestmark = pytest.mark.django_db


def test_both_lists_are_loaded_whole() -> None:
    assert load_frameworks() == 2 + 85 + 251
    assert Indicator.objects.filter(framework="umf").count() == 85
    assert Indicator.objects.filter(framework="sdg").count() == 251
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
    assert Framework.objects.get(pk="umf").name["ar"]
