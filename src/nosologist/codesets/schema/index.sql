-- Alphabetic indexes as published in XML: of ICD-10-CM (diseases, external causes, neoplasms, drugs) and of ICD-10-PCS.

CREATE TABLE IF NOT EXISTS index_term (
    id INTEGER PRIMARY KEY,         -- in the order of the file; documents follow one another
    document TEXT NOT NULL,         -- icd10cm_index, icd10cm_external_index, icd10cm_neoplasms, icd10cm_drugs, icd10pcs_index
    parent INTEGER,                 -- the term it stands under; NULL for a main term
    level INTEGER NOT NULL,         -- 0 main term, 1 its subterm, ...
    title TEXT NOT NULL,            -- without nonessential modifiers; empty where the index has a reference only
    nonessential TEXT NOT NULL      -- in brackets as printed; empty where there is none
);
CREATE INDEX IF NOT EXISTS index_term_parent ON index_term (parent);
CREATE INDEX IF NOT EXISTS index_term_title ON index_term (document, level, title COLLATE NOCASE);

CREATE TABLE IF NOT EXISTS index_reference (
    term INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- code, manif, see, seeAlso, seecat, subcat; for PCS: code, codes, tab, use, see
    text TEXT NOT NULL,             -- codes without dots; a dash stays ("T360X-")
    codes TEXT NOT NULL             -- the codes or table that a "see" or "use" names beside its text
);
CREATE INDEX IF NOT EXISTS index_reference_term ON index_reference (term);

CREATE TABLE IF NOT EXISTS index_cell (    -- tables of neoplasms and drugs: the code in each column
    term INTEGER NOT NULL,
    position INTEGER NOT NULL,      -- 2 .. 7
    code TEXT NOT NULL,             -- without dot, a dash stays; "--" where the table has none
    PRIMARY KEY (term, position)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS index_heading (document TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,
    PRIMARY KEY (document, position)) WITHOUT ROWID;
