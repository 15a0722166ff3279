"""Claims a second: written as 837 from JSON lines with all rules asked, and read back. One core.

Run: python tests/benchmarks/claims_837.py [NUMBER]
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_up_claims import CREATED, abstract
from nosologist.batch.claiming import Terms, claims_of_lines, judged
from nosologist.batch.claims import desk_for
from nosologist.codesets.library import Library
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.x12.claims_837 import read_837


def main(number: int) -> None:
    """Measure."""
    kinds = [json.dumps(abstract("visit" if at % 2 else "stay", id=f"N{at}")) for at in range(number)]
    desk = desk_for(Library(), None, many=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.jsonl"
        path.write_text("\n".join(kinds[:50]), "utf-8")
        list(judged(claims_of_lines(path), desk, Terms()))  # the books are open
        path.write_text("\n".join(kinds), "utf-8")
        file = io.BytesIO()
        start = time.process_time()
        ready = (one.claim for one in judged(claims_of_lines(path), desk, Terms()) if one.claim and not one.stops)
        writer("837").write(ready, file, Asked(CREATED))
        spent = time.process_time() - start
        text = file.getvalue()
        assert text.count(b"CLM*") == number
        print(f"JSON lines, rules, 837: {number / spent:,.0f} claims/s ({len(text) / number:,.0f} bytes a claim)")
        claims = [one.claim for one in claims_of_lines(path) if one.claim]
    start = time.process_time()
    writer("837").write(claims, io.BytesIO(), Asked(CREATED))
    print(f"837 alone:              {number / (time.process_time() - start):,.0f} claims/s")
    start = time.process_time()
    count = sum(1 for _ in read_837(io.BytesIO(text), "made-up", print))
    print(f"837 read:               {count / (time.process_time() - start):,.0f} claims/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
