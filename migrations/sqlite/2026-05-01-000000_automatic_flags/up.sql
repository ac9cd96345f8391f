-- Why the form of a guest's flag may have been filled in by a program: codes, nothing of anybody.
ALTER TABLE flags ADD COLUMN automatic TEXT;
