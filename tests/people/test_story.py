"""From a stranger to a colleague, by forms and mails alone, with no JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, log_in, make_member, make_place, make_secretary
from waymark.base import jobs
from waymark.people.models import Membership, User
from waymark.places.models import Place
from waymark.places.reference import load_countries

pytestmark = pytest.mark.django_db(transaction=True)


def the_mail(to: str) -> str:
    """Do the work that waits and return the last mail to an address."""
    jobs.run_due()
    return next(str(one.body) for one in reversed(mail.outbox) if one.to == [to])


def code_in(text: str) -> str:
    found = re.search(r"^([A-Z0-9-]{6,12})$", text, re.M)
    assert found, text
    return found[1]


def sign_up(client: Client, email: str, **more: str) -> None:
    response = client.post(
        reverse("account_signup"),
        {"name": "Ana Mwangi", "email": email, "password1": PASSWORD} | more,
    )
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].startswith(reverse("account_email_verification_sent"))
    assert not client.session.get("_auth_user_id")
    response = client.post(response["Location"], {"code": code_in(the_mail(email))} | more)
    assert response.status_code == 302, response.content.decode()
    assert client.session["_auth_user_id"] == User.objects.get(email=email).pk


def test_signing_up_asking_for_a_city_and_being_admitted(client: Client) -> None:
    load_countries()
    secretary = make_secretary()
    sign_up(client, "ana@example.org")
    ana = User.objects.get(email="ana@example.org")
    assert (ana.name, ana.language) == ("Ana Mwangi", "en")

    page = client.get(reverse("people:ask"), {"country": "KE", "name": "Mwamba"})
    assert "Mwamba, Kenya" in page.content.decode()
    asked = client.post(
        reverse("people:ask") + "?country=KE&name=Mwamba",
        {"place": "new", "kind": "city", "office": "Planning", "message": "Hello"},
        follow=True,
    )
    assert "Waiting for the secretariat" in asked.content.decode()
    assert "Mwamba" in the_mail(secretary.email)

    office = log_in(Client(), secretary)
    queue = office.get(reverse("people:requests")).content.decode()
    request = re.search(r'href="(/secretariat/requests/\w+/)"', queue)
    assert request
    assert "Ana Mwangi" in office.get(request[1]).content.decode()
    office.post(request[1] + "admit/", {"place": ""})
    place = Place.objects.get()
    assert "Mwamba" in the_mail("ana@example.org")
    assert client.get(reverse("people:members", args=[place.slug])).status_code == 200


def test_a_colleague_without_an_account_is_invited(client: Client) -> None:
    place = make_place("Mwamba")
    lead = make_member(place, "lead")
    leading = log_in(Client(), lead)
    sent = leading.post(
        reverse("people:invite", args=[place.slug]),
        {"email": "new@example.org", "role": "editor", "department": ""},
        follow=True,
    )
    assert "new@example.org" in sent.content.decode()
    link = re.search(r"http://[^/]+(/invitations/\S+)", the_mail("new@example.org"))
    assert link
    offer = client.get(link[1])
    assert offer.status_code == 200
    assert offer["Referrer-Policy"] == "same-origin"  # without one, the form had no origin
    assert "Sign up and accept" in offer.content.decode()

    sign_up(client, "new@example.org", next=link[1])
    assert client.get(link[1]).context["user"].email == "new@example.org"
    done = client.post(link[1], follow=True)
    assert done.redirect_chain[-1][0] == reverse("people:members", args=[place.slug])
    assert Membership.objects.get(user__email="new@example.org").role == "editor"
    assert "Your invitation was accepted." in the_mail(lead.email)


def test_signing_up_by_an_invitation_ends_at_the_invitation(client: Client) -> None:
    response = client.post(
        reverse("account_signup"),
        {
            "name": "Ana",
            "email": "ana@example.org",
            "password1": PASSWORD,
            "next": "/invitations/abc/",
        },
    )
    code = code_in(the_mail("ana@example.org"))
    response = client.post(response["Location"], {"code": code})
    assert response["Location"] == "/invitations/abc/"


def test_a_refused_request_tells_why(client: Client) -> None:
    load_countries()
    secretary = make_secretary()
    sign_up(client, "ana@example.org")
    client.post(
        reverse("people:ask") + "?country=KE&name=Mwamba",
        {"place": "new", "kind": "city", "office": "Planning"},
    )
    office = log_in(Client(), secretary)
    queue = office.get(reverse("people:requests")).content.decode()
    request = re.search(r'href="(/secretariat/requests/\w+/)"', queue)
    assert request
    kept = office.post(request[1] + "refuse/", {"reason": ""})
    assert kept.status_code == 400
    office.post(request[1] + "refuse/", {"reason": "Please write from your office."})
    assert "Please write from your office." in the_mail("ana@example.org")
    mine = client.get(reverse("people:workspaces")).content.decode()
    assert "Please write from your office." in mine


def test_a_forgotten_password_is_replaced_by_a_code_and_ends_other_sessions(
    client: Client,
) -> None:
    sign_up(client, "ana@example.org")
    elsewhere = Client()
    response = elsewhere.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    code = code_in(the_mail("ana@example.org"))
    response = elsewhere.post(response["Location"], {"code": code})
    response = elsewhere.post(
        response["Location"],
        {"password1": "an entirely new one 9", "password2": "an entirely new one 9"},
    )
    assert response.status_code == 302
    assert User.objects.get().check_password("an entirely new one 9")
    assert client.get(reverse("people:account")).status_code == 302  # logged out here
