"""Train several recipes on one chip folder and print their figures side by side.

    python benchmarks/train_recipes.py CHIPS --epochs 5 --recipes default l1_only classic

Compare at equal ``--epochs`` on a machine that does other work too, at equal ``--minutes`` on a quiet one.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Callable, Dict, List

from image_translation.models.feedback import Feedback
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

RECIPES: Dict[str, Callable[[TrainSettings], TrainSettings]] = {
    "default": lambda s: s,
    "l1_only": lambda s: replace(s, warmup=1.0),
    "adversarial_from_start": lambda s: replace(s, warmup=0.0),
    "least_squares": lambda s: replace(s, gan_loss="least_squares"),
    "hinge": lambda s: replace(s, gan_loss="hinge"),
    "lab": lambda s: replace(s, color_space="lab"),
    "residual": lambda s: replace(s, color_space="residual"),
    "direct": lambda s: replace(s, color_space="direct"),
    "no_average": lambda s: replace(s, ema=0.0),
    "wide": lambda s: replace(s, ngf=64, ndf=64),
    "classic": lambda s: replace(s, preset="classic"),
}


def main() -> None:
    """Train each recipe and print a row for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chips", type=Path, nargs="+")
    parser.add_argument("--recipes", nargs="+", choices=sorted(RECIPES), default=["default", "l1_only", "classic"])
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rows: List[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.recipes:
            settings = TrainSettings(
                chips=tuple(arguments.chips),
                output=Path(folder) / f"{name}.dlpk",
                max_epochs=arguments.epochs,
                max_minutes=arguments.minutes,
                seed=arguments.seed,
                patience=0,
            )
            result = train(RECIPES[name](settings), Feedback())
            if not rows:
                rows += [_row(key, figures) for key, figures in result.metrics.items() if key != "model"]
            rows.append(_row(name, result.metrics["model"]) + f" {result.images_per_second:9.1f}")
            print(rows[-1], flush=True)
    print("\n" + f"{'':24} {'PSNR':>8} {'SSIM':>8} {'angle':>8} {'chips/s':>9}")
    print("\n".join(rows))


def _row(name: str, figures: Dict[str, float]) -> str:
    return f"{name:24} " + " ".join(
        f"{figures.get(key, float('nan')):8.{digits}f}"
        for key, digits in (("psnr", 2), ("ssim", 4), ("angular_error", 2))
    )


if __name__ == "__main__":
    main()
