"""Every method on every block."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Deque, Dict, List, Optional, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback, FeedbackSlice
from ..rasters.arrays import Array, DType
from .curve import Curve
from .figures import BlockFigures, MethodFigures, counted_blocks, measure
from .pairs import Block, Pairs, Sample
from .scale import Scale

_PIXELS_A_BLOCK = 2048
_FITTING_SHARE = 0.15
MODEL, COPY, CURVE = "model", "copy", "fitted_curve"
TITLES = {MODEL: "Model", COPY: "Input copied", CURVE: "Fitted curve"}


@dataclass(frozen=True)
class Judgement:
    """What came out.

    Attributes:
        blocks: those with valid pixels.
        indices: their numbers in :attr:`Pairs.blocks`.
        pixels: number of valid pixels of each.
        methods: ``model``, and where the input is known and allows it ``copy`` and ``fitted_curve``.
        data_range: what PSNR and SSIM refer to.
        beyond: how many values of the truth were beyond the limits of the scale.
    """

    blocks: Tuple[Block, ...]
    indices: Tuple[int, ...]
    pixels: Tuple[int, ...]
    methods: Dict[str, MethodFigures]
    data_range: float
    beyond: int

    def totals(self) -> Dict[str, Dict[str, float]]:
        """Figures of the whole by method and name."""
        return {name: method.total() for name, method in self.methods.items()}

    def ranked(self, key: str = "psnr") -> List[int]:
        """Places in :attr:`blocks` of those that count, from the highest figure of the model to the lowest."""
        values = self.methods[MODEL].of_blocks(key)
        return [int(i) for i in np.argsort(-values, kind="stable") if np.isfinite(values[i])]


def judge(pairs: Pairs, scale: Scale, feedback: Feedback, threads: int = 0) -> Judgement:
    """Measure the result, the input copied and the fitted curve on the same valid pixels of each block.

    Args:
        scale: the values that the figures are measured in.
        threads: for measuring, 0 for all.

    Raises:
        InputError: there is no pixel that can be judged, or one cannot be read.
        Cancelled: the user stopped.
    """
    curves = fit_curves(pairs, scale, FeedbackSlice(feedback, 0.0, _FITTING_SHARE))
    feedback = FeedbackSlice(feedback, _FITTING_SHARE, 1.0)
    workers = min(4, threads or os.cpu_count() or 1)
    waiting: Deque[Tuple[int, Tuple[int, int], Future[Dict[str, BlockFigures]]]] = deque()
    done: List[Tuple[int, Tuple[int, int], Dict[str, BlockFigures]]] = []
    beyond = 0
    with ThreadPoolExecutor(workers) as pool:
        for index, block in enumerate(pairs.blocks):
            feedback.check()
            feedback.progress(index / len(pairs.blocks), f"block {index + 1} of {len(pairs.blocks)}")
            sample = pairs.read(index)
            if not sample.valid.any():
                continue
            sizes = int(sample.valid.sum()), sample.valid.size
            if scale.limits is not None:
                beyond += int((scale.held(sample.truth) != sample.truth)[:, sample.valid].sum())
            curve = curves.get(block.fold)
            waiting.append((index, sizes, pool.submit(_measured, sample, pairs, curve, scale)))
            if len(waiting) > workers:
                number, sizes, future = waiting.popleft()
                done.append((number, sizes, future.result()))
        done += [(number, sizes, future.result()) for number, sizes, future in waiting]
    feedback.progress(1.0)
    if not done:
        raise InputError("RESULT and TRUTH have no valid pixel in common; choose rasters of one place, or other bands.")
    counted = counted_blocks([sizes[0] for _, sizes, _ in done], [sizes[1] for _, sizes, _ in done])
    common = [name for name in (MODEL, COPY, CURVE) if all(name in one for _, _, one in done)]
    return Judgement(
        blocks=tuple(pairs.blocks[number] for number, _, _ in done),
        indices=tuple(number for number, _, _ in done),
        pixels=tuple(sizes[0] for _, sizes, _ in done),
        methods={name: MethodFigures(tuple(one[name] for _, _, one in done), counted) for name in common},
        data_range=scale.span,
        beyond=beyond,
    )


def fit_curves(pairs: Pairs, scale: Scale, feedback: Feedback) -> Dict[int, Curve]:
    """The curve of each fold, fitted on pixels that no block of the fold holds; none where there are no such pixels."""
    curves: Dict[int, Curve] = {}
    folds = sorted({block.fold for block in pairs.blocks})
    for number, fold in enumerate(folds if pairs.input_dtype is not None else ()):
        inputs: List[Array] = []
        targets: List[Array] = []
        for values, truth, valid in pairs.fitting(fold):
            feedback.check()
            chosen = np.flatnonzero(valid)[:: max(1, int(valid.sum()) // _PIXELS_A_BLOCK)]
            inputs.append(values.reshape(len(values), -1)[:, chosen].T)
            targets.append(scale.held(truth).reshape(len(truth), -1)[:, chosen].T)
        if inputs and pairs.input_dtype is not None and sum(map(len, inputs)):
            curves[fold] = Curve(np.concatenate(inputs), np.concatenate(targets), pairs.input_dtype)
        feedback.progress((number + 1) / len(folds), "Fitting the curve")
    return curves


def copied(values: Array, bands: int, input_dtype: DType, truth_dtype: DType) -> Optional[Array]:
    """The input as if it were the output: band by band, or its one band in each; None where it cannot be."""
    if input_dtype != truth_dtype or len(values) not in (1, bands):
        return None
    return np.broadcast_to(values, (bands, *values.shape[1:]))


def as_stored(values: Array, dtype: DType) -> Array:
    """Rounded and clipped, as they would be stored."""
    if dtype.kind == "f":
        return values
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values), limits.min, limits.max)


def _measured(sample: Sample, pairs: Pairs, curve: Optional[Curve], scale: Scale) -> Dict[str, BlockFigures]:
    """Every method on one block, by name."""
    outputs = {MODEL: sample.output}
    if sample.input is not None and pairs.input_dtype is not None:
        known = np.where(sample.valid, sample.input, 0)
        copy = copied(known, len(sample.truth), pairs.input_dtype, pairs.truth_dtype)
        if copy is not None:
            outputs[COPY] = copy
        if curve is not None:
            outputs[CURVE] = as_stored(curve(known), pairs.truth_dtype)
    valid, truth = None if sample.valid.all() else sample.valid, scale.held(sample.truth)
    return {name: measure(scale.held(output), truth, scale.span, valid) for name, output in outputs.items()}
