-- What is told of the way that invitations took: sums over ten submissions or more, rounded. Renewed once a
-- week as a whole; nothing in it leads to a submission.
CREATE TABLE lineage_figures (
    study_id BLOB NOT NULL REFERENCES studies (id),
    -- The study, a link, or the keyed hash of whoever handed links on.
    place TEXT NOT NULL,
    role TEXT NOT NULL,
    tier TEXT NOT NULL,
    -- The number of the place in files, and that of the nearest one above.
    chain INTEGER,
    above INTEGER,
    depth INTEGER NOT NULL,
    -- Submissions that stand at the place itself, and at it and under it.
    own INTEGER NOT NULL CHECK (own = 0 OR own >= 10),
    beneath INTEGER NOT NULL CHECK (beneath >= 10),
    PRIMARY KEY (study_id, place, role, tier)
) STRICT, WITHOUT ROWID;

-- Up to which Monday the figures of a study count.
CREATE TABLE lineage_weeks (
    study_id BLOB PRIMARY KEY NOT NULL REFERENCES studies (id),
    as_of TEXT NOT NULL
) STRICT, WITHOUT ROWID;
