"""Claim edits of Medicare and of claim forms: ids MCE, NCCI, MUE, COV, CLM."""
