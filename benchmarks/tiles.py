"""Size and overlap of the tiles: what they cost, what they do to the result, and whether a seam shows.

With the demo's model on the demo's two unseen scenes (PSNR against the truth) and on a 2048² raster made of one of them
(seams; pixels run over pixels of the raster). With ``--instance`` the seams are also those of a network with instance
norm, trained for that many minutes, whose tiles differ from each other by themselves.

Run: ``python benchmarks/tiles.py`` with the Python of .venv, after ``scripts/demo.sh``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from materials import (
    TRAINED,
    TRUTHS,
    check_demo,
    exported_anew,
    instance_norm_package,
    make_raster,
    read,
    seam,
)

from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.inference.settings import overlap, tile_size
from image_translation.models.inference.tiling import spans
from image_translation.models.package.archive import read_definition
from image_translation.models.training.metrics import psnr

SIZE = 2048


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiles", type=int, nargs="+", default=[0, 256, 384, 512, 768, 1024])
    parser.add_argument("--overlaps", type=int, nargs="+", default=[0, 8, 16, 32])
    parser.add_argument("--blendings", nargs="+", default=["linear"])
    parser.add_argument("--instance", type=float, default=0.0, help="minutes to train a network with instance norm")
    parser.add_argument("--engine", default="automatic")
    options = parser.parse_args()
    check_demo()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = [exported_anew(folder / "batch.dlpk", TRAINED)]
        if options.instance:
            models.append(instance_norm_package(folder / "instance.dlpk", options.instance))
        raster = make_raster(folder / "raster.tif", SIZE)
        more = len(models) - 1
        print("| tile | overlap | blending | same site | other site | run / raster | seam |" + " instance |" * more)
        print("|---:|---:|---|---:|---:|---:|---:|" + "---:|" * more)
        for tile in options.tiles:
            for ramp in options.overlaps:
                for blending in options.blendings:
                    how = {"tile_size": tile, "overlap": ramp, "blending": blending, "engine": options.engine}
                    quality = [f"{scene_psnr(folder, models[0], *paths, **how):.3f}" for paths in TRUTHS.values()]
                    ratios = [seam(folder, model, raster, SIZE, **how) for model in models]
                    figures = [f"{figure:.3f}" for figure in (cost(models[0], **how), *ratios)]
                    cells = [str(tile or "automatic"), str(ramp), blending, *quality, *figures]
                    print(f"| {' | '.join(cells)} |", flush=True)


def scene_psnr(folder: Path, model: Path, grey: Path, truth: Path, **how: object) -> float:
    """PSNR in dB of a scene's translation."""
    image, expected = _translate(folder, model, grey, **how), read(truth)[:3]
    return psnr(image, expected, 255.0, np.ones(expected.shape[1:], bool))


def cost(model: Path, **how: object) -> float:
    """Pixels run over pixels of the raster."""
    settings = ClassifySettings(input="raster", model=model, output=Path("out.tif"), **how)
    definition = read_definition(model)
    size = tile_size(settings, definition, SIZE)
    return (len(spans(SIZE, size, overlap(settings, definition, size))) * size / SIZE) ** 2


def _translate(folder: Path, model: Path, raster: Path, **how: object) -> np.ndarray:
    output = folder / "out.tif"
    classify_pixels(ClassifySettings(input=str(raster), model=model, output=output, **how), Feedback())
    return read(output)


if __name__ == "__main__":
    main()
