"""A quarter of the work: the network at half resolution, its colours brought to full resolution by the lightness.

Eyes want less of colour than of lightness, and a model that keeps the lightness predicts colour only. So the grey is
halved, the network gives colours for that, and they are enlarged: straight (bilinear), or guided by the lightness
(the fast guided filter, He and Sun 2015). In two ways: all of the colour, or only what the network adds to the model's
fitted curve from grey to colour, which is cheap enough to run at full resolution.

With the demo's model on the demo's two unseen scenes: PSNR against the truth, and time over that at full resolution.

Run: ``python benchmarks/half_resolution.py`` with the Python of .venv, after ``scripts/demo.sh``.
"""

from __future__ import annotations

import argparse
import time
from statistics import median
from typing import Callable, Dict

import numpy as np
import torch
from materials import TRAINED, TRUTHS, check_demo, read
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.translator import Translator
from image_translation.models.package.archive import open_package
from image_translation.models.training.metrics import psnr

RADIUS, EPSILON = 4, 1e-3
Way = Callable[[Translator, Tensor], Tensor]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    check_demo()
    with open_package(TRAINED) as package:
        definition = package.definition
        translator = build_translator(definition.model_type, definition.architecture).eval()
        translator.load_state_dict(load_file(str(package.files["weights"])))
    ways: Dict[str, Way] = {
        "full resolution": lambda model, grey: model(grey),
        "half, bilinear": lambda model, grey: all_colour(model, grey, enlarged),
        "half, guided": lambda model, grey: all_colour(model, grey, guided),
        "half, curve at full, bilinear": lambda model, grey: beyond_curve(model, grey, enlarged),
        "half, curve at full, guided": lambda model, grey: beyond_curve(model, grey, guided),
        "curve alone": lambda model, grey: beyond_curve(model, grey, nothing),
    }
    print(f"| way | {' | '.join(f'{scene}, dB' for scene in TRUTHS)} | speed |")
    print("|---|" + "---:|" * (len(TRUTHS) + 1))
    seconds = {name: [] for name in ways}
    figures = {name: [] for name in ways}
    with torch.inference_mode():
        for path, truth in TRUTHS.values():
            grey, expected = torch.from_numpy(read(path)[None].astype(np.float32)), read(truth)[:3]
            height, width = expected.shape[1:]
            padded = functional.pad(grey, (0, -width % 32, 0, -height % 32), mode="replicate")
            for name, way in ways.items():
                image = way(translator, padded)[0, :, :height, :width].round().numpy()
                figures[name].append(psnr(image.astype(np.uint8), expected, 255.0, np.ones((height, width), bool)))
        for _ in range(options.repeats):
            for name, way in ways.items():
                begun = time.monotonic()
                way(translator, padded[..., :384, :384])
                seconds[name].append(time.monotonic() - begun)
    slowest = median(seconds["full resolution"])
    for name in ways:
        cells = [f"{figure:.2f}" for figure in figures[name]]
        print(f"| {name} | {' | '.join(cells)} | {slowest / median(seconds[name]):.2f} |")


def all_colour(model: Translator, grey: Tensor, enlarge: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Tensor:
    """The colour code of the halved grey, enlarged; (N, 1, H, W) raw to (N, 3, H, W) raw."""
    x = model.color.encode_input(grey)
    small = functional.avg_pool2d(x, 2)
    return model.color.decode(grey, enlarge(model.color.complete(small, model.generator(small)), small, x))


def beyond_curve(model: Translator, grey: Tensor, enlarge: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Tensor:
    """The same, but the fitted curve is taken at full resolution and only the rest is enlarged."""
    x = model.color.encode_input(grey)
    small = functional.avg_pool2d(x, 2)
    return model.color.decode(grey, model.color.complete(x, enlarge(model.generator(small), small, x)))


def nothing(code: Tensor, small: Tensor, guide: Tensor) -> Tensor:
    """Zeros at the size of ``guide``."""
    return code.new_zeros((code.shape[0], code.shape[1], *guide.shape[2:]))


def enlarged(code: Tensor, small: Tensor, guide: Tensor) -> Tensor:
    """Bilinear, to the size of ``guide``."""
    return functional.interpolate(code, size=guide.shape[2:], mode="bilinear", align_corners=False)


def guided(code: Tensor, small: Tensor, guide: Tensor) -> Tensor:
    """A line from lightness to each colour is fitted around each small pixel; the lines are enlarged and applied.

    Args:
        code: (N, C, h, w) of the halved picture.
        small: (N, 1, h, w), its lightness in -1 to 1.
        guide: (N, 1, H, W), the lightness at full resolution.
    """
    mean, mean_code = _box(small), _box(code)
    slope = (_box(small * code) - mean * mean_code) / (_box(small * small) - mean * mean + EPSILON)
    offset = mean_code - slope * mean
    return enlarged(_box(slope), small, guide) * guide + enlarged(_box(offset), small, guide)


def _box(values: Tensor) -> Tensor:
    return functional.avg_pool2d(values, 2 * RADIUS + 1, stride=1, padding=RADIUS, count_include_pad=False)


if __name__ == "__main__":
    main()
