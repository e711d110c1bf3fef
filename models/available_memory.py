"""How much memory this process can still have, and how much it had at most; no packages needed."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

_V1_UNLIMITED = 1 << 60


def available_bytes(root: Path = Path("/")) -> Optional[int]:
    """Memory that can be had without swapping, by the machine, its containers and the limits of this process.

    Args:
        root: where the system tells of itself; replaceable for tests.

    Returns:
        None where that cannot be told.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":  # which counts nearly all memory as used, and gives it when asked
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    found = [*_machine(root), *_containers(root), *_own_limit(root)]
    return max(0, min(found)) if found else None


class Peak:
    """How much more memory a block has taken at most than there was in use before; a context manager.

    Attributes:
        taken: in bytes, after the block; None where that cannot be told.
    """

    taken: Optional[int] = None

    def __enter__(self) -> Peak:
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # forget earlier peaks
        self._before = _numbers(Path("/proc/self/status"), ("VmRSS", "VmHWM"))
        return self

    def __exit__(self, *error: object) -> None:
        after = _numbers(Path("/proc/self/status"), ("VmRSS", "VmHWM"))
        if len(after) == len(self._before) == 2 and after[1] > self._before[1]:
            self.taken = after[1] - self._before[0]


def _machine(root: Path) -> List[int]:
    return _numbers(root / "proc/meminfo", ("MemAvailable",))


def _own_limit(root: Path) -> Iterator[int]:
    """By ``ulimit -v``, which counts addresses."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        used = _numbers(root / "proc/self/status", ("VmSize",))
        if limit != resource.RLIM_INFINITY and used:
            yield limit - used[0]


def _containers(root: Path) -> Iterator[int]:
    """By each control group that this process is in, of version 2 or 1; what files fill can be had."""
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, controllers, place = line.split(":", 2)
            if controllers and "memory" not in controllers.split(","):
                continue
            base, names = root / "sys/fs/cgroup", ("memory.max", "memory.current")
            if controllers:
                base, names = base / "memory", ("memory.limit_in_bytes", "memory.usage_in_bytes")
            group = Path(place.lstrip("/"))
            for folder in dict.fromkeys([base / group, *(base / each for each in group.parents), base]):
                yield from _group(folder, names)


def _group(folder: Path, names: Tuple[str, str]) -> Iterator[int]:
    with suppress(OSError, ValueError):
        limit, used = (int((folder / name).read_text()) for name in names)  # "max" is no number
        files = _numbers(folder / "memory.stat", ("inactive_file",), unit=1)
        if limit < _V1_UNLIMITED:
            yield limit - used + sum(files)


def _numbers(file: Path, keys: Tuple[str, ...], unit: int = 1024) -> List[int]:
    """The numbers after some keys of a file of lines, in bytes."""
    try:
        words = [line.replace(":", " ", 1).split() for line in file.read_text().splitlines()]
        values = {line[0]: line[1] for line in words if len(line) > 1}
        return [unit * int(values[key]) for key in keys]
    except (OSError, KeyError, ValueError):
        return []


def _windows() -> Optional[int]:
    """See https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-globalmemorystatusex."""

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong)
            for name in ("total", "free", "total_page", "free_page", "total_virtual", "free_virtual", "extended")
        ]

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (mypy knows it on Windows only)
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
