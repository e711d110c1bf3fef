"""The model browser: the packages of a folder with their pictures and figures, each ready to be run."""

import html
from pathlib import Path

import processing
from qgis.core import QgsApplication, QgsProcessingUtils, QgsProject, QgsSettings, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QIcon, QPixmap, QTextDocument
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
)

from ..models.errors import ImageTranslationError
from ..models.texts import harmless
from ..processing_provider.interface import icon
from .model_catalogue import facts, figures, packages_in, read_entry, report_page

translate = QCoreApplication.translate
SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "models"
CLASSIFY = "imagetranslation:classifypixels"
KEPT_FOLDERS = 5
_SETTING = "image_translation/model_folders"
_ICON_SIZE = QSize(128, 64)
_ENTRY = Qt.ItemDataRole.UserRole


def known_folders():
    """Folders to look for models in: those last chosen, the project's, and the plugin's when models came with it."""
    chosen = [folder for folder in QgsSettings().value(_SETTING, "", type=str).split("\n") if folder]
    shipped = [str(SHIPPED)] if packages_in(str(SHIPPED)) else []
    folders = dict.fromkeys((*chosen, QgsProject.instance().absolutePath(), *shipped))
    return [folder for folder in folders if folder and Path(folder).is_dir()]


def remember_folder(folder):
    """Put ``folder`` first among those last chosen."""
    chosen = [folder, *QgsSettings().value(_SETTING, "", type=str).split("\n")]
    QgsSettings().setValue(_SETTING, "\n".join(list(dict.fromkeys(filter(None, chosen)))[:KEPT_FOLDERS]))


class ReadingTask(QgsTask):
    """Reads the packages of a folder while the window stays free.

    Sends itself along, so that a listener can tell it from one that was started before.
    """

    found = pyqtSignal(object, object)
    ended = pyqtSignal(object)

    def __init__(self, folder):
        super().__init__(translate("ImageTranslation", "Looking for models"), QgsTask.Flag.CanCancel)
        self.folder = folder

    def run(self):
        paths = packages_in(self.folder)
        for number, path in enumerate(paths, start=1):
            if self.isCanceled():
                return False
            self.found.emit(self, read_entry(path))
            self.setProgress(100.0 * number / len(paths))
        return True

    def finished(self, result):
        self.ended.emit(self)


class ModelBrowser(QDialog):
    """Lists the packages of a folder; every time it is shown it looks anew."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setWindowTitle(translate("ImageTranslation", "Image Translation Models"))
        self.resize(900, 600)
        self._task = None
        self.folders = QComboBox()
        self.folders.setMinimumContentsLength(40)
        self.folders.activated.connect(self._look)
        browse = QPushButton(translate("ImageTranslation", "Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        top = QHBoxLayout()
        top.addWidget(QLabel(translate("ImageTranslation", "Folder")))
        top.addWidget(self.folders, 1)
        top.addWidget(browse)
        self.list = QListWidget()
        self.list.setIconSize(_ICON_SIZE)
        self.list.currentItemChanged.connect(self._show_current)
        self.list.itemDoubleClicked.connect(self.classify)
        self.details = QTextBrowser()
        self.details.setOpenLinks(False)
        middle = QSplitter()
        middle.addWidget(self.list)
        middle.addWidget(self.details)
        middle.setSizes([380, 520])
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(middle, 1)
        layout.addWidget(self.state)
        layout.addLayout(self._buttons())
        self._show_current()

    def look_in(self, folder):
        """List the packages in ``folder``."""
        if self.folders.findText(folder) < 0:
            self.folders.insertItem(0, folder)
        self.folders.setCurrentIndex(self.folders.findText(folder))
        self._look()

    def classify(self, *_):
        """Open Classify Pixels with the chosen model."""
        entry = self._entry()
        if entry is not None and entry.definition is not None:
            remember_folder(self.folders.currentText())
            processing.execAlgorithmDialog(CLASSIFY, {"MODEL": str(entry.path)})

    def show_report(self, *_):
        """Open the report of the chosen model in the browser."""
        try:
            page = report_page(self._entry().path)
            if page is None:
                self.state.setText(translate("ImageTranslation", "This package holds no report."))
                return
            path = Path(QgsProcessingUtils.generateTempFilename("model_metrics.html"))
            path.write_bytes(page)
        except (ImageTranslationError, OSError) as error:
            self.state.setText(str(error))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def stop(self):
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def showEvent(self, event):
        super().showEvent(event)
        if event.spontaneous():
            return
        chosen, known = self.folders.currentText(), known_folders()
        self.folders.clear()
        self.folders.addItems(known)
        self.folders.setCurrentIndex(max(0, self.folders.findText(chosen)))
        self._look()

    def hideEvent(self, event):
        if not event.spontaneous():
            self.stop()
        super().hideEvent(event)

    def _buttons(self):
        self.classify_button = QPushButton(
            icon("classify_pixels.svg"), translate("ImageTranslation", "Classify Pixels with This Model…")
        )
        self.report_button = QPushButton(translate("ImageTranslation", "Show Report"))
        close = QPushButton(translate("ImageTranslation", "Close"))
        row = QHBoxLayout()
        for button, action in (
            (self.classify_button, self.classify),
            (self.report_button, self.show_report),
            (close, self.close),
        ):
            button.clicked.connect(lambda *_, action=action: action())
            button.setAutoDefault(button is self.classify_button)
            row.addWidget(button)
        row.insertStretch(2)
        return row

    def _browse(self, *_):
        title = translate("ImageTranslation", "Folder with model packages")
        folder = QFileDialog.getExistingDirectory(self, title, self.folders.currentText())
        if folder:
            remember_folder(folder)
            self.look_in(folder)

    def _look(self, *_):
        self.stop()
        self.list.clear()
        self._show_current()
        folder = self.folders.currentText()
        if not folder:
            self.state.setText(translate("ImageTranslation", "Choose a folder with model packages (.dlpk)."))
            return
        self.state.setText(translate("ImageTranslation", "Looking…"))
        self._task = ReadingTask(folder)
        self._task.found.connect(self._add)
        self._task.ended.connect(self._all_read)
        QgsApplication.taskManager().addTask(self._task)

    def _add(self, task, entry):
        if task is not self._task:
            return
        if entry.definition is None:
            second = translate("ImageTranslation", "cannot be read")
        else:
            second = figures(entry.definition)
        name = harmless(entry.path.relative_to(task.folder).with_suffix("").as_posix())
        item = QListWidgetItem(f"{name}\n{second}")
        if entry.definition is None:
            item.setIcon(QgsApplication.getThemeIcon("/mIconWarning.svg"))
        elif entry.picture.isNull():
            item.setIcon(icon("models.svg"))
        else:
            item.setIcon(QIcon(QPixmap.fromImage(entry.picture)))
        item.setData(_ENTRY, entry)
        self.list.addItem(item)
        if entry.definition is not None and self.list.currentItem() is None:
            self.list.setCurrentItem(item)

    def _all_read(self, task):
        if task is not self._task:
            return
        self._task = None
        count = self.list.count()
        if count:
            text = translate("ImageTranslation", "{count} model package(s)").format(count=count)
        else:
            text = translate("ImageTranslation", "No model packages (.dlpk) in this folder or the folders in it.")
        self.state.setText(text)

    def _entry(self):
        item = self.list.currentItem()
        return None if item is None else item.data(_ENTRY)

    def _show_current(self, *_):
        entry = self._entry()
        fine = entry is not None and entry.definition is not None
        self.classify_button.setEnabled(fine)
        self.report_button.setEnabled(fine)
        self.details.clear()
        if entry is None:
            return
        picture = QUrl("picture")
        self.details.document().addResource(QTextDocument.ResourceType.ImageResource, picture, entry.picture)
        self.details.setHtml(_page(entry))


def _page(entry):
    """What is known of a package; every word of it is escaped, since a package may come from a stranger."""
    title = f"<h3>{html.escape(entry.path.name)}</h3>"
    if entry.definition is None:
        return f"{title}<p>{html.escape(entry.error)}</p>"
    picture = "" if entry.picture.isNull() else '<p><img src="picture"></p>'
    rows = "".join(
        f"<tr><td><b>{html.escape(heading)}</b>&nbsp;&nbsp;</td><td>{html.escape(text)}</td></tr>"
        for heading, text in facts(entry.definition)
    )
    return f"{title}{picture}<table>{rows}</table><p>{html.escape(str(entry.path.parent))}</p>"
