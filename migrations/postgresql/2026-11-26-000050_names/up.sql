-- The same table as for SQLite, in native types. Pieces are compared by their bytes, as there.
CREATE TABLE release_grams (
    gram TEXT COLLATE "C" NOT NULL,
    release_id UUID NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    PRIMARY KEY (gram, release_id)
);
CREATE INDEX release_grams_of_release ON release_grams (release_id);
UPDATE releases SET words = '';
CREATE INDEX releases_without_words ON releases (id) WHERE words = '';
