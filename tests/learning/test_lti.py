"""Courses elsewhere: what is refused, who may, and what is counted."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from django.conf import settings as live
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.learning.placed import HOST, KID, LOGIN, RETURN, Placed, place, private_key, public_keys
from tests.library.shelf import make_item
from tests.security.test_headers import lacking
from waymark.learning import lti_keyring
from waymark.learning.actions import lti as acts
from waymark.learning.actions import lti_services as services
from waymark.learning.models import OutsideAccess, OutsideEnrolment, OutsideLaunch
from waymark.learning.queries.lti import platforms
from waymark.learning.rules.lti import SCORE_SCOPE
from waymark.learning.rules.lti_registration import CourseTold, Registration
from waymark.library import actions as library

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_folder(settings: Any, tmp_path: Path) -> None:
    settings.WAYMARK_KEYS = tmp_path


@pytest.fixture
def placed() -> Placed:
    return place()


def test_a_request_is_answered_for_one_person_one_launch_and_one_registered_address(
    placed: Placed,
) -> None:
    client, launch = placed.client(), placed.begun()
    now = timezone.now()
    stranger = acts.register_platform(
        told=Registration("Other", "https://other.example.org/login", ("https://other.example.org/",)),
        by=placed.secretary, at=now,
    )  # fmt: skip
    wrong: list[dict[str, str]] = [
        {"redirect_uri": f"{RETURN}/"}, {"redirect_uri": f"{RETURN}?a=b"},
        {"redirect_uri": "https://evil.example.org/"}, {"redirect_uri": stranger.redirect_uris[0]},
        {"client_id": stranger.client_id}, {"client_id": ""}, {"login_hint": "0" * 26},
        {"lti_message_hint": "0" * 26}, {"lti_message_hint": ""}, {"nonce": ""}, {"state": ""},
        {"scope": "openid email"}, {"response_type": "code"}, {"response_mode": "query"},
        {"prompt": "login"}, {"nonce": "n" * 501},
    ]  # fmt: skip
    for change in wrong:
        answer = client.get(placed.asked(launch, **change))
        assert (answer.status_code, b'name="id_token"' in answer.content) == (400, False), change
    assert client.get(placed.asked(launch) + "&nonce=again").status_code == 400
    other = placed.client(factories.make_user())
    assert other.get(placed.asked(launch)).status_code == 400
    assert Client().get(placed.asked(launch)).status_code == 302  # to the log-in
    sent = Client().post("/lti/authorize", dict(parse_qsl(urlsplit(placed.asked(launch)).query)))
    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200  # and the launch is used by it
    assert client.get(placed.asked(launch)).status_code == 400
    late = placed.begun()
    OutsideLaunch.objects.filter(pk=late.pk).update(began_at=now - timedelta(minutes=11))
    assert client.get(placed.asked(late)).status_code == 400
    closed = placed.begun()
    acts.close_platform(platform=placed.platform, close=True, by=placed.secretary, at=now)
    assert client.get(placed.asked(closed)).status_code == 400
    assert client.get(f"/learning/elsewhere/{placed.course.pk}/").status_code == 404


def assertion(placed: Placed, key: Any = None, algorithm: str = "RS256", **changes: Any) -> str:
    """A signed assertion that fits, but for what a test changes."""
    now = int(timezone.now().timestamp())
    me = placed.platform.client_id
    told = {"iss": me, "sub": me, "aud": f"{live.WAYMARK_BASE_URL}/lti/token", "iat": now,
            "exp": now + 60, "jti": f"j{len(changes)}{now}"} | changes  # fmt: skip
    told = {name: value for name, value in told.items() if value is not None}
    return jwt.encode(
        told, placed.key if key is None else key, algorithm=algorithm, headers={"kid": KID}
    )


def ask_token(text: str, **changes: str) -> Any:
    """Ask for a token."""
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    told = {"grant_type": "client_credentials", "client_assertion_type": kind,
            "client_assertion": text, "scope": SCORE_SCOPE}  # fmt: skip
    return Client().post("/lti/token", told | changes)


def test_a_token_is_given_once_for_what_the_registered_key_signed(placed: Placed) -> None:
    now = int(timezone.now().timestamp())
    good = assertion(placed)
    assert ask_token(good, grant_type="password").json() == {"error": "unsupported_grant_type"}
    assert ask_token(good, scope="openid").json() == {"error": "invalid_scope"}
    answer = ask_token(good)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["access_token"] not in OutsideAccess.objects.get().digest
    refused = {
        "replay": good,
        "another key": assertion(placed, private_key(), jti="a"),
        "our own key": assertion(placed, lti_keyring.current().private, jti="b"),
        "none": assertion(placed, "", "none", jti="c"),
        "a public key as a secret": assertion(
            placed, placed.platform.keys[0]["n"].encode(), "HS256", jti="d"
        ),
        "PS256": assertion(placed, None, "PS256", jti="e"),
        "another issuer": assertion(placed, jti="f", iss="nobody"),
        "another subject": assertion(placed, jti="g", sub="nobody"),
        "another audience": assertion(placed, jti="h", aud="https://evil.example.org/token"),
        "no audience": assertion(placed, jti="i", aud=None),
        "expired": assertion(placed, jti="k", exp=now - 61),
        "good for days": assertion(placed, jti="l", exp=now + 86400),
        "no end": assertion(placed, jti="m", exp=None),
        "from the future": assertion(placed, jti="o", iat=now + 600),
        "no jti": assertion(placed, jti=None),
        "no token": "a.b.c",
        "long": "a" * 20_000,
    }
    for name, text in refused.items():
        assert ask_token(text).status_code == 401, name
    assert ask_token(assertion(placed, jti="p", aud=[live.WAYMARK_BASE_URL])).status_code == 200
    acts.close_platform(
        platform=placed.platform, close=True, by=placed.secretary, at=timezone.now()
    )
    assert ask_token(assertion(placed, jti="q")).status_code == 401


def test_a_score_counts_only_for_ones_own_line_person_and_time(placed: Placed) -> None:
    now = timezone.now()
    launch = placed.begun()
    sub = launch.enrolment.learner.sub
    token = ask_token(assertion(placed)).json()["access_token"]
    line = f"/lti/lines/{placed.course.pk}/scores"

    def post(where: str = line, held: str = token, **changes: Any) -> int:
        told = {"userId": sub, "timestamp": timezone.now().isoformat(), "scoreGiven": 9,
                "scoreMaximum": 10, "activityProgress": "Completed",
                "gradingProgress": "FullyGraded"} | changes  # fmt: skip
        return Client().post(
            where, json.dumps(told), content_type="application/vnd.ims.lis.v1.score+json",
            headers={"Authorization": f"Bearer {held}"},
        ).status_code  # fmt: skip

    make_item("T002", kinds=("course",))
    stranger = acts.register_platform(
        told=Registration("Other", LOGIN, (RETURN,)), by=placed.secretary, at=now
    )
    foreign = acts.add_course(
        platform=stranger, told=CourseTold("T002", f"{HOST}/8"), by=placed.secretary, at=now
    )
    theirs = services.begin_launch(
        course=foreign, give_name=False, give_email=False, by=placed.learner, at=now
    )
    assert theirs.enrolment.learner.sub != sub  # two platforms can't compare what they know
    assert post(held="") == 401
    assert post(held="x" * 43) == 401
    assert post(f"/lti/lines/{foreign.pk}/scores") == 404
    assert post(f"/lti/lines/{'0' * 26}/scores") == 404
    assert post(userId=theirs.enrolment.learner.sub) == 404
    assert post(userId=placed.learner.pk) == 404
    bad: list[dict[str, Any]] = [
        {"userId": ""}, {"timestamp": "yesterday"}, {"timestamp": "2026-11-30T09:00:00"},
        {"timestamp": "0001-01-01T00:00:00+14:00"}, {"timestamp": "9999-12-31T23:59:59-14:00"},
        {"activityProgress": "Done"}, {"gradingProgress": None}, {"scoreGiven": -1},
        {"scoreMaximum": 0}, {"scoreGiven": True}, {"scoreGiven": "9"}, {"comment": "x" * 10_001},
    ]  # fmt: skip
    for change in bad:
        assert post(**change) == 400, change
    assert post(timestamp=(now + timedelta(hours=1)).isoformat()) == 409
    assert post(activityProgress="Started") == 204
    assert post(timestamp=(now - timedelta(hours=1)).isoformat()) == 409  # overtaken
    assert OutsideEnrolment.objects.get(course=placed.course).state == "begun"
    OutsideAccess.objects.update(ends_at=now)
    assert post() == 401
    assert OutsideEnrolment.objects.filter(state="completed").count() == 0


def test_the_desk_is_the_secretariats_and_asks_no_more_for_three(placed: Placed) -> None:
    one = f"/learning/platforms/{placed.platform.pk}/"
    for path in ("/learning/platforms/", "/learning/platforms/add/", one, f"{one}edit/"):
        assert placed.client().get(path).status_code == 404
        assert placed.client(placed.secretary).get(path).status_code == 200
    desk, own = placed.client(placed.secretary), placed.client()
    placed.begun()
    pages = [(desk, "/learning/platforms/"), (desk, one), (own, "/learning/elsewhere/")]

    def counts() -> list[int]:
        found = []
        for client, path in pages:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found.append(len(asked))
        return found

    before = counts()
    for code in ("T002", "T003"):
        make_item(code, kinds=("course",))
        now = timezone.now()
        added = acts.add_course(
            platform=placed.platform, told=CourseTold(code, f"{HOST}/{code}"),
            by=placed.secretary, at=now,
        )  # fmt: skip
        services.begin_launch(
            course=added, give_name=False, give_email=False, by=placed.learner, at=now
        )
        acts.register_platform(
            told=Registration(code, LOGIN, (RETURN,)), by=placed.secretary, at=now
        )
    assert counts() == before
    acts.close_platform(
        platform=placed.platform, close=True, by=placed.secretary, at=timezone.now()
    )
    assert [row.name for row in platforms(placed.secretary)] == ["T002", "T003", "Learn"]


def test_what_is_typed_wrong_stays_and_is_explained(placed: Placed) -> None:
    desk = placed.client(placed.secretary)
    one = f"/learning/platforms/{placed.platform.pk}/"
    typed = {"name": "L", "initiation_url": "http://learn.example.org/", "redirect_uris": RETURN,
             "key_url": "https://10.0.0.1/keys"}  # fmt: skip
    answer = desk.post(f"{one}edit/", typed)
    assert answer.status_code == 422
    assert "http://learn.example.org/" in answer.content.decode()
    private = "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----"
    assert desk.post(f"{one}keys/", {"keys": private}).status_code == 422
    assert desk.post(f"{one}keys/", {"fetch": "1"}).status_code == 422  # no address is registered
    assert desk.post(f"{one}courses/", {"item": "T001", "target": HOST}).status_code == 422
    placed.platform.refresh_from_db()
    assert placed.platform.keys == acts.read_keys(public_keys(placed.key))


def test_answers_to_other_servers_are_guarded_like_all_others(placed: Placed) -> None:
    client, launch = placed.client(), placed.begun()
    asked = placed.asked(launch)
    for answer in (
        client.get("/lti/authorize"),
        client.get(asked),
        ask_token("a.b.c"),
        Client().post("/lti/lines/x/scores"),
        Client().get("/.well-known/jwks.json"),
    ):
        assert lacking(answer) == []
    for path in ("/lti/token", f"/lti/lines/{placed.course.pk}/scores"):
        assert client.get(path).status_code == 405
    (public,) = Client().get("/.well-known/jwks.json").json()["keys"]
    assert set(public) == {"kty", "n", "e", "kid", "alg", "use"}  # and no private half


def test_neither_a_hidden_entry_nor_a_closed_course_is_opened(placed: Placed) -> None:
    client, desk = placed.client(), placed.client(placed.secretary)
    page, now = f"/learning/elsewhere/{placed.course.pk}/", timezone.now()
    item = placed.course.item
    shut: list[tuple[Any, Any]] = [
        (lambda: library.hide_item(item=item, by=placed.secretary, at=now),
         lambda: library.show_item(item=item, by=placed.secretary, at=now)),
        (lambda: desk.post(f"{page}close/"), lambda: desk.post(f"{page}close/", {"open": "1"})),
    ]  # fmt: skip
    for close, open_again in shut:
        launch = placed.begun()
        close()
        assert client.get(placed.asked(launch)).status_code == 400
        assert client.post(page).status_code == client.get(page).status_code == 404
        assert f'href="{page}"' not in client.get("/learning/elsewhere/").content.decode()
        open_again()
        assert client.get(placed.asked(launch)).status_code == 200
        assert client.get(page).status_code == 200
