"""SDMX: structures and data in the formats of statistical offices, read and written as plain data.

Structures are loaded, never written into code. Reading data gives every observation or the reasons
why it was refused, so that rows in = accepted + refused. Files come from outside: whoever reads
one does so in a limited process.
"""

from waymark.kernel.sdmx.data_read import read_data, read_envelope
from waymark.kernel.sdmx.data_write import write_data
from waymark.kernel.sdmx.errors import BadSdmx, Reason, Where, tidy
from waymark.kernel.sdmx.formats import DATA, STRUCTURE, Format, negotiate
from waymark.kernel.sdmx.header import Envelope, Header
from waymark.kernel.sdmx.markup import error_message
from waymark.kernel.sdmx.model import Ref, Structures
from waymark.kernel.sdmx.observation import Observation, Refusal
from waymark.kernel.sdmx.schema import Schema, make_schema
from waymark.kernel.sdmx.structure_read import StructureMessage, read_structures
from waymark.kernel.sdmx.structure_write import write_structures
from waymark.kernel.sdmx.times import parse_time, write_time

__all__ = [
    "DATA",
    "STRUCTURE",
    "BadSdmx",
    "Envelope",
    "Format",
    "Header",
    "Observation",
    "Reason",
    "Ref",
    "Refusal",
    "Schema",
    "StructureMessage",
    "Structures",
    "Where",
    "error_message",
    "make_schema",
    "negotiate",
    "parse_time",
    "read_data",
    "read_envelope",
    "read_structures",
    "tidy",
    "write_data",
    "write_structures",
    "write_time",
]
