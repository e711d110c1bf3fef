"""The Processing provider: QGIS parameters in, engine calls out."""
