//! Signed mails, looked at by another implementation than the one that signs: Debian's python3-dkim,
//! which `scripts/test` installs. `PLAZA_PYTHON` names a Python that has it.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use plaza::{
    config::{Dkim, Mail},
    db::DbError,
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, Transport, outbox},
    privacy::Private,
};

use crate::{
    suggestions::suggest,
    support::{Arrived, Plaza},
};

const GOOD: &str = "plaza._domainkey.plaza.test. good";

fn dkim(file: &str) -> Dkim {
    Dkim {
        selector: "plaza".into(),
        domain: "plaza.test".into(),
        key_file: format!("tests/support/dkim/{file}").into(),
    }
}

/// Under which name the key was asked for, and whether the signature is good.
fn verify(key: &str, mail: &str) -> String {
    let python = std::env::var("PLAZA_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let record = std::fs::read_to_string(format!("tests/support/dkim/{key}.txt")).unwrap();
    let mut child = Command::new(&python)
        .args(["tests/support/dkim/verify.py", record.trim()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python}: {error}; apt-get install python3-dkim"));
    let mut input = child.stdin.take().unwrap();
    // A Python that ends before it has read all says why on its standard error.
    input.write_all(mail.as_bytes()).ok();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{told}; apt-get install python3-dkim"
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A mail with all that a signature may stumble over.
async fn write(plaza: &Plaza, lang: Lang) {
    let (subject, words) = match lang {
        Lang::Zh => ("週報：".repeat(30), "路燈壞了，請派人修理。".repeat(60)),
        Lang::En => (
            "The week:  ".repeat(20) + "end",
            "A light is broken. ".repeat(80),
        ),
    };
    let draft = Draft {
        lang,
        city: "高雄市政府".into(),
        subject,
        paragraphs: vec![
            words,
            "two  spaces, and one at the end \n.a dot begins this line\n..\n\ttab\t".into(),
            String::new(),
        ],
        button: Some(("Open".into(), "http://plaza.test/en/t/1".into())),
        policy_url: "http://plaza.test/en/privacy".into(),
    };
    let mut content = draft.compose();
    content.unsubscribe = Some("http://plaza.test/en/digest/stop/a".into());
    let letter = Letter {
        kind: LetterKind::PasswordReset,
        about: About::Nothing,
        to: Private::new("reader@mail.example".to_owned()),
        content,
    };
    let cx = plaza.context.clone();
    let written: Result<outbox::Enqueued, DbError> = plaza
        .context
        .db
        .write(move |connection| outbox::enqueue(connection, &cx, &letter))
        .await;
    written.unwrap();
}

async fn signed(key: &str) -> Vec<Arrived> {
    let file = format!("{key}.pem");
    let plaza = Plaza::city_with(|config| config.mail.dkim = Some(dkim(&file))).await;
    let guest = plaza.client().await;
    let contact = [("email", "lin@example.tw"), ("title", "路面有一個大坑")];
    suggest(&guest, &contact).await;
    suggest(&guest, &[]).await;
    for lang in [Lang::Zh, Lang::En] {
        write(&plaza, lang).await;
    }
    plaza.mails().await
}

#[actix_web::test]
async fn another_implementation_finds_the_signatures_good_and_forgeries_bad() {
    for key in ["rsa", "ed25519"] {
        let mails = signed(key).await;
        assert_eq!(mails.len(), 4);
        for mail in &mails {
            assert_eq!(verify(key, &mail.raw), GOOD, "{key}: {}", mail.raw);
        }
        let mail = &mails.last().unwrap().raw;
        assert_eq!(verify(key, &format!("{mail}\r\n")), GOOD, "an empty line");
        for (from, to) in [
            ("From: Plaza", "From: The mayor"),
            ("Subject: ", "Subject: Re: "),
            ("To: reader", "To: another"),
            ("/digest/stop/", "/digest/go/"),
            ("Auto-Submitted: auto-generated", "Auto-Submitted: no"),
            (
                "MIME-Version",
                "Reply-To: thief@mail.example\r\nMIME-Version",
            ),
            ("MIME-Version", "From: thief@mail.example\r\nMIME-Version"),
            ("two  spaces", "too  spaces"),
        ] {
            let forged = mail.replacen(from, to, 1);
            assert_ne!(&forged, mail, "nothing was forged: {from}");
            assert!(verify(key, &forged).ends_with("bad"), "{key}: {to}");
        }
    }
}

#[actix_web::test]
async fn a_key_that_cannot_be_used_is_told_at_the_start_without_a_word_of_it() {
    let plaza = Plaza::start().await;
    for file in ["short.pem", "rsa.txt", "none.pem", "README.md"] {
        let mail = Mail {
            dkim: Some(dkim(file)),
            ..plaza.context.config.mail.clone()
        };
        let error = Transport::new(&mail).err().unwrap().to_string();
        let place = format!("mail.dkim.key_file = tests/support/dkim/{file}: ");
        let told = error.strip_prefix(&place);
        let told = told.unwrap_or_else(|| panic!("{error}"));
        let content = std::fs::read_to_string(format!("tests/support/dkim/{file}"));
        for line in content.unwrap_or_default().lines() {
            assert!(line.is_empty() || !told.contains(line), "{told}");
        }
    }
}
