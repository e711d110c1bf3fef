"""The model that comes with the plugin, which is named by a word, since its path is another one on each machine."""

from __future__ import annotations

from pathlib import Path
from typing import Union

STARTER = "starter"
STARTER_PACKAGE = Path(__file__).resolve().parents[2] / "resources" / "models" / "starter.dlpk"


def model_path(name: Union[str, Path]) -> Path:
    """Where a model is: the starter model for the word ``starter``, else ``name`` itself."""
    return STARTER_PACKAGE if str(name) == STARTER else Path(name)
