-- One quarter of OPPS Addendum B. Amounts are exact decimal text; NULL where the file gives none.

CREATE TABLE IF NOT EXISTS opps (
    code TEXT PRIMARY KEY,
    status TEXT NOT NULL,         -- status indicator: how, and whether, OPPS pays
    apc TEXT,                     -- ambulatory payment classification, four digits
    weight TEXT,
    rate TEXT,                    -- US dollars
    national_copayment TEXT,
    minimum_copayment TEXT
) WITHOUT ROWID;
