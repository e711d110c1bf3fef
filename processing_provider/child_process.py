"""How other programs are started: what runs in them is theirs and ours, whatever lies in the current folder.

Every start gets a working folder of its own besides, as some programs look there first.
"""

import os
import sys
from pathlib import Path

from qgis.PyQt.QtCore import QProcessEnvironment

from ..models.quiet import VARIABLES
from .python_environment import is_qgis_python


def isolation(python):
    """Options with which an interpreter finds its own packages only.

    QGIS's own Python needs the variables that QGIS has set to find its packages. A Python that is no virtual
    environment keeps what its user has installed for himself, or a script around it tells it.
    """
    if is_qgis_python(python):
        return ("-P",) if sys.version_info >= (3, 11) else ()
    return ("-I",) if Path(python).parent.parent.joinpath("pyvenv.cfg").is_file() else ()


def environment_for(program):
    """The variables for a program: those of Python for QGIS's own Python only, and no relative folder among them."""
    environment = QProcessEnvironment.systemEnvironment()
    if is_qgis_python(program):
        folders = environment.value("PYTHONPATH").split(os.pathsep)
        environment.insert("PYTHONPATH", os.pathsep.join(folder for folder in folders if os.path.isabs(folder)))
    else:
        environment.remove("PYTHONHOME")
        environment.remove("PYTHONPATH")
    for name, value in VARIABLES.items():
        environment.insert(name, value)
    return environment
