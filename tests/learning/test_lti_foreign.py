"""Courses elsewhere with a foreign other side: it accepts our launch, and its score is taken."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import factories
from tests.learning.placed import HOST, LOGIN, RETURN, place
from tests.library.shelf import make_item
from tests.needs import missing
from waymark.base.models import Record
from waymark.learning.actions import lti as acts
from waymark.learning.models import OutsideEnrolment, OutsidePlatform
from waymark.learning.rules.lti import CLAIM

if TYPE_CHECKING:
    from tests.learning.outside import Tool

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_folder(settings: Any, tmp_path: Path) -> None:
    settings.WAYMARK_KEYS = tmp_path


@pytest.fixture
def tool_of() -> type[Tool]:
    """The other side, by somebody else."""
    if find_spec("pylti1p3") is None:
        missing("pylti1p3 (uv sync)")
    from tests.learning.outside import Tool

    return Tool


def test_from_the_desk_to_a_completed_course_with_a_foreign_platform(tool_of: type[Tool]) -> None:
    """One story: the secretariat registers, a learner opens, the other side accepts and answers."""
    make_item("T001", kinds=("course",))
    desk = factories.log_in(Client(), factories.make_secretary())
    typed = {"name": "Learn", "initiation_url": LOGIN, "redirect_uris": RETURN, "key_url": ""}
    where = desk.post("/learning/platforms/add/", typed)["Location"]
    platform = OutsidePlatform.objects.get()
    page = desk.get(where).content.decode()
    for copied in (platform.client_id, platform.deployment, "/lti/token", "/.well-known/jwks.json"):
        assert copied in page
    from tests.learning.outside import form_of

    tool = tool_of(platform.client_id, platform.deployment)
    assert desk.post(f"{where}keys/", {"keys": json.dumps(tool.keys)}).status_code == 302
    told = {"item": "T001", "target": f"{HOST}/course/7", "pass_mark": "60"}
    assert desk.post(f"{where}courses/", told).status_code == 302

    person = factories.make_user(name="Amina Otieno")
    learner = factories.log_in(Client(), person)
    led = re.search(
        r'href="(/learning/elsewhere/\w+/)"', learner.get("/library/T001/").content.decode()
    )
    assert led
    shown = learner.get(led[1])
    policy = shown["Content-Security-Policy"].split("; ")  # in whatever order
    assert f"form-action 'self' {HOST}" in policy
    assert "Amina Otieno" in shown.content.decode()
    begun = learner.post(led[1], {"give_name": "on"})["Location"]
    assert begun.startswith(f"{LOGIN}?")
    back = tool.log_in(begun)
    ready = learner.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    assert ready.status_code == 200
    policy = ready["Content-Security-Policy"].split("; ")  # in whatever order
    assert f"form-action 'self' {HOST}" in policy
    assert b"<script" not in ready.content
    to, form = form_of(ready.content.decode())
    assert to == RETURN

    launch = tool.launched(form)  # their code checks issuer, key, nonce, state and deployment
    told_of = launch.get_launch_data()
    assert told_of["name"] == "Amina Otieno"
    assert "email" not in told_of
    assert person.pk not in json.dumps(told_of)
    assert told_of[f"{CLAIM}target_link_uri"] == f"{HOST}/course/7"

    for given, activity, grading in (
        (90, "InProgress", "Pending"), (59, "Completed", "FullyGraded"),
    ):  # fmt: skip
        tool.score(launch, given, activity, grading)
        assert OutsideEnrolment.objects.get().state == "begun"
    tool.score(launch, 60, "Completed", "FullyGraded")
    tool.score(launch, 0, "Started", "NotReady")  # said later, and takes nothing away
    row = OutsideEnrolment.objects.get()
    assert (row.state, row.completed_at is not None) == ("completed", True)
    assert Record.objects.filter(verb="outside_course.completed").count() == 1
    assert "Completed" in learner.get("/learning/elsewhere/").content.decode()
    assert "completed by 1" in desk.get(where).content.decode()
    for other in (desk, factories.log_in(Client(), factories.make_user())):
        assert "Title of T001" not in other.get("/learning/elsewhere/").content.decode()


def test_their_code_refuses_a_launch_that_was_touched(tool_of: type[Tool]) -> None:
    """So that the test above tells something: one letter of the claims, or the state, is enough."""
    from pylti1p3.exception import LtiException

    from tests.learning.outside import form_of

    placed = place()
    tool = tool_of(placed.platform.client_id, placed.platform.deployment)
    keys = json.dumps(tool.keys)
    acts.take_keys(
        platform=placed.platform, text=keys, by=placed.secretary, at=placed.platform.made_at
    )
    client, launch = placed.client(), placed.begun()
    back = tool.log_in(
        f"{LOGIN}?iss={tool.issuer}&login_hint={launch.pk}"
        f"&lti_message_hint={launch.pk}&client_id={placed.platform.client_id}"
    )
    _to, form = form_of(client.get(back.removeprefix(tool.issuer)).content.decode())
    head, body, seal = form["id_token"].split(".")
    other = body[:-2] + ("A" if body[-2] != "A" else "B") + body[-1]
    for wrong in ({"id_token": f"{head}.{other}.{seal}"}, {"state": "another"}):
        with pytest.raises(LtiException):
            tool.launched(form | wrong)
    assert tool.launched(form)
