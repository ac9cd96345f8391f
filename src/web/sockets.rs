//! What the kernel is told about the server's sockets, and how many of them a process may have.

use std::{
    fs, io,
    net::{Shutdown, TcpListener},
    time::Duration,
};

use actix_web::rt::net::TcpStream;
use socket2::SockRef;

/// Files that are left for everything but connections: the database, uploads, logs.
const OTHER_FILES: usize = 200;
/// The fewest connections that a node is worth with.
const FEWEST: usize = 64;

/// Lets so many connections wait in the kernel.
pub(super) fn listen_with(listener: &TcpListener, backlog: i32) -> io::Result<()> {
    SockRef::from(listener).listen(backlog)
}

/// Takes no further connection: who comes now is refused at once, who is in stays.
pub fn close(listener: &TcpListener) -> io::Result<()> {
    SockRef::from(listener).shutdown(Shutdown::Both)
}

/// Ends a connection whose other side takes nothing for so long of what lies here for it. Elsewhere than on
/// Linux only a proxy can.
pub(super) fn give_up_after(stream: &TcpStream, wait: Duration) {
    #[cfg(target_os = "linux")]
    let done = SockRef::from(stream).set_tcp_user_timeout(Some(wait));
    #[cfg(not(target_os = "linux"))]
    let done = {
        let _ = (stream, wait);
        Ok::<(), io::Error>(())
    };
    if let Err(error) = done {
        tracing::debug!(%error, "a connection that takes nothing will not be given up");
    }
}

/// As many of `wanted` connections as the process may have files for, so that none is refused for want of
/// one; told where that is fewer.
pub(super) fn bearable(wanted: usize) -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let Some(files) = open_files(&limits) else {
        return wanted;
    };
    let most = files.saturating_sub(OTHER_FILES).max(FEWEST);
    if most < wanted {
        tracing::warn!(
            connections = most,
            open_files = files,
            "fewer connections are held than server.connections says: raise the limit on open files \
             (LimitNOFILE)"
        );
    }
    wanted.min(most)
}

/// How many files the process may have open, where that is limited.
fn open_files(limits: &str) -> Option<usize> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn the_limit_on_open_files_is_read() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max processes             7                    7                    processes \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(open_files(limits), Some(1024));
        assert_eq!(open_files(&limits.replace("1024", "unlimited")), None);
        assert_eq!(open_files(""), None);
    }

    #[test]
    fn a_closed_door_refuses_at_once_and_keeps_who_is_in() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listen_with(&listener, 16).expect("it listens already");
        let address = listener.local_addr().expect("an address");
        let guest = std::net::TcpStream::connect(address).expect("it is open");
        let (taken, _) = listener.accept().expect("the guest");
        close(&listener).expect("it is open");
        let late = std::net::TcpStream::connect(address);
        let refused = late.err().map(|error| error.kind());
        assert_eq!(refused, Some(io::ErrorKind::ConnectionRefused));
        (&taken).write_all(b"still here").expect("the guest is in");
        let mut words = [0; 10];
        (&guest).read_exact(&mut words).expect("the words");
        assert_eq!(&words, b"still here");
    }
}
