"""The addresses below a city's workspace."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.doors import (
    CITY,
    CONTRIBUTOR,
    EDITORS,
    EVERYBODY,
    LEAD,
    SECRETARY,
    Args,
    Door,
    Words,
)
from tests.security.story import (
    CRITERION,
    OTHER_CRITERION,
    REGISTER,
    Everything,
    looked_at,
)
from waymark.assessments.queries.dossier import live_submission
from waymark.people import actions as people
from waymark.people.models import Membership

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[36.0, -1.0], [36.1, -1.0], [36.1, -0.9], [36.0, -0.9], [36.0, -1.0]]],
}
SIGNS, EDITOR = frozenset({"signatory"}), frozenset({"editor"})
OPENERS = SIGNS | {"lead"}
FIRST = "umf:UMF-1.1.1"
"""The indicator of the world, the first of its list."""


def here(*more: Any) -> Args:
    """An address below the workspace of `here`; a function is asked for what it gives."""

    def args(world: Everything) -> list[Any]:
        return [world.here.slug, *(one(world) if callable(one) else one for one in more)]

    return args


def case(*more: Any) -> Args:
    """An address below its case."""
    return here("case", *more)


def said(**words: Any) -> Words:
    """What a form holds; a function is asked for what it gives."""

    def filled(world: Everything) -> dict[str, Any]:
        return {name: one(world) if callable(one) else one for name, one in words.items()}

    return filled


def file(content: bytes, name: str) -> Any:
    """A file to send, made anew each time, for reading uses it up."""
    return lambda world: SimpleUploadedFile(name, content)


def item(world: Everything) -> str:
    return world.here.item.pk


def their_item(world: Everything) -> str:
    return world.next_door.item.pk


def question(world: Everything) -> str:
    return world.question.pk


def conflict(world: Everything) -> int:
    return world.here.conflict


def their_conflict(world: Everything) -> int:
    return world.next_door.conflict


def table_conflict(world: Everything) -> int:
    return world.here.table_conflict


def their_table_conflict(world: Everything) -> int:
    return world.next_door.table_conflict


def department(world: Everything) -> str:
    return world.here.department.pk


def their_department(world: Everything) -> str:
    return world.next_door.department.pk


def invitation(world: Everything) -> str:
    return world.here.invitation.pk


def their_invitation(world: Everything) -> str:
    return world.next_door.invitation.pk


def membership(world: Everything) -> str:
    return Membership.objects.get(user=world.here.story.editor).pk


def their_membership(world: Everything) -> str:
    return Membership.objects.get(user=world.next_door.story.editor).pk


def token(world: Everything) -> str:
    return people.invitation_token(world.here.invitation)


def batch(world: Everything) -> str:
    return world.here.batch.pk


def their_batch(world: Everything) -> str:
    return world.next_door.batch.pk


def value(world: Everything) -> int:
    return world.here.observation.pk


def checked(world: Everything) -> int:
    return world.here.acceptance.series.observations.get(checked_at__isnull=False).pk


def their_value(world: Everything) -> int:
    return world.next_door.observation.pk


def finding(world: Everything) -> str:
    return world.here.finding


def their_finding(world: Everything) -> str:
    return world.next_door.finding


def acceptance(world: Everything) -> str:
    return world.here.acceptance.pk


def their_acceptance(world: Everything) -> str:
    return world.next_door.acceptance.pk


def code(world: Everything) -> str:
    return world.indicator.code


def umf_name(world: Everything) -> str:
    return f"umf:{world.indicator.code}"


def seen(world: Everything) -> str:
    return looked_at(world.here.story, world.indicator)


def local(world: Everything) -> str:
    return world.here.local.code


def their_local(world: Everything) -> str:
    return world.next_door.local.code


def lead(world: Everything) -> str:
    return world.here.story.lead.pk


def live_hash(world: Everything) -> str:
    assert world.here.story.case
    return live_submission(world.here.story.case).hash


POLICY = {"policy": "Water plan", "level": "national", "duty": "Report", "conflict": "None"}
POLICY |= {"link": "https://city.example/water"}
TABLE = {f"r0-{name}": text for name, text in POLICY.items()} | {"r0-goals": ["6"]}
PASTED = "\t".join(["Water plan", "national", "6", "Report", "None", "https://city.example/water"])
PAPER = {
    "url": "https://city.example/paper",
    "title": "A paper",
    "kind": "minutes",
    "effective_on": "2026-01-02",
    "visibility": "reviewers",
    "pointer": "page 1",
    "language": "en",
    "covered_from": "2025-01-01",
    "covered_to": "2025-12-31",
    "licence": "CC0",
}
FIGURE = {
    "period": "2022",
    "value": "13",
    "status": "A",
    "source": "Census",
    "method": "Survey",
    "sample_size": "1200",
    "margin": "0.5",
    "next_update": "2027-06-30",
    "note": "Revised.",
}
GROUP = {"sex": "", "age": "", "disability": "", "income": "", "migration": "", "group": ""}
GROUP |= {"own_group": ""}
GOAL = {
    "baseline_period": "2024",
    "baseline_value": "12.5",
    "target_year": "2030",
    "target_value": "20",
    "milestones": "",
    "note": "By plan.",
}
OWN = {"label": "Wells", "unit": "%", "direction": "up", "other": "sdg:6.1.1"}
OWN |= {"kind": "proxy", "note": "Stands in for it."}
NAME = "assessments:"
WORKSPACE = [
    Door(f"{NAME}journey", CITY, CITY, here()),
    Door(f"{NAME}journey_of", CITY, CITY, case()),
    Door(f"{NAME}open", CITY, CITY, here(), leads=True, unready=True),
    Door(f"{NAME}target", CITY, OPENERS, case(), said(level="gold"), unready=True),
    Door(
        f"{NAME}edition",
        CITY,
        OPENERS,
        case(),
        said(expected="0" * 64),
        reach=CITY,
        leads=True,
        unready=True,
    ),
    Door(
        f"{NAME}carry",
        CITY,
        EDITORS,
        case(),
        said(target="0" * 26),
        reach=CITY,
        leads=True,
        unready=True,
    ),
    Door(
        f"{NAME}transfer_ask",
        SIGNS | {"lead"},
        SIGNS | {"lead"},
        case(),
        said(cause="asked", reason="Ours."),
        unready=True,
    ),
    Door(f"{NAME}withdraw", CITY, SIGNS, case(), said(reason="Too early.")),
    Door(f"{NAME}criteria", CITY, CITY, case()),
    Door(
        f"{NAME}criterion",
        CITY,
        EDITORS,
        case(CRITERION),
        said(
            level="3",
            narrative="What we did since.",
            not_relevant_reason="",
            version="1",
            client_key="",
        ),
    ),
    Door(f"{NAME}comment", None, EDITORS, case(CRITERION), said(text="Agreed.", mentions=[])),
    Door(
        f"{NAME}assign",
        CITY,
        EDITORS,
        case(CRITERION),
        said(department=department, assignee=lead, due="2027-01-31"),
    ),
    Door(
        f"{NAME}compare",
        CITY,
        CITY,
        case(CRITERION, conflict),
        foreign=case(CRITERION, their_conflict),
        unready=True,
    ),
    Door(f"{NAME}history", CITY, CITY, case(CRITERION)),
    Door(
        f"{NAME}restore",
        None,
        EDITORS,
        case(CRITERION, conflict),
        said(version="1"),
        foreign=case(CRITERION, their_conflict),
    ),
    Door(f"{NAME}evidence_choose", CITY, CITY, case(CRITERION)),
    Door(
        f"{NAME}register",
        CITY,
        EDITORS,
        case(REGISTER),
        said(**TABLE, **{"rows-TOTAL_FORMS": "1"}, version="1", do="save"),
    ),
    Door(f"{NAME}register_paste", None, EDITORS, case(REGISTER), said(pasted=PASTED, version="1")),
    Door(
        f"{NAME}register_merge",
        EDITOR,
        EDITOR,
        case(REGISTER, table_conflict),
        said(version="1", take=["0"], keep=["0"]),
        foreign=case(REGISTER, their_table_conflict),
    ),
    Door(f"{NAME}evidence", CITY, CITY, case()),
    Door(f"{NAME}evidence_add", CITY, EDITORS, case(), said(**PAPER, kept="")),
    Door(f"{NAME}evidence_item", CITY, CITY, case(item), foreign=case(their_item)),
    Door(
        f"{NAME}evidence_describe",
        CITY,
        EDITORS,
        case(item),
        said(**{name: text for name, text in PAPER.items() if name not in ("url", "pointer")}),
        foreign=case(their_item),
    ),
    Door(
        f"{NAME}evidence_revise",
        None,
        EDITORS,
        case(item),
        said(url="https://city.example/newer", effective_on="2026-02-03", kept=""),
        foreign=case(their_item),
    ),
    Door(
        f"{NAME}evidence_withdraw",
        None,
        EDITORS,
        case(item),
        said(reason="Replaced."),
        foreign=case(their_item),
    ),
    Door(
        f"{NAME}evidence_link",
        None,
        EDITORS,
        case(item),
        said(criterion=OTHER_CRITERION, pointer="page 3"),
        foreign=case(their_item),
    ),
    Door(
        f"{NAME}evidence_unlink",
        None,
        EDITORS,
        case(item, CRITERION),
        foreign=case(their_item, CRITERION),
    ),
    Door(f"{NAME}standing", CITY, CITY, case()),
    Door(f"{NAME}city_checks", CITY, CITY, here()),
    Door(f"{NAME}questions", CITY, CITY, case()),
    Door(f"{NAME}questions_send", None, EDITORS, case(), unready=True),
    Door(f"{NAME}question", None, EDITORS, case(question), said(answer="The second one.")),
    Door(
        f"{NAME}submit",
        CITY,
        SIGNS,
        case(),
        said(expected=live_hash, statement="on"),
        reach=CITY,
        unready=True,
    ),
    Door(f"{NAME}submit_document", CITY, None, case()),
    Door(f"{NAME}submit_remind", None, EDITORS, case()),
    Door(f"{NAME}receipt", CITY, None, case(1)),
    Door(f"{NAME}receipt_pdf", CITY, None, case(1), slow=True),
    Door(f"{NAME}receipt_json", CITY, None, case(1)),
]
INDICATORS = [
    Door("indicators:list", CITY, None, here()),
    Door("indicators:choose", EDITORS, EDITORS, here(), said(indicator=code)),
    Door("indicators:export_csv", CITY, None, here()),
    Door("indicators:export_xlsx", CITY, None, here()),
    Door("indicators:template_csv", CITY, None, here()),
    Door("indicators:template_xlsx", CITY, None, here()),
    Door("indicators:matrix", CITY, None, here()),
    Door("indicators:checks", CITY, None, here()),
    Door(
        "indicators:accept",
        EDITORS,
        EDITORS,
        here(finding),
        said(note="The office counts them each spring."),
        foreign=here(their_finding),
    ),
    Door(
        "indicators:withdraw",
        None,
        EDITORS,
        here(acceptance),
        foreign=here(their_acceptance),
    ),
    Door(
        "indicators:imports",
        CITY,
        EDITORS,
        here(),
        said(framework="umf", file=file(b"indicator,year,value\n", "empty.csv")),
        unready=True,
    ),
    Door("indicators:import", CITY, None, here(batch), foreign=here(their_batch)),
    Door(
        "indicators:read_again",
        None,
        EDITORS,
        here(batch),
        said(framework="umf", indicator="", decimals="comma", encoding=""),
        foreign=here(their_batch),
    ),
    Door("indicators:commit", None, EDITORS, here(batch), foreign=here(their_batch)),
    Door("indicators:discard", None, EDITORS, here(batch), foreign=here(their_batch)),
    Door("indicators:undo", None, EDITORS, here(batch), foreign=here(their_batch), unready=True),
    Door("indicators:forget", None, EDITORS, here(batch), foreign=here(their_batch)),
    Door("indicators:file", CITY, None, here(batch), foreign=here(their_batch)),
    Door(
        "indicators:edit",
        EDITORS,
        EDITORS,
        here(value),
        said(**FIGURE),
        foreign=here(their_value),
    ),
    Door("indicators:remove", None, EDITORS, here(value), foreign=here(their_value)),
    Door(
        "indicators:check",
        None,
        frozenset({"lead", "signatory"}),  # the editor of this story has entered it herself
        here("umf", code),
        lambda world: {"series": world.here.observation.series_id, "value": value(world)},
        reach=EDITORS,
    ),
    Door("indicators:uncheck", None, EDITORS, here(checked), foreign=here(their_value)),
    Door("indicators:local_new", EDITORS, EDITORS, here(), said(code="W1", **OWN)),
    Door(
        "indicators:local_edit",
        EDITORS,
        EDITORS,
        here(local),
        said(**OWN),
        foreign=here(their_local),
    ),
    Door("indicators:local_retire", None, EDITORS, here(local), foreign=here(their_local)),
    Door("indicators:detail", CITY, None, here("umf", code)),
    Door("indicators:add", EDITORS, EDITORS, here("umf", code), said(**FIGURE, **GROUP)),
    Door("indicators:target", EDITORS, EDITORS, here("umf", code), said(**GOAL, **GROUP)),
    Door(
        "indicators:describe",
        EDITORS,
        EDITORS,
        here("umf", code),
        said(priority="on", holder="Statistics office"),
    ),
    Door("indicators:history", CITY, None, here("umf", code)),
    Door("indicators:publish", CITY, None, here()),
    Door(
        "indicators:publish_preview",
        CITY,
        OPENERS,
        here(),
        said(i=umf_name, n=umf_name, seen=seen),
        query=f"?i={FIRST}&n={FIRST}",
    ),
    Door("indicators:publish_preview_csv", CITY, None, here(), query=f"?i={FIRST}"),
    Door(
        "indicators:publish_withdraw",
        CITY,
        OPENERS,
        here(),
        said(i=umf_name),
        query=f"?i={FIRST}",
    ),
    Door(
        "indicators:publish_terms",
        OPENERS,
        OPENERS,
        here(),
        said(licence="CC0-1.0", count_under="12", size_under="40"),
    ),
    Door("indicators:values_csv", CITY, None, here("umf", code)),
    Door("indicators:progress", CITY, None, here()),
    Door("indicators:groups", CITY, None, here("umf", code)),
    Door("indicators:groups_json", CITY, None, here("umf", code)),
    Door("indicators:peers", CITY, None, here("umf", code)),
    Door("indicators:progress_json", CITY, None, here("umf", code)),
]
INSIDE = CITY | SECRETARY
KEEPERS = frozenset({"lead", "editor"}) | SECRETARY
MEMBERS = [
    Door("people:members", INSIDE, None, here()),
    Door(
        "people:member",
        LEAD,
        LEAD,
        here(membership),
        said(role="viewer", department=department),
        foreign=here(their_membership),
    ),
    Door("people:member_end", None, LEAD, here(membership), foreign=here(their_membership)),
    Door(
        "people:place",
        INSIDE,
        KEEPERS,
        here(),
        said(
            population="12000",
            population_year="2024",
            urbanisation="city",
            website="https://city.example/",
        ),
    ),
    Door(
        "people:boundary",
        None,
        KEEPERS,
        here(),
        said(file=file(json.dumps(SQUARE).encode(), "boundary.geojson")),
    ),
    Door("people:leave", CITY | CONTRIBUTOR, CITY | CONTRIBUTOR, here(), unready=True),
    Door("people:departments", None, LEAD, here(), said(name="Water")),
    Door(
        "people:department",
        LEAD,
        LEAD,
        here(department),
        said(name="Roads"),
        foreign=here(their_department),
    ),
    Door(
        "people:invite",
        None,
        LEAD,
        here(),
        said(email="other@example.org", role="viewer", department=department),
    ),
    Door("people:resend", None, LEAD, here(invitation), foreign=here(their_invitation)),
    Door("people:withdraw", None, LEAD, here(invitation), foreign=here(their_invitation)),
    Door(
        "people:invitation",
        EVERYBODY,
        EVERYBODY,
        lambda world: [token(world)],
        private=False,
        unready=True,
    ),
]
DOORS = WORKSPACE + INDICATORS + MEMBERS
