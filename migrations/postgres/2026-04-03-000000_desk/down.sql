DROP TABLE case_questions;
DROP TABLE case_assignees;
