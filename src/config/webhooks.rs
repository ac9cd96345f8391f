//! `[webhooks]`: where the city's events may be delivered to, beside what everybody can reach, and for how long
//! an endpoint may keep Plaza waiting.

use std::time::Duration;

use serde::Deserialize;
use url::{Host, Url};

use super::error::{ConfigError, Faults, problem};

/// For how many seconds an endpoint may keep Plaza waiting, where nobody says it.
const TIMEOUT: u64 = 10;

/// What holds of the delivery of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhooks {
    /// Hosts, as an address names them, that may stand in this network and be asked without TLS.
    pub allow_private: Vec<String>,
    /// How long an endpoint may take for one delivery.
    pub timeout: Duration,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self {
            allow_private: Vec::new(),
            timeout: Duration::from_secs(TIMEOUT),
        }
    }
}

impl Webhooks {
    /// Whether the operator let events go to this host wherever it stands.
    pub fn allows(&self, address: &Url) -> bool {
        let host = address.host_str().unwrap_or_default();
        self.allow_private.iter().any(|known| known == host)
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawWebhooks {
    allow_private: Vec<String>,
    timeout_seconds: u64,
}

impl Default for RawWebhooks {
    fn default() -> Self {
        Self {
            allow_private: Vec::new(),
            timeout_seconds: TIMEOUT,
        }
    }
}

impl RawWebhooks {
    pub(super) fn check(self, faults: &mut Faults) -> Option<Webhooks> {
        let hosts = self.allow_private.iter();
        let hosts = faults.each(hosts.map(|written| host(written)));
        Some(Webhooks {
            allow_private: hosts?,
            timeout: Duration::from_secs(self.timeout_seconds.clamp(1, 60)),
        })
    }
}

/// The host as addresses name it: in small letters, a number as its usual form, IPv6 in brackets.
fn host(written: &str) -> Result<String, ConfigError> {
    let is_v6 = written.parse::<std::net::Ipv6Addr>().is_ok();
    let host = match is_v6 {
        true => Host::parse(&format!("[{written}]")),
        false => Host::parse(written),
    };
    host.map(|host| host.to_string()).map_err(|_| {
        problem(
            "webhooks.allow_private",
            Some(written.to_owned()),
            "is no host",
            "write the name or the number alone, such as hooks.city.example or 10.1.2.3, without https:// and port",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn hosts_are_named_as_addresses_name_them_and_nothing_else_is() {
        let with = |line: &str| load(&format!("{SMALLEST}\n[webhooks]\n{line}"));
        let without = load(SMALLEST).expect("a complete file").webhooks;
        assert_eq!(without, Webhooks::default());
        let config = with("allow_private = [\"Hooks.City.Example\", \"10.1.2.3\", \"::1\"]");
        let webhooks = config.expect("good hosts").webhooks;
        for (address, allowed) in [
            ("https://hooks.city.example/plaza", true),
            ("http://hooks.city.example:8080/", true),
            ("http://10.1.2.3/", true),
            ("http://[::1]:9/", true),
            ("https://other.city.example/", false),
            ("https://hooks.city.example.evil.example/", false),
            ("http://10.1.2.4/", false),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(webhooks.allows(&address), allowed, "{address}");
        }
        for wrong in [
            "https://hooks.city.example",
            "hooks.city.example/x",
            "",
            "a b",
        ] {
            let error = with(&format!("allow_private = [\"{wrong}\"]")).err();
            let error = error.expect("it is no host");
            assert_eq!(error.key, "webhooks.allow_private", "{wrong}");
        }
        let patient = with("timeout_seconds = 900").expect("the nearest");
        assert_eq!(patient.webhooks.timeout, Duration::from_secs(60));
    }
}
