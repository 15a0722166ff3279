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
        ("<style>.c5, p.c6{color:red;text-decoration:line-through}</style><i class='c1 c5'>b</i>a<p class=c6>c", "a"),
        ("<style>.c5{display:none} .c6 i{text-decoration:line-through}</style><i class='c5 c6'>folded</i>", "folded"),
        ("<title>T</title><p>a<span style='mso-hide:all'>b</span><iframe>c</iframe>", "a"),
        ("<details><summary>Plan</summary>Rest</details>", "Plan\nRest"),
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


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\rtf1 Gout{\super\chftn{\footnote\chftn left knee}}, acute\par}", "Gout, acute\n\nleft knee"),
        (r"{\rtf1 a{\footnote b{\footnote c}}d{\footnote\ftnalt e}}", "ad\nb\nc\ne"),
        (
            r"{\rtf1 a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Gout\par}}{\shprslt{\*\do{\dptxbxtext Gout}}}}b}",
            "ab\nGout",
        ),
        (r"{\rtf1{\upr{Gout}{\*\ud Gout}}}", "Gout"),
        (r"{\rtf1 dia\-betes}", "diabetes"),
        ("{\\rtf1\\ansi\\ansicpg65001 Ménière}", "Ménière"),
    ],
)
def test_rtf_of_old_programs(source: str, text: str) -> None:
    assert rtf_text(source.encode(), "note") == text


def test_rtf_letters_as_they_are_belong_to_its_code_page() -> None:
    assert rtf_text("{\\rtf1\\ansi\\ansicpg1250 Łódź}".encode("cp1250"), "note") == "Łódź"


def test_a_hyphen_that_no_line_ends_in_is_not_shown() -> None:
    assert html_text("<p>dia&shy;betes</p>", "note") == "diabetes"


def run(text: str, *marks: str) -> str:
    return f"<w:r><w:rPr>{''.join(marks)}</w:rPr><w:t>{text}</w:t></w:r>"


STYLES = """<w:style w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="Based"><w:basedOn w:val="Hid"/></w:style><w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>
<w:style w:styleId="Shown"><w:basedOn w:val="Hid"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>"""


def test_word_leaves_out_what_a_style_hides_or_strikes_out() -> None:
    body = paragraph(
        run("Gout."),
        run("Lupus", '<w:rStyle w:val="Hid"/>'),
        run("Lupus", '<w:rStyle w:val="Based"/>'),
        run(" Asthma.", '<w:rStyle w:val="Shown"/>'),
        run(" COPD.", '<w:rStyle w:val="Loop"/>'),
        run(" Mumps.", '<w:rStyle w:val="Hid"/>', "<w:vanish w:val='false'/>"),
    )
    struck = f'<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>{run("Lupus")}</w:p>'
    assert docx_text(docx(body + struck, styles=STYLES), "note") == "Gout. Asthma. COPD. Mumps."


def test_word_leaves_out_what_a_field_asks_for() -> None:
    asked = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    fields = f"<w:sdt>{asked}<w:sdtContent>{run('Enter a diagnosis')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('Gout')}</w:sdtContent></w:sdt>"
    assert docx_text(docx(paragraph(fields, filled)), "note") == "Gout"


def test_word_shows_one_of_several_ways() -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('Boxed')}</w:txbxContent></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert docx_text(docx(paragraph(f"<w:r>{both}</w:r>")), "note") == "Boxed"
    second = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert docx_text(docx(paragraph(f"<w:r>{second}</w:r>")), "note") == "Boxed"
