"""A platform outside with one course that is open, and an entry that no platform opens yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.library.shelf import entry
from waymark.learning.actions.lti import add_course, register_platform, take_keys
from waymark.learning.models import OutsideCourse, OutsidePlatform
from waymark.learning.rules.lti_registration import CourseTold, Registration
from waymark.library.actions import add_item
from waymark.people.models import User

HOST = "https://learn.example.org"
KEYS = json.dumps(
    {
        "kty": "RSA",
        "e": "AQAB",
        "kid": "one",
        "n": "".join(
            [
                "8CaQbA1vgGg4bJE_u1Pu5RASzzKjiUsNPuJfnpBgMKURdjG1w8-lFUJuMMKNpF8eKOepmCp8e-",
                "FpLqO5lqTyFfBnDR6m9iI84Vb-L3_yGnY1XAE_k4fSt1tdYseZqDwAxu0EZbfW5QnMqx-",
                "TuB5vEKHuphqpvoDCcUBN5ZrxNGA-nolFh-hFb0Vg-",
                "Yw_PzwkR7NoSM_f6tAxgtIXt046UHhZ4aLwIB6cGyM0MF-jdfm9NMak5lr7VR4RlykhIV4Yz1NQfA6V3",
                "_KZUWdLRIq2M9M3Qjf9LlgmzhM8LlVPql9G782d-0Hnj0bzYQl3bQj__yLYMNtKGu4i4UE2xX9RoQ",
            ]
        ),
    }
)
"""A public key whose private half nobody has kept."""


@dataclass
class Outside:
    """What the story has of courses elsewhere."""

    platform: OutsidePlatform
    course: OutsideCourse
    free: str  # code of a course that no platform opens


def make_outside(secretary: User, say: Callable[[str], str]) -> Outside:
    """Register a platform with its key and one course."""
    now, made = timezone.now(), []
    for title in ("A course", "Another course"):
        told = entry(code="", title={"en": say(title)}, kinds=("course",))
        made.append(add_item(entry=told, by=secretary, at=now).code)
    told_of = Registration(say("Learn")[:120], f"{HOST}/login", (f"{HOST}/launch",))
    platform = register_platform(told=told_of, by=secretary, at=now)
    platform = take_keys(platform=platform, text=KEYS, by=secretary, at=now)
    where = CourseTold(made[0], f"{HOST}/course")
    course = add_course(platform=platform, told=where, by=secretary, at=now)
    return Outside(platform, course, made[1])
