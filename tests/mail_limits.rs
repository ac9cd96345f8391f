//! Nobody fills a stranger's mailbox through Plaza: whatever asks for mail to an address that
//! somebody typed is kept, and answered as ever, but only so many mails go out.

use actix_web::http::StatusCode;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const VICTIM: &str = "victim@example.tw";
/// More than go out.
const TRIES: usize = 9;
/// So many go out before the first pause.
const FREE: usize = 5;

async fn mails(plaza: &Plaza) -> usize {
    let mails = plaza.mails().await;
    mails.iter().filter(|mail| mail.to == VICTIM).count()
}

async fn tried(client: &Client, path: &str, body: &Value) -> Vec<Answer> {
    let mut answers = Vec::new();
    for _ in 0..TRIES {
        answers.push(client.post_json(path, body).await);
    }
    answers
}

/// Nobody learns from the answers that nothing more goes out.
fn are_alike(answers: &[Answer], status: StatusCode) {
    for answer in answers {
        assert_eq!(answer.status, status, "{}", answer.body);
        let names = |answer: &Answer| -> Vec<String> {
            let json = answer.json();
            let fields = json.as_object().unwrap();
            fields.keys().cloned().collect()
        };
        assert_eq!(names(answer), names(&answers[0]));
    }
}

#[actix_web::test]
async fn suggestions_and_enquiries_are_kept_and_mail_an_address_only_so_often() {
    for (path, body) in [
        (
            "/api/v1/suggestions",
            json!({
                "category": "road-damage", "district": "lingya", "title": "路面有洞", "body": "公車站前。",
                "publish": false, "share_contact": false,
                "contact": { "name": "", "email": VICTIM, "phone": "" },
            }),
        ),
        (
            "/api/v1/enquiries",
            json!({
                "about": "use", "body": "請問", "contact": { "name": "", "email": VICTIM, "phone": "" },
            }),
        ),
    ] {
        let plaza = Plaza::city().await;
        let client = plaza.client().await;
        let answers = tried(&client, path, &body).await;
        are_alike(&answers, StatusCode::CREATED);
        assert_eq!(mails(&plaza).await, FREE, "{path}");
        // Each is a case of its own, also those of which no mail speaks.
        let last = answers.last().unwrap().json();
        let key = json!({ "reference": last["reference"], "password": last["password"] });
        let case = "/api/v1/suggestions/case";
        client.post_json(case, &key).await.expect(200);
    }
}

#[actix_web::test]
async fn whoever_says_a_post_is_about_them_is_mailed_only_so_often() {
    let plaza = Plaza::with_boards().await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let topic = resident.topic("city", "題目", "內文").await;
    let client = plaza.client().await;
    let notice = client.get("/api/v1/notices/about-me").await.json();
    let body =
        json!({ "email": VICTIM, "words": "是我", "notice": notice["hash"], "language": "zh" });
    let path = format!("/api/v1/posts/{topic}/about-me");
    let answers = tried(&client, &path, &body).await;
    are_alike(&answers, StatusCode::ACCEPTED);
    assert_eq!(mails(&plaza).await, FREE);
}

#[actix_web::test]
async fn whoever_supports_a_suggestion_is_mailed_only_so_often() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let topic = plaza.published_suggestion().await.topic;
    let client = plaza.client().await;
    let path = format!("/api/v1/topics/{topic}/support/mail");
    let body = json!({ "email": VICTIM, "language": "zh" });
    let mut answers = Vec::new();
    for _ in 0..TRIES {
        answers.push(client.post_json(&path, &body).await);
        // One that has not left goes when a newer one takes its place.
        mails(&plaza).await;
    }
    are_alike(&answers, StatusCode::ACCEPTED);
    assert_eq!(mails(&plaza).await, FREE);
    // The link of the last mail that left goes on working.
    let mails = plaza.mails().await;
    let mut works = 0;
    for mail in mails.iter().filter(|mail| mail.to == VICTIM) {
        let link = mail.link("/suggestions/support/");
        works += usize::from(client.get(&link).await.status == StatusCode::OK);
    }
    assert_eq!(works, 1);
}

#[actix_web::test]
async fn signing_up_for_events_mails_an_address_only_so_often_over_all_that_asks() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let event = json!({
        "zh": { "title": "港邊音樂會", "body": "帶一張野餐墊來。", "place": "大港橋旁" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        "sign_up": { "until": "2026-03-13", "erase_on": "2026-03-31" },
    });
    let mut events = Vec::new();
    for _ in 0..TRIES {
        let made = staff.post_json("/api/v1/events", &event).await.expect(201);
        events.push(made.json()["id"].as_i64().unwrap());
    }
    let guest = plaza.client().await;
    for event in &events {
        let path = format!("/zh/events/{event}/sign-up");
        let notice = guest.get(&path).await.hidden("notice");
        let fields = [("name", "小樹"), ("email", VICTIM), ("notice", &*notice)];
        let told = guest.post(&path, &fields).await.expect(303).location();
        assert!(told.ends_with("?done=signed-up"), "{told}");
    }
    assert_eq!(mails(&plaza).await, FREE);
    let people = async |event: i64| {
        let path = format!("/zh/events/{event}/sign-ups");
        let list = staff.get(&path).await.expect(200);
        list.texts("tbody tr").len()
    };
    assert_eq!(people(*events.last().unwrap()).await, 1, "the row is kept");

    // The link of a mail that arrived goes on working, whoever signs the address up again.
    let link = plaza.mails().await[0].link("/events/");
    let path = format!("/zh/events/{}/sign-up", events[0]);
    let notice = guest.get(&path).await.hidden("notice");
    let fields = [("name", "小樹"), ("email", VICTIM), ("notice", &*notice)];
    guest.post(&path, &fields).await.expect(303);
    guest.get(&link).await.expect(200);

    // Whatever asks counts together.
    let forgotten = json!({ "email": VICTIM });
    let reset = "/api/v1/password/reset-requests";
    guest.post_json(reset, &forgotten).await;
    let suggest = json!({ "email": VICTIM, "password": "long enough it is", "name": "" });
    guest.post_json("/api/v1/accounts", &suggest).await;
    assert_eq!(mails(&plaza).await, FREE);
}
