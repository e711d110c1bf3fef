"""Compares colorized rasters with the truth and with two baselines; prints a table and draws a picture.

The baselines need no network: the grey copied to three bands, and a fitted curve that gives each grey level the mean
colour that it has in the training scene. The first scene is from the site that the model was trained on: the exit
status is 1 when the colorized raster does not beat both baselines there in PSNR and in angular error.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Tuple

import numpy as np

from image_translation.models.files import atomic_file
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.metrics import angular_error, psnr, ssim

LEVELS = 256
PANEL, GAP, TITLE = 720, 12, 40
MODEL, COPY, CURVE = "colorized", "grey copied", "fitted curve"
Figures = Dict[str, float]


@dataclass(frozen=True)
class Scene:
    """A scene with its truth, 8 bit; pixels that are not valid in all three rasters count for nothing."""

    name: str
    truth: np.ndarray
    grey: np.ndarray
    colorized: np.ndarray
    valid: np.ndarray

    @classmethod
    def open(cls, name: str, truth: str, grey: str, colorized: str) -> Scene:
        """Read the three rasters, which must have one size."""
        arrays, masks = zip(*(_read(path) for path in (truth, grey, colorized)))
        if len({mask.shape for mask in masks}) != 1:
            sys.exit(f"{truth}, {grey} and {colorized} have different sizes; run scripts/demo.sh again.")
        return cls(name, arrays[0][:3], arrays[1][0], arrays[2][:3], np.logical_and.reduce(masks))


def main(arguments: Optional[List[str]] = None) -> int:
    """Print the table, write it and the picture; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--training", required=True, help="colour raster that the curve is fitted on")
    parser.add_argument(
        "--scene", required=True, nargs=4, action="append", metavar=("NAME", "TRUTH", "GREY", "COLORIZED")
    )
    parser.add_argument("--table", required=True, help="Markdown file to write")
    parser.add_argument("--picture", required=True, help="PNG to write")
    options = parser.parse_args(arguments)

    curve = fit_curve(*_read(options.training))
    scenes = [Scene.open(*names) for names in options.scene]
    figures = [measure(scene, curve) for scene in scenes]
    verdicts = [verdict(scene.name, of_scene) for scene, of_scene in zip(scenes, figures)]
    text = "\n".join([*table(scenes, figures), "", *verdicts, ""])
    with atomic_file(options.table) as path:
        path.write_text(text, encoding="utf-8")
    with atomic_file(options.picture) as path:
        draw(scenes, figures, path)
    print(text)
    if wins(figures[0]):
        return 0
    print("The model does not beat both baselines on the site that it was trained on.", file=sys.stderr)
    return 1


def fit_curve(colour: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The mean colour of each grey level, (3, 256); levels that do not occur are interpolated."""
    pixels = colour[:3, valid].astype(np.float64)
    level = _luma(pixels)
    count = np.bincount(level, minlength=LEVELS)
    seen = np.flatnonzero(count)
    total = np.stack([np.bincount(level, band, LEVELS) for band in pixels])
    return np.stack([np.interp(np.arange(LEVELS), seen, band[seen] / count[seen]) for band in total])


def measure(scene: Scene, curve: np.ndarray) -> Dict[str, Figures]:
    """PSNR (dB), SSIM and mean angular error (degrees) of the colorized raster and of the two baselines."""
    candidates = {
        MODEL: scene.colorized,
        COPY: np.repeat(scene.grey[np.newaxis], 3, axis=0),
        CURVE: np.rint(curve[:, scene.grey]).clip(0, 255).astype(np.uint8),
    }
    return {
        name: {
            "psnr": psnr(image, scene.truth, 255.0, scene.valid),
            "ssim": ssim(image, scene.truth, 255.0, scene.valid),
            "angle": angular_error(image, scene.truth, scene.valid),
        }
        for name, image in candidates.items()
    }


def wins(figures: Mapping[str, Figures]) -> bool:
    """Whether the model beats both baselines, in PSNR and in angular error."""
    model = figures[MODEL]
    return all(
        model["psnr"] > figures[other]["psnr"] and model["angle"] < figures[other]["angle"]
        for other in (COPY, CURVE)
    )


def verdict(name: str, figures: Mapping[str, Figures]) -> str:
    """What the figures say, in words."""
    model = figures[MODEL]
    best_psnr = max(figures[COPY]["psnr"], figures[CURVE]["psnr"])
    best_angle = min(figures[COPY]["angle"], figures[CURVE]["angle"])
    gain, turn = model["psnr"] - best_psnr, best_angle - model["angle"]
    amounts = (
        f"{abs(gain):.2f} dB {'above' if gain > 0 else 'below'} and its colours are {abs(turn):.2f} degrees "
        f"{'nearer to' if turn > 0 else 'farther from'} the truth than the better baseline"
    )
    if wins(figures):
        return f"{name}: the model beats both baselines; it is {amounts}."
    if gain <= 0 and turn <= 0:
        return f"{name}: the model's colours do not carry over; it is {amounts}."
    return f"{name}: the result is mixed; the model is {amounts}."


def table(scenes: List[Scene], figures: List[Dict[str, Figures]]) -> List[str]:
    """Markdown lines, aligned for a terminal."""
    width = max(len(scene.name) for scene in scenes)
    lines = [
        f"| {'scene':{width}} | {'raster':12} | PSNR dB |  SSIM  | angular error |",
        f"|{'-' * (width + 2)}|{'-' * 14}|--------:|-------:|--------------:|",
    ]
    for scene, of_scene in zip(scenes, figures):
        for name, row in of_scene.items():
            cells = f"{row['psnr']:7.2f} | {row['ssim']:6.4f} | {row['angle']:12.2f}°"
            lines.append(f"| {scene.name:{width}} | {name:12} | {cells} |")
    return lines


def draw(scenes: List[Scene], figures: List[Dict[str, Figures]], path: Path) -> None:
    """A row a scene: grey, colorized, truth; NoData is white."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size=20)
    heights = [round(PANEL * scene.grey.shape[0] / scene.grey.shape[1]) for scene in scenes]
    page = Image.new("RGB", (3 * PANEL + 4 * GAP, sum(heights) + len(scenes) * (TITLE + GAP)), "white")
    pen = ImageDraw.Draw(page)
    top = 0
    for scene, of_scene, height in zip(scenes, figures, heights):
        model = of_scene[MODEL]
        panels = {
            f"{scene.name}: grey": np.repeat(scene.grey[np.newaxis], 3, axis=0),
            f"colorized: {model['psnr']:.1f} dB, {model['angle']:.1f}°": scene.colorized,
            "truth": scene.truth,
        }
        for column, (title, image) in enumerate(panels.items()):
            left = GAP + column * (PANEL + GAP)
            pixels = np.moveaxis(np.where(scene.valid, image, 255), 0, -1).astype(np.uint8)
            pen.text((left, top + TITLE // 2), title, fill="black", font=font, anchor="lm")
            page.paste(Image.fromarray(pixels).resize((PANEL, height), Image.Resampling.LANCZOS), (left, top + TITLE))
        top += TITLE + height + GAP
    page.save(path)


def _read(path: str) -> Tuple[np.ndarray, np.ndarray]:
    with RasterSource(path) as source:
        return source.read(0, 0, source.grid.width, source.grid.height)


def _luma(colour: np.ndarray) -> np.ndarray:
    """Rec. 601 grey level of (3, …) colours."""
    return np.rint(np.tensordot((0.299, 0.587, 0.114), colour, axes=1)).clip(0, LEVELS - 1).astype(np.intp)


if __name__ == "__main__":
    sys.exit(main())
