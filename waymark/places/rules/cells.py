"""Whether the areas of a map are the cells of a grid, by how such cells are named.

Known are the codes of the European reference grid (`1kmN2599E4695`,
`CRS3035RES1000mN2689000E4337000`), indexes of H3 (15 hexadecimal digits), and properties that
programs use for the names of cells.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_CODES = re.compile(
    r"(?:CRS\d+)?(?:RES)?(?P<size>\d+)(?P<kilo>k?)m[NS]\d+[EW]\d+|8(?P<step>[0-9a-f])[0-9a-f]{13}",
    re.ASCII | re.IGNORECASE,
)
_PROPERTIES = {
    *("grd_id", "grid_id", "gridid", "grid_code", "cell_id", "cellid", "cellcode", "cell_code"),
    *("h3", "h3_index", "h3index", "h3_id", "quadkey", "geohash", "grd_inspireid"),
}


def are_cells(code_property: str, codes: Collection[str]) -> bool:
    """Whether a property holds the names of cells of a grid."""
    if not codes:
        return False
    return code_property.casefold() in _PROPERTIES or all(map(_CODES.fullmatch, codes))


def size_of(code: str) -> str:
    """The size of a cell as its code tells it, such as `1km`, `100m` or `h3-8`; else ""."""
    match = _CODES.fullmatch(code)
    if match is None:
        return ""
    if step := match["step"]:
        return f"h3-{int(step, 16)}"
    metres = int(match["size"]) * (1000 if match["kilo"] else 1)
    return f"{metres // 1000}km" if metres and metres % 1000 == 0 else f"{metres}m"
