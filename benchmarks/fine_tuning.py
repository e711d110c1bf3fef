"""Train models for the same short time on the demo's chips and compare them on the scenes that no training has seen.

    scripts/demo.sh
    python benchmarks/fine_tuning.py --minutes 4 --threads 1

*automatic* is what the model type of that name does with these chips: the starter model is trained further. *Feature
pyramid* is the same network with nothing but the weights from photographs that its encoder has, *Pix2Pix* the preset
Balanced. Angular error in degrees.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Dict

from image_translation.models.feedback import Feedback
from image_translation.models.inference.classify import classify_pixels
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
sys.path.insert(0, str(ROOT / "scripts"))
from demo_table import CURVE, MODEL, Scene, fit_curve, measure  # noqa: E402

LEARNED = DEMO / "imagery" / "2019_YELL_2_528000_4978000_image_crop2.png"
SCENES = {
    "Yellowstone, unseen": ("same_site", DEMO / "imagery" / "2019_YELL_2_541000_4977000_image_crop.png"),
    "Florida, another site": ("other_site", DEMO / "imagery" / "OSBS_029.tif"),
}
KINDS: Dict[str, str] = {"automatic": "automatic", "Feature pyramid": "feature_pyramid", "Pix2Pix": "pix2pix"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=4.0, help="of each training")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    options = parser.parse_args()
    if not (DEMO / "chips").is_dir():
        sys.exit("Run scripts/demo.sh first.")
    with RasterSource(str(LEARNED)) as source:
        curve = fit_curve(*source.read(0, 0, source.grid.width, source.grid.height))
    print("| scene | model | PSNR dB | SSIM | angular error |\n|---|---|---:|---:|---:|")
    for kind in options.kinds:
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / "model.dlpk"
            settings = TrainSettings(
                chips=(DEMO / "chips",),
                output=package,
                model_type=KINDS[kind],
                max_minutes=options.minutes,
                max_epochs=1000,
                patience=0,
                threads=options.threads,
            )
            train(settings, Feedback())
            for name, (grey, truth) in SCENES.items():
                output = Path(folder) / f"{grey}.tif"
                classify_pixels(ClassifySettings(str(DEMO / f"{grey}_grey.tif"), package, output), Feedback())
                figures = measure(Scene.open(name, str(truth), str(DEMO / f"{grey}_grey.tif"), str(output)), curve)
                if kind == options.kinds[0]:
                    print(line(name, CURVE, figures[CURVE]))
                print(line(name, kind, figures[MODEL]), flush=True)


def line(scene: str, method: str, figures: Dict[str, float]) -> str:
    """A row."""
    return f"| {scene} | {method} | {figures['psnr']:.2f} | {figures['ssim']:.4f} | {figures['angle']:.2f} |"


if __name__ == "__main__":
    main()
