//! Tests of TLS on a connection, with a server and a certificate of their own.

use std::{
    net::TcpListener,
    thread::{JoinHandle, spawn},
};

use rustls::{
    ServerConfig, ServerConnection,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};

use super::*;

/// A server that speaks TLS with the certificate of the tests, at once or when it is asked to, and takes
/// one mail. In clear it says one thing too many, as somebody between the two would.
fn secure_server(at_once: bool) -> (SocketAddr, JoinHandle<Option<Vec<u8>>>) {
    let certificate = include_bytes!("../../../tests/support/tls/localhost.der");
    let certificate = CertificateDer::from(&certificate[..]);
    let key = include_bytes!("../../../tests/support/tls/localhost.key.der");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(&key[..]));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the usual versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key");
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = server.local_addr().expect("an address");
    let talk = move || -> io::Result<Vec<u8>> {
        let (mut socket, _) = server.accept()?;
        if !at_once {
            socket.write_all(b"220 clear\r\n")?;
            line(&mut socket)?;
            socket.write_all(b"250-clear\r\n250-8BITMIME\r\n250 STARTTLS\r\n")?;
            assert_eq!(line(&mut socket)?, b"STARTTLS\r\n");
            socket.write_all(b"220 go on\r\n250-smuggled\r\n250 AUTH LOGIN\r\n")?;
        }
        let config = Arc::new(config);
        let secure = ServerConnection::new(config).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(secure, socket);
        if at_once {
            stream.write_all(b"220 secure\r\n")?;
        }
        line(&mut stream)?;
        stream.write_all(b"250-secure\r\n250 AUTH PLAIN\r\n")?;
        assert_eq!(line(&mut stream)?, b"AUTH PLAIN AGNpdHkAc2VjcmV0\r\n");
        stream.write_all(b"235 2.7.0 welcome\r\n")?;
        let mail = line(&mut stream)?;
        stream.write_all(b"250 2.1.0 taken\r\n")?;
        Ok(mail)
    };
    (address, spawn(move || talk().ok()))
}

/// One line, read byte by byte: nothing behind it is taken.
fn line(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while !line.ends_with(b"\n") {
        from.read_exact(&mut byte)?;
        line.push(byte[0]);
    }
    Ok(line)
}

fn trusting(host: &str) -> Secure {
    let root = include_bytes!("../../../tests/support/tls/root.der");
    let mut roots = RootCertStore::empty();
    roots
        .add((&root[..]).into())
        .expect("the root of the tests");
    Secure::trusting(host, roots).expect("a name")
}

/// Begins, in TLS, and logs on; gives what is offered there.
fn secured(address: SocketAddr, secure: &Secure, at_once: bool) -> Result<Connection, Error> {
    let (deadline, hello) = (
        Instant::now() + Duration::from_secs(20),
        ClientId::default(),
    );
    let around = at_once.then_some(secure);
    let mut connection = Connection::begin(address, deadline, &hello, around)?;
    if !at_once {
        connection.start_tls(secure, &hello)?;
    }
    let who = Credentials::new("city".to_owned(), "secret".to_owned());
    connection.log_on(&who)?;
    Ok(connection)
}

#[test]
fn in_tls_it_logs_on_by_what_the_server_says_there() {
    for at_once in [false, true] {
        let (address, talk) = secure_server(at_once);
        let mut connection = match secured(address, &trusting("localhost"), at_once) {
            Ok(connection) => connection,
            Err(error) => panic!("{error}"),
        };
        // What was said in clear counts no more.
        assert!(!connection.offers(Extension::EightBitMime));
        assert!(connection.command("MAIL FROM:<>\r\n").is_ok());
        drop(connection);
        let said = talk.join().expect("no panic");
        assert_eq!(said.as_deref(), Some(&b"MAIL FROM:<>\r\n"[..]));
    }
}

#[test]
fn a_certificate_of_another_name_or_of_nobody_who_is_known_is_not_believed() {
    let known = Secure::new("localhost").expect("a name");
    for secure in [trusting("mail.example"), known] {
        for at_once in [false, true] {
            let (address, talk) = secure_server(at_once);
            assert!(secured(address, &secure, at_once).is_err());
            assert_eq!(talk.join().expect("no panic"), None, "nothing was said");
        }
    }
}
