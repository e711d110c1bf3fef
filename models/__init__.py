"""The engine: chips, training, packaging and inference. It knows nothing of QGIS or Qt."""

from .quiet import be_quiet

be_quiet()
