"""Frameworks, indicators, series, observations, targets, metadata, and what of it is public."""

from waymark.indicators.models.lists import (
    LOCAL,
    Edition,
    Framework,
    Indicator,
    Link,
    ListImport,
)
from waymark.indicators.models.mappings import Mapping
from waymark.indicators.models.metadata import MetadataText
from waymark.indicators.models.proposals import Proposal, ProposalAct, ProposalStep
from waymark.indicators.models.publication import (
    Publication,
    PublicSeries,
    PublicTerms,
    PublicValue,
)
from waymark.indicators.models.quality import Acceptance
from waymark.indicators.models.structures import Structure
from waymark.indicators.models.values import (
    ChosenIndicator,
    ImportBatch,
    ImportGroup,
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
    "ImportGroup",
    "Indicator",
    "Link",
    "ListImport",
    "Mapping",
    "MetadataText",
    "Observation",
    "Proposal",
    "ProposalAct",
    "ProposalStep",
    "PublicSeries",
    "PublicTerms",
    "PublicValue",
    "Publication",
    "Series",
    "Structure",
    "Target",
]
