"""Finding words in columns that hold JSON."""

from __future__ import annotations

import json

from django.db.models import Q


def says(column: str, words: str) -> Q:
    """Return the condition that a JSON column holds words, in whatever script.

    SQLite keeps letters beyond ASCII escaped, PostgreSQL as they are: both forms are looked for.
    """
    escaped = json.dumps(words)[1:-1]
    return Q(**{f"{column}__icontains": words}) | Q(**{f"{column}__icontains": escaped})
