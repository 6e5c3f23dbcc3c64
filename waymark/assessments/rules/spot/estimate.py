"""How often a certificate was given in error, estimated from drawn checks, and how sure that is.

Each stratum's share of discordant checks stands for all applications of the stratum, and strata
count by their size (stratified sampling: W. G. Cochran, Sampling Techniques, 1977). The interval is
Wilson's at the effective sample size of L. Kish (Survey Sampling, 1965) for unequal weights. That
the lists are finite is left out, so that the interval is rather too wide than too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from waymark.kernel.stats import Interval, wilson


@dataclass(frozen=True, slots=True)
class Stratum:
    """The drawn checks of one stratum of one draw."""

    applications: int
    checked: int  # with a result
    discordant: int
    waiting: int = 0  # drawn, and without a result yet


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimated share of errors, if anything was checked."""

    applications: int
    checked: int
    discordant: int
    waiting: int
    share: float | None = None
    interval: Interval | None = None
    covered: bool = True  # every stratum with applications has a result


def estimate(strata: Iterable[Stratum], level: float = 0.95) -> Estimate:
    """Estimate the share of errors over strata; shares are None where nothing was checked."""
    rows = [row for row in strata if row.applications]
    seen = [row for row in rows if row.checked]
    counts = (
        sum(row.applications for row in rows),
        sum(row.checked for row in rows),
        sum(row.discordant for row in rows),
        sum(row.waiting for row in rows),
    )
    if not seen:
        return Estimate(*counts, covered=not rows)
    whole = sum(row.applications for row in seen)
    weights = [row.applications / whole for row in seen]
    share = sum(w * row.discordant / row.checked for w, row in zip(weights, seen, strict=True))
    spread = sum(w * w / row.checked for w, row in zip(weights, seen, strict=True))
    share = min(1.0, max(0.0, share))
    return Estimate(
        *counts, share, wilson(share, 1 / spread, level), covered=len(seen) == len(rows)
    )
