ALTER TABLE questionnaire_versions DROP COLUMN changes;
ALTER TABLE questionnaire_versions DROP COLUMN reason;
