"""Data repositories of Open SDG sites: every row is read or reported, whatever the site does."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs import missing
from waymark.indicators.rules import opensdg
from waymark.indicators.rules.opensdg.files import Files
from waymark.indicators.rules.opensdg.repository import code_of
from waymark.indicators.rules.opensdg.yamls import BadYaml, load_yaml
from waymark.kernel.period import Period

SITES = Path(__file__).resolve().parents[2].parent / "shared/data"


class Held(Files):
    """A repository in memory."""

    def __init__(self, content: dict[str, bytes]) -> None:
        self.content = content
        super().__init__({name: len(value) for name, value in content.items()})

    def _open(self, name: str) -> io.BytesIO:
        return io.BytesIO(self.content[name])


def zipped(content: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    stream.seek(0)
    return stream


# 1 one data file -----------------------------------------------------------------------------


def test_a_tidy_file_reads_row_by_row() -> None:
    read = opensdg.read_data(
        b"Year,Sex,Units,GeoCode,Value\r\n2015,,%,,4.5\r\n2014/15,Female,%,E05,\r\n"
    )
    assert (read.rows, read.breakdowns, read.refused) == (2, ("Sex",), ())
    total, female = read.observations
    assert (total.value, total.status) == (4.5, "A")
    assert total.about == opensdg.Subject("%")
    assert (female.value, female.status) == (None, "M")
    assert female.about == opensdg.Subject("%", "", "E05", (("Sex", "Female"),))
    assert (female.period.start, female.period.end) == (date(2014, 1, 1), date(2015, 12, 31))


@pytest.mark.parametrize(
    ("row", "column", "key"),
    [
        ("soon,,1", "Year", "period.unknown_form"),
        ("2015,,high", "Value", "value.text"),
        ("2015,,Inf", "Value", "value.text"),
        ('2015,,"1,234"', "Value", "value.comma_unclear"),
        (",,1", "Year", "period.empty"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why(row: str, column: str, key: str) -> None:
    read = opensdg.read_data(f"Year,Sex,Value\n2014,,1\n{row}\n".encode())
    assert [(one.line, one.column, one.key) for one in read.refused] == [(3, column, key)]
    assert len(read.observations) == 1


def test_a_row_that_comes_twice_is_told_from_one_that_contradicts() -> None:
    read = opensdg.read_data(b"Year,Value\n2014/15,1\n2014-2015,1\n2014/2015,2\n")
    assert [one.key for one in read.refused] == ["opensdg.row_repeated", "opensdg.row_contradicts"]
    assert [one.params for one in read.refused] == [{"first": 2}, {"first": 2}]


def test_words_beside_a_value_are_kept() -> None:
    read = opensdg.read_data(
        b"Year,COMMENT_OBS,COMMENT_OBS_1,Observation status,SOURCE_DETAIL,Basis,Value\n"
        b"2015,first,second,Undefined,Census,survey,\n",
        attributes=["Basis"],
    )
    (one,) = read.observations
    assert one.note == "Observation status: Undefined\nfirst\nsecond\nsurvey"
    assert (one.source, one.about.dims, one.value) == ("Census", (), None)


@pytest.mark.parametrize("sign", ["..", "n/a", "x"])
def test_a_sign_in_place_of_a_value_is_a_status(sign: str) -> None:
    read = opensdg.read_data(f"Year,Value\n2015,{sign}\n".encode())
    assert [one.status for one in read.observations] == ["Q" if sign == "x" else "M"]


def test_a_file_that_is_no_table_loses_no_row_silently() -> None:
    for content in (b"Year,Sex\n2015,f\n2016,m\n", b'Year,Value\n2015,"1\n2016,2\n'):
        read = opensdg.read_data(content)
        assert read.trouble
        assert len(read.refused) == read.rows > 0
    assert opensdg.read_data(b"").trouble == "table.empty"


# 2 whole repositories ------------------------------------------------------------------------


def test_a_site_with_two_languages() -> None:
    site = opensdg.read_repository(
        Held(
            {
                "config_data.yml": b"languages: [en, fr]\nmap_layers:\n- geojson_file: a.geojson\n",
                "a.geojson": b"{}",
                "data/indicator_1-2-1.csv": b"Year,Value\n2015,3\n",
                "data/demo_indicator.csv": b"Year,Value\n2015,3\n",
                "meta/1-2-1.md": b"---\nindicator_name: global.x\nday: 2015-01-01\n---\nWords.",
                "meta/fr/1-2-1.md": b"---\nindicator_name: Pauvret\xc3\xa9\n---\n",
                "meta/1-3-1.md": b"no head",
                "translations/en/global.yml": b"x: Poverty\nnested:\n  y: Deep\n",
                "translations/fr/data.yml": b"Female: Femmes\n",
            }
        )
    )
    (one,) = site.indicators
    assert (one.number, one.data_file) == ("1.2.1", "data/indicator_1-2-1.csv")
    assert one.metadata.text("day") == "2015-01-01"
    assert one.metadata.text("page_content") == "Words."
    assert one.translated["fr"].text("indicator_name") == "Pauvreté"
    assert site.translations.of("global.x") == {"en": "Poverty"}
    assert site.translations.of("global.nested.y") == {"en": "Deep"}
    assert site.translations.of("Female") == {"fr": "Femmes"}
    assert site.translations.of("Male") == {}
    assert (site.languages, site.geography) == (("en", "fr"), ("a.geojson",))
    assert {(out.name, out.key) for out in site.left_out} == {
        ("data/demo_indicator.csv", "opensdg.no_input"),
        ("meta/1-3-1.md", "yaml.no_head"),
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("data/indicator_1-2-1.csv", "1-2-1"),
        ("meta/10-1-1-a.md", "10-1-1-a"),
        ("data/demo_indicator.csv", ""),
        ("meta/README.md", ""),
    ],
)
def test_the_code_stands_in_the_name_of_the_file(name: str, code: str) -> None:
    assert code_of(name) == code


PUBLISHED = {
    # rows with content, refused by reason; the national site's one is an infinite value
    "barcelona2030": (2653, {"opensdg.row_repeated": 4}),
    "bristol": (16857, {"opensdg.row_repeated": 240, "opensdg.row_contradicts": 52}),
    "canada-gif": (118134, {"value.text": 1}),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_sites_are_read_with_nothing_lost(name: str) -> None:
    if not (SITES / name).is_dir():
        missing(f"the published site {name}")
    site = opensdg.read_repository(opensdg.files_in_folder(SITES / name))
    rows, refused = PUBLISHED[name]
    assert sum(one.data.rows for one in site.indicators) == rows
    assert Counter(row.key for one in site.indicators for row in one.data.refused) == refused
    for one in site.indicators:
        assert one.data.rows == len(one.data.observations) + len(one.data.refused)
    if rows > 100_000:  # the smaller ones show the way there and back
        return
    stream = io.BytesIO()
    opensdg.repository_zip(site, stream)
    again = opensdg.read_repository(opensdg.files_in_zip(stream))
    assert meaning(again) == meaning(site)


def meaning(site: opensdg.Repository) -> object:
    """All that a repository says, without the lines on which it says it."""
    return [
        (
            one.code,
            [
                (row.period, row.about, row.value, row.status, row.note, row.source, row.progress)
                for row in one.data.observations
            ],
            dict(one.metadata.fields),
            {language: dict(more.fields) for language, more in one.translated.items()},
        )
        for one in site.indicators
    ], {language: dict(words) for language, words in site.translations.words.items() if words}


# 3 writing -----------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)


def words(first: str) -> st.SearchStrategy[str]:
    """Texts as every reader leaves them: in one Unicode form (NFC)."""
    return WORDS.map(lambda text: unicodedata.normalize("NFC", first + text))


NAMED = st.text("abcdefgh'&<", min_size=1, max_size=6).map(lambda text: "D " + text)
ROWS = st.lists(
    st.tuples(
        st.integers(1990, 2030),
        st.one_of(st.none(), st.floats(-1e9, 1e9)),
        st.dictionaries(NAMED, words("v"), max_size=2),
        st.sampled_from(["", "%", "per 1 000"]),
        st.one_of(st.just(""), words("n")),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
@settings(max_examples=60)
def test_what_is_written_reads_the_same(rows: list[Any]) -> None:
    held: dict[Any, opensdg.Observation] = {}
    for line, (year, value, dims, unit, note) in enumerate(rows, 2):
        split = tuple(sorted(dims.items()))
        status = "M" if value is None else "A"
        one = opensdg.Observation(
            line,
            Period.of_year(year),
            value,
            status,
            opensdg.Subject(unit, dims=split),
            note,
        )
        held.setdefault((one.period, one.about), one)
    names = sorted({name for one in held.values() for name, _text in one.about.dims})
    data = opensdg.DataFile(len(held), tuple(held.values()), (), tuple(names))
    site = opensdg.Repository(
        (opensdg.Indicator("1-2-1", "", data, opensdg.Metadata({"indicator_name": "A: b"})),),
        opensdg.Translations({"fr": {("data", "D a"): "'"}}),
        ("en", "fr"),
        (),
        (),
    )
    again = opensdg.read_repository(Held(dict(opensdg.write_repository(site))))
    assert meaning(again) == meaning(site)


def test_equal_repositories_give_equal_bytes_and_text_never_starts_a_formula() -> None:
    data = opensdg.read_data(b"Year,Sex,Value\n2015,=1+1,3\n")
    site = opensdg.Repository(
        (opensdg.Indicator("1-2-1", "", data),), opensdg.Translations(), (), (), ()
    )
    first, second = io.BytesIO(), io.BytesIO()
    opensdg.repository_zip(site, first)
    opensdg.repository_zip(site, second)
    assert first.getvalue() == second.getvalue()
    written = dict(opensdg.write_repository(site))["data/indicator_1-2-1.csv"]
    assert b",=1+1" not in written
    assert opensdg.read_data(written).observations[0].about.dims == (("Sex", "=1+1"),)


# 4 hostile -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a: &x [1]\nb: *x", "yaml.alias"),
        ("a: !!python/object/apply:os.system [ls]", "yaml.wrong"),
        ("a: [", "yaml.wrong"),
        ("[" * 60 + "]" * 60, "yaml.too_deep"),
        ("a: b: c", "yaml.wrong"),
        ("a: \x00", "yaml.wrong"),
        ("x" * 5_000_000, "yaml.too_large"),
        ("a: 1\n<<: {b: 2}\nc: &k 1\nd: 0o", ""),
    ],
)
def test_yaml_from_strangers(text: str, key: str) -> None:
    if not key:
        assert load_yaml(text)["<<"] == {"b": 2}
        return
    with pytest.raises(BadYaml) as caught:
        load_yaml(text)
    assert caught.value.key == key


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_no_bytes_break_the_readers(content: bytes) -> None:
    read = opensdg.read_data(content)
    assert read.rows == len(read.observations) + len(read.refused)
    site = opensdg.read_repository(
        Held({"config_data.yml": content, "meta/1-1-1.yml": content, "meta/1-1-2.md": content})
    )
    assert all(not one.data.rows for one in site.indicators)
    with pytest.raises(opensdg.BadRepository):
        opensdg.files_in_zip(io.BytesIO(b"X" + content[:100]))


@given(st.integers(0, 5_000), st.integers(0, 255))
@settings(max_examples=150)
def test_a_damaged_zip_is_named_or_reads(place: int, byte: int) -> None:
    content = bytearray(zipped({"site/data/1-1-1.csv": b"Year,Value\n2015,1\n" * 20}).getvalue())
    content[place % len(content)] = byte
    try:
        files = opensdg.files_in_zip(io.BytesIO(bytes(content)))
        site = opensdg.read_repository(files)
    except opensdg.BadRepository:
        return  # named; any other error would end the test
    assert all(
        one.data.rows == len(one.data.observations) + len(one.data.refused)
        for one in site.indicators
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"a/../../b.csv": b""}, "repository.odd_name"),
        ({f"f{n}": b"" for n in range(20_001)}, "repository.too_many_files"),
    ],
)
def test_a_zip_that_is_up_to_something(content: dict[str, bytes], key: str) -> None:
    with pytest.raises(opensdg.BadRepository) as caught:
        opensdg.files_in_zip(zipped(content))
    assert caught.value.key == key


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds() -> None:
    bomb = zipped({"data/1-1-1.csv": b"\0" * (70 * 1024 * 1024), "meta/1-1-1.yml": b"a: 1"})
    site = opensdg.read_repository(opensdg.files_in_zip(bomb))
    assert [(out.name, out.key) for out in site.left_out] == [
        ("data/1-1-1.csv", "repository.file_too_large")
    ]
    assert [one.code for one in site.indicators] == ["1-1-1"]
