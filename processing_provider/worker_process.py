"""Runs a job of the engine in a child process and listens to it, so that QGIS stays alive whatever happens there."""

import json
import time
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QProcess

from ..models.errors import Cancelled, ImageTranslationError, MissingPackagesError, OutOfMemoryError
from ..models.net import is_out_of_memory
from ..models.temporary import temporary_folder
from .child_process import environment_for, isolation
from .python_environment import announcer, find_python

translate = QCoreApplication.translate
START = Path(__file__).resolve().parent.parent / "models" / "start_worker.py"
POLL_MILLISECONDS = 100
CANCEL_SECONDS = 15.0
KEPT_ERROR_LINES = 20
SIGKILL = 9
# What a shell and a container say of that signal, and of Windows STATUS_NO_MEMORY and STATUS_COMMITMENT_LIMIT.
OUT_OF_MEMORY_CODES = (128 + SIGKILL, 0xC0000017, 0xC000012D)


def run_in_worker(job, settings, packages, feedback, cancel_seconds=CANCEL_SECONDS):
    """Run ``job`` in a worker.

    Args:
        job: ``train``, ``classify`` or ``export``.
        settings: fields of the job's settings dataclass as JSON values.
        packages: Python packages that the job needs.
        feedback: a QgisFeedback.
        cancel_seconds: how long the worker may take to clean up and to save what it has when the user cancels.

    Returns:
        The fields of the result.

    Raises:
        MissingPackagesError: no Python with the packages.
        Cancelled: the user cancelled and the worker has cleaned up.
        ImageTranslationError: the worker's own sentence, or that it died.
    """
    try:
        python = find_python(packages)
    except MissingPackagesError as error:
        announcer.missing.emit(str(error))
        raise
    with temporary_folder() as folder:
        path = folder / "job.json"
        path.write_text(json.dumps({"job": job, "settings": settings}), encoding="utf-8")
        return _Listener(_start(python, path), feedback, cancel_seconds).listen()


def _start(python, job_path):
    process = QProcess()
    process.setProcessEnvironment(environment_for(python))
    process.setWorkingDirectory(str(job_path.parent))
    options = (*isolation(python), "-B", "-u", "-X", "utf8")
    process.start(python, [*options, str(START), __name__.split(".")[0], str(job_path)])
    if not process.waitForStarted(30000):
        text = translate("ImageTranslation", "The Python interpreter {path} cannot be started ({reason}).")
        raise ImageTranslationError(text.format(path=python, reason=process.errorString()))
    return process


class _Listener:
    """Reads the worker's lines until it ends."""

    def __init__(self, process, feedback, cancel_seconds=CANCEL_SECONDS):
        self._process, self._feedback, self._cancel_seconds = process, feedback, cancel_seconds
        self._buffer, self._errors = b"", []
        self._result, self._failure = None, None
        self._cancelled_at = None

    def listen(self):
        """Return the result's fields, or raise what went wrong."""
        try:
            while self._process.state() != QProcess.ProcessState.NotRunning:
                self._process.waitForReadyRead(POLL_MILLISECONDS)
                self._read()
                self._pass_on_cancel()
            self._read()
        finally:
            self._end()
        return self._outcome()

    def _read(self):
        self._buffer += bytes(self._process.readAllStandardOutput())
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._handle(json.loads(line.decode("utf-8")))
        errors = bytes(self._process.readAllStandardError()).decode("utf-8", "replace")
        self._errors = [*self._errors, *errors.splitlines()][-KEPT_ERROR_LINES:]

    def _handle(self, message):
        kind = message.get("type")
        if kind == "progress":
            self._feedback.progress_with_time(message["fraction"], message["text"], message["seconds_left"])
        elif kind == "message":
            self._feedback.info(message["text"])
        elif kind == "warning":
            self._feedback.warning(message["text"])
        elif kind == "result":
            self._result = message["values"]
        elif kind == "error":
            self._failure = message

    def _pass_on_cancel(self):
        if self._cancelled_at is None:
            if self._feedback.is_cancelled():
                self._cancelled_at = time.monotonic()
                self._process.write(b"cancel\n")
                self._process.waitForBytesWritten(1000)
        elif time.monotonic() - self._cancelled_at > self._cancel_seconds:
            self._process.kill()

    def _end(self):
        """On any way out, no worker stays behind."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(5000)

    def _outcome(self):
        if self._result is not None:
            return self._result
        if self._cancelled_at is not None:
            text = translate(
                "ImageTranslation",
                "Cancelled; the worker took too long to stop and was ended. What it had saved before is kept, and "
                "running the same again goes on from there.",
            )
            raise Cancelled(self._failure["text"] if self._failure else text)
        if self._failure is None:
            raise self._sudden_end()
        for line in self._failure.get("trace", "").splitlines():
            self._feedback.info(line)
        if self._failure["kind"] == MissingPackagesError.__name__:
            text = translate(
                "ImageTranslation", "{reason} Plugins > Image Translation > Python Environment installs it."
            )
            error = MissingPackagesError(text.format(reason=self._failure["text"]))
            announcer.missing.emit(str(error))
            raise error
        raise ImageTranslationError(self._failure["text"])

    def _sudden_end(self):
        """What to say of a worker that could not tell why it ended."""
        code, last = self._process.exitCode(), self._errors[-1] if self._errors else ""
        killed = self._process.exitStatus() == QProcess.ExitStatus.CrashExit and code == SIGKILL
        if killed or code & 0xFFFFFFFF in OUT_OF_MEMORY_CODES or is_out_of_memory(Exception(last)):
            return OutOfMemoryError(
                translate(
                    "ImageTranslation",
                    "The system has ended the worker process, most likely because memory ran out; use smaller tiles or "
                    "batches, fewer threads, or close other programs.",
                )
            )
        text = translate("ImageTranslation", "The worker process ended without a result (exit code {code}): {tail}")
        return ImageTranslationError(
            text.format(code=code, tail=last or translate("ImageTranslation", "it said nothing"))
        )
