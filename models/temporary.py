"""Temporary folders that do not stay for ever when their process is killed.

The folder holds a lock file as long as its process lives (:mod:`.locks`); whoever makes the next one removes those
that nobody holds any more.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from .errors import InputError
from .locks import in_use, lock_file

_PREFIX = "image_translation_files_"
_LOCK = ".lock"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a fresh folder that only this user can look into; it is removed at the end."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}_"))
    try:
        with lock_file(folder / _LOCK), writing(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Let the error of a full disk name ``path``, where Python's own does not tell what was written."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC and error.filename is None:
            error.filename = str(path)
        raise


def check_space(folder: Path, size: int, what: str) -> None:
    """Refuse to write what will not fit.

    Args:
        folder: where to.
        size: bytes that ``what`` needs.
        what: for the message.

    Raises:
        InputError: the disk has less room than that.
    """
    free = shutil.disk_usage(folder).free
    if size > free:
        raise InputError(
            f"{what} needs {size / 1e6:,.3g} MB in the temporary folder {folder.parent}, whose disk has "
            f"{free / 1e6:,.3g} MB left; free some space, or let the environment variable TMPDIR (TEMP on Windows) "
            "name a folder on another disk."
        )


def _remove_abandoned(parent: Path) -> None:
    """Only what is this user's own is touched: anyone may put anything into a temporary folder that all share."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            about = os.lstat(folder)
            own = not hasattr(os, "getuid") or about.st_uid == os.getuid()
            if own and stat.S_ISDIR(about.st_mode) and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another process is at it too, or has not come to its lock yet
            continue


def _is_abandoned(folder: Path) -> bool:
    lock = folder / _LOCK
    if os.path.lexists(lock):
        return stat.S_ISREG(os.lstat(lock).st_mode) and not in_use(lock)
    number = folder.name[len(_PREFIX) :].split("_")[0]  # of the process, which has not come to its lock yet
    if os.name == "nt" or not re.fullmatch(r"\d{1,9}", number):
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    return False
