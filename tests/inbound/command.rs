//! `plaza deliver` in a mail server's pipe.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use plaza::mail::tag::Tag;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::{Inbox, MEMBER, Mail, WORDS, of, waiting};
use crate::support::command::command;

/// The city's configuration with an address of return; gives its path.
fn configured(inbox: &Inbox, folder: &std::path::Path) -> String {
    let file = inbox.scene.plaza.configure(folder);
    let text = fs::read_to_string(&file).unwrap();
    let mail =
        "inbound = 'plaza@mail.city.example'\nauthserv_id = 'mx.city.example'\nlargest_mib = 1\n";
    fs::write(&file, format!("{text}{mail}")).unwrap();
    file
}

/// The exit code, and all that was said.
fn run(mut command: Command, message: &[u8]) -> (i32, String) {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that is refused for how it was called reads nothing.
    let _ = child.stdin.take().unwrap().write_all(message);
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    (output.status.code().unwrap(), said)
}

fn deliver(config: &str, more: &[&str], message: &[u8]) -> (i32, String) {
    let mut arguments = vec!["deliver", "--config", config];
    arguments.extend(more);
    run(command(&arguments), message)
}

#[actix_web::test]
async fn a_message_is_taken_by_argument_by_environment_and_by_header() {
    let inbox = Inbox::set().await;
    let folder = tempfile::tempdir().unwrap();
    let config = configured(&inbox, folder.path());
    let to = inbox.office();
    let mail = || Mail::from(MEMBER, WORDS).raw();
    let said = deliver(&config, &["--to", &to, "--from", MEMBER], mail().as_bytes());
    assert_eq!(said, (0, "drafted".to_owned()));
    for name in ["RECIPIENT", "ORIGINAL_RECIPIENT"] {
        let mut command = command(&["deliver", "--config", &config]);
        command.env(name, &to).env("SENDER", MEMBER);
        assert_eq!(run(command, mail().as_bytes()).0, 0, "{name}");
    }
    for name in ["Delivered-To", "X-Original-To"] {
        let raw = format!(
            "From {MEMBER} Mon Mar  2\nReturn-Path: <{MEMBER}>\n{name}: {to}\n{}",
            mail()
        );
        assert_eq!(
            deliver(&config, &[], raw.as_bytes()),
            (0, "drafted".to_owned()),
            "{name}"
        );
    }
    assert_eq!(inbox.drafts().await, 5);
    let raw = mail();
    let arguments = ["--to", to.as_str(), "--from", MEMBER];
    assert_eq!(deliver(&config, &arguments, raw.as_bytes()).1, "drafted");
    assert_eq!(deliver(&config, &arguments, raw.as_bytes()).1, "twice");
    // Nobody sent it: a program's note.
    let raw = mail();
    assert_eq!(
        deliver(&config, &["--to", &to, "--from", ""], raw.as_bytes()).1,
        "automatic"
    );
    assert_eq!(inbox.drafts().await, 6);
}

#[actix_web::test]
async fn the_exit_codes_are_those_that_mail_servers_know() {
    let inbox = Inbox::set().await;
    let folder = tempfile::tempdir().unwrap();
    let config = configured(&inbox, folder.path());
    let to = inbox.office();
    let raw = Mail::from(MEMBER, WORDS).raw();
    let told = ["--to", to.as_str(), "--from", MEMBER];
    assert_eq!(
        deliver(&config, &[], raw.as_bytes()).0,
        64,
        "to whom is not said"
    );
    assert_eq!(deliver(&config, &["--too", &to], raw.as_bytes()).0, 64);
    assert_eq!(
        deliver(&config, &["--to", "mayor@city.example"], raw.as_bytes()).0,
        67
    );
    assert_eq!(deliver(&config, &told, b"").0, 65);
    let large = Mail::from(MEMBER, &"a\n".repeat(1024 * 1024)).raw();
    // Also below the line of mailbox files, which is no part of it: it is not taken cut off.
    let below = format!("From {MEMBER} Mon Mar  2\n{large}");
    for large in [large, below] {
        let (code, said) = deliver(&config, &told, large.as_bytes());
        assert_eq!(code, 65);
        assert!(said.contains("larger than the 1 MiB"), "{said}");
    }
    // What is wrong with the city's own settings is no message's fault.
    assert_eq!(deliver("/nowhere/plaza.toml", &told, raw.as_bytes()).0, 75);
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("inbound = ", "# ")).unwrap();
    assert_eq!(deliver(&config, &told, raw.as_bytes()).0, 75);
    fs::write(&config, text).unwrap();
    assert_eq!(inbox.drafts().await, 0);
    let away = inbox.scene.plaza.take_database_away();
    assert_eq!(
        deliver(&config, &told, raw.as_bytes()).0,
        75,
        "the server tries again"
    );
    drop(away);
    assert_eq!(
        deliver(&config, &told, raw.as_bytes()),
        (0, "drafted".to_owned())
    );
    assert_eq!(inbox.drafts().await, 1);
    // One of more layers than any program could take apart is taken all the same.
    let layers = "Content-Type: message/rfc822\n\n".repeat(30_000);
    let raw = format!("From: {MEMBER}\n{layers}{WORDS}\n");
    assert_eq!(
        deliver(&config, &told, raw.as_bytes()),
        (0, "waiting".to_owned())
    );
}

/// Whatever bytes come to whatever address of Plaza's: they joined, they wait for a person, they are a
/// program's, or they are refused as what can never be taken.
#[actix_web::test]
async fn nothing_that_comes_is_lost() {
    use plaza::{
        mail::inbound::Envelope,
        suggestions::inbound::{InboundError, Outcome, take},
    };

    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    let case = inbox.scene.id;
    let to = [
        Tag::Office(case),
        Tag::Resident(case),
        Tag::Mail(1),
        Tag::Office(99),
    ];
    let to: Vec<String> = to.into_iter().map(|tag| of(plaza, tag)).collect();
    let pieces = prop_oneof![
        any::<Vec<u8>>(),
        "[ -~\r\n]{0,80}".prop_map(String::into_bytes),
        Just(b"From: maintenance@example.tw\r\n".to_vec()),
        Just(
            b"Authentication-Results: mx.city.example; dmarc=pass header.from=example.tw\r\n"
                .to_vec()
        ),
        Just(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".to_vec()),
        Just(b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n".to_vec()),
        Just(b"Auto-Submitted: auto-replied\r\n".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
    ];
    let messages = (
        proptest::collection::vec(pieces, 0..12),
        proptest::sample::select(to),
        prop_oneof![Just(String::new()), Just(MEMBER.to_owned())],
    );
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let (pieces, to, from) = messages.new_tree(&mut runner).unwrap().current();
        let (before, drafts) = (waiting(plaza).await.len(), inbox.drafts().await);
        let envelope = Envelope { from, to };
        let taken = take(&plaza.context, envelope, pieces.concat()).await;
        let more = waiting(plaza).await.len() - before;
        let drafted = inbox.drafts().await - drafts;
        match taken {
            Ok(Outcome::Waiting) => assert_eq!((more, drafted), (1, 0)),
            Ok(Outcome::Drafted) => assert_eq!((more, drafted), (0, 1)),
            Ok(_) | Err(InboundError::NoMessage) => assert_eq!((more, drafted), (0, 0)),
            Err(error) => panic!("{error}"),
        }
    }
    inbox.scene.verify().await;
}
