"""Reading a folder of training chips, whichever tool has written it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple, Union

from ..errors import InputError
from ..rasters.arrays import Array
from .document import FILE_NAME, ChipsDocument
from .export_tiles import IMAGES_A, IMAGES_B
from .images import FORMATS, read_image
from .pair import Domain


@dataclass(frozen=True)
class ChipFolder:
    """The chips of a folder.

    Attributes:
        path: the folder.
        tile_size: height and width of every chip in pixels.
        names: a name for each chip.
        splits: "train", "validation" or "test" for each chip.
        a, b: what the chips hold: source, band names, dtype, NoData and, when ``chips.json`` has them, statistics.
        cell_size: (x, y) in units of the CRS.
        crs: WKT, "" when unknown.
        extent: (xmin, ymin, xmax, ymax) of all chips, None when unknown.
        files: the image files of A and B of each chip.
        own: whether this plugin has written the folder.
    """

    path: Path
    tile_size: int
    names: Tuple[str, ...]
    splits: Tuple[str, ...]
    a: Domain
    b: Domain
    cell_size: Tuple[float, float]
    crs: str
    extent: Optional[Tuple[float, float, float, float]]
    files: Tuple[Tuple[Path, Path], ...]
    own: bool

    @staticmethod
    def open(path: Union[str, Path]) -> ChipFolder:
        """Read ``chips.json``, or what ArcGIS's Export Training Data leaves.

        Raises:
            InputError: the folder does not exist, holds no chips, or is damaged.
        """
        path = Path(path)
        if not path.is_dir():
            raise InputError(f"The chip folder {path} does not exist; export training chips first.")
        if (path / FILE_NAME).is_file():
            return _open_own(path)
        from .foreign import open_export_tiles

        return open_export_tiles(path)

    def __len__(self) -> int:
        return len(self.names)

    def read(self, index: int) -> Tuple[Array, Array, Array]:
        """One chip; may be called from several threads.

        Returns:
            a (Ca, H, W), b (Cb, H, W), valid (H, W) bool: True where both have data.

        Raises:
            InputError: a file is missing, damaged, or not of the size and type of the others.
        """
        images = []
        for file, domain in zip(self.files[index], (self.a, self.b)):
            values, valid, _ = read_image(file, nodata=not self.own)
            shape = (len(domain.band_names), self.tile_size, self.tile_size)
            if values.shape != shape or values.dtype != domain.dtype:
                bands, height, width = values.shape
                raise InputError(
                    f"{file} has {bands} bands of {width} x {height} {values.dtype.name} pixels and the first chip "
                    f"of its folder has {shape[0]} of {shape[2]} x {shape[1]} {domain.dtype.name}; "
                    "all chips must be alike."
                )
            images.append((values, valid))
        (a, valid_a), (b, valid_b) = images
        return a, b, valid_a & valid_b


def _open_own(path: Path) -> ChipFolder:
    document = ChipsDocument.read(path)
    if document.image_format not in FORMATS:
        raise InputError(
            f"{path / FILE_NAME} names the unknown image format {document.image_format!r}; export the chips again."
        )
    suffix = FORMATS[document.image_format].suffix
    names = tuple(document.name(index) for index in range(len(document)))
    return ChipFolder(
        path=path,
        tile_size=document.tile_size,
        names=names,
        splits=document.splits,
        a=document.a,
        b=document.b,
        cell_size=document.grid.cell_size,
        crs=document.grid.crs,
        extent=document.extent(),
        files=tuple((path / IMAGES_A / f"{n}{suffix}", path / IMAGES_B / f"{n}{suffix}") for n in names),
        own=True,
    )
