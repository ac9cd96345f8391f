DROP TABLE spent_forms;
DROP TABLE detector_feedback;
