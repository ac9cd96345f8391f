//! `plaza import forum`: another forum's posts, marked and listed as if they were posted here.

use std::{fs, io::Write as _, path::Path, process::Stdio};

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{
    Client, Plaza,
    command::{command, good, refused},
};
use crate::webhooks::{deliveries, hook_all};

fn board() -> Value {
    json!({ "type": "board", "id": "9", "slug": "old-streets", "name_zh": "老街", "name_en": "Old streets" })
}

fn topic(id: &str, title: &str, body: &str) -> Value {
    json!({
        "type": "topic", "id": id, "board": "9", "title": title, "body": body,
        "author": { "name": "阿德", "nickname": true }, "created_at": "2019-05-06T08:00:00+08:00",
    })
}

fn post(id: &str, topic: &str, body: &str) -> Value {
    json!({
        "type": "post", "id": id, "topic": topic, "body": body,
        "author": { "name": "王小明" }, "created_at": "2019-05-07T09:30:00+08:00",
    })
}

/// A small forum: its author's own name, somebody else's telephone, an identity number.
fn forum() -> Vec<Value> {
    vec![
        board(),
        topic("1", "巷口的老樹", "樹下的**長椅**壞了。"),
        post("1", "1", "我是王小明，我也看到了。"),
        post("2", "1", "要修的話請打他的手機0912-345-678。"),
        post("3", "1", "我的身分證是A123456789，幫我查。"),
    ]
}

fn write(folder: &Path, lines: &[Value]) -> String {
    let file = folder.join("forum.jsonl");
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    fs::write(&file, text.join("\n")).unwrap();
    file.display().to_string()
}

struct Importing {
    plaza: Plaza,
    folder: tempfile::TempDir,
    config: String,
}

impl Importing {
    async fn start() -> Self {
        let plaza = Plaza::start().await;
        let folder = tempfile::tempdir().unwrap();
        let config = plaza.configure(folder.path());
        Self {
            plaza,
            folder,
            config,
        }
    }

    fn arguments<'a>(&'a self, file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let all = ["import", "forum", file, "--config", &self.config, "--json"];
        all.into_iter().chain(more.iter().copied()).collect()
    }

    /// Imports lines that are all good; gives the report.
    fn import(&self, lines: &[Value], more: &[&str]) -> Value {
        let file = write(self.folder.path(), lines);
        let said = good(&self.arguments(&file, more));
        serde_json::from_str(&said).unwrap()
    }

    /// Imports lines of which some are refused; gives all that was said.
    fn import_some(&self, lines: &[Value]) -> String {
        let file = write(self.folder.path(), lines);
        refused(&self.arguments(&file, &[]))
    }

    async fn topics(&self, client: &Client) -> Vec<Value> {
        let answer = client.get("/api/v1/boards/old-streets").await.expect(200);
        answer.json()["topics"].as_array().unwrap().clone()
    }
}

#[actix_web::test]
async fn a_forum_is_taken_over_once_marked_and_listed_for_review() {
    let city = Importing::start().await;
    let report = city.import(&forum(), &[]);
    assert_eq!(
        report,
        json!({
            "boards": 1, "topics": 1, "posts": 3, "known": 0,
            // The name beside each reply, the name in the text, the telephone.
            "marked": 5, "masked": 1, "for_review": 1, "refused": [],
        })
    );
    let guest = city.plaza.client().await;
    let topics = city.topics(&guest).await;
    let id = topics[0]["id"].as_i64().unwrap();
    assert_eq!(topics[0]["title"], "巷口的老樹");
    assert_eq!(topics[0]["replies"], 3);
    let page = guest
        .get(&format!("/zh/topics/{id}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("<strong>長椅</strong>"));
    assert!(page.contains("2019"), "its own time");
    assert!(page.contains("0912-345-678") && !page.contains("A123456789"));
    let api = guest
        .get(&format!("/api/v1/topics/{id}"))
        .await
        .expect(200)
        .json();
    let kinds: Vec<&Value> = api["posts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|post| post["findings"].as_array().unwrap())
        .map(|finding| &finding["kind"])
        .collect();
    assert!(kinds.contains(&&json!("PHONE")), "{api}");

    let again = city.import(&forum(), &[]);
    assert_eq!((&again["known"], &again["posts"]), (&json!(5), &json!(0)));
    assert_eq!(city.topics(&guest).await, topics);
}

#[actix_web::test]
async fn programs_are_told_what_waits_and_nothing_of_posts_that_are_years_old() {
    let city = Importing::start().await;
    let admin = city.plaza.log_on_as(Role::Administrator, "管理員").await;
    let (id, _) = hook_all(&admin, "https://hooks.city.example/").await;
    city.import(&forum(), &[]);
    let told = deliveries(&admin, id).await;
    let kinds: Vec<&str> = told
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["moderation.opened"]);
}

#[actix_web::test]
async fn a_topic_keeps_its_tags_and_stays_closed() {
    let city = Importing::start().await;
    let mut closed = topic("1", "巷口的老樹", "樹下的**長椅**壞了。");
    closed["tags"] = json!(["長椅", "＃Trees", "長椅"]);
    closed["locked"] = json!(true);
    let mut personal = topic("2", "老街", "誰知道它的故事？");
    personal["tags"] = json!(["0912-345-678"]);
    let said = city.import_some(&[board(), closed, personal, post("1", "1", "我也看到了。")]);
    assert!(said.contains("tag-personal"), "{said}");
    let guest = city.plaza.client().await;
    let topics = city.topics(&guest).await;
    assert_eq!(topics.len(), 1, "a tag that names somebody is not taken");
    let id = topics[0]["id"].as_i64().unwrap();
    let taken = guest.get(&format!("/api/v1/topics/{id}")).await.expect(200);
    let taken = taken.json();
    assert_eq!(taken["tags"], json!(["trees", "長椅"]));
    assert_eq!(taken["posts"].as_array().unwrap().len(), 2);
    let member = city.plaza.log_on_as(Role::Resident, "阿蘭").await;
    let path = format!("/api/v1/topics/{id}/posts");
    let answer = json!({ "body": "還在。" });
    member.post_json(&path, &answer).await.expect(409);
}

#[actix_web::test]
async fn what_is_listed_is_public_already_and_stays_or_goes_as_decided() {
    let city = Importing::start().await;
    city.import(&forum(), &[]);
    let moderator = city.plaza.log_on_as(Role::Moderator, "版主").await;
    let queue = moderator.get("/zh/review").await.expect(200);
    assert!(queue.body.contains("0912-345-678") && queue.body.contains("匯入"));
    let version = queue.hidden("version");
    let approve = [("decision", "approve"), ("version", &*version)];
    moderator.post("/zh/review/1", &approve).await.expect(303);
    assert_eq!(
        city.topics(&moderator).await[0]["replies"],
        3,
        "counted once"
    );

    // Another one is rejected, and is seen no more.
    city.import(&[post("7", "1", "她的信箱是lin@example.tw。")], &[]);
    assert_eq!(city.topics(&moderator).await[0]["replies"], 4);
    let version = moderator.get("/zh/review").await.hidden("version");
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "protect"),
        ("complained_by", "telephone"),
        ("complained_on", "2026-03-01"),
        ("reason", "她本人要求"),
    ];
    moderator.post("/zh/review/2", &reject).await.expect(303);
    let topics = city.topics(&moderator).await;
    assert_eq!(topics[0]["replies"], 3);
    let page = format!("/zh/topics/{}", topics[0]["id"]);
    let guest = city.plaza.client().await;
    assert!(
        !guest
            .get(&page)
            .await
            .expect(200)
            .body
            .contains("lin@example.tw")
    );
}

#[actix_web::test]
async fn an_import_that_was_cut_off_goes_on_and_a_dry_run_takes_nothing() {
    let city = Importing::start().await;
    let guest = city.plaza.client().await;
    let dry = city.import(&forum(), &["--dry-run"]);
    assert_eq!((&dry["topics"], &dry["posts"]), (&json!(1), &json!(3)));
    guest.get("/api/v1/boards/old-streets").await.expect(404);

    city.import(&forum()[..3], &[]);
    let rest = city.import(&forum(), &[]);
    assert_eq!((&rest["known"], &rest["posts"]), (&json!(3), &json!(2)));
    assert_eq!(city.topics(&guest).await[0]["replies"], 3);
    // The same ids of another forum are others.
    let other = city.import(&forum(), &["--source", "second"]);
    assert_eq!((&other["known"], &other["topics"]), (&json!(0), &json!(1)));
    assert_eq!(city.topics(&guest).await.len(), 2);
}

#[actix_web::test]
async fn lines_that_cannot_be_taken_are_named_and_stop_nothing() {
    let city = Importing::start().await;
    let mut late = post("4", "1", "以後的事");
    late["created_at"] = json!("2999-01-01T00:00:00Z");
    let mut mailbox = post("5", "1", "嗨");
    mailbox["author"]["email"] = json!("secret@example.tw");
    let lines = [
        board(),
        topic("1", "燈", "路燈不亮。"),
        late,
        mailbox,
        post("6", "404", "回給誰？"),
        topic("2", &"長".repeat(121), "標題太長。"),
        json!("no record"),
        post("7", "1", "修好了！"),
    ];
    let said = city.import_some(&lines);
    let report: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let refused = report["refused"].as_array().unwrap();
    let mut numbers: Vec<i64> = refused
        .iter()
        .map(|refused| refused["line"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [3, 4, 5, 6, 7], "{said}");
    assert!(
        said.contains("future") && said.contains("unknown field `email`"),
        "{said}"
    );
    assert!(said.contains("breaks a limit: title"), "{said}");
    assert!(!said.contains("secret@example.tw"), "{said}");
    assert!(said.contains("5 lines were not taken"), "{said}");
    assert_eq!(
        (&report["topics"], &report["posts"]),
        (&json!(1), &json!(1))
    );

    // Once it is mended, only what is missing is taken.
    let mended = [post("4", "1", "以後的事")];
    assert_eq!(city.import(&mended, &[])["posts"], 1);
}

#[actix_web::test]
async fn a_boards_texts_are_looked_at_and_hold_nobodys_data() {
    let city = Importing::start().await;
    let mut personal = board();
    personal["description_zh"] = json!("版主的身分證是A123456789，電話0912-345-678");
    personal["name_en"] = json!("Old streets A123456789");
    let report = city.import(&[personal], &[]);
    assert_eq!(
        (&report["boards"], &report["masked"]),
        (&json!(1), &json!(4))
    );
    let dump = city.plaza.dump();
    assert!(!dump.contains("A123456789") && !dump.contains("0912-345-678"));
    assert!(dump.contains("版主的身分證是"));

    // What administrators could not make is none; a board that is here is used as it is.
    let bad = |id: &str, more: (&str, &str)| {
        let mut bad = board();
        bad["id"] = json!(id);
        bad["slug"] = json!(format!("slug-{id}"));
        bad[more.0] = json!(more.1);
        bad
    };
    let long = "長".repeat(41);
    let mut here = board();
    here["id"] = json!("19");
    here["name_zh"] = json!(long);
    let lines = [
        bad("11", ("slug", "Old Streets/..")),
        bad("12", ("name_zh", &long)),
        bad("13", ("name_en", " ")),
        bad("14", ("description_en", "two\nlines")),
        here,
    ];
    let said = city.import_some(&lines);
    let report: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    for (line, field) in [
        (1, "slug"),
        (2, "name_zh"),
        (3, "name_en"),
        (4, "description_en"),
    ] {
        let refused = report["refused"].as_array().unwrap().iter();
        let mut of_line = refused.filter(|refused| refused["line"] == line);
        let because = of_line.next().unwrap()["because"].as_str().unwrap();
        assert!(
            because.starts_with("breaks a limit") && because.contains(field),
            "{line}: {said}"
        );
    }
    assert_eq!(
        (&report["boards"], &report["masked"]),
        (&json!(1), &json!(0))
    );
}

#[actix_web::test]
async fn lines_that_no_program_wrote_are_refused_and_the_run_goes_on() {
    let city = Importing::start().await;
    let file = city.folder.path().join("forum.jsonl");
    let mut bytes = Vec::new();
    for line in [board(), topic("1", "燈", "路燈不亮。")] {
        bytes.extend(format!("{line}\n").into_bytes());
    }
    bytes.extend(b"\xff\xfe{}\n");
    bytes.extend(vec![b'x'; (1 << 20) + 5]);
    bytes.push(b'\n');
    let mut nul = post("2", "1", "前\0後");
    bytes.extend(format!("{nul}\n").into_bytes());
    nul = post("3", "1", "好");
    nul["reply_to"] = json!("a\0b");
    bytes.extend(format!("{nul}\n").into_bytes());
    nul = post("4", "1", "好");
    nul["author"]["name"] = json!("a\0b");
    bytes.extend(format!("{nul}\n").into_bytes());
    bytes.extend(format!("{}\n", post("5", "1", "修好了！")).into_bytes());
    // Exactly the longest is no JSON, but a line.
    bytes.extend(vec![b'x'; 1 << 20]);
    fs::write(&file, bytes).unwrap();
    let said = refused(&city.arguments(&file.display().to_string(), &[]));
    let report: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let mut refused: Vec<i64> = report["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refused| refused["line"].as_i64().unwrap())
        .collect();
    refused.sort_unstable();
    assert_eq!(refused, [3, 4, 5, 6, 7, 9], "{said}");
    assert_eq!(
        (&report["topics"], &report["posts"]),
        (&json!(1), &json!(1))
    );
    assert!(said.contains("is no UTF-8") && said.contains("longer than 1 MiB"));
}

#[actix_web::test]
async fn an_import_that_was_killed_takes_the_rest_the_next_time() {
    let city = Importing::start().await;
    let mut lines = vec![board(), topic("1", "燈", "路燈不亮。")];
    lines.extend((0..150).map(|n| post(&n.to_string(), "1", &format!("第{n}則回覆"))));
    let mut child = command(&city.arguments("-", &[]))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in &lines[..130] {
        writeln!(input, "{line}").unwrap();
    }
    input.flush().unwrap();
    // It has stored a hundred, and waits for what never comes.
    let guest = city.plaza.client().await;
    while guest.get("/api/v1/boards/old-streets").await.status != 200 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    assert_eq!(city.topics(&guest).await[0]["replies"], 98);

    let rest = city.import(&lines, &[]);
    assert_eq!((&rest["known"], &rest["posts"]), (&json!(100), &json!(52)));
    assert_eq!(city.topics(&guest).await[0]["replies"], 150);
}

#[actix_web::test]
async fn a_run_that_ends_in_an_error_tells_what_it_took() {
    let city = Importing::start().await;
    let mut lines = vec![board(), topic("1", "燈", "路燈不亮。")];
    lines.extend((0..98).map(|n| post(&n.to_string(), "1", &format!("第{n}則回覆"))));
    let mut child = command(&city.arguments("-", &[]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in &lines {
        writeln!(input, "{line}").unwrap();
    }
    input.flush().unwrap();
    let guest = city.plaza.client().await;
    while guest.get("/api/v1/boards/old-streets").await.status != 200 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    }
    city.plaza
        .sql("ALTER TABLE imported RENAME TO away")
        .unwrap();
    writeln!(input, "{}", post("98", "1", "最後一則")).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    city.plaza
        .sql("ALTER TABLE away RENAME TO imported")
        .unwrap();
    assert!(!output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["topics"], &report["posts"]),
        (&json!(1), &json!(98))
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("run the import again"), "{told}");
}

#[actix_web::test]
async fn a_run_tells_how_far_it_is() {
    let city = Importing::start().await;
    let mut lines = vec![board(), topic("1", "燈", "路燈不亮。")];
    lines.extend((0..118).map(|n| post(&n.to_string(), "1", &format!("第{n}則回覆"))));
    let file = write(city.folder.path(), &lines);
    let run = |more: &[&str]| {
        let all = ["import", "forum", &file, "--config", &city.config];
        let output = command(&[&all[..], more].concat()).output().unwrap();
        assert!(output.status.success());
        let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (told(&output.stdout), told(&output.stderr))
    };
    let (said, told) = run(&[]);
    let far: Vec<&str> = told
        .lines()
        .filter(|line| line.ends_with(" lines"))
        .collect();
    assert_eq!(far, ["100 lines", "120 lines"], "{told}");
    assert!(
        said.starts_with("1 boards, 1 topics and 118 replies taken"),
        "{said}"
    );
    let (_, told) = run(&["--json"]);
    assert!(
        !told.contains(" lines"),
        "a program reads the report: {told}"
    );
}
