"""The palette of the tool *Known Colour*: grounds, any colour, or what another layer shows."""

from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPixmap
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QDockWidget,
    QGridLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..models.place.palette import GROUNDS

translate = QCoreApplication.translate
COLUMNS = 2
_SWATCH = QSize(28, 18)


def ground_titles():
    """What the grounds are called in the user's language, by the name that the engine knows."""
    return {
        "grass": translate("ImageTranslation", "Grass"),
        "dry grass": translate("ImageTranslation", "Dry grass"),
        "crop": translate("ImageTranslation", "Crop"),
        "woods": translate("ImageTranslation", "Woods"),
        "bare soil": translate("ImageTranslation", "Bare soil"),
        "dark soil": translate("ImageTranslation", "Dark soil"),
        "sand": translate("ImageTranslation", "Sand"),
        "gravel": translate("ImageTranslation", "Gravel"),
        "clear water": translate("ImageTranslation", "Clear water"),
        "muddy water": translate("ImageTranslation", "Muddy water"),
        "asphalt": translate("ImageTranslation", "Asphalt"),
        "concrete": translate("ImageTranslation", "Concrete"),
        "red tiles": translate("ImageTranslation", "Red tiles"),
        "slate": translate("ImageTranslation", "Slate"),
        "metal roof": translate("ImageTranslation", "Metal roof"),
        "snow": translate("ImageTranslation", "Snow"),
    }


class GroundPalette(QDockWidget):
    """One button is always chosen; the next points get its colour.

    Attributes:
        colour: the ``QColor`` of the chosen button, None for what another layer shows at the point.
        ground: the engine's name of the chosen ground, "" for another colour.
    """

    closed = pyqtSignal()

    def __init__(self, parent):
        super().__init__(translate("ImageTranslation", "Known Colour"), parent)
        self.setObjectName("ImageTranslationKnownColour")  # by which QGIS remembers where it was
        self._group = QButtonGroup(self)
        layout, grid, content = QVBoxLayout(), QGridLayout(), QWidget(self)
        grid.setSpacing(2)
        for i, (ground, title) in enumerate(ground_titles().items()):
            grid.addWidget(self._button(title, QColor(*GROUNDS[ground]), ground), i // COLUMNS, i % COLUMNS)
        self._picked = self._button(translate("ImageTranslation", "Pick a Colour…"), None, "")
        self._other = self._button(translate("ImageTranslation", "From Another Layer"), None, "")
        self._other.setToolTip(
            translate(
                "ImageTranslation", "What the topmost layer in colour shows at the point; hidden ones do not count."
            )
        )
        layout.addLayout(grid)
        layout.addWidget(self._picked)
        layout.addWidget(self._other)
        layout.addStretch()
        content.setLayout(layout)
        self.setWidget(content)
        self._group.buttons()[0].setChecked(True)
        self._last = self._group.checkedButton()
        self._group.buttonClicked.connect(self._choose)

    @property
    def colour(self):
        return self._group.checkedButton().property("colour")

    @property
    def ground(self):
        return self._group.checkedButton().property("ground")

    def closeEvent(self, event):
        super().closeEvent(event)
        self.closed.emit()

    def _button(self, title, colour, ground):
        button = QToolButton(self)
        button.setText(title)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(_SWATCH)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # so that Escape still reaches the map
        button.setProperty("ground", ground)
        self._paint(button, colour)
        self._group.addButton(button)
        return button

    @staticmethod
    def _paint(button, colour):
        button.setProperty("colour", colour)
        if colour is not None:
            button.setIcon(QIcon(swatch(colour)))

    def _choose(self, button):
        if button is self._picked and not self._pick():
            self._last.setChecked(True)
        else:
            self._last = button

    def _pick(self):
        """Ask for any colour; whether one was chosen."""
        known = self._picked.property("colour") or self._last.property("colour") or QColor(*GROUNDS["grass"])
        colour = QColorDialog.getColor(known, self, translate("ImageTranslation", "Known Colour"))
        if colour.isValid():
            self._paint(self._picked, colour)
        return colour.isValid()


def swatch(colour):
    """A small picture of a colour."""
    picture = QPixmap(_SWATCH)
    picture.fill(colour)
    painter = QPainter(picture)
    painter.setPen(QColor(90, 90, 90))
    painter.drawRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1)
    painter.end()
    return picture
