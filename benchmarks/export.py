"""Export Training Chips against its limit: gdal_translate writing the same pixels to tiled GeoTIFFs.

For a pair of one grey and one RGB raster made of the demo's imagery, with the stride equal to the tile, so that both
write each pixel once, in one run:

- *chips/s* (a chip is a pair of images) and *MB/s* of pixels that Export Training Chips writes, everything that
  belongs to a folder included: splits, statistics, world files, footprints;
- *gdal_translate*: MB/s of two runs of it, one a raster, to a GeoTIFF of 256-pixel tiles with the same codec and all
  processors: DEFLATE with ZLEVEL=1 and PREDICTOR=2 (the level and filter of TIFF and PNG chips), or JPEG of quality
  95, YCbCr for RGB (as in JPEG chips, which have the standard Huffman tables, while gdal_translate computes some);
- *ours / limit*: the median over the repeats of the ratio of the two, which run one after the other;
- *size*: bytes written by ours over those written by gdal_translate;
- peak memory of the exporting process for two sizes of raster.

Run: ``python benchmarks/export.py`` with the Python of .venv, after ``scripts/fetch_demo_imagery.sh demo/imagery``.
It needs Linux and about 6 GB of disk. Where many files were deleted in the last five minutes, ext4 makes new ones
slowly, which can halve the rate; ``--folder /dev/shm`` leaves the disk out for both.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List, NamedTuple, Tuple

import numpy as np
from osgeo import osr

from image_translation.models.chips.jpeg_strips import JPEG_QUALITY
from image_translation.models.chips.pair import luma
from image_translation.models.chips.strips import DEFLATE_LEVEL
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter

SCENE = Path(__file__).resolve().parent.parent / "demo" / "imagery" / "2019_YELL_2_528000_4978000_image_crop2.png"
TILE = 256
DEFLATE = ("COMPRESS=DEFLATE", f"ZLEVEL={DEFLATE_LEVEL}", "PREDICTOR=2")
CODECS = {"TIFF": DEFLATE, "PNG": DEFLATE, "JPEG": ("COMPRESS=JPEG", f"JPEG_QUALITY={JPEG_QUALITY}")}
# Runs an export in a process of its own and prints seconds, peak memory in MB and the number of chips.
PROBE = """
import json, time
from pathlib import Path
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.feedback import Feedback
wanted = ExportSettings(target={target!r}, input={source!r}, output=Path({output!r}), tile_size={tile}, stride={tile},
                        image_format={kind!r})
begun = time.monotonic()
chips = export_chips(wanted, Feedback()).chips
seconds = time.monotonic() - begun
status = Path("/proc/self/status").read_text()
print(json.dumps([seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024, chips]))
"""


class Pair(NamedTuple):
    """Two rasters of the same grid: grey and RGB."""

    grey: Path
    color: Path


class Export(NamedTuple):
    """What an export took and made."""

    seconds: float
    memory: float
    chips: int
    size: int


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="of the rasters whose export is timed")
    parser.add_argument("--memory-sizes", type=int, nargs="*", default=[5_000, 20_000])
    parser.add_argument("--formats", nargs="+", choices=list(CODECS), default=list(CODECS))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", help="where to write; the system's folder of temporary files by default")
    options = parser.parse_args()
    if not SCENE.exists():
        sys.exit(f"{SCENE} is missing; run scripts/fetch_demo_imagery.sh demo/imagery first.")
    if not shutil.which("gdal_translate"):
        sys.exit("gdal_translate is missing; install GDAL's programs (gdal-bin).")
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        pair = make_pair(folder, options.size)
        print(f"{options.size}² pair, tile and stride {TILE}, {os.cpu_count()} processors\n")
        print("| format | chips/s | MB/s | gdal_translate MB/s | ours / limit | size |")
        print("|---|---:|---:|---:|---:|---:|")
        for kind in options.formats:
            print(f"| {kind} | {' | '.join(measure(pair, options.size, kind, options.repeats, folder))} |", flush=True)
        if not options.memory_sizes:
            return
        print("\n| raster | peak MB |\n|---:|---:|")
        for size in options.memory_sizes:
            memory = export(make_pair(folder, size), "TIFF", folder / f"chips_{size}").memory
            print(f"| {size}² | {memory:.0f} |", flush=True)


def make_pair(folder: Path, size: int) -> Pair:
    """Rasters of ``size``² made of the demo's imagery and its mirror images, written row by row."""
    pair = Pair(folder / f"grey{size}.tif", folder / f"color{size}.tif")
    if pair.color.exists():
        return pair
    with RasterSource(str(SCENE)) as source:
        scene, valid = source.read(0, 0, source.grid.width, source.grid.height)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32612)
    grid = Grid(size, size, (528000.0, 0.1, 0.0, 4978000.0, 0.0, -0.1), reference.ExportToWkt())
    for path, image in zip(pair, (luma(scene, valid, None), scene[:3])):
        image = np.concatenate([image, image[:, :, ::-1]], axis=2)
        image = np.concatenate([image, image[:, ::-1]], axis=1)
        columns = np.arange(size) % image.shape[2]
        with RasterWriter(path, grid, len(image), np.uint8, rgb=len(image) == 3) as writer:
            for row in range(0, size, 256):
                rows = np.arange(row, min(row + 256, size)) % image.shape[1]
                writer.write(0, row, np.ascontiguousarray(image[:, rows[:, None], columns]))
    return pair


def measure(pair: Pair, size: int, kind: str, repeats: int, folder: Path) -> List[str]:
    """The figures of one format, in the table's order."""
    side = size // TILE * TILE
    megabytes = 4 * side**2 / 1e6
    ratios, ours, limits = [], [], []
    for repeat in range(repeats):
        limit, limit_size = translate(pair, side, CODECS[kind], folder)
        done = export(pair, kind, folder / f"chips_{kind}_{repeat}")
        if done.chips != (side // TILE) ** 2:
            raise RuntimeError(f"{done.chips} chips do not cover {side}²")
        ratios.append(limit / done.seconds)
        ours.append(done.seconds)
        limits.append(limit)
    seconds = statistics.median(ours)
    return [
        f"{done.chips / seconds:.0f}",
        f"{megabytes / seconds:.0f}",
        f"{megabytes / statistics.median(limits):.0f}",
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        f"{done.size / limit_size:.2f}",
    ]


def translate(pair: Pair, side: int, codec: Tuple[str, ...], folder: Path) -> Tuple[float, int]:
    """Seconds that gdal_translate takes for both rasters, and the size of its files."""
    seconds, written = 0.0, 0
    for path in pair:
        output = folder / "translated.tif"
        options = [*codec, "TILED=YES", "NUM_THREADS=ALL_CPUS"]
        if "COMPRESS=JPEG" in codec and path == pair.color:
            options.append("PHOTOMETRIC=YCBCR")
        creation = [word for option in options for word in ("-co", option)]
        window = ["-srcwin", "0", "0", str(side), str(side)]
        os.sync()
        begun = time.monotonic()
        subprocess.run(["gdal_translate", "-q", *window, *creation, str(path), str(output)], check=True)
        seconds += time.monotonic() - begun
        written += output.stat().st_size
        output.unlink()
    return seconds, written


def export(pair: Pair, kind: str, output: Path) -> Export:
    """Export Training Chips into a new folder, in a process of its own.

    The folders are kept until the end: ext4 is slow to make files where others have just been deleted.
    """
    code = PROBE.format(target=str(pair.color), source=str(pair.grey), output=str(output), tile=TILE, kind=kind)
    os.sync()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory, chips = json.loads(done.stdout.splitlines()[-1])
    size = sum(file.stat().st_size for name in ("images", "images2") for file in (output / name).iterdir())
    return Export(seconds, memory, chips, size)


if __name__ == "__main__":
    main()
