"""The model browser lists what is in a folder, and what cannot be read is one sentence."""

from __future__ import annotations

import html
import json
import struct
import zipfile
import zlib

import pytest

from image_translation.models.package.archive import write_package
from image_translation.tests.packages import definition, linear_onnx

pytestmark = pytest.mark.qgis
FIGURES = {"model": {"psnr": 28.14}, "fitted_curve": {"psnr": 27.02}}
EVIL = '<img src="file:///secret"><b>bold</b>'


def picture(width, height, color=0xFF3366CC):
    """PNG bytes of one colour."""
    from qgis.PyQt.QtCore import QBuffer, QIODevice
    from qgis.PyQt.QtGui import QImage

    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(color)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def bomb():
    """The start of a PNG that says it has 100000 × 100000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def pack(path, thumbnail=None, report=None, **changes):
    """A package with a model of 3 numbers in it."""
    path.parent.mkdir(exist_ok=True)
    files = {"onnx": linear_onnx(path.with_suffix(".graph"), ((1.0,), (0.5,), (0.25,)))}
    for role, content in (("thumbnail", thumbnail), ("report", report)):
        if content is not None:
            files[role] = path.with_suffix(f".{role}")
            files[role].write_bytes(content)
    write_package(path, definition(**changes), files)
    for file in files.values():
        file.unlink()
    return path


def tampered(path, **ours):
    """Change keys in the definition of a package."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    emd = json.loads(members[f"{path.stem}.emd"])
    emd["ImageTranslation"].update(ours)
    members[f"{path.stem}.emd"] = json.dumps(emd).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.fixture
def browser(provider, tmp_path):
    from qgis.core import QgsSettings
    from qgis.PyQt import sip

    from image_translation.plugin.model_browser import ModelBrowser

    QgsSettings().remove("image_translation/model_folders")
    dialog = ModelBrowser()
    yield dialog
    dialog.close()
    sip.delete(dialog)
    QgsSettings().remove("image_translation/model_folders")


def look(dialog, folder):
    """Show the folder; the texts of the list by the packages' names."""
    from image_translation.tests.plugin.window import wait_until

    if not dialog.isVisible():
        dialog.show()
    dialog.look_in(str(folder))
    wait_until(lambda: dialog._task is None)
    items = [dialog.list.item(row) for row in range(dialog.list.count())]
    return {item.text().split("\n")[0]: item for item in items}


def test_good_and_hostile_packages_side_by_side(browser, tmp_path):
    training = {"train_chips": 240, "sources": [["grey.tif", EVIL]]}
    pack(tmp_path / "good.dlpk", picture(516, 256), metrics=FIGURES, training=training, cell_size=(1.0, 1.0))
    pack(tmp_path / "deeper" / "plain.dlpk", metrics={"model": {"psnr": 30.0}})
    pack(tmp_path / "bomb.dlpk", bomb())
    tampered(pack(tmp_path / "words.dlpk"), Metrics={"model": {"psnr": "much"}})
    tampered(pack(tmp_path / "list.dlpk"), Metrics={"model": [1]})
    tampered(pack(tmp_path / "odd.dlpk"), Training={"train_chips": 3, "sources": 5}, Metrics={})
    (tmp_path / "cut.dlpk").write_bytes((tmp_path / "good.dlpk").read_bytes()[:500])
    with zipfile.ZipFile(tmp_path / "script.dlpk", "w") as archive:
        archive.writestr("script.emd", json.dumps({"InferenceFunction": EVIL}))
    items = look(browser, tmp_path)
    assert list(items) == ["bomb", "cut", "good", "list", "odd", "script", "words", "deeper/plain"]
    assert items["good"].text() == "good\n28.1 dB, a fitted curve 27.0 dB"
    assert items["deeper/plain"].text() == "deeper/plain\n30.0 dB"
    assert browser.state.text() == "8 model package(s)"
    told = {}
    for name, item in items.items():
        browser.list.setCurrentItem(item)
        told[name] = browser.details.toPlainText()
        refused = name not in ("good", "deeper/plain", "odd")
        assert browser.classify_button.isEnabled() is not refused and browser.report_button.isEnabled() is not refused
        assert item.text().endswith("\ncannot be read") is refused
    for name, words in {
        "bomb": "no PNG of up to 4096 pixels",
        "cut": "damaged or cut short",
        "list": "Metrics of model are not an object",
        "words": "could not convert string to float",
        "script": "never executes",
    }.items():
        assert told[name].startswith(f"{name}.dlpk\n") and words in told[name]
    for words in ("1 band(s) of uint8: Grey", "3 band(s) of uint8: Red, Green, Blue", "1 × 1 pixels", "64 × 64", EVIL):
        assert words in told["good"], "words of a package are shown as they are, never as HTML"
    assert "240 chips of grey.tif → " in told["good"] and "3 chips" in told["odd"]


def test_the_picture_is_shown(browser, tmp_path):
    pack(tmp_path / "blue.dlpk", picture(960, 320))
    item = look(browser, tmp_path)["blue"]
    from qgis.PyQt.QtCore import QSize

    shown = item.icon().pixmap(QSize(128, 64)).toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2).name() == "#3366cc"
    browser.list.setCurrentItem(item)
    page = browser.details.grab().toImage()
    colors = [page.pixelColor(x, y).name() for x in range(0, page.width(), 8) for y in range(0, page.height(), 8)]
    assert colors.count("#3366cc") > 100


def test_classify_opens_with_the_model(browser, tmp_path, monkeypatch):
    from image_translation.plugin import model_browser

    asked = []
    monkeypatch.setattr(model_browser.processing, "execAlgorithmDialog", lambda *given: asked.append(given))
    path = pack(tmp_path / "model.dlpk")
    look(browser, tmp_path)
    browser.classify_button.click()
    assert asked == [("imagetranslation:classifypixels", {"MODEL": str(path)})]
    assert model_browser.known_folders()[0] == str(tmp_path), "a folder that served is offered again"


def test_a_report_is_shown_without_its_scripts(browser, tmp_path, monkeypatch):
    from image_translation.plugin import model_browser

    opened = []
    monkeypatch.setattr(model_browser.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    report = b"""<html><head><script>evil("&amp;")</script><meta http-equiv="refresh" content='0;url=http://x'></head>"""
    pack(tmp_path / "a.dlpk", report=report)
    pack(tmp_path / "b.dlpk")
    items = look(browser, tmp_path)
    browser.list.setCurrentItem(items["a"])
    browser.report_button.click()
    with open(opened[0], "rb") as file:
        page = file.read()
    frame = page[page.index(b'<iframe sandbox srcdoc="') :]
    assert page.index(b"default-src 'none'") < page.index(frame)
    assert frame.count(b"<") == 2 and frame.count(b'"') == 2, "nothing of the report gets out of the frame"
    assert html.unescape(frame.split(b'"')[1].decode()) == report.decode()
    browser.list.setCurrentItem(items["b"])
    browser.report_button.click()
    assert len(opened) == 1 and browser.state.text() == "This package holds no report."


def test_known_folders(browser, provider, tmp_path):
    from qgis.core import QgsProject

    from image_translation.plugin.model_browser import SHIPPED, known_folders, remember_folder

    assert known_folders() == [str(SHIPPED)]
    for name in ("one", "two", "gone", "project"):
        (tmp_path / name).mkdir()
        if name != "project":
            remember_folder(str(tmp_path / name))
    remember_folder(str(tmp_path / "one"))
    (tmp_path / "gone").rmdir()
    QgsProject.instance().setFileName(str(tmp_path / "project" / "map.qgz"))
    assert known_folders() == [*(str(tmp_path / name) for name in ("one", "two", "project")), str(SHIPPED)]
    QgsProject.instance().clear()
    browser.show()
    assert browser.folders.currentText() == str(tmp_path / "one")


def test_nothing_found_and_closed_while_looking(browser, tmp_path):
    assert look(browser, tmp_path) == {}
    assert browser.state.text().startswith("No model packages")
    for number in range(5):
        pack(tmp_path / f"{number}.dlpk")
    browser.look_in(str(tmp_path))
    task = browser._task
    browser.close()
    assert browser._task is None
    from qgis.core import QgsApplication

    from image_translation.tests.plugin.window import wait_until

    wait_until(lambda: QgsApplication.taskManager().count() == 0)
    assert browser.list.count() == 0 and task is not None
