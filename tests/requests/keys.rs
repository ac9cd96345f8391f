//! What carries the same `Idempotency-Key` is done once, and answered the same.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::{QueryDsl as _, RunQueryDsl as _};
use futures_util::future::join_all;
use plaza::{
    accounts::Role,
    db::{DbError, schema::request_answers},
    jobs,
    once::answers::{Answer as Kept, Asked, Before},
    web::routes::{Audience, CATALOGUE},
};
use serde_json::{Value, json};

use super::{ask, header};
use crate::{
    catalogue::{sample_body, sample_path},
    support::{Answer, Client, PASSWORD, Plaza},
};

async fn with_key(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let headers = [("idempotency-key", key)];
    ask(client, Method::POST, path, &headers, Some(body)).await
}

fn is_replayed(answer: &Answer) -> bool {
    header(answer, "idempotency-replayed") == Some("true")
}

/// How many requests are remembered, and what is kept of their answers.
async fn kept(plaza: &Plaza) -> Vec<Option<Vec<u8>>> {
    plaza
        .context
        .db
        .read(|connection| {
            let all = request_answers::table.select(request_answers::answer);
            let all = all.load(connection)?;
            Ok::<Vec<Option<Vec<u8>>>, DbError>(all)
        })
        .await
        .unwrap()
}

#[actix_web::test]
async fn whatever_a_program_posts_is_done_once_and_answered_the_same() {
    let plaza = Plaza::demo_city().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let mut done = Vec::new();
    for (number, route) in CATALOGUE.iter().enumerate() {
        if !route.takes_key() {
            continue;
        }
        let client = match route.audience {
            Audience::Anyone | Audience::Member => &resident,
            Audience::PrivacyOfficer => &officer,
            _ => &administrator,
        };
        let (path, body) = (sample_path(route, &plaza), sample_body(route));
        let key = format!("of route {number}");
        let remembered = kept(&plaza).await.len();
        let first = with_key(client, &path, &key, &body).await;
        assert!(!is_replayed(&first), "{path}");
        if !first.status.is_success() {
            let now = kept(&plaza).await.len();
            assert_eq!(now, remembered, "{path}: what was refused is no answer");
            continue;
        }
        let before = plaza.dump();
        let again = with_key(client, &path, &key, &body).await;
        assert!(is_replayed(&again), "{path} was done again");
        assert_eq!(
            (again.status, &again.body),
            (first.status, &first.body),
            "{path}"
        );
        let kind = |answer: &Answer| header(answer, "content-type").map(str::to_owned);
        assert_eq!(kind(&again), kind(&first), "{path}");
        assert!(plaza.dump() == before, "{path} wrote something again");
        done.push(route.path);
    }
    assert!(done.len() >= 6, "{done:?}");
    let others = done.iter().filter(|path| {
        let mut catalogue = CATALOGUE.iter();
        catalogue.any(|route| route.path == **path && route.method == "POST" && !route.is_exact())
    });
    assert!(others.count() >= 4, "{done:?}");
    assert!(kept(&plaza).await.iter().all(Option::is_some));
}

const DRAFTS: &str = "/api/v1/officer/policy";

async fn drafts(officer: &Client) -> usize {
    let list = officer.get(DRAFTS).await.expect(200).json();
    list["drafts"].as_array().unwrap().len()
}

#[actix_web::test]
async fn of_many_at_once_the_others_wait_for_the_first() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let body = json!({});
    let all = (0..6).map(|_| with_key(&officer, DRAFTS, "all at once", &body));
    let all = join_all(all).await;
    let first = all.iter().filter(|answer| !is_replayed(answer)).count();
    assert_eq!(first, 1);
    for answer in &all {
        assert_eq!((answer.status.as_u16(), &answer.body), (201, &all[0].body));
    }
    assert_eq!(drafts(&officer).await, 1);
    // Without a key each is one of its own.
    officer.post_json(DRAFTS, &body).await.expect(201);
    assert_eq!(drafts(&officer).await, 2);
}

fn campaign(code: &str) -> Value {
    json!({ "code": code, "target": "events", "purpose": "海報" })
}

const CAMPAIGNS: &str = "/api/v1/campaigns";

#[actix_web::test]
async fn a_key_is_an_accounts_own_and_serves_one_request() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let other = plaza.log_on_as(Role::Staff, "同事").await;
    // What was refused left the key as it was.
    let refused = with_key(&staff, CAMPAIGNS, "one-and-only", &campaign("")).await;
    refused.expect(422);
    let body = campaign("poster-1");
    with_key(&staff, CAMPAIGNS, "one-and-only", &body)
        .await
        .expect(201);
    let again = with_key(&staff, CAMPAIGNS, "one-and-only", &body).await;
    assert!(is_replayed(&again.expect(201)));
    let before = plaza.dump();
    let another = with_key(&staff, CAMPAIGNS, "one-and-only", &campaign("poster-2")).await;
    let problem = another.expect(422).json();
    assert_eq!(problem["code"], "idempotency-key-reused");
    // What the address asks for beside its path is said, too.
    let asked = format!("{CAMPAIGNS}?lang=en");
    with_key(&staff, &asked, "one-and-only", &body)
        .await
        .expect(422);
    assert!(plaza.dump() == before);
    // Elsewhere, and of somebody else, it is another key.
    with_key(&other, CAMPAIGNS, "one-and-only", &body)
        .await
        .expect(409);
    let third = with_key(&other, CAMPAIGNS, "one-and-only", &campaign("poster-3")).await;
    third.expect(201);
    let path = "/api/v1/notifications/seen";
    with_key(&staff, path, "one-and-only", &json!({ "until": 1 }))
        .await
        .expect(200);
    // Who is not logged on is told so, and nothing of it is remembered.
    let remembered = kept(&plaza).await.len();
    let guest = plaza.client().await;
    with_key(&guest, CAMPAIGNS, "one-and-only", &body)
        .await
        .expect(401);
    assert_eq!(kept(&plaza).await.len(), remembered);
}

#[actix_web::test]
async fn who_may_no_more_is_given_no_answer_of_before() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let poll = json!({
        "zh": { "title": "夜間公車", "question": "末班車該幾點？", "options": ["十一點", "十二點"] },
        "opens_on": "2026-03-05", "closes_on": "2026-03-09",
    });
    let ask = async || with_key(&moderator, "/api/v1/polls", "one-poll-only", &poll).await;
    ask().await.expect(201);
    assert!(is_replayed(&ask().await.expect(201)));
    let id = moderator.get("/api/v1/account").await.json()["id"].clone();
    let end = format!("/zh/admin/moderators/{id}/end");
    admin.post(&end, &[]).await.expect(303);
    assert_eq!(ask().await.expect(403).json()["code"], "forbidden");
}

#[actix_web::test]
async fn guests_with_the_same_key_are_two_unless_they_say_the_same() {
    let plaza = Plaza::start().await;
    let (one, two) = (plaza.client().await, plaza.client().await);
    let path = "/api/v1/password/reset-requests";
    plaza.person("lin", Role::Resident).await;
    plaza.person("chen", Role::Resident).await;
    for (client, name, replayed) in [
        (&one, "lin", false),
        (&two, "chen", false),
        (&one, "lin", true),
    ] {
        let body = json!({ "email": format!("{name}@example.tw") });
        let answer = with_key(client, path, "12345678", &body).await.expect(202);
        assert_eq!(is_replayed(&answer), replayed, "{name}");
    }
    let mails = plaza.mails().await;
    for name in ["lin", "chen"] {
        let to = format!("{name}@example.tw");
        assert_eq!(
            mails.iter().filter(|mail| mail.to == to).count(),
            1,
            "{name}"
        );
    }
}

#[actix_web::test]
async fn an_answer_with_a_secret_lies_sealed_by_the_programs_own_key() {
    let plaza = Plaza::start().await;
    plaza.person("lin", Role::Resident).await;
    let client = plaza.client().await;
    let body = json!({ "email": "lin@example.tw", "password": PASSWORD });
    let path = "/api/v1/sessions";
    let key = "a-key-that-nobody-else-has";
    let first = with_key(&client, path, key, &body).await.expect(201).json();
    let again = with_key(&client, path, key, &body).await.expect(201).json();
    assert_eq!(first, again);
    let token = first["token"].as_str().unwrap().as_bytes();
    let all = kept(&plaza).await;
    let [Some(sealed)] = &all[..] else {
        panic!("one answer is kept: {}", all.len());
    };
    let holds = |words: &[u8]| sealed.windows(words.len()).any(|part| part == words);
    assert!(!holds(token) && !holds(key.as_bytes()));
    assert!(
        plaza
            .context
            .config
            .keys
            .open("request_answers.answer", sealed)
            .is_err()
    );
    // With another password it is another request, and it is looked at.
    let wrong = json!({ "email": "lin@example.tw", "password": "wrong and long" });
    with_key(&client, path, key, &wrong).await.expect(401);
}

#[actix_web::test]
async fn what_was_begun_and_not_answered_is_not_done_again_by_itself() {
    let plaza = Plaza::start().await;
    let client = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    // As if the node that began it had ended: the row alone is there.
    let own = client.get("/api/v1/account").await.expect(200).json();
    let account = own["id"].as_i64();
    assert!(account.is_some());
    let asked = Asked::new(&plaza.context, "begun-and-lost", account, DRAFTS, b"\n{}");
    assert_eq!(asked.begin(&plaza.context).await.unwrap(), Before::Nothing);
    assert_eq!(asked.begin(&plaza.context).await.unwrap(), Before::Running);
    plaza.advance(TimeDelta::minutes(6));
    let lost = with_key(&client, DRAFTS, "begun-and-lost", &json!({})).await;
    let lost = lost.expect(409).json();
    assert_eq!(lost["code"], "outcome-unknown");
    assert_eq!(drafts(&client).await, 0);
    with_key(&client, DRAFTS, "another-key", &json!({}))
        .await
        .expect(201);
    // After a day nobody remembers it.
    plaza.advance(TimeDelta::hours(49));
    let client = plaza.log_on_as(Role::PrivacyOfficer, "第三位").await;
    jobs::retention::once(&plaza.context).await.unwrap();
    assert!(kept(&plaza).await.is_empty());
    with_key(&client, DRAFTS, "another-key", &json!({}))
        .await
        .expect(201);
    assert_eq!(drafts(&client).await, 2);
}

#[actix_web::test]
async fn what_its_room_does_once_is_asked_again_where_no_answer_is_known() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "小樹").await;
    let topic = client.topic("city", "題目", "內文").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let body = json!({ "body": "收到" });
    let first = with_key(&client, &path, "one-reply-only", &body).await;
    let first = first.expect(201);
    // The answer is lost, as where the node ended before it was kept.
    plaza
        .context
        .db
        .write(|connection| {
            diesel::delete(request_answers::table).execute(connection)?;
            Ok::<(), DbError>(())
        })
        .await
        .unwrap();
    let again = with_key(&client, &path, "one-reply-only", &body)
        .await
        .expect(201);
    assert!(!is_replayed(&again));
    assert_eq!(again.json()["id"], first.json()["id"]);
    let third = with_key(&client, &path, "one-reply-only", &body)
        .await
        .expect(201);
    assert!(is_replayed(&third));
    // It was not known what it is about; then it is.
    let other = with_key(
        &client,
        &path,
        "one-reply-only",
        &json!({ "body": "沒收到" }),
    )
    .await;
    assert_eq!(other.expect(422).json()["code"], "idempotency-key-reused");
}

#[actix_web::test]
async fn what_only_looks_is_kept_nowhere() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let body = json!({ "text": "wang@example.tw" });
    for _ in 0..2 {
        let answer = with_key(
            &guest,
            "/api/v1/personal-data/check",
            "look-and-look",
            &body,
        )
        .await;
        assert!(!is_replayed(&answer.expect(200)));
    }
    assert!(kept(&plaza).await.is_empty());
}

#[actix_web::test]
async fn a_file_is_known_by_its_key_alone() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "小樹").await;
    let file = |boundary: &str, words: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n{words}\r\n--{boundary}--\r\n"
        )
    };
    let send = async |client: &Client, boundary: &str| {
        let request = actix_web::test::TestRequest::post()
            .uri("/api/v1/attachments")
            .insert_header(("idempotency-key", "one-file-only"))
            .insert_header((
                "content-type",
                format!("multipart/form-data; boundary={boundary}"),
            ))
            .set_payload(file(boundary, "一段文字"));
        client.send(request).await.expect(201)
    };
    let (first, again) = (send(&client, "aaaa").await, send(&client, "bbbb").await);
    assert!(is_replayed(&again));
    assert_eq!(first.body, again.body);
    // Two guests with the same key may have two files.
    let (one, two) = (plaza.client().await, plaza.client().await);
    let (one, two) = (
        send(&one, "aaaa").await.json(),
        send(&two, "aaaa").await.json(),
    );
    assert_ne!(one["token"], two["token"]);
}

#[actix_web::test]
async fn the_answer_that_is_kept_first_is_the_one_for_a_day() {
    let plaza = Plaza::start().await;
    let asked = Asked::new(&plaza.context, "12345678", Some(1), "/api/v1/polls", b"{}");
    let kept = |body: &[u8]| Kept {
        status: 201,
        headers: Vec::new(),
        body: body.to_vec(),
    };
    let (first, second) = (kept(b"first"), kept(b"second"));
    for answer in [&first, &second] {
        asked.keep(&plaza.context, answer).await.unwrap();
        let before = asked.before(&plaza.context).await.unwrap();
        assert_eq!(before, Before::Answered(first.clone()));
    }
    plaza.advance(TimeDelta::hours(24));
    asked.keep(&plaza.context, &second).await.unwrap();
    let before = asked.before(&plaza.context).await.unwrap();
    assert_eq!(before, Before::Answered(second));
}
