"""What the benchmarks of Classify Pixels work on: rasters, models, and how a seam is measured."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from image_translation.models.chips.statistics import BandStatistics
from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.inference.settings import overlap, tile_size
from image_translation.models.inference.tiling import Span, spans
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.translator import Translator
from image_translation.models.package.archive import open_package, read_definition, write_package
from image_translation.models.package.definition import ModelDefinition
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

DEMO = Path(__file__).resolve().parent.parent / "demo"
SCENE, TRAINED, CHIPS = DEMO / "same_site_grey.tif", DEMO / "model.dlpk", DEMO / "chips"
TRUTHS = {
    "same site": (SCENE, DEMO / "imagery" / "2019_YELL_2_541000_4977000_image_crop.png"),
    "other site": (DEMO / "other_site_grey.tif", DEMO / "imagery" / "OSBS_029.tif"),
}
TILE = 256


def check_demo() -> None:
    """Leave with a sentence when the demo was not run."""
    for path in (SCENE, TRAINED, CHIPS):
        if not path.exists():
            sys.exit(f"{path} is missing; run scripts/demo.sh first.")


def read(path: Path) -> np.ndarray:
    """All pixels of a raster, (C, H, W)."""
    with RasterSource(str(path)) as source:
        return source.read(0, 0, source.grid.width, source.grid.height)[0]


def make_raster(path: Path, size: int) -> Path:
    """A raster of ``size``² made of the demo's grey scene and its mirror images, written row by row."""
    scene = read(SCENE)
    scene = np.concatenate([scene, scene[:, :, ::-1]], axis=2)
    scene = np.concatenate([scene, scene[:, ::-1]], axis=1)
    columns = np.arange(size) % scene.shape[2]
    with RasterWriter(path, Grid(size, size, (0, 0.1, 0, 0, 0, -0.1)), 1, np.uint8) as writer:
        for row in range(0, size, 256):
            rows = np.arange(row, min(row + 256, size)) % scene.shape[1]
            writer.write(0, row, scene[:, rows][:, :, columns])
    return path


def untrained_package(path: Path, filters: int) -> Path:
    """A package of an untrained U-Net-256 that keeps the lightness."""
    architecture: Dict[str, Any] = {
        "ngf": filters,
        "depth": 8,
        "dropout": 0.5,
        "color_space": "luma_chroma",
        "input_scale": [[0.0, 255.0]],
        "target_scale": [[0.0, 255.0]] * 3,
        "output_range": [0.0, 255.0],
    }
    translator = build_translator("pix2pix", architecture)
    initialize(translator.generator, torch.Generator().manual_seed(0))
    band = BandStatistics("band", "uint8", 0.0, 255.0, 140.0, 50.0)
    definition = ModelDefinition(
        name=path.stem,
        model_type="pix2pix",
        architecture=architecture,
        color_space="luma_chroma",
        tile_size=TILE,
        size_multiple=translator.size_multiple,
        input_bands=(band,),
        output_bands=(band,) * 3,
        input_nodata=None,
        output_nodata=None,
        output_range=(0.0, 255.0),
        cell_size=(0.1, 0.1),
    )
    return _write(path, definition, translator)


def exported_anew(path: Path, package: Path) -> Path:
    """A trained package with the graph that is exported today, and the multiple of tile sizes that it takes."""
    with open_package(package) as opened:
        definition = opened.definition
        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(opened.files["weights"])))
    return _write(path, replace(definition, size_multiple=translator.size_multiple), translator)


def instance_norm_package(path: Path, minutes: float) -> Path:
    """A U-Net with instance norm, trained briefly on the demo's chips: its tiles differ from each other."""
    settings = TrainSettings(
        chips=(CHIPS,),
        output=path,
        model_type="pix2pix",
        norm="instance",
        ngf=32,
        warmup=1.0,
        max_minutes=minutes,
        max_epochs=1000,
    )
    train(settings, Feedback())
    return path


def _write(path: Path, definition: ModelDefinition, translator: Translator) -> Path:
    onnx, weights = path.with_suffix(".onnx"), path.with_suffix(".safetensors")
    export_onnx(translator.eval(), torch.zeros(1, 1, TILE, TILE), onnx)
    save_file(translator.state_dict(), str(weights))
    write_package(path, definition, {"onnx": onnx, "weights": weights})
    for part in (onnx, weights):
        part.unlink()
    return path


def seam(folder: Path, model: Path, raster: Path, size: int, **how: Any) -> float:
    """Step across the borders of tiles over that elsewhere, beside the same in a run whose tiles lie elsewhere.

    The second run, over all but the first half tile, shows what of it the picture itself has at these places. 1 is no
    seam.

    Args:
        folder: for the output.
        model, raster: of ``size``² pixels of 0.1.
        how: settings of Classify Pixels.
    """
    settings = ClassifySettings(input=str(raster), model=model, output=folder / "seam.tif", **how)
    definition = read_definition(model)
    tile = tile_size(settings, definition, size)
    ramp, shift = overlap(settings, definition, tile), tile // 2
    lines = [line - shift for line in ramp_lines(spans(size, tile, ramp)) if line > shift]
    images = []
    for start in (0, shift):
        extent = (start / 10, -size / 10, size / 10, -start / 10)
        classify_pixels(replace(settings, tile_size=tile, extent=extent), Feedback())
        images.append(read(settings.output)[:, shift - start :, shift - start :])
    return seam_ratio(images[0], lines) / seam_ratio(images[1], lines)


def ramp_lines(tiles: Sequence[Span]) -> List[int]:
    """The pixels before which a step lies inside a ramp between two tiles."""
    return [line for span in tiles[:-1] for line in range(span.done, span.end + 1)]


def seam_ratio(image: np.ndarray, lines: Sequence[int]) -> float:
    """Mean absolute chroma step (Cb and Cr, Rec. 601) before the given rows and columns over that elsewhere.

    The lightness is copied from the input, so a seam can only be one of colour.
    """
    red, green, blue = image.astype(np.float32)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    at_lines: List[np.ndarray] = []
    elsewhere: List[np.ndarray] = []
    for chroma in (blue - luma, red - luma):
        for plane in (chroma, chroma.T):
            steps = np.abs(np.diff(plane, axis=1)).mean(axis=0)
            is_line = np.zeros(len(steps), bool)
            is_line[np.asarray(lines) - 1] = True
            at_lines.append(steps[is_line])
            elsewhere.append(steps[~is_line])
    return float(np.concatenate(at_lines).mean() / np.concatenate(elsewhere).mean())
