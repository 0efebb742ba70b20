"""Makes the documents in `corpus/` out of the texts in `evals/documents/sources/`.

Run as `python -m evals.documents`; it needs the extra `corpus` (reportlab, python-docx).
The same texts always give the same bytes. Nothing here is imported by the assistant.
"""
