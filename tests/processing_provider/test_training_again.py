"""Training in QGIS: test figures as numbers, and a package that a worse one does not replace."""

from __future__ import annotations

from pathlib import Path

import pytest

from image_translation.models.package.archive import read_definition
from image_translation.tests.processing_provider.conftest import TINY

pytestmark = pytest.mark.qgis
EXPORT = "imagetranslation:exporttrainingchips"
TRAIN = "imagetranslation:trainimagetranslationmodel"


def test_a_worse_model_leaves_the_package_and_what_the_next_step_is_given(run, town, tmp_path: Path) -> None:
    shares = {"TILE_SIZE": 32, "STRIDE": 32, "VALIDATION": 25, "TEST": 25}
    chips = run(
        EXPORT, {"TARGET": town["colour"], "GREY_FROM_TARGET": True, **shares, "OUTPUT": str(tmp_path / "chips")}
    )
    output, report = tmp_path / "m.dlpk", tmp_path / "m.html"
    settings = {"CHIPS": chips["OUTPUT"], **TINY, "MAX_EPOCHS": 3, "OUTPUT": str(output), "REPORT": str(report)}
    first = run(TRAIN, settings)
    facts, before = read_definition(output).training, output.read_bytes()
    assert first["TEST_PSNR"] == pytest.approx(facts["test_metrics"]["model"]["psnr"])
    assert first["TEST_SSIM"] == pytest.approx(facts["test_metrics"]["model"]["ssim"])
    assert first["TEST_PSNR"] != first["PSNR"]
    second = run(TRAIN, {**settings, "LEARNING_RATE": 1e-9, "MAX_EPOCHS": 1})
    assert second["PSNR"] < first["PSNR"]
    assert second["OUTPUT"] == str(output) and output.read_bytes() == before
    assert second["REPORT"] == str(tmp_path / "m.new.html") and (tmp_path / "m.new.dlpk").is_file()
