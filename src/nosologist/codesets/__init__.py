"""The books: official code sets compiled once and read-only ever after."""
