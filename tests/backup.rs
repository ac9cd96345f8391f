//! `plaza backup` and `plaza restore` as an administrator types them.

use std::{fs, path::Path};

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    config::{Config, attachments::Attachments},
    context::Context,
    jobs::{deliver_mail, send_digests, tell_assignees},
    mail::Transport,
    offices,
    privacy::verify,
};
use serde_json::json;

use crate::{
    suggestions::life::Scene,
    support::{
        Client, PASSWORD, Plaza, backup,
        command::{SECRET, good, refused, refused_alone},
        files::{document, holds, png},
    },
};

/// Where a backup is restored to: an empty database and an empty folder beside the city's own.
struct Target {
    config: Config,
    file: String,
    _database: backup::Backup,
    _settings: tempfile::TempDir,
    attachments: tempfile::TempDir,
}

impl Target {
    fn of(plaza: &Plaza) -> Self {
        let (database, attachments) = (plaza.nothing(), tempfile::tempdir().unwrap());
        let config = Config {
            database_url: database.url().clone(),
            attachments: Attachments::beside(attachments.path()),
            ..(*plaza.context.config).clone()
        };
        let settings = tempfile::tempdir().unwrap();
        Self {
            file: plaza.configure_on(settings.path(), &config),
            config,
            _database: database,
            _settings: settings,
            attachments,
        }
    }

    /// What `plaza restore` is told, with these journals.
    fn words<'a>(&'a self, backup: &'a Path, journals: &[&'a str]) -> Vec<&'a str> {
        let backup = backup.to_str().unwrap();
        let words = ["restore", backup, "--config", &self.file, "--erasures"];
        [&words, journals].concat()
    }

    /// Whether nothing was put there.
    fn is_untouched(&self) -> bool {
        plaza::db::copy::is_empty(&self.config.database_url).unwrap()
            && fs::read_dir(self.attachments.path().join("attachments"))
                .is_ok_and(|mut entries| entries.next().is_none())
    }
}

fn journal(plaza: &Plaza) -> String {
    plaza.context.config.erasure_journal.display().to_string()
}

/// Every byte in a folder.
fn bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(path.display().to_string().bytes());
        all.extend(if path.is_dir() {
            bytes(&path)
        } else {
            fs::read(&path).unwrap()
        });
    }
    all
}

/// A city with a topic that has two files, and two answers of an author's.
async fn city() -> (Plaza, Client, i64) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let kept = author.token("kept.png", &png(12, 10)).await;
    let body = json!({ "title": "照片", "body": "請看這張", "attachments": [kept] });
    let path = "/api/v1/boards/city/topics";
    let made = author.post_json(path, &body).await.expect(201);
    let topic = made.json()["id"].as_i64().unwrap();
    let gone = author.token("gone.pdf", &document("the words of it")).await;
    let body = json!({ "body": "這則會刪掉", "attachments": [gone] });
    let path = format!("/api/v1/topics/{topic}/posts");
    author.post_json(&path, &body).await.expect(201);
    (plaza, author, topic)
}

async fn page(plaza: &Plaza, context: &Context, topic: i64) -> String {
    let guest = plaza.client_of(context).await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await;
    page.expect(200).body
}

#[actix_web::test]
async fn a_restored_city_is_whole_and_has_forgotten_what_was_erased_since() {
    let (plaza, author, topic) = city().await;
    author.reply(topic, "這則留下").await;
    let journal = journal(&plaza);
    let folder = plaza.made_backup("backup");
    // Neither the secret nor the journal is in it.
    let all = bytes(&folder);
    let text = fs::read_to_string(&journal).unwrap();
    let name = text.lines().next().unwrap();
    for absent in [SECRET, name, "erasures.jsonl"] {
        assert!(!holds(&all, absent), "{absent} is in the backup");
    }
    assert!(holds(&all, "這則會刪掉"), "nothing was looked into");
    plaza.advance(TimeDelta::minutes(1));
    author.post("/zh/posts/2/erase", &[]).await.expect(303);
    author.reply(topic, "這則來得太晚").await;

    let target = Target::of(&plaza);
    let told = good(&target.words(&folder, &[&journal]));
    assert!(told.contains("the backup held 1 of them"), "{told}");
    let restored = plaza.restored_with(target.config.clone());
    let shown = page(&plaza, &restored, topic).await;
    assert!(shown.contains("請看這張") && shown.contains("這則留下"));
    assert!(!shown.contains("這則會刪掉"), "it is back: {shown}");
    assert!(!shown.contains("這則來得太晚"), "the backup is older");
    let reader = plaza.client_of(&restored).await;
    reader.get("/attachments/1/large").await.expect(200);
    reader.get("/attachments/2/file").await.expect(404);
    let objects = bytes(&target.attachments.path().join("attachments"));
    assert!(!holds(&objects, "the words of it"), "the file is back");
    let verified = verify::all(&restored, Vec::new(), |_| {}).await;
    assert!(verified.is_ok(), "the chains hold");
}

#[actix_web::test]
async fn letters_are_not_sent_twice_and_nobody_is_still_logged_on() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await;
    let topic = author.client.topic("city", "二手書", "要的請說。").await;
    let weekly = json!({ "language": "en", "digest": "daily" });
    let path = "/api/v1/account/preferences";
    author.client.json(Method::PUT, path, &weekly).await;
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    other.reply(topic, "我要兩本").await;
    let officer = plaza.log_on_as(Role::Moderator, "版主").await;
    let act = [
        ("act", "hide"),
        ("ground", "R3"),
        ("reason", "它威脅到鄰居"),
    ];
    officer.post("/zh/posts/2/moderate", &act).await.expect(303);
    let folder = plaza.made_backup("backup");
    // After the backup they leave.
    plaza.advance(TimeDelta::days(1));
    send_digests::once(&plaza.context).await.unwrap();
    let sent = plaza.mails().await.len();
    assert!(sent > 0, "nothing was on its way");

    let target = Target::of(&plaza);
    let told = good(&target.words(&folder, &[&journal(&plaza)]));
    assert!(told.contains("letters that waited"), "{told}");
    let restored = plaza.restored_with(target.config.clone());
    send_digests::once(&restored).await.unwrap();
    let transport = std::sync::Arc::new(Transport::new(&restored.config.mail).unwrap());
    let (_stop, running) = tokio::sync::watch::channel(false);
    let round = deliver_mail::once(&restored, &transport, &running).await;
    assert_eq!(round.unwrap(), deliver_mail::Round::Done);
    assert_eq!(plaza.mails().await.len(), sent, "a letter was sent twice");
    // What is written from now on is sent.
    let there = plaza.client_of(&restored).await;
    there.get("/zh/account").await.expect(401);
    let old = author.client.cookie("plaza").unwrap();
    there.set_cookie("plaza", &old);
    there.get("/zh/account").await.expect(401);
    there.log_on(&author.email, PASSWORD).await;
    there.get("/zh/account").await.expect(200);
}

#[actix_web::test]
async fn a_colleague_is_not_told_again_which_cases_to_handle() {
    let scene = Scene::set(&[]).await;
    let plaza = &scene.plaza;
    let colleague = plaza.account("colleague", Role::Staff).await;
    offices::join(&plaza.context, colleague, "maintenance")
        .await
        .unwrap();
    let assign = json!({ "act": "assign", "to": colleague, "from": null });
    scene.act(&assign).await.expect(200);
    let folder = plaza.made_backup("backup");
    tell_assignees::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await;
    let sent = mails.len();
    let told = mails.iter().any(|mail| mail.to == "colleague@example.tw");
    assert!(told, "the backup was made before that");

    let target = Target::of(plaza);
    good(&target.words(&folder, &[&journal(plaza)]));
    let restored = plaza.restored_with(target.config.clone());
    tell_assignees::once(&restored).await.unwrap();
    let transport = std::sync::Arc::new(Transport::new(&restored.config.mail).unwrap());
    let (_stop, running) = tokio::sync::watch::channel(false);
    let round = deliver_mail::once(&restored, &transport, &running).await;
    assert_eq!(round.unwrap(), deliver_mail::Round::Done);
    assert_eq!(plaza.mails().await.len(), sent, "somebody was told again");
}

#[actix_web::test]
async fn what_is_not_whole_or_not_safe_is_not_restored() {
    let (plaza, author, _) = city().await;
    let own = journal(&plaza);
    let folder = plaza.made_backup("backup");
    author.post("/zh/posts/2/erase", &[]).await.expect(303);
    let target = Target::of(&plaza);
    let refuse = |words: &[&str], because: &str| {
        let told = refused(words);
        assert!(told.contains(because), "{told}");
    };
    // A backup is written where nothing is.
    let empty = Target::of(&plaza);
    let of_nothing = empty
        .attachments
        .path()
        .join("backup")
        .display()
        .to_string();
    let settings = tempfile::tempdir().unwrap();
    let config = plaza.configure_on(settings.path(), &plaza.context.config);
    let full = ["backup", folder.to_str().unwrap(), "--config", &config];
    refuse(&full, "is not empty");
    let new = ["backup", &*of_nothing, "--config", &empty.file];
    refuse(&new, "plaza migrate");

    // Without a journal, with one that cannot be read, with another than the city's.
    let words = target.words(&folder, &[&own]);
    refuse(&words[..words.len() - 2], "--erasures");
    refuse(
        &target.words(&folder, &["/nowhere/erasures.jsonl"]),
        "/nowhere/erasures.jsonl",
    );
    let other = settings.path().join("other.jsonl");
    fs::write(&other, "{\"journal\":\"0000\"}\n").unwrap();
    let other = other.to_str().unwrap();
    refuse(&target.words(&folder, &[other]), "is not among the files");
    // Not where something is.
    let full = Target {
        file: config,
        ..Target::of(&plaza)
    };
    refuse(&full.words(&folder, &[&own]), "is not empty");
    // Not what somebody changed, or what is no backup.
    let manifest = folder.join("manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    let object = whole.lines().find(|line| line.contains("attachments/"));
    let object = folder.join(object.unwrap().trim().split('"').nth(1).unwrap());
    let bytes = fs::read(&object).unwrap();
    fs::write(&object, [&bytes, &b"x"[..]].concat()).unwrap();
    refuse(&target.words(&folder, &[&own]), "is not as it was written");
    fs::write(&object, bytes).unwrap();
    fs::write(&manifest, "{").unwrap();
    refuse(&target.words(&folder, &[&own]), "is no finished backup");
    fs::write(
        &manifest,
        whole.replacen("\"format\": 1", "\"format\": 9", 1),
    )
    .unwrap();
    refuse(&target.words(&folder, &[&own]), "use a newer one");
    fs::write(&manifest, whole).unwrap();
    let _ = fs::create_dir(target.attachments.path().join("attachments"));
    assert!(target.is_untouched(), "a refusal left something behind");

    // A journal that is lost for good is said to be.
    let id = refused(&target.words(&folder, &[other]));
    let id = id.split_once("among the files (").unwrap().1;
    let id = &id.split_once(')').unwrap().0;
    let mut words = target.words(&folder, &[other]);
    words.extend(["--lost", id]);
    let told = good(&words);
    assert!(told.contains("0 erasures were made since"), "{told}");
}

#[actix_web::test]
async fn where_postgresqls_programs_are_missing_it_is_said_which() {
    let (plaza, _, _) = city().await;
    if !plaza.on_postgres() {
        return;
    }
    let settings = tempfile::tempdir().unwrap();
    let config = plaza.configure_on(settings.path(), &plaza.context.config);
    let folder = settings.path().join("backup");
    let told = refused_alone(&["backup", folder.to_str().unwrap(), "--config", &config]);
    assert!(told.contains("pg_dump is not on the PATH"), "{told}");
    assert!(!folder.join("manifest.json").exists());
}
