"""Classify Pixels against its limit: the bare forward passes, and against the usual loop over tiles.

For a U-Net-256 on square rasters, in one run:

- *wall / bare*: wall time of the whole job (process start and package check included) over the time of nothing but
  forward passes over the same number of pixels, without overlap;
- *Mpx/s* of the whole job, and its peak memory beside that of a process that only opens the session;
- *naive / ours*: a loop with 25 % overlap that keeps the raster in memory and cuts the overlap in the middle;
- *seam*: mean step across the lines where tiles meet over the mean step elsewhere, for both; 1 is no seam at all.

Run: ``python benchmarks/classify.py --sizes 2048 4096 --filters 32 64`` with the Python of .venv, after
``scripts/demo.sh`` (whose grey scene fills the raster and whose model gives the seams; random weights give the times).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np
import torch

from image_translation.models.chips.statistics import BandStatistics
from image_translation.models.feedback import Feedback
from image_translation.models.inference.session import Session
from image_translation.models.inference.tiling import spans
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.archive import open_package, write_package
from image_translation.models.package.definition import ModelDefinition
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter

ROOT = Path(__file__).resolve().parent.parent
SCENE = ROOT / "demo" / "same_site_grey.tif"
TRAINED = ROOT / "demo" / "model.dlpk"
TILE, BATCH, BARE_TILES = 256, 4, 64
# Runs a statement in a process of its own and prints seconds and peak memory in MB.
PROBE = (
    "import json, resource, time\nfrom pathlib import Path\nbegun = time.monotonic()\n{code}\n"
    "print(json.dumps([time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))\n"
)
OPEN = (
    "import numpy as np\nfrom image_translation.models.feedback import Feedback\n"
    "from image_translation.models.package.archive import open_package\n"
    "from image_translation.models.inference.session import Session\n"
    "with open_package(Path({model!r})) as package:\n"
    "    session = Session(package.onnx, 'cpu', 0, Feedback())\n"
    "    session.run(np.zeros(({batch}, 1, {tile}, {tile}), np.float32))\n"
)
CLASSIFY = (
    "from image_translation.models.feedback import Feedback\n"
    "from image_translation.models.inference.classify import ClassifySettings, classify_pixels\n"
    "classify_pixels(ClassifySettings(input={raster!r}, model=Path({model!r}), output=Path({output!r}), device='cpu'), "
    "Feedback())\n"
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2048, 4096])
    parser.add_argument("--filters", type=int, nargs="+", default=[32])
    options = parser.parse_args()
    for path in (SCENE, TRAINED):
        if not path.exists():
            sys.exit(f"{path} is missing; run scripts/demo.sh first.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rasters = {size: make_raster(folder / f"{size}.tif", size) for size in options.sizes}
        print("| filters | raster | wall / bare | Mpx/s | peak MB | session MB | naive / ours |")
        print("|---:|---:|---:|---:|---:|---:|---:|")
        for filters in options.filters:
            model = make_package(folder / f"ngf{filters}.dlpk", filters)
            for size, raster in rasters.items():
                row = measure(raster, size, model, folder / "out.tif")
                print(f"| {filters} | {size}² | {' | '.join(row)} |", flush=True)
        smallest = min(options.sizes)
        ours, naive = seams(rasters[smallest], smallest, folder / "seam.tif")
        print(f"\nSeam of the demo's model on {smallest}²: {ours:.3f}; cut in the middle: {naive:.3f}")


def make_raster(path: Path, size: int) -> Path:
    """A raster of ``size``² made of the demo's grey scene and its mirror images, written row by row."""
    with RasterSource(str(SCENE)) as source:
        scene, _ = source.read(0, 0, source.grid.width, source.grid.height)
    scene = np.concatenate([scene, scene[:, :, ::-1]], axis=2)
    scene = np.concatenate([scene, scene[:, ::-1]], axis=1)
    columns = np.arange(size) % scene.shape[2]
    with RasterWriter(path, Grid(size, size, (0, 0.1, 0, 0, 0, -0.1)), 1, np.uint8) as writer:
        for row in range(0, size, 256):
            rows = np.arange(row, min(row + 256, size)) % scene.shape[1]
            writer.write(0, row, scene[:, rows][:, :, columns])
    return path


def make_package(path: Path, filters: int) -> Path:
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
    translator = build_translator("pix2pix", architecture).eval()
    initialize(translator.generator, torch.Generator().manual_seed(0))
    band = BandStatistics("band", "uint8", 0.0, 255.0, 100.0, 50.0)
    definition = ModelDefinition(
        name=path.stem,
        model_type="pix2pix",
        architecture=architecture,
        color_space="luma_chroma",
        tile_size=TILE,
        size_multiple=TILE,
        input_bands=(band,),
        output_bands=(band,) * 3,
        input_nodata=None,
        output_nodata=None,
        output_range=(0.0, 255.0),
        cell_size=(0.1, 0.1),
    )
    onnx = path.with_suffix(".onnx")
    export_onnx(translator, torch.zeros(1, 1, TILE, TILE), onnx)
    write_package(path, definition, {"onnx": onnx})
    return path


def measure(raster: Path, size: int, model: Path, output: Path) -> List[str]:
    """The figures of one raster and one model, in the table's order."""
    bare = bare_seconds(raster, model) * size**2
    _, session_memory = probe(OPEN, model=str(model), batch=BATCH, tile=TILE)
    seconds, memory = probe(CLASSIFY, raster=str(raster), model=str(model), output=str(output))
    begun = time.monotonic()
    naive_loop(raster, size, model)
    naive = time.monotonic() - begun
    return [
        f"{seconds / bare:.2f}",
        f"{size**2 / seconds / 1e6:.2f}",
        f"{memory:.0f}",
        f"{session_memory:.0f}",
        f"{naive / seconds:.2f}",
    ]


def bare_seconds(raster: Path, model: Path) -> float:
    """Seconds a pixel of forward passes alone, over tiles that are in memory."""
    with open_package(model) as package, RasterSource(str(raster)) as source:
        session = Session(package.onnx, "cpu", 0, Feedback())
        across = source.grid.width // TILE
        places = [((i % across) * TILE, (i // across) * TILE) for i in range(min(BARE_TILES, across**2))]
        tiles = np.stack([source.read(x, y, TILE, TILE)[0] for x, y in places]).astype(np.float32)
        session.run(tiles[:BATCH])
        begun = time.monotonic()
        for first in range(0, len(tiles), BATCH):
            session.run(tiles[first : first + BATCH])
        return (time.monotonic() - begun) / (len(tiles) * TILE**2)


def probe(code: str, **values: Any) -> Tuple[float, float]:
    """Seconds (imports included) and peak memory in MB of a process that runs ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code.format(**values))], capture_output=True, text=True, check=True
    )
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def naive_loop(raster: Path, size: int, model: Path) -> np.ndarray:
    """A tile at a time with 25 % overlap, the whole raster in memory, cut in the middle of the overlap."""
    stride, margin = TILE * 3 // 4, TILE // 8
    with open_package(model) as package, RasterSource(str(raster)) as source:
        session = Session(package.onnx, "cpu", 0, Feedback())
        image = source.read(0, 0, size, size)[0].astype(np.float32)
        padded = np.pad(image, ((0, 0), (margin, TILE), (margin, TILE)))
        result = np.zeros((3, size + TILE, size + TILE), np.float32)
        for y in range(0, size, stride):
            for x in range(0, size, stride):
                output = session.run(padded[None, :, y : y + TILE, x : x + TILE])[0]
                result[:, y : y + stride, x : x + stride] = output[:, margin:-margin, margin:-margin]
    return np.rint(result[:, :size, :size]).astype(np.uint8)


def seams(raster: Path, size: int, output: Path) -> Tuple[float, float]:
    """Seam ratio of Classify Pixels and of the naive loop, with the demo's trained model."""
    probe(CLASSIFY, raster=str(raster), model=str(TRAINED), output=str(output))
    with RasterSource(str(output)) as source:
        ours, _ = source.read(0, 0, size, size)
    middle = [span.end - span.ramp_after // 2 for span in spans(size, TILE, 32)[:-1]]
    cuts = list(range(TILE * 3 // 4, size, TILE * 3 // 4))
    return seam_ratio(ours, middle), seam_ratio(naive_loop(raster, size, TRAINED), cuts)


def seam_ratio(image: np.ndarray, lines: List[int]) -> float:
    """Mean absolute chroma step (Cb and Cr, Rec. 601) across the ``lines`` in both directions over that elsewhere.

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


if __name__ == "__main__":
    main()
