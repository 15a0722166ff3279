"""Which history of a malignancy (Z85) is of which site."""

from __future__ import annotations

from nosologist.codesets.code_patterns import read_patterns

SITES_BY_HISTORY = tuple(
    (read_patterns(history), read_patterns(sites))
    for history, sites in (
        ("Z85.01", "C15"),
        ("Z85.02", "C16"),
        ("Z85.030, Z85.038", "C18"),
        ("Z85.040, Z85.048", "C19-C21"),
        ("Z85.05", "C22"),
        ("Z85.07", "C25"),
        ("Z85.110, Z85.118", "C34"),
        ("Z85.21", "C32"),
        ("Z85.3", "C50"),
        ("Z85.41", "C53"),
        ("Z85.42", "C54-C55"),
        ("Z85.43", "C56"),
        ("Z85.46", "C61"),
        ("Z85.47", "C62"),
        ("Z85.51", "C67"),
        ("Z85.520, Z85.528", "C64"),
        ("Z85.53", "C65"),
        ("Z85.820", "C43"),
        ("Z85.821", "C4A"),
        ("Z85.840", "C69"),
        ("Z85.841", "C71"),
        ("Z85.850", "C73"),
        ("Z85.6", "C91-C95"),
        ("Z85.71", "C81"),
    )
)
