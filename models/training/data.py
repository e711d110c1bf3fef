"""Training chips as batches of tensors, read from packed chip folders."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..chips.packed import PackedChips, pack
from ..chips.statistics import BandStatistics
from ..errors import InputError
from ..feedback import Feedback
from ..networks.unet import MIN_SIZE
from .augmentation import DISTORTIONS, Levels, augment_input
from .distributed import ALONE, Group
from .resident import ResidentChips

Array = NDArray[np.generic]
Mask = NDArray[np.bool_]
_SAMPLED_PIXELS = 4096
_FINGERPRINTED = 16


@dataclass(frozen=True)
class Batch:
    """Pairs of chips in raw units.

    Attributes:
        a: input (N, Ca, S, S) float32; invalid pixels hold the band's mean.
        b: target (N, Cb, S, S) float32; likewise.
        valid: (N, 1, S, S) bool, where both hold data.
    """

    a: Tensor
    b: Tensor
    valid: Tensor

    def to(self, device: torch.device) -> Batch:
        """The batch on another device; nobody waits for an NVIDIA card to get it."""
        pin, parts = device.type == "cuda" and self.a.device.type == "cpu", (self.a, self.b, self.valid)
        return Batch(*((part.pin_memory() if pin else part).to(device, non_blocking=pin) for part in parts))

    def __len__(self) -> int:
        return len(self.a)

    def halves(self) -> Tuple[Batch, Batch]:
        """The batch in two; it must hold at least two chips."""
        middle = (len(self) + 1) // 2
        first, second = slice(None, middle), slice(middle, None)
        return (
            Batch(self.a[first], self.b[first], self.valid[first]),
            Batch(self.a[second], self.b[second], self.valid[second]),
        )


@dataclass(frozen=True)
class View:
    """How a chip is shown.

    Attributes:
        index: which chip.
        top, left: its first pixel in view.
        orientation: one of the eight, see ``_oriented``.
        seed: of what happens to the input alone, None for nothing.
    """

    index: int
    top: int
    left: int
    orientation: int
    seed: Optional[int]


class ChipSet:
    """The chips of one or more packed folders as one sequence.

    Args:
        packs: opened folders; all must have the same bands and types.
        for_validation: opened folders that are only for validation; validation chips of ``packs`` are then for
            training.

    Raises:
        InputError: bands differ, chips are smaller than 32 px or than those of another purpose, or a band is constant.
    """

    def __init__(self, packs: Sequence[PackedChips], for_validation: Sequence[PackedChips] = ()) -> None:
        splits = [split for one in packs for split in one.info.splits]
        if for_validation:
            splits = ["train" if split == "validation" else split for split in splits]
            splits += ["validation"] * sum(len(one) for one in for_validation)
            _check_sizes(packs, for_validation)
        packs = self.packs = [*packs, *for_validation]
        self.bands_a = _pooled([one.info.bands_a for one in packs], [len(one) for one in packs], "input")
        self.bands_b = _pooled([one.info.bands_b for one in packs], [len(one) for one in packs], "target")
        self._places = [(which, i) for which, one in enumerate(self.packs) for i in range(len(one))]
        self._splits, self._levels = splits, Levels.of(self.bands_a)
        self._threads: Optional[ThreadPoolExecutor] = None
        self._resident: Optional[ResidentChips] = None
        self.tile_size = min(one.info.tile_size for one in packs)
        self.size = self.tile_size // MIN_SIZE * MIN_SIZE
        if self.size < MIN_SIZE:
            raise InputError(
                f"The training chips are {self.tile_size} px wide; export chips of at least {MIN_SIZE} px."
            )

    def fingerprint(self) -> str:
        """Changes when the chips do: over their descriptions, statistics and a few of them pixel by pixel."""
        digest = hashlib.sha256()
        for packed in self.packs:
            digest.update(json.dumps(packed.info.to_json(), sort_keys=True).encode())
        digest.update(",".join(self._splits).encode())
        for index in np.unique(np.linspace(0, len(self) - 1, _FINGERPRINTED).astype(int)):
            for part in self.read(int(index)):
                digest.update(np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()

    def cut_to(self, multiple: int) -> None:
        """Let the training size be a multiple of ``multiple``.

        Raises:
            InputError: the chips are smaller than that.
        """
        if self.tile_size < multiple:
            raise InputError(
                f"The training chips are {self.tile_size} px wide, but the base model works on multiples of "
                f"{multiple} px; export larger chips or train without a base model."
            )
        step = math.lcm(multiple, MIN_SIZE)
        self.size = self.tile_size // step * step or self.tile_size // multiple * multiple

    @classmethod
    def open(cls, folders: Sequence[Path], feedback: Feedback, for_validation: Sequence[Path] = ()) -> ChipSet:
        """Open chip folders; those not packed yet are packed, which needs GDAL.

        Args:
            for_validation: folders that are only for validation.

        Raises:
            InputError: a folder cannot be used.
        """
        has_gdal = importlib.util.find_spec("osgeo") is not None
        packed = [
            pack(folder, feedback) if has_gdal else PackedChips.open(folder) for folder in (*folders, *for_validation)
        ]
        return cls(packed[: len(folders)], packed[len(folders) :])

    def feed(self, threads: int, device: torch.device) -> None:
        """Prepare the chips of a random batch side by side, and keep all chips on the device if it has room for them.

        Args:
            threads: how many chips at a time.
            device: where batches are going to.
        """
        self._threads = ThreadPoolExecutor(threads) if threads > 1 else None
        if ResidentChips.fit(self.packs, device):
            self._resident = ResidentChips(self.packs, self.bands_a, self.bands_b, device)

    def __len__(self) -> int:
        return len(self._places)

    def split(self, name: str) -> NDArray[np.int64]:
        """Indices of the chips of ``train``, ``validation`` or ``test``."""
        return np.flatnonzero(np.array(self._splits) == name).astype(np.int64)

    def use_splits(self, splits: Sequence[str]) -> None:
        """Let the chips, in order, be for what ``splits`` says; other words than those of :meth:`split` for nothing."""
        self._splits = list(splits)

    def name(self, index: int) -> str:
        """The chip's name."""
        which, i = self._places[index]
        return self.packs[which].info.names[i]

    def read(self, index: int) -> Tuple[Array, Array, Mask]:
        """One chip: a (Ca, H, W), b (Cb, H, W) as stored, valid (H, W)."""
        which, i = self._places[index]
        packed = self.packs[which]
        a, b, valid = (np.asarray(values) for values in (packed.a, packed.b, packed.valid))
        return a[i], b[i], valid[i]

    def fixed_batch(self, indices: Sequence[int]) -> Batch:
        """Chips as they lie, cut at the right and the bottom to the training size."""
        return self._batch([_cut(self.read(i), 0, 0, self.size) for i in indices])

    def random_batch(
        self, indices: Sequence[int], chance: np.random.Generator, augmentation: str, share: slice = slice(None)
    ) -> Batch:
        """Chips at a random offset and as the augmentation wants them.

        Args:
            augmentation: ``none``; ``flips_and_turns`` shows a and b in one of the eight orientations, and so do all
                others, which then distort a alone, see :mod:`.augmentation`.
            share: which of them to read; chance is drawn from for all.
        """
        views = [self._view(index, chance, augmentation) for index in indices][share]
        if self._resident is not None and augmentation not in DISTORTIONS:
            return Batch(*self._resident.seen([self._places[view.index] for view in views], views, self.size))
        work = map if self._threads is None else self._threads.map
        batch = self._batch(list(work(self._seen, views)))
        if augmentation in DISTORTIONS:
            list(work(partial(self._distort, augmentation), batch.a.numpy(), batch.valid.numpy(), views))
        return batch

    def batches(self, indices: Sequence[int], size: int) -> Iterator[Tuple[List[int], Batch]]:
        """All the chips named, in order, a few at a time."""
        for start in range(0, len(indices), size):
            names = [int(i) for i in indices[start : start + size]]
            yield names, self.fixed_batch(names)

    def pixels(
        self, indices: NDArray[np.int64], chance: np.random.Generator, most: int = 2_000_000
    ) -> Iterator[Tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """A sample of valid pixels: pairs (P, Ca) and (P, Cb), chip by chip."""
        chosen = indices
        limit = max(1, most // _SAMPLED_PIXELS)
        if len(chosen) > limit:
            chosen = np.sort(chance.choice(chosen, limit, replace=False))
        for index in chosen:
            a, b, valid = self.read(int(index))
            where = np.flatnonzero(valid)
            if len(where) > _SAMPLED_PIXELS:
                where = where[chance.integers(0, len(where), _SAMPLED_PIXELS)]
            yield (
                np.asarray(a).reshape(len(a), -1)[:, where].T.astype(np.float64),
                np.asarray(b).reshape(len(b), -1)[:, where].T.astype(np.float64),
            )

    def _view(self, index: int, chance: np.random.Generator, augmentation: str) -> View:
        tile = self.packs[self._places[index][0]].info.tile_size
        top, left = (int(chance.integers(0, tile - self.size + 1)) for _ in range(2))
        orientation = int(chance.integers(0, 8)) if augmentation != "none" else 0
        seed = int(chance.integers(0, 2**63)) if augmentation in DISTORTIONS else None
        return View(index, top, left, orientation, seed)

    def _seen(self, view: View) -> Tuple[Array, Array, Mask]:
        return _oriented(_cut(self.read(view.index), view.top, view.left, self.size), view.orientation)

    def _distort(self, augmentation: str, a: NDArray[np.float32], valid: Mask, view: View) -> None:
        a[:] = augment_input(a, valid[0], augmentation, np.random.default_rng(view.seed), self._levels)

    def _batch(self, parts: Sequence[Tuple[Array, Array, Mask]]) -> Batch:
        valid = np.stack([part[2] for part in parts])[:, None]
        a = _filled([part[0] for part in parts], valid, self.bands_a)
        b = _filled([part[1] for part in parts], valid, self.bands_b)
        return Batch(a, b, torch.from_numpy(valid))


class Pass:
    """One pass over chips in random order, which can be left at any batch and taken up again.

    Args:
        chips: where they come from.
        indices: which ones.
        chance: where all that is random is drawn from.
        augmentation: see :meth:`ChipSet.random_batch`.
        group: whose batches these are; each process reads its share of them.
    """

    def __init__(
        self,
        chips: ChipSet,
        indices: NDArray[np.int64],
        chance: np.random.Generator,
        augmentation: str,
        group: Group = ALONE,
    ) -> None:
        self._chips, self._chance, self._augmentation, self._group = chips, chance, augmentation, group
        self._drawn_from = chance.bit_generator.state
        self._order = chance.permutation(indices)
        self.position = 0

    @property
    def finished(self) -> bool:
        """Whether every chip has had its turn."""
        return self.position >= len(self._order)

    def next(self, size: int) -> Batch:
        """This process's share of the next ``size`` chips, or of those that are left."""
        names = [int(i) for i in self._order[self.position : self.position + size]]
        self.position += len(names)
        return self._chips.random_batch(names, self._chance, self._augmentation, self._group.share(len(names)))

    def place(self) -> Dict[str, Any]:
        """Where the pass is, as plain values."""
        return {
            "position": self.position,
            "drawn_from": self._drawn_from,
            "chance": self._chance.bit_generator.state,
        }

    @staticmethod
    def taken_up(
        place: Mapping[str, Any],
        chips: ChipSet,
        indices: NDArray[np.int64],
        chance: np.random.Generator,
        augmentation: str,
        group: Group = ALONE,
    ) -> Pass:
        """The pass that was at ``place``; ``chance`` goes on from there too.

        Raises:
            KeyError, TypeError, ValueError: ``place`` is none.
        """
        position = int(place["position"])
        if not 0 <= position <= len(indices):
            raise ValueError(f"position {position} of {len(indices)} chips")
        chance.bit_generator.state = place["drawn_from"]
        begun = Pass(chips, indices, chance, augmentation, group)
        chance.bit_generator.state = place["chance"]
        begun.position = position
        return begun


def _cut(chip: Tuple[Array, Array, Mask], top: int, left: int, size: int) -> Tuple[Array, Array, Mask]:
    window = (..., slice(top, top + size), slice(left, left + size))
    a, b, valid = chip
    return a[window], b[window], valid[window]


def _oriented(chip: Tuple[Array, Array, Mask], which: int) -> Tuple[Array, Array, Mask]:
    """One of the eight symmetries of a square: quarter turns of the chip (0 to 3) or of its mirror image (4 to 7)."""

    def orient(values: Array) -> Array:
        flipped = values[..., ::-1] if which >= 4 else values
        return np.rot90(flipped, which % 4, axes=(-2, -1))

    a, b, valid = chip
    return orient(a), orient(b), orient(valid).astype(bool)


def _filled(chips: Sequence[Array], valid: Mask, bands: Sequence[BandStatistics]) -> Tensor:
    raw = np.empty((len(chips), *chips[0].shape), np.float32)
    for place, chip in zip(raw, chips):
        place[...] = chip
    if not valid.all():
        means = np.array([band.mean for band in bands], np.float32).reshape(1, -1, 1, 1)
        np.copyto(raw, means, where=~valid)
    return torch.from_numpy(raw)


def _check_sizes(packs: Sequence[PackedChips], for_validation: Sequence[PackedChips]) -> None:
    least = min(packs, key=lambda one: one.info.tile_size).info.tile_size
    for packed in for_validation:
        if packed.info.tile_size < least:
            raise InputError(
                f"The validation chips in {packed.folder} are {packed.info.tile_size} px wide and the training chips "
                f"{least} px; export validation chips of at least that size."
            )


def _pooled(tables: Sequence[Sequence[BandStatistics]], counts: Sequence[int], side: str) -> Tuple[BandStatistics, ...]:
    """Statistics of several folders as if they were one."""
    first = tables[0]
    for table in tables[1:]:
        if [band.dtype for band in table] != [band.dtype for band in first]:
            raise InputError(
                f"The chip folders have different {side} bands ({len(first)} × {first[0].dtype} and "
                f"{len(table)} × {table[0].dtype}); train on folders exported with the same bands."
            )
    pooled = tuple(_pooled_band([table[i] for table in tables], counts) for i in range(len(first)))
    for number, band in enumerate(pooled, start=1):
        if not math.isfinite(band.minimum) or not math.isfinite(band.maximum) or band.maximum <= band.minimum:
            raise InputError(
                f"Band {number} of the {side} has the same value everywhere in the training chips; "
                "leave it out when exporting them."
            )
    return pooled


def _pooled_band(bands: Sequence[BandStatistics], counts: Sequence[int]) -> BandStatistics:
    weights = np.array(counts, dtype=np.float64) / sum(counts)
    means = np.array([band.mean for band in bands])
    mean = float(weights @ means)
    variance = float(weights @ (np.array([band.std for band in bands]) ** 2 + (means - mean) ** 2))
    return BandStatistics(
        name=bands[0].name,
        dtype=bands[0].dtype,
        minimum=min(band.minimum for band in bands),
        maximum=max(band.maximum for band in bands),
        mean=mean,
        std=math.sqrt(variance),
    )


def common_value(values: Sequence[Optional[float]]) -> Optional[float]:
    """The one value that all folders share, else None."""
    return values[0] if all(value == values[0] for value in values) else None
