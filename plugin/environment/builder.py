"""Makes the environment for the worker, command by command, without making QGIS wait."""

import os
import re
import shutil
import signal

from qgis.PyQt.QtCore import QCoreApplication, QObject, QProcess, pyqtSignal

from ...processing_provider.child_process import environment_for, isolation

translate = QCoreApplication.translate
KEPT_LINES = 400
_LEADER = "import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])"
# Variables of pip that stay in force: how to get to an index, and, where hashes say what may come from it, which one.
_WAYS = ("PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_TRUSTED_HOST")
_SOURCES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE")
_LOGIN = re.compile(r"//[^/@\s]+@")
_PACKAGE = re.compile(r"^\s*(Collecting|Requirement already satisfied|Processing)\b")


class EnvironmentBuilder(QObject):
    """Runs a plan; the environment takes its place only when everything in it works.

    Args:
        plan: what to do.
        proxy: address of a proxy, with user and password where needed; "" for none. It is given to pip by its
            environment variables, so that it is in no command line and no log.
        parent: its owner.
    """

    line = pyqtSignal(str)
    progress = pyqtSignal(float, str)
    finished = pyqtSignal(bool, str)

    def __init__(self, plan, proxy="", parent=None):
        super().__init__(parent)
        self.plan, self._proxy = plan, proxy
        self.log = []
        self._process = None
        self._steps = []
        self._cancelled = False
        self._collected = 0

    @property
    def is_running(self):
        """Whether a command is under way."""
        return self._process is not None

    def start(self):
        """Begin; what an earlier attempt left half done is removed first."""
        plan = self.plan
        self._cancelled, self.log, self._steps = False, [], list(plan.steps())
        try:
            _remove(plan.unfinished)
            plan.folder.parent.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(plan.folder.parent).free / 1e6
        except OSError as error:
            text = translate("ImageTranslation", "{folder} cannot be written ({reason}); check its permissions.")
            self._end(False, text.format(folder=plan.folder.parent, reason=error.strerror or error))
            return
        if free < plan.megabytes:
            text = translate(
                "ImageTranslation",
                "The environment needs about {needed} MB, but only {free} MB are free in {folder}; free some space.",
            )
            self._end(False, text.format(needed=plan.megabytes, free=int(free), folder=plan.folder.parent))
            return
        self._next()

    def cancel(self):
        """Stop at once and remove what is half done; :attr:`finished` is still sent."""
        self._cancelled = True
        if self._process is not None:
            _kill_all(self._process)

    def _next(self):
        step = self._steps[0]
        self.progress.emit(self._share_done(), _words(step.title))
        self._tell(f"> {step.program} {' '.join(step.arguments)}")
        if step.title == "pytorch":
            text = translate("ImageTranslation", "PyTorch comes from {index}, which alone vouches for its files.")
            self._tell(text.format(index=self.plan.pytorch_index()))
        self._collected = 0
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.setProcessEnvironment(self._environment())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._step_ended)
        process.errorOccurred.connect(self._step_failed_to_start)
        self._process, self._rest = process, ""
        process.setWorkingDirectory(str(self.plan.folder.parent))
        process.start(*_own_group(step.program, [*isolation(step.program), *step.arguments]))

    def _environment(self):
        """What pip is told by the machine, other than where to look and how to get there, is not for this."""
        step = self._steps[0]
        environment = environment_for(step.program)
        kept = _WAYS if step.title == "pytorch" else (*_WAYS, *_SOURCES)
        for name in environment.keys():
            if name.upper().startswith("PIP_") and name.upper() not in kept:
                environment.remove(name)
        if step.title == "pytorch":
            environment.insert("PIP_CONFIG_FILE", os.devnull)  # pip then reads none
        environment.insert("PIP_CACHE_DIR", str(self.plan.folder.parent / "pip-cache"))
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy") if self._proxy else ():
            environment.insert(name, self._proxy)
        return environment

    def _read(self):
        text = self._rest + bytes(self._process.readAllStandardOutput()).decode("utf-8", "replace")
        *lines, self._rest = text.split("\n")
        for line in lines:
            self._tell(line.rstrip("\r"))
            if _PACKAGE.match(line):
                self._collected += 1
                step = self._steps[0]
                part = step.share * (1.0 - 0.9**self._collected)
                self.progress.emit(self._share_done() + part, line.strip())

    def _step_failed_to_start(self, error):
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._tell(self._process.errorString())
            self._fail(self._process.errorString())

    def _step_ended(self, code, status):
        if self._process is None:
            return
        self._read()
        if self._rest:
            self._tell(self._rest)
        if self._cancelled:
            self._clean_up()
            self._end(False, translate("ImageTranslation", "Cancelled; nothing was changed."))
        elif code != 0 or status != QProcess.ExitStatus.NormalExit:
            self._fail("")
        else:
            self._process = None
            self._steps.pop(0)
            self._next() if self._steps else self._put_in_place()

    def _put_in_place(self):
        plan = self.plan
        old = plan.folder.with_name(plan.folder.name + ".old")
        try:
            _remove(old)
            if plan.folder.exists():
                os.replace(plan.folder, old)
            os.replace(plan.unfinished, plan.folder)
            _remove(old)
            _remove(plan.folder.parent / "pip-cache")
        except OSError as error:
            text = translate(
                "ImageTranslation",
                "The environment cannot take its place ({reason}); close other QGIS windows and retry.",
            )
            self._end(False, text.format(reason=error))
            return
        self.progress.emit(1.0, translate("ImageTranslation", "Ready"))
        self._end(True, translate("ImageTranslation", "The environment is ready: {folder}").format(folder=plan.folder))

    def _fail(self, reason):
        title = _words(self._steps[0].title)
        self._clean_up()
        self._end(False, _failure(title, reason or _reason(self.log), "\n".join(self.log)))

    def _clean_up(self):
        try:
            _remove(self.plan.unfinished)
        except OSError as error:
            self._tell(str(error))

    def _end(self, fine, text):
        self._process = None
        self._tell(text)
        self.finished.emit(fine, text)

    def _tell(self, text):
        text = _LOGIN.sub("//****@", text)
        self.log = [*self.log, text][-KEPT_LINES:]
        self.line.emit(text)

    def _share_done(self):
        return sum(step.share for step in self.plan.steps()[: len(self.plan.steps()) - len(self._steps)])


def _own_group(python, arguments):
    """How to start a Python so that what it starts can be ended with it."""
    if os.name != "posix":
        return python, arguments
    return python, [*isolation(python), "-c", _LEADER, python, *arguments]


def _kill_all(process):
    """End a process and those that it has started: venv and pip start others, which would go on writing."""
    if os.name != "posix":
        tool = os.path.join(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
        QProcess.execute(tool, ["/T", "/F", "/PID", str(process.processId())])
        return
    try:
        os.killpg(process.processId(), signal.SIGKILL)
    except OSError:  # it has not come to lead a group yet, or has ended
        process.kill()


def remove_environment(folder):
    """Remove an environment with whatever attempts left beside it.

    Raises:
        OSError: a file is in use or protected.
    """
    for path in sorted(folder.parent.glob(f"{folder.name}*")) + [folder.parent / "pip-cache"]:
        _remove(path)


def size_in_megabytes(folder):
    """What a folder takes on the disk; links are not followed."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            total += os.lstat(os.path.join(root, name)).st_size
    return int(total / 1e6)


def _remove(path):
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


def _words(title):
    return {
        "create": translate("ImageTranslation", "Making the environment"),
        "install": translate("ImageTranslation", "Downloading and installing packages"),
        "pytorch": translate("ImageTranslation", "Downloading and installing PyTorch"),
        "check": translate("ImageTranslation", "Checking that everything works"),
    }[title]


def _reason(lines):
    """The line of a log that says best what went wrong."""
    told = [line for line in lines if re.match(r"\s*(ERROR|Error|\w*Error)\b", line)]
    return (told or [line for line in lines if line.strip()] or [""])[-1].strip()


def _failure(title, reason, log):
    """One sentence with the way out."""
    text = translate("ImageTranslation", "{step} failed: {reason}.")
    if "ensurepip" in log:
        way = translate("ImageTranslation", "Install your system's package python3-venv and retry.")
    elif re.search(r"No space left|Errno 28", log):
        way = translate("ImageTranslation", "Free some disk space and retry.")
    elif "DO NOT MATCH THE HASHES" in log:
        way = translate(
            "ImageTranslation",
            "The index or folder holds another file than the tested one; choose another source.",
        )
    elif re.search(r"ProxyError|NewConnectionError|ConnectTimeout|Temporary failure|Could not fetch", log):
        way = translate("ImageTranslation", "Check the connection, proxy or index, or install from a folder of wheels.")
    elif re.search(r"No matching distribution|Could not find a version", log):
        way = translate(
            "ImageTranslation", "The index or folder lacks this package for this Python; choose another one."
        )
    else:
        way = translate("ImageTranslation", "The log above says more; copy the diagnostics when you ask for help.")
    return f"{text.format(step=title, reason=reason.rstrip('.'))} {way}"
