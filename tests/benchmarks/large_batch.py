"""Memory and time of reading one large file: ``python tests/benchmarks/large_batch.py [hl7|fhir] [--megabytes 1000]``.

The file is made up and removed afterwards: an HL7 v2 batch of messages with 40 lines of text each, or FHIR NDJSON of notes and
results, with the patients and encounters that they name at its end.
"""

from __future__ import annotations

import argparse
import base64
import json
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


def resources(number: int) -> bytes:
    """A note of an encounter of its own, and ten results."""
    links = {"subject": {"reference": f"Patient/{number}"}}
    visit = {"reference": f"Encounter/{number}"}
    text = base64.b64encode("\n".join([LINE] * 40).encode()).decode()
    note = {"resourceType": "DocumentReference", **links, "context": {"encounter": [visit]}}
    note |= {"content": [{"attachment": {"contentType": "text/plain", "data": text}}]}
    result = {"resourceType": "Observation", **links, "encounter": visit, "code": {"text": "Sodium"}}
    results = [result | {"valueQuantity": {"value": 130 + at, "unit": "mmol/L"}} for at in range(10)]
    return b"".join(json.dumps(one).encode() + b"\n" for one in (note, *results))


def people(number: int) -> bytes:
    """The patient and encounter of a note."""
    patient = {"resourceType": "Patient", "id": str(number), "gender": "female", "birthDate": "1950-01-01"}
    stay = {"resourceType": "Encounter", "id": str(number), "class": {"code": "IMP"}, "period": {"end": "2026-03-02"}}
    return b"".join(json.dumps(one).encode() + b"\n" for one in (patient, stay))


def main() -> None:
    """Write the file, read it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", nargs="?", choices=["hl7", "fhir"], default="hl7")
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"batch.{options.kind}"
        one = message if options.kind == "hl7" else resources
        size = count = 0
        with path.open("wb") as file:
            while size < options.megabytes * 1_000_000:
                size += file.write(one(count))
                count += 1
            for number in range(count if options.kind == "fhir" else 0):
                size += file.write(people(number))
        begun = time.perf_counter()
        charts = documents = facts = 0
        for chart in read_charts(path):
            charts += 1
            documents += len(chart.documents)
            facts += len(chart.facts)
        spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    read = f"{charts} charts, {documents} documents, {facts} facts"
    print(f"{count} notes, {size / 1e6:.0f} MB: {read}, {spent:.1f} s, peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
