"""Files that tell whether the process which made them still lives.

The operating system gives a lock back when its holder ends, however it ends; a process number written down would not
tell a dead process from another that has got its number, nor one on another machine.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Iterator

if sys.platform == "win32":

    @contextmanager
    def lock_file(path: Path) -> Iterator[None]:
        """Hold a lock file while the block runs, and remove it afterwards."""
        try:
            with open(path, "wb"):
                yield
        finally:
            path.unlink(missing_ok=True)

    def in_use(path: Path) -> bool:
        """Whether the process that made the lock file holds it still; an open file cannot be renamed."""
        try:
            os.rename(path, path)
        except OSError:
            return True
        return False

else:
    import fcntl

    @contextmanager
    def lock_file(path: Path) -> Iterator[None]:
        """Hold a lock file while the block runs, and remove it afterwards.

        It gets its name when it is locked already; on file systems without locks, nobody will take it for abandoned.
        """
        unlocked = path.with_name(f"{path.name}.new")
        with open(unlocked, "wb") as stream:
            with suppress(OSError):
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.replace(unlocked, path)
            try:
                yield
            finally:
                path.unlink(missing_ok=True)

    def in_use(path: Path) -> bool:
        """Whether the process that made the lock file holds it still; also when that cannot be told."""
        try:
            with open(path, "rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False
