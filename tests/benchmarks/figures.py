"""Times and what is said of them: milliseconds by their median, ratios against a bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter


def timed(act: Callable[[], object]) -> float:
    """How long it took, in milliseconds."""
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def ratio(what: str, times: Sequence[float], base: Sequence[float], *, bound: float) -> None:
    """Print how much longer the first took than the second, by the medians."""
    found = median(times) / median(base)
    verdict = "ok" if found <= bound else "MISSED"
    print(
        f"  {what}: {found:.2f}x (at most {bound}x: {verdict}); "
        f"median {median(times):.2f} ms against {median(base):.2f} ms, {len(times)} each",
        flush=True,
    )


def count(what: str, found: int, *, bound: int) -> None:
    """Print a number against its bound."""
    print(
        f"  {what}: {found} (at most {bound}: {'ok' if found <= bound else 'MISSED'})", flush=True
    )
