"""Which engine runs a model, how near it is to onnxruntime, and what it refuses."""

import gc
import importlib.util
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from image_translation.models.errors import InputError, MissingPackagesError, PackageError
from image_translation.models.inference import engines
from image_translation.models.inference.engines import compare, made_up_tile, open_session
from image_translation.models.inference.session import runs_at_once
from image_translation.models.package.archive import open_package, write_package
from image_translation.tests import helpers
from image_translation.tests.classifying import Recorder, classify
from image_translation.tests.engines import opened_session, settings_for, u_net
from image_translation.tests.packages import band, definition, package

LARGE = engines.WORTH_IT * (os.cpu_count() or 1)
needs_openvino = pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="openvino is not installed")


def test_onnxruntime_runs_small_rasters_and_what_must_be_exact(tmp_path):
    model = u_net(tmp_path)
    for pixels, changes in ((LARGE - 1, {}), (LARGE, {"precision": "float32"}), (LARGE, {"engine": "onnxruntime"})):
        session, _, log = opened_session(model, pixels, **changes)
        assert session.name.startswith("onnxruntime") and session.name.endswith("on CPU with 32-bit floats")
        assert log.infos == [f"The model runs in {session.name}."]


@pytest.mark.parametrize("color_space", ["residual", "direct", "luma_chroma"])
def test_torch_gives_what_onnxruntime_gives(tmp_path, color_space):
    """Batch norm is folded and colour decoded alike: exactly so in 32 bits, within a level in 16."""
    model = u_net(tmp_path, color_space=color_space)
    _, exact, _ = opened_session(model, engine="onnxruntime")
    assert exact.std() > 5
    session, same, log = opened_session(model, engine="torch", precision="float32")
    np.testing.assert_allclose(same, exact, atol=0.01)
    assert session.name in log.infos[-1] and "PyTorch" in session.name and session.channels == (1, 3)
    _, rounded, _ = opened_session(model, engine="torch", precision="bfloat16")
    assert 0 < np.abs(rounded - exact).mean() < 0.5


@needs_openvino
def test_openvino_gives_what_onnxruntime_gives(tmp_path):
    model = u_net(tmp_path)
    _, exact, _ = opened_session(model, engine="onnxruntime")
    session, same, _ = opened_session(model, engine="openvino", precision="float32")
    np.testing.assert_allclose(same, exact, atol=0.01)
    assert session.channels == (1, 3) and "OpenVINO" in session.name and session.parallel == 1
    _, rounded, _ = opened_session(model, engine="openvino", precision="bfloat16")
    assert np.abs(rounded - exact).mean() < 1.0


@pytest.mark.parametrize(("decoder", "kept"), [("transposed", 0), ("resize", 0), ("shuffle", 3)])
def test_batch_norms_are_folded_into_the_convolutions_of_a_u_net(decoder, kept):
    """Which are classes of their own; sub-pixel convolutions have four channels for one of the norm."""
    import torch

    from image_translation.models.inference.torch_engine import fold_batch_norm
    from image_translation.models.networks.initialization import initialize
    from image_translation.models.networks.unet import UNet

    chance = torch.Generator().manual_seed(0)
    network = UNet(1, 2, ngf=4, depth=4, decoder=decoder, dropout=0.0).train()
    initialize(network, chance, std=0.2)
    with torch.no_grad():
        network(torch.randn(3, 1, 32, 32, generator=chance))
        image = torch.randn(1, 1, 48, 32, generator=chance)
        expected = network.eval()(image)
        fold_batch_norm(network)
        folded = network(image)
    assert sum(isinstance(layer, torch.nn.BatchNorm2d) for layer in network.modules()) == kept
    torch.testing.assert_close(folded, expected, atol=1e-4, rtol=1e-4)


def test_large_raster_takes_torch_where_bfloat16_is_fast(tmp_path, monkeypatch):
    from image_translation.models.inference import torch_engine

    model = u_net(tmp_path)
    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: True)
    session, _, log = opened_session(model, LARGE)
    assert "PyTorch" in session.name and "bfloat16" in session.name
    assert "on average" in log.infos[0] and session.name in log.infos[1]
    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: False)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, _ = opened_session(model, LARGE)
    assert session.name.startswith("onnxruntime")


@needs_openvino
def test_openvino_takes_by_itself_what_the_processor_is_fast_in(tmp_path, monkeypatch):
    import openvino

    from image_translation.models.inference import openvino_engine

    assert isinstance(openvino_engine.fast_bfloat16(openvino.Core()), bool)
    model = package(tmp_path)
    for fast, words in ((True, "16-bit floats (bfloat16)"), (False, "32-bit floats")):
        monkeypatch.setattr(openvino_engine, "fast_bfloat16", lambda core, fast=fast: fast)
        assert opened_session(model, engine="openvino")[0].name.endswith(f" on CPU with {words}")


@needs_openvino
def test_openvino_is_taken_where_bfloat16_is_asked_for_only(tmp_path):
    model = package(tmp_path)
    assert opened_session(model, LARGE)[0].name.startswith("onnxruntime")
    session, _, log = opened_session(model, precision="bfloat16")
    assert "OpenVINO" in session.name and "bfloat16" in session.name and "on average" in log.infos[0]


def test_weights_that_are_not_the_graph_s_are_noticed(tmp_path, monkeypatch):
    from image_translation.models.inference import torch_engine

    monkeypatch.setattr(torch_engine, "fast_bfloat16", lambda device: True)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, log = opened_session(u_net(tmp_path, weights_seed=5), LARGE)
    assert session.name.startswith("onnxruntime") and "is not used, since it differs" in log.infos[0]


def test_damaged_weights_leave_onnxruntime(tmp_path, monkeypatch):
    model = package(tmp_path)
    (tmp_path / "bad.safetensors").write_bytes(b"\x05" * 40)
    with open_package(model) as opened:
        files = {"onnx": opened.onnx, "weights": tmp_path / "bad.safetensors"}
        write_package(tmp_path / "bad.dlpk", opened.definition, files)
    monkeypatch.setattr(engines, "_PACKAGES", {"torch": ("torch", "safetensors")})
    session, _, log = opened_session(tmp_path / "bad.dlpk", LARGE)
    assert session.name.startswith("onnxruntime") and "torch cannot be used" in log.infos[0]
    with pytest.raises(PackageError, match="set ENGINE to onnxruntime"):
        opened_session(tmp_path / "bad.dlpk", engine="torch")


@pytest.mark.parametrize("engine", ["onnxruntime", "torch"])
def test_runs_go_on_side_by_side_within_the_threads(tmp_path, engine):
    """Two callers at a time get what one gets; a single thread is not shared out."""
    model = u_net(tmp_path)
    with open_package(model) as opened:
        batches = [made_up_tile(opened.definition) + number for number in range(6)]
        one = open_session(opened, settings_for(engine=engine, precision="float32", threads=1), 0, Recorder())
        two = open_session(opened, settings_for(engine=engine, precision="float32", threads=2), 0, Recorder())
        assert (one.parallel, two.parallel) == (1, 2)
        expected = [one.run(batch) for batch in batches]
        with ThreadPoolExecutor(2) as pool:
            for found, alone in zip(pool.map(two.run, batches), expected):
                np.testing.assert_allclose(found, alone, atol=0.01)


@pytest.mark.parametrize(
    ("threads", "cores", "runs"), [(1, 8, 1), (2, 1, 2), (8, 8, 2), (0, 1, 1), (0, 8, 2), (0, None, 1)]
)
def test_two_runs_at_once_where_there_are_two_threads(monkeypatch, threads, cores, runs):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert runs_at_once(threads) == runs


def test_torch_gives_the_threads_back(tmp_path):
    import torch

    before = torch.get_num_threads()
    session, _, _ = opened_session(u_net(tmp_path), engine="torch", threads=1)
    assert torch.get_num_threads() == 1
    del session
    gc.collect()
    assert torch.get_num_threads() == before


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"engine": "onnxruntime", "precision": "bfloat16"}, InputError, "PRECISION bfloat16 needs ENGINE torch"),
        ({"engine": "torch"}, PackageError, "holds no weights"),
        ({"engine": "openvino", "device": "gpu"}, InputError, "on the CPU only"),
    ],
)
def test_impossible_choices_are_named(tmp_path, changes, error, words):
    if changes["engine"] == "openvino" and importlib.util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    with pytest.raises(error, match=words):
        opened_session(package(tmp_path), **changes)


def test_missing_packages_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingPackagesError, match="ENGINE openvino needs .* openvino"):
        opened_session(package(tmp_path), engine="openvino")
    session, _, _ = opened_session(package(tmp_path), LARGE)
    assert session.name.startswith("onnxruntime")


@pytest.mark.parametrize("values", [{"engine": "tf"}, {"precision": "int8"}, {"blending": "cubic"}])
def test_wrong_words_are_refused(values):
    with pytest.raises(InputError, match=f"{next(iter(values)).upper()} .* must be one of"):
        settings_for(**values)


def test_made_up_tile_has_the_tones_of_the_training():
    bands = (band("a", maximum=200.0), band("b", "uint16", 4000.0))
    tile = made_up_tile(definition(input_bands=bands, tile_size=96))
    assert tile.shape == (1, 2, 96, 96) and tile.dtype == np.float32
    assert tile[0, 0].mean() == pytest.approx(100.0, abs=25) and 30 < tile[0, 0].std() < 60
    assert tile[0, 0].min() >= 0 and tile[0, 0].max() <= 200
    np.testing.assert_array_equal(tile, made_up_tile(definition(input_bands=bands, tile_size=96)))


def test_differences_are_counted_in_255ths_of_the_output_range():
    plain = definition(output_range=(0.0, 510.0))
    difference = compare(lambda tile: tile + 4.0, lambda tile: tile, plain)
    assert (difference.mean, difference.worst) == pytest.approx((2.0, 2.0), abs=1e-4)


def test_log_of_a_job_names_engine_device_and_precision(tmp_path):
    raster = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 64, 64))
    done = classify(tmp_path, raster, u_net(tmp_path), engine="torch", precision="bfloat16", threads=1)
    assert any("PyTorch" in line and "CPU" in line and "bfloat16" in line for line in done.infos)
