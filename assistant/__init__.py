"""From a file to an answer that can be checked: the core, without a screen.

Nothing here imports `ui` or `evals`; they enter through `assistant.service`.
"""

__version__ = "0.1.0"
