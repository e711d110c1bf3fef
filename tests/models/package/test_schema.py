"""The published schema and the reader agree on what a model definition is."""

import json
from pathlib import Path

import jsonschema
import pytest

from image_translation.models.errors import PackageError
from image_translation.models.package import definition as definition_module
from image_translation.models.package.definition import from_emd, to_emd
from image_translation.models.package.maps import known_maps
from image_translation.tests.packages import definition

SCHEMA = json.loads(Path(definition_module.__file__).with_name("emd.schema.json").read_text())
MAPS = {"map_2": {"step": 2, "channels": 16}, "map_hidden": {"step": 32, "channels": 4096}}


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
        {"maps": MAPS},
        {"place": {"gain": [1.5]}},
    ):
        jsonschema.validate(_emd(**changes), SCHEMA)


def test_a_card_is_read_as_written_and_may_be_missing():
    assert from_emd(_emd(card={"Licence": "CC0", "Limits": "Snow."}), "m.emd").card["Limits"] == "Snow."
    older = _emd()
    del older["ImageTranslation"]["Card"]
    assert from_emd(older, "m.emd").card == {}


def test_maps_are_read_as_written_and_may_be_missing():
    assert from_emd(_emd(maps=MAPS), "m.emd").maps == MAPS
    older = _emd()
    del older["ImageTranslation"]["Maps"], older["ImageTranslation"]["Place"]
    found = from_emd(older, "m.emd")
    assert found.maps == {} == found.place


def test_the_colours_of_a_place_make_it_version_2():
    emd = _emd(place={"gain": [1.5]})
    assert emd["ImageTranslation"]["FormatVersion"] == 2
    assert from_emd(emd, "m.emd").place == {"gain": [1.5]}
    assert _emd()["ImageTranslation"]["FormatVersion"] == 1


@pytest.mark.parametrize(("place", "version"), [({}, 2), ({"gain": [1.5]}, 1)])
def test_a_version_that_the_place_does_not_fit_is_refused(place, version):
    emd = _emd(place=place)
    emd["ImageTranslation"]["FormatVersion"] = version
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(emd, SCHEMA)
    with pytest.raises(PackageError, match=f"FormatVersion {version} with"):
        from_emd(emd, "model.emd")


def test_cells_that_do_not_divide_every_tile_are_refused():
    with pytest.raises(PackageError, match="map_64 in Maps has a step"):
        from_emd(_emd(maps={"map_64": {"step": 64, "channels": 1}}), "model.emd")


def test_maps_beyond_the_format_are_left_out():
    odd = {"map_128": {"step": 128, "channels": 8}, "map_4": {"step": 4, "channels": 4097}}
    assert known_maps({**MAPS, **odd}) == MAPS


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
        (("ImageTranslation", "FormatVersion"), 3),
        (("ImageTranslation", "Place"), [1]),
        (("ImageTranslation", "Maps"), ["map_2"]),
        (("ImageTranslation", "Maps"), {"output": {"step": 2, "channels": 16}}),
        (("ImageTranslation", "Maps"), {"map_é": {"step": 2, "channels": 16}}),
        (("ImageTranslation", "Maps"), {"map_2": [2, 16]}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": 2}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": 2, "channels": 16, "name": "x"}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": 3, "channels": 16}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": True, "channels": 16}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": [2], "channels": 16}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": 2, "channels": 4097}}),
        (("ImageTranslation", "Maps"), {"map_2": {"step": 2, "channels": 0}}),
        (("ImageTranslation", "Maps"), {f"map_{i}": {"step": 2, "channels": 16} for i in range(17)}),
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
