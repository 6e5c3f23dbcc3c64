"""Data as SDMX-ML: what generic and structure-specific messages of both versions look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.formats import SCHEMAS, Format
from waymark.kernel.sdmx.header import Header
from waymark.kernel.sdmx.markup import attributes, escaped, header, opening
from waymark.kernel.sdmx.model import Level
from waymark.kernel.sdmx.observation import Observation
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS, Schema

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ID = "data"  # by which the data set names its structure in the header
Pairs = list[tuple[str, str]]


class XmlWriter:
    """Writes one message. A series ends where the next observation belongs to another."""

    def __init__(
        self, schema: Schema, head: Header, format: Format, *, flat: bool, bare: bool
    ) -> None:
        self.schema = schema
        self.head = head
        self.format = format
        self.generic = format is Format.GENERIC_21
        self.bare = bare
        self.flat = flat or not schema.time
        self.at = ALL_DIMENSIONS if self.flat else schema.time
        levels = {
            attribute.id: schema.level_in_series(attribute, self.at)
            for attribute in schema.structure.attributes
        }
        if self.flat:
            levels = {
                name: level if level is Level.DATASET else Level.OBSERVATION
                for name, level in levels.items()
            }
        self.names = {
            level: tuple(name for name, own in levels.items() if own is level) for level in Level
        }

    def pieces(self, observations: Iterator[Observation]) -> Iterator[str]:
        """The message from beginning to end."""
        first = next(observations, None)
        whole = self.said(first.attributes, Level.DATASET) if first else []
        yield self.begin(whole)
        series: tuple[tuple[str, ...], Pairs] | None = None
        for observation in chain([first] if first else [], observations):
            if self.said(observation.attributes, Level.DATASET) != whole:
                raise BadSdmx("sdmx.set_attribute_differs", at=observation.key)
            if not self.flat:
                own = self.series_of(observation)
                if own != series:
                    yield f"</{self.tag('Series')}>\n" if series else ""
                    yield self.series(*own)
                    series = own
            if not self.bare:
                yield self.observation(observation)
        if series:
            yield f"</{self.tag('Series')}>\n"
        root = "GenericData" if self.generic else "StructureSpecificData"
        yield f"</mes:DataSet>\n</mes:{root}>\n"

    def tag(self, name: str) -> str:
        """The name of an element of data: structure-specific ones have no namespace."""
        return f"gen:{name}" if self.generic else name

    def said(self, given: Mapping[str, str], level: Level) -> Pairs:
        """The attributes of that level, in the order of the structure."""
        return [(name, given[name]) for name in self.names[level] if name in given]

    def series_of(self, observation: Observation) -> tuple[tuple[str, ...], Pairs]:
        """Key and attributes of its series.

        Real data have two units in one series: then the series comes twice, as in its source.
        """
        key = tuple(
            text
            for name, text in zip(self.schema.dimensions, observation.key, strict=True)
            if name != self.at
        )
        return key, self.said(observation.attributes, Level.PARTIAL)

    def begin(self, whole: Pairs) -> str:
        """Everything before the first series."""
        version = self.format.version
        urn = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure="
        urn += str(self.schema.structure.ref)
        space = f"{urn}:ObsLevelDim:{self.at}"
        about: Pairs = [("structureID", _ID)]
        about += [] if self.generic else [("namespace", space)]
        about += [("dimensionAtObservation", self.at)]
        ref = self.schema.structure.ref
        named = f'<Ref agencyID="{ref.agency}" id="{ref.id}" version="{ref.version}"/>'
        named = escaped(urn) if version == "v3_0" else named
        inside = f"<mes:Structure{attributes(about)}><com:Structure>{named}</com:Structure>"
        top = header(self.head, f"{inside}</mes:Structure>")
        if self.generic:
            told = self.values("Attributes", whole)
            base = {"xmlns:gen": f"{SCHEMAS}/{version}/data/generic"}
            start = opening("GenericData", version, **base)
            own: Pairs = [("structureRef", _ID), ("action", self.head.action)]
            return f"{start}{top}<mes:DataSet{attributes(own)}>\n{told}"
        spaces = {
            "xmlns:ss": f"{SCHEMAS}/{version}/data/structurespecific",
            "xmlns:ns1": space,
            "xmlns:xsi": XSI,
        }
        own = [("ss:structureRef", _ID), ("xsi:type", "ns1:DataSetType")]
        own += [("ss:dataScope", "DataStructure")] if version == "v2_1" else []
        own += [("ss:action", self.head.action), *whole]
        start = opening("StructureSpecificData", version, **spaces)
        return f"{start}{top}<mes:DataSet{attributes(own)}>\n"

    def series(self, key: tuple[str, ...], told: Pairs) -> str:
        """The beginning of a series."""
        dimensions = (name for name in self.schema.dimensions if name != self.at)
        pairs = list(zip(dimensions, key, strict=True))
        if self.generic:
            inside = self.values("SeriesKey", pairs) + self.values("Attributes", told)
            return f"<gen:Series>{inside}\n"
        return f"<Series{attributes(pairs + told)}>\n"

    def observation(self, observation: Observation) -> str:
        """One observation."""
        key = list(zip(self.schema.dimensions, observation.key, strict=True))
        told = self.said(observation.attributes, Level.OBSERVATION)
        own = key if self.flat else [(name, text) for name, text in key if name == self.at]
        value = self.value(observation)
        if not self.generic:
            return f"<Obs{attributes(own + value + told)}/>\n"
        named = self.values("ObsKey", own)
        if not self.flat:
            named = f"<gen:ObsDimension{attributes([('id', self.at), ('value', own[0][1])])}/>"
        number = "".join(f"<gen:ObsValue{attributes([('value', t)])}/>" for _, t in value)
        return f"<gen:Obs>{named}{number}{self.values('Attributes', told)}</gen:Obs>\n"

    def value(self, observation: Observation) -> Pairs:
        """The measure; none where the value is missing and may be."""
        measure = self.schema.measure
        if observation.value is None and not measure.mandatory:
            return []
        return [(measure.id, "NaN" if observation.value is None else str(observation.value))]

    @staticmethod
    def values(name: str, pairs: Pairs) -> str:
        """A list of values in a generic message; nothing where there are none."""
        inside = "".join(
            f"<gen:Value{attributes([('id', key), ('value', text)])}/>" for key, text in pairs
        )
        return f"<gen:{name}>{inside}</gen:{name}>" if inside else ""
