"""The names by which folders of image pairs are known, and what is in them; needs neither GDAL nor NumPy."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import List, Tuple

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


def listed(folder: Path) -> List[os.DirEntry[str]]:
    """What is in a folder, by name; nothing where there is no folder."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def is_file(entry: os.DirEntry[str], or_folder: bool = False) -> bool:
    """Whether an entry is a regular file (or a folder, where that will do), or a link that leads to one."""
    try:
        return entry.is_file() or (or_folder and entry.is_dir())
    except OSError:  # a link that leads to itself
        return False
