//! Support of published suggestions: one of each person, with an account or by a mailed link,
//! counted in public and named nowhere.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    context::Context,
    db::{
        DbError,
        schema::{consents, support_keys, support_marks, support_requests, supports},
    },
    jobs::{count_supports, retention},
    keys::Keys,
    privacy::{notices::Notice, rotation},
};
use serde_json::json;

use crate::support::{Answer, Arrived, Client, PASSWORD, Plaza, Suggested};

const ADDRESS: &str = "supporter@private.example";

/// A city with one suggestion that everybody can read; gives its topic.
async fn city() -> (Plaza, i64) {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let topic = plaza.published_suggestion().await.topic;
    (plaza, topic)
}

/// How many support it, as everybody is told once they were counted.
async fn count(plaza: &Plaza, topic: i64) -> i64 {
    count_supports::once(&plaza.context).await.unwrap();
    told(plaza, topic).await
}

/// How many support it, as everybody is told now.
async fn told(plaza: &Plaza, topic: i64) -> i64 {
    let guest = plaza.client().await;
    let shown = guest.get(&format!("/api/v1/topics/{topic}")).await;
    let support = shown.expect(200).json()["support"].clone();
    assert_eq!(support["mine"], false, "a guest supports nothing");
    support["count"].as_i64().unwrap()
}

fn form(topic: i64) -> String {
    format!("/zh/topics/{topic}/support/mail")
}

/// Sends the form without an account.
pub async fn ask(guest: &Client, topic: i64, email: &str) -> Answer {
    let page = guest.get(&form(topic)).await.expect(200);
    let (submission, notice) = (page.hidden("submission"), page.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", &notice),
        ("email", email),
    ];
    guest.post(&form(topic), &fields).await
}

/// The mails to an address, the first first.
async fn mails_to(plaza: &Plaza, email: &str) -> Vec<Arrived> {
    let mut mails = plaza.mails().await;
    mails.retain(|mail| mail.to.eq_ignore_ascii_case(email));
    mails
}

/// The links of the last mail to an address: the one that confirms, and the one that takes back.
async fn links(plaza: &Plaza, email: &str) -> (String, String) {
    let mails = mails_to(plaza, email).await;
    let mail = mails.last().unwrap();
    let confirm = mail.link("/suggestions/support/");
    (confirm, mail.link("/suggestions/support-back/"))
}

/// Asks and confirms.
pub async fn support_by_mail(plaza: &Plaza, topic: i64, email: &str) -> (String, String) {
    let guest = plaza.client().await;
    ask(&guest, topic, email).await.expect(303);
    let links = links(plaza, email).await;
    guest.post(&links.0, &[]).await.expect(200);
    links
}

/// How many rows there are: of accounts, marks, keys and waiting addresses.
async fn rows(plaza: &Plaza) -> [i64; 4] {
    rows_of(&plaza.context).await
}

async fn rows_of(context: &Context) -> [i64; 4] {
    context
        .db
        .read(|connection| {
            Ok::<_, DbError>([
                supports::table.count().get_result(connection)?,
                support_marks::table.count().get_result(connection)?,
                support_keys::table.count().get_result(connection)?,
                support_requests::table.count().get_result(connection)?,
            ])
        })
        .await
        .unwrap()
}

async fn set(client: &Client, topic: i64, given: bool) -> Answer {
    let method = if given { Method::PUT } else { Method::DELETE };
    let path = format!("/api/v1/topics/{topic}/support");
    client.json(method, &path, &json!({})).await
}

#[actix_web::test]
async fn an_account_supports_with_one_button_and_takes_it_back() {
    let (plaza, topic) = city().await;
    let amei = plaza.log_on_as(Role::Resident, "阿梅").await;
    let path = format!("/zh/topics/{topic}");
    let button = format!("/zh/topics/{topic}/support");
    let page = amei.get(&path).await.expect(200);
    assert_eq!(page.texts("#support .tally"), ["還沒有人附議這則建議。"]);
    assert_eq!(page.texts("#support button"), ["附議這則建議"]);
    for _ in 0..2 {
        let back = page.hidden("back");
        let fields = [("given", "yes"), ("back", &*back)];
        let pressed = amei.post(&button, &fields).await.expect(303).location();
        assert!(
            pressed.ends_with("?done=support-given#support"),
            "{pressed}"
        );
        assert_eq!(count(&plaza, topic).await, 1, "twice is once");
    }
    let page = amei.get(&path).await.expect(200);
    assert_eq!(page.texts("#support .tag"), ["您已附議"]);
    assert_eq!(page.texts("#support button"), ["收回附議"]);
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    set(&other, topic, true).await.expect(204);
    assert_eq!(count(&plaza, topic).await, 2);
    let shown = other.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(
        shown["support"],
        json!({ "count": 2, "mine": true, "open": true })
    );
    // Nobody else learns who it is, on the page or in the API.
    let officer = plaza.log_on_as(Role::Administrator, "管理員").await;
    for path in [&path, &format!("/api/v1/topics/{topic}")] {
        let shown = officer.get(path).await.expect(200);
        assert!(!shown.body.contains("阿梅") && !shown.body.contains("小樹"));
    }
    for _ in 0..2 {
        let pressed = amei.post(&button, &[("given", "no")]).await.location();
        assert!(pressed.contains("done=support-taken"), "{pressed}");
        assert_eq!(count(&plaza, topic).await, 1);
    }
    set(&other, topic, false).await.expect(204);
    set(&other, topic, false).await.expect(204);
    assert_eq!(count(&plaza, topic).await, 0);
    assert_eq!(rows(&plaza).await, [0; 4]);
}

#[actix_web::test]
async fn its_owner_sees_it_takes_it_along_and_erases_it_with_the_account() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    set(&amei.client, topic, true).await.expect(204);
    // Support by mail that waits is held with the same address.
    ask(&plaza.client().await, topic, &amei.email)
        .await
        .expect(303);
    let other = plaza.person("other", Role::Resident).await;
    set(&other.client, topic, true).await.expect(204);
    support_by_mail(&plaza, topic, ADDRESS).await;
    assert_eq!(count(&plaza, topic).await, 3);
    let held = amei.client.get("/api/v1/account/data").await.expect(200);
    assert_eq!(
        held.json()["supports"],
        json!([{ "topic_id": topic.to_string(), "account_id": held.json()["accounts"][0]["id"] }])
    );
    assert_eq!(
        held.json()["support_requests"][0]["email_sealed"],
        *amei.email
    );
    let page = amei.client.get("/zh/account/data").await.expect(200);
    let link = format!("a[href='/zh/t/{topic}']");
    assert_eq!(page.texts(&link).len(), 2, "what is supported is named");
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    let erased = amei.client.post("/zh/account/erase", &fields).await;
    erased.expect(303);
    assert_eq!(count(&plaza, topic).await, 2, "the others count on");
    assert_eq!(rows(&plaza).await, [1, 1, 1, 0]);
}

#[actix_web::test]
async fn an_erased_account_takes_along_what_its_address_supported_by_mail() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    support_by_mail(&plaza, topic, "AMEI@example.tw").await;
    support_by_mail(&plaza, topic, ADDRESS).await;
    let page = amei.client.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(
        page.texts("#support .tag"),
        ["您已附議"],
        "it is the same person"
    );
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    let erased = amei.client.post("/zh/account/erase", &fields).await;
    erased.expect(303);
    assert_eq!(count(&plaza, topic).await, 1);
}

#[actix_web::test]
async fn without_an_account_a_mailed_link_confirms_once_and_the_address_is_erased() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let to_form = page.attribute("#support a.button", "href");
    assert_eq!(to_form.as_deref(), Some(&*form(topic)));
    let shown = guest.get(&form(topic)).await.expect(200);
    assert_eq!(
        shown.texts("form .note dt").len(),
        8,
        "the notice stands there"
    );
    assert!(shown.body.contains("noindex"));
    let told = ask(&guest, topic, ADDRESS).await.expect(303).location();
    assert_eq!(told, format!("/zh/t/{topic}?done=support-mailed"));
    let told = guest.get(&told).await.expect(200);
    assert!(
        told.texts(".notice")
            .concat()
            .contains("確認連結會寄到這個地址")
    );
    assert_eq!(rows(&plaza).await, [0, 0, 1, 1]);
    assert!(!plaza.holds(ADDRESS), "the address stands in the clear");
    let given = plaza.context.db.read(|connection| {
        Ok::<i64, DbError>(
            consents::table
                .filter(consents::notice.eq(Notice::Support))
                .count()
                .get_result(connection)?,
        )
    });
    assert_eq!(given.await.unwrap(), 1, "no consent is on record");

    let (confirm, back) = links(&plaza, ADDRESS).await;
    // A mail gateway that opens the links does nothing.
    for link in [&confirm, &back] {
        let head = TestRequest::default().method(Method::HEAD).uri(link);
        guest.send(head).await.expect(200);
        let opened = guest.get(link).await.expect(200);
        assert_eq!(opened.texts("main form button").len(), 1);
        assert_eq!(opened.headers.get("cache-control").unwrap(), "no-store");
    }
    assert_eq!(count(&plaza, topic).await, 0, "looking counted");
    for _ in 0..2 {
        let done = guest.post(&confirm, &[]).await.expect(200);
        assert_eq!(done.texts("h1"), ["您的附議已計入"]);
        assert_eq!(count(&plaza, topic).await, 1, "a link counts once");
    }
    assert_eq!(rows(&plaza).await, [0, 1, 1, 0], "the address is erased");
    assert!(!plaza.holds(ADDRESS));
    // Nothing of the mail is left either, nor the consent once the hour is over.
    retention::once(&plaza.context).await.unwrap();
    let left = plaza.context.db.read(|connection| {
        use plaza::db::schema::outbox;
        Ok::<(i64, i64), DbError>((
            outbox::table
                .filter(outbox::kind.eq("support"))
                .count()
                .get_result(connection)?,
            consents::table
                .filter(consents::notice.eq(Notice::Support))
                .count()
                .get_result(connection)?,
        ))
    });
    assert_eq!(left.await.unwrap(), (0, 0));

    let opened = guest.get(&back).await.expect(200);
    assert_eq!(opened.texts("main form button"), ["收回附議"]);
    guest.post(&back, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 0);
    for link in [&confirm, &back] {
        guest.get(link).await.expect(410);
        guest.post(link, &[]).await.expect(410);
    }
    assert_eq!(guest.cookie_names(), [""; 0]);
    assert_eq!(count(&plaza, topic).await, 0);
}

#[actix_web::test]
async fn one_person_counts_once_whichever_way_they_come_and_the_answer_is_the_same() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    let guest = plaza.client().await;
    support_by_mail(&plaza, topic, ADDRESS).await;
    set(&amei.client, topic, true).await.expect(204);
    // Known, known with something after a `+` and in other letters, and new.
    let mut answers = Vec::new();
    for email in [
        ADDRESS,
        "supporter+more@private.example",
        "Supporter@Private.Example",
        "new@private.example",
    ] {
        let asked = ask(&guest, topic, email).await.expect(303);
        let (confirm, _) = links(&plaza, email).await;
        let looked = guest.get(&confirm).await.expect(200).texts("main");
        let done = guest.post(&confirm, &[]).await.expect(200).texts("main");
        let plain = |texts: Vec<String>| texts.concat();
        answers.push((asked.location(), plain(looked), plain(done)));
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(count(&plaza, topic).await, 3);
    // Of several mails the newest has the link that takes back.
    let mut took = 0;
    for mail in mails_to(&plaza, ADDRESS).await {
        let back = mail.link("/suggestions/support-back/");
        took += i64::from(guest.post(&back, &[]).await.status == 200);
    }
    assert_eq!((took, count(&plaza, topic).await), (1, 2));

    // Where an account has the address, who reads its mails is told, however often they press.
    ask(&guest, topic, &amei.email).await.expect(303);
    let (confirm, back) = links(&plaza, &amei.email).await;
    for _ in 0..2 {
        let done = guest.post(&confirm, &[]).await.expect(200);
        assert_eq!(done.texts("h1"), ["您的帳號已附議這則建議"]);
    }
    assert!(!plaza.holds(&amei.email), "the address is erased");
    guest.get(&confirm).await.expect(200);
    let shown = guest.get(&back).await.expect(200);
    assert!(shown.texts("main form").is_empty());
    let done = guest.post(&back, &[]).await.expect(200);
    assert_eq!(done.texts("h1"), ["您的帳號仍附議這則建議"]);
    assert_eq!(count(&plaza, topic).await, 2);

    // By mail first, and then with the account: still one, which the account takes back.
    set(&amei.client, topic, false).await.expect(204);
    support_by_mail(&plaza, topic, &amei.email).await;
    assert_eq!(count(&plaza, topic).await, 2);
    set(&amei.client, topic, true).await.expect(204);
    assert_eq!(count(&plaza, topic).await, 2);
    set(&amei.client, topic, false).await.expect(204);
    support_by_mail(&plaza, topic, &amei.email).await;
    set(&amei.client, topic, false).await.expect(204);
    assert_eq!(count(&plaza, topic).await, 1);
    assert_eq!(rows(&plaza).await, [0, 1, 1, 0]);
}

#[actix_web::test]
async fn two_suggestions_that_one_person_supports_cannot_be_told_from_their_marks() {
    let (plaza, first) = city().await;
    let second = plaza.published_suggestion().await.topic;
    for topic in [first, second] {
        support_by_mail(&plaza, topic, ADDRESS).await;
    }
    let marks = plaza.context.db.read(|connection| {
        let marks = support_marks::table.select(support_marks::mark);
        Ok::<Vec<Vec<u8>>, DbError>(marks.load(connection)?)
    });
    let marks = marks.await.unwrap();
    assert!(marks.len() == 2 && marks[0] != marks[1]);
    assert_eq!(
        (count(&plaza, first).await, count(&plaza, second).await),
        (1, 1)
    );
}

#[actix_web::test]
async fn a_link_ends_with_its_time_a_newer_mail_and_its_use_and_a_forged_one_is_none() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (older, _) = links(&plaza, ADDRESS).await;
    plaza.advance(TimeDelta::hours(1));
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (newer, back) = links(&plaza, ADDRESS).await;
    guest.get(&older).await.expect(410);
    guest.post(&older, &[]).await.expect(410);
    let forged = newer.replace(newer.rsplit('/').next().unwrap(), &"A".repeat(43));
    for link in [forged, "/zh/suggestions/support/x".to_owned()] {
        guest.get(&link).await.expect(410);
        guest.post(&link, &[]).await.expect(410);
        let back = link.replace("/support/", "/support-back/");
        guest.post(&back, &[]).await.expect(410);
    }
    // To the last moment of three days, and no later; then the address goes with its consent.
    plaza.advance(TimeDelta::days(3) - TimeDelta::seconds(1));
    guest.get(&newer).await.expect(200);
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(rows(&plaza).await, [0, 0, 1, 1]);
    plaza.advance(TimeDelta::seconds(1));
    for link in [&newer, &back] {
        guest.get(link).await.expect(410);
        guest.post(link, &[]).await.expect(410);
    }
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(rows(&plaza).await, [0, 0, 1, 0]);
    assert_eq!(count(&plaza, topic).await, 0);

    // Whoever was given away by somebody else erases it at once.
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (confirm, back) = links(&plaza, ADDRESS).await;
    guest.post(&back, &[]).await.expect(200);
    assert_eq!(rows(&plaza).await, [0, 0, 1, 0]);
    guest.post(&confirm, &[]).await.expect(410);
    assert_eq!(count(&plaza, topic).await, 0);
}

#[actix_web::test]
async fn a_new_mail_takes_back_what_the_address_gave_before_and_asking_alone_does_not() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    let (_, lost) = support_by_mail(&plaza, topic, ADDRESS).await;
    support_by_mail(&plaza, topic, "other@private.example").await;
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (_, back) = links(&plaza, ADDRESS).await;
    guest.get(&back).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 2, "anybody can ask");
    let done = guest.post(&back, &[]).await.expect(200);
    assert_eq!(done.texts("h1"), ["附議已收回"]);
    assert_eq!(count(&plaza, topic).await, 1);
    for link in [&lost, &back] {
        guest.post(link, &[]).await.expect(410);
    }

    // What an account gave, it takes back itself; of this its mailbox is told.
    let amei = plaza.person("amei", Role::Resident).await;
    set(&amei.client, topic, true).await.expect(204);
    ask(&guest, topic, &amei.email).await.expect(303);
    let (_, back) = links(&plaza, &amei.email).await;
    let done = guest.post(&back, &[]).await.expect(200);
    assert_eq!(done.texts("h1"), ["您的帳號仍附議這則建議"]);
    assert_eq!(count(&plaza, topic).await, 2);
    assert_eq!(rows(&plaza).await, [1, 1, 1, 0]);
}

#[actix_web::test]
async fn a_mail_that_has_not_left_goes_with_what_it_asks_about() {
    let (plaza, other) = city().await;
    let Suggested { topic, key } = plaza.published_suggestion().await;
    let guest = plaza.client().await;
    for topic in [topic, topic, other] {
        ask(&guest, topic, ADDRESS).await.expect(303);
    }
    let path = "/api/v1/suggestions/case/unpublish";
    guest.post_json(path, &key).await.expect(200);
    let mails = mails_to(&plaza, ADDRESS).await;
    assert_eq!(mails.len(), 1);
    let confirm = mails[0].link("/suggestions/support/");
    guest.post(&confirm, &[]).await.expect(200);
    assert_eq!(count(&plaza, other).await, 1);
    // A newer mail takes the place of one that waits.
    for _ in 0..2 {
        ask(&guest, other, "twice@private.example")
            .await
            .expect(303);
    }
    assert_eq!(mails_to(&plaza, "twice@private.example").await.len(), 1);
}

#[actix_web::test]
async fn two_copies_of_the_database_do_not_tell_which_address_became_which_mark() {
    let (plaza, topic) = city().await;
    ask(&plaza.client().await, topic, ADDRESS).await.expect(303);
    let waits = plaza.context.db.read(|connection| {
        let hash = support_requests::table.select(support_requests::token_hash);
        Ok::<Vec<u8>, DbError>(hash.first(connection)?)
    });
    let waits = waits.await.unwrap();
    let (confirm, back) = links(&plaza, ADDRESS).await;
    let guest = plaza.client().await;
    guest.post(&confirm, &[]).await.expect(200);
    let counts = plaza.context.db.read(|connection| {
        let hash = support_marks::table.select(support_marks::link_hash);
        Ok::<Vec<u8>, DbError>(hash.first(connection)?)
    });
    assert_ne!(counts.await.unwrap(), waits);
    guest.post(&back, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 0);
}

#[actix_web::test]
async fn what_was_taken_back_does_not_come_back_with_a_backup() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    let guest = plaza.client().await;
    set(&amei.client, topic, true).await.expect(204);
    let (_, given) = support_by_mail(&plaza, topic, ADDRESS).await;
    support_by_mail(&plaza, topic, "stays@private.example").await;
    let mut backs = vec![given];
    for email in ["waits@private.example", "stays.too@private.example"] {
        ask(&guest, topic, email).await.expect(303);
        backs.push(links(&plaza, email).await.1);
    }
    let backup = plaza.backup();
    plaza.advance(TimeDelta::minutes(1));
    set(&amei.client, topic, false).await.expect(204);
    for back in &backs[..2] {
        guest.post(back, &[]).await.expect(200);
    }
    // What takes nothing back leaves no line.
    set(&amei.client, topic, false).await.expect(204);
    guest.post(&backs[0], &[]).await.expect(410);
    assert_eq!(plaza.journal().len(), 3);

    let restored = plaza.restored(&backup);
    assert_eq!(rows_of(&restored).await, [1, 2, 1, 2]);
    assert_eq!(plaza.replay(&restored).await, 3);
    assert_eq!(rows_of(&restored).await, [0, 1, 1, 1]);
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
}

#[actix_web::test]
async fn an_address_that_becomes_an_accounts_counts_with_it_once() {
    let (plaza, topic) = city().await;
    let other = plaza.published_suggestion().await.topic;
    let amei = plaza.person("amei", Role::Resident).await;
    set(&amei.client, topic, true).await.expect(204);
    for topic in [topic, other] {
        support_by_mail(&plaza, topic, ADDRESS).await;
    }
    assert_eq!(count(&plaza, topic).await, 2);
    let change = [("email", ADDRESS), ("password", PASSWORD)];
    let asked = amei.client.post("/zh/account/address", &change).await;
    asked.expect(303);
    let mails = mails_to(&plaza, ADDRESS).await;
    let link = mails.last().unwrap().link("/account/address/");
    amei.client.post(&link, &[]).await.expect(303);
    assert_eq!(count(&plaza, topic).await, 1);
    assert_eq!(count(&plaza, other).await, 1, "that it gave by mail alone");
    // Its owner sees both.
    let held = amei.client.get("/api/v1/account/data").await.expect(200);
    assert_eq!(held.json()["supports"][0]["topic_id"], topic.to_string());
    let marks = json!([{ "topic_id": other.to_string() }]);
    assert_eq!(held.json()["support_marks"], marks);
    let page = amei.client.get("/zh/account/data").await.expect(200);
    let link = format!("a[href='/zh/t/{other}']");
    assert_eq!(page.texts(&link).len(), 1);
}

#[actix_web::test]
async fn an_erased_accounts_address_that_is_confirmed_at_the_same_moment_leaves_no_mark() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    support_by_mail(&plaza, topic, &amei.email).await;
    let aside = "CREATE TABLE aside AS SELECT * FROM support_marks; DELETE FROM support_marks";
    plaza.sql(aside).unwrap();
    ask(&plaza.client().await, topic, &amei.email)
        .await
        .expect(303);
    let confirmed = "DELETE FROM support_requests; \
                     INSERT INTO support_marks SELECT * FROM aside; DROP TABLE aside";
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    let erase = amei.client.post("/zh/account/erase", &fields);
    plaza.at_once(confirmed, erase).await.expect(303);
    assert_eq!(rows(&plaza).await, [0, 0, 1, 0]);
}

#[actix_web::test]
async fn a_count_tells_no_moment() {
    let (plaza, topic) = city().await;
    let amei = plaza.log_on_as(Role::Resident, "阿梅").await;
    set(&amei, topic, true).await.expect(204);
    support_by_mail(&plaza, topic, ADDRESS).await;
    assert_eq!(told(&plaza, topic).await, 0, "not before the hour");
    let page = amei.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(page.texts("#support .tag"), ["您已附議"]);
    assert_eq!(
        page.texts("#support .tally"),
        ["1人附議這則建議。 您已附議"]
    );
    assert_eq!(count(&plaza, topic).await, 2);
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    let member = plaza.log_on_as(Role::Resident, "小樹").await;
    for (email, words) in [("", "請填寫"), ("not an address", "電子郵件")] {
        let told = ask(&guest, topic, email).await.expect(422);
        let error = told.texts("#e-email").concat();
        assert!(error.contains(words), "{error}");
        assert_eq!(
            told.attribute("#f-email", "value").unwrap_or_default(),
            email
        );
    }
    let fields = [("email", ADDRESS), ("notice", "00")];
    let told = guest.post(&form(topic), &fields).await.expect(422);
    assert!(
        told.texts("#e-email").concat().contains("告知"),
        "{}",
        told.body
    );
    assert_eq!(
        told.attribute("#f-email", "value").as_deref(),
        Some(ADDRESS)
    );
    let api = format!("/api/v1/topics/{topic}/support/mail");
    let told = guest
        .post_json(&api, &json!({ "email": "x" }))
        .await
        .expect(422);
    assert_eq!(told.json()["errors"][0]["field"], "email");
    let body = json!({ "email": ADDRESS, "notice": "00", "language": "zh" });
    let told = guest.post_json(&api, &body).await.expect(422);
    assert_eq!(told.json()["code"], "notice-changed");
    guest.post_json(&api, &json!({})).await.expect(400);
    let button = format!("/zh/topics/{topic}/support");
    member
        .post(&button, &[("given", "perhaps")])
        .await
        .expect(400);
    guest.post(&button, &[("given", "yes")]).await.expect(401);
    set(&guest, topic, true).await.expect(401);
    for path in ["look", "confirm", "take-back"] {
        let path = format!("/api/v1/support/{path}");
        guest
            .post_json(&path, &json!({ "token": "x" }))
            .await
            .expect(410);
        guest
            .post_json(&path, &json!({ "token": 1 }))
            .await
            .expect(400);
    }
    assert!(mails_to(&plaza, ADDRESS).await.is_empty());
    assert_eq!(rows(&plaza).await, [0; 4]);
}

#[actix_web::test]
async fn only_a_suggestion_that_everybody_can_read_is_supported() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    let member = plaza.log_on_as(Role::Resident, "小樹").await;
    let plain = member.topic("city", "路燈", "不亮。").await;
    let shown = guest.get(&format!("/api/v1/topics/{plain}")).await.json();
    assert!(shown.get("support").is_none());
    let page = guest.get(&format!("/zh/topics/{plain}")).await;
    assert!(page.texts("#support").is_empty());
    let refused = async |topic: i64, status: u16| {
        guest.get(&form(topic)).await.expect(status);
        guest
            .post(&form(topic), &[("email", ADDRESS)])
            .await
            .expect(status);
        let api = format!("/api/v1/topics/{topic}/support/mail");
        guest
            .post_json(&api, &json!({ "email": ADDRESS }))
            .await
            .expect(status);
        set(&member, topic, true).await.expect(status);
    };
    for topic in [plain, 999, i64::MAX] {
        refused(topic, 404).await;
    }

    support_by_mail(&plaza, topic, "first@private.example").await;
    set(&member, topic, true).await.expect(204);
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (confirm, _) = links(&plaza, ADDRESS).await;
    // Held or hidden meanwhile: the link waits, is not used up, and counts when it is public again.
    for state in ["held", "hidden"] {
        let sql = format!("UPDATE topics SET state = '{state}' WHERE id = {topic}");
        plaza.sql(&sql).unwrap();
        refused(topic, 404).await;
        guest.get(&confirm).await.expect(410);
        guest.post(&confirm, &[]).await.expect(410);
    }
    // What was given is taken back anywhere.
    set(&member, topic, false).await.expect(204);
    let public = format!("UPDATE topics SET state = 'published' WHERE id = {topic}");
    plaza.sql(&public).unwrap();
    assert_eq!(count(&plaza, topic).await, 1);
    let locked = format!("UPDATE topics SET locked_at = created_at WHERE id = {topic}");
    plaza.sql(&locked).unwrap();
    set(&member, topic, true).await.expect(409);
    guest.post(&confirm, &[]).await.expect(409);
    let page = guest.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(page.texts("#support .tally"), ["1人附議這則建議。"]);
    assert!(page.texts("#support .button").is_empty());
    // Whoever lost the mail is sent another, which takes back and no more.
    let to_form = page.attribute("#support a", "href");
    assert_eq!(to_form.as_deref(), Some(&*form(topic)));
    let shown = guest.get(&form(topic)).await.expect(200);
    assert_eq!(shown.texts("h1"), ["收回附議"]);
    let asked = ask(&guest, topic, "first@private.example").await;
    let asked = asked.expect(303).location();
    assert!(asked.ends_with("?done=support-back-mailed"), "{asked}");
    let mails = mails_to(&plaza, "first@private.example").await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.subject, "收回您的附議");
    let back = mail.link("/suggestions/support-back/");
    guest.post(&back, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 0);
    let open = format!("UPDATE topics SET locked_at = NULL WHERE id = {topic}");
    plaza.sql(&open).unwrap();
    guest.post(&confirm, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 1);
}

#[actix_web::test]
async fn with_the_published_suggestion_all_of_its_support_goes() {
    let (plaza, other) = city().await;
    let Suggested { topic, key } = plaza.published_suggestion().await;
    let guest = plaza.client().await;
    let member = plaza.log_on_as(Role::Resident, "小樹").await;
    for topic in [topic, other] {
        set(&member, topic, true).await.expect(204);
        support_by_mail(&plaza, topic, "first@private.example").await;
        ask(&guest, topic, ADDRESS).await.expect(303);
    }
    let (_, back) = links(&plaza, "first@private.example").await;
    assert_eq!(rows(&plaza).await, [2, 2, 2, 2]);
    // The resident takes the publication back.
    let path = "/api/v1/suggestions/case/unpublish";
    guest.post_json(path, &key).await.expect(200);
    assert_eq!(rows(&plaza).await, [1, 1, 1, 1]);
    assert_eq!(count(&plaza, other).await, 2);
    set(&member, topic, true).await.expect(404);
    guest.get(&back).await.expect(200);
}

#[actix_web::test]
async fn lists_and_feeds_tell_how_many_and_a_list_stands_in_that_order() {
    let (plaza, first) = city().await;
    let mut topics = vec![first];
    for _ in 0..21 {
        plaza.advance(TimeDelta::minutes(1));
        topics.push(plaza.published_suggestion().await.topic);
    }
    let mut members = Vec::new();
    for name in ["甲", "乙", "丙"] {
        members.push(plaza.log_on_as(Role::Resident, name).await);
    }
    for (number, topic) in topics.iter().enumerate() {
        for member in members.iter().take(number % 4) {
            set(member, *topic, true).await.expect(204);
        }
    }
    support_by_mail(&plaza, topics[3], ADDRESS).await;
    count_supports::once(&plaza.context).await.unwrap();
    let mut expected: Vec<(i64, i64)> = topics
        .iter()
        .enumerate()
        .map(|(number, topic)| (i64::try_from(number % 4).unwrap(), *topic))
        .collect();
    expected[3].0 = 4;
    expected.sort_unstable();
    expected.reverse();

    let guest = plaza.client().await;
    let api = "/api/v1/suggestions/published?order=support";
    let read = async |place: String| {
        let list = guest.get(&format!("{api}{place}")).await.expect(200).json();
        let rows = list["suggestions"].as_array().unwrap().iter();
        let rows = rows.map(|row| {
            let number = |name: &str| row[name].as_i64().unwrap();
            (number("supports"), number("topic"))
        });
        let rows: Vec<(i64, i64)> = rows.collect();
        (rows, list)
    };
    let (mut all, list) = read(String::new()).await;
    let next = list["next"].as_str().unwrap();
    let (rest, last) = read(format!("&after={next}")).await;
    all.extend(rest);
    assert_eq!(all, expected, "each once, the most supported first");
    let back = last["previous"].as_str().unwrap();
    assert_eq!(read(format!("&before={back}")).await.0, expected[..20]);
    // A place of the other order leads to the start.
    let newest = "/api/v1/suggestions/published";
    let other = guest.get(newest).await.expect(200).json();
    let other = other["next"].as_str().unwrap();
    assert_eq!(read(format!("&after={other}")).await.0, expected[..20]);
    let wrong = guest.get(&format!("{newest}?order=x")).await.expect(422);
    assert_eq!(wrong.json()["errors"][0]["field"], "order");

    let page = guest.get("/zh/suggestions").await.expect(200);
    let to_order = page.attribute("a[href*='order=support']", "href").unwrap();
    let page = guest.get(&to_order).await.expect(200);
    assert!(page.body.contains("noindex"));
    let rows = page.texts(".row-facts span");
    assert!(rows.iter().any(|words| words == "4人附議"), "{rows:?}");
    let href = page.attribute(".row-title a", "href").unwrap();
    assert!(href.starts_with(&format!("/zh/t/{}", topics[3])), "{href}");
    let older = page.attribute("nav.pages a", "href").unwrap();
    assert!(older.contains("order=support"), "{older}");
    let rows = guest.get(&older).await.expect(200).texts(".row-title a");
    assert_eq!(rows.len(), 2);
    let feed = guest.get("/feeds/zh/suggestions.atom").await.expect(200);
    assert!(feed.body.contains("3人附議這則建議。"), "{}", feed.body);
}

#[actix_web::test]
async fn at_the_same_moment_one_person_still_counts_once() {
    let (plaza, topic) = city().await;
    let amei = plaza.person("amei", Role::Resident).await;
    let guest = plaza.client().await;
    ask(&guest, topic, ADDRESS).await.expect(303);
    let (confirm, _) = links(&plaza, ADDRESS).await;
    let pressed = (0..4).map(|_| guest.post(&confirm, &[]));
    for pressed in futures_util::future::join_all(pressed).await {
        pressed.expect(200);
    }
    assert_eq!(count(&plaza, topic).await, 1, "a double click counts once");

    ask(&guest, topic, &amei.email).await.expect(303);
    let (confirm, _) = links(&plaza, &amei.email).await;
    let (by_mail, by_button, again) = futures_util::join!(
        guest.post(&confirm, &[]),
        set(&amei.client, topic, true),
        set(&amei.client, topic, true),
    );
    by_mail.expect(200);
    by_button.expect(204);
    again.expect(204);
    assert_eq!(count(&plaza, topic).await, 2, "mail and button count once");

    // Whoever confirms while the suggestion is withdrawn waits, and finds it gone.
    ask(&guest, topic, "late@private.example").await.expect(303);
    let (confirm, _) = links(&plaza, "late@private.example").await;
    let withdrawn = format!(
        "UPDATE topics SET state = state WHERE id = {topic}; \
         DELETE FROM published_suggestions WHERE topic_id = {topic}"
    );
    let late = plaza.at_once(&withdrawn, guest.post(&confirm, &[])).await;
    late.expect(410);
    assert_eq!(rows(&plaza).await, [0; 4]);
}

#[actix_web::test]
async fn the_same_form_twice_is_one_mail_and_a_program_may_try_again() {
    let (plaza, topic) = city().await;
    let guest = plaza.client().await;
    let page = guest.get(&form(topic)).await.expect(200);
    let (submission, notice) = (page.hidden("submission"), page.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", &notice),
        ("email", ADDRESS),
    ];
    for _ in 0..2 {
        guest.post(&form(topic), &fields).await.expect(303);
    }
    assert_eq!(mails_to(&plaza, ADDRESS).await.len(), 1);
    let api = format!("/api/v1/topics/{topic}/support/mail");
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(&api)
            .insert_header(("idempotency-key", "one-and-the-same"))
            .set_json(json!({ "email": ADDRESS, "language": "en" }));
        let told = guest.send(request).await.expect(202);
        assert_eq!(told.json()["status"], "confirmation-mailed");
    }
    let mails = mails_to(&plaza, ADDRESS).await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].subject, "Confirm your support");
    let token = mails[1].link("/suggestions/support/");
    let token = json!({ "token": token.rsplit('/').next().unwrap() });
    let look = async || guest.post_json("/api/v1/support/look", &token).await;
    let waits = look().await.expect(200).json();
    assert_eq!(
        waits,
        json!({ "topic": topic, "counts": false, "with_account": false })
    );
    let confirm = "/api/v1/support/confirm";
    let done = guest.post_json(confirm, &token).await.expect(200);
    assert_eq!(done.json()["status"], "supported");
    assert_eq!(look().await.expect(200).json()["counts"], true);
    assert_eq!(count(&plaza, topic).await, 1);
    let back = "/api/v1/support/take-back";
    guest.post_json(back, &token).await.expect(200);
    look().await.expect(410);
    assert_eq!(count(&plaza, topic).await, 0);
}

#[actix_web::test]
async fn who_supported_before_a_new_secret_is_known_after_the_old_one_was_dropped() {
    let (mut plaza, topic) = city().await;
    let (_, back) = support_by_mail(&plaza, topic, ADDRESS).await;
    let waiting = "waiting@private.example";
    ask(&plaza.client().await, topic, waiting).await.expect(303);
    let (confirm, _) = links(&plaza, waiting).await;
    let (old, new) = ([7; 32], [9; 32]);
    plaza.rekey(Keys::of(new, [old]));
    let parts = (
        &plaza.context.db,
        &plaza.context.config.keys,
        &plaza.context.random,
    );
    rotation::reseal(parts.0, parts.1, parts.2, |_, _, _| {})
        .await
        .unwrap();
    plaza.rekey(Keys::new(new));
    let guest = plaza.client().await;
    support_by_mail(&plaza, topic, ADDRESS).await;
    assert_eq!(
        count(&plaza, topic).await,
        1,
        "the same person counts twice"
    );
    guest.post(&back, &[]).await.expect(410);
    guest.post(&confirm, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 2);
    ask(&guest, topic, waiting).await.expect(303);
    let (confirm, _) = links(&plaza, waiting).await;
    guest.post(&confirm, &[]).await.expect(200);
    assert_eq!(count(&plaza, topic).await, 2);
}
