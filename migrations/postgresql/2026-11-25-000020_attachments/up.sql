-- The same tables as for SQLite, in native types.

CREATE TABLE attachments (
    id UUID PRIMARY KEY NOT NULL,
    code_hash TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    stored_at TIMESTAMPTZ NOT NULL,
    kept_at TIMESTAMPTZ
);
CREATE INDEX attachments_of_code ON attachments (code_hash);
CREATE INDEX attachments_on_their_way ON attachments (stored_at) WHERE kept_at IS NULL;

CREATE TABLE attachment_pieces (
    attachment_id UUID NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (attachment_id, number)
);
-- Pictures and sounds do not get smaller by another compression.
ALTER TABLE attachment_pieces ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE media (
    hash TEXT PRIMARY KEY NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL
);
CREATE TRIGGER media_are_frozen BEFORE UPDATE OR DELETE ON media
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what a published version shows never changes');

CREATE TABLE media_pieces (
    hash TEXT NOT NULL,
    number INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (hash, number)
);
ALTER TABLE media_pieces ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TRIGGER media_pieces_are_frozen BEFORE UPDATE OR DELETE ON media_pieces
    FOR EACH ROW EXECUTE FUNCTION refuse_change('what a published version shows never changes');
