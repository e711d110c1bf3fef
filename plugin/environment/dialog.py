"""The dialog that makes, replaces or removes the Python environment with one click."""

from qgis.core import QgsApplication
from qgis.gui import QgsCollapsibleGroupBox, QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)

from ...processing_provider.interface import icon
from ...processing_provider.python_environment import environment_folder, made_python, qgis_python, use_python
from .builder import EnvironmentBuilder, remove_environment, size_in_megabytes
from .diagnostics import diagnostics, interpreter_in_words, nvidia_tool, proxy_address
from .plan import INFERENCE, NVIDIA, PROCESSOR, TRAINING, EnvironmentPlan

translate = QCoreApplication.translate


class EnvironmentDialog(QDialog):
    """Chooses what to install, shows how it goes, and says what is in use."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.builder = None
        self.setWindowTitle(translate("ImageTranslation", "Python Environment for Image Translation"))
        self.setWindowIcon(icon("provider.svg"))
        self.resize(720, 640)
        layout = QVBoxLayout(self)
        intro = QLabel(
            translate(
                "ImageTranslation",
                "Classify Pixels and Train Image Translation Model need Python packages that QGIS does not have. They "
                "are put into a folder of their own in your profile; QGIS itself is not touched.",
            )
        )
        intro.setWordWrap(True)
        layout.addWidget(intro)
        self.state = QLabel()
        self.state.setWordWrap(True)
        layout.addWidget(self.state)
        layout.addLayout(self._choices())
        layout.addWidget(self._sources())
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(True)
        layout.addWidget(self.progress)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setMaximumBlockCount(2000)
        layout.addWidget(self.log, 1)
        layout.addLayout(self._buttons())
        self._refresh()

    def plan(self):
        """What the choices ask for."""
        return EnvironmentPlan(
            python=qgis_python(),
            folder=environment_folder(),
            purpose=TRAINING if self.training.isChecked() else INFERENCE,
            hardware=self.hardware.currentData(),
            index=self.index.text().strip(),
            extra_index=self.extra_index.text().strip(),
            wheels=self.wheels.filePath().strip(),
        )

    def make(self):
        """Make the environment, anew where there is one."""
        self.log.clear()
        self.builder = EnvironmentBuilder(self.plan(), proxy_address(), self)
        self.builder.line.connect(self.log.appendPlainText)
        self.builder.progress.connect(self._show_progress)
        self.builder.finished.connect(self._ended)
        self._refresh(running=True)
        self.builder.start()

    def cancel(self):
        """Stop what is under way."""
        if self.builder is not None:
            self.builder.cancel()

    def remove(self):
        """Remove the made environment after a question."""
        folder = environment_folder()
        question = translate("ImageTranslation", "Remove {folder} ({size} MB)?")
        answer = QMessageBox.question(
            self, self.windowTitle(), question.format(folder=folder, size=size_in_megabytes(folder))
        )
        if answer != QMessageBox.StandardButton.Yes:
            return
        try:
            remove_environment(folder)
        except OSError as error:
            text = translate("ImageTranslation", "{folder} cannot be removed ({reason}); close other QGIS windows.")
            self.log.appendPlainText(text.format(folder=folder, reason=error))
        self._refresh()

    def use_existing(self):
        """Let the worker run on the interpreter named in the field, when it has what is needed."""
        path = self.existing.filePath().strip()
        fine, words = interpreter_in_words(path) if path else (True, "")
        self.log.appendPlainText(words)
        if fine:
            use_python(path)
        self._refresh()

    def copy_diagnostics(self):
        """Put everything that helps to help onto the clipboard."""
        QgsApplication.clipboard().setText(diagnostics(self.builder.log if self.builder else ()))
        self.log.appendPlainText(translate("ImageTranslation", "The diagnostics are on the clipboard."))

    def reject(self):
        """Escape and Close stop what is under way."""
        self.cancel()
        super().reject()

    def closeEvent(self, event):
        self.cancel()
        super().closeEvent(event)

    def _choices(self):
        self.inference = QRadioButton(translate("ImageTranslation", "Classify Pixels only (onnxruntime, small)"))
        self.training = QRadioButton(translate("ImageTranslation", "Training too (PyTorch, large)"))
        self.inference.setChecked(True)
        purposes = QButtonGroup(self)
        self.hardware = QComboBox()
        self.hardware.addItem(translate("ImageTranslation", "Processor"), PROCESSOR)
        self.hardware.addItem(translate("ImageTranslation", "NVIDIA graphics card"), NVIDIA)
        if nvidia_tool():
            self.hardware.setCurrentIndex(1)
        self.size = QLabel()
        grid = QGridLayout()
        for row, button in enumerate((self.inference, self.training)):
            purposes.addButton(button)
            grid.addWidget(button, row, 0)
            button.toggled.connect(self._show_size)
        self.hardware.currentIndexChanged.connect(self._show_size)
        grid.addWidget(self.hardware, 0, 1)
        grid.addWidget(self.size, 1, 1)
        return grid

    def _sources(self):
        box = QgsCollapsibleGroupBox(translate("ImageTranslation", "Where packages come from, and other Pythons"))
        box.setCollapsed(True)
        form = QFormLayout(box)
        self.index, self.extra_index = QLineEdit(), QLineEdit()
        self.index.setPlaceholderText(translate("ImageTranslation", "pip's own"))
        self.extra_index.setPlaceholderText(
            translate("ImageTranslation", "for example the one that pytorch.org names for your machine")
        )
        self.wheels = QgsFileWidget()
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.existing = QgsFileWidget()
        use = QPushButton(translate("ImageTranslation", "Use it"))
        use.clicked.connect(self.use_existing)
        row = QHBoxLayout()
        row.addWidget(self.existing, 1)
        row.addWidget(use)
        form.addRow(translate("ImageTranslation", "Package index"), self.index)
        form.addRow(translate("ImageTranslation", "Second index"), self.extra_index)
        form.addRow(translate("ImageTranslation", "Folder of wheels (no net)"), self.wheels)
        form.addRow(translate("ImageTranslation", "An existing Python interpreter"), row)
        note = QLabel(translate("ImageTranslation", "The proxy of QGIS's network settings is used."))
        form.addRow(note)
        return box

    def _buttons(self):
        self.make_button = QPushButton()
        self.cancel_button = QPushButton(translate("ImageTranslation", "Cancel"))
        self.remove_button = QPushButton(translate("ImageTranslation", "Remove"))
        copy = QPushButton(translate("ImageTranslation", "Copy diagnostics"))
        close = QPushButton(translate("ImageTranslation", "Close"))
        row = QHBoxLayout()
        for button, action in (
            (self.make_button, self.make),
            (self.cancel_button, self.cancel),
            (self.remove_button, self.remove),
            (copy, self.copy_diagnostics),
            (close, self.close),
        ):
            button.clicked.connect(lambda *_, action=action: action())
            button.setAutoDefault(button is self.make_button)
            row.addWidget(button)
        row.insertStretch(3)
        return row

    def _show_progress(self, share, words):
        self.progress.setValue(int(1000 * share))
        self.progress.setFormat(f"{words[:80]}  %p %")

    def _show_size(self, *_):
        text = translate("ImageTranslation", "About {size} MB on the disk")
        self.size.setText(text.format(size=f"{self.plan().megabytes:,}"))

    def _ended(self, fine, text):
        if fine:
            use_python("")
        else:
            self.progress.setValue(0)
        ready = translate("ImageTranslation", "Ready")
        self.progress.setFormat(ready if fine else translate("ImageTranslation", "Not done: see below"))
        self._refresh(failed=not fine)

    def _refresh(self, running=False, failed=False):
        made = made_python()
        if failed:
            words = translate("ImageTranslation", "Retry")
        elif made:
            words = translate("ImageTranslation", "Make anew")
        else:
            words = translate("ImageTranslation", "Make the environment")
        self.make_button.setText(words)
        self.make_button.setEnabled(not running)
        self.cancel_button.setEnabled(running)
        self.remove_button.setEnabled(bool(made) and not running)
        self.state.setText(interpreter_in_words()[1])
        self._show_size()
