-- One edition of the General Equivalence Mappings. Codes without dots.

CREATE TABLE IF NOT EXISTS gem (
    system TEXT NOT NULL,         -- of the code: icd9cm, icd10cm, icd9pcs (procedures), icd10pcs
    code TEXT NOT NULL,
    target TEXT,                  -- in the other ICD; NULL: it has none
    approximate INTEGER NOT NULL, -- 1: not identical in meaning
    no_map INTEGER NOT NULL,
    combination INTEGER NOT NULL, -- 1: only together with entries of the other choice lists of its scenario
    scenario INTEGER NOT NULL,
    choice_list INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS gem_code ON gem (system, code);
