"""The workbench: the coder's desk in a browser (``noso serve``). Nothing below this room knows of it, or of Django."""
