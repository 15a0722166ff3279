-- Tables of the inpatient rule for one fiscal year. Amounts are exact decimal text; NULL where the file gives none.

CREATE TABLE IF NOT EXISTS drg (
    number TEXT PRIMARY KEY,      -- three digits
    title TEXT NOT NULL,
    mdc TEXT,                     -- major diagnostic category, PRE, or NULL
    type TEXT,                    -- medical, surgical, or NULL
    post_acute INTEGER NOT NULL,  -- 1: the post-acute transfer policy applies
    special_pay INTEGER NOT NULL,
    weight TEXT,                  -- in force, with the cap on decreases
    uncapped_weight TEXT,
    geometric_days TEXT,          -- mean length of stay
    arithmetic_days TEXT
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS complication (
    code TEXT PRIMARY KEY,        -- ICD-10-CM, without dot
    level TEXT NOT NULL           -- MCC, CC
) WITHOUT ROWID;
