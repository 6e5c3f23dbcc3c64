"""Courses elsewhere: the secretariat's desk, a learner's pages, our public keys."""

from __future__ import annotations

from tests.security.doors import PEOPLE, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.learning import HOST, KEYS
from tests.security.story import Everything

SERVERS = frozenset({"lti_authorize", "lti_token", "lti_scores"})
"""Asked by other servers, or by a browser that one has sent: tests/learning/test_lti.py."""


def platform(world: Everything) -> str:
    return world.outside.platform.pk


def course(world: Everything) -> str:
    return world.outside.course.pk


def free(world: Everything) -> str:
    return world.outside.free


PLATFORM = said(
    name="Learn more",
    initiation_url=f"{HOST}/login",
    redirect_uris=f"{HOST}/launch",
    key_url=f"{HOST}/keys",
)
DOORS = [
    public("lti_keys"),
    Door("lti_platforms", SECRETARY),
    Door("lti_add", SECRETARY, SECRETARY, words=PLATFORM),
    Door("lti_platform", SECRETARY, None, of(platform)),
    Door("lti_edit", SECRETARY, SECRETARY, of(platform), PLATFORM),
    Door("lti_platform_keys", None, SECRETARY, of(platform), said(keys=KEYS)),
    Door("lti_close", None, SECRETARY, of(platform)),
    Door(
        "lti_course_add",
        None,
        SECRETARY,
        of(platform),
        said(item=free, target=f"{HOST}/another", pass_mark="60"),
    ),
    Door("lti_own", PEOPLE),
    Door("lti_course", PEOPLE, PEOPLE, of(course)),
    Door("lti_course_close", None, SECRETARY, of(course)),
]
