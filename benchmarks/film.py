"""How well a model colours old photographs: trained with the augmentation *historic film* beside one trained without.

    python benchmarks/recipes.py prepare IMAGERY CHIPS
    python benchmarks/film.py CHIPS/ucmerced --with FILM.dlpk --without PLAIN.dlpk --film FILM.tif --pictures FOLDER

*Simulated film, with truth.* Held-out colour chips (valB) are shared out to rolls of film, which differ in the colours
that they see, contrast, sharpness and grain. How they are made has nothing in common with the augmentation: a box blur,
another spectrum, the cosine of a lens, the S of Hurter and Driffield in logarithms of exposure, a count of grains by
Poisson, and JPEG. The lightness that film has lost is left out of the figures: *chroma* is PSNR of Cb and Cr, *colour*
is PSNR of that chroma on the clean chip's own luma. MATCH_TONE is fitted roll by roll.

*Real film, without truth.* Mean chroma (levels; 0 is grey), jumps (mean difference of the mean chroma of neighbouring
squares of 256 px: blotches and tiles raise it, but so does ground that differs) and the distance of the histogram of Cb
and Cr from that of the training chips (trainB; 0 is the same, 1 has nothing in common).
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import List, Mapping, NamedTuple, Optional, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from torch import Tensor

from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import classify_pixels
from image_translation.models.inference.engines import open_session
from image_translation.models.inference.settings import TONES, ClassifySettings
from image_translation.models.inference.tone import ToneMatch
from image_translation.models.networks.colorspaces import chroma, color_offset, luma
from image_translation.models.package.archive import open_package
from image_translation.models.rasters.source import RasterSource

Array = NDArray[np.float32]
SQUARE, BATCH, BIN, SHOWN, TRAINING_CHIPS = 256, 8, 4, 6, 200


class Roll(NamedTuple):
    """A film in its camera: shares of red, green, blue light, slope and middle of its curve, blur, grains a pixel."""

    spectrum: Tuple[float, float, float]
    contrast: float
    speed: float
    blur: float
    grains: float


ROLLS = (
    Roll((0.05, 0.55, 0.40), 1.3, 0.20, 0.7, 250),
    Roll((0.50, 0.45, 0.05), 1.0, 0.10, 0.4, 500),
    Roll((0.30, 0.40, 0.30), 1.8, 0.25, 1.2, 150),
    Roll((0.33, 0.47, 0.20), 0.8, 0.35, 1.0, 300),
)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chips", type=Path, help="folder with trainB and valB")
    parser.add_argument("--with", dest="film_model", type=Path, required=True, help="package trained with the film")
    parser.add_argument("--without", type=Path, required=True, help="package trained without")
    parser.add_argument("--count", type=int, default=128, help="held-out chips")
    parser.add_argument("--film", type=Path, help="a raster of real film")
    parser.add_argument("--pictures", type=Path, help="folder for pictures")
    options = parser.parse_args()
    models = {"with": options.film_model, "without": options.without}
    print(simulated(models, load(options.chips / "valB", options.count), options.pictures))
    if options.film:
        print(real(models, options.film, chroma_of(load(options.chips / "trainB", TRAINING_CHIPS)), options.pictures))


def load(folder: Path, count: int) -> Array:
    """Colour chips (N, 3, H, W), spread over the folder."""
    paths = sorted(folder.glob("*.png"))
    chosen = np.unique(np.linspace(0, len(paths) - 1, count).astype(int))
    return np.stack([np.asarray(Image.open(paths[i]).convert("RGB")).transpose(2, 0, 1) for i in chosen]).astype("f4")


def photographed(color: Array, roll: Roll, chance: np.random.Generator) -> Array:
    """A colour chip (3, H, W) as a scan (1, H, W) of that film, 0 to 255."""
    image = Image.fromarray(color.transpose(1, 2, 0).astype(np.uint8)).filter(ImageFilter.BoxBlur(roll.blur))
    light = (np.asarray(image) / 255.0) ** 2.2 @ np.array(roll.spectrum)
    # The fourth power of the cosine of the angle from the lens's axis, in a photograph four chips wide.
    y, x = (np.linspace(0.0, 0.25, length) + chance.uniform(-0.5, 0.25) for length in light.shape)
    light = light / (1.0 + y[:, None] ** 2 + x**2) ** 2
    silver = 1.0 / (1.0 + (np.maximum(light, 1e-3) / roll.speed) ** -roll.contrast)
    grains = np.clip(chance.poisson(silver * roll.grains) / roll.grains, 0.0, 1.0)
    scan, file = Image.fromarray((grains * 255).astype(np.uint8)), io.BytesIO()
    scan.filter(ImageFilter.BoxBlur(0.4)).save(file, "JPEG", quality=75)
    return np.asarray(Image.open(file), np.float32)[None]


def simulated(models: Mapping[str, Path], color: Array, pictures: Optional[Path]) -> str:
    """Figures of clean and of filmed chips as a table."""
    chance = np.random.default_rng(1936)
    rolls = [i % len(ROLLS) for i in range(len(color))]
    film = np.stack([photographed(chip, ROLLS[roll], chance) for chip, roll in zip(color, rolls)])
    grey = np.rint(luma(torch.from_numpy(color)).numpy())
    lines = ["| input | model | MATCH_TONE | chroma dB | colour dB | mean chroma |", "|---|---|---|---:|---:|---:|"]
    lines.append(row("", "*none: grey*", "", np.repeat(grey, 3, axis=1), color))
    shown = [color, np.repeat(film, 3, axis=1)]
    for name, model in models.items():
        lines.append(row("clean", name, "none", colored(model, grey), color))
        for tone in TONES:
            shown.append(colored(model, film, rolls if tone != "none" else None))
            lines.append(row("film", name, tone, shown[-1], color))
    if pictures:
        across = np.concatenate([np.concatenate(list(one[:SHOWN]), axis=1) for one in shown], axis=2)
        save(np.clip(np.rint(across), 0, 255).astype(np.uint8), pictures / "simulated.png")
    return "\n".join(lines)


def colored(model: Path, a: Array, rolls: Optional[List[int]] = None) -> Array:
    """What a model makes of inputs (N, 1, H, W); with its tones matched roll by roll if these are given."""
    with open_package(model) as package:
        session = open_session(package, ClassifySettings("film", model, Path("film.tif")), 0, Feedback())
        if rolls is not None:
            targets, a = package.definition.input_quantiles, a.copy()
            for roll in set(rolls):
                of_roll = np.array(rolls) == roll
                match = ToneMatch([np.quantile(a[of_roll], np.linspace(0.0, 1.0, len(targets[0])))], targets)
                a[of_roll] = match(a[of_roll].reshape(1, -1, a.shape[-1])).reshape(a[of_roll].shape)
        return np.concatenate([session.run(a[i : i + BATCH]) for i in range(0, len(a), BATCH)])


def row(kind: str, name: str, tone: str, output: Array, truth: Array) -> str:
    """A line of the table: means over the chips."""
    found, rgb = chroma_of(output), torch.from_numpy(truth)
    completed = (luma(rgb) + color_offset(found)).round().clamp(0, 255)
    figures = psnr(found, chroma_of(truth)), psnr(completed, rgb), saturation(found)
    return f"| {kind} | {name} | {tone} | {' | '.join(f'{value:.2f}' for value in figures)} |"


def real(models: Mapping[str, Path], raster: Path, known: Tensor, pictures: Optional[Path]) -> str:
    """Figures of a raster without truth as a table; ``known`` is the chroma of the training chips."""
    usual = histogram(known.transpose(0, 1).reshape(2, -1))
    lines = ["| model | MATCH_TONE | mean chroma | jumps | histogram distance |", "|---|---|---:|---:|---:|"]
    lines.append(f"| *training chips* | | {saturation(known):.2f} | | 0.000 |")
    for name, model in models.items():
        for tone in TONES:
            with tempfile.TemporaryDirectory() as folder:
                output = Path(folder) / "colored.tif"
                classify_pixels(ClassifySettings(str(raster), model, output, match_tone=tone), Feedback())
                with RasterSource(str(output)) as source:
                    values, valid = source.read(0, 0, source.grid.width, source.grid.height)
            found = chroma_of(values[None].astype(np.float32))[0]
            seen, jump = found[:, torch.from_numpy(valid)], jumps(found.numpy(), valid)
            distance = 0.5 * np.abs(histogram(seen) - usual).sum()
            lines.append(f"| {name} | {tone} | {saturation(seen[None]):.2f} | {jump:.2f} | {distance:.3f} |")
            if pictures:
                save(values, pictures / f"film_{name}_{tone}.png")
    return "\n".join(lines)


def jumps(found: Array, valid: NDArray[np.bool_]) -> float:
    """Mean difference of the mean chroma of squares that share a side, all of them without a pixel missing."""
    rows, columns = valid.shape[0] // SQUARE, valid.shape[1] // SQUARE
    cut = (slice(rows * SQUARE), slice(columns * SQUARE))
    means = found[(slice(None), *cut)].reshape(2, rows, SQUARE, columns, SQUARE).mean((2, 4))
    means[:, ~valid[cut].reshape(rows, SQUARE, columns, SQUARE).all((1, 3))] = np.nan
    steps = [np.hypot(*np.diff(means, axis=axis)).ravel() for axis in (1, 2)]
    return float(np.nanmean(np.concatenate(steps)))


def chroma_of(color: Array) -> Tensor:
    """Cb and Cr (N, 2, H, W) of (N, 3, H, W)."""
    rgb = torch.from_numpy(color)
    return chroma(rgb, luma(rgb))


def psnr(found: Tensor, wanted: Tensor) -> float:
    """Mean over the chips, dB of 255."""
    return float(10 * torch.log10(255.0**2 / (found - wanted).square().mean((1, 2, 3)).clamp(min=1e-6)).mean())


def saturation(cb_cr: Tensor) -> float:
    """Mean length of (Cb, Cr), the second axis."""
    return float(torch.hypot(cb_cr[:, 0], cb_cr[:, 1]).mean())


def histogram(cb_cr: Tensor) -> NDArray[np.float64]:
    """Shares of (Cb, Cr), (2, P), in squares of ``BIN`` levels."""
    return np.histogram2d(*cb_cr.numpy(), bins=np.arange(-128, 129, BIN), density=True)[0] * BIN**2


def save(values: NDArray[np.uint8], path: Path) -> None:
    """Save (3, H, W) as a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values.transpose(1, 2, 0)).save(path)


if __name__ == "__main__":
    main()
