"""The measures as data: name, formula, and how far each has been verified.

p is a group's share of the population, y its value, m the weighted mean, r = y/m, X the middle of
the group's part of the population (0 to 1), from the most disadvantaged on.
"""

from __future__ import annotations

from waymark.kernel.progress.method import Method, Verified

_WHO = (
    "Schlotheuber and Hosseinpoor, Summary measures of health inequality (2022); "
    "World Health Organization, healthequal"
)


def _method(name: str, formula: str, verified: Verified = Verified.READ) -> Method:
    return Method(name=name, version="1", formula=formula, verified=verified, source=_WHO)


DIFFERENCE = _method(
    "difference",
    "best - worst; ordered: most advantaged - most disadvantaged, turned where down is better",
)
RATIO = _method(
    "ratio",
    "highest / lowest; ordered: most advantaged / most disadvantaged, turned where down is better",
)
ATTRIBUTABLE = _method("attributable", "PAR = y_ref - m, 0 where that would be unfavourable")
ATTRIBUTABLE_SHARE = _method("attributable-share", "PAF = 100·PAR/m", Verified.MEASURED)
VARIANCE = _method("between-variance", "BGV = sum p·(y-m)²")
VARIATION = _method("variation", "COV = 100·sqrt(BGV)/m")
DISPARITY = _method("disparity", "IDIS = 100·sum p·|y-m| / m")
FROM_BEST = _method("from-best", "MDB = sum p·|y-y_best|")
THEIL = _method("theil", "TI = 1000·sum p·r·ln r")
LOG_DEVIATION = _method("log-deviation", "MLD = 1000·sum p·(-ln r)")
GINI = _method(
    "gini", "G = 2·cov(y, F)/m, F the middle by the values themselves", Verified.TO_CHECK
)
ABSOLUTE_CONCENTRATION = _method("absolute-concentration", "ACI = 2·cov(y, X)", Verified.MEASURED)
CONCENTRATION = _method("concentration", "RCI = 2·cov(y, X)/m", Verified.MEASURED)
# The package's published slopes come out only with its weights, which count the population twice.
SLOPE = _method("slope", "SII = f(1) - f(0), f a weighted line over X; logistic for percentages")
RELATIVE_SLOPE = _method("relative-slope", "RII = f(1)/f(0)")
