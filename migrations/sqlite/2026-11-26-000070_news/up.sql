-- News travels: accepted reports belong to issues, which people group, mark and answer.
CREATE TABLE issues (
    id BLOB PRIMARY KEY NOT NULL,
    -- The number by which the public knows it; random.
    public_id BLOB NOT NULL UNIQUE,
    study_id BLOB NOT NULL REFERENCES studies (id),
    opened_at INTEGER NOT NULL,
    -- Code of the release that it is about, as answered or as a moderator found.
    release TEXT,
    -- It was joined to another issue, whose it has been since.
    joined_to BLOB REFERENCES issues (id),
    -- A security flaw: until then only moderators and the publisher know of it.
    embargo_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX issues_of_study ON issues (study_id, opened_at);
CREATE INDEX issues_by_time ON issues (opened_at, id);
CREATE INDEX issues_of_release ON issues (release, opened_at, id) WHERE release IS NOT NULL;
CREATE INDEX issues_joined ON issues (joined_to) WHERE joined_to IS NOT NULL;

-- What an accepted report says, so that lists and figures need not read its answers.
CREATE TABLE issue_reports (
    submission_id BLOB PRIMARY KEY NOT NULL REFERENCES submissions (id),
    study_id BLOB NOT NULL REFERENCES studies (id),
    issue_id BLOB NOT NULL REFERENCES issues (id),
    kind TEXT,
    problem TEXT,
    severity TEXT,
    release TEXT,
    -- How far the reporter lets it go.
    share TEXT NOT NULL,
    -- Whether the reporter agreed to publication in files, and to being quoted.
    in_files INTEGER NOT NULL,
    quotable INTEGER NOT NULL,
    -- A moderator has read the words: they tell who nobody is.
    words_read INTEGER NOT NULL DEFAULT 0,
    -- Codes of routes, with one blank between two.
    told TEXT NOT NULL,
    -- Days, ISO 8601.
    noticed_on TEXT,
    told_on TEXT,
    sent_on TEXT NOT NULL,
    taken_in_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_of_issue ON issue_reports (issue_id);
CREATE INDEX reports_of_study ON issue_reports (study_id, taken_in_at);
CREATE INDEX reports_on_release ON issue_reports (study_id, release, taken_in_at);
CREATE INDEX reports_on_problem ON issue_reports (study_id, problem, taken_in_at);

-- Accepted reports that have not been taken in yet.
CREATE TABLE reports_due (
    submission_id BLOB PRIMARY KEY NOT NULL REFERENCES submissions (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER accepted_reports_are_due AFTER INSERT ON decisions WHEN NEW.verdict = 'accept'
BEGIN
    INSERT OR IGNORE INTO reports_due (submission_id)
    SELECT submissions.id FROM submissions
    JOIN questionnaire_versions ON questionnaire_versions.id = submissions.version_id
    JOIN questionnaires ON questionnaires.id = questionnaire_versions.questionnaire_id
    WHERE submissions.id = NEW.submission_id AND questionnaires.role = 'report';
END;
INSERT INTO reports_due (submission_id)
SELECT submissions.id FROM submissions
JOIN questionnaire_versions ON questionnaire_versions.id = submissions.version_id
JOIN questionnaires ON questionnaires.id = questionnaire_versions.questionnaire_id
WHERE submissions.verdict = 'accept' AND submissions.withdrawn_at IS NULL AND questionnaires.role = 'report';

-- Nothing of what a report said outlives its withdrawal.
CREATE TRIGGER withdrawn_reports_are_forgotten AFTER UPDATE OF withdrawn_at ON submissions
WHEN NEW.withdrawn_at IS NOT NULL
BEGIN
    UPDATE issues SET release = NULL
    WHERE id IN (SELECT issue_id FROM issue_reports WHERE submission_id = NEW.id)
        AND NOT EXISTS (
            SELECT 1 FROM issue_reports WHERE issue_id = issues.id AND submission_id <> NEW.id
        );
    DELETE FROM issue_reports WHERE submission_id = NEW.id;
    DELETE FROM reports_due WHERE submission_id = NEW.id;
END;

-- What was done with an issue, by whom and why.
CREATE TABLE issue_entries (
    id BLOB PRIMARY KEY NOT NULL,
    issue_id BLOB NOT NULL REFERENCES issues (id),
    -- The other issue, when reports went from one to the other.
    other_id BLOB REFERENCES issues (id),
    at INTEGER NOT NULL,
    actor BLOB REFERENCES accounts (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX entries_of_issue ON issue_entries (issue_id, at);
CREATE INDEX entries_of_other ON issue_entries (other_id) WHERE other_id IS NOT NULL;
CREATE TRIGGER issue_entries_are_append_only_update BEFORE UPDATE ON issue_entries
BEGIN SELECT RAISE(ABORT, 'the history of an issue never changes'); END;
CREATE TRIGGER issue_entries_are_append_only_delete BEFORE DELETE ON issue_entries
BEGIN SELECT RAISE(ABORT, 'the history of an issue never changes'); END;

-- What publishers answer. The newest stands; the earlier ones stay to be seen.
CREATE TABLE issue_replies (
    id BLOB PRIMARY KEY NOT NULL,
    issue_id BLOB NOT NULL REFERENCES issues (id),
    at INTEGER NOT NULL,
    -- The claim by which somebody answers for the release.
    claim_id BLOB NOT NULL REFERENCES claims (id),
    outcome TEXT NOT NULL,
    english TEXT,
    chinese TEXT,
    CHECK (english IS NOT NULL OR chinese IS NOT NULL)
) STRICT;
CREATE INDEX replies_to_issue ON issue_replies (issue_id, at);
CREATE TRIGGER issue_replies_are_append_only_update BEFORE UPDATE ON issue_replies
BEGIN SELECT RAISE(ABORT, 'a reply never changes'); END;
CREATE TRIGGER issue_replies_are_append_only_delete BEFORE DELETE ON issue_replies
BEGIN SELECT RAISE(ABORT, 'a reply never changes'); END;

-- The figures of the propagation clock: computed once a week, then the same for everybody.
CREATE TABLE clock_figures (
    study_id BLOB NOT NULL REFERENCES studies (id),
    -- The Monday whose state they tell, ISO 8601.
    as_of TEXT NOT NULL,
    figures TEXT NOT NULL CHECK (json_valid(figures)),
    PRIMARY KEY (as_of, study_id)
) STRICT, WITHOUT ROWID;
