"""Every error that the core raises on purpose, as one tree.

    FinsamError                      shown to the user as it stands, in Swedish
    ├── SettingsError                finsam.toml has a typo or a value out of bounds
    ├── ReadingError                 one file could not be read; the run goes on
    │   ├── EncryptedFile            needs a password
    │   ├── DamagedFile              truncated, not what its name says, or over a limit
    │   └── EmptyFile                nothing in it
    ├── IndexingError               the index as a whole
    │   ├── IndexMissing             nothing has been indexed yet
    │   ├── IndexBusy                another process is writing
    │   └── IndexMismatch            made by another model, engine or version
    ├── EmbeddingError               a model that cannot be loaded
    ├── VectorStoreError             Chroma does not answer or cannot be repaired
    ├── ModelError                   the language model: time-out, refusal, broken output
    ├── NotAllowed                   the user's role does not reach that far
    └── UnknownItem                  no such document, page or conversation

Each carries `remedy`: what to do next, naming a command where there is one.
Vendors' own errors are translated where they are met, never passed on.
"""


class FinsamError(Exception):
    """An error with a message and a next step, both in Swedish.

    `message` says what is wrong; `remedy` what to do about it ("" if nothing can be done).
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class SettingsError(FinsamError):
    """The settings file has an unknown key or a value out of bounds."""


class ReadingError(FinsamError):
    """One file could not be read."""


class EncryptedFile(ReadingError):
    """The file needs a password."""


class DamagedFile(ReadingError):
    """The file is truncated, is not what its name says, or exceeds a limit."""


class EmptyFile(ReadingError):
    """The file holds nothing to read."""


class IndexingError(FinsamError):
    """Something about the index as a whole."""


class IndexMissing(IndexingError):
    """Nothing has been indexed yet."""


class IndexBusy(IndexingError):
    """Another process is writing to the index."""


class IndexMismatch(IndexingError):
    """The index was made by another model, engine or version."""


class EmbeddingError(FinsamError):
    """An embedding model could not be loaded or run."""


class VectorStoreError(FinsamError):
    """Chroma does not answer or cannot be repaired."""


class ModelError(FinsamError):
    """The language model timed out, refused or answered something unusable."""


class NotAllowed(FinsamError):
    """The user's role does not reach that far."""


class UnknownItem(FinsamError):
    """There is no such document, page or conversation."""
