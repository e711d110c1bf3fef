"""The engine: chips, training, packaging and inference. It knows nothing of QGIS or Qt."""
