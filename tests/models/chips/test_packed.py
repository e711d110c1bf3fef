"""The packed file equals the folder, and follows it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import PackedChips, pack
from image_translation.models.errors import Cancelled, InputError
from image_translation.tests import helpers


@pytest.fixture
def folder(tmp_path):
    """Chips of which some keep invalid pixels."""
    mask = np.ones((300, 300), dtype=bool)
    mask[100:110, 100:130] = False
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(300, 300), mask=mask)
    wanted = ExportSettings(
        target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=64, stride=32, max_nodata=50
    )
    return export_chips(wanted, helpers.Recorder()).folder


def test_equals_the_folder(folder):
    packed = pack(folder, helpers.Recorder())
    chips = ChipFolder.open(folder)
    assert len(packed) == len(chips) and packed.a.dtype == np.uint8 and packed.valid.dtype == bool
    for index in range(len(chips)):
        for got, expected in zip((packed.a, packed.b, packed.valid), chips.read(index)):
            np.testing.assert_array_equal(got[index], expected)
    assert not packed.valid.all()
    info = packed.info
    assert (info.tile_size, info.splits, info.names) == (64, chips.splits, chips.names)
    assert (info.bands_a, info.bands_b) == (chips.a.statistics, chips.b.statistics)
    assert (info.cell_size, info.crs, info.extent) == (chips.cell_size, chips.crs, chips.extent)
    assert (info.source_a, info.source_b, info.nodata_a) == ("b.tif", "b.tif", None)
    assert packed.indices("validation").tolist() == [i for i, split in enumerate(chips.splits) if split == "validation"]


def test_fresh_is_kept_and_stale_is_made_again(folder):
    pack(folder, helpers.Recorder())
    stamp = (folder / "packed" / "a.npy").stat().st_mtime_ns
    recorder = helpers.Recorder()
    pack(folder, recorder)
    assert (folder / "packed" / "a.npy").stat().st_mtime_ns == stamp and not recorder.messages
    chip = folder / "images2" / "000000001.tif"
    helpers.make_raster(chip, np.full((3, 64, 64), 77, dtype=np.uint8))
    assert (pack(folder, recorder).b[1] == 77).all()
    os.utime(chip, ns=(1, 1))
    before = (folder / "packed" / "a.npy").stat().st_ino
    pack(folder, recorder)
    assert (folder / "packed" / "a.npy").stat().st_ino != before


def test_looking_at_a_chip_does_not_make_it_stale(folder):
    pack(folder, helpers.Recorder())
    (folder / "images" / "000000001.tif.aux.xml").write_text("<PAMDataset/>")
    recorder = helpers.Recorder()
    pack(folder, recorder)
    assert not recorder.messages


def test_packed_folder_alone_is_enough(folder, tmp_path):
    expected = np.array(pack(folder, helpers.Recorder()).b)
    (tmp_path / "server").mkdir()
    shutil.copytree(folder / "packed", tmp_path / "server" / "packed")
    np.testing.assert_array_equal(pack(tmp_path / "server", helpers.Recorder()).b, expected)


def test_reading_takes_no_gdal(folder):
    pack(folder, helpers.Recorder())
    code = (
        "import sys; sys.modules['osgeo'] = None\n"
        "from image_translation.models.chips.packed import PackedChips, pack\n"
        "from image_translation.models.feedback import Feedback\n"
        f"chips = PackedChips.open({str(folder)!r})\n"
        f"print(len(pack({str(folder)!r}, Feedback())), chips.b[0].sum())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    chips = ChipFolder.open(folder)
    assert done.stdout.split() == [str(len(chips)), str(chips.read(0)[1].sum())]


def _set(packed, key, value):
    document = json.loads((packed / "packed.json").read_text())
    document["info"][key] = value
    (packed / "packed.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: (packed / "a.npy").unlink(),
        lambda packed: (packed / "b.npy").write_bytes((packed / "b.npy").read_bytes()[:1000]),
        lambda packed: (packed / "packed.json").write_text("{"),
        lambda packed: (packed / "packed.json").write_text('{"format_version":' * 100_000),
        lambda packed: (packed / "packed.json").write_text(f'{{"format_version": 1, "info": {"9" * 5000}}}'),
        lambda packed: _set(packed, "tile_size", 0),
        lambda packed: _set(packed, "cell_size", [1e999, 1]),
        lambda packed: _set(packed, "bands_a", []),
        lambda packed: _set(packed, "extent", [1]),
        lambda packed: (packed / "a.npy").write_bytes(b"\x93NUMPY\x01\0\x10\0{'descr': ((((\n\n"),
        lambda packed: np.savez(packed / "a.npz", a=1) or (packed / "a.npz").replace(packed / "a.npy"),
        lambda packed: np.save(packed / "valid.npy", np.ones((2, 2), dtype=bool)),
    ],
)
def test_damage_is_noticed_and_repaired(folder, damage):
    expected = np.array(pack(folder, helpers.Recorder()).a)
    damage(folder / "packed")
    with pytest.raises(InputError, match="damaged"):
        PackedChips.open(folder)
    np.testing.assert_array_equal(pack(folder, helpers.Recorder()).a, expected)


def test_not_packed_yet(folder):
    with pytest.raises(InputError, match="has no packed chips"):
        PackedChips.open(folder)


def test_cancelled_packing_leaves_nothing(folder):
    before = helpers.tree(folder)
    with pytest.raises(Cancelled):
        pack(folder, helpers.Recorder(cancel_at=2))
    assert helpers.tree(folder) == before


def test_full_disk(folder):
    before = helpers.tree(folder)
    with pytest.raises(InputError, match="cannot be packed"):
        with helpers.largest_file(50_000):
            pack(folder, helpers.Recorder())
    assert helpers.tree(folder) == before


def test_foreign_folder_gets_its_statistics(folder):
    own = pack(folder, helpers.Recorder()).info
    chips = ChipFolder.open(folder)
    (folder / "chips.json").unlink()
    info = pack(folder, helpers.Recorder()).info
    stack = np.stack([chips.read(int(name))[1] for name in info.names])
    valid = np.stack([chips.read(int(name))[2] for name in info.names])
    assert set(info.splits) == {"train", "validation"}
    for band, got in enumerate(info.bands_b):
        values = stack[:, band][valid].astype(float)
        assert (got.minimum, got.maximum, got.mean, got.std) == pytest.approx(
            (values.min(), values.max(), values.mean(), values.std()), rel=1e-9
        )
    assert info.bands_b[0].name == own.bands_b[0].name


def test_newer_version(folder):
    pack(folder, helpers.Recorder())
    file = folder / "packed" / "packed.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format_version": 9}))
    with pytest.raises(InputError, match="format version 9"):
        PackedChips.open(folder)
