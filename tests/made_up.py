"""Made-up official files in the layouts of CMS and the AMA: invented codes, numbers and texts."""

from __future__ import annotations


def hcpcs_line(
    value: str, kind: str, long: str, short: str = "", dates: tuple[str, str, str] = ("", "", ""), sequence: int = 100
) -> str:
    """A record of 320 characters in CMS's layout; only first lines have details."""
    details = kind in "37"
    record = f"{value:>5}{sequence:05}{kind}{long:<80}{short:<28}"
    assert len(record) == 119
    if not details:
        return f"{record:<320}"
    fields = [f"{'5152':<8}", "A", f"{'60-1  60-2':<18}", f"{'2100.1  2049':<24}", f"{'1861':<10}", f"{'340':<24}"]
    fields += [f"{'Q9001Q9002':<25}", "D", "YY", "20310101", f"{'':<12}", "0088", "O1E", " ", "1P   ", "  7"]
    fields += [f"{day:<8}" for day in dates] + ["A"]
    return f"{record}{''.join(fields):<201}"


_FIRST = ("20310101", "20310101", "")
_ENDED = ("20200101", "20301001", "20301231")
HCPCS = "\r\n".join(
    [
        hcpcs_line("Q1", "7", "A made-up modifier", "Made-up modifier", ("20200101", "20200101", "")),
        hcpcs_line("Q9001", "3", "A made-up supply whose description goes on", "Made-up supply", _FIRST),
        hcpcs_line("Q9001", "4", "over a second line", sequence=200),
        hcpcs_line("Q9002", "3", "An older supply", "Older supply", _ENDED),
        "\x1a",
    ]
)

# A notice, then headings over several rows, as CMS writes them.
PTP_TEXT = """"CPT only copyright. A notice, with a comma."\t\t\t\t\t\t
Column1/Column2 Edits\t\t\t\t\t\t
Column 1\tColumn 2\t* = In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0 = not allowed\t
\t\t\t\t* = no data\t1 = allowed\t
\t\t\t\t\t9 = not applicable\t
"""
PTP_ROWS = """99001\t99002\t\t20200101\t*\t1\tA made-up reason
99001\t99003\t*\t19960101\t20251231\t0\tAnother reason
99001\t99003\t\t20260401\t*\t1\tA made-up reason
99004\t99001\t\t20250101\t20250101\t9\tA made-up reason
99004\t99001\t\t20250101\t20250101\t9\tA made-up reason
Q9001\t0001T\t\t20260701\t*\t0\tA made-up reason
"""
PTP_NAME = "ccipra-v322r0-f1.TXT"  # version 32.2: July 2026

MUE = """"A notice that runs, with commas, over the first cell",,,
HCPCS/CPT Code,{setting} Services MUE Values,MUE Adjudication Indicator,MUE Rationale
99001,1,2 Date of Service Edit: Policy,Anatomic Consideration
0001T,0,3 Date of Service Edit: Clinical,Clinical: Data
Q9001,12,1 Line Edit,"Nature, of Service"
"""

ADD_ON = """Edit Type,Add-on Code,Primary Code,Effective Date,Deletion Date,Special Instruction/Notes
1,99101,99001,20200101,,
1,99104,99001,20260101,,
1,99101,99002,20200101,20251231,Only once
2,99102,CCCCC,20200101,,Contractor Defined Primary Codes
3,99103,99001,2020001,,
"""

# CMS spreads these headings over several rows.
RVU_TOP = """2031 National Physician Fee Schedule Relative Value File January Release,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
"A notice, with a comma",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,,,NOT USED,,,NON-,,,,,,,,,,,,,,,,,,PHYSICIAN,,,NON-FACILITY,FACILITY,MP
,,,,FOR,,NON-FAC,FAC,FACILITY,FACILITY,,NON-,,,,,,,,,,,,,,SUPERVISION OF,,DIAGNOSTIC,PE USED,PE USED,USED
,,,STATUS,MEDICARE,WORK,PE,NA,PE,NA,MP,FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,RVU,INDICATOR,RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,FAMILY INDICATOR,AMOUNT,AMOUNT,AMOUNT
"""  # noqa: E501 -- as wide as the file
RVU = (
    RVU_TOP
    + """99001,,Made-up,A,,10.00,8.25,,4.5,,1.05,19.30,15.55,0,090,0.10,0.69,0.21,2,1,2,1,0,99009,30.1234,09,0,99,0.00,0.00,0.00
99001,26,Made-up,A,+,1.00,.5,NA,.5,,0.05,1.55,1.55,0,XXX,0.00,0.00,0.00,0,0,0,0,0,,30.1234,09,0,99,0.00,0.00,0.00
Q9001,,Made-up,I,,0.00,0.00,,,NA,0.00,0.00,0.00,9,XXX,0.00,0.00,0.00,9,9,9,9,9,,30.1234,09,0,99,0.00,0.00,0.00
"""
)
GPCI = """ADDENDUM E. MADE-UP CY 2031 GEOGRAPHIC PRACTICE COST INDICES,,,,,,
"Medicare Administrative Contractor (MAC)",State,Locality Number,Locality Name,2031 PW GPCI (with 1.0 Floor),2031 PE GPCI,2031 MP GPCI
01234,ZZ,00,SOMEWHERE*,1.000,0.85,0.575
01234,ZZ,5.0,ELSEWHERE,1.01,1.2,.7
* A note on floors.,,,,,,
"""  # noqa: E501

TABLE_5 = """"TABLE 5.—A MADE-UP LIST,
AND LENGTH OF STAY—FY 2031 Final Rule"\t\t\t\t\t\t\t\t\t
MS-DRG \tFY 2031 Final Post-Acute DRG\tFY 2031 Final Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\tWeights - Before Cap\tWeights - 10% Cap Applied \tGeometric mean LOS\tArithmetic mean LOS
001\tNo\tYes\tPRE\tSURG\tMADE-UP WITH MCC\t9.0000\t9.5000\t20.5\t30
002\tYes\tNo\t05\tMED\tMADE-UP WITHOUT MCC\t1.5\t1.5\t2.0\t2.6
999\tNo\tNo\t \t**\tMADE-UP UNGROUPABLE\t.\t.\t.\t
\t\t\t\t\t\t\t\t\t
"""  # noqa: E501
CC_LIST = "TABLE 6{} - COMPLETE {} LIST - FY 2031\nDiagnosis Code\tDescription\n{}\tA made-up disease\n\n\tNotes:\n"

GEM_TO_9 = """A001    0019    10000
B201    0411    10111
B201    0412    10111
B201    78552   10112
B201    0999    10121
B201    1000    10122
C300    NoDx    11000
"""

CPT_NOTICE = "CPT® 2031. Made-up notice of a licence of the American Medical Association\n\n"
_CPT_HEADINGS = (
    "Concept Id\tCPT Code\tLong\tMedium\tShort\tConsumer\tSpanish Consumer\tCurrent Descriptor Effective Date"
)
CPT_LIST = f"""{CPT_NOTICE}{_CPT_HEADINGS}
1000001\t99901\tA made-up service, with "quoted" words\tMADE-UP SERVICE\tMADE-UP\tA service\t\t20310101\t
1000002\t0901T\tA made-up emerging service\tEMERGING\tEMERG\t\t\t20290701\t
"""
