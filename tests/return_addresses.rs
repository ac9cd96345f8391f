//! To whom a mail goes, and where what becomes of it would come back: its envelope names the mail,
//! its `Reply-To` the case.

use std::collections::BTreeSet;

use diesel::prelude::*;
use plaza::{
    config::Inbound,
    db::{DbError, schema::outbox},
    i18n::Lang,
    jobs::deliver_mail::Round,
    mail::{
        About, Draft, Letter, LetterKind, outbox as mails,
        tag::{self, Tag},
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};
use serde_json::json;

use crate::{
    suggestions::{id_of, suggest},
    support::{Arrived, Plaza, relay::Relay},
};

const UTF8: (&str, &str) = ("EHLO", "250-relay\r\n250-SMTPUTF8\r\n250 8BITMIME");

fn inbound() -> Inbound {
    Inbound {
        local: "plaza".into(),
        domain: "mail.city.example".into(),
    }
}

async fn city() -> Plaza {
    Plaza::city_with(|config| config.mail.inbound = Some(inbound())).await
}

fn read(plaza: &Plaza, address: &str) -> Option<Tag> {
    tag::read(&plaza.context.config.keys, &inbound(), address)
}

fn header<'a>(mail: &'a Arrived, name: &str) -> Option<&'a str> {
    let head = mail.raw.lines().take_while(|line| !line.is_empty());
    let mut values = head.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    values.next()
}

async fn register(plaza: &Plaza, email: &str) {
    let body = json!({ "email": email, "password": "long enough a password" });
    let guest = plaza.client().await;
    guest.post_json("/api/v1/accounts", &body).await.expect(202);
}

/// Writes a mail to an address that no form takes.
async fn write_to(plaza: &Plaza, address: &str) {
    let cx = plaza.context.clone();
    let draft = Draft {
        lang: Lang::Zh,
        city: "高雄市政府".into(),
        subject: "密碼".into(),
        paragraphs: vec!["您要求重設密碼。".into()],
        button: None,
        policy_url: "http://plaza.test/zh/privacy".into(),
    };
    let letter = Letter {
        kind: LetterKind::PasswordReset,
        about: About::Nothing,
        to: Private::new(address.to_owned()),
        content: draft.compose(),
    };
    let written: Result<mails::Enqueued, DbError> = plaza
        .context
        .db
        .write(move |connection| mails::enqueue(connection, &cx, &letter))
        .await;
    written.unwrap();
}

/// A mail's number, where it stands, and what was said of it.
type Row = (i64, String, Option<Vec<u8>>);

async fn first(plaza: &Plaza) -> Row {
    let found: Result<Row, DbError> = plaza
        .context
        .db
        .read(|connection| {
            Ok(outbox::table
                .order(outbox::id)
                .select((outbox::id, outbox::state, outbox::reply_sealed))
                .first(connection)?)
        })
        .await;
    found.unwrap()
}

fn senders(heard: &[String]) -> Vec<&str> {
    let senders = heard.iter().filter_map(|line| {
        let rest = line.strip_prefix("MAIL FROM:<")?;
        Some(rest.split_once('>')?.0)
    });
    senders.collect()
}

#[actix_web::test]
async fn a_reply_leads_to_its_case_and_a_bounce_to_its_mail() {
    let plaza = city().await;
    let guest = plaza.client().await;
    let contact = [("email", "lin@example.tw"), ("share_contact", "yes")];
    let case = suggest(&guest, &contact).await;
    let confirmation = plaza.mails().await.pop().unwrap();
    assert_eq!(header(&confirmation, "Reply-To"), None, "it is a button");
    let link = confirmation.link("/suggestions/confirm/");
    guest.post(&link, &[]).await.expect(200);
    let id = id_of(&plaza, &case.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let answer = [("answer", "We filled it today.")];
    let desk = format!("/en/desk/{id}");
    staff.post(&desk, &answer).await.expect(303);

    let mails = plaza.mails().await;
    let mut rows = BTreeSet::new();
    for mail in &mails {
        assert_eq!(header(mail, "From"), Some("Plaza <plaza@plaza.test>"));
        let path = header(mail, "Return-Path").unwrap();
        match read(&plaza, path.trim_matches(['<', '>'])) {
            Some(Tag::Mail(row)) => assert!(rows.insert(row), "two mails of one row"),
            other => panic!("{path} is {other:?}"),
        }
    }
    let replies = |to: &str| -> Vec<Option<Tag>> {
        let of = mails.iter().filter(|mail| mail.to == to);
        of.map(|mail| read(&plaza, header(mail, "Reply-To")?))
            .collect()
    };
    let office = replies("maintenance@kcg.example");
    assert_eq!(office, [Some(Tag::Office(id))]);
    // The mail that asks for the confirmation, and the answer.
    let resident = replies("lin@example.tw");
    assert_eq!(resident, [None, Some(Tag::Resident(id))]);
}

#[actix_web::test]
async fn the_server_is_told_who_sends_by_the_mail() {
    for inbound in [true, false] {
        let plaza = if inbound {
            city().await
        } else {
            Plaza::city().await
        };
        register(&plaza, "ming@example.tw").await;
        let (row, ..) = first(&plaza).await;
        let relay = Relay::start();
        assert_eq!(plaza.deliver(&relay.mail("", "", 20)).await, Round::Done);
        let heard = relay.heard();
        let [sender] = senders(&heard)[..] else {
            panic!("{heard:?}")
        };
        if inbound {
            assert_eq!(read(&plaza, sender), Some(Tag::Mail(row)));
        } else {
            assert_eq!(sender, "plaza@plaza.test");
        }
        assert_eq!(relay.taken(), ["ming@example.tw"]);
    }
}

#[actix_web::test]
async fn an_international_domain_is_written_to_any_server() {
    let plaza = city().await;
    register(&plaza, "ming@高雄.example").await;
    let relay = Relay::start();
    assert_eq!(plaza.deliver(&relay.mail("", "", 20)).await, Round::Done);
    assert_eq!(relay.taken(), ["ming@xn--do5a73f.example"]);
    assert!(!relay.heard().concat().contains("SMTPUTF8"));
}

#[actix_web::test]
async fn an_international_name_goes_where_it_is_understood() {
    let plaza = city().await;
    write_to(&plaza, "林@高雄.example").await;
    let relay = Relay::start();
    relay.answer(&[UTF8]);
    assert_eq!(plaza.deliver(&relay.mail("", "", 20)).await, Round::Done);
    let heard = relay.heard();
    let sender = heard.iter().find(|line| line.starts_with("MAIL FROM"));
    assert!(
        sender.is_some_and(|line| line.contains(" SMTPUTF8")),
        "{heard:?}"
    );
    assert_eq!(relay.taken(), ["林@xn--do5a73f.example"]);
    let (_, state, _) = first(&plaza).await;
    assert_eq!(state, "sent");
}

#[actix_web::test]
async fn an_international_name_is_refused_with_words_where_it_is_not_understood() {
    let plaza = city().await;
    write_to(&plaza, "林@高雄.example").await;
    register(&plaza, "ming@example.tw").await;
    let relay = Relay::start();
    assert_eq!(plaza.deliver(&relay.mail("", "", 20)).await, Round::Done);
    assert_eq!(relay.taken(), ["ming@example.tw"], "no other mail waits");
    let (_, state, reply) = first(&plaza).await;
    assert_eq!(state, "dead");
    let keys = &plaza.context.config.keys;
    let words = sealed::open(keys, Column::OutboxReply, &reply.unwrap()).unwrap();
    let words = words.reveal(Viewer::Plaza, Purpose::Delivery);
    assert!(words.contains("takes no address like this one"), "{words}");
}
