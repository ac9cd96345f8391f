//! Mails to more domains that hang than may lie in hand keep none from a domain that is quick.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use plaza::{
    config::Mail,
    db::DbError,
    i18n::Lang,
    jobs::deliver_mail,
    mail::{About, Draft, Letter, LetterKind, Transport, outbox as mails},
    privacy::Private,
};

use crate::support::{
    Plaza,
    relay::{Relay, SILENCE},
};

/// More than are in hand and begun with four connections.
const SLOW: usize = 135;

fn letter(to: &str) -> Letter {
    let draft = Draft {
        lang: Lang::Zh,
        city: "高雄市政府".to_owned(),
        subject: "測試".to_owned(),
        paragraphs: vec!["這封信只是測試。".to_owned()],
        button: None,
        policy_url: "http://plaza.test/zh/privacy".to_owned(),
    };
    Letter {
        kind: LetterKind::AlreadyRegistered,
        about: About::Nothing,
        to: Private::new(to.to_owned()),
        content: draft.compose(),
    }
}

async fn write(plaza: &Plaza, addresses: Vec<String>) {
    let cx = plaza.context.clone();
    let written = plaza.context.db.write(move |connection| {
        for to in &addresses {
            mails::enqueue(connection, &cx, &letter(to))?;
        }
        Ok::<_, DbError>(())
    });
    written.await.unwrap();
}

/// Waits until the relay took so many mails since it was asked last.
async fn taken(relay: &Relay, count: usize) -> Vec<String> {
    let mut taken = Vec::new();
    let told = async {
        while taken.len() < count {
            taken.extend(relay.taken());
            tokio::task::yield_now().await;
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(30), told).await;
    told.expect("it waited for domains that hang");
    taken
}

#[actix_web::test]
async fn more_domains_that_hang_than_may_be_in_hand_keep_no_mail_to_a_quick_one() {
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
    // It is known to be quick then.
    write(&plaza, vec!["first@quick.example".to_owned()]).await;
    taken(&relay, 1).await;

    relay.answer(&[("RCPT TO:<slow-", SILENCE)]);
    let slow = (0..SLOW).map(|number| format!("slow-{number}@domain-{number}.example"));
    write(&plaza, slow.collect()).await;
    write(&plaza, vec!["next@quick.example".to_owned()]).await;
    plaza.advance(TimeDelta::seconds(1));
    assert_eq!(taken(&relay, 1).await, ["next@quick.example"]);

    stop.send(true).unwrap();
    relay.hang_up();
    running.await.unwrap();
}
