-- The same as for SQLite, in native types.
CREATE TABLE links (
    id UUID PRIMARY KEY NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    parent_id UUID REFERENCES links (id),
    issuer TEXT,
    number INTEGER,
    kind TEXT NOT NULL CHECK (kind IN ('personal', 'channel', 'open')),
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S', 'U')),
    release TEXT,
    audience TEXT,
    expected INTEGER,
    token_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL UNIQUE,
    depth INTEGER NOT NULL,
    most_uses INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    expires_at TIMESTAMPTZ,
    revoked BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (issuer, number)
);
CREATE INDEX links_of_study ON links (study_id);

ALTER TABLE drafts ADD COLUMN link_id UUID;
ALTER TABLE drafts ADD COLUMN came_by TEXT;
ALTER TABLE submissions ADD COLUMN came_by TEXT;
