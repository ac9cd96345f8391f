//! Flags: given by anybody, looked at by moderators, and ended once.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use plaza::{accounts::Role, forum::reader::Circle, jobs, privacy::erasures::Erased};
use serde_json::{Value, json};

use crate::{
    reading::board_for,
    support::{Client, PASSWORD, Plaza},
};

const WORDS: &str = "第二段是廣告，店名就在裡面";
const PHONE: &str = "0912-345-678";
const FORM: &str = "/zh/posts/1/flag";
const API: &str = "/api/v1/posts/1/flags";

struct Scene {
    plaza: Plaza,
    /// Who wrote posts 1 and 2: a topic and an answer.
    author: Client,
    reader: Client,
    moderator: Client,
    guest: Client,
    topic: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    author.reply(topic, "還是不亮。").await;
    Scene {
        reader: plaza.person("reader", Role::Resident).await.client,
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        guest: plaza.client().await,
        author,
        topic,
        plaza,
    }
}

/// Fills in the form at `page` as it stands there, and sends it.
async fn flag(client: &Client, page: &str, reason: &str, words: &str) -> String {
    let form = client.get(page).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", &notice),
        ("reason", reason),
        ("words", words),
    ];
    client.post(page, &fields).await.expect(303).location()
}

async fn queue(moderator: &Client) -> Value {
    moderator.get("/api/v1/review").await.expect(200).json()
}

/// The only item that waits: its number and the version that is shown.
async fn item(moderator: &Client) -> (i64, String) {
    let queue = queue(moderator).await;
    assert_eq!(queue["count"], 1, "{queue}");
    let item = &queue["items"][0];
    (item["id"].as_i64().unwrap(), item["version"].to_string())
}

const GROUND: [(&str, &str); 2] = [("ground", "R5"), ("reason", "這是廣告")];

/// Decides about the only item, as the page does.
async fn decide(moderator: &Client, decision: &str) -> String {
    let (item, version) = item(moderator).await;
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", decision), ("version", &version)]);
    let path = format!("/zh/review/{item}");
    moderator.post(&path, &fields).await.expect(303).location()
}

/// How an account's flags ended, as it is told.
async fn told(client: &Client) -> Vec<String> {
    let list = client.get("/api/v1/notifications").await.expect(200).json();
    let flags = list["flags"].as_array().unwrap().clone();
    let outcome = |flag: &Value| flag["outcome"].as_str().unwrap().to_owned();
    flags.iter().map(outcome).collect()
}

#[actix_web::test]
async fn a_guest_flags_a_post_without_a_cookie_or_a_script() {
    let Scene {
        plaza,
        moderator,
        guest,
        topic,
        ..
    } = scene().await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let link = page.attribute("#post-2 a[href$='/flag']", "href").unwrap();
    assert_eq!(link, "/zh/posts/2/flag");
    let title = page.attribute(".post-actions a[href$='/flag']", "href");
    assert_eq!(title.as_deref(), Some(FORM), "the title's is its post's");
    let form = guest.get(&link).await.expect(200);
    assert_eq!(form.texts("article .post-body"), ["還是不亮。"]);
    assert_eq!(form.texts("input[name=reason]").len(), 6);
    assert!(form.texts("script").is_empty());
    let done = flag(&guest, &link, "spam", WORDS).await;
    assert!(guest.cookie_names().is_empty(), "a cookie was set");
    let page = guest.get(&done).await.expect(200);
    assert!(page.texts(".notice")[0].contains("謝謝"), "{}", page.body);
    assert!(!plaza.dump().contains(WORDS), "the words lie in the open");

    let list = moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("article .post-body"), ["還是不亮。"]);
    let main = list.texts("main").concat();
    assert!(main.contains(WORDS) && main.contains("訪客檢舉"), "{main}");
    assert!(main.contains("廣告或洗版"));
    let item = &queue(&moderator).await["items"][0];
    assert_eq!(item["kind"], "flag");
    assert_eq!(item["flags"][0]["words"], WORDS);
    assert_eq!(item["flags"][0]["by_member"], false);
    // Nobody else reads them.
    for path in ["/zh/topics/1", "/zh/ledger", "/api/v1/posts/2"] {
        assert!(!guest.get(path).await.body.contains(WORDS), "{path}");
    }
}

#[actix_web::test]
async fn a_thing_has_one_item_and_an_account_flags_it_once() {
    let scene = scene().await;
    let (reader, guest) = (&scene.reader, &scene.guest);
    assert!(
        flag(reader, FORM, "insult", "一")
            .await
            .ends_with("done=flagged")
    );
    let again = flag(reader, FORM, "spam", "二").await;
    assert!(again.ends_with("done=flagged-before"), "{again}");
    let page = reader.get(&again).await.expect(200);
    assert!(page.texts(".notice")[0].contains("已經檢舉過"));
    let body = json!({ "reason": "other", "words": "三" });
    let api = reader.post_json(API, &body).await.expect(200).json();
    assert_eq!(api["status"], "flagged-before");
    // Guests are not told apart; the same form and the same key count once.
    let form = guest.get(FORM).await;
    let submission = form.hidden("submission");
    let fields = [("submission", submission.as_str()), ("reason", "unlawful")];
    for _ in 0..2 {
        let done = guest.post(FORM, &fields).await.expect(303).location();
        assert!(done.ends_with("done=flagged"), "{done}");
    }
    let body = json!({ "reason": "off-topic" });
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(API)
            .insert_header(("idempotency-key", "one-and-only"))
            .set_json(&body);
        let answer = guest.send(request).await.expect(202);
        assert_eq!(answer.json()["status"], "flagged");
    }
    let queue = queue(&scene.moderator).await;
    assert_eq!(queue["count"], 1);
    let item = &queue["items"][0];
    assert_eq!(item["flagged"], 3);
    let reasons: Vec<&Value> = item["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| &flag["reason"])
        .collect();
    assert_eq!(reasons, ["off-topic", "unlawful", "insult"], "newest first");
    assert_eq!(item["title"], "路燈");
}

#[actix_web::test]
async fn of_many_flags_the_newest_are_shown_and_all_are_counted() {
    let scene = scene().await;
    for n in 0..23 {
        let body = json!({ "reason": "spam", "words": format!("第{n}個") });
        scene.guest.post_json(API, &body).await.expect(202);
    }
    let item = &queue(&scene.moderator).await["items"][0];
    let flags = item["flags"].as_array().unwrap();
    assert_eq!((&item["flagged"], flags.len()), (&json!(23), 20));
    assert_eq!(flags[0]["words"], "第22個");
    assert_eq!(flags[19]["words"], "第3個");
}

#[actix_web::test]
async fn what_is_wrong_is_told_and_what_was_typed_is_kept() {
    let scene = scene().await;
    let guest = &scene.guest;
    let long = "字".repeat(1001);
    for (fields, field) in [
        (vec![("words", WORDS)], "reason"),
        (vec![("reason", "forged"), ("words", WORDS)], "reason"),
        (vec![("reason", "spam"), ("words", &long)], "words"),
        (vec![("reason", "spam"), ("words", "a\0b")], "words"),
        (
            vec![("reason", "spam"), ("words", WORDS), ("notice", "0")],
            "words",
        ),
    ] {
        let page = guest.post(FORM, &fields).await.expect(422);
        assert_eq!(page.texts(&format!("#e-{field}")).len(), 1, "{fields:?}");
        let typed = fields.iter().find(|(name, _)| *name == "words").unwrap().1;
        assert_eq!(
            page.texts("textarea[name=words]"),
            [typed.replace('\0', "\u{fffd}")]
        );
    }
    for (body, status) in [
        (json!({ "reason": "forged" }), 400),
        (json!({}), 400),
        (json!({ "reason": "spam", "words": long }), 422),
        (json!({ "reason": "spam", "notice": "0" }), 422),
    ] {
        guest.post_json(API, &body).await.expect(status);
    }
    let body = json!({ "reason": "spam" });
    let reason = [("reason", "spam"), ("words", WORDS)];
    for id in ["0", "99", "9223372036854775807"] {
        for of in ["posts", "people"] {
            let page = format!("/zh/{of}/{id}/flag");
            guest.get(&page).await.expect(404);
            let kept = guest.post(&page, &reason).await.expect(404);
            assert!(kept.body.contains(WORDS), "{page} lost what was typed");
            let path = format!("/api/v1/{of}/{id}/flags");
            guest.post_json(&path, &body).await.expect(404);
        }
    }
    guest.get("/zh/posts/x/flag").await.expect(404);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn nobody_flags_what_they_may_not_read() {
    let scene = scene().await;
    board_for(&scene.plaza, "members", Circle::Members).await;
    scene
        .author
        .topic("members", "內部", "給有帳號的人。")
        .await;
    let (page, api) = ("/zh/posts/3/flag", "/api/v1/posts/3/flags");
    let body = json!({ "reason": "spam" });
    scene.guest.get(page).await.expect(404);
    scene
        .guest
        .post(page, &[("reason", "spam")])
        .await
        .expect(404);
    scene.guest.post_json(api, &body).await.expect(404);
    scene.reader.get(page).await.expect(200);
    scene.reader.post_json(api, &body).await.expect(202);
    // What waits was never there for them.
    let signed = scene.guest.as_guest("小樹", None).await;
    let held = json!({ "title": "早餐", "body": "內文", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let ours = |_: &str| ("mine", "publish");
    scene
        .guest
        .decide("POST", path, &held, ours)
        .await
        .expect(202);
    scene.reader.get("/zh/posts/4/flag").await.expect(404);
    scene
        .reader
        .post_json("/api/v1/posts/4/flags", &body)
        .await
        .expect(404);
}

#[actix_web::test]
async fn what_is_hidden_or_erased_meanwhile_says_so() {
    let scene = scene().await;
    let hide = [("act", "hide"), ("ground", "R5"), ("reason", "廣告")];
    let path = "/zh/posts/2/moderate";
    scene.moderator.post(path, &hide).await.expect(303);
    let fields = [("reason", "spam"), ("words", WORDS)];
    for _ in 0..2 {
        scene.guest.get("/zh/posts/2/flag").await.expect(410);
        let page = scene.guest.post("/zh/posts/2/flag", &fields).await;
        let page = page.expect(410);
        assert!(page.body.contains(WORDS), "{}", page.body);
        assert!(page.texts("h1")[0].contains("已經不在"));
        let body = json!({ "reason": "spam" });
        let api = scene.guest.post_json("/api/v1/posts/2/flags", &body).await;
        assert_eq!(api.expect(410).json()["code"], "gone");
        // The same for one that its author erases.
        scene.author.post("/zh/posts/2/erase", &[]).await;
    }
    assert_eq!(queue(&scene.moderator).await["count"], 0);
}

#[actix_web::test]
async fn no_violation_ends_the_flags_and_who_gave_one_is_told() {
    let scene = scene().await;
    let entries = async || {
        let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"].as_array().unwrap().len()
    };
    let before = entries().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    flag(&scene.guest, FORM, "other", "訪客的話").await;
    assert_eq!(told(&scene.reader).await.len(), 0);
    decide(&scene.moderator, "approve").await;
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(entries().await, before, "a dismissal is no act");
    scene
        .guest
        .get(&format!("/zh/topics/{}", scene.topic))
        .await
        .expect(200);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
    let page = scene.reader.get("/zh/notifications").await.expect(200);
    assert!(page.texts("main").concat().contains("沒有違反規則"));
    assert!(!page.body.contains("訪客的話") && !page.body.contains("版主甲"));
    // It counts as new until it was seen.
    let unseen =
        async |client: &Client| client.get("/api/v1/notifications").await.json()["unseen"].clone();
    assert_eq!(unseen(&scene.reader).await, 1);
    let flag = page.hidden("flag");
    let fields = [("flag", flag.as_str())];
    let stranger = &scene.author;
    stranger
        .post("/zh/notifications/seen", &fields)
        .await
        .expect(303);
    assert_eq!(unseen(&scene.reader).await, 1, "it is the reader's");
    for _ in 0..2 {
        scene
            .reader
            .post("/zh/notifications/seen", &fields)
            .await
            .expect(303);
        assert_eq!(unseen(&scene.reader).await, 0);
    }
    // What the account gave stands among its data; the author learns of none of it.
    let held = scene.reader.get("/api/v1/account/data").await.json();
    let given = held["flags"].as_array().unwrap();
    assert_eq!(given.len(), 1);
    assert_eq!(given[0]["words_sealed"], WORDS);
    assert_eq!(
        (&given[0]["reason"], &given[0]["post_id"]),
        (&json!("spam"), &json!("1"))
    );
    assert_eq!(given[0]["outcome"], "dismissed");
    let looks = held["flag_looks"].as_array().unwrap();
    assert_eq!(looks.len(), 1, "a moderator's look, once a day");
    assert!(looks[0].get("account_id").is_none());
    let page = scene.reader.get("/zh/account/data").await.expect(200);
    assert!(page.texts("main h2").contains(&"您的檢舉".to_owned()));
    let author = scene.author.get("/api/v1/account/data").await;
    assert!(author.json().get("flags").is_none() && !author.body.contains(WORDS));
    // Flagged anew, it waits anew.
    scene
        .guest
        .post_json(API, &json!({ "reason": "spam" }))
        .await
        .expect(202);
    assert_eq!(queue(&scene.moderator).await["items"][0]["flagged"], 1);
}

#[actix_web::test]
async fn hiding_needs_a_ground_and_ends_the_flags_with_it() {
    let scene = scene().await;
    let path = "/api/v1/posts/2/flags";
    let body = json!({ "reason": "spam", "words": WORDS });
    scene.reader.post_json(path, &body).await.expect(202);
    let (item, version) = item(&scene.moderator).await;
    let action = format!("/zh/review/{item}");
    for reason in ["", "a\0b"] {
        let fields = [
            ("decision", "reject"),
            ("version", &*version),
            ("ground", "R5"),
            ("reason", reason),
        ];
        let page = scene.moderator.post(&action, &fields).await.expect(422);
        assert_eq!(page.texts(".error-summary a").len(), 1);
    }
    assert!(told(&scene.reader).await.is_empty());
    let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    decide(&scene.moderator, "reject").await;
    let decided = scene.author.get("/api/v1/posts/2/decisions").await.json();
    assert_eq!(decided["decisions"][0]["act"], "post-hidden");
    assert_eq!(decided["decisions"][0]["rule"], "R5");
    assert_eq!(decided["decisions"][0]["may_appeal"], true);
    let register = scene.guest.get("/api/v1/ledger").await.json();
    assert_eq!(register["entries"][0]["act"], "post-hidden");
    assert_eq!(told(&scene.reader).await, ["acted"]);
    let mails = scene.plaza.mails().await;
    assert!(!mails.iter().any(|mail| mail.raw.contains("reader@")));
    // Of two moderators the second is told.
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", "reject"), ("version", &*version)]);
    for decision in ["reject", "mask", "approve"] {
        fields[2].1 = decision;
        let late = rival.post(&action, &fields).await.expect(409);
        assert!(late.texts(".notice")[0].contains("版主甲"), "{decision}");
    }
    let answer = json!({ "decision": "approve", "version": 0 });
    let api = rival
        .post_json(&format!("/api/v1/review/{item}"), &answer)
        .await;
    let api = api.expect(409).json();
    assert_eq!(
        (&api["code"], &api["by"]),
        (&json!("decided-before"), &json!("版主甲"))
    );
}

#[actix_web::test]
async fn two_moderators_at_once_decide_once() {
    for _ in 0..3 {
        let scene = scene().await;
        let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
        flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
        let (item, version) = item(&scene.moderator).await;
        let action = format!("/zh/review/{item}");
        let mut hide = GROUND.to_vec();
        hide.extend([("decision", "reject"), ("version", &*version)]);
        let keep = [("decision", "approve"), ("version", &*version)];
        let (one, other) = futures_util::join!(
            scene.moderator.post(&action, &hide),
            rival.post(&action, &keep)
        );
        let mut both = [one.status.as_u16(), other.status.as_u16()];
        let outcome = if both[0] == 303 { "acted" } else { "dismissed" };
        both.sort_unstable();
        assert_eq!(both, [303, 409]);
        assert_eq!(told(&scene.reader).await, [outcome]);
    }
}

#[actix_web::test]
async fn whatever_takes_it_out_of_sight_ends_its_flags() {
    let scene = scene().await;
    for id in [1, 2] {
        let page = format!("/zh/posts/{id}/flag");
        flag(&scene.reader, &page, "spam", WORDS).await;
    }
    assert_eq!(queue(&scene.moderator).await["count"], 2);
    // Hidden from its own page.
    let hide = [("act", "hide"), ("ground", "R5"), ("reason", "廣告")];
    let path = "/zh/posts/2/moderate";
    scene.moderator.post(path, &hide).await.expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    assert_eq!(told(&scene.reader).await, ["acted"]);
    // Erased by its author: also what was said about it goes.
    scene.plaza.advance(TimeDelta::minutes(1));
    scene
        .author
        .post("/zh/posts/1/erase", &[])
        .await
        .expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["gone", "acted"]);
    let held = scene.reader.get("/api/v1/account/data").await.json();
    let words: Vec<_> = held["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| flag.get("words_sealed").is_some())
        .collect();
    assert_eq!(words, [false, true]);
}

#[actix_web::test]
async fn a_post_that_was_changed_since_is_looked_at_again() {
    let scene = scene().await;
    flag(&scene.reader, "/zh/posts/2/flag", "spam", "").await;
    let (item, version) = item(&scene.moderator).await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let body = json!({ "body": "修好了，謝謝。" });
    let path = "/api/v1/posts/2";
    scene
        .author
        .json(Method::PATCH, path, &body)
        .await
        .expect(200);
    let action = format!("/zh/review/{item}");
    for decision in ["approve", "reject"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*version)]);
        let page = scene.moderator.post(&action, &fields).await.expect(409);
        assert!(page.texts(".notice")[0].contains("改過"), "{decision}");
    }
    let answer = json!({ "decision": "approve", "version": 7 });
    let api = format!("/api/v1/review/{item}");
    let api = scene.moderator.post_json(&api, &answer).await.expect(409);
    assert_eq!(api.json()["code"], "changed-meanwhile");
    assert!(told(&scene.reader).await.is_empty());
    decide(&scene.moderator, "approve").await;
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn what_is_personal_in_a_flagged_post_is_masked_and_the_post_stays() {
    let scene = scene().await;
    let path = format!("/api/v1/topics/{}/posts", scene.topic);
    let body = json!({ "body": format!("打給我{PHONE}。") });
    let ours = |_: &str| ("mine", "publish");
    scene
        .author
        .decide("POST", &path, &body, ours)
        .await
        .expect(201);
    flag(&scene.reader, "/zh/posts/3/flag", "personal-data", "").await;
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("button[value=mask]").len(), 1);
    decide(&scene.moderator, "mask").await;
    let shown = scene.guest.get("/api/v1/posts/3").await.expect(200);
    assert!(!shown.body.contains(PHONE) && shown.body.contains("打給我"));
    assert_eq!(told(&scene.reader).await, ["acted"]);
    // Where nothing is marked there is nothing to mask, and nothing is decided.
    flag(&scene.reader, FORM, "personal-data", "").await;
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert!(list.texts("button[value=mask]").is_empty());
    let (item, version) = item(&scene.moderator).await;
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", "mask"), ("version", &*version)]);
    let action = format!("/zh/review/{item}");
    let page = scene.moderator.post(&action, &fields).await.expect(422);
    assert_eq!(page.texts(&format!("#e-ground-{item}")).len(), 1);
    assert_eq!(
        page.attribute("input[name=reason]", "value").as_deref(),
        Some("這是廣告")
    );
    let answer = json!({
        "decision": "mask", "version": version.parse::<i64>().unwrap(), "ground": "R3",
        "reason": "別人的電話",
    });
    let api = format!("/api/v1/review/{item}");
    let api = scene.moderator.post_json(&api, &answer).await.expect(409);
    assert_eq!(api.json()["code"], "nothing-to-mask");
    assert_eq!(queue(&scene.moderator).await["count"], 1);
}

/// Shows this text as one's profile; gives its number.
async fn profile(author: &Client, about: &str) -> i64 {
    let body = json!({ "about": about });
    let path = "/api/v1/account/profile";
    author.json(Method::PUT, path, &body).await.expect(200);
    let post = author.get("/api/v1/posts/1").await.expect(200).json();
    post["author"]["profile"].as_i64().unwrap()
}

#[actix_web::test]
async fn a_profile_is_flagged_and_its_owner_is_asked_to_change_it() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    let page = scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(200);
    let form = page.attribute("a[href$='/flag']", "href").unwrap();
    let shown = scene.guest.get(&form).await.expect(200);
    assert_eq!(shown.texts("article .post-body"), ["買藥找我。"]);
    let own = scene.author.get(&format!("/zh/people/{id}")).await;
    assert!(own.attribute("a[href$='/flag']", "href").is_none());
    flag(&scene.reader, &form, "spam", WORDS).await;
    let api = format!("/api/v1/people/{id}/flags");
    let again = scene
        .reader
        .post_json(&api, &json!({ "reason": "spam" }))
        .await;
    assert_eq!(again.expect(200).json()["status"], "flagged-before");
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("article .post-body"), ["買藥找我。"]);
    assert!(list.texts("main").concat().contains(WORDS));
    let waiting = &queue(&scene.moderator).await["items"][0];
    assert_eq!(waiting["profile"]["id"], id);
    // What it showed before is not decided about now.
    let (item, before) = item(&scene.moderator).await;
    profile(&scene.author, "買好藥找我。").await;
    let action = format!("/zh/review/{item}");
    for decision in ["approve", "reject"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*before)]);
        scene.moderator.post(&action, &fields).await.expect(409);
    }
    scene.plaza.mails().await;
    decide(&scene.moderator, "reject").await;
    assert_eq!(told(&scene.reader).await, ["acted"]);
    let mails = scene.plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "haihai@example.tw");
    assert!(
        mail.text.contains("這是廣告") && !mail.text.contains(WORDS),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("/zh/account/profile"));
    let register = scene.guest.get("/api/v1/ledger").await.json();
    assert_eq!(register["entries"][0]["act"], "profile-reminded");
    let shown = scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(200);
    assert!(
        shown.body.contains("買好藥找我。"),
        "a moderator changes none of it"
    );
    // Flagged anew and taken down by its owner, it waits no more.
    scene
        .guest
        .post_json(&api, &json!({ "reason": "spam" }))
        .await
        .expect(202);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    let path = "/api/v1/account/profile";
    scene
        .author
        .json(Method::DELETE, path, &json!({}))
        .await
        .expect(204);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    scene.guest.get(&form).await.expect(404);
}

#[actix_web::test]
async fn a_flagged_profile_that_goes_with_its_account_ends_its_flags() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    flag(&scene.reader, &format!("/zh/people/{id}/flag"), "spam", "").await;
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    scene
        .author
        .post("/zh/account/erase", &fields)
        .await
        .expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["gone"]);
    scene.reader.get("/zh/notifications").await.expect(200);
}

#[actix_web::test]
async fn only_moderators_list_and_decide_and_a_program_can() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let (item, version) = item(&scene.moderator).await;
    let version: i64 = version.parse().unwrap();
    let path = format!("/api/v1/review/{item}");
    let answer = json!({ "decision": "approve", "version": version });
    for (client, status) in [(&scene.guest, 401), (&scene.reader, 403)] {
        client.get("/api/v1/review").await.expect(status);
        client.post_json(&path, &answer).await.expect(status);
    }
    let wrong = json!({ "decision": "reject", "version": version, "reason": "廣告" });
    let told_why = scene.moderator.post_json(&path, &wrong).await.expect(422);
    assert_eq!(told_why.json()["errors"][0]["field"], "ground");
    let unknown = "/api/v1/review/9999";
    scene
        .moderator
        .post_json(unknown, &answer)
        .await
        .expect(404);
    let wrong = json!({ "decision": "burn", "version": version });
    scene.moderator.post_json(&path, &wrong).await.expect(400);
    scene.moderator.post_json(&path, &answer).await.expect(200);
    assert_eq!(told(&scene.reader).await, ["dismissed"]);
}

#[actix_web::test]
async fn decided_flags_go_after_their_days_and_open_ones_stay() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    decide(&scene.moderator, "approve").await;
    flag(&scene.guest, "/zh/posts/2/flag", "spam", "還沒看").await;
    let flags = async || {
        use diesel::prelude::*;
        use plaza::db::{DbError, schema};
        let counted = scene.plaza.context.db.read(|connection| {
            let flags: i64 = schema::flags::table.count().get_result(connection)?;
            let consents: i64 = schema::consents::table
                .filter(schema::consents::flag_id.is_not_null())
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((flags, consents))
        });
        counted.await.unwrap()
    };
    assert_eq!(flags().await, (2, 2));
    for (days, left) in [(89, (2, 2)), (2, (1, 1)), (400, (1, 1))] {
        scene.plaza.advance(TimeDelta::days(days));
        jobs::retention::once(&scene.plaza.context).await.unwrap();
        assert_eq!(flags().await, left, "after {days} days more");
    }
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    assert_eq!(
        queue(&moderator).await["items"][0]["flags"][0]["words"],
        "還沒看"
    );
}

#[actix_web::test]
async fn the_words_are_taken_back_with_their_consent_and_the_flag_stays() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let backup = scene.plaza.backup();
    scene.plaza.advance(TimeDelta::minutes(1));
    let page = scene.reader.get("/zh/account").await.expect(200);
    assert!(
        page.texts("[aria-labelledby=consents] li")
            .concat()
            .contains("檢舉")
    );
    let list = scene.reader.get("/api/v1/account/consents").await.json();
    let consents = list["consents"].as_array().unwrap();
    let consent = consents.iter().find(|one| one["notice"] == "flag").unwrap();
    let path = format!("/api/v1/account/consents/{}/withdraw", consent["id"]);
    scene.author.post_json(&path, &json!({})).await.expect(404);
    scene.reader.post_json(&path, &json!({})).await.expect(200);
    scene.reader.post_json(&path, &json!({})).await.expect(404);
    let waiting = &queue(&scene.moderator).await["items"][0];
    assert_eq!(waiting["flagged"], 1);
    assert_eq!(waiting["flags"][0]["words"], Value::Null);
    assert_eq!(scene.plaza.journal(), [Erased::Flag { id: 1 }]);
    // A restored backup forgets them as well, once.
    let restored = scene.plaza.restored(&backup);
    assert_eq!(scene.plaza.replay(&restored).await, 1);
    assert_eq!(scene.plaza.replay_from_the_start(&restored).await, 0);
    let reader = scene.plaza.client_of(&restored).await;
    reader.log_on("reader@example.tw", PASSWORD).await;
    let held = reader.get("/api/v1/account/data").await.json();
    assert_eq!(held["flags"].as_array().unwrap().len(), 1);
    assert!(held["flags"][0].get("words_sealed").is_none());
}

#[actix_web::test]
async fn an_erased_account_leaves_the_flag_and_nothing_of_itself_in_it() {
    let scene = scene().await;
    flag(&scene.reader, FORM, "spam", WORDS).await;
    let backup = scene.plaza.backup();
    queue(&scene.moderator).await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    scene
        .reader
        .post("/zh/account/erase", &fields)
        .await
        .expect(303);
    let look = async |moderator: &Client| {
        let waiting = queue(moderator).await["items"][0].clone();
        assert_eq!(waiting["flags"][0]["reason"], "spam");
        assert_eq!(waiting["flags"][0]["by_member"], true);
        assert_eq!(waiting["flags"][0]["words"], Value::Null);
    };
    look(&scene.moderator).await;
    let restored = scene.plaza.restored(&backup);
    assert_eq!(scene.plaza.replay(&restored).await, 1);
    let moderator = scene.plaza.client_of(&restored).await;
    moderator.set_cookie("plaza", &scene.moderator.cookie("plaza").unwrap());
    look(&moderator).await;
    decide(&scene.moderator, "approve").await;
}

#[actix_web::test]
async fn a_guest_who_flags_too_often_is_asked_to_wait() {
    let scene = scene().await;
    scene.guest.come_from([192, 0, 2, 7].into(), "a browser");
    let typed = [("reason", "spam"), ("words", WORDS)];
    // Places become free again meanwhile: both are tried until one comes too soon.
    for _ in 0..5000 {
        let elsewhere = scene.guest.post("/zh/posts/99/flag", &[]).await;
        if elsewhere.status != 429 {
            continue;
        }
        let held = scene.guest.post(FORM, &typed).await;
        if held.status == 429 {
            assert_eq!(held.texts("textarea[readonly]"), [WORDS]);
            let body = json!({ "reason": "spam" });
            let api = scene.guest.post_json(API, &body).await;
            assert!([202, 429].contains(&api.status.as_u16()));
            return;
        }
    }
    panic!("there is no limit");
}
