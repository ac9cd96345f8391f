//! How far somebody has read: only where they asked, exact whatever happens to topics, and gone
//! with one press.

use std::collections::BTreeMap;

use actix_web::test::TestRequest;
use plaza::accounts::Role;
use proptest::{prelude::*, test_runner::Config};
use serde_json::{Value, json};

use super::{approve_all, hold, of_guest, put, rows};
use crate::{
    arrange::arrange,
    support::{Client, PASSWORD, Plaza},
};

const READING: &str = "/api/v1/account/reading";

async fn remember(client: &Client, on: bool) {
    let body = json!({ "remembered": on });
    put(client, READING, &body).await.expect(200);
}

/// What an account has not read of a topic.
async fn unread(client: &Client, topic: i64) -> Value {
    let path = format!("/api/v1/topics/{topic}");
    client.get(&path).await.expect(200).json()["unread"].clone()
}

/// The counts in a board's list, by topic, in the order of their ids.
async fn listed(client: &Client, board: &str) -> Vec<(i64, Option<i64>)> {
    let list = client.get(&format!("/api/v1/boards/{board}")).await;
    let list = list.expect(200).json();
    let topics = list["topics"].as_array().unwrap().iter();
    let mut counts: Vec<_> = topics
        .map(|topic| (topic["id"].as_i64().unwrap(), topic["unread"].as_i64()))
        .collect();
    counts.sort_unstable();
    counts
}

#[actix_web::test]
async fn nothing_is_remembered_until_somebody_asks_and_all_of_it_goes_with_one_press() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    let before = author.topic("city", "路燈", "路燈不亮。").await;
    reader
        .get(&format!("/zh/topics/{before}"))
        .await
        .expect(200);
    assert_eq!(unread(&reader, before).await, Value::Null);
    assert!(!plaza.dump().contains("topic_reads|"), "nothing is kept");
    let page = reader.get("/en/account/reading").await.expect(200);
    let fields = [("wanted", "yes"), ("notice", &page.hidden("notice"))];
    let done = reader.post("/en/account/reading", &fields).await;
    assert_eq!(done.location(), "/en/account/reading?done=reading-on");
    // A second press, and a stale notice, make nothing more.
    reader
        .post("/en/account/reading", &fields)
        .await
        .expect(303);
    let stale = [("wanted", "yes"), ("notice", "other")];
    let told = reader.post("/en/account/reading", &stale).await;
    assert!(told.location().contains("notice-is-another"));
    let consents = reader.get("/api/v1/account/consents").await.json();
    let given = consents["consents"].as_array().unwrap().iter();
    let given: Vec<_> = given.filter(|one| one["notice"] == "reading").collect();
    assert_eq!(given.len(), 1);

    // What was there counts as read; what comes is not.
    assert_eq!(unread(&reader, before).await["count"], 0);
    let first = author.reply(before, "還是不亮。").await;
    author.reply(before, "誰來修？").await;
    assert_eq!(
        unread(&reader, before).await,
        json!({ "count": 2, "first": first })
    );
    assert_eq!(listed(&reader, "city").await, [(before, Some(2))]);
    let board = reader.get("/en/boards/city").await.expect(200);
    assert_eq!(board.texts(".row-facts strong"), ["2 unread"]);
    let home = reader.get("/zh").await.expect(200);
    assert_eq!(home.texts(".row-facts strong"), ["2則未讀"]);
    let way = reader.get(&format!("/en/topics/{before}/unread")).await;
    let stands = author.address(before, "en").await;
    let address = format!("{stands}?post={first}#post-{first}");
    assert_eq!(way.location(), address);
    // Nobody else is told.
    let guest = plaza.client().await;
    guest
        .get(&format!("/en/topics/{before}/unread"))
        .await
        .expect(401);
    assert_eq!(unread(&guest, before).await, Value::Null);
    assert_eq!(listed(&author, "city").await, [(before, None)]);

    // A program that fetches, and a browser that fetches ahead, read nothing; a page does.
    let ahead = TestRequest::get()
        .uri(&stands)
        .insert_header(("sec-purpose", "prefetch;prerender"));
    reader.send(ahead).await.expect(200);
    assert_eq!(unread(&reader, before).await["count"], 2);
    let shown = reader
        .get(&format!("/en/topics/{before}"))
        .await
        .expect(200);
    assert_eq!(shown.texts(".post-head .tag"), ["new to you", "new to you"]);
    assert!(shown.body.contains(&format!("href=\"#post-{first}\"")));
    assert_eq!(
        unread(&reader, before).await,
        json!({ "count": 0, "first": null })
    );
    let end = reader.get(&format!("/en/topics/{before}/unread")).await;
    assert_eq!(end.location(), format!("{stands}?page=last"));
    // One's own words are never new.
    reader.reply(before, "我來打電話。").await;
    assert_eq!(unread(&reader, before).await["count"], 0);
    author.reply(before, "謝謝。").await;

    // It is shown to its owner, and goes by any of three ways.
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(data["topic_reads"][0]["topic_id"], before.to_string());
    let page = reader.get("/zh/account/data").await.expect(200);
    assert!(
        page.texts("main h2")
            .contains(&"您在各主題讀到哪裡".to_owned())
    );
    assert_eq!(
        page.attribute("dd a[href*='/t/']", "href"),
        Some(format!("/zh/t/{before}"))
    );
    let backup = plaza.backup();
    let off = reader
        .post("/en/account/reading", &[("wanted", "no")])
        .await;
    assert_eq!(off.location(), "/en/account/reading?done=reading-off");
    assert_eq!(unread(&reader, before).await, Value::Null);
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert!(data["topic_reads"].is_null() && data["reading_trackers"].is_null());

    // A backup from before forgets it again, and a second time there is nothing to forget.
    let path = plaza.context.config.erasure_journal.clone();
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("\"reading\"")
    );
    let restored = plaza.restored(&backup);
    for there in [1, 0] {
        assert_eq!(plaza.replay(&restored).await, there);
    }

    remember(&reader, true).await;
    author.reply(before, "修好了。").await;
    reader
        .get(&format!("/en/topics/{before}"))
        .await
        .expect(200);
    let consents = reader.get("/api/v1/account/consents").await.json();
    let id = consents["consents"][0]["id"].as_i64().unwrap();
    let withdraw = format!("/api/v1/account/consents/{id}/withdraw");
    reader.post_json(&withdraw, &json!({})).await.expect(200);
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert!(data["topic_reads"].is_null() && data["reading_trackers"].is_null());
}

#[actix_web::test]
async fn an_erased_account_leaves_nothing_of_its_reading() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    remember(&reader, true).await;
    let post = author.reply(topic, "@reader 您好。").await;
    reader.get(&format!("/zh/topics/{topic}")).await.expect(200);
    super::watch(&reader, &format!("topics/{topic}"), Some("watching")).await;
    let bookmark = format!("/api/v1/posts/{post}/bookmark");
    put(&reader, &bookmark, &json!({})).await.expect(204);
    let react = format!("/api/v1/posts/{post}/reactions/agree");
    put(&reader, &react, &json!({})).await.expect(204);
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    let tables = [
        "reading_trackers",
        "topic_reads",
        "watches",
        "notifications",
        "bookmarks",
        "reactions",
    ];
    for table in tables {
        assert_eq!(data[table].as_array().map(Vec::len), Some(1), "{table}");
    }
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    reader.post("/zh/account/erase", &fields).await.expect(303);
    for table in tables {
        assert_eq!(rows(&plaza, table).await, 0, "{table}");
    }
}

#[actix_web::test]
async fn who_looks_at_the_end_has_not_read_the_middle() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    let topic = author.topic("city", "單車道", "想修一條單車道。").await;
    remember(&reader, true).await;
    let mut posts = Vec::new();
    for n in 0..45 {
        posts.push(author.reply(topic, &format!("第{n}段的想法。")).await);
    }
    let path = format!("/zh/topics/{topic}");
    reader.get(&format!("{path}?page=last")).await.expect(200);
    assert_eq!(
        unread(&reader, topic).await,
        json!({ "count": 45, "first": posts[0] })
    );
    // The first page holds the opening post and nineteen answers.
    reader.get(&path).await.expect(200);
    assert_eq!(
        unread(&reader, topic).await,
        json!({ "count": 26, "first": posts[19] })
    );
    let next = reader.get(&format!("{path}/unread")).await.location();
    reader
        .get(next.split('#').next().unwrap())
        .await
        .expect(200);
    assert_eq!(unread(&reader, topic).await["count"], 6);
    // A program says what it showed.
    let body = json!({ "posts": posts[39..].to_vec() });
    let read = format!("/api/v1/topics/{topic}/read");
    reader.post_json(&read, &body).await.expect(200);
    assert_eq!(unread(&reader, topic).await["count"], 0);
}

#[actix_web::test]
async fn what_was_held_is_unread_when_it_is_let_out() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    remember(&reader, true).await;
    let topic = author.topic("open", "市集", "下週有市集。").await;
    let guest = plaza.client().await;
    hold(&guest, topic, "我也想擺攤。").await;
    author.reply(topic, "歡迎。").await;
    reader.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(unread(&reader, topic).await["count"], 0);
    approve_all(&moderator).await;
    let held = of_guest(&author, topic).await;
    assert_eq!(
        unread(&reader, topic).await,
        json!({ "count": 1, "first": held })
    );
}

#[actix_web::test]
async fn a_board_counts_as_read_with_one_row_and_what_comes_after_does_not() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    remember(&reader, true).await;
    let one = author.topic("city", "公園", "公園的樹。").await;
    let two = author.topic("city", "圖書館", "開到幾點？").await;
    let other = author.topic("open", "早餐", "哪一家好吃？").await;
    reader.get(&format!("/zh/topics/{one}")).await.expect(200);
    author.reply(one, "樹要修剪。").await;
    let done = reader.post("/zh/boards/city/read", &[]).await;
    assert_eq!(done.location(), "/zh/boards/city?done=board-read");
    assert_eq!(listed(&reader, "city").await, [(one, None), (two, None)]);
    assert_eq!(listed(&reader, "open").await, [(other, Some(1))]);
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert!(data["topic_reads"].is_null(), "{data}");
    assert_eq!(data["board_reads"].as_array().unwrap().len(), 1);
    author.reply(two, "假日也開。").await;
    assert_eq!(listed(&reader, "city").await, [(one, None), (two, Some(1))]);
    // Whoever did not ask has nothing to mark.
    let off = author.post("/zh/boards/city/read", &[]).await;
    assert_eq!(off.location(), "/zh/boards/city?done=reading-is-off");
    reader.post("/zh/boards/none/read", &[]).await.expect(404);
}

#[test]
fn statistics_and_open_data_read_nothing_of_it() {
    let tables = [
        "reading_trackers",
        "topic_reads",
        "board_reads",
        "watches",
        "notifications",
        "bookmarks",
        "reactions",
    ];
    for room in ["src/statistics", "src/open_data"] {
        for file in std::fs::read_dir(room).unwrap() {
            let path = file.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            for table in tables {
                assert!(!source.contains(table), "{} names {table}", path.display());
            }
        }
    }
}

/// Which the same people may read.
const BOARDS: [&str; 2] = ["city", "open"];

/// Something that happens to topics and their reader.
#[derive(Clone, Debug)]
enum Happens {
    Open,
    Reply(usize),
    Read(usize),
    Board(usize),
    Move(usize),
    Split(usize),
    Merge(usize, usize),
}

fn happens() -> impl Strategy<Value = Happens> {
    let one_of = 0_usize..16;
    prop_oneof![
        2 => Just(Happens::Open),
        6 => one_of.clone().prop_map(Happens::Reply),
        4 => one_of.clone().prop_map(Happens::Read),
        2 => one_of.clone().prop_map(Happens::Board),
        2 => one_of.clone().prop_map(Happens::Move),
        2 => one_of.clone().prop_map(Happens::Split),
        2 => (one_of.clone(), one_of).prop_map(|(one, other)| Happens::Merge(one, other)),
    ]
}

/// A post that was not shown since it appeared is told as unread, unless its board was marked,
/// wherever its topic went; and a topic that was read whole has nothing that is.
#[test]
fn whatever_happens_to_topics_nobody_misses_a_post() {
    let cases = Config::with_cases(12);
    proptest!(cases, |(all in proptest::collection::vec(happens(), 1..25))| {
        actix_web::rt::System::new().block_on(run(all));
    });
}

async fn run(all: Vec<Happens>) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let reader = plaza.log_on_as(Role::Resident, "讀者").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    remember(&reader, true).await;
    // Each topic with its posts that must be told as unread.
    let mut topics: Vec<(i64, Vec<i64>)> = Vec::new();
    // The board of each topic by its id.
    let mut stands: BTreeMap<i64, usize> = BTreeMap::new();
    for one in all {
        let count = topics.len();
        match one {
            Happens::Open => {
                let topic = author.topic("city", "題目", "開頭。").await;
                let posts = shown(&author, topic).await;
                stands.insert(topic, 0);
                topics.push((topic, posts));
            }
            Happens::Move(at) if count > 0 => {
                let topic = topics[at % count].0;
                let board = 1 - stands[&topic];
                let more = json!({ "board": BOARDS[board] });
                arrange(&moderator, topic, "move", more).await.expect(200);
                stands.insert(topic, board);
            }
            Happens::Reply(at) if count > 0 => {
                let post = author.reply(topics[at % count].0, "回覆。").await;
                topics[at % count].1.push(post);
            }
            Happens::Read(at) if count > 0 => {
                let (topic, posts) = &mut topics[at % count];
                for page in ["", "?page=last"] {
                    let path = format!("/zh/topics/{topic}{page}");
                    reader.get(&path).await.expect(200);
                }
                posts.clear();
                assert_eq!(unread(&reader, *topic).await["count"], 0, "{topic}");
            }
            Happens::Board(at) => {
                let board = at % BOARDS.len();
                let path = format!("/zh/boards/{}/read", BOARDS[board]);
                reader.post(&path, &[]).await.expect(303);
                for (topic, posts) in &mut topics {
                    if stands[topic] == board {
                        posts.clear();
                    }
                }
            }
            Happens::Split(at) if count > 0 => {
                let at = at % count;
                let topic = topics[at].0;
                let all = shown(&author, topic).await;
                let Some(last) = all.last().copied().filter(|_| all.len() > 1) else {
                    continue;
                };
                let more = json!({ "posts": [last], "title": "分出的題目" });
                let made = arrange(&moderator, topic, "split", more).await.expect(200);
                let made = made.json()["topic"].as_i64().unwrap();
                let (moved, stay) = topics[at].1.iter().partition(|post| **post == last);
                topics[at].1 = stay;
                stands.insert(made, stands[&topic]);
                topics.push((made, moved));
            }
            Happens::Merge(one, other) if count > 1 && one % count != other % count => {
                let (one, other) = (
                    (one % count).min(other % count),
                    (one % count).max(other % count),
                );
                let more = json!({ "topic": topics[other].0 });
                let kept = arrange(&moderator, topics[one].0, "merge", more)
                    .await
                    .expect(200);
                let kept = kept.json()["topic"].as_i64().unwrap();
                let (gone, posts) = topics.remove(other);
                if kept == gone {
                    topics[one].0 = gone;
                }
                topics[one].1.extend(posts);
            }
            _ => {}
        }
        for (topic, posts) in &topics {
            let told = unread(&reader, *topic).await;
            let count = usize::try_from(told["count"].as_i64().unwrap()).unwrap();
            assert!(count >= posts.len(), "{told} but {posts:?} in {topic}");
            let first = told["first"].as_i64();
            assert_eq!(first.is_some(), count > 0);
        }
    }
}

/// The posts of a topic in their order.
async fn shown(client: &Client, topic: i64) -> Vec<i64> {
    let shown = client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200)
        .json();
    let posts = shown["posts"].as_array().unwrap().iter();
    posts.map(|post| post["id"].as_i64().unwrap()).collect()
}
