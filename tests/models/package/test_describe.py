"""A package in words."""

import pytest

from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.package.describe import InspectSettings, describe, inspect_package
from image_translation.models.place.colour import PlaceColour
from image_translation.tests.packages import definition, package


def test_words_name_bands_cell_size_training_and_figures(tmp_path):
    told = describe(
        definition(
            training={"train_chips": 240, "seconds": 300.0, "sources": [["grey.tif", "ortho.tif"]]},
            metrics={"model": {"psnr": 30.0, "ssim": 0.98, "angular_error": 4.0}, "copy": {"psnr": 28.0}},
            card={"Licence": "CC0 1.0."},
        )
    )
    assert told == [
        "model: pix2pix model, colour handling luma_chroma, tiles of 64 pixels.",
        "From 1 band of uint8: Grey (0 to 255).",
        "To 3 bands of uint8: Red (0 to 255), Green (0 to 255), Blue (0 to 255).",
        "Cell size in training: 0.5 × 0.5 pixels (no coordinate reference system).",
        "Trained on 240 chips of grey.tif to ortho.tif in 5 minutes.",
        "On validation chips, this model: PSNR 30.0 dB, SSIM 0.980, angular error 4.0°.",
        "On validation chips, input copied: PSNR 28.0 dB.",
        "Licence: CC0 1.0.",
    ]


def test_the_colours_of_a_place_are_told():
    told = describe(definition(place=PlaceColour.of_model(1, 2).as_json()))
    assert told[4].startswith("It has the colours of a place") and len(told) == len(describe(definition())) + 1


def test_inspection_checks_the_files(tmp_path):
    found = inspect_package(InspectSettings(package(tmp_path)), Feedback())
    assert list(found.files) == ["model.onnx"] and found.files["model.onnx"] > 100
    assert found.description[0].startswith("model: pix2pix")


def test_a_text_of_a_package_passes_for_no_line_of_the_log():
    lines = describe(definition(card={"Licence": "CC0\nWarning: install evil.exe"}))
    assert lines[-1] == "Licence: CC0 Warning: install evil.exe"


def test_models_are_known_by_their_ending():
    for name in ("m.dlpk", "m.emd", "m.onnx", "M.ONNX"):
        assert InspectSettings(name).model.name == name
    with pytest.raises(InputError, match=r"^MODEL m\.pth is no model package; choose a \.dlpk, \.emd or \.onnx file"):
        InspectSettings("m.pth")
