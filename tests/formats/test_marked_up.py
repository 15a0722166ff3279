"""HTML, RTF and Word as they are shown: blocks, tables, and nothing that is hidden, deleted or struck out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart_files import docx, paragraph
from nosologist.formats.docx import docx_text
from nosologist.formats.html import html_text
from nosologist.formats.rtf import rtf_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Gout.<p>Asthma.", "Gout.\n\nAsthma."),
        ("Gout<br>Asthma<br/>Lupus", "Gout\nAsthma\nLupus"),
        ("<ul><li>Gout</li><li>Asthma</ul>", "Gout\nAsthma"),
        ("<h2>Assessment</h2><div>Gout</div><div>Asthma</div>", "Assessment\n\nGout\nAsthma"),
        ("a \n  b&nbsp;c &lt; 5 &amp; &#233;", "a b\xa0c < 5 & é"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><th>P<th>S<tr><td>Gout<td>Active</table>after", "P | S\nGout | Active\n\nafter"),
        ("<table><tr><td><p>a<p>b</td><td></td></tr><tr><td></td></tr></table>", "a; b"),
        ("<td>a<table><tr><td>b</table>c", "a\nb\n\nc"),
        ("<html><head><title>t</title><style>x</style><body>a<script>b</script>c", "ac"),
        ("<html><head><title>t<body>a", "a"),
        ("a <del>Lupus</del><s>b <b>c</b> <s>d</s> e</s>f", "a f"),
        ("a<span style='DISPLAY: none'>b<span>c</span></span>d<span hidden>e</span>", "ad"),
        ("<!-- Lupus -->Gout", "Gout"),
        ("<pre>Gout    active</pre>", "Gout    active"),
        ("a<br><br>b<div></div><div>c", "a\n\nb\nc"),
    ],
)
def test_html_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert html_text(markup, "note") == text


@given(
    st.lists(st.lists(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8})?", fullmatch=True), min_size=1, max_size=4), min_size=1)
)
def test_every_cell_of_a_table_stands_in_its_row(rows: list[list[str]]) -> None:
    markup = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    assert html_text(f"<table>{markup}</table>", "note").splitlines() == [" | ".join(row) for row in rows]


def test_rtf_letters_and_hidden_parts() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author Nobody}}M\'e9ni\'e8re\u8217\'92s\tab x\line y\par z}"
    assert rtf_text(data, "note") == "Ménière’s\tx\ny\nz"


def test_word_leaves_out_what_is_deleted_hidden_or_struck_out() -> None:
    body = paragraph(
        "Gout.",
        "<w:del><w:r><w:delText>Lupus</w:delText></w:r></w:del>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Lupus</w:t></w:r>",
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>Lupus</w:t></w:r>",
        '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> Asthma.</w:t></w:r>',
        "<w:ins><w:r><w:t> Mumps</w:t></w:r></w:ins>",
    )
    assert docx_text(docx(body), "note") == "Gout. Asthma. Mumps"


def test_word_keeps_tables_breaks_and_footnotes() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl>{row('Problem', 'Status')}{row('Gout', 'Active')}</w:tbl>"
    body = paragraph("A", "<w:r><w:br/><w:tab/><w:t>B</w:t></w:r>") + table + paragraph("end")
    text = docx_text(docx(body, footnotes=paragraph("note 1")), "note")
    assert text == "A\nB\n\nProblem | Status\nGout | Active\nend\n\nnote 1"
