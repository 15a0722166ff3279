"""What the record leaves open: ids DOC."""
