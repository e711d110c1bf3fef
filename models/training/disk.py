"""What goes wrong with the disk, in words."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def reason(error: OSError) -> str:
    """Why nothing could be written: ``the disk is full`` or the system's own words."""
    return "the disk is full" if error.errno in _FULL else str(error.strerror or error)
