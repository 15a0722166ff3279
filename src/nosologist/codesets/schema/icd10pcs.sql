-- ICD-10-PCS of one release: tables, definitions and keys. (Its index, code list, order file, addenda and conversion have
-- the same form as those of ICD-10-CM: index.sql, code_list.sql.)

CREATE TABLE IF NOT EXISTS pcs_table (
    id TEXT PRIMARY KEY,            -- the first three characters: 0DT
    section TEXT NOT NULL,
    body_system TEXT NOT NULL,
    operation TEXT NOT NULL,
    operation_title TEXT NOT NULL,  -- what the section calls its third character: Operation, Root Type, Modality, ...
    definition TEXT NOT NULL        -- of the operation; empty where the table has none
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS pcs_row ( -- a row of a table: any value of each column with any value of the others is a code
    id INTEGER PRIMARY KEY,
    pcs_table TEXT NOT NULL,
    codes INTEGER NOT NULL,         -- how many codes it makes, as the file says
    fourth TEXT NOT NULL, fifth TEXT NOT NULL, sixth TEXT NOT NULL, seventh TEXT NOT NULL, -- values allowed: "036"
    titles TEXT NOT NULL            -- of the four columns, joined by a tab
);
CREATE INDEX IF NOT EXISTS pcs_row_table ON pcs_row (pcs_table);

CREATE TABLE IF NOT EXISTS pcs_value (
    pcs_row INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (pcs_row, position, value)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS pcs_definition (
    id INTEGER PRIMARY KEY,
    section TEXT NOT NULL,          -- character: 0
    section_title TEXT NOT NULL,
    position INTEGER NOT NULL,      -- of the character that it explains, 3 to 7
    axis TEXT NOT NULL,             -- Operation, Body Part, Approach, Device, ...
    definition TEXT NOT NULL,
    explanation TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS pcs_term (definition INTEGER NOT NULL, title TEXT NOT NULL); -- values that share the definition
CREATE INDEX IF NOT EXISTS pcs_term_definition ON pcs_term (definition);
CREATE INDEX IF NOT EXISTS pcs_term_title ON pcs_term (title COLLATE NOCASE);

CREATE TABLE IF NOT EXISTS pcs_includes (definition INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pcs_includes_definition ON pcs_includes (definition);
CREATE INDEX IF NOT EXISTS pcs_includes_text ON pcs_includes (text COLLATE NOCASE);

CREATE TABLE IF NOT EXISTS pcs_key ( -- body part key, device key: a word of the record, and the value of the tables
    document TEXT NOT NULL, term TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (document, term, value)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS pcs_aggregate ( -- which general device stands for a specific one, in an operation and body system
    document TEXT NOT NULL, line INTEGER NOT NULL,
    device TEXT NOT NULL, operation TEXT NOT NULL, body_system TEXT NOT NULL, general TEXT NOT NULL,
    PRIMARY KEY (document, line)
) WITHOUT ROWID;
