"""The weights that a pretrained part of a network begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Optional

from safetensors import safe_open

from ..networks.generator import PretrainedGenerator
from ..networks.timm_generator import TimmGenerator
from ..package.archive import open_package
from ..package.starter import STARTER_PACKAGE

_OF_STARTER = "generator.encoder."


def load_encoder(generator: PretrainedGenerator, file: Optional[Path]) -> str:
    """Take over weights learned from photographs; where they come from, in words.

    Without a file they are those in the starter model, which has left its encoder as it was, wherever they fit: so
    nothing is fetched for a network of that kind with one band. Else see :meth:`PretrainedGenerator.load_pretrained`.

    Raises:
        InputError: there are none, or they are of another network.
    """
    if file is None and isinstance(generator, TimmGenerator) and _from_starter(generator):
        return "the encoder's weights in the starter model"
    return generator.load_pretrained(file)


def _from_starter(generator: TimmGenerator) -> bool:
    with open_package(STARTER_PACKAGE) as package:
        architecture: Mapping[str, Any] = package.definition.architecture
        bands = len(package.definition.input_bands)
        if (architecture["backbone"], bands) != (generator.backbone, generator.bands_in):
            return False
        with safe_open(str(package.files["weights"]), framework="pt") as weights:
            found = {name for name in weights.keys() if name.startswith(_OF_STARTER)}
            names = list(generator.encoder.state_dict())
            if not found.issuperset(_OF_STARTER + name for name in names):
                return False
            generator.encoder.load_state_dict({name: weights.get_tensor(_OF_STARTER + name) for name in names})
    return True
