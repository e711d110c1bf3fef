"""The file in which a training's state outlives its process.

It is one safetensors file: arrays, and in its header a JSON text with everything else. Nothing in it can be executed.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..files import atomic_file, scratch_folder

FORMAT_VERSION = 2
_KEY = "image_translation_checkpoint"


class CheckpointError(Exception):
    """A checkpoint cannot be used; the message says why, in a part of a sentence."""


class OtherTrainingError(CheckpointError):
    """A checkpoint is whole, and of another training."""


@dataclass(frozen=True)
class Checkpoint:
    """A training's state.

    Attributes:
        identity: what changes the outcome of the training, by name, so that no other one goes on from it.
        facts: plain values.
        tensors: arrays on the CPU.
        limits: how long the training was to be, by the names of settings; empty where it is not known.
    """

    identity: Mapping[str, Any]
    facts: Mapping[str, Any]
    tensors: Mapping[str, Tensor]
    limits: Mapping[str, float] = field(default_factory=dict)


def checkpoint_path(output: Path) -> Path:
    """``NAME.checkpoint.safetensors`` beside the package."""
    return output.with_name(f"{output.stem}.checkpoint.safetensors")


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write ``path`` whole or not at all, and so that it is on the disk before it takes the old one's place.

    Raises:
        OSError: the disk is full or fails.
    """
    document = {
        "version": FORMAT_VERSION,
        "identity": checkpoint.identity,
        "limits": checkpoint.limits,
        "facts": checkpoint.facts,
    }
    with atomic_file(path) as partial, scratch_folder(path) as folder:
        # safetensors writes under a name of its own beside the file, which a killed process leaves.
        save_tensors(checkpoint.tensors, folder / path.name, {_KEY: json.dumps(document)})
        os.replace(folder / path.name, partial)


def read_checkpoint(path: Path, identity: Mapping[str, Any]) -> Checkpoint:
    """Read the checkpoint of the training that ``identity`` describes.

    Raises:
        CheckpointError: the file is damaged or of another version.
        OtherTrainingError: it is of another training.
    """
    try:
        with safe_open(str(path), framework="pt") as file:
            document = json.loads((file.metadata() or {})[_KEY])
            version, facts = document["version"], document["facts"]
            if version != FORMAT_VERSION:
                raise CheckpointError(f"it has format version {version!r}")
            difference = _difference(document["identity"], json.loads(json.dumps(identity)))
            if difference:
                raise OtherTrainingError(f"it is of another training: {difference}")
            limits = {str(name): float(value) for name, value in document.get("limits", {}).items()}
            tensors = {key: file.get_tensor(key).clone() for key in file.keys()}
    except (SafetensorError, OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CheckpointError(f"it is damaged: {error}") from error
    return Checkpoint(identity, facts, tensors, limits)


def save_tensors(tensors: Mapping[str, Tensor], path: Path, metadata: Optional[Dict[str, str]] = None) -> None:
    """Write a safetensors file.

    Raises:
        OSError: the disk is full or fails, which safetensors reports by an error of its own.
    """
    plain = {key: tensor.detach().cpu().contiguous() for key, tensor in tensors.items()}
    try:
        save_file(plain, str(path), metadata)
    except SafetensorError as error:
        found = re.search(r"os error (\d+)", str(error))
        if found is None:
            raise
        code = int(found.group(1))
        raise OSError(code, os.strerror(code), str(path)) from error


def group(tensors: Mapping[str, Tensor], name: str) -> Dict[str, Tensor]:
    """The tensors whose key begins with ``name/``, by the rest of the key."""
    start = f"{name}/"
    return {key[len(start) :]: tensor for key, tensor in tensors.items() if key.startswith(start)}


def check_layout(found: Mapping[str, Tensor], expected: Mapping[str, Tuple[int, ...]], name: str) -> None:
    """Compare keys and shapes.

    Raises:
        CheckpointError: they are not those of the networks at hand.
    """
    shapes = {key: tuple(tensor.shape) for key, tensor in found.items()}
    wrong = sorted(key for key in {*shapes, *expected} if shapes.get(key) != expected.get(key))
    if wrong:
        raise CheckpointError(f"{name} does not fit ({wrong[0]})")


def _difference(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """What the checkpoint lacks of the identity that is wanted; what it tells besides is of no account."""
    for key in wanted:
        if found.get(key) != wanted.get(key):
            return _words(key, found.get(key), wanted.get(key))
    return ""


def _words(key: str, was: Any, now: Any) -> str:
    if key in ("chips", "base_model"):
        return f"{'other chips' if key == 'chips' else 'another base model'}"
    return f"{key} was {was} and is {now}"
