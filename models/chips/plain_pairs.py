"""Image pairs without any description: two folders, or the two images side by side in one.

These are the conventions of the pix2pix literature: ``A/`` and ``B/``, ``trainA/`` and ``trainB/``, ``A/train/`` and
``B/train/``, or images that show A on the left and B on the right, in ``train/`` and so on or in one folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from ..errors import InputError
from .layouts import SPLIT_FOLDERS, SUFFIXES, A, B


@dataclass(frozen=True)
class ImagePairs:
    """What was found.

    Attributes:
        names: of the pairs, with the folder of their split.
        splits: split that the folder of each stands for; "" where it says none.
        files: the images of A and B, the same file twice when they lie side by side.
        side_by_side: whether they do.
    """

    names: Tuple[str, ...]
    splits: Tuple[str, ...]
    files: Tuple[Tuple[Path, Path], ...]
    side_by_side: bool


def find_pairs(path: Path) -> Optional[ImagePairs]:
    """The pairs of a folder; None when it has no images in any known layout.

    Raises:
        InputError: an image has no partner.
    """
    return _in_two_folders(path) or _side_by_side(path)


def images(folder: Path) -> Dict[str, Path]:
    """Image files by name without suffix.

    Raises:
        InputError: two have the same name.
    """
    found: Dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() not in SUFFIXES or not file.is_file():
            continue
        if file.stem in found:
            raise InputError(f"{folder} holds both {found[file.stem].name} and {file.name}; remove one of them.")
        found[file.stem] = file
    return found


def partners(folder_a: Path, folder_b: Path) -> Dict[str, Tuple[Path, Path]]:
    """The images of two folders by their common name.

    Raises:
        InputError: an image has no partner.
    """
    files_a, files_b = images(folder_a), images(folder_b)
    for name in sorted(set(files_a) ^ set(files_b)):
        alone, other = (files_a[name], folder_b) if name in files_a else (files_b[name], folder_a)
        raise InputError(f"{alone} has no partner of that name in {other}; add it or remove the image.")
    return {name: (files_a[name], files_b[name]) for name in sorted(files_a)}


def _in_two_folders(path: Path) -> Optional[ImagePairs]:
    names: List[str] = []
    splits: List[str] = []
    files: List[Tuple[Path, Path]] = []
    places = [("", "", path / A, path / B)]
    for folder, split in SPLIT_FOLDERS.items():
        places.append((f"{folder}/", split, path / f"{folder}{A}", path / f"{folder}{B}"))
        places.append((f"{folder}/", split, path / A / folder, path / B / folder))
    for prefix, split, folder_a, folder_b in places:
        if folder_a.is_dir() != folder_b.is_dir():
            there, missing = (folder_a, folder_b) if folder_a.is_dir() else (folder_b, folder_a)
            raise InputError(f"{there} has no partner folder {missing}; add it or choose another folder.")
        if not folder_a.is_dir():
            continue
        for name, pair in partners(folder_a, folder_b).items():
            names.append(f"{prefix}{name}")
            splits.append(split)
            files.append(pair)
    return ImagePairs(tuple(names), tuple(splits), tuple(files), False) if files else None


def _side_by_side(path: Path) -> Optional[ImagePairs]:
    names: List[str] = []
    splits: List[str] = []
    files: List[Tuple[Path, Path]] = []
    for folder, split in SPLIT_FOLDERS.items():
        if (path / folder).is_dir():
            for name, file in images(path / folder).items():
                names.append(f"{folder}/{name}")
                splits.append(split)
                files.append((file, file))
    if not files:
        flat = images(path)
        names, splits, files = list(flat), [""] * len(flat), [(file, file) for file in flat.values()]
    return ImagePairs(tuple(names), tuple(splits), tuple(files), True) if files else None
