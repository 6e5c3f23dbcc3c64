"""A registered platform with a course, and the people around it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.test import Client
from django.utils import timezone
from jwt.algorithms import RSAAlgorithm

from tests import factories
from tests.library.shelf import make_item
from waymark.learning.actions import lti as acts
from waymark.learning.actions import lti_services as services
from waymark.learning.models import OutsideLaunch, OutsidePlatform
from waymark.learning.rules.lti_registration import CourseTold, Registration
from waymark.people.models import User

HOST = "https://learn.example.org"
LOGIN, RETURN = f"{HOST}/lti/login", f"{HOST}/lti/launch"
KID = "one"


def private_key() -> RSAPrivateKey:
    """A key of a platform."""
    return generate_private_key(65537, 2048)


def public_keys(key: RSAPrivateKey) -> str:
    """Its key set."""
    return json.dumps(
        {"keys": [RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": KID}]}
    )


@dataclass
class Placed:
    """A registered platform with its course, and the people around it."""

    secretary: User
    learner: User
    platform: OutsidePlatform
    course: Any
    key: RSAPrivateKey

    def client(self, who: User | None = None) -> Client:
        """A browser in which somebody is logged in."""
        return factories.log_in(Client(), who or self.learner)

    def begun(self) -> OutsideLaunch:
        """A launch that the learner has just begun."""
        return services.begin_launch(
            course=self.course, give_name=False, give_email=False, by=self.learner,
            at=timezone.now(),
        )  # fmt: skip

    def asked(self, launch: OutsideLaunch, **changes: Any) -> str:
        """The address of an authentication request that fits, but for what a test changes."""
        told = {
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post",
            "prompt": "none", "client_id": self.platform.client_id, "redirect_uri": RETURN,
            "login_hint": launch.pk, "lti_message_hint": launch.pk, "state": "s", "nonce": "n",
        }  # fmt: skip
        return f"/lti/authorize?{urlencode(told | changes)}"


def place() -> Placed:
    """Register a platform with its key and a course that is passed with 60 percent."""
    now, secretary = timezone.now(), factories.make_secretary()
    told = Registration("Learn", LOGIN, (RETURN,))
    platform = acts.register_platform(told=told, by=secretary, at=now)
    key = private_key()
    acts.take_keys(platform=platform, text=public_keys(key), by=secretary, at=now)
    make_item("T001", kinds=("course",))
    where = CourseTold("T001", f"{HOST}/course/7", 60)
    course = acts.add_course(platform=platform, told=where, by=secretary, at=now)
    platform.refresh_from_db()
    return Placed(secretary, factories.make_user(name="Amina"), platform, course, key)
