"""Asks a model about one tile at a time, and holds what it answers against what a fit can bear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import PackageError
from ..inference.answers import awaited, finite, shaped
from ..inference.session import Session
from ..package.definition import ModelDefinition
from .features import Maps
from .planes import Planes

_MOST = 1e9


class Asking:
    """What a session answers to a tile.

    Args:
        model: its file.
        definition: of it.
        check: raises Cancelled; asked also while the model runs.
    """

    def __init__(self, model: Path, definition: ModelDefinition, check: Callable[[], None]) -> None:
        self._model, self._bands, self._check = model, len(definition.output_bands), check

    def __call__(self, session: Session, inputs: NDArray[np.float32]) -> Tuple[Planes, Maps]:
        """The output (C_out, H, W) for inputs (C_in, H, W), and the feature maps (C, h, w) by name.

        Raises:
            Cancelled: by the user.
            PackageError: the answer has the wrong shape, or is no number or beyond all bounds, or takes too long.
        """
        batch = inputs[None]
        with ThreadPoolExecutor(1) as running:
            answer = running.submit(session.run_with_maps, batch)
            output, maps = awaited(answer, session, inputs[0].size, self._model, self._check)
        shaped(output, self._model, self._bands, batch)
        finite(self._model, output[0], np.ones(inputs.shape[1:], bool))
        for name, values in [("output", output), *maps.items()]:
            if not (np.abs(values) < _MOST).all():
                raise PackageError(
                    f"The model {self._model.name} gives numbers beyond all bounds ({name}), from which no colours of "
                    "a place can be told; it is damaged or has not learned."
                )
        return output[0], {name: values[0] for name, values in maps.items()}
