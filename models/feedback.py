"""What a long job tells its caller, and the one question it asks: shall I stop?"""

from __future__ import annotations

import time
from typing import Callable, List, Mapping, Optional, Tuple

from .errors import Cancelled


class Feedback:
    """A silent listener; front ends (worker, command line, QGIS) override what they show."""

    def progress(self, fraction: float, message: str = "") -> None:
        """Report that ``fraction`` (0 to 1) of the whole job is done."""

    def info(self, text: str) -> None:
        """Show a line of the log."""

    def warning(self, text: str) -> None:
        """Show a line that the user should not miss; the job goes on."""

    def epoch(self, values: Mapping[str, float]) -> None:
        """Report the figures of a finished epoch (``epoch``, ``psnr``, ``ssim``, losses)."""

    def is_cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return False

    def check(self) -> None:
        """Raise :class:`Cancelled` when the user asked to stop."""
        if self.is_cancelled():
            raise Cancelled()


class FeedbackSlice(Feedback):
    """Maps the progress of one stage, 0 to 1, onto a part of the whole job's progress."""

    def __init__(self, whole: Feedback, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def progress(self, fraction: float, message: str = "") -> None:
        self._whole.progress(self._start + (self._end - self._start) * fraction, message)

    def info(self, text: str) -> None:
        self._whole.info(text)

    def warning(self, text: str) -> None:
        self._whole.warning(text)

    def epoch(self, values: Mapping[str, float]) -> None:
        self._whole.epoch(values)

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


class TimeLeft:
    """Seconds that remain, by the pace of the second half of the time so far.

    That pace follows a job that slows down, and forgets the leap of one that goes on from an earlier run.

    Args:
        clock: returns seconds; replaceable so that a test need not wait.
    """

    _MOST_SAMPLES = 512

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self._samples: List[Tuple[float, float]] = [(0.0, 0.0)]

    def seconds(self, fraction: float) -> Optional[float]:
        """The estimate, or None while too little is known (under 1 % or under 2 s)."""
        elapsed = self._clock() - self._start
        past, done = next(sample for sample in reversed(self._samples) if sample[0] <= elapsed / 2)
        if elapsed - self._samples[-1][0] >= 0.5:
            self._samples.append((elapsed, fraction))
        if len(self._samples) > self._MOST_SAMPLES:
            del self._samples[1::2]
        if fraction < 0.01 or elapsed < 2.0 or fraction <= done:
            return None
        return (elapsed - past) * (1.0 - min(fraction, 1.0)) / (fraction - done)


def duration(seconds: float) -> str:
    """A time span as a person says it: ``45 s``, ``12 min``, ``3 h 05 min``."""
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
