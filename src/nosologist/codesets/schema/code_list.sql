-- Lists of the codes of one release of ICD-10-CM or ICD-10-PCS, as CDC and CMS publish them. Codes have no dot.

CREATE TABLE IF NOT EXISTS listed (      -- icd10cm_codes_2025.txt, icd10pcs_codes_2026.txt: the codes that may stand on a claim
    code TEXT PRIMARY KEY,
    title TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ordered (     -- icd10cm_order_2025.txt: headers too, in the order of the book
    number INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    valid INTEGER NOT NULL,              -- 1: may stand on a claim; 0: header
    short TEXT NOT NULL,
    title TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS addendum (    -- what changed against the release before, as the addenda say it
    document TEXT NOT NULL,
    line INTEGER NOT NULL,
    action TEXT NOT NULL,                -- add, delete, revise from, revise to
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (document, line)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS conversion (  -- which codes a code came from
    line INTEGER PRIMARY KEY,
    code TEXT NOT NULL,                  -- empty where a code was deleted without another in its place
    previous TEXT NOT NULL,              -- one code, or several joined by a blank; empty where it had none
    effective TEXT NOT NULL,             -- day of the change, ISO
    change TEXT NOT NULL,                -- New, Revised, Deleted; empty where the table does not say
    comment TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversion_code ON conversion (code);
CREATE INDEX IF NOT EXISTS conversion_previous ON conversion (previous);

CREATE TABLE IF NOT EXISTS poa_exempt (code TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS poa_change (  -- against the list of the year before
    document TEXT NOT NULL,              -- icd10cm_poa_added, icd10cm_poa_deleted, icd10cm_poa_revised
    line INTEGER NOT NULL,
    action TEXT NOT NULL,                -- add, delete, revise from, revise to
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (document, line)
) WITHOUT ROWID;
