//! `plaza demo`: a complete throw-away city on this machine.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::json;

use super::{
    clock,
    prepare::prepare,
    seed::{self, SeededAccount},
    serve_until_stopped, start_log,
};
use crate::{
    clock::Random,
    config::{
        self, AccessLog, City, Config, Factors, Fixed, Inbound, LARGEST_MAIL, Languages, Look,
        Mail, MailRoute, Metrics, Notices, OfficeMail, Open311, Review, Server, Spam, Webhooks,
        attachments::Attachments,
    },
    context::Context,
    db::{DatabaseUrl, Db},
    keys::file::Secrets,
    offices, settings,
};

/// What a demo city may be told.
#[derive(clap::Args)]
pub struct Options {
    /// The folder for the city's database and mails; made if absent, kept between starts
    #[arg(long, default_value = "plaza-demo")]
    data: PathBuf,
    /// The address to listen on; port 0 takes any free one [default: 127.0.0.1:8080 or the next free port]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// The name by which browsers on this machine reach it, such as localhost, which passkeys need [default: the address]
    #[arg(long)]
    host: Option<String>,
    /// Another database than SQLite in the data folder: an empty one, or one of an earlier demo
    #[arg(long)]
    database_url: Option<String>,
    /// An SMTP server to send mails to, instead of the folder that /dev/mail shows
    #[arg(long)]
    smtp_url: Option<String>,
    /// Another place for attachments than the data folder: s3://bucket/prefix
    #[arg(long)]
    attachments: Option<String>,
    /// The city's time zone, by which mails have their hours and promises their days
    #[arg(long, default_value = "Asia/Taipei")]
    time_zone: chrono_tz::Tz,
    /// Print address and accounts as one JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// Makes the city where there is none yet, prints where it is, and serves it.
pub fn run(options: Options) -> anyhow::Result<()> {
    start_log(if options.json {
        "warn"
    } else {
        "plaza=info,warn"
    });
    fs::create_dir_all(&options.data)
        .with_context(|| format!("--data {}", options.data.display()))?;
    let listener = listen(options.listen)?;
    let config = configuration(&options, listener.local_addr()?)?;
    let system = actix_web::rt::System::new();
    system.block_on(async {
        Db::migrate(&config.database_url)?;
        let db = Db::open_telling(&config.database_url, config.connections, config.slow_query)?;
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await?;
        prepare(&context).await?;
        // A start that was cut off leaves half a city, which nothing can complete.
        let accounts = seed::city_if_empty(&context).await.with_context(|| {
            format!(
                "the demo city could not be filled; empty its database (or remove {}) and start again",
                options.data.display()
            )
        })?;
        context.know_officials(offices::officials(&context).await?);
        announce(&options, &context, accounts)?;
        serve_until_stopped(context, listener, None).await
    })
}

fn listen(wanted: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    if let Some(address) = wanted {
        return TcpListener::bind(address)
            .with_context(|| format!("--listen {address}: choose another address or port"));
    }
    for port in 8080..8100 {
        match TcpListener::bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).context("127.0.0.1"),
        }
    }
    bail!("ports 8080 to 8099 are taken; name another with --listen 127.0.0.1:PORT")
}

fn configuration(options: &Options, address: SocketAddr) -> anyhow::Result<Config> {
    let database_url = match &options.database_url {
        Some(url) => url.parse().context("--database-url")?,
        None => DatabaseUrl::Sqlite(options.data.join("plaza.sqlite")),
    };
    let route = match &options.smtp_url {
        Some(url) => config::mail_route(url)?,
        None => MailRoute::Folder(options.data.join("mail")),
    };
    let mut attachments = Attachments::beside(&options.data);
    if let Some(url) = &options.attachments {
        attachments.place = config::attachments::place(url)?;
    }
    let city = seed::city_file()?.city;
    let base_url = match &options.host {
        Some(host) => format!("http://{host}:{}", address.port()),
        None => format!("http://{address}"),
    };
    let secret_file = options.data.join("secret");
    Ok(Config {
        base_url: base_url.parse().context("the address")?,
        listen: address,
        trusted_proxies: Vec::new(),
        trust_request_id: false,
        database_url,
        connections: 8,
        // Nothing stands before it that would have to learn of its end.
        server: Server {
            connections: 512,
            drain: Duration::ZERO,
            ..Server::default()
        },
        keys: secrets(&secret_file)?.keys(),
        secret_file: Some(secret_file),
        city: City {
            name_zh: city.name.zh,
            name_en: city.name.en,
            phone: city.phone,
            email: city.email,
            code: "KH".to_owned(),
            officials: Vec::new(),
            time_zone: options.time_zone,
            hours: city.hours,
        },
        look: Look::default(),
        languages: Languages::default(),
        notices: Notices::default(),
        fixed: Fixed::default(),
        origins: Vec::new(),
        mail: Mail {
            route,
            from: "Plaza <plaza@plaza.example>".to_owned(),
            timeout: Duration::from_secs(45),
            connections: 4,
            give_up_days: 5,
            alarm_minutes: 30,
            // Nothing comes in; the mails show where it would.
            inbound: Some(Inbound {
                local: "plaza".to_owned(),
                domain: "plaza.example".to_owned(),
            }),
            dkim: None,
            authserv_id: None,
            lmtp: None,
            largest: LARGEST_MAIL,
        },
        edit_minutes: 10,
        confirmation_days: 3,
        remind_days: 2,
        close_days: 30,
        reopen_days: 60,
        needs_name: false,
        office_mail: OfficeMail::default(),
        review: Review::default(),
        access_log: Some(AccessLog {
            folder: options.data.join("access-log"),
            batch: TimeDelta::hours(1),
            longest_batch: TimeDelta::hours(24),
            records: 10_000,
            pool: 1000,
            days: 30,
        }),
        slow_query: Duration::from_millis(500),
        breach_hours: 72,
        allow_efficiency_ground: false,
        erasure_journal: options.data.join("erasures.jsonl"),
        retention: BTreeMap::new(),
        attachments,
        open311: Open311::default(),
        spam: Spam::default(),
        factors: Factors::default(),
        metrics: Metrics::default(),
        webhooks: Webhooks::default(),
        sign_on: None,
        demo: true,
    })
}

/// The demo's secret, made at its first start. A real city keeps its own apart from its data.
fn secrets(path: &Path) -> anyhow::Result<Secrets> {
    if !path.exists() {
        fs::write(path, STANDARD.encode(Random::System.bytes::<32>()))?;
    }
    Secrets::read(path).with_context(|| {
        format!(
            "{}: not a secret; remove the folder to begin anew",
            path.display()
        )
    })
}

/// Says where the city is. Passwords exist in the clear only in this output, at the first start.
fn announce(
    options: &Options,
    context: &Context,
    accounts: Option<Vec<SeededAccount>>,
) -> anyhow::Result<()> {
    let url = context.config.base_url.as_str().trim_end_matches('/');
    let mut out = std::io::stdout().lock();
    if options.json {
        let accounts: Vec<_> = accounts
            .unwrap_or_default()
            .iter()
            .map(|account| json!({"role": account.role.as_str(), "email": account.email, "password": account.password}))
            .collect();
        writeln!(out, "{}", json!({"url": url, "accounts": accounts}))?;
        return Ok(out.flush()?);
    }
    let data = options.data.display();
    writeln!(out, "\nA demo city is open at {url}/\n")?;
    match accounts {
        Some(accounts) => {
            writeln!(out, "Accounts (these passwords are shown only now):\n")?;
            for account in accounts {
                writeln!(
                    out,
                    "  {:<16} {:<28} {}",
                    account.role.as_str(),
                    account.email,
                    account.password
                )?;
            }
        }
        None => writeln!(
            out,
            "Its passwords were shown at its first start; remove {data} to begin anew."
        )?,
    }
    if matches!(context.config.mail.route, MailRoute::Folder(_)) {
        writeln!(out, "\nMails that it sends:  {url}/dev/mail")?;
    }
    writeln!(out, "API, to browse:       {url}/api/docs")?;
    writeln!(
        out,
        "\nTo run a real city: write a plaza.toml (README.md shows the smallest one),"
    )?;
    writeln!(
        out,
        "then `plaza config check`, `plaza migrate` and `plaza serve`.\n"
    )?;
    Ok(out.flush()?)
}
