"""What a claim must state, and what may stand together on it: ids CLM and COV."""
