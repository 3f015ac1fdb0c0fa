-- Files that people add to their answers. A file belongs to a code, as drafts and submissions do.
CREATE TABLE attachments (
    id BLOB PRIMARY KEY NOT NULL,
    code_hash TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    -- When answers first mentioned it; until then it is on its way.
    kept_at INTEGER
) STRICT;
CREATE INDEX attachments_of_code ON attachments (code_hash);
CREATE INDEX attachments_on_their_way ON attachments (stored_at) WHERE kept_at IS NULL;

-- In pieces, each written on its own, so that nobody waits long for a large file.
CREATE TABLE attachment_pieces (
    attachment_id BLOB NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (attachment_id, number)
) STRICT;

-- Pictures and sounds that labels show, once for each content. They are part of frozen versions.
CREATE TABLE media (
    hash TEXT PRIMARY KEY NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
CREATE TRIGGER media_are_frozen_update BEFORE UPDATE ON media
BEGIN SELECT RAISE(ABORT, 'what a published version shows never changes'); END;
CREATE TRIGGER media_are_frozen_delete BEFORE DELETE ON media
BEGIN SELECT RAISE(ABORT, 'what a published version shows never changes'); END;

-- Written before their row in media, which says that all are there.
CREATE TABLE media_pieces (
    hash TEXT NOT NULL,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (hash, number)
) STRICT;
CREATE TRIGGER media_pieces_are_frozen_update BEFORE UPDATE ON media_pieces
BEGIN SELECT RAISE(ABORT, 'what a published version shows never changes'); END;
CREATE TRIGGER media_pieces_are_frozen_delete BEFORE DELETE ON media_pieces
BEGIN SELECT RAISE(ABORT, 'what a published version shows never changes'); END;
