//! The little of the domain name system that the standard library does not ask for: who takes a domain's
//! mails (MX), and what it says in words (TXT). One question to the machine's own name servers (RFC 1035),
//! which do all that is difficult.

use std::{
    fs,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket},
    time::Duration,
};

use crate::clock::Random;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mx,
    Txt,
}

impl Kind {
    const fn number(self) -> u16 {
        match self {
            Self::Mx => 15,
            Self::Txt => 16,
        }
    }
}

/// How long one name server has for its answer.
const WAIT: Duration = Duration::from_secs(2);
/// How many are asked.
const SERVERS: usize = 2;
/// The longest answer by UDP that is taken.
const LONGEST: usize = 4096;
/// The first pieces of a name that lead elsewhere: more than that is a circle.
const JUMPS: usize = 16;

/// What the machine's name servers say: no lines where there are none. Blocks for some seconds at most.
pub(super) fn ask(name: &str, kind: Kind) -> io::Result<Vec<String>> {
    let mut last = io::Error::new(ErrorKind::NotFound, "the machine has no name server");
    for server in servers().into_iter().take(SERVERS) {
        match ask_at(SocketAddr::new(server, 53), name, kind) {
            Ok(lines) => return Ok(lines),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn servers() -> Vec<IpAddr> {
    let text = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let named = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next()? == "nameserver").then(|| words.next()?.parse().ok())?
    });
    named.collect()
}

/// Asks one server, by TCP where the answer is too long for UDP.
fn ask_at(server: SocketAddr, name: &str, kind: Kind) -> io::Result<Vec<String>> {
    let id = u16::from_be_bytes(Random::System.bytes());
    let question = question(id, name, kind)?;
    let from = match server {
        SocketAddr::V4(_) => SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0),
        SocketAddr::V6(_) => SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), 0),
    };
    let socket = UdpSocket::bind(from)?;
    // Only this server's answers arrive.
    socket.connect(server)?;
    socket.set_read_timeout(Some(WAIT))?;
    socket.send(&question)?;
    let mut bytes = vec![0; LONGEST];
    let length = socket.recv(&mut bytes)?;
    bytes.truncate(length);
    let is_cut = bytes.get(2).is_some_and(|flags| flags & 0x02 != 0);
    if is_cut {
        bytes = by_tcp(server, &question)?;
    }
    answer(&bytes, id, kind).unwrap_or_else(|| {
        let words = "the name server's answer cannot be read";
        Err(io::Error::new(ErrorKind::InvalidData, words))
    })
}

fn by_tcp(server: SocketAddr, question: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&server, WAIT)?;
    stream.set_read_timeout(Some(WAIT))?;
    stream.set_write_timeout(Some(WAIT))?;
    let length = u16::try_from(question.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes()[..], question].concat())?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut bytes = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// One question that asks the server to ask on, with room for a long answer (RFC 6891).
fn question(id: u16, name: &str, kind: Kind) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.extend(id.to_be_bytes());
    // A question that wants recursion; one question, no answer, no authority, one more: the size.
    bytes.extend([0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 1]);
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len()).ok();
        let length = length.filter(|length| (1..=63).contains(length));
        let Some(length) = length else {
            return Err(io::Error::new(ErrorKind::InvalidInput, "this is no name"));
        };
        bytes.push(length);
        bytes.extend(label.bytes());
    }
    bytes.push(0);
    bytes.extend(kind.number().to_be_bytes());
    bytes.extend([0, 1]);
    let [high, low] = 1232_u16.to_be_bytes();
    bytes.extend([0, 0, 41, high, low, 0, 0, 0, 0, 0, 0]);
    Ok(bytes)
}

/// The lines of an answer, or what the server says is wrong; `None` where it is none.
fn answer(bytes: &[u8], id: u16, kind: Kind) -> Option<io::Result<Vec<String>>> {
    let pair = |at: usize| {
        let two = bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_be_bytes([two[0], two[1]]))
    };
    let is_answer = pair(0)? == id && pair(2)? & 0x8000 != 0;
    if !is_answer {
        return None;
    }
    match pair(2)? & 0x000f {
        0 => {}
        // There is no such name.
        3 => return Some(Ok(Vec::new())),
        code => {
            let words = format!("the name server answers with code {code}");
            return Some(Err(io::Error::other(words)));
        }
    }
    let (questions, answers) = (pair(4)?, pair(6)?);
    let mut at = 12;
    for _ in 0..questions {
        at = name_at(bytes, at)?.1 + 4;
    }
    let mut lines = Vec::new();
    for _ in 0..answers {
        at = name_at(bytes, at)?.1;
        let (sort, length) = (pair(at)?, usize::from(pair(at + 8)?));
        let data = at + 10;
        let whole = bytes.get(data..data + length)?;
        if sort == kind.number() {
            lines.push(match kind {
                Kind::Mx => name_at(bytes, data + 2)?.0,
                Kind::Txt => text(whole)?,
            });
        }
        at = data + length;
    }
    Some(Ok(lines))
}

/// A name, and where what follows it begins.
fn name_at(bytes: &[u8], start: usize) -> Option<(String, usize)> {
    let (mut at, mut behind, mut labels) = (start, None, Vec::new());
    for _ in 0..JUMPS {
        loop {
            let length = usize::from(*bytes.get(at)?);
            if length & 0xc0 == 0xc0 {
                let low = usize::from(*bytes.get(at + 1)?);
                behind = behind.or(Some(at + 2));
                at = ((length & 0x3f) << 8) | low;
                break;
            }
            at += 1;
            if length == 0 {
                return Some((labels.join("."), behind.unwrap_or(at)));
            }
            let label = bytes.get(at..at + length)?;
            labels.push(String::from_utf8_lossy(label).into_owned());
            at += length;
            // No name is longer, with a point behind each of its parts.
            if labels.len() > 127 {
                return None;
            }
        }
    }
    None
}

/// The pieces of a text as one.
fn text(mut data: &[u8]) -> Option<String> {
    let mut all = Vec::new();
    while let Some((length, rest)) = data.split_first() {
        let (piece, rest) = rest.split_at_checked((*length).into())?;
        all.extend_from_slice(piece);
        data = rest;
    }
    Some(String::from_utf8_lossy(&all).into_owned())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// An answer to a question: each with its sort, under the question's own name.
    fn answered(question: &[u8], flags: [u8; 2], all: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let count = u16::try_from(all.len()).expect("few").to_be_bytes();
        let head = [&question[..2], &flags, &[0, 1], &count, &[0, 0, 0, 0]].concat();
        // The question without its size.
        let asked = &question[12..question.len() - 11];
        let mut bytes = [&head[..], asked].concat();
        for (sort, data) in all {
            let length = u16::try_from(data.len()).expect("short").to_be_bytes();
            bytes.extend([0xc0, 12]);
            bytes.extend(sort.to_be_bytes());
            bytes.extend([0, 1, 0, 0, 0, 60]);
            bytes.extend(length);
            bytes.extend(data);
        }
        bytes
    }

    fn piece(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).expect("short");
        [&[length][..], text.as_bytes()].concat()
    }

    const GOOD: [u8; 2] = [0x81, 0x80];

    #[test]
    fn texts_are_put_together_and_names_follow_where_they_lead() {
        let asked = question(7, "city.example", Kind::Txt).expect("a name");
        let text = [piece("v=spf1 "), piece("-all")].concat();
        let bytes = answered(&asked, GOOD, &[(5, vec![0xc0, 12]), (16, text)]);
        let lines = answer(&bytes, 7, Kind::Txt).expect("an answer");
        assert_eq!(lines.expect("lines"), ["v=spf1 -all"]);

        let asked = question(7, "city.example", Kind::Mx).expect("a name");
        // A preference, and a name that ends as the question's does.
        let server = [&[0, 10][..], &piece("mx"), &[0xc0, 12]].concat();
        let bytes = answered(&asked, GOOD, &[(15, server)]);
        let lines = answer(&bytes, 7, Kind::Mx).expect("an answer");
        assert_eq!(lines.expect("lines"), ["mx.city.example"]);
    }

    #[test]
    fn that_there_is_no_such_name_is_an_answer_and_that_it_failed_is_none() {
        let asked = question(7, "city.example", Kind::Mx).expect("a name");
        let none = answer(&answered(&asked, [0x81, 0x83], &[]), 7, Kind::Mx);
        assert!(none.expect("an answer").expect("no lines").is_empty());
        let failed = answer(&answered(&asked, [0x81, 0x82], &[]), 7, Kind::Mx);
        assert!(failed.expect("an answer").is_err());
        let of_another = answer(&answered(&asked, GOOD, &[]), 8, Kind::Mx);
        assert!(of_another.is_none());
        assert!(question(7, "city..example", Kind::Mx).is_err());
    }

    #[test]
    fn whatever_a_server_answers_is_read_to_an_end() {
        let asked = question(7, "city.example", Kind::Mx).expect("a name");
        let server = [&[0, 10][..], &piece("mx"), &[0xc0, 12]].concat();
        let whole = answered(&asked, GOOD, &[(15, server)]);
        for length in 0..whole.len() {
            assert!(answer(&whole[..length], 7, Kind::Mx).is_none(), "{length}");
        }
        // A name that leads to itself, and answers that are announced and do not come.
        let around = answered(&asked, GOOD, &[(15, vec![0, 10, 0xc0, 44])]);
        assert!(answer(&around, 7, Kind::Mx).is_none());
        let mut seed = 1_u32;
        let mut noise = whole.clone();
        for _ in 0..10_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = 2 + (seed >> 8) as usize % (noise.len() - 2);
            noise[at] = (seed >> 24) as u8;
            let _ = answer(&noise, 7, Kind::Mx);
        }
    }

    #[test]
    fn a_server_is_asked_and_by_tcp_where_its_answer_is_long() {
        // Both at one port, which another test may have for one of them.
        let (socket, listener) = loop {
            let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
            let address = socket.local_addr().expect("its address");
            if let Ok(listener) = std::net::TcpListener::bind(address) {
                break (socket, listener);
            }
        };
        let server = socket.local_addr().expect("its address");
        let answering = thread::spawn(move || {
            let mut bytes = [0; 512];
            let (length, from) = socket.recv_from(&mut bytes).expect("a question");
            let cut = answered(&bytes[..length], [0x83, 0x80], &[]);
            socket.send_to(&cut, from).expect("sent");
            let (mut stream, _) = listener.accept().expect("asked again");
            let mut length = [0; 2];
            stream.read_exact(&mut length).expect("a length");
            let mut asked = vec![0; u16::from_be_bytes(length).into()];
            stream.read_exact(&mut asked).expect("the question");
            let long = answered(&asked, GOOD, &[(16, piece("v=DMARC1; p=reject"))]);
            let length = u16::try_from(long.len()).expect("short").to_be_bytes();
            stream
                .write_all(&[&length[..], &long].concat())
                .expect("sent");
        });
        let lines = ask_at(server, "_dmarc.city.example", Kind::Txt);
        assert_eq!(lines.expect("an answer"), ["v=DMARC1; p=reject"]);
        answering.join().expect("it answered");
    }
}
