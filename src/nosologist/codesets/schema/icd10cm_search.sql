-- What `noso find` asks: every title, inclusion term and Index path as a bag of words, and the words as people write them.

-- A wording that leads to a code or header. Numbers ascend with the weight of its words: what says least comes first.
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    source TEXT NOT NULL,         -- index, neoplasms, inclusion, title
    shown INTEGER,                -- as a coder reads it; NULL: the title of the code
    words BLOB NOT NULL           -- every word id, 32-bit numbers
);
-- The words of the titles of codes, 7th characters left out.
CREATE TABLE title_words (code TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE shown (id INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- One row: how much the words of each entry say in all, as 16-bit numbers in the order of the entries.
CREATE TABLE entry_weights (weights BLOB NOT NULL);

-- The entries that need a word, and those that may do with another instead: 32-bit numbers, ascending. Word ids as in
-- `word`; words of no term have ids of their own.
CREATE TABLE posting (word INTEGER PRIMARY KEY, weight INTEGER NOT NULL, entries BLOB NOT NULL, optional BLOB NOT NULL);

-- Words as written (folded), in alphabetic order, for what is being typed and for what is misspelt.
CREATE TABLE spelling (number INTEGER PRIMARY KEY, written TEXT NOT NULL UNIQUE, word INTEGER NOT NULL, uses INTEGER NOT NULL);

-- Three letters ("^" and "$" are the ends of a word) and the spellings that have them, as 32-bit numbers.
CREATE TABLE trigram (letters TEXT PRIMARY KEY, spellings BLOB NOT NULL) WITHOUT ROWID;
