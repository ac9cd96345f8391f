//! A mail server that takes no mail at all: administrators see why, in its own words, until it does again.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::Value;

use crate::{
    mail_hand::{begin, soon},
    mail_workers::write_to,
    support::{Client, Plaza, command::good, relay::Relay},
};

async fn paused(admin: &Client) -> Value {
    let list = admin.get("/api/v1/mail").await.expect(200).json();
    list["paused"].clone()
}

#[actix_web::test]
async fn why_no_mail_leaves_is_told_in_the_servers_words_until_one_does() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    write_to(&plaza, &["ann@mail.example"]).await;
    let relay = Relay::start();
    let mail = relay.mail("plaza:secret@", "", 20);
    assert_eq!(paused(&admin).await, Value::Null);
    relay.answer(&[("AUTH", "535 5.7.8 wrong password")]);
    plaza.deliver(&mail).await;
    let told = paused(&admin).await;
    assert_eq!(told["step"], "log-on", "{told}");
    assert_eq!(told["code"], 535);
    assert_eq!(told["words"], "permanent error (535): 5.7.8 wrong password");
    assert_eq!(told["since"], told["tried_at"]);
    assert!(
        !plaza.dump().contains("5.7.8 wrong password"),
        "it is sealed"
    );

    // Another step fails; since when stays as it was.
    plaza.advance(TimeDelta::minutes(1));
    relay.answer(&[("MAIL", "550 not this sender")]);
    plaza.deliver(&mail).await;
    let again = paused(&admin).await;
    assert_eq!(again["step"], "sender", "{again}");
    assert_eq!(again["since"], told["since"]);
    assert_ne!(again["tried_at"], told["tried_at"]);
    let page = admin.get("/en/admin/mail").await.expect(200);
    for shown in ["own address, since", "(550): not this sender"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    let list = || good(&["mail", "list", "--config", &config]);
    let listed = list();
    for shown in ["(sender)", "(550): not this sender"] {
        assert!(listed.contains(shown), "{shown}: {listed}");
    }

    relay.answer(&[]);
    plaza.deliver(&mail).await;
    assert_eq!(paused(&admin).await, Value::Null);
    let page = admin.get("/en/admin/mail").await.expect(200);
    assert!(!page.body.contains("not this sender"));
    assert!(!list().contains("paused"));
}

#[actix_web::test]
async fn who_delivers_tells_that_it_is_over() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    write_to(&plaza, &["ann@mail.example"]).await;
    let relay = Relay::start();
    relay.answer(&[("greeting", "421 too busy")]);
    let (stop, running) = begin(&plaza, &relay.mail("", "", 20));
    soon("the pause", async {
        while paused(&admin).await["step"] != "greeting" {
            tokio::task::yield_now().await;
        }
    })
    .await;
    relay.answer(&[]);
    soon("its end", async {
        while paused(&admin).await != Value::Null {
            tokio::task::yield_now().await;
        }
    })
    .await;
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(relay.taken(), ["ann@mail.example"]);
}
