//! A mail server that takes everything as fast as it can, and knows who got something. What a
//! server may refuse is `relay.rs`'s business.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use tokio::sync::watch;

pub struct Sink {
    pub address: SocketAddr,
    /// The recipients of the mails that it took, in that order.
    taken: Arc<watch::Sender<Vec<String>>>,
}

impl Sink {
    /// One that acknowledges what it has read `at_once`, or when Linux sees fit.
    pub fn start(at_once: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self {
            address: listener.local_addr().unwrap(),
            taken: Arc::new(watch::channel(Vec::new()).0),
        };
        let all = Arc::clone(&sink.taken);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let taken = Arc::clone(&all);
                thread::spawn(move || talk(&stream, at_once, &taken).ok());
            }
        });
        sink
    }

    /// Waits until it has taken so many since it was emptied.
    pub async fn has_taken(&self, count: usize) {
        let mut taken = self.taken.subscribe();
        let enough = taken.wait_for(|taken| taken.len() >= count).await;
        assert!(enough.is_ok(), "the sink is gone");
    }

    /// To whom it took mails since it was asked last.
    pub fn empty(&self) -> Vec<String> {
        self.taken.send_replace(Vec::new())
    }
}

/// What a client says. lettre alone writes a mail and its end apart, and the end does not leave before the
/// mail was acknowledged: Linux takes up to 40 ms over that where nothing is answered.
struct Heard<'a> {
    stream: &'a TcpStream,
    at_once: bool,
}

impl Read for Heard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        #[cfg(target_os = "linux")]
        if self.at_once {
            std::os::linux::net::TcpStreamExt::set_quickack(self.stream, true)?;
        }
        Ok(read)
    }
}

fn talk(stream: &TcpStream, at_once: bool, taken: &watch::Sender<Vec<String>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream;
    let mut heard = BufReader::with_capacity(1 << 16, Heard { stream, at_once });
    out.write_all(b"220 sink\r\n")?;
    let (mut line, mut to) = (Vec::new(), String::new());
    while next(&mut heard, &mut line)? {
        let answer: &[u8] = match line.get(..4) {
            Some(b"EHLO") => b"250-sink\r\n250 8BITMIME\r\n",
            Some(b"RCPT") => {
                to = address(&line);
                b"250 yes\r\n"
            }
            Some(b"DATA") => {
                out.write_all(b"354 go on\r\n")?;
                while line != b".\r\n" {
                    if !next(&mut heard, &mut line)? {
                        return Ok(());
                    }
                }
                taken.send_modify(|all| all.push(std::mem::take(&mut to)));
                b"250 taken\r\n"
            }
            Some(b"QUIT") => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => b"250 yes\r\n",
        };
        out.write_all(answer)?;
    }
    Ok(())
}

/// Reads one line with its end; `false` when nothing comes any more.
fn next(heard: &mut BufReader<Heard<'_>>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(heard.read_until(b'\n', line)? > 0)
}

/// What stands between `<` and `>`.
fn address(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}
