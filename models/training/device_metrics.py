"""The figures of :mod:`.metrics` for whole batches, where the output lies: on a graphics card no chip has to leave it.

The formulas are those of :mod:`.metrics`, in 64-bit floats, and tests hold the one to the other. On a CPU NumPy is
faster, chip by chip.
"""

from __future__ import annotations

from typing import Dict, List, Tuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .metrics import C1, C2, MOST_PSNR, REACH, Sums, gaussian, of_band

_MOST_VALUES = 1 << 21  # at a time; a dozen of such arrays are needed at once


def batch_metrics(
    output: Tensor, truth: Tensor, valid: Tensor, data_range: float
) -> Tuple[List[Dict[str, float]], Sums]:
    """``all_metrics`` of each chip, and ``error_sums`` of each, (N, C, 5).

    Args:
        output, truth: (N, C, H, W) in any one unit, on a device that has 64-bit floats.
        valid: (N, 1, H, W) bool, where they count.
    """
    step = max(1, _MOST_VALUES // output[0].numel())
    parts = [
        _table(output[i : i + step].double(), truth[i : i + step].double(), valid[i : i + step], data_range)
        for i in range(0, len(output), step)
    ]
    table = torch.cat(parts).cpu().numpy()
    bands = output.shape[1]
    names = ["psnr", "ssim", "mae", "rmse", "angular_error"]
    if bands > 1:
        names += [of_band(name, band) for band in range(bands) for name in ("psnr", "ssim")]
    figures = [dict(zip(names, map(float, row))) for row in table]
    return figures, np.ascontiguousarray(table[:, -5 * bands :]).reshape(len(table), bands, 5)


def _table(output: Tensor, truth: Tensor, valid: Tensor, data_range: float) -> Tensor:
    """One row a chip: five figures, two of each band where there are several, five sums of each band."""
    bands = output.shape[1]
    count = valid.sum((1, 2, 3)).double()[:, None]
    zero = output.new_zeros(())
    error, counted = torch.where(valid, output - truth, zero), torch.where(valid, truth, zero)
    totals = [error.abs(), error.square(), counted, counted.square()]
    sums = torch.stack([count.expand(-1, bands), *(part.sum((2, 3)) for part in totals)], dim=-1)
    similarity = _similarity(torch.where(valid, output, zero), counted, valid, data_range)
    squared = sums[..., 2] / count
    mse = squared.mean(1, keepdim=True)
    absolute = sums[..., 1].mean(1, keepdim=True) / count
    angle = torch.where(valid, _angles(output, truth), zero).sum((1, 2, 3))[:, None] / count
    columns = [_psnr(mse, data_range), similarity.mean(1, keepdim=True), absolute, mse.sqrt()]
    columns.append(angle if bands > 1 else torch.full_like(angle, torch.nan))
    if bands > 1:
        columns.append(torch.stack((_psnr(squared, data_range), similarity), dim=-1).flatten(1))
    return torch.cat([*columns, sums.flatten(1)], dim=1)


def _psnr(mse: Tensor, data_range: float) -> Tensor:
    floor = data_range**2 / 10 ** (MOST_PSNR / 10)
    return 10.0 * torch.log10(data_range**2 / mse.clamp(min=floor))


def _angles(output: Tensor, truth: Tensor) -> Tensor:
    """Degrees (N, 1, H, W) between the bands' vectors."""
    product = (output.square().sum(1, keepdim=True) * truth.square().sum(1, keepdim=True)).sqrt()
    cosine = torch.where(product > 0, (output * truth).sum(1, keepdim=True) / product, torch.zeros_like(product))
    nothing = ((output == 0) & (truth == 0)).all(1, keepdim=True)
    return torch.rad2deg(torch.arccos(torch.where(nothing, torch.ones_like(cosine), cosine).clamp(-1.0, 1.0)))


def _similarity(output: Tensor, truth: Tensor, valid: Tensor, data_range: float) -> Tensor:
    """SSIM (N, C) as the mean over the windows that are all valid; NaN where there is none."""
    if min(output.shape[2:]) <= 2 * REACH:
        return output.new_full(output.shape[:2], torch.nan)
    mean_p, mean_t = _blurred(output), _blurred(truth)
    variance_p = _blurred(output.square()) - mean_p.square()
    variance_t = _blurred(truth.square()) - mean_t.square()
    covariance = _blurred(output * truth) - mean_p * mean_t
    c1, c2 = (C1 * data_range) ** 2, (C2 * data_range) ** 2
    luminance = (2 * mean_p * mean_t + c1) / (mean_p.square() + mean_t.square() + c1)
    structure = (2 * covariance + c2) / (variance_p + variance_t + c2)
    whole = functional.max_pool2d((~valid).float(), 2 * REACH + 1, stride=1) == 0
    total = torch.where(whole, luminance * structure, output.new_zeros(())).sum((2, 3))
    return total / whole.sum((2, 3))


def _blurred(images: Tensor) -> Tensor:
    """(N, C, H, W) under the Gaussian window where it fits, (N, C, H - 10, W - 10)."""
    taps = gaussian()
    for axis in (2, 3):
        size = images.shape[axis] - 2 * REACH
        blurred = images.narrow(axis, REACH, size) * float(taps[REACH])
        for near in range(REACH):
            pair = images.narrow(axis, near, size) + images.narrow(axis, 2 * REACH - near, size)
            blurred.add_(pair, alpha=float(taps[near]))
        images = blurred
    return images
