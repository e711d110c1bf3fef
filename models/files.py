"""Outputs appear whole or not at all: write beside the target, then rename."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Iterator, Union

from .errors import InputError
from .locks import in_use, lock_file

_LOCK = ".lock"


def _beside(target: Path) -> Path:
    """A name in the target's own folder, so that the final rename stays on one file system."""
    return target.with_name(f".{uuid.uuid4().hex[:8]}.partial.{target.name}")


def make_parent(target: Path) -> None:
    """Create the folder that will hold ``target``."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {target.parent} cannot be created ({error.strerror}); choose another output."
        ) from error


@contextmanager
def atomic_file(target: Union[str, Path]) -> Iterator[Path]:
    """Yield a temporary path with the target's suffix; rename it onto ``target`` on success.

    On any exception the temporary file and its sidecars are removed and ``target`` stays as it was. What a killed
    process has left is removed first, see :func:`recover`.
    """
    target = Path(target)
    with _partial(target) as partial:
        yield partial
        os.replace(partial, target)


@contextmanager
def atomic_folder(target: Union[str, Path]) -> Iterator[Path]:
    """Yield a fresh temporary folder; on success it takes the place of ``target``.

    A folder that is already at ``target`` is moved aside first and deleted only after the new one is in place, so
    that nothing is lost when the rename fails. What a killed process has left is put right first, see :func:`recover`.
    """
    target = Path(target)
    with _partial(target) as partial:
        partial.mkdir()
        yield partial
        old = _aside(partial)
        if target.exists():
            os.replace(target, old)
        try:
            os.replace(partial, target)
        except OSError:
            if old.exists():
                os.replace(old, target)
            raise


@contextmanager
def scratch_folder(target: Union[str, Path]) -> Iterator[Path]:
    """Yield a fresh folder on the target's disk for what ``target`` is put together from; it is removed at the end.

    One that a killed process has left goes when ``target`` is written the next time, see :func:`recover`.
    """
    with _partial(Path(target)) as partial:
        partial.mkdir()
        yield partial


def recover(target: Union[str, Path]) -> None:
    """Put right what a process that was killed while it wrote ``target`` has left beside it.

    An older folder that was moved aside returns to its place when nothing is there, and the leftovers are removed.
    Those of a process that still runs are left alone: it holds the lock file beside them.
    """
    target = Path(target)
    if not target.parent.is_dir():
        return
    for lock in target.parent.glob(f".????????.partial.{glob.escape(target.name)}{_LOCK}"):
        if in_use(lock):
            continue
        partial = lock.with_name(lock.name[: -len(_LOCK)])
        old = _aside(partial)
        with suppress(OSError):  # another process is at it too, or the disk can only be read
            if old.exists() and not target.exists():
                os.replace(old, target)
            _clear(partial, target)
            lock.unlink()


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A temporary name beside ``target``, locked as long as this process lives; nothing of it stays."""
    make_parent(target)
    recover(target)
    partial = _beside(target)
    lock = partial.with_name(f"{partial.name}{_LOCK}")
    with lock_file(lock):
        try:
            yield partial
        finally:
            _clear(partial, target)


def _clear(partial: Path, target: Path) -> None:
    """Remove the temporary file or folder, and the folder that was replaced once there is another."""
    shutil.rmtree(partial, ignore_errors=True)
    for leftover in partial.parent.glob(f"{glob.escape(partial.name)}*"):
        if not leftover.name.startswith(f"{partial.name}{_LOCK}"):
            leftover.unlink()
    if target.exists():
        shutil.rmtree(_aside(partial), ignore_errors=True)


def _aside(partial: Path) -> Path:
    """Where the folder that is replaced by ``partial`` waits."""
    return partial.with_name(partial.name.replace(".partial.", ".replaced.", 1))


def sha256(path: Union[str, Path]) -> str:
    """The hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()
