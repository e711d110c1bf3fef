"""The engine as a command line: ``image-translation COMMAND``, for machines without QGIS.

The options of a command are the fields of its settings dataclass, and their help is the dataclass's docstring.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import re
import signal
import sys
import threading
import typing
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path
from types import FrameType
from typing import Any, Dict, Iterator, List, Mapping, Optional

from .errors import Cancelled, ImageTranslationError, UnexpectedError
from .feedback import Feedback, TimeLeft, duration
from .jobs import JOBS, run_job
from .processes import end_if_one_of_several, this_place
from .texts import harmless

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE_SECONDS = 5.0
_METAVARS = {Path: "PATH", str: "NAME", int: "N", float: "X"}


class ConsoleFeedback(Feedback):
    """Log lines and a progress line on standard error; Ctrl+C cancels."""

    def __init__(self) -> None:
        self._time_left = TimeLeft()
        self._cancelled = False
        self._shown = -1
        self._live = sys.stderr.isatty()

    def progress(self, fraction: float, message: str = "") -> None:
        percent = int(100 * fraction)
        if percent == self._shown or not self._live:
            return
        self._shown = percent
        left = self._time_left.seconds(fraction)
        rest = "" if left is None else f", {duration(left)} left"
        sys.stderr.write(f"\r\033[K{percent:3d} %  {harmless(message)}{rest}")
        sys.stderr.flush()

    def info(self, text: str) -> None:
        text = harmless(text)
        sys.stderr.write(f"\r\033[K{text}\n" if self._live else f"{text}\n")

    def warning(self, text: str) -> None:
        self.info(f"Warning: {text}")

    def is_cancelled(self) -> bool:
        return self._cancelled

    def cancel(self, signal_number: int, frame: Optional[FrameType]) -> None:
        """Signal handler: the first signal asks the job to stop, the second one interrupts it.

        It writes nothing: the signal may come in the middle of a write, which cannot be entered twice.
        """
        if self._cancelled:
            raise KeyboardInterrupt
        self._cancelled = True


def main(arguments: Optional[List[str]] = None) -> int:
    """Run a command; the result is printed as JSON, the exit status is 0, 1 (error) or 3 (cancelled)."""
    status = _run(sys.argv[1:] if arguments is None else arguments)
    end_if_one_of_several(status)
    return status


def _run(arguments: List[str]) -> int:
    """Of the processes that torchrun has started, only the first one prints how the job has ended."""
    feedback = ConsoleFeedback()
    try:
        values = vars(_parser(arguments[:1]).parse_args(arguments))
    except ModuleNotFoundError as error:
        feedback.info(f"Error: this command needs the Python package {error.name}; install it into {sys.executable}.")
        return 1
    name, is_first = values.pop("job"), this_place().is_first
    for number in _SIGNALS:
        signal.signal(number, feedback.cancel)
    try:
        with _ending_at_the_second_signal():
            result = run_job(name, values, feedback)
    except Cancelled as error:
        if is_first:
            feedback.info(str(error))
        return 3
    except ImageTranslationError as error:
        if isinstance(error, UnexpectedError):
            feedback.info(error.trace)
        if is_first:
            feedback.info(f"Error: {error}")
        return 1
    if is_first and sys.stderr.isatty():
        sys.stderr.write("\n")
    if is_first:
        print(json.dumps(result, indent=2))
    return 0


@contextmanager
def _ending_at_the_second_signal() -> Iterator[None]:
    """End the process where a library keeps Python from handling signals, as one does that opens a hostile model.

    A thread learns of signals by a pipe. What the process leaves behind, the next job puts right.
    """
    if sys.platform == "win32":  # which has no pipes for that
        yield
        return
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    ended = threading.Event()

    def count() -> None:
        left = 2
        while left and (byte := os.read(reader, 1)):
            left -= byte[0] in _SIGNALS
        os.close(reader)
        if not left and not ended.wait(_GRACE_SECONDS):
            os._exit(128 + signal.SIGINT)

    before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=count, daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        ended.set()
        os.close(writer)


def _parser(wanted: List[str]) -> argparse.ArgumentParser:
    """The parser, with the options of the ``wanted`` commands only: those of training need torch to be read."""
    parser = argparse.ArgumentParser(prog="image-translation", description="Turn one kind of imagery into another.")
    commands = parser.add_subparsers(dest="job", required=True)
    for name, job in JOBS.items():
        command = commands.add_parser(name, help=job.summary, description=f"{job.summary}.")
        if name in wanted:
            _add_options(command, job.settings_class())
    return parser


def _add_options(command: argparse.ArgumentParser, settings_class: Any) -> None:
    texts = attribute_texts(settings_class.__doc__ or "")
    hints = typing.get_type_hints(settings_class)
    for item in fields(settings_class):
        text = texts.get(item.name, "").replace("%", "%%")
        command.add_argument(f"--{item.name.replace('_', '-')}", **_option(item, hints[item.name], text))


def _option(item: Any, hint: Any, text: str) -> Dict[str, Any]:
    """The keyword arguments of ``add_argument`` for one field of a settings dataclass."""
    required = item.default is MISSING and item.default_factory is MISSING
    options: Dict[str, Any] = {"help": text, "required": required, "default": argparse.SUPPRESS}
    if not required and item.default not in (None, "", (), MISSING):
        options["help"] += f" (default {item.default})"
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return {**options, "nargs": "+", "type": arguments[0], "metavar": _METAVARS[arguments[0]]}
    if hint is bool:
        return {**options, "action": argparse.BooleanOptionalAction}
    kind = arguments[0] if type(None) in arguments else hint
    return {**options, "type": kind, "metavar": _METAVARS[kind]}


def attribute_texts(docstring: str) -> Mapping[str, str]:
    """The texts of a Google-style ``Attributes:`` section, by attribute name."""
    section = inspect.cleandoc(docstring).split("Attributes:", 1)[-1].split("\n\n", 1)[0]
    found = re.findall(r"^ {4}(\w+(?:, \w+)*): (.*(?:\n {8}.*)*)", section, re.MULTILINE)
    texts = {}
    for names, text in found:
        for name in names.split(", "):
            texts[name] = " ".join(text.replace("``", "").split())
    return texts


if __name__ == "__main__":
    sys.exit(main())
