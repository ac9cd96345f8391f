DROP TABLE city_page_revisions;
DROP TABLE city_pages;
