DROP TABLE decision_reasons;
