//! Which addresses events may be delivered to. A name is looked at again whenever it is connected to: here stands
//! what can be told from the address alone.

use std::net::IpAddr;

use url::{Host, Url};

use crate::{config::Webhooks, http_client};

/// The address, or the code of what is wrong with it.
pub(super) fn check(typed: &str, allowed: &Webhooks) -> Result<Url, &'static str> {
    let url: Url = typed.parse().map_err(|_| "webhook-address")?;
    let is_plain =
        url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !is_plain || url.host().is_none() || !matches!(url.scheme(), "http" | "https") {
        return Err("webhook-address");
    }
    if allowed.allows(&url) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err("webhook-https");
    }
    if is_private(&url) {
        return Err("webhook-private");
    }
    Ok(url)
}

fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => !http_client::is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !http_client::is_public(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_this_network_is_taken_only_where_the_operator_named_it() {
        let nobody = Webhooks::default();
        let named = Webhooks {
            allow_private: vec!["10.1.2.3".into(), "hooks.city.example".into()],
            ..Webhooks::default()
        };
        for (address, without, with) in [
            ("https://hooks.example/plaza?to=x", None, None),
            (
                "http://hooks.example/",
                Some("webhook-https"),
                Some("webhook-https"),
            ),
            ("http://hooks.city.example/", Some("webhook-https"), None),
            ("http://10.1.2.3/", Some("webhook-https"), None),
            ("https://10.1.2.3/", Some("webhook-private"), None),
            (
                "https://127.0.0.1/",
                Some("webhook-private"),
                Some("webhook-private"),
            ),
            (
                "https://2130706433/",
                Some("webhook-private"),
                Some("webhook-private"),
            ),
            (
                "https://[::ffff:10.0.0.1]/",
                Some("webhook-private"),
                Some("webhook-private"),
            ),
            (
                "https://localhost/",
                Some("webhook-private"),
                Some("webhook-private"),
            ),
            (
                "https://user:word@hooks.example/",
                Some("webhook-address"),
                Some("webhook-address"),
            ),
            (
                "https://hooks.example/#part",
                Some("webhook-address"),
                Some("webhook-address"),
            ),
            (
                "ftp://hooks.example/",
                Some("webhook-address"),
                Some("webhook-address"),
            ),
            (
                "file:///etc/passwd",
                Some("webhook-address"),
                Some("webhook-address"),
            ),
            (
                "hooks.example",
                Some("webhook-address"),
                Some("webhook-address"),
            ),
        ] {
            assert_eq!(check(address, &nobody).err(), without, "{address}");
            assert_eq!(check(address, &named).err(), with, "{address}");
        }
    }
}
