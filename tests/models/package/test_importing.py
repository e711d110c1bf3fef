"""Weights of other tools become packages that give the same pixels; hostile ones are refused and run nothing."""

import json
import math
import os
import zipfile
from collections import OrderedDict

import numpy as np
import pytest
import torch
from torch import nn

from image_translation.models.errors import InputError, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.jobs import run_job
from image_translation.models.networks import esri, weights_file
from image_translation.models.networks.colorspaces import lab_to_rgb, lightness
from image_translation.models.networks.onnx_export import run_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.weights_file import load_weights
from image_translation.models.package import esri as esri_package
from image_translation.models.package.archive import open_package, read_definition
from image_translation.models.package.deepness import DeepnessSettings, export_deepness
from image_translation.models.package.emd_values import MAX_BANDS
from image_translation.models.package.importing import ImportSettings, import_model
from image_translation.tests.reference_networks import EsriNetwork, filled, reference_resnet, reference_unet


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.update({"model.1.weight": torch.zeros(())}),
        lambda state: state.update({"model.1.weight": torch.zeros(4)}),
        lambda state: state.update({"model.0.²": torch.zeros(4)}),
        lambda state: state.update({"model." + "9" * 5000: torch.zeros(4)}),
        lambda state: state.update({"model.1.weight": torch.zeros(0, 0, 7, 7)}),
    ],
)
def test_weights_of_odd_shapes_and_names_are_refused(tmp_path, change):
    state = reference_resnet(3, 3).state_dict()
    change(state)
    torch.save(state, tmp_path / "odd.pth")
    with pytest.raises(PackageError, match=r"odd\.pth (holds no generator|cannot be imported)"):
        import_model(ImportSettings(tmp_path / "odd.pth", tmp_path / "out.dlpk"), Feedback())


def _saved(network, path, prefix=""):
    torch.save(OrderedDict((prefix + key, value) for key, value in network.state_dict().items()), path)
    return path


def _import(tmp_path, source):
    output = tmp_path / "imported.dlpk"
    import_model(ImportSettings(source, output), Feedback())
    return output


def _tile(bands, height=64, width=64):
    return np.random.default_rng(3).integers(0, 256, (2, bands, height, width)).astype(np.float32)


@pytest.mark.parametrize(
    "network, bands, model_type, tile_size, prefix",
    [
        (reference_unet(3, 3), (3, 3), "pix2pix", 32, ""),
        (reference_unet(1, 4, depth=6), (1, 4), "pix2pix", 64, "module."),
        (reference_unet(3, 3, norm=nn.InstanceNorm2d), (3, 3), "pix2pix", 32, ""),
        (reference_resnet(1, 3, blocks=9), (1, 3), "pix2pix_resnet_9", 256, "_orig_mod."),
        (reference_resnet(2, 1, dropout=False), (2, 1), "pix2pix_resnet_6", 256, "module._orig_mod."),
        (reference_resnet(3, 3, norm=nn.InstanceNorm2d), (3, 3), "pix2pix_resnet_6", 256, ""),
    ],
)
def test_reference_weights_give_the_reference_s_pixels(tmp_path, network, bands, model_type, tile_size, prefix):
    network = filled(network)
    path = _import(tmp_path, _saved(network, tmp_path / "latest_net_G.pth", prefix))
    tile = _tile(bands[0])
    with torch.no_grad():
        expected = ((network.model(torch.from_numpy(tile) / 127.5 - 1.0) + 1.0) * 127.5).numpy()
    assert np.ptp(expected) > 20
    with open_package(path) as package:
        definition = package.definition
        assert (definition.model_type, definition.tile_size) == (model_type, tile_size)
        assert (len(definition.input_bands), len(definition.output_bands)) == bands
        assert definition.training == {"imported_from": "latest_net_G.pth"}
        assert definition.input_bands[0].std == pytest.approx(np.linspace(0, 255, 100_001).std(), rel=1e-3)
        assert np.abs(run_onnx(package.onnx, tile) - expected).max() < 0.05
        from safetensors.torch import load_file

        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(package.files["weights"])))
        with torch.no_grad():
            assert np.abs(translator.eval()(torch.from_numpy(tile)).numpy() - expected).max() < 0.05
        assert read_definition(package.onnx).output_bands == definition.output_bands


def test_reference_colorization_gives_colour(tmp_path):
    network = filled(reference_unet(1, 2))
    path = _import(tmp_path, _saved(network, tmp_path / "latest_net_G.pth"))
    tile = _tile(1)
    with torch.no_grad():
        light = lightness(torch.from_numpy(tile) / 255.0)
        expected = 255.0 * lab_to_rgb(light, 110.0 * network.model(light / 50.0 - 1.0)).numpy()
    with open_package(path) as package:
        assert package.definition.is_colour and set(package.files) == {"onnx"}
        assert np.abs(run_onnx(package.onnx, tile) - expected).max() < 0.05


def _statistics(*limits):
    lows, highs = zip(*limits)
    middle = [(low + high) / 2 for low, high in limits]
    spread = [9.0] * len(limits)
    return {"band_min_values": lows, "band_max_values": highs, "band_mean_values": middle, "band_std_values": spread}


def _esri_emd(name="town", **changes):
    emd = {
        "Framework": "arcgis.learn.models._inferencing",
        "ModelConfiguration": "_pix2pix",
        "ModelType": "Pix2Pix",
        "ModelName": "Pix2Pix",
        "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISImageTranslation.py",
        "ModelFile": f"{name}.pth",
        "ImageHeight": 256,
        "ImageWidth": 256,
        "n_intput_channel": 2,
        "n_channel": 2,
        "ExtractBands": [0],
        "NormalizationStats": _statistics((10.0, 250.0)),
        "NormalizationStats_b": _statistics((0.0, 1000.0), (5.0, 65535.0)),
        "backbone": None,
        "MinCellSize": {"x": 0.5, "y": 0.5, "spatialReference": {"wkid": 32617}},
    }
    return {**emd, **changes}


def _esri_package(tmp_path, state, name="town", **changes):
    weights = tmp_path / "esri.pth"
    torch.save(state, weights)
    path = tmp_path / f"{name}.dlpk"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.emd", json.dumps(_esri_emd(name, **changes)))
        archive.write(weights, f"{name}.pth")
    return path


@pytest.fixture
def esri_network(monkeypatch):
    monkeypatch.setattr(esri, "_DOWN", tuple(width // 8 for width in esri._DOWN))
    monkeypatch.setattr(esri, "_UP", tuple(width // 8 for width in esri._UP))
    network = EsriNetwork(2)
    chance = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for tensor in network.parameters():
            tensor.copy_(torch.randn(tensor.shape, generator=chance) * 0.1)
    return network.eval()


def test_arcgis_generator_has_the_published_shapes():
    with torch.device("meta"):
        network = esri.EsriGenerator(3)
    state = network.state_dict()
    assert len(state) == 17 and sum(tensor.numel() for tensor in state.values()) == 54_404_099
    assert tuple(state["up5.model.0.weight"].shape) == (1024, 256, 4, 4)
    assert tuple(state["final.2.weight"].shape) == (3, 128, 4, 4)


def test_arcgis_package_opens_and_gives_what_its_weights_give(tmp_path, esri_network):
    path = _esri_package(tmp_path, esri_network.esri_state())
    definition = read_definition(path)
    assert (definition.model_type, definition.tile_size, definition.cell_size) == ("esri_pix2pix", 256, (0.5, 0.5))
    assert [band.dtype for band in (*definition.input_bands, *definition.output_bands)] == ["uint8", "uint16", "uint16"]
    assert "UTM zone 17N" in definition.crs
    tile = np.random.default_rng(4).uniform(10, 250, (1, 1, 256, 256)).astype(np.float32)
    x = torch.from_numpy((tile - 10.0) / 120.0 - 1.0)
    with torch.no_grad():
        y = esri_network(torch.cat((x, x), 1)).numpy()
    low, high = np.float32([0, 5])[:, None, None], np.float32([1000, 65535])[:, None, None]
    expected = (y + 1) / 2 * (high - low) + low
    assert np.ptp(y) > 0.5
    imported = tmp_path / "ours.dlpk"
    result = run_job("import", {"source": str(path), "output": str(imported)}, Feedback())
    assert result["output"] == str(imported) and result["description"][0].startswith("ours: esri_pix2pix model")
    with open_package(imported) as package:
        assert np.abs(run_onnx(package.onnx, tile) - expected).max() < (high - low).max() / 1000
        assert package.notes == () and package.definition.name == "ours"
    with open_package(path) as package:
        assert len(package.notes) == 1 and package.definition.files.keys() == {"town.pth"}
        folder = package.onnx.parent
    assert not folder.exists()


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"backbone": "resnet34"}, "Pix2Pix of arcgis.learn.models._inferencing, backbone resnet34, 1 bands"),
        ({"ModelConfiguration": "_cyclegan", "ModelName": "CycleGAN"}, "CycleGAN"),
        ({"ModelFile": "../other.pth"}, r"model file \.\./other\.pth"),
        ({"InferenceFunction": "evil.py"}, "script evil.py"),
        ({"n_intput_channel": 3}, "3 channels for 1 and 2 bands"),
        ({"ImageHeight": 300, "ImageWidth": 300}, "300 × 300"),
        ({"NormalizationStats": None}, "lacks or garbles"),
        ({"NormalizationStats": _statistics((5.0, 5.0))}, "without a range"),
    ],
)
def test_unknown_arcgis_packages_are_refused_by_what_they_are(tmp_path, changes, words):
    path = _esri_package(tmp_path, {}, **changes)
    with pytest.raises(PackageError, match=words) as caught:
        read_definition(path)
    assert "town" in str(caught.value) and "\n" not in str(caught.value)


def test_an_arcgis_package_needs_no_script(tmp_path):
    assert read_definition(_esri_package(tmp_path, {}, InferenceFunction=None)).model_type == "esri_pix2pix"
    with pytest.raises(PackageError, match=r"backbone resnet34, 1 bands, model file town\.pth\) whose"):
        read_definition(_esri_package(tmp_path, {}, backbone="resnet34"))


def test_bands_of_an_arcgis_package_are_as_many_as_any_package_may_have():
    bands = esri_package._bands(_statistics(*[(0.0, 255.0)] * 3))
    assert [(band.name, band.dtype) for band in bands] == [(name, "uint8") for name in ("Red", "Green", "Blue")]
    bands = esri_package._bands(_statistics(*[(0.0, 10.0)] * MAX_BANDS))
    assert len(bands) == MAX_BANDS and (bands[0].name, bands[-1].name) == ("Band 1", f"Band {MAX_BANDS}")
    assert (bands[-1].minimum, bands[-1].maximum, bands[-1].mean, bands[-1].std) == (0.0, 10.0, 5.0, 9.0)
    uneven = {**_statistics((0.0, 10.0), (0.0, 10.0)), "band_std_values": [9.0]}
    for many in (_statistics(*[(0.0, 10.0)] * (MAX_BANDS + 1)), _statistics((0.0, 9.0), (1.0, math.inf)), uneven):
        with pytest.raises(ValueError, match="statistics"):
            esri_package._bands(many)


def test_arcgis_weights_of_another_network_are_refused(tmp_path):
    path = _esri_package(tmp_path, {"G.down1.model.0.weight": torch.zeros(64, 2, 4, 4)})
    with pytest.raises(PackageError, match="not those of an ArcGIS Pix2Pix model with 2 channels"), open_package(path):
        pass


class Evil:
    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("where", ["pth", "dlpk"])
def test_code_in_weights_is_never_run(tmp_path, where):
    target = tmp_path / "proof"
    state = {"model.model.0.weight": torch.zeros(1), "evil": Evil(target)}
    if where == "pth":
        source = tmp_path / "latest_net_G.pth"
        torch.save(state, source)
    else:
        source = _esri_package(tmp_path, state)
    with pytest.raises(PackageError, match="nothing of it was run"):
        _import(tmp_path, source)
    assert not target.exists() and not (tmp_path / "imported.dlpk").exists()


def _stretched():
    return torch.zeros(1).expand(64, 3, 4, 4)


@pytest.mark.parametrize(
    "content, words",
    [
        ([torch.zeros(1)], "no plain list of weights"),
        ({"epoch": 3}, "no plain list of weights"),
        ({"model.model.0.weight": _stretched()}, "no plain list of weights"),
        ({"layer.weight": torch.zeros(3)}, "holds no generator"),
        ({"model.model.0.weight": torch.zeros(4, 3, 4, 4)}, "holds no generator"),
        (reference_resnet(1, 1, blocks=4).state_dict(), "4 residual blocks"),
        ({**reference_unet(1, 1).state_dict(), "extra": torch.zeros(1)}, "other layers"),
    ],
)
def test_other_weights_are_refused(tmp_path, content, words):
    path = tmp_path / "latest_net_G.pth"
    torch.save(content, path)
    with pytest.raises(PackageError, match=words) as caught:
        _import(tmp_path, path)
    assert "latest_net_G.pth" in str(caught.value) and "\n" not in str(caught.value)


def test_damaged_missing_and_oversized_weights_are_refused(tmp_path, monkeypatch):
    path = _saved(reference_unet(1, 1), tmp_path / "latest_net_G.pth")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PackageError, match="latest_net_G.pth is damaged"):
        load_weights(path)
    path.write_bytes(b"")
    with pytest.raises(PackageError, match="latest_net_G.pth is damaged"):
        load_weights(path)
    with pytest.raises(PackageError, match="do not exist"):
        load_weights(tmp_path / "absent.pth")
    path.write_bytes(whole)
    monkeypatch.setattr(weights_file, "MAX_BYTES", 1000)
    with pytest.raises(PackageError, match="would unpack"):
        load_weights(path)
    monkeypatch.setattr(torch, "__version__", "2.5.1+cpu")
    with pytest.raises(PackageError, match=r"install PyTorch 2\.6"):
        load_weights(path)


def test_wrong_settings_are_refused(tmp_path):
    for source, output, words in (
        ("a.tif", "b.dlpk", "SOURCE"),
        ("a.pth", "b.onnx", "OUTPUT"),
    ):
        with pytest.raises(InputError, match=words):
            ImportSettings(tmp_path / source, tmp_path / output)
    from image_translation.tests.packages import package

    ours = package(tmp_path)
    with pytest.raises(InputError, match="is the source itself"):
        ImportSettings(ours, ours)
    with pytest.raises(InputError, match="needs no import"):
        _import(tmp_path, ours)


def test_an_output_that_cannot_be_written_is_found_before_the_work(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="file cannot be created"):
        export_deepness(DeepnessSettings(tmp_path / "missing.dlpk", tmp_path / "file" / "out.onnx"), Feedback())
    with pytest.raises(InputError, match="file cannot be created"):
        import_model(ImportSettings(tmp_path / "missing.dlpk", tmp_path / "file" / "out.dlpk"), Feedback())
