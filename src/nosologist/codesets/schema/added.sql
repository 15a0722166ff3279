-- What every added release has beside its own tables: what it is, and which official documents were loaded.

CREATE TABLE IF NOT EXISTS release (  -- one row
    id TEXT NOT NULL,                 -- icd10pcs:2025-10
    code_set TEXT NOT NULL,           -- icd10pcs
    effective_from TEXT NOT NULL,     -- first date of service or discharge, ISO
    effective_to TEXT                 -- last one; NULL: until a later release is known
);

CREATE TABLE IF NOT EXISTS document (
    name TEXT PRIMARY KEY,            -- icd10pcs_tables
    title TEXT NOT NULL,
    source TEXT NOT NULL,             -- the file it came from, and the zip around it
    sha256 TEXT NOT NULL,             -- of the unpacked file
    rows INTEGER NOT NULL
) WITHOUT ROWID;
