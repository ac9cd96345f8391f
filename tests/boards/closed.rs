//! What few may read is found nowhere by anybody else: on no page, in no answer, file, figure or
//! count.

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    offices, open_data, statistics,
    web::routes::{CATALOGUE, Route},
};
use serde_json::json;

use super::{board, change};
use crate::{
    catalogue::{sample_path, send},
    crawl::crawl,
    support::{Client, PASSWORD, Plaza},
};

/// Stands in every text of the board; `SLUG` and `TAG` in its addresses.
const PLANTED: &str = "zqplanted";
const SLUG: &str = "zqslug";
const TAG: &str = "zqtag";

struct Scene {
    plaza: Plaza,
    moderator: Client,
    topic: i64,
}

/// A city with a board for its own people: with topics, answers of twelve people, a poll, an
/// official answer, a hidden post, a pin, tags, and a month that has closed since.
async fn scene() -> Scene {
    let plaza = Plaza::demo_city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員甲").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let closed = board(
        SLUG,
        json!({
            "name_zh": format!("{PLANTED}名"), "name_en": format!("{PLANTED} name"),
            "description_zh": format!("{PLANTED}說明"), "description_en": format!("{PLANTED} text"),
            "read_by": "staff", "open_by": "staff", "answer_by": "staff", "office": "parks",
        }),
    );
    admin.post_json("/api/v1/boards", &closed).await.expect(200);
    let new = json!({ "title": format!("{PLANTED} title"), "body": format!("{PLANTED} body"), "tags": [TAG] });
    let path = format!("/api/v1/boards/{SLUG}/topics");
    let topic = moderator.post_json(&path, &new).await.expect(201).json()["id"]
        .as_i64()
        .unwrap();
    let mut hidden = 0;
    for n in 0..12 {
        let member = plaza.log_on_as(Role::Moderator, "同事").await;
        hidden = member.reply(topic, &format!("{PLANTED} answer {n}")).await;
    }
    let officer = plaza.account("parks", Role::Staff).await;
    offices::join(&plaza.context, officer, "parks")
        .await
        .unwrap();
    let parks = plaza.client().await;
    parks.log_on("parks@example.tw", PASSWORD).await;
    let official = json!({ "body": format!("{PLANTED} official"), "office": "parks" });
    parks
        .post_json(&format!("/api/v1/topics/{topic}/posts"), &official)
        .await
        .expect(201);
    let shown = parks.get(&format!("/api/v1/topics/{topic}")).await;
    assert_eq!(shown.expect(200).json()["board"]["office"], "parks");
    let fields = [
        ("act", "hide"),
        ("ground", "R2"),
        ("reason_id", "1"),
        ("reason", "離題"),
    ];
    let path = format!("/zh/posts/{hidden}/moderate");
    assert_eq!(moderator.post(&path, &fields).await.status, 303);
    let pin = json!({ "act": "pin", "reason": format!("{PLANTED} reason") });
    moderator
        .post_json(&format!("/api/v1/topics/{topic}/arrange"), &pin)
        .await
        .expect(200);
    let poll = json!({
        "topic": topic, "opens_on": "2026-03-02", "closes_on": "2026-03-20",
        "zh": { "title": format!("{PLANTED} poll"), "question": "好嗎", "options": ["好", "不好"] },
    });
    moderator
        .post_json("/api/v1/polls", &poll)
        .await
        .expect(201);
    // The month closes: its figures and files are made.
    plaza.advance(TimeDelta::days(35));
    statistics::freeze_closed(&plaza.context).await.unwrap();
    open_data::refresh(&plaza.context).await.unwrap();
    // Sessions have ended meanwhile.
    let moderator = plaza.log_on_as(Role::Moderator, "版主乙").await;
    Scene {
        plaza,
        moderator,
        topic,
    }
}

fn start() -> Vec<String> {
    let mut start: Vec<String> = [
        "/zh",
        "/en",
        "/zh/tags",
        "/zh/polls",
        "/zh/ledger",
        "/zh/statistics/2026-03",
        "/zh/open-data",
        "/feeds/zh/events.atom",
        "/api/v1/boards",
        "/api/v1/tags",
        "/api/v1/polls",
        "/api/v1/ledger",
        "/api/v1/statistics/2026-03",
    ]
    .map(str::to_owned)
    .to_vec();
    start.extend(open_data::FILES.map(|file| format!("/open-data/{file}")));
    start
}

/// Everything that a visitor can reach by links, and by asking each address for what is planted.
async fn reached(plaza: &Plaza, client: &Client, topic: i64) -> Vec<(String, String)> {
    let mut pages = crawl(client, &start()).await;
    for route in CATALOGUE
        .iter()
        .filter(|route| route.path != "/{lang}/log-off")
    {
        for id in topic..topic + 15 {
            let path = route.path.replace("{id}", &id.to_string());
            let path = path.replace("{slug}", SLUG).replace("{tag}", TAG);
            let asked = Route {
                path: Box::leak(path.into_boxed_str()),
                ..*route
            };
            let path = sample_path(&asked, plaza);
            let mut answer = send(client, route, &path).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.body);
            if answer.status.is_redirection() {
                answer = client.get(&answer.location()).await;
            }
            // What was asked for is no news.
            pages.push((path, answer.body.replace(SLUG, "").replace(TAG, "")));
            if !route.path.contains("{id}") {
                break;
            }
        }
    }
    pages
}

fn leaks(pages: &[(String, String)]) -> Vec<&str> {
    let planted = |body: &String| [PLANTED, SLUG, TAG].iter().any(|word| body.contains(word));
    let leaking = pages.iter().filter(|(_, body)| planted(body));
    leaking.map(|(path, _)| path.as_str()).collect()
}

#[actix_web::test]
async fn what_is_written_for_few_is_found_by_nobody_else() {
    let Scene {
        plaza,
        moderator,
        topic,
    } = scene().await;
    let (guest, member) = (
        plaza.client().await,
        plaza.log_on_as(Role::Resident, "海海").await,
    );
    for client in [&guest, &member] {
        let pages = reached(&plaza, client, topic).await;
        assert!(pages.len() > 200, "only {} pages", pages.len());
        assert_eq!(leaks(&pages), Vec::<&str>::new());
    }
    // The same ways lead who may read it to all of it.
    for path in [
        "/zh".to_owned(),
        format!("/zh/boards/{SLUG}"),
        format!("/zh/topics/{topic}"),
        format!("/zh/tags/{TAG}"),
        "/zh/polls".to_owned(),
        "/api/v1/boards".to_owned(),
        format!("/api/v1/topics/{topic}"),
    ] {
        let seen = moderator.get(&path).await.expect(200);
        assert!(seen.body.contains(PLANTED), "{path}");
    }
}

#[actix_web::test]
async fn nobody_writes_votes_or_asks_where_they_cannot_read() {
    let Scene {
        plaza,
        moderator,
        topic,
    } = scene().await;
    let member = plaza.log_on_as(Role::Resident, "海海").await;
    let seen = moderator
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .json();
    let post = seen["posts"][1]["id"].as_i64().unwrap();
    let polls = moderator.get("/api/v1/polls").await.json();
    let mut polls = polls["polls"].as_array().unwrap().iter();
    let poll = polls.find(|poll| poll["topic"] == topic).unwrap()["id"].clone();
    let before = plaza.dump();
    let text = json!({ "title": "題", "body": "文" });
    for (path, body) in [
        (format!("/api/v1/boards/{SLUG}/topics"), &text),
        (format!("/api/v1/topics/{topic}/posts"), &text),
        (
            format!("/api/v1/polls/{poll}/vote"),
            &json!({ "option": 1 }),
        ),
    ] {
        member.post_json(&path, body).await.expect(404);
    }
    let own =
        json!({ "boards": [SLUG], "language": "zh", "digest": "none", "appearance": "system" });
    let put = member
        .json(
            actix_web::http::Method::PUT,
            "/api/v1/account/preferences",
            &own,
        )
        .await;
    put.expect(422);
    let about = format!("/zh/posts/{post}/about-me");
    let fields = [("words", "這是我"), ("email", "me@example.tw")];
    assert_eq!(member.post(&about, &fields).await.status, 404);
    let reply = [("body", "我也來說")];
    assert_eq!(
        member
            .post(&format!("/zh/topics/{topic}/reply"), &reply)
            .await
            .status,
        404
    );
    assert_eq!(before, plaza.dump(), "something was written");
}

#[actix_web::test]
async fn a_board_that_is_closed_is_gone_from_everything_at_once() {
    let plaza = Plaza::demo_city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let open = board(
        SLUG,
        json!({ "name_zh": format!("{PLANTED}名"), "name_en": format!("{PLANTED} name") }),
    );
    admin.post_json("/api/v1/boards", &open).await.expect(200);
    let mut topic = 0;
    for n in 0..12 {
        let member = plaza.log_on_as(Role::Resident, "鄰居").await;
        let new = json!({ "title": format!("{PLANTED} {n}"), "body": PLANTED, "tags": [TAG] });
        let path = format!("/api/v1/boards/{SLUG}/topics");
        topic = member.post_json(&path, &new).await.expect(201).json()["id"]
            .as_i64()
            .unwrap();
    }
    // Somebody keeps a post, watches, and is told of what is written.
    let person = plaza.person("follower", Role::Resident).await.client;
    let put = async |client: &Client, path: &str, body: serde_json::Value| {
        let put = actix_web::http::Method::PUT;
        let done = client.json(put, path, &body).await;
        assert!(done.status.is_success(), "{path}: {}", done.body);
    };
    let shown = person.get(&format!("/api/v1/topics/{topic}")).await.json();
    let post = shown["posts"][0]["id"].as_i64().unwrap();
    put(
        &person,
        &format!("/api/v1/posts/{post}/bookmark"),
        json!({}),
    )
    .await;
    for place in [format!("topics/{topic}"), format!("boards/{SLUG}")] {
        let level = json!({ "level": "watching" });
        put(&person, &format!("/api/v1/{place}/watch"), level).await;
    }
    let daily = json!({ "language": "zh", "digest": "daily" });
    put(&person, "/api/v1/account/preferences", daily).await;
    let writer = plaza.log_on_as(Role::Resident, "鄰居").await;
    writer.reply(topic, &format!("{PLANTED} again")).await;
    plaza.advance(TimeDelta::days(35));
    statistics::freeze_closed(&plaza.context).await.unwrap();
    open_data::refresh(&plaza.context).await.unwrap();
    let (guest, admin) = (
        plaza.client().await,
        plaza.log_on_as(Role::Administrator, "管理員").await,
    );
    person.log_on("follower@example.tw", PASSWORD).await;
    for shown in ["/zh/bookmarks", "/zh/notifications", "/zh/account/reading"] {
        let page = person.get(shown).await.expect(200);
        assert!(page.body.contains(PLANTED), "{shown} never showed it");
    }
    plaza::jobs::send_digests::once(&plaza.context)
        .await
        .unwrap();
    let before = crawl(&guest, &start()).await;
    for shown in [
        "/zh",
        "/zh/tags",
        "/open-data/forum.csv",
        "/api/v1/statistics/2026-03",
        "/zh/statistics/2026-03",
    ] {
        assert!(leaks(&before).contains(&shown), "{shown} never showed it");
    }
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, SLUG, closed).await.expect(200);
    plaza::jobs::send_digests::once(&plaza.context)
        .await
        .unwrap();
    for mail in plaza.mails().await {
        let told = [PLANTED, SLUG].iter().any(|word| mail.text.contains(word));
        assert!(!told, "{}", mail.text);
    }
    for client in [&guest, &person] {
        let pages = reached(&plaza, client, topic).await;
        let left = leaks(&pages);
        // What the register said of the board while it was public stays said.
        let register = |path: &&str| !path.contains("ledger");
        let left: Vec<&str> = left.into_iter().filter(register).collect();
        assert_eq!(left, Vec::<&str>::new());
    }
}

#[actix_web::test]
async fn what_somebody_wrote_is_theirs_to_erase_on_a_board_that_they_read_no_more() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let (author, other) = (
        plaza.log_on_as(Role::Resident, "海海").await,
        plaza.log_on_as(Role::Resident, "小美").await,
    );
    let topic = author.topic("city", "路燈", PLANTED).await;
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "city", closed).await.expect(200);
    author.get(&format!("/zh/topics/{topic}")).await.expect(404);
    other.get("/zh/posts/1/erase").await.expect(404);
    author.get("/zh/posts/1/erase").await.expect(200);
    assert_eq!(author.post("/zh/posts/1/erase", &[]).await.status, 303);
    assert!(!plaza.dump().contains(PLANTED));
}

#[actix_web::test]
async fn a_quote_of_what_few_may_read_says_nothing_of_it() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let (author, other, guest) = (
        plaza.log_on_as(Role::Resident, PLANTED).await,
        plaza.log_on_as(Role::Resident, "小美").await,
        plaza.client().await,
    );
    let secret = author.topic("city", "路燈", "路燈壞了").await;
    let public = other.topic("open", "海邊", "海邊的路燈").await;
    let asked = format!("/zh/topics/{secret}?quote=1");
    let quote = other.get(&asked).await.expect(200).texts("textarea");
    let quote = format!("{}\n\n也是", quote[0]);
    // While everybody reads it, a quote says whose words it holds.
    let before = other.reply(public, &quote).await;
    let page = format!("/zh/topics/{public}");
    let shown = guest.get(&page).await.expect(200);
    let of = |post: i64| format!("#post-{post} .quote-of");
    assert_eq!(shown.texts(&of(before)), [format!("{PLANTED}寫道：")]);
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "city", closed).await.expect(200);
    // Afterwards the page names nobody, and a new quote is not even told to be right.
    let preview = [("body", &*quote), ("preview", "1")];
    let looked = other.post(&format!("{page}/reply"), &preview).await;
    let after = other.reply(public, &quote).await;
    let shown = guest.get(&page).await.expect(200);
    for (seen, of) in [
        (&looked, ".preview .quote-of".to_owned()),
        (&shown, of(before)),
        (&shown, of(after)),
    ] {
        assert_eq!(seen.status, 200);
        assert!(!seen.body.contains(PLANTED), "{of}");
        assert!(!seen.body.contains(&format!("/t/{secret}")), "{of}");
    }
    let wrong = other.reply(public, &quote.replace("壞了", "好的")).await;
    let shown = guest.get(&page).await.expect(200);
    assert_eq!(shown.texts(&of(after)), shown.texts(&of(wrong)));
    // Who reads the board is told.
    let shown = admin.get(&page).await.expect(200);
    assert_eq!(shown.texts(&of(before)), [format!("{PLANTED}寫道：")]);
}
