"""The model package: a ``.dlpk`` (zip) with the model definition, the ONNX model, weights and report.

A package may come from a stranger. Only the names that the format knows are ever read, each is limited in size and
checked against its SHA-256, and nothing from a package is executed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import traceback
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Callable, Dict, Iterator, Mapping, Optional, Tuple, Union

from ..errors import DamagedPackageError, ImageTranslationError, PackageError
from ..files import atomic_file, sha256
from ..net import is_out_of_memory, one_line, reading
from ..temporary import check_space, temporary_folder
from .bare_onnx import GraphValues, check_graph, read_bare
from .definition import MAX_DEFINITION_BYTES, ModelDefinition, from_emd, parse_json, to_emd
from .esri import MODEL_TYPE as ESRI
from .esri import esri_definition, is_esri
from .onnx_safety import MAX_BYTES

MAX_FILE_BYTES = {"onnx": MAX_BYTES, "weights": MAX_BYTES, "report": 64 << 20, "thumbnail": 16 << 20}
MAX_COMPRESSION_RATIO = 100
_NAMES = {
    "onnx": "{name}.onnx",
    "weights": "{name}.safetensors",
    "report": "model_metrics.html",
    "thumbnail": "thumbnail.png",
}
_INCOMPRESSIBLE = ("onnx", "weights", "thumbnail")
Fetch = Callable[[str, str], Path]
"""The path of a file of a package, by its role and name."""


@dataclass(frozen=True)
class OpenPackage:
    """An opened package; the paths are valid only inside ``with open_package(...)``.

    Attributes:
        definition: what the EMD says.
        files: path by role (``onnx``, ``weights``, ``report``, ``thumbnail``); absent roles are left out.
        values: what the graph of a bare ONNX model wants, None for raw values as in every package.
        notes: what had to be assumed about a model that is no package of ours, a sentence each.
    """

    definition: ModelDefinition
    files: Mapping[str, Path]
    values: Optional[GraphValues] = None
    notes: Tuple[str, ...] = ()

    @property
    def onnx(self) -> Path:
        """The ONNX model, which every package has."""
        return self.files["onnx"]


def write_package(path: Union[str, Path], definition: ModelDefinition, files: Mapping[str, Path]) -> None:
    """Write ``path`` whole or not at all.

    Args:
        path: the ``.dlpk``; its stem becomes the model's name.
        definition: the model definition; ``name`` and ``files`` are set here.
        files: path by role; ``onnx`` is required.

    Raises:
        PackageError: ``onnx`` is missing or a role is unknown.
    """
    path = Path(path)
    if "onnx" not in files or set(files) - set(_NAMES):
        raise PackageError(f"{path.name} needs the file 'onnx' and may hold {', '.join(sorted(_NAMES))} only.")
    members = {_NAMES[role].format(name=path.stem): Path(source) for role, source in files.items()}
    stored = {_NAMES[role].format(name=path.stem) for role in _INCOMPRESSIBLE}
    definition = replace(
        definition, name=path.stem, files={member: sha256(source) for member, source in members.items()}
    )
    text = json.dumps(to_emd(definition), indent=2, allow_nan=False)
    with atomic_file(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.emd", text)
        for member, source in members.items():
            archive.write(source, member, zipfile.ZIP_STORED if member in stored else zipfile.ZIP_DEFLATED)


def read_definition(path: Union[str, Path]) -> ModelDefinition:
    """The definition alone, without unpacking or hashing the model (for checks before a run).

    Args:
        path: a ``.dlpk``, an ``.emd`` or an ``.onnx``.

    Raises:
        PackageError: the file cannot be read as a model package.
    """
    path = Path(path)
    with _reading(path):
        if path.suffix.lower() == ".onnx":
            return read_bare(path).definition
        if path.suffix.lower() == ".emd":
            return _definition_of_folder(path)
        with _zip(path) as archive:
            return _definition_of_zip(archive, path)


def read_part(path: Union[str, Path], role: str, max_bytes: int) -> Optional[bytes]:
    """A small file of a ``.dlpk`` (``thumbnail``, ``report``), checked, without unpacking the model.

    Args:
        path: the package.
        role: which file.
        max_bytes: a larger one is refused.

    Returns:
        Its content, None when the package has no such file.

    Raises:
        PackageError: the package or the file cannot be read.
    """
    path = Path(path)
    with _reading(path), _zip(path) as archive:
        definition = _definition_of_zip(archive, path)
        member = _members(definition).get(role)
        if member is None:
            return None
        content = archive.read(_info(archive, member, path, max_bytes))
    if hashlib.sha256(content).hexdigest() != definition.files.get(member):
        raise _changed(member, path)
    return content


@contextmanager
def open_package(path: Union[str, Path], at_once: bool = True) -> Iterator[OpenPackage]:
    """Open a ``.dlpk``, an unpacked one by its ``.emd``, or a bare ``.onnx``, and check every file's SHA-256.

    A Pix2Pix package of ArcGIS is turned into ONNX on the way, which needs torch.

    Args:
        path: the model.
        at_once: False to unpack and check the ONNX model only, and each other file when it is first asked for.

    Raises:
        PackageError: says exactly what is missing, damaged or unsafe.
    """
    path = Path(path)
    with temporary_folder() as folder:
        with _reading(path):
            package = _opened(path, folder, at_once)
        yield package


def _opened(path: Path, folder: Path, at_once: bool) -> OpenPackage:
    """The package, by the kind of its file."""
    if path.suffix.lower() == ".onnx":
        return _open_bare(path)
    if path.suffix.lower() == ".emd":
        return _open(_definition_of_folder(path), lambda _, name: path.parent / name, path, folder, at_once)
    with _zip(path) as archive:
        definition = _definition_of_zip(archive, path)
    return _open(definition, partial(_unpack, path, folder), path, folder, at_once)


def _open_bare(path: Path) -> OpenPackage:
    model = read_bare(path)
    definition = replace(model.definition, files={f"{model.definition.name}.onnx": sha256(path)})
    return OpenPackage(definition, {"onnx": path}, model.values, model.notes)


def _open(definition: ModelDefinition, fetch: Fetch, path: Path, temporary: Path, at_once: bool) -> OpenPackage:
    """The package whose files come from ``fetch``."""
    if definition.model_type != ESRI or definition.files:
        return OpenPackage(definition, _checked(definition, fetch, path, at_once))
    from .torch_export import export_esri

    weights, onnx = fetch("weights", _esri_weights(definition)), temporary / "converted.onnx"
    try:
        export_esri(weights, definition, onnx)
    except PackageError as error:
        raise PackageError(f"{path} cannot be opened: {error}") from error
    note = f"MODEL {path.name} was made by ArcGIS: the data types of its bands are taken from their values."
    definition = replace(definition, files={weights.name: sha256(weights)})
    return OpenPackage(definition, {"onnx": onnx}, notes=(note,))


def _esri_weights(definition: ModelDefinition) -> str:
    return f"{definition.name}.pth"


def _members(definition: ModelDefinition) -> Dict[str, str]:
    """Member name by role, of the files that the definition lists (one of ArcGIS lists none)."""
    if definition.model_type == ESRI and not definition.files:
        return {"weights": _esri_weights(definition)}
    names = {role: pattern.format(name=definition.name) for role, pattern in _NAMES.items()}
    return {role: name for role, name in names.items() if name in definition.files}


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Whatever nobody foresaw in a package is told as damage of that package."""
    try:
        with reading(path):
            yield
    except (ImageTranslationError, ImportError, OSError):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise DamagedPackageError(
            f"The model {path} is damaged, or of a kind that nobody foresaw ({type(error).__name__}: "
            f"{one_line(error)}); copy or download it again.",
            traceback.format_exc(),
        ) from error


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        raise PackageError(f"The model package {path} does not exist; choose a .dlpk or .emd file.")
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (ImageTranslationError, ImportError, MemoryError):
        raise
    except OSError as error:  # also what comes of an offset that lies before the file
        raise PackageError(
            f"The model package {path} cannot be read or unpacked ({error}); copy or download it again, and look for "
            f"space on the disk of {tempfile.gettempdir()}."
        ) from error
    except Exception as error:  # zipfile and what it unpacks with raise a dozen kinds
        raise PackageError(
            f"The model package {path} is damaged or cut short ({error}); copy or download it again."
        ) from error


def _definition_of_zip(archive: zipfile.ZipFile, path: Path) -> ModelDefinition:
    names = [name for name in archive.namelist() if name.lower().endswith(".emd")]
    if len(names) != 1:
        raise PackageError(f"{path} holds {len(names)} model definitions (.emd) and must hold one.")
    info = archive.getinfo(names[0])
    _check_method(info, path)
    if info.file_size > MAX_DEFINITION_BYTES:
        raise PackageError(f"The model definition in {path} is larger than {MAX_DEFINITION_BYTES >> 20} MB.")
    with archive.open(info) as stream:
        content = stream.read(MAX_DEFINITION_BYTES + 1)
    definition = _definition(content, names[0], f"{names[0]} in {path}")
    if names[0] != f"{definition.name}.emd":
        raise PackageError(f"{path} names its definition {names[0][:200]}, not {definition.name}.emd.")
    return definition


def _definition_of_folder(path: Path) -> ModelDefinition:
    if not path.is_file():
        raise PackageError(f"The model definition {path} does not exist; choose a .dlpk or .emd file.")
    if path.stat().st_size > MAX_DEFINITION_BYTES:
        raise PackageError(f"The model definition {path} is larger than {MAX_DEFINITION_BYTES >> 20} MB.")
    return _definition(path.read_bytes(), path.name, str(path))


def _definition(content: bytes, name: str, source: str) -> ModelDefinition:
    emd = parse_json(content, source)
    return esri_definition(emd, Path(name).stem, source) if is_esri(emd) else from_emd(emd, source)


def _unpack(path: Path, folder: Path, role: str, member: str) -> Path:
    """Copy one member to ``folder``; the name is one that the format itself built, so it cannot escape."""
    with _zip(path) as archive:
        info = _info(archive, member, path, MAX_FILE_BYTES[role])
        check_space(folder, info.file_size, f"{member} in {path}")
        with archive.open(info) as source, open(folder / member, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    return folder / member


def _info(archive: zipfile.ZipFile, member: str, path: Path, max_bytes: int) -> zipfile.ZipInfo:
    """The entry of one member, refused when it is too large or a bomb."""
    try:
        info = archive.getinfo(member)
    except KeyError as error:
        raise PackageError(f"{path} lacks the file {member}; copy or download it again.") from error
    _check_method(info, path)
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > max_bytes or ratio > MAX_COMPRESSION_RATIO:
        raise PackageError(
            f"{member} in {path} would unpack to {info.file_size >> 20} MB, which no such file has; the package is "
            "refused."
        )
    return info


def _check_method(info: zipfile.ZipInfo, path: Path) -> None:
    """Other methods than the two that every zip program uses may want any amount of memory."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(
            f"{info.filename[:200]} in {path} is packed by method {info.compress_type}, which is not read here; pack "
            "it again as an ordinary zip."
        )


def _changed(member: str, path: Path) -> PackageError:
    return PackageError(f"{member} of {path} is not the file that was packed (wrong SHA-256); copy it again.")


def _checked(definition: ModelDefinition, fetch: Fetch, path: Path, at_once: bool) -> Mapping[str, Path]:
    def checked(role: str, member: str) -> Path:
        file = fetch(role, member)
        if not file.is_file():
            raise PackageError(f"{path} needs the file {member} beside it, which does not exist.")
        if sha256(file) != definition.files[member]:
            raise _changed(member, path)
        return file

    files = _Files(_members(definition), checked)
    if "onnx" not in files:
        raise PackageError(f"{path} lists no ONNX model, so it cannot be run.")
    for role in files if at_once else ("onnx",):
        files[role]
    check_graph(files["onnx"], definition, f"{files['onnx'].name} of {path}")
    return files


class _Files(Mapping[str, Path]):
    """Files by role, each fetched when it is first asked for."""

    def __init__(self, members: Mapping[str, str], fetch: Fetch) -> None:
        self._members, self._fetch = members, fetch
        self._fetched: Dict[str, Path] = {}

    def __getitem__(self, role: str) -> Path:
        if role not in self._fetched:
            self._fetched[role] = self._fetch(role, self._members[role])
        return self._fetched[role]

    def __contains__(self, role: object) -> bool:
        return role in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)
