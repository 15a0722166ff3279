-- From when to when each code of ICD-10-CM and ICD-10-PCS could stand on a claim, and the flags of the Medicare Code Editor.

CREATE TABLE known (             -- one row
    first TEXT NOT NULL,         -- the dates that the source knows, ISO
    last TEXT NOT NULL,
    source TEXT NOT NULL
);

CREATE TABLE period (
    code_set TEXT NOT NULL,      -- icd10cm, icd10pcs
    code TEXT NOT NULL,          -- no dot
    first TEXT NOT NULL,         -- first date of service or discharge, ISO
    last TEXT,                   -- last one; NULL: still valid on the last date known
    PRIMARY KEY (code_set, code, first)
) WITHOUT ROWID;

CREATE TABLE mce_flag (          -- unacceptable, manifestation, unspecified, adult, newborn, male, ncov7, ...
    code_set TEXT NOT NULL,
    code TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT,
    flag TEXT NOT NULL,          -- as the editor calls it
    PRIMARY KEY (code_set, code, flag, first)
) WITHOUT ROWID;
