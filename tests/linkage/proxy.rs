//! What nginx and Caddy would write with the shipped configurations.

use std::net::IpAddr;

/// A request as it passes the proxy.
#[derive(Clone, Debug)]
pub struct Request {
    pub address: IpAddr,
    pub agent: &'static str,
    pub method: &'static str,
    pub path: String,
}

/// The words of a directive, for each place where it stands.
fn directives(config: &str, name: &str) -> Vec<Vec<String>> {
    config
        .lines()
        .map(|line| line.split('#').next().unwrap().trim())
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        .map(|rest| {
            let rest = rest.trim_end_matches(';');
            rest.split_whitespace().map(str::to_owned).collect()
        })
        .collect()
}

/// The lines of nginx's log, each with the number of the request it tells of.
///
/// Fails where nginx would tell errors of single requests: those carry address and request.
pub fn nginx(file: &str, requests: &[Request]) -> Vec<(usize, String)> {
    let config = std::fs::read_to_string(file).unwrap();
    let errors = directives(&config, "error_log");
    assert!(
        !errors.is_empty(),
        "nginx's own error log is at level error"
    );
    for words in errors {
        assert!(
            words.get(1).is_some_and(|level| level == "emerg"),
            "error_log {words:?} tells of single requests"
        );
    }
    let access = directives(&config, "access_log");
    assert!(!access.is_empty(), "without a word nginx logs everything");
    let servers = config.matches("\nserver {").count();
    assert_eq!(access.len(), servers, "each server says what it logs");
    let written = access.iter().find(|words| words[0] != "off");
    let Some(words) = written else {
        return Vec::new();
    };
    let format = words.get(1).map_or("combined", String::as_str);
    let format = directives(&config, "log_format")
        .into_iter()
        .find(|words| words[0] == format)
        .map_or(
            "$remote_addr $request $http_user_agent".to_owned(),
            |words| words[1..].join(" "),
        );
    let line = |request: &Request| {
        format
            .replace("$remote_addr", &request.address.to_string())
            .replace("$request_uri", &request.path)
            .replace("$request", &format!("{} {}", request.method, request.path))
            .replace("$uri", &request.path)
            .replace("$http_user_agent", request.agent)
    };
    requests.iter().map(line).enumerate().collect()
}

/// A block of a Caddyfile: the words before its brace, and the lines in it.
struct Block {
    head: Vec<String>,
    lines: Vec<Vec<String>>,
    blocks: Vec<Block>,
}

impl Block {
    fn read<'a>(head: Vec<String>, lines: &mut impl Iterator<Item = &'a str>) -> Self {
        let (mut own, mut blocks) = (Vec::new(), Vec::new());
        while let Some(line) = lines.next() {
            let line = line.split('#').next().unwrap().trim();
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            match words.last().map(String::as_str) {
                None => {}
                Some("}") => break,
                Some("{") => {
                    let head = words[..words.len() - 1].to_vec();
                    blocks.push(Self::read(head, lines));
                }
                Some(_) => own.push(words),
            }
        }
        Self {
            head,
            lines: own,
            blocks,
        }
    }

    /// Whether a directive stands here, with or without a block of its own.
    fn says(&self, directive: &str) -> bool {
        let first = |words: &Vec<String>| words.first().is_some_and(|word| word == directive);
        self.lines.iter().any(first) || self.blocks.iter().any(|block| first(&block.head))
    }

    /// The words of a line that begins so.
    fn words(&self, directive: &str) -> Vec<&str> {
        let line = self.lines.iter().find(|words| words[0] == directive);
        let words = line.into_iter().flatten().skip(1);
        words.map(String::as_str).collect()
    }
}

/// The lines that Caddy writes of single requests, each with the number of its request: of every
/// one where a site asks for a log, and of those that end in an error unless the default log
/// leaves out who tells of them. Its format is JSON with address, address again, method, path and
/// headers.
pub fn caddy(config: &str, requests: &[Request]) -> Vec<(usize, String)> {
    let file = Block::read(Vec::new(), &mut config.lines());
    let (global, sites): (Vec<&Block>, Vec<&Block>) =
        file.blocks.iter().partition(|block| block.head.is_empty());
    assert!(!sites.is_empty(), "the Caddyfile has no site");
    let default = global
        .iter()
        .flat_map(|block| &block.blocks)
        .find(|block| block.head == ["log"]);
    let leaves_out = |default: &&Block| {
        let excluded = default.words("exclude");
        [
            "http.log.access",
            "http.log.error",
            "http.handlers.reverse_proxy",
        ]
        .iter()
        .all(|name| excluded.contains(name))
            && !default.says("include")
    };
    if default.filter(leaves_out).is_some() && !sites.iter().any(|site| site.says("log")) {
        return Vec::new();
    }
    let line = |request: &Request| {
        let address = request.address;
        serde_json::json!({ "logger": "http.log.access", "request": {
            "remote_ip": address, "client_ip": address, "method": request.method,
            "uri": request.path, "headers": { "User-Agent": [request.agent] },
        }})
        .to_string()
    };
    requests.iter().map(line).enumerate().collect()
}
