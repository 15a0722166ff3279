"""What was coded as JSON and CSV: one document as ever, several with the document of each quote."""

from __future__ import annotations

import csv
import io

from nosologist.codesets.library import Books
from nosologist.formats import coded_csv
from nosologist.formats.coded_json import to_object
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

VISIT = "Assessment:\n1. Gout, continue allopurinol.\n2. Asthma, no pneumonia.\n"
SECOND = "Assessment:\n1. Asthma, refill albuterol.\n"


def coded(*texts: str, books: Books, name: str | None = None) -> CodedEncounter:
    documents = tuple(Document(f"{number}.txt", text) for number, text in enumerate(texts, 1))
    return walk(Encounter(documents, Setting.OUTPATIENT, name=name), books)


def test_one_document_names_itself_once(books: Books) -> None:
    content = to_object(coded(VISIT, books=books))
    assert content["document"] == {"id": "1.txt"}
    assert "documents" not in content
    assert all("document" not in quote for code in content["codes"] for quote in code["evidence"])


def test_quotes_of_several_documents_stand_in_their_own_text(books: Books) -> None:
    content = to_object(coded(VISIT, SECOND, books=books, name="chart 7"))
    assert content["document"] == {"id": "chart 7"}
    texts = {"1.txt": VISIT, "2.txt": SECOND}
    assert [one["id"] for one in content["documents"]] == list(texts)
    quotes = [quote for code in content["codes"] for quote in code["evidence"]] + content["not_coded"]
    assert quotes
    for quote in quotes:
        assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["text"]
    [asthma] = [code for code in content["codes"] if code["code"].startswith("J45")]
    assert {quote["document"] for quote in asthma["evidence"]} == {"1.txt", "2.txt"}


def test_a_code_is_given_once_for_the_encounter(books: Books) -> None:
    codes = [code["code"] for code in to_object(coded(VISIT, SECOND, books=books))["codes"]]
    assert len(codes) == len(set(codes)) == 2


def test_csv_says_the_document_of_each_quote(books: Books) -> None:
    rows = list(csv.DictReader(io.StringIO(coded_csv.header() + coded_csv.rows(coded(VISIT, SECOND, books=books)))))
    asthma = next(row for row in rows if row["code"].startswith("J45"))
    assert asthma["evidence"] == "Asthma [1.txt] | Asthma [2.txt]"
    assert asthma["document"] == "1.txt"
