"""The zip that scripts/package.sh makes of the last commit: what is in it, and that QGIS runs it."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP = "image_translation/"
LANGUAGES = ("de", "es", "fr")

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the zip is made from a git checkout")


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Path of the zip, made twice over itself."""
    path = tmp_path_factory.mktemp("package") / "sub folder" / "plugin.zip"
    for _ in range(2):
        done = subprocess.run(
            [ROOT / "scripts" / "package.sh", path], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        assert f"kB, {len(LANGUAGES)} languages" in done.stdout
    assert [item.name for item in path.parent.iterdir()] == ["plugin.zip"]
    return path


def test_it_holds_what_qgis_needs_and_nothing_else(package):
    with zipfile.ZipFile(package) as archive:
        files = {name for name in archive.namelist() if not name.endswith("/")}
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(archive.read(TOP + "metadata.txt").decode("utf-8"))
    tracked = git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
    needed = {
        name
        for name in tracked
        if name.startswith(("models/", "plugin/", "processing_provider/", "resources/")) or "/" not in name
    }
    needed -= {".gitattributes", ".gitignore", "pyproject.toml"}
    compiled = {f"i18n/image_translation_{language}.qm" for language in LANGUAGES}
    assert files == {TOP + name for name in needed | compiled}
    assert {"LICENSE", "README.md", "__init__.py", "metadata.txt"} <= needed
    assert package.stat().st_size < 20_000_000
    assert parser["general"]["hasProcessingProvider"] == "yes"


def test_it_fails_loudly_outside_a_checkout(tmp_path):
    (tmp_path / "scripts").mkdir()
    copy = shutil.copy(ROOT / "scripts" / "package.sh", tmp_path / "scripts")
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = subprocess.run([copy], capture_output=True, text=True, env=environment, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("is no git checkout; the zip is made from a commit.")
    assert "\n" not in done.stderr.strip()


@pytest.mark.qgis
def test_installed_from_the_zip_it_runs_in_a_clean_profile_in_the_users_language(package, tmp_path):
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    profile = tmp_path / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(plugins)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(
        "[PythonPlugins]\nimage_translation=true\n[locale]\noverrideFlag=true\nuserLocale=de\n"
    )
    (tmp_path / "runtime").mkdir(mode=0o700)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment.update(QGIS_CUSTOM_CONFIG_PATH=str(tmp_path), XDG_RUNTIME_DIR=str(tmp_path / "runtime"))
    environment.update(QT_QPA_PLATFORM="offscreen", PYTHONNOUSERSITE="1")
    done = subprocess.run(
        [program, "--json", "list"], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    algorithms = json.loads(done.stdout[done.stdout.index("{") :])["providers"]["imagetranslation"]["algorithms"]
    assert algorithms["imagetranslation:classifypixels"]["name"] == "Pixel klassifizieren"
    assert "Traceback" not in done.stderr
