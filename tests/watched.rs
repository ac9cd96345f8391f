//! Watched words: who keeps them, and what happens to a text that holds one.

use actix_web::http::Method;
use futures_util::future::join_all;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::{
    review::approve,
    support::{Answer, Client, Plaza},
};

const API: &str = "/api/v1/admin/watched";
const PAGE: &str = "/en/admin/watched";
const TRY: &str = "/en/admin/watched/try";
const TOPICS: &str = "/api/v1/boards/city/topics";

struct Scene {
    plaza: Plaza,
    admin: Client,
    moderator: Client,
    author: Client,
}

impl Scene {
    /// Administrator, moderator and author.
    fn people(&self) -> (&Client, &Client, &Client) {
        (&self.admin, &self.moderator, &self.author)
    }
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    Scene {
        admin: plaza.log_on_as(Role::Administrator, "管理員").await,
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        author: plaza.log_on_as(Role::Resident, "海海").await,
        plaza,
    }
}

/// Watches for something; gives its id.
async fn watch(admin: &Client, kind: &str, words: &str, effect: &str) -> i64 {
    let body = json!({ "kind": kind, "words": words, "effect": effect, "note": "廣告" });
    let added = admin.post_json(API, &body).await.expect(201).json();
    added["id"].as_i64().unwrap()
}

async fn send(author: &Client, title: &str, body: &str) -> Answer {
    let topic = json!({ "title": title, "body": body });
    author.post_json(TOPICS, &topic).await
}

/// What waits for moderators: each item's kind.
async fn waiting(moderator: &Client) -> Vec<String> {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let items = queue["items"].as_array().unwrap();
    let kind = |item: &Value| item["kind"].as_str().unwrap().to_owned();
    items.iter().map(kind).collect()
}

fn error(answer: &Answer) -> Value {
    answer.json()["errors"][0].clone()
}

#[actix_web::test]
async fn a_refused_word_is_named_to_its_author_and_the_text_stays() {
    let scene = scene().await;
    let Scene { admin, author, .. } = &scene;
    watch(admin, "word", "線上娛樂城", "block").await;
    let refused = send(author, "路燈", "快來**線上**娱乐城！")
        .await
        .expect(422);
    let told = error(&refused);
    assert_eq!(told["field"], "body");
    assert_eq!(told["code"], "watched-word");
    assert!(
        told["detail"].as_str().unwrap().contains("線上娱乐城"),
        "{told}"
    );
    let told = error(&send(author, "線上娛樂城", "內文").await.expect(422));
    assert_eq!(told["field"], "title");

    let form = author.get("/en/boards/city/new").await.expect(200);
    let fields = [
        ("submission", form.hidden("submission")),
        ("title", "路燈".to_owned()),
        ("body", "快來線上娛樂城！".to_owned()),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let again = author
        .post("/en/boards/city/new", &fields)
        .await
        .expect(422);
    assert!(again.texts("#e-body")[0].contains("線上娛樂城"));
    assert_eq!(again.texts("#f-body"), ["快來線上娛樂城！"]);
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"], json!([]), "nothing was published");
    send(author, "路燈", "沒有那個字詞").await.expect(201);
}

#[actix_web::test]
async fn a_word_is_masked_by_its_author_who_sends_it_so_or_otherwise() {
    let scene = scene().await;
    let Scene { admin, author, .. } = &scene;
    watch(admin, "word", "線上娛樂城", "mask").await;
    let form = author.get("/en/boards/city/new").await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("title", "線上娛樂城的廣告"),
        ("body", "信箱裡都是線上娛樂城，**線上娛樂城**。"),
    ];
    let again = author
        .post("/en/boards/city/new", &fields)
        .await
        .expect(422);
    assert!(
        again.texts("#e-body")[0].contains("masked"),
        "{}",
        again.body
    );
    let title = again.attribute("#f-title", "value").unwrap();
    let body = again.texts("#f-body").remove(0);
    assert_eq!(title, "線○○○○的廣告");
    assert_eq!(body, "信箱裡都是線○○○○，**線○○○○**。");
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"], json!([]), "nothing was published");
    let fields = [
        ("submission", submission.as_str()),
        ("title", title.as_str()),
        ("body", body.as_str()),
    ];
    let sent = author.post("/en/boards/city/new", &fields).await;
    let page = author.get(&sent.expect(303).location()).await.expect(200);
    assert_eq!(page.texts("h1"), ["線○○○○的廣告"]);
    // A program is told which word it is, and one that formatting parts is no word to mask.
    let told = error(&send(author, "廣告", "都是線上娛樂城").await.expect(422));
    assert_eq!(told["code"], "watched-mask");
    let told = error(&send(author, "廣告", "都是線上**娛樂城**").await.expect(422));
    assert_eq!(told["code"], "watched-word");
}

#[actix_web::test]
async fn what_is_held_becomes_public_when_a_moderator_approves_it() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    watch(admin, "pattern", r"加line\s*id", "hold").await;
    send(author, "賣東西", "請加ＬＩＮＥ ID").await.expect(202);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
    let page = moderator.get("/en/review").await.expect(200);
    assert!(page.body.contains("A watched word"));
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let path = format!("/api/v1/review/{}", queue["items"][0]["id"]);
    let item = moderator.get(&path).await.expect(200).json();
    let mut reasons = item["spam"]["reasons"].as_array().unwrap().iter();
    let named = reasons.find(|reason| reason["code"] == "watched");
    assert_eq!(named.unwrap()["word"], r"加line\s*id");
    approve(moderator).await;
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["title"], "賣東西");
}

#[actix_web::test]
async fn what_is_flagged_is_public_at_once_and_looked_at_once() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    watch(admin, "word", "代辦貸款", "flag").await;
    let topic = send(author, "問一下", "有人找過代辦貸款嗎？")
        .await
        .expect(201)
        .json();
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["id"], topic["id"]);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
    approve(moderator).await;
    assert!(waiting(moderator).await.is_empty());
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["id"], topic["id"], "it stays public");
}

#[actix_web::test]
async fn an_edit_is_looked_through_for_what_is_new_in_it() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let post = author.reply(topic, "娛樂城旁的路燈不亮。").await;
    watch(admin, "word", "娛樂城", "block").await;
    watch(admin, "word", "貸款", "hold").await;
    let path = format!("/api/v1/posts/{post}");
    let edit = async |body: &str| {
        let text = json!({ "body": body });
        author.json(Method::PATCH, &path, &text).await
    };
    edit("娛樂城旁的路燈還是不亮。").await.expect(200);
    edit("娛樂城旁的路燈，快去娛樂城。").await.expect(422);
    edit("娛樂城旁的路燈，順便問貸款。").await.expect(202);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
}

#[actix_web::test]
async fn a_profile_is_looked_through_and_a_suggestion_is_not() {
    let plaza = Plaza::city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    watch(&admin, "word", "娛樂城", "block").await;
    watch(&admin, "word", "貸款", "flag").await;
    let profile = async |about: &str| {
        let body = json!({ "about": about, "since": false, "count": false, "posts": false });
        author
            .json(Method::PUT, "/api/v1/account/profile", &body)
            .await
    };
    assert_eq!(
        error(&profile("快來娛樂城").await.expect(422))["field"],
        "about"
    );
    profile("我懂貸款").await.expect(200);
    profile("我懂貸款，也懂路燈").await.expect(200);
    assert_eq!(waiting(&moderator).await, ["watched-word"], "once");
    let suggestion = json!({
        "category": "road-damage", "district": "lingya",
        "title": "娛樂城門口", "body": "娛樂城門口的人行道破了，貸款也沒用。",
    });
    author
        .post_json("/api/v1/suggestions", &suggestion)
        .await
        .expect(201);
}

#[actix_web::test]
async fn what_is_retired_is_watched_for_no_longer() {
    let scene = scene().await;
    let Scene { admin, author, .. } = &scene;
    let id = watch(admin, "word", "娛樂城", "block").await;
    send(author, "路燈", "娛樂城").await.expect(422);
    let retired = json!({
        "kind": "word", "words": "娛樂城", "effect": "block", "retired": true, "version": 1,
    });
    let path = format!("{API}/{id}");
    admin.json(Method::PUT, &path, &retired).await.expect(200);
    send(author, "路燈", "娛樂城").await.expect(201);
    // Whoever read it before that is told.
    let stale = json!({ "kind": "word", "words": "賭場", "effect": "block", "version": 1 });
    admin.json(Method::PUT, &path, &stale).await.expect(409);
    let fields = [
        ("words", "賭場"),
        ("kind", "word"),
        ("effect", "block"),
        ("version", "1"),
    ];
    let page = format!("{PAGE}/{id}");
    let kept = admin.post(&page, &fields).await.expect(409);
    assert_eq!(kept.attribute("#f-words", "value").as_deref(), Some("賭場"));
    assert_eq!(kept.hidden("version"), "2");
}

#[actix_web::test]
async fn administrators_alone_change_them_and_the_register_tells_no_word() {
    let scene = scene().await;
    let Scene {
        plaza,
        admin,
        moderator,
        author,
    } = &scene;
    watch(admin, "word", "娛樂城", "block").await;
    let guest = plaza.client().await;
    for (client, status) in [(&guest, 401), (author, 403)] {
        client.get(PAGE).await.expect(status);
        client.get(API).await.expect(status);
        client.post(TRY, &[("text", "x")]).await.expect(status);
    }
    for (client, status) in [(&guest, 401), (author, 403), (moderator, 403)] {
        client.get(&format!("{API}/export")).await.expect(status);
        client.post_json(API, &json!({})).await.expect(status);
        client.post(PAGE, &[("csv", "x")]).await.expect(status);
        client.get(&format!("{PAGE}/1")).await.expect(status);
    }
    // Moderators read it and try texts, and are offered nothing else.
    let read = moderator.get(PAGE).await.expect(200);
    assert_eq!(read.texts("main .row-title"), ["娛樂城"]);
    assert!(read.texts("main .row-title a").is_empty());
    assert!(read.texts("main form #f-csv").is_empty());
    assert_eq!(read.attribute("main form", "action").as_deref(), Some(TRY));
    let tried = moderator.post(TRY, &[("text", "新娛樂城")]).await;
    assert_eq!(tried.expect(200).texts(".note mark"), ["娛樂城"]);
    let all = moderator.get(API).await.expect(200).json();
    assert_eq!(all[0]["words"], "娛樂城");
    let trial = json!({ "text": "娛樂城" });
    let tried = moderator.post_json(&format!("{API}/try"), &trial).await;
    assert_eq!(tried.expect(200).json()["outcome"], "block");
    let list = admin.get(PAGE).await.expect(200);
    assert!(list.body.contains("娛樂城"));
    let register = guest.get("/api/v1/ledger").await.expect(200);
    assert!(
        register.body.contains("watched-changed"),
        "{}",
        register.body
    );
    assert!(!register.body.contains("娛樂城"));
}

#[actix_web::test]
async fn what_would_match_everything_or_nothing_or_cost_too_much_is_refused() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    for (kind, words, code) in [
        ("pattern", ".*", "watched-nothing"),
        ("pattern", ".", "watched-everything"),
        ("word", "的", "watched-everything"),
        ("pattern", "(", "watched-syntax"),
        ("pattern", r"(\w{50}){50}", "watched-size"),
        ("word", "", "required"),
        ("burn", "賭場", "choice"),
    ] {
        let body = json!({ "kind": kind, "words": words, "effect": "hold" });
        let refused = admin.post_json(API, &body).await.expect(422);
        assert_eq!(error(&refused)["code"], code, "{words}");
        if kind != "burn" && !words.is_empty() {
            let trial = json!({ "kind": kind, "words": words, "text": "文字" });
            let refused = admin
                .post_json(&format!("{API}/try"), &trial)
                .await
                .expect(422);
            assert_eq!(error(&refused)["code"], code, "{words}");
        }
    }
    watch(admin, "word", "賭場", "hold").await;
    let twice = json!({ "kind": "word", "words": "賭場", "effect": "flag" });
    let twice = admin.post_json(API, &twice).await.expect(422);
    assert_eq!(error(&twice)["code"], "watched-twice");
    let fields = [
        ("words", "."),
        ("kind", "pattern"),
        ("effect", "hold"),
        ("note", "試"),
    ];
    let kept = admin
        .post(&format!("{PAGE}/new"), &fields)
        .await
        .expect(422);
    assert!(kept.texts("#e-words")[0].contains("more than half"));
    assert_eq!(kept.attribute("#f-note", "value").as_deref(), Some("試"));
}

#[actix_web::test]
async fn of_those_who_add_the_same_at_once_one_is_first_and_the_others_are_told() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    let told = |answers: &[Answer], good: u16| {
        let is_good = |one: &&Answer| one.status.as_u16() == good;
        assert_eq!(answers.iter().filter(is_good).count(), 1);
        for late in answers.iter().filter(|one| !is_good(one)) {
            assert_eq!(late.status.as_u16(), 422, "{}", late.body);
            assert_eq!(error(late)["code"], "watched-twice");
        }
    };
    let same = json!({ "kind": "word", "words": "賭場", "effect": "flag" });
    let added = join_all((0..8).map(|_| admin.post_json(API, &same))).await;
    told(&added, 201);

    let mut paths = Vec::new();
    for words in ["賭城", "娛樂城", "百家樂", "運彩"] {
        let id = watch(admin, "word", words, "hold").await;
        paths.push(format!("{API}/{id}"));
    }
    let other = json!({ "kind": "word", "words": "貸款", "effect": "hold", "version": 1 });
    let changes = paths
        .iter()
        .map(|path| admin.json(Method::PUT, path, &other));
    told(&join_all(changes).await, 200);

    let import = format!("{API}/import");
    let file = json!({ "csv": "kind,words,effect\nword,壯陽藥,hold\nword,名牌包,hold\n" });
    for answer in join_all((0..4).map(|_| admin.post_json(&import, &file))).await {
        // Who comes after the first either sees what it brought, or meets it.
        if answer.status.as_u16() != 200 {
            let answer = answer.expect(422);
            assert_eq!(error(&answer)["code"], "watched-twice");
        }
    }
    let all = admin.get(API).await.json();
    assert_eq!(all.as_array().unwrap().len(), 7);
}

#[actix_web::test]
async fn what_is_given_out_runs_in_no_spreadsheet_and_comes_back_as_it_was() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    let kept = [
        ("word", "=cmd|'calc'!a1"),
        ("word", "+886賭場"),
        ("word", "'=賭場"),
        ("pattern", "-?賭場\\d{3,}"),
        ("word", "@[[watched]]賭場"),
    ];
    for (kind, words) in kept {
        watch(admin, kind, words, "hold").await;
    }
    let table = admin.get(&format!("{API}/export")).await.expect(200).body;
    for formula in ["=cmd", "+886", "-?", "@[["] {
        assert!(table.contains(&format!("'{formula}")), "{table}");
        assert!(!table.contains(&format!(",{formula}")), "{table}");
        assert!(!table.contains(&format!("\"{formula}")), "{table}");
    }
    let file = json!({ "csv": table });
    let again = admin.post_json(&format!("{API}/import"), &file).await;
    assert_eq!(
        again.expect(200).json(),
        json!({ "added": [], "changed": [], "same": 5 })
    );
}

#[actix_web::test]
async fn a_file_of_more_than_can_be_kept_is_refused_unread() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    let rest: String = (0..1_000).map(|n| format!("word,詞{n}號,hold\n")).collect();
    let csv = format!("kind,words,effect\npattern,(,hold\n{rest}");
    let file = json!({ "csv": csv });
    let refused = admin.post_json(&format!("{API}/import"), &file).await;
    let refused = refused.expect(422);
    assert_eq!(error(&refused)["code"], "too-many");
    let refused = admin.post(PAGE, &[("csv", csv.as_str())]).await.expect(422);
    assert!(
        refused.texts("#e-csv")[0].contains("more than 1,000"),
        "{}",
        refused.texts("#e-csv")[0]
    );
    assert_eq!(admin.get(API).await.json(), json!([]));
}

#[actix_web::test]
async fn the_test_field_shows_where_and_what_would_happen() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    watch(admin, "word", "賭場", "flag").await;
    watch(admin, "pattern", r"\d+%", "block").await;
    let fields = [("text", "賭場打８０％折，新賭场")];
    let page = admin.post(TRY, &fields).await.expect(200);
    let mut found = page.texts(".note mark");
    found.sort();
    let mut expected = ["賭場", "賭场", "８０％"].map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected);
    assert!(page.texts(".note strong")[0].contains("refused"));
    assert_eq!(page.texts("#f-text"), ["賭場打８０％折，新賭场"]);
    let nothing = admin.post(TRY, &[("text", "路燈")]).await.expect(200);
    assert!(nothing.texts(".note strong")[0].contains("Nothing would happen"));
    let trial = json!({ "text": "賭場", "words": "場", "kind": "word" });
    let tried = admin
        .post_json(&format!("{API}/try"), &trial)
        .await
        .expect(200)
        .json();
    assert_eq!(tried["places"][0]["start"], 1);
    assert_eq!(tried["places"][0]["end"], 2);
    assert_eq!(tried["outcome"], Value::Null);
    let all = admin.get(API).await.json();
    assert_eq!(all.as_array().unwrap().len(), 2, "nothing was kept");
}

#[actix_web::test]
async fn a_file_is_tried_first_and_taken_whole_or_not_at_all() {
    let scene = scene().await;
    let Scene { admin, .. } = &scene;
    watch(admin, "word", "賭場", "flag").await;
    let words = async || {
        let all = admin.get(API).await.expect(200).json();
        let one = |one: &Value| format!("{} {}", one["words"], one["effect"]);
        let all: Vec<String> = all.as_array().unwrap().iter().map(one).collect();
        all
    };
    let before = words().await;
    let import = format!("{API}/import");
    let csv = "kind,words,effect,note\nword,賭場,block,\npattern,line\\s*id,hold,\"賣,買\"\n";
    let tried = json!({ "csv": csv, "dry_run": true });
    let tried = admin.post_json(&import, &tried).await.expect(200).json();
    assert_eq!(
        tried,
        json!({ "added": ["line\\s*id"], "changed": ["賭場"], "same": 0 })
    );
    assert_eq!(words().await, before, "it was only tried");
    let wrong = format!("{csv}pattern,.,hold,\n");
    let refused = admin
        .post_json(&import, &json!({ "csv": wrong }))
        .await
        .expect(422);
    assert_eq!(error(&refused)["line"], 4);
    assert_eq!(words().await, before, "nothing of it was taken");
    let refused = admin
        .post(PAGE, &[("csv", wrong.as_str())])
        .await
        .expect(422);
    assert!(
        refused.texts("#e-csv")[0].contains("Line 4"),
        "{}",
        refused.body
    );
    assert!(
        refused.texts("#f-csv")[0].contains("賭場"),
        "what was typed stays"
    );

    let page = admin
        .post(PAGE, &[("csv", csv), ("try", "yes")])
        .await
        .expect(200);
    assert!(page.texts("main .note p")[0].contains("New: 1; changed: 1"));
    assert_eq!(words().await, before);
    let done = admin
        .post(PAGE, &[("csv", csv)])
        .await
        .expect(303)
        .location();
    assert!(admin.get(&done).await.texts(".notice")[0].contains("Saved"));
    assert_eq!(words().await.len(), 2);
    let export = admin.get(&format!("{API}/export")).await.expect(200);
    let again = admin
        .post_json(&import, &json!({ "csv": export.body }))
        .await;
    assert_eq!(
        again.expect(200).json(),
        json!({ "added": [], "changed": [], "same": 2 })
    );
}
