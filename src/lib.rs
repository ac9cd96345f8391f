//! Plaza: a city's forum and suggestion box that keeps its privacy policy.
//!
//! The rooms stand on floors; a room uses only floors below its own. ARCHITECTURE.md
//! shows the house, and `tests/floors.rs` holds it to that.

// Diesel names each pair of tables that may stand in one query.
#![recursion_limit = "256"]

pub mod accounts;
pub mod api_tokens;
pub mod attachments;
pub mod backup;
pub mod began;
pub mod calendar;
pub mod city_pages;
pub mod clock;
pub mod commands;
pub mod config;
pub mod context;
pub mod crosslinks;
pub mod db;
pub mod events;
pub mod forum;
pub mod http_client;
pub mod i18n;
pub mod jobs;
pub mod kept;
pub mod keys;
pub mod lmtp;
pub mod mail;
pub mod metrics;
pub mod moderation;
pub mod objects;
pub mod offices;
pub mod once;
pub mod open_data;
pub mod operations;
pub mod polls;
pub mod privacy;
pub mod published;
pub mod requests;
pub mod reserved;
pub mod review;
pub mod rights;
pub mod search;
pub mod settings;
pub mod sign_on;
pub mod spam;
pub mod statistics;
pub mod suggestions;
pub mod text;
pub mod text_rules;
pub mod threads;
pub mod trust;
pub mod turns;
pub mod web;
pub mod webhooks;
