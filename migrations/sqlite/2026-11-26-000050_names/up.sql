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
