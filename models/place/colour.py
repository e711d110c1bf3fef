"""The colours of a place as a few numbers, which a model's answer is corrected by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping

import numpy as np
from numpy.typing import NDArray

from ..errors import PackageError
from ..package.definition import ModelDefinition
from ..package.maps import FeatureMaps
from .codes import Codes
from .features import CELL, Maps, weighted, width
from .planes import Planes, enlarged, halved

KNOTS = 17
_FIELDS = ("curve", "mixing", "weights", "offset")
_MOST = 1e9


@dataclass(frozen=True)
class PlaceColour:
    """Codes (:class:`Codes`) of a place: a curve, a share of the model's own answer, and what the encoder tells.

    Attributes:
        curve: (C_in, KNOTS, K), code by unit input at knots from 0 to 1, one summand an input band.
        mixing: (K, K), from the model's code.
        weights: (P, K) of :func:`.features.columns`, in cells of two pixels; (0, K) for none.
        offset: (K,) beside the weights.
    """

    curve: NDArray[np.float32]
    mixing: NDArray[np.float32]
    weights: NDArray[np.float32]
    offset: NDArray[np.float32]

    @classmethod
    def of_model(cls, bands: int, count: int) -> PlaceColour:
        """The model's own colours: ``bands`` in, codes of ``count``."""
        curve, weights = np.zeros((bands, KNOTS, count), np.float32), np.zeros((0, count), np.float32)
        return cls(curve, np.eye(count, dtype=np.float32), weights, np.zeros(count, np.float32))

    def after(self, other: PlaceColour) -> PlaceColour:
        """This one, whose model is another one's result."""
        size = max(len(self.weights), len(other.weights))
        weights = _filled(self.weights, size) + _filled(other.weights, size) @ self.mixing
        offset = self.offset + other.offset @ self.mixing
        return PlaceColour(self.curve + other.curve @ self.mixing, other.mixing @ self.mixing, weights, offset)

    def mixed(self, other: PlaceColour, share: float) -> PlaceColour:
        """The mean with another one, which has a share from 0 to 1; all that is in them is linear."""
        size = max(len(self.weights), len(other.weights))
        tables = []
        for name in _FIELDS:
            mine, theirs = getattr(self, name), getattr(other, name)
            if name == "weights":
                mine, theirs = _filled(mine, size), _filled(theirs, size)
            tables.append(np.asarray(mine * (1 - share) + theirs * share, np.float32))
        return PlaceColour(*tables)

    def times(self, gain: float) -> PlaceColour:
        """With codes of ``gain`` times the size."""
        return PlaceColour(*(np.asarray(getattr(self, name) * gain, np.float32) for name in _FIELDS))

    def prior(self, unit: Planes, code: Planes) -> Planes:
        """What curve and model tell, (K, H, W)."""
        knots = np.linspace(0.0, 1.0, KNOTS)
        result = np.tensordot(self.mixing.T, code, axes=1).astype(np.float32)
        for band, table in zip(unit, self.curve):
            if table.any():
                result += np.stack([np.interp(band, knots, column) for column in table.T]).astype(np.float32)
        return result

    def code(self, unit: Planes, code: Planes, maps: Maps, sizes: FeatureMaps) -> Planes:
        """The place's code of a tile.

        Args:
            unit: inputs (C_in, H, W) from 0 to 1.
            code: the model's, (K, H, W).
            maps: of the tile.
            sizes: of the maps.
        """
        result = self.prior(unit, code)
        if len(self.weights):
            told = weighted(halved(unit), maps, sizes, self.weights) + self.offset[:, None, None]
            result += enlarged(told, CELL, (unit.shape[1], unit.shape[2]))
        return result

    def as_json(self) -> Dict[str, Any]:
        """For the key ``Place`` of a model definition; six digits are kept."""
        return {name: [[float(f"{x:.6g}") for x in row] for row in _rows(getattr(self, name))] for name in _FIELDS}


def place_of(definition: ModelDefinition) -> PlaceColour:
    """What a package says under ``Place``.

    Raises:
        PackageError: it makes no sense.
    """
    codes, bands = Codes(definition), len(definition.input_bands)
    count, most = codes.count, width(bands, definition.maps)
    try:
        told: Mapping[str, Any] = definition.place
        if set(told) != set(_FIELDS):
            raise ValueError("other keys")
        curve = _table(told["curve"], bands * KNOTS, count).reshape(bands, KNOTS, count)
        weights = _table(told["weights"], 0 if told["weights"] == [] else most, count)
        return PlaceColour(curve, _table(told["mixing"], count, count), weights, _table(told["offset"], 1, count)[0])
    except (TypeError, ValueError, OverflowError) as error:
        raise PackageError(
            f"The colours of a place in {definition.name}.emd cannot be used ({error}); make the adapted model again."
        ) from error


def _filled(table: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
    return table if len(table) == rows else np.zeros((rows, table.shape[1]), np.float32)


def _rows(table: NDArray[np.float32]) -> NDArray[np.float32]:
    return table.reshape(-1, table.shape[-1])


def _table(value: Any, rows: int, columns: int) -> NDArray[np.float32]:
    shaped = isinstance(value, list) and len(value) == rows
    if not shaped or not all(isinstance(row, list) and len(row) == columns for row in value):
        raise ValueError(f"a table is not of {rows} x {columns} numbers")
    if not all(type(number) in (int, float) and abs(number) < _MOST for row in value for number in row):
        raise ValueError(f"a table holds what is no number below {_MOST:g}")
    return np.array(value, np.float32).reshape(rows, columns)
