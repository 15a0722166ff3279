"""The pages: one module a screen, each a few short views."""
