-- The day by which the author was told that the appeal is answered; those of before have none.
ALTER TABLE appeals ADD COLUMN due_on DATE;
