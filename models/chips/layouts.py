"""The names by which folders of image pairs are known; needs neither GDAL nor NumPy."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Tuple

IMAGES_A, IMAGES_B = "images", "images2"
"""Of the "Export Tiles" layout."""
A, B = "A", "B"
"""Of plain folders."""
SPLIT_FOLDERS = {"train": "train", "val": "validation", "validation": "validation", "test": "test"}
"""The split that a folder's name stands for: ``train/`` of pairs side by side, ``trainA/`` or ``A/train/``."""
SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
"""Of the images that can be read, in lower case."""


def image_folders(path: Path) -> Tuple[Path, ...]:
    """The folders below ``path`` that hold images of a known layout; ``path`` itself when there are none."""
    domains = [f"{split}{domain}" for split, domain in product(SPLIT_FOLDERS, (A, B))]
    nested = [f"{domain}/{split}" for domain, split in product((A, B), SPLIT_FOLDERS)]
    names = (IMAGES_A, IMAGES_B, A, B, *domains, *nested, *SPLIT_FOLDERS)
    return tuple(path / name for name in names if (path / name).is_dir()) or (path,)
