"""How a time limit is shared out: the steps get what checks, the last figures and the package leave."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Callable, Dict, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ..feedback import Feedback
from .baselines import Predictor
from .data import ChipSet
from .distributed import Group
from .validation import Evaluation, evaluate, spread

if TYPE_CHECKING:
    from .plan import Plan

Indices = NDArray[np.int64]
Clock = Callable[[], float]

_OF_AN_EPOCH = 0.05  # of the limit: the figures after an epoch
_OF_THE_END = 0.1  # of the limit: the last figures, and those of the simple methods
_LEAST_CHIPS = 4
_FEW = 2
_PACKAGE = (6.0, 10.0)  # until one has been written: seconds, and besides as long as the figures of so many chips
_CAUTION = 1.2


class Budget:
    """The wall time of a job, and what its parts have taken.

    Args:
        minutes: how long the job may take, 0 for no limit.
        started: when it began, on the clock.
        clock: returns seconds; replaceable in tests.
    """

    def __init__(self, minutes: float, started: float, clock: Clock = time.monotonic) -> None:
        self.limit, self._started, self._clock = 60.0 * minutes, started, clock
        self.spent = 0.0
        self._costs: Dict[str, float] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the start, and ``spent`` by earlier runs of the same job."""
        return self._clock() - self._started + self.spent

    @property
    def left(self) -> float:
        """Seconds that remain, infinity without a limit."""
        return self.limit - self.elapsed if self.limit else math.inf

    @contextmanager
    def noting(self, part: str, count: int = 1) -> Iterator[None]:
        """Note what the block takes for one of ``count`` pieces of ``part``: ``chip`` or ``package``."""
        begun = self._clock()
        yield
        self._costs[part] = (self._clock() - begun) / max(1, count)

    def for_steps(self, plan: Plan, besides: float) -> float:
        """Seconds from the start until the last step must have ended, where there is a limit.

        Args:
            besides: what the end takes besides figures and package, in seconds.
        """
        chips = len(plan.checked_each_epoch) + len(plan.tested)
        if len(plan.checked) > len(plan.checked_each_epoch):
            chips += len(plan.checked)
        end = self._chip * chips + self._package + besides
        return max(0.0, self.limit - _CAUTION * end)

    def has_time_for_a_package(self) -> bool:
        """Whether writing one before the end costs little."""
        return not self.limit or self._package <= _OF_THE_END * self.limit

    def affordable(self, wanted: Indices, share: float) -> Indices:
        """As many of the chips as can be checked in a share of the limit."""
        if not self.limit or not self._chip:
            return wanted
        return spread(wanted, max(_LEAST_CHIPS, int(share * self.limit / self._chip)))

    def affordable_now(self, wanted: Indices, others: int = 0) -> Indices:
        """As many as can be checked, with ``others`` after them, before the package must be written; a few anyhow."""
        if not self.limit or not self._chip:
            return wanted
        chips = (self.left - _CAUTION * self._package) / self._chip - others
        return spread(wanted, max(_LEAST_CHIPS, int(chips)))

    @property
    def _chip(self) -> float:
        return self._costs.get("chip", 0.0)

    @property
    def _package(self) -> float:
        return self._costs.get("package", _PACKAGE[0] + _PACKAGE[1] * self._chip)


def fitted(plan: Plan, budget: Budget, figures: Callable[[Indices], Evaluation], group: Group) -> Plan:
    """The plan with no more chips to check than the time limit has room for; what a chip takes is found out here.

    Args:
        figures: of the network on some chips.
    """
    if not budget.limit:
        return plan
    some = spread(plan.checked_each_epoch, _FEW * group.size)
    for _ in range(2):  # the first time is slow
        with budget.noting("chip", len(some)):
            figures(some)
    part = _OF_THE_END / (2 if len(plan.tested) else 1)
    checked, tested = budget.affordable(plan.checked, part), budget.affordable(plan.tested, part)
    each = budget.affordable(spread(checked, len(plan.checked_each_epoch)), _OF_AN_EPOCH)
    checked, tested, each = group.from_first((checked, tested, each))
    return replace(plan, checked=checked, tested=tested, checked_each_epoch=each)


def most_chips(
    methods: Mapping[str, Predictor],
    chips: ChipSet,
    wanted: Indices,
    data_range: float,
    minutes: float,
    feedback: Feedback,
    clock: Clock = time.monotonic,
) -> int:
    """On how many chips all methods can be judged in a small part of a time limit, by what one of them takes."""
    some, seconds = wanted[:1], 0.0
    for method in methods.values():
        for _ in range(2):  # the first time is slow
            begun = clock()
            evaluate(method, chips, some.tolist(), data_range, feedback)
        seconds += clock() - begun
    return max(_LEAST_CHIPS, int(_OF_THE_END * 60.0 * minutes * len(some) / seconds)) if seconds else len(wanted)
