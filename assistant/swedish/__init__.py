"""Swedish: one analysis for index and query, and how numbers and dates are written."""
