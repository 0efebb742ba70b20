"""Whether something failed because the disk is full: libraries say it each in its own words.

Holds that judgement only. It frees nothing.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LITTLE = 1 << 20
"""Bytes; with less than this free, whatever writes has met the end of the disk."""


def is_full(folder: Path, error: BaseException) -> bool:
    """Whether `error`, met while writing in `folder`, comes from a full disk or quota."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        if "disk is full" in str(seen) or "No space left" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False
