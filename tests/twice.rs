//! What somebody asks for twice, by a second click or a program that tries again, is done once, and
//! answered the same.

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

/// The form at `page` with this filled in is sent twice to `action`, and once more from a new page.
async fn sent_twice(
    plaza: &Plaza,
    client: &Client,
    (page, action): (&str, &str),
    fields: &[(&str, &str)],
) {
    let send = async |submission: &str| {
        let mut fields = fields.to_vec();
        fields.push(("submission", submission));
        client.post(action, &fields).await.expect(303).location()
    };
    let form = client.get(page).await.expect(200);
    let submission = form.hidden("submission");
    let first = send(&submission).await;
    let before = plaza.dump();
    assert_eq!(send(&submission).await, first, "{action}");
    assert!(plaza.dump() == before, "{action} wrote something again");
    let another = client.get(page).await.expect(200).hidden("submission");
    send(&another).await;
    assert!(plaza.dump() != before, "{action}: another form is another");
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let guest = plaza.client().await;
    let topic = resident.topic("city", "題目", "內文").await;
    let list = "/zh/officer/agreements";
    let agreement = [
        ("recipient", "水利局"),
        ("kind", "agency"),
        ("purpose", "會勘道路與排水"),
        ("starts", "2026-03-01"),
        ("ends", "2026-03-31"),
        ("field-text", "yes"),
    ];
    sent_twice(&plaza, &officer, (list, list), &agreement).await;
    let list = "/zh/officer/breaches";
    let breach = [
        ("found", "2026-03-02T09:30"),
        ("happened-zh", "備份檔案被複製到外部。"),
        ("happened-en", "A backup was copied to the outside."),
        ("done-zh", "已更換金鑰。"),
        ("done-en", "The keys were changed."),
        ("file-accounts", "yes"),
        ("whom", "accounts"),
    ];
    sent_twice(&plaza, &officer, (list, list), &breach).await;
    let asked = [("kind", "access"), ("words", "請給我所有紀錄")];
    let forms = ("/zh/account/data", "/zh/account/data/request");
    sent_twice(&plaza, &resident, forms, &asked).await;
    let form = "/zh/polls/new";
    let poll = [
        ("title_zh", "夜間公車"),
        ("question_zh", "末班車該幾點？"),
        ("options_zh", "十一點\n十二點"),
        ("opens_on", "2026-03-02"),
        ("closes_on", "2026-03-06"),
    ];
    sent_twice(&plaza, &moderator, (form, form), &poll).await;
    let form = "/zh/events/new";
    let event = [
        ("title_zh", "港邊音樂會"),
        ("body_zh", "帶一張野餐墊來。"),
        ("place_zh", "大港橋旁"),
        ("starts_at", "2026-03-14T19:00"),
        ("ends_at", "2026-03-14T21:00"),
    ];
    sent_twice(&plaza, &staff, (form, form), &event).await;

    let form = format!("/zh/posts/{topic}/about-me");
    let notice = guest.get(&form).await.expect(200).hidden("notice");
    let about = [
        ("words", "這是我"),
        ("email", "named@example.tw"),
        ("notice", &notice),
    ];
    sent_twice(&plaza, &guest, (&form, &form), &about).await;
    let form = "/zh/posts/1/flag";
    let reported = [("reason", "spam"), ("words", "這是廣告")];
    sent_twice(&plaza, &guest, (form, form), &reported).await;
    let mails = plaza.mails().await;
    let to_me = mails.iter().filter(|mail| mail.to == "named@example.tw");
    assert_eq!(to_me.count(), 2, "one for each form");
}

async fn with_key(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("idempotency-key", key.to_owned()))
        .set_json(body);
    client.send(request).await
}

#[actix_web::test]
async fn a_program_that_tries_again_is_answered_the_same() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let agreement = json!({
        "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘", "fields": ["text"],
        "starts_on": "2026-03-01", "ends_on": "2026-03-31",
    });
    let breach = json!({
        "found": "2026-03-02T09:30:00", "happened_zh": "備份檔案被複製到外部。",
        "happened_en": "A backup was copied.", "done_zh": "已更換金鑰。", "done_en": "Keys were changed.",
        "files": ["accounts"], "whom": ["accounts"],
    });
    let request = json!({ "kind": "access", "words": "請給我所有紀錄" });
    let poll = json!({
        "zh": { "title": "夜間公車", "question": "末班車該幾點？", "options": ["十一點", "十二點"] },
        "opens_on": "2026-03-02", "closes_on": "2026-03-06",
    });
    let event = json!({
        "zh": { "title": "港邊音樂會", "body": "帶一張野餐墊來。", "place": "大港橋旁" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
    });
    for (client, path, mut body) in [
        (&officer, "/api/v1/officer/agreements", agreement),
        (&officer, "/api/v1/officer/breaches", breach),
        (&staff, "/api/v1/account/data-requests", request),
        (&moderator, "/api/v1/polls", poll),
        (&staff, "/api/v1/events", event),
    ] {
        let first = with_key(client, path, "one-and-only", &body).await;
        let before = plaza.dump();
        let again = with_key(client, path, "one-and-only", &body).await;
        assert!(first.status.is_success(), "{path}: {}", first.body);
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        assert!(plaza.dump() == before, "{path} wrote something again");
        // The key goes with what was asked for: who asks for something else with it is mistaken.
        let place = ["purpose", "words", "happened_en"];
        if let Some(name) = place.into_iter().find(|name| body.get(name).is_some()) {
            body[name] = json!("something else");
            let other = with_key(client, path, "one-and-only", &body).await;
            assert_eq!(other.expect(422).json()["code"], "idempotency-key-reused");
            assert!(plaza.dump() == before, "{path} wrote something else");
            with_key(client, path, "and-another-one", &body).await;
            assert!(plaza.dump() != before, "{path}: another request is another");
        }
        let short = with_key(client, path, "short", &body).await;
        assert_eq!(short.status.as_u16(), 400, "{path}: no key");
    }
    assert!(submissions(&plaza).await >= 5);
    plaza.advance(TimeDelta::hours(49));
    jobs::retention::once(&plaza.context).await.unwrap();
    let left = submissions(&plaza).await;
    assert_eq!(left, 0, "what recognises a form stays for a day");
}

/// How many submissions are remembered.
async fn submissions(plaza: &Plaza) -> i64 {
    use diesel::{QueryDsl as _, RunQueryDsl as _};
    use plaza::db::{DbError, schema::submissions};
    plaza
        .context
        .db
        .read(|connection| {
            let count = submissions::table.count().get_result(connection)?;
            Ok::<i64, DbError>(count)
        })
        .await
        .unwrap()
}

#[actix_web::test]
async fn many_clicks_at_once_are_one() {
    let plaza = Plaza::start().await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    resident.get("/zh/account/data").await.expect(200);
    let body = json!({ "kind": "object", "words": "請停止使用" });
    let path = "/api/v1/account/data-requests";
    let clicks = (0..6).map(|_| with_key(&resident, path, "all at once", &body));
    for answer in futures_util::future::join_all(clicks).await {
        answer.expect(202);
    }
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let queue = officer.get("/zh/officer/requests").await.expect(200);
    assert_eq!(queue.texts("article").len(), 1);
}
