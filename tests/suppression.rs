//! Addresses that get no mail which one can do without: which refusals count, what still goes
//! there, and how it ends.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::outbox},
    jobs::{self, deliver_mail::Round, send_digests},
    keys::file::Secrets,
    mail::{
        LetterKind,
        suppression::{self, Reason},
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};
use serde_json::{Value, json};

use crate::{
    events::{announce, sign_up},
    inbound::{comes_back, comes_back_as},
    suggestions::suggest,
    support::{Arrived, Client, PASSWORD, Plaza, command::good, relay::Relay},
    supports::ask,
};

const TABLE: &str = "suppressed_addresses";
const ACCOUNT: &str = "/api/v1/account";

pub async fn ask_for(client: &Client, digest: &str) {
    let body = json!({ "language": "en", "digest": digest });
    let path = "/api/v1/account/preferences";
    client.json(Method::PUT, path, &body).await.expect(200);
}

/// A day on which somebody answers, until the digests are written; gives how many wait to be sent.
pub async fn a_day(plaza: &Plaza, writer: &Client, topic: i64) -> i64 {
    writer.reply(topic, "還是不亮。").await;
    plaza.advance(TimeDelta::days(1));
    send_digests::once(&plaza.context).await.unwrap();
    waiting(plaza).await
}

/// How many digests wait to be sent.
pub async fn waiting(plaza: &Plaza) -> i64 {
    let waiting = plaza.context.db.read(|connection| {
        let digests = outbox::table
            .filter(outbox::kind.eq(LetterKind::Digest))
            .filter(outbox::state.eq("queued"));
        Ok::<i64, DbError>(digests.count().get_result(connection)?)
    });
    waiting.await.unwrap()
}

/// Mails to an address came back.
async fn bounce(plaza: &Plaza, email: &str) {
    let cx = plaza.context.clone();
    let index = sealed::email_index(&cx.config.keys, &Private::new(email.to_owned()));
    let suppressed = plaza.context.db.write(move |connection| {
        suppression::suppress(connection, &cx, &index, Reason::HardBounce)
    });
    suppressed.await.unwrap();
}

pub async fn last(plaza: &Plaza, email: &str) -> Arrived {
    let mut mails = plaza.mails().await.into_iter();
    mails.rfind(|mail| mail.to == email).unwrap()
}

#[actix_web::test]
async fn an_address_that_is_not_there_gets_no_digests_until_it_is_confirmed_anew() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    let account = async || reader.get("/en/account").await.expect(200);
    let button = "form[action='/en/account/mail-check'] button";
    assert_eq!(account().await.texts(button).len(), 0);
    let relay = Relay::start();
    let gone = "550 5.1.1 <reader@example.tw>: no such user";
    relay.answer(&[("RCPT TO:<reader@example.tw>", gone)]);
    let round = plaza.deliver(&relay.mail("", "", 20)).await;
    assert_eq!(round, Round::Done);

    // What the digest would have told is told on the site alone, and not gathered up for later.
    assert_eq!(a_day(&plaza, &writer, topic).await, 0);
    let page = account().await;
    assert_eq!(page.texts(button), ["Mail me a link"]);
    assert!(page.body.contains("last on"), "{}", page.body);
    // What somebody asks for still goes there.
    let forgot = [("email", "reader@example.tw")];
    let guest = plaza.client().await;
    guest.post("/en/password/forgot", &forgot).await.expect(303);
    let path = "/en/account/mail-check";
    let asked = reader.post(path, &[]).await;
    assert_eq!(asked.location(), "/en/account/mail-check/sent");
    reader.get(&asked.location()).await.expect(200);
    let mails: Vec<String> = plaza
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(
        mails,
        ["Set a new password", "Confirm that our mails reach you"]
    );

    let link = last(&plaza, "reader@example.tw").await.link("/mail-check/");
    let page = guest.get(&link).await.expect(200);
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    assert_eq!(
        account().await.texts(button).len(),
        1,
        "a look does nothing"
    );
    let done = guest.post(&link, &[]).await;
    assert_eq!(done.location(), "/en/log-on?done=mail-check");
    guest.post(&link, &[]).await.expect(410);
    assert_eq!(account().await.texts(button).len(), 0);
    assert_eq!(plaza.rows_of(TABLE).len(), 0);
    let asked = reader.post(path, &[]).await;
    assert_eq!(asked.location(), "/en/account", "there is nothing to show");

    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    let digest = last(&plaza, "reader@example.tw").await;
    assert_eq!(
        digest.text.matches("/en/posts/").count(),
        1,
        "{}",
        digest.text
    );
}

/// The digests that there are, by number, with what is left of their recipients.
async fn digests(plaza: &Plaza) -> Vec<(i64, String)> {
    let read = plaza.context.db.read(|connection| {
        let rows: Vec<(i64, Vec<u8>)> = outbox::table
            .filter(outbox::kind.eq(LetterKind::Digest))
            .order(outbox::id)
            .select((outbox::id, outbox::recipient_sealed))
            .load(connection)?;
        Ok::<_, DbError>(rows)
    });
    let keys = &plaza.context.config.keys;
    let open = |(id, to): (i64, Vec<u8>)| {
        let to = sealed::open(keys, Column::OutboxRecipient, &to).unwrap();
        (id, to.reveal(Viewer::Plaza, Purpose::Storage).clone())
    };
    read.await.unwrap().into_iter().map(open).collect()
}

#[actix_web::test]
async fn a_digest_that_was_taken_and_comes_back_is_the_last() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    last(&plaza, "reader@example.tw").await;
    let left = digests(&plaza).await;
    let [(first, to)] = left.as_slice() else {
        panic!("{left:?}");
    };
    assert_eq!(to, "", "the address is kept");
    // A full mailbox stops nothing.
    comes_back(&plaza, (*first, "reader@example.tw"), "5.2.2").await;
    assert!(digests(&plaza).await.is_empty());
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    last(&plaza, "reader@example.tw").await;

    // What its reader is shown of it says nothing, and fails nothing.
    reader.get("/en/account/data").await.expect(200);
    let second = digests(&plaza).await[0].0;
    comes_back(&plaza, (second, "reader@example.tw"), "5.1.1").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 0);
}

/// As qmail writes it.
fn failure_notice(whom: &str, said: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n\
         Hi. This is the qmail-send program at mx.example.\n\
         I'm afraid I wasn't able to deliver your message to the following addresses.\n\
         This is a permanent error; I've given up. Sorry it didn't work out.\n\n\
         <{whom}>:\nRemote host said: {said}\n"
    )
    .replace('\n', "\r\n")
}

#[actix_web::test]
async fn what_a_server_writes_in_a_form_of_its_own_counts_as_well() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    let own = "reader@example.tw";
    for (whom, said, is_last) in [
        // A full mailbox, a policy, and whoever the address leads to, stop nothing.
        (own, "552 5.2.2 mailbox full", false),
        (own, "550 refused by policy", false),
        ("beyond@example.net", "550 5.1.1 no such user", false),
        (own, "550 5.1.1 no such user", true),
    ] {
        assert_eq!(a_day(&plaza, &writer, topic).await, 1, "{said}");
        plaza.mails().await;
        let mail = digests(&plaza).await[0].0;
        comes_back_as(&plaza, mail, &failure_notice(whom, said)).await;
        let rows = plaza.rows_of(TABLE).len();
        assert_eq!(rows, usize::from(is_last), "{whom}: {said}");
    }
    assert_eq!(a_day(&plaza, &writer, topic).await, 0);
}

#[actix_web::test]
async fn a_new_secret_forgets_not_to_whom_a_digest_went() {
    let mut plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    plaza.mails().await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    good(&["keys", "rotate", "--config", &config]);
    good(&["keys", "drop", "--config", &config]);
    let secrets = Secrets::read(&etc.path().join("secret")).unwrap();
    plaza.rekey(secrets.keys());
    let mail = digests(&plaza).await[0].0;
    comes_back(&plaza, (mail, "reader@example.tw"), "5.1.1").await;
    let reader = plaza.client().await;
    reader.log_on("reader@example.tw", PASSWORD).await;
    let account = reader.get(ACCOUNT).await.expect(200).json();
    assert!(account["mails_came_back"].is_string(), "{account}");
}

#[actix_web::test]
async fn the_mark_of_a_digest_goes_after_a_week() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    plaza.mails().await;
    for (days, left) in [(6, 1), (1, 0)] {
        plaza.advance(TimeDelta::days(days));
        jobs::retention::once(&plaza.context).await.unwrap();
        assert_eq!(digests(&plaza).await.len(), left);
    }
}

#[actix_web::test]
async fn a_refusal_that_is_not_about_the_address_stops_nothing() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let relay = Relay::start();
    for (at, (said, counts)) in [
        ("550 5.7.1 we want no mail of yours", 0),
        ("552 5.2.2 mailbox full", 0),
        ("550 no such user", 0),
        ("450 4.1.1 not now", 0),
        ("550 5.1.1 no such user", 1),
        ("550-5.1.2 no such host\r\n550 5.1.2 nowhere", 2),
        ("550 5.1.10 null MX", 3),
        // The same address again is still one.
        ("550 5.1.10 null MX", 3),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("person-{}@mail.example", at.min(6));
        let body = json!({ "email": email, "password": "long enough a password" });
        guest.post_json("/api/v1/accounts", &body).await.expect(202);
        let to = format!("RCPT TO:<{email}>");
        relay.answer(&[(to.as_str(), said)]);
        plaza.deliver(&relay.mail("", "", 20)).await;
        assert_eq!(plaza.rows_of(TABLE).len(), counts, "{said}");
        assert!(!plaza.dump().contains(&email), "it is kept in the clear");
    }
    // After DATA as well.
    let email = json!({ "email": "data@mail.example", "password": "long enough a password" });
    guest
        .post_json("/api/v1/accounts", &email)
        .await
        .expect(202);
    relay.answer(&[(".", "550 5.1.1 no such user")]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    assert_eq!(plaza.rows_of(TABLE).len(), 4);
    // After a year it is tried again.
    plaza.advance(TimeDelta::days(366));
    jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(plaza.rows_of(TABLE).len(), 0);
}

#[actix_web::test]
async fn a_program_sees_that_mails_came_back_and_confirms_the_address_anew() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let check = "/api/v1/account/mail-check";
    let none = ming.client.post_json(check, &json!({})).await.expect(200);
    assert_eq!(none.json()["status"], "reachable");
    bounce(&plaza, "Ming@Example.tw").await;
    let account = ming.client.get(ACCOUNT).await.expect(200).json();
    assert_eq!(account["mails_came_back"], "2026-03-02");
    let asked = ming.client.post_json(check, &json!({})).await.expect(202);
    assert_eq!(asked.json()["status"], "check-mailed");
    let link = last(&plaza, "ming@example.tw").await.link("/mail-check/");
    let token = link.rsplit('/').next().unwrap();
    assert!(!plaza.dump().contains(token), "it is hashed at rest");
    let guest = plaza.client().await;
    let token = json!({ "token": token });
    let confirm = "/api/v1/mail-check/confirm";
    guest.post_json(confirm, &token).await.expect(200);
    guest.post_json(confirm, &token).await.expect(410);
    let account = ming.client.get(ACCOUNT).await.expect(200).json();
    assert_eq!(account["mails_came_back"], Value::Null);
}

/// Presses the button behind the last mailed link: that, and no look, ends the reason.
async fn press(plaza: &Plaza, email: &str, part: &str, fields: &[(&str, &str)]) {
    let guest = plaza.client().await;
    let link = last(plaza, email).await.link(part);
    guest.get(&link).await.expect(200);
    assert_eq!(plaza.rows_of(TABLE).len(), 1, "a look at {part} did it");
    let status = guest.post(&link, fields).await.status.as_u16();
    assert!(status < 400, "{part}: {status}");
    assert_eq!(plaza.rows_of(TABLE).len(), 0, "{part} did not do it");
}

#[actix_web::test]
async fn any_mailed_link_that_is_pressed_shows_that_mails_arrive() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let guest = plaza.client().await;
    bounce(&plaza, "case@example.tw").await;
    suggest(&guest, &[("email", "case@example.tw")]).await;
    press(&plaza, "case@example.tw", "/suggestions/confirm/", &[]).await;

    bounce(&plaza, "support@example.tw").await;
    let topic = plaza.published_suggestion().await.topic;
    ask(&guest, topic, "support@example.tw").await.expect(303);
    press(&plaza, "support@example.tw", "/suggestions/support/", &[]).await;

    bounce(&plaza, "event@example.tw").await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let event = announce(&staff, Some(3)).await;
    let signed = sign_up(&guest, event, "甲", "event@example.tw").await;
    signed.expect(303);
    press(&plaza, "event@example.tw", "/events/cancel/", &[]).await;

    bounce(&plaza, "new@example.tw").await;
    let body = json!({ "email": "new@example.tw", "password": PASSWORD });
    guest.post_json("/api/v1/accounts", &body).await.expect(202);
    press(&plaza, "new@example.tw", "/register/", &[]).await;

    bounce(&plaza, "new@example.tw").await;
    let email = [("email", "new@example.tw")];
    guest.post("/en/password/forgot", &email).await.expect(303);
    let new = [("password", "an entirely new password")];
    press(&plaza, "new@example.tw", "/password/reset/", &new).await;

    // That of an address to which an account moves.
    bounce(&plaza, "moved@example.tw").await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let change = [("email", "moved@example.tw"), ("password", PASSWORD)];
    ming.post("/en/account/address", &change).await.expect(303);
    press(&plaza, "moved@example.tw", "/account/address/", &[]).await;

    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = writer.topic("city", "路燈", "路燈不亮。").await;
    let post = writer.reply(topic, "還是不亮。").await;
    bounce(&plaza, "named@example.tw").await;
    let about = [("words", "說的是我"), ("email", "named@example.tw")];
    let path = format!("/en/posts/{post}/about-me");
    guest.post(&path, &about).await.expect(303);
    press(&plaza, "named@example.tw", "/about-me/", &[]).await;
}

#[actix_web::test]
async fn who_stops_digests_is_on_record_until_they_are_asked_for_again() {
    let plaza = Plaza::with_boards().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let writer = plaza.log_on_as(Role::Resident, "writer").await;
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    ask_for(&reader, "daily").await;
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
    let link = last(&plaza, "reader@example.tw")
        .await
        .link("/digest/stop/");
    let guest = plaza.client().await;
    guest.post(&link, &[]).await.expect(200);
    let rows = plaza.rows_of(TABLE);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("unsubscribed") && rows[0].contains("digest"));
    let data = "/api/v1/account/data";
    let held = reader.get(data).await.expect(200).json();
    assert_eq!(held[TABLE][0]["covers"], "digest");
    let account = reader.get(ACCOUNT).await.expect(200).json();
    assert_eq!(account["mails_came_back"], Value::Null, "none came back");
    // A confirmed link does not bring back what somebody stopped; asking does.
    bounce(&plaza, "reader@example.tw").await;
    let check = "/en/account/mail-check";
    reader.post(check, &[]).await.expect(303);
    let link = last(&plaza, "reader@example.tw").await.link("/mail-check/");
    guest.post(&link, &[]).await.expect(303);
    assert_eq!(plaza.rows_of(TABLE).len(), 1);
    ask_for(&reader, "daily").await;
    assert_eq!(plaza.rows_of(TABLE).len(), 0);
    assert_eq!(a_day(&plaza, &writer, topic).await, 1);
}

#[actix_web::test]
async fn an_erased_account_takes_along_that_its_mails_came_back() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    bounce(&plaza, "ming@example.tw").await;
    let held = ming.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(held[TABLE][0]["reason"], "hard-bounce");
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    ming.post("/en/account/erase", &fields).await.expect(303);
    assert_eq!(plaza.rows_of(TABLE).len(), 0);
}

#[actix_web::test]
async fn administrators_see_figures_and_no_small_one() {
    let plaza = Plaza::start().await;
    let administrator = plaza.log_on_as(Role::Administrator, "somebody").await;
    let (page, api) = ("/en/admin/suppressed", "/api/v1/admin/suppressed");
    let cx = plaza.context.clone();
    let bounced = async |people: std::ops::Range<i32>| {
        let cx = cx.clone();
        let suppressed = plaza.context.db.write(move |connection| {
            for person in people {
                let email = Private::new(format!("person-{person}@mail.example"));
                let index = sealed::email_index(&cx.config.keys, &email);
                suppression::suppress(connection, &cx, &index, Reason::HardBounce)?;
            }
            Ok::<_, DbError>(())
        });
        suppressed.await.unwrap();
    };
    bounced(0..9).await;
    let few = "under 10, or none";
    let shown = administrator.get(page).await.expect(200);
    assert_eq!(shown.texts("main dd"), [few, few]);
    bounced(9..12).await;
    let shown = administrator.get(page).await.expect(200);
    assert_eq!(shown.texts("main dd"), ["12", few]);
    let told = administrator.get(api).await.expect(200);
    assert_eq!(
        told.json(),
        json!([{ "reason": "hard-bounce", "addresses": 12 }, { "reason": "unsubscribed" }])
    );
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
    ] {
        let other = plaza.log_on_as(role, "other").await;
        other.get(page).await.expect(403);
        other.get(api).await.expect(403);
    }
}

#[actix_web::test]
async fn a_new_secret_forgets_no_address_that_is_an_accounts() {
    let mut plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    bounce(&plaza, "ming@example.tw").await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    good(&["keys", "rotate", "--config", &config]);
    good(&["keys", "drop", "--config", &config]);
    let secrets = Secrets::read(&etc.path().join("secret")).unwrap();
    plaza.rekey(secrets.keys());
    let ming = plaza.client().await;
    ming.log_on("ming@example.tw", PASSWORD).await;
    let account = ming.get(ACCOUNT).await.expect(200).json();
    assert_eq!(account["mails_came_back"], "2026-03-02");
}
