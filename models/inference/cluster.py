"""Classify Pixels on several machines: the windows of a raster are the tasks of a Dask cluster.

This process cuts the job into windows, keeps a few of them under way, and writes what comes back. The windows of a
worker that is lost are given to the others by the Dask scheduler, and give the same pixels there.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter, deque
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Callable, Deque, Dict, List

from ..errors import ImageTranslationError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from . import streaming
from .area import Area
from .cluster_connection import connected, import_distributed
from .cluster_worker import Done, Order, facts, leave, prepare, work
from .layout import Layout
from .settings import ClassifySettings
from .windows import Mosaic, Window, plan

PATIENCE_SECONDS = 600.0
RETRIES = 2
UNDER_WAY = 2


class ClusterRun:
    """One pass over one raster by the workers of a Dask cluster; see :class:`Streaming` for the same on one machine.

    At most :data:`UNDER_WAY` windows a worker are under way, so memory here is a few windows and the ramps that wait
    for their neighbours. A window that fails is tried again :data:`RETRIES` times.

    Args:
        settings: what is asked.
        definition: of the model.
        source: the part of the raster to translate.
        feedback: progress, and the question whether to stop.
    """

    def __init__(
        self, settings: ClassifySettings, definition: ModelDefinition, source: Area, feedback: Feedback
    ) -> None:
        self._settings, self._definition, self._source, self._feedback = settings, definition, source, feedback
        self._dask = import_distributed()
        self._layout = Layout(settings, definition, source)
        self.tile = self._layout.tile
        self.tiles = self.empty = 0

    def write(self) -> None:
        """Translate every window and write the raster.

        Raises:
            InputError: the cluster cannot be reached, or one of its workers cannot do the job.
            Cancelled: the user stopped; no output is left, and nothing of it stays on the workers.
        """
        order = self._order()
        with self._layout.open_writer(self._feedback) as writer, connected(self._settings.scheduler) as client:
            mosaic = Mosaic(self._layout, self._source, writer)
            try:
                windows = plan(self._layout, self._prepare(client, order), streaming.PANEL_TILES)
                self._run(client, order, windows, mosaic)
            finally:
                with suppress(OSError):
                    client.run(leave, order.number, on_error="ignore")

    def _prepare(self, client: Any, order: Order) -> int:
        """Let every worker open the job; returns their number."""
        said, engines = Counter[str](), set()
        workers = client.nthreads()
        opening = {client.submit(prepare, order, workers=[worker], pure=False): worker for worker in workers}
        try:
            while opening:
                self._feedback.check()
                for future in self._finished(list(opening)):
                    opening.pop(future)
                    engine, notes = future.result()
                    engines.add(engine)
                    said.update(notes)
                left = client.nthreads()
                opening = {future: worker for future, worker in opening.items() if worker in left}
        finally:
            client.cancel(list(opening), force=True)
        threads = sum(workers.values())
        self._feedback.info(f"{len(workers)} worker(s) with {threads} thread(s) in all share the work.")
        for text, count in said.items():
            self._feedback.info(f"{text} ({count} worker(s))")
        if len(engines) > 1:
            self._feedback.warning(
                f"The workers run the model in different ways ({'; '.join(sorted(engines))}), so pixels may differ by "
                "a level from one to the other; ENGINE, PRECISION and DEVICE can make them alike."
            )
        return len(workers)

    def _run(self, client: Any, order: Order, windows: List[Window], mosaic: Mosaic) -> None:
        waiting: Deque[Window] = deque(windows)
        running: Dict[Any, Window] = {}
        total = len(self._layout.rows) * len(self._layout.columns)
        patience = _Patience(self._feedback)
        try:
            while waiting or running:
                self._feedback.check()
                workers = patience.check(len(client.nthreads()))
                while waiting and len(running) < UNDER_WAY * workers:
                    window = waiting.popleft()
                    running[client.submit(work, order, window, pure=False, retries=RETRIES)] = window
                for future in self._finished(list(running)):
                    done = self._result(future)
                    mosaic.add(running.pop(future), done.pieces)
                    self.tiles += done.tiles
                    self.empty += done.empty
                    for note in done.notes:
                        self._feedback.info(note)
                    ran = self.tiles + self.empty
                    self._feedback.progress(ran / total, f"tile {ran} of {total}, {workers} worker(s)")
        finally:
            client.cancel(list(running), force=True)

    def _finished(self, futures: List[Any]) -> List[Any]:
        """Those that are done, after half a second at most."""
        if not futures:
            time.sleep(0.5)
            return []
        try:
            return list(self._dask.wait(futures, timeout=0.5, return_when="FIRST_COMPLETED").done)
        except self._dask.TimeoutError:
            return []

    def _result(self, future: Any) -> Done:
        try:
            done: Done = future.result()
        except self._dask.KilledWorker as error:
            raise ImageTranslationError(
                "A part of the raster ended several Dask workers one after the other, most likely for want of memory; "
                "give the workers more memory, or set a smaller TILE_SIZE or BATCH_SIZE."
            ) from error
        return done

    def _order(self) -> Order:
        settings = self._settings
        values: Dict[str, Any] = {item.name: getattr(settings, item.name) for item in fields(settings)}
        files = {"INPUT": settings.input, "MODEL": str(settings.model), "MASK": settings.mask}
        files = {name: str(Path(path).absolute()) for name, path in files.items() if path and Path(path).exists()}
        values.update({name.lower(): path for name, path in files.items()}, output=str(settings.output), scheduler="")
        return Order(
            number=uuid.uuid4().hex,
            settings=values,
            bands=tuple(self._source.bands),
            files=files,
            model_files=self._definition.files,
            facts=facts(self._source, self._layout, settings.input),
        )


class _Patience:
    """Waits for workers when there are none left, but not for ever."""

    def __init__(self, feedback: Feedback, clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback, self._clock = feedback, clock
        self._alone = 0.0

    def check(self, workers: int) -> int:
        """Return ``workers``; warn when there are none, and give up after :data:`PATIENCE_SECONDS`."""
        if workers:
            self._alone = 0.0
        elif not self._alone:
            self._alone = self._clock()
            self._feedback.warning("No Dask worker is left; waiting for one to come back.")
        elif self._clock() - self._alone > PATIENCE_SECONDS:
            raise ImageTranslationError(
                f"No Dask worker has come back for {PATIENCE_SECONDS / 60:.0f} minutes; start some and run this again."
            )
        return workers
