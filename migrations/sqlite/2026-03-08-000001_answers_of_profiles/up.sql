-- What was answered to the findings of the text, as JSON: kinds, places and whose. No words.
ALTER TABLE profiles ADD COLUMN about_findings TEXT;
