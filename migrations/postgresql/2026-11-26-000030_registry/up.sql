-- The same tables as for SQLite, in native types. Keys are compared by their bytes, as there.

CREATE TABLE models (
    id UUID PRIMARY KEY NOT NULL,
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    added_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE releases (
    id UUID PRIMARY KEY NOT NULL,
    model_id UUID NOT NULL REFERENCES models (id),
    key TEXT COLLATE "C" NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (model_id, key)
);

CREATE TABLE release_terms (
    term TEXT NOT NULL,
    release_id UUID NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    PRIMARY KEY (term, release_id)
);
CREATE INDEX release_terms_of_release ON release_terms (release_id);

CREATE TABLE registry_statements (
    id UUID PRIMARY KEY NOT NULL,
    model_id UUID NOT NULL REFERENCES models (id),
    release_id UUID REFERENCES releases (id),
    field TEXT NOT NULL,
    item TEXT NOT NULL,
    value TEXT NOT NULL,
    basis TEXT NOT NULL,
    standing TEXT NOT NULL,
    stated_on TEXT COLLATE "C" NOT NULL,
    source TEXT NOT NULL,
    reason TEXT,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX registry_statements_of_model ON registry_statements (model_id);
CREATE INDEX registry_statements_of_release ON registry_statements (release_id, field);
CREATE INDEX registry_statements_by_value ON registry_statements (value, field);
CREATE TRIGGER registry_statements_are_final BEFORE UPDATE OR DELETE ON registry_statements
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was said of a release never changes');
