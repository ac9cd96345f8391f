//! Mails without a place, for programs.

use serde_json::{Value, json};

use super::{Inbox, Mail, RESIDENT, waiting};
use crate::{api_tokens::program, suggestions::how_many_cases};

const API: &str = "/api/v1/desk/inbox";
const ONE: &str = "/api/v1/desk/inbox/1";
const ADDED: &str = "It is deeper since the rain.";
const CASES: &str = "/api/v1/desk/cases";

/// A mail that waits, because nothing proves whose it is.
async fn waits(inbox: &Inbox) {
    let mail = Mail::from(RESIDENT, &format!("{ADDED}\n\n> quoted\n")).headed("");
    inbox.comes(RESIDENT, &inbox.resident(), &mail.raw()).await;
}

/// The fields of what is refused.
fn fields(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| error["field"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn who_works_for_another_office_finds_own_drafts_and_no_mail() {
    let inbox = Inbox::set().await;
    waits(&inbox).await;
    inbox.reply(&Mail::from(super::MEMBER, super::WORDS)).await;
    let staff = &inbox.scene.staff;
    let list = staff.get(API).await.expect(200);
    assert!(!list.body.contains(RESIDENT) && !list.body.contains(super::WORDS));
    let list = list.json();
    assert_eq!(list["mails"], Value::Null);
    assert_eq!(list["drafts"][0]["case"], inbox.scene.id);
    let reference = inbox.scene.keepsake.reference.as_str();
    assert_eq!(list["drafts"][0]["reference"], reference);
    staff.get(ONE).await.expect(404);
    let place = json!({ "of": reference, "reply": ADDED });
    let discard = json!({ "reason": "Advertising." });
    for (act, body) in [
        ("place", &place),
        ("discard", &discard),
        ("files", &json!({})),
    ] {
        let path = format!("{ONE}/{act}");
        staff.post_json(&path, body).await.expect(404);
    }
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
}

#[actix_web::test]
async fn one_is_read_and_put_into_a_case_by_a_program() {
    let inbox = Inbox::set().await;
    waits(&inbox).await;
    let reader = inbox.reader().await;
    let list = reader.get(API).await.expect(200).json();
    assert_eq!(list["drafts"], json!([]));
    assert_eq!(list["next"], Value::Null);
    let mails = list["mails"].as_array().unwrap();
    assert_eq!(mails.len(), 1);
    let line = [&mails[0]["why"], &mails[0]["from"], &mails[0]["subject"]];
    assert_eq!(line, ["unproven", RESIDENT, "Re: a case"]);
    let mail = reader.get(ONE).await.expect(200).json();
    assert_eq!(mail["new_text"], ADDED);
    assert!(mail["text"].as_str().unwrap().contains("> quoted"));
    let reference = inbox.scene.keepsake.reference.as_str();
    assert_eq!(mail["reference"], reference);

    let path = format!("{ONE}/place");
    for (body, field) in [
        (json!({ "of": "KH", "reply": ADDED }), "of"),
        (json!({ "of": "KH-2026-000099-0", "reply": ADDED }), "of"),
        (json!({ "of": reference, "reply": " " }), "reply"),
    ] {
        let refused = reader.post_json(&path, &body).await.expect(422).json();
        assert_eq!(fields(&refused), [field], "{body}");
    }
    let body = json!({ "of": reference, "reply": ADDED });
    let placed = reader.post_json(&path, &body).await.expect(200).json();
    assert_eq!(placed["status"], "placed");
    let kinds = inbox.kinds().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "added").count(), 1);
    // Without a key it is another request, for a mail that waits no more.
    reader.post_json(&path, &body).await.expect(404);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn the_list_goes_on_after_fifty() {
    let inbox = Inbox::set().await;
    for _ in 0..51 {
        waits(&inbox).await;
    }
    let reader = inbox.reader().await;
    let first = reader.get(API).await.expect(200).json();
    assert_eq!(first["mails"].as_array().unwrap().len(), 50);
    let next = first["next"].as_i64().unwrap();
    let path = format!("{API}?after={next}");
    let last = reader.get(&path).await.expect(200).json();
    let mails = last["mails"].as_array().unwrap();
    assert_eq!(mails.len(), 1);
    assert!(mails[0]["id"].as_i64().unwrap() > next);
    assert_eq!(last["next"], Value::Null);
}

#[actix_web::test]
async fn one_is_discarded_for_a_reason_by_a_program() {
    let inbox = Inbox::set().await;
    waits(&inbox).await;
    let reader = inbox.reader().await;
    let path = format!("{ONE}/discard");
    let nothing = json!({ "reason": " " });
    let refused = reader.post_json(&path, &nothing).await.expect(422).json();
    assert_eq!(fields(&refused), ["reason"]);
    let reason = json!({ "reason": "Advertising." });
    for _ in 0..2 {
        let done = reader.post_json(&path, &reason).await.expect(200).json();
        assert_eq!(done["status"], "discarded");
    }
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    let register = inbox.scene.resident.get("/api/v1/ledger").await.expect(200);
    assert_eq!(register.body.matches("mail-discarded").count(), 1);
}

#[actix_web::test]
async fn one_becomes_a_case_with_its_files_by_a_program() {
    let inbox = Inbox::set().await;
    let mail = Mail::from(RESIDENT, ADDED).headed("");
    let raw = mail.with_file("depth.txt", "text/plain", "Ten centimetres.");
    inbox.comes(RESIDENT, &inbox.resident(), &raw).await;
    let reader = inbox.reader().await;
    let path = format!("{ONE}/files");
    let taken = reader.post_json(&path, &json!({})).await.expect(200).json();
    assert_eq!(taken["files"][0]["name"], "depth.txt");
    assert_eq!(taken["left_out"], json!([]));
    let cases = how_many_cases(&inbox.scene.plaza).await;
    let body = json!({
        "medium": "email", "received": "2026-03-02", "category": "road-damage",
        "district": "lingya", "title": "A hole", "body": ADDED, "language": "en", "mail": 1,
        "files": [taken["files"][0]["token"]],
    });
    // Who does not read these mails makes no case of one.
    let staff = &inbox.scene.staff;
    staff.post_json(CASES, &body).await.expect(404);
    assert_eq!(how_many_cases(&inbox.scene.plaza).await, cases);
    reader.post_json(CASES, &body).await.expect(201);
    assert_eq!(how_many_cases(&inbox.scene.plaza).await, cases + 1);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
}

#[actix_web::test]
async fn a_token_sees_from_whom_a_mail_is_by_the_scope_for_contact_details_alone() {
    let inbox = Inbox::set().await;
    waits(&inbox).await;
    let (plaza, reader) = (&inbox.scene.plaza, inbox.reader().await);
    plaza.prove_all().await;
    for (scopes, from) in [
        (&["desk:read"][..], Value::Null),
        (&["desk:read", "desk:contact"], json!(RESIDENT)),
    ] {
        let program = program(plaza, &reader, scopes).await;
        let list = program.get(API).await.expect(200).json();
        let line = &list["mails"][0];
        assert_eq!(line["from"], from, "{scopes:?}");
        assert_eq!(line["subject"], "Re: a case");
        let mail = program.get(ONE).await.expect(200).json();
        assert_eq!(mail["from"], from, "{scopes:?}");
        assert_eq!(mail["new_text"], ADDED);
    }
}
