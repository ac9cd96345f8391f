//! Mails that are leased and not begun, and those that were taken and are not recorded: what becomes of
//! them when time passes, when somebody takes them back, at the end, and when one cannot be recorded.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    config::Mail,
    db::{DbError, Timestamp, schema::outbox},
    jobs::deliver_mail::{self, Round},
    mail::{Transport, outbox as mails},
};
use serde_json::json;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    mail_workers::write_to,
    support::{
        Plaza,
        relay::{Relay, SILENCE},
    },
};

/// Where each mail stands, how often it was tried, and until when its last lease is.
async fn rows(plaza: &Plaza) -> Vec<(String, i32, Timestamp)> {
    let read = |connection: &mut plaza::db::AnyConnection| {
        let columns = (outbox::state, outbox::attempts, outbox::next_attempt_at);
        let rows = outbox::table.order(outbox::id).select(columns);
        Ok::<_, DbError>(rows.load(connection)?)
    };
    plaza.context.db.read(read).await.unwrap()
}

async fn standing(plaza: &Plaza) -> Vec<(String, i32)> {
    let rows = rows(plaza).await.into_iter();
    rows.map(|(state, attempts, _)| (state, attempts)).collect()
}

fn at(state: &str, attempts: i32) -> (String, i32) {
    (state.to_owned(), attempts)
}

/// Waits for what comes soon.
pub async fn soon<T>(what: &str, coming: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(Duration::from_secs(30), coming).await;
    waited.unwrap_or_else(|_| panic!("{what} did not come"))
}

/// Delivers until it is told to stop.
pub fn begin(plaza: &Plaza, mail: &Mail) -> (watch::Sender<bool>, JoinHandle<()>) {
    let (stop, stopped) = watch::channel(false);
    let transport = Arc::new(Transport::new(mail).unwrap());
    let context = plaza.context.clone();
    let running = actix_web::rt::spawn(deliver_mail::run(context, transport, stopped));
    (stop, running)
}

/// Waits until the relay was told so many times of recipients that begin so.
async fn heard(relay: &Relay, recipients: &str, times: usize) {
    let line = format!("RCPT TO:<{recipients}");
    let mut count = 0;
    let told = async {
        while count < times {
            let heard = relay.heard();
            count += heard
                .iter()
                .filter(|heard| heard.starts_with(&line))
                .count();
            tokio::task::yield_now().await;
        }
    };
    soon(recipients, told).await;
}

/// Waits until the relay has taken a mail to this one; gives to whom it took mails until then.
async fn taken(relay: &Relay, last: &str) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let told = async {
        while taken.iter().all(|to| to != last) {
            taken.extend(relay.taken());
            tokio::task::yield_now().await;
        }
    };
    soon(last, told).await;
    taken
}

#[actix_web::test]
async fn a_mail_is_not_begun_where_its_lease_may_end_before_it_is_recorded() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example", "ben@post.example"]).await;
    let relay = Relay::start();
    // No configuration allows so many seconds.
    assert_eq!(plaza.deliver(&relay.mail("", "", 56)).await, Round::Done);
    assert!(relay.heard().is_empty());
    assert_eq!(standing(&plaza).await, [at("queued", 0), at("queued", 0)]);
    assert_eq!(plaza.deliver(&relay.mail("", "", 55)).await, Round::Done);
    assert_eq!(standing(&plaza).await, [at("sent", 1), at("sent", 1)]);
}

#[actix_web::test]
async fn what_waits_too_long_in_hand_is_leased_anew_before_it_is_begun() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["slow@slow.example", "ann@mail.example"]).await;
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<slow", SILENCE)]);
    let (stop, running) = begin(&plaza, &relay.mail("", "", 20));
    heard(&relay, "slow", 1).await;
    plaza.advance(TimeDelta::seconds(80));
    relay.answer(&[]);
    relay.hang_up();
    taken(&relay, "ann@mail.example").await;
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(standing(&plaza).await, [at("queued", 1), at("sent", 1)]);
    let until = rows(&plaza).await[1].2;
    assert_eq!(until, plaza.context.now() + TimeDelta::minutes(2));
}

#[actix_web::test]
async fn what_is_taken_back_while_it_is_in_hand_is_not_sent() {
    let plaza = Plaza::start().await;
    let all = [
        "slow@slow.example",
        "erased@mail.example",
        "recalled@post.example",
        "ann@letter.example",
    ];
    write_to(&plaza, &all).await;
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<slow", SILENCE)]);
    // Longer than it is trusted that nothing happened.
    let (stop, running) = begin(&plaza, &relay.mail("", "", 2));
    heard(&relay, "slow", 1).await;
    plaza
        .sql(
            "UPDATE outbox SET lease = 'recalled' WHERE id = (SELECT min(id) + 2 FROM outbox); \
             DELETE FROM outbox WHERE id = (SELECT min(id) + 1 FROM outbox)",
        )
        .unwrap();
    assert_eq!(taken(&relay, "ann@letter.example").await, all[3..]);
    stop.send(true).unwrap();
    running.await.unwrap();
    let rows = rows(&plaza).await;
    assert_eq!(rows.len(), 3);
    assert!(rows[1].2 <= plaza.context.now(), "it is back at once");
}

#[actix_web::test]
async fn administrators_act_at_once_on_what_is_in_hand_and_not_on_what_is_being_sent() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let all = ["slow@slow.example", "ben@post.example", "ann@mail.example"];
    write_to(&plaza, &all).await;
    let read = plaza.context.db.read(|connection| {
        let ids = outbox::table.order(outbox::id).select(outbox::id);
        Ok::<_, DbError>(ids.load::<i64>(connection)?)
    });
    let ids = read.await.unwrap();
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<slow", SILENCE)]);
    let (stop, running) = begin(&plaza, &relay.mail("", "", 20));
    heard(&relay, "slow", 1).await;
    let give_up = json!({ "reason": "the mailbox is closed" });
    for (at, act, body, status) in [
        (0, "retry", json!({}), 409),
        (0, "give-up", give_up.clone(), 409),
        (1, "give-up", give_up, 200),
        (2, "retry", json!({}), 200),
    ] {
        let path = format!("/api/v1/mail/{}/{act}", ids[at]);
        admin.post_json(&path, &body).await.expect(status);
    }
    let expected = [at("queued", 1), at("dead", 0), at("queued", 0)];
    assert_eq!(standing(&plaza).await, expected);
    relay.answer(&[]);
    relay.hang_up();
    assert_eq!(taken(&relay, all[2]).await, all[2..]);
    stop.send(true).unwrap();
    running.await.unwrap();
    let expected = [at("queued", 1), at("dead", 0), at("sent", 1)];
    assert_eq!(standing(&plaza).await, expected);
}

#[actix_web::test]
async fn what_is_in_hand_at_the_end_waits_for_nobody() {
    let plaza = Plaza::start().await;
    let slow = [1, 2, 3, 4].map(|number| format!("slow-{number}@slow.example"));
    write_to(&plaza, &slow.each_ref().map(String::as_str)).await;
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<slow-", SILENCE)]);
    let mail = Mail {
        connections: 4,
        ..relay.mail("", "", 40)
    };
    let (stop, running) = begin(&plaza, &mail);
    heard(&relay, "slow-", 2).await;
    assert!(mails::next(&plaza.context).await.unwrap().is_none());
    stop.send(true).unwrap();
    // Two are still being sent.
    let next = async {
        loop {
            if let Some(mail) = mails::next(&plaza.context).await.unwrap() {
                break mail;
            }
        }
    };
    assert_eq!(soon("the third", next).await.attempts, 1);
    assert!(!running.is_finished());
    relay.hang_up();
    running.await.unwrap();
    let tries: Vec<i32> = rows(&plaza).await.iter().map(|row| row.1).collect();
    assert_eq!(tries, [1, 1, 1, 0]);
}

#[actix_web::test]
async fn an_outage_leaves_the_mails_in_their_order_however_often_they_are_tried() {
    let plaza = Plaza::start().await;
    // More than are taken in hand to one domain.
    let all = [1, 2, 3, 4, 5, 6].map(|number| format!("person-{number}@mail.example"));
    write_to(&plaza, &all.each_ref().map(String::as_str)).await;
    let relay = Relay::start();
    let mail = relay.mail("", "", 20);
    relay.answer(&[("greeting", "421 too busy")]);
    for _ in 0..5 {
        plaza.advance(TimeDelta::seconds(1));
        plaza.deliver(&mail).await;
    }
    relay.answer(&[]);
    plaza.deliver(&mail).await;
    assert_eq!(relay.taken(), all);
}

#[actix_web::test]
async fn one_whose_sender_is_refused_keeps_no_other_behind_it() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example", "ben@mail.example"]).await;
    let relay = Relay::start();
    let mail = relay.mail("", "", 20);
    relay.answer(&[("MAIL", "550 not this sender")]);
    plaza.advance(TimeDelta::seconds(1));
    plaza.deliver(&mail).await;
    relay.answer(&[]);
    plaza.deliver(&mail).await;
    assert_eq!(relay.taken(), ["ben@mail.example", "ann@mail.example"]);
}

#[actix_web::test]
async fn after_an_outage_one_mail_is_leased_until_the_server_takes_it() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example", "ben@post.example"]).await;
    let relay = Relay::start();
    relay.answer(&[("EHLO", "421 too busy")]);
    let (stop, running) = begin(&plaza, &relay.mail("", "", 20));
    let outage = async {
        while relay.heard().is_empty() {
            tokio::task::yield_now().await;
        }
        while standing(&plaza).await != [at("queued", 0), at("queued", 0)] {}
    };
    soon("the outage", outage).await;
    relay.answer(&[("RCPT TO:<ann", SILENCE)]);
    heard(&relay, "ann", 1).await;
    assert_eq!(standing(&plaza).await, [at("queued", 1), at("queued", 0)]);
    stop.send(true).unwrap();
    relay.hang_up();
    running.await.unwrap();
}

/// Keeps one mail from being recorded as sent; gives what ends that.
fn hinder(plaza: &Plaza, id: i64) -> &'static str {
    let (begin, end) = if plaza.on_postgres() {
        (
            format!(
                "ALTER TABLE outbox ADD CONSTRAINT stuck CHECK (id <> {id} OR state <> 'sent')"
            ),
            "ALTER TABLE outbox DROP CONSTRAINT stuck",
        )
    } else {
        (
            format!(
                "CREATE TRIGGER stuck BEFORE UPDATE ON outbox \
                 WHEN NEW.id = {id} AND NEW.state = 'sent' \
                 BEGIN SELECT RAISE(ABORT, 'stuck'); END"
            ),
            "DROP TRIGGER stuck",
        )
    };
    plaza.sql(&begin).unwrap();
    end
}

#[actix_web::test]
async fn one_that_cannot_be_recorded_keeps_no_other_from_it_and_is_recorded_when_it_can_be() {
    let plaza = Plaza::start().await;
    let all = [1, 2, 3, 4, 5].map(|number| format!("person-{number}@mail-{number}.example"));
    write_to(&plaza, &all.each_ref().map(String::as_str)).await;
    let third = plaza.context.db.read(|connection| {
        let third = outbox::table.order(outbox::id).offset(2);
        Ok::<_, DbError>(third.select(outbox::id).first::<i64>(connection)?)
    });
    let end = hinder(&plaza, third.await.unwrap());
    let relay = Relay::start();
    let mail = Mail {
        connections: 4,
        ..relay.mail("", "", 20)
    };
    let mut expected = vec![at("sent", 1); 5];
    expected[2] = at("queued", 1);
    let others = async {
        while standing(&plaza).await != expected {
            tokio::task::yield_now().await;
        }
        plaza.sql(end).unwrap();
    };
    let both = async { futures_util::join!(plaza.deliver(&mail), others) };
    soon("the end of what hinders", both).await;
    expected[2] = at("sent", 1);
    assert_eq!(standing(&plaza).await, expected);
    plaza.advance(TimeDelta::minutes(3));
    plaza.deliver(&mail).await;
    let mut taken = relay.taken();
    taken.sort();
    assert_eq!(taken, all, "each went out once");
}

#[actix_web::test]
async fn one_that_cannot_be_recorded_until_its_lease_ends_goes_out_again() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example"]).await;
    let read = plaza.context.db.read(|connection| {
        let first = outbox::table.select(outbox::id);
        Ok::<_, DbError>(first.first::<i64>(connection)?)
    });
    let end = hinder(&plaza, read.await.unwrap());
    let relay = Relay::start();
    let mail = relay.mail("", "", 20);
    let (stop, running) = begin(&plaza, &mail);
    taken(&relay, "ann@mail.example").await;
    stop.send(true).unwrap();
    plaza.advance(TimeDelta::minutes(3));
    soon("the end", running).await.unwrap();
    assert_eq!(standing(&plaza).await, [at("queued", 1)]);
    plaza.sql(end).unwrap();
    plaza.deliver(&mail).await;
    assert_eq!(relay.taken(), ["ann@mail.example"]);
    assert_eq!(standing(&plaza).await, [at("sent", 2)]);
}
