-- Why a version was published and what it changed against the one before. Both are frozen with the
-- row by its triggers. Versions from before this migration say nothing of either.
ALTER TABLE questionnaire_versions ADD COLUMN reason JSONB;
ALTER TABLE questionnaire_versions ADD COLUMN changes JSONB;
