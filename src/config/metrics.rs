//! `[metrics]`: where Prometheus reads the numbers of this node.

use std::net::{IpAddr, SocketAddr};

use serde::Deserialize;

use super::error::{ConfigError, problem};

/// The door for Prometheus; `operations` says what it gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Absent: there is no such door.
    pub listen: Option<SocketAddr>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMetrics {
    listen: Option<String>,
}

impl RawMetrics {
    /// `public` is where people are served: nothing of this stands there.
    pub(super) fn check(self, public: Option<SocketAddr>) -> Result<Metrics, ConfigError> {
        let Some(text) = self.listen else {
            return Ok(Metrics::default());
        };
        let wrong = |what: &str| {
            problem(
                "metrics.listen",
                Some(text.clone()),
                what,
                "write an address of this machine or of its inner network, such as 127.0.0.1:9464",
            )
        };
        let listen: SocketAddr = text
            .parse()
            .map_err(|_| wrong("is not an address with a port"))?;
        if Some(listen) == public && listen.port() != 0 {
            return Err(wrong("is where people are served"));
        }
        if !is_inner(listen.ip()) {
            return Err(wrong("can be reached by anybody"));
        }
        Ok(Metrics {
            listen: Some(listen),
        })
    }
}

/// Whether only this machine or its own network reaches it. All addresses of a machine (`0.0.0.0`) hold
/// the public ones as well.
fn is_inner(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn the_numbers_have_a_door_of_their_own_which_is_closed_unless_it_is_asked_for() {
        let with = |line: &str| load(&format!("{SMALLEST}\n[metrics]\n{line}"));
        let listen = |line: &str| with(line).map(|config| config.metrics.listen).ok();
        let unasked = load(SMALLEST).expect("a complete file");
        assert_eq!(unasked.metrics.listen, None);
        assert!(!unasked.trust_request_id);
        assert_eq!(listen(""), Some(None));
        for good in [
            "127.0.0.1:9464",
            "[::1]:9464",
            "10.0.0.7:9464",
            "[fd00::7]:9464",
        ] {
            let address: Option<SocketAddr> = good.parse().ok();
            assert_eq!(
                listen(&format!("listen = \"{good}\"")),
                Some(address),
                "{good}"
            );
        }
        for (wrong, key) in [
            ("listen = \"9464\"", "metrics.listen"),
            ("listen = \"localhost:9464\"", "metrics.listen"),
            ("listen = \"0.0.0.0:9464\"", "metrics.listen"),
            ("listen = \"[::]:9464\"", "metrics.listen"),
            ("listen = \"203.0.113.7:9464\"", "metrics.listen"),
            // Where people are served, unless the file says otherwise.
            ("listen = \"127.0.0.1:8080\"", "metrics.listen"),
            ("address = \"127.0.0.1:9464\"", "address"),
        ] {
            let error = with(wrong).err().expect("a wrong section");
            assert!(error.key.ends_with(key), "{error}");
        }
    }
}
