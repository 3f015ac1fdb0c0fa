-- Models and their published versions. Keys are parts of addresses and never change.
CREATE TABLE models (
    id BLOB PRIMARY KEY NOT NULL,
    key TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE releases (
    id BLOB PRIMARY KEY NOT NULL,
    model_id BLOB NOT NULL REFERENCES models (id),
    key TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    -- What the statements amount to, repeated for lists; written in the transaction that adds some.
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    -- All names in small letters, for searching.
    words TEXT NOT NULL,
    UNIQUE (model_id, key)
) STRICT;

-- The codes by which a release is found, as its statements have them now.
CREATE TABLE release_terms (
    term TEXT NOT NULL,
    release_id BLOB NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    PRIMARY KEY (term, release_id)
) STRICT;
CREATE INDEX release_terms_of_release ON release_terms (release_id);

-- Everything that was said, by whom and since when. The latest day wins; nothing is ever changed.
CREATE TABLE registry_statements (
    id BLOB PRIMARY KEY NOT NULL,
    model_id BLOB NOT NULL REFERENCES models (id),
    -- Absent where it is about the model as a whole.
    release_id BLOB REFERENCES releases (id),
    field TEXT NOT NULL,
    item TEXT NOT NULL,
    value TEXT NOT NULL,
    basis TEXT NOT NULL,
    standing TEXT NOT NULL,
    -- A day, as 2025-04-28.
    stated_on TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registry_statements_of_model ON registry_statements (model_id);
CREATE INDEX registry_statements_of_release ON registry_statements (release_id, field);
CREATE INDEX registry_statements_by_value ON registry_statements (value, field);
CREATE TRIGGER registry_statements_are_final_update BEFORE UPDATE ON registry_statements
BEGIN SELECT RAISE(ABORT, 'what was said of a release never changes'); END;
CREATE TRIGGER registry_statements_are_final_delete BEFORE DELETE ON registry_statements
BEGIN SELECT RAISE(ABORT, 'what was said of a release never changes'); END;
