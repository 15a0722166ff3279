"""What payers answer, explained: what was denied and why, what to do about it, by when, and with which letter."""
