//! Mails a second out of the outbox, beside lettre alone: mails of the same words to the same
//! server, which takes all, over as many connections. Small here, where it holds only that each
//! arrives once; `scripts/measure mail-rate` makes it 5,000, and its figures nothing depends on.
//!
//! lettre alone writes a mail and hands it over, on one thread for each connection. What the
//! outbox does beside that makes the difference: to lease a row, to open what is sealed, and to note
//! what became of it. A server that acknowledges at once shows all of it. A plain one takes the time over
//! an acknowledgement that Linux gives it; for that lettre waits with each mail, and the outbox, which sends
//! a mail and its end in one piece, does not.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use lettre::{
    Message,
    message::MultiPart,
    transport::smtp::{client::SmtpConnection, extension::ClientId},
};
use plaza::{
    config::{Config, MailRoute},
    context::Context,
    db::{DbError, schema::outbox},
    i18n::Lang,
    jobs::deliver_mail,
    mail::{About, Content, Draft, Letter, LetterKind, Transport, outbox as mails},
    privacy::Private,
};

use crate::support::{
    Plaza,
    measure::{number, processor},
    sink::Sink,
};

/// Of a city's residents; none has so many mails that its share of the connections is all it gets.
const DOMAINS: usize = 50;
/// The longest that one step of handing over may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What many mails took.
struct Took {
    time: Duration,
    /// Of this process, in which the server is too; a PostgreSQL server is not.
    processor: Duration,
}

impl Took {
    fn since((time, before): (Instant, Duration)) -> Self {
        Self {
            time: time.elapsed(),
            processor: processor().saturating_sub(before),
        }
    }

    fn tell(&self, turn: usize, who: &str, count: usize) {
        println!(
            "  {turn}  {who}  {:>7.0} mails/s  {:>6.2} ms of processor time a mail",
            count as f64 / self.time.as_secs_f64(),
            self.processor.as_secs_f64() * 1000.0 / count as f64,
        );
    }
}

fn recipient(number: usize) -> String {
    format!("resident-{number}@town-{}.example", number % DOMAINS)
}

/// As an answer is written to a resident.
fn words(config: &Config) -> Content {
    Draft {
        lang: Lang::Zh,
        city: config.city.name_zh.clone(),
        subject: "案件 KH-2603-0001 的答覆".to_owned(),
        paragraphs: vec![
            "您在市政信箱的案件有了答覆：".to_owned(),
            "謝謝您告訴我們。我們今天已經填補，下星期會重新鋪設整段路面。".to_owned(),
            "用案件編號和密碼可以看到全部經過，也可以再補充說明。".to_owned(),
        ],
        button: Some(("看案件".to_owned(), config.absolute("/zh/suggestions/case"))),
        policy_url: config.absolute("/zh/privacy"),
    }
    .compose()
}

async fn enqueue(context: &Context, count: usize) {
    let own = context.clone();
    let written = context.db.write(move |connection| {
        for number in 0..count {
            let letter = Letter {
                kind: LetterKind::Answer,
                about: About::Nothing,
                to: Private::new(recipient(number)),
                content: words(&own.config),
            };
            mails::enqueue(connection, &own, &letter)?;
        }
        Ok::<_, DbError>(())
    });
    written.await.unwrap();
}

/// Those that did not leave.
async fn waiting(context: &Context) -> i64 {
    let count = context.db.read(|connection| {
        let waiting = outbox::table.filter(outbox::state.eq("queued"));
        Ok::<_, DbError>(waiting.count().get_result::<i64>(connection)?)
    });
    count.await.unwrap()
}

/// A new city whose mails wait, and are delivered as `plaza serve` does it.
async fn by_the_outbox(sink: &Sink, count: usize) -> Took {
    let route = MailRoute::Smtp(format!("smtp://{}", sink.address));
    let plaza = Plaza::start_with(|config| {
        config.mail.route = route;
        config.connections = 16;
    })
    .await;
    let context = &plaza.context;
    enqueue(context, count).await;
    let transport = Arc::new(Transport::new(&context.config.mail).unwrap());
    let (stop, stopped) = tokio::sync::watch::channel(false);

    let began = (Instant::now(), processor());
    let running = actix_web::rt::spawn(deliver_mail::run(context.clone(), transport, stopped));
    let longest = Duration::from_secs(60 + count as u64);
    let all = tokio::time::timeout(longest, sink.has_taken(count)).await;
    let took = Took::since(began);
    all.expect("all mails arrive");

    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(waiting(context).await, 0);
    took
}

fn by_lettre(sink: &Sink, content: &Content, connections: usize, count: usize) -> Took {
    let next = AtomicUsize::new(0);
    let began = (Instant::now(), processor());
    thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let name = ClientId::default();
                let mut connection =
                    SmtpConnection::connect(sink.address, Some(LIMIT), &name, None, None).unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let message = message(content, number);
                    connection
                        .send(message.envelope(), &message.formatted())
                        .unwrap();
                }
                connection.abort();
            });
        }
    });
    Took::since(began)
}

fn message(content: &Content, number: usize) -> Message {
    let (text, html) = (content.text.clone(), content.html.clone());
    Message::builder()
        .from("Plaza <plaza@plaza.test>".parse().unwrap())
        .to(recipient(number).parse().unwrap())
        .subject(content.subject.clone())
        .message_id(Some(format!("<{number}@plaza.test>")))
        .date_now()
        .multipart(MultiPart::alternative_plain_html(text, html))
        .unwrap()
}

/// Each got one mail, and nobody two.
fn each_once(sink: &Sink, count: usize) {
    let mut taken = sink.empty();
    let mut all: Vec<String> = (0..count).map(recipient).collect();
    taken.sort();
    all.sort();
    assert!(taken == all, "{} mails of {count} arrived", taken.len());
}

/// How long lettre alone takes, in times of what the outbox takes: the median of some turns.
async fn ratio(sink: &Sink, content: &Content, connections: usize, count: usize) -> f64 {
    let mut ratios = Vec::new();
    for turn in 1..=number("MAIL_RATE_TURNS", 1) {
        let outbox = by_the_outbox(sink, count).await;
        each_once(sink, count);
        let lettre = by_lettre(sink, content, connections, count);
        each_once(sink, count);
        outbox.tell(turn, "outbox", count);
        lettre.tell(turn, "lettre", count);
        ratios.push(lettre.time.as_secs_f64() / outbox.time.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

#[actix_web::test]
async fn the_outbox_delivers_each_of_many_mails_once() {
    let count = number("MAIL_RATE_MAILS", 40);
    let plaza = Plaza::start().await;
    let config = &plaza.context.config;
    let (content, connections) = (words(config), config.mail.connections);
    let size = message(&content, 0).formatted().len();
    let mut ratios = Vec::new();
    for (how, at_once) in [("when Linux sees fit", false), ("at once", true)] {
        println!(
            "{count} mails of {size} bytes over {connections} connections, acknowledged {how}:"
        );
        let sink = Sink::start(at_once);
        ratios.push(ratio(&sink, &content, connections, count).await);
    }
    let database = if plaza.on_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    println!(
        "rate on {database}: {:.2} plain sink, {:.2} acknowledged at once",
        ratios[0], ratios[1]
    );
}
