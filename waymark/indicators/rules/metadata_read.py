"""Reading a file with metadata in a limited process: plain JSON goes in and comes out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Any

from waymark.indicators.rules import opensdg
from waymark.indicators.rules.metadata_files import Found, from_fields, from_sheet
from waymark.indicators.rules.opensdg.yamls import BadYaml
from waymark.indicators.rules.problems import Problem
from waymark.kernel import tables

KINDS = {"xlsx": "xlsx", "yml": "fields", "yaml": "fields", "md": "fields"}


def kind_of(name: str) -> str:
    """How a file of that name is read: xlsx, fields (YAML, Markdown with a head), else csv."""
    return KINDS.get(name.rpartition(".")[2].lower(), "csv")


def read(stream: IO[bytes], *, name: str) -> dict[str, Any]:
    """What `result` understands, or the error that stands in the way. Runs in the sandbox."""
    kind = kind_of(name)
    if kind != "fields":
        return tables.work(io.BytesIO(stream.read()), kind=kind)
    ending = "file.md" if name.lower().endswith(".md") else "file.yml"
    try:
        fields = opensdg.read_metadata(ending, stream.read()).fields
    except BadYaml as error:
        return {
            "error": {"key": error.key, "row": error.line or None, "column": None, "params": {}}
        }
    plain = {key: one for key, one in fields.items() if isinstance(one, (str, int, float))}
    return {"fields": plain, "others": sorted(fields.keys() - plain.keys())}


def result(answer: Mapping[str, Any], language: str) -> Found:
    """The texts that `read` found, those of a file without a language in `language`.

    What keeps the whole file from being read is the one problem.
    """
    if error := answer.get("error"):
        problem = Problem(error["key"], error["row"], error["column"], error["params"])
        return Found({}, (problem,))
    if "fields" in answer:
        return from_fields({**answer["fields"], **dict.fromkeys(answer["others"])}, language)
    return from_sheet(tables.result(answer), language)
