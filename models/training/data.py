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
from ..devices import is_out_of_memory
from ..errors import InputError
from ..feedback import Feedback
from ..networks.unet import MIN_SIZE
from .augmentation import DISTORTIONS, Levels, augment_input
from .distributed import ALONE, Group
from .memory import pinned
from .ranges import REACH, Values, measured
from .resident import ResidentChips
from .views import Chip, View, cut, oriented

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
        return Batch(*((pinned(part) if pin else part).to(device, non_blocking=pin) for part in parts))

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


class ChipSet:
    """The chips of one or more packed folders as one sequence.

    Args:
        packs: opened folders; all must have the same bands and types.
        for_validation: opened folders that are only for validation; validation chips of ``packs`` are then for
            training.

    Raises:
        InputError: bands differ, or chips are smaller than 32 px or than those of another purpose.
    """

    def __init__(self, packs: Sequence[PackedChips], for_validation: Sequence[PackedChips] = ()) -> None:
        splits = [split for one in packs for split in one.info.splits]
        if for_validation:
            splits = ["train" if split == "validation" else split for split in splits]
            splits += ["validation"] * sum(len(one) for one in for_validation)
            _check_sizes(packs, for_validation)
        packs = self.packs = [*packs, *for_validation]
        _check_alike([one.info.bands_a for one in packs], "input")
        _check_alike([one.info.bands_b for one in packs], "target")
        self._places = [(which, i) for which, one in enumerate(self.packs) for i in range(len(one))]
        self._splits = splits
        self._values: Optional[Tuple[Values, Values]] = None
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
        if not ResidentChips.fit(self.packs, device):
            return
        try:
            self._resident = ResidentChips(self.packs, *self.values, device)
        except RuntimeError as error:  # what was free a moment ago another program may have taken
            if not is_out_of_memory(error):
                raise

    def leave_device(self) -> bool:
        """Give up the memory that the chips take on a device; whether they did."""
        held, self._resident = self._resident is not None, None
        return held

    def __len__(self) -> int:
        return len(self._places)

    def split(self, name: str) -> NDArray[np.int64]:
        """Indices of the chips of ``train``, ``validation`` or ``test``."""
        return np.flatnonzero(np.array(self._splits) == name).astype(np.int64)

    def use_splits(self, splits: Sequence[str]) -> None:
        """Let the chips, in order, be for what ``splits`` says; other words than those of :meth:`split` for nothing."""
        self._splits, self._values = list(splits), None

    @property
    def values(self) -> Tuple[Values, Values]:
        """What the training chips hold in input and target; all chips where none is for training.

        Validation and test chips have no part in it, nor in anything that is chosen or scaled by it.

        Raises:
            InputError: a band is the same everywhere.
        """
        return self.measure(Feedback())

    def measure(self, feedback: Feedback) -> Tuple[Values, Values]:
        """The same; the pass over the chips that it takes at first, and after :meth:`use_splits`, can be stopped."""
        if self._values is None:
            train = self.split("train")
            chosen = train if len(train) else np.arange(len(self))
            info = self.packs[0].info
            sides = ((0, info.bands_a, "input"), (1, info.bands_b, "target"))
            readers = [partial(self._side, chosen, i, feedback) for i, _, _ in sides]
            found = [measured(read, len(chosen), *side[1:]) for read, side in zip(readers, sides)]
            self._values = found[0], found[1]
        return self._values

    @property
    def bands_a(self) -> Tuple[BandStatistics, ...]:
        """Statistics of the input in the training chips, see :class:`~.ranges.Values`."""
        return self.values[0].bands

    @property
    def bands_b(self) -> Tuple[BandStatistics, ...]:
        """The same of the target."""
        return self.values[1].bands

    def _side(self, indices: NDArray[np.int64], side: int, feedback: Feedback) -> Iterator[Tuple[Array, Mask]]:
        for index in indices:
            feedback.check()
            chip = self.read(int(index))
            yield chip[side], chip[2]

    def name(self, index: int) -> str:
        """The chip's name."""
        which, i = self._places[index]
        return self.packs[which].info.names[i]

    def read(self, index: int) -> Chip:
        """One chip: a (Ca, H, W), b (Cb, H, W) as stored, valid (H, W)."""
        which, i = self._places[index]
        packed = self.packs[which]
        a, b, valid = (np.asarray(values) for values in (packed.a, packed.b, packed.valid))
        return a[i], b[i], valid[i]

    def fixed_batch(self, indices: Sequence[int]) -> Batch:
        """Chips as they lie, cut at the right and the bottom to the training size.

        Values further than :data:`~.ranges.REACH` beyond the range of the training chips are held there, lest one
        pixel without meaning decides a figure.
        """
        return self._batch([cut(self.read(i), 0, 0, self.size) for i in indices], REACH)

    def random_batch(
        self, indices: Sequence[int], chance: np.random.Generator, augmentation: str, share: slice = slice(None)
    ) -> Batch:
        """Chips at a random offset and as the augmentation wants them, values held within the training chips' range.

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
        """A sample of valid pixels, held within the training chips' range: pairs (P, Ca) and (P, Cb), chip by chip."""
        chosen = indices
        limit = max(1, most // _SAMPLED_PIXELS)
        if len(chosen) > limit:
            chosen = np.sort(chance.choice(chosen, limit, replace=False))
        for index in chosen:
            a, b, valid = self.read(int(index))
            where = np.flatnonzero(valid)
            if len(where) > _SAMPLED_PIXELS:
                where = where[chance.integers(0, len(where), _SAMPLED_PIXELS)]
            first, second = (side.reshape(len(side), -1)[:, where].astype(np.float64) for side in (a, b))
            for rows, values in zip((first, second), self.values):
                values.hold(rows[..., None])
            yield first.T, second.T

    def _view(self, index: int, chance: np.random.Generator, augmentation: str) -> View:
        tile = self.packs[self._places[index][0]].info.tile_size
        top, left = (int(chance.integers(0, tile - self.size + 1)) for _ in range(2))
        orientation = int(chance.integers(0, 8)) if augmentation != "none" else 0
        seed = int(chance.integers(0, 2**63)) if augmentation in DISTORTIONS else None
        return View(index, top, left, orientation, seed)

    def _seen(self, view: View) -> Chip:
        return oriented(cut(self.read(view.index), view.top, view.left, self.size), view.orientation)

    def _distort(self, augmentation: str, a: NDArray[np.float32], valid: Mask, view: View) -> None:
        levels = Levels.of(self.bands_a)
        a[:] = augment_input(a, valid[0], augmentation, np.random.default_rng(view.seed), levels)

    def _batch(self, parts: Sequence[Chip], reach: float = 0.0) -> Batch:
        valid = np.stack([part[2] for part in parts])[:, None]
        a, b = (_filled([part[i] for part in parts], valid, values, reach) for i, values in enumerate(self.values))
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


def _filled(chips: Sequence[Array], valid: Mask, values: Values, reach: float) -> Tensor:
    raw = np.empty((len(chips), *chips[0].shape), np.float32)
    with np.errstate(over="ignore"):
        for place, chip in zip(raw, chips):
            place[...] = chip
    values.hold(raw, reach)
    if not valid.all():
        np.copyto(raw, values.means, where=~valid)
    return torch.from_numpy(raw)


def _check_sizes(packs: Sequence[PackedChips], for_validation: Sequence[PackedChips]) -> None:
    least = min(packs, key=lambda one: one.info.tile_size).info.tile_size
    for packed in for_validation:
        if packed.info.tile_size < least:
            raise InputError(
                f"The validation chips in {packed.folder} are {packed.info.tile_size} px wide and the training chips "
                f"{least} px; export validation chips of at least that size."
            )


def _check_alike(tables: Sequence[Sequence[BandStatistics]], side: str) -> None:
    first = tables[0]
    for table in tables[1:]:
        if [band.dtype for band in table] != [band.dtype for band in first]:
            raise InputError(
                f"The chip folders have different {side} bands ({len(first)} × {first[0].dtype} and "
                f"{len(table)} × {table[0].dtype}); train on folders exported with the same bands."
            )


def common_value(values: Sequence[Optional[float]]) -> Optional[float]:
    """The one value that all folders share, else None."""
    return values[0] if all(value == values[0] for value in values) else None
