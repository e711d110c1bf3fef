"""What runs a model on tiles, whatever computes it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import Dict, Tuple

import numpy as np
from numpy.typing import NDArray

from ..devices import first_line as first_line
from ..errors import OutOfMemoryError

DEVICES = ("automatic", "cpu", "gpu")
ENGINES = ("automatic", "onnxruntime", "openvino", "torch")
PRECISIONS = ("automatic", "float32", "bfloat16")
WithMaps = Tuple[NDArray[np.float32], Dict[str, NDArray[np.float32]]]
"""An output and feature maps by name."""

RUNS_AT_ONCE = 2
"""Two runs side by side with half of the threads each take a tenth less time than one after the other with all: none
waits at each layer for the slowest thread, nor for blending and writing. More of them would take more memory."""


class Session(ABC):
    """A model that is ready to run.

    Attributes:
        parallel: how many threads do best to call :meth:`run` at the same time.
        stopped: whether :meth:`stop` was called.
        on_cpu: whether it computes in the computer's own memory.
    """

    parallel = 1
    stopped = False
    on_cpu = True

    @property
    @abstractmethod
    def name(self) -> str:
        """Engine with version, device and precision: two sessions of one name give the same values."""

    @property
    @abstractmethod
    def channels(self) -> Tuple[int, int]:
        """Number of input and of output bands."""

    @abstractmethod
    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Translate a batch.

        Args:
            batch: (N, C_in, H, W) in units of the input raster, finite.

        Returns:
            (N, C_out, H, W) in units of the target.
        """

    def run_with_maps(self, batch: NDArray[np.float32]) -> WithMaps:
        """What :meth:`run` gives, and by name the feature maps (N, channels, h, w) behind it, none by default."""
        return self.run(batch), {}

    def stop(self) -> None:
        """Let every run end as soon as the engine can, by an error; called from another thread, for good."""
        self.stopped = True


def runs_at_once(threads: int) -> int:
    """How many runs go on side by side on a CPU.

    Args:
        threads: that may be used, 0 for all.
    """
    return min(RUNS_AT_ONCE, threads or os.cpu_count() or 1)


def no_memory(batch: NDArray[np.float32], error: BaseException) -> OutOfMemoryError:
    """The error that tells that memory does not suffice for a single tile, (1, C, H, W)."""
    return OutOfMemoryError(
        f"There is not enough memory for a tile of {batch.shape[3]} x {batch.shape[2]} px ({first_line(error)}); set a "
        "smaller TILE_SIZE, or close other programs."
    )
