"""Figures of merit on NumPy rasters; pixels that are not valid count for nothing.

Rasters are (C, H, W) in any one unit, masks (H, W) bool; None means that every pixel is valid. Each function returns
NaN when no pixel counts.
"""

from __future__ import annotations

from typing import Dict, Iterator, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

Raster = NDArray[np.generic]
Mask = Optional[NDArray[np.bool_]]
Sums = NDArray[np.float64]
MOST_PSNR = 100.0
MONITORED = {"psnr": "PSNR", "ssim": "SSIM", "mae": "MAE", "angular_error": "angular error"}
"""The figures that can decide which epoch is best, and their names in a sentence."""
REACH = 5
"""Pixels from the middle of SSIM's window to its edge."""
C1, C2 = 0.01, 0.03
"""SSIM's K1 and K2."""
_SIGMA = 1.5
_WINDOW = 64  # 2.5 times as fast as 256: products with banded matrices are full of zeros


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
    for start in range(0, output.shape[1], _WINDOW):
        rows = slice(start, start + _WINDOW)
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
    """Structural similarity (Wang et al. 2004): Gaussian window 11×11, σ 1.5, K 0.01 and 0.03, mean of the bands.

    The mean goes over pixels whose whole window is valid and inside the raster, as the authors' own code and
    scikit-image have it; an invalid pixel therefore has no part in it at all.
    """
    return float(np.mean(_ssim_of_bands(output, truth, data_range, valid)))


def all_metrics(output: Raster, truth: Raster, data_range: float, valid: Mask = None) -> Dict[str, float]:
    """Every figure of one raster by name.

    ``psnr`` (dB), ``ssim``, ``mae``, ``rmse`` (raster unit), ``angular_error`` (degrees); where there is more than one
    band also ``psnr_band_1``, ``ssim_band_1`` and so on.
    """
    similarities = _ssim_of_bands(output, truth, data_range, valid)
    figures = {
        "psnr": psnr(output, truth, data_range, valid),
        "ssim": float(np.mean(similarities)),
        "mae": mae(output, truth, valid),
        "rmse": rmse(output, truth, valid),
        "angular_error": angular_error(output, truth, valid),
    }
    if len(output) > 1:
        for i, similarity in enumerate(similarities):
            figures[of_band("psnr", i)] = psnr(output[i : i + 1], truth[i : i + 1], data_range, valid)
            figures[of_band("ssim", i)] = float(similarity)
    return figures


def of_band(name: str, index: int) -> str:
    """The key of a figure of one band; ``index`` counts from 0, the key from 1."""
    return f"{name}_band_{index + 1}"


def error_sums(output: Raster, truth: Raster, valid: Mask = None) -> Sums:
    """What :func:`pooled_metrics` needs of one raster, (C, 5) a band.

    Count, sum of absolute errors, sum of squared errors, sum of the truth, sum of its squares.
    """
    error, values = _difference(output, truth), truth.astype(np.float64)
    counted = [part.reshape(len(part), -1) if valid is None else part[:, valid] for part in (error, values)]
    error, values = counted
    count = np.full(len(error), float(error.shape[1]))
    return np.stack((count, np.abs(error).sum(1), (error**2).sum(1), values.sum(1), (values**2).sum(1)), axis=1)


def pooled_metrics(sums: Sums) -> Dict[str, float]:
    """``mae``, ``rmse`` (raster unit) and ``r2`` over all the pixels of many rasters, also by band.

    R² is the coefficient of determination ``1 - Σ(t - p)² / Σ(t - mean of t)²`` of each band, with the mean over all
    the rasters, and for all bands together the mean of the bands' (as scikit-learn's ``r2_score`` has it). A band whose
    truth is constant has none.

    Args:
        sums: (C, 5), the added :func:`error_sums` of the rasters.
    """
    count, absolute, squared, total, squares = (sums[:, i] for i in range(5))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - total**2 / count
        known = spread > 1e-12 * squares
        r2 = np.where(known, 1.0 - squared / np.where(known, spread, 1.0), np.nan)
        bands = {"mae": absolute / count, "rmse": np.sqrt(squared / count), "r2": r2}
        figures = {
            "mae": float(absolute.sum() / count.sum()),
            "rmse": float(np.sqrt(squared.sum() / count.sum())),
            "r2": float(r2[known].mean()) if known.any() else float("nan"),
        }
    if len(sums) > 1:
        for name, values in bands.items():
            figures.update({of_band(name, i): float(value) for i, value in enumerate(values)})
    return figures


def _difference(output: Raster, truth: Raster) -> NDArray[np.float64]:
    return output.astype(np.float64) - truth.astype(np.float64)


def _mean(values: NDArray[np.float64], valid: Mask) -> float:
    counted = values if valid is None else values[:, valid]
    return float(counted.mean()) if counted.size else float("nan")


def _ssim_of_bands(output: Raster, truth: Raster, data_range: float, valid: Mask) -> NDArray[np.float64]:
    """(C,), NaN where no window is whole."""
    bands, height, width = output.shape
    total, count = np.zeros(bands), 0
    for rows in _windows(height):
        for columns in _windows(width):
            window = (..., rows, columns)
            mask = np.ones(output[window].shape[1:], bool) if valid is None else valid[window]
            similarity, whole = _similarity(output[window], truth[window], data_range, mask)
            total, count = total + similarity[:, whole].sum(axis=1), count + int(whole.sum())
    return total / count if count else np.full(bands, np.nan)


def _similarity(
    output: Raster, truth: Raster, data_range: float, valid: NDArray[np.bool_]
) -> Tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """SSIM where a window fits, (C, H - 10, W - 10), and whether that window is all valid, (H - 10, W - 10).

    Convolution with a separable window is a product with a banded matrix on each side.
    """
    height, width = valid.shape
    down, across = _banded(gaussian(), height), _banded(gaussian(), width).T
    p = np.where(valid, output, 0).astype(np.float64)
    t = np.where(valid, truth, 0).astype(np.float64)
    mean_p, mean_t = down @ p @ across, down @ t @ across
    variance_p = down @ (p * p) @ across - mean_p**2
    variance_t = down @ (t * t) @ across - mean_t**2
    covariance = down @ (p * t) @ across - mean_p * mean_t
    c1, c2 = (C1 * data_range) ** 2, (C2 * data_range) ** 2
    luminance = (2 * mean_p * mean_t + c1) / (mean_p**2 + mean_t**2 + c1)
    structure = (2 * covariance + c2) / (variance_p + variance_t + c2)
    box = np.ones(2 * REACH + 1)
    whole = _banded(box, height) @ (~valid).astype(np.float64) @ _banded(box, width).T < 0.5
    return np.multiply(luminance, structure), whole


def gaussian() -> NDArray[np.float64]:
    """SSIM's window along one axis, (11,), of sum 1."""
    taps = np.exp(-0.5 * (np.arange(-REACH, REACH + 1) / _SIGMA) ** 2)
    weights: NDArray[np.float64] = taps / taps.sum()
    return weights


def _banded(taps: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The matrix (size - 10, size) that slides ``taps`` along an axis."""
    matrix = np.zeros((size - len(taps) + 1, size))
    for offset, tap in enumerate(taps):
        np.fill_diagonal(matrix[:, offset:], tap)
    return matrix


def _windows(size: int) -> Iterator[slice]:
    """An axis in windows that overlap so that each place where an 11 px window fits comes once."""
    last = size - 2 * REACH
    for start in range(0, last, _WINDOW):
        yield slice(start, min(start + _WINDOW, last) + 2 * REACH)
