DROP TABLE moderator_boards;
