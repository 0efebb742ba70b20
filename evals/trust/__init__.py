"""Trust, by breaking things on purpose: faults, hostile files, copies, parts from others.

`python -m evals.trust` prints a report per bullet with counts. Uses the real readers, the real
library and real Chroma; the embedder is a quick stand-in except where a row says otherwise.
"""
