"""Runs models that were not made here, whose graphs may want other values and other batches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import PackageError
from ..feedback import Feedback
from ..package.bare_onnx import GraphValues
from .onnx_session import OnnxSession


class ForeignSession(OnnxSession):
    """Gives the graph the values and the batches that it wants; see :class:`GraphValues`."""

    def __init__(self, path: Path, values: GraphValues, device: str, threads: int, feedback: Feedback) -> None:
        self._values, self._file = values, path.name
        super().__init__(path, device, threads, feedback)

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`OnnxSession.run`.

        Raises:
            PackageError: the model gives tiles of another size than it is given.
        """
        values = self._values
        if values.gain:
            gain, offset = (np.array(row, np.float32)[:, None, None] for row in (values.gain, values.offset))
            batch = batch * gain + offset
        output = super().run(batch) if not values.batch else self._in_batches(batch, values.batch)
        if output.shape[0] != batch.shape[0] or output.shape[2:] != batch.shape[2:]:
            raise PackageError(
                f"The model {self._file} turns tiles of {batch.shape[2]} × {batch.shape[3]} pixels into "
                f"{output.shape[2]} × {output.shape[3]}, but the size must stay; choose another model."
            )
        return output if values.output_gain == 1.0 else output * np.float32(values.output_gain)

    def _in_batches(self, batch: NDArray[np.float32], size: int) -> NDArray[np.float32]:
        """As many runs as it takes with ``size`` tiles each; the last one is filled up with its last tile."""
        count = batch.shape[0]
        index = np.minimum(np.arange(-(-count // size) * size), count - 1)
        parts = []
        for first in range(0, len(index), size):
            parts.append(super().run(batch[index[first : first + size]]))
        return np.concatenate(parts)[:count]
