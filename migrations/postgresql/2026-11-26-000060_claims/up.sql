-- The same as for SQLite, in native types.
CREATE TABLE claims (
    id UUID PRIMARY KEY NOT NULL,
    release_id UUID NOT NULL REFERENCES releases (id),
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S')),
    organisation TEXT NOT NULL,
    is_named BOOLEAN NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    begun_at TIMESTAMPTZ NOT NULL,
    round INTEGER NOT NULL DEFAULT 0,
    standing TEXT NOT NULL DEFAULT 'begun',
    since TIMESTAMPTZ NOT NULL
);
CREATE INDEX claims_of_release ON claims (release_id, standing);
CREATE INDEX claims_by_standing ON claims (standing, since);

CREATE TABLE claim_steps (
    id UUID PRIMARY KEY NOT NULL,
    claim_id UUID NOT NULL REFERENCES claims (id),
    round INTEGER NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('stated', 'confirmed', 'refused', 'withdrawn')),
    words TEXT NOT NULL,
    taken_by UUID REFERENCES accounts (id),
    taken_at TIMESTAMPTZ NOT NULL,
    UNIQUE (claim_id, round)
);
CREATE TRIGGER claim_steps_are_append_only BEFORE UPDATE OR DELETE ON claim_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was decided on a claim never changes');
CREATE FUNCTION set_the_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE claims SET round = NEW.round, standing = NEW.standing, since = NEW.taken_at WHERE id = NEW.claim_id;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_steps_set_the_standing AFTER INSERT ON claim_steps
    FOR EACH ROW EXECUTE FUNCTION set_the_standing();

ALTER TABLE links ADD COLUMN claim_id UUID;
ALTER TABLE links ADD COLUMN language TEXT;
ALTER TABLE links ADD COLUMN per_hour INTEGER;

CREATE TABLE registry_uploads (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    sent_by UUID NOT NULL REFERENCES accounts (id),
    sent_at TIMESTAMPTZ NOT NULL
);
