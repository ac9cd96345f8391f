//! A case's resident replies to a mail about it.

use plaza::{
    mail::{LetterKind, tag::Tag},
    suggestions::unplaced::Why,
};

use super::{
    Inbox, Mail, RESIDENT, Server, bounces::report, bounces_of, of, open_door, waiting, with_door,
};
use crate::{
    suggestions::{id_of, suggest},
    support::Plaza,
};

const ADDED: &str = "It is deeper since the rain.";

#[actix_web::test]
async fn what_its_resident_writes_joins_the_case_once_and_the_office_is_told() {
    let inbox = Inbox::set().await;
    let told = inbox.told("maintenance@kcg.example").await;
    let body = format!("{ADDED}\n\nOn Mon, 2 Mar 2026 at 10:00, Plaza wrote:\n> We look at it.\n");
    let mail = Mail::from("Lin <LIN.secret@example.tw>", &body);
    for _ in 0..2 {
        let to = inbox.resident();
        inbox.comes(RESIDENT, &to, &mail.raw()).await;
    }
    let case = inbox.scene.case().await;
    let records = case["records"].as_array().unwrap().iter();
    let added: Vec<&str> = records
        .filter(|record| record["kind"] == "added")
        .map(|record| record["words"].as_str().unwrap())
        .collect();
    assert_eq!(added, [ADDED]);
    assert_eq!(inbox.told("maintenance@kcg.example").await, told + 1);
    // What an office asked is replied to.
    let ask = serde_json::json!({ "act": "ask", "words": "Which lane?" });
    inbox.scene.act(&ask).await.expect(200);
    let mail = Mail::from(RESIDENT, "The left one.");
    inbox.comes(RESIDENT, &inbox.resident(), &mail.raw()).await;
    assert!(inbox.kinds().await.contains(&"replied".to_owned()));
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn what_is_not_proven_to_be_its_residents_waits_for_a_person() {
    let inbox = Inbox::set().await;
    let to = inbox.resident();
    let of = |mail: &Mail| mail.raw();
    for (raw, why) in [
        (of(&Mail::from("else@example.tw", ADDED)), Why::Sender),
        (of(&Mail::from(RESIDENT, ADDED).headed("")), Why::Unproven),
        (of(&Mail::from(RESIDENT, &"a".repeat(2_001))), Why::Words),
        (
            Mail::from(RESIDENT, ADDED).with_file("a.exe", "application/octet-stream", "MZ\u{1}"),
            Why::Files,
        ),
    ] {
        let before = waiting(&inbox.scene.plaza).await.len();
        inbox.comes(RESIDENT, &to, &raw).await;
        assert_eq!(waiting(&inbox.scene.plaza).await[before..], [why]);
    }
    assert!(!inbox.kinds().await.contains(&"added".to_owned()));
    inbox.scene.answer("Done.").await.expect(200);
    inbox
        .comes(RESIDENT, &to, &Mail::from(RESIDENT, ADDED).raw())
        .await;
    assert_eq!(waiting(&inbox.scene.plaza).await.last(), Some(&Why::Closed));
}

#[actix_web::test]
async fn a_residents_file_goes_with_the_message() {
    let inbox = Inbox::set().await;
    let raw = Mail::from(RESIDENT, ADDED).with_file("where.txt", "text/plain", "At the corner.");
    inbox.comes(RESIDENT, &inbox.resident(), &raw).await;
    assert!(inbox.scene.case().await.to_string().contains("where.txt"));
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
}

#[actix_web::test]
async fn an_international_domain_is_known_in_the_form_that_mail_programs_write() {
    const SENT: &str = "lin@xn--bcher-kva.example";
    let plaza = Plaza::city_with(with_door).await;
    let door = open_door(&plaza).await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", "lin@b\u{fc}cher.example")]).await;
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == SENT).unwrap();
    let link = mail.link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
    let id = id_of(&plaza, &keepsake.reference).await;

    let found =
        "Authentication-Results: mx.city.example; dmarc=pass header.from=xn--bcher-kva.example\n";
    let added = Mail::from(SENT, ADDED).headed(found).raw();
    let returned = bounces_of(&plaza, id, LetterKind::SuggestionConfirmation).await;
    for (from, to, raw) in [
        (SENT, of(&plaza, Tag::Resident(id)), added),
        ("", returned, report(SENT, "failed", "5.1.1")),
    ] {
        let mut server = Server::connect(door).await;
        let said = server.hand_in(from, &[&to], &raw).await;
        assert_eq!(said, ["250 2.0.0 taken"]);
    }
    assert!(waiting(&plaza).await.is_empty());
    let body = serde_json::json!({
        "reference": keepsake.reference, "password": keepsake.password,
    });
    let case = client.post_json("/api/v1/suggestions/case", &body).await;
    let case = case.expect(200).body;
    for kind in ["added", "bounced"] {
        assert!(case.contains(&format!("\"{kind}\"")), "{case}");
    }
}
