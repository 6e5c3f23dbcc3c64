"""The little statistics that progress and inequality need, in plain Python.

Nothing here knows a unit or an indicator. A function that has no answer for its input raises
`ValueError` or returns None; numbers beyond what a float holds raise `OverflowError`.
"""

from waymark.kernel.stats.fit import Line, fit_line, fit_logit, mean, total
from waymark.kernel.stats.student import normal_quantile, t_cdf, t_quantile
from waymark.kernel.stats.wilson import Interval, difference_of_shares, wilson

__all__ = [
    "Interval",
    "Line",
    "difference_of_shares",
    "fit_line",
    "fit_logit",
    "mean",
    "normal_quantile",
    "t_cdf",
    "t_quantile",
    "total",
    "wilson",
]
