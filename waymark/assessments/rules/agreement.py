"""How far reviewers agree beyond chance: Cohen's and Fleiss' kappa.

Cohen's kappa is for the same two raters on every subject (J. Cohen, “A coefficient of agreement
for nominal scales”, Educational and Psychological Measurement 20, 1960, 37-46); Fleiss' kappa for
any number of ratings of each subject, by whomever (J. L. Fleiss, “Measuring nominal scale agreement
among many raters”, Psychological Bulletin 76, 1971, 378-382).

Both are (P - E) / (1 - E): P is the share of agreement seen, E the share to be expected if
everybody gave the same shares of words by chance. Where E is 1, because everybody always gave one
word, there is nothing to tell apart and no kappa.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FEW = 10
"""With fewer cases on a criterion nothing is said of it: chance would speak."""


@dataclass(frozen=True)
class Agreement:
    """What was found: exact fractions, so that equal inputs give equal words everywhere."""

    subjects: int
    observed: Fraction
    expected: Fraction

    @property
    def kappa(self) -> Fraction | None:
        """Agreement beyond chance: 1 is full, 0 is what chance gives, below 0 is less than that."""
        if self.expected == 1:
            return None
        return (self.observed - self.expected) / (1 - self.expected)


def cohen(pairs: Iterable[tuple[str, str]]) -> Agreement | None:
    """Return the agreement of two raters on the same subjects; None without any."""
    given = list(pairs)
    n = len(given)
    if not n:
        return None
    first, second = Counter(one for one, _ in given), Counter(two for _, two in given)
    observed = Fraction(sum(one == two for one, two in given), n)
    expected = sum((Fraction(first[word] * second[word], n * n) for word in first), Fraction(0))
    return Agreement(n, observed, expected)


def fleiss(ratings: Iterable[Sequence[str]]) -> Agreement | None:
    """Return the agreement of as many ratings of each subject, by whomever; None without any.

    Raises ValueError where subjects have different numbers of ratings, or fewer than two.
    """
    counted = [Counter(words) for words in ratings]
    if not counted:
        return None
    raters = counted[0].total()
    if raters < 2 or any(words.total() != raters for words in counted):
        raise ValueError("every subject needs the same number of ratings, two at least")
    n = len(counted)
    pairs = raters * (raters - 1)
    observed = sum(
        (Fraction(sum(k * (k - 1) for k in words.values()), pairs) for words in counted),
        Fraction(0),
    )
    shares = sum(counted, Counter[str]())
    expected = sum((Fraction(k, n * raters) ** 2 for k in shares.values()), Fraction(0))
    return Agreement(n, observed / n, expected)


def enough(found: Agreement | None) -> bool:
    """Tell whether there are enough cases to say anything."""
    return found is not None and found.subjects >= FEW
