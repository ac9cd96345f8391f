//! Migrating: several at once do it once, and a program goes on with a database that is newer than it.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use plaza::{
    accounts::Role,
    config::Config,
    context::Current,
    db::{DatabaseUrl, Db},
    jobs::{lease::Node, pass},
};
use tokio::sync::watch;

use super::beside;
use crate::support::{
    Plaza,
    command::{SECRET, command, good, refused},
};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The first that makes the table of appeals anew.
const CHANGE: &str = "2026-04-27";

/// How many migrations there are.
fn all() -> usize {
    fs::read_dir("migrations/sqlite").unwrap().count()
}

#[actix_web::test]
async fn of_several_that_migrate_at_once_each_migration_is_run_by_one() {
    let plaza = Plaza::start().await;
    let (place, folder) = (plaza.nothing(), tempfile::tempdir().unwrap());
    let config = Config {
        database_url: place.url().clone(),
        ..(*plaza.context.config).clone()
    };
    let file = plaza.configure_on(folder.path(), &config);
    let arguments = ["migrate", "--config", &file];
    let programs: Vec<Child> = (0..3)
        .map(|_| {
            let mut command = command(&arguments);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let mut ran = Vec::new();
    for program in programs {
        let output = program.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = printed.lines().filter_map(|line| line.strip_prefix("ran "));
        ran.extend(names.map(str::to_owned));
    }
    let once: BTreeSet<&String> = ran.iter().collect();
    assert_eq!((ran.len(), once.len()), (all(), all()), "{ran:?}");
    let db = Db::open(place.url(), 1).unwrap();
    assert!(db.pending_migrations().await.unwrap().is_empty());
    let printed = good(&arguments);
    assert!(printed.contains("nothing to do"), "{printed}");
}

#[actix_web::test]
async fn what_would_be_run_is_said_and_who_goes_on_meanwhile() {
    let plaza = Plaza::start().await;
    let (place, folder) = (plaza.nothing(), tempfile::tempdir().unwrap());
    let config = Config {
        database_url: place.url().clone(),
        ..(*plaza.context.config).clone()
    };
    let file = plaza.configure_on(folder.path(), &config);
    let said = good(&["migrate", "--dry-run", "--config", &file]);
    assert_eq!(said.lines().count(), all(), "{said}");
    let jobs = "2026-05-06-000000_jobs: adds: nodes of the last release go on";
    assert!(said.lines().any(|line| line == jobs), "{said}");
    let said = good(&["migrate", "--dry-run", "--config", &file]);
    assert_eq!(said.lines().count(), all(), "something was run: {said}");
    good(&["migrate", "--config", &file]);
    let said = good(&["migrate", "--dry-run", "--config", &file]);
    assert!(said.contains("nothing to do"), "{said}");
}

#[actix_web::test]
async fn a_server_that_does_not_answer_is_waited_for_as_long_as_was_said() {
    let plaza = Plaza::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (secret, file) = (
        folder.path().join("secret"),
        folder.path().join("plaza.toml"),
    );
    fs::write(&secret, SECRET).unwrap();
    // Nobody listens there.
    let away = "postgres://plaza@127.0.0.1:1/plaza".parse().unwrap();
    fs::write(&file, plaza.configuration_on(&away, &secret)).unwrap();
    let file = file.display().to_string();
    let said = refused(&["migrate", "--config", &file]);
    assert!(!said.contains("waiting"), "{said}");
    let said = refused(&["migrate", "--wait", "1", "--config", &file]);
    let waits = said.matches("waiting: the database server does not answer");
    assert_eq!(waits.count(), 1, "it is said once: {said}");
}

#[actix_web::test]
async fn a_table_in_use_is_waited_for_and_no_reader_waits_behind_that() {
    let plaza = Plaza::start().await;
    let (place, folder) = (plaza.nothing(), tempfile::tempdir().unwrap());
    // Of a SQLite file there is one program.
    let DatabaseUrl::Postgres(url) = place.url() else {
        return;
    };
    let mut reader = PgConnection::establish(url).unwrap();
    for one in reader.pending_migrations(POSTGRES).unwrap() {
        if one.name().to_string().as_str() < CHANGE {
            reader.run_migration(&one).unwrap();
        }
    }
    let read = "BEGIN; LOCK TABLE appeals IN ACCESS SHARE MODE";
    reader.batch_execute(read).unwrap();
    let config = Config {
        database_url: place.url().clone(),
        ..(*plaza.context.config).clone()
    };
    let file = plaza.configure_on(folder.path(), &config);
    let mut command = command(&["migrate", "--config", &file]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut said = BufReader::new(program.stderr.take().unwrap()).lines();
    let waits = said.any(|line| line.unwrap().contains("is to be changed is in use"));
    assert!(waits, "it did not wait");
    let mut another = PgConnection::establish(url).unwrap();
    let read =
        "SET statement_timeout = '20s'; BEGIN; LOCK TABLE appeals IN ACCESS SHARE MODE; ROLLBACK";
    another.batch_execute(read).unwrap();
    reader.batch_execute("ROLLBACK").unwrap();
    assert!(program.wait().unwrap().success());
    let db = Db::open(place.url(), 1).unwrap();
    assert!(db.pending_migrations().await.unwrap().is_empty());
}

#[actix_web::test]
async fn a_program_goes_on_with_a_database_that_is_newer_than_it() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    for newer in [
        "CREATE TABLE of_tomorrow (id BIGINT PRIMARY KEY NOT NULL)",
        "ALTER TABLE posts ADD COLUMN of_tomorrow TEXT",
        "ALTER TABLE accounts ADD COLUMN of_tomorrow TEXT NOT NULL DEFAULT ''",
        "INSERT INTO jobs (name, due_at, failures) VALUES ('of_tomorrow', '2026-03-02 00:00:00', 0)",
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')",
    ] {
        plaza.sql(newer).unwrap();
    }
    // The node that runs already, and one of the same version that starts now.
    let other = beside(&plaza, 2).await;
    assert!(other.db.pending_migrations().await.unwrap().is_empty());
    let reply = author.reply(topic, "還是不亮。").await;
    let guest = plaza.client_of(&other).await;
    let page = format!("/zh/topics/{topic}");
    let shown = guest.get(&page).await.expect(200);
    assert!(shown.body.contains("還是不亮。"), "{reply}");
    plaza.log_on_as(Role::Resident, "ming").await;
    let (_stop, running) = watch::channel(false);
    let current = Current::from(other.clone());
    let done = pass(&current, &Node::new(&other), &running).await.unwrap();
    assert!(!done.is_empty());
}
