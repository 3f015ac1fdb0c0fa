DROP TABLE clock_figures;
DROP TABLE issue_replies;
DROP TABLE issue_entries;
DROP TRIGGER withdrawn_reports_are_forgotten;
DROP TRIGGER accepted_reports_are_due;
DROP TABLE reports_due;
DROP TABLE issue_reports;
DROP TABLE issues;
