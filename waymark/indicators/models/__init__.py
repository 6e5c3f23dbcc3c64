"""Frameworks, indicators, series, observations, targets and imports."""

from waymark.indicators.models.lists import (
    LOCAL,
    Edition,
    Framework,
    Indicator,
    Link,
    ListImport,
)
from waymark.indicators.models.quality import Acceptance
from waymark.indicators.models.values import (
    ChosenIndicator,
    ImportBatch,
    Observation,
    Series,
    Target,
)

__all__ = [
    "LOCAL",
    "Acceptance",
    "ChosenIndicator",
    "Edition",
    "Framework",
    "ImportBatch",
    "Indicator",
    "Link",
    "ListImport",
    "Observation",
    "Series",
    "Target",
]
