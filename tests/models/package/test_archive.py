"""The package: what is written comes back, and nothing harmful or damaged gets in."""

import json
import shutil
import stat
import zipfile
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import onnx
import pytest

from image_translation.models.errors import InputError, PackageError, UnexpectedError
from image_translation.models.files import sha256
from image_translation.models.package import archive as archive_module
from image_translation.models.package.archive import open_package, read_definition, read_part, write_package
from image_translation.models.package.definition import from_emd, to_emd
from image_translation.tests.packages import definition, linear_onnx, package


def _rewrite(path, change, name=None):
    """Copy the zip, letting ``change(name, content)`` alter members (None leaves one out)."""
    target = path.with_name(name or f"changed_{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for item in source.namelist():
            content = change(item, source.read(item))
            if content is not None:
                copy.writestr(item, content)
    return target


def _change_emd(path, change):
    def edit(name, content):
        if not name.endswith(".emd"):
            return content
        emd = json.loads(content)
        change(emd)
        return json.dumps(emd).encode()

    return _rewrite(path, edit)


def _nested(depth):
    return {"a": _nested(depth - 1)} if depth else 1


def _open_and_close(path):
    with open_package(path):
        pass


def _with_weights(folder):
    """A package ``both.dlpk`` of a model and of weights that nothing can use."""
    (folder / "weights").write_bytes(b"weights")
    with open_package(package(folder)) as opened:
        files = {"onnx": opened.onnx, "weights": folder / "weights"}
        write_package(folder / "both.dlpk", opened.definition, files)
    return folder / "both.dlpk"


def test_definition_survives_json():
    written = definition(
        input_nodata=-9999.0,
        extent=(1.0, 2.0, 3.0, 4.0),
        output_nodata=float("inf"),
        input_quantiles=((0.0, 7.0, 255.0),),
    )
    assert from_emd(json.loads(json.dumps(to_emd(written), allow_nan=False)), "x.emd") == written


def test_package_comes_back(tmp_path):
    onnx_file = linear_onnx(tmp_path / "graph.onnx", [[1.0]] * 3)
    report = tmp_path / "report.html"
    report.write_text("<p>figures</p>")
    path = tmp_path / "Town 1956.dlpk"
    write_package(path, definition(), {"onnx": onnx_file, "report": report})
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["Town 1956.emd", "Town 1956.onnx", "model_metrics.html"]
    with open_package(path) as opened:
        assert opened.definition.name == "Town 1956"
        assert sha256(opened.onnx) == sha256(onnx_file)
        assert opened.files["report"].read_text() == "<p>figures</p>"
        folder = opened.onnx.parent
    assert not folder.exists()
    assert replace(read_definition(path), name="model", files={}) == definition()


def test_only_what_can_be_made_smaller_is_compressed(tmp_path):
    (tmp_path / "report.html").write_text("<p>figures</p>" * 100)
    (tmp_path / "thumbnail.png").write_bytes(b"png" * 100)
    (tmp_path / "weights").write_bytes(b"weights" * 100)
    files = {role: tmp_path / name for role, name in (("report", "report.html"), ("weights", "weights"))}
    files.update(onnx=linear_onnx(tmp_path / "graph.onnx", [[1.0]] * 3), thumbnail=tmp_path / "thumbnail.png")
    write_package(tmp_path / "town.dlpk", definition(), files)
    with zipfile.ZipFile(tmp_path / "town.dlpk") as archive:
        methods = {info.filename.rpartition(".")[2]: info.compress_type for info in archive.infolist()}
    assert methods.pop("html") == methods.pop("emd") == zipfile.ZIP_DEFLATED
    assert len(methods) == 3 and set(methods.values()) == {zipfile.ZIP_STORED}


def test_unpacked_package_opens_by_its_emd(tmp_path):
    with zipfile.ZipFile(package(tmp_path)) as archive:
        archive.extractall(tmp_path / "unpacked")
    with open_package(tmp_path / "unpacked" / "model.emd") as opened:
        assert opened.onnx == tmp_path / "unpacked" / "model.onnx"


def test_failed_write_keeps_the_older_package(tmp_path):
    path = package(tmp_path)
    before = path.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_package(path, definition(), {"onnx": tmp_path / "absent.onnx"})
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.glob("*.partial.*")] == []


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda emd: emd.update(InferenceFunction="evil.py"), "InferenceFunction"),
        (lambda emd: emd.pop("ImageTranslation"), "Train Image Translation Model"),
        (lambda emd: (emd.pop("ImageTranslation"), emd.update(Framework="Keras")), "Framework Keras, ModelName"),
        (lambda emd: emd["ImageTranslation"].update(FormatVersion=99), "version 99"),
        (lambda emd: emd["ImageTranslation"].pop("TileSize"), "TileSize"),
        (lambda emd: emd["ImageTranslation"].update(TileSize="big"), "TileSize"),
        (lambda emd: emd["ImageTranslation"].update(TileSize=48), "multiple"),
        (lambda emd: emd["ImageTranslation"].update(Name="../../escape"), "plain file name"),
        (lambda emd: emd["ImageTranslation"].update(InputBands=[]), "InputBands is not a list of 1 to 4096 bands"),
        (lambda emd: emd["ImageTranslation"]["InputBands"][0].update(dtype="object"), "data type"),
        (lambda emd: emd.update(ModelFile="/etc/passwd"), "model file"),
        (lambda emd: emd["ImageTranslation"].update(Metrics={"model": {"psnr": "much"}}), "could not convert"),
        (lambda emd: emd["ImageTranslation"].update(Metrics={"model": [1]}), "not an object"),
        (lambda emd: emd["ImageTranslation"].update(CellSize=[10**290 * 10**20, 1]), "a number of 311 digits"),
        (lambda emd: emd["ImageTranslation"].update(Training=_nested(40)), "nested too deeply"),
        (lambda emd: emd["ImageTranslation"].update(Training=_nested(900)), "nested too deeply"),
        (lambda emd: emd["ImageTranslation"].update(Crs={"wkt": 1}), "Crs is not a text"),
        (lambda emd: emd["ImageTranslation"].update(Crs="WGS 84, more or less"), "as WKT"),
        (lambda emd: emd["ImageTranslation"].update(InputQuantiles=[[0.0, 1.0]] * 2), "not those of the bands"),
        (lambda emd: emd["ImageTranslation"].update(InputBands=[{}] * 4097), "is not a list of 1 to 4096 bands"),
        (lambda emd: emd["ImageTranslation"].update(Name="a\0b"), "plain file name"),
        (lambda emd: emd["ImageTranslation"].update(Name="x" * 201), "plain file name"),
        (lambda emd: emd["ImageTranslation"].update(Name="Con.1"), "plain file name"),
        (lambda emd: emd["ImageTranslation"].update(FormatVersion=_nested(20)), "reads versions 1 and 2"),
    ],
)
def test_wrong_definitions_are_refused_by_name(tmp_path, change, words):
    path = _change_emd(package(tmp_path), change)
    with pytest.raises(PackageError, match=words):
        read_definition(path)


def test_damage_is_named(tmp_path):
    path = package(tmp_path)
    (tmp_path / "cut.dlpk").write_bytes(path.read_bytes()[:300])
    with pytest.raises(PackageError, match="damaged or cut short"):
        read_definition(tmp_path / "cut.dlpk")
    with pytest.raises(PackageError, match="does not exist"):
        read_definition(tmp_path / "absent.dlpk")
    without = _rewrite(path, lambda name, content: None if name.endswith(".onnx") else content)
    with pytest.raises(PackageError, match=r"lacks the file model\.onnx"), open_package(without):
        pass
    other = _rewrite(path, lambda name, content: content + b" " if name.endswith(".onnx") else content)
    with pytest.raises(PackageError, match="SHA-256"), open_package(other):
        pass
    no_json = _rewrite(path, lambda name, content: b"{" if name.endswith(".emd") else content)
    with pytest.raises(PackageError, match="not valid JSON"):
        read_definition(no_json)


def _damaged(content, number, generator):
    """``content`` with a bit turned, cut off, four bytes overwritten, or some left out."""
    data, place = bytearray(content), int(generator.integers(len(content)))
    if number % 4 == 0:
        data[place] ^= 1 << int(generator.integers(8))
    elif number % 4 == 1:
        del data[place:]
    elif number % 4 == 2:
        data[place : place + 4] = generator.integers(0, 256, 4, dtype=np.uint8).tobytes()
    else:
        del data[place : place + int(generator.integers(1, 9))]
    return bytes(data)


@pytest.mark.parametrize("kind", ["dlpk", "emd", "onnx"])
def test_whatever_is_damaged_opens_or_is_refused_in_a_sentence(tmp_path, kind):
    path = _with_weights(tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")
    path = path if kind == "dlpk" else tmp_path / "unpacked" / f"both.{kind}"
    content, refused = path.read_bytes(), 0
    generator = np.random.default_rng(0)
    for number in range(400):
        path.write_bytes(_damaged(content, number, generator))
        try:
            read_definition(path)
            with open_package(path):
                pass
        except PackageError as error:
            refused += 1
            assert str(error).endswith(".") and "\n" not in str(error)
    assert refused > 200


def test_a_member_whose_offset_lies_before_the_file(tmp_path):
    path = package(tmp_path)
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\5\6")
    content[end + 16 : end + 20] = (0x10000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(PackageError, match=r"model\.dlpk cannot be read or unpacked"):
        read_definition(path)


def test_weights_are_unpacked_and_checked_when_they_are_asked_for(tmp_path):
    path = _with_weights(tmp_path)
    with open_package(path, at_once=False) as opened:
        folder = opened.onnx.parent
        assert sorted(opened.files) == ["onnx", "weights"] and "weights" in opened.files
        assert [item.name for item in folder.glob("[!.]*")] == ["both.onnx"]
        assert opened.files["weights"].read_bytes() == b"weights"
    assert not folder.exists()
    other = _rewrite(path, lambda name, content: content + b" " if "safetensors" in name else content)
    with open_package(other, at_once=False) as opened, pytest.raises(PackageError, match="safetensors .* SHA-256"):
        opened.files["weights"]
    with pytest.raises(PackageError, match="SHA-256"), open_package(other):
        pass


def test_a_small_file_is_read_without_unpacking_the_model(tmp_path):
    path = package(tmp_path)
    assert read_part(path, "thumbnail", 100) is None
    (tmp_path / "picture").write_bytes(b"picture")
    with open_package(path) as opened:
        write_package(path, opened.definition, {"onnx": opened.onnx, "thumbnail": tmp_path / "picture"})
    assert read_part(path, "thumbnail", 7) == b"picture"
    with pytest.raises(PackageError, match="refused"):
        read_part(path, "thumbnail", 6)
    other = _rewrite(path, lambda name, content: b"another" if name == "thumbnail.png" else content)
    with pytest.raises(PackageError, match=r"thumbnail\.png .* SHA-256"):
        read_part(other, "thumbnail", 7)
    without = _rewrite(path, lambda name, content: None if name == "thumbnail.png" else content)
    with pytest.raises(PackageError, match=r"lacks the file thumbnail\.png"):
        read_part(without, "thumbnail", 7)


def test_figures_that_are_not_finite_come_back_as_numbers(tmp_path):
    path = package(tmp_path, metrics={"model": {"psnr": float("inf")}})
    assert read_definition(path).metrics == {"model": {"psnr": float("inf")}}


def test_extra_members_are_never_unpacked(tmp_path):
    path = package(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../escaped.txt", "x")
        archive.writestr(str(tmp_path / "absolute.txt"), "x")
        archive.writestr("script.py", "raise SystemExit")
    with open_package(path) as opened:
        assert sorted(item.name for item in opened.onnx.parent.glob("[!.]*")) == ["model.onnx"]
        assert not (opened.onnx.parent.parent / "escaped.txt").exists() and not (tmp_path / "absolute.txt").exists()


def test_zip_bomb_is_refused(tmp_path):
    bomb = _rewrite(package(tmp_path), lambda name, content: b"\0" * (64 << 20) if name.endswith(".onnx") else content)
    with pytest.raises(PackageError, match="would unpack to 64 MB"), open_package(bomb):
        pass


def test_a_file_too_large_for_any_model_is_refused(tmp_path, monkeypatch):
    path = package(tmp_path)
    monkeypatch.setitem(archive_module.MAX_FILE_BYTES, "onnx", 100)
    with pytest.raises(PackageError, match=r"model\.onnx .* would unpack"), open_package(path):
        pass


def test_a_link_in_a_package_is_never_made(tmp_path):
    """Unpacked as the text that it is, which is no model."""
    (tmp_path / "secret").write_text("secret")
    target = str(tmp_path / "secret").encode()
    (tmp_path / "graph").write_bytes(target)
    write_package(tmp_path / "plain.dlpk", definition(), {"onnx": tmp_path / "graph"})
    link = zipfile.ZipInfo("plain.onnx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "plain.dlpk") as source, zipfile.ZipFile(tmp_path / "link.dlpk", "w") as copy:
        copy.writestr("plain.emd", source.read("plain.emd"))
        copy.writestr(link, target)
    with pytest.raises(PackageError, match="not a readable ONNX file"), open_package(tmp_path / "link.dlpk"):
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("suffix", [".emd", ".onnx"])
def test_packing_methods_that_may_want_any_memory_are_refused(tmp_path, method, suffix):
    with zipfile.ZipFile(package(tmp_path)) as source, zipfile.ZipFile(tmp_path / "odd.dlpk", "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name), method if name.endswith(suffix) else zipfile.ZIP_STORED)
    with pytest.raises(PackageError, match=rf"model\{suffix} in .*odd\.dlpk is packed by method {method}"):
        with open_package(tmp_path / "odd.dlpk"):
            pass


def test_what_does_not_fit_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = package(tmp_path)
    free = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: free)
    with pytest.raises(InputError, match=r"model\.onnx in .*model\.dlpk needs 0\.[0-9]+ MB in .*has 0\.0001 MB left"):
        with open_package(path):
            pass


def test_texts_of_a_package_command_no_terminal(tmp_path):
    red, back = "\x1b[31m", "\u202e"
    path = _change_emd(
        package(tmp_path, card={f"Licence{red}": f"free{red}\x9b2J\nsecond line{back}"}),
        lambda emd: emd["ImageTranslation"]["InputBands"][0].update(name=f"Gr\ud800ey{red}"),
    )
    found = read_definition(path)
    assert found.card == {"Licence\ufffd[31m": "free\ufffd[31m\ufffd2J\nsecond line\ufffd"}
    assert found.input_bands[0].name == "Gr\ufffdey\ufffd[31m"
    path = _change_emd(path, lambda emd: emd.update(ModelFile=f"{red}<img src='//server/x'>\n"))
    with pytest.raises(PackageError) as caught:
        read_definition(path)
    assert str(caught.value).isprintable() and "‹img src" in str(caught.value) and "<" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda graph: graph.input.append(graph.output[0]), "has 2 inputs and must have one"),
        (lambda graph: graph.ClearField("output"), "has no output"),
        (lambda graph: setattr(graph.output[0].type.tensor_type, "elem_type", 11), "must be 32-bit floats"),
        (lambda graph: graph.input[0].type.tensor_type.ClearField("shape"), "must be 32-bit floats"),
        (lambda graph: setattr(graph.input[0].type.tensor_type.shape.dim[1], "dim_value", 2), "turns 2 band"),
        (lambda graph: setattr(graph.input[0].type.tensor_type.shape.dim[1], "dim_param", "c"), "how many bands"),
        (lambda graph: setattr(graph.output[0].type.tensor_type.shape.dim[1], "dim_value", 2**30), "1073741824 bands"),
    ],
)
def test_a_graph_that_is_not_that_of_the_definition_is_refused(tmp_path, change, words):
    model = onnx.load(str(linear_onnx(tmp_path / "graph.onnx", [[1.0]] * 3)))
    change(model.graph)
    onnx.save(model, str(tmp_path / "graph.onnx"))
    write_package(tmp_path / "odd.dlpk", definition(), {"onnx": tmp_path / "graph.onnx"})
    with pytest.raises(PackageError, match=rf"The model odd\.onnx of .*odd\.dlpk .*{words}"):
        _open_and_close(tmp_path / "odd.dlpk")


def test_a_package_that_lists_no_model_is_refused(tmp_path):
    path = _change_emd(package(tmp_path), lambda emd: emd["ImageTranslation"].update(Files={}))
    with pytest.raises(PackageError, match="lists no ONNX model"):
        _open_and_close(path)
    assert read_part(path, "report", 9) is None


def test_what_nobody_foresaw_is_damage_with_the_name_of_the_file(tmp_path, monkeypatch):
    path = package(tmp_path)

    def fail(*_):
        raise ArithmeticError("odd")

    monkeypatch.setattr(archive_module, "is_esri", fail)
    for read in (read_definition, lambda path: read_part(path, "report", 9), _open_and_close):
        with pytest.raises(PackageError, match=r"model\.dlpk is damaged .*odd"):
            read(path)
    monkeypatch.setattr(archive_module, "_definition_of_zip", fail)
    monkeypatch.setattr(archive_module, "_zip", lambda path: nullcontext())
    with pytest.raises(PackageError, match=r"model\.dlpk is damaged, or of a kind") as caught:
        read_definition(path)
    assert isinstance(caught.value, UnexpectedError) and "ArithmeticError: odd" in caught.value.trace


def test_a_huge_definition_is_refused_before_it_is_read(tmp_path):
    with open(tmp_path / "huge.emd", "wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(PackageError, match="larger than 8 MB"):
        read_definition(tmp_path / "huge.emd")
    huge = _rewrite(package(tmp_path), lambda name, content: b" " * (9 << 20) if name.endswith(".emd") else content)
    with pytest.raises(PackageError, match="larger than 8 MB"):
        read_definition(huge)
