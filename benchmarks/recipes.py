"""Train recipes on the same chips, for the same number of images, and print their figures side by side.

    python benchmarks/recipes.py prepare IMAGERY CHIPS          # IMAGERY: the folders ucmerced and naip_rgbn
    python benchmarks/recipes.py run CHIPS/ucmerced --images 4000 --recipes balanced l1_only lab
    python benchmarks/recipes.py table CHIPS/ucmerced

``prepare`` writes pairs as two folders. UC Merced, grey to colour: numbers 00 to 63 of each class train, 64 to 79 check
(neighbouring numbers come from one mosaic); the few images that are not 256 px wide are left out. NAIP, near infrared
to colour: chips of 128 px from ten dates of one footprint, the western columns train, the eastern ones check, 30 px of
margin between. ``run`` adds a line to ``results.jsonl`` in the folder of chips, so a table can grow over many runs;
figures are those of a training's report: of its best epoch by PSNR, on at most 128 of the checked chips. What the last
epoch had stands beside, which tells what the adversarial loss does once it has joined.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Mapping

import numpy as np
from PIL import Image

from image_translation.models.feedback import Feedback
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

RESULTS = "results.jsonl"
VALIDATION_FROM = 64
TILE = 128
TRAIN_COLUMNS, CHECK_COLUMNS = (0, 400), (430, 560)
# Each recipe is a preset and what it changes, of Pix2Pix where nothing else is said.
L1 = {"warmup": 1.0}
L2 = {"warmup": 1.0, "pixel_loss": "l2"}
PATCHGAN = {"discriminator": "patchgan", "gan_loss": "vanilla", "lambda_features": 0.0}
RECIPES: Dict[str, Mapping[str, Any]] = {
    "fast": {"preset": "fast"},
    "balanced": {},
    "best": {"preset": "best"},
    "classic": {"preset": "classic", "precision": "automatic"},
    "l1_only": L1,
    "l2_only": L2,
    "l1_lab": {**L1, "color_space": "lab"},
    "l1_direct": {**L1, "color_space": "direct"},
    "l1_residual": {**L1, "color_space": "residual"},
    "l1_rate_5e-4": {**L1, "learning_rate": 5e-4},
    "l1_rate_1e-3": {**L1, "learning_rate": 1e-3},
    "l1_batch_8": {**L1, "batch_size": 8},
    "l1_no_dropout": {**L1, "dropout": 0.0},
    "l1_no_average": {**L1, "ema": 0.0},
    "l1_ngf_16": {**L1, "ngf": 16},
    "l1_ngf_64": {**L1, "ngf": 64},
    "gan_from_start": {"warmup": 0.0},
    "hinge": {"gan_loss": "hinge"},
    "patchgan_vanilla": PATCHGAN,
    "patchgan_least_squares": {**PATCHGAN, "gan_loss": "least_squares"},
    "no_feature_matching": {"lambda_features": 0.0},
    "two_light_vanilla_ngf_24": {"preset": "fast", "lambda_features": 0.0, "gan_loss": "vanilla"},
    "resize": {**L1, "decoder": "resize"},
    "shuffle": {**L1, "decoder": "shuffle"},
    "instance_norm": {**L1, "norm": "instance"},
    "tone": {**L1, "augmentation": "tone"},
    "historic_film": {**L1, "augmentation": "historic_film"},
    "cosine_1e-3": {**L1, "schedule": "cosine", "learning_rate": 1e-3},
    "pretrained": {
        **L1, "model_type": "pix2pix_timm", "backbone": "tf_efficientnet_lite0", "decoder": "resize",
        "schedule": "cosine", "learning_rate": 5e-4,
    },
    "feature_pyramid": {"model_type": "feature_pyramid"},
}


class Log(Feedback):
    """Prints the log and keeps the figures of the last epoch."""

    last: Mapping[str, float] = {}

    def info(self, text: str) -> None:
        print(f"    {text}", flush=True)

    def epoch(self, values: Mapping[str, float]) -> None:
        self.last = dict(values)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare")
    command.add_argument("imagery", type=Path)
    command.add_argument("chips", type=Path)
    command.add_argument("--halve", action="store_true", help="UC Merced at 128 px, which trains four times as fast")
    command = commands.add_parser("run")
    command.add_argument("chips", type=Path)
    command.add_argument("--recipes", nargs="+", choices=list(RECIPES), default=["balanced", "l1_only", "classic"])
    command.add_argument("--images", type=int, default=4000, help="training images that each recipe sees")
    command.add_argument("--minutes", type=float, default=0.0, help="stop after this time instead (a quiet machine)")
    command.add_argument("--threads", type=int, default=0)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--set", nargs="+", default=[], help="further changes, as name=JSON")
    command = commands.add_parser("table")
    command.add_argument("chips", type=Path)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare_ucmerced(options.imagery / "ucmerced", options.chips / "ucmerced", options.halve)
        prepare_naip(options.imagery / "naip_rgbn", options.chips / "naip")
    elif options.command == "run":
        for name in options.recipes:
            run(options, name)
    if options.command != "prepare":
        print(table(options.chips))


def prepare_ucmerced(images: Path, folder: Path, halve: bool) -> None:
    """Colour images and their Rec. 601 grey as trainA, trainB, valA, valB."""
    for path in sorted(images.glob("*.jpg")):
        with Image.open(path) as image:
            if image.size == (256, 256):
                split = "val" if int(path.stem[-2:]) >= VALIDATION_FROM else "train"
                color = image.convert("RGB").reduce(2 if halve else 1)
                save_pair(folder, split, path.stem, color.convert("L"), color)


def prepare_naip(rasters: Path, folder: Path) -> None:
    """Band 4 and bands 1 to 3 of ten dates as chips; trained and checked on different columns."""
    for path in sorted(rasters.glob("naip_2*.tif")):
        with RasterSource(str(path)) as source:
            values, _ = source.read(0, 0, source.grid.width, source.grid.height)
        for split, (west, east), stride in (("train", TRAIN_COLUMNS, TILE // 2), ("val", CHECK_COLUMNS, TILE)):
            for top in range(0, values.shape[1] - TILE + 1, stride):
                for left in range(west, min(east, values.shape[2]) - TILE + 1, stride):
                    chip = np.ascontiguousarray(values[:, top : top + TILE, left : left + TILE].transpose(1, 2, 0))
                    name = f"{path.stem}_{top:04d}_{left:04d}"
                    save_pair(folder, split, name, Image.fromarray(chip[..., 3]), Image.fromarray(chip[..., :3]))


def save_pair(folder: Path, split: str, name: str, a: Image.Image, b: Image.Image) -> None:
    """Save a pair under its split."""
    for side, image in (("A", a), ("B", b)):
        (folder / f"{split}{side}").mkdir(parents=True, exist_ok=True)
        image.save(folder / f"{split}{side}" / f"{name}.png")


def run(options: argparse.Namespace, name: str) -> None:
    """Train one recipe and add its line to the results."""
    changes = {**RECIPES[name], **{key: json.loads(value) for key, value in (one.split("=", 1) for one in options.set)}}
    count = len(list((options.chips / "trainA").iterdir()))
    print(f"{name}: {changes}", flush=True)
    begun = time.monotonic()
    log = Log()
    with tempfile.TemporaryDirectory() as folder:
        settings = TrainSettings(
            chips=(options.chips,),
            output=Path(folder) / f"{name}.dlpk",
            max_epochs=math.ceil(options.images / count),
            max_minutes=options.minutes,
            seed=options.seed,
            threads=options.threads,
            **{"model_type": "pix2pix", "patience": 0, **changes},
        )
        result = train(settings, log)
    figures = {key: dict(value) for key, value in result.metrics.items()}
    row = {
        "recipe": name,
        "changes": {key: value for key, value in changes.items() if key not in RECIPES[name]},
        "images": settings.max_epochs * count,
        "seconds": round(time.monotonic() - begun),
        "images_per_second": result.images_per_second,
        "last": log.last,
        "figures": figures,
    }
    with (options.chips / RESULTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def table(chips: Path) -> str:
    """All results so far as a table, beside the trivial methods."""
    rows = [json.loads(line) for line in (chips / RESULTS).read_text(encoding="utf-8").splitlines()]
    lines = [
        "| recipe | images seen | PSNR dB | last epoch | SSIM | angular error | MAE |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for method, figures in rows[0]["figures"].items():
        if method != "model":
            lines.append(_line(f"*{method}*", "", float("nan"), figures))
    for row in sorted(rows, key=lambda one: -one["figures"]["model"]["psnr"]):
        changes = {key: Path(str(value)).name for key, value in row["changes"].items()}
        words = ", ".join([row["recipe"], *(f"{key} {value}" for key, value in changes.items())])
        last = row.get("last", {}).get("psnr", float("nan"))
        lines.append(_line(words, f"{row['images']:,}", last, row["figures"]["model"]))
    return "\n".join(lines)


def _line(name: str, images: str, last: float, figures: Mapping[str, float]) -> str:
    cells: List[str] = [name, images]
    for key, digits in (("psnr", 2), ("last", 2), ("ssim", 4), ("angular_error", 2), ("mae", 2)):
        value = {**figures, "last": last}.get(key, math.nan)
        cells.append("–" if math.isnan(value) else f"{value:.{digits}f}")
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
