//! What the kernel is told about the server's sockets, and how many of them a process may have.

use std::{
    io,
    net::{Shutdown, TcpListener},
    time::Duration,
};

use actix_web::rt::net::TcpStream;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socket2::SockRef;

/// Files that are left for everything but connections: the database, uploads, logs.
const OTHER_FILES: usize = 200;
/// The fewest connections that a node is worth with.
const FEWEST: usize = 64;
/// For how many files the process asks at most.
const MOST_FILES: u64 = 65_536;

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
    let Some(files) = open_files() else {
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

/// How many files the process may have open, once it asked for as many as it is let; `None` where there is
/// no limit.
fn open_files() -> Option<usize> {
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current?;
    let most = limit.maximum.unwrap_or(MOST_FILES).min(MOST_FILES);
    let raised = Rlimit {
        current: Some(most),
        ..limit
    };
    let is_raised = current < most && setrlimit(Resource::Nofile, raised).is_ok();
    usize::try_from(if is_raised { most } else { current }).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn no_more_connections_are_held_than_there_are_files_for() {
        let files = open_files().unwrap_or(usize::MAX);
        assert!(files > 0);
        assert_eq!(open_files().unwrap_or(usize::MAX), files, "asked twice");
        assert_eq!(bearable(FEWEST), FEWEST);
        assert!(bearable(usize::MAX) <= files.max(FEWEST));
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
