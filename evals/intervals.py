"""How sure a figure is: confidence intervals and percentiles over small samples.

Pure functions with the standard library; every random draw has a fixed seed, so that two
reports of one run agree.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from statistics import fmean

SEED = 2026
ROUNDS = 1000
Z95 = 1.959964


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def percentile(values: Sequence[float], q: float) -> float:
    """The value below which the share `q` (0-1) lies, between neighbours linearly.

    Raises `ValueError` without values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = math.floor(place)
    high = math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)


def bootstrap(
    values: Sequence[float], statistic: Callable[[Sequence[float]], float] = fmean
) -> tuple[float, float]:
    """The 95 % percentile interval of a statistic (Efron 1979); (nan, nan) without values."""
    if not values:
        return math.nan, math.nan
    chance = random.Random(SEED)
    draws = [statistic(chance.choices(values, k=len(values))) for _ in range(ROUNDS)]
    return percentile(draws, 0.025), percentile(draws, 0.975)


def difference(
    before: dict[str, float], after: dict[str, float]
) -> tuple[float, float, float, int]:
    """(mean change, low, high, n) over the keys that both have, resampled in pairs."""
    changes = [after[key] - before[key] for key in sorted(before.keys() & after.keys())]
    if not changes:
        return math.nan, math.nan, math.nan, 0
    low, high = bootstrap(changes)
    return fmean(changes), low, high, len(changes)
