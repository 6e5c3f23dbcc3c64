"""One observation, and the check that every reader puts it through."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from waymark.kernel.period import BadPeriod, Period
from waymark.kernel.sdmx.errors import MAX_TEXT, Reason, Where, shown, tidy
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.sdmx.times import parse_time
from waymark.kernel.text import BadText

NOWHERE = Where(0, 0)
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MISSING = frozenset({"", "NaN"})


@dataclass(frozen=True, slots=True)
class Observation:
    """A value with its key (in the order of the structure's dimensions) and its attributes.

    `value` is None where it is missing. Attributes of series, groups and the whole data set stand
    at each observation; an attribute is never empty. Equal whatever file it came from.
    """

    key: tuple[str, ...]
    value: Decimal | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    where: Where = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An observation that was not taken, with all reasons that were found."""

    where: Where
    reasons: tuple[Reason, ...]


Item = Observation | Refusal


_code_of: Callable[[dict[str, str], str], str | None] = dict.get


class Checker:
    """Takes what a file says of one observation; remembers keys, so that none comes twice."""

    def __init__(self, schema: Schema, ignore: Collection[str] = ()) -> None:
        self.schema = schema
        self.ignore = frozenset(ignore)
        self._time = schema.time
        self._measure = schema.measure
        # Code by code, so that keys kept for comparing share the text of their codes.
        self._codes = {name: {code: code for code in all_} for name, all_ in schema.codes.items()}
        self._dimensions = tuple((name, self._codes.get(name)) for name in schema.dimensions)
        self._names = schema.dimensions
        self._time_is_free = bool(self._time) and self._time not in self._codes
        self._time_at = schema.dimensions.index(self._time) if self._time else None
        self._lookups = [codes or {} for _name, codes in self._dimensions]
        self._attributes = {name: self._codes.get(name) for name in schema.attributes}
        self._mandatory = tuple(a.id for a in schema.structure.attributes if a.mandatory)
        self._not_attributes = frozenset((*schema.dimensions, self._measure.id))
        self._seen: dict[tuple[bytes, Period | str], int] = {}
        self._series: tuple[str, ...] | None = None
        self._known: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._digest = b""

    def check(
        self, values: Mapping[str, str], where: Where, reasons: tuple[Reason, ...] = ()
    ) -> Item:
        """The observation that `values` (by component) make, or why they make none.

        `reasons` are those that the reader has found already.
        """
        texts = tuple([values.get(name, "") for name in self._names])
        return self.check_parts(texts, values.get(self._measure.id, ""), values, where, reasons)

    def check_parts(
        self,
        texts: tuple[str, ...],
        number: str,
        values: Mapping[str, str],
        where: Where,
        reasons: tuple[Reason, ...] = (),
    ) -> Item:
        """As `check`, from the texts of the key in its order, the measure, and the attributes."""
        found = list(reasons)
        key, stamp = self._key(texts, found)
        value = self._value(number, found)
        attributes = self._read_attributes(values, found)
        if not found:
            first = self._seen.setdefault(self._moment(key, stamp), where.observation)
            if first == where.observation:
                return Observation(key, value, attributes, where)
            found.append(Reason("sdmx.duplicate_key", "", str(first)))
        return Refusal(where, tuple(found))

    def _key(
        self, texts: tuple[str, ...], reasons: list[Reason]
    ) -> tuple[tuple[str, ...], Period | str]:
        """The key as written, and its period for comparing."""
        at = len(texts) if self._time_at is None else self._time_at
        last = at == len(texts) - 1
        rest = texts[:at] if last else texts[:at] + texts[at + 1 :]
        time = "".join(texts[at : at + 1]).strip()
        if time and self._time_is_free and rest == self._known[0]:
            series = self._known[1]  # most follow others of their series
            key = (*series, time) if last else (*series[:at], time, *series[at:])
            return key, self._period(time, reasons)
        before = len(reasons)
        key, stamp = self._whole_key(texts, reasons)
        if len(reasons) == before:
            self._known = rest, key[:at] + key[at + 1 :]
        return key, stamp

    def _whole_key(
        self, texts: tuple[str, ...], reasons: list[Reason]
    ) -> tuple[tuple[str, ...], Period | str]:
        stamp: Period | str = ""
        coded = tuple(map(_code_of, self._lookups, texts))  # nearly always all but the time
        if (at := self._time_at) is not None and self._time_is_free and coded.count(None) == 1:
            time = texts[at].strip()
            if coded[at] is None and time:
                stamp = self._period(time, reasons)
                return (*coded[:at], time, *coded[at + 1 :]), stamp  # type: ignore[arg-type]
        key: list[str] = []
        for text, (name, codes) in zip(texts, self._dimensions, strict=True):
            if codes is not None and text in codes:
                key.append(codes[text])
                continue
            if not text or text.isspace():
                reasons.append(Reason("sdmx.missing_dimension", name))
            elif name == self._time:
                text, stamp = text.strip(), self._period(text.strip(), reasons)
            else:
                text = self._coded(name, text, reasons)
            key.append(text)
        return tuple(key), stamp

    def _moment(self, key: tuple[str, ...], stamp: Period | str) -> tuple[bytes, Period | str]:
        """What no two observations share: a digest of the series, as keys may be long, and when."""
        at = len(key) if self._time_at is None else self._time_at
        series = key[:at] if at == len(key) - 1 else key[:at] + key[at + 1 :]
        if series != self._series:  # most follow others of their series
            self._series = series
            self._digest = hashlib.sha256("\0".join(series).encode()).digest()
        return self._digest, stamp

    def _period(self, text: str, reasons: list[Reason]) -> Period | str:
        try:
            period = parse_time(text)
        except BadPeriod as error:
            reasons.append(Reason(error.key, self._time, shown(text)))
            return text
        return text if ":" in text else period  # moments of one day are not one period

    def _coded(self, name: str, text: str, reasons: list[Reason]) -> str:
        """A code of the component's list, or tidy text where it has none."""
        codes = self._codes.get(name)
        if codes is None:
            return self._text(name, text, reasons)
        if text in codes or (text := text.strip()) in codes:
            return codes[text]
        reasons.append(Reason("sdmx.unknown_code", name, shown(text)))
        return text

    def _text(self, name: str, text: str, reasons: list[Reason]) -> str:
        if len(text) > MAX_TEXT:
            reasons.append(Reason("sdmx.text_too_long", name, shown(text)))
            return ""
        try:
            return tidy(text)
        except BadText as error:
            reasons.append(Reason(error.why, name, str(error.where)))
            return ""

    def _value(self, text: str, reasons: list[Reason]) -> Decimal | None:
        text = text.strip()
        if text in _MISSING:
            if not text and self._measure.mandatory:
                reasons.append(Reason("sdmx.missing_value", self._measure.id))
            return None
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        reasons.append(Reason("sdmx.not_a_number", self._measure.id, shown(text)))
        return None

    def _read_attributes(self, values: Mapping[str, str], reasons: list[Reason]) -> dict[str, str]:
        attributes: dict[str, str] = {}
        for name, text in values.items():
            if name in self._not_attributes:
                continue
            codes = self._attributes.get(name)
            if codes is not None and text in codes:
                attributes[name] = codes[text]
            elif name not in self._attributes:
                if name not in self.ignore:
                    reasons.append(Reason("sdmx.unknown_component", shown(name), shown(text)))
            elif text and not text.isspace() and (text := self._coded(name, text, reasons)):
                attributes[name] = text
        for name in self._mandatory:
            if name not in attributes and not values.get(name, "").strip():
                reasons.append(Reason("sdmx.missing_attribute", name))
        return attributes
