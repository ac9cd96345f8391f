DROP TABLE answer_templates;
DROP INDEX cases_by_state;
DROP TABLE case_duplicates;
