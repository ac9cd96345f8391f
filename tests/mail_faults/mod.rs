//! Whatever is wrong with the mail server, no mail is lost: it arrives, or stands among the dead with
//! the server's words. Twice it comes only where SMTP cannot exclude that, with one Message-ID. Where
//! the fault says nothing about a mail, delivery pauses, and no mail counts as tried.
//!
//! The server is a process of its own; the clock is ours, so that no test waits for a back-off.
//! `MAIL_FAULTS` says how many mails each fault meets (`scripts/measure mail-faults`).

mod faults;
mod server;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    config::{Mail, MailRoute},
    db::{DbError, schema::outbox},
    i18n::Lang,
    jobs::deliver_mail::Round,
    mail::{About, Draft, Letter, LetterKind, outbox as mails},
    privacy::Private,
};

use self::{
    faults::{ENDLESS, FAULTS, Fault},
    server::Faulty,
};
use crate::support::Plaza;

/// What became of the mails that met a fault.
struct Figures {
    rounds: usize,
    /// Whether delivery paused.
    paused: bool,
    /// How many mails were tried more than once.
    tried_again: i64,
    arrived: usize,
    refused: usize,
    twice: usize,
    lost: usize,
    took: Duration,
}

fn size() -> usize {
    let asked = std::env::var("MAIL_FAULTS").ok();
    asked.map_or(20, |mails| mails.parse().unwrap())
}

fn letter(number: usize) -> Letter {
    let draft = Draft {
        lang: Lang::Zh,
        city: "高雄市政府".to_owned(),
        subject: format!("第{number}封信"),
        paragraphs: vec!["這封信只是測試。".to_owned()],
        button: None,
        policy_url: "http://plaza.test/zh/privacy".to_owned(),
    };
    Letter {
        kind: LetterKind::AlreadyRegistered,
        about: About::Nothing,
        to: Private::new(format!("m{number}@mail.example")),
        content: draft.compose(),
    }
}

async fn fill(plaza: &Plaza, size: usize) {
    plaza.sql("DELETE FROM outbox").unwrap();
    let cx = plaza.context.clone();
    let filled = plaza.context.db.write(move |connection| {
        for number in 0..size {
            mails::enqueue(connection, &cx, &letter(number))?;
        }
        Ok::<_, DbError>(())
    });
    filled.await.unwrap();
}

/// Where each mail stands, by its Message-ID.
async fn states(plaza: &Plaza) -> BTreeMap<String, String> {
    let rows = plaza.context.db.read(|connection| {
        let rows: Vec<(String, String)> = outbox::table
            .select((outbox::message_id, outbox::state))
            .load(connection)?;
        Ok::<_, DbError>(rows)
    });
    rows.await.unwrap().into_iter().collect()
}

async fn tried_again(plaza: &Plaza) -> i64 {
    let count = plaza.context.db.read(|connection| {
        let again = outbox::table.filter(outbox::attempts.gt(1));
        Ok::<_, DbError>(again.count().get_result::<i64>(connection)?)
    });
    count.await.unwrap()
}

/// Delivers until nothing waits; gives how many rounds it took, and whether it paused.
async fn deliver(plaza: &Plaza, mail: &Mail, size: usize) -> (usize, bool) {
    let mut paused = false;
    for round in 1..=size + 40 {
        let left = plaza.deliver(mail).await;
        // The job pauses then, by a clock that is not ours; the mails wait as they are.
        if matches!(left, Round::RelayAway(..)) {
            paused = true;
            continue;
        }
        if states(plaza).await.values().all(|state| state != "queued") {
            return (round, paused);
        }
        plaza.advance(TimeDelta::minutes(10));
    }
    panic!("something still waits");
}

async fn meet(plaza: &Plaza, fault: &Fault, size: usize) -> Figures {
    let begun = Instant::now();
    let server = Faulty::start(fault);
    fill(plaza, size).await;
    let (who, port) = (fault.who(), server.port);
    let url = format!("smtp://{who}127.0.0.1:{port}?tls=opportunistic");
    let mail = Mail {
        route: MailRoute::Smtp(url),
        timeout: fault.patience,
        ..plaza.context.config.mail.clone()
    };
    let (rounds, paused) = deliver(plaza, &mail, size).await;
    let name = fault.name;
    let (states, kept) = (states(plaza).await, server.kept());
    assert_eq!(states.len(), size, "{name}: rows");
    let mut arrived: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mail in &kept {
        let state = states.get(&mail.message_id).map(String::as_str);
        assert_eq!(state, Some("sent"), "{name}: {}", mail.message_id);
        arrived
            .entry(&mail.to)
            .or_default()
            .insert(&mail.message_id);
    }
    for (to, ids) in &arrived {
        assert_eq!(ids.len(), 1, "{name}: {to} got two mails for one");
    }
    let refused = states.values().filter(|state| *state == "dead").count();
    Figures {
        rounds,
        paused,
        tried_again: tried_again(plaza).await,
        arrived: arrived.len(),
        refused,
        twice: kept.len() - arrived.len(),
        lost: size - arrived.len() - refused,
        took: begun.elapsed(),
    }
}

#[actix_web::test]
async fn no_fault_of_a_mail_server_loses_a_mail() {
    let (plaza, size) = (Plaza::start().await, size());
    println!(
        "{:<24} {:>6} {:>8} {:>8} {:>6} {:>5} {:>7}",
        "fault", "rounds", "arrived", "refused", "twice", "lost", "seconds"
    );
    let (mut twice, mut lost) = (0, 0);
    for fault in FAULTS {
        let figures = meet(&plaza, fault, size).await;
        println!(
            "{:<24} {:>6} {:>8} {:>8} {:>6} {:>5} {:>7.1}",
            fault.name,
            figures.rounds,
            figures.arrived,
            figures.refused,
            figures.twice,
            figures.lost,
            figures.took.as_secs_f64()
        );
        assert_eq!(figures.lost, 0, "{}", fault.name);
        assert_eq!(figures.refused, fault.refuses(size), "{}", fault.name);
        if fault.is_the_relays() {
            assert!(figures.paused, "{}: no pause", fault.name);
            assert_eq!(figures.tried_again, 0, "{}: tried again", fault.name);
        }
        let doubles = figures.twice > 0;
        assert_eq!(
            doubles,
            fault.can_double(),
            "{}: {}",
            fault.name,
            figures.twice
        );
        twice += figures.twice;
        lost += figures.lost;
    }
    println!(
        "{size} mails for each of {} faults: lost {lost}; {twice} arrived twice with one Message-ID, \
         all where the server kept a mail and its answer was lost",
        FAULTS.len()
    );
}

/// More than any number that could be left behind with a server which never ends an answer.
#[actix_web::test]
async fn answers_that_never_end_are_closed_and_stop_no_other_mail() {
    let (plaza, size) = (Plaza::start().await, 70);
    let figures = meet(&plaza, &ENDLESS, size).await;
    assert_eq!((figures.arrived, figures.lost), (size, 0));
}
