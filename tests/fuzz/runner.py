"""Runs one fuzzer: so many cases, or so many seconds, from one seed, and no case may do what it must not.

A case ends in success or in an error of ``models/errors.py`` that is one sentence and names the file. It is a failure
when anything else is raised, when it takes longer than ``CASE_SECONDS``, or when the error does not name the file.
"""

from __future__ import annotations

import argparse
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, List

from image_translation.models.errors import ImageTranslationError

CASE_SECONDS = 20

Case = Callable[[random.Random], None]
"""Makes one file by chance and reads it; may raise ImageTranslationError."""


class TooLong(BaseException):
    """A case has hung; no ``except Exception`` of the code under test may catch it."""


class Broken(AssertionError):
    """A case has ended in a way that must not be: the rules of its own fuzzer raise it."""


@dataclass
class Outcome:
    """What came of the cases.

    Attributes:
        ended: number of cases by the class of error that they ended in, "" for success.
        failures: seed of the case and traceback of each that ended as it must not.
    """

    ended: Counter = field(default_factory=Counter)
    failures: List[str] = field(default_factory=list)


def fuzz(case: Case, name: Callable[[], str], count: int, seed: int = 0, seconds: float = float("inf")) -> Outcome:
    """Run cases ``seed:0``, ``seed:1``, ... until ``count`` or ``seconds`` are reached.

    Args:
        case: makes and reads one file.
        name: a text that an error of the present case has to hold, the file's name.
        count: how many at most.
        seed: of all the cases; the same seed gives the same cases.
        seconds: how long at most.
    """
    outcome, end = Outcome(), time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > end:
            break
        one = f"{seed}:{number}"
        try:
            with _limited():
                case(random.Random(one))
            outcome.ended[""] += 1
        except ImageTranslationError as error:
            outcome.ended[type(error).__name__] += 1
            text = str(error)
            if name() not in text or not text.isprintable():
                outcome.failures.append(f"case {one}: the sentence does not name {name()}, or is none: {text!r}")
        except (Exception, TooLong):  # which is what the fuzzer looks for
            outcome.failures.append(f"case {one}: {traceback.format_exc()}")
    return outcome


def main(title: str, start: Callable[[Path, int, int, float], Outcome]) -> int:
    """The command line of a fuzzer: ``--count``, ``--seed``, ``--seconds``."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--count", type=int, default=2000, help="cases at most (default 2000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600.0, help="seconds at most (default 600)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz_") as folder:
        outcome = start(Path(folder), chosen.count, chosen.seed, chosen.seconds)
    for failure in outcome.failures:
        print(failure, flush=True)
    ends = ", ".join(f"{count} {kind or 'read'}" for kind, count in outcome.ended.most_common())
    print(f"{title}: {ends}; {len(outcome.failures)} failures")
    return 1 if outcome.failures else 0


@contextmanager
def _limited() -> Iterator[None]:
    """Raise TooLong after CASE_SECONDS, where the system has such an alarm (and on the main thread only)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong(f"longer than {CASE_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, CASE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
