-- Why the form of a suggestion or an enquiry may have been filled in by a program: codes, for the desk alone.
ALTER TABLE cases ADD COLUMN automatic TEXT;
