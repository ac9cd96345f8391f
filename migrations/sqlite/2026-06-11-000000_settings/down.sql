DROP TABLE setting_pictures;
DROP TABLE settings;
