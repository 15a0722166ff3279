"""Memory and time of reading one large HL7 v2 batch: ``python tests/benchmarks/large_batch.py [--megabytes 1000]``.

The batch is made up, of messages with 40 lines of text each, and removed afterwards.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src")]

from nosologist.formats.charts import read_charts  # noqa: E402

LINE = "the patient with type 2 diabetes and hypertension was seen and walks well today, no fever, no cough."
NOTE = "".join(f"OBX|{number}|TX|||Line {number}: {LINE}\r" for number in range(1, 41))


def message(number: int) -> bytes:
    """A discharge summary of a patient of its own."""
    return (
        f"MSH|^~\\&|A|B|C|D|20260301||MDM^T02|{number}|P|2.5\rPID|1||{number}^^^H||DOE^J||19500101|F\r"
        f"PV1|1|I|||||||||||||||||{number}\rTXA|1|DS\r{NOTE}"
    ).encode()


def main() -> None:
    """Write the batch, read it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.hl7"
        size = count = 0
        with path.open("wb") as file:
            while size < options.megabytes * 1_000_000:
                size += file.write(message(count))
                count += 1
        begun = time.perf_counter()
        charts = documents = 0
        for chart in read_charts(path):
            charts += 1
            documents += len(chart.documents)
        spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} messages, {size / 1e6:.0f} MB: {charts} charts, {documents} documents, {spent:.1f} s, peak {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main()
