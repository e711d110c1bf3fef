"""Folders of this plugin, of ArcGIS, and folders that are none."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import pack
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
    with pytest.raises(InputError, match="1.tif has no partner of that name in .*images2"):
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
        (lambda v: v.update(tile_size=10**400), r"damaged \(ValueError: a whole number has 401 digits"),
        (lambda v: v["grid"].update(geotransform=[0, 1e400, 0, 0, 0, 1]), "damaged"),
        (lambda v: v["grid"].update(geotransform=[0, float("nan"), 0, 0, 0, 1]), "geotransform .* is not usable"),
        (lambda v: v["a"].update(band_names=["\ud800"]), "damaged .UnicodeEncodeError"),
        (lambda v: v["a"].update(dtype="complex64"), "'complex64' is no type of pixels"),
        (lambda v: v["a"]["statistics"][0].update(minimum=float("inf")), "not finite"),
        (lambda v: v["columns"].__setitem__(0, 1e300), "damaged .ValueError: chips of such a size, or at such a place"),
        (lambda v: v["nodata_shares"].__setitem__(0, 7), "damaged"),
        (lambda v: v.update(splits="x" * v["count"]), "damaged"),
    ],
)
def test_damaged_document(own, change, message):
    values = json.loads((own / "chips.json").read_text())
    change(values)
    (own / "chips.json").write_text(json.dumps(values))
    with pytest.raises(InputError, match=message):
        ChipFolder.open(own)
    for text, message in (("[]", "TypeError"), ("[" * 100_000, "nested too deeply"), ('{"a": 1', "Decode")):
        (own / "chips.json").write_text(text)
        with pytest.raises(InputError, match=f"chips.json is damaged .*{message}"):
            ChipFolder.open(own)


def test_missing_chip(own):
    (own / "images" / "000000002.tif").unlink()
    with pytest.raises(InputError, match="000000002.tif does not exist"):
        ChipFolder.open(own).read(2)


def test_a_copied_folder_is_the_same(own, tmp_path):
    shutil.copytree(own, tmp_path / "elsewhere")
    one, two = ChipFolder.open(own), ChipFolder.open(tmp_path / "elsewhere")
    assert one.splits == two.splits
    np.testing.assert_array_equal(one.read(1)[1], two.read(1)[1])


def image_pairs(count, seed=0, tile=64):
    """Values of A (1 band) and B (3 bands) by name."""
    generator = np.random.default_rng(seed)
    return {
        f"{index:03d}": tuple(generator.integers(1, 255, (bands, tile, tile)).astype(np.uint8) for bands in (1, 3))
        for index in range(count)
    }


def save(file, values):
    helpers.make_raster(file, values, epsg=0, geotransform=None, driver="PNG")


def assert_holds(chips, expected):
    """Every chip has the values that ``expected`` has under its name."""
    for index, name in enumerate(chips.names):
        for got, wanted in zip(chips.read(index), expected[name]):
            np.testing.assert_array_equal(got, wanted)
        assert chips.read(index)[2].all() and chips.read(index)[2].shape == (64, 64)


def test_two_plain_folders(tmp_path):
    values = image_pairs(30)
    for name, (a, b) in values.items():
        save(tmp_path / "A" / f"{name}.png", a)
        save(tmp_path / "B" / f"{name}.png", b)
    chips = ChipFolder.open(tmp_path)
    assert (chips.tile_size, chips.a.band_names, len(chips.b.band_names)) == (64, ("Band 1",), 3)
    assert chips.extent is None and chips.crs == "" and not chips.side_by_side
    assert chips.splits.count("validation") == pytest.approx(3, abs=1) and "train" in chips.splits
    assert chips.splits == ChipFolder.open(tmp_path).splits
    assert_holds(chips, values)


@pytest.mark.parametrize("place", ["{split}{domain}", "{domain}/{split}"])
def test_folders_of_splits(tmp_path, place):
    expected = {}
    for seed, split in enumerate(("train", "val", "test")):
        for name, pair in image_pairs(3, seed).items():
            expected[f"{split}/{name}"] = pair
            for domain, image in zip("AB", pair):
                save(tmp_path / place.format(split=split, domain=domain) / f"{name}.png", image)
    chips = ChipFolder.open(tmp_path)
    assert chips.names == tuple(expected)
    assert chips.splits == ("train",) * 3 + ("validation",) * 3 + ("test",) * 3
    assert_holds(chips, expected)


@pytest.mark.parametrize("folders", [("train", "val", "test"), ("train", "test"), ("",)])
def test_side_by_side(tmp_path, folders):
    expected = {}
    for seed, folder in enumerate(folders):
        for name, (_, b) in image_pairs(24, seed).items():
            a = b[::-1] // 2
            expected[f"{folder}/{name}" if folder else name] = (a, b)
            save(tmp_path / folder / f"{name}.png", np.concatenate([a, b], axis=2))
    chips = ChipFolder.open(tmp_path)
    assert chips.side_by_side and chips.tile_size == 64 and chips.a.band_names == ("Red", "Green", "Blue")
    assert_holds(chips, expected)
    wanted = {"train": "train", "val": "validation", "test": "test"}
    for name, split in zip(chips.names, chips.splits):
        folder = name.split("/")[0] if folders != ("",) else "train"
        assert split == wanted[folder] or ("val" not in folders and (folder, split) == ("train", "validation"))
    assert set(chips.splits) == {"train", "validation"} | ({"test"} if "test" in folders else set())


def test_side_by_side_is_packed_and_follows_its_images(tmp_path):
    for name, (_, b) in image_pairs(12).items():
        save(tmp_path / "train" / f"{name}.png", np.concatenate([b // 2, b], axis=2))
    packed = pack(tmp_path, helpers.Recorder())
    np.testing.assert_array_equal(packed.a, packed.b // 2)
    recorder = helpers.Recorder()
    pack(tmp_path, recorder)
    assert not recorder.messages
    save(tmp_path / f"{packed.info.names[-1]}.png", np.full((3, 64, 128), 9, dtype=np.uint8))
    assert (pack(tmp_path, recorder).b[-1] == 9).all()


def test_pairs_that_are_none(tmp_path):
    values = image_pairs(3)
    for name, (a, b) in values.items():
        save(tmp_path / "A" / f"{name}.png", a)
        save(tmp_path / "B" / f"{name}.png", b)
    (tmp_path / "B" / "001.png").unlink()
    with pytest.raises(InputError, match="A.001.png has no partner of that name in .*B;"):
        ChipFolder.open(tmp_path)
    save(tmp_path / "B" / "001.png", values["001"][1])
    chips = ChipFolder.open(tmp_path)
    last = chips.names[-1]
    save(tmp_path / "B" / f"{last}.png", helpers.noise(3, 64, 60))
    with pytest.raises(InputError, match=f"B.{last}.png has 3 bands of 60 x 64 uint8 pixels"):
        chips.read(len(chips) - 1)
    shutil.rmtree(tmp_path / "B")
    with pytest.raises(InputError, match="A has no partner folder .*B;"):
        ChipFolder.open(tmp_path)
    save(tmp_path / "photos" / "summer.png", helpers.noise(3, 60, 100))
    with pytest.raises(InputError, match="summer.png has 100 x 60 pixels"):
        ChipFolder.open(tmp_path / "photos")
