-- The same tables as for SQLite, in native types.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

CREATE TABLE accounts (
    id UUID PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    language TEXT NOT NULL,
    joined_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ
);

CREATE TABLE account_keys (
    key_hash TEXT PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    started_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor UUID REFERENCES accounts (id),
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail JSONB NOT NULL
);
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change('audit entries never change');
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change('audit entries never change');

CREATE TABLE studies (
    id UUID PRIMARY KEY NOT NULL,
    key TEXT NOT NULL UNIQUE,
    settings JSONB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
    added_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ
);

CREATE TABLE grants (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    permission TEXT NOT NULL CHECK (permission IN ('administrator', 'moderator', 'researcher')),
    study_id UUID REFERENCES studies (id),
    granted_at TIMESTAMPTZ NOT NULL,
    granted_by UUID REFERENCES accounts (id)
);
CREATE UNIQUE INDEX one_grant_for_the_site ON grants (account_id, permission) WHERE study_id IS NULL;
CREATE UNIQUE INDEX one_grant_for_a_study ON grants (account_id, permission, study_id) WHERE study_id IS NOT NULL;

CREATE TABLE questionnaires (
    id UUID PRIMARY KEY NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S', 'U', 'any', 'report')),
    position INTEGER NOT NULL,
    UNIQUE (study_id, key)
);

CREATE TABLE questionnaire_versions (
    id UUID PRIMARY KEY NOT NULL,
    questionnaire_id UUID NOT NULL REFERENCES questionnaires (id),
    number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    definition JSONB NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    UNIQUE (questionnaire_id, number)
);
CREATE TRIGGER versions_are_frozen_update BEFORE UPDATE ON questionnaire_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a published version never changes');
CREATE TRIGGER versions_are_frozen_delete BEFORE DELETE ON questionnaire_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a published version never changes');

CREATE TABLE submissions (
    id UUID PRIMARY KEY NOT NULL,
    public_id UUID NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    revision INTEGER NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    language TEXT NOT NULL,
    tier TEXT NOT NULL CHECK (tier IN ('T0', 'T1', 'T2', 'T3')),
    consent JSONB NOT NULL,
    seed BIGINT NOT NULL,
    answers JSONB,
    submitted_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    -- Kept by the trigger on decisions, so that the queue is one index range.
    round INTEGER NOT NULL DEFAULT 0,
    verdict TEXT,
    UNIQUE (code_hash, revision)
);
CREATE INDEX submissions_waiting ON submissions (submitted_at, id)
    WHERE verdict IS NULL AND withdrawn_at IS NULL;
CREATE INDEX submissions_accepted ON submissions (study_id, public_id)
    WHERE verdict = 'accept' AND withdrawn_at IS NULL;
CREATE INDEX submissions_of_version ON submissions (version_id);

CREATE TABLE drafts (
    id UUID PRIMARY KEY NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    study_id UUID NOT NULL REFERENCES studies (id),
    version_id UUID NOT NULL REFERENCES questionnaire_versions (id),
    corrects UUID REFERENCES submissions (id),
    language TEXT NOT NULL,
    consent JSONB NOT NULL,
    seed BIGINT NOT NULL,
    answers JSONB NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX drafts_by_age ON drafts (saved_at);

CREATE TABLE decisions (
    id UUID PRIMARY KEY NOT NULL,
    submission_id UUID NOT NULL REFERENCES submissions (id),
    round INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'return')),
    reason TEXT NOT NULL,
    note TEXT,
    decided_by UUID REFERENCES accounts (id),
    decided_at TIMESTAMPTZ NOT NULL,
    UNIQUE (submission_id, round)
);
CREATE TRIGGER decisions_are_append_only_update BEFORE UPDATE ON decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('decisions never change');
CREATE TRIGGER decisions_are_append_only_delete BEFORE DELETE ON decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('decisions never change');
CREATE FUNCTION set_the_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE submissions SET round = NEW.round, verdict = NEW.verdict WHERE id = NEW.submission_id;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_set_the_state AFTER INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION set_the_state();

CREATE TABLE editions (
    id UUID PRIMARY KEY NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('public', 'restricted')),
    row_count BIGINT NOT NULL,
    -- Submissions accepted after this instant are not in the edition.
    cutoff TIMESTAMPTZ NOT NULL,
    content_hash TEXT NOT NULL,
    manifest JSONB NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (study_id, number, revision)
);
CREATE TRIGGER editions_are_sealed_update BEFORE UPDATE ON editions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a sealed edition never changes');
CREATE TRIGGER editions_are_sealed_delete BEFORE DELETE ON editions
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a sealed edition never changes');

CREATE TABLE edition_orders (
    id UUID PRIMARY KEY NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    profile TEXT NOT NULL CHECK (profile IN ('public', 'restricted')),
    ordered_by UUID NOT NULL REFERENCES accounts (id),
    ordered_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    -- The edition's number, or the code of the refusal.
    outcome TEXT
);
CREATE INDEX edition_orders_waiting ON edition_orders (ordered_at) WHERE finished_at IS NULL;
