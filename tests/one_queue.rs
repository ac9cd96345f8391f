//! What is decided in a room of its own waits in the one queue as well: appeals against decisions and
//! sanctions, and what somebody who is named in a post asks. Each sees there what they may decide.

use plaza::{accounts::Role, jobs::remind_moderators};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Plaza};

const PHONE: &str = "0912-345-678";
const KINDS: &str = "'appeal', 'sanction-appeal', 'request'";

struct Scene {
    plaza: Plaza,
    author: Client,
    /// Who decides first.
    one: Client,
    other: Client,
    officer: Client,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    Scene {
        author: plaza.person("haihai", Role::Resident).await.client,
        one: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.person("second", Role::Moderator).await.client,
        officer: plaza.person("officer", Role::PrivacyOfficer).await.client,
        plaza,
    }
}

impl Scene {
    /// A topic that was hidden, and an appeal against that; gives the post.
    async fn appealed(&self) -> i64 {
        let topic = self.author.topic("city", "路燈", "很暗。").await;
        let shown = self.author.get(&format!("/api/v1/topics/{topic}")).await;
        let post = shown.expect(200).json()["posts"][0]["id"].as_i64().unwrap();
        let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
        let path = format!("/api/v1/posts/{post}/moderate");
        self.one.post_json(&path, &hide).await.expect(200);
        let path = format!("/api/v1/posts/{post}/decisions");
        let decided = self.author.get(&path).await.expect(200).json();
        let number = &decided["decisions"][0]["number"];
        let appeal = json!({ "number": number, "words": "請再看看我寫的" });
        let path = format!("/api/v1/posts/{post}/appeals");
        self.author.post_json(&path, &appeal).await.expect(200);
        post
    }

    /// Somebody is warned by `by` and appeals; gives the number of the warning.
    async fn contested(&self, by: &Client, whom: &Client) -> i64 {
        let own = whom.get("/api/v1/account").await.expect(200).json();
        let path = format!("/api/v1/people/{}/sanctions", own["id"]);
        let warn = json!({ "kind": "warn", "reason": "多次張貼廣告" });
        let number = by.post_json(&path, &warn).await.expect(201).json()["number"].clone();
        let path = format!("/api/v1/sanctions/{number}/appeal");
        let appeal = json!({ "words": "那是我租屋的心得" });
        whom.post_json(&path, &appeal).await.expect(202);
        number.as_i64().unwrap()
    }

    /// Somebody who is named in a post asks, and confirms it; gives the link that takes it back.
    async fn asked(&self, post: i64) -> String {
        let guest = self.plaza.client().await;
        let path = format!("/zh/posts/{post}/about-me");
        let fields = [("words", "電話是我的"), ("email", "me@private.example")];
        guest.post(&path, &fields).await.expect(303);
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == "me@private.example");
        let mail = mail.unwrap();
        guest.post(&mail.link("/about-me/"), &[]).await.expect(200);
        mail.link("/requests/withdraw/")
    }

    /// A reply of the author with a telephone.
    async fn reply(&self, topic: i64, whose: &'static str, status: u16) -> i64 {
        let body = json!({ "body": format!("電話是{PHONE}") });
        let path = format!("/api/v1/topics/{topic}/posts");
        let publish = |_: &str| (whose, "publish");
        let written = self.author.decide("POST", &path, &body, publish).await;
        written.expect(status).json()["id"].as_i64().unwrap()
    }
}

async fn items(client: &Client, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/review?{query}");
    let list = client.get(&path).await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

/// Why each item waits, in the order of the list.
async fn kinds(client: &Client, query: &str) -> Vec<String> {
    let kind = |item: &Value| item["kind"].as_str().unwrap().to_owned();
    items(client, query).await.iter().map(kind).collect()
}

/// The first item: its number and version.
async fn first(client: &Client) -> (i64, i64) {
    let items = items(client, "").await;
    let number = |name: &str| items[0][name].as_i64().unwrap();
    (number("id"), number("version"))
}

async fn act(client: &Client, item: i64, act: &str) -> u16 {
    let path = format!("/api/v1/review/{item}{act}");
    let body = json!({ "decision": "approve", "version": 0 });
    client.post_json(&path, &body).await.status.as_u16()
}

#[actix_web::test]
async fn an_appeal_waits_for_somebody_else_and_leads_to_where_it_is_answered() {
    let scene = scene().await;
    let post = scene.appealed().await;
    assert!(kinds(&scene.one, "").await.is_empty(), "who decided it");
    assert!(kinds(&scene.officer, "").await.is_empty());
    let (item, _) = first(&scene.other).await;
    let waiting = items(&scene.other, "kind=appeal&board=city").await;
    let elsewhere = json!({
        "against": "post-hidden", "post": post, "account": null, "due": "2026-03-16",
        "answered_at": "/api/v1/appeals/1",
    });
    assert_eq!(waiting[0]["elsewhere"], elsewhere);
    assert_eq!(
        (&waiting[0]["title"], &waiting[0]["urgency"]),
        (&json!("路燈"), &json!("soon"))
    );
    assert!(kinds(&scene.other, "kind=flag").await.is_empty());
    assert!(kinds(&scene.other, "board=open").await.is_empty());
    let counted = scene.other.get("/api/v1/review/count").await.expect(200);
    let expected = json!({ "count": 1, "kinds": { "appeal": 1 } });
    assert_eq!(counted.json(), expected);

    // Claimed like all else, and by nobody who does not decide it.
    assert_eq!(act(&scene.one, item, "/claim").await, 404);
    assert_eq!(act(&scene.other, item, "/claim").await, 200);
    let third = scene.plaza.log_on_as(Role::Moderator, "版主丙").await;
    assert_eq!(act(&third, item, "/claim").await, 409);
    assert_eq!(items(&third, "").await[0]["claim"]["by"], "second");
    assert_eq!(kinds(&scene.other, "mine=1").await, ["appeal"]);

    // It is decided in its own room alone.
    assert_eq!(act(&scene.other, item, "").await, 409);
    let page = scene.other.get(&format!("/zh/review/{item}")).await;
    let page = page.expect(200);
    let way = page.attribute("a[data-key=o]", "href").unwrap();
    assert_eq!(way, "/zh/review/appeals?after=2026-03-16.0#appeal-1");
    assert!(page.texts("button[name=decision]").is_empty());
    assert!(!page.body.contains("請再看看我寫的"), "without a trace");
    let room = scene.other.get("/zh/review/appeals").await.expect(200);
    assert_eq!(room.texts("#appeal-1").len(), 1);
    let bulk = json!({ "decision": "approve", "items": [{ "id": item, "version": 0 }] });
    let many = scene.other.post_json("/api/v1/review/bulk", &bulk).await;
    assert_eq!(many.expect(200).json()[0]["result"], "cannot");
    let answer = json!({ "granted": true, "answer": "我們看錯了" });
    let path = "/api/v1/appeals/1";
    scene.other.post_json(path, &answer).await.expect(200);
    assert!(kinds(&scene.other, "").await.is_empty());
    let ended = third.get(&format!("/api/v1/review/{item}")).await;
    let ended = ended.expect(409).json();
    assert_eq!(
        (&ended["code"], &ended["by"]),
        (&json!("decided-before"), &json!("second"))
    );
}

#[actix_web::test]
async fn an_appeal_about_an_account_waits_for_who_decides_about_such_accounts() {
    let scene = scene().await;
    let admin = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let chief = scene.plaza.log_on_as(Role::Administrator, "主任").await;
    let number = scene.contested(&scene.one, &scene.author).await;
    assert!(kinds(&scene.one, "").await.is_empty(), "who imposed it");
    let waiting = items(&scene.other, "kind=sanction-appeal").await;
    assert_eq!(waiting[0]["title"], "haihai");
    assert_eq!(waiting[0]["elsewhere"]["against"], "warn");
    let answered_at = format!("/api/v1/sanctions/{number}/answer");
    assert_eq!(waiting[0]["elsewhere"]["answered_at"], answered_at.as_str());
    let page = scene
        .other
        .get(&format!("/zh/review/{}", waiting[0]["id"]))
        .await;
    let page = page.expect(200);
    let way = page.attribute("a[data-key=o]", "href").unwrap();
    let (room, place) = way.split_once('#').unwrap();
    let room = scene.other.get(room).await.expect(200);
    assert_eq!(room.texts(&format!("#{place}")).len(), 1);
    let answer = json!({ "granted": false, "answer": "維持" });
    let answered = scene.other.post_json(&answered_at, &answer).await;
    answered.expect(200);
    assert!(kinds(&scene.other, "").await.is_empty());

    // A moderator's account is for administrators, and not for the one who imposed it.
    scene.contested(&admin, &scene.one).await;
    for nobody in [&scene.one, &scene.other, &admin, &scene.officer] {
        assert!(kinds(nobody, "").await.is_empty());
    }
    assert_eq!(kinds(&chief, "").await, ["sanction-appeal"]);
}

#[actix_web::test]
async fn what_somebody_who_is_named_asks_waits_for_the_privacy_officer_alone() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "路燈", "很暗。").await;
    let post = scene.reply(topic, "mine", 201).await;
    scene.asked(post).await;
    // What is about no post is no public content.
    let body = json!({ "kind": "access", "words": "還有什麼" });
    let own = "/api/v1/account/data-requests";
    scene.author.post_json(own, &body).await.expect(202);
    for moderator in [&scene.one, &scene.other] {
        assert!(kinds(moderator, "").await.is_empty());
    }
    let waiting = items(&scene.officer, "").await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let elsewhere = json!({
        "against": null, "post": post, "account": null, "due": "2026-04-01",
        "answered_at": "/api/v1/officer/requests/1",
    });
    assert_eq!(waiting[0]["elsewhere"], elsewhere);
    assert_eq!(waiting[0]["urgency"], "urgent");
    let item = waiting[0]["id"].as_i64().unwrap();
    assert_eq!(act(&scene.other, item, "/claim").await, 404);
    assert_eq!(act(&scene.officer, item, "/claim").await, 200);
    let page = scene.officer.get("/zh/review").await.expect(200);
    let way = page.attribute("a[data-key=o]", "href").unwrap();
    assert_eq!(way, "/zh/officer/requests#request-1");
    let room = scene.officer.get("/zh/officer/requests").await.expect(200);
    assert_eq!(room.texts("#request-1").len(), 1);
    assert!(!page.body.contains("電話是我的"), "without a trace");

    let answer = async |number: i64, decision: &str| {
        let path = format!("/api/v1/officer/requests/{number}");
        let body = json!({ "decision": decision, "words": "要找舊檔案" });
        scene.officer.post_json(&path, &body).await.expect(200);
    };
    answer(1, "extend").await;
    let later = items(&scene.officer, "").await;
    assert_eq!(later[0]["elsewhere"]["due"], "2026-05-01");
    answer(1, "mask").await;
    assert!(kinds(&scene.officer, "").await.is_empty());
    assert_eq!(act(&scene.officer, item, "/claim").await, 409);
    let withdraw = scene.asked(post).await;
    assert_eq!(kinds(&scene.officer, "").await, ["request"]);
    let guest = scene.plaza.client().await;
    guest.post(&withdraw, &[]).await.expect(200);
    assert!(kinds(&scene.officer, "").await.is_empty(), "taken back");
}

#[actix_web::test]
async fn what_is_to_be_answered_today_stands_among_the_most_urgent() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    scene.reply(topic, "other", 202).await;
    scene.appealed().await;
    remind_moderators::once(&scene.plaza.context).await.unwrap();
    let [held, appeal] = ["personal-data-of-others", "appeal"];
    assert_eq!(kinds(&scene.other, "").await, [held, appeal]);
    scene.plaza.at("2026-03-16T11:00");
    scene.other.log_on("second@example.tw", PASSWORD).await;
    remind_moderators::once(&scene.plaza.context).await.unwrap();
    assert_eq!(kinds(&scene.other, "").await, [appeal, held]);
    assert_eq!(items(&scene.other, "").await[0]["urgency"], "urgent");
}

#[actix_web::test]
async fn what_waited_before_the_queue_had_it_comes_into_it() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    let public = scene.reply(topic, "mine", 201).await;
    scene.asked(public).await;
    let post = scene.appealed().await;
    scene.contested(&scene.one, &scene.author).await;
    let all = async || {
        let mut all = Vec::new();
        for client in [&scene.one, &scene.other, &scene.officer] {
            let told = items(client, "").await.into_iter();
            let told = told.map(|item| json!([item["kind"], item["at"], item["elsewhere"]]));
            all.push(told.collect::<Vec<Value>>());
        }
        all
    };
    let before = all().await;
    let lengths: Vec<usize> = before.iter().map(Vec::len).collect();
    assert_eq!(lengths, [0, 2, 1]);
    assert_eq!(before[1][0][2]["post"], post);
    let gone = format!("DELETE FROM review_items WHERE kind IN ({KINDS})");
    scene.plaza.sql(&gone).unwrap();
    assert!(kinds(&scene.other, "").await.is_empty());
    // What the migration says is the same on both databases.
    let migration = include_str!("../migrations/sqlite/2026-04-30-000000_one_queue/up.sql");
    let (_, waits) = migration.split_once("-- What waits already.").unwrap();
    let (_, waits) = waits.split_once('\n').unwrap();
    scene.plaza.sql(waits).unwrap();
    remind_moderators::once(&scene.plaza.context).await.unwrap();
    assert_eq!(all().await, before);
}

#[actix_web::test]
async fn what_is_held_is_masked_and_let_out_and_both_are_taken_back() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    let post = scene.reply(topic, "other", 202).await;
    let (item, version) = first(&scene.one).await;
    let ready = format!("/zh/review/{item}?act=mask");
    let page = scene.one.get(&ready).await.expect(200);
    let button = page.texts("button[value=mask]").concat();
    assert!(button.contains("遮蔽個人資料後發表"), "{button}");
    let mask = json!({
        "decision": "mask", "version": version, "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{item}");
    scene.one.post_json(&path, &mask).await.expect(200);
    let guest = scene.plaza.client().await;
    let read = format!("/api/v1/posts/{post}");
    let public = guest.get(&read).await.expect(200);
    assert!(!public.body.contains(PHONE) && public.body.contains("電話是"));
    let register = guest.get("/api/v1/ledger").await.expect(200).json();
    let acts = [0, 1].map(|at| register["entries"][at]["act"].clone());
    assert_eq!(acts, [json!("post-approved"), json!("post-masked")]);
    let mails = scene.plaza.mails().await;
    let mut told = mails.iter().filter(|mail| mail.to == "haihai@example.tw");
    assert!(told.any(|mail| mail.text.contains("別人的電話")));

    // What it masked was never public, and does not become so by taking the mask back.
    let decided = format!("/api/v1/posts/{post}/decisions");
    let decided = scene.one.get(&decided).await.expect(200).json();
    let mut decided = decided["decisions"].as_array().unwrap().iter();
    let masked = decided.find(|one| one["act"] == "post-masked").unwrap();
    let back = format!("/api/v1/decisions/{}/undo", masked["number"]);
    scene.other.post_json(&back, &json!({})).await.expect(409);
    scene.one.post("/zh/review/undo", &[]).await.expect(303);
    guest.get(&read).await.expect(404);
    assert_eq!(first(&scene.other).await.0, item, "it waits again");
    scene.other.post_json(&back, &json!({})).await.expect(200);
    let again = scene.other.get(&path).await.expect(200).json();
    assert_eq!(again["findings"][0]["words"], PHONE);
    guest.get(&read).await.expect(404);
}

#[actix_web::test]
async fn what_was_never_public_waits_again_where_an_appeal_gives_it_back() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    let post = scene.reply(topic, "other", 202).await;
    let (item, version) = first(&scene.one).await;
    let mask = json!({
        "decision": "mask", "version": version, "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{item}");
    scene.one.post_json(&path, &mask).await.expect(200);
    let guest = scene.plaza.client().await;
    let read = format!("/api/v1/posts/{post}");
    guest.get(&read).await.expect(200);
    let decided = format!("/api/v1/posts/{post}/decisions");
    let decided = scene.author.get(&decided).await.expect(200).json();
    let mut decided = decided["decisions"].as_array().unwrap().iter();
    let masked = decided.find(|one| one["act"] == "post-masked").unwrap();
    let words = json!({ "number": masked["number"], "words": "這是我的電話" });
    let appeal = format!("/api/v1/posts/{post}/appeals");
    scene.author.post_json(&appeal, &words).await.expect(200);
    scene.plaza.mails().await;
    let waiting = scene.other.get("/api/v1/appeals").await.expect(200).json();
    let answer = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
    let granted = json!({ "granted": true, "answer": "看過了" });
    scene.other.post_json(&answer, &granted).await.expect(200);

    guest.get(&read).await.expect(404);
    let register = guest.get("/api/v1/ledger").await.expect(200).json();
    let acts = [0, 1, 2].map(|at| register["entries"][at]["act"].clone());
    let expected = ["post-restored", "post-waits-again", "appeal-granted"];
    assert_eq!(acts, expected.map(|act| json!(act)));
    let told = scene.plaza.mails().await;
    let mut told = told.iter().filter(|mail| mail.to == "haihai@example.tw");
    assert!(told.any(|mail| mail.text.contains("先前從未公開")));
    let (again, version) = first(&scene.other).await;
    assert_eq!(again, item, "it waits again");
    let shown = scene.other.get(&path).await.expect(200).json();
    assert_eq!(shown["findings"][0]["words"], PHONE);
    let approve = json!({ "decision": "approve", "version": version });
    scene.other.post_json(&path, &approve).await.expect(200);
    assert!(guest.get(&read).await.expect(200).body.contains(PHONE));
}

#[actix_web::test]
async fn what_was_imported_is_masked_where_it_stands() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    let post = scene.reply(topic, "mine", 201).await;
    let waits = format!(
        "INSERT INTO review_items (kind, post_id, state, created_at, urgency) \
         SELECT 'imported', id, 'open', created_at, 10 FROM posts WHERE id = {post}"
    );
    scene.plaza.sql(&waits).unwrap();
    let (item, version) = first(&scene.one).await;
    let mask = json!({
        "decision": "mask", "version": version, "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{item}");
    scene.one.post_json(&path, &mask).await.expect(200);
    let guest = scene.plaza.client().await;
    let read = format!("/api/v1/posts/{post}");
    let public = guest.get(&read).await.expect(200);
    assert!(!public.body.contains(PHONE) && public.body.contains("電話是"));
    assert!(kinds(&scene.one, "").await.is_empty());
    scene.one.post("/zh/review/undo", &[]).await.expect(303);
    assert!(guest.get(&read).await.expect(200).body.contains(PHONE));
    // What is in it again is to be decided about again.
    assert_eq!(kinds(&scene.one, "").await, ["imported"]);
    assert_eq!(first(&scene.other).await.0, item);
}

#[actix_web::test]
async fn a_mask_is_made_ready_with_the_reason_that_is_meant_for_masking_alone() {
    let scene = scene().await;
    let admin = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    scene.reply(topic, "other", 202).await;
    let (item, _) = first(&scene.one).await;
    let path = format!("/zh/review/{item}?act=mask");
    let chosen = async || {
        let page = scene.one.get(&path).await.expect(200);
        page.attribute("#f-reason_id option[selected]", "value")
    };
    let list = "/api/v1/admin/reasons";
    for (words, acts, prepared) in [
        ("個資", json!(["mask", "hide"]), None),
        ("離題", json!([]), None),
        ("應遮蔽", json!(["mask"]), Some("3")),
    ] {
        let body = json!({ "words_zh": words, "words_en": words, "acts": acts, "position": 1 });
        let added = admin.post_json(list, &body).await;
        assert!(added.status.is_success(), "{}", added.body);
        assert_eq!(chosen().await.as_deref(), prepared, "{acts}");
    }
}

#[actix_web::test]
async fn of_a_like_one_it_is_told_that_it_was_masked_and_let_out() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "水溝", "不通。").await;
    scene.reply(topic, "other", 202).await;
    let (item, version) = first(&scene.one).await;
    let mask = json!({
        "decision": "mask", "version": version, "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{item}");
    scene.one.post_json(&path, &mask).await.expect(200);
    let body = json!({ "body": format!("里長說可以打{PHONE}問問看") });
    let path = format!("/api/v1/topics/{topic}/posts");
    let publish = |_: &str| ("other", "publish");
    let written = scene.author.decide("POST", &path, &body, publish).await;
    written.expect(202);
    let (item, _) = first(&scene.other).await;
    let shown = scene.other.get(&format!("/api/v1/review/{item}")).await;
    let like = shown.expect(200).json()["similar"][0].clone();
    assert_eq!(
        (&like["decision"], &like["act"], &like["ground"]),
        (
            &json!("masked"),
            &json!("post-masked"),
            &json!("circumstance-2")
        )
    );
    let page = scene.other.get(&format!("/en/review/{item}")).await;
    let page = page.expect(200).texts("details li").concat();
    assert!(page.contains("Personal data masked"), "{page}");
}
