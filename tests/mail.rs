//! Delivery: what the mail server refuses of a mail, what of the city itself, and when it hangs.

use std::time::Duration;

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::outbox},
    jobs::{self, deliver_mail::Round},
    mail::{Step, Transport, outbox as mails},
};
use serde_json::json;

use crate::support::{
    Plaza,
    relay::{Relay, SILENCE},
};

/// A city where this many people asked for an account; each has a mail that waits.
async fn waiting(people: usize) -> Plaza {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    for person in 1..=people {
        let email = format!("person-{person}@mail.example");
        let body = json!({ "email": email, "password": "long enough a password" });
        guest.post_json("/api/v1/accounts", &body).await.expect(202);
    }
    plaza
}

/// Each mail: where it stands, and how often it was tried.
async fn rows(plaza: &Plaza) -> Vec<(String, i32)> {
    plaza
        .context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                outbox::table
                    .order(outbox::id)
                    .select((outbox::state, outbox::attempts))
                    .load(connection)?,
            )
        })
        .await
        .unwrap()
}

fn queued(attempts: i32) -> (String, i32) {
    ("queued".to_owned(), attempts)
}

#[actix_web::test]
async fn what_the_relay_refuses_of_the_city_keeps_every_mail_untried() {
    let plaza = waiting(3).await;
    let relay = Relay::start();
    let (user, required) = ("plaza:s%40cret@", "?tls=required");
    for (answers, who, how, step, code) in [
        (
            &[("greeting", "554 not you")][..],
            "",
            "",
            Step::Greeting,
            Some(554),
        ),
        (
            &[("greeting", "421 too busy")],
            "",
            "",
            Step::Greeting,
            Some(421),
        ),
        (
            &[("EHLO", "550 go away")],
            "",
            "",
            Step::Greeting,
            Some(550),
        ),
        (&[], "", required, Step::Tls, None),
        (&[("AUTH", "535 wrong")], user, "", Step::LogOn, Some(535)),
        (
            &[("MAIL", "550 not this sender")],
            "",
            "",
            Step::Sender,
            Some(550),
        ),
        (&[("MAIL", "451 later")], user, "", Step::Sender, Some(451)),
    ] {
        relay.answer(answers);
        let round = plaza.deliver(&relay.mail(who, how, 20)).await;
        assert_eq!(round, Round::RelayAway(step, code), "{answers:?}");
        assert_eq!(rows(&plaza).await, vec![queued(0); 3], "{answers:?}");
        let heard = relay.heard();
        let tries = heard.iter().filter(|line| line.starts_with("EHLO")).count();
        assert!(tries <= 1, "the round goes on after {answers:?}: {heard:?}");
    }
    let nobody = relay.mail("", "", 20);
    relay.answer(&[]);
    assert_eq!(plaza.deliver(&nobody).await, Round::Done);
    let all = ["person-1", "person-2", "person-3"].map(|name| format!("{name}@mail.example"));
    assert_eq!(relay.taken(), all);
    let one = relay
        .heard()
        .iter()
        .filter(|line| line.starts_with("EHLO"))
        .count();
    assert_eq!(one, 1, "one connection serves them all");
}

#[actix_web::test]
async fn the_password_goes_as_the_address_says_it() {
    let plaza = waiting(1).await;
    let relay = Relay::start();
    let mail = relay.mail("plaza:s%40cret@", "/plaza.city.example", 20);
    assert_eq!(plaza.deliver(&mail).await, Round::Done);
    let heard = relay.heard();
    assert_eq!(heard[0], "EHLO plaza.city.example");
    use base64::Engine as _;
    let plain = base64::engine::general_purpose::STANDARD.encode("\0plaza\0s@cret");
    assert_eq!(heard[1], format!("AUTH PLAIN {plain}"));
}

#[actix_web::test]
async fn what_it_refuses_of_one_mail_keeps_no_other_waiting() {
    for (to, answer, state) in [
        ("RCPT TO:<person-2@", "550 no such user", "dead"),
        ("RCPT TO:<person-2@", "451 come again", "queued"),
        ("DATA", "554 no", "dead"),
        (".", "554 looks like spam", "dead"),
        (".", "452 full", "queued"),
    ] {
        let plaza = waiting(3).await;
        let relay = Relay::start();
        relay.answer(&[(to, answer)]);
        let round = plaza.deliver(&relay.mail("", "", 20)).await;
        assert_eq!(round, Round::Done, "{to} {answer}");
        let all = rows(&plaza).await;
        assert_eq!(all[1], (state.to_owned(), 1), "{to} {answer}");
        if to.starts_with("RCPT") {
            let others = ["person-1@mail.example", "person-3@mail.example"];
            assert_eq!(relay.taken(), others);
            let gone = [&all[0].0, &all[2].0];
            assert_eq!(gone, ["sent", "sent"]);
        }
        // What may pass is tried again, later each time.
        relay.answer(&[]);
        plaza.advance(TimeDelta::minutes(1));
        plaza.deliver(&relay.mail("", "", 20)).await;
        let states = rows(&plaza).await;
        let end = if state == "dead" { "dead" } else { "sent" };
        assert_eq!(states[1].0, end, "{to} {answer}");
    }
}

#[actix_web::test]
async fn a_number_without_words_is_an_answer() {
    let plaza = waiting(3).await;
    let relay = Relay::start();
    relay.answer(&[
        ("greeting", "220"),
        ("MAIL", "250"),
        ("RCPT", "250"),
        (".", "250"),
    ]);
    assert_eq!(plaza.deliver(&relay.mail("", "", 20)).await, Round::Done);
    let all = rows(&plaza).await;
    assert!(all.iter().all(|(state, _)| state == "sent"), "{all:?}");
}

#[actix_web::test]
async fn a_server_that_takes_few_mails_on_a_connection_is_not_away() {
    let plaza = waiting(5).await;
    let relay = Relay::start();
    relay.take_at_most(2);
    let round = plaza.deliver(&relay.mail("", "", 20)).await;
    assert_eq!(round, Round::Done);
    assert_eq!(relay.taken().len(), 5);
    let heard = relay.heard();
    let fresh = heard.iter().filter(|line| line.starts_with("EHLO")).count();
    assert_eq!(fresh, 3, "{heard:?}");
}

#[actix_web::test]
async fn a_lease_that_ran_out_decides_nothing_any_more() {
    let plaza = waiting(1).await;
    let next = async || mails::next(&plaza.context).await.unwrap();
    let slow = next().await.unwrap();
    assert!(next().await.is_none(), "it is another's");
    plaza.advance(TimeDelta::minutes(3));
    let second = next().await.unwrap();
    let words = plaza::privacy::Private::new("451".to_owned());
    mails::retry(&plaza.context, slow, words).await.unwrap();
    assert!(next().await.is_none(), "the second one's lease stands");
    mails::sent(&plaza.context, vec![second.claim()])
        .await
        .unwrap();
    assert_eq!(rows(&plaza).await, [("sent".to_owned(), 2)]);

    let plaza = waiting(1).await;
    let slow = mails::next(&plaza.context).await.unwrap().unwrap();
    plaza.advance(TimeDelta::minutes(3));
    let second = mails::next(&plaza.context).await.unwrap().unwrap();
    let words = plaza::privacy::Private::new("550".to_owned());
    mails::refused(&plaza.context, slow, words).await.unwrap();
    mails::put_back(&plaza.context, vec![second.claim()])
        .await
        .unwrap();
    assert_eq!(rows(&plaza).await, [queued(1)]);
}

/// Seconds until a server that does not greet is given up: a third of a mail's time.
const HANGS: u64 = 8;

#[actix_web::test]
async fn a_server_that_hangs_stops_neither_the_other_jobs_nor_the_end() {
    let plaza = waiting(5).await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    plaza.add_boards().await;
    author.topic("city", "路燈", "路燈不亮。").await;
    let relay = Relay::start();
    relay.answer(&[("greeting", SILENCE)]);
    let transport = Transport::new(&relay.mail("", "", HANGS * 3)).unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = actix_web::rt::spawn(jobs::run(
        plaza.context.clone(),
        transport,
        plaza.recorder.clone(),
        stopped,
    ));
    let until = async |what: &str, is: &dyn Fn() -> bool| {
        let wait = async {
            while !is() {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), wait).await;
        waited.unwrap_or_else(|_| panic!("{what} did not come"));
    };
    until("a connection", &|| relay.is_reached()).await;
    // While it hangs: a text of an older pipeline is made again within a second or two.
    let pipeline = async || -> i32 {
        use plaza::db::schema::posts;
        let read = |connection: &mut plaza::db::AnyConnection| {
            Ok::<_, DbError>(posts::table.select(posts::pipeline).first(connection)?)
        };
        plaza.context.db.read(read).await.unwrap()
    };
    let now = pipeline().await;
    plaza.sql("UPDATE posts SET pipeline = 1").unwrap();
    let made_again = async {
        while pipeline().await != now {
            tokio::task::yield_now().await;
        }
    };
    let shorter = Duration::from_secs(HANGS - 1);
    let made_again = tokio::time::timeout(shorter, made_again).await;
    made_again.expect("another job waited for the mail server");
    let begun = std::time::Instant::now();
    stop.send(true).unwrap();
    running.await.unwrap();
    let (took, once) = (begun.elapsed(), Duration::from_secs(HANGS + 2));
    assert!(took < once, "{took:?}: it waited for more than one mail");
    assert_eq!(rows(&plaza).await, vec![queued(0); 5]);
    relay.hang_up();
}
