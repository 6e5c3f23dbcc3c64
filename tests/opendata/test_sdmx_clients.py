"""The service asked over HTTP by two clients that we did not write: sdmx1 and pysdmx."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from tests.indicators.cities import dims
from tests.opendata.published import SDG_WATER, harbour, publish
from tests.readers_needed import need_readers
from tools import readers
from waymark.indicators.models import PublicValue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HARD = 'L\'été: "tout" <b> & مكتب 北京'


def asked(address: str) -> dict[str, Any]:
    """What both clients find at an address."""
    need_readers()
    done = subprocess.run(
        [readers.SDMX.python(), "-W", "ignore", "tests/readers/live.py", address],
        cwd=readers.ROOT,
        env={name: text for name, text in os.environ.items() if "proxy" not in name.lower()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def published() -> list[tuple[str, float | None]]:
    """What everybody may see, as the database has it."""
    rows = PublicValue.objects.values_list("period", "value")
    return sorted(rows, key=repr)


def numbers(told: list[dict[str, str]]) -> list[tuple[str, float | None]]:
    """The same as a client has it."""
    rows = (
        (
            one.get("PERIOD_TEXT") or one["TIME_PERIOD"],
            float(one["OBS_VALUE"]) if one.get("OBS_VALUE") else None,
        )
        for one in told
    )
    return sorted(rows, key=repr)


def test_both_clients_find_what_was_published(live_server: Any) -> None:
    need_readers()
    city = harbour()
    own = dims(occupation="Fishers' wives")
    city.enter(71.5, "2022/23", code=SDG_WATER, dims=own, source=HARD, status="P")
    publish(city, SDG_WATER)
    found = asked(f"{live_server.url}/sdmx")
    for client, told in found.items():
        assert told["flows"] == ["DF_CITY", "DF_SDG", "DF_UMF"], client
        assert told["dimensions"][:3] == ["FREQ", "REF_AREA", "INDICATOR"], client
        assert told["dimensions"][-1] == "TIME_PERIOD", client
        assert {"CL_SEX", "CL_REF_AREA", "CL_INDICATOR"} <= set(told["lists"]), client
        assert {"F", "M", "_T"} <= set(told["sexes"]), client
        assert numbers(told["everything"]) == published(), client
        women = [one for one in told["everything"] if one["SEX"] == "F"]
        assert (told["women"], len(women)) == (women, 2), client
        hard = [one for one in told["everything"] if one.get("SOURCE_DETAIL") == HARD]
        assert [one["OBS_STATUS"] for one in hard] == ["P"], client
        hidden = [one for one in told["everything"] if one["OBS_STATUS"] == "Q"]
        assert [one.get("OBS_VALUE", "") for one in hidden] == ["", ""], client
    assert found["pysdmx"]["everything"] == found["sdmx1"]["everything"]
    assert found["pysdmx"]["csv"] == found["pysdmx"]["everything"]
    of_year = [one for one in found["sdmx1"]["everything"] if one["TIME_PERIOD"] == "2020"]
    assert (found["sdmx1"]["of 2020"], len(of_year)) == (of_year, 4)
