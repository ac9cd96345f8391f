//! What a restored city forgets again, right by right, and whom it leaves alone.

use std::{fs, net::TcpListener, path::PathBuf};

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::{self, NewAccount, Password, Role},
    backup::replay,
    config::Config,
    context::Context,
    db::DatabaseUrl,
    i18n::Lang,
    privacy::{
        Private,
        erasures::{self, Erased},
    },
};
use serde_json::{Value, json};

use crate::support::{
    Client, PASSWORD, Plaza,
    command::{SECRET, good, refused},
    files::{document, png},
};

const PHONE: &str = "0912-345-678";
const EMAIL: &str = "haihai.public@mail.example";

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Somebody who is logged on to a restored city.
async fn logged_on(plaza: &Plaza, restored: &Context, email: &str) -> Client {
    let client = plaza.client_of(restored).await;
    client.log_on(email, PASSWORD).await;
    client
}

#[actix_web::test]
async fn a_post_that_gets_an_erased_ones_id_stays() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await;
    let topic = author.client.topic("city", "二手書", "要的請說。").await;
    let backup = plaza.backup();
    let erased = author.client.reply(topic, "這則會刪掉").await;
    plaza.advance(MINUTE);
    let path = format!("/zh/posts/{erased}/erase");
    author.client.post(&path, &[]).await.expect(303);
    assert_eq!(plaza.journal(), [Erased::Post { id: erased }]);

    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 0, "it was never in there");
    plaza.advance(MINUTE);
    let client = logged_on(&plaza, &restored, &author.email).await;
    assert_eq!(client.reply(topic, "這則要留下").await, erased);
    let later = plaza.backup_of(&restored);
    let again = plaza.restored(&later);
    assert_eq!(plaza.replay(&again).await, 0);
    assert_eq!(plaza.replay_from_the_start(&again).await, 0);
    let page = format!("/zh/topics/{topic}");
    let shown = plaza.client_of(&again).await.get(&page).await.expect(200);
    assert!(shown.body.contains("這則要留下"), "{}", shown.body);
}

#[actix_web::test]
async fn an_account_that_gets_an_erased_ones_id_stays() {
    let plaza = Plaza::with_boards().await;
    let backup = plaza.backup();
    let gone = plaza.person("gone", Role::Resident).await.client;
    plaza.advance(MINUTE);
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    gone.post("/zh/account/erase", &fields).await.expect(303);
    let [Erased::Account { id: erased, .. }] = plaza.journal()[..] else {
        panic!("{:?}", plaza.journal());
    };

    let restored = plaza.restored(&backup);
    plaza.advance(MINUTE);
    let new = NewAccount {
        email: Private::new("new@example.tw".to_owned()),
        password: Password::typed(PASSWORD),
        name: "新來的".to_owned(),
        name_is_personal: false,
        role: Role::Resident,
        language: Lang::Zh,
    };
    assert_eq!(accounts::create(&restored, new).await.unwrap(), erased);
    assert_eq!(plaza.replay(&restored).await, 0);
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
    let client = logged_on(&plaza, &restored, "new@example.tw").await;
    client.get("/zh/account").await.expect(200);
}

/// A topic with a public telephone and address, quoted by another and edited once.
async fn published(plaza: &Plaza) -> (Client, i64) {
    let author = plaza.person("haihai", Role::Resident).await.client;
    let body = json!({ "title": "二手書", "body": format!("打給我{PHONE}或寫信到{EMAIL}。") });
    let ours = |_: &str| ("mine", "publish");
    let path = "/api/v1/boards/city/topics";
    let made = author.decide("POST", path, &body, ours).await.expect(201);
    let topic = made.json()["id"].as_i64().unwrap();
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let quote = json!({ "body": format!("> [quote:1:1]\n> 打給我{PHONE}\n\n還在嗎？") });
    other.decide("POST", &path, &quote, ours).await.expect(201);
    plaza.advance(TimeDelta::hours(1));
    (author, topic)
}

/// Everything that everybody reads of a topic, and of its first post's first version.
async fn read(plaza: &Plaza, context: &Context, topic: i64) -> String {
    let guest = plaza.client_of(context).await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let path = "/api/v1/posts/1/revisions?version=1";
    page.body + &guest.get(path).await.expect(200).body
}

#[actix_web::test]
async fn what_an_author_masked_is_masked_again() {
    let plaza = Plaza::with_boards().await;
    let (author, topic) = published(&plaza).await;
    let backup = plaza.backup();
    let masked = json!({ "title": "二手書", "body": format!("打給我{PHONE}或寫信到{EMAIL}。") });
    let decide = |kind: &str| match kind {
        "PHONE" => ("mine", "mask"),
        _ => ("mine", "publish"),
    };
    author
        .decide("PATCH", "/api/v1/posts/1", &masked, decide)
        .await
        .expect(200);
    let shown = read(&plaza, &plaza.context, topic).await;
    assert!(!shown.contains(PHONE) && shown.contains(EMAIL), "{shown}");
    assert_eq!(plaza.journal(), [Erased::Words { post: 1 }]);
    let text = fs::read_to_string(&plaza.context.config.erasure_journal).unwrap();
    assert!(!text.contains("0912") && !text.contains(EMAIL), "{text}");

    let restored = plaza.restored(&backup);
    assert!(read(&plaza, &restored, topic).await.contains(PHONE));
    assert_eq!(plaza.replay(&restored).await, 1);
    let shown = read(&plaza, &restored, topic).await;
    assert!(!shown.contains(PHONE), "{shown}");
    assert!(shown.contains("打給我"), "the rest stands: {shown}");
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);

    // What is written again afterwards stays: the line was carried out.
    plaza.advance(MINUTE);
    let client = logged_on(&plaza, &restored, "haihai@example.tw").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let again = json!({ "body": format!("寫信到{EMAIL}。") });
    let ours = |_: &str| ("mine", "publish");
    client.decide("POST", &path, &again, ours).await.expect(201);
    let backup = plaza.backup_of(&restored);
    let later = plaza.restored(&backup);
    assert_eq!(plaza.replay(&later).await, 0);
    assert!(read(&plaza, &later, topic).await.contains(EMAIL));
}

#[actix_web::test]
async fn an_edit_that_takes_nothing_back_leaves_no_line() {
    let plaza = Plaza::with_boards().await;
    let (author, _) = published(&plaza).await;
    let more =
        json!({ "title": "二手書", "body": format!("打給我{PHONE}或寫信到{EMAIL}，謝謝。") });
    let ours = |_: &str| ("mine", "publish");
    let path = "/api/v1/posts/1";
    author.decide("PATCH", path, &more, ours).await.expect(200);
    assert_eq!(plaza.journal(), []);
}

#[actix_web::test]
async fn a_file_that_was_taken_out_is_taken_out_again() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let kept = author.token("kept.png", &png(12, 10)).await;
    let gone = author.token("one.pdf", &document("the words")).await;
    let body = json!({ "title": "照片", "body": "請看", "attachments": [kept, gone] });
    let path = "/api/v1/boards/city/topics";
    author.post_json(path, &body).await.expect(201);
    let backup = plaza.backup();
    let body = json!({ "title": "照片", "body": "請看", "attachments": ["1"] });
    let path = "/api/v1/posts/1";
    author.json(Method::PATCH, path, &body).await.expect(200);
    assert_eq!(plaza.journal(), [Erased::File { id: 2 }]);

    let restored = plaza.restored(&backup);
    let reader = plaza.client_of(&restored).await;
    reader.get("/attachments/2/file").await.expect(200);
    assert_eq!(plaza.replay(&restored).await, 1);
    reader.get("/attachments/2/file").await.expect(404);
    reader.get("/attachments/1/large").await.expect(200);
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
}

#[actix_web::test]
async fn what_the_officer_did_for_somebody_who_is_named_is_done_again() {
    for decision in ["mask", "hide"] {
        let plaza = Plaza::with_boards().await;
        let (_, topic) = published(&plaza).await;
        let backup = plaza.backup();
        let guest = plaza.client().await;
        let fields = [("words", "電話是我的"), ("email", "me@private.example")];
        let asked = guest.post("/zh/posts/1/about-me", &fields).await;
        asked.expect(303);
        let mails = plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == fields[1].1).unwrap();
        let confirm = mail.link("/about-me/");
        guest.post(&confirm, &[]).await.expect(200);
        let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
        let act = [("decision", decision), ("words", "處理好了")];
        let path = "/zh/officer/requests/1";
        officer.post(path, &act).await.expect(303);
        let text = fs::read_to_string(&plaza.context.config.erasure_journal).unwrap();
        assert!(!text.contains("private"), "{text}");

        let restored = plaza.restored(&backup);
        assert!(read(&plaza, &restored, topic).await.contains(PHONE));
        assert_eq!(plaza.replay(&restored).await, 1);
        let reader = plaza.client_of(&restored).await;
        let shown = reader.get(&format!("/zh/topics/{topic}")).await;
        assert!(!shown.body.contains(PHONE), "{decision}: {}", shown.body);
        // The author is told as before, and may appeal as before.
        let author = logged_on(&plaza, &restored, "haihai@example.tw").await;
        let decisions = author.get("/zh/posts/1/decisions").await.expect(200);
        assert!(!decisions.body.contains("電話是我的"));
        assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
    }
}

/// What an account holds of what it may take back by itself.
async fn own(client: &Client) -> Value {
    let data = client.get("/api/v1/account/data").await.expect(200).json();
    let consents = client.get("/api/v1/account/consents").await.expect(200);
    let consents = consents.json();
    let asks = consents["consents"]
        .as_array()
        .unwrap()
        .iter()
        .any(|given| given["notice"] == "policy-mail" && given["withdrawn_at"].is_null());
    json!({
        "profile": data["profiles"].is_array(),
        "preferences": data["account_preferences"].is_array(),
        "draft": data["drafts"].is_array(),
        "policy_mails": asks,
    })
}

async fn choose(client: &Client) {
    for (path, body) in [
        (
            "/api/v1/account/profile",
            json!({ "about": "愛騎單車。", "since": true }),
        ),
        (
            "/api/v1/account/preferences",
            json!({ "language": "zh", "digest": "weekly" }),
        ),
        ("/api/v1/account/policy-mails", json!({ "wanted": true })),
        (
            "/api/v1/drafts/board/city",
            json!({ "title": "路燈", "body": "很暗" }),
        ),
    ] {
        let kept = client.json(Method::PUT, path, &body).await;
        assert!(kept.status.is_success(), "{path}: {}", kept.body);
    }
}

#[actix_web::test]
async fn what_an_account_took_back_is_taken_back_again_and_what_it_chose_since_stays() {
    let plaza = Plaza::with_boards().await;
    let person = plaza.person("haihai", Role::Resident).await;
    let client = person.client;
    choose(&client).await;
    let all = own(&client).await;
    let backup = plaza.backup();
    plaza.advance(MINUTE);
    let stop = json!({ "wanted": false });
    let mails = "/api/v1/account/policy-mails";
    client.json(Method::PUT, mails, &stop).await;
    for path in [
        "/api/v1/account/profile",
        "/api/v1/account/preferences",
        "/api/v1/drafts/board/city",
    ] {
        for _ in 0..2 {
            client.json(Method::DELETE, path, &json!({})).await;
        }
    }
    let nothing = own(&client).await;
    let no =
        json!({ "profile": false, "preferences": false, "draft": false, "policy_mails": false });
    assert_eq!(nothing, no);
    assert_eq!(plaza.journal().len(), 4, "{:?}", plaza.journal());

    let restored = plaza.restored(&backup);
    let there = logged_on(&plaza, &restored, &person.email).await;
    assert_eq!(own(&there).await, all);
    assert_eq!(plaza.replay(&restored).await, 4);
    assert_eq!(own(&there).await, nothing);
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);

    plaza.advance(MINUTE);
    choose(&client).await;
    let backup = plaza.backup();
    let later = plaza.restored(&backup);
    assert_eq!(plaza.replay(&later).await, 0);
    let there = logged_on(&plaza, &later, &person.email).await;
    assert_eq!(own(&there).await, all);
}

#[actix_web::test]
async fn who_stopped_digests_or_showed_less_of_themselves_is_heeded_again() {
    let plaza = Plaza::with_boards().await;
    let person = plaza.person("haihai", Role::Resident).await;
    let client = person.client;
    choose(&client).await;
    let backup = plaza.backup();
    for (path, body) in [
        ("/api/v1/account/profile", json!({ "since": true })),
        (
            "/api/v1/account/preferences",
            json!({ "language": "zh", "digest": "none" }),
        ),
    ] {
        client.json(Method::PUT, path, &body).await.expect(200);
    }
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 2);
    let there = logged_on(&plaza, &restored, &person.email).await;
    let data = there.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(data["account_preferences"][0]["digest"], "none");
    assert!(data["profiles"].is_null(), "{data}");
}

/// The city's configuration on a database, with an address that is taken: what `serve` refuses
/// for nothing else, it refuses for that.
fn configured(
    plaza: &Plaza,
    url: &DatabaseUrl,
    taken: &TcpListener,
) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, SECRET).unwrap();
    let listen = taken.local_addr().unwrap();
    let text = plaza.configuration_on(url, &secret);
    let file = folder.path().join("plaza.toml");
    fs::write(&file, format!("listen = '{listen}'\n{text}")).unwrap();
    let file = file.display().to_string();
    (folder, file)
}

const STARTS: &str = "choose another address or port";

#[actix_web::test]
async fn a_city_that_has_not_forgotten_again_does_not_open() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let journal = plaza.context.config.erasure_journal.clone();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let serve = |file: &str| refused(&["serve", "--config", file]);
    let (_folder, own) = configured(&plaza, &plaza.context.config.database_url, &taken);
    assert!(serve(&own).contains(STARTS), "a fresh city opens");
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "二手書", "要的請說。").await;
    author.reply(topic, "這則會刪掉").await;
    let backup = plaza.backup();
    author.post("/zh/posts/2/erase", &[]).await.expect(303);
    assert!(serve(&own).contains(STARTS), "it did so itself");

    let restored = plaza.restored(&backup);
    let (_folder, old) = configured(&plaza, &restored.config.database_url, &taken);
    let told = serve(&old);
    assert!(
        told.contains("has not carried out 1 of") && told.contains("plaza erasures replay"),
        "{told}"
    );
    let done = good(&["erasures", "replay", "--config", &old]);
    assert!(done.contains("the database held 1 of them"), "{done}");
    assert!(serve(&old).contains(STARTS), "it has forgotten again");

    // A journal that is cut, or gone.
    let whole = fs::read_to_string(&journal).unwrap();
    let cut: String = whole
        .lines()
        .take(1)
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(&journal, cut).unwrap();
    let told = serve(&own);
    assert!(told.contains("lacks 1 erasures"), "{told}");
    fs::remove_file(&journal).unwrap();
    let told = serve(&own);
    assert!(told.contains("there is no erasure journal"), "{told}");
    assert!(told.contains("plaza erasures begin"), "{told}");
    assert!(!journal.exists(), "a refused start begins none");
    good(&["erasures", "begin", "--config", &own]);
    assert!(serve(&own).contains(STARTS));
    let told = refused(&["erasures", "begin", "--config", &own]);
    assert!(told.contains("is there already"), "{told}");
}

#[actix_web::test]
async fn the_journals_of_several_nodes_are_replayed_together() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await;
    let topic = author.client.topic("city", "二手書", "要的請說。").await;
    let posts = [
        author.client.reply(topic, "在第一台刪掉").await,
        author.client.reply(topic, "在第二台刪掉").await,
    ];
    let backup = plaza.backup();
    let first = plaza.context.config.erasure_journal.clone();
    let second = first.with_file_name("second.jsonl");
    let config = Config {
        erasure_journal: second.clone(),
        ..(*plaza.context.config).clone()
    };
    let old = &plaza.context;
    let parts = (old.db.clone(), old.clock.clone(), old.random.clone());
    let node = Context::new(parts.0, parts.1, parts.2, config);
    erasures::begin::<plaza::backup::BackupError>(&node)
        .await
        .unwrap();
    let there = logged_on(&plaza, &node, &author.email).await;
    for (client, post) in [(&author.client, posts[0]), (&there, posts[1])] {
        let path = format!("/zh/posts/{post}/erase");
        client.post(&path, &[]).await.expect(303);
    }

    let restored = plaza.restored(&backup);
    let replay = async |journals: &[PathBuf]| {
        let journals = replay::read(journals).unwrap();
        let replayed = replay::replay(&restored, &journals, |_, _| {}).await;
        replayed.unwrap().held
    };
    assert_eq!(replay(std::slice::from_ref(&first)).await, 1);
    assert_eq!(replay(&[first, second]).await, 1);
    let guest = plaza.client_of(&restored).await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(!page.body.contains("台刪掉"), "{}", page.body);
}

#[actix_web::test]
async fn what_failed_after_its_line_was_written_is_done_at_the_next_replay() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "二手書", "要的請說。").await;
    let post = author.reply(topic, "這則會刪掉").await;
    author
        .post(&format!("/zh/posts/{post}/erase"), &[])
        .await
        .expect(303);
    // As a crash leaves it: the line is on the disk, the transaction is not.
    let other = author.reply(topic, "這則也是").await;
    let journal = &plaza.context.config.erasure_journal;
    let mut text = fs::read_to_string(journal).unwrap();
    let at = plaza.context.now().milliseconds();
    text += &format!("{{\"at\":{at},\"erased\":\"post\",\"id\":{other}}}\n");
    fs::write(journal, text).unwrap();
    let standing = async || {
        let standing = erasures::standing::<plaza::backup::BackupError>(&plaza.context).await;
        standing.unwrap()
    };
    assert_eq!(standing().await, erasures::Standing::Ahead(1));
    assert_eq!(plaza.replay(&plaza.context).await, 1);
    assert_eq!(standing().await, erasures::Standing::Agree);
}
