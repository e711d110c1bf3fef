"""Chip folders as what a model is judged on: each chip is a block."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence, Tuple

import numpy as np

from ..chips.document import FILE_NAME, ChipsDocument
from ..chips.folder import ChipFolder
from ..chips.packed import PackedChips, fingerprint
from ..errors import InputError
from ..inference.augmentation import translate_all_ways
from ..inference.output import to_raster_values
from ..inference.session import Session
from ..package.definition import ModelDefinition
from ..rasters.arrays import Array, DType
from ..rasters.turning import reach
from .pairs import SAMPLED_BLOCKS, Block, Pairs, Sample, evenly

_FITTING_CHIPS = 512
Pair = Tuple[Array, Array, Array]
Place = Tuple[int, int]
"""Number of the folder, and of the chip in it."""


@dataclass(frozen=True)
class Chips:
    """A folder.

    Attributes:
        path: the folder.
        names, splits: of each chip.
        read: input, truth and valid of a chip by its number.
        dtype_a, dtype_b, names_a, names_b: of the bands of input and truth.
        corners: (N, 2) first column and row of each chip, None when unknown.
        reach: by how many pixels the corners of two chips must differ for the chips to lie apart.
    """

    path: Path
    names: Tuple[str, ...]
    splits: Tuple[str, ...]
    read: Callable[[int], Pair]
    dtype_a: DType
    dtype_b: DType
    names_a: Tuple[str, ...]
    names_b: Tuple[str, ...]
    corners: Optional[Array] = None
    reach: float = 0.0

    @staticmethod
    def open(path: Path) -> Chips:
        """A folder of chips, or one that holds nothing but packed ones.

        Raises:
            InputError: it holds no chips, or is damaged.
        """
        if path.is_dir() and not fingerprint(path):
            return _packed(path)
        folder = ChipFolder.open(path)
        corners, apart = None, 0.0
        if (path / FILE_NAME).is_file():
            document = ChipsDocument.read(path)
            corners = np.stack((document.columns, document.rows), axis=1)
            angles = {0.0, *document.angles}
            apart = 2.0 * max(reach(document.tile_size, angle) for angle in angles)
        return Chips(
            path,
            folder.names,
            folder.splits,
            folder.read,
            folder.a.dtype,
            folder.b.dtype,
            folder.a.band_names,
            folder.b.band_names,
            corners,
            apart,
        )


def _packed(path: Path) -> Chips:
    packed = PackedChips.open(path)
    info = packed.info

    def read(index: int) -> Pair:
        return np.asarray(packed.a[index]), np.asarray(packed.b[index]), np.asarray(packed.valid[index])

    return Chips(
        path,
        info.names,
        info.splits,
        read,
        np.dtype(info.bands_a[0].dtype),
        np.dtype(info.bands_b[0].dtype),
        tuple(band.name for band in info.bands_a),
        tuple(band.name for band in info.bands_b),
    )


@dataclass(frozen=True)
class Selection:
    """Which chips are judged.

    Attributes:
        places: of the chips.
        split: ``test``, ``validation``, ``train`` or ``all``.
        note: what a reader must know of the choice, "" for nothing.
    """

    places: Tuple[Place, ...]
    split: str
    note: str


def select(folders: Sequence[Chips], split: str) -> Selection:
    """The chips of a split; ``automatic`` for those of test, or of validation where there are none.

    Raises:
        InputError: there are no such chips.
    """
    found = {name: _of_split(folders, name) for name in ("test", "validation", "train")}
    wanted = split
    if split == "automatic":
        split = next((name for name in ("test", "validation") if found[name]), "test")
    places = tuple(place for one in found.values() for place in one) if split == "all" else found[split]
    if not places:
        there = ", ".join(f"{len(one)} {name}" for name, one in found.items())
        raise InputError(
            f"CHIPS has no {split} chips ({there}); set SPLIT to another one, or export chips with a share for TEST."
        )
    notes = {
        "test": "",
        "validation": f"{'There are no test chips; these' if wanted == 'automatic' else 'These'} are validation chips, "
        "by which a training on this folder has chosen its best epoch: the figures flatter such a model a little.",
        "train": "These are training chips: a model that has learned from them is flattered by the figures.",
        "all": "Among these are training chips: a model that has learned from them is flattered by the figures.",
    }
    return Selection(tuple(sorted(places)), split, notes[split])


class ChipPairs(Pairs):
    """What a model makes of chips, against their truth.

    The curve is fitted on the training chips of the folders; where there are none, or they are themselves judged, on
    the other half of the chips that are judged, without those that overlap this half.

    Args:
        folders: all of the same bands and types.
        selection: which chips.
        definition, session: the model.
        all_ways: mean over flips and turns.

    Raises:
        InputError: the chips are not of the model's bands.
    """

    def __init__(
        self,
        folders: Sequence[Chips],
        selection: Selection,
        definition: ModelDefinition,
        session: Session,
        all_ways: bool = False,
    ) -> None:
        self._folders, self._places, self._definition, self._session = folders, selection.places, definition, session
        self._all_ways = all_ways
        first = folders[0]
        _check(folders, definition)
        if session.channels != (len(definition.input_bands), len(definition.output_bands)):
            raise InputError(f"The ONNX model in {definition.name} does not have the bands that its EMD names.")
        train = _of_split(folders, "train") if selection.split in ("test", "validation") else ()
        self._train = evenly(train, _FITTING_CHIPS)
        half = (len(self._places) + 1) // 2
        several = len(folders) > 1
        self.blocks = [
            Block(
                f"{folders[which].path.name}/{folders[which].names[i]}" if several else folders[which].names[i],
                0 if self._train else int(number >= half),
            )
            for number, (which, i) in enumerate(self._places)
        ]
        self.truth_dtype, self.input_dtype = first.dtype_b, first.dtype_a
        self.band_names, self.input_count = first.names_b, len(first.names_a)
        self.curve_words = (
            f"{len(self._train)} training chips of the same folder"
            if self._train
            else "the other half of the chips judged, without those that overlap this half"
        )

    def read(self, index: int) -> Sample:
        a, b, valid = self._read(self._places[index])
        return Sample(a, self._translated(a, valid, b.shape), b, valid)

    def fitting(self, fold: int) -> Iterator[Pair]:
        chosen = self._train or evenly(self._apart_from(fold), _FITTING_CHIPS)
        for place in chosen:
            yield self._read(place)

    def truths(self) -> Iterator[Tuple[Array, Array]]:
        for place in evenly(self._places, SAMPLED_BLOCKS):
            yield self._read(place)[1:]

    def _read(self, place: Place) -> Pair:
        return self._folders[place[0]].read(place[1])

    def _apart_from(self, fold: int) -> Sequence[Place]:
        """The judged chips of the other fold that overlap none of this one."""
        judged = [place for place, block in zip(self._places, self.blocks) if block.fold == fold]
        others = [place for place, block in zip(self._places, self.blocks) if block.fold != fold]
        return [place for place in others if not self._overlaps(place, judged)]

    def _overlaps(self, place: Place, judged: Sequence[Place]) -> bool:
        which, index = place
        corners, apart = self._folders[which].corners, self._folders[which].reach
        near = [i for other, i in judged if other == which]
        if corners is None or not near:
            return False
        distance = np.abs(corners[near] - corners[index]).max(axis=1)
        return bool((distance < apart).any())

    def _translated(self, a: Array, valid: Array, shape: Tuple[int, ...]) -> Array:
        """The model's output (Cb, H, W) as Classify Pixels would store it."""
        values = a.astype(np.float32)
        if not valid.any():
            return np.zeros(shape, self.truth_dtype)
        if not valid.all():
            values[:, ~valid] = values[:, valid].mean(axis=1)[:, None]
        height, width = values.shape[1:]
        fitted = [_fitting_size(length, self._definition) for length in (height, width)]
        padding = ((0, 0), (0, fitted[0] - height), (0, fitted[1] - width))
        batch = np.pad(values, padding, mode="symmetric")[None]
        output = translate_all_ways(self._session.run, batch)[0] if self._all_ways else self._session.run(batch)
        if output.shape != (1, shape[0], *batch.shape[2:]) or not np.isfinite(output).all():
            raise InputError(
                f"The model {self._definition.name} makes of chips of {height} x {width} pixels what is no picture of "
                "that size, or no number; choose another model."
            )
        return to_raster_values(
            output[0, :, :height, :width],
            np.ones((height, width), bool),
            np.dtype(self._definition.output_dtype),
            None,
        )


def _fitting_size(length: int, definition: ModelDefinition) -> int:
    """The shortest side from ``length`` on that the model takes."""
    multiple = definition.tile_size if definition.fixed_size else definition.size_multiple
    return -(-length // multiple) * multiple


def _of_split(folders: Sequence[Chips], split: str) -> Tuple[Place, ...]:
    return tuple((which, i) for which, one in enumerate(folders) for i, each in enumerate(one.splits) if each == split)


def _check(folders: Sequence[Chips], definition: ModelDefinition) -> None:
    wanted = len(definition.input_bands), len(definition.output_bands)
    first = folders[0]
    for one in folders:
        if (len(one.names_a), len(one.names_b)) != wanted:
            raise InputError(
                f"The chips of {one.path} have {len(one.names_a)} band(s) to {len(one.names_b)} and the model "
                f"{definition.name} takes {wanted[0]} to {wanted[1]}; choose other chips or another model."
            )
        if (one.dtype_a, one.dtype_b) != (first.dtype_a, first.dtype_b):
            raise InputError(f"The chips of {one.path} and of {first.path} are of different data types; judge each.")
        if definition.fixed_size and _tile(one) > definition.tile_size:
            raise InputError(
                f"The chips of {one.path} are larger than the tiles of {definition.tile_size} px that the model "
                f"{definition.name} takes; judge it on a pair of rasters."
            )


def _tile(chips: Chips) -> int:
    return int(chips.read(0)[0].shape[-1])
