"""The published schema and the reader agree on what a model definition is."""

import json
from pathlib import Path

import jsonschema
import pytest

from image_translation.models.errors import PackageError
from image_translation.models.package import definition as definition_module
from image_translation.models.package.definition import from_emd, to_emd
from image_translation.tests.packages import definition

SCHEMA = json.loads(Path(definition_module.__file__).with_name("emd.schema.json").read_text())


def _emd(**changes):
    plain = {"files": {"model.onnx": "0" * 64}, "extent": (0.0, 0.0, 1.0, 1.0), "input_nodata": float("nan")}
    return json.loads(json.dumps(to_emd(definition(**{**plain, **changes}))))


def test_what_is_written_follows_the_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for changes in (
        {},
        {"extent": None},
        {"input_quantiles": ((0.0, 1.0),)},
        {"output_range": (-1e9, float("inf"))},
        {"card": {"Licence": "CC0"}},
    ):
        jsonschema.validate(_emd(**changes), SCHEMA)


def test_a_card_is_read_as_written_and_may_be_missing():
    assert from_emd(_emd(card={"Licence": "CC0", "Limits": "Snow."}), "m.emd").card["Limits"] == "Snow."
    older = _emd()
    del older["ImageTranslation"]["Card"]
    assert from_emd(older, "m.emd").card == {}


@pytest.mark.parametrize(
    "path, value",
    [
        (("ModelFile",), "../model.onnx"),
        (("InferenceFunction",), "script.py"),
        (("ImageTranslation", "FormatVersion"), 2),
        (("ImageTranslation", "Name"), "a/b"),
        (("ImageTranslation", "TileSize"), 0),
        (("ImageTranslation", "TileSize"), "64"),
        (("ImageTranslation", "InputBands"), []),
        (("ImageTranslation", "InputBands", 0, "dtype"), "complex64"),
        (("ImageTranslation", "OutputRange"), [0]),
        (("ImageTranslation", "Extent"), [1, 2, 3]),
        (("ImageTranslation", "InputQuantiles"), [[1.0]]),
        (("ImageTranslation", "Training"), []),
        (("ImageTranslation", "Card"), ["CC0"]),
        (("ImageTranslation", "Card"), {"Licence": 0}),
        (("ImageTranslation",), None),
    ],
)
def test_schema_and_reader_refuse_the_same(path, value):
    emd = _emd()
    place = emd
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(emd, SCHEMA)
    with pytest.raises(PackageError):
        from_emd(emd, "model.emd")


@pytest.mark.parametrize("key", SCHEMA["properties"]["ImageTranslation"]["required"])
def test_required_keys_are_required_by_both(key):
    emd = _emd()
    del emd["ImageTranslation"][key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(emd, SCHEMA)
    with pytest.raises(PackageError):
        from_emd(emd, "model.emd")
