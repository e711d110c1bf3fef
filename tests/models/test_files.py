"""Outputs appear whole or not at all."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from image_translation.models import files
from image_translation.models.errors import InputError
from image_translation.models.files import (
    atomic_file,
    atomic_folder,
    check_replaceable,
    recover,
    scratch_folder,
    sha256,
)

WRITER = """
import sys, time
from image_translation.models.files import atomic_file
with atomic_file(sys.argv[1]) as partial:
    partial.write_text("half")
    partial.with_name(partial.name + ".aux.xml").write_text("half")
    print("here", flush=True)
    time.sleep(600)
"""


def test_file_appears_only_at_the_end(tmp_path):
    target = tmp_path / "new" / "out.tif"
    with atomic_file(target) as partial:
        partial.write_text("whole")
        assert partial.suffix == ".tif" and not target.exists()
    assert target.read_text() == "whole"
    assert [item.name for item in target.parent.iterdir()] == ["out.tif"]


def test_failure_keeps_the_old_file_and_no_sidecar(tmp_path):
    target = tmp_path / "out.tif"
    target.write_text("old")
    with pytest.raises(RuntimeError), atomic_file(target) as partial:
        partial.write_text("half")
        partial.with_name(partial.name + ".aux.xml").write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.tif"]


def test_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "chips"
    target.mkdir()
    (target / "old.txt").write_text("old")
    with pytest.raises(RuntimeError), atomic_folder(target) as partial:
        (partial / "half.txt").write_text("half")
        raise RuntimeError
    assert [item.name for item in target.iterdir()] == ["old.txt"]
    with atomic_folder(target) as partial:
        (partial / "new.txt").write_text("new")
    assert [item.name for item in target.iterdir()] == ["new.txt"]
    assert [item.name for item in tmp_path.iterdir()] == ["chips"]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a thing of Unix")
def test_what_a_killed_writer_leaves_goes_and_what_a_living_one_writes_stays(tmp_path):
    target = tmp_path / "out [1].tif"
    command = [sys.executable, "-c", WRITER, str(target)]
    killed, living = (subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2))
    try:
        assert killed.stdout.readline() == living.stdout.readline() == "here\n"
        strange = tmp_path / ".0a1b2c3d.partial.out [1].tif"
        strange.write_text("not known to be ours")
        assert len(list(tmp_path.iterdir())) == 7
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        with atomic_file(target) as partial:
            partial.write_text("whole")
        assert target.read_text() == "whole"
        assert len(list(tmp_path.iterdir())) == 5
    finally:
        for process in (killed, living):
            process.kill()
            process.wait()
            process.stdout.close()
    recover(target)
    assert sorted(tmp_path.iterdir()) == [strange, target]


def test_scratch_folder_goes_and_the_file_made_from_it_stays(tmp_path):
    target = tmp_path / "m.dlpk"
    with scratch_folder(target) as folder:
        (folder / "part").write_text("part")
        with atomic_file(target) as partial:
            partial.write_text((folder / "part").read_text())
        assert folder.is_dir()
    assert [item.name for item in tmp_path.iterdir()] == ["m.dlpk"]
    with pytest.raises(RuntimeError), scratch_folder(target) as folder:
        raise RuntimeError
    assert [item.name for item in tmp_path.iterdir()] == ["m.dlpk"]


def test_impossible_folder_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be created"), atomic_file(tmp_path / "file" / "out.tif"):
        pass


@pytest.fixture
def held_open(monkeypatch):
    """Nobody waits; what is in the set that it gives cannot be renamed nor replaced, as an open file on Windows."""
    held, replace = set(), os.replace

    def blocked(source, target):
        if {str(source), str(target)} & {str(path) for path in held}:
            raise PermissionError(13, "The process cannot access the file", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", blocked)
    monkeypatch.setattr(files, "_OPEN_FILES_STAY", True)
    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    return held


def names(folder):
    return sorted(item.name for item in folder.iterdir())


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_held_open_is_found_before_the_work(tmp_path, held_open, folder):
    target, make = tmp_path / "new" / "out", (atomic_folder if folder else atomic_file)
    check_replaceable(target, folder=folder)
    with make(target, precious=True) as partial:
        (partial / "footprints.gpkg" if folder else partial).write_text("old")
    check_replaceable(target, folder=folder)
    assert names(target.parent) == ["out"]
    held_open.add(target)
    with pytest.raises(InputError, match="new/out cannot be replaced .*another program has it open.*another output"):
        check_replaceable(target, folder=folder)
    with pytest.raises(InputError, match="another program has it open"), make(target, precious=True):
        pytest.fail("the work has begun")
    assert names(target.parent) == ["out"]
    assert (target / "footprints.gpkg" if folder else target).read_text() == "old"


@pytest.mark.skipif(os.name == "nt", reason="protections of Unix")
def test_what_unix_protects_is_found_before_the_work(tmp_path, monkeypatch):
    """What lies in a folder of all belongs to somebody else, or is made immutable; read only is no protection."""
    target = tmp_path / "out.tif"
    target.write_text("old")
    target.chmod(0o400)
    check_replaceable(target)
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: os.getuid() + 1)
        check_replaceable(target)
        tmp_path.chmod(0o1777)
        with pytest.raises(InputError, match=r"out.tif cannot be replaced \(it belongs to somebody else\)"):
            check_replaceable(target)
    opened = os.open

    def immutable(path, flags, *arguments):
        if path == target and flags & os.O_WRONLY:
            raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
        return opened(path, flags, *arguments)

    monkeypatch.setattr(os, "open", immutable)
    with pytest.raises(InputError, match=r"out.tif cannot be replaced \(Operation not permitted\)"):
        check_replaceable(target)
    assert names(tmp_path) == ["out.tif"] and target.read_text() == "old"


@pytest.mark.parametrize("folder", [False, True])
def test_finished_work_is_kept_where_it_cannot_take_its_place(tmp_path, held_open, folder):
    target, make = tmp_path / "out.tif", (atomic_folder if folder else atomic_file)
    (tmp_path / "out (2).tif").write_text("of another day")
    with make(target) as partial:
        (partial / "a" if folder else partial).write_text("old")
    with pytest.raises(InputError, match=r"out.tif cannot be replaced .* kept as .*out \(3\).tif"):
        with make(target, precious=True) as partial:
            (partial / "a" if folder else partial).write_text("new")
            if not folder:
                partial.with_suffix(".tfw").write_text("0.5")
            held_open.add(target)
    kept = tmp_path / "out (3).tif"
    assert (kept / "a" if folder else kept).read_text() == "new"
    assert (target / "a" if folder else target).read_text() == "old"
    assert names(tmp_path) == ["out (2).tif", *([] if folder else ["out (3).tfw"]), "out (3).tif", "out.tif"]
    with pytest.raises(PermissionError), make(target) as partial:  # what is made again every minute is not piled up
        (partial / "a" if folder else partial).write_text("new")
    assert len(names(tmp_path)) == (3 if folder else 4)


def test_a_file_that_is_let_go_of_in_time_is_replaced(tmp_path, monkeypatch):
    target, replace, calls = tmp_path / "out.tif", os.replace, []
    target.write_text("old")

    def scanned(source, other):
        calls.append(source)
        if str(other) == str(target) and len(calls) < 4:
            raise PermissionError(13, "in use")
        replace(source, other)

    with atomic_file(target) as partial:
        partial.write_text("new")
        monkeypatch.setattr(os, "replace", scanned)
    assert target.read_text() == "new" and len(calls) == 4


def test_output_of_the_other_kind_or_in_no_place_is_found_before_the_work(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="file is a file; choose another output"):
        check_replaceable(tmp_path / "file", folder=True)
    with pytest.raises(InputError, match="is a folder; choose another output"):
        check_replaceable(tmp_path)
    with pytest.raises(InputError, match="cannot be written .*; choose another output"):
        check_replaceable(tmp_path / f"{'long' * 70}.tif")
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody can write")
def test_a_protected_folder_is_told_by_the_outputs_name():
    for write in (check_replaceable, lambda target: atomic_file(target).__enter__()):
        with pytest.raises((InputError, OSError)) as caught:
            write("/proc/self/out.tif")
        assert "/proc/self/out.tif" in str(caught.value) and "partial" not in str(caught.value)


def test_a_temporary_name_is_not_shown(tmp_path):
    target = tmp_path / "out.tif"
    with pytest.raises(OSError) as caught, atomic_file(target) as partial:
        partial.mkdir()
        open(partial, "wb")
    assert str(target) in str(caught.value) and "partial" not in str(caught.value)
    assert names(tmp_path) == []


def test_a_folder_that_another_has_made_meanwhile_is_not_replaced(tmp_path):
    target = tmp_path / "chips"
    target.mkdir()
    with pytest.raises(InputError, match=r"chips \(2\)"):
        with atomic_folder(target, precious=True, replace=False) as partial:
            (partial / "map.txt").write_text("mine")
            (target / "map.txt").write_text("theirs")
    assert (target / "map.txt").read_text() == "theirs"
    assert (tmp_path / "chips (2)" / "map.txt").read_text() == "mine"
    with atomic_folder(tmp_path / "free", replace=False) as partial:
        (tmp_path / "free").mkdir()
        (partial / "map.txt").write_text("mine")
    assert names(tmp_path / "free") == ["map.txt"]


def test_content_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    done, fsync, replace = [], os.fsync, os.replace

    def flushed(handle):
        done.append(f"flush {os.path.basename(os.readlink(f'/proc/self/fd/{handle}'))}")
        fsync(handle)

    def renamed(source, target):
        done.append(f"rename {os.path.basename(target)}")
        replace(source, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("what a handle is of cannot be told here")
    with atomic_file(tmp_path / "out.tif") as partial:
        partial.write_text("whole")
        monkeypatch.setattr(os, "fsync", flushed)
        monkeypatch.setattr(os, "replace", renamed)
    assert done == [f"flush {partial.name}", "rename out.tif", f"flush {tmp_path.name}"]
    monkeypatch.setattr(os, "sync", lambda: done.append("flush everything"))
    with atomic_folder(tmp_path / "chips") as partial:
        (partial / "a").write_text("whole")
        done.clear()
    assert done == ["flush everything", "rename chips", f"flush {tmp_path.name}"]


def test_sidecars_come_along_and_those_of_the_older_raster_go(tmp_path):
    target = tmp_path / "a.b.tif"
    for name in ("a.b.tif", "a.b.tif.aux.xml", "a.b.tif.ovr", "a.b.tif.msk", "a.b.tfw", "a.b.txt", "a.tfw"):
        (tmp_path / name).write_text("old")
    with atomic_file(target) as partial:
        for path in (partial, partial.with_suffix(".tfw"), partial.with_name(f"{partial.name}.aux.xml")):
            path.write_text("new")
    assert names(tmp_path) == ["a.b.tfw", "a.b.tif", "a.b.tif.aux.xml", "a.b.txt", "a.tfw"]
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["new", "new", "new", "old", "old"]
    with atomic_file(tmp_path / "bare") as partial:
        for path in (partial, partial.with_suffix(".tfw"), partial.with_name(f"{partial.name}.aux.xml")):
            path.write_text("new")
    assert {"bare", "bare.tfw", "bare.aux.xml"} < set(names(tmp_path)) and len(names(tmp_path)) == 8


def test_sidecars_follow_a_file_whose_writer_was_killed_after_its_rename(tmp_path):
    target = tmp_path / "out.tif"
    for name in ("out.tif", "out.tif.aux.xml", ".0a1b2c3d.partial.out.tfw", ".0a1b2c3d.partial.out.tif.lock"):
        (tmp_path / name).write_text("new")
    recover(target)
    assert names(tmp_path) == ["out.tfw", "out.tif", "out.tif.aux.xml"]
    for name in (".4e5f6a7b.partial.out.tif.ovr.tmp", ".4e5f6a7b.partial.out.tif.lock"):
        (tmp_path / name).write_text("of a cloud optimized one that was not yet begun")
    recover(target)
    assert names(tmp_path) == ["out.tfw", "out.tif", "out.tif.aux.xml"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_followed(tmp_path):
    store = tmp_path / "store"
    store.mkdir()
    (store / "real.tif").write_text("old")
    (tmp_path / "out.tif").symlink_to(store / "real.tif")
    (tmp_path / "dangling.tif").symlink_to(store / "later.tif")
    (tmp_path / "chips").symlink_to(store / "folder")
    for name in ("out.tif", "dangling.tif"):
        check_replaceable(tmp_path / name)
        with atomic_file(tmp_path / name) as partial:
            assert partial.parent == store
            partial.write_text("new")
    with atomic_folder(tmp_path / "chips") as partial:
        (partial / "a").write_text("new")
    assert all(path.is_symlink() for path in tmp_path.iterdir() if path != store)
    assert names(store) == ["folder", "later.tif", "real.tif"]
    assert (store / "real.tif").read_text() == (store / "later.tif").read_text() == "new"


@pytest.mark.parametrize("name", ["n" * 251 + ".tif", "é" * 125 + ".tiff"])
def test_names_as_long_as_they_may_be(tmp_path, name):
    for _ in range(2):
        with atomic_file(tmp_path / name) as partial:
            assert partial.suffix == (tmp_path / name).suffix
            partial.write_text("whole")
            partial.with_name(f"{partial.name}.aux.xml").write_text("x")
            partial.with_name(f"{partial.name}.aux.xml").unlink()
    assert names(tmp_path) == [name]
    lock = tmp_path / f".0a1b2c3d.partial.{files._short(tmp_path / name)}.lock"
    for path in (lock, lock.with_suffix("")):
        path.write_text("killed")
    recover(tmp_path / name)
    assert names(tmp_path) == [name]


def test_sha256_of_known_text(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_only_one_job_works_on_an_output(tmp_path):
    output = tmp_path / "out.tif"
    with files.only_one(output):
        assert [path.name for path in tmp_path.iterdir()] == [".out.tif.job.lock"]
        with pytest.raises(InputError, match=r"Another job is writing .*out.tif; .* delete .*\.out\.tif\.job\.lock"):
            with files.only_one(output):
                pass
        with files.only_one(tmp_path / "out.tiff"), files.only_one(tmp_path / f"{'x' * 240}.tif"):
            pass
    assert not list(tmp_path.iterdir())
    (tmp_path / ".out.tif.job.lock").write_bytes(b"")  # of a killed process
    with files.only_one(output):
        pass
    assert not list(tmp_path.iterdir())
