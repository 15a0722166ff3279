"""Read the record: text in, mentions out."""
