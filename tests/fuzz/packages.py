"""The fuzzer of model packages: ``python -m image_translation.tests.fuzz.packages --count 5000 --seed 1``.

Packages as .dlpk, unpacked ones, ONNX files alone (of ours, of Deepness, of nobody) and packages and weights of other
tools are changed and opened, described and packed again. Besides what the runner asks for, nothing may be written
outside of the fuzzer's folder, and nothing may stay in the temporary one.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import numpy as np

from image_translation.models.package.archive import open_package, read_definition, read_part, write_package
from image_translation.models.package.bare_onnx import own_metadata
from image_translation.models.package.definition import from_emd, to_emd
from image_translation.models.package.describe import describe
from image_translation.models.package.onnx_file import add_metadata, with_outputs
from image_translation.models.place.colour import PlaceColour, place_of
from image_translation.models.place.features import width
from image_translation.tests.fuzz.mutate import mutate_bytes, mutate_json, mutate_zip, zip_members, zip_of
from image_translation.tests.fuzz.onnx_mutate import mutate_onnx
from image_translation.tests.fuzz.runner import Broken, Outcome, fuzz, main
from image_translation.tests.packages import MAPS, definition, mapped_onnx

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_DEEPNESS = {"model_type": '"Regressor"', "resolution": "30", "class_names": '{"0": "r", "1": "g", "2": "b"}'}
_ESRI = {
    "Framework": "arcgis.learn.models._inferencing",
    "ModelConfiguration": "_pix2pix",
    "ModelFile": "esri.pth",
    "ModelName": "Pix2Pix",
    "InferenceFunction": "[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISImageTranslation.py",
    "ImageHeight": 256,
    "ImageWidth": 256,
    "n_intput_channel": 3,
    "MinCellSize": {"x": 0.5, "y": 0.5, "spatialReference": {"wkid": 3857}},
    "NormalizationStats": {f"band_{key}_values": [value] * 3 for key, value in zip(("min", "max"), (0.0, 255.0))},
}
for _key in ("mean", "std"):
    _ESRI["NormalizationStats"][f"band_{_key}_values"] = [90.0] * 3
_ESRI["NormalizationStats_b"] = _ESRI["NormalizationStats"]

_watched: List[str] = []
"""The one folder that may be written to while a case runs; empty between the cases."""


class Packages:
    """Whole files to begin from, and the cases.

    Args:
        folder: an empty folder for all files.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "model.dlpk"
        self._folder, self._temporary = folder / "cases", folder / "temporary"
        self._temporary.mkdir()
        self._seeds = _whole_files(folder / "whole")
        self._kinds: Dict[str, Callable[[random.Random], None]] = {
            "dlpk": self._dlpk,
            "emd": self._emd,
            "onnx": self._onnx,
            "esri": self._esri,
            "pth": self._pth,
        }

    def case(self, chance: random.Random) -> None:
        """Make a changed package of any kind and use it."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        kind = chance.choice(("dlpk", "dlpk", "dlpk", "emd", "onnx", "onnx", "esri", "pth"))
        with self._nothing_outside():
            self._kinds[kind](chance)

    def _dlpk(self, chance: random.Random) -> None:
        content = self._seeds["model.dlpk"]
        if chance.random() < 0.3:
            content = _with_changed_onnx(content, chance)
        else:
            content = mutate_zip(content, chance, _changed_member)
        self._write("download.dlpk", content)
        _use(self.file, chance)

    def _emd(self, chance: random.Random) -> None:
        members = dict(zip_members(_with_changed_onnx(self._seeds["model.dlpk"], chance)))
        members["model.emd"] = mutate_json(members["model.emd"], chance)
        for name, content in members.items():
            self._write(name, content)
        self.file = self._folder / "model.emd"
        _use(self.file, chance)

    def _onnx(self, chance: random.Random) -> None:
        seed = chance.choice(("own.onnx", "deepness.onnx", "plain.onnx"))
        content = self._seeds[seed]
        if seed != "plain.onnx" and chance.random() < 0.6:
            metadata = json.loads(self._seeds[f"{seed}.json"])
            key = chance.choice(list(metadata))
            metadata[key] = mutate_json(metadata[key].encode(), chance).decode("utf-8", "replace")
            self._write("model.onnx", self._seeds["plain.onnx"])
            add_metadata(self.file, metadata)
            content = self.file.read_bytes()
        else:
            content = mutate_onnx(content, chance)
        self._write("model.onnx", content)
        _use(self.file, chance)

    def _esri(self, chance: random.Random) -> None:
        emd = mutate_json(json.dumps(_ESRI).encode(), chance)
        self._write("esri.dlpk", zip_of([("esri.emd", emd), ("esri.pth", b"none")]))
        self.file = self.file.rename(self._folder / "download.dlpk")
        read_definition(self.file)

    def _pth(self, chance: random.Random) -> None:
        from image_translation.models.networks.weights_file import load_weights

        self._write("weights.pth", mutate_bytes(self._seeds["weights.pth"], chance))
        load_weights(self.file)

    def _write(self, name: str, content: bytes) -> None:
        self.file = self._folder / name
        self.file.write_bytes(content or b"x")

    @contextmanager
    def _nothing_outside(self) -> Iterator[None]:
        before, tempfile.tempdir = tempfile.tempdir, str(self._temporary)
        _watched.append(str(self._folder.parent))
        try:
            yield
        finally:
            _watched.clear()
            tempfile.tempdir = before
            left = sorted(path.name for path in self._temporary.iterdir())
            if left:
                shutil.rmtree(self._temporary)
                self._temporary.mkdir()
                raise Broken(f"left in the temporary folder: {left}")


def run(folder: Path, count: int, seed: int = 0, seconds: float = float("inf")) -> Outcome:
    """Fuzz packages in ``folder``; see :func:`.runner.fuzz`."""
    packages = Packages(folder)
    return fuzz(packages.case, lambda: packages.file.name, count, seed, seconds)


def _use(path: Path, chance: random.Random) -> None:
    """All that is done with a package before a runtime gets its model."""
    if path.suffix == ".dlpk" and chance.random() < 0.5:
        read_part(path, "thumbnail", 16 << 20)
        read_part(path, "report", 16 << 20)
    found = read_definition(path)
    with open_package(path, at_once=chance.random() < 0.5) as package:
        lines = [*describe(package.definition), *package.notes]
        with suppress(KeyError):
            with_outputs(package.onnx.read_bytes(), list(package.definition.maps))
    if found.place:
        colour = place_of(found)
        if not all(np.isfinite(getattr(colour, field.name)).all() for field in fields(colour)):
            raise Broken("colours of a place that are no numbers")
    if any(not set(line).isdisjoint("\x00\x07\x1b\x9b\u202e\ud800") for line in lines):
        raise Broken(f"commands for a terminal: {lines!r}")
    json.dumps(own_metadata(found))
    if json.dumps(to_emd(from_emd(to_emd(found), "again")), allow_nan=False) != json.dumps(to_emd(found)):
        raise Broken("another definition when it is packed again")


def _changed_member(name: str, content: bytes, chance: random.Random) -> bytes:
    if name.endswith(".emd"):
        return mutate_json(content, chance)
    return mutate_onnx(content, chance) if name.endswith(".onnx") else mutate_bytes(content, chance)


def _with_changed_onnx(package: bytes, chance: random.Random) -> bytes:
    """A changed model under its right SHA-256, by which it comes to the reader of ONNX files."""
    members = dict(zip_members(package))
    if chance.random() < 0.8:
        members["model.onnx"] = mutate_onnx(members["model.onnx"], chance)
        emd: Any = json.loads(members["model.emd"])
        emd["ImageTranslation"]["Files"]["model.onnx"] = hashlib.sha256(members["model.onnx"]).hexdigest()
        members["model.emd"] = json.dumps(emd).encode()
    return zip_of(list(members.items()))


def _whole_files(folder: Path) -> Dict[str, bytes]:
    import torch

    folder.mkdir()
    plain = mapped_onnx(folder / "plain.onnx")
    card = {"Licence": "CC BY 4.0", "Made by": "nobody"}
    training = {"train_chips": 9, "seconds": 60, "sources": [["a.tif", "b.tif"]], "history": [{"epoch": 1}]}
    colour = replace(PlaceColour.of_model(1, 2), weights=np.full((width(1, MAPS), 2), 0.5, np.float32))
    more = {"extent": (0, 0, 1, 1), "maps": MAPS, "place": colour.as_json()}
    written = definition(training=training, card=card, input_quantiles=((0.0, 1.0, 255.0),), **more)
    files = {"onnx": plain}
    for role in ("weights", "report", "thumbnail"):
        files[role] = folder / role
        files[role].write_bytes(role.encode() * 20)
    write_package(folder / "model.dlpk", written, files)
    texts = {}
    for name, metadata in (("own.onnx", own_metadata(written)), ("deepness.onnx", _DEEPNESS)):
        (folder / name).write_bytes(plain.read_bytes())
        add_metadata(folder / name, metadata)
        texts[f"{name}.json"] = json.dumps(metadata).encode()
    torch.save({"model.weight": torch.zeros(2, 2), "model.bias": torch.zeros(2)}, str(folder / "weights.pth"))
    return {**{path.name: path.read_bytes() for path in folder.iterdir()}, **texts}


def _watch(event: str, arguments: Any) -> None:
    """Audit hook: refuses what writes outside of the watched folder."""
    if not _watched:
        return
    path = ""
    if event == "open" and isinstance(arguments[0], (str, bytes)) and (arguments[2] or 0) & _WRITES:
        path = os.fsdecode(arguments[0])
    elif event in ("os.mkdir", "os.symlink", "os.link", "os.rename"):
        path = os.fsdecode(arguments[0 if event == "os.mkdir" else 1])
    if path and path != os.devnull and not os.path.abspath(path).startswith(_watched[0]):
        raise Broken(f"{event} of {path}")


sys.addaudithook(_watch)

if __name__ == "__main__":
    sys.exit(main("Packages", run))
