"""The command line of this room: `waymark user`."""

from __future__ import annotations

import getpass
import sys

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.models import Body, User
from waymark.people.rules import SEATS, BodyKind


def _person(email: str) -> User:
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return found


def _password(from_stdin: bool) -> str:
    """Read a password: from a pipe as it is, from a person twice and unseen."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise click.ClickException("The two passwords differ.")
    return first


def _checked(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    return password


def _seat(text: str) -> tuple[Body, str]:
    """Read `kind:role` into the global body of that kind, made if there is none yet."""
    kind, _, role = text.partition(":")
    if kind not in set(BodyKind) or role not in {seat.value for seat in SEATS.get(kind, ())}:
        known = ", ".join(f"{kind}:{seat}" for kind, seats in SEATS.items() for seat in seats)
        raise click.ClickException(f"There is no seat {text}. Seats are: {known}.")
    body = Body.objects.filter(kind=kind, country=None).order_by("created_at").first()
    if body is None:
        name = kind.replace("_", " ").capitalize()
        body = actions.create_body(kind=kind, name={"en": name}, by=None, at=timezone.now())
    return body, role


@click.group()
def user() -> None:
    """Make, list and close accounts, and give the first seats, at this machine's console.

    Everything done here is in the ledger, as done by the system.
    """


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--seat", "seats", multiple=True, help="KIND:ROLE, such as secretariat:lead.")
@click.option("--language", default="en", show_default=True, help="Language of pages and mails.")
@click.option("--no-password", is_flag=True, help="The person chooses one by “Forgotten?”.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    email: str,
    name: str,
    seats: tuple[str, ...],
    language: str,
    no_password: bool,
    password_stdin: bool,
) -> None:
    """Make an account with a verified EMAIL, and give it seats in global bodies."""
    now = timezone.now()
    try:
        validate_email(email)
    except ValidationError as error:
        raise click.ClickException(f"{email} is no e-mail address.") from error
    password = None
    if not no_password:
        password = _checked(_password(password_stdin), User(email=email, name=name))
    try:
        with transaction.atomic():
            made = actions.create_user(
                email=email, name=name, at=now, password=password, language=language
            )
            for text in seats:
                body, role = _seat(text)
                actions.give_seat(body=body, user=made, role=role, by=None, at=now)
    except Refused as refused:
        sentences = " ".join(reasons.sentence(reason) for reason in refused.reasons)
        raise click.ClickException(sentences) from refused
    click.echo(f"{made.email} can log in.")


@user.command("list")
def list_users() -> None:
    """List all accounts: address, name, seats, and whether they are closed."""
    now = timezone.now()
    for one in User.objects.order_by("email"):
        seats = ",".join(f"{s.body.kind}:{s.role}" for s in queries.seats_of(one, now)) or "-"
        state = "" if one.is_active else "\tclosed"
        click.echo(f"{one.email}\t{one.name}\t{seats}{state}")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close the account of EMAIL: no log-in and no rights; what the person did stays."""
    actions.deactivate_user(user=_person(email), at=timezone.now())
    click.echo(f"{email} is closed.")


@user.command("remove-factors")
@click.argument("email")
def remove_factors(email: str) -> None:
    """Remove the passkeys, app and recovery codes of EMAIL, who has lost them.

    Make sure first that it is really that person who asks.
    """
    removed = actions.remove_factors(user=_person(email), at=timezone.now())
    click.echo(f"{email} has no second factor any more ({removed} removed).")


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(email: str, password_stdin: bool) -> None:
    """Set a new password for EMAIL; the person is logged out everywhere."""
    one = _person(email)
    actions.set_password(
        user=one, password=_checked(_password(password_stdin), one), at=timezone.now()
    )
    click.echo(f"{email} has a new password.")
