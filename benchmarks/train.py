"""Training speed beside the plain step of pix2pix, and where the time goes.

    python benchmarks/train.py                                    # everything, some minutes
    python benchmarks/train.py --rows classic_bf16 fast --batches 1 4
    python benchmarks/train.py --device cuda --steps 20

``plain`` is the step of pix2pix's reference implementation with the classic networks (U-Net of depth 8 with 64 filters,
PatchGAN with 64 filters), 32 bit, Adam as PyTorch has it by default, on a batch that already lies on the device. The
other rows read chips from packed folders, turn and flip them, train, and follow with the moving average where their
recipe has one. Rows take turns, a few steps each, and a ratio is the median over the rounds, so that other work on the
machine touches all rows alike. ``fast``, ``balanced`` and ``best`` are the presets' networks at the batch size of the
row; their warm-up has a row of its own, since its steps need no D. With ``--set`` another row is measured: the preset
given first, then changes to it. ``--busy`` is for a machine that does much other work: one thread, and the processor's
time instead of the wall's. The shares are measured last, on a card without CUDA graphs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from image_translation.models.chips.packed import PackedChips, PackedInfo
from image_translation.models.chips.statistics import RunningStatistics
from image_translation.models.feedback import Feedback
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.patchgan import PatchDiscriminator
from image_translation.models.networks.registry import build_discriminator
from image_translation.models.networks.unet import UNet
from image_translation.models.training.data import Batch, ChipSet, Pass
from image_translation.models.training.ema import MovingAverage
from image_translation.models.training.gan import Pix2PixStep, StepSettings
from image_translation.models.training.hardware import loader_threads, prepare_process
from image_translation.models.training.plan import make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings

CHIPS, SIZE = 36, 256
ROWS: Dict[str, Mapping[str, Any]] = {
    "classic_fp32": {"preset": "classic", "precision": "float32"},
    "classic_bf16": {"preset": "classic", "precision": "bfloat16"},
    "fast": {"preset": "fast"},
    "balanced": {"preset": "balanced"},
    "best": {"preset": "best"},
}
PARTS = ("data", "G", "D", "optimizers", "average")
Run = Callable[[], None]


class Clock:
    """Adds up the time in named parts; on a card it waits for the work to be done."""

    busy = False

    def __init__(self) -> None:
        self.seconds, self.running = dict.fromkeys(PARTS, 0.0), False

    @classmethod
    def now(cls) -> float:
        """Seconds, once the device has done what it was given."""
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        return time.process_time() if cls.busy else time.perf_counter()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, which adds its time to ``name`` while the clock runs."""

        def call(*arguments: Any, **keywords: Any) -> Any:
            if not self.running:
                return function(*arguments, **keywords)
            begun = self.now()
            result = function(*arguments, **keywords)
            self.seconds[name] += self.now() - begun
            return result

        return call


class Row:
    """One training under the clock: reading, step, average.

    Args:
        settings: what the preset leaves open is filled in.
        size: chips a step.
    """

    def __init__(self, settings: TrainSettings, chips: ChipSet, size: int) -> None:
        self.settings, self._size = with_preset(settings), size
        plan = make_plan(self.settings, chips, Feedback())
        self._device = plan.hardware.device
        chips.feed(loader_threads(self.settings, self._device), self._device)
        self.clock = Clock()
        translator = plan.first_translator(Feedback()).to(self._device).train()
        translator.generator.use_generator(torch.Generator(self._device).manual_seed(0))
        discriminator = build_discriminator(self.settings.discriminator, translator, self.settings.ndf)
        initialize(discriminator, torch.Generator().manual_seed(1))
        discriminator = discriminator.to(self._device).train()
        following = plan.new_translator().to(self._device)
        for network in (translator.generator, following.generator, discriminator):
            plan.hardware.arrange(network)
        self._step = Pix2PixStep(
            translator, discriminator, StepSettings.of(self.settings, plan.learning_rate), plan.hardware
        )
        average = MovingAverage(following, translator, self.settings.ema)
        train = np.tile(plan.train, -(-size // len(plan.train)))
        self._new_pass = partial(Pass, chips, train, np.random.default_rng(0), self.settings.augmentation)
        self._pass, self._count = self._new_pass(), len(train)
        self._read = self.clock.timed("data", self._next)
        self._follow = self.clock.timed("average", average.update)
        for part, name in (("G", "_forward"), ("G", "_backward_g"), ("D", "_backward_d")):
            setattr(self._step, name, self.clock.timed(part, getattr(self._step, name)))
        for optimizer in (self._step.optimizer_g, self._step.optimizer_d):
            optimizer.step = self.clock.timed("optimizers", optimizer.step)  # type: ignore[method-assign]

    def run(self, adversarial: bool = True) -> None:
        """One step as a training takes it."""
        self._step.optimize_parameters(self._read(), adversarial)
        self._follow(self._step.taken)

    def without_replay(self) -> None:
        """From now on take the steps as they come, so that their parts can be told apart."""
        self._step._replay = None

    def _next(self) -> Batch:
        """A batch of full size."""
        if self._pass.position + self._size > self._count:
            self._pass = self._new_pass()
        return self._pass.next(self._size).to(self._device)


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="*", choices=list(ROWS), default=list(ROWS))
    parser.add_argument("--batches", nargs="+", type=int, default=[1, 4, 8])
    parser.add_argument("--steps", type=int, default=2, help="steps of a row before the next one's turn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default="automatic", choices=("automatic", "cpu", "cuda", "mps"))
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--set", nargs="+", action="append", default=[], metavar="VALUE", help="PRESET NAME=JSON ...")
    parser.add_argument("--without-plain", action="store_true", help="leave out the plain step and the ratios")
    parser.add_argument("--busy", action="store_true", help="one thread, processor time")
    options = parser.parse_args()
    Clock.busy = options.busy
    prepare_process(1 if options.busy else options.threads)
    rows = {name: ROWS[name] for name in options.rows}
    rows.update({" ".join(given): own_row(given) for given in options.set})
    with tempfile.TemporaryDirectory() as folder:
        chips = made_chips(Path(folder))
        for size in options.batches:
            print(measure(options, rows, chips, size) + "\n", flush=True)


def own_row(given: List[str]) -> Dict[str, Any]:
    """Settings from a preset's name and ``name=JSON``."""
    known = {item.name for item in fields(TrainSettings)}
    changes = {name: json.loads(value) for name, value in (one.split("=", 1) for one in given[1:])}
    if not set(changes) <= known:
        raise SystemExit(f"no such setting: {', '.join(sorted(set(changes) - known))}")
    return {"preset": given[0], **changes}


def measure(options: argparse.Namespace, rows: Mapping[str, Mapping[str, Any]], chips: ChipSet, size: int) -> str:
    """The table of one batch size in Markdown."""
    made = {
        name: Row(_settings(values, options.device), chips, size)
        for name, values in rows.items()
    }
    runs: Dict[str, Run] = {} if options.without_plain else {"plain": plain_step(chips, size, options.device)}
    for name, row in made.items():
        runs[name] = row.run
        if row.settings.warmup:
            runs[f"{name}, L1 only"] = partial(row.run, adversarial=False)
    speeds = timed_in_turns(runs, options.rounds, options.steps, size)
    lines = [f"Batch {size}", "", "| row | images/s | times plain | " + " | ".join(PARTS) + " |"]
    lines.append("|---" * (3 + len(PARTS)) + "|")
    for name, found in speeds.items():
        ratio = "" if options.without_plain else f"{statistics.median(np.divide(found, speeds['plain'])):.2f}"
        parts = shares(made[name], options.steps) if name in made else " | " * (len(PARTS) - 1)
        lines.append(f"| {name} | {statistics.median(found):.2f} | {ratio} | {parts} |")
    return "\n".join(lines)


def _settings(values: Mapping[str, Any], device: str) -> TrainSettings:
    return TrainSettings((Path("chips"),), Path("x.dlpk"), device=device, **{"model_type": "pix2pix", **values})


def timed_in_turns(runs: Mapping[str, Run], rounds: int, steps: int, size: int) -> Dict[str, List[float]]:
    """Images a second by row, one figure a round; one round more goes before, for warming up."""
    speeds: Dict[str, List[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            begun = Clock.now()
            for _ in range(steps):
                run()
            if turn:
                speeds[name].append(size * steps / (Clock.now() - begun))
    return speeds


def shares(row: Row, steps: int) -> str:
    """Percent of the time of a step by part; what G costs includes D's verdict on it and the way back through D."""
    clock = row.clock
    row.without_replay()
    clock.running, begun = True, clock.now()
    for _ in range(max(3, steps)):
        row.run()
    whole, clock.running = clock.now() - begun, False
    return " | ".join(f"{100 * clock.seconds[part] / whole:.1f} %" for part in PARTS)


def plain_step(chips: ChipSet, size: int, device_name: str) -> Run:
    """Pix2pix's own step: forward, D on fake and real, G."""
    cuda = device_name != "cpu" and torch.cuda.is_available()
    device = torch.device("cuda" if cuda else "mps" if device_name == "mps" else "cpu")
    batch = chips.fixed_batch([i % len(chips) for i in range(size)]).to(device)
    real_a, real_b = batch.a / 127.5 - 1.0, batch.b / 127.5 - 1.0
    generator, judge = UNet(3, 3, ngf=64, depth=8), PatchDiscriminator(6, ndf=64)
    for network in (generator, judge):
        initialize(network, torch.Generator().manual_seed(0))
        network.to(device).train()
    generator.use_generator(torch.Generator(device).manual_seed(0))
    optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_d = torch.optim.Adam(judge.parameters(), lr=2e-4, betas=(0.5, 0.999))

    def cost(logits: Tensor, label: float) -> Tensor:
        return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))

    def run() -> None:
        fake_b = generator(real_a)
        judge.requires_grad_(True)
        optimizer_d.zero_grad()
        loss_fake = cost(judge(torch.cat((real_a, fake_b.detach()), 1)), 0.0)
        loss_real = cost(judge(torch.cat((real_a, real_b), 1)), 1.0)
        ((loss_fake + loss_real) * 0.5).backward()
        optimizer_d.step()
        judge.requires_grad_(False)
        optimizer_g.zero_grad()
        loss_g = cost(judge(torch.cat((real_a, fake_b), 1)), 1.0) + 100.0 * functional.l1_loss(fake_b, real_b)
        loss_g.backward()
        optimizer_g.step()

    return run


def made_chips(folder: Path) -> ChipSet:
    """Colour pairs of random values, as packed arrays on disk."""
    chance = np.random.default_rng(0)
    shape = (CHIPS, 3, SIZE, SIZE)
    arrays = {
        "a": chance.integers(0, 256, shape).astype(np.uint8),
        "b": chance.integers(0, 256, shape).astype(np.uint8),
        "valid": np.ones((CHIPS, SIZE, SIZE), bool),
    }
    bands = []
    for name in ("a", "b"):
        seen = RunningStatistics(3)
        for chip in arrays[name]:
            seen.merge(RunningStatistics.of(chip))
        bands.append(tuple(seen.bands([f"{name}{i}" for i in range(3)], "uint8")))
    opened = []
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)
        opened.append(np.load(folder / f"{name}.npy", mmap_mode="r"))
    info = PackedInfo(
        tile_size=SIZE,
        bands_a=bands[0],
        bands_b=bands[1],
        nodata_a=None,
        nodata_b=None,
        cell_size=(1.0, 1.0),
        crs="",
        extent=None,
        source_a="a.tif",
        source_b="b.tif",
        splits=("train",) * (CHIPS - 4) + ("validation",) * 4,
        names=tuple(f"{i:09d}" for i in range(CHIPS)),
    )
    return ChipSet([PackedChips(folder, *opened, info)])


if __name__ == "__main__":
    main()
