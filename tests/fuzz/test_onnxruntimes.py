"""Under every onnxruntime that is pinned: what the reader of ONNX files lets through, no runtime reads otherwise."""

import random
import subprocess

import pytest

from image_translation.models.errors import PackageError
from image_translation.models.package.onnx_safety import check_onnx
from image_translation.tests.fuzz import onnxruntimes
from image_translation.tests.fuzz.onnx_mutate import mutate_onnx

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """The corpus, and 150 changed models that the reader lets through."""
    folder = tmp_path_factory.mktemp("models")
    onnxruntimes.write_corpus(folder)
    content = (folder / "harmless_raw.onnx").read_bytes()
    passed = number = 0
    while passed < 150:
        path, number = folder / f"changed_{passed}.onnx", number + 1
        path.write_bytes(mutate_onnx(content, random.Random(number)) or b"x")
        try:
            check_onnx(path)
            passed += 1
        except PackageError:
            path.unlink()
    return folder


@pytest.mark.parametrize("version", onnxruntimes.pinned_versions())
def test_no_runtime_reaches_beyond_what_passes(models, version):
    try:
        found = onnxruntimes.outcomes(version, models)
    except subprocess.CalledProcessError as error:
        if "--target" not in error.cmd:
            raise
        pytest.skip(f"onnxruntime {version} cannot be had here: {error.stderr[-200:]}")
    assert found.pop("version") == version
    reaching = {name for name, outcome in found.items() if onnxruntimes.reaches_beyond(outcome)}
    refused = {name for name in found if name.startswith(("file_", "operator_"))}
    for name in refused:
        with pytest.raises(PackageError):
            check_onnx(models / f"{name}.onnx")
    assert reaching <= refused
    assert {"file_plain", "file_plus_2_32", "file_wide_tag", "operator_plain", "operator_wide_tag"} <= reaching
    assert {outcome for name, outcome in found.items() if name.startswith("harmless")} == {6.0}
