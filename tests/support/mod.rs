//! A whole Plaza for one test: a fresh database, a clock that the test owns, seeded
//! randomness, mails in a folder, and a client that keeps cookies.

pub mod alone;
pub mod authenticator;
pub mod backup;
mod city;
mod client;
pub mod command;
pub mod copies;
mod database;
pub mod dump;
pub mod files;
pub mod measure;
mod people;
pub mod provider;
pub mod receiver;
pub mod relay;
pub mod sink;
mod sql;
mod town;
mod traces;

use chrono::{DateTime, TimeDelta};
use plaza::{
    clock::{Clock, Random},
    commands::{prepare::prepare, seed},
    config::{
        AccessLog, City, Config, Factors, Fixed, Hours, Languages, Look, Mail, MailRoute, Metrics,
        Notices, OfficeMail, Open311, Review, Server, Spam, Webhooks, attachments::Attachments,
    },
    context::{Context, Current},
    db::Db,
    jobs::{
        deliver_mail::{self, Round},
        write_breach_letters,
    },
    keys::{Cost, Keys},
    mail::Transport,
    privacy::Recorder,
};

pub use city::organisation;
pub use client::{Answer, Client};
use database::{Away, TestDatabase};
pub use people::{PASSWORD, Person};
pub use town::{Suggested, decisions};

/// A running Plaza. Monday, 2 March 2026, 10:00 in Taipei.
pub struct Plaza {
    pub context: Context,
    /// What was noted of visits, shared by all clients.
    pub recorder: Recorder,
    folder: tempfile::TempDir,
    database: TestDatabase,
}

impl Plaza {
    /// Starts with an empty, migrated database.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// As [`Plaza::start`], for people who reach it at another address.
    pub async fn start_at(base_url: &str) -> Self {
        Self::start_with(|config| config.base_url = base_url.parse().unwrap()).await
    }

    /// As [`Plaza::start`], with another configuration.
    pub async fn start_with(adapt: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::migrated(folder.path());
        let mut config = Config {
            base_url: "http://plaza.test".parse().unwrap(),
            listen: "127.0.0.1:0".parse().unwrap(),
            trusted_proxies: vec!["127.0.0.9".parse().unwrap()],
            trust_request_id: false,
            database_url: database.url.clone(),
            connections: 4,
            server: Server::default(),
            keys: Keys::new([7; 32]),
            secret_file: None,
            city: City {
                name_zh: "高雄市政府".into(),
                name_en: "Kaohsiung City Government".into(),
                phone: "07-3368333#2507".into(),
                email: "second@kcg.gov.tw".into(),
                code: "KH".into(),
                officials: Vec::new(),
                time_zone: chrono_tz::Tz::Asia__Taipei,
                hours: Hours::default(),
            },
            look: Look::default(),
            languages: Languages::default(),
            notices: Notices::default(),
            fixed: Fixed::default(),
            origins: vec!["https://www.city.example".parse().unwrap()],
            mail: Mail {
                route: MailRoute::Folder(folder.path().join("mail")),
                from: "Plaza <plaza@plaza.test>".into(),
                timeout: std::time::Duration::from_secs(20),
                connections: 4,
                give_up_days: 5,
                alarm_minutes: 30,
                inbound: None,
                authserv_id: None,
                lmtp: None,
                largest: plaza::config::LARGEST_MAIL,
                dkim: None,
            },
            edit_minutes: 10,
            confirmation_days: 3,
            remind_days: 2,
            close_days: 30,
            reopen_days: 60,
            needs_name: false,
            office_mail: OfficeMail::default(),
            // Most tests post at once, and more than people do; those of trust choose for themselves.
            review: Review {
                first_posts: 0,
                limits: false,
                ..Review::default()
            },
            access_log: Some(AccessLog {
                folder: folder.path().join("access-log"),
                batch: TimeDelta::hours(1),
                longest_batch: TimeDelta::hours(24),
                records: 10_000,
                pool: 0,
                days: 30,
            }),
            slow_query: std::time::Duration::from_millis(500),
            breach_hours: 72,
            allow_efficiency_ground: false,
            erasure_journal: folder.path().join("erasures.jsonl"),
            retention: std::collections::BTreeMap::new(),
            attachments: Attachments::beside(folder.path()),
            open311: Open311::default(),
            spam: Spam::default(),
            factors: Factors::default(),
            metrics: Metrics::default(),
            webhooks: Webhooks::default(),
            sign_on: None,
            demo: false,
        };
        adapt(&mut config);
        Db::migrate(&config.database_url).unwrap();
        let db =
            Db::open_telling(&config.database_url, config.connections, config.slow_query).unwrap();
        let start = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+08:00").unwrap();
        let clock = Clock::owned(start.to_utc().into());
        let recorder = Recorder::new(&config);
        let context = Context::new(db, clock, Random::seeded(1), config).hashing(Cost::LEAST);
        prepare(&context).await.unwrap();
        Self {
            context,
            recorder,
            folder,
            database,
        }
    }

    /// Goes on with other keys on the same database, as after a restart.
    pub fn rekey(&mut self, keys: Keys) {
        let config = Config {
            keys,
            ..(*self.context.config).clone()
        };
        self.restart(config);
    }

    /// Goes on with another configuration on the same database, as after a restart.
    pub fn reconfigure(&mut self, adapt: impl FnOnce(&mut Config)) {
        let mut config = (*self.context.config).clone();
        adapt(&mut config);
        self.restart(config);
    }

    /// From now on a password costs what it costs a city: where that is what is measured.
    pub fn hash_as_a_city(&mut self) {
        self.restart((*self.context.config).clone());
    }

    fn restart(&mut self, config: Config) {
        let old = &self.context;
        let parts = (old.db.clone(), old.clock.clone(), old.random.clone());
        self.context = Context::new(parts.0, parts.1, parts.2, config);
    }

    /// Starts with the whole demo city in the database.
    pub async fn demo_city() -> Self {
        let plaza = Self::start().await;
        seed::city_if_empty(&plaza.context).await.unwrap().unwrap();
        plaza
    }

    pub fn on_postgres(&self) -> bool {
        self.database.on_postgres()
    }

    /// Takes the database away until the returned value is dropped. On PostgreSQL nobody can
    /// connect; on SQLite somebody else holds the file, so that nothing can be written.
    pub fn take_database_away(&self) -> Away {
        self.database.take_away()
    }

    pub fn advance(&self, delta: TimeDelta) {
        self.context.clock.advance(delta);
    }

    /// Sets the clock to a time of the city, such as `2026-03-02T10:00`.
    pub fn at(&self, time: &str) {
        let time = DateTime::parse_from_rfc3339(&format!("{time}:00+08:00")).unwrap();
        let now = self.context.now().utc();
        self.advance(time.to_utc() - now);
    }

    /// The lines of the access log so far, in the order of its files.
    pub fn access_log(&self) -> Vec<String> {
        let folder = self.folder.path().join("access-log");
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
            .iter()
            .flat_map(|path| {
                let text = std::fs::read_to_string(path).unwrap();
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }

    /// A new visitor with an empty cookie jar.
    pub async fn client(&self) -> Client {
        Client::new(self.context.clone(), self.recorder.clone()).await
    }

    /// A visitor of another node, or of a restored city.
    pub async fn client_of(&self, node: &Context) -> Client {
        Client::new(node.clone(), self.recorder.clone()).await
    }

    /// A visitor of a node that is served: what is set on its pages holds from the next request on.
    pub async fn client_on(&self, current: &Current) -> Client {
        Client::live(current.clone(), self.recorder.clone()).await
    }

    /// Another node on the same database, with the same time and another configuration.
    pub async fn node(&self, adapt: impl FnOnce(&mut Config)) -> Context {
        let mut config = (*self.context.config).clone();
        adapt(&mut config);
        let db = Db::open(&config.database_url, config.connections).unwrap();
        let clock = self.context.clock.clone();
        let node = Context::new(db, clock, Random::seeded(2), config);
        prepare(&node).await.unwrap();
        node
    }

    /// Delivers what waits in the outbox and gives the mails that arrived, oldest first.
    pub async fn mails(&self) -> Vec<Arrived> {
        while write_breach_letters::once(&self.context).await.unwrap() {}
        self.deliver(&self.context.config.mail).await;
        let mut paths: Vec<_> = std::fs::read_dir(self.folder.path().join("mail"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        paths.sort();
        paths
            .iter()
            .map(|path| Arrived::read(&std::fs::read(path).unwrap()))
            .inspect(|mail| self.links_to_the_policy(mail))
            .collect()
    }

    /// Tries what waits in the outbox, round by round; gives what the last one left.
    pub async fn deliver(&self, mail: &Mail) -> Round {
        let transport = std::sync::Arc::new(Transport::new(mail).unwrap());
        let (_stop, running) = tokio::sync::watch::channel(false);
        loop {
            let round = deliver_mail::once(&self.context, &transport, &running).await;
            match round.unwrap() {
                Round::More => {}
                round => return round,
            }
        }
    }

    /// Every mail that any test receives is held to it, both as text and as HTML.
    fn links_to_the_policy(&self, mail: &Arrived) {
        let policy = ["zh", "en"].map(|lang| {
            let path = format!("/{lang}/privacy");
            self.context.config.absolute(&path)
        });
        for part in [&mail.text, &mail.html] {
            let linked = policy.iter().any(|address| part.contains(address));
            assert!(linked, "{} lacks the policy: {part}", mail.subject);
        }
    }
}

/// A mail as its recipient's program shows it.
#[derive(Debug)]
pub struct Arrived {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub raw: String,
}

impl Arrived {
    fn read(raw: &[u8]) -> Self {
        let mail = mail_parser::MessageParser::default().parse(raw).unwrap();
        Self {
            to: mail
                .to()
                .unwrap()
                .first()
                .unwrap()
                .address()
                .unwrap()
                .to_owned(),
            subject: mail.subject().unwrap().to_owned(),
            text: mail.body_text(0).unwrap().into_owned(),
            html: mail.body_html(0).unwrap().into_owned(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// The path of the first link in the text to this Plaza that contains `part`.
    pub fn link(&self, part: &str) -> String {
        self.text
            .split_whitespace()
            .filter_map(|word| Some(word.split_once("http://plaza.test")?.1))
            .find(|path| path.contains(part))
            .unwrap_or_else(|| panic!("no link with {part} in {}", self.text))
            .to_owned()
    }
}
