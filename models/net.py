"""The outer net: whatever nobody foresaw becomes one sentence that names a file, and the log keeps the traceback.

Failures that were foreseen (:mod:`.errors`) pass through it. Only front ends use it, around a whole job; the engine's
own functions raise what they raise, so that a defect stays one in the tests.
"""

from __future__ import annotations

import errno
import sys
import traceback
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence, Tuple, Type, TypeVar, Union, cast

from .devices import is_out_of_memory as is_out_of_memory
from .errors import ImageTranslationError, MissingPackagesError, OutOfMemoryError, UnexpectedError
from .texts import sentence

Method = TypeVar("Method", bound=Callable[..., Any])
_OWN = __name__.split(".")[0]
_FILE = "image_translation_file"
_MAX_TEXT = 300


@contextmanager
def reading(path: Union[str, Path]) -> Iterator[None]:
    """Remember with an unforeseen error that it came up while ``path`` was read; the innermost path counts."""
    try:
        yield
    except ImageTranslationError:
        raise
    except Exception as error:
        vars(error).setdefault(_FILE, str(path))
        raise


def reading_itself(method: Method) -> Method:
    """Let a method of an object that stands for the file at its ``path`` run in :func:`reading` of that."""

    @wraps(method)
    def named(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return method(self, *arguments, **options)
        except Exception as error:
            with reading(self.path):
                raise error

    return cast(Method, named)


@contextmanager
def outer_net(files: Sequence[str] = (), passing: Tuple[Type[Exception], ...] = ()) -> Iterator[None]:
    """Turn what is no :class:`ImageTranslationError` into one.

    Args:
        files: what the job reads, for errors that came up outside of :func:`reading`.
        passing: errors of the host application that are its own business.

    Raises:
        ImageTranslationError: MissingPackagesError for a package that is missing or broken, OutOfMemoryError,
            UnexpectedError for what nobody foresaw, else a sentence about the disk.
    """
    try:
        yield
    except ImageTranslationError:
        raise
    except passing:
        raise
    except Exception as error:
        raise _in_words(error, files) from error


def one_line(error: BaseException) -> str:
    """What an error says, in one harmless line that is not too long."""
    text = sentence(str(error)) or type(error).__name__
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"


def _in_words(error: Exception, files: Sequence[str]) -> ImageTranslationError:
    file = getattr(error, _FILE, None)
    if isinstance(error, ImportError):
        return MissingPackagesError(_package_sentence(error, (error.name or "of this job").split(".")[0]))
    package = _importing(error) if isinstance(error, OSError) else ""
    if package:
        return MissingPackagesError(_package_sentence(error, package))
    if is_out_of_memory(error):
        return OutOfMemoryError(
            f"There is not enough memory for this job{_while_reading(file)} ({one_line(error)}); use smaller tiles or "
            "batches, or close other programs."
        )
    if isinstance(error, OSError):
        return ImageTranslationError(_disk_sentence(error, file))
    what = f"{type(error).__name__}: {one_line(error)}"
    if file is None:
        named = " and ".join(each for each in files if each) or "its files"
        text = f"The job has failed in a way that nobody foresaw, at work with {named} ({what})"
    else:
        text = f"{file} cannot be used: it is damaged, or of a kind that nobody foresaw ({what})"
    return UnexpectedError(
        f"{text}; if it opens well elsewhere, please report this together with the log.",
        "".join(traceback.format_exception(type(error), error, error.__traceback__)),
    )


def _package_sentence(error: Exception, package: str) -> str:
    """A package that is not there, or whose libraries do not load."""
    way_out = "choose a Python that has it under Settings > Options > Processing > Providers > Image Translation."
    if isinstance(error, ModuleNotFoundError):
        return f"The Python at {sys.executable} lacks the package {package}, which this job needs; {way_out}"
    return (
        f"The package {package} of the Python at {sys.executable} does not load ({one_line(error)}); install it anew "
        f"there, or {way_out}"
    )


def _importing(error: OSError) -> str:
    """The package of others in whose import an error came up, as when a library of it does not load; "" if in none."""
    below_import = False
    for frame, _ in traceback.walk_tb(error.__traceback__):
        package = str(frame.f_globals.get("__name__", "")).split(".")[0]
        if below_import and package not in ("importlib", _OWN):
            return package
        below_import = frame.f_code.co_filename.startswith("<frozen importlib")
    return ""


def _disk_sentence(error: OSError, file: Union[str, None]) -> str:
    where = error.filename or file or "the output folder"
    if error.errno == errno.ENOSPC:
        return f"The disk is full (while writing {where}); free some space and run again, nothing half-written is left."
    return f"{where} cannot be read or written ({error.strerror or error}); check the path and its permissions."


def _while_reading(file: Union[str, None]) -> str:
    return "" if file is None else f", while {file} is read"
