"""Reading a folder of training chips, whichever tool has written it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple, Union

from ..errors import InputError
from ..files import recover
from ..net import reading
from ..rasters.arrays import Array
from .document import FILE_NAME, ChipsDocument
from .images import FORMATS, read_image
from .layouts import IMAGES_A, IMAGES_B, image_folders, is_file, listed
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
        side_by_side: whether each file holds both images, A on the left.
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
    side_by_side: bool = False

    @staticmethod
    def open(path: Union[str, Path]) -> ChipFolder:
        """Read ``chips.json``, what ArcGIS's Export Training Data leaves, or plain image pairs.

        Raises:
            InputError: the folder does not exist, holds no chips, or is damaged.
        """
        path = Path(path)
        recover(path)
        if not path.is_dir():
            raise InputError(f"The chip folder {path} does not exist; export training chips first.")
        from .foreign import open_foreign

        with reading(path):
            _check_files(path)
            return _open_own(path) if (path / FILE_NAME).is_file() else open_foreign(path)

    def __len__(self) -> int:
        return len(self.names)

    def read(self, index: int) -> Tuple[Array, Array, Array]:
        """One chip; may be called from several threads.

        Returns:
            a (Ca, H, W), b (Cb, H, W), valid (H, W) bool: True where both have data.

        Raises:
            InputError: a file is missing, damaged, or not of the size and type of the others.
        """
        file_a, file_b = self.files[index]
        if self.side_by_side:
            both, valid = self._read(file_a, self.a, 2 * self.tile_size)
            a, b = both[:, :, : self.tile_size], both[:, :, self.tile_size :]
            return a, b, valid[:, : self.tile_size] & valid[:, self.tile_size :]
        a, valid_a = self._read(file_a, self.a, self.tile_size)
        b, valid_b = self._read(file_b, self.b, self.tile_size)
        return a, b, valid_a & valid_b

    def _read(self, file: Path, domain: Domain, width: int) -> Tuple[Array, Array]:
        """Pixels and valid mask of an image that must be like the first of its domain."""
        values, valid, _ = read_image(file, nodata=not self.own)
        shape = (len(domain.band_names), self.tile_size, width)
        if values.shape != shape or values.dtype != domain.dtype:
            bands, height, own_width = values.shape
            raise InputError(
                f"{file} has {bands} bands of {own_width} x {height} {values.dtype.name} pixels and the first chip "
                f"of its folder has {shape[0]} of {width} x {self.tile_size} {domain.dtype.name}; "
                "all chips must be alike."
            )
        return values, valid


def _check_files(path: Path) -> None:
    """Refuse folders in which a pipe or a device takes the place of a file: whoever opens one may wait for ever."""
    for folder in image_folders(path):
        for entry in listed(folder):
            if not is_file(entry, or_folder=True):
                raise InputError(f"{entry.path} is not a regular file; export or copy the chips again.")


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
