-- One quarter of the National Correct Coding Initiative. Code numbers only; dates are ISO.

-- Each code number once, so that a pair takes a few bytes.
CREATE TABLE IF NOT EXISTS number (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);

-- What CMS says of a pair. Millions of pairs share a few thousand rulings.
CREATE TABLE IF NOT EXISTS ruling (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL,       -- the file it stands in
    first_day TEXT,               -- NULL: the file does not say
    last_day TEXT,                -- last day on which the edit counts; NULL: no end
    indicator INTEGER NOT NULL,   -- 0 no modifier helps, 1 a modifier may, 9 never counted
    before_1996 INTEGER NOT NULL, -- 1: in existence before 1996
    rationale TEXT NOT NULL
);

-- Procedure-to-procedure edits: column 2 is not paid beside column 1. A pair may have several rulings, one after another.
CREATE TABLE IF NOT EXISTS ptp (
    setting INTEGER NOT NULL,     -- 0 practitioner, 1 outpatient hospital
    column1 INTEGER NOT NULL,
    column2 INTEGER NOT NULL,
    ruling INTEGER NOT NULL,
    PRIMARY KEY (setting, column1, column2, ruling)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ptp_column2 ON ptp (setting, column2);

-- Medically unlikely edits.
CREATE TABLE IF NOT EXISTS mue (
    setting TEXT NOT NULL,        -- practitioner, outpatient_hospital, dme
    code TEXT NOT NULL,
    most INTEGER NOT NULL,        -- units of service
    indicator INTEGER NOT NULL,   -- 1 by claim line, 2 by day (policy), 3 by day (clinical)
    rationale TEXT NOT NULL,
    PRIMARY KEY (setting, code)
) WITHOUT ROWID;

-- Add-on codes and the primary codes beside which they may be reported.
CREATE TABLE IF NOT EXISTS add_on (
    kind INTEGER NOT NULL,        -- 1 only these primaries, 2 the contractor decides, 3 these, and others that it allows
    code TEXT NOT NULL,
    primary_code TEXT,            -- NULL: the contractor decides
    first_day TEXT,
    last_day TEXT,
    notes TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS add_on_code ON add_on (code);
CREATE INDEX IF NOT EXISTS add_on_primary ON add_on (primary_code);
