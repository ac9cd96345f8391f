//! Suggestions with an e-mail address: the link, the second click, and time running out.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    db::{
        DbError,
        schema::{cases, outbox},
    },
    mail::LetterKind,
};
use serde_json::json;

use super::{case, jobs_run, kinds, open, suggest};
use crate::support::Plaza;

const EMAIL: &str = "lin@example.tw";

#[actix_web::test]
async fn it_waits_for_the_link_and_is_routed_when_the_button_is_pressed() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", EMAIL)]).await;
    let waiting = case(&client, &keepsake).await;
    assert_eq!(waiting["confirmation"], "pending");
    assert!(waiting["due"].is_null());
    open(&client, &keepsake).await.expect(200);

    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 1, "no office hears of it yet");
    assert_eq!(mails[0].to, EMAIL);
    assert!(mails[0].subject.contains(&keepsake.reference));
    assert!(!mails[0].raw.contains(&keepsake.password));
    let link = mails[0].link("/en/suggestions/confirm/");

    // A mail gateway fetches links, or asks whether they are there: nothing happens by that.
    for _ in 0..2 {
        let page = client.get(&link).await.expect(200);
        assert_eq!(page.texts("main form button").len(), 1);
        let head = TestRequest::default().method(Method::HEAD).uri(&link);
        let head = client.send(head).await.expect(200);
        for answer in [&page, &head] {
            assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store");
            assert_eq!(
                answer.headers.get("referrer-policy").unwrap(),
                "no-referrer"
            );
        }
    }
    assert_eq!(kinds(&client, &keepsake).await, ["received"]);
    assert_eq!(plaza.mails().await.len(), 1, "still no office hears of it");

    plaza.advance(TimeDelta::days(1));
    let confirmed = client.post(&link, &[]).await.expect(200);
    assert!(confirmed.body.contains(&keepsake.reference));
    let routed = case(&client, &keepsake).await;
    assert_eq!(routed["state"], "routed");
    assert_eq!(routed["confirmation"], "confirmed");
    assert_eq!(
        routed["due"], "2026-03-11",
        "days run from routing, not from submission"
    );
    assert_eq!(
        kinds(&client, &keepsake).await,
        ["received", "confirmed", "routed", "mailed"]
    );
    let to: Vec<String> = plaza
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(to, [EMAIL, "maintenance@kcg.example"]);
}

#[actix_web::test]
async fn a_second_click_says_that_it_is_done() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    suggest(&client, &[("email", EMAIL)]).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    let first = client.post(&link, &[]).await.expect(200);
    let second = client.post(&link, &[]).await.expect(200);
    assert_eq!(first.texts("main h1"), second.texts("main h1"));
    let shown = client.get(&link).await.expect(200);
    assert!(
        shown.texts("main form button").is_empty(),
        "nothing is left to press"
    );
    assert_eq!(plaza.mails().await.len(), 2, "the office is told once");

    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    client
        .post_json("/api/v1/suggestions/confirm", &token)
        .await
        .expect(200);
    assert_eq!(plaza.mails().await.len(), 2);
}

#[actix_web::test]
async fn two_clicks_at_once_route_once() {
    let plaza = Plaza::city().await;
    let client = std::rc::Rc::new(plaza.client().await);
    let keepsake = suggest(&client, &[("email", EMAIL)]).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    let clicks: Vec<_> = (0..6)
        .map(|_| {
            let (client, link) = (client.clone(), link.clone());
            actix_web::rt::spawn(async move { client.post(&link, &[]).await.expect(200).body })
        })
        .collect();
    for click in clicks {
        click.await.unwrap();
    }
    assert_eq!(
        kinds(&client, &keepsake).await,
        ["received", "confirmed", "routed", "mailed"]
    );
    assert_eq!(plaza.mails().await.len(), 2);
}

#[actix_web::test]
async fn nobody_confirms_and_it_is_accepted_without_the_address() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", EMAIL), ("share_contact", "yes")]).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");

    plaza.advance(TimeDelta::days(3) - TimeDelta::minutes(1));
    jobs_run(&plaza).await;
    assert_eq!(
        kinds(&client, &keepsake).await,
        ["received"],
        "three days are three days"
    );

    plaza.advance(TimeDelta::minutes(1));
    jobs_run(&plaza).await;
    jobs_run(&plaza).await;
    assert_eq!(
        kinds(&client, &keepsake).await,
        ["received", "accepted-unconfirmed", "routed", "mailed"]
    );
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].to, "maintenance@kcg.example");
    assert!(!mails[1].raw.contains(EMAIL) && !mails[1].text.contains(EMAIL));

    client.get(&link).await.expect(410);
    client.post(&link, &[]).await.expect(410);
    let (sealed, letters): (Option<Vec<u8>>, i64) = plaza
        .context
        .db
        .read(|connection| {
            let sealed = cases::table
                .select(cases::contact_email_sealed)
                .first(connection)?;
            let letters = outbox::table
                .filter(outbox::kind.eq(LetterKind::SuggestionConfirmation))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((sealed, letters))
        })
        .await
        .unwrap();
    assert_eq!(sealed, None, "the address is erased");
    assert_eq!(letters, 0, "and from the mail that was sent to it");
}

#[actix_web::test]
async fn a_link_that_never_was_one_is_gone() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let invented = "A".repeat(43);
    for token in [invented.as_str(), "x", "%00", &"A".repeat(5000)] {
        let path = format!("/en/suggestions/confirm/{token}");
        client.get(&path).await.expect(410);
        client.post(&path, &[]).await.expect(410);
    }
    let problem = client
        .post_json("/api/v1/suggestions/confirm", &json!({ "token": invented }))
        .await
        .expect(410);
    assert_eq!(problem.json()["code"], "gone");
}

#[actix_web::test]
async fn an_address_that_nobody_confirms_is_erased_on_the_ground_of_the_schedule() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    suggest(&client, &[("email", EMAIL)]).await;
    plaza.advance(TimeDelta::days(3));
    for _ in 0..2 {
        jobs_run(&plaza).await;
    }
    let register = client.get("/api/v1/ledger").await.expect(200).json();
    let entries = register["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["act"], "erased");
    assert_eq!(entries[0]["ground"], "consent");
    assert_eq!(entries[0]["facts"]["erased"], "contact");
}

#[actix_web::test]
async fn one_case_that_cannot_be_accepted_keeps_no_later_one_waiting() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let shared = [
        ("name", "王大明"),
        ("email", EMAIL),
        ("share_contact", "yes"),
    ];
    let bad = suggest(&client, &shared).await;
    plaza.advance(TimeDelta::minutes(1));
    let good = suggest(&client, &[("email", EMAIL)]).await;
    plaza
        .sql("UPDATE cases SET contact_name_sealed = contact_email_sealed WHERE id = 1")
        .unwrap();
    plaza.advance(TimeDelta::days(4));
    let told = plaza::jobs::accept_unconfirmed::once(&plaza.context).await;
    assert!(told.is_err(), "the failure is told at the end");
    assert_eq!(
        kinds(&client, &bad).await,
        ["received"],
        "nothing half done"
    );
    let kinds = kinds(&client, &good).await;
    assert_eq!(kinds[..2], ["received", "accepted-unconfirmed"]);
}

#[actix_web::test]
async fn another_number_of_days_changes_nothing_for_a_case_that_waits() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let accept = async |days: u32| {
        let mut config = (*plaza.context.config).clone();
        config.confirmation_days = days;
        let context = plaza.context.with_settings(config, 1);
        plaza::jobs::accept_unconfirmed::once(&context)
            .await
            .unwrap();
    };
    let fewer = suggest(&client, &[("email", EMAIL)]).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    plaza.advance(TimeDelta::days(2));
    accept(1).await;
    let waits = kinds(&client, &fewer).await;
    assert_eq!(waits, ["received"], "its resident was told of three days");
    client.post(&link, &[]).await.expect(200);
    assert_eq!(case(&client, &fewer).await["confirmation"], "confirmed");

    let more = suggest(&client, &[("email", EMAIL)]).await;
    plaza.advance(TimeDelta::days(4));
    accept(10).await;
    let accepted = kinds(&client, &more).await;
    assert_eq!(accepted[..2], ["received", "accepted-unconfirmed"]);

    // Of a program that stored no end it is reckoned.
    let before = suggest(&client, &[("email", EMAIL)]).await;
    plaza
        .sql("UPDATE cases SET confirm_until = NULL WHERE confirmation = 'pending'")
        .unwrap();
    plaza.advance(TimeDelta::days(2));
    accept(3).await;
    assert_eq!(kinds(&client, &before).await, ["received"]);
    accept(1).await;
    let accepted = kinds(&client, &before).await;
    assert_eq!(accepted[..2], ["received", "accepted-unconfirmed"]);
}
