"""What an interrupted run over a large raster has finished, kept beside the output so that the next one goes on.

A GeoTIFF that is being written is of no use when the process dies, so each finished row of tiles is also kept as a file
of its own, together with what the blending still needs: the ramp below the row, and the ramp beside the panel. A row's
file appears whole or not at all, and belongs to one job only: same raster, model and settings.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..files import atomic_file, hidden_beside
from ..rasters.source import RasterSource
from ..rasters.writer import RasterWriter
from .blending import PanelBlender
from .tiling import Span

_JOB = "job.json"
Shapes = Mapping[str, Tuple[Tuple[int, ...], np.dtype[Any]]]
"""Shape and type of each array of a file."""


class Journal:
    """The finished rows of one job.

    Args:
        output: the raster that is being made.
        job: everything that shapes its pixels, as JSON values.
        keep: whether to use what an earlier run has left; otherwise it is deleted.
    """

    def __init__(self, output: Path, job: Mapping[str, Any], keep: bool) -> None:
        self.folder = journal_folder(output)
        text = json.dumps(job, sort_keys=True, default=str)
        if not keep or self._read_job() != text:
            self.discard()
        self.found = self.folder.is_dir()
        self.folder.mkdir(parents=True, exist_ok=True)
        with atomic_file(self.folder / _JOB) as partial:
            partial.write_text(text, encoding="utf-8")

    def add(
        self, panel: int, row: int, values: NDArray[np.generic], right: NDArray[np.float32], below: NDArray[np.float32]
    ) -> None:
        """Keep a finished row of a panel.

        Args:
            values: (bands, h, w) as they were written to the raster.
            right: (bands, h, ramp) that the next panel will need.
            below: (bands, ramp, w) that the next row will need; only the last two are kept.

        Raises:
            InputError: the disk is full.
        """
        try:
            self._save(self._below(panel, row), below=below)
            self._save(self._entry(panel, row), values=values, right=right)
        except OSError as error:
            raise InputError(
                f"What has been translated so far cannot be kept in {self.folder} ({error.strerror or error}); free "
                "some space on its disk and run again, and the job goes on from there, or delete that folder."
            ) from error
        outdated = self._below(panel, row - 2)
        if outdated.exists():
            outdated.unlink()

    def replay(
        self,
        panel: int,
        rows: Sequence[Span],
        blender: PanelBlender,
        writer: RasterWriter,
        empty: Callable[[int], bool],
    ) -> int:
        """Write the rows of a panel that are finished and bring the blender to where it was; returns their number.

        Args:
            empty: tells rows that have no data at all, of which nothing is kept.
        """
        count = 0
        while count < len(rows):
            row = rows[count]
            entry = self._load(self._entry(panel, count), _shapes(row, blender, writer))
            if entry is None and not empty(count):
                break
            if entry is None:
                blender.skip(row)
                count += 1
                continue
            writer.write(blender.x0, row.start, entry["values"])
            blender.right[:, row.start : row.done] = entry["right"]
            count += 1
        if 0 < count < len(rows) and not empty(count - 1):
            shape = (len(blender.right), rows[count - 1].ramp_after, blender.width)
            last = self._load(self._below(panel, count - 1), {"below": (shape, np.dtype(np.float32))})
            if last is None:
                return 0
            blender.restore(last["below"])
        return count

    def discard(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read_job(self) -> Optional[str]:
        path = self.folder / _JOB
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None

    def _entry(self, panel: int, row: int) -> Path:
        return self.folder / f"{panel:06d}_{row:06d}.npz"

    def _below(self, panel: int, row: int) -> Path:
        return self.folder / f"{panel:06d}_{row:06d}_below.npz"

    @staticmethod
    def _save(path: Path, **arrays: NDArray[Any]) -> None:
        """Not compressed: that takes longer than the other work on a row, to save a quarter for some hours."""
        whole = io.BytesIO()  # as zipfile, where a disk is full, would go on at it when nobody expects that any more
        np.savez(whole, **arrays)
        with atomic_file(path) as partial:
            partial.write_bytes(whole.getbuffer())

    @staticmethod
    def _load(path: Path, shapes: Shapes) -> Optional[Dict[str, NDArray[Any]]]:
        """The arrays of a file; None when there is none, or it is damaged or holds others: then it is done again."""
        if not path.is_file():
            return None
        try:
            with np.load(path, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in shapes}
        except Exception:  # whatever a disk or a stranger has made of it, in zipfile, zlib, NumPy or its parser
            return None
        return arrays if all((arrays[n].shape, arrays[n].dtype) == shapes[n] for n in shapes) else None


def _shapes(row: Span, blender: PanelBlender, writer: RasterWriter) -> Shapes:
    """What the file of a row must hold."""
    bands, _, ramp = blender.right.shape
    height = row.done - row.start
    return {
        "values": ((writer.band_count, height, blender.width - ramp), writer.dtype),
        "right": ((bands, height, ramp), np.dtype(np.float32)),
    }


def fingerprints(path: str, files: Sequence[str]) -> List[str]:
    """Those of a raster and of all files that it is made of, however many virtual rasters lie between.

    Args:
        path: the raster.
        files: what it is made of, as far as it tells itself.
    """
    seen, waiting = dict.fromkeys([path]), list(files)
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen[name] = None
        if name.lower().endswith(".vrt"):
            with suppress(InputError), RasterSource(name) as source:
                waiting += source.files
    return [fingerprint(name) for name in seen]


def journal_folder(output: Path) -> Path:
    """Where the finished rows of the raster ``output`` are kept."""
    return hidden_beside(output, ".resume")


def fingerprint(path: str) -> str:
    """Changes when a file is changed; for what is no file on disk, its name."""
    file = Path(path)
    state = [path]
    if file.exists():
        status = file.stat()
        state = [str(file.resolve()), str(status.st_size), str(status.st_mtime_ns)]
    return hashlib.sha256("\n".join(state).encode()).hexdigest()
