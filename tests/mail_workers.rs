//! Several mails leave at once: a slow domain keeps no other waiting, and what nobody takes for days
//! is given up.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    config::Mail,
    db::{DbError, schema::outbox},
    jobs::{deliver_mail, watch_offices},
    mail::{
        Transport,
        outbox::{self as mails, Wanted},
    },
};
use serde_json::json;

use crate::support::{
    Plaza,
    relay::{Relay, SILENCE},
};

/// Asks for an account with each address: a mail waits for each, in this order.
pub async fn write_to(plaza: &Plaza, addresses: &[&str]) {
    let guest = plaza.client().await;
    for email in addresses {
        let body = json!({ "email": email, "password": "long enough a password" });
        guest.post_json("/api/v1/accounts", &body).await.expect(202);
    }
}

/// Each mail: where it stands, why no more, and how often it was tried.
async fn rows(plaza: &Plaza) -> Vec<(String, Option<String>, i32)> {
    let read = |connection: &mut plaza::db::AnyConnection| {
        Ok::<_, DbError>(
            outbox::table
                .order(outbox::id)
                .select((outbox::state, outbox::ended, outbox::attempts))
                .load(connection)?,
        )
    };
    plaza.context.db.read(read).await.unwrap()
}

const SLOW: [&str; 4] = [
    "slow-1@slow.example",
    "slow-2@slow.example",
    "slow-3@slow.example",
    "slow-4@slow.example",
];
const OTHERS: [&str; 4] = [
    "ann@mail.example",
    "ben@post.example",
    "cyd@mail.example",
    "dan@letter.example",
];

#[actix_web::test]
async fn a_domain_that_hangs_keeps_half_of_the_workers_and_no_other_mail() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &SLOW).await;
    write_to(&plaza, &OTHERS).await;
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<slow-", SILENCE)]);
    let mail = Mail {
        connections: 4,
        ..relay.mail("", "", 40)
    };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let transport = Arc::new(Transport::new(&mail).unwrap());
    let context = plaza.context.clone();
    let running = actix_web::rt::spawn(deliver_mail::run(context, transport, stopped));
    let (mut taken, mut heard) = (Vec::new(), Vec::new());
    let slow = |heard: &[String]| {
        let all = heard.iter();
        all.filter(|line| line.starts_with("RCPT TO:<slow-"))
            .count()
    };
    let arrived = async {
        while taken.len() < OTHERS.len() || slow(&heard) < 2 {
            taken.extend(relay.taken());
            heard.extend(relay.heard());
            tokio::task::yield_now().await;
        }
    };
    let arrived = tokio::time::timeout(Duration::from_secs(20), arrived).await;
    arrived.expect("the others waited for the slow domain");
    taken.sort();
    assert_eq!(taken, OTHERS);
    assert_eq!(slow(&heard), 2, "{heard:?}");
    let connections = heard.iter().filter(|line| line.starts_with("EHLO"));
    assert!(connections.count() <= 4, "{heard:?}");
    stop.send(true).unwrap();
    relay.hang_up();
    running.await.unwrap();
    let rows = rows(&plaza).await;
    let tries: Vec<i32> = rows.iter().map(|(.., attempts)| *attempts).collect();
    assert_eq!(tries, [1, 1, 0, 0, 1, 1, 1, 1]);
    for (at, (state, ..)) in rows.iter().enumerate() {
        let expected = if at < SLOW.len() { "queued" } else { "sent" };
        assert_eq!(state, expected, "no. {at}");
    }
}

/// Two domains hang, each with as many mails as may be at one; what is to a quick one arrives.
#[actix_web::test]
async fn two_domains_that_hang_keep_no_mail_to_a_quick_one() {
    let plaza = Plaza::start().await;
    let relay = Relay::start();
    let mail = Mail {
        connections: 4,
        ..relay.mail("", "", 40)
    };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let transport = Arc::new(Transport::new(&mail).unwrap());
    let context = plaza.context.clone();
    let running = actix_web::rt::spawn(deliver_mail::run(context, transport, stopped));
    let mut taken = Vec::new();
    // It is known to be quick then.
    write_to(&plaza, &["first@quick.example"]).await;
    until_taken(&relay, &mut taken, 1).await;

    relay.answer(&[("RCPT TO:<slow-", SILENCE)]);
    for domain in ["slow", "dead"] {
        let slow = [1, 2].map(|number| format!("slow-{number}@{domain}.example"));
        write_to(&plaza, &slow.each_ref().map(String::as_str)).await;
    }
    let mut heard = 0;
    let busy = async {
        while heard < 3 {
            let all = relay.heard().into_iter();
            heard += all
                .filter(|line| line.starts_with("RCPT TO:<slow-"))
                .count();
            tokio::task::yield_now().await;
        }
    };
    let busy = tokio::time::timeout(Duration::from_secs(20), busy).await;
    busy.expect("three are at domains that may be slow");
    write_to(&plaza, &["next@quick.example", "last@quick.example"]).await;
    until_taken(&relay, &mut taken, 3).await;

    stop.send(true).unwrap();
    relay.hang_up();
    running.await.unwrap();
    let more = relay.heard().into_iter();
    let more = more.filter(|line| line.starts_with("RCPT TO:<slow-"));
    assert_eq!(heard + more.count(), 3, "a fourth went to one that hangs");
}

async fn until_taken(relay: &Relay, taken: &mut Vec<String>, mails: usize) {
    let arrived = async {
        while taken.len() < mails {
            taken.extend(relay.taken());
            tokio::task::yield_now().await;
        }
    };
    let arrived = tokio::time::timeout(Duration::from_secs(20), arrived).await;
    arrived.expect("it waited for domains that hang");
}

/// Leases mails as whoever has as many as they want to the domain `full`; gives the number and domain of each.
async fn lease(
    plaza: &Plaza,
    most: usize,
    of_one: usize,
    full: Option<&Vec<u8>>,
) -> Vec<(i64, Vec<u8>)> {
    let has: HashMap<_, _> = full
        .map(|full| (full.clone(), of_one))
        .into_iter()
        .collect();
    let wanted = Wanted { most, of_one, has };
    let leased = mails::lease(&plaza.context, wanted).await.unwrap();
    leased
        .into_iter()
        .map(|mail| (mail.id, mail.domain))
        .collect()
}

/// Three mails to a domain, and then four to others, of which the last is unknown.
async fn to_many_domains() -> Plaza {
    let plaza = Plaza::start().await;
    write_to(&plaza, &SLOW[..3]).await;
    plaza.advance(TimeDelta::seconds(1));
    write_to(&plaza, &OTHERS).await;
    // As a mail that an earlier version wrote.
    plaza
        .sql("UPDATE outbox SET domain_mark = NULL WHERE id = (SELECT max(id) FROM outbox)")
        .unwrap();
    plaza
}

#[actix_web::test]
async fn the_next_mail_is_the_first_of_all_domains_but_a_full_one() {
    let plaza = to_many_domains().await;
    let next = async |full: Option<&Vec<u8>>| lease(&plaza, 1, 1, full).await.pop();
    let (first, full) = next(None).await.unwrap();
    let mut left = Vec::new();
    while let Some((id, domain)) = next(Some(&full)).await {
        assert_ne!(domain, full);
        left.push(id - first);
    }
    assert_eq!(left, [3, 4, 5, 6]);
    for further in 1..=2 {
        let (id, domain) = next(None).await.unwrap();
        assert_eq!((id - first, &domain), (further, &full));
    }
    assert!(next(None).await.is_none());
}

#[actix_web::test]
async fn of_many_that_are_leased_together_not_too_many_are_to_one_domain() {
    let plaza = to_many_domains().await;
    let leased = lease(&plaza, 10, 2, None).await;
    let (first, slow) = leased[0].clone();
    let order: Vec<i64> = leased.iter().map(|(id, _)| id - first).collect();
    assert_eq!(order, [0, 1, 3, 4, 5, 6], "the third waits");
    assert!(lease(&plaza, 10, 2, Some(&slow)).await.is_empty());
    assert_eq!(lease(&plaza, 10, 2, None).await, [(first + 2, slow)]);
    let tries: Vec<i32> = rows(&plaza).await.into_iter().map(|row| row.2).collect();
    assert_eq!(tries, [1; 7]);
}

#[actix_web::test]
async fn of_two_that_lease_at_the_same_time_none_gets_what_the_other_has() {
    let plaza = to_many_domains().await;
    let both = futures_util::join!(lease(&plaza, 5, 5, None), lease(&plaza, 5, 5, None));
    let mut leased: Vec<i64> = both.0.iter().chain(&both.1).map(|(id, _)| *id).collect();
    leased.sort_unstable();
    leased.dedup();
    assert_eq!(leased.len(), 7);
    let tries: Vec<i32> = rows(&plaza).await.into_iter().map(|row| row.2).collect();
    assert_eq!(tries, [1; 7]);
}

/// Tries, hour by hour, what waits; gives the hours until nothing waits any more.
async fn hours_until_given_up(plaza: &Plaza, relay: &Relay) -> i64 {
    let mut hours = 0;
    while rows(plaza)
        .await
        .iter()
        .any(|(state, ..)| state == "queued")
    {
        plaza.deliver(&relay.mail("", "", 20)).await;
        plaza.advance(TimeDelta::hours(1));
        hours += 1;
        assert!(hours < 24 * 30, "it is tried for ever");
    }
    hours
}

#[actix_web::test]
async fn what_nobody_takes_for_days_is_tried_no_more() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example"]).await;
    let relay = Relay::start();
    // That the city's own server is away counts for nothing.
    relay.answer(&[("greeting", "421 too busy")]);
    for _ in 0..20 {
        plaza.deliver(&relay.mail("", "", 20)).await;
        plaza.advance(TimeDelta::days(1));
    }
    assert_eq!(rows(&plaza).await, [("queued".to_owned(), None, 0)]);
    relay.answer(&[("RCPT", "451 try again")]);
    let hours = hours_until_given_up(&plaza, &relay).await;
    assert!((24 * 5..24 * 5 + 7).contains(&hours), "{hours} hours");
    let all = rows(&plaza).await;
    let [(state, ended, attempts)] = &all[..] else {
        panic!("one mail");
    };
    assert_eq!((&**state, ended.as_deref()), ("dead", Some("late")));
    assert!(*attempts > 20, "{attempts}");
    relay.answer(&[]);
    plaza.advance(TimeDelta::days(1));
    plaza.deliver(&relay.mail("", "", 20)).await;
    assert!(relay.taken().is_empty(), "it is given up");
}

#[actix_web::test]
async fn the_first_try_after_a_long_outage_gives_no_mail_up() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example", "ben@mail.example"]).await;
    let relay = Relay::start();
    relay.answer(&[("RCPT", "451 try again")]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    // Nobody tries them for a while: one that is put back untried, and one that is not come to.
    plaza.advance(TimeDelta::days(10));
    relay.answer(&[("greeting", "421 too busy")]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    relay.answer(&[("RCPT", "451 try again")]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    let states: Vec<String> = rows(&plaza).await.into_iter().map(|row| row.0).collect();
    assert_eq!(states, ["queued", "queued"]);
    let hours = hours_until_given_up(&plaza, &relay).await;
    assert!(hours > 48, "{hours} hours");
}

#[actix_web::test]
async fn a_relay_that_comes_and_goes_does_not_begin_the_days_of_a_mail_anew() {
    let plaza = Plaza::start().await;
    write_to(&plaza, &["ann@mail.example"]).await;
    let relay = Relay::start();
    let mut hours = 0;
    while rows(&plaza).await[0].0 == "queued" {
        for answer in [("greeting", "421 too busy"), ("RCPT", "451 try again")] {
            relay.answer(&[answer]);
            plaza.deliver(&relay.mail("", "", 20)).await;
        }
        plaza.advance(TimeDelta::hours(1));
        hours += 1;
        assert!(hours < 24 * 30, "it is tried for ever");
    }
    assert!((24 * 5..24 * 5 + 7).contains(&hours), "{hours} hours");
}

#[actix_web::test]
async fn an_office_that_nothing_reaches_for_days_counts_as_failing() {
    let plaza = Plaza::city_with(|config| {
        config.office_mail.refusals = 1;
        config.office_mail.hours = 24 * 90;
        config.mail.give_up_days = 2;
    })
    .await;
    let client = plaza.client().await;
    let body =
        json!({ "category": "road-damage", "district": "lingya", "title": "t", "body": "b" });
    let path = "/api/v1/suggestions";
    client.post_json(path, &body).await.expect(201);
    let relay = Relay::start();
    relay.answer(&[("RCPT", "451 try again")]);
    let fails = async || {
        use plaza::db::schema::offices;
        let read = |connection: &mut plaza::db::AnyConnection| {
            let failing = offices::table.filter(offices::mail_fails_since.is_not_null());
            Ok::<_, DbError>(failing.select(offices::slug).load::<String>(connection)?)
        };
        watch_offices::once(&plaza.context).await.unwrap();
        plaza.context.db.read(read).await.unwrap()
    };
    plaza.deliver(&relay.mail("", "", 20)).await;
    assert!(fails().await.is_empty());
    let hours = hours_until_given_up(&plaza, &relay).await;
    assert!(hours >= 48, "{hours} hours");
    assert_eq!(fails().await, ["maintenance"]);
}
