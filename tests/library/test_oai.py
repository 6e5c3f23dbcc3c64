"""The library by OAI-PMH: our own harvester reads all that is public, page by page, and no more."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import log_in, make_secretary
from tests.library.shelf import make_item
from waymark.library.models import Item
from waymark.library.rules.outside import oai
from waymark.library.rules.outside.serving import After, Asked, OaiError, asked, token
from waymark.library.rules.outside.tree import read
from waymark.library.views import serving

LIST = "/library/oai/?verb=ListRecords"
FIRST = f"{LIST}&metadataPrefix=oai_dc"
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS)
def test_a_token_leads_where_its_list_went_on(
    at: datetime, since: datetime | None, before: datetime | None
) -> None:
    after = After(at.isoformat(), "T001")
    made = token(Asked("ListRecords", "", since, before), after)
    given_back = asked({"verb": ["ListRecords"], "resumptionToken": [made]})
    assert given_back == Asked("ListRecords", "", since, before, after)


@given(st.text(max_size=60))
def test_a_made_up_token_is_refused(made: str) -> None:
    with pytest.raises(OaiError) as refused:
        asked({"verb": ["ListRecords"], "resumptionToken": [made]})
    assert refused.value.code == "badResumptionToken"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "badVerb"),
        ({"verb": ["Nothing"]}, "badVerb"),
        ({"verb": ["ListRecords"]}, "badArgument"),
        ({"verb": ["Identify", "Identify"]}, "badArgument"),
        ({"verb": ["Identify"], "x": ["1"]}, "badArgument"),
        ({"verb": ["ListSets"]}, "noSetHierarchy"),
        ({"verb": ["ListRecords"], "metadataPrefix": ["marc"]}, "cannotDisseminateFormat"),
        (
            {"verb": ["ListRecords"], "metadataPrefix": ["oai_dc"], "from": ["2026-13-01"]},
            "badArgument",
        ),
        (
            {
                "verb": ["ListRecords"],
                "metadataPrefix": ["oai_dc"],
                "from": ["2026-02-01"],
                "until": ["2026-01-01"],
            },
            "badArgument",
        ),
    ],
)
def test_a_wrong_request_is_refused_as_the_protocol_says(
    given: Mapping[str, Sequence[str]], code: str
) -> None:
    with pytest.raises(OaiError) as refused:
        asked(given)
    assert refused.value.code == code


@pytest.mark.django_db
def test_our_own_harvester_reads_what_is_public_and_no_more(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(serving, "PER_PAGE", 2)
    for number in range(1, 6):
        title = {"en": f'<b>"{number}" & more', "ar": "ق"}
        make_item(f"T00{number}", title=title, kinds=("interview",), topics=("culture",))
    make_item("T006", title={"en": "Hidden"})
    make_item("T007", title={"en": "For few"})
    Item.objects.filter(code="T006").update(hidden_at=datetime(2026, 1, 1, tzinfo=UTC))
    Item.objects.filter(code="T007").update(private=True, readers=" place:x ")
    client, curator = Client(), log_in(Client(), make_secretary())
    found, page = [], FIRST
    while page:
        answer = client.get(page).content
        part = oai.page(answer)
        found += part.records
        page = oai.ask("/library/oai/", part.token) if part.token else ""
    listed = read(answer).first("ListRecords")
    assert listed is not None
    assert [one.text for one in listed.every("resumptionToken")] == [""]  # the last says so
    host = settings.WAYMARK_HOST.partition(":")[0]
    assert [one.id for one in found] == [f"oai:{host}:T00{number}" for number in range(1, 6)]
    assert (found[0].kinds, found[0].topics) == (("interview",), ("culture",))
    assert found[0].url.endswith("/library/T001/")
    assert oai.page(curator.get(FIRST).content) == oai.page(client.get(FIRST).content)

    def code(query: str) -> str:
        error = read(client.get(f"/library/oai/?{query}").content).first("error")
        return error.attributes["code"] if error else ""

    record = "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai"
    assert code(f"{record}:{host}:T001") == ""
    for hidden in ("T006", "T007", "T999"):
        assert code(f"{record}:{host}:{hidden}") == "idDoesNotExist"
    late = "9999-12-31"
    assert code(f"verb=ListRecords&metadataPrefix=oai_dc&until={late}") == "badArgument"
    for made in (
        ["2026-01-01T00:00:00+00:00", "\x00", "", ""],
        ["0001-01-01T00:00+14:00", "T001", "", ""],
    ):
        held = base64.urlsafe_b64encode(json.dumps(made).encode()).decode()
        assert code(f"verb=ListRecords&resumptionToken={held}") == "badResumptionToken"
    assert code(f"{record}:{host}:%C3%A9") == "idDoesNotExist"
    assert code("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2100-01-01") == "noRecordsMatch"
    for verb in ("Identify", "ListMetadataFormats"):
        assert read(client.get(f"/library/oai/?verb={verb}").content).first(verb)
    with CaptureQueriesContext(connection) as captured:
        client.get(FIRST)
    assert len(captured) == 1
