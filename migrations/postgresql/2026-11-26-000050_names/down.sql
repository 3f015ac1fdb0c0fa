DROP TABLE name_meanings;
DROP TABLE submission_names;
DROP INDEX releases_without_words;
UPDATE releases SET words = lower(name || chr(10) || publisher);
DROP TABLE release_grams;
