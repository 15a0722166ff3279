"""One module per official document: read it as published, write it into a release."""
