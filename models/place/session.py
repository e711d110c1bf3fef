"""A model whose answer is corrected to the colours of a place."""

from __future__ import annotations

from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from ..inference.session import Session, WithMaps
from ..package.definition import ModelDefinition
from .codes import Codes
from .colour import PlaceColour


class PlaceSession(Session):
    """Runs another session and applies a :class:`PlaceColour`.

    Args:
        session: of the model; with its feature maps, where the definition names some.
        colour: of the place.
        definition: of the model.
    """

    def __init__(self, session: Session, colour: PlaceColour, definition: ModelDefinition) -> None:
        self._session, self.colour = session, colour
        self._codes, self._sizes = Codes(definition), definition.maps
        self.parallel, self.on_cpu = session.parallel, session.on_cpu

    @property
    def name(self) -> str:
        return self._session.name

    @property
    def channels(self) -> Tuple[int, int]:
        return self._session.channels

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`Session.run`."""
        return self.run_with_maps(batch)[0]

    def run_with_maps(self, batch: NDArray[np.float32]) -> WithMaps:
        """See :meth:`Session.run_with_maps`."""
        output, maps = self._session.run_with_maps(batch)
        if output.shape[2:] != batch.shape[2:]:
            return output, maps  # refused by who asked
        result = np.empty_like(output)
        with np.errstate(over="ignore", invalid="ignore"):  # what is no number is refused by who asked, too
            for number, (inputs, answer) in enumerate(zip(batch, output)):
                unit = self._codes.unit(inputs)
                mine = {name: each[number] for name, each in maps.items()}
                code = self.colour.code(unit, self._codes.encode(answer), mine, self._sizes)
                result[number] = self._codes.decode(answer, code)
        return result, maps

    def stop(self) -> None:
        super().stop()
        self._session.stop()
