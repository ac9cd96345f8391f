//! The door for mail servers (LMTP): what it says, and whom it lets in.

use plaza::{mail::tag::Tag, suggestions::unplaced::Why};

use super::{Inbox, MEMBER, Mail, Server, WORDS, of, waiting};

#[actix_web::test]
async fn each_recipient_is_answered_by_itself() {
    let inbox = Inbox::set().await;
    let office = inbox.office();
    let nowhere = of(&inbox.scene.plaza, Tag::Office(99));
    let mut server = Server::connect(inbox.door).await;
    assert!(server.say("EHLO mx").await.starts_with("500"));
    assert!(server.say("LHLO mx").await.starts_with("250 SIZE"));
    assert!(
        server
            .say("MAIL FROM:<a@b.example>")
            .await
            .starts_with("250")
    );
    assert!(
        server
            .say("RCPT TO:<mayor@city.example>")
            .await
            .starts_with("550")
    );
    assert!(server.say("DATA").await.starts_with("503"));
    let raw = Mail::from(MEMBER, WORDS).raw();
    let said = server.hand_in(MEMBER, &[&office, &nowhere], &raw).await;
    assert_eq!(said, ["250 2.0.0 taken"; 2]);
    assert_eq!(inbox.drafts().await, 1);
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
    // The next on the same connection, with lines that begin with a dot.
    let raw = Mail::from(MEMBER, "See:\n.hidden\n..").raw();
    let said = server.hand_in(MEMBER, &[&office], &raw).await;
    assert_eq!(said, ["250 2.0.0 taken"]);
    let drafts = inbox
        .desk()
        .await
        .texts("section[aria-labelledby=drafts-title] .lines");
    assert_eq!(drafts, [WORDS, "See:\n.hidden\n.."]);
    assert!(server.say("QUIT").await.starts_with("221"));
}

#[actix_web::test]
async fn what_is_too_large_or_nothing_is_refused_and_the_connection_goes_on() {
    let inbox = Inbox::set().await;
    let office = inbox.office();
    let mut server = Server::connect(inbox.door).await;
    let said = server.hand_in(MEMBER, &[&office], "").await;
    assert!(said[0].starts_with("554"), "{said:?}");
    let large = inbox.scene.plaza.context.config.mail.largest + 1;
    server.say("LHLO mx").await;
    let size = format!("MAIL FROM:<{MEMBER}> SIZE={large}");
    assert!(server.say(&size).await.starts_with("552"));
    let raw = Mail::from(MEMBER, &"a".repeat(large)).raw();
    let said = server.hand_in(MEMBER, &[&office, &office], &raw).await;
    for said in said {
        assert!(said.starts_with("552"), "{said}");
    }
    let raw = Mail::from(MEMBER, WORDS).raw();
    let said = server.hand_in(MEMBER, &[&office], &raw).await;
    assert_eq!(said, ["250 2.0.0 taken"]);
    assert_eq!(inbox.drafts().await, 1);
}

/// Messages that lie in each other without end, and parts whose end is nowhere.
#[actix_web::test]
async fn what_is_built_beyond_all_bounds_waits_with_its_words_and_plaza_goes_on() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    let inbox = Inbox::set().await;
    let nested = "Content-Type: message/rfc822\r\n\r\n";
    let encoded = STANDARD.encode(nested.repeat(20_000));
    let lost = "--b\r\nContent-Type: multipart/x; boundary=nowhere\r\n\r\n".repeat(15_000);
    let one = &nested[..30];
    for body in [
        format!("{}{WORDS}", nested.repeat(100)),
        nested.repeat(30_000),
        format!("{one}Content-Transfer-Encoding: base64\r\n\r\n{encoded}"),
        format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{lost}"),
    ] {
        let raw = format!("From: {MEMBER}\r\nSubject: Re: a case\r\n{body}\r\n");
        inbox.comes(MEMBER, &inbox.office(), &raw).await;
    }
    assert_eq!(waiting(&inbox.scene.plaza).await, [Why::Form; 4]);
    let reader = inbox.reader().await;
    let mail = reader.get("/en/desk/inbox/1").await.expect(200);
    assert!(mail.texts("main .lines").concat().contains(WORDS));
    assert!(mail.body.contains(MEMBER) && mail.body.contains("Its files are not taken along"));
    let raw = Mail::from(MEMBER, WORDS).raw();
    inbox.comes(MEMBER, &inbox.office(), &raw).await;
    assert_eq!(inbox.drafts().await, 1);
}

#[actix_web::test]
async fn while_the_database_is_away_the_server_keeps_the_message() {
    let inbox = Inbox::set().await;
    let office = inbox.office();
    let raw = Mail::from(MEMBER, WORDS).raw();
    let mut server = Server::connect(inbox.door).await;
    let away = inbox.scene.plaza.take_database_away();
    let said = server.hand_in(MEMBER, &[&office], &raw).await;
    assert!(said[0].starts_with("451"), "{said:?}");
    drop(away);
    let said = server.hand_in(MEMBER, &[&office], &raw).await;
    assert_eq!(said, ["250 2.0.0 taken"]);
    assert_eq!(inbox.drafts().await, 1);
}

#[actix_web::test]
async fn so_many_are_served_at_once_and_the_next_waits_its_turn() {
    let inbox = Inbox::set().await;
    let mut first = Vec::new();
    for _ in 0..8 {
        first.push(Server::connect(inbox.door).await);
    }
    let next = Server::connect(inbox.door);
    let leave = async {
        assert!(first[0].say("QUIT").await.starts_with("221"));
    };
    let (mut next, ()) = futures_util::future::join(next, leave).await;
    assert!(next.say("NOOP").await.starts_with("250"));
    assert!(first[1].say("NOOP").await.starts_with("250"));
}
