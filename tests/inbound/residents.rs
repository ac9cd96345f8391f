//! A case's resident replies to a mail about it.

use plaza::suggestions::unplaced::Why;

use super::{Inbox, Mail, RESIDENT, waiting};

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
