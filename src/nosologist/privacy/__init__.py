"""De-identification: the identifiers of HIPAA's Safe Harbor (45 CFR 164.514(b)(2)) are found in a text and taken out."""
