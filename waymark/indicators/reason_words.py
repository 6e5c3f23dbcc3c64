"""The sentences of this room, for whatever says its reasons: pages, reports, the command line."""

from __future__ import annotations

from waymark.base import reasons
from waymark.indicators.gap_words import GAPS
from waymark.indicators.metadata_words import SENTENCES
from waymark.indicators.method_words import PROGRESS
from waymark.indicators.outlook_words import OUTLOOKS
from waymark.indicators.proposal_words import PROPOSALS
from waymark.indicators.quality_words import FINDINGS
from waymark.indicators.sentences import ALL
from waymark.indicators.source_words import ALL as SOURCES


def register() -> None:
    """Let all of them be said. May be called again."""
    for words in (ALL, SOURCES, FINDINGS, SENTENCES, PROGRESS | OUTLOOKS | GAPS, PROPOSALS):
        reasons.register(words)
