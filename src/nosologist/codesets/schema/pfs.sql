-- One release of Medicare's Physician Fee Schedule. Amounts are exact decimal text; NULL where the file gives none.

CREATE TABLE IF NOT EXISTS rvu (
    qualifying INTEGER NOT NULL,  -- 1: for qualifying participants in alternative payment models (from 2026)
    code TEXT NOT NULL,           -- CPT or HCPCS
    modifier TEXT NOT NULL,       -- 26, TC, 53, or "" for the whole service
    status TEXT NOT NULL,         -- A active, B bundled, C contractor, I invalid for Medicare, N not covered, ...
    not_medicare INTEGER NOT NULL,
    work TEXT,
    non_facility_pe TEXT,
    facility_pe TEXT,
    malpractice TEXT,
    non_facility_na INTEGER NOT NULL, -- 1: rarely or never performed there
    facility_na INTEGER NOT NULL,
    global_days TEXT NOT NULL,    -- 000, 010, 090, MMM, XXX, YYY, ZZZ
    preoperative TEXT,            -- parts of the global package
    intraoperative TEXT,
    postoperative TEXT,
    pctc TEXT,                    -- professional and technical component indicator
    multiple TEXT,                -- payment policy indicators
    bilateral TEXT,
    assistant TEXT,
    co_surgeons TEXT,
    team TEXT,
    supervision TEXT,             -- of diagnostic procedures
    imaging_family TEXT,
    endoscopic_base TEXT,
    conversion TEXT,              -- US dollars for one RVU
    PRIMARY KEY (qualifying, code, modifier)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS gpci (
    mac TEXT NOT NULL,            -- contractor, five digits
    locality TEXT NOT NULL,       -- two digits
    state TEXT,
    name TEXT NOT NULL,
    work TEXT,
    pe TEXT,
    malpractice TEXT,
    PRIMARY KEY (mac, locality)
) WITHOUT ROWID;
