//! The configuration: one TOML file, overridden by the environment, checked at start.
//!
//! `PLAZA_LISTEN` overrides `listen`, `PLAZA_MAIL__URL` overrides `url` in `[mail]`.
//! What is wrong is told with its key, its value and a remedy, all of it at once.

mod access_log;
pub mod attachments;
mod city;
#[cfg(test)]
mod documented;
mod error;
mod factors;
mod fixed;
mod languages;
mod look;
mod mail;
mod metrics;
mod notices;
mod open311;
mod read;
mod reload;
mod secrets;
mod server;
pub mod sign_on;
mod size;
mod spam;
mod webhooks;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
};
use serde::Deserialize;
use url::Url;

pub use self::{
    access_log::AccessLog,
    city::{City, Hours},
    error::{ConfigError, ConfigFaults},
    factors::Factors,
    fixed::Fixed,
    languages::Languages,
    look::{Colour, Contrast, LEAST_CONTROLS, LEAST_TEXT, Logo, Look, Scheme},
    mail::{Dkim, Inbound, LARGEST as LARGEST_MAIL, Mail, MailRoute, mail_route},
    metrics::Metrics,
    notices::{Banner, Maintenance, Notices},
    open311::Open311,
    server::Server,
    sign_on::SignOn,
    spam::Spam,
    webhooks::Webhooks,
};
use self::{
    access_log::RawAccessLog,
    error::{Faults, problem},
    look::RawLook,
    mail::RawMail,
    metrics::RawMetrics,
    open311::RawOpen311,
    server::RawServer,
    sign_on::RawSignOn,
    webhooks::RawWebhooks,
};
use crate::{db::DatabaseUrl, keys::Keys};

/// What a running Plaza needs to know; every value has been checked.
#[derive(Clone)]
pub struct Config {
    /// Where people reach Plaza; its scheme decides whether cookies are `Secure`.
    pub base_url: Url,
    pub listen: SocketAddr,
    /// Proxies whose `X-Forwarded-For` is believed, for limits on addresses.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether these proxies give each request its name (`X-Request-Id`) themselves.
    pub trust_request_id: bool,
    pub database_url: DatabaseUrl,
    /// How many queries run at once.
    pub connections: u32,
    /// The limits of the server itself.
    pub server: Server,
    pub keys: Keys,
    /// Where the secrets are kept, when in a file; `plaza keys` changes it.
    pub secret_file: Option<PathBuf>,
    pub city: City,
    /// How it looks, in which languages it speaks, and what it says above every page.
    pub look: Look,
    pub languages: Languages,
    pub notices: Notices,
    /// Which keys the file and the environment name: what pages set holds for the others.
    pub fixed: Fixed,
    /// The city's other sites that the privacy policy covers.
    pub origins: Vec<Url>,
    pub mail: Mail,
    /// How many minutes after posting an edit leaves no mark.
    pub edit_minutes: u32,
    /// How many days a resident has to confirm a suggestion's e-mail address.
    pub confirmation_days: u32,
    /// How many working days before the promised one an office is reminded.
    pub remind_days: u32,
    /// How many days after its answer a case is closed.
    pub close_days: u32,
    /// How many days after its answer a resident can open a case again.
    pub reopen_days: u32,
    /// Whether a suggestion without true name and address need not be processed (Administrative
    /// Procedure Act art. 173); the form says which.
    pub needs_name: bool,
    /// When the mails to an office count as failing.
    pub office_mail: OfficeMail,
    /// When moderators are reminded of what waits for review.
    pub review: Review,
    /// Absent: no access log is kept.
    pub access_log: Option<AccessLog>,
    /// How long a query may take before its text, without values, is told.
    pub slow_query: Duration,
    /// Within how many hours a breach is reported to the supervising authority.
    pub breach_hours: u32,
    /// Whether circumstance (3), the efficiency of the site, is a ground. What it is set to stands
    /// beneath the policy and in the public register.
    pub allow_efficiency_ground: bool,
    /// Years that classes of records are kept, where they differ from the defaults; checked by
    /// `privacy::inventory::Schedule`.
    pub retention: BTreeMap<String, u32>,
    /// Where erasures are written, outside the database: ids only.
    pub erasure_journal: PathBuf,
    pub attachments: attachments::Attachments,
    pub open311: Open311,
    /// When what looks like spam is held.
    pub spam: Spam,
    /// Whose role needs a second factor.
    pub factors: Factors,
    pub metrics: Metrics,
    /// Where events are delivered to.
    pub webhooks: Webhooks,
    /// Absent: people log on here alone.
    pub sign_on: Option<SignOn>,
    /// A throw-away city: shows `/dev/mail` and says on every page what it is.
    pub demo: bool,
}

/// After what the mails to an office count as failing, and its new cases go to the fallback as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OfficeMail {
    /// So many refused for good, one after the other.
    pub refusals: u32,
    /// One that waits for so many hours.
    pub hours: u32,
}

impl Default for OfficeMail {
    fn default() -> Self {
        Self {
            refusals: 3,
            hours: 24,
        }
    }
}

/// What waits for moderators, after what they are reminded, and by when they answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// The oldest item waits for so many hours.
    pub remind_hours: u32,
    /// In so many of the city's working days an appeal is answered.
    pub appeal_days: u32,
    /// So many posts of a resident are looked at before others see them.
    pub first_posts: u32,
    /// Whether residents post and flag only so much in a day, by how far they are trusted.
    pub limits: bool,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            remind_hours: 24,
            appeal_days: 10,
            first_posts: 1,
            limits: true,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    base_url: String,
    #[serde(default = "default_listen")]
    listen: String,
    #[serde(default)]
    trusted_proxies: Vec<String>,
    #[serde(default)]
    trust_request_id: bool,
    database_url: String,
    #[serde(default = "default_connections")]
    connections: u32,
    #[serde(default)]
    server: RawServer,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    old_secrets: Vec<String>,
    city: City,
    #[serde(default)]
    look: RawLook,
    languages: Option<Vec<String>>,
    #[serde(default)]
    origins: Vec<String>,
    mail: RawMail,
    #[serde(default = "default_edit_minutes")]
    edit_minutes: u32,
    #[serde(default = "default_confirmation_days")]
    confirmation_days: u32,
    #[serde(default = "default_remind_days")]
    remind_days: u32,
    #[serde(default = "default_close_days")]
    close_days: u32,
    #[serde(default = "default_reopen_days")]
    reopen_days: u32,
    #[serde(default)]
    needs_name: bool,
    #[serde(default)]
    office_mail: OfficeMail,
    #[serde(default)]
    review: Review,
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
    #[serde(default)]
    open311: RawOpen311,
    #[serde(default)]
    spam: Spam,
    #[serde(default)]
    factors: Factors,
    #[serde(default)]
    metrics: RawMetrics,
    #[serde(default)]
    webhooks: RawWebhooks,
    sign_on: Option<RawSignOn>,
}

fn default_listen() -> String {
    "127.0.0.1:8080".to_owned()
}

const fn default_connections() -> u32 {
    16
}

const fn default_edit_minutes() -> u32 {
    10
}

const fn default_confirmation_days() -> u32 {
    3
}

const fn default_remind_days() -> u32 {
    2
}

const fn default_close_days() -> u32 {
    30
}

const fn default_reopen_days() -> u32 {
    60
}

const fn default_slow_query_ms() -> u64 {
    500
}

const fn default_breach_hours() -> u32 {
    72
}

impl Config {
    /// Reads `file` and the environment.
    pub fn load(file: &Path) -> Result<Self, ConfigFaults> {
        if !file.is_file() {
            return Err(problem(
                "file",
                Some(file.display().to_string()),
                "there is no such file",
                "name one with --config FILE; README.md shows the smallest one",
            )
            .into());
        }
        let figment = Figment::new().merge(Toml::file_exact(file)).merge(
            Env::prefixed("PLAZA_")
                .ignore(&["config", "log", "log_format", "bin"])
                .split("__"),
        );
        Self::read(&figment, file)
    }

    /// The settings of `figment`; `file` is the one that Plaza was started with.
    fn read(figment: &Figment, file: &Path) -> Result<Self, ConfigFaults> {
        let (raw, mut faults) = read::settings(figment)?;
        let mut config = Self::check(raw, &mut faults);
        if let Some(config) = &mut config {
            config.fixed = Fixed::of(figment);
            config.beside(file);
            config.keep_secrets_apart(figment, &mut faults);
        }
        faults.end(config)
    }

    /// A relative path lies beside the configuration, wherever Plaza was started.
    fn beside(&mut self, file: &Path) {
        let Some(folder) = file.parent() else {
            return;
        };
        self.erasure_journal = folder.join(&self.erasure_journal);
        self.attachments.below(folder);
        if let Some(dkim) = &mut self.mail.dkim {
            dkim.key_file = folder.join(&dkim.key_file);
        }
    }

    fn keep_secrets_apart(&self, figment: &Figment, faults: &mut Faults) {
        // Of a secret that stands in the environment there is no file.
        let inline = figment
            .find_metadata("secret")
            .and_then(|found| found.source.as_ref()?.file_path());
        let held = self.secret_file.as_deref();
        let held = held.map(|file| ("secret_file", file));
        if let Some((key, file)) = held.or(inline.map(|file| ("secret", file))) {
            faults.keep(secrets::refuse_beside_data(key, file, self));
        }
        if let Some(dkim) = &self.mail.dkim {
            let key = "mail.dkim.key_file";
            faults.keep(secrets::refuse_beside_data(key, &dkim.key_file, self));
        }
        let sign_on = self.sign_on.as_ref();
        if let Some(file) = sign_on.and_then(|sign_on| sign_on.client_secret_file.as_deref()) {
            let key = "sign_on.client_secret_file";
            faults.keep(secrets::refuse_beside_data(key, file, self));
        }
    }

    /// Each key by itself; nothing where one of them cannot be used, which has its fault.
    fn check(raw: Raw, faults: &mut Faults) -> Option<Self> {
        let secrets = faults.keep(secrets::read(&raw));
        let base_url = faults.keep(base_url(&raw.base_url));
        let listen = faults.keep(listen(&raw.listen));
        let proxies = raw.trusted_proxies.iter();
        let trusted_proxies = faults.each(proxies.map(|text| trusted_proxy(text)));
        let database_url = faults.keep(database_url(&raw.database_url));
        let server = raw.server.check(faults);
        let origins = raw.origins.iter();
        let origins = origins.map(|text| origin("origins", text, "https://www.city.example"));
        let origins = faults.each(origins);
        let mail = raw.mail.check(faults);
        let city = faults.keep(raw.city.check());
        let look = faults.keep(raw.look.check());
        let languages = faults.keep(Languages::check(raw.languages));
        let access_log = match raw.access_log {
            None => Some(None),
            Some(raw) => raw.check(faults).map(Some),
        };
        let attachments = attachments::check(raw.attachments, faults);
        let open311 = raw.open311.check(faults);
        let spam = faults.keep(raw.spam.check());
        let factors = faults.keep(raw.factors.check());
        let metrics = faults.keep(raw.metrics.check(listen));
        let webhooks = raw.webhooks.check(faults);
        let sign_on = match raw.sign_on {
            None => Some(None),
            Some(raw) => raw.check(faults).map(Some),
        };
        Some(Self {
            base_url: base_url?,
            listen: listen?,
            trusted_proxies: trusted_proxies?,
            trust_request_id: raw.trust_request_id,
            database_url: database_url?,
            connections: raw.connections.clamp(1, 512),
            server: server?,
            keys: secrets?.keys(),
            secret_file: raw.secret_file,
            mail: mail?,
            city: city?,
            look: look?,
            languages: languages?,
            notices: Notices::default(),
            fixed: Fixed::default(),
            origins: origins?,
            edit_minutes: raw.edit_minutes.min(24 * 60),
            confirmation_days: raw.confirmation_days.clamp(1, 60),
            remind_days: raw.remind_days.min(30),
            close_days: raw.close_days.clamp(1, 3650),
            reopen_days: raw.reopen_days.clamp(1, 3650),
            needs_name: raw.needs_name,
            office_mail: OfficeMail {
                refusals: raw.office_mail.refusals.clamp(1, 1000),
                hours: raw.office_mail.hours.clamp(1, 24 * 90),
            },
            review: Review {
                remind_hours: raw.review.remind_hours.clamp(1, 24 * 90),
                // An original is kept for an appeal no longer than ninety days.
                appeal_days: raw.review.appeal_days.clamp(1, 40),
                first_posts: raw.review.first_posts.min(100),
                limits: raw.review.limits,
            },
            access_log: access_log?,
            slow_query: Duration::from_millis(raw.slow_query_ms),
            breach_hours: raw.breach_hours.clamp(1, 24 * 365),
            allow_efficiency_ground: raw.allow_efficiency_ground,
            erasure_journal: raw
                .erasure_journal
                .unwrap_or_else(|| "erasures.jsonl".into()),
            retention: raw.retention,
            attachments: attachments?,
            open311: open311?,
            spam: spam?,
            factors: factors?,
            metrics: metrics?,
            webhooks: webhooks?,
            sign_on: sign_on?,
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

fn listen(text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| {
        problem(
            "listen",
            Some(text.to_owned()),
            "is not an address with a port",
            "write it as 127.0.0.1:8080 or [::1]:8080",
        )
    })
}

fn database_url(text: &str) -> Result<DatabaseUrl, ConfigError> {
    let url: DatabaseUrl = text.parse().map_err(|error: crate::db::InvalidDatabaseUrl| {
        problem("database_url", None, &error.to_string(),
            "write sqlite:/var/lib/plaza/plaza.sqlite or postgres://user:password@host/database")
    })?;
    refuse_plain_remote(&url)?;
    Ok(url)
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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SMALLEST: &str = r#"
        base_url = "https://plaza.example"
        database_url = "sqlite:/srv/plaza/plaza.sqlite"
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

    /// Of several faults the first.
    pub(super) fn load(toml: &str) -> Result<Config, ConfigError> {
        all(toml).map_err(error::first)
    }

    pub(super) fn all(toml: &str) -> Result<Config, ConfigFaults> {
        let figment = Figment::new().merge(Toml::string(toml));
        let (raw, mut faults) = read::settings(&figment)?;
        let config = Config::check(raw, &mut faults);
        faults.end(config)
    }

    #[test]
    fn the_smallest_file_serves() {
        let config = load(SMALLEST).expect("a complete file");
        assert!(config.secure());
        assert_eq!(config.absolute("/zh/"), "https://plaza.example/zh/");
        assert_eq!(config.confirmation_days, 3);
        assert_eq!(config.remind_days, 2);
        assert_eq!((config.close_days, config.reopen_days), (30, 60));
        assert!(!config.needs_name);
        assert_eq!(config.review.remind_hours, 24);
        assert_eq!(config.edit_minutes, 10);
    }

    #[test]
    fn moderators_are_reminded_after_an_hour_at_least() {
        let hours = |hours: u32| {
            let toml = format!("{SMALLEST}\n[review]\nremind_hours = {hours}");
            load(&toml).map(|config| config.review.remind_hours).ok()
        };
        assert_eq!(
            [hours(0), hours(48), hours(u32::MAX)],
            [Some(1), Some(48), Some(2160)]
        );
        let unknown = format!("{SMALLEST}\n[review]\nhours = 3");
        let error = load(&unknown).err().expect("an unknown key");
        assert_eq!(error.key, "review.hours", "{error}");
    }

    #[test]
    fn an_appeal_is_answered_before_its_original_goes() {
        let days = |days: u32| {
            let toml = format!("{SMALLEST}\n[review]\nappeal_days = {days}");
            load(&toml).map(|config| config.review.appeal_days).ok()
        };
        assert_eq!(
            [days(0), days(15), days(u32::MAX)],
            [Some(1), Some(15), Some(40)]
        );
        let config = load(SMALLEST).expect("a complete file");
        assert_eq!(config.review.appeal_days, 10);
        let worded = format!("{SMALLEST}\n[review]\nappeal_days = \"ten\"");
        assert!(load(&worded).is_err());
    }

    #[test]
    fn the_first_post_is_looked_at_unless_the_operator_says_otherwise() {
        let config = load(SMALLEST).expect("a complete file");
        assert_eq!((config.review.first_posts, config.review.limits), (1, true));
        let chosen = |keys: &str| {
            let config = load(&format!("{SMALLEST}\n[review]\n{keys}")).ok()?;
            Some((config.review.first_posts, config.review.limits))
        };
        assert_eq!(chosen("first_posts = 0\nlimits = false"), Some((0, false)));
        assert_eq!(chosen("first_posts = 4000"), Some((100, true)));
        for wrong in ["first_posts = -1", "first_posts = \"all\"", "limits = 3"] {
            assert_eq!(chosen(wrong), None, "{wrong}");
        }
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
            (
                "sqlite:/srv/plaza/plaza.sqlite",
                "mysql://x",
                "database_url",
            ),
            (
                "sqlite:/srv/plaza/plaza.sqlite",
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
