DROP TABLE registry_uploads;
ALTER TABLE links DROP COLUMN per_hour;
ALTER TABLE links DROP COLUMN language;
ALTER TABLE links DROP COLUMN claim_id;
DROP TABLE claim_steps;
DROP TABLE claims;
