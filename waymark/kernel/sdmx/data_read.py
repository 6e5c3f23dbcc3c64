"""Reading data in whichever format they come."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import IO, cast

from waymark.kernel.sdmx.data_csv import csv_envelope, read_data_csv
from waymark.kernel.sdmx.data_xml import read_data_xml
from waymark.kernel.sdmx.head_xml import xml_envelope
from waymark.kernel.sdmx.header import Envelope
from waymark.kernel.sdmx.observation import Item
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.sdmx.streams import Joined
from waymark.kernel.sdmx.walk import MAX_BYTES

_BEFORE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # marks, blanks, the other half of UTF-16


def read_data(
    stream: IO[bytes],
    schema: Schema,
    *,
    ignore: Collection[str] = (),
    check_structure: bool = True,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Item]:
    """Each observation of a file in SDMX-ML or SDMX-CSV, or its refusal; see the two readers."""
    is_xml, whole = _sniff(stream)
    read = read_data_xml if is_xml else read_data_csv
    yield from read(
        whole, schema, ignore=ignore, check_structure=check_structure, max_bytes=max_bytes
    )


def read_envelope(stream: IO[bytes]) -> Envelope:
    """The format of a data file and the structure it names; raise `BadSdmx` where it is none."""
    is_xml, whole = _sniff(stream)
    return xml_envelope(whole) if is_xml else csv_envelope(whole)


def _sniff(stream: IO[bytes]) -> tuple[bool, IO[bytes]]:
    """Whether a stream holds XML, and the stream from its beginning."""
    head = stream.read(1024)
    whole = cast(IO[bytes], io.BufferedReader(Joined(head, stream)))
    return head.lstrip(_BEFORE).startswith(b"<"), whole
