//! A guest's post gives a key, and with it its author does what an account's author can: without
//! a cookie, without a script, and with no key in any address.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError, Timestamp,
        schema::{consents, posts, review_items, sealed_originals},
    },
    open_data,
    privacy::erasures::Erased,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza, files::png};

const PHONE: &str = "0912-345-678";
const EMAIL: &str = "guest.writer@mail.example";
const NAME: &str = "陳小樹";
const WORDS: &str = "只有訪客說過的話";

/// A guest's post with its key.
struct Given {
    post: i64,
    key: String,
}

impl Given {
    fn of(answer: &Answer) -> Self {
        let answer = answer.json();
        Self {
            post: answer["post"].as_i64().unwrap(),
            key: answer["key"].as_str().unwrap().to_owned(),
        }
    }

    fn page(&self) -> String {
        format!("/zh/posts/{}/key", self.post)
    }

    fn api(&self, what: &str) -> String {
        format!("/api/v1/posts/{}/key{what}", self.post)
    }

    /// Acts on the page, as its buttons do.
    async fn act(&self, client: &Client, act: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("key", &*self.key), ("act", act)];
        fields.extend(more);
        client.post(&self.page(), &fields).await
    }

    /// The page behind the key.
    async fn own(&self, client: &Client) -> Answer {
        let fields = [("key", &*self.key)];
        let page = client.post(&self.page(), &fields).await.expect(200);
        assert_eq!(no_store(&page), "no-store");
        page
    }
}

fn no_store(answer: &Answer) -> &str {
    let value = answer.headers.get(header::CACHE_CONTROL).unwrap();
    value.to_str().unwrap()
}

/// A guest's topic with a public name, address and telephone, through the API.
async fn topic(client: &Client) -> Given {
    let body = json!({
        "title": "二手書", "body": format!("{WORDS}，打給我{PHONE}"),
        "guest": client.as_guest(NAME, Some(EMAIL)).await,
    });
    let made = client
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(202);
    Given::of(&made)
}

/// Answers everything that a form asks, each finding by its place, and sends it again.
async fn answer(
    client: &Client,
    path: &str,
    fields: &[(&str, &str)],
    asked: &Answer,
    decide: impl Fn(&str) -> (&'static str, &'static str),
) -> Answer {
    let mut all: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    all.push(("check".into(), asked.hidden("check")));
    for n in 0.. {
        let Some(at) = asked.attribute(&format!("input[name=at-{n}]"), "value") else {
            break;
        };
        let (whose, choice) = decide(at.split(':').next().unwrap());
        all.push((format!("at-{n}"), at));
        all.push((format!("whose-{n}"), whose.into()));
        all.push((format!("choice-{n}"), choice.into()));
    }
    let all: Vec<(&str, &str)> = all
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    client.post(path, &all).await
}

/// Approves what waits longest.
async fn approve(moderator: &Client) {
    let queue = moderator.get("/zh/review").await.expect(200);
    let action = queue
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = queue.hidden("version");
    let fields = [("decision", "approve"), ("version", &*version)];
    moderator.post(&action, &fields).await.expect(303);
}

async fn reject(moderator: &Client, reason: &str) {
    let queue = moderator.get("/zh/review").await.expect(200);
    let action = queue
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = queue.hidden("version");
    let fields = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", reason),
    ];
    moderator.post(&action, &fields).await.expect(303);
}

struct Scene {
    plaza: Plaza,
    guest: Client,
    moderator: Client,
    given: Given,
}

/// A guest's topic that is public.
async fn published() -> Scene {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let given = topic(&guest).await;
    plaza.advance(TimeDelta::minutes(5));
    approve(&moderator).await;
    plaza.advance(TimeDelta::minutes(5));
    Scene {
        plaza,
        guest,
        moderator,
        given,
    }
}

async fn count<T: Send + 'static>(
    plaza: &Plaza,
    look: impl FnOnce(&mut plaza::db::AnyConnection) -> QueryResult<T> + Send + 'static,
) -> T {
    let found: Result<T, DbError> = plaza
        .context
        .db
        .read(move |connection| Ok(look(connection)?))
        .await;
    found.unwrap()
}

async fn open_items(plaza: &Plaza) -> i64 {
    count(plaza, |connection| {
        review_items::table
            .filter(review_items::state.eq("open"))
            .count()
            .get_result(connection)
    })
    .await
}

#[actix_web::test]
async fn the_page_after_posting_shows_the_key_once_and_to_the_same_form_again_for_a_day() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let path = "/zh/boards/open/new";
    let form = guest.get(path).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let typed = [
        ("submission", &*submission),
        ("notice", &*notice),
        ("title", "早餐"),
        ("body", "哪裡有？"),
        ("name", NAME),
    ];
    let asked = guest.post(path, &typed).await.expect(422);
    let mine = |_: &str| ("mine", "publish");
    let posted = answer(&guest, path, &typed, &asked, mine).await.expect(200);
    assert_eq!(no_store(&posted), "no-store");
    let kept = posted.texts(".keepsake code");
    let [key, address] = &kept[..] else {
        panic!("{}", posted.body)
    };
    assert!(address.ends_with("/zh/posts/1/key"), "{address}");
    assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [4; 3]);
    assert!(!key.contains(['O', 'I', 'L', 'U']));
    assert!(!plaza.holds(key) && !plaza.holds(&key.replace('-', "")));
    // The address, which is shown and linked, does not tell it; nobody gets a cookie.
    assert_eq!(posted.body.matches(&**key).count(), 1);
    assert_eq!(guest.cookie_names(), [""; 0]);
    // Two clicks are one post with one key, for a day.
    plaza.advance(TimeDelta::hours(23));
    let again = answer(&guest, path, &typed, &asked, mine).await.expect(200);
    assert_eq!(again.texts(".keepsake code"), kept);
    plaza.advance(TimeDelta::hours(1));
    let late = answer(&guest, path, &typed, &asked, mine).await.expect(200);
    assert_eq!(late.texts("h1"), posted.texts("h1"));
    assert_eq!(late.texts(".keepsake"), [""; 0]);
    assert_eq!(open_items(&plaza).await, 1);
    // Typed as people type, it opens.
    let loose = format!(" {} ", key.to_lowercase().replace('-', " "));
    let fields = [("key", &*loose)];
    guest
        .post("/zh/posts/1/key", &fields)
        .await
        .expect(200)
        .texts(".post-body");
}

#[actix_web::test]
async fn a_reply_gives_one_too_and_without_an_id_each_post_has_its_own() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("open", "早餐", "哪裡有？").await;
    let guest = plaza.client().await;
    let path = format!("/zh/topics/{topic}/reply");
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let notice = page.hidden("notice");
    let mut keys = Vec::new();
    for _ in 0..2 {
        let typed = [("body", "果貿社區"), ("name", "1234"), ("notice", &*notice)];
        let asked = guest.post(&path, &typed).await;
        let posted = if asked.status.as_u16() == 422 {
            answer(&guest, &path, &typed, &asked, |_| ("none", "publish")).await
        } else {
            asked
        };
        keys.push(posted.expect(200).texts(".keepsake code").remove(0));
    }
    assert_ne!(keys[0], keys[1]);
    assert_eq!(open_items(&plaza).await, 2);
    for (post, key) in [(2, &keys[0]), (3, &keys[1])] {
        let path = format!("/zh/posts/{post}/key");
        guest.post(&path, &[("key", &**key)]).await.expect(200);
    }
    // Whoever has an account needs none.
    let typed = json!({ "body": "我也要" });
    let path = format!("/api/v1/topics/{topic}/posts");
    let made = author.post_json(&path, &typed).await.expect(201).json();
    assert!(made["key"].is_null() && made["post"].is_null(), "{made}");
}

async fn keyed(client: &Client, id: &str, text: &str) -> Given {
    let path = "/api/v1/boards/open/topics";
    let body = json!({ "title": "早餐", "body": text, "guest": client.as_guest(NAME, None).await });
    let asked = client.post_json(path, &body).await.expect(422).json();
    let mut body = body;
    body["check"] = asked["check"].clone();
    body["decisions"] = crate::support::decisions(&asked, |_| ("mine", "publish"));
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("idempotency-key", id.to_owned()))
        .set_json(&body);
    let made = client.send(request).await.expect(202);
    assert_eq!(no_store(&made), "no-store");
    Given::of(&made)
}

#[actix_web::test]
async fn a_program_is_given_the_key_and_the_same_one_again() {
    let plaza = Plaza::with_boards().await;
    let (one, other) = (plaza.client().await, plaza.client().await);
    let first = keyed(&one, "0b9d2f6e-one", "哪裡有？").await;
    let again = keyed(&one, "0b9d2f6e-one", "哪裡有？").await;
    assert_eq!((first.post, &first.key), (again.post, &again.key));
    // Another guest whose program counts alike opens nothing of the first.
    let second = keyed(&other, "0b9d2f6e-one", "我也想知道").await;
    assert_ne!(first.post, second.post);
    assert_ne!(first.key, second.key);
    let both =
        futures_util::future::join_all((0..4).map(|_| keyed(&one, "all-at-once", "同時"))).await;
    assert!(both.iter().all(|given| given.key == both[0].key));
    assert_eq!(open_items(&plaza).await, 3);
    for given in [&first, &second, &both[0]] {
        let body = json!({ "key": given.key });
        let own = one.post_json(&given.api(""), &body).await.expect(200);
        assert_eq!(no_store(&own), "no-store");
        let own = own.json();
        assert_eq!(own["post"]["state"], "held");
        assert_eq!(own["post"]["id"], given.post);
        assert_eq!(own["title"], "早餐");
    }
}

#[actix_web::test]
async fn a_wrong_key_anothers_key_and_no_post_are_answered_alike() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let (one, other) = (
        keyed(&guest, "first-of-two", "哪裡有？").await,
        keyed(&guest, "second-of-two", "哪裡沒有？").await,
    );
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    author.topic("open", "帳號的主題", "內文").await;
    let before = plaza.dump();
    let accounts = other.post + 1;
    let mut answers = Vec::new();
    for (post, key) in [
        (one.post, "AAAA-BBBB-CCCC"),
        (one.post, &*other.key),
        (one.post, ""),
        (accounts, &*one.key),
        (999, &*one.key),
        (i64::MAX, &*one.key),
        (-1, "'; DROP TABLE posts; --"),
    ] {
        let path = format!("/zh/posts/{post}/key");
        for act in ["", "edit", "mask", "withdraw", "erase", "withdraw-email"] {
            let fields = [("key", key), ("act", act)];
            let page = guest.post(&path, &fields).await.expect(422);
            assert_eq!(no_store(&page), "no-store");
            assert_eq!(page.texts("#e-key").len(), 1);
            assert_eq!(page.attribute("#f-key", "value").as_deref(), Some(key));
            answers.push(page.texts("main"));
            // The failures are counted by post; this is not about them.
            plaza.advance(TimeDelta::days(2));
        }
        let body = json!({ "key": key, "began": "*", "body": "b", "number": 1, "words": "w" });
        for what in ["", "/edit", "/withdraw", "/withdraw-email", "/appeal"] {
            let path = format!("/api/v1/posts/{post}/key{what}");
            let problem = guest.post_json(&path, &body).await.expect(404).json();
            assert_eq!(problem["code"], "no-such-key");
            plaza.advance(TimeDelta::days(2));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the answers differ");
    let without_throttles = |dump: &str| dump.lines().filter(|line| line.contains("哪裡")).count();
    assert_eq!(without_throttles(&before), without_throttles(&plaza.dump()));
    let strange = [("key", "\u{0}\u{202e}")];
    guest.post(&one.page(), &strange).await.expect(422);
    // What is no key, no act or no number is refused as such.
    guest.post("/zh/posts/none/key", &[]).await.expect(404);
    one.act(&guest, "burn", &[]).await.expect(400);
    one.act(&guest, "appeal", &[("number", "x")])
        .await
        .expect(404);
    one.act(&guest, "appeal", &[("number", "77"), ("words", "請再看看")])
        .await
        .expect(404);
    let body = json!({ "key": one.key, "number": 77, "words": "請再看看" });
    guest
        .post_json(&one.api("/appeal"), &body)
        .await
        .expect(404);
    guest
        .post_json(&one.api(""), &json!({ "key": 1 }))
        .await
        .expect(400);
    guest.get(&one.api("")).await.expect(405);
}

#[actix_web::test]
async fn guesses_are_slowed_down_and_the_right_key_gets_in_all_the_same() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let given = keyed(&guest, "under-attack", "哪裡有？").await;
    let wrong = [("key", "AAAA-BBBB-CCCC")];
    for _ in 0..5 {
        guest.post(&given.page(), &wrong).await.expect(422);
    }
    guest.post(&given.page(), &wrong).await.expect(429);
    let body = json!({ "key": "AAAA-BBBB-CCCC" });
    let blocked = guest.post_json(&given.api(""), &body).await.expect(429);
    assert_eq!(blocked.json()["code"], "too-many-attempts");
    given.own(&guest).await;
    plaza.advance(TimeDelta::minutes(2));
    guest.post(&given.page(), &wrong).await.expect(422);
    // A post that does not exist is guarded alike.
    for status in [422, 422, 422, 422, 422, 429] {
        guest.post("/zh/posts/999/key", &wrong).await.expect(status);
    }
}

#[actix_web::test]
async fn its_author_sees_it_while_it_waits_and_why_it_was_turned_down() {
    let plaza = Plaza::with_boards().await;
    let (guest, stranger) = (plaza.client().await, plaza.client().await);
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let given = topic(&guest).await;
    let ask = guest.get(&given.page()).await.expect(200);
    assert!(!ask.body.contains(WORDS) && ask.texts("#f-key").len() == 1);
    let own = given.own(&guest).await;
    assert_eq!(own.texts("article .tag").last().unwrap(), "等候審核");
    assert!(own.texts(".post-body")[0].contains(WORDS));
    assert_eq!(own.texts("article h2"), ["二手書"]);
    assert_eq!(own.texts("article mark.pd"), [NAME, EMAIL, PHONE]);
    // The key stands in hidden fields alone, and nothing leads anywhere with it.
    for selector in ["a", "form"] {
        for name in ["href", "action"] {
            let html = own.html();
            let elements = scraper::Selector::parse(&format!("{selector}[{name}]")).unwrap();
            for element in html.select(&elements) {
                assert!(!element.value().attr(name).unwrap().contains(&given.key));
            }
        }
    }
    reject(&moderator, "電話請不要公開").await;
    let own = given.own(&guest).await;
    assert!(own.body.contains("電話請不要公開") && own.body.contains("未核准"));
    assert_eq!(
        own.texts("button[value=edit]"),
        [""; 0],
        "it stays as it is"
    );
    given.act(&guest, "edit", &[]).await.expect(403);
    let body = json!({ "key": given.key, "began": "*", "body": "再來一次" });
    guest
        .post_json(&given.api("/edit"), &body)
        .await
        .expect(403);
    let own = guest
        .post_json(&given.api(""), &json!({ "key": given.key }))
        .await;
    let own = own.expect(200).json();
    assert_eq!(own["rejected_because"], "電話請不要公開");
    assert_eq!(own["decisions"][0]["act"], "post-rejected");
    assert_eq!(own["decisions"][0]["may_appeal"], true);
    stranger.get("/zh/topics/1").await.expect(404);
    stranger.get("/zh/posts/1/decisions").await.expect(401);
}

#[actix_web::test]
async fn an_edited_post_that_waits_goes_on_waiting() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let given = topic(&guest).await;
    let queue = moderator.get("/zh/review").await.expect(200);
    let (action, version) = (
        queue
            .attribute("article form[action*='/review/']", "action")
            .unwrap(),
        queue.hidden("version"),
    );
    plaza.advance(TimeDelta::minutes(5));
    let form = given.act(&guest, "edit", &[]).await.expect(200);
    assert_eq!(no_store(&form), "no-store");
    assert_eq!(form.attribute("#f-title", "value").unwrap(), "二手書");
    assert!(form.texts("#f-body")[0].contains(WORDS));
    assert_eq!(form.hidden("key"), given.key);
    assert_eq!(form.texts("#f-name, #f-email"), [""; 0]);
    let began = form.hidden("began");
    let typed = [
        ("key", &*given.key),
        ("act", "edit"),
        ("began", &*began),
        ("title", "二手書出清"),
        ("body", "改過了，打給我0987-654-321"),
    ];
    // The same check as for accounts, with what was typed kept; a preview stores nothing.
    let mut preview = typed.to_vec();
    preview.push(("preview", "yes"));
    guest.post(&given.page(), &preview).await.expect(200);
    let asked = guest.post(&given.page(), &typed).await.expect(422);
    assert_eq!(asked.hidden("key"), given.key);
    assert!(
        asked
            .texts(".finding mark.found")
            .contains(&"0987-654-321".to_owned())
    );
    assert!(!plaza.dump().contains("0987-654-321"));
    let empty = [
        ("key", &*given.key),
        ("act", "edit"),
        ("began", &*began),
        ("title", "二手書"),
        ("body", " "),
    ];
    let refused = guest.post(&given.page(), &empty).await.expect(422);
    assert_eq!(refused.texts("#e-body").len(), 1);
    let mask_phone = |field: &str| match field {
        "body" => ("mine", "mask"),
        _ => ("mine", "publish"),
    };
    for _ in 0..2 {
        let saved = answer(&guest, &given.page(), &typed, &asked, mask_phone).await;
        let saved = saved.expect(200);
        assert!(saved.texts(".notice")[0].contains("版主看過"));
        assert!(saved.texts(".post-body")[0].contains("改過了"));
        assert_eq!(saved.texts("article h2"), ["二手書出清"]);
        assert_eq!(saved.texts(".post-author mark"), [NAME]);
    }
    assert!(!plaza.dump().contains("0987-654-321") && !plaza.dump().contains(WORDS));
    assert_eq!(open_items(&plaza).await, 1);
    // What was shown to the moderator before is not approved unseen.
    let fields = [("decision", "approve"), ("version", &*version)];
    moderator.post(&action, &fields).await.expect(409);
    approve(&moderator).await;
    let page = plaza.client().await.get("/zh/topics/1").await.expect(200);
    assert!(page.texts(".post-body")[0].contains("改過了"));
}

#[actix_web::test]
async fn an_edited_post_that_was_public_goes_back_to_review() {
    let Scene {
        plaza,
        guest,
        moderator,
        given,
    } = published().await;
    let reader = plaza.client().await;
    let page = reader.get("/zh/topics/1").await.expect(200);
    let way = page.attribute("a[href$='/key']", "href").unwrap();
    assert_eq!(way, given.page());
    let mut body = json!({
        "key": given.key, "began": "*", "title": "二手書", "body": format!("便宜賣，{PHONE}"),
    });
    let asked = guest
        .post_json(&given.api("/edit"), &body)
        .await
        .expect(422)
        .json();
    body["check"] = asked["check"].clone();
    body["decisions"] = crate::support::decisions(&asked, |_| ("mine", "publish"));
    let saved = guest
        .post_json(&given.api("/edit"), &body)
        .await
        .expect(202);
    assert_eq!(saved.json()["held"], true);
    assert!(saved.json()["key"].is_null());
    reader.get("/zh/topics/1").await.expect(404);
    reader.get("/zh/posts/1/revisions").await.expect(404);
    let queue = moderator.get("/zh/review").await.expect(200);
    assert!(queue.texts("article")[0].contains("便宜賣"));
    // Sent twice, it waits once.
    guest
        .post_json(&given.api("/edit"), &body)
        .await
        .expect(202);
    assert_eq!(open_items(&plaza).await, 1);
    approve(&moderator).await;
    let page = reader.get("/zh/topics/1").await.expect(200);
    assert!(page.texts(".post-body")[0].contains("便宜賣"));
    let first = reader.get("/zh/posts/1/revisions?version=1").await;
    assert!(first.expect(200).body.contains(WORDS));
    // Somebody else's data is not for the guest to say: it waits as such.
    plaza.advance(TimeDelta::minutes(5));
    let mut others = json!({
        "key": given.key, "began": "*", "title": "二手書", "body": "他的電話0922-333-444",
    });
    let asked = guest
        .post_json(&given.api("/edit"), &others)
        .await
        .expect(422)
        .json();
    others["check"] = asked["check"].clone();
    others["decisions"] = crate::support::decisions(&asked, |kind| {
        (if kind == "PHONE" { "other" } else { "mine" }, "publish")
    });
    guest
        .post_json(&given.api("/edit"), &others)
        .await
        .expect(202);
    let queue = moderator.get("/zh/review").await.expect(200);
    assert!(queue.texts("article .tag")[0].contains("別人的個人資料"));
}

#[actix_web::test]
async fn an_edit_with_the_key_does_not_undo_a_moderators_mask_unseen() {
    let Scene {
        plaza,
        guest,
        moderator,
        given,
    } = published().await;
    let own = async || {
        let body = json!({ "key": given.key });
        guest
            .post_json(&given.api(""), &body)
            .await
            .expect(200)
            .json()
    };
    let first = own().await["stamp"].clone();
    let mask = [("act", "mask"), ("ground", "R3"), ("reason", "陌生人會打")];
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    let masked = plaza.dump();
    let edit = |began: &Value| json!({ "key": given.key, "began": began, "title": "二手書", "body": WORDS });
    let told = guest.post_json(&given.api("/edit"), &edit(&first)).await;
    assert_eq!(no_store(&told), "no-store");
    let told = told.expect(409).json();
    assert_eq!(told["code"], "changed-meanwhile");
    assert!(!told["present"]["body"].as_str().unwrap().contains(PHONE));
    let unsaid = json!({ "key": given.key, "title": "二手書", "body": WORDS });
    guest
        .post_json(&given.api("/edit"), &unsaid)
        .await
        .expect(400);
    assert_eq!(plaza.dump(), masked);
    let now = own().await["stamp"].clone();
    assert_ne!(now, first);
    let known = guest.post_json(&given.api("/edit"), &edit(&now)).await;
    assert!(
        matches!(known.status.as_u16(), 200 | 202 | 422),
        "{}",
        known.body
    );
}

#[actix_web::test]
async fn masking_all_works_at_once_and_seals_nothing() {
    let Scene {
        plaza,
        guest,
        moderator,
        given,
    } = published().await;
    // An earlier version to mask in as well.
    let text = format!("{WORDS}，請打給我{PHONE}");
    let began = given.act(&guest, "edit", &[]).await.hidden("began");
    let typed = [
        ("key", &*given.key),
        ("act", "edit"),
        ("began", &*began),
        ("title", "二手書"),
        ("body", &*text),
    ];
    let asked = guest.post(&given.page(), &typed).await.expect(422);
    let mine = |_: &str| ("mine", "publish");
    answer(&guest, &given.page(), &typed, &asked, mine)
        .await
        .expect(200);
    plaza.advance(TimeDelta::minutes(5));
    approve(&moderator).await;
    let reader = plaza.client().await;
    assert!(reader.get("/zh/topics/1").await.body.contains(PHONE));
    let backup = plaza.backup();

    let asked = given.act(&guest, "mask", &[]).await.expect(200);
    assert_eq!(asked.texts(".finding mark.found"), [PHONE, NAME, EMAIL]);
    let (check, began) = (asked.hidden("check"), asked.hidden("began"));
    let mut all = typed.to_vec();
    all.retain(|(name, _)| *name != "began");
    all.extend([("began", &*began), ("check", &*check), ("all", "mask")]);
    let masked = guest.post(&given.page(), &all).await.expect(200);
    assert!(
        masked.texts("article mark.pd").is_empty(),
        "{}",
        masked.body
    );
    let page = reader.get("/zh/topics/1").await.expect(200);
    assert!(
        page.texts(".post-body")[0].contains(WORDS),
        "it stays public"
    );
    for gone in [PHONE, NAME, EMAIL] {
        assert!(!plaza.dump().contains(gone), "{gone} is still stored");
    }
    let sealed = count(&plaza, |connection| {
        sealed_originals::table
            .count()
            .get_result::<i64>(connection)
    });
    assert_eq!(sealed.await, 0);
    assert_eq!(open_items(&plaza).await, 0);

    // A restored backup masks it again.
    assert_eq!(plaza.journal(), [Erased::Words { post: 1 }]);
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 1);
    let shown = plaza.client_of(&restored).await.get("/zh/topics/1").await;
    let shown = shown.expect(200).body;
    assert!(shown.contains(WORDS));
    for gone in [PHONE, NAME, EMAIL] {
        assert!(!shown.contains(gone), "{gone} is back: {shown}");
    }
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
}

#[actix_web::test]
async fn chosen_findings_are_masked_and_the_others_stay() {
    let Scene {
        plaza,
        guest,
        given,
        ..
    } = published().await;
    let text = format!("{WORDS}，打給我{PHONE}");
    let began = given.act(&guest, "edit", &[]).await.hidden("began");
    let typed = [
        ("key", &*given.key),
        ("act", "edit"),
        ("began", &*began),
        ("title", "二手書"),
        ("body", &*text),
    ];
    let asked = given.act(&guest, "mask", &[]).await.expect(200);
    let path = given.page();
    let saved = answer(&guest, &path, &typed, &asked, |field| match field {
        "name" => ("mine", "mask"),
        "email" => ("mine", "take-out"),
        _ => ("mine", "publish"),
    });
    saved.await.expect(200);
    // Of two clicks the second asks for what is done, and changes nothing.
    let hidden = [("name", NAME), ("email", EMAIL)];
    let mut twice = typed.to_vec();
    twice.extend(hidden);
    assert_eq!(hidden.map(|(field, _)| asked.hidden(field)), [NAME, EMAIL]);
    let done = plaza.dump();
    let again = answer(&guest, &path, &twice, &asked, |field| match field {
        "name" => ("mine", "mask"),
        "email" => ("mine", "take-out"),
        _ => ("mine", "publish"),
    });
    again.await.expect(200);
    assert_eq!(plaza.dump(), done);
    let page = plaza.client().await.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts("article mark.pd"), [PHONE]);
    // Nobody signs with another name or address than stood there.
    for (name, email) in [("林大同", ""), ("", "other@mail.example")] {
        let mut forged = typed.to_vec();
        forged.extend([("name", name), ("email", email)]);
        let asked = guest.post(&path, &forged).await.expect(422);
        let mine = |_: &str| ("mine", "publish");
        answer(&guest, &path, &forged, &asked, mine)
            .await
            .expect(422);
    }
    // What went meanwhile, in another window, is not asked about for ever.
    let mut stale = typed.to_vec();
    stale.extend([("name", NAME), ("email", EMAIL)]);
    let mine = |_: &str| ("mine", "publish");
    let asked = guest.post(&path, &stale).await.expect(422);
    let asked = answer(&guest, &path, &stale, &asked, mine)
        .await
        .expect(422);
    let (name, email) = (asked.hidden("name"), asked.hidden("email"));
    assert_ne!((&*name, &*email), (NAME, EMAIL));
    let mut fresh = typed.to_vec();
    fresh.extend([("name", &*name), ("email", &*email)]);
    answer(&guest, &path, &fresh, &asked, |field| match field {
        "name" => ("none", "mask"),
        _ => mine(field),
    })
    .await
    .expect(200);
    assert_eq!(plaza.dump(), done);
    let long = "長".repeat(41);
    let mut forged = typed.to_vec();
    forged.push(("name", &long));
    guest.post(&path, &forged).await.expect(422);
    assert_eq!(plaza.dump(), done);
    assert!(!plaza.dump().contains(NAME) && !plaza.dump().contains(EMAIL));
    assert_eq!(withdrawn(&plaza).await, [true], "no address, no consent");
    // What is called no personal data now would lose its mark: that is looked at.
    let asked = given.act(&guest, "mask", &[]).await.expect(200);
    let none = |_: &str| ("none", "publish");
    answer(&guest, &path, &typed, &asked, none)
        .await
        .expect(200);
    assert_eq!(open_items(&plaza).await, 1);
}

/// Of every consent whether it was withdrawn.
async fn withdrawn(plaza: &Plaza) -> Vec<bool> {
    let times: Vec<Option<Timestamp>> = count(plaza, |connection| {
        consents::table
            .filter(consents::post_id.is_not_null())
            .order(consents::id)
            .select(consents::withdrawn_at)
            .load(connection)
    })
    .await;
    times.iter().map(Option::is_some).collect()
}

#[actix_web::test]
async fn withdrawing_the_address_erases_it_everywhere_and_leaves_the_post() {
    let Scene {
        plaza,
        guest,
        given,
        ..
    } = published().await;
    let reader = plaza.client().await;
    let everywhere = async || {
        open_data::refresh_daily(&plaza.context).await.unwrap();
        let mut found = Vec::new();
        for path in [
            "/zh/topics/1",
            "/api/v1/topics/1",
            "/zh/boards/open",
            "/open-data/forum.csv",
        ] {
            let page = reader.get(path).await.expect(200);
            found.extend(page.body.contains(EMAIL).then_some(path));
        }
        found
    };
    assert_eq!(everywhere().await, ["/zh/topics/1", "/api/v1/topics/1"]);
    let backup = plaza.backup();
    let done = given.act(&guest, "withdraw-email", &[]).await.expect(200);
    assert!(done.texts(".notice")[0].contains("已刪除"));
    assert_eq!(done.texts("button[value=withdraw-email]"), [""; 0]);
    assert_eq!(everywhere().await, [""; 0]);
    assert!(!plaza.dump().contains(EMAIL));
    assert_eq!(withdrawn(&plaza).await, [true]);
    let page = reader.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts("article mark.pd"), [NAME, PHONE]);
    // Twice is once, on both faces.
    given.act(&guest, "withdraw-email", &[]).await.expect(200);
    let body = json!({ "key": given.key });
    guest
        .post_json(&given.api("/withdraw-email"), &body)
        .await
        .expect(200);
    assert_eq!(plaza.journal(), [Erased::Email { post: 1 }]);
    let register = reader.get("/api/v1/ledger").await.expect(200).json();
    let of_erasures = |entry: &&Value| entry["act"] == "erased";
    let entries: Vec<&Value> = register["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(of_erasures)
        .collect();
    assert_eq!(entries.len(), 1, "{register}");
    assert_eq!(entries[0]["ground"], "consent");
    let restored = plaza.restored(&backup);
    let replay = async || plaza.replay(&restored).await;
    let read = async || {
        let client = plaza.client_of(&restored).await;
        client.get("/zh/topics/1").await.expect(200).body
    };
    assert!(read().await.contains(EMAIL));
    assert_eq!((replay().await, replay().await), (1, 0));
    assert!(!read().await.contains(EMAIL));
}

#[actix_web::test]
async fn withdrawing_a_public_post_leaves_a_tombstone_and_no_key() {
    let Scene {
        plaza,
        guest,
        given,
        ..
    } = published().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    author.reply(1, "我要兩本").await;
    let sure = given.act(&guest, "withdraw", &[]).await.expect(200);
    assert_eq!(no_store(&sure), "no-store");
    assert!(plaza.dump().contains(WORDS), "it was only asked");
    assert_eq!(sure.hidden("key"), given.key);
    assert_eq!(sure.hidden("act"), "erase");
    let gone = given.act(&guest, "erase", &[]).await.expect(200);
    assert_eq!(gone.texts("h1"), ["發言已撤回"]);
    for words in [WORDS, PHONE, NAME, EMAIL, "二手書"] {
        assert!(!plaza.dump().contains(words), "{words} is still stored");
    }
    let page = plaza.client().await.get("/zh/topics/1").await.expect(200);
    assert!(page.body.contains("已由作者刪除") && page.body.contains("我要兩本"));
    assert_eq!(page.attribute("a[href$='/key']", "href"), None);
    assert_eq!(withdrawn(&plaza).await, [true]);
    // The key is gone with it, on both faces.
    for act in ["", "erase", "edit"] {
        given.act(&guest, act, &[]).await.expect(422);
    }
    plaza.advance(TimeDelta::days(2));
    let body = json!({ "key": given.key });
    for what in ["", "/withdraw", "/withdraw-email"] {
        guest.post_json(&given.api(what), &body).await.expect(404);
    }
    let keys = count(&plaza, |connection| {
        posts::table
            .filter(posts::guest_key_hash.is_not_null())
            .count()
            .get_result::<i64>(connection)
    });
    assert_eq!(keys.await, 0);
    assert_eq!(plaza.journal(), [Erased::Post { id: 1 }]);
    // The database itself keeps no key with what was erased.
    let given_back = plaza.sql("UPDATE posts SET guest_key_hash = 'x' WHERE id = 1");
    let refused = given_back.unwrap_err().to_lowercase();
    assert!(refused.contains("check"), "{refused}");
}

#[actix_web::test]
async fn withdrawing_a_post_that_waits_leaves_nothing_to_see() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = author.topic("open", "早餐", "哪裡有？").await;
    let body = json!({ "body": format!("{WORDS}{PHONE}"), "guest": guest.as_guest(NAME, Some(EMAIL)).await });
    let path = format!("/api/v1/topics/{topic}/posts");
    for turned_down in [false, true] {
        let made = guest
            .decide("POST", &path, &body, |_| ("mine", "publish"))
            .await
            .expect(202);
        let given = Given::of(&made);
        if turned_down {
            reject(&moderator, "電話請不要公開").await;
        }
        let body = json!({ "key": given.key });
        let done = guest
            .post_json(&given.api("/withdraw"), &body)
            .await
            .expect(200);
        assert_eq!(done.json(), json!({ "status": "withdrawn" }));
        for reader in [&guest, &author, &moderator] {
            let page = reader.get(&format!("/zh/topics/{topic}")).await.expect(200);
            assert_eq!(page.texts("article").len(), 1, "{}", page.body);
        }
    }
    let dump = plaza.dump();
    for words in [WORDS, PHONE, NAME, EMAIL] {
        assert!(!dump.contains(words), "{words} is still stored");
    }
    assert_eq!(open_items(&plaza).await, 0);
    assert_eq!(withdrawn(&plaza).await, [true, true]);
}

#[actix_web::test]
async fn a_guest_reads_what_was_decided_and_appeals() {
    let Scene {
        plaza,
        guest,
        moderator,
        given,
    } = published().await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let hide = [
        ("act", "hide"),
        ("ground", "R7"),
        ("reason", "有人說這是詐騙"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &hide)
        .await
        .expect(303);
    let own = given.own(&guest).await;
    assert!(own.body.contains("有人說這是詐騙") && own.body.contains(WORDS));
    let number = own.hidden("number");
    // Nothing to say is said beside the field, and what was typed is kept.
    let empty = [("number", &*number), ("words", " ")];
    let refused = given.act(&guest, "appeal", &empty).await.expect(422);
    let error = format!("#e-words-{number}");
    assert_eq!(refused.texts(&error).len(), 1);
    let words = [("number", &*number), ("words", "這不是詐騙")];
    for _ in 0..2 {
        let sent = given.act(&guest, "appeal", &words).await.expect(200);
        assert_eq!(sent.texts("textarea"), [""; 0]);
    }
    let action = other.get("/zh/review/appeals").await.expect(200);
    assert_eq!(action.texts("article").len(), 1);
    let action = action.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "已查明，不是詐騙")];
    other.post(&action, &grant).await.expect(303);
    plaza.client().await.get("/zh/topics/1").await.expect(200);
    assert!(given.own(&guest).await.body.contains("已查明，不是詐騙"));

    // The same through the API, against being masked.
    let mask = [
        ("act", "mask"),
        ("ground", "R3"),
        ("reason", "陌生人會打這支電話"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    let look = async || -> Value {
        let body = json!({ "key": given.key });
        let own = guest.post_json(&given.api(""), &body).await.expect(200);
        own.json()["decisions"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone()
    };
    let decided = look().await;
    assert_eq!(decided["act"], "post-masked");
    assert_eq!(decided["words"], "陌生人會打這支電話");
    let mut body = json!({ "key": given.key, "number": decided["number"], "words": "" });
    guest
        .post_json(&given.api("/appeal"), &body)
        .await
        .expect(422);
    body["words"] = json!("字".repeat(2001));
    guest
        .post_json(&given.api("/appeal"), &body)
        .await
        .expect(422);
    body["words"] = json!("請放回去");
    guest
        .post_json(&given.api("/appeal"), &body)
        .await
        .expect(200);
    assert_eq!(look().await["appeal"], "open");
    assert!(!plaza.dump().contains("請放回去"), "an appeal is sealed");
    assert_eq!(
        other.get("/zh/review/appeals").await.texts("article").len(),
        1
    );
}

#[actix_web::test]
async fn what_is_written_with_a_key_that_opens_nothing_any_more_is_not_lost() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let given = topic(&guest).await;
    given.act(&guest, "erase", &[]).await.expect(200);
    let typed = [("title", "二手書"), ("body", "寫了好久的一段話")];
    let kept = given.act(&guest, "edit", &typed).await.expect(422);
    assert_eq!(kept.texts("textarea"), ["二手書", "寫了好久的一段話"]);
    assert!(!plaza.dump().contains("寫了好久的一段話"));
}

#[actix_web::test]
async fn its_holder_sees_it_as_others_will_and_opens_its_files_before() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let token = guest.token("bench.png", &png(40, 30)).await;
    let note = guest.token("note.txt", b"hello").await;
    let body = json!({
        "title": "長椅", "body": "||先不要看|| ![新的長椅](attachment:1)",
        "guest": guest.as_guest("小樹", None).await, "attachments": [token, note],
    });
    let made = guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("none", "publish")
        })
        .await
        .expect(202);
    let given = Given::of(&made);
    let other = topic(&guest).await;
    let own = given.own(&guest).await;
    assert_eq!(own.texts("label.spoiler").len(), 1, "{}", own.body);
    assert!(
        !own.body.contains("src=\"/attachments/"),
        "nobody could open it"
    );
    let files = own.texts("ul.files button[name=file]");
    assert_eq!(files, ["bench.png", "note.txt"]);
    let kinds = [("1", "image/png"), ("2", "text/plain; charset=utf-8")];
    for (file, kind) in kinds {
        let opened = given
            .act(&guest, "file", &[("file", file)])
            .await
            .expect(200);
        assert_eq!(opened.headers.get(header::CONTENT_TYPE).unwrap(), kind);
        assert_eq!(no_store(&opened), "no-store");
        // With its own key alone.
        other
            .act(&guest, "file", &[("file", file)])
            .await
            .expect(404);
    }
    given
        .act(&guest, "file", &[("file", "x")])
        .await
        .expect(404);
    guest.get("/attachments/1/large").await.expect(404);

    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    approve(&moderator).await;
    let own = given.own(&guest).await;
    let picture = own.attribute(".post-body img", "src").unwrap();
    guest.get(&picture).await.expect(200);
    assert!(
        own.attribute("ul.files a", "href")
            .unwrap()
            .contains("/attachments/2/")
    );
}

#[actix_web::test]
async fn looks_behind_a_key_are_no_attempts_and_too_many_lose_no_word() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let given = topic(&guest).await;
    guest.come_from("198.51.100.7".parse().unwrap(), "test");
    // Places become free again while somebody looks: so both are tried until one comes too soon.
    let exhaust = async || {
        for _ in 0..5000 {
            let answer = guest.post("/zh/posts/1/about-me", &[]).await;
            if answer.status.as_u16() == 429 {
                return;
            }
        }
        panic!("there is no limit");
    };
    let held_back = async |path: &str, fields: &[(&str, &str)]| {
        for _ in 0..20 {
            exhaust().await;
            let answer = guest.post(path, fields).await;
            if answer.status.as_u16() == 429 {
                return answer;
            }
        }
        panic!("{path} is never held back");
    };
    exhaust().await;
    let edit = [
        ("key", &*given.key),
        ("act", "edit"),
        ("title", "二手書"),
        ("body", "寫了好久的一段話"),
    ];
    let look = [&edit[..], &[("preview", "yes"), ("live", "yes")]].concat();
    guest.post(&given.page(), &look).await.expect(200);
    let held = held_back(&given.page(), &edit).await;
    assert_eq!(held.texts("textarea"), ["二手書", "寫了好久的一段話"]);
    assert_eq!(held.attribute("#f-key", "value").unwrap(), given.key);
    let typed = [("words", "這是我寫的"), ("email", "named@example.tw")];
    let held = held_back("/zh/posts/1/about-me", &typed).await;
    let texts = held.texts("textarea[readonly]");
    assert_eq!(texts, ["這是我寫的", "named@example.tw"]);
}
