"""What is known of single spots of the photo, beside the colours of the place: references over it and known colours."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Optional, Tuple, Type

import numpy as np
from numpy.typing import NDArray

from ..package.definition import ModelDefinition
from .codes import Codes
from .features import Maps
from .planes import Planes
from .same_spot import SameSpot
from .spreading import Spreading


class Spots:
    """Corrects a tile by where it lies; a context manager that keeps the references open.

    Args:
        definition: of the model.
        stack: what is open.
        same_spot: where references cover the photo.
        spreading: of known colours.
    """

    def __init__(
        self,
        definition: ModelDefinition,
        stack: ExitStack,
        same_spot: Optional[SameSpot] = None,
        spreading: Optional[Spreading] = None,
    ) -> None:
        self._codes, self._sizes, self._stack = Codes(definition), definition.maps, stack
        self.same_spot, self.spreading = same_spot, spreading

    def __bool__(self) -> bool:
        return bool(self.same_spot or self.spreading)

    def __call__(self, inputs: NDArray[np.float32], output: Planes, maps: Maps, first: Tuple[int, int]) -> Planes:
        """Target values (C_out, H, W).

        Args:
            inputs: (C_in, H, W) of the photo.
            output: of the model, (C_out, H, W).
            maps: of the tile.
            first: its first column and row in pixels of the photo.
        """
        unit, code = self._codes.unit(inputs), self._codes.encode(output)
        return self._codes.decode(output, self.code(unit, code, maps, first))

    def code(self, unit: Planes, code: Planes, maps: Maps, first: Tuple[int, int]) -> Planes:
        """The same for codes (K, H, W)."""
        if self.same_spot is not None:
            code = self.same_spot(unit, code, (*first, code.shape[2], code.shape[1]))
        if self.spreading is not None:
            code = self.spreading(unit, code, maps, self._sizes, first)
        return code

    def __enter__(self) -> Spots:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._stack.close()
