"""Killed, cancelled, or out of disk space at any moment: nothing looks complete, nothing older is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import numpy as np
import pytest

from image_translation.models import files
from image_translation.models.chips import export
from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import PackedChips, pack
from image_translation.models.errors import Cancelled, InputError
from image_translation.tests import helpers

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL is a thing of Unix")

# Stops for ever when a function has been called so many times, before or after the call, and says so.
STOP = """
import sys, time
def stop(owner, name, calls, after=False):
    inner, count = getattr(owner, name), [0]
    def outer(*arguments, **options):
        count[0] += 1
        if count[0] == calls and after:
            inner(*arguments, **options)
        if count[0] == calls:
            print("here", flush=True)
            time.sleep(600)
        return inner(*arguments, **options)
    setattr(owner, name, outer)
"""
EXPORT = """
import os
from pathlib import Path
from image_translation.models import files
from image_translation.models.chips import document, export, images, writing
from image_translation.models.feedback import Feedback
{stop}
export.export_chips(export.ExportSettings(target={target!r}, output=Path({output!r}), grey_from_target=True,
    tile_size=64, stride=48, overwrite={overwrite!r}, image_format="PNG", contact_sheet={page}), Feedback())
"""
PACK = """
from image_translation.models.chips import packed
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.feedback import Feedback
{stop}
packed.pack({folder!r}, Feedback())
"""
EARLY = {
    "before the first image": "stop(images.ImageWriter, 'write', 1)",
    "among the images": "stop(images.ImageWriter, 'write', 5)",
    "before the footprints": "stop(export, 'write_footprints', 1)",
    "before the text files": "stop(export, 'write_text_files', 1)",
    "before chips.json": "stop(document.ChipsDocument, 'write', 1)",
    "after chips.json": "stop(document.ChipsDocument, 'write', 1, after=True)",
}


@contextmanager
def stopped(code):
    """A process that has reached its moment; killed when the block ends."""
    child = subprocess.Popen([sys.executable, "-c", STOP + code], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline() == "here\n"
        yield child
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()


def kill_at(code):
    with stopped(code):
        pass


@pytest.fixture
def wanted(tmp_path):
    """Settings of an export of 64-pixel chips."""
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(400, 400))
    return ExportSettings(target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=64, stride=32)


def code_of(wanted, stop, overwrite="replace", page=None):
    """The export in a process of its own that stops somewhere."""
    page = f"Path({str(page)!r})" if page else None
    return EXPORT.format(stop=stop, target=wanted.target, output=str(wanted.output), overwrite=overwrite, page=page)


def beside(wanted):
    """What lies in the folder of the output."""
    return sorted(entry.name for entry in wanted.output.parent.iterdir())


def assert_whole(folder, image_format):
    """The folder is complete, and every chip of it can be read."""
    chips = ChipFolder.open(folder)
    assert chips.files[0][0].suffix == {"TIFF": ".tif", "PNG": ".png"}[image_format]
    assert sum(len(list((folder / name).glob("0*[fg]"))) for name in ("images", "images2")) == 2 * len(chips)
    for index in range(len(chips)):
        chips.read(index)


@pytest.mark.parametrize("moment", EARLY)
def test_killed_export_leaves_no_folder_and_a_new_one_succeeds(wanted, moment):
    kill_at(code_of(wanted, EARLY[moment]))
    assert not wanted.output.exists() and len(beside(wanted)) == 4
    export_chips(wanted, helpers.Recorder())
    assert beside(wanted) == ["b.tif", "chips"]
    assert_whole(wanted.output, "TIFF")


@pytest.mark.parametrize("moment", ["among the images", "after chips.json"])
def test_killed_export_keeps_the_older_one(wanted, moment):
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(wanted.output)
    kill_at(code_of(wanted, EARLY[moment]))
    assert helpers.tree(wanted.output) == before
    with pytest.raises(InputError, match="not empty"):
        export_chips(wanted, helpers.Recorder())
    assert beside(wanted) == ["b.tif", "chips"]
    export_chips(replace(wanted, overwrite="replace", image_format="PNG"), helpers.Recorder())
    assert_whole(wanted.output, "PNG")


@pytest.mark.parametrize("moment", ["_page, 1", "_page, 1, after=True"])
@pytest.mark.parametrize("overwrite", ["refuse", "append"])
def test_an_export_killed_at_its_contact_sheet_can_be_repeated(wanted, moment, overwrite):
    page = wanted.output.with_name("page.html")
    name, *rest = moment.split(", ")
    stop = f"from image_translation.models.chips import contact_sheet; stop(contact_sheet, {name!r}, {', '.join(rest)})"
    kill_at(code_of(wanted, stop, overwrite, page))
    assert not wanted.output.exists() and not page.exists()
    repeated = replace(wanted, overwrite=overwrite, contact_sheet=page, image_format="PNG", stride=48)
    assert export_chips(repeated, helpers.Recorder()).chips > 10
    assert_whole(wanted.output, "PNG")
    assert "<title>Training chips: chips</title>" in page.read_text(encoding="utf-8")
    assert beside(wanted) == ["b.tif", "chips", "page.html"]


def _meanwhile(monkeypatch, other):
    """Let another export run whole while one writes its last file, on a disk where none sees the locks of the other."""
    monkeypatch.setattr(export, "only_one", lambda output: nullcontext())
    write, waiting = ChipsDocument.write, [other]

    def slow(self, folder):
        if waiting:
            export_chips(waiting.pop(), helpers.Recorder())
        write(self, folder)

    monkeypatch.setattr(ChipsDocument, "write", slow)


def test_of_two_exports_at_once_the_later_refuses_and_keeps_its_chips_beside(wanted, monkeypatch):
    _meanwhile(monkeypatch, replace(wanted, image_format="PNG"))
    with pytest.raises(InputError, match=r"chips cannot be replaced .* is kept as .*chips \(2\)"):
        export_chips(wanted, helpers.Recorder())
    assert_whole(wanted.output, "PNG")
    assert_whole(wanted.output.with_name("chips (2)"), "TIFF")
    assert beside(wanted) == ["b.tif", "chips", "chips (2)"]


def test_of_two_that_append_at_once_none_loses_the_chips_of_the_other(wanted, monkeypatch):
    left, right = (400000.0, 2999800.0, 400100.0, 3000000.0), (400100.0, 2999800.0, 400200.0, 3000000.0)
    export_chips(replace(wanted, extent=(400000.0, 2999950.0, 400050.0, 3000000.0)), helpers.Recorder())
    _meanwhile(monkeypatch, replace(wanted, overwrite="append", extent=left))
    with pytest.raises(InputError, match="Another export has changed OUTPUT .*; run this one again"):
        export_chips(replace(wanted, overwrite="append", extent=right), helpers.Recorder())
    there = len(ChipFolder.open(wanted.output))
    assert_whole(wanted.output, "TIFF")
    result = export_chips(replace(wanted, overwrite="append", extent=right), helpers.Recorder())
    assert len(ChipFolder.open(wanted.output)) == result.chips > there
    assert beside(wanted) == ["b.tif", "chips"]


def test_a_folder_that_cannot_be_replaced_is_found_before_the_work(wanted, monkeypatch):
    """As on Windows, where a folder cannot be renamed while a layer of the project lies in it."""
    export_chips(wanted, helpers.Recorder())
    before, rename, listening = helpers.tree(wanted.output.parent), os.replace, helpers.Recorder()

    def held(source, target):
        if source == wanted.output:
            raise PermissionError(13, "The process cannot access the file", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(files, "_OPEN_FILES_STAY", True)
    monkeypatch.setattr(files, "_PATIENCE", 0.1)
    with pytest.raises(InputError, match=r"chips cannot be replaced .* \(remove the layer from the QGIS project\)"):
        export_chips(replace(wanted, overwrite="replace"), listening)
    assert helpers.tree(wanted.output.parent) == before and not listening.fractions


@pytest.mark.parametrize("then", ["open", "refuse", "replace"])
def test_killed_between_moving_the_older_aside_and_the_new_in_place(wanted, then):
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(wanted.output)
    # The first call moves the older folder aside, the second gives the new one its name.
    kill_at(code_of(wanted, "stop(files, '_replace', 1, after=True)"))
    assert not wanted.output.exists()
    if then == "replace":
        export_chips(replace(wanted, overwrite="replace", stride=64), helpers.Recorder())
        assert_whole(wanted.output, "TIFF")
    elif then == "refuse":
        with pytest.raises(InputError, match="not empty"):
            export_chips(wanted, helpers.Recorder())
        assert helpers.tree(wanted.output) == before
    else:
        assert_whole(wanted.output, "TIFF")
        assert helpers.tree(wanted.output) == before
    assert beside(wanted) == ["b.tif", "chips"]


def test_killed_when_the_new_folder_is_in_place(wanted):
    export_chips(wanted, helpers.Recorder())
    kill_at(code_of(wanted, "stop(files, '_replace', 2, after=True)"))
    assert_whole(wanted.output, "PNG")
    assert beside(wanted) == ["b.tif", "chips"]


def test_a_living_export_is_left_alone(wanted):
    with stopped(code_of(wanted, EARLY["among the images"])):
        before = beside(wanted)
        assert len([name for name in before if name.startswith(".")]) == 3
        with pytest.raises(InputError, match=r"Another job is writing .*chips; wait for its end"):
            export_chips(wanted, helpers.Recorder())
        export_chips(replace(wanted, output=wanted.output.with_name("others")), helpers.Recorder())
        assert beside(wanted) == sorted([*before, "others"])
    export_chips(replace(wanted, overwrite="replace"), helpers.Recorder())
    assert beside(wanted) == ["b.tif", "chips", "others"]


def test_leftovers_of_other_names_are_left_alone(wanted):
    for name in ("chips2", "my.chips"):
        kill_at(code_of(replace(wanted, output=wanted.output.with_name(name)), EARLY["among the images"]))
    others = beside(wanted)
    export_chips(wanted, helpers.Recorder())
    assert beside(wanted) == sorted([*others, "chips"])


def test_cancelled_replacement_keeps_the_older_one(wanted):
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(wanted.output.parent)
    for cancel_at in (1, 3, 10, 60):
        with pytest.raises(Cancelled):
            export_chips(replace(wanted, overwrite="replace"), helpers.Recorder(cancel_at=cancel_at))
        assert helpers.tree(wanted.output.parent) == before


@pytest.mark.parametrize("image_format", ["TIFF", "PNG", "JPEG"])
def test_full_disk_is_one_sentence_and_keeps_the_older_one(wanted, image_format):
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(wanted.output.parent)
    for limit in (500, 1000):
        with pytest.raises(InputError, match=r"The chips cannot be written to .*File too large.*; check the folder"):
            with helpers.largest_file(limit):
                export_chips(replace(wanted, overwrite="replace", image_format=image_format), helpers.Recorder())
        assert helpers.tree(wanted.output.parent) == before


def test_killed_packing(wanted):
    folder = export_chips(wanted, helpers.Recorder()).folder
    before = helpers.tree(folder)
    kill_at(PACK.format(stop="stop(ChipFolder, 'read', 60)", folder=str(folder)))
    with pytest.raises(InputError, match="no packed chips"):
        PackedChips.open(folder)
    packed = pack(folder, helpers.Recorder())
    np.testing.assert_array_equal(packed.b[-1], ChipFolder.open(folder).read(len(packed) - 1)[1])
    assert {name for name in helpers.tree(folder) if not name.startswith("packed")} == set(before)


def test_a_folder_with_a_killed_packing_can_be_replaced(wanted):
    folder = export_chips(wanted, helpers.Recorder()).folder
    kill_at(PACK.format(stop="stop(ChipFolder, 'read', 60)", folder=str(folder)))
    export_chips(replace(wanted, overwrite="replace"), helpers.Recorder())
    assert_whole(folder, "TIFF")
    assert not [name for name in os.listdir(folder) if name.startswith(".")]


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="peak memory is read from Linux's /proc")
def test_packing_takes_little_memory(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", np.full((3, 2048, 2048), 7, np.uint8), options=("COMPRESS=DEFLATE",))
    wanted = ExportSettings(target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=256, stride=64)
    folder = export_chips(wanted, helpers.Recorder()).folder
    code = PACK.format(stop="", folder=str(folder)) + "print(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak = int(done.stdout.split("VmHWM:")[1].split()[0]) * 1024
    size = sum(file.stat().st_size for file in (folder / "packed").iterdir())
    assert size > 200e6 and peak < 160e6
