//! Tells systemd how the service stands (`Type=notify`); where nobody asks for it, nothing.

use std::{env, ffi::OsStr, io, os::unix::net::UnixDatagram, path::Path};

use rustix::time::{ClockId, clock_gettime};

/// Tells that the configuration is read again; `READY=1` ends it.
pub(super) fn tell_reload() {
    let now = clock_gettime(ClockId::Monotonic);
    let microseconds = now.tv_sec * 1_000_000 + now.tv_nsec / 1000;
    tell(&format!("RELOADING=1\nMONOTONIC_USEC={microseconds}"));
}

/// `READY=1`, `STOPPING=1`, as sd_notify(3) has them.
pub(super) fn tell(state: &str) {
    let Some(socket) = env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    if let Err(error) = send(&socket, state) {
        tracing::warn!(%error, state, "systemd could not be told");
    }
}

fn send(socket: &OsStr, state: &str) -> io::Result<()> {
    let ours = UnixDatagram::unbound()?;
    #[cfg(target_os = "linux")]
    {
        use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
        if let Some(name) = socket.as_encoded_bytes().strip_prefix(b"@") {
            let address = SocketAddr::from_abstract_name(name)?;
            ours.send_to_addr(state.as_bytes(), &address)?;
            return Ok(());
        }
    }
    ours.send_to(state.as_bytes(), Path::new(socket))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_arrives() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let systemd = UnixDatagram::bind(&path).expect("a socket");
        send(path.as_os_str(), "READY=1").expect("it is told");
        let mut told = [0; 32];
        let length = systemd.recv(&mut told).expect("it arrives");
        assert_eq!(&told[..length], b"READY=1");
        assert!(send(OsStr::new("/nowhere/notify"), "READY=1").is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_without_a_file_is_told_too() {
        use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
        let name = format!("plaza-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).expect("a name");
        let systemd = UnixDatagram::bind_addr(&address).expect("a socket");
        send(OsStr::new(&format!("@{name}")), "STOPPING=1").expect("it is told");
        let mut told = [0; 32];
        let length = systemd.recv(&mut told).expect("it arrives");
        assert_eq!(&told[..length], b"STOPPING=1");
    }
}
