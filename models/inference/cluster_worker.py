"""What runs inside a Dask worker: it opens the raster and the model once a job and translates windows of it.

Imported on the worker by name; only plain values and arrays travel.
"""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterator, List, Mapping, Optional, Tuple

from ..errors import ImageTranslationError, InputError, UnexpectedError
from ..feedback import Feedback
from ..jobs import build_settings
from ..net import outer_net
from ..package.archive import open_package
from .area import Area
from .cell_size import open_area
from .engines import open_session
from .layout import Layout
from .settings import ClassifySettings
from .streaming import Streaming
from .windows import Piece, Window, translate_window


@dataclass(frozen=True)
class Order:
    """A job as the workers get it.

    Attributes:
        number: tells this run from every other one.
        settings: of :class:`ClassifySettings` by field name, as JSON holds them.
        bands: numbers of the input bands.
        files: path by parameter name, of what is a file on the machine that asks.
        model_files: SHA-256 by name, of the files of the model package.
        facts: see :func:`facts`.
    """

    number: str
    settings: Mapping[str, Any]
    bands: Tuple[int, ...]
    files: Mapping[str, str]
    model_files: Mapping[str, str]
    facts: Tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """A finished window: its pieces, the tiles that were run and those without data, and what the model had to say."""

    pieces: List[Piece]
    tiles: int
    empty: int
    notes: List[str]


class _Notes(Feedback):
    """Keeps what is said until it can be sent."""

    def __init__(self) -> None:
        self.lines: List[str] = []

    def info(self, text: str) -> None:
        self.lines.append(text)

    def warning(self, text: str) -> None:
        self.lines.append(text)

    def take(self) -> List[str]:
        lines, self.lines = self.lines, []
        return lines


class _Desk:
    """The one job that this process has open; the lock lets one window through at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.notes = _Notes()
        self._number = ""
        self._streaming: Optional[Streaming] = None
        self.engine = ""
        self._stack = ExitStack()

    def open(self, order: Order) -> Streaming:
        """The job ``order``; another one that is still open is closed."""
        if self._streaming is None or self._number != order.number:
            self.close()
            with ExitStack() as stack:
                self._streaming, self.engine = _open(order, stack, self.notes)
                self._stack = stack.pop_all()
            self._number = order.number
        return self._streaming

    def close(self, number: str = "") -> None:
        """Close the job, or only that of a number."""
        if number in ("", self._number):
            self._streaming, self._number = None, ""
            self._stack.close()


_DESK = _Desk()


def prepare(order: Order) -> Tuple[str, List[str]]:
    """Open the job; returns the name of the session and what was said on the way.

    Raises:
        InputError: this worker cannot do the job; the sentence names it.
    """
    with _named(), _DESK.lock:
        _DESK.open(order)
        return _DESK.engine, _DESK.notes.take()


def work(order: Order, window: Window) -> Done:
    """Translate a window.

    Raises:
        InputError: this worker cannot; the sentence names it.
    """
    with _named(), _DESK.lock:
        streaming = _DESK.open(order)
        streaming.tiles = streaming.empty = 0
        pieces = translate_window(streaming, window)
        return Done(pieces, streaming.tiles, streaming.empty, _DESK.notes.take())


def leave(number: str) -> None:
    """Close a job as soon as the window at hand is done; does not wait for that."""

    def close() -> None:
        with _DESK.lock:
            _DESK.close(number)

    threading.Thread(target=close, daemon=True).start()


def facts(source: Area, layout: Layout, path: str) -> Tuple[int, ...]:
    """What must be the same wherever the job is opened: size of raster and tile, number of tiles, bytes of the file."""
    size = Path(path).stat().st_size if Path(path).is_file() else 0
    return source.grid.width, source.grid.height, layout.tile, len(layout.columns), len(layout.rows), size


def _open(order: Order, stack: ExitStack, notes: Feedback) -> Tuple[Streaming, str]:
    from distributed import get_worker

    for name, path in order.files.items():
        if not Path(path).exists():
            raise InputError(f"it does not see {name} {path}; put it on a disk that all workers reach by that path.")
    settings: ClassifySettings = build_settings(ClassifySettings, order.settings)
    settings = replace(settings, threads=settings.threads or get_worker().state.nthreads)
    package = stack.enter_context(open_package(settings.model, at_once=False))
    if package.definition.files != order.model_files:
        raise InputError(f"it sees another model than this machine as MODEL {settings.model}; share one file.")
    source = stack.enter_context(open_area(settings, package.definition, order.bands))
    session = open_session(package, settings, 0, notes)
    streaming = Streaming(settings, package.definition, source, session, Feedback())
    if facts(source, streaming, settings.input) != order.facts:
        raise InputError(f"it sees another raster than this machine as INPUT {settings.input}; share one file.")
    return streaming, session.name


@contextmanager
def _named() -> Iterator[None]:
    """Let failures say which worker they come from."""
    try:
        with outer_net():
            yield
    except UnexpectedError as error:
        raise UnexpectedError(_sentence(str(error)), error.trace) from None
    except ImageTranslationError as error:
        raise InputError(_sentence(str(error))) from None


def _sentence(text: str) -> str:
    from distributed import get_worker

    return f"The Dask worker {get_worker().address} on {socket.gethostname()} cannot do this job: {text}"
