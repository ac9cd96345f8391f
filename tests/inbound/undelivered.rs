//! Answers to requests about personal data that do not arrive: told at the request, where the officer works.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::outbox},
    jobs::note_unreached,
};
use serde_json::json;

use super::comes_back;
use crate::support::{Answer, Client, Plaza, relay::Relay};

const ASKER: &str = "haihai@example.tw";

/// A city in which a resident asked something about their data, and the officer.
async fn asked() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let asker = plaza.person("haihai", Role::Resident).await.client;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    plaza.mails().await;
    let fields = [("kind", "object"), ("words", "不要統計我")];
    let ask = asker.post("/zh/account/data/request", &fields).await;
    ask.expect(303);
    (plaza, officer)
}

async fn decide(officer: &Client, decision: &str) {
    let fields = [("decision", decision), ("words", "依法不得提供")];
    let decided = officer.post("/zh/officer/requests/1", &fields).await;
    decided.expect(303);
}

/// The officer's list, once what did not arrive is looked for.
async fn list(plaza: &Plaza, officer: &Client) -> Answer {
    note_unreached::once(&plaza.context).await.unwrap();
    officer.get("/en/officer/requests").await.expect(200)
}

async fn last_mail(plaza: &Plaza) -> i64 {
    let last = |connection: &mut plaza::db::AnyConnection| {
        let last = outbox::table
            .filter(outbox::kind.eq("data-request"))
            .order(outbox::id.desc())
            .select(outbox::id)
            .first(connection)?;
        Ok::<i64, DbError>(last)
    };
    plaza.context.db.read(last).await.unwrap()
}

#[actix_web::test]
async fn an_answer_that_comes_back_stands_at_its_request_without_an_address() {
    let (plaza, officer) = asked().await;
    decide(&officer, "refuse").await;
    plaza.mails().await;
    let page = list(&plaza, &officer).await;
    assert!(page.texts("#undelivered").is_empty());
    comes_back(&plaza, (last_mail(&plaza).await, ASKER), "5.1.1").await;
    for _ in 0..2 {
        let page = list(&plaza, &officer).await;
        let rows = page.texts("#undelivered .row");
        assert_eq!(rows.len(), 1);
        for words in [
            "there is no such address",
            "Refused",
            "不要統計我",
            "haihai",
        ] {
            assert!(rows[0].contains(words), "{words} is not in {rows:?}");
        }
        for hidden in [ASKER, "secret.lin"] {
            assert!(!page.body.contains(hidden), "{hidden} is shown");
        }
    }
    let told = officer.get("/api/v1/officer/requests").await.expect(200);
    let told = told.json();
    assert_eq!(told["requests"], json!([]));
    let request = &told["undelivered"][0];
    assert_eq!(request["state"], "refused");
    assert_eq!(request["not_arrived"]["because"], "nowhere");
    // Nobody can send it once more: of the mail nothing is left.
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let dead = admin.get("/api/v1/mail?state=dead").await.expect(200);
    assert_eq!(dead.json()["mails"], json!([]));
    plaza.advance(TimeDelta::days(61));
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "second").await;
    let page = list(&plaza, &officer).await;
    assert!(
        page.texts("#undelivered").is_empty(),
        "it is shown for ever"
    );
}

#[actix_web::test]
async fn an_answer_that_is_refused_at_once_stands_at_its_request() {
    let to = format!("RCPT TO:<{ASKER}>");
    for command in [to.as_str(), "."] {
        let (plaza, officer) = asked().await;
        decide(&officer, "grant").await;
        let relay = Relay::start();
        relay.answer(&[(command, "550 5.7.1 no mail from here")]);
        plaza.deliver(&relay.mail("", "", 20)).await;
        let rows = list(&plaza, &officer).await.texts("#undelivered .row");
        assert_eq!(rows.len(), 1, "{command}");
        assert!(rows[0].contains("refused it for good"), "{rows:?}");
        assert!(rows[0].contains("Granted"), "{rows:?}");
    }
}

#[actix_web::test]
async fn an_answer_that_nobody_takes_for_days_stands_at_its_request_and_one_given_up_does_not() {
    for (ended, count) in [("late", 1), ("given-up", 0)] {
        let (plaza, officer) = asked().await;
        decide(&officer, "grant").await;
        let end = format!(
            "UPDATE outbox SET state = 'dead', ended = '{ended}', finished_at = created_at \
             WHERE kind = 'data-request'"
        );
        plaza.sql(&end).unwrap();
        let rows = list(&plaza, &officer).await.texts("#undelivered .row");
        assert_eq!(rows.len(), count, "{ended}");
        let late = rows.iter().all(|row| row.contains("for days"));
        assert!(late, "{rows:?}");
    }
}

#[actix_web::test]
async fn a_reason_for_needing_longer_that_comes_back_marks_the_request_that_waits() {
    let (plaza, officer) = asked().await;
    decide(&officer, "extend").await;
    plaza.mails().await;
    let mark = "Did not arrive".to_owned();
    let page = list(&plaza, &officer).await;
    assert!(!page.texts("article .tag").contains(&mark));
    comes_back(&plaza, (last_mail(&plaza).await, ASKER), "5.2.1").await;
    let page = list(&plaza, &officer).await;
    assert!(page.texts("article .tag").contains(&mark));
    let note = page.texts("article .note").concat();
    assert!(note.contains("refused it for good"), "{note}");
    assert!(page.texts("#undelivered").is_empty(), "it is answered");
}
