"""Runs models that were not made here, whose graphs may want other values and other batches."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

import numpy as np
from numpy.typing import NDArray

from ..errors import PackageError
from ..feedback import Feedback
from ..package.bare_onnx import GraphValues
from ..package.maps import FeatureMaps
from .onnx_session import OnnxSession
from .session import WithMaps


class ForeignSession(OnnxSession):
    """Gives the graph the values and the batches that it wants; see :class:`GraphValues`."""

    def __init__(
        self,
        path: Path,
        values: GraphValues,
        device: str,
        threads: int,
        feedback: Feedback,
        maps: Optional[FeatureMaps] = None,
    ) -> None:
        self._values, self._file = values, path.name
        super().__init__(path, device, threads, feedback, maps)

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`OnnxSession.run`.

        Raises:
            PackageError: the model gives tiles of another size than it is given.
        """
        run = super().run
        return self._translated(batch, lambda given: (run(given), {}))[0]

    def run_with_maps(self, batch: NDArray[np.float32]) -> WithMaps:
        """See :meth:`OnnxSession.run_with_maps` and :meth:`run`."""
        return self._translated(batch, super().run_with_maps)

    def _translated(self, batch: NDArray[np.float32], run: Callable[[NDArray[np.float32]], WithMaps]) -> WithMaps:
        values = self._values
        given = batch
        if values.gain:
            gain, offset = (np.array(row, np.float32)[:, None, None] for row in (values.gain, values.offset))
            given = batch * gain + offset
        output, maps = run(given) if not values.batch else _in_batches(given, values.batch, run)
        if output.shape[0] != batch.shape[0] or output.shape[2:] != batch.shape[2:]:
            raise PackageError(
                f"The model {self._file} turns tiles of {batch.shape[2]} × {batch.shape[3]} pixels into "
                f"{output.shape[2]} × {output.shape[3]}, but the size must stay; choose another model."
            )
        return (output if values.output_gain == 1.0 else output * np.float32(values.output_gain)), maps


def _in_batches(
    batch: NDArray[np.float32], size: int, run: Callable[[NDArray[np.float32]], WithMaps]
) -> WithMaps:
    """As many runs as it takes with ``size`` tiles each; the last one is filled up with its last tile."""
    count = batch.shape[0]
    index = np.minimum(np.arange(-(-count // size) * size), count - 1)
    parts = [run(batch[index[first : first + size]]) for first in range(0, len(index), size)]
    maps = {name: np.concatenate([made[name] for _, made in parts])[:count] for name in parts[0][1]}
    return np.concatenate([output for output, _ in parts])[:count], maps
