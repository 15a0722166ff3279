"""Documents in, results out."""
