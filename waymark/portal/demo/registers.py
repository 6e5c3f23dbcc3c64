"""Rows of the registers that the invented cities fill in."""

from __future__ import annotations

from datetime import date
from typing import Any

from waymark.portal.demo.cities import City

Rows = list[dict[str, Any]]


def stage_a(city: City, level: str, today: date) -> dict[str, Rows]:
    """Return the registers of the first stage."""
    year = today.year
    return {
        "policies": [
            {"policy": "National development plan", "level": "national", "goals": ["1", "8", "11"],
             "duty": "Report each year on jobs and services"},
            {"policy": "Water act", "level": "national", "goals": ["6"],
             "duty": "Connect every household by 2030", "conflict": "Land for the water plant"},
            {"policy": "Regional plan", "level": "region", "goals": ["11", "13"],
             "duty": "Keep the flood plain free"},
            {"policy": "School sector programme", "level": "sector", "goals": ["4"],
             "duty": "Give land for two schools"},
        ],
        "datasets": [
            {"dataset": "Household survey", "holder": "City statistics office", "year": year - 1,
             "smallest_area": "district", "breakdowns": "sex, age, disability, income"},
            {"dataset": "Water accounts", "holder": "Water utility", "year": year - 1,
             "smallest_area": "neighbourhood"},
            {"dataset": "Air stations", "holder": "Environment office", "year": year,
             "smallest_area": "point"},
        ],
        "plans": [
            {"plan": "City strategy 2030", "targets": ["11.1", "11.3", "6.1", "1.4"],
             "until": "2030-12-31"},
            {"plan": "Mobility plan", "targets": ["11.2"], "until": "2029-12-31"},
            {"plan": "Housing programme", "targets": ["11.1", "1.2"], "until": "2028-12-31",
             "gap": "No plan for goals 12 and 14"},
        ],
        "goals_chosen": [
            {"goals": ["1", "6", "11"], "standing": "Services reach more people each year",
             "trend": "better"},
            {"goals": ["8"], "standing": "Fewer people without work", "trend": "better"},
            {"goals": ["13"], "standing": "Emissions fall slowly", "trend": "better"},
        ],
        "levels_aimed": [
            {"level": level, "by": date(year, 12, 31).isoformat(),
             "reason": "To have our work looked at by others", "council": True},
        ],
        "work_programme": [
            {"step": "Close the three data gaps", "level": level,
             "due": date(year + 1, 3, 31).isoformat(), "lead": "Statistics office", "cost": 40000},
            {"step": "Review the housing programme", "due": date(year + 1, 6, 30).isoformat(),
             "lead": "Planning department", "cost": 25000},
            {"step": "Second household survey", "due": date(year + 1, 11, 30).isoformat(),
             "lead": "Statistics office", "cost": 180000, "help": "Sampling advice"},
        ],
        "team": [
            {"who": "Head of the Office for the 2030 Agenda", "role": "lead",
             "department": "Mayor's office", "mandate": "Council decision"},
            {"who": "Deputy head of planning", "role": "deputy", "department": "Planning"},
            {"who": "Head of statistics", "role": "member", "department": "Statistics"},
        ],
        "at_risk": [
            {"group": "older", "present": True, "data": "Survey, people living alone"},
            {"group": "disability", "present": True, "data": "Survey"},
            {"group": "informal_workers", "present": True, "data": "Labour survey"},
        ],
    }  # fmt: skip


def stage_b(city: City, areas: dict[str, str], today: date) -> dict[str, Rows]:
    """Return the registers of the second stage; `areas` maps a district's slug to its id."""
    year = today.year
    ordered = sorted(city.districts, key=lambda part: -part.need)
    return {
        "update_calendar": [
            {"dataset": "Household survey", "owner": "City statistics office",
             "frequency": "few_years", "next": date(year + 1, 11, 30).isoformat(),
             "budget": 180000},
            {"dataset": "Water accounts", "owner": "Water utility", "frequency": "yearly",
             "next": date(year + 1, 2, 28).isoformat()},
        ],
        "frameworks": [
            {"title": "City strategy 2030", "kind": "city_strategy",
             "adopted": date(year - 1, 12, 10).isoformat(), "by": "City council",
             "until": "2030-12-31"},
        ],
        "alignment": [
            {"aim": "Water and light for all", "level": "national", "policy": "Water act",
             "fit": "fits"},
            {"aim": "Homes that people can pay", "level": "national",
             "policy": "National development plan", "fit": "partly",
             "why": "The plan knows no rented homes"},
            {"aim": "Room for the river", "level": "basin", "policy": "Basin plan", "fit": "fits",
             "joint": "Joint flood works from next year"},
        ],
        "priorities": [
            {"priority": "Water and light for all", "data": "One household in six without",
             "views": "Named first in seven of nine meetings", "tested": True},
            {"priority": "A safe way home", "data": "Survey on safety by sex",
             "views": "Named by women in every meeting", "tested": True},
        ],
        "aims": [
            {"aim": "Water and light for all", "goals": ["6", "7"], "targets": ["6.1", "7.1"],
             "driver": "urban_planning", "dimension": "social",
             "indicator": "umf:UMF-1.1.2", "money": 2400000},
            {"aim": "Work that lasts", "goals": ["8"], "targets": ["8.5"],
             "driver": "urban_finance", "dimension": "economic",
             "indicator": "umf:UMF-2.2.1", "money": 1100000},
            {"aim": "Cleaner air", "goals": ["11", "13"], "targets": ["11.6"],
             "driver": "urban_policy", "dimension": "environmental",
             "indicator": "umf:UMFX-3.1.a", "money": 900000},
        ],
        "participation": [
            {"event": f"District meeting, {part.name['en']}",
             "date": date(year - 1, 5 + number, 12).isoformat(), "way": "meeting",
             "invited": 900, "came": 110 + 17 * number,
             "groups": ["women_girls", "older", "disability", "informal_workers"],
             "reply": "Published with the draft"}
            for number, part in enumerate(city.districts)
        ],
        "area_money": [
            {"area": areas[part.slug], "need": place, "people": part.population,
             "action": "Water, light and paths",
             "money": int(part.population * (14 + 20 * part.need))}
            for place, part in enumerate(ordered, start=1)
        ],
    }  # fmt: skip
