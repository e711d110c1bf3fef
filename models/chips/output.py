"""Where an export may write: never over anything but an older export."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError
from ..files import recover
from .document import FILE_NAME as DOCUMENT_FILE
from .export_tiles import ACCUMULATED_FILE, DEFINITION_FILE, IMAGES_A, IMAGES_B, MAP_FILE, STATS_FILE
from .footprints import FILE_NAME as FOOTPRINTS_FILE
from .packed import FOLDER_NAME as PACKED_FOLDER

_FILES = (DOCUMENT_FILE, MAP_FILE, STATS_FILE, ACCUMULATED_FILE, DEFINITION_FILE)
_PACKING = (f".partial.{PACKED_FOLDER}", f".replaced.{PACKED_FOLDER}")
_PACKING_LOCK = f".partial.{PACKED_FOLDER}.lock"
_FOLDERS = (IMAGES_A, IMAGES_B, PACKED_FOLDER)


def check_output(output: Path, overwrite: str, *sources: str) -> None:
    """Raise unless ``output`` is free, or an older chip folder that may be replaced.

    Args:
        output: the folder to make.
        overwrite: "refuse" or "replace".
        sources: paths of the rasters to read, which must not lie in it.

    Raises:
        InputError: with what to do instead.
    """
    if not output.name:
        raise InputError(f"OUTPUT {output} is not a folder that can be made; choose a new folder.")
    recover(output)
    if not output.exists():
        return
    if not output.is_dir():
        raise InputError(f"OUTPUT {output} is a file; choose a folder.")
    if not any(output.iterdir()):
        return
    if overwrite == "refuse":
        raise InputError(
            f"OUTPUT {output} is not empty; choose another folder, or let OVERWRITE append to it or replace it."
        )
    strange = [entry.name for entry in output.iterdir() if not _is_ours(entry)]
    if strange or not (output / MAP_FILE).is_file() or not (output / IMAGES_B).is_dir():
        what = f"holds {sorted(strange)[0]}, which is" if strange else "is"
        raise InputError(f"OUTPUT {output} {what} not part of training chips and is left alone; choose another folder.")
    for source in filter(None, sources):
        if output.resolve() in Path(source).resolve().parents:
            raise InputError(f"OUTPUT {output} holds the raster {source} to be read; choose another folder.")


def _is_ours(entry: Path) -> bool:
    if entry.is_dir():
        return entry.name in _FOLDERS or entry.name.endswith(_PACKING)
    return entry.name in _FILES or entry.name.startswith(FOOTPRINTS_FILE) or entry.name.endswith(_PACKING_LOCK)
