"""Decide: the steps that ``pipeline.py`` calls, in the coder's order."""
