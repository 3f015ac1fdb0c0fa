DROP TABLE registry_statements;
DROP TABLE release_terms;
DROP TABLE releases;
DROP TABLE models;
