"""The JSON API: every noun of the workbench for programs, with tokens; the same tables of access, decisions and audit log."""
