"""The web server: granian over WSGI, with as many threads as the database likes."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True)
class Load:
    """How many processes, and threads in each, answer requests."""

    workers: int
    threads: int


# SQLite lets one writer in at a time, so that more threads only queue (measured: ADR 0004).
BY_DATABASE = {"sqlite": Load(workers=2, threads=1), "postgresql": Load(workers=2, threads=4)}


def default_load(engine: str) -> Load:
    """What suits a Django database engine such as "django.db.backends.sqlite3"."""
    return BY_DATABASE["sqlite" if "sqlite" in engine else "postgresql"]


def load_application(_target: str) -> Callable[..., Any]:
    """Give a worker process the application, deaf to a terminal's Ctrl-C.

    Ctrl-C reaches every process of the terminal at once, and granian's parent tells its workers to
    end besides: with both signals a worker of granian 2.8 hangs until it is killed.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from waymark.site.wsgi import application

    return application


def tell_of_search_model() -> None:
    """Say what is wrong with the operator's model of meaning: the search goes on without it."""
    from waymark.search.meaning import trouble

    if said := trouble():
        click.echo(said, err=True)


def refuse_unsafe_database() -> None:
    """End the command in words if the live database is not set as it must be.

    Raises click.ClickException.
    """
    from django.db import Error, connections

    from waymark.base import checks

    try:
        checks.require_sound_database()
    except (checks.UnsafeDatabase, Error) as error:
        raise click.ClickException(f"Waymark does not start.\n{error}") from error
    finally:
        connections.close_all()  # the server's processes open their own


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1), help="Processes. Default: 2.")
@click.option("--threads", type=click.IntRange(1), help="Threads in each: 1 on SQLite, else 4.")
def serve(host: str, port: int, workers: int | None, threads: int | None) -> None:
    """Serve the site until it is interrupted (SIGINT or SIGTERM).

    Put a proxy that speaks TLS before it when strangers are to reach it, and set
    WAYMARK_BEHIND_PROXY. The settings come from the environment: see docs/reference/settings.md.
    """
    from django.conf import settings
    from django.urls import get_resolver
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    refuse_unsafe_database()
    tell_of_search_model()
    # Before the workers are forked: both share what is loaded here, pages and their imports too.
    import waymark.site.wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018

    load = default_load(settings.DATABASES["default"]["ENGINE"])
    Granian(
        "waymark.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or load.workers,
        blocking_threads=threads or load.threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve(target_loader=load_application)
