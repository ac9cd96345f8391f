//! What comes in by mail: by the door that a mail server hands it in through, and by the command.

mod answers;
mod api;
mod bounces;
mod command;
mod door;
mod residents;
mod told;
mod undelivered;
mod waiting;

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};

use diesel::prelude::*;
use plaza::{
    config::{Config, Inbound},
    context::Context,
    db::{
        DbError,
        schema::{answer_drafts, outbox, unplaced_mails},
    },
    lmtp::Door,
    mail::{
        LetterKind,
        inbound::Envelope,
        tag::{self, Tag},
    },
    suggestions::{
        inbound::{self, Outcome},
        unplaced::Why,
    },
};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use crate::{
    suggestions::{id_of, life::Scene},
    support::{Answer, Client, Plaza},
};

/// The member of the Maintenance Office whom [`Scene`] has.
const MEMBER: &str = "maintenance@example.tw";
/// The resident whom it has.
const RESIDENT: &str = "lin.secret@example.tw";
const WORDS: &str = "洞已經補好。";

fn address() -> Inbound {
    Inbound {
        local: "plaza".to_owned(),
        domain: "mail.city.example".to_owned(),
    }
}

/// The city's mail server hands in what comes back.
fn with_door(config: &mut Config) {
    config.mail.inbound = Some(address());
    config.mail.authserv_id = Some("mx.city.example".to_owned());
    config.mail.largest = 1024 * 1024;
    config.mail.lmtp = Some("127.0.0.1:0".parse().unwrap());
}

/// A mail, as the city's server hands it in.
#[derive(Clone)]
struct Mail {
    from: String,
    /// Lines that the server wrote, or that came along.
    head: String,
    id: String,
    body: String,
}

impl Mail {
    /// Of which the server found that it is genuine.
    fn from(from: &str, body: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self {
            from: from.to_owned(),
            head: "Authentication-Results: mx.city.example; dmarc=pass header.from=example.tw\n"
                .to_owned(),
            id: format!("{number}@example.tw"),
            body: body.to_owned(),
        }
    }

    fn headed(self, head: &str) -> Self {
        Self {
            head: head.to_owned(),
            ..self
        }
    }

    /// With further lines below the server's own.
    fn and(mut self, head: &str) -> Self {
        self.head.push_str(head);
        self
    }

    fn raw(&self) -> String {
        let Self {
            from,
            head,
            id,
            body,
        } = self;
        let raw = format!(
            "{head}From: {from}\nSubject: Re: a case\nMessage-ID: <{id}>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=edge\n\n--edge\nContent-Type: text/plain; charset=utf-8\n\n\
             {body}\n--edge--\n"
        );
        raw.replace('\n', "\r\n")
    }

    /// As [`Self::raw`], with a file.
    fn with_file(&self, name: &str, kind: &str, content: &str) -> String {
        let file = format!(
            "\r\n--edge\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n\
             {content}\r\n--edge--\r\n"
        );
        let raw = self.raw();
        let whole = raw.strip_suffix("\r\n--edge--\r\n").unwrap();
        format!("{whole}{file}")
    }
}

/// The address that leads back to a case or a mail.
fn of(plaza: &Plaza, tag: Tag) -> String {
    tag::address(&plaza.context.config.keys, &address(), tag)
}

/// The same city, whose mail server hands in what comes back.
fn behind_door(plaza: &Plaza) -> Context {
    let old = &plaza.context;
    let mut config = (*old.config).clone();
    with_door(&mut config);
    let parts = (old.db.clone(), old.clock.clone(), old.random.clone());
    Context::new(parts.0, parts.1, parts.2, config)
}

/// The mail of this number, which went to `whom`, comes back for good, for this reason.
pub async fn comes_back(plaza: &Plaza, (mail, whom): (i64, &str), status: &str) {
    comes_back_as(plaza, mail, &bounces::report(whom, "failed", status)).await;
}

/// As [`comes_back`], in a server's own form.
pub async fn comes_back_as(plaza: &Plaza, mail: i64, raw: &str) {
    let (from, to) = (String::new(), of(plaza, Tag::Mail(mail)));
    let raw = raw.as_bytes().to_vec();
    let taken = inbound::take(&behind_door(plaza), Envelope { from, to }, raw).await;
    assert_eq!(taken.unwrap(), Outcome::Bounced);
}

/// A draft at this case, and a mail without a place, with these words.
pub async fn plant(plaza: &Plaza, reference: &str, [drafted, unplaced]: [&str; 2]) {
    let context = behind_door(plaza);
    let case = id_of(plaza, reference).await;
    let nowhere = "plaza@mail.city.example".to_owned();
    for (words, to, outcome) in [
        (drafted, of(plaza, Tag::Office(case)), Outcome::Drafted),
        (unplaced, nowhere, Outcome::Waiting),
    ] {
        let from = MEMBER.to_owned();
        let raw = Mail::from(MEMBER, words).raw().into_bytes();
        let taken = inbound::take(&context, Envelope { from, to }, raw).await;
        assert_eq!(taken.unwrap(), outcome);
    }
}

/// Opens the door, and serves as long as the test runs.
async fn open_door(plaza: &Plaza) -> SocketAddr {
    let door = Door::open(&plaza.context).await.unwrap().unwrap();
    let at = door.address().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let context = plaza.context.clone();
    actix_web::rt::spawn(async move {
        door.serve(context, stopped).await;
        drop(stop);
    });
    at
}

/// One connection of a mail server.
struct Server {
    stream: BufReader<TcpStream>,
}

impl Server {
    async fn connect(at: SocketAddr) -> Self {
        let stream = BufReader::new(TcpStream::connect(at).await.unwrap());
        let mut server = Self { stream };
        assert!(server.reply().await.starts_with("220"));
        server
    }

    /// The last line of a reply.
    async fn reply(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    async fn say(&mut self, line: &str) -> String {
        self.write(&format!("{line}\r\n")).await;
        self.reply().await
    }

    async fn write(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.unwrap();
    }

    /// Hands a message in; gives what is said of each recipient.
    async fn hand_in(&mut self, from: &str, to: &[&str], raw: &str) -> Vec<String> {
        self.say("LHLO mx.city.example").await;
        self.say(&format!("MAIL FROM:<{from}>")).await;
        for to in to {
            let taken = self.say(&format!("RCPT TO:<{to}>")).await;
            assert!(taken.starts_with("250"), "{taken}");
        }
        assert!(self.say("DATA").await.starts_with("354"));
        let stuffed = raw.replace("\r\n.", "\r\n..");
        self.write(&format!("{stuffed}.\r\n")).await;
        let mut said = Vec::new();
        for _ in to {
            said.push(self.reply().await);
        }
        said
    }
}

/// A city whose mail server hands in what comes back, with a case.
struct Inbox {
    scene: Scene,
    door: SocketAddr,
}

impl Inbox {
    async fn set() -> Self {
        let plaza = Plaza::city_with(with_door).await;
        let scene = Scene::set_in(plaza, &[]).await;
        let door = open_door(&scene.plaza).await;
        Self { scene, door }
    }

    fn office(&self) -> String {
        of(&self.scene.plaza, Tag::Office(self.scene.id))
    }

    fn resident(&self) -> String {
        of(&self.scene.plaza, Tag::Resident(self.scene.id))
    }

    /// Hands in what must be taken.
    async fn comes(&self, from: &str, to: &str, raw: &str) {
        let mut server = Server::connect(self.door).await;
        let said = server.hand_in(from, &[to], raw).await;
        assert_eq!(said, ["250 2.0.0 taken"]);
    }

    async fn reply(&self, mail: &Mail) {
        self.comes(&mail.from, &self.office(), &mail.raw()).await;
    }

    async fn desk(&self) -> Answer {
        let path = format!("/en/desk/{}", self.scene.id);
        self.scene.staff.get(&path).await.expect(200)
    }

    /// Presses a button of the first draft.
    async fn press(&self, button: &str) -> Answer {
        let desk = self.desk().await;
        let draft = desk.attribute(&format!("button[name={button}]"), "value");
        let draft = draft.unwrap_or_else(|| panic!("no {button} in {}", desk.body));
        let submission = desk.hidden("submission");
        let fields = [("submission", submission.as_str()), (button, &draft)];
        let path = format!("/en/desk/{}", self.scene.id);
        self.scene.staff.post(&path, &fields).await
    }

    async fn drafts(&self) -> i64 {
        let drafts = |connection: &mut plaza::db::AnyConnection| {
            Ok::<i64, DbError>(answer_drafts::table.count().get_result(connection)?)
        };
        self.scene.plaza.context.db.read(drafts).await.unwrap()
    }

    /// The kinds of the case's records that its resident sees.
    async fn kinds(&self) -> Vec<String> {
        let case = self.scene.case().await;
        let records = case["records"].as_array().unwrap().iter();
        let kind = |record: &Value| record["kind"].as_str().unwrap().to_owned();
        records.map(kind).collect()
    }

    /// How many mails have gone out to somebody.
    async fn told(&self, to: &str) -> usize {
        let mails = self.scene.plaza.mails().await;
        mails.iter().filter(|mail| mail.to == to).count()
    }

    /// Who reads what has no place.
    async fn reader(&self) -> Client {
        self.scene.plaza.staff_of("rdec").await
    }
}

/// Why what waits for a person waits, the oldest first.
async fn waiting(plaza: &Plaza) -> Vec<Why> {
    let reasons = |connection: &mut plaza::db::AnyConnection| {
        let reasons = unplaced_mails::table
            .order(unplaced_mails::id)
            .select(unplaced_mails::reason)
            .load(connection)?;
        Ok::<Vec<Why>, DbError>(reasons)
    };
    plaza.context.db.read(reasons).await.unwrap()
}

/// The address to which the last mail of a kind about a case comes back.
async fn bounces_of(plaza: &Plaza, case: i64, kind: LetterKind) -> String {
    let id = move |connection: &mut plaza::db::AnyConnection| {
        let id = outbox::table
            .filter(outbox::case_id.eq(case))
            .filter(outbox::kind.eq(kind))
            .order(outbox::id.desc())
            .select(outbox::id)
            .first(connection)?;
        Ok::<i64, DbError>(id)
    };
    let id = plaza.context.db.read(id).await.unwrap();
    of(plaza, Tag::Mail(id))
}
