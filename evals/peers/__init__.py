"""Other frameworks beside ours: same files, questions, embedder and machine.

`python -m evals.peers` runs each in a process of its own and prints one table. Each peer is
set up as its documentation shows it first, with its own loader and splitter where it has them.
They are installed by the extra `peers`; one that is missing is named and left out.
"""
