//! One visit, made coarse.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use chrono::{DurationRound as _, TimeDelta};

use crate::db::Timestamp;

/// A network of some hundred or more households: /24 of IPv4, /48 of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Network {
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                Self::V4(Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << 8)))
            }
            IpAddr::V6(address) => {
                Self::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 80)))
            }
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}/24"),
            Self::V6(address) => write!(f, "{address}/48"),
        }
    }
}

/// What is known of a visit; what it was made from is known no more.
#[derive(Clone, Debug)]
pub struct Visit {
    pub(super) network: Option<Network>,
    pub(super) hour: String,
    pub(super) browser: &'static str,
    pub(super) clicked: String,
}

impl Visit {
    /// `agent` is the `User-Agent` header. `clicked` must be a public path or a route's template:
    /// see `web::observe`.
    pub fn new(address: Option<IpAddr>, at: Timestamp, agent: &str, clicked: String) -> Self {
        let at = at.utc();
        let hour = at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at);
        Self {
            network: address.map(Network::from),
            hour: hour.format("%Y-%m-%dT%H:00Z").to_string(),
            browser: family(agent),
            clicked,
        }
    }
}

/// Browser families by a word of their `User-Agent`. The first that is found counts: most
/// browsers also name those that they want to be taken for.
const FAMILIES: &[(&str, &str)] = &[
    ("bot", "program"),
    ("spider", "program"),
    ("crawl", "program"),
    ("curl/", "program"),
    ("wget/", "program"),
    ("python", "program"),
    ("edg", "edge"),
    ("opr/", "opera"),
    ("samsungbrowser", "samsung"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("chrome", "chrome"),
    ("crios", "chrome"),
    ("safari", "safari"),
];

fn family(agent: &str) -> &'static str {
    let agent = agent.to_ascii_lowercase();
    FAMILIES
        .iter()
        .find(|(word, _)| agent.contains(word))
        .map_or("other", |(_, family)| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_to_its_network() {
        for (address, network) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("2001:db8::1", "2001:db8::/48"),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(Network::from(address).to_string(), network);
        }
    }

    #[test]
    fn a_browser_is_one_of_a_few_words() {
        for (agent, named) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "firefox",
            ),
            (
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
                "chrome",
            ),
            (
                "Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "edge",
            ),
            (
                "Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/18.0 Safari/604.1",
                "safari",
            ),
            ("Mozilla/5.0 (compatible; Googlebot/2.1)", "program"),
            ("secret words of somebody", "other"),
            ("", "other"),
        ] {
            assert_eq!(family(agent), named, "{agent}");
        }
    }

    #[test]
    fn the_time_is_the_hour() {
        let at = Timestamp::from_milliseconds(1_772_417_999_999).expect("a time");
        assert_eq!(
            Visit::new(None, at, "", String::new()).hour,
            "2026-03-02T02:00Z"
        );
    }
}
