"""Outputs appear whole or not at all: write beside the target, then rename."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import shutil
import stat
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Callable, Iterator, List, Union

from .errors import ImageTranslationError, InputError
from .locks import in_use, lock_file
from .temporary import writing

_LOCK = ".lock"
_OPEN_FILES_STAY = os.name == "nt"
_PATIENCE = 5.0  # seconds, in which virus scanners and indexers let go of a file
_LONGEST = 180  # bytes of a target's name in its temporary one, which must not get longer than 255
_RASTERS = (".tif", ".tiff")


def check_replaceable(target: Union[str, Path], *, folder: bool = False) -> None:
    """Find out, before the work, whether its result will be able to take the place of ``target``.

    Jobs call it as soon as they know their output and before they compute anything; those that hold
    ``atomic_file(..., precious=True)`` or ``atomic_folder(..., precious=True)`` open during the work need not, as
    these begin with it. The folder that will hold ``target`` is made. What lies there stays as it is.

    Args:
        target: the file or folder to be written; it need not exist.
        folder: a folder is to be written.

    Raises:
        InputError: nothing can be written beside it, it is of the other kind, or it is held open by another program
            (on Windows neither an open file nor the folder of an open file can be renamed).
    """
    target = _followed(target)
    try:
        with _partial(target) as partial:
            if target.exists():
                if target.is_dir() != folder:
                    raise InputError(f"{target} is a {'file' if folder else 'folder'}; choose another output.")
                _try_moving(target, partial)
    except OSError as error:
        raise InputError(_refusal(target, error)) from error


def _try_moving(target: Path, partial: Path) -> None:
    """Raise OSError where ``target`` cannot be renamed; a file onto itself, which changes nothing."""
    if target.is_file():
        if _OPEN_FILES_STAY and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected", str(target))
        _replace(target, target)
        _check_protection(target)
    elif _OPEN_FILES_STAY:
        old = _aside(partial)
        _replace(target, old)
        _replace(old, target)


def _check_protection(target: Path) -> None:
    """Raise OSError where Unix would not let a file be replaced, of which renaming it onto itself tells nothing."""
    if _OPEN_FILES_STAY:
        return
    folder = target.parent.stat()
    if folder.st_mode & stat.S_ISVTX and os.geteuid() not in (0, folder.st_uid, target.stat().st_uid):
        raise PermissionError(errno.EPERM, "it belongs to somebody else", str(target))
    try:
        os.close(os.open(target, os.O_WRONLY))
    except OSError as error:
        if error.errno == errno.EPERM:  # as of files that are made immutable; others that are read only can be replaced
            raise


def _refusal(target: Path, error: OSError) -> str:
    if isinstance(error, PermissionError) and target.exists():
        return (
            f"{target} cannot be replaced ({error.strerror}): another program has it open, or it is protected; close "
            "it there (remove the layer from the QGIS project), or choose another output."
        )
    return f"{target} cannot be written ({error.strerror or error}); choose another output."


def make_parent(target: Path) -> None:
    """Create the folder that will hold ``target``."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {target.parent} cannot be created ({error.strerror}); choose another output."
        ) from error


@contextmanager
def atomic_file(target: Union[str, Path], *, precious: bool = False) -> Iterator[Path]:
    """Yield a temporary path with the target's suffix; rename it onto ``target`` on success.

    It is on the disk before it gets its name. A link is followed. Sidecars that have been written under the stem of
    the temporary path come along under that of the target, and those of an older raster go. On any exception all of
    them are removed and ``target`` stays as it was. What a killed process has left is removed first, see
    :func:`recover`.

    Args:
        target: the file to write.
        precious: the content takes long to make. Begin with :func:`check_replaceable`, and when ``target`` cannot be
            replaced in spite of that, keep the result beside it under another name, which the error tells.

    Raises:
        OSError: the disk is full or fails, or ``target`` cannot be replaced.
        InputError: the same, of a precious one.
    """
    target = _followed(target)
    if precious:
        check_replaceable(target)
    with _partial(target) as partial:
        yield partial
        _flush(partial)
        try:
            _replace(partial, target)
        except OSError as error:
            if precious:
                raise _kept(partial, target, error) from error
            raise
        _remove_sidecars(target)
        _bring_sidecars(partial, target)
        _flush_folder(target.parent)


@contextmanager
def atomic_folder(
    target: Union[str, Path],
    *,
    precious: bool = False,
    replace: bool = True,
    check: Callable[[Path], None] = lambda older: None,
) -> Iterator[Path]:
    """Yield a fresh temporary folder; on success it takes the place of ``target``.

    A folder that is already at ``target`` is moved aside first and deleted only after the new one is in place, so
    that nothing is lost when the rename fails. A link is followed. What a killed process has left is put right first,
    see :func:`recover`.

    Args:
        target: the folder to make.
        precious: see :func:`atomic_file`.
        replace: False to take the place of nothing but an empty folder, whoever has made one meanwhile.
        check: is given the older folder when nobody can reach it any more by its name, and may raise to have it back.

    Raises:
        OSError, InputError: see :func:`atomic_file`.
    """
    target = _followed(target)
    if precious:
        check_replaceable(target, folder=True)
    with _partial(target) as partial:
        partial.mkdir()
        yield partial
        if hasattr(os, "sync"):
            os.sync()  # of thousands of files at once, which one by one takes a spinning disk minutes
        try:
            _replace_folder(partial, target, replace, check)
        except OSError as error:
            if precious:
                raise _kept(partial, target, error) from error
            raise
        _flush_folder(target.parent)


def _replace_folder(partial: Path, target: Path, replace: bool, check: Callable[[Path], None]) -> None:
    old = _aside(partial)
    if not replace:
        with suppress(OSError):  # it is not empty, or there is none
            target.rmdir()
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it has been made meanwhile", str(target))
    elif target.exists():
        _replace(target, old)
    try:
        if old.exists():
            check(old)
        _replace(partial, target)
    except (OSError, ImageTranslationError):
        if old.exists():
            os.replace(old, target)
        raise


@contextmanager
def scratch_folder(target: Union[str, Path]) -> Iterator[Path]:
    """Yield a fresh folder on the target's disk for what ``target`` is put together from; it is removed at the end.

    One that a killed process has left goes when ``target`` is written the next time, see :func:`recover`.
    """
    with _partial(_followed(target)) as partial:
        partial.mkdir()
        yield partial


@contextmanager
def only_one(target: Union[str, Path]) -> Iterator[None]:
    """Let no second job work on ``target``, and on what lies beside it under its name, while the block runs.

    Raises:
        InputError: another job does.
    """
    target = _followed(target)
    make_parent(target)
    lock = _job_lock(target)
    if lock.exists() and in_use(lock):
        raise InputError(
            f"Another job is writing {target}; wait for its end or choose another output (if there is none any more, "
            f"delete {lock})."
        )
    with lock_file(lock):
        yield


def recover(target: Union[str, Path]) -> None:
    """Put right what a process that was killed while it wrote ``target`` has left beside it.

    An older folder that was moved aside returns to its place when nothing is there, sidecars of a file that has its
    name already follow it, and the leftovers are removed. Those of a process that still runs are left alone: it holds
    the lock file beside them.
    """
    target = _followed(target)
    if not target.parent.is_dir():
        return
    with suppress(OSError):
        if _job_lock(target).exists() and not in_use(_job_lock(target)):
            _job_lock(target).unlink()
    for lock in target.parent.glob(f".????????.partial.{glob.escape(_short(target))}{_LOCK}"):
        if in_use(lock):
            continue
        partial = lock.with_name(lock.name[: -len(_LOCK)])
        old = _aside(partial)
        with suppress(OSError):  # another process is at it too, or the disk can only be read
            if old.exists() and not target.exists():
                os.replace(old, target)
            if _sidecars(partial) and not partial.exists():
                _bring_sidecars(partial, target)
            _clear(partial, target)
            lock.unlink()


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A temporary name beside ``target``, locked as long as this process lives; nothing of it stays.

    Raises:
        OSError: with the target's name in place of the temporary one.
    """
    make_parent(target)
    recover(target)
    partial = target.with_name(f".{uuid.uuid4().hex[:8]}.partial.{_short(target)}")
    try:
        with lock_file(partial.with_name(f"{partial.name}{_LOCK}")):
            try:
                with writing(target):
                    yield partial
            finally:
                _clear(partial, target)
    except OSError as error:
        if partial.name in str(error.filename):
            error.filename, error.filename2 = str(target), None
        raise


def _followed(target: Union[str, Path]) -> Path:
    """Where a link leads, so that not the link is replaced."""
    return Path(os.path.realpath(target) if os.path.islink(target) else target)


def _job_lock(target: Path) -> Path:
    """The lock of :func:`only_one`."""
    return hidden_beside(target, f".job{_LOCK}")


def hidden_beside(target: Path, suffix: str) -> Path:
    """``.NAME`` and ``suffix``, always the same for one target: what outlives a run is found there by the next one."""
    return target.with_name(f".{_short(target)}{suffix}")


def _short(target: Path) -> str:
    """The target's name, or what is like no other of a long one."""
    name = target.name
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST:
        return name
    start = encoded[: _LONGEST // 2].decode("utf-8", "ignore")
    return f"{start}~{hashlib.sha256(encoded).hexdigest()[:16]}{target.suffix[:16]}"


def _replace(source: Path, target: Path) -> None:
    """Rename, again and again for some seconds: whoever reads a file on Windows holds it fast."""
    pause, left = 0.05, _PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if left <= 0.0:
                raise
        time.sleep(pause)
        pause, left = 2 * pause, left - pause


def _kept(partial: Path, target: Path, error: OSError) -> InputError:
    """Give finished work a name that can be seen.

    Raises:
        OSError: not even that can be done.
    """
    start, number = os.fsencode(target.stem)[:200].decode("utf-8", "ignore"), 2
    while (kept := target.with_name(f"{start} ({number}){target.suffix}")).exists():
        number += 1
    _bring_sidecars(partial, kept)
    os.replace(partial, kept)
    return InputError(
        f"{target} cannot be replaced ({error.strerror}), by reason of another program perhaps that has it open; the "
        f"result is complete and is kept as {kept}."
    )


def _sidecars(partial: Path) -> List[Path]:
    """Files of the same name or stem beside a temporary file."""
    found = partial.parent.glob(f"{glob.escape(partial.stem)}*")
    return [path for path in found if path != partial and not path.name.startswith(f"{partial.name}{_LOCK}")]


def _remove_sidecars(target: Path) -> None:
    """Remove what lies beside a raster since earlier; of other files nothing is known to be theirs."""
    if target.suffix.lower() in _RASTERS:
        for name in (*(f"{target.name}{ending}" for ending in (".aux.xml", ".ovr", ".msk")), f"{target.stem}.tfw"):
            if os.path.lexists(target.with_name(name)):
                target.with_name(name).unlink()


def _bring_sidecars(partial: Path, target: Path) -> None:
    """Rename what lies beside ``partial`` after ``target``, but for what GDAL calls temporary itself."""
    for path in (each for each in _sidecars(partial) if each.suffix != ".tmp"):
        whole = path.name.startswith(partial.name)
        ours, theirs = (partial.name, target.name) if whole else (partial.stem, target.stem)
        _replace(path, target.with_name(f"{theirs}{path.name[len(ours) :]}"))


def _flush(path: Path) -> None:
    """Have the disk hold a file's content, where its file system can be asked to."""
    with open(path, "r+b") as stream:
        try:
            os.fsync(stream.fileno())
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise


def _flush_folder(path: Path) -> None:
    """Have the disk hold the names in a folder, where folders can be opened."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear(partial: Path, target: Path) -> None:
    """Remove the temporary file or folder with its sidecars, and what was replaced once there is another."""
    shutil.rmtree(partial, ignore_errors=True)
    for leftover in (partial, *_sidecars(partial)):
        with suppress(OSError):
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
