-- Invitations that are handed down the chain. Neither a moment nor the order of the rows tells when a
-- link was made, and what is stored of its issuer leads to no submission without the site's secret.
CREATE TABLE links (
    -- Random, unlike the ids of other tables, which tell their moment.
    id BLOB PRIMARY KEY NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    -- The link by which the issuer came.
    parent_id BLOB REFERENCES links (id),
    -- Keyed hash of the issuer's receipt; none for links of the study itself.
    issuer TEXT,
    -- The issuer's first, second, … link.
    number INTEGER,
    kind TEXT NOT NULL CHECK (kind IN ('personal', 'channel', 'open')),
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S', 'U')),
    -- Filled in for whoever comes by it.
    release TEXT,
    -- For whom a channel link is, and for about how many.
    audience TEXT,
    expected INTEGER,
    token_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL UNIQUE,
    -- Links between the study and whoever comes by it.
    depth INTEGER NOT NULL,
    most_uses INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER,
    revoked INTEGER NOT NULL DEFAULT 0,
    UNIQUE (issuer, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_study ON links (study_id);

-- While a draft is one, its link is known; the sealed row keeps what only the key can read.
ALTER TABLE drafts ADD COLUMN link_id BLOB;
ALTER TABLE drafts ADD COLUMN came_by TEXT;
ALTER TABLE submissions ADD COLUMN came_by TEXT;
