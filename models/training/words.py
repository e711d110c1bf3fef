"""What the log says about a training."""

from __future__ import annotations

from pathlib import Path
from typing import List, Mapping, Optional

from ..errors import InputError
from ..feedback import duration
from .baselines import TITLES
from .best import BestModel
from .keeping import Keeper
from .metrics import MONITORED
from .plan import Plan
from .standing import Standing


def to_beat(plan: Plan) -> str:
    """The baselines' PSNR in a sentence."""
    rows = {name: one.mean.get("psnr") for name, one in plan.baselines.items()}
    words = ", ".join(f"{TITLES[name].lower()} {value:.1f} dB" for name, value in rows.items() if value)
    return f"To beat on the validation chips: {words}."


def going_on(plan: Plan, standing: Standing, best: BestModel, position: int, path: object) -> str:
    """From where an interrupted training is taken up."""
    place = f"epoch {standing.epoch} of {plan.settings.max_epochs}"
    if position:
        place += f", after {position:,} of its {len(plan.train):,} chips"
    kept = f"; best so far is epoch {best.epoch} with {best.psnr:.2f} dB" if best.evaluation is not None else ""
    return f"Going on from the checkpoint {path}: {place}{kept}."


def epoch_line(plan: Plan, row: Mapping[str, float], curve: float, better: bool, left: Optional[float]) -> str:
    """Epoch 3 of 50: PSNR 29.80 dB (fitted curve 29.60, best so far), SSIM 0.9850, 12 s, 4 min left.

    Args:
        row: figures and losses of the epoch.
        curve: PSNR of the fitted curve on the same chips.
        left: seconds to the end, if known.
    """
    pixel_loss = f"L1 {row['l1']:.4f}" if "l1" in row else f"L2 {row['l2']:.6f}"
    parts = [*_figures(plan.settings.monitor, row, curve, better), pixel_loss]
    if "discriminator" in row:
        parts.append(f"adversarial {row['adversarial']:.2f} / {row['discriminator']:.2f}")
    parts.append(duration(row["seconds"]))
    if left is not None:
        parts.append(f"{duration(left)} left")
    return f"Epoch {row['epoch']:.0f} of {plan.settings.max_epochs}: {', '.join(parts)}"


def _figures(monitor: str, row: Mapping[str, float], curve: float, better: bool) -> List[str]:
    """PSNR, SSIM and what else decides, each with what is to be said of it in brackets."""
    value = {name: row.get(name, float("nan")) for name in MONITORED}
    texts = {"psnr": f"PSNR {value['psnr']:.2f} dB", "ssim": f"SSIM {value['ssim']:.4f}"}
    texts.setdefault(monitor, f"{MONITORED[monitor]} {value[monitor]:.4g}")
    notes = {"psnr": [f"fitted curve {curve:.2f}"]}
    if better:
        notes.setdefault(monitor, []).append("best so far")
    return [f"{text} ({', '.join(notes[name])})" if name in notes else text for name, text in texts.items()]


def selection_or_test(selected: int, tested: int) -> str:
    """What the final figures are of, by how many chips."""
    if tested:
        return f"Judged on {tested} test chip{'s' * (tested > 1)}, on which neither the model nor its epoch depends:"
    return (
        f"Judged on the {selected} chip{'s' * (selected > 1)} that the best epoch was chosen by; figures on other "
        "ground are mostly a little lower (test chips or Evaluate Model tell them):"
    )


def farewell(plan: Plan, standing: Standing, best: BestModel, keeper: Keeper) -> str:
    """What is left of a training that the user stopped, and how it goes on."""
    output = plan.package
    if best.on_disk:
        which = f"epoch {best.epoch}" if best.epoch else "epoch 0, the base model"
        told = f"Cancelled; the best model so far ({which}, PSNR {best.psnr:.2f} dB) is in {output}"
    elif standing.history:
        told = f"Cancelled; {output} could not be written"
    else:
        told = "Cancelled before the first epoch ended; no model was written"
    if plan.rival is not None:
        told += f", {plan.rival.path} is as it was"
    if keeper.can_go_on:
        told += f", and all that was learned is in {keeper.path.name}: run the same again, and it goes on from here"
    return f"{told}."


def early_farewell(output: Path, checkpoint: Path) -> str:
    """What is left where the user stopped before the training began."""
    kept = [path.name for path in (output, checkpoint) if path.exists()]
    told = f"{' and '.join(kept)} {'are' if len(kept) > 1 else 'is'} as before" if kept else "nothing was written"
    return f"Cancelled before the training began; {told}."


def no_memory(plan: Plan, refused: str) -> InputError:
    """The error that tells that memory does not suffice for a single chip."""
    return InputError(
        f"There is not enough memory to train on even one chip of {plan.chips.size} px ({refused}); "
        "lower GENERATOR_FILTERS, export smaller chips or close other programs."
    )


def no_number(plan: Plan, kept: str) -> InputError:
    """The error that tells that a loss has become infinite or NaN; ``kept`` tells what there is."""
    way_out = "a smaller learning rate"
    if str(plan.hardware.precision) == "torch.float16":
        way_out = f"precision float32, or with {way_out}"
    return InputError(f"The loss is no longer a number; train with {way_out} ({kept}).")
