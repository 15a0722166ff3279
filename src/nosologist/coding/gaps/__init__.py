"""Gaps in a record: what a provider may be asked about. One module a kind; ``tables/queries`` holds what clinicians reviewed."""
