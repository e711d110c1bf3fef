"""Outputs appear whole or not at all."""

import os
import signal
import subprocess
import sys

import pytest

from image_translation.models.errors import InputError
from image_translation.models.files import atomic_file, atomic_folder, recover, scratch_folder, sha256

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


def test_sha256_of_known_text(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
