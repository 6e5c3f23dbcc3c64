"""The words of a document, for whoever looks for it: read in the sandbox, kept beside the content.

Reading may take seconds of a hostile file: it belongs into a job, outside of any transaction. What
was read goes with the content when that is erased. Who may read it is the caller's business.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import Any

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.storage import open_blob
from waymark.base.files.types import BY_MEDIA_TYPE
from waymark.base.models import Blob

log = logging.getLogger(__name__)

READ = ("PDF", "DOCX", "PPTX", "ODT", "TXT", "Markdown")
"""Types whose words are read; tables and data are not."""

MOST_CHARACTERS = 150_000
MOST_PAGES = 1_000
CPU_SECONDS = 20
WALL_SECONDS = 40.0
MEMORY_BYTES = 512 * 1024 * 1024
ANSWER_BYTES = 4 * 1024 * 1024
TRIES = 3
"""How often a document that ends its reader is tried: the machine may only have been busy."""

VERSION = 1  # goes up when words are taken out differently, so that all is read anew
_KEPT = "words.json"
_FUNCTION = "waymark.base.files.inspectors.words:read"


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a document. `pages` are its own where `numbered`, else pieces of it.

    `more` says that it goes on; `tries` counts the times when it could not be read.
    """

    pages: tuple[str, ...] = ()
    numbered: bool = False
    more: bool = False
    tries: int = 0
    version: int = VERSION

    @property
    def settled(self) -> bool:
        """Whether there is nothing to be gained by reading it again."""
        return not self.tries or self.tries >= TRIES


def can_be_read(blob: Blob) -> bool:
    """Whether a content is there, of a type whose words are read."""
    kind = BY_MEDIA_TYPE.get(blob.media_type)
    return kind is not None and kind.label in READ and blob.erased_at is None


def kept_words(blob: Blob) -> Words | None:
    """What was read of a content before; None where it waits to be read, or is erased."""
    if blob.erased_at is not None:
        return None
    try:
        held = json.loads(disk.derived_path(blob.sha256, _KEPT).read_bytes())
        found = Words(**{**held, "pages": tuple(held["pages"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a cache that can't be read is made anew
    return found if found.version == VERSION else None


def read_words(blob: Blob) -> Words:
    """Read a content in a limited child and keep what was read; never raises for what it holds.

    Raises `BytesGone`.
    """
    open_blob(blob).close()
    before = kept_words(blob)
    try:
        found = sandbox.run(
            _FUNCTION,
            disk.path_of(blob.sha256),
            {"media_type": blob.media_type, "most": MOST_CHARACTERS, "most_pages": MOST_PAGES},
            cpu=CPU_SECONDS,
            wall=WALL_SECONDS,
            memory=MEMORY_BYTES,
            answer=ANSWER_BYTES,
        )
        words = _checked(found)
    except sandbox.SandboxError as error:
        log.warning("words of %s were not read: %s", blob.sha256[:12], error)
        words = Words(tries=(before.tries if before else 0) + 1)
    disk.keep_derived(blob.sha256, _KEPT, json.dumps(asdict(words)).encode())
    return words


def _checked(found: Any) -> Words:
    """What the child said, as far as it has the expected shape; nothing in it is trusted."""
    pages = found.get("pages") if isinstance(found, dict) else None
    if not isinstance(pages, list) or not all(isinstance(page, str) for page in pages):
        return Words()
    left, held = MOST_CHARACTERS, []
    for page in pages[:MOST_PAGES]:
        held.append(page[: max(left, 0)])
        left -= len(page)
    return Words(tuple(held), found.get("numbered") is True, found.get("more") is True)
