-- The same as for SQLite, in native types.
CREATE TABLE lineage_figures (
    study_id UUID NOT NULL REFERENCES studies (id),
    place TEXT NOT NULL,
    role TEXT NOT NULL,
    tier TEXT NOT NULL,
    chain INTEGER,
    above INTEGER,
    depth INTEGER NOT NULL,
    own BIGINT NOT NULL CHECK (own = 0 OR own >= 10),
    beneath BIGINT NOT NULL CHECK (beneath >= 10),
    PRIMARY KEY (study_id, place, role, tier)
);
CREATE TABLE lineage_weeks (
    study_id UUID PRIMARY KEY NOT NULL REFERENCES studies (id),
    as_of TEXT NOT NULL
);
