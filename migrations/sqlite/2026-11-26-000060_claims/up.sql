-- Organisations that say that a release, or what they built on it, is theirs. Each is known by a code.
CREATE TABLE claims (
    id BLOB PRIMARY KEY NOT NULL,
    release_id BLOB NOT NULL REFERENCES releases (id),
    -- The step of the chain for which it speaks.
    role TEXT NOT NULL CHECK (role IN ('P', 'D', 'S')),
    organisation TEXT NOT NULL,
    -- Whether it wants to be named in public.
    is_named INTEGER NOT NULL,
    -- Keyed hash of the code.
    code_hash TEXT NOT NULL UNIQUE,
    begun_at INTEGER NOT NULL,
    -- The last step, repeated; only a trigger writes it.
    round INTEGER NOT NULL DEFAULT 0,
    standing TEXT NOT NULL DEFAULT 'begun',
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_of_release ON claims (release_id, standing);
CREATE INDEX claims_by_standing ON claims (standing, since);

-- What claimants stated and what moderators decided. Nothing is ever changed.
CREATE TABLE claim_steps (
    id BLOB PRIMARY KEY NOT NULL,
    claim_id BLOB NOT NULL REFERENCES claims (id),
    -- Counts the steps of a claim; of two at once, one wins.
    round INTEGER NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('stated', 'confirmed', 'refused', 'withdrawn')),
    -- Where the given string stands, or why it was decided so.
    words TEXT NOT NULL,
    -- The moderator; none where it was the claimant.
    taken_by BLOB REFERENCES accounts (id),
    taken_at INTEGER NOT NULL,
    UNIQUE (claim_id, round)
) STRICT;
CREATE TRIGGER claim_steps_are_append_only_update BEFORE UPDATE ON claim_steps
BEGIN SELECT RAISE(ABORT, 'what was decided on a claim never changes'); END;
CREATE TRIGGER claim_steps_are_append_only_delete BEFORE DELETE ON claim_steps
BEGIN SELECT RAISE(ABORT, 'what was decided on a claim never changes'); END;
CREATE TRIGGER claim_steps_set_the_standing AFTER INSERT ON claim_steps
BEGIN
    UPDATE claims SET round = NEW.round, standing = NEW.standing, since = NEW.taken_at WHERE id = NEW.claim_id;
END;

-- The claim under which a link was handed on; what comes by it counts as confirmed while the claim does.
ALTER TABLE links ADD COLUMN claim_id BLOB;
-- In which language the invitation opens, and how many may begin in an hour.
ALTER TABLE links ADD COLUMN language TEXT;
ALTER TABLE links ADD COLUMN per_hour INTEGER;

-- Files for the registry that an administrator has sent and not yet looked at, for an hour.
CREATE TABLE registry_uploads (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    sent_by BLOB NOT NULL REFERENCES accounts (id),
    sent_at INTEGER NOT NULL
) STRICT;
