"""`waymark user` at the console."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.factories import PASSWORD, make_user
from waymark.people import queries
from waymark.people.commands import user
from waymark.people.models import Body, User

pytestmark = pytest.mark.django_db


def run(*arguments: str, text: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(user, list(arguments), input=text)
    return result.exit_code, result.output


def test_the_first_secretary_of_a_new_installation() -> None:
    code, said = run(
        "create",
        "Ana@Example.org",
        "--name=Ana",
        "--seat=secretariat:lead",
        "--seat=committee:chair",
        "--password-stdin",
        text=PASSWORD + "\n",
    )
    assert (code, said) == (0, "ana@example.org can log in.\n")
    ana = User.objects.get(email="ana@example.org")
    assert ana.check_password(PASSWORD)
    assert queries.is_secretary(ana)
    assert Body.objects.count() == 2
    roles = {role.role for role in queries.user_body_roles(ana, timezone.now())}
    assert roles == {"secretariat", "chair"}
    assert "secretariat:lead" in run("list")[1]


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        (["create", "nobody", "--name=A", "--no-password"], "", "is no e-mail address"),
        (["create", "a@example.org", "--name=A", "--password-stdin"], "1234\n", "too short"),
        (
            ["create", "a@example.org", "--name=A", "--no-password", "--seat=king:lead"],
            "",
            "There is no seat king:lead",
        ),
        (["deactivate", "a@example.org"], "", "Nobody has the address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(
    arguments: list[str], text: str, said: str
) -> None:
    code, output = run(*arguments, text=text)
    assert code == 1
    assert said in output
    assert not User.objects.exists()
    assert not Body.objects.exists()


def test_closing_and_a_new_password() -> None:
    one = make_user("a@example.org")
    assert run("create", "a@example.org", "--name=A", "--no-password")[0] == 1  # taken
    assert run("password", "a@example.org", "--password-stdin", text=PASSWORD)[0] == 0
    one.refresh_from_db()
    assert one.check_password(PASSWORD)
    assert "(0 removed)" in run("remove-factors", "a@example.org")[1]
    assert run("deactivate", "A@example.org") == (0, "A@example.org is closed.\n")
    assert "closed" in run("list")[1]
