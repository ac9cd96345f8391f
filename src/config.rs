//! The configuration: one TOML file, overridden by the environment, checked at start.
//!
//! `PLAZA_LISTEN` overrides `listen`, `PLAZA_MAIL__URL` overrides `url` in `[mail]`.
//! What is wrong is told with its key, its value and a remedy.

pub mod attachments;

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
};
use serde::Deserialize;
use url::Url;

use crate::{
    db::DatabaseUrl,
    keys::{Keys, file::Secrets},
};

/// What a running Plaza needs to know; every value has been checked.
#[derive(Clone)]
pub struct Config {
    /// Where people reach Plaza; its scheme decides whether cookies are `Secure`.
    pub base_url: Url,
    pub listen: SocketAddr,
    /// Proxies whose `X-Forwarded-For` is believed, for limits on addresses.
    pub trusted_proxies: Vec<IpAddr>,
    pub database_url: DatabaseUrl,
    /// How many queries run at once.
    pub connections: u32,
    pub keys: Keys,
    /// Where the secrets are kept, when in a file; `plaza keys` changes it.
    pub secret_file: Option<PathBuf>,
    pub city: City,
    /// The city's other sites that the privacy policy covers.
    pub origins: Vec<Url>,
    pub mail: Mail,
    /// How many days a resident has to confirm a suggestion's e-mail address.
    pub confirmation_days: u32,
    /// Absent: no access log is kept.
    pub access_log: Option<AccessLog>,
    /// How long a query may take before its text, without values, is told.
    pub slow_query: Duration,
    /// Within how many hours a breach is reported to the supervising authority.
    pub breach_hours: u32,
    /// Whether circumstance (3), the efficiency of the site, is a ground; the policy says so.
    pub allow_efficiency_ground: bool,
    /// Years that classes of records are kept, where they differ from the defaults; checked by
    /// `privacy::inventory::Schedule`.
    pub retention: BTreeMap<String, u32>,
    /// Where erasures are written, outside the database: ids only.
    pub erasure_journal: PathBuf,
    pub attachments: attachments::Attachments,
    /// A throw-away city: shows `/dev/mail` and says on every page what it is.
    pub demo: bool,
}

/// Whose Plaza this is, in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    pub name_zh: String,
    pub name_en: String,
    pub phone: String,
    pub email: String,
    /// The prefix of reference numbers: 1 to 4 capital letters.
    pub code: String,
    /// Names, addresses and telephones of officials, which are no personal data in a post.
    #[serde(default)]
    pub officials: Vec<String>,
    #[serde(default = "taipei")]
    pub time_zone: Tz,
    /// When the telephone is answered, on the days of the office calendar.
    #[serde(default)]
    pub hours: Hours,
}

/// Office hours, in the city's time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawHours")]
pub struct Hours {
    days: Vec<u32>,
    open: Vec<(NaiveTime, NaiveTime)>,
}

impl Hours {
    /// Days of the week, 1 for Monday, in their order.
    pub fn days(&self) -> &[u32] {
        &self.days
    }

    /// From when to when on such a day, in their order.
    pub fn open(&self) -> &[(NaiveTime, NaiveTime)] {
        &self.open
    }
}

impl Default for Hours {
    /// Monday to Friday, 8:00 to 12:00 and 13:30 to 17:30, as most agencies have it.
    fn default() -> Self {
        let time = |hour, minute| {
            NaiveTime::from_hms_opt(hour, minute, 0).expect("an hour and a minute of the day")
        };
        Self {
            days: vec![1, 2, 3, 4, 5],
            open: vec![(time(8, 0), time(12, 0)), (time(13, 30), time(17, 30))],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHours {
    days: Vec<u32>,
    open: Vec<(String, String)>,
}

impl TryFrom<RawHours> for Hours {
    type Error = String;

    fn try_from(raw: RawHours) -> Result<Self, String> {
        const REMEDY: &str = "write days = [1, 2, 3, 4, 5] and open = [[\"08:00\", \"12:00\"], [\"13:30\", \"17:30\"]]";
        let wrong = |what: &str| format!("{what}; {REMEDY}");
        let ordered = raw.days.windows(2).all(|pair| pair[0] < pair[1]);
        if !ordered || raw.days.iter().any(|day| !(1..=7).contains(day)) {
            return Err(wrong("days are numbers from 1 (Monday) to 7, in order"));
        }
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let open: Option<Vec<_>> = raw
            .open
            .iter()
            .map(|(from, until)| Some((time(from)?, time(until)?)))
            .collect();
        let open = open.ok_or_else(|| wrong("a time is not written as 08:00"))?;
        let follows = open.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        if !follows || open.iter().any(|(from, until)| from >= until) {
            return Err(wrong("the hours are not in order"));
        }
        Ok(Self {
            days: raw.days,
            open,
        })
    }
}

/// The access log; `privacy::access_log` says what it holds.
#[derive(Clone, Debug)]
pub struct AccessLog {
    pub folder: PathBuf,
    /// How long visits are gathered before they are written together.
    pub batch: TimeDelta,
    /// When a batch is written though it holds too few networks, without them.
    pub longest_batch: TimeDelta,
    /// With how many visits a batch is written at once.
    pub records: usize,
    /// How many networks are kept back, so that each is told at random and late.
    pub pool: usize,
    /// How many days a file is kept.
    pub days: u32,
}

#[derive(Clone, Debug)]
pub struct Mail {
    pub route: MailRoute,
    /// The address that Plaza's mails come from.
    pub from: String,
}

/// Where mails go.
#[derive(Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// An SMTP server as lettre's URLs name one: `smtp://`, `smtps://`, `?tls=required`.
    Smtp(String),
    /// A folder that holds each mail as a file, for the demo and for trying things out.
    Folder(PathBuf),
}

/// Names no password.
impl fmt::Debug for MailRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp(_) => f.write_str("smtp"),
            Self::Folder(path) => write!(f, "folder:{}", path.display()),
        }
    }
}

/// What is wrong with one key, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {key}{}: {problem}\n  remedy: {remedy}", .value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default())]
pub struct ConfigError {
    pub key: String,
    /// Absent where the key is missing or its value secret.
    pub value: Option<String>,
    pub problem: String,
    pub remedy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    base_url: String,
    #[serde(default = "default_listen")]
    listen: String,
    #[serde(default)]
    trusted_proxies: Vec<String>,
    database_url: String,
    #[serde(default = "default_connections")]
    connections: u32,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    old_secrets: Vec<String>,
    city: City,
    #[serde(default)]
    origins: Vec<String>,
    mail: RawMail,
    #[serde(default = "default_confirmation_days")]
    confirmation_days: u32,
    access_log: Option<RawAccessLog>,
    #[serde(default = "default_slow_query_ms")]
    slow_query_ms: u64,
    #[serde(default = "default_breach_hours")]
    breach_hours: u32,
    #[serde(default)]
    allow_efficiency_ground: bool,
    erasure_journal: Option<PathBuf>,
    #[serde(default)]
    retention: BTreeMap<String, u32>,
    #[serde(default)]
    attachments: attachments::Raw,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccessLog {
    folder: PathBuf,
    #[serde(default = "default_batch_minutes")]
    batch_minutes: u32,
    #[serde(default = "default_longest_batch_hours")]
    longest_batch_hours: u32,
    #[serde(default = "default_batch_records")]
    batch_records: usize,
    #[serde(default = "default_network_pool")]
    network_pool: usize,
    #[serde(default = "default_access_log_days")]
    days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMail {
    url: String,
    from: String,
}

fn taipei() -> Tz {
    Tz::Asia__Taipei
}

fn default_listen() -> String {
    "127.0.0.1:8080".to_owned()
}

const fn default_connections() -> u32 {
    16
}

const fn default_confirmation_days() -> u32 {
    3
}

const fn default_slow_query_ms() -> u64 {
    500
}

const fn default_batch_minutes() -> u32 {
    60
}

const fn default_longest_batch_hours() -> u32 {
    24
}

const fn default_batch_records() -> usize {
    10_000
}

const fn default_network_pool() -> usize {
    1000
}

const fn default_access_log_days() -> u32 {
    90
}

const fn default_breach_hours() -> u32 {
    72
}

impl Config {
    /// Reads `file` and the environment.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        if !file.is_file() {
            return Err(problem(
                "file",
                Some(file.display().to_string()),
                "there is no such file",
                "name one with --config FILE; README.md shows the smallest one",
            ));
        }
        let raw: Raw = Figment::new()
            .merge(Toml::file_exact(file))
            .merge(
                Env::prefixed("PLAZA_")
                    .ignore(&["config", "log", "log_format", "bin"])
                    .split("__"),
            )
            .extract()
            .map_err(|error| explain(&error))?;
        let mut config = Self::check(raw)?;
        // A relative path lies beside the configuration, wherever Plaza was started.
        if let Some(folder) = file.parent() {
            config.erasure_journal = folder.join(config.erasure_journal);
            config.attachments.below(folder);
        }
        Ok(config)
    }

    fn check(raw: Raw) -> Result<Self, ConfigError> {
        let keys = secrets(&raw)?.keys();
        let base_url = base_url(&raw.base_url)?;
        let listen = raw.listen.parse().map_err(|_| {
            problem(
                "listen",
                Some(raw.listen.clone()),
                "is not an address with a port",
                "write it as 127.0.0.1:8080 or [::1]:8080",
            )
        })?;
        let trusted_proxies = raw
            .trusted_proxies
            .iter()
            .map(|text| trusted_proxy(text))
            .collect::<Result<_, _>>()?;
        let database_url: DatabaseUrl = raw.database_url.parse().map_err(|error: crate::db::InvalidDatabaseUrl| {
            problem("database_url", None, &error.to_string(),
                "write sqlite:/var/lib/plaza/plaza.sqlite or postgres://user:password@host/database")
        })?;
        refuse_plain_remote(&database_url)?;
        let origins = raw
            .origins
            .iter()
            .map(|text| origin("origins", text, "https://www.city.example"))
            .collect::<Result<_, _>>()?;
        if let Some(file) = &raw.secret_file {
            refuse_beside_data(file, &database_url)?;
        }
        let code = &raw.city.code;
        if code.is_empty() || code.len() > 4 || !code.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return Err(problem(
                "city.code",
                Some(code.clone()),
                "is not 1 to 4 capital letters",
                "choose the letters that case numbers begin with, such as KH",
            ));
        }
        Ok(Self {
            base_url,
            listen,
            trusted_proxies,
            database_url,
            connections: raw.connections.clamp(1, 512),
            keys,
            secret_file: raw.secret_file,
            mail: Mail {
                route: mail_route(&raw.mail.url)?,
                from: mail_from(raw.mail.from)?,
            },
            city: raw.city,
            origins,
            confirmation_days: raw.confirmation_days.clamp(1, 60),
            access_log: raw.access_log.map(access_log).transpose()?,
            slow_query: Duration::from_millis(raw.slow_query_ms),
            breach_hours: raw.breach_hours.clamp(1, 24 * 365),
            allow_efficiency_ground: raw.allow_efficiency_ground,
            erasure_journal: raw
                .erasure_journal
                .unwrap_or_else(|| "erasures.jsonl".into()),
            retention: raw.retention,
            attachments: attachments::check(raw.attachments)?,
            demo: false,
        })
    }

    /// Whether people reach Plaza over TLS.
    pub fn secure(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// An absolute address below the base URL; `path` begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }
}

/// Reads a mail URL: an SMTP server or a folder.
pub fn mail_route(url: &str) -> Result<MailRoute, ConfigError> {
    if let Some(path) = url.strip_prefix("folder:") {
        return Ok(MailRoute::Folder(path.into()));
    }
    if url.starts_with("smtp://") || url.starts_with("smtps://") {
        return Ok(MailRoute::Smtp(url.to_owned()));
    }
    Err(problem(
        "mail.url",
        None,
        "begins with neither smtp://, smtps:// nor folder:",
        "write smtps://user:password@mail.example or smtp://127.0.0.1:25",
    ))
}

fn access_log(raw: RawAccessLog) -> Result<AccessLog, ConfigError> {
    let within = |key: &str, value: usize, least: usize, most: usize| {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(problem(
            &format!("access_log.{key}"),
            Some(value.to_string()),
            "would relate visits to people, or is more than is useful",
            &format!("choose a number from {least} to {most}"),
        ))
    };
    within("batch_minutes", raw.batch_minutes as usize, 10, 1440)?;
    within(
        "longest_batch_hours",
        raw.longest_batch_hours as usize,
        1,
        168,
    )?;
    within("batch_records", raw.batch_records, 500, 1_000_000)?;
    within("network_pool", raw.network_pool, 100, 1_000_000)?;
    within("days", raw.days as usize, 1, 366)?;
    Ok(AccessLog {
        folder: raw.folder,
        batch: TimeDelta::minutes(raw.batch_minutes.into()),
        longest_batch: TimeDelta::hours(raw.longest_batch_hours.into()),
        records: raw.batch_records,
        pool: raw.network_pool,
        days: raw.days,
    })
}

fn trusted_proxy(text: &str) -> Result<IpAddr, ConfigError> {
    text.parse().map_err(|_| {
        problem(
            "trusted_proxies",
            Some(text.to_owned()),
            "is not an address",
            "list the proxy's own addresses, such as [\"127.0.0.1\"]",
        )
    })
}

fn mail_from(from: String) -> Result<String, ConfigError> {
    if from.parse::<lettre::message::Mailbox>().is_err() || from.contains(['\r', '\n', '\0']) {
        return Err(problem(
            "mail.from",
            Some(from),
            "is not an e-mail address",
            "write it as Plaza <plaza@city.example>",
        ));
    }
    Ok(from)
}

fn base_url(text: &str) -> Result<Url, ConfigError> {
    origin("base_url", text, "https://plaza.city.example")
}

/// A site's address without a path; `example` shows how one is written.
fn origin(key: &str, text: &str, example: &str) -> Result<Url, ConfigError> {
    let wrong = |what: &str| {
        problem(
            key,
            Some(text.to_owned()),
            what,
            &format!("write the address that people type, such as {example}"),
        )
    };
    let url = Url::parse(text).map_err(|_| wrong("is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong("is not an http or https address"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a path; a site lives at the root of its host"));
    }
    Ok(url)
}

/// The current secret and the older ones that still open what they sealed.
fn secrets(raw: &Raw) -> Result<Secrets, ConfigError> {
    const REMEDY: &str = "write 32 random bytes in base64, such as `openssl rand -base64 32` prints; \
         keep it apart from the database and from backups";
    let (key, read) = match (&raw.secret, &raw.secret_file) {
        (Some(_), Some(_)) => {
            return Err(problem(
                "secret",
                None,
                "stands beside secret_file",
                "keep one of the two",
            ));
        }
        (None, None) => return Err(problem("secret", None, "is missing", REMEDY)),
        (None, Some(_)) if !raw.old_secrets.is_empty() => {
            return Err(problem(
                "old_secrets",
                None,
                "stands beside secret_file",
                "write the older secrets into that file, below the current one",
            ));
        }
        (None, Some(path)) => ("secret_file", Secrets::read(path)),
        (Some(current), None) => {
            let lines = [std::slice::from_ref(current), &raw.old_secrets].concat();
            ("secret", Secrets::parse(&lines.join("\n")))
        }
    };
    read.map_err(|error| problem(key, None, &error.to_string(), REMEDY))
}

/// Whoever copies the database's folder must not have the keys with it.
fn refuse_beside_data(file: &Path, url: &DatabaseUrl) -> Result<(), ConfigError> {
    let DatabaseUrl::Sqlite(database) = url else {
        return Ok(());
    };
    let folder = match database.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let (Ok(folder), Ok(real)) = (folder.canonicalize(), file.canonicalize()) else {
        return Ok(());
    };
    if !real.starts_with(folder) {
        return Ok(());
    }
    Err(problem(
        "secret_file",
        Some(file.display().to_string()),
        "lies in the folder of the database, so that a copy of the data would hold its keys",
        "move it elsewhere, such as /etc/plaza/secret, readable by Plaza's user alone",
    ))
}

/// A password and every resident's data would travel readable; TLS is a build feature.
fn refuse_plain_remote(url: &DatabaseUrl) -> Result<(), ConfigError> {
    let DatabaseUrl::Postgres(text) = url else {
        return Ok(());
    };
    let local = Url::parse(text).ok().is_none_or(|url| {
        url.host_str().is_none_or(|host| {
            host.is_empty() || matches!(host, "localhost" | "127.0.0.1" | "[::1]")
        })
    });
    let allowed = text.contains("sslmode=disable");
    if local || allowed || cfg!(feature = "postgres-tls") {
        return Ok(());
    }
    Err(problem(
        "database_url",
        None,
        "names a PostgreSQL server on another machine, and this build has no TLS",
        "build with --features postgres-tls, or allow a plain connection with ?sslmode=disable",
    ))
}

fn problem(key: &str, value: Option<String>, problem: &str, remedy: &str) -> ConfigError {
    ConfigError {
        key: key.to_owned(),
        value,
        problem: problem.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// Figment's error in Plaza's words; the first of several, since one mends the next.
fn explain(error: &figment::Error) -> ConfigError {
    use figment::error::Kind;
    let path = error.path.join(".");
    match &error.kind {
        Kind::MissingField(field) => {
            let key = if path.is_empty() {
                field.to_string()
            } else {
                format!("{path}.{field}")
            };
            problem(
                &key,
                None,
                "is missing",
                "add it; README.md shows the smallest file",
            )
        }
        Kind::UnknownField(field, known) => problem(
            field,
            None,
            "is not a key that Plaza knows",
            &format!("it knows {}", known.join(", ")),
        ),
        kind => problem(
            if path.is_empty() { "file" } else { &path },
            None,
            &kind.to_string(),
            "mend the value; README.md shows the smallest file",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: &str = r#"
        base_url = "https://plaza.example"
        database_url = "sqlite:/tmp/plaza.sqlite"
        secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        [city]
        name_zh = "高雄市"
        name_en = "Kaohsiung"
        phone = "07-000-0000"
        email = "plaza@city.example"
        code = "KH"
        [mail]
        url = "smtp://127.0.0.1:25"
        from = "Plaza <plaza@city.example>"
    "#;

    fn load(toml: &str) -> Result<Config, ConfigError> {
        let raw: Raw = Figment::new()
            .merge(Toml::string(toml))
            .extract()
            .map_err(|error| explain(&error))?;
        Config::check(raw)
    }

    #[test]
    fn the_smallest_file_serves() {
        let config = load(SMALLEST).expect("a complete file");
        assert!(config.secure());
        assert_eq!(config.absolute("/zh/"), "https://plaza.example/zh/");
        assert_eq!(config.confirmation_days, 3);
    }

    #[test]
    fn office_hours_are_read_and_checked() {
        let with = |hours: &str| {
            load(&SMALLEST.replace("[mail]", &format!("[city.hours]\n{hours}\n[mail]")))
        };
        let hours = with("days = [2, 6]\nopen = [[\"09:00\", \"20:00\"]]");
        assert_eq!(hours.expect("good hours").city.hours.days(), [2, 6]);
        for wrong in [
            "days = [0]\nopen = []",
            "days = [2, 1]\nopen = []",
            "days = [1]\nopen = [[\"9\", \"20:00\"]]",
            "days = [1]\nopen = [[\"20:00\", \"09:00\"]]",
            "days = [1]\nopen = [[\"08:00\", \"12:00\"], [\"11:00\", \"13:00\"]]",
        ] {
            let error = with(wrong).err().expect("wrong hours");
            assert_eq!(error.key, "city.hours", "{error}");
            assert!(error.to_string().contains("write days"), "{error}");
        }
        let default = load(SMALLEST).expect("a complete file").city.hours;
        assert_eq!(default, Hours::default());
    }

    #[test]
    fn secrets_in_the_folder_of_the_database_are_refused_and_elsewhere_read() {
        let (data, etc) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let two = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\
                   AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n";
        let with = |file: &Path| {
            let database = data.path().join("plaza.sqlite");
            SMALLEST
                .replace("/tmp/plaza.sqlite", &database.display().to_string())
                .replace("secret = ", "secret_file = ")
                .replace(
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    &file.display().to_string(),
                )
        };
        let (inside, outside) = (data.path().join("below"), etc.path().join("secret"));
        std::fs::create_dir(&inside).expect("made");
        for file in [
            data.path().join("secret"),
            inside.join("secret"),
            outside.clone(),
        ] {
            std::fs::write(file, two).expect("written");
        }
        for file in [data.path().join("secret"), inside.join("secret")] {
            let error = load(&with(&file)).err().expect("beside the data");
            assert_eq!(error.key, "secret_file", "{error}");
        }
        let config = load(&with(&outside)).expect("apart from the data");
        assert_eq!(config.keys.versions().len(), 2);
        let also = with(&outside).replace("[city]", "old_secrets = [\"x\"]\n[city]");
        assert_eq!(load(&also).err().expect("both").key, "old_secrets");
    }

    #[test]
    fn each_error_names_its_key_and_a_remedy() {
        for (from, to, key) in [
            ("https://plaza.example", "plaza", "base_url"),
            (
                "https://plaza.example",
                "https://plaza.example/below",
                "base_url",
            ),
            ("sqlite:/tmp/plaza.sqlite", "mysql://x", "database_url"),
            (
                "sqlite:/tmp/plaza.sqlite",
                "postgres://u:p@db.example/plaza",
                "database_url",
            ),
            ("\"KH\"", "\"kh-1\"", "city.code"),
            ("smtp://127.0.0.1:25", "http://mail", "mail.url"),
            ("Plaza <plaza@city.example>", "nobody", "mail.from"),
            (
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "c2hvcnQ=",
                "secret",
            ),
            ("phone = \"07-000-0000\"", "", "city.phone"),
            ("[city]", "origins = [\"city.example\"]\n[city]", "origins"),
            (
                "[city]",
                "access_log = { folder = \"/l\", batch_minutes = 1 }\n[city]",
                "access_log.batch_minutes",
            ),
            ("base_url", "base_ulr", "base_ulr"),
        ] {
            let error = load(&SMALLEST.replace(from, to))
                .err()
                .expect("a wrong file");
            assert_eq!(error.key, key, "{error}");
            assert!(!error.remedy.is_empty());
            assert!(!error.to_string().contains("u:p@"), "a password in {error}");
        }
    }
}
