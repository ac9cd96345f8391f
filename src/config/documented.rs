//! What `docs/configuration.md` says stands for a key that is left out is what the program takes.

use std::collections::BTreeMap;

use super::{
    Config, Scheme,
    attachments::ObjectPlace,
    tests::{SMALLEST, load},
};

const DOCUMENT: &str = include_str!("../../docs/configuration.md");

/// The keys of the document with their defaults, but for those that are empty, needed or absent.
fn documented() -> BTreeMap<&'static str, &'static str> {
    let rows = DOCUMENT.lines().filter_map(|line| {
        let cells = line.strip_prefix("| `")?.strip_suffix(" |")?;
        let cells: Vec<&str> = cells.split(" | ").collect();
        let [key, _type, default, _range, _effect] = cells[..] else {
            return None;
        };
        let default = default.strip_prefix('`')?.strip_suffix('`')?;
        (default != "[]").then(|| (key.trim_end_matches('`'), default))
    });
    // The years of classes of records are the inventory's: `tests/configuration.rs` compares them. How
    // many threads answer is the machine's, where nobody says it.
    rows.filter(|(key, _)| !key.starts_with("retention.") && *key != "server.workers")
        .collect()
}

/// What the program takes for each of them.
fn taken(config: &Config) -> BTreeMap<&'static str, String> {
    const MIB: usize = 1024 * 1024;
    let seconds = |time: std::time::Duration| time.as_secs().to_string();
    let log = config.access_log.as_ref().expect("a log is configured");
    let hours = &config.city.hours;
    let open = hours.open().iter().map(|(from, until)| {
        let time = |time: &chrono::NaiveTime| time.format("%H:%M").to_string();
        format!("[\"{}\", \"{}\"]", time(from), time(until))
    });
    let open: Vec<String> = open.collect();
    let ObjectPlace::Folder(store) = &config.attachments.place else {
        panic!("the default is no folder");
    };
    let sign_on = config.sign_on.as_ref().expect("a sign-on is configured");
    let entries = [
        ("listen", config.listen.to_string()),
        ("trust_request_id", config.trust_request_id.to_string()),
        ("server.connections", config.server.connections.to_string()),
        ("server.backlog", config.server.backlog.to_string()),
        ("server.head_kib", (config.server.head / 1024).to_string()),
        ("server.head_seconds", seconds(config.server.head_wait)),
        ("server.body_seconds", seconds(config.server.body_wait)),
        ("server.body_rate", config.server.body_rate.to_string()),
        ("server.answer_seconds", seconds(config.server.answer_wait)),
        (
            "server.keep_alive_seconds",
            seconds(config.server.keep_alive),
        ),
        ("server.drain_seconds", seconds(config.server.drain)),
        ("server.stop_seconds", seconds(config.server.stop_wait)),
        ("server.log", config.server.log.clone()),
        (
            "server.page_cache",
            format!("{} MiB", config.server.page_cache >> 20),
        ),
        ("connections", config.connections.to_string()),
        (
            "erasure_journal",
            config.erasure_journal.display().to_string(),
        ),
        ("slow_query_ms", config.slow_query.as_millis().to_string()),
        ("city.time_zone", config.city.time_zone.name().to_owned()),
        ("city.hours.days", format!("{:?}", hours.days())),
        ("city.hours.open", format!("[{}]", open.join(", "))),
        ("languages", format!("{:?}", languages(config))),
        ("look.accent", config.look.accent(Scheme::Light).to_string()),
        (
            "look.accent_dark",
            config.look.accent(Scheme::Dark).to_string(),
        ),
        ("confirmation_days", config.confirmation_days.to_string()),
        ("remind_days", config.remind_days.to_string()),
        ("close_days", config.close_days.to_string()),
        ("reopen_days", config.reopen_days.to_string()),
        ("needs_name", config.needs_name.to_string()),
        (
            "office_mail.refusals",
            config.office_mail.refusals.to_string(),
        ),
        ("office_mail.hours", config.office_mail.hours.to_string()),
        ("edit_minutes", config.edit_minutes.to_string()),
        (
            "review.remind_hours",
            config.review.remind_hours.to_string(),
        ),
        ("review.appeal_days", config.review.appeal_days.to_string()),
        ("review.first_posts", config.review.first_posts.to_string()),
        ("review.limits", config.review.limits.to_string()),
        ("spam.hold_at", config.spam.hold_at.to_string()),
        ("factors.grace_days", config.factors.grace_days.to_string()),
        ("webhooks.timeout_seconds", seconds(config.webhooks.timeout)),
        (
            "mail.timeout_seconds",
            config.mail.timeout.as_secs().to_string(),
        ),
        ("mail.connections", config.mail.connections.to_string()),
        ("mail.give_up_days", config.mail.give_up_days.to_string()),
        ("mail.alarm_minutes", config.mail.alarm_minutes.to_string()),
        ("mail.largest_mib", (config.mail.largest / MIB).to_string()),
        ("attachments.store", format!("file:{}", store.display())),
        (
            "attachments.largest_mb",
            (config.attachments.largest / MIB).to_string(),
        ),
        (
            "attachments.megapixels",
            (config.attachments.pixels / 1_000_000).to_string(),
        ),
        ("attachments.frames", config.attachments.frames.to_string()),
        (
            "access_log.batch_minutes",
            log.batch.num_minutes().to_string(),
        ),
        (
            "access_log.longest_batch_hours",
            log.longest_batch.num_hours().to_string(),
        ),
        ("access_log.batch_records", log.records.to_string()),
        ("access_log.network_pool", log.pool.to_string()),
        ("access_log.days", log.days.to_string()),
        ("sign_on.residents", sign_on.residents.to_string()),
        ("sign_on.scopes", format!("{:?}", sign_on.scopes)),
        ("sign_on.claims.email", sign_on.claims.email.clone()),
        (
            "sign_on.claims.email_verified",
            sign_on.claims.email_verified.clone().unwrap_or_default(),
        ),
        ("sign_on.allow_private", sign_on.allow_private.to_string()),
        ("sign_on.log_out", sign_on.log_out.to_string()),
        ("breach_hours", config.breach_hours.to_string()),
        (
            "allow_efficiency_ground",
            config.allow_efficiency_ground.to_string(),
        ),
    ];
    entries.into_iter().collect()
}

fn languages(config: &Config) -> Vec<&'static str> {
    let offered = config.languages.offered().iter();
    offered.map(|lang| lang.as_str()).collect()
}

#[test]
fn what_is_left_out_is_what_the_document_says() {
    let config = load(&format!(
        "{SMALLEST}\n[access_log]\nfolder = \"/l\"\n[sign_on]\nissuer = \"https://sso.city.example\"\n\
         client_id = \"plaza\"\nlabel_zh = \"單一登入\"\nlabel_en = \"Sign-on\"\n[[sign_on.rules]]\n\
         claim = \"groups\"\nvalue = \"plaza-staff\"\nrole = \"staff\""
    ));
    let taken = taken(&config.expect("a complete file"));
    let told = documented();
    for (key, value) in &taken {
        assert_eq!(told.get(key), Some(&&**value), "{key}");
    }
    let unproven: Vec<_> = told
        .keys()
        .filter(|key| !taken.contains_key(*key))
        .collect();
    assert!(unproven.is_empty(), "add what is taken for {unproven:?}");
}
