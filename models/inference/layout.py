"""Where the tiles of a job lie, and what its output raster is like; known without running the model."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.writer import RasterWriter
from .area import Area
from .output import TranslatedRaster, output_dtype, output_names, output_nodata, to_raster_values
from .settings import ClassifySettings, overlap, tile_size
from .tiling import Span, panels, spans

PANEL_PIXELS = 4096
_ROWS_AT_ONCE = 128


class Layout:
    """The tiles and the output of one job.

    Args:
        settings: what is asked.
        definition: of the model.
        source: the part of the raster to translate.

    Attributes:
        tile_height, tile_width: size of a tile in pixels.
        rows, columns: the tiles along y and along x.
        names: of the output bands.
    """

    def __init__(self, settings: ClassifySettings, definition: ModelDefinition, source: Area) -> None:
        self._settings, self._definition, self._source = settings, definition, source
        self.tile_height, self.rows = self._axis(source.grid.height)
        self.tile_width, self.columns = self._axis(source.grid.width)
        self.names = output_names(settings, definition)

    @property
    def tile(self) -> int:
        """The longer side of a tile in pixels."""
        return max(self.tile_height, self.tile_width)

    def panels(self, most_tiles: int) -> List[Sequence[Span]]:
        """The columns of tiles in panels of at most ``most_tiles`` tiles and about :data:`PANEL_PIXELS` pixels."""
        return panels(self.columns, max(1, min(most_tiles, PANEL_PIXELS // self.tile_width)))

    def row_is_empty(self, index: int, columns: Sequence[Span]) -> bool:
        """Whether a row of tiles is known, without being read, to hold no valid pixel."""
        grid, first, y = self._source.grid, columns[0].position, self.rows[index].position
        width = min(columns[-1].position + self.tile_width, grid.width) - first
        return self._source.empty(first, y, width, min(self.tile_height, grid.height - y))

    def open_writer(self, feedback: Feedback) -> RasterWriter:
        """The output raster, to be written window by window."""
        return TranslatedRaster(self._settings, self._definition, self._source, self.names, feedback)

    def to_raster(self, values: NDArray[np.float32], valid: NDArray[np.bool_]) -> NDArray[np.generic]:
        """Pixels of the output raster, NoData in place; some rows at a time, to spare memory."""
        dtype = output_dtype(self._settings, self._definition)
        nodata = output_nodata(self._source, self._definition, dtype)
        tops = [slice(top, top + _ROWS_AT_ONCE) for top in range(0, values.shape[1], _ROWS_AT_ONCE)]
        parts = [to_raster_values(values[:, rows], valid[rows], dtype, nodata) for rows in tops]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def _axis(self, length: int) -> Tuple[int, List[Span]]:
        size = tile_size(self._settings, self._definition, length)
        return size, spans(length, size, overlap(self._settings, self._definition, size), self._settings.blending)
