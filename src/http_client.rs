//! Asking other servers over HTTP: bounded in time and in bytes, no redirect followed, no proxy of the
//! environment, and on request no address that only this network can reach.
//!
//! Whom to ask and what for, the rooms above say.

use std::{
    error::Error,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Host;

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those alone that everybody on the Internet can reach.
    PublicAlone,
    /// Also this machine and its network.
    Anywhere,
}

/// Why there is no answer. None of it repeats an address or what the other side said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error("the request cannot be made")]
    Request,
    #[error("the address is none that everybody can reach")]
    Private,
    #[error("the name is not known")]
    Name,
    #[error("no connection")]
    Connect,
    #[error("the certificate or the encryption does not hold")]
    Tls,
    #[error("no answer in time")]
    Late,
    /// How it began is known all the same.
    #[error("the answer ({status}) is longer than may be read")]
    Long { status: u16 },
    #[error("the answer broke off")]
    Broken,
}

/// One way of asking. It holds no connections between requests, so that each is resolved and looked at anew.
#[derive(Clone, Debug)]
pub struct HttpClient {
    client: reqwest::Client,
    reach: Reach,
    time: Duration,
    most_bytes: usize,
}

impl HttpClient {
    /// An answer has to be there, whole, within `time`, and have no more than `most_bytes`. The certificates
    /// that are believed are the machine's (`SSL_CERT_FILE` names others).
    pub fn new(reach: Reach, time: Duration, most_bytes: usize) -> Result<Self, HttpError> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(time)
            .timeout(time)
            .pool_max_idle_per_host(0)
            .referer(false)
            .user_agent("Plaza");
        let builder = match reach {
            Reach::PublicAlone => builder.dns_resolver(Arc::new(PublicNames)),
            Reach::Anywhere => builder,
        };
        let client = builder.build().map_err(|_| HttpError::Tls)?;
        Ok(Self {
            client,
            reach,
            time,
            most_bytes,
        })
    }

    /// Asks once. Whatever was answered is an answer, a redirect too.
    pub async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, HttpError> {
        let mut request = reqwest::Request::try_from(request).map_err(|_| HttpError::Request)?;
        if !matches!(request.url().scheme(), "http" | "https") {
            return Err(HttpError::Request);
        }
        // An address in figures is asked for no name.
        let literal = match request.url().host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(HttpError::Request),
        };
        if self.reach == Reach::PublicAlone && literal.is_some_and(|address| !is_public(address)) {
            return Err(HttpError::Private);
        }
        let says_nothing = |body: &reqwest::Body| body.as_bytes().is_some_and(<[u8]>::is_empty);
        if request.body().is_some_and(says_nothing) && *request.method() == http::Method::GET {
            *request.body_mut() = None;
        }
        // The client's own limit holds as well; this one holds whatever it counts from.
        let answer = tokio::time::timeout(self.time, self.ask(request));
        answer.await.unwrap_or(Err(HttpError::Late))
    }

    async fn ask(&self, request: reqwest::Request) -> Result<http::Response<Vec<u8>>, HttpError> {
        let mut answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| why(&error))?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| why_broken(&error))? {
            if body.len() + piece.len() > self.most_bytes {
                let status = answer.status().as_u16();
                return Err(HttpError::Long { status });
            }
            body.extend_from_slice(&piece);
        }
        let mut whole = http::Response::new(body);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        Ok(whole)
    }
}

/// What went wrong before there was an answer.
fn why(error: &reqwest::Error) -> HttpError {
    if error.is_timeout() {
        return HttpError::Late;
    }
    if error.is_builder() {
        return HttpError::Request;
    }
    found_in(error).unwrap_or(if error.is_connect() {
        HttpError::Connect
    } else {
        HttpError::Broken
    })
}

fn why_broken(error: &reqwest::Error) -> HttpError {
    if error.is_timeout() {
        HttpError::Late
    } else {
        HttpError::Broken
    }
}

/// What the innermost error that this room knows says.
fn found_in(outermost: &(dyn Error + 'static)) -> Option<HttpError> {
    let mut next = Some(outermost);
    while let Some(error) = next {
        if let Some(known) = error.downcast_ref::<HttpError>() {
            return Some(*known);
        }
        if error.is::<rustls::Error>() {
            return Some(HttpError::Tls);
        }
        // What an I/O error carries is not its source.
        let carried = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match carried {
            Some(carried) => Some(carried as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

/// Looks names up and leaves out what not everybody can reach. What it gives is what is connected to, so that a
/// name cannot be another address once it was looked at.
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(public_addresses(name))
    }
}

async fn public_addresses(name: Name) -> Result<Addrs, Box<dyn Error + Send + Sync>> {
    let found = tokio::net::lookup_host((name.as_str(), 0)).await;
    let found: Vec<SocketAddr> = found.map_err(|_| HttpError::Name)?.collect();
    if found.is_empty() {
        return Err(HttpError::Name.into());
    }
    let public: Vec<SocketAddr> = found
        .into_iter()
        .filter(|address| is_public(address.ip()))
        .collect();
    if public.is_empty() {
        return Err(HttpError::Private.into());
    }
    Ok(Box::new(public.into_iter()))
}

/// Whether everybody on the Internet can reach an address: deny by default, after IANA's registers of special
/// addresses.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match a {
        // This network, private, loopback, multicast, reserved, broadcast.
        0 | 10 | 127 | 224..=255 => true,
        // Shared by a provider's customers.
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        // Protocols, documentation, what was 6to4, private.
        192 => matches!((b, c), (0, 0 | 2) | (88, 99)) || b == 168,
        // Measurements, documentation.
        198 => matches!(b, 18 | 19) || (b, c) == (51, 100),
        203 => (b, c) == (0, 113),
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    let parts = address.segments();
    match parts {
        // What a gateway translates reaches the address inside.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
        }
        // Teredo and other protocols; 6to4, which holds an IPv4 address; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x2002, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        is_public(address.parse().expect("an address"))
    }

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for address in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:b000::1",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
        ] {
            assert!(public(address), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(address), "{address}");
        }
    }

    fn ask(url: &str) -> http::Request<Vec<u8>> {
        let request = http::Request::get(url).body(Vec::new());
        request.expect("a request")
    }

    #[actix_web::test]
    async fn what_stands_in_this_network_is_not_asked() {
        let client = HttpClient::new(Reach::PublicAlone, Duration::from_secs(5), 1024);
        let client = client.expect("a client");
        for url in [
            "http://127.0.0.1:9/",
            "http://127.1:9/",
            "http://2130706433:9/",
            "http://0x7f000001:9/",
            "http://[::1]:9/",
            "http://[::ffff:127.0.0.1]:9/",
            "http://169.254.169.254/latest/",
            "http://localhost:9/",
            "https://localhost:9/",
        ] {
            let answer = client.send(ask(url)).await;
            assert_eq!(answer.err(), Some(HttpError::Private), "{url}");
        }
    }

    #[actix_web::test]
    async fn nobody_answers_where_nobody_listens() {
        let client = HttpClient::new(Reach::Anywhere, Duration::from_secs(5), 1024);
        let client = client.expect("a client");
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let answer = client.send(ask(&format!("http://127.0.0.1:{port}/"))).await;
        assert_eq!(answer.err(), Some(HttpError::Connect));
    }
}
