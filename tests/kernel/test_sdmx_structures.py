"""Structures: what an office writes by hand is understood, what we write reads the same."""

from __future__ import annotations

import io
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.sdmx_examples import HEADER, LISTS, SMALL, STRUCTURE, TEXT
from waymark.kernel.sdmx import (
    STRUCTURE as FORMATS,
)
from waymark.kernel.sdmx import (
    BadSdmx,
    Format,
    Ref,
    Structures,
    make_schema,
    read_structures,
    write_structures,
)
from waymark.kernel.sdmx.model import (
    Annotation,
    Attribute,
    Code,
    Codelist,
    ConceptRef,
    Dataflow,
    Dimension,
    Level,
    Measure,
    Representation,
)

MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<m:Structure xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/{v}/message"
 xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/{v}/structure"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/{v}/common">
<m:Header><m:ID>x</m:ID></m:Header>
<m:Structures>
{body}
</m:Structures></m:Structure>"""

LISTED = """<s:Codelists><s:Codelist id="CL" agencyID="A" version="2.0" isFinal="true">
<c:Name xml:lang="en">List</c:Name><c:Name xml:lang="ar">قائمة</c:Name>
<s:Code id="T"><c:Name>Total</c:Name></s:Code>
<s:Code id="F"><c:Name xml:lang="fr">Femmes d'ici</c:Name>
<c:Description xml:lang="en">Women</c:Description><s:Parent>{parent}</s:Parent></s:Code>
</s:Codelist></s:Codelists>"""

OLD = (
    """<s:Dataflows><s:Dataflow id="DF" agencyID="A"><c:Name xml:lang="en">Flow</c:Name>
<s:Structure><Ref id="DSD" version="1.0" agencyID="A" class="DataStructure"/></s:Structure>
</s:Dataflow></s:Dataflows><s:CategorySchemes><s:CategoryScheme id="C" agencyID="A"/>
</s:CategorySchemes>"""
    + LISTED.format(parent='<Ref id="T"/>')
    + """
<s:DataStructures><s:DataStructure id="DSD" agencyID="A" version="1.0"><c:Name>D</c:Name>
<s:DataStructureComponents><s:DimensionList>
<s:TimeDimension id="TIME_PERIOD"><s:ConceptIdentity><Ref id="TIME_PERIOD"
 maintainableParentID="CS" maintainableParentVersion="1.0" agencyID="A"/></s:ConceptIdentity>
</s:TimeDimension>
<s:Dimension id="SEX" position="2"><s:ConceptIdentity><URN>
urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=A:CS(1.0).SEX</URN></s:ConceptIdentity>
<s:LocalRepresentation><s:Enumeration><Ref id="CL" agencyID="A" version="2.0"/></s:Enumeration>
</s:LocalRepresentation></s:Dimension>
<s:Dimension position="1"><s:ConceptIdentity><Ref id="AREA" maintainableParentID="CS"
 agencyID="A"/></s:ConceptIdentity></s:Dimension></s:DimensionList>
<s:Group id="G"><s:GroupDimension><s:DimensionReference><Ref id="SEX"/></s:DimensionReference>
</s:GroupDimension></s:Group>
<s:AttributeList>
<s:Attribute id="ST" assignmentStatus="Mandatory"><s:AttributeRelationship><s:PrimaryMeasure>
<Ref id="OBS_VALUE"/></s:PrimaryMeasure></s:AttributeRelationship></s:Attribute>
<s:Attribute id="TI" assignmentStatus="Conditional"><s:LocalRepresentation>
<s:TextFormat textType="String" maxLength="70"/></s:LocalRepresentation>
<s:AttributeRelationship><s:None/></s:AttributeRelationship></s:Attribute>
<s:Attribute id="GR"><s:AttributeRelationship><s:Group><Ref id="G"/></s:Group>
</s:AttributeRelationship></s:Attribute>
<s:Attribute id="SE"><s:AttributeRelationship><s:Dimension><Ref id="AREA"/></s:Dimension>
<s:Dimension><Ref id="SEX"/></s:Dimension></s:AttributeRelationship></s:Attribute>
</s:AttributeList><s:MeasureList><s:PrimaryMeasure id="OBS_VALUE"/></s:MeasureList>
</s:DataStructureComponents></s:DataStructure></s:DataStructures>"""
)

CONCEPT = "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=A:CS(1.0)."
NEW = (
    LISTED.format(parent="T")
    + f"""
<s:Dataflows><s:Dataflow id="DF" agencyID="A"><c:Name xml:lang="en">Flow</c:Name>
<s:Structure>urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=A:DSD(1.0)</s:Structure>
</s:Dataflow></s:Dataflows>
<s:DataStructures><s:DataStructure id="DSD" agencyID="A" version="1.0"><c:Name>D</c:Name>
<s:DataStructureComponents><s:DimensionList>
<s:Dimension id="AREA" position="1"><s:ConceptIdentity>{CONCEPT}AREA</s:ConceptIdentity>
</s:Dimension>
<s:Dimension id="SEX" position="2"><s:ConceptIdentity>{CONCEPT}SEX</s:ConceptIdentity>
<s:LocalRepresentation><s:Enumeration>urn:sdmx:org.sdmx.infomodel.codelist.Codelist=A:CL(2.0)
</s:Enumeration></s:LocalRepresentation></s:Dimension>
<s:TimeDimension id="TIME_PERIOD"><s:ConceptIdentity>{CONCEPT}TIME_PERIOD</s:ConceptIdentity>
</s:TimeDimension></s:DimensionList>
<s:Group id="G"><s:GroupDimension><s:DimensionReference>SEX</s:DimensionReference>
</s:GroupDimension></s:Group>
<s:AttributeList>
<s:Attribute id="ST" usage="mandatory"><s:AttributeRelationship><s:Observation/>
</s:AttributeRelationship></s:Attribute>
<s:Attribute id="TI"><s:LocalRepresentation><s:TextFormat textType="String" maxLength="70"/>
</s:LocalRepresentation><s:AttributeRelationship><s:Dataflow/></s:AttributeRelationship>
</s:Attribute>
<s:Attribute id="GR" usage="optional"><s:AttributeRelationship><s:Group>G</s:Group>
</s:AttributeRelationship></s:Attribute>
<s:Attribute id="SE"><s:AttributeRelationship><s:Dimension>AREA</s:Dimension>
<s:Dimension>SEX</s:Dimension></s:AttributeRelationship></s:Attribute>
</s:AttributeList><s:MeasureList><s:Measure id="OBS_VALUE" usage="optional"/></s:MeasureList>
</s:DataStructureComponents></s:DataStructure></s:DataStructures>"""
)


def parse(body: str, v: str = "v2_1") -> Structures:
    return read_structures(io.BytesIO(MESSAGE.format(v=v, body=body).encode())).structures


def refusal(body: str) -> BadSdmx:
    with pytest.raises(BadSdmx) as found:
        parse(body)
    return found.value


def test_both_versions_say_the_same() -> None:
    old, new = parse(OLD), parse(NEW, "v3_0")
    assert old == new
    (structure,) = old.data_structures
    assert [one.id for one in structure.dimensions] == ["AREA", "SEX", "TIME_PERIOD"]
    scheme = Ref("A", "CS")
    assert structure.dimensions[1] == Dimension(
        "SEX", ConceptRef(scheme, "SEX"), Representation(Ref("A", "CL", "2.0"))
    )
    assert structure.dimensions[2].is_time
    bare = ConceptRef(None, "ST")
    assert structure.attributes[0] == Attribute("ST", bare, mandatory=True)
    assert structure.attributes[1].level is Level.DATASET
    assert structure.attributes[1].representation.facets == {"maxLength": "70"}
    assert (structure.attributes[2].group, structure.attributes[2].dimensions) == ("G", ("SEX",))
    assert structure.attributes[3].dimensions == ("AREA", "SEX")
    assert structure.measures == (Measure("OBS_VALUE", ConceptRef(None, "OBS_VALUE")),)
    (listed,) = old.codelists
    assert listed.names == {"en": "List", "ar": "قائمة"}
    assert listed.codes[1] == Code("F", {"fr": "Femmes d'ici"}, {"en": "Women"}, "T")
    (flow,) = old.dataflows
    assert (flow.ref, flow.structure) == (Ref("A", "DF", "1.0"), structure.ref)


def test_what_we_have_no_use_for_is_counted() -> None:
    message = read_structures(io.BytesIO(MESSAGE.format(v="v2_1", body=OLD).encode()))
    assert (message.format, message.left_out) == (Format.STRUCTURE_21, {"CategoryScheme": 1})


@pytest.mark.parametrize(
    ("old", "new", "key", "mark"),
    [
        ('id="DSD" agencyID="A" version', 'agencyID="A" version', "sdmx.bad_id", "DataStructure "),
        (
            'id="CL" agencyID="A" version="2.0" isFinal',
            'id="C L" agencyID="A" x',
            "sdmx.bad_id",
            "Codelist ",
        ),
        ('<s:Code id="F">', '<s:Code id="T">', "sdmx.code_twice", '<s:Code id="T"><c:Name xml'),
        ('<Ref id="G"/>', '<Ref id="H"/>', "sdmx.unknown_group", '<s:Group><Ref id="H"'),
        ('id="TI"', 'id="ST"', "sdmx.component_twice", "DataStructure "),
        (
            "urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=A:CS(1.0).SEX",
            "urn:x",
            "sdmx.bad_reference",
            "<URN>",
        ),
        ("Women", "Wo\x7fmen", "text.control_character", "<c:Description"),
        ("DataStructureComponents>", "Nothing>", "sdmx.structure_empty", "DataStructure "),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, key: str, mark: str) -> None:
    assert old in OLD
    body = OLD.replace(old, new)
    error = refusal(body)
    assert error.key == key
    text = MESSAGE.format(v="v2_1", body=body)
    assert error.line == text[: text.index(mark)].count("\n") + 1


def test_another_kind_of_message_is_no_structure() -> None:
    for data in (b"<a/>", b'<m:Structure xmlns:m="urn:other"/>', b"DATAFLOW,X\n"):
        with pytest.raises(BadSdmx) as found:
            read_structures(io.BytesIO(data))
        assert found.value.key in {"sdmx.not_structures", "sdmx.not_xml"}
        assert found.value.line == 1


IDS = st.text(string.ascii_letters + string.digits + "_@$-", min_size=1, max_size=8)
NAMES = st.dictionaries(st.sampled_from(["en", "ar", "zh", "pt-BR"]), TEXT, min_size=1, max_size=3)


@st.composite
def codelists(draw: st.DrawFn) -> Codelist:
    ids = draw(st.lists(IDS, unique=True, max_size=6))
    codes = tuple(
        Code(
            name,
            draw(NAMES),
            draw(st.one_of(st.just({}), NAMES)),
            draw(st.sampled_from(["", *ids[:number]])),
        )
        for number, name in enumerate(ids)
    )
    version = draw(st.sampled_from(["1.0", "2.10", "1.0.0"]))
    return Codelist(Ref("AGENCY.SUB", draw(IDS), version), draw(NAMES), codes)


@pytest.mark.parametrize("format", FORMATS)
@given(found=st.lists(codelists(), max_size=3), names=NAMES, facets=st.booleans())
def test_what_is_written_reads_the_same(
    format: Format, found: list[Codelist], names: dict[str, str], facets: bool
) -> None:
    note = replace(
        STRUCTURE.attributes[2],
        representation=Representation(None, "String", {"maxLength": "70"} if facets else {}),
    )
    structure = replace(
        STRUCTURE,
        names=names,
        attributes=(*STRUCTURE.attributes[:2], note, *STRUCTURE.attributes[3:]),
    )
    flow = Dataflow(Ref("TEST", "FLOW"), names, structure.ref)
    things = [thing for thing in SMALL.all() if thing.ref not in {structure.ref, flow.ref}]
    whole = Structures.of([*things, structure, flow, *found])
    data = b"".join(write_structures(whole, HEADER, format=format))
    again = read_structures(io.BytesIO(data))
    assert (again.structures, again.format, again.left_out) == (whole, format, {})


def test_what_has_no_name_is_named_by_its_id() -> None:
    bare = Structures.of([Codelist(Ref("A", "CL"), codes=(Code("X"),))])
    data = b"".join(write_structures(bare, HEADER))
    (listed,) = read_structures(io.BytesIO(data)).structures.codelists
    assert (listed.names, listed.codes[0].names) == ({"en": "CL"}, {"en": "X"})


def test_the_newest_version_is_found_where_none_is_named() -> None:
    lists = [Codelist(Ref("A", "CL", version)) for version in ("1.9", "1.10", "1.2-draft")]
    found = Structures.of(lists)
    assert found.find(Codelist, Ref("A", "CL", "latest")) == lists[1]
    assert found.find(Codelist, Ref("A", "CL", "1.9")) == lists[0]
    assert found.find(Codelist, Ref("A", "CL", "1+")) == lists[1]
    assert found.find(Codelist, Ref("A", "CL", "3.0")) is None
    assert found.find(Dataflow, Ref("A", "CL", "1.9")) is None


def test_a_schema_needs_its_lists_and_one_measure() -> None:
    without = [thing for thing in SMALL.all() if thing != LISTS[0]]
    with pytest.raises(BadSdmx, match="codelist_missing") as found:
        make_schema(Structures.of(without), STRUCTURE.ref)
    assert found.value.params == {"component": "AREA", "codelist": "TEST:CL_AREA(1.0)"}
    loose = make_schema(Structures.of(without), STRUCTURE.ref, missing_lists=True)
    assert "AREA" not in loose.codes
    with pytest.raises(BadSdmx, match="unknown_structure"):
        make_schema(SMALL, Ref("TEST", "OTHER"))
    two = replace(STRUCTURE, measures=STRUCTURE.measures * 2)
    with pytest.raises(BadSdmx, match="one_measure"):
        make_schema(Structures.of([*LISTS, two]), two.ref)
    coded = replace(STRUCTURE.measures[0], representation=Representation(LISTS[0].ref))
    with pytest.raises(BadSdmx, match="coded_measure"):
        make_schema(Structures.of([*LISTS, replace(STRUCTURE, measures=(coded,))]), STRUCTURE.ref)


def test_a_measure_dimension_is_read_and_not_written() -> None:
    body = OLD.replace('Dimension id="SEX" position="2"', 'MeasureDimension id="SEX" position="2"')
    body = body.replace(
        "</s:LocalRepresentation></s:Dimension>", "</s:LocalRepresentation></s:MeasureDimension>"
    )
    found = parse(body)
    assert found.data_structures[0].dimensions[1].is_measure
    with pytest.raises(BadSdmx, match="measure_dimension"):
        list(write_structures(found, HEADER))


def test_what_an_office_remarks_of_a_code_is_kept_and_written() -> None:
    remarks = (
        Annotation("Indicator", "Indicator", {"en": "1.1.1"}),
        Annotation("Retired", "", {}),
        Annotation("", "Citizens' & others'", {"fr": "d'ici", "ar": "هنا"}),
    )
    listed = Codelist(Ref("A", "CL"), {"en": "L"}, (Code("X", {"en": "X"}, annotations=remarks),))
    for format in FORMATS:
        data = b"".join(write_structures(Structures.of([listed]), HEADER, format=format))
        assert read_structures(io.BytesIO(data)).structures.codelists == (listed,)
