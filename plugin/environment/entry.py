"""The doors to the environment dialog: one dialog at a time, and a page among QGIS's options."""

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout

from ...processing_provider.interface import icon

translate = QCoreApplication.translate
_open = []


def show_dialog(parent=None):
    """Open the dialog, or bring the one that is open to the front."""
    from .dialog import EnvironmentDialog

    if not _open:
        dialog = EnvironmentDialog(parent)
        dialog.finished.connect(lambda *_: _open.clear())
        _open.append(dialog)
    _open[0].show()
    _open[0].raise_()
    _open[0].activateWindow()
    return _open[0]


def close_dialog():
    """Close the dialog if it is open; what it does is stopped."""
    for dialog in list(_open):
        dialog.reject()
        dialog.deleteLater()


class EnvironmentOptionsFactory(QgsOptionsWidgetFactory):
    """The page "Image Translation" in Settings > Options.

    Args:
        set_up: called by its button.
    """

    def __init__(self, set_up):
        super().__init__()
        self._set_up = set_up
        self.setTitle(translate("ImageTranslation", "Image Translation"))

    def icon(self):
        return icon("provider.svg")

    def createWidget(self, parent):
        return _OptionsPage(self._set_up, parent)


class _OptionsPage(QgsOptionsPageWidget):
    def __init__(self, set_up, parent):
        super().__init__(parent)
        from .diagnostics import interpreter_in_words

        layout = QVBoxLayout(self)
        state = QLabel(interpreter_in_words()[1])
        state.setWordWrap(True)
        button = QPushButton(translate("ImageTranslation", "Python Environment…"))
        button.clicked.connect(set_up)
        layout.addWidget(state)
        layout.addWidget(button)
        layout.addStretch(1)

    def apply(self):
        """Nothing to store: the dialog stores at once."""
