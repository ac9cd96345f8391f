//! People's rights over their data, end to end.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::retention, mail::outbox, privacy::Private};
use serde_json::json;

use crate::support::{Client, PASSWORD, Plaza, files::png};

const PHONE: &str = "0912-345-678";
const WORDS: &str = "只有這則發言說的話";

/// A resident with a topic that another answered, a reply, and an earlier version.
async fn scene() -> (Plaza, Client, Client, i64) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    let body = json!({ "title": "二手書出清", "body": format!("{WORDS}，打給我{PHONE}") });
    let made = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let topic = made.json()["id"].as_i64().unwrap();
    other.reply(topic, "我要兩本").await;
    let body = json!({ "body": format!("{WORDS}，請打給我{PHONE}") });
    author
        .decide("PATCH", "/api/v1/posts/1", &body, |_| ("mine", "publish"))
        .await
        .expect(200);
    (plaza, author, other, topic)
}

#[actix_web::test]
async fn the_page_and_the_archive_show_all_that_is_held() {
    let (plaza, author, other, _) = scene().await;
    let page = author.get("/zh/account/data").await.expect(200);
    let text = page.texts("main").remove(0);
    for held in ["haihai@example.tw", WORDS, PHONE, "二手書出清"] {
        assert!(text.contains(held), "{held} is not shown");
    }
    assert!(!text.contains("我要兩本"), "somebody else's is shown");
    let archive = author.post_bytes("/zh/account/data/archive").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&read("data.json")).unwrap();
    assert_eq!(json["accounts"][0]["email_sealed"], "haihai@example.tw");
    assert_eq!(
        json["posts"][0]["body"],
        format!("{WORDS}，請打給我{PHONE}")
    );
    assert_eq!(
        json["accounts"][0]["password_hash"],
        json!({ "proof": true })
    );
    assert!(read("data.html").contains(WORDS));
    other.get("/zh/account/data").await.expect(200);
    plaza
        .client()
        .await
        .get("/zh/account/data")
        .await
        .expect(401);
}

#[actix_web::test]
async fn an_erased_post_leaves_a_tombstone_and_no_copy() {
    let (plaza, author, other, topic) = scene().await;
    other.get("/zh/posts/1/erase").await.expect(403);
    other.post("/zh/posts/1/erase", &[]).await.expect(403);
    author.get("/zh/posts/1/erase").await.expect(200);
    author.post("/zh/posts/1/erase", &[]).await.expect(303);
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await;
    let text = page.expect(200).texts("main").remove(0);
    assert!(
        text.contains("已由作者刪除") && text.contains("我要兩本"),
        "{text}"
    );
    for gone in [WORDS, PHONE, "二手書出清"] {
        assert!(!plaza.dump().contains(gone), "{gone} is still stored");
    }
    let register = plaza.client().await.get("/zh/ledger").await;
    let row = register.texts("main .rows li").remove(0);
    assert!(row.contains("內容：發言") && !row.contains("post"), "{row}");
    // Twice is once.
    author.post("/zh/posts/1/erase", &[]).await.expect(404);
}

/// A reply that waits, for it would publish somebody else's telephone.
async fn held_reply(author: &Client, topic: i64) -> i64 {
    let path = format!("/api/v1/topics/{topic}/posts");
    let body = json!({ "body": "他的電話0922-333-444" });
    let held = author
        .decide("POST", &path, &body, |_| ("other", "publish"))
        .await
        .expect(202);
    held.json()["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn what_was_never_public_leaves_no_tombstone() {
    let (plaza, author, other, topic) = scene().await;
    let guest = plaza.client().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let page = format!("/zh/topics/{topic}");
    let before = guest.get(&page).await.expect(200).texts("article").len();
    let held = held_reply(&author, topic).await;
    let rejected = held_reply(&author, topic).await;
    let queue = moderator.get("/zh/review").await.expect(200);
    let last = queue.attribute("[data-keys] .row:last-of-type a", "href");
    let item = moderator.get(&last.unwrap()).await.expect(200);
    let action = item
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = item.hidden("version");
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", "別人的電話"),
    ];
    moderator.post(&action, &reject).await.expect(303);
    for post in [held, rejected] {
        let erase = format!("/zh/posts/{post}/erase");
        author.post(&erase, &[]).await.expect(303);
        author.post(&erase, &[]).await.expect(404);
    }
    for reader in [&guest, &author, &other, &moderator] {
        let shown = reader.get(&page).await.expect(200);
        assert_eq!(shown.texts("article").len(), before, "{}", shown.body);
        assert!(!shown.body.contains("已由作者刪除"));
        let shown = reader.get(&format!("/api/v1/topics/{topic}")).await.json();
        assert_eq!(shown["posts"].as_array().unwrap().len(), before);
    }
    assert!(!plaza.dump().contains("0922-333-444"));
    // Nor does a topic that nobody saw, wherever topics stand.
    let body = json!({ "title": "沒人看過", "body": "他的電話0922-333-444" });
    let held = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202)
        .json();
    let (own, post) = (
        held["topic"].as_i64().unwrap(),
        // Posts are numbered in their order.
        rejected + 1,
    );
    author
        .post(&format!("/zh/posts/{post}/erase"), &[])
        .await
        .expect(303);
    for reader in [&guest, &author, &moderator] {
        let gone = reader.get(&format!("/zh/topics/{own}")).await;
        gone.expect(404);
        let board = reader.get("/zh/boards/city").await.expect(200);
        assert_eq!(board.texts(".rows .row").len(), 1, "{}", board.body);
    }
    assert_eq!(
        moderator.get("/zh/review").await.texts("article"),
        [""; 0],
        "nothing waits"
    );
}

#[actix_web::test]
async fn what_was_public_leaves_its_tombstone_also_while_it_waits() {
    let (plaza, author, other, topic) = scene().await;
    let guest = plaza.client().await;
    let reply = author.reply(topic, "先前大家看得到").await;
    let others = json!({ "body": "他的電話0922-333-444" });
    author
        .decide("PATCH", &format!("/api/v1/posts/{reply}"), &others, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    author
        .post(&format!("/zh/posts/{reply}/erase"), &[])
        .await
        .expect(303);
    let tombstones = async || {
        let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
        page.body.matches("已由作者刪除").count()
    };
    assert_eq!(tombstones().await, 1);
    // So does one that was turned down after it was public.
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let reply = author.reply(topic, "也看得到").await;
    author
        .decide("PATCH", &format!("/api/v1/posts/{reply}"), &others, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    let queue = moderator.get("/zh/review").await.expect(200);
    let action = queue
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = queue.hidden("version");
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", "別人的電話"),
    ];
    moderator.post(&action, &reject).await.expect(303);
    assert_eq!(tombstones().await, 1);
    author
        .post(&format!("/zh/posts/{reply}/erase"), &[])
        .await
        .expect(303);
    assert_eq!(tombstones().await, 2);
    // The topic itself, which others answered, comes back with what they wrote.
    let title = json!({ "title": "二手書出清", "body": "他的電話0922-333-444" });
    author
        .decide("PATCH", "/api/v1/posts/1", &title, |_| ("other", "publish"))
        .await
        .expect(202);
    guest.get(&format!("/zh/topics/{topic}")).await.expect(404);
    author.post("/zh/posts/1/erase", &[]).await.expect(303);
    assert_eq!(tombstones().await, 3);
    let page = other.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("我要兩本"));
    assert!(!plaza.dump().contains("0922-333-444"));
}

#[actix_web::test]
async fn an_erased_account_is_nowhere_and_a_restored_backup_forgets_it_again() {
    let (plaza, author, _, topic) = scene().await;
    let url = format!("/zh/topics/{topic}");
    let backup = plaza.backup();
    let wrong = [("posts", "erase"), ("password", "wrong and long")];
    author.post("/zh/account/erase", &wrong).await.expect(422);
    author
        .post("/zh/account/erase", &[("password", PASSWORD)])
        .await
        .expect(422);
    assert!(plaza.dump().contains(WORDS), "nothing was erased yet");
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    let done = author.post("/zh/account/erase", &fields).await.expect(303);
    assert!(author.cookie("plaza").is_none());
    author.get(&done.location()).await.expect(200);
    author.get("/zh/account").await.expect(401);
    for gone in [WORDS, PHONE, "二手書出清", "haihai"] {
        assert!(!plaza.dump().contains(gone), "{gone} is still stored");
    }
    let again = plaza.client().await;
    let log_on = [("email", "haihai@example.tw"), ("password", PASSWORD)];
    again.post("/zh/log-on", &log_on).await.expect(422);

    // Only ids stand in the journal; with it a restored backup forgets again.
    let path = plaza.context.config.erasure_journal.clone();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"account\"") && !text.contains("haihai"));
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(plaza.replay(&restored).await, 0);
    let shown = plaza.client_of(&restored).await.get(&url).await.expect(200);
    assert!(!shown.body.contains(WORDS));
}

#[actix_web::test]
async fn posts_may_stay_without_their_authors_name() {
    let (plaza, author, _, topic) = scene().await;
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    author.post("/zh/account/erase", &fields).await.expect(303);
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await;
    let text = page.expect(200).texts("main").remove(0);
    assert!(text.contains(WORDS) && !text.contains("haihai"), "{text}");
}

#[actix_web::test]
async fn who_works_for_the_city_does_not_erase_the_account() {
    let plaza = Plaza::start().await;
    let staff = plaza.person("staff", Role::Staff).await.client;
    assert!(
        staff
            .get("/zh/account/erase")
            .await
            .expect(200)
            .texts("main form")
            .is_empty()
    );
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    staff.post("/zh/account/erase", &fields).await.expect(403);
}

#[actix_web::test]
async fn whoever_is_named_in_a_post_asks_without_an_account_and_gets_it_masked() {
    let (plaza, author, _, topic) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let topic = format!("/zh/topics/{topic}");
    let way = guest
        .get(&topic)
        .await
        .attribute("a[href$='/about-me']", "href");
    let way = way.unwrap();
    guest.get(&way).await.expect(200);
    let before = plaza.dump();
    for wrong in [
        [("words", ""), ("email", "me@private.example")],
        [("words", "電話是我的"), ("email", "not an address")],
    ] {
        guest.post(&way, &wrong).await.expect(422);
    }
    assert_eq!(plaza.dump(), before);
    let fields = [("words", "電話是我的"), ("email", "me@private.example")];
    guest.post(&way, &fields).await.expect(303);
    // Not before the address is confirmed; and a GET never confirms.
    let waiting = async || {
        officer
            .get("/zh/officer/requests")
            .await
            .expect(200)
            .texts("article")
    };
    assert!(waiting().await.is_empty());
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .find(|mail| mail.to == "me@private.example")
        .unwrap();
    let link = mail.link("/about-me/");
    guest.get(&link).await.expect(200);
    assert!(waiting().await.is_empty());
    let confirmed = guest.post(&link, &[]).await.expect(200);
    assert!(
        confirmed.texts("main")[0].contains("4月1日"),
        "{}",
        confirmed.texts("main")[0]
    );
    guest.post(&link, &[]).await.expect(410);
    assert!(waiting().await[0].contains("電話是我的"));
    for words in ["me@private.example", "電話是我的"] {
        assert!(!plaza.dump().contains(words), "{words} is not sealed");
    }
    // The post stands beside it with what is marked, and an answer in the language of whoever asked.
    let queue = officer.get("/en/officer/requests").await.expect(200);
    assert!(queue.texts("article .post-body").concat().contains(PHONE));
    assert!(queue.texts("article .tally mark").concat().contains(PHONE));
    assert!(queue.texts("#f-mask-1").concat().contains("已經遮蔽"));
    let open = officer.get("/api/v1/officer/requests").await.expect(200);
    let open = open.json()["requests"][0].clone();
    assert_eq!(open["language"], "zh");
    let shown = open["shown"]["body"].as_str().unwrap();
    assert!(shown.contains(PHONE), "{shown}");
    let empty = [("ready", "yes"), ("decision", "mask"), ("words", "")];
    let wrong = officer.post("/zh/officer/requests/1", &empty).await;
    let wrong = wrong.expect(422);
    assert!(wrong.attribute("#f-mask-1", "aria-invalid").is_some());
    assert_eq!(wrong.attribute("#f-words-1", "aria-invalid"), None);
    let act = [("ready", "yes"), ("decision", "mask"), ("words", "已遮蔽")];
    officer
        .post("/zh/officer/requests/1", &act)
        .await
        .expect(303);
    assert!(!guest.get(&topic).await.expect(200).body.contains(PHONE));
    assert!(guest.get("/zh/ledger").await.texts("main .rows li")[0].contains("情形（4）"));
    let mails = plaza.mails().await;
    let answer = mails
        .iter()
        .rfind(|mail| mail.to == "me@private.example")
        .unwrap();
    assert!(answer.text.contains("已遮蔽"));
    // What was told in confidence reaches neither the author nor a moderator.
    let told = mails
        .iter()
        .rfind(|mail| mail.to == "haihai@example.tw")
        .unwrap();
    assert!(told.text.contains("所涉及的人提出要求") && !told.text.contains("電話是我的"));
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for reader in [&author, &moderator] {
        let page = reader.get("/zh/posts/1/decisions").await.expect(200);
        assert!(!page.body.contains("電話是我的"));
    }
    let data = author.get("/zh/account/data").await.expect(200);
    assert!(!data.body.contains("電話是我的"));
    let late = officer.post("/zh/officer/requests/1", &act).await;
    assert_eq!(late.expect(409).texts("textarea[readonly]").len(), 1);
}

#[actix_web::test]
async fn clocks_are_those_of_the_law_and_extended_once_with_a_reason() {
    let (plaza, author, _, _) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for (kind, words) in [("object", "不要統計我"), ("access", "還有什麼")] {
        let fields = [("kind", kind), ("words", words)];
        author
            .post("/zh/account/data/request", &fields)
            .await
            .expect(303);
    }
    let fields = [("kind", "named"), ("words", "不能從這裡")];
    author
        .post("/zh/account/data/request", &fields)
        .await
        .expect(422);
    let list = officer.get("/zh/officer/requests").await.expect(200);
    let due = list.texts("article .due");
    // Access first: 15 days; objection 30.
    assert!(list.texts("article")[0].contains("還有什麼"));
    // Whose data it is about, the officer must know.
    assert!(list.texts("article")[0].contains("haihai"));
    assert_eq!(due.len(), 2);
    let action = list.attribute("article form", "action").unwrap();
    let extend = [("decision", "extend"), ("words", "要調閱紙本")];
    officer
        .post(&action, &[("decision", "extend"), ("words", "")])
        .await
        .expect(422);
    officer.post(&action, &extend).await.expect(303);
    officer.post(&action, &extend).await.expect(409);
    let mails = plaza.mails().await;
    assert!(mails.iter().any(|mail| mail.text.contains("要調閱紙本")));
    let refuse = [("decision", "refuse"), ("words", "依法不得提供")];
    officer.post(&action, &refuse).await.expect(303);
    let mails = plaza.mails().await;
    assert!(mails.iter().any(|mail| mail.text.contains("依法不得提供")));
}

#[actix_web::test]
async fn an_address_that_nobody_confirmed_is_forgotten() {
    let (plaza, _, _, _) = scene().await;
    let guest = plaza.client().await;
    let fields = [("words", "電話是我的"), ("email", "me@private.example")];
    guest
        .post("/zh/posts/1/about-me", &fields)
        .await
        .expect(303);
    let mails = plaza.mails().await;
    let link = mails.last().unwrap().link("/about-me/");
    plaza.advance(TimeDelta::days(4));
    guest.get(&link).await.expect(410);
    guest.post(&link, &[]).await.expect(410);
    let told = retention::dry_run(&plaza.context).await.unwrap();
    let counted = told.iter().find(|due| due.table == "data_requests");
    assert_eq!(counted.map(|due| due.count), Some(1), "{told:?}");
    assert_eq!(retention::once(&plaza.context).await.unwrap(), told);
    assert_eq!(requests(&plaza).await, 0);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "專員").await;
    let page = officer.get("/en/officer/retention").await.expect(200);
    assert!(page.texts("td").contains(&"data_requests".to_owned()));
}

/// The mails that are kept, by kind and state.
async fn kept(plaza: &Plaza) -> Vec<(String, String)> {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::outbox};
    let kept: Result<_, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let rows = outbox::table.select((outbox::kind, outbox::state));
            Ok(rows.order(outbox::id).load(connection)?)
        })
        .await;
    kept.unwrap()
}

#[actix_web::test]
async fn mails_about_a_request_leave_no_copy_once_they_are_delivered() {
    let (plaza, _, _, _) = scene().await;
    plaza.mails().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let form = guest.get("/en/posts/1/about-me").await.expect(200);
    let told = form.texts(".note").remove(0);
    assert!(
        told.contains("mails to you until they are delivered"),
        "{told}"
    );
    let notice = guest.get("/zh/posts/1/about-me").await.hidden("notice");
    let fields = [
        ("words", "電話是我的"),
        ("email", "me@private.example"),
        ("notice", &notice),
    ];
    guest
        .post("/zh/posts/1/about-me", &fields)
        .await
        .expect(303);
    let waits = [("data-request".to_owned(), "queued".to_owned())];
    assert_eq!(kept(&plaza).await, waits);
    let link = plaza.mails().await.pop().unwrap().link("/about-me/");
    assert_eq!(kept(&plaza).await, [], "the link is delivered");
    guest.post(&link, &[]).await.expect(200);
    let extend = [("decision", "extend"), ("words", "要調閱紙本")];
    let way = "/zh/officer/requests/1";
    officer.post(way, &extend).await.expect(303);
    plaza.mails().await;
    // What is left of an answer names nobody: it is there to tell the officer if it comes back.
    let mark = ("data-request".to_owned(), "sent".to_owned());
    assert_eq!(
        kept(&plaza).await,
        std::slice::from_ref(&mark),
        "the reason is delivered"
    );
    let refuse = [("decision", "refuse"), ("words", "依法不得提供")];
    officer.post(way, &refuse).await.expect(303);
    let [answer] = waits;
    let both = [mark.clone(), answer];
    assert_eq!(kept(&plaza).await, both, "the answer waits");
    let mails = plaza.mails().await;
    assert!(mails.last().unwrap().text.contains("依法不得提供"));
    let marks = [mark.clone(), mark];
    assert_eq!(kept(&plaza).await, marks, "the answer is delivered");
    assert_eq!(
        named_in_marks(&plaza).await,
        0,
        "a mark leads to its reader"
    );
    plaza.advance(TimeDelta::days(7));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(kept(&plaza).await, [], "a week is over");
}

/// How many mails about requests can be told to be somebody's, by the hash of an address or of its domain.
async fn named_in_marks(plaza: &Plaza) -> i64 {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::outbox};
    let named: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let by_address = outbox::recipient_index.is_not_null();
            let named = by_address.or(outbox::domain_mark.is_not_null());
            Ok(outbox::table.filter(named).count().get_result(connection)?)
        })
        .await;
    named.unwrap()
}

#[actix_web::test]
async fn an_answer_that_cannot_be_delivered_is_kept_a_week() {
    let (plaza, author, _, _) = scene().await;
    plaza.mails().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let fields = [("kind", "object"), ("words", "不要統計我")];
    author
        .post("/zh/account/data/request", &fields)
        .await
        .expect(303);
    let refuse = [("decision", "refuse"), ("words", "依法不得提供")];
    officer
        .post("/zh/officer/requests/1", &refuse)
        .await
        .expect(303);
    let leased = outbox::next(&plaza.context).await.unwrap().unwrap();
    let words = Private::new("550 no such user".to_owned());
    outbox::refused(&plaza.context, leased, words)
        .await
        .unwrap();
    let dead = [("data-request".to_owned(), "dead".to_owned())];
    plaza.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(kept(&plaza).await, dead);
    plaza.advance(TimeDelta::seconds(1));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(kept(&plaza).await, []);
    // The public list of files says the same.
    for (lang, words) in [("en", "once they are delivered"), ("zh", "送達即刪除")] {
        let page = author.get(&format!("/{lang}/privacy/files")).await;
        assert!(page.texts("main")[0].contains(words));
    }
    let files = author.get("/en/privacy/files").await.texts("main");
    assert!(files[0].contains("one that cannot be delivered, 7 days"));
}

async fn requests(plaza: &Plaza) -> i64 {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::data_requests};
    let counted: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(data_requests::table.count().get_result(connection)?))
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn a_program_sees_asks_and_erases_as_its_owner_does() {
    let (plaza, author, other, topic) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let data = "/api/v1/account/data";
    guest.get(data).await.expect(401);
    let held = author.get(data).await.expect(200);
    assert_eq!(held.headers.get("cache-control").unwrap(), "no-store");
    let held = held.json();
    assert_eq!(held["accounts"][0]["email_sealed"], "haihai@example.tw");
    assert_eq!(
        held["posts"][0]["body"],
        format!("{WORDS}，請打給我{PHONE}")
    );

    let requests_path = "/api/v1/account/data-requests";
    for (body, field) in [
        (json!({ "kind": "object", "words": " " }), "words"),
        (
            json!({ "kind": "object", "words": "長".repeat(2001) }),
            "words",
        ),
        (json!({ "kind": "named", "words": "不能從這裡" }), "kind"),
    ] {
        let refused = author.post_json(requests_path, &body).await.expect(422);
        assert_eq!(refused.json()["errors"][0]["field"], field);
    }
    assert_eq!(requests(&plaza).await, 0);
    let asked = json!({ "kind": "object", "words": "不要統計我" });
    author.post_json(requests_path, &asked).await.expect(202);

    // Whoever is named needs no account.
    let about_me = "/api/v1/posts/1/about-me";
    let notice = guest.get("/api/v1/notices/about-me").await.expect(200);
    let body = |email: &str, notice: &str| json!({ "email": email, "words": "電話是我的", "notice": notice, "language": "en" });
    let stale = guest
        .post_json(about_me, &body("me@private.example", "00"))
        .await;
    assert_eq!(stale.expect(422).json()["code"], "notice-changed");
    let wrong = guest
        .post_json(about_me, &body("nobody", ""))
        .await
        .expect(422);
    assert_eq!(wrong.json()["errors"][0]["field"], "email");
    guest
        .post_json(
            "/api/v1/posts/999/about-me",
            &body("me@private.example", ""),
        )
        .await
        .expect(404);
    assert_eq!(requests(&plaza).await, 1);
    let read = notice.json()["hash"].as_str().unwrap().to_owned();
    let language = notice.json()["language"].as_str().unwrap().to_owned();
    let mut whole = body("me@private.example", &read);
    whole["language"] = json!(language);
    guest.post_json(about_me, &whole).await.expect(202);
    let link = plaza.mails().await.last().unwrap().link("/about-me/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    let confirm = "/api/v1/about-me/confirm";
    let confirmed = guest.post_json(confirm, &token).await.expect(200);
    assert_eq!(confirmed.json()["due"], "2026-04-01");
    guest.post_json(confirm, &token).await.expect(410);
    let queue = officer.get("/zh/officer/requests").await.expect(200);
    assert_eq!(queue.texts("article").len(), 2);

    let post = "/api/v1/posts/1";
    let nothing = json!({});
    other.json(Method::DELETE, post, &nothing).await.expect(403);
    author
        .json(Method::DELETE, post, &nothing)
        .await
        .expect(204);
    author
        .json(Method::DELETE, post, &nothing)
        .await
        .expect(404);
    let shown = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(!shown.body.contains(WORDS));
    let erase = "/api/v1/account/erase";
    let wrong = json!({ "password": "wrong and long", "posts": "keep" });
    let refused = author.post_json(erase, &wrong).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "password");
    let neither = json!({ "password": PASSWORD, "posts": "perhaps" });
    author.post_json(erase, &neither).await.expect(400);
    assert!(plaza.dump().contains("haihai"), "nothing was erased yet");
    let right = json!({ "password": PASSWORD, "posts": "keep" });
    author.post_json(erase, &right).await.expect(200);
    author.get(data).await.expect(401);
    assert!(!plaza.dump().contains("haihai"));
    officer.post_json(erase, &right).await.expect(403);
}

/// Somebody says that post 1 is about them, and confirms it; the two links of the mail.
async fn named(plaza: &Plaza, guest: &Client) -> (String, String) {
    let fields = [("words", "電話是我的"), ("email", "me@private.example")];
    guest
        .post("/zh/posts/1/about-me", &fields)
        .await
        .expect(303);
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .rfind(|mail| mail.to == "me@private.example")
        .unwrap();
    (mail.link("/about-me/"), mail.link("/requests/withdraw/"))
}

/// How many requests keep an address, and how many consents to it stand.
async fn standing(plaza: &Plaza) -> (i64, i64) {
    use diesel::prelude::*;
    use plaza::db::{
        DbError,
        schema::{consents, data_requests},
    };
    let counted: Result<(i64, i64), DbError> = plaza
        .context
        .db
        .read(|connection| {
            let addresses = data_requests::table
                .filter(data_requests::contact_sealed.is_not_null())
                .count()
                .get_result(connection)?;
            let agreed = consents::table
                .filter(consents::request_id.is_not_null())
                .filter(consents::withdrawn_at.is_null())
                .count()
                .get_result(connection)?;
            Ok((addresses, agreed))
        })
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn a_request_is_withdrawn_by_its_link_as_easily_as_it_was_made() {
    let (plaza, _, _, _) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let (confirm, withdraw) = named(&plaza, &guest).await;
    guest.post(&confirm, &[]).await.expect(200);
    assert_eq!(standing(&plaza).await, (1, 1));
    // Mail gateways fetch links: a GET shows one button and does nothing.
    for lang in ["zh", "en"] {
        let path = withdraw.replacen("/zh/", &format!("/{lang}/"), 1);
        let page = guest.get(&path).await.expect(200);
        assert_eq!(page.texts("main form").len(), 1);
        assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    }
    assert_eq!(standing(&plaza).await, (1, 1));
    let extend = [("decision", "extend"), ("words", "要調閱紙本")];
    officer
        .post("/zh/officer/requests/1", &extend)
        .await
        .expect(303);
    plaza.mails().await;
    let mark = ("data-request".to_owned(), "sent".to_owned());
    assert!(kept(&plaza).await.contains(&mark));
    let backup = plaza.backup();
    guest.post(&withdraw, &[]).await.expect(200);
    assert_eq!(standing(&plaza).await, (0, 0), "address or consent stand");
    guest.get(&withdraw).await.expect(410);
    guest.post(&withdraw, &[]).await.expect(410);
    assert!(!kept(&plaza).await.contains(&mark), "a mark is left");
    // Nothing waits any more, nothing is mailed, and the register says what was erased.
    let queue = officer.get("/zh/officer/requests").await.expect(200);
    assert!(queue.texts("article").is_empty());
    let refuse = [("decision", "refuse"), ("words", "太晚了")];
    let late = officer.post("/zh/officer/requests/1", &refuse).await;
    late.expect(409);
    let register = guest.get("/zh/ledger").await.expect(200);
    assert!(register.texts("main .rows li")[0].contains("向個資保護專員提出的要求"));
    // A restored backup forgets it again.
    let journal = plaza.context.config.erasure_journal.clone();
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(text.contains("\"request\"") && !text.contains("private"));
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(plaza.replay(&restored).await, 0);
}

#[actix_web::test]
async fn of_a_withdrawn_request_the_officers_words_go_too_and_an_answered_one_stays_answered() {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::data_requests};
    let (plaza, _, _, _) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let kept = async |id: i64| {
        let row: Result<(Option<Vec<u8>>, String), DbError> = plaza
            .context
            .db
            .read(move |connection| {
                let row = data_requests::table
                    .find(id)
                    .select((data_requests::extended_because_sealed, data_requests::state));
                let (because, state): (_, plaza::requests::RequestState) = row.first(connection)?;
                Ok((because, state.as_str().to_owned()))
            })
            .await;
        row.unwrap()
    };
    let (confirm, withdraw) = named(&plaza, &guest).await;
    guest.post(&confirm, &[]).await.expect(200);
    let extend = [("decision", "extend"), ("words", "要問王小明")];
    officer
        .post("/zh/officer/requests/1", &extend)
        .await
        .expect(303);
    assert!(kept(1).await.0.is_some());
    guest.post(&withdraw, &[]).await.expect(200);
    assert_eq!(kept(1).await, (None, "withdrawn".to_owned()));
    // Answered at the same moment: the answer stands.
    let (confirm, withdraw) = named(&plaza, &guest).await;
    guest.post(&confirm, &[]).await.expect(200);
    let grant = "UPDATE data_requests SET state = 'granted', withdraw_hash = NULL, \
                 contact_sealed = NULL WHERE id = 2";
    let late = plaza.at_once(grant, guest.post(&withdraw, &[])).await;
    late.expect(410);
    assert_eq!(kept(2).await.1, "granted");
}

#[actix_web::test]
async fn a_file_that_is_attached_at_once_does_not_outlive_its_post() {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::attachments};
    let (plaza, author, _, topic) = scene().await;
    let token = author.token("a.png", &png(4, 4)).await;
    let body = json!({ "body": "看圖", "attachments": [token] });
    let path = format!("/api/v1/topics/{topic}/posts");
    author.post_json(&path, &body).await.expect(201);
    let attach = "UPDATE posts SET pipeline = pipeline WHERE id = 1; \
                  UPDATE attachments SET post_id = 1";
    let erase = author.post("/zh/posts/1/erase", &[]);
    plaza.at_once(attach, erase).await.expect(303);
    let left: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(attachments::table.count().get_result(connection)?))
        .await;
    assert_eq!(left.unwrap(), 0);
}

#[actix_web::test]
async fn of_two_that_wait_for_each_other_one_is_told_to_come_back() {
    let (plaza, author, _, topic) = scene().await;
    if !plaza.on_postgres() {
        // One writes at a time, and nobody waits for two things.
        return;
    }
    author.reply(topic, "還有三本").await;
    let before = plaza.dump();
    let erase = [("posts", "erase"), ("password", PASSWORD)];
    let answer = plaza
        .crossing(
            "UPDATE posts SET pipeline = pipeline WHERE id = 3",
            "UPDATE posts SET pipeline = pipeline WHERE id = 1",
            author.post("/zh/account/erase", &erase),
        )
        .await
        .expect(503);
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(plaza.dump(), before, "half of it was done");
    author.post("/zh/account/erase", &erase).await.expect(303);
}

#[actix_web::test]
async fn an_erasure_and_a_group_of_mails_that_is_recorded_do_not_wait_for_each_other() {
    use plaza::{
        db::DbError,
        i18n::Lang,
        mail::{About, Draft, Letter, LetterKind},
    };
    let plaza = Plaza::start().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let cx = plaza.context.clone();
    let write = move |connection: &mut plaza::db::AnyConnection| {
        let mut ids = Vec::new();
        for _ in 0..2 {
            let draft = Draft {
                lang: Lang::En,
                city: "City".into(),
                subject: "Subject".into(),
                paragraphs: Vec::new(),
                button: None,
                policy_url: "http://plaza.test/en/privacy".into(),
            };
            let letter = Letter {
                kind: LetterKind::PasswordReset,
                about: About::Nothing,
                to: Private::new("haihai@example.tw".to_owned()),
                content: draft.compose(),
            };
            ids.extend(outbox::enqueue(connection, &cx, &letter)?.row());
        }
        Ok::<_, DbError>(ids)
    };
    let ids = plaza.context.db.write(write).await.unwrap();
    // The database comes to the first row last, as to any that was changed.
    let moved = "UPDATE outbox SET domain_mark = NULL WHERE id =";
    plaza.sql(&format!("{moved} {}", ids[0])).unwrap();
    let held = "UPDATE outbox SET attempts = attempts WHERE id =";
    let erase = [("posts", "erase"), ("password", PASSWORD)];
    plaza
        .crossing(
            &format!("{held} {}", ids[0]),
            &format!("{held} {}", ids[1]),
            author.post("/zh/account/erase", &erase),
        )
        .await
        .expect(303);
}

#[actix_web::test]
async fn a_request_can_be_withdrawn_before_it_is_confirmed_and_by_a_program_too() {
    let (plaza, _, _, _) = scene().await;
    let guest = plaza.client().await;
    let (confirm, withdraw) = named(&plaza, &guest).await;
    let token = json!({ "token": withdraw.rsplit('/').next().unwrap() });
    let path = "/api/v1/about-me/withdraw";
    // The link that confirms withdraws nothing.
    let other = json!({ "token": confirm.rsplit('/').next().unwrap() });
    guest.post_json(path, &other).await.expect(410);
    assert_eq!(standing(&plaza).await, (1, 1));
    let done = guest.post_json(path, &token).await.expect(200);
    assert_eq!(done.json()["status"], "withdrawn");
    assert_eq!(standing(&plaza).await, (0, 0));
    guest.post_json(path, &token).await.expect(410);
    guest.post(&confirm, &[]).await.expect(410);
    // The mail that brought the links is gone as well.
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::outbox};
    let mails: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let requests = outbox::table.filter(outbox::kind.eq("data-request"));
            Ok(requests.count().get_result(connection)?)
        })
        .await;
    assert_eq!(mails.unwrap(), 0);
}

#[actix_web::test]
async fn masking_and_answering_is_one_thing_or_none() {
    let (plaza, _, _, topic) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let (confirm, _) = named(&plaza, &guest).await;
    guest.post(&confirm, &[]).await.expect(200);
    // The answer cannot be written to an address that does not open.
    let broken = if plaza.on_postgres() {
        "'\\x00'::bytea"
    } else {
        "x'00'"
    };
    plaza
        .sql(&format!(
            "UPDATE data_requests SET contact_sealed = {broken}"
        ))
        .unwrap();
    officer.get("/zh/officer/requests").await.expect(200);
    let before = plaza.dump();
    for decision in ["mask", "hide"] {
        let act = [("decision", decision), ("words", "處理好了")];
        let answer = officer.post("/zh/officer/requests/1", &act).await;
        assert!(answer.status.is_server_error(), "{}", answer.status);
        assert_eq!(plaza.dump(), before, "the post was touched all the same");
    }
    let shown = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(shown.body.contains(PHONE));
}

#[actix_web::test]
async fn what_was_masked_for_somebody_while_it_waited_comes_out_masked() {
    for decision in ["mask", "hide"] {
        let plaza = Plaza::with_boards().await;
        let author = plaza.person("haihai", Role::Resident).await.client;
        let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
        let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
        let guest = plaza.client().await;
        let topic = author.topic("city", "路燈", "不亮").await;
        // Public, asked about, and held again by an edit.
        let (confirm, _) = named(&plaza, &guest).await;
        guest.post(&confirm, &[]).await.expect(200);
        let body = json!({ "title": "路燈", "body": format!("他的電話是{PHONE}") });
        let other = |_: &str| ("other", "publish");
        author
            .decide("PATCH", "/api/v1/posts/1", &body, other)
            .await
            .expect(202);
        let queue = moderator.get("/zh/review").await.expect(200);
        let act = [("decision", decision), ("words", "處理好了")];
        officer
            .post("/zh/officer/requests/1", &act)
            .await
            .expect(303);
        let fields = [
            ("decision", "approve"),
            ("version", &*queue.hidden("version")),
        ];
        let action = queue
            .attribute("article form[action*='/review/']", "action")
            .unwrap();
        // What was masked meanwhile, no moderator has seen.
        let approved = moderator.post(&action, &fields).await;
        if decision == "mask" {
            let again = approved.expect(409);
            let fields = [
                ("decision", "approve"),
                ("version", &*again.hidden("version")),
            ];
            moderator.post(&action, &fields).await.expect(303);
        } else {
            approved.expect(409);
        }
        let page = guest.get(&format!("/zh/topics/{topic}")).await;
        if decision == "mask" {
            assert!(!page.expect(200).body.contains(PHONE));
        } else {
            page.expect(404);
        }
    }
}

#[actix_web::test]
async fn what_is_hidden_already_is_masked_where_it_stands_and_not_hidden_twice() {
    let (plaza, author, _, topic) = scene().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let guest = plaza.client().await;
    let (confirm, _) = named(&plaza, &guest).await;
    guest.post(&confirm, &[]).await.expect(200);
    let act = [("act", "hide"), ("ground", "R3"), ("reason", "廣告")];
    first.post("/zh/posts/1/moderate", &act).await.expect(303);
    // That the officer reads them is written down, once a day.
    officer.get("/zh/officer/requests").await.expect(200);
    let before = plaza.dump();
    let hide = [("decision", "hide"), ("words", "處理好了")];
    let told = officer
        .post("/zh/officer/requests/1", &hide)
        .await
        .expect(422);
    assert!(
        told.texts(".error-summary")[0].contains("申訴"),
        "{}",
        told.body
    );
    assert!(told.texts("textarea").contains(&"處理好了".to_owned()));
    let program = json!({ "decision": "hide", "words": "處理好了" });
    let told = officer
        .post_json("/api/v1/officer/requests/1", &program)
        .await
        .expect(409);
    assert!(
        told.json()["type"]
            .as_str()
            .unwrap()
            .ends_with("out-of-sight")
    );
    assert_eq!(plaza.dump(), before);
    let mask = [("decision", "mask"), ("words", "處理好了")];
    officer
        .post("/zh/officer/requests/1", &mask)
        .await
        .expect(303);
    // The appeal against hiding brings it back, masked.
    let number = author.get("/zh/posts/1/decisions").await.hidden("number");
    let words = [("number", &*number), ("words", "不是廣告")];
    author
        .post("/zh/posts/1/decisions", &words)
        .await
        .expect(303);
    let grant = [("decision", "grant"), ("answer", "您說得對")];
    second
        .post("/zh/review/appeals/1", &grant)
        .await
        .expect(303);
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(page.body.contains(WORDS) && !page.body.contains(PHONE));
}

#[actix_web::test]
async fn what_is_held_is_shown_by_the_citys_clock_and_in_plain_words() {
    let (_plaza, author, ..) = scene().await;
    for lang in ["zh", "en"] {
        let page = author.get(&format!("/{lang}/account/data")).await;
        let facts = page.expect(200).texts("dl.facts > div");
        // Made at two in the morning, universal time.
        assert!(facts.iter().any(|fact| fact.ends_with("2026-03-02 10:00")));
        assert!(facts.iter().all(|fact| !fact.contains("02:00:00")));
        assert!(facts.iter().any(|fact| fact.ends_with("繁體中文")));
        assert!(facts.iter().all(|fact| !fact.ends_with("zh")));
    }
}

#[actix_web::test]
async fn a_program_works_through_the_officers_queue_as_the_page_does() {
    let plaza = Plaza::with_boards().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let author = plaza.person("amei", Role::Resident).await.client;
    author.topic("city", "路燈", "很暗。").await;
    for (kind, words) in [
        ("access", "還有什麼"),
        ("object", "不要用"),
        ("correct", "改一下"),
    ] {
        let body = json!({ "kind": kind, "words": words });
        let asked = author
            .post_json("/api/v1/account/data-requests", &body)
            .await;
        asked.expect(202);
    }
    let queue = "/api/v1/officer/requests";
    author.get(queue).await.expect(403);
    let waiting = async || officer.get(queue).await.expect(200).json()["requests"].clone();
    let first = waiting().await;
    assert_eq!(first[0]["words"], "還有什麼");
    assert_eq!(first[0]["due"], "2026-03-17");
    assert_eq!(first[0]["asker"], "amei");
    let one = |at: usize| format!("{queue}/{}", first[at]["id"]);
    let answer = async |path: &str, decision: &str, words: &str| {
        let body = json!({ "decision": decision, "words": words });
        officer.post_json(path, &body).await.status.as_u16()
    };
    assert_eq!(answer(&one(0), "extend", " ").await, 422);
    assert_eq!(answer(&one(0), "extend", "要找舊檔案").await, 200);
    assert_eq!(answer(&one(0), "extend", "再一次").await, 409);
    let extended = waiting().await;
    let extended = extended
        .as_array()
        .unwrap()
        .iter()
        .find(|request| request["id"] == first[0]["id"])
        .unwrap();
    assert_eq!(extended["due"], "2026-04-01");
    assert_eq!(extended["extended_because"], "要找舊檔案");
    assert_eq!(answer(&one(1), "refuse", "依法要保存").await, 200);
    assert_eq!(answer(&one(2), "grant", "已改").await, 200);
    // Of a request that is about no post there is nothing to mask.
    let before = plaza.dump();
    assert_eq!(answer(&one(0), "mask", "已遮蔽").await, 404);
    assert_eq!(answer(&format!("{queue}/99"), "grant", "好").await, 409);
    assert_eq!(plaza.dump(), before);
    assert_eq!(waiting().await.as_array().unwrap().len(), 1);
}
