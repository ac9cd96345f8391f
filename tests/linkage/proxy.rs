//! What nginx would write with the shipped configuration.

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

/// The lines of the proxy's log, each with the number of the request it tells of.
///
/// Fails where nginx would tell errors of single requests: those carry address and request.
pub fn log(file: &str, requests: &[Request]) -> Vec<(usize, String)> {
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
