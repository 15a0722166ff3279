"""Nosologist: the open medical coding system."""

__version__ = "0.1.0"
