"""Temporary folders go with their process, or with the next one when it was killed."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from image_translation.models.files import atomic_file
from image_translation.models.temporary import temporary_folder

_HOLDER = """
import sys, time
from image_translation.models.temporary import temporary_folder
with temporary_folder() as folder:
    (folder / "model.onnx").write_bytes(b"x" * 100)
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("TEMP", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path
    tempfile.tempdir = None


def _start():
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, Path(process.stdout.readline().strip())


def test_it_is_removed_at_the_end_and_after_an_error(own_temporary):
    with pytest.raises(KeyError), temporary_folder() as folder:
        (folder / "file").write_bytes(b"x")
        assert folder.parent == own_temporary and (os.name == "nt" or folder.stat().st_mode & 0o77 == 0)
        raise KeyError
    assert list(own_temporary.iterdir()) == []


def test_that_of_a_killed_process_goes_with_the_next_and_that_of_a_living_one_stays(own_temporary):
    killed, abandoned = _start()
    living, held = _start()
    killed.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    killed.wait()
    assert (abandoned / "model.onnx").exists()
    with temporary_folder():
        assert not abandoned.exists()
        assert (held / "model.onnx").exists()
    living.communicate()
    assert list(own_temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked for a process without harm")
def test_that_of_a_process_killed_before_it_had_its_lock_goes_too(own_temporary):
    killed = subprocess.Popen([sys.executable, "-c", "pass"])
    killed.wait()
    for number in (killed.pid, os.getpid()):
        (own_temporary / f"image_translation_files_{number}_abc").mkdir()
    with temporary_folder() as folder:
        assert folder.name.startswith(f"image_translation_files_{os.getpid()}_")
    assert [path.name for path in own_temporary.iterdir()] == [f"image_translation_files_{os.getpid()}_abc"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a thing of Unix")
def test_what_others_have_put_there_is_left_alone(own_temporary):
    """Folders without a lock, links to folders, and pipes in place of a lock, which would wait for ever."""
    elsewhere = own_temporary / "elsewhere"
    for name in ("image_translation_files_bare", "image_translation_files_pipe", "elsewhere"):
        (own_temporary / name).mkdir()
    (elsewhere / ".lock").touch()
    (own_temporary / "image_translation_files_link").symlink_to(elsewhere)
    os.mkfifo(own_temporary / "image_translation_files_pipe" / ".lock")
    before = sorted(own_temporary.iterdir())
    with temporary_folder():
        pass
    assert sorted(own_temporary.iterdir()) == before and (elsewhere / ".lock").exists()


@pytest.mark.parametrize("where", ["temporary folder", "output"])
def test_a_full_disk_is_told_by_its_folder(own_temporary, tmp_path, where):
    with pytest.raises(OSError) as caught:
        with temporary_folder() as folder:
            full = OSError(errno.ENOSPC, "No space left on device")
            if where == "temporary folder":
                raise full
            with atomic_file(tmp_path / "out.dlpk"):
                raise full
    assert caught.value.filename == (str(folder) if where == "temporary folder" else str(tmp_path / "out.dlpk"))
