"""Payers' answers: an 835 of 10,000 claims read, explained and counted. ``python tests/benchmarks/answers.py``"""

from __future__ import annotations

import io
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from nosologist.answers.deadline import appeal_for, appeal_rules
from nosologist.answers.denials import Denials
from nosologist.answers.meaning import explain
from nosologist.answers.objects import claim_object
from nosologist.answers.text import claim_lines, printable
from nosologist.formats.x12.answers import read_answers
from nosologist.model.remittance import ClaimPayment
from x12_files import claim, remittance

COUNT = 10_000
LINES = (
    *("NM1*82*1*HILL*JO****XX*1234567893", "MOA***MA01", "DTM*232*20260110", "DTM*233*20260110"),
    *("SVC*HC:99213:25*100*60**1", "DTM*472*20260110", "CAS*CO*45*15", "CAS*PR*1*20**2*5", "REF*6R*1", "AMT*B6*85"),
    *("SVC*HC:20610:59*150*0**1", "DTM*472*20260110", "CAS*CO*97*150", "REF*6R*2", "LQ*HE*M15"),
)


def main() -> None:
    """Print seconds of processor time and the peak of memory."""
    claims = [claim(f"C{number}", "1", "250", "60", *LINES, share="25", filing="MB") for number in range(COUNT)]
    raw = remittance(*claims, amount=60 * COUNT).encode()
    rules, denials = appeal_rules(), Denials()
    start = time.process_time()
    read = [one for one in read_answers(io.BytesIO(raw), "a.835") if isinstance(one, ClaimPayment)]
    print(f"read {len(read):,} claims ({len(raw) / 1e6:.1f} MB): {time.process_time() - start:.1f} s")
    start = time.process_time()
    for payment in read:
        explained = explain(payment)
        appeal = appeal_for(explained, rules)
        printable(claim_lines(explained, appeal))
        claim_object(explained, appeal)
        denials.add(explained)
    print(f"explained as text and JSON, counted: {time.process_time() - start:.1f} s")
    print(f"peak memory, all claims held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
