"""Our criteria beside topics of disclosure: whole, in two languages, and never a claim."""

from __future__ import annotations

import copy
import csv
import io
import json

import pytest

from tests.assessments.review_acts import browser
from tests.world import make_edition, scheme_content
from waymark.assessments.queries.esg import crosswalk, document
from waymark.assessments.rules.esg import BadCrosswalk, read


def test_every_row_names_a_criterion_of_the_shipped_scheme_and_gives_reasons_in_two_languages() -> (
    None
):
    told = crosswalk()
    known = {one["id"] for one in scheme_content()["criteria"]}
    assert told.rows
    for row in told.rows:
        assert row.criterion in known
        assert row.reason["en"].strip()
        assert row.reason["ar"].strip()
    used = {row.topic for row in told.rows}
    assert {topic.id for one in told.frameworks for topic in one.topics} == used


def test_a_row_that_leads_nowhere_or_stands_twice_is_refused() -> None:
    whole = json.loads(document())
    assert read(whole)
    wrong = copy.deepcopy(whole)
    wrong["rows"][0]["topic"] = "gri-999"
    with pytest.raises(BadCrosswalk):
        read(wrong)
    twice = copy.deepcopy(whole)
    twice["rows"].append(twice["rows"][0])
    with pytest.raises(BadCrosswalk):
        read(twice)
    sure = copy.deepcopy(whole)
    sure["status"] = "verified"
    with pytest.raises(BadCrosswalk):
        read(sure)


@pytest.mark.django_db
def test_the_page_and_its_files_say_that_nobody_has_verified_it() -> None:
    make_edition()
    page = browser().get("/esg/").content.decode()
    assert "Unverified, our proposal" in page
    assert "claims no conformity" in page
    assert "GRI Standards" in page
    assert "Results told to the public" in page
    table = b"".join(browser().get("/esg/crosswalk.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(crosswalk().rows)
    assert {row["status"] for row in rows} == {"proposal"}
    assert json.loads(browser().get("/esg/crosswalk.json").content)["status"] == "proposal"


@pytest.mark.django_db
def test_without_an_edition_the_page_still_opens_and_in_arabic() -> None:
    page = browser().get("/esg/", headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
    assert "لا يدّعي مطابقة" in page
    assert "العلاقة بينهما" in page, "the labels too are in the reader's language"
    assert "How they relate" not in page
