"""Figures of merit on NumPy rasters; pixels that are not valid count for nothing.

Rasters are (C, H, W) in any one unit, masks (H, W) bool; None means that every pixel is valid. Each function returns
NaN when no pixel counts.
"""

from __future__ import annotations

from typing import Dict, Iterator, Optional, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from torchmetrics.functional.image import structural_similarity_index_measure

Raster = NDArray[np.generic]
Mask = Optional[NDArray[np.bool_]]
MOST_PSNR = 100.0
_REACH = 5
_ROWS = 512


def psnr(output: Raster, truth: Raster, data_range: float, valid: Mask = None) -> float:
    """Peak signal-to-noise ratio in dB, over all bands together: ``10·log10(data_range² / MSE)``, at most 100."""
    mse = _mean(np.square(_difference(output, truth)), valid)
    if np.isnan(mse):
        return mse
    floor = data_range**2 / 10 ** (MOST_PSNR / 10)
    return float(10.0 * np.log10(data_range**2 / max(mse, floor)))


def mae(output: Raster, truth: Raster, valid: Mask = None) -> float:
    """Mean absolute error in the raster's unit."""
    return _mean(np.abs(_difference(output, truth)), valid)


def rmse(output: Raster, truth: Raster, valid: Mask = None) -> float:
    """Root of the mean squared error in the raster's unit."""
    return float(np.sqrt(_mean(np.square(_difference(output, truth)), valid)))


def angular_error(output: Raster, truth: Raster, valid: Mask = None) -> float:
    """Mean angle in degrees between the bands' vectors, ``arccos(p·t / (‖p‖‖t‖))`` at each pixel.

    Two zero vectors have angle 0, one zero vector 90. NaN for fewer than two bands.
    """
    if len(output) < 2:
        return float("nan")
    total, count = 0.0, 0
    for rows, _ in _stripes(output.shape[1], 0):
        p, t = output[:, rows].astype(np.float64), truth[:, rows].astype(np.float64)
        product = np.sqrt((p**2).sum(0) * (t**2).sum(0))
        with np.errstate(divide="ignore", invalid="ignore"):
            cosine = np.where(product > 0, (p * t).sum(0) / product, 0.0)
        cosine = np.where((p == 0).all(0) & (t == 0).all(0), 1.0, cosine)
        angles = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        counted = angles if valid is None else angles[valid[rows]]
        total, count = total + float(counted.sum()), count + counted.size
    return total / count if count else float("nan")


def ssim(output: Raster, truth: Raster, data_range: float, valid: Mask = None) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian window 11×11, σ 1.5, mean of the bands.

    The mean goes over pixels whose whole window is valid and inside the raster, as the authors' own code and
    scikit-image have it; an invalid pixel therefore has no part in it at all.
    """
    height, width = output.shape[1:]
    total, count = 0.0, 0
    for _, outer in _stripes(height, _REACH):
        pair = [
            torch.from_numpy(np.ascontiguousarray(image[:, outer], dtype=np.float32))[None] for image in (output, truth)
        ]
        counted = torch.ones(1, 1, outer.stop - outer.start, width)
        if valid is not None:
            counted[0, 0] = torch.from_numpy(np.ascontiguousarray(valid[outer], dtype=np.float32))
            pair = [torch.where(counted > 0, image, torch.zeros(())) for image in pair]
        if min(counted.shape[-2:]) <= 2 * _REACH:
            continue
        image = structural_similarity_index_measure(pair[0], pair[1], data_range=data_range, return_full_image=True)[1]
        whole = -functional.max_pool2d(-counted, 2 * _REACH + 1, stride=1)[0, 0] > 0
        inside = image[0].mean(0)[_REACH:-_REACH, _REACH:-_REACH][whole]
        total, count = total + float(inside.double().sum()), count + int(inside.numel())
    return total / count if count else float("nan")


def all_metrics(output: Raster, truth: Raster, data_range: float, valid: Mask = None) -> Dict[str, float]:
    """Every figure by name: ``psnr`` (dB), ``ssim``, ``mae``, ``rmse`` (raster unit), ``angular_error`` (degrees)."""
    return {
        "psnr": psnr(output, truth, data_range, valid),
        "ssim": ssim(output, truth, data_range, valid),
        "mae": mae(output, truth, valid),
        "rmse": rmse(output, truth, valid),
        "angular_error": angular_error(output, truth, valid),
    }


def _difference(output: Raster, truth: Raster) -> NDArray[np.float64]:
    return output.astype(np.float64) - truth.astype(np.float64)


def _mean(values: NDArray[np.float64], valid: Mask) -> float:
    counted = values if valid is None else values[:, valid]
    return float(counted.mean()) if counted.size else float("nan")


def _stripes(height: int, reach: int) -> Iterator[Tuple[slice, slice]]:
    """Rows in stripes, so that a whole raster fits in memory: those to count, and with ``reach`` rows around them.

    Rows counted are those at least ``reach`` from the edge of the raster.
    """
    for start in range(reach, max(height - reach, reach + 1), _ROWS):
        stop = min(start + _ROWS, height - reach)
        yield slice(start, stop), slice(start - reach, stop + reach)
