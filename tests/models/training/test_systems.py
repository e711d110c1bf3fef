"""The recipes of the systems, and what their trainings begin with; test_recipes_followed.py trains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest
import torch

from image_translation.models.networks.registry import SYSTEMS, build_translator
from image_translation.models.training.data import ChipSet
from image_translation.models.training.fitting import choose_color_space
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.optimization import Optimization, set_rate, state_shapes
from image_translation.models.training.plan import make_plan
from image_translation.models.training.presets import PRESETS, with_preset
from image_translation.models.training.schedule import closeness, rate_factor
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.systems import RECIPES
from image_translation.models.training.train import train

PUBLISHED = [name for name in SYSTEMS if "max_epochs" in RECIPES.get(name, {})]
SMALL: Dict[str, Any] = {"ngf": 8, "ndf": 8, "precision": "float32", "batch_size": 4, "seed": 1}


def _small(model_type: str) -> Dict[str, Any]:
    """Changes that make a system quick to train; an encoder of timm stays one, a smaller one."""
    if SYSTEMS[model_type].generator in ("timm", "pyramid", "fusion"):
        pytest.importorskip("timm", reason="timm is not installed", exc_type=ImportError)
        return {**SMALL, "backbone": "mobilenetv2_050", "pretrained": False}
    return SMALL


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16, 64)
    return make_pack(grey, rgb, ["train"] * 12 + ["validation"] * 4)


@pytest.mark.parametrize("model_type", PUBLISHED)
def test_a_published_recipe_leaves_nothing_to_the_preset(model_type: str, tmp_path: Path) -> None:
    given = {"chips": (tmp_path,), "output": tmp_path / "m.dlpk", "model_type": model_type}
    assert set(PRESETS["balanced"]) <= set(RECIPES[model_type])
    fast, best = (with_preset(TrainSettings(preset=preset, **given)) for preset in ("fast", "best"))
    assert {**fast.as_json(), "preset": ""} == {**best.as_json(), "preset": ""}
    assert with_preset(TrainSettings(ngf=12, **given)).ngf == 12


def test_recipes_are_those_of_the_texts(tmp_path: Path) -> None:
    def recipe(model_type: str) -> TrainSettings:
        given = {"chips": (tmp_path,), "output": tmp_path / "m.dlpk", "max_epochs": 0}
        return with_preset(TrainSettings(model_type=model_type, **given))

    nir, cnn, photographs = recipe("near_infrared_gan"), recipe("cnn"), recipe("pix2pix_photographs")
    assert (nir.learning_rate, nir.learning_rate * nir.discriminator_rate) == (1e-4, 2e-4)
    assert (nir.beta1, nir.discriminator_beta1, nir.weight_decay, nir.initial_std) == (0.4, 0.5, 1e-5, 0.0081)
    assert (cnn.learning_rate, cnn.schedule, cnn.max_epochs, cnn.batch_size) == (1e-3, "step", 150, 32)
    assert (cnn.pixel_loss, cnn.warmup) == ("l2", 1.0)
    assert rate_factor("step", 99 / 150, 100, 150) == 1.0
    assert rate_factor("step", 100 / 150, 101, 150) == 0.1
    assert (photographs.max_epochs, photographs.batch_size, photographs.lambda_l1) == (200, 1, 100.0)
    gan = recipe("pix2pix_densenet121")
    assert (gan.max_epochs, gan.batch_size, gan.learning_rate, gan.backbone) == (100, 16, 2e-4, "densenet121")
    satellite = recipe("satellite_gan")
    assert (satellite.optimizer, satellite.discriminator, satellite.weight_decay) == ("sgd", "vgg", 0.0)
    assert satellite.discriminator_weight_decay > 0.0
    assert [closeness(satellite.pixel_loss_until, share) for share in (0.0, 0.25, 0.5, 1.0)] == [1.0, 0.5, 0.0, 0.0]


def test_a_pyramid_is_tuned_with_smaller_steps(tmp_path: Path) -> None:
    given = {"chips": (tmp_path,), "output": tmp_path / "m.dlpk", "model_type": "feature_pyramid"}
    base = tmp_path / "base.dlpk"
    afresh, tuned = with_preset(TrainSettings(**given)), with_preset(TrainSettings(base_model=base, **given))
    assert (afresh.learning_rate, afresh.augmentation) == (2e-3, "flips_and_turns")
    assert (tuned.learning_rate, tuned.augmentation) == (1e-3, "tone")
    film = with_preset(TrainSettings(base_model=base, learning_rate=3e-4, augmentation="historic_film", **given))
    assert (film.learning_rate, film.augmentation) == (3e-4, "historic_film")


@pytest.mark.parametrize("model_type", PUBLISHED)
def test_no_system_begins_where_tanh_is_flat(model_type: str, scenes: Path, tmp_path: Path, recorder) -> None:
    """The first output is about the middle of the range; for Lab that is the grey itself."""
    given = {**_small(model_type), "chips": (scenes,), "output": tmp_path / "m.dlpk", "model_type": model_type}
    chips = ChipSet.open([scenes], recorder)
    translator = make_plan(with_preset(TrainSettings(**given)), chips, recorder).first_translator(recorder)
    x = translator.color.encode_input(chips.fixed_batch([0, 1]).a)
    with torch.no_grad():
        assert translator.predict(x).abs().mean() < 0.5


@pytest.mark.parametrize("model_type", SYSTEMS)
def test_a_system_takes_the_colour_space_it_prefers(model_type: str, scenes: Path, tmp_path: Path, recorder) -> None:
    given = {**_small(model_type), "chips": (scenes,), "output": tmp_path / "m.dlpk", "model_type": model_type}
    plan = make_plan(with_preset(TrainSettings(**given)), ChipSet.open([scenes], recorder), recorder)
    preferred = SYSTEMS[model_type].color_space
    assert plan.architecture["color_space"] in ({preferred} if preferred else {"luma_chroma", "direct"})
    weights = sum(weight.numel() for weight in build_translator(model_type, plan.architecture).parameters())
    assert weights > 1000


def test_a_system_that_prefers_lab_takes_other_bands_directly(make_pack, make_scenes, recorder) -> None:
    grey, rgb = make_scenes(6, 64)
    one = ChipSet.open([make_pack(grey, rgb, ["train"] * 6, name="one")], recorder)
    three = ChipSet.open([make_pack(rgb, rgb, ["train"] * 6, name="three")], recorder)
    chance = np.random.default_rng(0)
    assert choose_color_space(one, one.split("train"), chance, "lab_tanh")[0] == "lab_tanh"
    assert choose_color_space(three, three.split("train"), chance, "lab_tanh")[0] == "direct"


@pytest.mark.parametrize("kind", ["adam", "sgd"])
def test_optimizers_have_the_state_that_checkpoints_expect(kind: str) -> None:
    layer = torch.nn.Linear(2, 1)
    layer.bias.requires_grad_(False)
    optimizer = Optimization(kind, 0.5, weight_decay=0.1).optimizer(
        layer, Hardware(torch.device("cpu"), torch.float32, "")
    )
    layer(torch.ones(1, 2)).sum().backward()
    before = layer.weight.detach().clone()
    set_rate(optimizer, 0.0)
    optimizer.step()
    assert torch.equal(layer.weight, before)
    found = {
        f"{index}.{key}": tuple(value.shape)
        for index, state in optimizer.state_dict()["state"].items()
        for key, value in state.items()
    }
    assert found == state_shapes(optimizer)


def test_sgd_takes_up_a_training_where_it_was(scenes: Path, tmp_path: Path, recorder) -> None:
    given = {**SMALL, "chips": (scenes,), "model_type": "satellite_gan", "max_epochs": 4, "checkpoint_minutes": 0.0}
    whole = train(TrainSettings(output=tmp_path / "whole.dlpk", **given), recorder)
    recorder.stop_when = lambda: len(recorder.epochs) >= 6
    with pytest.raises(Exception, match="stopped|cancelled|canceled|goes on|go on"):
        train(TrainSettings(output=tmp_path / "parts.dlpk", **given), recorder)
    recorder.stop_when = lambda: False
    parts = train(TrainSettings(output=tmp_path / "parts.dlpk", **given), recorder)
    assert parts.psnr == pytest.approx(whole.psnr, abs=1e-6)


def test_epochs_are_the_system_s_own_when_0(scenes: Path, tmp_path: Path, recorder) -> None:
    given = {**SMALL, "chips": (scenes,), "output": tmp_path / "m.dlpk", "model_type": "pix2pix_photographs"}
    plan = make_plan(with_preset(TrainSettings(max_epochs=0, **given)), ChipSet.open([scenes], recorder), recorder)
    assert plan.settings.max_epochs == 200
    assert with_preset(TrainSettings(max_epochs=50, **given)).max_epochs == 50
    assert with_preset(TrainSettings(**{**given, "model_type": "pix2pix", "max_epochs": 0})).max_epochs == 50
