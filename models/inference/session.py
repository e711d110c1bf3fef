"""What runs a model on tiles, whatever computes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

DEVICES = ("automatic", "cpu", "gpu")
ENGINES = ("automatic", "onnxruntime", "openvino", "torch")
PRECISIONS = ("automatic", "float32", "bfloat16")


class Session(ABC):
    """A model that is ready to run."""

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


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
