"""The library: one SQLite file with everything that must not be lost or half done.

Documents, pages, units, passages, keyword terms, vectors, conversations, feedback and the log,
written in transactions. What Chroma holds is filled from here and can be made again from here.
It never reads a document file and never computes a vector.
"""

from assistant.library.database import DamagedLibrary
from assistant.library.library import Library

__all__ = ["DamagedLibrary", "Library"]
