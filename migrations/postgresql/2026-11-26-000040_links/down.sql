ALTER TABLE submissions DROP COLUMN came_by;
ALTER TABLE drafts DROP COLUMN came_by;
ALTER TABLE drafts DROP COLUMN link_id;
DROP TABLE links;
