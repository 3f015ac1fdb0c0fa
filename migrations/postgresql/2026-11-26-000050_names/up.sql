-- The same table as for SQLite, in native types. Pieces are compared by their bytes, as there.
CREATE TABLE release_grams (
    gram TEXT COLLATE "C" NOT NULL,
    release_id UUID NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    PRIMARY KEY (gram, release_id)
);
CREATE INDEX release_grams_of_release ON release_grams (release_id);
UPDATE releases SET words = '';
CREATE INDEX releases_without_words ON releases (id) WHERE words = '';

CREATE TABLE submission_names (
    submission_id UUID NOT NULL REFERENCES submissions (id),
    field TEXT NOT NULL,
    study_id UUID NOT NULL REFERENCES studies (id),
    words TEXT NOT NULL,
    same TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (submission_id, field)
);
CREATE INDEX submission_names_that_are_same ON submission_names (study_id, same);

CREATE TABLE name_meanings (
    study_id UUID NOT NULL REFERENCES studies (id),
    same TEXT COLLATE "C" NOT NULL,
    round INTEGER NOT NULL,
    release TEXT,
    reason TEXT NOT NULL,
    decided_by UUID NOT NULL REFERENCES accounts (id),
    decided_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (study_id, same, round)
);
CREATE INDEX name_meanings_by_moment ON name_meanings (study_id, decided_at);
CREATE TRIGGER name_meanings_are_final BEFORE UPDATE OR DELETE ON name_meanings
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what was decided on a name never changes');
