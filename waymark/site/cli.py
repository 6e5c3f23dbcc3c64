"""The `waymark` command. Each subcommand is imported only when it is called.

`verify`, `evaluate`, `draw` and `convert` read files and need neither settings nor a database:
whoever checks a certificate on a train should not have to configure a server.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from threading import Event, Thread
from types import FrameType

import click

from waymark import VERSION


@dataclass(frozen=True)
class Lazy:
    """A subcommand that is not imported yet."""

    where: str  # "module:attribute" of a click command
    about: str  # one line for `waymark --help`
    site: bool = True  # whether Django must be set up first


COMMANDS = {
    "serve": Lazy("waymark.site.serve:serve", "Serve the site."),
    "worker": Lazy("waymark.site.cli:worker", "Do what is to be done in the background."),
    "verify": Lazy("waymark.awards.commands:verify", "Check a certificate, offline.", site=False),
    "trust": Lazy("waymark.awards.commands:trust", "Hand out what others verify with."),
    "evaluate": Lazy(
        "waymark.assessments.commands:evaluate", "Evaluate a case document, offline.", site=False
    ),
    "draw": Lazy(
        "waymark.assessments.commands:spot_draw",
        "Check a draw for spot checks, offline.",
        site=False,
    ),
    "ledger": Lazy("waymark.base.commands:ledger", "Check, prove or hand out the ledger."),
    "mechanism": Lazy("waymark.schemes.commands:mechanism", "Set up who runs certification here."),
    "scheme": Lazy("waymark.schemes.commands:scheme", "Publish the editions that ship."),
    "country-groups": Lazy(
        "waymark.places.commands:country_groups", "Bring in further groups of countries."
    ),
    "library": Lazy(
        "waymark.library.commands:library",
        "Bring the library to the shipped catalogue; harvest others.",
    ),
    "lake": Lazy("waymark.indicators.lake.commands:lake", "Mirror all series, and ask over them."),
    "user": Lazy("waymark.people.commands:user", "Make, list and close accounts."),
    "lists": Lazy(
        "waymark.indicators.commands.lists:lists", "Show lists of indicators, bring one in."
    ),
    "import": Lazy(
        "waymark.indicators.commands.imports:import_file", "Bring a file into a place's data."
    ),
    "convert": Lazy(
        "waymark.indicators.commands.convert:convert",
        "Check data and write them in other formats, offline.",
        site=False,
    ),
    "export": Lazy(
        "waymark.indicators.commands.exports:export", "Write the data of places to a file."
    ),
    "structures": Lazy(
        "waymark.indicators.commands.structures:structures", "Keep structures of SDMX data."
    ),
    "demo-world": Lazy("waymark.portal.commands:demo_world", "Make the demo's fictional world."),
    "migrate": Lazy("waymark.site.cli:migrate", "Bring the database to this version."),
    "manage": Lazy("waymark.site.cli:manage", "Run any Django management command."),
}


class LazyGroup(click.Group):
    """A group that knows the names of its commands, and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, with Django set up before where it needs it."""
        lazy = COMMANDS.get(cmd_name)
        if lazy is None:
            return None
        from waymark.site import heap

        if lazy.site:
            set_up_django()
        module, _, attribute = lazy.where.partition(":")
        with nullcontext() if lazy.site else heap.loading():
            found = getattr(importlib.import_module(module), attribute)
        assert isinstance(found, click.Command), lazy.where
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.about) for name, lazy in COMMANDS.items()])


def set_up_django() -> None:
    """Read the settings from the environment and load the apps."""
    import django

    from waymark.site import heap

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
    with heap.loading():
        django.setup()


@click.command()
def worker() -> None:
    """Run background tasks (mail, previews, deliveries, reminders) until interrupted.

    Run one beside each server. A task whose worker is killed is taken up by another worker.
    """
    from waymark.base import jobs
    from waymark.site.serve import refuse_unsafe_database

    refuse_unsafe_database()
    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        # In a thread: the signal may have interrupted the very wait whose lock set() needs.
        Thread(target=stop.set).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    jobs.run_worker(stop)


@click.command()
def migrate() -> None:
    """Bring the database to this version of the software.

    Run it once after each upgrade, before the server starts. It may be run again at any time.
    """
    from django.core.management import call_command
    from django.utils import timezone

    from waymark.indicators.reference import load_frameworks
    from waymark.library.actions import load_catalogue, load_sources
    from waymark.places.reference import load_countries

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_countries()
    load_frameworks()
    load_catalogue(at=timezone.now())
    load_sources(at=timezone.now())
    click.echo("The database is up to date.", err=True)


@click.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_extra_args": True,
        "help_option_names": [],
    }
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run any management command of Django, such as `waymark manage dbshell`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["waymark manage", *arguments])


@click.group(cls=LazyGroup)
@click.version_option(VERSION, message="%(version)s")
def waymark() -> None:
    """Waymark: from a city's data to a certificate that anyone can verify.

    Run `waymark COMMAND --help` to learn what a command does and which options it has.
    """


def main() -> None:
    """Entry point of the console script; a database that is not ready is said in a sentence."""
    try:
        waymark(prog_name="waymark", args=sys.argv[1:])
    except Exception as error:
        if not _is_of_database(error):
            raise
        click.echo(
            f"Error: the database can't be used: {error}\n"
            "Is WAYMARK_DATABASE_URL right, and was `waymark migrate` run?",
            err=True,
        )
        sys.exit(2)


def _is_of_database(error: Exception) -> bool:
    """Tell whether a database is away or lacks its tables, without loading Django for it."""
    errors = sys.modules.get("django.db.utils")
    if errors is None:
        return False
    return isinstance(error, errors.OperationalError | errors.ProgrammingError)
