"""Points of known colour on the photo: this roof was red, this was grass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, ogr

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.calls import GdalFailure, checked, quiet
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid
from .palette import FORMS, Colour, colour_of, parse_colour

MAX_POINTS = 5_000
"""More of them are thinned."""
MAX_WEIGHT = 1_000.0
_CHANNELS = (("red", "r"), ("green", "g"), ("blue", "b"))
_TEXTS = ("colour", "color", "ground")
_FEATURES_AT_ONCE = 1_000
# Without them OGR finds no points in a table of coordinates; the drivers of other formats do not know them.
_TABLE = ["X_POSSIBLE_NAMES=x,easting", "Y_POSSIBLE_NAMES=y,northing"]


@dataclass(frozen=True)
class KnownColours:
    """Points in the photo's grid and the colours that they have.

    Attributes:
        columns, rows: (N,) pixel positions; the centre of the first pixel is at 0.5, 0.5.
        colours: (N, 3) red, green, blue from 0 to 255.
        weights: (N,) how much each counts, above 0; 1 where nothing is said.
    """

    columns: NDArray[np.float64]
    rows: NDArray[np.float64]
    colours: NDArray[np.float32]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.columns)


def read_known_colours(path: str, layer: str, grid: Grid, feedback: Feedback) -> KnownColours:
    """The points of a vector layer that lie in the photo; of more than ``MAX_POINTS`` an even part.

    A colour comes from the first of these that the feature has: the fields red, green and blue (or r, g, b), the text
    field colour (or color), the field ground; :data:`.palette.FORMS` says what texts are read. A field weight, from 0
    to ``MAX_WEIGHT``, says how much a point counts; those of weight 0 are left out.

    Args:
        path: what OGR opens; also a table (CSV) with the columns x and y.
        layer: name of the layer, "" for the first one.
        grid: the photo's. Where it or the layer has no CRS, the points are taken as they are.

    Raises:
        InputError: the layer cannot be read or has no such fields, what they hold is no colour or no weight, or no
            point lies in the photo. Points outside of it are not looked at.
        Cancelled: the user stopped it.
    """
    source = _PointLayer(path, layer)
    parts: List[NDArray[np.float64]] = []
    found = 0
    for features in source.read():
        feedback.check()
        x, y, owners = _positions(features)
        found += len(owners)
        columns, rows = source.on_grid(x, y, grid)
        inside = (columns >= 0) & (columns < grid.width) & (rows >= 0) & (rows < grid.height)
        said = [(*source.colour(owners[i]), source.weight(owners[i])) for i in np.flatnonzero(inside).tolist()]
        parts.append(np.column_stack([columns[inside], rows[inside], np.reshape(np.array(said, np.float64), (-1, 4))]))
    if not found:
        raise InputError(f"{source.name} holds no point; choose a layer of points with colours.")
    numbers = np.concatenate(parts)
    if not len(numbers):
        raise InputError(
            f"None of the {found:,} points of {source.name} lies in the photo; choose points on it, and see to it that "
            "both have the right coordinate reference system."
        )
    if len(numbers) < found:
        feedback.info(f"{source.name}: {found - len(numbers):,} of {found:,} points lie outside of the photo.")
    return _thinned(_weighty(numbers, source.name), source.name, feedback)


class _PointLayer:
    """A vector layer that is read feature by feature.

    Args:
        path, layer: see :func:`read_known_colours`.

    Attributes:
        name: of the layer, for messages.

    Raises:
        InputError: it cannot be opened, or has no field for colours.
    """

    def __init__(self, path: str, layer: str) -> None:
        self.name = f"KNOWN_COLOURS {path}" + (f" ({layer})" if layer else "")
        try:
            self._dataset = checked(gdal.OpenEx, path, gdal.OF_VECTOR, open_options=_TABLE)
            find = self._dataset.GetLayerByName if layer else self._dataset.GetLayer
            self._layer: Any = checked(find, layer or 0)
        except GdalFailure as error:
            raise InputError(f"{self.name} cannot be read as a point layer ({error}); choose another one.") from error
        with quiet(raising=False):
            crs = self._layer.GetSpatialRef()
            # What a GeoPackage says of a layer without a CRS: "Undefined geographic SRS".
            unknown = crs is None or (crs.GetName() or "").startswith("Undefined")
            self._crs = "" if unknown else crs.ExportToWkt()
            definition = self._layer.GetLayerDefn()
            fields = [definition.GetFieldDefn(i).GetName().lower() for i in range(definition.GetFieldCount())]
        self._channels = [_first(fields, names) for names in _CHANNELS]
        self._texts = [fields.index(name) for name in _TEXTS if name in fields]
        self._weight = _first(fields, ("weight",))
        if None in self._channels and not self._texts:
            raise InputError(
                f"{self.name} says no colours; give its points the number fields red, green and blue (0 to 255), a "
                "text field colour (#rrggbb, say) or a text field ground (grass, sand, asphalt, say)."
            )

    def read(self) -> Iterator[List[Any]]:
        """All features, some at a time.

        Raises:
            InputError: the file is damaged.
        """
        features = self._next()
        while features:
            yield features
            features = self._next() if len(features) == _FEATURES_AT_ONCE else []

    def _next(self) -> List[Any]:
        features: List[Any] = []
        problem = ""
        with quiet() as messages:
            try:
                while len(features) < _FEATURES_AT_ONCE:
                    feature = self._layer.GetNextFeature()
                    if feature is None:
                        break
                    features.append(feature)
            except RuntimeError as error:
                problem = str(error)
        problem = problem or "".join(messages[:1])
        if problem:
            raise InputError(f"{self.name} cannot be read to its end ({problem}); save it anew.")
        return features

    def on_grid(
        self, x: NDArray[np.float64], y: NDArray[np.float64], grid: Grid
    ) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixel positions of the layer's coordinates, not finite where there is none."""
        if len(x) and self._crs and grid.crs and not same_crs(self._crs, grid.crs):
            try:
                x, y = transform_points(self._crs, grid.crs, x, y)
            except InputError as error:
                raise InputError(
                    f"The coordinate reference system of {self.name} cannot be converted into the photo's; save the "
                    "layer in that one."
                ) from error
        with np.errstate(all="ignore"):
            return grid.to_pixel(x, y)

    def colour(self, feature: Any) -> Colour:
        """Red, green and blue of a feature.

        Raises:
            InputError: it has none, or one that cannot be read.
        """
        numbers = [None if field is None else feature.GetField(field) for field in self._channels]
        texts = [feature.GetField(field) for field in self._texts]
        said: Any = numbers if None not in numbers else next((text for text in texts if str(text or "").strip()), None)
        known = colour_of(*numbers) if said is numbers else parse_colour(str(said or ""))
        if known is None:
            value = "no colour" if said is None else f"the colour {said!r}, which cannot be read"
            raise InputError(f"Feature {feature.GetFID()} of {self.name} has {value}; give it one as {FORMS}.")
        return known

    def weight(self, feature: Any) -> float:
        """How much a feature counts.

        Raises:
            InputError: its weight is none.
        """
        value = None if self._weight is None else feature.GetField(self._weight)
        if value is None or value == "":
            return 1.0
        try:
            weight = float(value)
        except (TypeError, ValueError):
            weight = -1.0
        if not 0.0 <= weight <= MAX_WEIGHT:
            raise InputError(
                f"Feature {feature.GetFID()} of {self.name} has the weight {value!r}; give it one from 0 to "
                f"{MAX_WEIGHT:g}, or none for 1."
            )
        return weight


def _first(fields: Sequence[str], names: Sequence[str]) -> Optional[int]:
    return next((fields.index(name) for name in names if name in fields), None)


def _positions(features: Sequence[Any]) -> Tuple[NDArray[np.float64], NDArray[np.float64], List[Any]]:
    """x and y of the points and parts of multipoints of some features, and the feature of each."""
    x: List[float] = []
    y: List[float] = []
    owners: List[Any] = []
    for feature in features:
        geometry = feature.GetGeometryRef()
        kind = ogr.wkbNone if geometry is None or geometry.IsEmpty() else ogr.GT_Flatten(geometry.GetGeometryType())
        parts = [geometry] if kind == ogr.wkbPoint else []
        if kind == ogr.wkbMultiPoint:
            parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
        for part in parts:
            x.append(part.GetX())
            y.append(part.GetY())
            owners.append(feature)
    return np.array(x, np.float64), np.array(y, np.float64), owners


def _weighty(numbers: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The rows (column, row, red, green, blue, weight) whose weight is above 0."""
    kept = numbers[numbers[:, 5] > 0.0]
    if not len(kept):
        raise InputError(f"All points of {name} in the photo have the weight 0; give some of them a higher one.")
    return kept


def _thinned(numbers: NDArray[np.float64], name: str, feedback: Feedback) -> KnownColours:
    """At most ``MAX_POINTS`` of the rows: the first one in each square, the squares being as small as that allows."""
    chosen = numbers
    size = 1.0
    while len(chosen) > MAX_POINTS:
        size *= 1.25
        columns, rows = np.floor(numbers[:, :2].T / size)
        squares = rows * (columns.max() + 1) + columns
        chosen = numbers[np.sort(np.unique(squares, return_index=True)[1])]
    if len(chosen) < len(numbers):
        feedback.info(f"{name}: {len(chosen):,} of {len(numbers):,} points are used, evenly over the photo.")
    return KnownColours(chosen[:, 0], chosen[:, 1], chosen[:, 2:5].astype(np.float32), chosen[:, 5].astype(np.float32))
