"""Crosswalks: what the results of another scheme say about the criteria of ours. Plain Python."""

from waymark.schemes.rules.crosswalk.flow import CROSSWALK, DECISIONS, CrosswalkFacts
from waymark.schemes.rules.crosswalk.model import (
    FORMAT,
    Checked,
    Confidence,
    Crosswalk,
    Level,
    Relation,
    Row,
    Why,
    crosswalk_document,
    crosswalk_hash,
    why_not,
)
from waymark.schemes.rules.crosswalk.read import BadCrosswalk, Fault, parse_crosswalk
from waymark.schemes.rules.crosswalk.table import COLUMNS, as_table, from_table

__all__ = [
    "COLUMNS",
    "CROSSWALK",
    "DECISIONS",
    "FORMAT",
    "BadCrosswalk",
    "Checked",
    "Confidence",
    "Crosswalk",
    "CrosswalkFacts",
    "Fault",
    "Level",
    "Relation",
    "Row",
    "Why",
    "as_table",
    "crosswalk_document",
    "crosswalk_hash",
    "from_table",
    "parse_crosswalk",
    "why_not",
]
