-- CDC's Tabular of one release as an added book: the file itself, from which the books are compiled when its dates are coded.

CREATE TABLE IF NOT EXISTS tabular_file (
    document TEXT PRIMARY KEY,       -- icd10cm_tabular
    content BLOB NOT NULL            -- the XML, packed with zlib
) WITHOUT ROWID;
