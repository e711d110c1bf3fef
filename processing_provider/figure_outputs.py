"""The figures of an evaluation as outputs of an algorithm."""

from qgis.core import QgsProcessingOutputNumber
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate
FIGURES = ("psnr", "ssim", "mae", "rmse", "r2", "angular_error")


def add_figure_outputs(algorithm, words):
    """Declare an output a figure and method.

    Args:
        words: by the beginning of the outputs' names, what people read, with ``{figure}`` for the figure's name.
    """
    titles = (
        translate("ImageTranslation", "PSNR (dB)"),
        translate("ImageTranslation", "SSIM"),
        translate("ImageTranslation", "MAE"),
        translate("ImageTranslation", "RMSE"),
        translate("ImageTranslation", "R²"),
        translate("ImageTranslation", "Angular error (degrees)"),
    )
    for prefix, text in words.items():
        for key, title in zip(FIGURES, titles):
            algorithm.addOutput(QgsProcessingOutputNumber(f"{prefix}{key.upper()}", text.format(figure=title)))


def figure_values(figures, methods):
    """The values of those outputs by name; figures that cannot be had are left out.

    Args:
        figures: by method and name, as ``models.evaluation.evaluate.EvaluateResult`` has them.
        methods: the engine's name of a method by the beginning of its outputs' names.
    """
    return {
        f"{prefix}{key.upper()}": figures[method][key]
        for prefix, method in methods.items()
        for key in FIGURES
        if key in figures.get(method, ())
    }
