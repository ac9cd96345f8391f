//! The city's own names: where people find Plaza, and what other mail servers ask about the domain that its
//! mails come from.

use std::{io, net::ToSocketAddrs as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::message::Mailbox;
use url::{Host, Url};

use super::{
    Finding,
    dns::{self, Kind},
    fail, on_a_thread, warn, well,
};
use crate::{config::Config, mail::Transport};

/// What signs the city's mails: where its public half is to stand, and what that ends with.
struct Signs {
    name: String,
    public: Vec<u8>,
}

impl Signs {
    /// Nothing where no mail is signed, or by a key that cannot be read, which is the configuration's fault.
    fn of(config: &Config) -> Option<Self> {
        let dkim = config.mail.dkim.as_ref()?;
        let transport = Transport::new(&config.mail).ok()?;
        Some(Self {
            name: format!("{}._domainkey.{}", dkim.selector, dkim.domain),
            public: transport.public_half()?,
        })
    }
}

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let base = config.base_url.clone();
    let mut found = on_a_thread("address", move || of_address(&base)).await;
    let from: Option<Mailbox> = config.mail.from.parse().ok();
    let from = from.and_then(|from| idna::domain_to_ascii(from.email.domain()).ok());
    if let Some(domain) = from {
        let signs = Signs::of(config);
        found.extend(on_a_thread("mail domain", move || of_domain(&domain, signs.as_ref())).await);
    }
    if let Some(inbound) = &config.mail.inbound {
        let domain = inbound.domain.clone();
        found.extend(on_a_thread("mail domain", move || of_inbound(&domain)).await);
    }
    found
}

/// Names that nobody can have (RFC 6761), and those of this machine.
fn is_real(name: &str) -> bool {
    let last = name.trim_end_matches('.').rsplit('.').next();
    let last = last.unwrap_or_default().to_ascii_lowercase();
    name.contains('.') && !matches!(last.as_str(), "example" | "test" | "invalid" | "localhost")
}

fn skipped(check: &'static str, name: &str) -> Vec<Finding> {
    vec![well(
        check,
        format!("{name} is no name of the public's: not asked for"),
    )]
}

fn of_address(base: &Url) -> Vec<Finding> {
    let Some(Host::Domain(name)) = base.host() else {
        return Vec::new();
    };
    if !is_real(name) {
        return skipped("address", name);
    }
    let port = base.port_or_known_default().unwrap_or(443);
    vec![match (name, port).to_socket_addrs() {
        Ok(all) => {
            let (four, six): (Vec<_>, Vec<_>) = all.partition(|address| address.is_ipv4());
            let said = format!(
                "{name} has {} IPv4 and {} IPv6 addresses",
                four.len(),
                six.len()
            );
            if four.is_empty() && six.is_empty() {
                fail(
                    "address",
                    said,
                    "enter A and AAAA for it at the city's name server",
                )
            } else {
                well("address", said)
            }
        }
        Err(error) => warn(
            "address",
            format!("{name} is not found from here: {error}"),
            "enter A and AAAA for it at the city's name server, unless this machine asks no name server",
        ),
    }]
}

fn of_domain(domain: &str, signs: Option<&Signs>) -> Vec<Finding> {
    if !is_real(domain) {
        return skipped("mail domain", domain);
    }
    let mut found = vec![
        spf(domain, dns::ask(domain, Kind::Txt)),
        mx(domain, dns::ask(domain, Kind::Mx)),
        dmarc(domain, dns::ask(&format!("_dmarc.{domain}"), Kind::Txt)),
    ];
    if let Some(signs) = signs {
        found.push(key(signs, dns::ask(&signs.name, Kind::Txt)));
    }
    found
}

fn of_inbound(domain: &str) -> Vec<Finding> {
    if !is_real(domain) {
        return skipped("mail domain", domain);
    }
    vec![mx(domain, dns::ask(domain, Kind::Mx))]
}

fn unasked(what: &str, error: &io::Error) -> Finding {
    warn(
        "mail domain",
        format!("{what}: {error}"),
        "run it where the name server can be reached",
    )
}

fn mx(domain: &str, asked: io::Result<Vec<String>>) -> Finding {
    match asked {
        Ok(servers) if servers.is_empty() => warn(
            "mail domain",
            format!("no server takes mails for {domain} (MX)"),
            "enter MX for it: else bounces and replies reach nobody",
        ),
        Ok(servers) => well(
            "mail domain",
            format!("{} take mails for {domain} (MX)", servers.join(", ")),
        ),
        Err(error) => unasked(&format!("MX of {domain}"), &error),
    }
}

/// Lines that begin so, whatever their capitals.
fn beginning<'a>(lines: &'a [String], with: &str) -> Vec<&'a String> {
    let begins = |line: &&String| {
        let start = line.get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    lines.iter().filter(begins).collect()
}

fn spf(domain: &str, asked: io::Result<Vec<String>>) -> Finding {
    match asked {
        Ok(lines) => match beginning(&lines, "v=spf1").len() {
            1 => well(
                "mail domain",
                format!("{domain} says who may send its mails (SPF)"),
            ),
            0 => warn(
                "mail domain",
                format!("{domain} does not say who may send its mails (SPF)"),
                "enter TXT v=spf1 … with the server in mail.url, or its mails are taken for spam",
            ),
            count => fail(
                "mail domain",
                format!("{domain} says {count} times who may send its mails (SPF): none counts"),
                "make one TXT v=spf1 … of them (RFC 7208, 3.2)",
            ),
        },
        Err(error) => unasked(&format!("SPF of {domain}"), &error),
    }
}

fn dmarc(domain: &str, asked: io::Result<Vec<String>>) -> Finding {
    match asked {
        Ok(lines) if beginning(&lines, "v=DMARC1").is_empty() => warn(
            "mail domain",
            format!("_dmarc.{domain} says nothing (DMARC)"),
            "enter TXT v=DMARC1; p=… there, unless the domain above it has one",
        ),
        Ok(_) => well("mail domain", format!("_dmarc.{domain} is there (DMARC)")),
        Err(error) => unasked(&format!("DMARC of {domain}"), &error),
    }
}

fn key(signs: &Signs, asked: io::Result<Vec<String>>) -> Finding {
    let name = &signs.name;
    let remedy = "enter the public half of mail.dkim.key_file there, as docs/mail.md says";
    let lines = match asked {
        Ok(lines) => lines,
        Err(error) => return unasked(&format!("DKIM of {name}"), &error),
    };
    let keys = lines.iter().flat_map(|line| line.split(';'));
    let keys = keys.filter_map(|part| part.trim().strip_prefix("p="));
    // White space may stand within a key (RFC 6376, 3.2).
    let keys = keys.map(|key| key.split_whitespace().collect::<String>());
    let keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
    let is_own = |key: &String| {
        let key = STANDARD.decode(key);
        key.is_ok_and(|key| key.ends_with(&signs.public))
    };
    let said = if keys.is_empty() {
        format!("{name} has no key (DKIM): every signature is bad")
    } else if keys.iter().any(is_own) {
        return well("mail domain", format!("{name} has the key (DKIM)"));
    } else {
        format!("{name} has another key than the one that signs (DKIM): every signature is bad")
    };
    fail("mail domain", said, remedy)
}

#[cfg(test)]
mod tests {
    use super::{super::State, *};

    fn lines(all: &[&str]) -> io::Result<Vec<String>> {
        Ok(all.iter().map(|&line| line.to_owned()).collect())
    }

    #[test]
    fn what_other_servers_would_refuse_is_told() {
        let domain = "city.gov.tw";
        for (said, state) in [
            (&["v=spf1 -all", "google=x"][..], State::Ok),
            (&["V=SPF1 mx"][..], State::Ok),
            (&["v=spf"][..], State::Warn),
            (&[][..], State::Warn),
            (&["v=spf1 -all", "v=spf1 mx"][..], State::Fail),
        ] {
            assert_eq!(spf(domain, lines(said)).state, state, "{said:?}");
        }
        assert_eq!(dmarc(domain, lines(&["v=DMARC1; p=none"])).state, State::Ok);
        assert_eq!(dmarc(domain, lines(&["other"])).state, State::Warn);
        assert_eq!(mx(domain, lines(&["mx.city.gov.tw"])).state, State::Ok);
        assert_eq!(mx(domain, lines(&[])).state, State::Warn);
        let signs = Signs {
            name: "plaza._domainkey.city.gov.tw".to_owned(),
            public: vec![1, 2, 3],
        };
        for (said, state) in [
            (&["v=DKIM1; k=ed25519; p=AQID"][..], State::Ok),
            // With what says of which kind it is before it, and cut by spaces.
            (&["v=DKIM1; k=rsa; p=CQkB AgM="][..], State::Ok),
            (&["v=DKIM1; p=AQIE"][..], State::Fail),
            (&["v=DKIM1; p="][..], State::Fail),
            (&[][..], State::Fail),
        ] {
            assert_eq!(key(&signs, lines(said)).state, state, "{said:?}");
        }
        let away = mx(domain, Err(io::Error::other("away")));
        assert_eq!(away.state, State::Warn, "nothing is known");
    }

    #[test]
    fn names_that_nobody_has_are_not_asked_for() {
        for name in [
            "localhost",
            "plaza.test",
            "city.example",
            "plaza",
            "a.invalid.",
        ] {
            assert!(!is_real(name), "{name}");
        }
        assert!(is_real("city.gov.tw") && is_real("城市.tw"));
    }
}
