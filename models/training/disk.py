"""What goes wrong with the disk, in words, and what a killed training leaves on it."""

from __future__ import annotations

import errno
import glob
import shutil
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def reason(error: OSError) -> str:
    """Why nothing could be written: ``the disk is full`` or the system's own words."""
    return "the disk is full" if error.errno in _FULL else str(error.strerror or error)


def remove_leftovers(target: Path, *patterns: str) -> None:
    """Remove what a killed process has left of ``target``: its half-written files and what matches ``patterns``.

    Args:
        target: the file that was being written (see ``files.atomic_file``).
        patterns: further names in its folder; those of folders go with their content.
    """
    for pattern in (f".????????.partial.{glob.escape(target.name)}*", *patterns):
        for leftover in target.parent.glob(pattern):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink()
