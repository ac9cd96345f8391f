//! Plaza as its users meet it: over HTTP, in process, each test on a database of its own.
//!
//! One program, so that it is linked once. `PLAZA_TEST_DATABASE_URL` (a PostgreSQL
//! maintenance URL) runs the same tests on PostgreSQL; without it they run on SQLite.
#![allow(clippy::unwrap_used)]

mod support;

mod access_log;
mod accounts;
mod breach;
mod canary;
mod catalogue;
mod chain;
mod consent;
mod cookies;
mod crawl;
mod disclosure;
mod enquiries;
mod error_summary;
mod events;
mod feedback;
mod floors;
mod forum;
mod ground;
mod import;
mod inventory;
mod keys;
mod languages;
mod linkage;
mod moderation;
mod open_data;
mod outage;
mod outward;
mod personal_data;
mod policy;
mod polls;
mod preferences;
mod promises;
mod restricted;
mod retention;
mod review;
mod rights;
mod schema;
mod sealed;
mod statistics;
mod suggestions;
