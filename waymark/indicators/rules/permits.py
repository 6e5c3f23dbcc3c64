"""Who may see and change a city's indicators.

Reviewers and committees have no role here: they read what was frozen with the submission.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import CITY, Role


class Permit(StrEnum):
    """Acts of this room."""

    SEE_INDICATORS = "see_indicators"
    EDIT_INDICATORS = "edit_indicators"
    CHECK_VALUES = "check_values"
    ACCEPT_FINDINGS = "accept_findings"
    PUBLISH_DATA = "publish_data"
    IMPORT_LIST = "import_list"
    KEEP_STRUCTURES = "keep_structures"
    PROPOSE_VALUES = "propose_values"
    DECIDE_PROPOSALS = "decide_proposals"


EDITORS = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY})

TABLE: Mapping[str, frozenset[Role]] = {
    Permit.SEE_INDICATORS: CITY,
    Permit.EDIT_INDICATORS: EDITORS,
    Permit.CHECK_VALUES: EDITORS,
    Permit.ACCEPT_FINDINGS: EDITORS,
    Permit.PUBLISH_DATA: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.IMPORT_LIST: frozenset({Role.SECRETARIAT}),
    Permit.KEEP_STRUCTURES: frozenset({Role.SECRETARIAT}),
    Permit.PROPOSE_VALUES: frozenset({Role.CITY_CONTRIBUTOR}),
    Permit.DECIDE_PROPOSALS: EDITORS,
}
