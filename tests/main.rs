//! Plaza as its users meet it: over HTTP, in process, each test on a database of its own.
//!
//! One program, so that it is linked once. `PLAZA_TEST_DATABASE_URL` (a PostgreSQL
//! maintenance URL) runs the same tests on PostgreSQL; without it they run on SQLite.
#![allow(clippy::unwrap_used)]

mod support;

mod access_log;
mod accounts;
mod addresses;
mod answers;
mod appeals;
mod arrange;
mod attachments;
mod backup;
mod boards;
mod breach;
mod canary;
mod catalogue;
mod chain;
mod commonmark;
mod consent;
mod cookies;
mod crawl;
mod crosslinks;
mod disclosure;
mod drafts;
mod edits;
mod enquiries;
mod error_summary;
mod events;
mod feedback;
mod feeds;
mod flags;
mod floors;
mod forum;
mod ground;
mod guest_keys;
mod held;
mod hostile;
mod import;
mod inventory;
mod journal;
mod kept;
mod keys;
mod languages;
mod linkage;
mod mail;
mod mail_limits;
mod mails;
mod moderation;
mod open311;
mod open_data;
mod outage;
mod outward;
mod personal_data;
mod policy;
mod polls;
mod posts;
mod preferences;
mod promises;
mod published;
mod reading;
mod render_again;
mod restricted;
mod retention;
mod review;
mod rights;
mod schema;
mod sealed;
mod search;
mod statistics;
mod suggestions;
mod supports;
mod twice;
mod visitors;
mod ways;
