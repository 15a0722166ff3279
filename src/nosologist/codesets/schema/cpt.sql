-- One year of CPT, from the user's own licensed file. The descriptors are the AMA's.

CREATE TABLE IF NOT EXISTS descriptor (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,           -- long, medium, short, consumer
    text TEXT NOT NULL,
    changed TEXT,                 -- from when this descriptor counts, ISO; NULL where the file does not say
    document TEXT NOT NULL,       -- the file it stands in
    PRIMARY KEY (code, kind, document)
) WITHOUT ROWID;
