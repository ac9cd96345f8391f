//! `plaza export forum`: what everybody can read, out of one city and into another.

use std::fs;

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{answered, run};
use crate::support::Plaza;

/// The lines of a file, without the numbers that a city gives.
fn read(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What a line says, whichever numbers its city gave.
fn said(lines: &[Value]) -> Vec<String> {
    let mut all: Vec<String> = lines
        .iter()
        .filter(|line| line["type"] != "board")
        .map(|line| {
            let keys = [
                "type",
                "title",
                "body",
                "created_at",
                "author",
                "tags",
                "locked",
            ];
            let kept = keys.map(|key| line[key].to_string());
            format!(
                "{} answers: {}",
                kept.join(" "),
                line["reply_to"].is_string()
            )
        })
        .collect();
    all.sort_unstable();
    all
}

#[actix_web::test]
async fn what_everybody_reads_leaves_and_arrives_and_nothing_else() {
    let city = Plaza::with_boards().await;
    let etc = tempfile::tempdir().unwrap();
    let config = city.configure(etc.path());
    let path = |name: &str| etc.path().join(name).display().to_string();

    let author = city.person("haihai", Role::Resident).await;
    let topic = author.client.topic("city", "路燈", "巷口的燈不亮。").await;
    author.client.reply(topic, "還是不亮。").await;
    let body = json!({ "body": "> [quote:2:1]\n> 還是不亮。\n\n今天亮了。", "reply_to": 2 });
    let answer = format!("/api/v1/topics/{topic}/posts");
    author.client.post_json(&answer, &body).await.expect(201);
    author.client.reply(topic, "這則會被移除。").await;
    let moderator = city.log_on_as(Role::Moderator, "版主").await;
    let act = [("act", "hide"), ("ground", "R3"), ("reason", "離題")];
    moderator
        .post("/zh/posts/4/moderate", &act)
        .await
        .expect(303);
    // A board that not everybody reads.
    let closed = "UPDATE boards SET read_by = 'members', open_by = 'members', answer_by = 'members' \
                  WHERE slug = 'open'";
    city.sql(closed).unwrap();
    author
        .client
        .topic("open", "只給會員", "會員才看得到。")
        .await;
    city.advance(TimeDelta::minutes(1));

    let first = path("first.jsonl");
    let export = ["export", "forum", &first, "--config", &config];
    let (code, told) = answered(&export);
    assert_eq!(code, 0, "{told}");
    assert_eq!((&told["topics"], &told["posts"]), (&json!(1), &json!(2)));
    let text = fs::read_to_string(&first).unwrap();
    for absent in ["這則會被移除", "會員", "@", "[quote:", "離題"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
    let lines = read(&first);
    let reply = lines.iter().find(|line| line["reply_to"] == "2");
    let reply = reply.expect("it answers another");
    assert_eq!(reply["body"], "> 還是不亮。\n\n今天亮了。");
    let nickname = json!({ "name": "haihai", "nickname": true });
    assert_eq!(reply["author"], nickname);
    let (code, _, told) = run(&export);
    assert!(code == 1 && told.contains("is there already"), "{told}");
    assert_eq!(fs::read_to_string(&first).unwrap(), text);

    let other = Plaza::start().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let config = other.configure(elsewhere.path());
    let import = ["import", "forum", &first, "--config", &config];
    let (code, report) = answered(&import);
    assert_eq!(code, 0, "{report}");
    assert_eq!(report["refused"], json!([]));
    assert_eq!(
        (&report["topics"], &report["posts"]),
        (&json!(1), &json!(2))
    );
    let second = path("second.jsonl");
    let (code, told) = answered(&["export", "forum", &second, "--config", &config]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(said(&read(&second)), said(&lines));
}
