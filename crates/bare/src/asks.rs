//! The requests that are sent: as a browser sends them; its wish for packed answers where kept pages are asked
//! for alone, since the bare servers pack nothing.

use std::{
    net::SocketAddr,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use url::form_urlencoded::Serializer;

use crate::{
    draws::{Draws, Zipf},
    load::{Asked, Asking},
};

/// A page that is asked for, by a guest or with a session's cookie.
pub fn get(path: &str, host: SocketAddr, cookie: Option<&str>) -> Vec<u8> {
    head("GET", path, host, cookie, "Accept: text/html\r\n").into_bytes()
}

/// A page or a file that is asked for as a browser does, packed where the server packs it.
pub fn packed(path: &str, host: SocketAddr) -> Vec<u8> {
    head("GET", path, host, None, "Accept-Encoding: gzip\r\n").into_bytes()
}

/// Each of these words is looked for as often, by people at many addresses, as a proxy names them: of one
/// address no more is taken than people send.
pub fn searches(words: &[String], host: SocketAddr) -> Asking {
    let paths = words.iter().map(|word| {
        let query = Serializer::new(String::new())
            .append_pair("q", word)
            .finish();
        format!("/zh/search?{query}")
    });
    let paths: Vec<String> = paths.collect();
    Arc::new(move |draws: &mut Draws, _: usize| {
        let path = &paths[draws.below(paths.len())];
        let (network, place) = (draws.below(16), draws.below(250));
        let more = format!("Accept: text/html\r\nX-Forwarded-For: 10.0.{network}.{place}\r\n");
        Asked {
            bytes: head("GET", path, host, None, &more).into_bytes().into(),
            expects: 200,
        }
    })
}

/// A form that is sent from the site's own page.
pub fn post(
    path: &str,
    host: SocketAddr,
    cookie: Option<&str>,
    fields: &[(&str, &str)],
) -> Vec<u8> {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    let more = format!(
        "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Length: {}\r\n",
        body.len()
    );
    let mut request = head("POST", path, host, cookie, &more).into_bytes();
    request.extend_from_slice(body.as_bytes());
    request
}

fn head(method: &str, path: &str, host: SocketAddr, cookie: Option<&str>, more: &str) -> String {
    let cookie = cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
    format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: bare\r\n{cookie}{more}\r\n")
}

/// How often one of the pages is asked for.
#[derive(Clone, Copy)]
pub enum Drawn {
    /// The n-th as often as 1/n says.
    ByZipf,
    Evenly,
}

/// These pages, read by guests.
pub fn pages(paths: &[String], host: SocketAddr, drawn: Drawn) -> Asking {
    drawn_of(paths.iter().map(|path| get(path, host, None)), drawn)
}

/// These pages, read by guests whose browsers take them packed, as all do.
pub fn packed_pages(paths: &[String], host: SocketAddr, drawn: Drawn) -> Asking {
    drawn_of(paths.iter().map(|path| packed(path, host)), drawn)
}

fn drawn_of(requests: impl Iterator<Item = Vec<u8>>, drawn: Drawn) -> Asking {
    let asked = requests.map(|bytes| Asked {
        bytes: bytes.into(),
        expects: 200,
    });
    let asked: Vec<Asked> = asked.collect();
    let zipf = Zipf::new(asked.len());
    Arc::new(move |draws: &mut Draws, _: usize| {
        let place = place(drawn, &zipf, asked.len(), draws);
        asked[place].clone()
    })
}

/// These pages, read by members; each client has a session of its own.
pub fn members_pages(
    paths: &[String],
    host: SocketAddr,
    sessions: &[String],
    drawn: Drawn,
) -> Asking {
    let (paths, sessions) = (paths.to_vec(), sessions.to_vec());
    let zipf = Zipf::new(paths.len());
    Arc::new(move |draws: &mut Draws, client: usize| {
        let path = &paths[place(drawn, &zipf, paths.len(), draws)];
        let session = &sessions[client % sessions.len()];
        Asked {
            bytes: get(path, host, Some(session)).into(),
            expects: 200,
        }
    })
}

fn place(drawn: Drawn, zipf: &Zipf, places: usize, draws: &mut Draws) -> usize {
    match drawn {
        Drawn::ByZipf => zipf.draw(draws),
        Drawn::Evenly => draws.below(places),
    }
}

/// Replies to these topics, each of its own words; each client has a session of its own.
pub fn replies(topics: &[i64], host: SocketAddr, sessions: &[String]) -> Asking {
    let (topics, sessions) = (topics.to_vec(), sessions.to_vec());
    Arc::new(move |draws: &mut Draws, client: usize| {
        let topic = topics[draws.below(topics.len())];
        let path = format!("/zh/topics/{topic}/reply");
        let session = &sessions[client % sessions.len()];
        reply(&path, host, Some(session), draws)
    })
}

/// The same forms, for a server that takes them at one address and knows no sessions.
pub fn bare_replies(host: SocketAddr) -> Asking {
    Arc::new(move |draws: &mut Draws, _: usize| reply("/", host, None, draws))
}

/// One of `one` for each `reads` of `reading`.
pub fn mixed(reading: Asking, one: Asking, reads: usize) -> Asking {
    Arc::new(
        move |draws: &mut Draws, client: usize| match draws.below(reads + 1) {
            0 => one(draws, client),
            _ => reading(draws, client),
        },
    )
}

/// Each as often as its number says.
pub fn shared(parts: Vec<(usize, Asking)>) -> Asking {
    let whole: usize = parts.iter().map(|(share, _)| share).sum();
    Arc::new(move |draws: &mut Draws, client: usize| {
        let mut at = draws.below(whole);
        for (share, asking) in &parts {
            match at.checked_sub(*share) {
                Some(rest) => at = rest,
                None => return asking(draws, client),
            }
        }
        unreachable!("what is drawn is below the sum")
    })
}

const SAID: [&str; 8] = [
    "早上的公車又誤點了，等了{n}分鐘才來。",
    "巷口那盞路燈已經暗了{n}個晚上。",
    "公園有{n}張座椅的木板斷了一塊。",
    "今天數了{n}個停車格，都被機車占走。",
    "水溝蓋大概有{n}公分的縫，輪子會卡住。",
    "這條步道量起來有{n}步，走完剛好流汗。",
    "圖書館今天有{n}個座位是空的。",
    "路口的紅燈有{n}秒，過馬路剛剛好。",
];

fn reply(path: &str, host: SocketAddr, session: Option<&str>, draws: &mut Draws) -> Asked {
    static SENT: AtomicU64 = AtomicU64::new(0);
    static BEGAN: LazyLock<u128> = LazyLock::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.unwrap_or_default().as_micros()
    });
    let sentences: Vec<String> = (0..3)
        .map(|_| {
            let said = SAID[draws.below(SAID.len())];
            said.replace("{n}", &(10 + draws.below(900)).to_string())
        })
        .collect();
    // Nothing is sent twice, by an earlier run either.
    let number = SENT.fetch_add(1, Ordering::Relaxed);
    let submission = format!("bare-{}-{number}", *BEGAN);
    let body = sentences.concat();
    let fields = [("body", body.as_str()), ("submission", submission.as_str())];
    Asked {
        bytes: post(path, host, session, &fields).into(),
        expects: 303,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 8080))
    }

    #[test]
    fn a_form_is_sent_whole_and_never_twice_alike() {
        let asking = replies(&[7], host(), &["plaza=x".to_owned()]);
        let mut draws = Draws::new(1);
        let mut sent = std::collections::BTreeSet::new();
        for _ in 0..100 {
            let asked = asking(&mut draws, 0);
            let text = String::from_utf8_lossy(&asked.bytes).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").expect("a body");
            assert!(head.starts_with("POST /zh/topics/7/reply HTTP/1.1\r\n"));
            assert!(head.contains(&format!("Content-Length: {}", body.len())));
            assert!(head.contains("Cookie: plaza=x"));
            assert!(sent.insert(body.to_owned()));
        }
    }

    #[test]
    fn one_in_so_many_is_another() {
        let paths = ["/a".to_owned()];
        let reading = pages(&paths, host(), Drawn::Evenly);
        let asking = mixed(reading, bare_replies(host()), 100);
        let mut draws = Draws::new(2);
        let writes = (0..10_100).filter(|_| asking(&mut draws, 0).expects == 303);
        let writes = writes.count();
        assert!((60..140).contains(&writes), "{writes}");
    }

    #[test]
    fn shares_are_kept() {
        let page = |path: &str| pages(&[path.to_owned()], host(), Drawn::ByZipf);
        let asking = shared(vec![(3, page("/often")), (1, page("/seldom"))]);
        let mut draws = Draws::new(3);
        let often = (0..4_000)
            .filter(|_| asking(&mut draws, 0).bytes.starts_with(b"GET /often "))
            .count();
        assert!((2_800..3_200).contains(&often), "{often}");
    }
}
