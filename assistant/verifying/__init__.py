"""Whether a statement rests on its sources: word for word, or claim by claim.

`assistant.citations.faults` is the door. `extracts` proves statements that are put together
from the documents' own words, `claims` those that somebody (a language model) has worded, and
`sums` those with a calculation. Nothing here chooses, words or shows anything.
"""
