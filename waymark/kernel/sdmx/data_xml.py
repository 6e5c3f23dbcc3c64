"""Reading data from SDMX-ML: 2.1 generic and structure-specific, 3.0 structure-specific.

Series-grouped or flat, whatever dimension stands at the observation. Attributes given for the data
set, a group or a series are put at each observation below, what is more precise winning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import IO

from waymark.kernel.sdmx.errors import BadSdmx, Reason, Where, shown
from waymark.kernel.sdmx.formats import Format
from waymark.kernel.sdmx.head_xml import HeadReader, refuse_other
from waymark.kernel.sdmx.header import ACTIONS
from waymark.kernel.sdmx.observation import Checker, Item
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS, Schema
from waymark.kernel.sdmx.walk import MAX_BYTES, local

# What a data set may say of itself without being a component.
_OF_THE_SET = frozenset(
    {
        "action",
        "structureRef",
        "dataScope",
        "setID",
        "validFromDate",
        "validToDate",
        "reportingBeginDate",
        "reportingEndDate",
        "publicationYear",
        "publicationPeriod",
    }
)
Values = dict[str, str]


def read_data_xml(
    stream: IO[bytes],
    schema: Schema,
    *,
    ignore: Collection[str] = (),
    check_structure: bool = True,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Item]:
    """Each observation of a message, or its refusal, as the stream is read.

    `ignore` names components that the file may have and the structure need not. Raises `BadSdmx`
    where the file as a whole can't be read, after what stood before that place; with
    `check_structure` also where it names another data structure.
    """
    reader = _DataReader(Checker(schema, ignore), check_structure=check_structure)
    try:
        for _ in reader.walker.run(stream, max_bytes=max_bytes):
            yield from reader.take()
    except BadSdmx:
        yield from reader.take()
        raise


class _DataReader(HeadReader):
    """Puts each observation together and through the check."""

    def __init__(self, checker: Checker, *, check_structure: bool) -> None:
        super().__init__()
        self.checker = checker
        self.schema = checker.schema
        self.check_structure = check_structure
        self.items: list[Item] = []
        self.count = self.series_count = 0
        self.action = ""
        self.at_observation = ALL_DIMENSIONS
        self.set: Values = {}
        self.groups: dict[tuple[str, ...], dict[tuple[str, ...], Values]] = {}
        self.group: Values | None = None
        self.series: Values | None = None
        self.observation: Values | None = None
        self.where = Where(0, 0)
        self.faults: list[Reason] = []
        self.series_faults: tuple[Reason, ...] = ()
        self._starts: dict[str, Callable[[Values], None]] = {
            "Series": self.start_series,
            "Obs": self.start_observation,
            "Group": self.start_group,
            "Atts": self.start_group,
            "Comp": self.complex_value,
            "Value": self.generic_value,
            "ObsDimension": self.generic_dimension,
            "ObsValue": self.generic_measure,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "Series": self.end_series,
            "Obs": self.end_observation,
            "Group": self.end_group,
            "Atts": self.end_group,
        }

    def take(self) -> list[Item]:
        """What has been put together since the last time."""
        taken, self.items = self.items, []
        return taken

    def start(self, name: str, attributes: Values) -> None:
        if not self.in_data:
            super().start(name, attributes)
            self.start_first_set(attributes)
            return
        tag = local(name)
        self.path.append(tag)
        if tag == "DataSet" and len(self.path) == 2:
            self.start_set(attributes)
        elif (act := self._starts.get(tag)) and self.path[1] == "DataSet":
            act(attributes)

    def end(self, name: str) -> None:
        if not self.in_data:
            super().end(name)
            return
        tag = self.path[-1]
        if (act := self._ends.get(tag)) and self.path[1] == "DataSet":
            act()
        self.path.pop()

    @property
    def is_generic(self) -> bool:
        """Whether values stand in elements of their own."""
        return self.format is Format.GENERIC_21

    def own(self, attributes: Values) -> Values:
        """The components among the attributes of an element: those without a namespace."""
        if self.is_generic:
            return {}
        return {name: text for name, text in attributes.items() if " " not in name}

    def start_first_set(self, attributes: Values) -> None:
        """The element after which no more header comes."""
        if self.in_data:
            self.start_set(attributes)

    def start_set(self, attributes: Values) -> None:
        named = {local(name): text for name, text in attributes.items()}
        envelope = self.envelopes.get(named.get("structureRef", ""))
        envelope = envelope or next(iter(self.envelopes.values()), None)
        if envelope and self.check_structure:
            refuse_other(self.schema, envelope, self.walker.line)
        self.at_observation = envelope.at_observation if envelope else ALL_DIMENSIONS
        self.action = ACTIONS.get(named.get("action", "").lower(), "")
        known = {*self.schema.attributes, *self.schema.dimensions}
        self.set = {
            name: text
            for name, text in self.own(attributes).items()
            if name in known or name not in _OF_THE_SET
        }
        self.groups = {}

    def start_series(self, attributes: Values) -> None:
        if self.series is not None or self.observation is not None or self.group is not None:
            self.walker.fail("sdmx.misplaced", element="Series")
        self.series_count += 1
        self.series = self.own(attributes)
        self.faults = []

    def end_series(self) -> None:
        self.series = None
        self.series_faults = ()

    def start_group(self, attributes: Values) -> None:
        if self.series is not None or self.observation is not None or self.group is not None:
            self.walker.fail("sdmx.misplaced", element="Group")
        self.group = self.own(attributes)
        if "type" not in self.schema.attributes:
            self.group.pop("type", None)

    def end_group(self) -> None:
        values, self.group = self.group or {}, None
        dimensions = tuple(name for name in self.schema.dimensions if name in values)
        key = tuple(values.pop(name) for name in dimensions)
        self.groups.setdefault(dimensions, {}).setdefault(key, {}).update(values)

    def start_observation(self, attributes: Values) -> None:
        if self.observation is not None or self.group is not None:
            self.walker.fail("sdmx.misplaced", element="Obs")
        self.count += 1
        number = self.series_count if self.series is not None else 0
        self.where = Where(self.count, self.walker.line, number)
        self.observation = self.own(attributes)
        if "type" in self.observation and "type" not in self.schema.attributes:
            del self.observation["type"]
        self.faults = []

    def end_observation(self) -> None:
        own, self.observation = self.observation or {}, None
        values = {**self.set, **(self.series or {}), **own}
        if self.groups:
            values = {**self.set, **self.of_groups(values), **(self.series or {}), **own}
        if self.action == "Delete":
            self.faults.append(Reason("sdmx.action_not_supported", "", self.action))
        reasons = (*self.series_faults, *self.faults)
        self.items.append(self.checker.check(values, self.where, reasons))

    def of_groups(self, values: Values) -> Values:
        """What groups say of an observation with these values."""
        found: Values = {}
        for dimensions, table in self.groups.items():
            found |= table.get(tuple(values.get(name, "") for name in dimensions), {})
        return found

    def fault(self, reason: Reason) -> None:
        """Note what is wrong with the open observation, or with all of the open series."""
        if self.observation is not None:
            self.faults.append(reason)
        else:
            self.series_faults = (*self.series_faults[:20], reason)

    def complex_value(self, attributes: Values) -> None:
        """3.0 gives attributes with several values or languages in elements: not ours."""
        self.fault(Reason("sdmx.complex_value", shown(attributes.get("id", ""))))

    def put(self, name: str, text: str) -> None:
        """Keep one value of a generic message where it belongs."""
        scopes = (self.observation, self.series, self.group)
        target = next((scope for scope in scopes if scope is not None), self.set)
        if target.setdefault(name, text) != text:
            self.fault(Reason("sdmx.component_twice", shown(name), shown(text)))

    def generic_value(self, attributes: Values) -> None:
        if self.is_generic:
            self.put(attributes.get("id", ""), attributes.get("value", ""))

    def generic_dimension(self, attributes: Values) -> None:
        at = self.at_observation
        usual = self.schema.time if at == ALL_DIMENSIONS else at
        if self.is_generic:
            self.put(attributes.get("id", usual), attributes.get("value", ""))

    def generic_measure(self, attributes: Values) -> None:
        if self.is_generic:
            self.put(self.schema.measure.id, attributes.get("value", ""))
