"""Classify Pixels against its limit: the bare forward passes, and against the usual loop over tiles.

For a U-Net-256 on square rasters, in one run; every figure is the median of ``--repeats`` rounds in which the things
compared take turns:

- *wall / bare*: seconds of the job over those of nothing but forward passes of the same engine over the same number of
  pixels, one after the other with all threads, without overlap, in batches of four 256 px tiles or in tiles of the
  job's own size, whichever is quicker;
- *wall / paired*: the same over forward passes two at a time with half of the threads each, which is how the job runs
  (but for OpenVINO, which runs one at a time);
- *running / bare*: the same from the moment that the session is open, which is what a larger raster comes near to;
- *process / bare*: the same as the first with the start of Python and the imports;
- *CPU / bare*: processor time of the job over that of the forward passes, which other work on the machine hardly moves;
- *Mpx/s* of the job, its peak memory, and the peak of a process that only opens the same session and runs one batch;
- *naive / ours*: onnxruntime a tile at a time with 25 % overlap, the raster in memory, the overlap cut in the middle,
  no file written; timed on the first 2048² and counted up to the number of its tiles in all;
- *error*: of the engine, in grey levels before rounding, mean and largest, against onnxruntime;
- *seam*: mean step across the borders of tiles over that elsewhere; 1 is no seam. For batch norm (the demo's model),
  and for instance norm trained for ``--instance`` minutes.

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
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Dict, List, Tuple

import numpy as np
from materials import (
    TILE,
    TRAINED,
    check_demo,
    exported_anew,
    instance_norm_package,
    make_raster,
    seam,
    seam_ratio,
    untrained_package,
)

from image_translation.models.feedback import Feedback
from image_translation.models.inference import session as sessions
from image_translation.models.inference.classify import ClassifySettings
from image_translation.models.inference.engines import open_session
from image_translation.models.inference.session import Session
from image_translation.models.inference.settings import tile_size
from image_translation.models.package.archive import open_package
from image_translation.models.rasters.source import RasterSource

COLUMNS = (
    "engine",
    "wall / bare",
    "wall / paired",
    "running / bare",
    "process / bare",
    "CPU / bare",
    "Mpx/s",
    "peak MB",
    "session MB",
    "naive / ours",
)
BATCH, BARE_PIXELS, NAIVE_SIZE = 4, 2 << 20, 2048
STRIDE, MARGIN = TILE * 3 // 4, TILE // 8
# Runs a statement in a process of its own and prints seconds and peak memory in MB (Linux only; getrusage would
# count what this process had when it started that one).
PROBE = (
    "import json, re\nfrom pathlib import Path\n{code}\n"
    "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text()).group(1)\n"
    "print(json.dumps([*seconds, int(peak) / 1024]))\n"
)
SETTINGS = (
    "from image_translation.models.feedback import Feedback\n"
    "from image_translation.models.inference.classify import ClassifySettings, classify_pixels\n"
    "settings = ClassifySettings(input={raster!r}, model=Path({model!r}), output=Path({output!r}), device='cpu', "
    "engine={engine!r})\n"
)
OPEN = SETTINGS + (
    "import numpy as np, time\n"
    "from concurrent.futures import ThreadPoolExecutor\n"
    "from image_translation.models.inference import session as sessions\n"
    "from image_translation.models.package.archive import open_package\n"
    "from image_translation.models.inference.engines import open_session\n"
    "seconds, cpu, sessions.RUNS_AT_ONCE = [], [], {runs}\n"
    "with open_package(settings.model, at_once=False) as package:\n"
    "    session = open_session(package, settings, {size} ** 2, Feedback())\n"
    "    runs, pool = session.parallel, ThreadPoolExecutor(session.parallel)\n"
    "    for batch, tile in {shapes}:\n"
    "        tiles = np.random.default_rng(0).integers(0, 256, (batch, 1, tile, tile)).astype(np.float32)\n"
    "        list(pool.map(session.run, [tiles] * runs))\n"
    "        begun, used, count = time.monotonic(), time.process_time(), {pixels} // tiles.size // runs * runs\n"
    "        list(pool.map(session.run, [tiles] * count))\n"
    "        done = max(1, count * tiles.size)\n"
    "        seconds.append((time.monotonic() - begun) / done)\n"
    "        cpu.append((time.process_time() - used) / done)\n"
    "seconds = seconds + cpu\n"
)
CLASSIFY = SETTINGS + (
    "import time\n"
    "class Clock(Feedback):\n"
    "    def info(self, text):\n"
    "        self.open = time.monotonic() if text.startswith('The model runs in') else self.open\n"
    "clock = Clock()\n"
    "clock.open, used = time.monotonic(), time.process_time()\n"
    "seconds = [classify_pixels(settings, clock).seconds, time.monotonic() - clock.open, time.process_time() - used]\n"
)


@dataclass
class Rounds:
    """Seconds and megabytes of each round of one row of the table."""

    bare: List[float] = field(default_factory=list)
    paired: List[float] = field(default_factory=list)
    bare_cpu: List[float] = field(default_factory=list)
    cpu: List[float] = field(default_factory=list)
    job: List[float] = field(default_factory=list)
    running: List[float] = field(default_factory=list)
    process: List[float] = field(default_factory=list)
    memory: List[float] = field(default_factory=list)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2048, 4096])
    parser.add_argument("--filters", type=int, nargs="+", default=[32, 64])
    parser.add_argument("--engines", nargs="+", default=["onnxruntime", "torch"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--instance", type=float, default=1.5, help="0 leaves the seam of instance norm out")
    options = parser.parse_args()
    check_demo()
    sessions.RUNS_AT_ONCE = 1  # of this process; the jobs that are timed run in others
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"| filters | raster | {' | '.join(COLUMNS)} |")
        print("|---:|---:|---|" + "---:|" * (len(COLUMNS) - 1))
        errors: List[str] = []
        for filters in options.filters:
            model = untrained_package(folder / f"ngf{filters}.dlpk", filters)
            for size in options.sizes:
                raster = make_raster(folder / "raster.tif", size)
                for row in measure(raster, size, model, folder / "out.tif", options.engines, options.repeats):
                    print(f"| {filters} | {size}² | {' | '.join(row)} |", flush=True)
        demo = exported_anew(folder / "demo.dlpk", TRAINED)
        raster = make_raster(folder / "raster.tif", 2048)
        for engine in options.engines:
            errors.append(engine_error(raster, demo, engine))
        print("\n" + "\n".join(errors))
        print(f"\nSeam, batch norm: {seam(folder, demo, raster, 2048, device='cpu'):.3f}", flush=True)
        print(f"Seam, cut in the middle of 25 % overlap: {naive_seam(raster, demo):.3f}", flush=True)
        if options.instance:
            model = instance_norm_package(folder / "instance.dlpk", options.instance)
            for blending in ("linear", "hann"):
                ratio = seam(folder, model, raster, 2048, device="cpu", blending=blending)
                print(f"Seam, instance norm, {blending} ramp: {ratio:.3f}", flush=True)


def measure(
    raster: Path, size: int, model: Path, output: Path, engines: List[str], repeats: int
) -> List[List[str]]:
    """The figures of one raster and one model in the table's order, a row an engine."""
    rounds: Dict[str, Rounds] = {engine: Rounds() for engine in engines}
    names = {
        engine: {"raster": str(raster), "model": str(model), "output": str(output), "engine": engine, "size": size}
        for engine in engines
    }
    naive: List[float] = []
    with open_package(model) as package, RasterSource(str(raster)) as source:
        image = source.read(0, 0, min(size, NAIVE_SIZE), min(size, NAIVE_SIZE))[0].astype(np.float32)
        settings = _settings(raster, model, output, "onnxruntime")
        plain = open_session(package, settings, 0, Feedback())
        own = tile_size(settings, package.definition, size)
        for _ in range(repeats):
            for engine, figures in rounds.items():
                before, cpu_before = bare_seconds(own, names[engine], 1)
                begun = time.monotonic()
                seconds, running, cpu, memory = probe(CLASSIFY, **names[engine])
                figures.process.append((time.monotonic() - begun) / size**2)
                figures.job.append(seconds / size**2)
                figures.running.append(running / size**2)
                figures.memory.append(memory)
                figures.cpu.append(cpu / size**2)
                after, cpu_after = bare_seconds(own, names[engine], 1)
                figures.paired.append(bare_seconds(own, names[engine], 2)[0])
                figures.bare.append((before + after) / 2)
                figures.bare_cpu.append((cpu_before + cpu_after) / 2)
            naive.append(naive_seconds(plain, image, size))
    rows = []
    for engine, figures in rounds.items():
        session_memory = probe(OPEN, **names[engine], shapes=[(BATCH, TILE)], pixels=0, runs=1)[-1]
        rows.append(
            [
                engine,
                f"{_ratio(figures.job, figures.bare):.2f}",
                f"{_ratio(figures.job, figures.paired):.2f}",
                f"{_ratio(figures.running, figures.bare):.2f}",
                f"{_ratio(figures.process, figures.bare):.2f}",
                f"{_ratio(figures.cpu, figures.bare_cpu):.2f}",
                f"{1e-6 / median(figures.job):.2f}",
                f"{max(figures.memory):.0f}",
                f"{session_memory:.0f}",
                f"{_ratio(naive, figures.job):.2f}",
            ]
        )
    return rows


def bare_seconds(own: int, names: Dict[str, Any], runs: int) -> Tuple[float, float]:
    """Seconds and processor seconds a pixel of forward passes alone, ``runs`` at a time, over tiles in memory."""
    seconds = probe(OPEN, **names, shapes=[(BATCH, TILE), (1, own)], pixels=BARE_PIXELS, runs=runs)
    return min(seconds[:2]), min(seconds[2:4])


def naive_seconds(session: Session, image: np.ndarray, size: int) -> float:
    """Seconds a pixel of the naive loop over a raster of ``size``²."""
    begun = time.monotonic()
    tiles = len(range(0, image.shape[1], STRIDE)) ** 2
    naive_loop(session, image)
    return (time.monotonic() - begun) * len(range(0, size, STRIDE)) ** 2 / tiles / size**2


def naive_loop(session: Session, image: np.ndarray) -> np.ndarray:
    """A tile at a time with 25 % overlap, the whole raster in memory, cut in the middle of the overlap."""
    height, width = image.shape[1:]
    padded = np.pad(image, ((0, 0), (MARGIN, TILE), (MARGIN, TILE)))
    result = np.zeros((3, height + TILE, width + TILE), np.float32)
    for y in range(0, height, STRIDE):
        for x in range(0, width, STRIDE):
            output = session.run(padded[None, :, y : y + TILE, x : x + TILE])[0]
            result[:, y : y + STRIDE, x : x + STRIDE] = output[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
    return np.rint(result[:, :height, :width]).astype(np.uint8)


def naive_seam(raster: Path, model: Path) -> float:
    """Seam ratio of the naive loop with the demo's model."""
    settings = _settings(raster, model, raster.with_name("out.tif"), "onnxruntime")
    with open_package(model) as package, RasterSource(str(raster)) as source:
        session = open_session(package, settings, 0, Feedback())
        size = source.grid.width
        image = source.read(0, 0, size, size)[0].astype(np.float32)
    return seam_ratio(naive_loop(session, image), list(range(STRIDE, size, STRIDE)))


def engine_error(raster: Path, model: Path, engine: str) -> str:
    """A sentence on how far an engine is from onnxruntime with the demo's model."""
    output = raster.with_name("out.tif")
    with open_package(model) as package, RasterSource(str(raster)) as source:
        tiles = np.stack([source.read(x, 300, 512, 512)[0] for x in (0, 600)]).astype(np.float32)
        session = open_session(package, _settings(raster, model, output, engine), 0, Feedback())
        plain = open_session(package, _settings(raster, model, output, "onnxruntime"), 0, Feedback())
        error = np.abs(session.run(tiles) - plain.run(tiles))
    return f"Error of {session.name}: {error.mean():.3f} levels on average, {error.max():.2f} at most."


def probe(code: str, **values: Any) -> List[float]:
    """What a process reports that runs ``code``: ``seconds``, and the peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code.format(**values))], capture_output=True, text=True, check=True
    )
    figures: List[float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _settings(raster: Path, model: Path, output: Path, engine: str) -> ClassifySettings:
    return ClassifySettings(input=str(raster), model=model, output=output, device="cpu", engine=engine)


def _ratio(above: List[float], below: List[float]) -> float:
    return median(one / other for one, other in zip(above, below))


if __name__ == "__main__":
    main()
