DROP TABLE breach_cases;
DROP TABLE breaches;
