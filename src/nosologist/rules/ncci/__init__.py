"""Edits of the National Correct Coding Initiative: ids NCCI (pairs, add-on codes) and MUE (units)."""
