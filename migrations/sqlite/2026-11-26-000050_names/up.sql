-- Pieces of the names of releases, by which what somebody typed is looked up.
CREATE TABLE release_grams (
    gram TEXT NOT NULL,
    release_id BLOB NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    PRIMARY KEY (gram, release_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_grams_of_release ON release_grams (release_id);
-- Words are folded from now on; background work makes them and the pieces where there are none.
UPDATE releases SET words = '';
CREATE INDEX releases_without_words ON releases (id) WHERE words = '';

-- What people typed where they were asked for a release and chose none.
CREATE TABLE submission_names (
    submission_id BLOB NOT NULL REFERENCES submissions (id),
    -- The question, with the instances of repeats around it.
    field TEXT NOT NULL,
    study_id BLOB NOT NULL REFERENCES studies (id),
    words TEXT NOT NULL,
    -- What all texts have in common that mean the same.
    same TEXT NOT NULL,
    PRIMARY KEY (submission_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_names_that_are_same ON submission_names (study_id, same);

-- Which release such words mean, as moderators found. The latest round holds; nothing is ever changed.
CREATE TABLE name_meanings (
    study_id BLOB NOT NULL REFERENCES studies (id),
    same TEXT NOT NULL,
    round INTEGER NOT NULL,
    -- model/release; none where it was taken back.
    release TEXT,
    reason TEXT NOT NULL,
    decided_by BLOB NOT NULL REFERENCES accounts (id),
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (study_id, same, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_meanings_by_moment ON name_meanings (study_id, decided_at);
CREATE TRIGGER name_meanings_are_final_update BEFORE UPDATE ON name_meanings
BEGIN SELECT RAISE(ABORT, 'what was decided on a name never changes'); END;
CREATE TRIGGER name_meanings_are_final_delete BEFORE DELETE ON name_meanings
BEGIN SELECT RAISE(ABORT, 'what was decided on a name never changes'); END;
