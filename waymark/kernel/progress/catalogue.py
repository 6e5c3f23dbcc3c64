"""The methods as data: name, version, formula, thresholds, and how far each has been verified.

A method whose numbers change gets a new version beside the old one, so that an old result can
always be worked out again. v0, v1 are base and latest value in the years t0, t1; T is the target
in the year tT; d is 1 where up is better and -1 where down is.
"""

from __future__ import annotations

from waymark.kernel.progress.method import Method, Verified

OPEN_SDG = Method(
    name="open-sdg",
    version="2.4",
    formula="R = s·d·((v1/v0)^(1/(t1-t0)) - 1) / |(T/v0)^(1/(tT-t0)) - 1|; s = -1 where v0 < 0",
    formula_free="g = s·d·((v1/v0)^(1/(t1-t0)) - 1), thresholds times C near a natural limit",
    thresholds={
        "on_track": 0.95,
        "moderate": 0.60,
        "limited": 0.0,
        "growth_on_track": 0.015,
        "growth_moderate": 0.005,
        "limit_power": 4.44,
    },
    scale=(-5.0, 5.0),
    categories=("achieved", "on_track", "moderate", "limited", "deterioration"),
    categories_free=("on_track", "moderate", "limited", "deterioration"),
    verified=Verified.MEASURED,
    source="Open SDG documentation, Progress calculation methodology (2.4.0, 2025); "
    "Statistics Canada, Methodology for measuring progress",
)

UN_CHART = Method(
    name="un-chart",
    version="2023",
    formula="g = (v1/v0)^(1/(t1-t0)) - 1; e = v1·(1+g)^(tT-t1); p = (e-v0)/(T-v0)",
    formula_free="d·g with g = (v1/v0)^(1/(t1-t0)) - 1",
    thresholds={
        "on_track": 0.95,
        "fair": 0.10,
        "growth_on_track": 0.02,
        "growth_fair": 0.005,
        "near_percent": 1.0,
    },
    scale=(1.0, 3.0),
    categories=("achieved", "on_track", "fair", "stagnation_or_regression"),
    categories_free=("on_track", "fair", "stagnation_or_regression"),
    verified=Verified.READ,
    source="United Nations Statistics Division, Progress Chart Technical Note 2023, as described "
    "by the Basque statistics office",
)

EUROSTAT = Method(
    name="eurostat",
    version="2024",
    formula="r = ((v1/v0)^(1/(t1-t0)) - 1) / ((T/v0)^(1/(tT-t0)) - 1), over the last 5 years; "
    "beside it over 15",
    formula_free="d·g with g = (v1/v0)^(1/(t1-t0)) - 1, over the last 5 years; beside it over 15",
    thresholds={
        "significant": 0.95,
        "moderate": 0.60,
        "insufficient": 0.0,
        "growth_significant": 0.01,
        "growth_moderate": 0.0,
        "growth_moderate_away": -0.01,
        "short_window": 5,
        "short_least": 3,
        "long_window": 15,
        "long_least": 10,
    },
    scale=(-5.0, 5.0),
    categories=("achieved", "significant", "moderate", "insufficient", "away"),
    categories_free=("significant", "moderate", "moderate_away", "significant_away"),
    verified=Verified.TO_CHECK,
    source="Eurostat, Sustainable development in the European Union, annex on methods",
)

ESCAP_STATUS = Method(
    name="escap-status",
    version="2023",
    formula="10·d·(v1-v0)/|T-v0|, 10 once the target is met; parity: 10 - 10·|T-v1|/|T-v0|; "
    "expected by now: 10·(t1-t0)/(tT-t0)",
    scale=(-10.0, 10.0),
    categories=("achieved", "ahead", "behind", "standing", "back"),
    verified=Verified.READ,
    source="ESCAP, Progress assessment methodology; UNICEF MENARO, SDG trend analysis scripts",
)

ESCAP_ANTICIPATED = Method(
    name="escap-anticipated",
    version="2023",
    formula="P = line through the values at tT, each year weighted by (tT-first)/(tT-t); "
    "gap = 100·d·(T-P)/|T-v0|",
    thresholds={"maintain": 10.0, "accelerate": 100.0},
    scale=(0.0, 100.0),
    categories=("achieved", "maintain", "accelerate", "reverse"),
    verified=Verified.TO_CHECK,  # the weights and the gap were read, the thresholds were not
    source="ESCAP, Weighted extrapolation (working paper 4, 2017) and Progress assessment "
    "methodology; UNECE, SDG report 2023, technical notes",
)

WEATHER = Method(
    name="weather",
    version="2021",
    formula="c = mean yearly change over the last 6 values; P = v1 + c·(tT-t1); "
    "miss = d·(T-P)/|T-v1|",
    formula_free="signs of the mean yearly change over the last 6 values and of the last change",
    thresholds={"sun": 0.05, "fair": 0.20, "values": 6, "fewest_values": 4},
    scale=(0.0, 3.0),
    categories=("achieved", "sun", "fair", "cloud", "storm"),
    categories_free=("sun", "fair", "cloud", "storm"),
    verified=Verified.READ,
    source="Federal Statistical Office of Germany, Sustainable development indicators, status of "
    "indicators",
)

INDEX_SCORE = Method(
    name="sdg-index-score",
    version="2020",
    formula="s = 100·(x-worst)/(best-worst), kept within 0 and 100",
    scale=(0.0, 100.0),
    verified=Verified.MEASURED,
    source="Sustainable Development Solutions Network, SDG Index, methods summary",
)

INDEX_COLOUR = Method(
    name="sdg-index-colour",
    version="2020",
    formula="green from the green threshold on, yellow from half way between green and red, "
    "orange from the red threshold, else red",
    categories=("green", "yellow", "orange", "red"),
    verified=Verified.MEASURED,
    source=INDEX_SCORE.source,
)

INDEX_ARROW = Method(
    name="sdg-index-arrow",
    version="2020",
    formula="((s1-s0)/(t1-t0)) / ((green-s0)/(tT-t0)), s on the scale of the score",
    thresholds={"on_track": 1.0, "moderate": 0.5, "stagnating": 0.0},
    categories=("on_track", "moderate", "stagnating", "decreasing"),
    verified=Verified.READ,
    source=INDEX_SCORE.source,
)

DISTANCE = Method(
    name="oecd-distance",
    version="2019",
    formula="z = d·(T-x)/SD of the peers, 0 once the target is met",
    verified=Verified.TO_CHECK,
    source="OECD, Measuring distance to the SDG targets, chapter 3",
)

PEER_METHODS = {method.id: method for method in (INDEX_SCORE, INDEX_COLOUR, INDEX_ARROW, DISTANCE)}
"""Methods that need peers: opt-in, one indicator at a time, never a ranking of places."""
