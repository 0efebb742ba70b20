"""Evaluation as a product for staff: question sets, metrics, runs, reports, peers and bench.

Enters the core by its one door (`assistant.service.Service`) and judges what comes out by the
files themselves. The core never imports this package.
"""
