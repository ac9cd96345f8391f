//! `plaza doctor`: each thing that a city leans on, well and not.

use std::{fs, os::unix::fs::PermissionsExt as _};

use diesel::{RunQueryDsl as _, sql_query};
use plaza::{accounts::Role, config::MailRoute, db::DbError};
use serde_json::Value;

use super::{answered, run};
use crate::support::{Plaza, relay::Relay};

struct City {
    plaza: Plaza,
    relay: Relay,
    config: String,
    etc: tempfile::TempDir,
}

impl City {
    async fn well() -> Self {
        let plaza = Plaza::city().await;
        plaza.account("head", Role::Administrator).await;
        plaza.account("officer", Role::PrivacyOfficer).await;
        let (relay, etc) = (Relay::start(), tempfile::tempdir().unwrap());
        let config = plaza.configure(etc.path());
        let MailRoute::Smtp(url) = relay.mail("plaza:hunter2@", "", 5).route else {
            panic!("no server");
        };
        let text = fs::read_to_string(&config).unwrap();
        let text = text.replace("smtp://127.0.0.1:25", &url);
        fs::write(&config, text).unwrap();
        let city = Self {
            plaza,
            relay,
            config,
            etc,
        };
        city.allow("secret", 0o600);
        city.allow("plaza.toml", 0o600);
        city
    }

    /// Who reads a file.
    fn allow(&self, name: &str, mode: u32) {
        let path = self.etc.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// What it finds, of which the exit code says the worst.
    #[track_caller]
    fn look(&self) -> Found {
        let (code, told) = answered(&["doctor", "--config", &self.config]);
        let found: Vec<Value> = told["findings"].as_array().unwrap().clone();
        assert!(!told.to_string().contains("hunter2"), "a password: {told}");
        for one in &found {
            let is_well = one["state"] == "ok";
            assert_eq!(one["remedy"].is_null(), is_well, "{one}");
        }
        let has = |state: &str| found.iter().any(|one| one["state"] == state);
        let worst = match (has("fail"), has("warn")) {
            (true, _) => ("fail", 2),
            (false, true) => ("warn", 1),
            (false, false) => ("ok", 0),
        };
        assert_eq!((told["state"].as_str().unwrap(), code), worst, "{told}");
        Found(found)
    }
}

struct Found(Vec<Value>);

impl Found {
    /// What was said of a check that is in this state.
    #[track_caller]
    fn says(&self, check: &str, state: &str) -> String {
        let mut all = self.0.iter();
        let found = all.find(|one| one["check"] == check && one["state"] == state);
        let said = found.map(|one| one["said"].as_str().unwrap().to_owned());
        said.unwrap_or_else(|| panic!("{check} is not {state}: {:#?}", self.0))
    }

    /// Which checks are in this state.
    fn of(&self, state: &str) -> Vec<&str> {
        let those = self.0.iter().filter(|one| one["state"] == state);
        those.map(|one| one["check"].as_str().unwrap()).collect()
    }
}

#[actix_web::test]
async fn of_a_city_that_is_well_nothing_fails_and_nothing_is_left_behind() {
    let city = City::well().await;
    let before = city.plaza.dump();
    let found = city.look();
    // How much room the disk has is the machine's affair.
    let disks = ["attachments", "database disk"];
    let failed: Vec<&str> = found
        .of("fail")
        .into_iter()
        .filter(|check| !disks.contains(check))
        .collect();
    assert_eq!(failed, Vec::<&str>::new(), "{:#?}", found.0);
    for check in [
        "configuration",
        "secrets",
        "attachments",
        "mail",
        "address",
        "mail domain",
        "database",
        "migrations",
        "writing",
        "database files",
        "clock",
        "keys",
        "erasures",
        "routing",
        "people",
        "outgoing mail",
        "incoming mail",
        "review",
        "webhooks",
    ] {
        found.says(check, "ok");
    }
    let kind = if city.plaza.on_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    assert!(found.says("database", "ok").contains(kind));
    assert!(found.says("mail", "ok").contains("logged on"));
    assert!(city.plaza.dump() == before, "something was changed");
    let objects = city.etc.path().join("attachments");
    assert_eq!(
        fs::read_dir(objects).unwrap().count(),
        0,
        "an object is left"
    );
    let (_, words, _) = run(&["doctor", "--config", &city.config]);
    assert!(words.contains("ok    writing "), "{words}");
}

#[actix_web::test]
async fn what_is_not_well_is_told_with_a_remedy() {
    let city = City::well().await;
    city.relay.answer(&[("AUTH", "535 no")]);
    city.allow("secret", 0o644);
    city.plaza
        .sql("UPDATE accounts SET role = 'resident' WHERE role = 'administrator'")
        .unwrap();
    city.plaza
        .sql("UPDATE offices SET mail_fails_since = '2026-03-02 10:00:00' WHERE slug = 'maintenance'")
        .unwrap();
    city.plaza
        .sql(
            "INSERT INTO unplaced_mails (reason, size, head_sealed, mail_sealed, received_at) \
              VALUES ('stranger', 1, 'x', 'x', '2026-03-02 10:00:00')",
        )
        .unwrap();
    city.plaza
        .sql(
            "INSERT INTO webhook_endpoints (url, description, secret_sealed, enabled, off_because, \
              failures, ledger_number, created_at, version) VALUES ('https://hooks.city.example/', \
              '', 'x', false, 'failing', 9, 0, '2026-03-02 10:00:00', 2)",
        )
        .unwrap();
    let found = city.look();
    let mail = found.says("mail", "fail");
    assert!(mail.contains("log on") && mail.contains("535"), "{mail}");
    assert!(found.says("secrets", "fail").contains("mode 644"));
    assert!(found.says("people", "fail").contains("administrator"));
    let offices = found.says("offices", "fail");
    assert!(offices.contains("Maintenance"), "{offices}");
    assert!(found.says("incoming mail", "warn").contains("1 wait"));
    let webhooks = found.says("webhooks", "warn");
    assert!(
        webhooks.contains("switched off") && webhooks.ends_with(": 1"),
        "{webhooks}"
    );
}

#[actix_web::test]
async fn a_clock_that_was_set_back_is_known_by_what_was_written_already() {
    let city = City::well().await;
    // The city's own clock is the test's: a year ahead of this machine's.
    let ahead = chrono::Utc::now() + chrono::TimeDelta::days(365);
    city.plaza.advance(ahead - city.plaza.context.now().utc());
    let member = city.plaza.person("ming", Role::Resident).await;
    let asked = [("email", member.email.as_str())];
    let guest = city.plaza.client().await;
    guest.post("/zh/password/forgot", &asked).await.expect(303);
    let said = city.look().says("clock", "fail");
    assert!(said.contains("written already"), "{said}");
}

#[actix_web::test]
async fn a_database_that_is_away_or_old_or_only_read_is_told_and_the_rest_is_looked_at() {
    let city = City::well().await;
    let away = city.plaza.take_database_away();
    let found = city.look();
    // A file that somebody else writes to can be read meanwhile.
    let check = if city.plaza.on_postgres() {
        "database"
    } else {
        "writing"
    };
    found.says(check, "fail");
    found.says("mail", "ok");
    found.says("attachments", "ok");
    drop(away);

    let missing: Result<(), DbError> = city
        .plaza
        .context
        .db
        .write(|connection| {
            let newest = "DELETE FROM __diesel_schema_migrations WHERE version = \
                          (SELECT max(version) FROM __diesel_schema_migrations)";
            match connection {
                plaza::db::AnyConnection::Sqlite(sqlite) => sql_query(newest).execute(sqlite)?,
                plaza::db::AnyConnection::Postgres(postgres) => {
                    sql_query(newest).execute(postgres)?
                }
            };
            Ok(())
        })
        .await;
    missing.unwrap();
    let said = city.look().says("migrations", "fail");
    assert!(said.starts_with("1 are missing"), "{said}");

    fs::write(&city.config, "listen = 'x'\n").unwrap();
    let found = city.look();
    assert!(found.says("configuration", "fail").contains(": "));
    assert!(found.of("fail").len() > 3, "all faults: {:#?}", found.0);
}
