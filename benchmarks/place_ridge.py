"""The first try at colours of the place, which the product must beat: ridge regression of what the curve leaves.

From the encoder's maps at 2 to 16 px, grey, its square and cube, and grey blurred, to Cb and Cr at half size; fitted on
at most six tiles of the reference, with the penalty that is best for the tiles left out, from small to infinity.
"""

from __future__ import annotations

from pathlib import Path
from typing import List, NamedTuple, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from place_scenes import Image8, Picture, cut
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from image_translation.models.evaluation.curve import Curve
from image_translation.models.feedback import Feedback
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.networks.colorspaces import add_color, chroma, color_offset, luma
from image_translation.models.package.archive import open_package
from image_translation.models.package.starter import model_path

Table = NDArray[np.float64]
LARGEST, LEAST, TILES, MULTIPLE = 512, 96, 6, 16
PENALTIES = 10.0 ** np.arange(-2.5, 3.0, 0.5)
MAPS = ("map_2", "map_4", "map_8", "map_16")


class Sums(NamedTuple):
    """Of a tile: products of features with themselves and with the target, squares of the target, pixels."""

    normal: Table
    right: Table
    squares: float
    count: int


def curve_of(reference: Picture) -> Curve:
    """The curve from grey to Cb and Cr of all pixels of a reference."""
    color = torch.from_numpy(reference.values[:, reference.valid].astype(np.float64)[None, :, :, None])
    tone = luma(color)
    return Curve(tone[0, 0].numpy(), chroma(color, tone)[0, :, :, 0].numpy().T, np.dtype(np.uint8))


def colored(grey: Image8, cb_cr: Tensor) -> Image8:
    """RGB (3, H, W) of a photo (H, W) and its Cb and Cr (1, 2, H, W); the grey is kept."""
    offset = color_offset(cb_cr / 255.0)
    color = 255.0 * add_color(torch.from_numpy(grey[None, None] / np.float32(255.0)), offset)
    return color[0].round().clamp(0, 255).numpy().astype(np.uint8)


def curve(grey: Image8, reference: Picture) -> Image8:
    """RGB (3, H, W) of a photo (H, W) by the curve alone."""
    return colored(grey, torch.from_numpy(curve_of(reference)(grey[None]))[None])


def ridge(grey: Image8, reference: Picture, model: str) -> Image8:
    """RGB (3, H, W) of a photo (H, W), by a model that has such maps; the curve's where the reference is too small."""
    side = min(LARGEST, min(reference.valid.shape) // 2 // MULTIPLE * MULTIPLE)
    if side < LEAST:
        return curve(grey, reference)
    fitted = curve_of(reference)
    with open_package(model_path(Path(model))) as package:
        maps = {name: package.definition.maps[name] for name in MAPS}
        session = OnnxSession(package.files["onnx"], "cpu", 1, Feedback(), maps)
        weights = _solved([_sums(session, fitted, tile) for tile in _tiles(reference, side)])
        found = torch.from_numpy(fitted(grey[None]))[None]
        padded = np.pad(grey, [(0, -length % MULTIPLE) for length in grey.shape], mode="edge")
        for row in range(0, padded.shape[0], LARGEST):
            for column in range(0, padded.shape[1], LARGEST):
                tile = padded[row : row + LARGEST, column : column + LARGEST]
                seen = _features(session, tile)
                added = torch.from_numpy((seen.reshape(len(seen), -1).T @ weights).T.reshape(2, *seen.shape[1:]))[None]
                at = found[:, :, row : row + LARGEST, column : column + LARGEST]
                at += _larger(added.float(), tile.shape)[:, :, : at.shape[2], : at.shape[3]]
    return colored(grey, found)


def _tiles(reference: Picture, side: int) -> List[Picture]:
    """Tiles that are half valid at least, spread over the reference."""
    height, width = reference.valid.shape
    starts = [(row, column) for row in range(0, height - side + 1, side) for column in range(0, width - side + 1, side)]
    tiles = [cut(reference, column, row, side, side) for row, column in starts]
    tiles = [tile for tile in tiles if tile.valid.mean() > 0.5]
    return [tiles[i] for i in np.unique(np.linspace(0, len(tiles) - 1, TILES).round().astype(int))] if tiles else []


def _sums(session: OnnxSession, curve: Curve, tile: Picture) -> Sums:
    color = torch.from_numpy(tile.values[None].astype(np.float32))
    grey = luma(color).round()
    left = chroma(color, luma(color)) - torch.from_numpy(curve(grey[0].numpy()))[None]
    whole = avg_pool2d(torch.from_numpy(tile.valid[None, None].astype(np.float32)), 2)[0, 0].numpy() == 1.0
    x = _features(session, grey[0, 0].numpy().astype(np.uint8))[:, whole].astype(np.float64)
    y = avg_pool2d(left, 2)[0].numpy()[:, whole].astype(np.float64)
    return Sums(x @ x.T, x @ y.T, float((y**2).sum()), x.shape[1])


def _features(session: OnnxSession, grey: Image8) -> NDArray[np.float32]:
    """(F, h, w) at half the size of (H, W), the last one constant."""
    _, maps = session.run_with_maps(grey[None, None].astype(np.float32))
    half = avg_pool2d(torch.from_numpy(grey[None, None].astype(np.float32) / 127.5 - 1.0), 2)
    blurred = [avg_pool2d(half, size, 1, size // 2, count_include_pad=False) for size in (5, 17)]
    seen = [_larger(torch.from_numpy(maps[name]), half.shape[2:]) for name in MAPS]
    return torch.cat([*seen, half, half**2, half**3, *blurred, torch.ones_like(half)], 1)[0].numpy()


def _larger(values: Tensor, size: Tuple[int, ...]) -> Tensor:
    return interpolate(values, size=tuple(size), mode="bilinear", align_corners=False)


def _solved(tiles: List[Sums]) -> Table:
    """Weights (F, 2), zero where no penalty below infinity is better for a tile that is left out."""
    total = Sums(*(sum(parts) for parts in zip(*tiles)))
    best, least = np.zeros_like(total.right), sum(tile.squares for tile in tiles)
    for penalty in PENALTIES:
        error = 0.0
        for tile in tiles:
            weights = _weights(Sums(*(all_ - part for all_, part in zip(total, tile))), penalty)
            error += tile.squares + float((weights * (tile.normal @ weights - 2 * tile.right)).sum())
        if error < least:
            best, least = _weights(total, penalty), error
    return best


def _weights(sums: Sums, penalty: float) -> Table:
    scale = np.diag(sums.normal) / sums.count + 1e-9
    return np.linalg.solve(sums.normal / sums.count + np.diag(penalty * scale), sums.right / sums.count)
