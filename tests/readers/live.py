"""Ask a running service with the clients of sdmx1 and pysdmx, as their users would.

Runs in the environment of tools/readers.py, which knows nothing of Waymark. Argument: the address
of the service, such as http://localhost:8000/sdmx. Prints one JSON object: for each client what it
found of flows, structure, code lists and data.
"""

from __future__ import annotations

import json
import sys
import warnings
from io import BytesIO
from typing import Any

import sdmx
from pysdmx.api.qb import (
    ApiVersion,
    DataFormat,
    DataQuery,
    RestService,
    StructureFormat,
    StructureQuery,
)
from pysdmx.api.qb.data import DataContext
from pysdmx.api.qb.structure import StructureDetail, StructureReference, StructureType
from pysdmx.io import read_sdmx
from read import in_order, row

warnings.simplefilter("ignore")
AGENCY, FLOW, DSD = "WAYMARK", "DF_CITY", "DSD_CITY"
PERIODS = {"startPeriod": "2020", "endPeriod": "2020"}


def sdmx1(address: str) -> dict[str, Any]:
    """What the client of sdmx1 finds."""
    sdmx.add_source({"id": AGENCY, "name": "Waymark", "url": address})
    client = sdmx.Client(AGENCY)
    told = client.datastructure(DSD, params={"references": "children"})
    structure = told.structure[DSD]
    sexes = client.codelist("CL_SEX").codelist["CL_SEX"]
    more = {"dsd": structure}
    return {
        "flows": sorted(client.dataflow().dataflow),
        "dimensions": [one.id for one in structure.dimensions.components],
        "lists": sorted(told.codelist),
        "sexes": sorted(sexes.items),
        "everything": _sdmx1_rows(client.data(FLOW, **more)),
        "women": _sdmx1_rows(client.data(FLOW, key={"SEX": "F"}, **more)),
        "of 2020": _sdmx1_rows(client.data(FLOW, params=PERIODS, **more)),
    }


def _sdmx1_rows(message: Any) -> list[dict[str, str]]:
    found = []
    for data in message.data:
        for one in data.obs:
            key = [(name, value.value) for name, value in one.key.values.items()]
            said = [(name, value.value) for name, value in one.attrib.items()]
            found.append(row([*said, *key, ("OBS_VALUE", one.value)]))
    return in_order(found)


def pysdmx_(address: str) -> dict[str, Any]:
    """What the client of pysdmx finds, by the REST API of SDMX 2.1."""
    service = RestService(
        address,
        ApiVersion.V1_4_0,
        data_format=DataFormat.SDMX_ML_2_1_STR,
        structure_format=StructureFormat.SDMX_ML_2_1,
    )

    def structures(kind: StructureType, name: str = "*", **more: Any) -> list[Any]:
        query = StructureQuery(kind, AGENCY, name, **more)
        return list(read_sdmx(BytesIO(service.structure(query))).structures)

    def data(**more: Any) -> list[dict[str, str]]:
        query = DataQuery(DataContext.DATAFLOW, AGENCY, FLOW, **more)
        (found,) = read_sdmx(BytesIO(service.data(query)), validate=True).data
        return in_order([row(one.items()) for one in found.data.to_dict("records")])

    children = structures(StructureType.DATA_STRUCTURE, DSD, references=StructureReference.CHILDREN)
    structure = next(one for one in children if one.id == DSD)
    (sexes,) = structures(StructureType.CODELIST, "CL_SEX", detail=StructureDetail.FULL)
    key = ".".join("F" if part.id == "SEX" else "" for part in structure.components.dimensions[:-1])
    return {
        "flows": sorted(one.id for one in structures(StructureType.DATAFLOW)),
        "dimensions": [part.id for part in structure.components.dimensions],
        "lists": sorted(one.id for one in children if one.id.startswith("CL_")),
        "sexes": sorted(code.id for code in sexes.items),
        "everything": data(),
        "women": data(key=key),
        "csv": _csv(address),
    }


def _csv(address: str) -> list[dict[str, str]]:
    """The same as SDMX-CSV."""
    service = RestService(address, ApiVersion.V1_4_0, data_format=DataFormat.SDMX_CSV_1_0_0)
    told = service.data(DataQuery(DataContext.DATAFLOW, AGENCY, FLOW))
    (found,) = read_sdmx(BytesIO(told)).data
    return in_order([row(one.items()) for one in found.data.to_dict("records")])


if __name__ == "__main__":
    json.dump({"sdmx1": sdmx1(sys.argv[1]), "pysdmx": pysdmx_(sys.argv[1])}, sys.stdout)
