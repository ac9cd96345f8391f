//! A backup that is made while people write, restored into an empty place: it is the city as it was at one
//! moment, whole, with all that was acknowledged before; table by table with as many rows and the same
//! words; people log on there, and the files open.
//!
//! `STEADY_ROUNDS` says how often (`scripts/measure backup-live`).

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use diesel::prelude::*;
use plaza::{
    config::{Config, attachments::Attachments},
    db::{
        AnyConnection, DatabaseUrl, copy,
        schema::{cases, posts},
    },
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    asks::{self, Town},
    figures::until,
    http::Http,
    load::{Done, Load},
    postgres,
    program::Program,
    truth,
};
use crate::support::{
    command::good, copies::connection_to, dump::tables, files::png, measure::number,
};

const PEOPLE: usize = 4;
/// The longest that the first picture may take.
const PICTURE: Duration = Duration::from_secs(60);
/// What a restored city does not have as its backup has: who was logged on, what was on its way, and what
/// it has done itself by then.
const NOT_AS_IT_WAS: [&str; 10] = [
    "api_tokens",
    "attachment_discards",
    "case_assignees",
    "case_watch_news",
    "digest_pending",
    "erasure_lines",
    "notifications",
    "outbox",
    // How often something changed, which the restoring does as well.
    "page_generations",
    "sessions",
];

#[actix_web::test]
async fn a_backup_made_while_people_write_is_the_city_at_one_moment() {
    let rounds = number("STEADY_ROUNDS", 1);
    let mut town = Town::with(PEOPLE + 1).await;
    // The last of them takes pictures.
    town.people = PEOPLE;
    let mut program = Program::serve(&town.plaza);
    let load = Load::begin(&program, &town);
    let photographer = Photographer::begin(program.client(), town.topic);
    let mut figures = Vec::new();
    for _ in 0..rounds {
        load.has_done_everything();
        load.has_done_more(PEOPLE);
        until("a picture is posted", PICTURE, || {
            (!photographer.taken_so_far().is_empty()).then_some(())
        });
        let before = (load.done_since(0), photographer.taken_so_far());
        let folder = tempfile::tempdir().unwrap();
        let backup = folder.path().join("backup");
        let words = ["backup", backup.to_str().unwrap(), "--config"];
        let told = good(&[&words[..], &[program.configuration()]].concat());
        assert!(told.contains("each looked at once more"), "{told}");
        let written = load.done_since(0).len() - before.0.len();
        figures.push((written, restored(&town, &backup, &before)));
    }
    photographer.end();
    let done = load.end();
    truth::all_there(&program, &done);
    program.stop();
    let written: usize = figures.iter().map(|(written, _)| written).sum();
    let rows: usize = figures.iter().map(|(_, restored)| restored.rows).sum();
    let files: usize = figures.iter().map(|(_, restored)| restored.files).sum();
    println!(
        "backup-live on {}: {rounds} backups with {written} writes acknowledged meanwhile; restored: {rows} \
         rows with the same hashes, {files} files with the same bytes, all of before there; log-on works",
        town.database()
    );
}

/// What was compared.
struct Restored {
    rows: usize,
    files: usize,
}

/// Restores a backup into an empty place, and looks at all that `before` it was acknowledged.
fn restored(town: &Town, backup: &Path, before: &(Vec<Done>, Vec<Picture>)) -> Restored {
    let (database, attachments) = (town.plaza.nothing(), tempfile::tempdir().unwrap());
    let config = Config {
        database_url: database.url().clone(),
        attachments: Attachments::beside(attachments.path()),
        ..(*town.plaza.context.config).clone()
    };
    let settings = tempfile::tempdir().unwrap();
    let file = town.plaza.configure_on(settings.path(), &config);
    let (folder, journal) = (backup.to_str().unwrap(), &config.erasure_journal);
    let journal = journal.to_str().unwrap();
    good(&["restore", folder, "--config", &file, "--erasures", journal]);

    let rows = is_as_it_was(town, backup, &config.database_url);
    has_all(&mut connection_to(&config.database_url), &before.0);
    truth::is_whole(&config.database_url);
    let mut program = Program::serve_on(&town.plaza, &config, "");
    let mut somebody = program.client();
    let entered = asks::log_in(&mut somebody, &asks::name(0)).unwrap();
    let token = entered.expect(201).json()["token"].clone();
    somebody.bear(token.as_str().unwrap());
    let own = somebody.get("/api/v1/account/preferences").unwrap();
    own.expect(200);
    for picture in &before.1 {
        let opened = somebody.get(&picture.address).unwrap().expect(200);
        assert_eq!(hash(&opened.body), picture.hash, "{}", picture.address);
    }
    program.stop();
    let files = program.verify()["files"].as_u64().unwrap();
    let files = usize::try_from(files).unwrap();
    assert!(files >= before.1.len(), "{files} files");
    Restored { rows, files }
}

/// The restored database has what the copy in the backup has, row by row; gives how many rows were compared.
fn is_as_it_was(town: &Town, backup: &Path, restored: &DatabaseUrl) -> usize {
    let place = town.plaza.nothing();
    unpack(&backup.join(restored.copy_name()), place.url());
    let (was, is) = (tables(place.url()), tables(restored));
    assert!(was.keys().eq(is.keys()), "other tables");
    let compared = was
        .iter()
        .filter(|(name, _)| !NOT_AS_IT_WAS.contains(&name.as_str()));
    let mut rows = 0;
    for (name, was) in compared {
        let is = &is[name];
        assert_eq!(was.len(), is.len(), "rows of {name}");
        let hashes = [was, is].map(|rows| hash(rows.join("\n").as_bytes()));
        assert_eq!(hashes[0], hashes[1], "{name} has other words");
        rows += was.len();
    }
    assert!(is["sessions"].is_empty(), "somebody is still logged on");
    rows
}

/// Makes the database that lies in a backup, and nothing more.
fn unpack(file: &Path, place: &DatabaseUrl) {
    match place {
        DatabaseUrl::Sqlite(_) => copy::read(place, file).unwrap(),
        DatabaseUrl::Postgres(url) => {
            let made = Command::new(postgres::program("pg_restore"))
                .args(["--exit-on-error", "--no-owner", "--dbname", url])
                .arg(file)
                .output()
                .unwrap();
            assert!(made.status.success(), "pg_restore: {made:?}");
        }
    }
}

/// All that was acknowledged before the backup began is in the database; log-ins are forgotten.
fn has_all(connection: &mut AnyConnection, done: &[Done]) {
    let words: Vec<(i64, String, String)> = posts::table
        .select((posts::id, posts::body, posts::state))
        .load(connection)
        .unwrap();
    let words: BTreeMap<i64, (String, String)> = words
        .into_iter()
        .map(|(id, body, state)| (id, (body, state)))
        .collect();
    let references: Vec<String> = cases::table
        .select(cases::reference)
        .load(connection)
        .unwrap();
    let references: BTreeSet<String> = references.into_iter().collect();
    for one in done {
        let is_there = match one {
            Done::Post {
                id, words: said, ..
            } => {
                let body = words.get(id).map(|(body, _)| body);
                body.is_some() && (said.is_none() || said.as_ref() == body)
            }
            Done::Hidden { post } => words.get(post).is_some_and(|(_, state)| state == "hidden"),
            Done::Suggestion { reference, .. } => references.contains(reference),
            Done::Session { .. } => true,
        };
        assert!(is_there, "{one:?}");
    }
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A picture that somebody opened in its post.
#[derive(Clone)]
struct Picture {
    address: String,
    hash: String,
}

/// Somebody who posts one picture after the other.
struct Photographer {
    ends: Arc<AtomicBool>,
    taken: Arc<Mutex<Vec<Picture>>>,
    thread: JoinHandle<()>,
}

impl Photographer {
    fn begin(mut http: Http, topic: i64) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let taken: Arc<Mutex<Vec<Picture>>> = Arc::default();
        let (told, album) = (Arc::clone(&ends), Arc::clone(&taken));
        let thread = thread::spawn(move || {
            http.come_from(0xfe_0000);
            let begun = asks::log_in(&mut http, &asks::name(PEOPLE)).unwrap();
            let token = begun.expect(201).json()["token"].clone();
            http.bear(token.as_str().unwrap());
            let mut number = 0;
            while !told.load(Ordering::SeqCst) {
                number += 1;
                http.come_from(0xfe_0000 + number);
                let picture = take(&mut http, topic, number);
                album.lock().unwrap().push(picture);
            }
        });
        Self {
            ends,
            taken,
            thread,
        }
    }

    fn taken_so_far(&self) -> Vec<Picture> {
        self.taken.lock().unwrap().clone()
    }

    fn end(self) {
        self.ends.store(true, Ordering::SeqCst);
        self.thread.join().expect("each picture is taken");
    }
}

/// Posts a picture and opens it.
fn take(http: &mut Http, topic: i64, number: usize) -> Picture {
    let width = u32::try_from(10 + number % 200).unwrap();
    let taken = asks::upload(http, "lamp.png", &png(width, 12)).unwrap();
    let token = taken.expect(201).json()["token"].clone();
    let body = json!({ "body": format!("第{number}次拍照。"), "attachments": [token] });
    let key = format!("picture-{number}");
    let posted = asks::reply_with(http, topic, &body, &key).unwrap();
    assert!(matches!(posted.status, 201 | 202), "{}", posted.text());
    let path = format!("/api/v1/posts/{}", posted.json()["id"]);
    let shown = http.get(&path).unwrap().expect(200).json();
    let address = &shown["attachments"][0]["variants"][0]["url"];
    let address = address.as_str().unwrap().to_owned();
    let opened = http.get(&address).unwrap().expect(200);
    let hash = hash(&opened.body);
    Picture { address, hash }
}
