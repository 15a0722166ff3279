"""Looking up: a coder's own words in, codes out, best first."""
