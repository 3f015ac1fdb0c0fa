-- Keys are 16-byte UUIDs, instants are microseconds since 1970 in UTC, documents are JSON text.

CREATE TABLE accounts (
    id BLOB PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    language TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE account_keys (
    key_hash TEXT PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit (
    id BLOB PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    actor BLOB REFERENCES accounts (id),
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;

CREATE TABLE studies (
    id BLOB PRIMARY KEY NOT NULL,
    key TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
    added_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER
) STRICT;

CREATE TABLE grants (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    permission TEXT NOT NULL CHECK (permission IN ('administrator', 'moderator', 'researcher')),
    study_id BLOB REFERENCES studies (id),
    granted_at INTEGER NOT NULL,
    granted_by BLOB REFERENCES accounts (id)
) STRICT;
CREATE UNIQUE INDEX one_grant_for_the_site ON grants (account_id, permission) WHERE study_id IS NULL;
CREATE UNIQUE INDEX one_grant_for_a_study ON grants (account_id, permission, study_id) WHERE study_id IS NOT NULL;

CREATE TABLE questionnaires (
    id BLOB PRIMARY KEY NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S', 'U', 'any', 'report')),
    position INTEGER NOT NULL,
    UNIQUE (study_id, key)
) STRICT;

CREATE TABLE questionnaire_versions (
    id BLOB PRIMARY KEY NOT NULL,
    questionnaire_id BLOB NOT NULL REFERENCES questionnaires (id),
    number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    definition TEXT NOT NULL CHECK (json_valid(definition)),
    published_at INTEGER NOT NULL,
    UNIQUE (questionnaire_id, number)
) STRICT;
CREATE TRIGGER versions_are_frozen_update BEFORE UPDATE ON questionnaire_versions
BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER versions_are_frozen_delete BEFORE DELETE ON questionnaire_versions
BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;

CREATE TABLE submissions (
    id BLOB PRIMARY KEY NOT NULL,
    public_id BLOB NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    revision INTEGER NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    version_id BLOB NOT NULL REFERENCES questionnaire_versions (id),
    language TEXT NOT NULL,
    tier TEXT NOT NULL CHECK (tier IN ('T0', 'T1', 'T2', 'T3')),
    consent TEXT NOT NULL CHECK (json_valid(consent)),
    seed INTEGER NOT NULL,
    answers TEXT CHECK (json_valid(answers)),
    submitted_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    -- Kept by the trigger on decisions, so that the queue is one index range.
    round INTEGER NOT NULL DEFAULT 0,
    verdict TEXT,
    UNIQUE (code_hash, revision)
) STRICT;
CREATE INDEX submissions_waiting ON submissions (submitted_at, id)
    WHERE verdict IS NULL AND withdrawn_at IS NULL;
CREATE INDEX submissions_accepted ON submissions (study_id, public_id)
    WHERE verdict = 'accept' AND withdrawn_at IS NULL;
CREATE INDEX submissions_of_version ON submissions (version_id);

CREATE TABLE drafts (
    id BLOB PRIMARY KEY NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    study_id BLOB NOT NULL REFERENCES studies (id),
    version_id BLOB NOT NULL REFERENCES questionnaire_versions (id),
    corrects BLOB REFERENCES submissions (id),
    language TEXT NOT NULL,
    consent TEXT NOT NULL CHECK (json_valid(consent)),
    seed INTEGER NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    begun_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_age ON drafts (saved_at);

CREATE TABLE decisions (
    id BLOB PRIMARY KEY NOT NULL,
    submission_id BLOB NOT NULL REFERENCES submissions (id),
    round INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'return')),
    reason TEXT NOT NULL,
    note TEXT,
    decided_by BLOB REFERENCES accounts (id),
    decided_at INTEGER NOT NULL,
    UNIQUE (submission_id, round)
) STRICT;
CREATE TRIGGER decisions_are_append_only_update BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions never change'); END;
CREATE TRIGGER decisions_are_append_only_delete BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions never change'); END;
CREATE TRIGGER decisions_set_the_state AFTER INSERT ON decisions
BEGIN
    UPDATE submissions SET round = NEW.round, verdict = NEW.verdict WHERE id = NEW.submission_id;
END;

CREATE TABLE editions (
    id BLOB PRIMARY KEY NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('public', 'restricted')),
    row_count INTEGER NOT NULL,
    -- Submissions accepted after this instant are not in the edition.
    cutoff INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    manifest TEXT NOT NULL CHECK (json_valid(manifest)),
    sealed_at INTEGER NOT NULL,
    UNIQUE (study_id, number, revision)
) STRICT;
CREATE TRIGGER editions_are_sealed_update BEFORE UPDATE ON editions
BEGIN SELECT RAISE(ABORT, 'a sealed edition never changes'); END;
CREATE TRIGGER editions_are_sealed_delete BEFORE DELETE ON editions
BEGIN SELECT RAISE(ABORT, 'a sealed edition never changes'); END;

CREATE TABLE edition_orders (
    id BLOB PRIMARY KEY NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    profile TEXT NOT NULL CHECK (profile IN ('public', 'restricted')),
    ordered_by BLOB NOT NULL REFERENCES accounts (id),
    ordered_at INTEGER NOT NULL,
    finished_at INTEGER,
    -- The edition's number, or the code of the refusal.
    outcome TEXT
) STRICT;
CREATE INDEX edition_orders_waiting ON edition_orders (ordered_at) WHERE finished_at IS NULL;
