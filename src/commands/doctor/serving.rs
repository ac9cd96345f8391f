//! Whether Plaza answers on this machine, at the address that it listens on.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use super::{Finding, on_a_thread, warn, well};
use crate::config::Config;

const WAIT: Duration = Duration::from_secs(3);
const QUESTION: &[u8] = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// Longer than the first line of any answer.
const LONGEST: u64 = 256;

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let listen = config.listen;
    on_a_thread("serving", move || vec![told(listen, ask(listen))]).await
}

/// The first line of the answer.
fn ask(mut listen: SocketAddr) -> io::Result<String> {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    let mut stream = TcpStream::connect_timeout(&listen, WAIT)?;
    stream.set_read_timeout(Some(WAIT))?;
    stream.set_write_timeout(Some(WAIT))?;
    stream.write_all(QUESTION)?;
    let mut bytes = Vec::new();
    stream.take(LONGEST).read_to_end(&mut bytes)?;
    let answer = String::from_utf8_lossy(&bytes);
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

fn told(listen: SocketAddr, asked: io::Result<String>) -> Finding {
    let line = match asked {
        Ok(line) => line,
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            return well(
                "serving",
                format!("nobody listens at {listen}: Plaza does not serve here"),
            );
        }
        Err(error) => {
            let said = format!("{listen}: {error}");
            return warn(
                "serving",
                said,
                "look at Plaza's log, and whether the machine is overloaded",
            );
        }
    };
    match line.split(' ').nth(1) {
        Some("200") => well(
            "serving",
            format!("Plaza answers at {listen}, and is ready"),
        ),
        Some("503") => warn(
            "serving",
            format!("Plaza answers at {listen}, and is not ready"),
            "look at the database and the migrations below",
        ),
        _ => warn(
            "serving",
            format!("something else than Plaza answers at {listen}"),
            "choose another address or port for `listen`, or end what is there",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::{super::State, *};

    /// What is told of a server that answers so.
    fn answered(answer: &'static str) -> Finding {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("asked");
            let mut asked = [0; QUESTION.len()];
            stream.read_exact(&mut asked).expect("a question");
            stream.write_all(answer.as_bytes()).expect("answered");
        });
        let told = told(address, ask(address));
        server.join().expect("it answered");
        told
    }

    #[test]
    fn who_answers_is_told_apart() {
        for (answer, state, words) in [
            ("HTTP/1.1 200 OK\r\n\r\nready\n", State::Ok, "is ready"),
            (
                "HTTP/1.1 503 Service Unavailable\r\n\r\n",
                State::Warn,
                "not ready",
            ),
            (
                "HTTP/1.1 404 Not Found\r\n\r\n",
                State::Warn,
                "something else",
            ),
            ("220 mail.example\r\n", State::Warn, "something else"),
            ("", State::Warn, "something else"),
        ] {
            let found = answered(answer);
            assert_eq!(found.state, state, "{answer}");
            assert!(found.said.contains(words), "{}", found.said);
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("its address");
        drop(free);
        assert_eq!(told(address, ask(address)).state, State::Ok);
    }
}
