"""The engine as a child process: ``PYTHON start_worker.py image_translation JOB.json``.

JOB.json holds ``{"job": NAME, "settings": {...}}``. Standard output carries one JSON object a line, told apart by
``type``: ``progress`` (fraction, text, seconds_left), ``message``, ``warning``, ``epoch``, then one ``result`` or
``error``. Standard input is read for the line ``cancel``; its end means that the parent is gone, which cancels too.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, List, Mapping, Optional, Sequence, TextIO

from .errors import Cancelled, ImageTranslationError, UnexpectedError
from .feedback import Feedback, TimeLeft
from .jobs import run_job
from .net import outer_net, reading

PROGRESS_SECONDS = 0.2
ORPHAN_SECONDS = 20.0


class WorkerFeedback(Feedback):
    """Writes what happens as JSON lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock = stream, threading.Lock()
        self._cancelled = threading.Event()
        self._time_left = TimeLeft()
        self._shown = 0.0

    def send(self, message_type: str, **values: Any) -> None:
        """Write one line; when the reader is gone, stop the job."""
        line = json.dumps({"type": message_type, **values}, default=str)
        try:
            with self._lock:
                self._stream.write(line + "\n")
                self._stream.flush()
        except OSError:
            self._cancelled.set()

    def progress(self, fraction: float, message: str = "") -> None:
        now = time.monotonic()
        if fraction < 1.0 and now - self._shown < PROGRESS_SECONDS:
            return
        self._shown = now
        self.send("progress", fraction=fraction, text=message, seconds_left=self._time_left.seconds(fraction))

    def info(self, text: str) -> None:
        self.send("message", text=text)

    def warning(self, text: str) -> None:
        self.send("warning", text=text)

    def epoch(self, values: Mapping[str, float]) -> None:
        self.send("epoch", values=dict(values))

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._cancelled.set()


def main(arguments: Optional[List[str]] = None, cancelling: Sequence[int] = ()) -> int:
    """Run the job; the exit status is 0 for a result, 1 for an error, 3 for a cancelled job.

    Args:
        arguments: the name of the file that describes the job.
        cancelling: signals that cancel the job, so that it keeps what it can go on from.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    feedback = WorkerFeedback(_own_stdout())
    for number in cancelling:
        signal.signal(number, lambda *_: feedback.cancel())
    threading.Thread(target=_listen, args=(feedback,), daemon=True).start()
    try:
        with outer_net(arguments):
            with reading(arguments[0]):
                job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
            result = run_job(job["job"], job["settings"], feedback)
    except Cancelled as error:
        feedback.send("error", kind="Cancelled", text=str(error))
        return 3
    except ImageTranslationError as error:
        trace = error.trace if isinstance(error, UnexpectedError) else ""
        feedback.send("error", kind=type(error).__name__, text=str(error), trace=trace)
        return 1
    feedback.send("result", values=result)
    return 0


def _own_stdout() -> TextIO:
    """Keep the pipe to the parent for ourselves: what libraries print goes to standard error."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stream


def _listen(feedback: WorkerFeedback) -> None:
    """Cancel at the parent's word or at its end; leave for good if the job does not stop in time."""
    wait = _wait_for_word_windows if sys.platform == "win32" else _wait_for_word
    parent_gone = not wait()
    feedback.cancel()
    if not parent_gone:
        while wait():
            pass
    time.sleep(ORPHAN_SECONDS)
    os._exit(4)


def _wait_for_word() -> bool:
    """Block until a word comes (True) or the input ends (False).

    Not through ``sys.stdin``, whose lock a thread that still reads would keep the interpreter from shutting down.
    """
    return bool(os.read(0, 4096))


def _wait_for_word_windows() -> bool:
    """The same by polling: on Windows a blocked read of standard input hangs the import of DLLs."""
    import _winapi
    import msvcrt

    handle = msvcrt.get_osfhandle(0)  # type: ignore[attr-defined]
    while True:
        try:
            available, _ = _winapi.PeekNamedPipe(handle, 0)  # type: ignore[attr-defined]
        except OSError:
            return False
        if available:
            return bool(os.read(0, available))
        time.sleep(PROGRESS_SECONDS)
