"""Models and sessions for the tests of the engines that run them."""

from dataclasses import replace
from pathlib import Path

from image_translation.models.inference.classify import ClassifySettings
from image_translation.models.inference.engines import made_up_tile, open_session
from image_translation.models.package.archive import open_package, write_package
from image_translation.tests.classifying import Recorder
from image_translation.tests.packages import definition


def u_net(folder, name="net", color_space="residual", weights_seed=0):
    """A small U-Net with lively batch norms; ``weights_seed`` other than 0 makes weights that are not the graph's."""
    import torch
    from safetensors.torch import save_file

    from image_translation.models.networks.initialization import initialize
    from image_translation.models.networks.onnx_export import export_onnx
    from image_translation.models.networks.registry import build_translator

    architecture = {"ngf": 8, "depth": 6, "dropout": 0.5, "color_space": color_space, "output_range": [0.0, 255.0]}
    architecture.update({"input_scale": [[0.0, 255.0]], "target_scale": [[0.0, 255.0]] * 3})
    translators = []
    for seed in (1, 1 + weights_seed):
        chance = torch.Generator().manual_seed(seed)
        translator = build_translator("pix2pix", architecture).eval()
        initialize(translator.generator, chance)
        with torch.no_grad():
            for layer in translator.generator.modules():
                if isinstance(layer, torch.nn.BatchNorm2d):
                    layer.running_mean.normal_(0, 0.2, generator=chance)
                    layer.running_var.uniform_(0.01, 0.2, generator=chance)
        translators.append(translator)
    export_onnx(translators[0], torch.zeros(1, 1, 64, 64), folder / f"{name}.onnx")
    save_file(translators[1].state_dict(), str(folder / f"{name}.safetensors"))
    plain = definition(architecture=architecture, color_space=color_space, size_multiple=8)
    write_package(
        folder / f"{name}.dlpk", plain, {"onnx": folder / f"{name}.onnx", "weights": folder / f"{name}.safetensors"}
    )
    return folder / f"{name}.dlpk"


def settings_for(**changes):
    return replace(ClassifySettings(input="in.tif", model="m.dlpk", output=Path("out.tif")), **changes)


def opened_session(model, pixels=0, **changes):
    """Name of the session, its output for a tile, and what was said."""
    log = Recorder()
    with open_package(model, at_once=False) as opened:
        session = open_session(opened, settings_for(**changes), pixels, log)
        return session, session.run(made_up_tile(opened.definition)), log
