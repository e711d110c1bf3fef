"""Which chips an export makes, and to which split each belongs."""

from __future__ import annotations

import math
from typing import Dict, List, Optional, Tuple

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..feedback import Feedback, FeedbackSlice
from ..rasters.arrays import Array
from .area import ChipArea
from .document import ChipsDocument
from .pair import RasterPair
from .plan import nodata_shares, positions, sample
from .settings import ExportSettings
from .split import MARGIN, NAMES, TRAIN, Split, split_chips
from .touching import touching

_GROWTH = 1.02


def select_chips(
    pair: RasterPair, settings: ExportSettings, older: Optional[ChipsDocument], feedback: Feedback
) -> ChipsDocument:
    """Decide on the chips; those that are not turned come first.

    Args:
        pair: the rasters.
        settings: what is wanted.
        older: chips to which these are added, on the grid of ``pair``; they keep their splits.
        feedback: progress of looking for NoData, and the log.

    Raises:
        InputError: no chip can be made.
    """
    area = ChipArea(pair, settings)
    places = _Places(pair, area, settings, older, feedback)
    chosen, labels = _choose(places, settings, feedback)
    places.advise()
    kept = labels != MARGIN
    skipped = {"nodata": places.rejected, "margin": int(np.count_nonzero(~kept)) + places.blocked}
    columns, rows, shares = (values[chosen[kept]] for values in (places.columns, places.rows, places.shares))
    labels = labels[kept]
    angles = np.zeros(len(labels))
    if settings.angles():
        turned, turned_angles, turned_shares = _turn(
            pair, area, settings, (columns, rows, labels, shares), older, feedback
        )
        skipped["rotation"] = int(np.count_nonzero(labels == TRAIN)) * len(settings.angles()) - len(turned)
        columns, rows = np.append(columns, columns[turned]), np.append(rows, rows[turned])
        labels = np.append(labels, np.full(len(turned), TRAIN, labels.dtype))
        shares, angles = np.append(shares, turned_shares), np.append(angles, turned_angles)
    if older is not None:
        skipped["present"] = places.present
    _report(skipped, feedback)
    return ChipsDocument(
        tile_size=settings.tile_size,
        stride=settings.stride,
        image_format=settings.image_format,
        grid=pair.grid,
        a=pair.a,
        b=pair.b,
        columns=tuple(columns.tolist()),
        rows=tuple(rows.tolist()),
        splits=tuple(NAMES[label] for label in labels.tolist()),
        nodata_shares=tuple(shares.tolist()),
        angles=tuple(angles.tolist()) if settings.angles() else (),
        first=0 if older is None else len(older),
        skipped=skipped,
        settings=settings.to_json(),
        software={"gdal": gdal.__version__, "numpy": np.__version__},
    )


class _Places:
    """Where chips could be, and what is known of the NoData there.

    Attributes:
        columns, rows: (N,) first pixel of each.
        shares: (N,) share of invalid pixels (0 to 1), where that has been looked at.
        training_only: (N,) bool: overlaps training chips that are there already.
        rejected: number of places that have been looked at and have too much NoData.
        present, blocked: number of places left out because there is a chip already, or because a validation or test
            chip is near.
    """

    def __init__(
        self,
        pair: RasterPair,
        area: ChipArea,
        settings: ExportSettings,
        older: Optional[ChipsDocument],
        feedback: Feedback,
    ) -> None:
        self._pair, self._settings, self._feedback = pair, settings, feedback
        self.columns, self.rows = positions(area.window, settings.tile_size, settings.stride)
        kept = area.keeps(self.columns, self.rows, 0.0, feedback)
        area.check_any(kept)
        self.columns, self.rows = self.columns[kept], self.rows[kept]
        self.training_only = np.zeros(len(self.columns), dtype=bool)
        self.present = self.blocked = 0
        if older is not None:
            self._fit_in(older)
        self.shares = np.zeros(len(self.columns))
        self._good = np.zeros(len(self.columns), dtype=bool)
        self._seen = np.zeros(len(self.columns), dtype=bool)
        self._generator = np.random.default_rng(settings.seed)
        self._progress = 0.0

    @property
    def rejected(self) -> int:
        return int(np.count_nonzero(self._seen & ~self._good))

    def good(self, count: int) -> Array:
        """Indices, ascending, of ``count`` chips without too much NoData, spread over the area; fewer if there are not.

        More calls go on where the last one ended, so that no place is looked at twice.

        Raises:
            InputError: there are none at all.
        """
        while True:
            lacking = count - int(np.count_nonzero(self._good))
            unseen = np.flatnonzero(~self._seen)
            if lacking <= 0 or not len(unseen):
                break
            seen = len(self._seen) - len(unseen)
            success = (1 + seen - self.rejected) / (1 + seen)
            tried = unseen[
                sample(self.columns[unseen], self.rows[unseen], math.ceil(lacking / success), self._generator)
            ]
            self._look_at(tried)
        if not self._good.any():
            if self.shares.min() >= 1.0:
                raise InputError(
                    f"The {len(self.columns):,} chips hold nothing but NoData, in INPUT or in TARGET; "
                    "choose other rasters or another area."
                )
            raise InputError(
                f"Each of the {len(self.columns):,} chips has more than {self._settings.max_nodata:g} % NoData "
                f"(the best has {self.shares.min():.1%}); raise MAX_NODATA or choose other rasters."
            )
        found = np.flatnonzero(self._good)
        return found[sample(self.columns[found], self.rows[found], count, self._generator)]

    def advise(self) -> None:
        """Warn when most chips are lost to NoData, and say which MAX_NODATA would keep half of those."""
        lost = self.shares[self._seen & ~self._good]
        if 2 * len(lost) < np.count_nonzero(self._seen) or np.median(lost) >= 0.5:
            return
        percent = math.ceil(float(np.median(lost)) * 1000) / 10
        self._feedback.warning(
            f"{len(lost):,} of {np.count_nonzero(self._seen):,} chips are skipped because of NoData, but half of them "
            f"lack no more than {percent:g} % of their pixels: set MAX_NODATA to {percent:g} to keep those. Invalid "
            "pixels have no part in training."
        )

    def _look_at(self, tried: Array) -> None:
        half = FeedbackSlice(self._feedback, self._progress, (1.0 + self._progress) / 2)
        self._progress = (1.0 + self._progress) / 2
        shares = nodata_shares(self._pair, self.columns[tried], self.rows[tried], self._settings.tile_size, half)
        self.shares[tried] = shares
        self._seen[tried] = True
        self._good[tried] = _acceptable(shares, self._settings.max_nodata)

    def _fit_in(self, older: ChipsDocument) -> None:
        """Leave out what is there already, and what would spoil the splits that are there."""
        old_columns, old_rows = np.array(older.columns), np.array(older.rows)
        angles, splits = np.array([older.angle(i) for i in range(len(older))]), np.array(older.splits)
        upright = angles == 0.0
        taken = set(zip(old_columns[upright].tolist(), old_rows[upright].tolist()))
        fresh = np.array([place not in taken for place in zip(self.columns.tolist(), self.rows.tolist())], dtype=bool)
        self.present = int(np.count_nonzero(~fresh))
        if not fresh.any():
            raise InputError(f"All of these {len(fresh):,} chips are in OUTPUT already; there is nothing to append.")
        self.columns, self.rows = self.columns[fresh], self.rows[fresh]
        tile, training = self._settings.tile_size, splits == NAMES[TRAIN]
        hit = []
        for chosen in (training, ~training):
            others = old_columns[chosen], old_rows[chosen], angles[chosen]
            hit.append(touching((self.columns, self.rows), others, tile)[0])
        free = ~hit[1]
        self.blocked = int(np.count_nonzero(hit[1]))
        if not free.any():
            raise InputError(
                f"None of these chips can be appended: {self.present:,} are in OUTPUT already, {self.blocked:,} "
                "overlap validation or test chips of it; choose another area."
            )
        self.columns, self.rows, self.training_only = self.columns[free], self.rows[free], hit[0][free]


def _choose(places: _Places, settings: ExportSettings, feedback: Feedback) -> Tuple[Array, Array]:
    """Indices of the chips and their labels, as many that are not MARGIN as are wanted, where the area has them."""
    everything = len(places.columns)
    wanted = min(settings.max_chips or everything, everything)
    taken = wanted
    while True:
        chosen = places.good(taken)
        split = split_chips(
            places.columns[chosen],
            places.rows[chosen],
            settings.tile_size,
            settings.validation / 100,
            settings.test / 100,
            np.random.default_rng(settings.seed),
            feedback,
            places.training_only[chosen],
        )
        kept = int(np.count_nonzero(split.labels != MARGIN))
        if kept >= wanted or len(chosen) < taken or taken == everything:
            break
        taken = min(everything, math.ceil(taken * _GROWTH * wanted / kept))
    _warn_if_short(split, settings, feedback)
    if kept <= wanted:
        return chosen, split.labels
    thinned = _thin(places.columns[chosen], places.rows[chosen], split.labels, wanted, settings)
    return chosen[thinned], split.labels[thinned]


def _thin(columns: Array, rows: Array, labels: Array, wanted: int, settings: ExportSettings) -> Array:
    """Indices of ``wanted`` chips that are not MARGIN, with the shares that were asked for, and of all MARGIN ones."""
    generator = np.random.default_rng(settings.seed)
    there = [int(np.count_nonzero(labels == label)) for label in range(len(NAMES))]
    quota = [0, round(settings.validation / 100 * wanted), round(settings.test / 100 * wanted)]
    quota[1:] = [min(want, have) for want, have in zip(quota[1:], there[1:])]
    quota[TRAIN] = min(wanted - sum(quota[1:]), there[TRAIN])
    for label in (1, 2):
        quota[label] += min(wanted - sum(quota), there[label] - quota[label])
    parts: List[Array] = [np.flatnonzero(labels == MARGIN)]
    for label, count in enumerate(quota):
        members = np.flatnonzero(labels == label)
        if count:
            parts.append(members[sample(columns[members], rows[members], count, generator)])
    return np.sort(np.concatenate(parts))


def _turn(
    pair: RasterPair,
    area: ChipArea,
    settings: ExportSettings,
    chips: Tuple[Array, Array, Array, Array],
    older: Optional[ChipsDocument],
    feedback: Feedback,
) -> Tuple[Array, Array, Array]:
    """Turned versions of the training chips: which chip, by what angle, and its share of invalid pixels.

    They lie where upright chips may lie, and reach into no validation or test chip.
    """
    columns, rows, labels, shares = chips
    tile, training = settings.tile_size, np.flatnonzero(labels == TRAIN)
    others = columns[labels != TRAIN], rows[labels != TRAIN]
    if older is not None:
        judged = np.array(older.splits) != NAMES[TRAIN]
        others = (
            np.append(others[0], np.array(older.columns)[judged]),
            np.append(others[1], np.array(older.rows)[judged]),
        )
    parts: List[Tuple[Array, Array, Array]] = []
    for angle in settings.angles():
        if angle % 90.0 == 0.0:
            parts.append((training, np.full(len(training), angle), shares[training]))
            continue
        kept = training[area.keeps(columns[training], rows[training], angle, feedback)]
        angles = np.full(len(kept), angle)
        free = ~touching(others, (columns[kept], rows[kept], angles), tile)[1]
        kept, angles = kept[free], angles[free]
        invalid = nodata_shares(pair, columns[kept], rows[kept], tile, FeedbackSlice(feedback, 1.0, 1.0), angles)
        good = _acceptable(invalid, settings.max_nodata)
        parts.append((kept[good], angles[good], invalid[good]))
    which, angles, invalid = (np.concatenate(values) for values in zip(*parts))
    return which, angles, invalid


def _acceptable(shares: Array, max_nodata: float) -> Array:
    return np.asarray((shares * 100.0 <= max_nodata + 1e-9) & (shares < 1.0))


def _warn_if_short(split: Split, settings: ExportSettings, feedback: Feedback) -> None:
    if not split.short:
        return
    feedback.warning(
        f"The area is too small for a {' and '.join(split.short)} split without common pixels; "
        "all chips are for training."
        if len(split.short) == np.count_nonzero([settings.validation, settings.test])
        else f"The area is too small for a {split.short[0]} split without common pixels; it stays empty."
    )


def _report(skipped: Dict[str, int], feedback: Feedback) -> None:
    reasons = {
        "nodata": "{:,} chips are skipped because of NoData.",
        "margin": "{:,} chips are skipped because they overlap chips of another split.",
        "rotation": "{:,} turned chips are skipped: NoData, the edge, or a chip of another split is too near.",
        "present": "{:,} chips are skipped because they are in the folder already.",
    }
    for reason, text in reasons.items():
        if skipped.get(reason):
            feedback.info(text.format(skipped[reason]))
