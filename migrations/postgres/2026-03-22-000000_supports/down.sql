DROP TABLE support_requests;
DROP TABLE support_marks;
DROP TABLE support_keys;
DROP TABLE supports;
