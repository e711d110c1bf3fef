"""Folders of this plugin, of ArcGIS, and folders that are none."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import InputError
from image_translation.tests import helpers


@pytest.fixture
def own(tmp_path):
    """An exported folder of 64-pixel chips."""
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(400, 400))
    wanted = ExportSettings(target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=64, stride=32)
    return export_chips(wanted, helpers.Recorder()).folder


def arcgis_like(folder, *, driver="GTiff", suffix="tif", georeferenced=True, count=8, tile=64, mode="Export_Tiles"):
    """A folder as Export Training Data leaves it; returns the values of both domains."""
    generator = np.random.default_rng(0)
    for name in ("images", "images2"):
        (folder / name).mkdir(parents=True)
    values = []
    for index in range(count * count):
        row, column = divmod(index, count)
        geotransform = (1000 + column * tile / 2, 1.0, 0.0, 5000 - row * tile / 2, 0.0, -1.0)
        a = generator.integers(1, 255, (1, tile, tile)).astype(np.uint8)
        b = generator.integers(1, 255, (3, tile, tile)).astype(np.uint8)
        values.append((a, b))
        for name, image in (("images", a), ("images2", b)):
            helpers.make_raster(
                folder / name / f"{index:09d}.{suffix}",
                image,
                epsg=32617 if georeferenced else 0,
                geotransform=geotransform if georeferenced else None,
                driver=driver,
            )
    (folder / "map.txt").write_text("")
    (folder / "esri_accumulated_stats.json").write_text(json.dumps({"MetaDataMode": mode}))
    (folder / "esri_model_definition.emd").write_text(json.dumps({"MetaDataMode": mode}))
    return values


def test_own_folder(own):
    chips = ChipFolder.open(own)
    assert (chips.tile_size, chips.cell_size, len(chips.files)) == (64, (0.5, 0.5), len(chips))
    assert chips.b.band_names == ("Red", "Green", "Blue") and chips.b.dtype == np.uint8
    assert chips.a.source == "b.tif" and chips.a.nodata is None
    assert chips.names[3] == "000000003" and set(chips.splits) == {"train", "validation"}
    assert chips.extent == (400000.0, 3000000.0 - 192, 400192.0, 3000000.0)


@pytest.mark.parametrize("driver, suffix", [("GTiff", "tif"), ("PNG", "png")])
@pytest.mark.parametrize("georeferenced", [True, False])
def test_arcgis_folder(tmp_path, driver, suffix, georeferenced):
    values = arcgis_like(tmp_path / "c", driver=driver, suffix=suffix, georeferenced=georeferenced)
    chips = ChipFolder.open(tmp_path / "c")
    assert chips.tile_size == 64 and chips.b.band_names == ("Red", "Green", "Blue")
    assert chips.a.statistics is None and not chips.own
    for index, name in enumerate(chips.names):
        got_a, got_b, valid = chips.read(index)
        np.testing.assert_array_equal(got_a, values[int(name)][0])
        np.testing.assert_array_equal(got_b, values[int(name)][1])
        assert valid.all()
    places = {split: set() for split in ("train", "validation")}
    for name, split in zip(chips.names, chips.splits):
        row, column = divmod(int(name), 8)
        cells = {(row + i, column + j) for i in (0, 1) for j in (0, 1)} if georeferenced else {int(name)}
        places[split] |= cells
    assert places["validation"] and not places["train"] & places["validation"]
    assert chips.splits == ChipFolder.open(tmp_path / "c").splits
    if georeferenced:
        assert chips.extent == (1000.0, 5000 - 9 * 32, 1000 + 9 * 32, 5000.0) and chips.cell_size == (1.0, 1.0)
    else:
        assert chips.extent is None


def test_georeference_from_world_files(tmp_path):
    arcgis_like(tmp_path / "c", driver="PNG", suffix="png", count=3)
    for aux in (tmp_path / "c").glob("images*/*.aux.xml"):
        index = int(aux.name[:9])
        x, y = 1000.5 + index % 3 * 32, 4999.5 - index // 3 * 32
        aux.with_name(f"{index:09d}.pgw").write_text(f"1\n0\n0\n-1\n{x}\n{y}\n")
        aux.unlink()
    assert ChipFolder.open(tmp_path / "c").extent == (1000.0, 5000.0 - 128, 1128.0, 5000.0)


def test_foreign_nodata_counts(tmp_path):
    arcgis_like(tmp_path / "c", count=1)
    image = helpers.noise(1, 64, 64)
    image[0, :8] = 0
    helpers.make_raster(tmp_path / "c" / "images" / "000000000.tif", image, nodata=0)
    valid = ChipFolder.open(tmp_path / "c").read(0)[2]
    assert not valid[:8].any() and valid[8:].all()


def test_folders_that_are_none(tmp_path):
    with pytest.raises(InputError, match="nowhere does not exist"):
        ChipFolder.open(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is not a folder of training chips"):
        ChipFolder.open(tmp_path)
    (tmp_path / "images").mkdir()
    (tmp_path / "images2").mkdir()
    with pytest.raises(InputError, match="there are no images"):
        ChipFolder.open(tmp_path)
    helpers.make_raster(tmp_path / "images" / "1.tif", helpers.noise(1, 64, 64))
    with pytest.raises(InputError, match="1 has no partner"):
        ChipFolder.open(tmp_path)
    arcgis_like(tmp_path / "classified", count=1, mode="Classified_Tiles")
    with pytest.raises(InputError, match="kind 'Classified_Tiles'"):
        ChipFolder.open(tmp_path / "classified")


def test_unequal_chips(tmp_path):
    arcgis_like(tmp_path / "c", count=2)
    helpers.make_raster(tmp_path / "c" / "images2" / "000000003.tif", helpers.noise(3, 60, 64))
    chips = ChipFolder.open(tmp_path / "c")
    with pytest.raises(InputError, match="000000003.tif has 3 bands of 64 x 60 uint8 pixels"):
        chips.read(chips.names.index("000000003"))
    helpers.make_raster(tmp_path / "c" / "images" / "000000000.tif", helpers.noise(1, 60, 64))
    with pytest.raises(InputError, match="must be square"):
        ChipFolder.open(tmp_path / "c")


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda v: v.pop("grid"), "damaged"),
        (lambda v: v.update(format_version=99), "format version 99"),
        (lambda v: v["columns"].pop(), "differ in length"),
        (lambda v: v.update(image_format="GIF"), "unknown image format 'GIF'"),
        (lambda v: v.update(format="other"), "damaged"),
        (lambda v: v.update(splits="x" * v["count"]), "damaged"),
    ],
)
def test_damaged_document(own, change, message):
    values = json.loads((own / "chips.json").read_text())
    change(values)
    (own / "chips.json").write_text(json.dumps(values))
    with pytest.raises(InputError, match=message):
        ChipFolder.open(own)
    (own / "chips.json").write_text("[]")
    with pytest.raises(InputError, match="chips.json is damaged"):
        ChipFolder.open(own)


def test_missing_chip(own):
    (own / "images" / "000000002.tif").unlink()
    with pytest.raises(InputError, match="000000002.tif cannot be opened"):
        ChipFolder.open(own).read(2)


def test_a_copied_folder_is_the_same(own, tmp_path):
    shutil.copytree(own, tmp_path / "elsewhere")
    one, two = ChipFolder.open(own), ChipFolder.open(tmp_path / "elsewhere")
    assert one.splits == two.splits
    np.testing.assert_array_equal(one.read(1)[1], two.read(1)[1])
