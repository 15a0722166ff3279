"""X12 (HIPAA version 005010): the envelopes that hold claims and the payers' answers to them."""
