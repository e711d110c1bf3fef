"""The contact sheet shows the chips, their numbers, and nothing that a browser would run."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.contact_sheet import write_contact_sheet
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import Cancelled, InputError
from image_translation.tests import helpers


def exported(tmp_path, values, **changes):
    """A folder of 64-pixel chips of one raster: its first band in, all of them out."""
    path = helpers.make_raster(tmp_path / "b.tif", values, **changes.pop("raster", {}))
    wanted = {"tile_size": 64, "stride": 32, "validation": 15, "test": 10, "input_bands": (1,), **changes}
    return export_chips(
        ExportSettings(target=path, input=path, output=tmp_path / "chips", **wanted), helpers.Recorder()
    ).folder


def sheet(folder, tmp_path):
    write_contact_sheet(folder, tmp_path / "sheet.html", helpers.Recorder())
    return (tmp_path / "sheet.html").read_text(encoding="utf-8")


def pictures(page):
    """(C, H, W) of each picture, by its description."""
    found = {}
    for data, name in re.findall(r'<img src="data:image/jpeg;base64,([^"]+)" alt="([^"]+)">', page):
        gdal.FileFromMemBuffer("/vsimem/sheet.jpg", base64.b64decode(data))
        found[name] = helpers.pixels("/vsimem/sheet.jpg")
        gdal.Unlink("/vsimem/sheet.jpg")
    return found


class Elements(HTMLParser):
    """Checks that every element is closed, and keeps addresses and names."""

    def __init__(self, page):
        super().__init__()
        self.open, self.names, self.addresses = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.addresses += [value for key, value in attrs if key in ("src", "href")]
        if tag not in ("meta", "img", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag != "path":
            assert self.open.pop() == tag


def test_pictures_are_the_chips(tmp_path):
    folder = exported(tmp_path, helpers.scene(400, 500))
    chips = ChipFolder.open(folder)
    shown = pictures(sheet(folder, tmp_path))
    splits = []
    for name, index in ((name, chips.names.index(name)) for name in sorted({key[-9:] for key in shown})):
        a, b, _ = chips.read(index)
        splits.append(chips.splits[index])
        assert shown[f"Input of {name}"].shape == a.shape and shown[f"Target of {name}"].shape == b.shape
        assert np.abs(shown[f"Input of {name}"].astype(int) - a).mean() < 3
        assert np.abs(shown[f"Target of {name}"].astype(int) - b).mean() < 6
    assert {split: splits.count(split) for split in set(splits)} == {"train": 8, "validation": 4, "test": 4}


def test_numbers_and_self_containedness(tmp_path):
    folder = exported(tmp_path, helpers.scene(400, 500))
    chips, page = ChipFolder.open(folder), sheet(folder, tmp_path)
    elements = Elements(page)
    assert not elements.open and "script" not in elements.names
    assert all(address.startswith("data:image/") for address in elements.addresses)
    for split in ("train", "validation", "test"):
        assert re.search(rf"<td>{split}: [^<]*</td><td>{chips.splits.count(split)}</td>", page)
    skipped = json.loads((folder / "chips.json").read_text())["skipped"]["margin"]
    assert f"<td>they overlap chips of another split</td><td>{skipped}</td>" in page
    red = chips.b.statistics[0]
    assert f"<td>Target: Red</td><td>uint8</td><td>{red.minimum:.6g}</td><td>{red.maximum:.6g}</td>" in page
    assert "WGS 84 / UTM zone 17N" in page and page.count("Z") >= len(chips)
    assert len(page) < 1_000_000


def test_sixteen_bits_are_stretched_and_nodata_is_white(tmp_path):
    values = (helpers.scene(200, 200).astype(np.uint16)[[0, 1, 2, 0]] * 30) + 500
    valid = np.ones((200, 200), dtype=bool)
    valid[:70, :70] = False
    folder = exported(tmp_path, values, raster={"mask": valid}, max_nodata=90, validation=0, test=0)
    page = sheet(folder, tmp_path)
    assert "bands Band 1, Band 2, Band 3 as red, green and blue" in page and "NoData</figcaption>" in page
    chips = ChipFolder.open(folder)
    everything = pictures(page)
    assert min(p.min() for p in everything.values()) < 10
    for name, picture in everything.items():
        _, b, mask = chips.read(chips.names.index(name[-9:]))
        hidden = np.zeros_like(mask)
        hidden[8:-8, 8:-8] = ~mask[8:-8, 8:-8] & ~mask[:-16, :-16] & ~mask[16:, 16:]
        if hidden.any() and name.startswith("Target"):
            assert picture[:, hidden].min() > 235
            low, high = (np.percentile(b[0, mask], q) for q in (5, 95))
            assert picture[0][mask & (b[0] >= high)].mean() > picture[0][mask & (b[0] <= low)].mean() + 20


def test_names_are_escaped(tmp_path):
    folder = exported(tmp_path, helpers.scene(200, 200), raster={"names": ["<script>x</script>", "a&b", "c"]})
    page = sheet(folder, tmp_path)
    assert "<script" not in page and "&lt;script&gt;" in page and "a&amp;b" in page


def test_many_chips_are_drawn_as_cells(tmp_path, monkeypatch):
    from image_translation.models.chips import sheet_drawings

    monkeypatch.setattr(sheet_drawings, "_MAX_OUTLINES", 10)
    page = sheet(exported(tmp_path, helpers.scene(400, 500)), tmp_path)
    assert all(color in page for color in sheet_drawings.SPLIT_COLORS.values())


def test_foreign_folder(tmp_path):
    folder = exported(tmp_path, helpers.scene(200, 200))
    (folder / "chips.json").unlink()
    page = sheet(folder, tmp_path)
    assert "Not recorded" in page and "not recorded" in page and pictures(page)


def test_failures_leave_no_page(tmp_path):
    folder = exported(tmp_path, helpers.scene(200, 200))
    with pytest.raises(Cancelled):
        write_contact_sheet(folder, tmp_path / "sheet.html", helpers.Recorder(cancel_at=3))
    with pytest.raises(InputError, match="sheet.html cannot be written"):
        with helpers.largest_file(2000):
            write_contact_sheet(folder, tmp_path / "sheet.html", helpers.Recorder())
    with pytest.raises(InputError, match="is not a folder of training chips"):
        write_contact_sheet(tmp_path, tmp_path / "sheet.html", helpers.Recorder())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tif", "chips"]
