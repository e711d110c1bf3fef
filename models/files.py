"""Outputs appear whole or not at all: write beside the target, then rename."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Union

from .errors import InputError


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

    On any exception the temporary file and its sidecars are removed and ``target`` stays as it was.
    """
    target = Path(target)
    make_parent(target)
    partial = _beside(target)
    try:
        yield partial
        os.replace(partial, target)
    finally:
        for leftover in target.parent.glob(f"{partial.name}*"):
            leftover.unlink()


@contextmanager
def atomic_folder(target: Union[str, Path]) -> Iterator[Path]:
    """Yield a fresh temporary folder; on success it takes the place of ``target``.

    A folder that is already at ``target`` is moved aside first and deleted only after the new one is in place, so
    that nothing is lost when the rename fails.
    """
    target = Path(target)
    make_parent(target)
    partial, old = _beside(target), _beside(target)
    partial.mkdir()
    try:
        yield partial
        if target.exists():
            os.replace(target, old)
        try:
            os.replace(partial, target)
        except OSError:
            if old.exists():
                os.replace(old, target)
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)


def sha256(path: Union[str, Path]) -> str:
    """The hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()
