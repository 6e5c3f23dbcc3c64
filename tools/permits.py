"""Write docs/reference/permits.md from the tables in the rooms: `python -m tools.permits`."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "permits.md"
HEAD = """# Who may do what

Made by `python -m tools.permits` from the tables in each room's `rules`; a test compares them.
Whatever is not ticked is refused.

A role is always a role *on* something: a city's lead leads her own city, a reviewer reviews the
case she was assigned, a committee member decides on the reports of her own meetings. `user` is
whoever has logged in, `public` is everybody. How somebody comes to hold a role is in each room's
`grants.py`. Being an operator of the machine gives no right to read a dossier or to decide.
"""


def page() -> str:
    """Return the whole page; Django has to be set up."""
    from waymark.base import permits

    parts = [HEAD]
    lines = sorted(permits.matrix(), key=lambda grant: (grant.room, grant.permit))
    for room, group in groupby(lines, key=lambda grant: grant.room):
        grants = list(group)
        roles = sorted({role for grant in grants for role in grant.roles})
        table = [
            f"| act | {' | '.join(role.replace('_', ' ') for role in roles)} |",
            f"|---|{':-:|' * len(roles)}",
        ]
        for grant in grants:
            ticks = " | ".join("✔" if role in grant.roles else "–" for role in roles)
            table.append(f"| `{grant.permit}` | {ticks} |")
        parts.append(f"## {room}\n\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
