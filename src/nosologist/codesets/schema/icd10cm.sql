-- One release of ICD-10-CM: the Tabular, and the terms (Index, titles, inclusion terms) that lead into it.

CREATE TABLE release (            -- one row
    id TEXT NOT NULL,             -- icd10cm:2026-04
    effective_from TEXT NOT NULL, -- first date of service or discharge, ISO
    effective_to TEXT,            -- last one; NULL while no later release is known
    title TEXT NOT NULL,
    source TEXT NOT NULL,         -- the file it was compiled from
    sha256 TEXT NOT NULL,         -- of that file
    fingerprint TEXT NOT NULL     -- of source, Index and compiler together
);

CREATE TABLE chapter (number INTEGER PRIMARY KEY, title TEXT NOT NULL);

-- Code and block ids collide (B99 is both), so they live in different tables.
CREATE TABLE block (id TEXT PRIMARY KEY, chapter INTEGER NOT NULL, title TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE code (
    value TEXT PRIMARY KEY,       -- canonical: no dot; 7-character codes are spelled out
    title TEXT NOT NULL,
    parent TEXT,                  -- NULL for a category
    block TEXT NOT NULL,
    chapter INTEGER NOT NULL,
    valid INTEGER NOT NULL,       -- 1: may stand on a claim; 0: header
    seventh INTEGER NOT NULL      -- 1: made by adding a 7th character
) WITHOUT ROWID;
CREATE INDEX code_parent ON code (parent);

-- Instructional notes and inclusion terms. owner: a code, a block id ("#J40-J4A") or a chapter ("#10").
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,           -- includes, inclusion, excludes1, excludes2, code_first, use_additional, code_also, note, seventh_note
    text TEXT NOT NULL
);
CREATE INDEX note_owner ON note (owner);

-- Code ranges named in a note's text; first = last for one code; both are prefixes ("J45" stands for all below it).
-- only: a pattern that the beginning of a code must fit besides ("with fifth character 2"), or empty.
CREATE TABLE note_range (note INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, only TEXT NOT NULL);
CREATE INDEX note_range_note ON note_range (note);

-- 7th characters defined at a code, for everything below it that has no nearer definition.
CREATE TABLE seventh (
    owner TEXT NOT NULL, character TEXT NOT NULL, meaning TEXT NOT NULL, PRIMARY KEY (owner, character)
) WITHOUT ROWID;

-- Stems of all words in terms. Word families share an id.
CREATE TABLE word (stem TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;

-- Abbreviations: the tokens as written, and the senses (stems of the context, word ids) in order of trial.
CREATE TABLE abbreviation (written TEXT PRIMARY KEY, senses TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,           -- as a coder reads it, levels joined by " > "
    code TEXT NOT NULL,
    manifestation TEXT,
    source TEXT NOT NULL,         -- index, neoplasms, inclusion, title
    synonyms TEXT                 -- word ids of all alternatives of its levels, where it leads to a header; or NULL
);

-- Set-trie over word ids, rarest first: one row per rarest word, its places as compressed 32-bit numbers (codesets/trie.py).
CREATE TABLE trie (root INTEGER PRIMARY KEY, places BLOB NOT NULL);

-- Whole titles and inclusion terms, their words in order ("other" and "unspecified" included), for statements that say nothing else.
CREATE TABLE name (words TEXT PRIMARY KEY, term INTEGER NOT NULL) WITHOUT ROWID;

-- The first word of names, and the second words that follow it; an empty one where a name has one word only.
CREATE TABLE opening (first TEXT PRIMARY KEY, seconds TEXT NOT NULL) WITHOUT ROWID;
