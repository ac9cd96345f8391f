//! Plaza's side: a city made by `plaza bench-data`, served, with people who log on.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use crate::{
    asks,
    http::Connection,
    process::{Server, free_address},
};

/// Of a city that nobody lives in, as of the tests: 32 times the byte 7.
const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// What `plaza bench-data --for-load` wrote.
#[derive(Deserialize)]
pub struct ForLoad {
    pub topics: Vec<TopicAddress>,
    pub boards: Vec<String>,
    pub deep: Option<Deep>,
    pub searched: Vec<String>,
    people: Vec<String>,
    password: String,
}

#[derive(Deserialize)]
pub struct TopicAddress {
    pub id: i64,
    pub address: String,
}

/// A topic with very many pages, and one far back.
#[derive(Deserialize)]
pub struct Deep {
    pub first: String,
    pub page: usize,
    pub address: String,
}

pub struct City {
    plaza: PathBuf,
    folder: PathBuf,
    secret: PathBuf,
    pub load: ForLoad,
}

/// Plaza, serving.
pub struct Serving {
    pub server: Server,
    metrics: Option<SocketAddr>,
    /// Whether pages are kept as asked for: a build that keeps none has no key to say so.
    pub as_asked: bool,
}

/// What is kept of pages for guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// As many as where nobody says it.
    Kept,
    /// All that are measured, as where an operator sees a rush coming.
    ManyKept,
    Unkept,
}

fn in_server(page_cache: &str) -> String {
    format!("[server]\npage_cache = {page_cache}\n")
}

impl City {
    /// A city with so many posts below `data`: the one that lies there, or a new one.
    pub fn of(plaza: &Path, data: &Path, posts: u32) -> anyhow::Result<Self> {
        let folder = data.join(format!("posts-{posts}"));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let folder = folder.canonicalize()?;
        // Plaza takes no secret that lies beside its data.
        let keys = data.canonicalize()?.join("keys");
        fs::create_dir_all(&keys)?;
        let secret = keys.join("secret");
        fs::write(&secret, SECRET)?;
        let mut city = Self {
            plaza: plaza.to_owned(),
            folder,
            secret,
            load: ForLoad {
                topics: Vec::new(),
                boards: Vec::new(),
                deep: None,
                searched: Vec::new(),
                people: Vec::new(),
                password: String::new(),
            },
        };
        let file = city.folder.join("load.json");
        if !file.exists() {
            city.make(posts, &file)?;
        }
        let text = fs::read_to_string(&file)?;
        city.load = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        ensure!(
            !city.load.topics.is_empty() && !city.load.people.is_empty(),
            "{} names no topic or nobody",
            file.display()
        );
        Ok(city)
    }

    /// The file is written last: where it is missing, what lies there is half a city.
    fn make(&self, posts: u32, file: &Path) -> anyhow::Result<()> {
        let database = ["plaza.sqlite", "plaza.sqlite-wal", "plaza.sqlite-shm"];
        for name in database.into_iter().chain(["erasures.jsonl"]) {
            let part = self.folder.join(name);
            if part.exists() {
                fs::remove_file(part)?;
            }
        }
        let config = self.folder.join("make.toml");
        fs::write(&config, self.configuration(free_address()?))?;
        println!(
            "Making a city of {posts} posts in {}",
            self.folder.display()
        );
        let made = self
            .command("bench-data", &config)
            .arg("--posts")
            .arg(posts.to_string())
            .arg("--for-load")
            .arg(file)
            .stdout(Stdio::null())
            .status()?;
        ensure!(made.success(), "plaza bench-data failed");
        Ok(())
    }

    pub fn database(&self) -> PathBuf {
        self.folder.join("plaza.sqlite")
    }

    /// For what a measurement needs beside the city.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// As an operator would serve it, with access log and metrics, and with pages kept as is said, once
    /// the work of its day is done. What this build does not know yet is said and left out.
    pub async fn serve(&self, pages: Pages) -> anyhow::Result<Serving> {
        let (address, metrics) = (free_address()?, free_address()?);
        let mut text = self.configuration(address);
        let tells = self.add(&mut text, &[format!("[metrics]\nlisten = '{metrics}'\n")])?;
        let as_asked = match pages {
            Pages::Kept => true,
            Pages::ManyKept => self.add(&mut text, &[in_server("'256 MiB'")])?,
            Pages::Unkept => self.add(&mut text, &["'0'", "0"].map(in_server))?,
        };
        let config = self.folder.join(format!("serve-{}.toml", address.port()));
        fs::write(&config, text)?;
        let log = self.folder.join("plaza.log");
        let server = Server::start(self.command("serve", &config), address, "/zh", &log).await;
        fs::remove_file(&config)?;
        let server = server?;
        server.rest().await?;
        Ok(Serving {
            server,
            metrics: tells.then_some(metrics),
            as_asked,
        })
    }

    /// Adds the first of these parts that this build takes; whether there is one.
    fn add(&self, text: &mut String, parts: &[String]) -> anyhow::Result<bool> {
        for part in parts {
            let longer = format!("{text}{part}");
            if self.accepts(&longer)? {
                *text = longer;
                return Ok(true);
            }
        }
        let named = parts.first().and_then(|part| part.lines().next());
        println!("  this build knows no {}", named.unwrap_or_default());
        Ok(false)
    }

    fn accepts(&self, text: &str) -> anyhow::Result<bool> {
        let config = self.folder.join("asked.toml");
        fs::write(&config, text)?;
        let mut check = self.command("config", &config);
        let checked = check.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        fs::remove_file(&config)?;
        Ok(checked.success())
    }

    fn command(&self, name: &str, config: &Path) -> Command {
        let mut command = Command::new(&self.plaza);
        // Nothing of the environment changes what is measured.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLAZA_")) {
            command.env_remove(name);
        }
        command.arg(name);
        if name == "config" {
            command.arg("check");
        }
        command.arg("--config").arg(config);
        command
    }

    fn configuration(&self, address: SocketAddr) -> String {
        let (folder, secret) = (self.folder.display(), self.secret.display());
        format!(
            "base_url = 'http://{address}'\nlisten = '{address}'\n\
             trusted_proxies = ['127.0.0.1']\n\
             database_url = 'sqlite:{folder}/plaza.sqlite'\nsecret_file = '{secret}'\n\
             erasure_journal = '{folder}/erasures.jsonl'\n\
             [city]\nname_zh = '高雄市政府'\nname_en = 'Kaohsiung City Government'\n\
             phone = '07-3368333#2507'\nemail = 'second@kcg.gov.tw'\ncode = 'KH'\n\
             [mail]\nurl = 'folder:{folder}/mail'\nfrom = 'Plaza <plaza@plaza.example>'\n\
             [attachments]\nstore = 'file:{folder}/attachments'\n\
             [access_log]\nfolder = '{folder}/access-log'\n\
             [review]\nfirst_posts = 0\nlimits = false\n"
        )
    }
}

impl Serving {
    /// Reads each of these pages once, as a guest's browser: what is measured is a city that is read for a while.
    pub async fn look(&self, paths: &[String]) -> anyhow::Result<()> {
        let address = self.server.address;
        let mut connection = Connection::open(address).await?;
        for path in paths {
            let status = connection.ask(&asks::packed(path, address)).await?;
            ensure!(status == 200, "{path} is answered by {status}");
        }
        Ok(())
    }

    /// Logs so many people on; gives their cookies.
    pub async fn log_on(&self, load: &ForLoad, many: usize) -> anyhow::Result<Vec<String>> {
        let address = self.server.address;
        let mut sessions = Vec::new();
        for email in load.people.iter().take(many) {
            let fields = [
                ("email", email.as_str()),
                ("password", load.password.as_str()),
            ];
            let request = asks::post("/zh/log-on", address, None, &fields);
            let mut connection = Connection::open(address).await?;
            let status = connection.ask(&request).await?;
            let head = connection.head();
            let cookie = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let value = value.trim().split(';').next()?;
                let is_session =
                    name.eq_ignore_ascii_case("set-cookie") && value.starts_with("plaza=");
                is_session.then(|| value.to_owned())
            });
            match cookie {
                Some(cookie) if status == 303 => sessions.push(cookie),
                _ => bail!("{email} cannot log on: {status}"),
            }
        }
        Ok(sessions)
    }

    /// What the cache of pages tells of hits and misses so far; none where this build does not tell.
    pub async fn hits(&self) -> anyhow::Result<Option<(f64, f64)>> {
        let Some(address) = self.metrics else {
            return Ok(None);
        };
        let mut connection = Connection::open(address).await?;
        connection
            .ask(&asks::get("/metrics", address, None))
            .await?;
        let text = String::from_utf8_lossy(connection.body());
        Ok(hits_in(&text))
    }
}

/// The sums of what is named after hits and misses of a cache.
fn hits_in(text: &str) -> Option<(f64, f64)> {
    let of = |wanted: &str| -> Option<f64> {
        let values = text.lines().filter_map(|line| {
            let name = line.split([' ', '{']).next()?;
            let counts = name.contains("cache") && line.contains(wanted) && !name.starts_with('#');
            counts.then(|| line.rsplit(' ').next()?.parse::<f64>().ok())?
        });
        values.fold(None, |sum: Option<f64>, value| {
            Some(sum.unwrap_or(0.0) + value)
        })
    };
    Some((of("hit")?, of("miss")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_summed_however_they_are_labelled() {
        let text = "# HELP plaza_page_cache_hits_total hits\nplaza_page_cache_hits_total{route=\"a\"} 3\n\
                    plaza_page_cache_hits_total{route=\"b\"} 4\nplaza_page_cache_misses_total 1\nother_hits 9\n";
        assert_eq!(hits_in(text), Some((7.0, 1.0)));
        let labelled = "plaza_page_cache_total{outcome=\"hit\"} 5\nplaza_page_cache_total{outcome=\"miss\"} 2\n";
        assert_eq!(hits_in(labelled), Some((5.0, 2.0)));
        assert_eq!(hits_in("plaza_requests_total 3\n"), None);
    }
}
