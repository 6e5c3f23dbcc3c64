"""Every page of this room draws, for those who may see it, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    log_in,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db

ENTRANCE = ["account_login", "account_signup", "account_reset_password"]
OWN = [
    "people:account",
    "people:interests",
    "people:workspaces",
    "people:ask",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_draws_in_our_frame(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    page = response.content.decode()
    assert 'id="main"' in page
    assert "placeholder" not in page


@pytest.mark.parametrize("name", OWN)
def test_own_pages_draw(client: Client, name: str) -> None:
    make_place()
    log_in(client, make_user(password=PASSWORD))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'id="main"' in response.content.decode()


@pytest.mark.parametrize("name", OWN[:6])
def test_own_pages_send_a_stranger_to_the_log_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login") + "?next=/")
