//! What somebody can try who has the logs and the database, and how well it went.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    net::IpAddr,
};

use serde_json::Value;

use super::Batch;

/// A line of the access log, as the attacker reads it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub address: Option<String>,
    pub browser: String,
    pub clicked: String,
}

impl Entry {
    pub fn parse(line: &str) -> Self {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line[name].as_str().map(str::to_owned);
        Self {
            address: text("address"),
            browser: text("browser").unwrap(),
            clicked: text("clicked").unwrap(),
        }
    }
}

/// The network as the log writes it.
pub fn network(address: IpAddr) -> String {
    let IpAddr::V4(address) = address else {
        panic!("the residents have IPv4");
    };
    let [a, b, c, _] = address.octets();
    format!("{a}.{b}.{c}.0/24")
}

/// The browser as the log writes it.
pub fn family(agent: &str) -> &'static str {
    ["Firefox", "Edg", "Chrome", "Safari"]
        .into_iter()
        .zip(["firefox", "edge", "chrome", "safari"])
        .find(|(word, _)| agent.contains(word))
        .unwrap()
        .1
}

/// Right guesses beside those that blind guessing would have got right.
#[derive(Clone, Copy, Default)]
pub struct Score {
    guesses: usize,
    right: usize,
    expected: f64,
    variance: f64,
}

impl Score {
    fn add(&mut self, right: bool, chance: f64) {
        self.guesses += 1;
        self.right += usize::from(right);
        self.expected += chance;
        self.variance += chance * (1.0 - chance);
    }

    pub fn rate(&self) -> f64 {
        self.right as f64 / self.guesses.max(1) as f64
    }

    /// How far above chance, in standard deviations.
    pub fn deviation(&self) -> f64 {
        (self.right as f64 - self.expected) / self.variance.sqrt().max(1.0)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:5.1} % right, {:5.1} % by chance ({} guesses, {:+.1} deviations)",
            100.0 * self.rate(),
            100.0 * self.expected / self.guesses.max(1) as f64,
            self.guesses,
            self.deviation()
        )
    }
}

/// What was learnt by comparing who was there with what the log shows, over all batches.
pub struct Attacker {
    /// Account to the network that was there when they were, and not when they were not.
    networks: BTreeMap<i64, String>,
    browsers: BTreeMap<i64, String>,
    /// Account to how much more was counted when they were there, figure by figure.
    counted: BTreeMap<i64, f64>,
}

/// How much more grew on average in the batches in which an account was there than in the
/// others: the figure that tells most.
fn most_counted(batches: &[Batch], account: i64) -> f64 {
    let figures: BTreeSet<_> = batches
        .iter()
        .flat_map(|batch| batch.grown.keys())
        .collect();
    let average = |figure: &(String, String), there: bool| {
        let of: Vec<i64> = batches
            .iter()
            .filter(|batch| batch.seen.contains(&account) == there)
            .map(|batch| batch.grown.get(figure).copied().unwrap_or(0))
            .collect();
        of.iter().sum::<i64>() as f64 / of.len().max(1) as f64
    };
    figures
        .into_iter()
        .map(|figure| average(figure, true) - average(figure, false))
        .fold(f64::MIN, f64::max)
}

impl Attacker {
    pub fn learn(batches: &[Batch]) -> Self {
        let accounts: BTreeSet<i64> = batches
            .iter()
            .flat_map(|batch| batch.seen.clone())
            .collect();
        let likeliest = |of: &dyn Fn(&Entry) -> Option<String>| {
            accounts
                .iter()
                .filter_map(|account| {
                    let mut scores: BTreeMap<String, i64> = BTreeMap::new();
                    for batch in batches {
                        let there = batch.seen.contains(account);
                        let values: BTreeSet<String> = batch.lines.iter().filter_map(of).collect();
                        for value in values {
                            *scores.entry(value).or_default() += if there { 1 } else { -1 };
                        }
                    }
                    let best = scores.into_iter().max_by_key(|(_, score)| *score)?;
                    Some((*account, best.0))
                })
                .collect()
        };
        Self {
            counted: accounts
                .iter()
                .map(|account| (*account, most_counted(batches, *account)))
                .collect(),
            networks: likeliest(&|entry| entry.address.clone()),
            browsers: likeliest(&|entry| Some(entry.browser.clone())),
        }
    }

    /// For how many the network was found out that they come from: what presence alone tells.
    pub fn networks_found(&self, batches: &[Batch]) -> (usize, usize) {
        let known: BTreeMap<i64, &String> = batches
            .iter()
            .flat_map(|batch| &batch.reads)
            .filter_map(|read| Some((read.account, read.plain.address.as_ref()?)))
            .collect();
        let found = known
            .iter()
            .filter(|(account, network)| self.networks.get(account) == Some(*network))
            .count();
        (found, known.len())
    }

    /// Every way of guessing, each with how it went.
    pub fn attack(
        &self,
        batches: &[Batch],
        proxy: &[(usize, String)],
    ) -> Vec<(&'static str, Score)> {
        let by_network = |batch: &Batch, at: usize| {
            let address = batch.lines[at].address.as_ref()?;
            there(batch, |account| {
                self.networks.get(&account) == Some(address)
            })
        };
        let by_browser = |batch: &Batch, at: usize| {
            let browser = &batch.lines[at].browser;
            there(batch, |account| {
                self.browsers.get(&account) == Some(browser)
            })
        };
        let by_order = |batch: &Batch, at: usize| {
            batch
                .seen
                .get(at * batch.seen.len() / batch.lines.len())
                .copied()
        };
        // Whoever asked for a link when so many had posted read what the log holds about there.
        let by_asked = |batch: &Batch, at: usize| {
            let position = at * batch.seen.len() / batch.lines.len();
            let found = batch.asked.iter().find(|(_, before)| *before == position)?;
            Some(found.0)
        };
        // The rows of a day's sessions and events lie in the order in which people logged on.
        let by_sessions = |batch: &Batch, at: usize| {
            let there: Vec<i64> = batch
                .logged_on
                .iter()
                .copied()
                .filter(|account| batch.seen.contains(account))
                .collect();
            there.get(at * there.len() / batch.lines.len()).copied()
        };
        let by_proxy = |batch: &Batch, at: usize| {
            let path = &batch.lines[at].clicked;
            let line = proxy
                .iter()
                .filter(|(number, _)| (batch.began..batch.ended).contains(number))
                .find(|(_, line)| line.contains(&format!("{path}/")))?;
            there(batch, |account| {
                self.networks
                    .get(&account)
                    .is_some_and(|network| line.1.contains(network.trim_end_matches("0/24")))
            })
        };
        // Whoever makes the figures grow most when they are there reads most.
        let by_figures = |batch: &Batch, at: usize| {
            let mut present: Vec<i64> = batch.seen.clone();
            present.sort_by(|one, other| self.counted[other].total_cmp(&self.counted[one]));
            present.dedup();
            let readings = batch.lines.len().max(1);
            present.get(at * present.len() / readings).copied()
        };
        // Of whom a post is seen in the moment in which a topic was read read what the log holds there.
        let by_metrics = |batch: &Batch, at: usize| {
            let moments = batch.seen.iter().zip(&batch.read);
            let readers: Vec<i64> = moments
                .filter(|(_, read)| **read > 0)
                .map(|(account, _)| *account)
                .collect();
            readers.get(at * readers.len() / batch.lines.len()).copied()
        };
        let everything = |batch: &Batch, at: usize| {
            by_proxy(batch, at)
                .or_else(|| by_network(batch, at))
                .or_else(|| by_browser(batch, at))
                .or_else(|| by_asked(batch, at))
                .or_else(|| by_sessions(batch, at))
                .or_else(|| by_metrics(batch, at))
                .or_else(|| by_figures(batch, at))
        };
        vec![
            ("by the line's network", score(batches, &by_network)),
            ("by the line's browser", score(batches, &by_browser)),
            ("by the order of lines and posts", score(batches, &by_order)),
            ("by links asked for and mails", score(batches, &by_asked)),
            (
                "by sessions and accounts' events",
                score(batches, &by_sessions),
            ),
            ("by the day's figures", score(batches, &by_figures)),
            ("by the metrics of each moment", score(batches, &by_metrics)),
            ("by the proxies' logs", score(batches, &by_proxy)),
            ("by everything together", score(batches, &everything)),
        ]
    }
}

/// The only one who was there and fits, or else the first.
fn there(batch: &Batch, fits: impl Fn(i64) -> bool) -> Option<i64> {
    batch.seen.iter().copied().find(|account| fits(*account))
}

/// Guesses for every line that tells of a reading who it was.
fn score(batches: &[Batch], guess: &dyn Fn(&Batch, usize) -> Option<i64>) -> Score {
    let mut score = Score::default();
    for batch in batches {
        let present: BTreeSet<i64> = batch.seen.iter().copied().collect();
        let lines = batch.lines.iter().enumerate();
        for (number, (at, line)) in lines
            .filter(|(_, line)| line.clicked.starts_with("/en/t/"))
            .enumerate()
        {
            let readers: BTreeSet<i64> = batch
                .reads
                .iter()
                .filter(|read| read.path == line.clicked)
                .map(|read| read.account)
                .collect();
            // Without a lead, one of those who were there, in turn.
            let blind = || batch.seen.get(number % batch.seen.len().max(1)).copied();
            let guessed = guess(batch, at).or_else(blind);
            let chance = readers.len() as f64 / present.len().max(1) as f64;
            let right = guessed.is_some_and(|account| readers.contains(&account));
            score.add(right, chance);
        }
    }
    score
}
