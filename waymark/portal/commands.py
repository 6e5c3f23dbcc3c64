"""The command line of this room: `waymark demo-world`."""

import click
from django.conf import settings
from django.utils import timezone

from waymark.portal.demo.cast import PASSWORD
from waymark.portal.demo.load import accounts, load_demo_world


@click.command("demo-world")
def demo_world() -> None:
    """Make the demo world: fictional cities under two mechanisms, and the people around them.

    Works only with WAYMARK_DEMO=yes, never in production; prints who can be played. Run again,
    it changes nothing.
    """
    if not settings.DEMO:
        raise click.ClickException("set WAYMARK_DEMO=yes: the demo world is for the demo alone")
    load_demo_world(timezone.now())
    rows = accounts()
    wide = max(len(role) for role, _name, _address in rows)
    click.echo("Choose a role in the bar at the top of any page, or log in as one of these.")
    click.echo(f"Everybody's password, asked for again before signing: {PASSWORD}")
    for role, name, address in rows:
        click.echo(f"  {role:<{wide}}  {name}  <{address}>")
