"""Every form of a period that real files have goes in as it is, and counts for its days."""

from __future__ import annotations

import pytest

from tests.indicators.cities import make_city
from waymark.indicators.models import Observation
from waymark.indicators.rules.cells import days_of

pytestmark = pytest.mark.django_db

FORMS = {
    "2013": ("2013-01-01", "2013-12-31"),
    "2014/15": ("2014-01-01", "2015-12-31"),
    "2000 Q1": ("2000-01-01", "2000-03-31"),
    "1993 01": ("1993-01-01", "1993-01-31"),
    "1987-1991": ("1987-01-01", "1991-12-31"),
    "2010 to 2011": ("2010-01-01", "2011-12-31"),
    "2009\u20132010": ("2009-01-01", "2010-12-31"),
    "2010-06-28": ("2010-06-28", "2010-06-28"),
    "2016/18 (baseline)": ("2016-01-01", "2018-12-31"),
    "26/02/2020-12/10/2020": ("2020-02-26", "2020-10-12"),
    "2021-02-01/2021-03-15": ("2021-02-01", "2021-03-15"),
}


def test_a_file_with_every_form_is_stored_whole() -> None:
    city = make_city()
    rows = "".join(f"UMF-1.1.2,{period},{number + 1}\n" for number, period in enumerate(FORMS))
    batch = city.preview(f"indicator,period,value\n{rows}UMF-1.1.2,sometime,5\n")
    assert {name: n for name, n in batch.plan["counts"].items() if n} == {
        "added": len(FORMS),
        "refused": 1,  # what is no period is told, not guessed
    }
    city.commit(batch, leave_out=True)
    held = {row.period: row for row in Observation.objects.all()}
    assert set(held) == set(FORMS)
    for period, (start, end) in FORMS.items():
        assert tuple(day.isoformat() for day in days_of(period)) == (start, end)
        assert held[period].year == int(start[:4])


def test_the_same_days_in_another_form_are_the_same_value() -> None:
    city = make_city()
    city.commit(city.preview("indicator,period,value\nUMF-1.1.2,2014/15,5\n"))
    again = city.preview("indicator,period,value\nUMF-1.1.2,2014\u20132015,5\nUMF-1.1.2,2016,5\n")
    assert again.plan["counts"]["added"] == 1
    assert Observation.objects.count() == 1
