"""What a picture or a few known colours of the place are worth: REFERENCE and KNOWN_COLOURS of Classify Pixels.

    python benchmarks/place.py WORK --data IMAGERY --pictures FOLDER     # IMAGERY: places, naip_rgbn, drone, ucmerced
    python benchmarks/place.py WORK --data IMAGERY --quick               # a few scenes, about a minute
    python benchmarks/place.py WORK --data IMAGERY --groups halves coarse --other FINE.tif ...
    python benchmarks/place.py WORK --data IMAGERY --speed               # seconds and memory
    python benchmarks/place.py WORK --table                              # of what WORK holds

Each scene is a grey photo (Rec. 601 luma of colours, which are the truth) that the command line colours:

- *halves*: one half of a raster is the photo, the other half the reference, both ways; of sets of images, mosaics of
  the first and of the last ones, whose place on the map is made up. The starter was trained on those of Caliterra.
- *small*: the same with Sentinel-2 scenes of 224 px.
- *other date*: NAIP of two years, Sentinel-2 of two dates; the reference covers the photo, or lies beside it.
- *ucmerced*: photo of numbers 64 to 79 of some classes, reference of 00 to 39. The starter was trained on 00 to 78.
- *coarse*: the same picture averaged to large cells covers the photo; a fifth of its ground shows, in patches of 4 to 8
  cells, what lies elsewhere. Changed and unchanged ground have PSNR of their own.
- *points*: 5 to 50 known colours (means of 3x3 px of the truth), one in each of as many squares, no reference.

Methods: *grey* copied; *starter*, the model alone; *curve*, the piecewise linear curve of 17 knots from grey to Cb and
Cr of all pixels of the reference; with ``--ridge`` what benchmarks/place_ridge.py adds; *ours*. Figures: PSNR over all
bands in dB / angular error in degrees / CIEDE2000 / colourfulness (Hasler and Süsstrunk) over that of the truth.
Seconds and peak memory are those of the process from its start to the file. WORK keeps the scenes, results, logs and
figures; a scene that has figures is not computed again but with ``--again``, which keeps the starter's results.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path
from statistics import median
from typing import Any, Dict, List, Mapping, NamedTuple, Sequence

import numpy as np
from PIL import Image
from place_ridge import curve, ridge
from place_scenes import Image8, Mask, Picture, Scene, all_scenes, cut, read, repeated

from image_translation.models.training.colour_metrics import colourfulness, delta_e
from image_translation.models.training.metrics import angular_error, psnr

METHODS = ("grey", "starter", "curve", "ridge", "ours")
QUICK = (
    ("halves", "kanto east"),
    ("halves", "monterey last"),
    ("halves", "murcia west"),
    ("other date, over the photo", "naip 2017 from 2016"),
    ("other date, beside it", "naip 2017 from 2016"),
    ("coarse", "naip1m_3607717, 10 m"),
    ("points 20", "murcia west"),
)
FIGURES, TOLERANCE, SHOWN, GAP = "figures.json", 0.1, 400, 6
SPEED_PHOTO, SPEED_REFERENCE, SPEED_TIMES, ROUNDS = 1000, 2000, 4, 3
CHILD = (
    "import re, sys\nfrom pathlib import Path\nfrom image_translation.models.cli import main\n"
    "status = main(sys.argv[1:])\n"
    "print(re.search(r'VmHWM:\\s+\\d+', Path('/proc/self/status').read_text()).group(), file=sys.stderr)\n"
    "sys.exit(status)\n"
)


class Run(NamedTuple):
    """A run of the command line: seconds, peak memory in MB, and what it said."""

    seconds: float
    memory: float
    log: str


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder for scenes and results")
    parser.add_argument("--data", type=Path, help="the folder with places, naip_rgbn, drone and ucmerced")
    parser.add_argument("--other", type=Path, nargs="+", default=[], help="colour rasters of 1 m or finer")
    parser.add_argument("--groups", nargs="+", default=[], help="beginnings of the groups to take")
    parser.add_argument("--places", nargs="+", default=[], help="beginnings of the names of the scenes to take")
    parser.add_argument("--quick", action="store_true", help="a few scenes only")
    parser.add_argument("--again", action="store_true", help="compute ours anew")
    parser.add_argument("--without-ours", action="store_true", help="the simple methods only")
    parser.add_argument("--ridge", action="store_true", help="the first try of benchmarks/place_ridge.py, too")
    parser.add_argument("--model", default="starter", help="a package in place of the starter")
    parser.add_argument("--pictures", type=Path, help="folder for pictures")
    parser.add_argument("--speed", action="store_true", help="measure seconds and memory instead")
    parser.add_argument("--table", action="store_true", help="print the tables of what is there")
    options = parser.parse_args()
    path = options.work / FIGURES
    figures: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if options.speed:
        print(speed(options))
        return
    for scene in [] if options.table else all_scenes(options.data, options.other):
        key = f"{scene.group}: {scene.name}"
        known = figures.get(key, {}).get("ours") or options.without_ours and key in figures
        if _wanted(scene, options) and (options.again or not known):
            figures[key] = {"group": scene.group, "name": scene.name, **judge(scene, options)}
            path.write_text(json.dumps(figures, indent=1), encoding="utf-8")
            print(_line(figures[key]), file=sys.stderr, flush=True)
    print(tables(list(figures.values())))


def _wanted(scene: Scene, options: argparse.Namespace) -> bool:
    if options.quick and (scene.group, scene.name) not in QUICK:
        return False
    asked = ((scene.group, options.groups), (scene.name, options.places))
    return all(not starts or value.startswith(tuple(starts)) for value, starts in asked)


def judge(scene: Scene, options: argparse.Namespace) -> Dict[str, Any]:
    """Figures of every method on a scene, and what a run took and said."""
    folder = options.work / f"{scene.group} {scene.name}".replace(",", "").replace(" ", "_")
    paths = scene.write(folder)
    results: Dict[str, Image8] = {"grey": np.repeat(scene.grey[None], 3, axis=0)}
    found: Dict[str, Any] = {}
    plain = options.work / f"starter_{zlib.crc32(scene.grey.tobytes()):08x}.tif"
    if not plain.exists():
        classify(paths["photo"], plain, options.model)
    results["starter"] = read(plain).values
    if scene.reference:
        results["curve"] = curve(scene.grey, scene.reference)
        if options.ridge:
            results["ridge"] = ridge(scene.grey, scene.reference, options.model)
    if not options.without_ours:
        of_place = [f"--reference={paths['reference']}"] if scene.reference else []
        of_place += [f"--known-colours={paths['points']}"] if scene.points else []
        try:
            found["run"] = classify(paths["photo"], folder / "ours.tif", options.model, of_place)._asdict()
            results["ours"] = read(folder / "ours.tif").values
        except RuntimeError as error:
            found["failed"] = str(error)
    for method, result in results.items():
        found[method] = figures_of(result, scene.truth, scene.parts)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
        shown = {**results, "truth": scene.truth.values}
        contact(shown).save(options.pictures / f"{folder.name}.jpg", quality=90)
    return found


def classify(photo: Path, output: Path, model: str, more: Sequence[str] = ()) -> Run:
    """Colour a photo in a process of its own.

    Raises:
        RuntimeError: it failed; what it said at last.
    """
    command = [f"--input={photo}", f"--model={model}", f"--output={output}", *more]
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", CHILD, "classify", *command], capture_output=True, text=True)
    seconds = time.monotonic() - begun
    log, _, peak = done.stderr.rpartition("VmHWM:")
    if done.returncode:
        raise RuntimeError((log or done.stderr).strip().rsplit("\n", 1)[-1])
    return Run(seconds, int(peak) / 1024, log)


def figures_of(result: Image8, truth: Picture, parts: Mapping[str, Mask]) -> Dict[str, float]:
    """The figures of a result by name; ``parts`` have PSNR."""
    values, valid = truth.values, truth.valid
    return {
        "psnr": psnr(result, values, 255.0, valid),
        "angle": angular_error(result, values, valid),
        "delta_e": delta_e(result, values, valid=valid),
        "colourfulness": colourfulness(result, valid=valid) / colourfulness(values, valid=valid),
        **{name: psnr(result, values, 255.0, valid & part) for name, part in parts.items()},
    }


def contact(images: Mapping[str, Image8]) -> Image.Image:
    """Pictures (3, H, W) side by side, in their own order; of large ones the middle."""
    shown = []
    for image in images.values():
        height, width = image.shape[1:]
        top, left = max(0, height - SHOWN) // 2, max(0, width - SHOWN) // 2
        part = image[:, top : top + SHOWN, left : left + SHOWN]
        shown += [part, np.full((3, part.shape[1], GAP), 255, np.uint8)]
    return Image.fromarray(np.concatenate(shown[:-1], axis=2).transpose(1, 2, 0))


def tables(found: Sequence[Mapping[str, Any]]) -> str:
    """A table for each group, and the scenes that are worse than a simple method."""
    groups: Dict[str, List[Mapping[str, Any]]] = {}
    failed = [f"- {one['group']}: {one['name']}: {one['failed']}" for one in found if "failed" in one]
    for one in found:
        if "failed" not in one:
            groups.setdefault(one["group"], []).append(one)
    parts = ["## Failed\n\n" + "\n".join(failed)] if failed else []
    parts += [f"## {group}\n\n{table(members)}" for group, members in groups.items()]
    worse = [(_over_better(one), one) for one in found if "ours" in one]
    lines = [
        f"- {one['group']}: {one['name']}, {gain:+.2f} dB"
        for gain, one in sorted(worse, key=lambda pair: pair[0])
        if gain < -TOLERANCE
    ]
    if worse:
        headed = f"## Below the better of curve and starter by more than {TOLERANCE} dB"
        parts.append(f"{headed}: {len(lines)} of {len(worse)} scenes\n\n" + "\n".join(lines or ["none"]))
    return "\n\n".join(parts)


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """The figures of one group: a row a scene, then the mean and the worst."""
    methods = [method for method in METHODS if method in found[0]]
    gains = [method for method in ("curve", "starter") if "ours" in methods and method in methods]
    parts = [name for name in ("unchanged", "changed") if name in found[0]["grey"]]
    parts = [name for name in parts if "curve" in methods and "ours" in methods]
    heads = ["scene", *methods, *(f"over {method}" for method in gains), *(f"{name}, over curve" for name in parts)]
    heads += ["s", "MB"] if "ours" in methods else []
    rows = [[one["name"], *map(_four, (one[method] for method in methods)), *_rest(one, gains, parts)] for one in found]
    means = {method: _mean([one[method] for one in found]) for method in methods}
    if "ours" in methods:
        means["run"] = _mean([{key: one["run"][key] for key in ("seconds", "memory")} for one in found])
    rows.append(["**mean**", *(_four(means[method]) for method in methods), *_rest(means, gains, parts)])
    if gains:
        worst = [min(_gain(one, method, "psnr") for one in found) for method in gains]
        worst += [min(_gain(one, "curve", part) for one in found) for part in parts]
        rows.append(["*worst*", *([""] * len(methods)), *(f"{value:+.2f}" for value in worst), "", ""])
    return "\n".join(_row(cells) for cells in (heads, ["---", *["---:"] * (len(heads) - 1)], *rows))


def _rest(one: Mapping[str, Any], gains: Sequence[str], parts: Sequence[str]) -> List[str]:
    """Gains, seconds and megabytes, for those that have them."""
    if "run" not in one:
        return []
    cells = [f"{_gain(one, method, 'psnr'):+.2f}" for method in gains]
    cells += [f"{_gain(one, 'curve', part):+.2f}" for part in parts]
    return [*cells, f"{one['run']['seconds']:.1f}", f"{one['run']['memory']:.0f}"]


def _gain(one: Mapping[str, Any], method: str, figure: str) -> float:
    return float(one["ours"][figure] - one[method][figure])


def _over_better(one: Mapping[str, Any]) -> float:
    return min(_gain(one, method, "psnr") for method in ("curve", "starter") if method in one)


def _four(values: Mapping[str, float]) -> str:
    return f"{values['psnr']:.2f} / {values['angle']:.1f} / {values['delta_e']:.1f} / {values['colourfulness']:.2f}"


def _mean(values: Sequence[Mapping[str, float]]) -> Dict[str, float]:
    return {key: float(np.nanmean([one[key] for one in values])) for key in values[0]}


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(one: Mapping[str, Any]) -> str:
    shown = (f"{method} {_four(one[method])}" for method in METHODS if method in one)
    took = f" in {one['run']['seconds']:.1f} s, {one['run']['memory']:.0f} MB" if "run" in one else ""
    return f"{one['group']}: {one['name']}: {'; '.join(shown)}{took}"


def speed(options: argparse.Namespace) -> str:
    """Seconds and memory without and with a reference, of 1 and 4 Mpx and of 16 times as much, as a table."""
    picture = read(options.data / "places" / "kanto_sentinel2.tif")
    width = picture.grid.width
    photo, over = (cut(picture, 0, 0, side, side) for side in (SPEED_PHOTO, SPEED_REFERENCE))
    beside = cut(picture, width - SPEED_REFERENCE, 0, SPEED_REFERENCE, SPEED_REFERENCE)
    lines = ["| photo | reference | s | MB |", "|---|---|---:|---:|"]
    for times in (1, SPEED_TIMES):
        truth, east = repeated(photo, times), SPEED_REFERENCE * SPEED_TIMES
        references = {
            "none": None,
            "{} Mpx beside it": repeated(beside, times, east),
            "{} Mpx over it": repeated(over, times),
        }
        for name, reference in references.items():
            folder = options.work / "speed"
            paths = Scene("speed", name, truth, reference).write(folder)
            more = [f"--reference={paths['reference']}"] if reference else []
            rounds = range(ROUNDS if times == 1 else 1)
            runs = [classify(paths["photo"], folder / "made.tif", options.model, more) for _ in rounds]
            seconds, memory = (median(getattr(run, figure) for run in runs) for figure in ("seconds", "memory"))
            lines.append(f"| {times**2} Mpx | {name.format(4 * times**2)} | {seconds:.1f} | {memory:.0f} |")
            print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
