//! A client as small as can be, for it shares the machine with what it measures: one connection, one
//! request at a time, HTTP/1.1.

use std::{io, net::SocketAddr, ops::Range};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A connection with the answer that came last.
pub struct Connection {
    stream: TcpStream,
    kept: Vec<u8>,
    head: usize,
    body: Body,
    closes: bool,
}

enum Body {
    Whole(Range<usize>),
    /// It came in pieces.
    Joined(Vec<u8>),
}

enum Length {
    Known(usize),
    Pieces,
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            kept: Vec::with_capacity(64 * 1024),
            head: 0,
            body: Body::Whole(0..0),
            closes: false,
        })
    }

    /// Whether the server said that it takes no other request here.
    pub const fn closes(&self) -> bool {
        self.closes
    }

    /// Sends a request and reads the whole answer; gives its status.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<u16> {
        self.kept.clear();
        self.stream.write_all(request).await?;
        let mut looked = 0;
        self.head = loop {
            let from = looked.max(3) - 3;
            if let Some(at) = find(&self.kept[from..], b"\r\n\r\n") {
                break from + at + 4;
            }
            looked = self.kept.len();
            self.fill().await?;
        };
        let (status, length, closes) = read_head(&self.kept[..self.head])?;
        self.closes = closes;
        self.body = match length {
            Length::Known(length) => {
                let end = self.head + length;
                while self.kept.len() < end {
                    self.fill().await?;
                }
                Body::Whole(self.head..end)
            }
            Length::Pieces => Body::Joined(self.pieces().await?),
        };
        Ok(status)
    }

    /// The last answer's lines of header fields.
    pub fn head(&self) -> String {
        String::from_utf8_lossy(&self.kept[..self.head]).into_owned()
    }

    /// The value of a header field of the last answer, its first.
    pub fn header(&self, name: &str) -> Option<String> {
        self.head().lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    }

    /// The last answer's body, as it was sent.
    pub fn body(&self) -> &[u8] {
        match &self.body {
            Body::Whole(range) => &self.kept[range.clone()],
            Body::Joined(bytes) => bytes,
        }
    }

    async fn fill(&mut self) -> io::Result<()> {
        if self.stream.read_buf(&mut self.kept).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    async fn pieces(&mut self) -> io::Result<Vec<u8>> {
        let (mut joined, mut at) = (Vec::new(), self.head);
        loop {
            let line = loop {
                if let Some(length) = find(&self.kept[at..], b"\r\n") {
                    break at..at + length;
                }
                self.fill().await?;
            };
            let size = std::str::from_utf8(&self.kept[line.clone()]).unwrap_or_default();
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| wrong("a piece has no size"))?;
            let begin = line.end + 2;
            // Behind each piece, and behind the last, which is empty, ends a line.
            while self.kept.len() < begin + size + 2 {
                self.fill().await?;
            }
            joined.extend_from_slice(&self.kept[begin..begin + size]);
            at = begin + size + 2;
            if size == 0 {
                return Ok(joined);
            }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// Status, how the body comes, and whether the connection ends with it.
fn read_head(head: &[u8]) -> io::Result<(u16, Length, bool)> {
    let head = std::str::from_utf8(head).map_err(|_| wrong("a header field is no text"))?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .ok_or_else(|| wrong("the answer has no status"))?;
    let (mut length, mut closes) = (None, false);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            let known = value.parse().map_err(|_| wrong("a length is no number"))?;
            length = Some(Length::Known(known));
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            length = Some(Length::Pieces);
        } else if name.eq_ignore_ascii_case("connection") {
            closes = value.eq_ignore_ascii_case("close");
        }
    }
    let length = match length {
        Some(length) => length,
        None if matches!(status, 204 | 304) => Length::Known(0),
        None => return Err(wrong("the answer says no length")),
    };
    Ok((status, length, closes))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// Asks a server that answers with these pieces of bytes, one after the other.
    fn answered(pieces: &'static [&'static str]) -> io::Result<(u16, String)> {
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            let server = tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await?;
                let mut asked = [0; 512];
                let _ = stream.read(&mut asked).await?;
                for piece in pieces {
                    stream.write_all(piece.as_bytes()).await?;
                    stream.flush().await?;
                    tokio::task::yield_now().await;
                }
                io::Result::Ok(())
            });
            let mut connection = Connection::open(address).await?;
            let status = connection.ask(b"GET / HTTP/1.1\r\n\r\n").await?;
            server.await.map_err(io::Error::other)??;
            let body = String::from_utf8_lossy(connection.body()).into_owned();
            Ok((status, body))
        })
    }

    #[test]
    fn an_answer_is_read_whole_however_it_comes() -> io::Result<()> {
        let told = answered(&["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", "\r\nhe", "llo"])?;
        assert_eq!(told, (200, "hello".to_owned()));
        let told = answered(&[
            "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "lo\r\n",
            "1;x=y\r\n!\r\n0\r\n",
            "\r\n",
        ])?;
        assert_eq!(told, (404, "hello!".to_owned()));
        let told = answered(&["HTTP/1.1 304 Not Modified\r\n\r\n"])?;
        assert_eq!(told, (304, String::new()));
        Ok(())
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        assert!(answered(&["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe"]).is_err());
        assert!(answered(&["HTTP/1.1 200 OK\r\n\r\n"]).is_err());
        assert!(answered(&[]).is_err());
    }
}
