//! Mails of Plaza's that come back.

use chrono::TimeDelta;
use plaza::{jobs, mail::LetterKind, suggestions::unplaced::Why};
use serde_json::json;

use super::{Inbox, MEMBER, Mail, RESIDENT, bounces_of, open_door, waiting, with_door};
use crate::{
    suggestions::{id_of, life::Scene, suggest},
    support::{Plaza, relay::Relay},
};

/// A report in the form of RFC 3464 about a mail to somebody.
pub fn report(to: &str, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\nMessage-ID: <{action}@mx.example>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=edge\n\n--edge\n\
         Content-Type: text/plain\n\nNot delivered.\n\n--edge\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: {action}\n\
         Status: {status}\nDiagnostic-Code: smtp; 550 no such mailbox of secret.lin\n\n--edge--\n"
    )
    .replace('\n', "\r\n")
}

#[actix_web::test]
async fn a_mail_to_the_resident_that_comes_back_stands_in_the_case_once() {
    let inbox = Inbox::set().await;
    inbox.scene.answer("Done.").await.expect(200);
    inbox.scene.plaza.mails().await;
    let to = bounces_of(&inbox.scene.plaza, inbox.scene.id, LetterKind::Answer).await;
    inbox
        .comes("", &to, &report(RESIDENT, "delayed", "4.4.1"))
        .await;
    assert!(!inbox.kinds().await.contains(&"bounced".to_owned()));
    // Whom the resident lets it go on to, is not reached.
    let further = report("other@example.tw", "failed", "5.1.1");
    inbox.comes("", &to, &further).await;
    assert!(!inbox.kinds().await.contains(&"bounced".to_owned()));
    assert_eq!(waiting(&inbox.scene.plaza).await, [Why::Return]);
    for (address, status) in [
        (RESIDENT.to_uppercase(), "5.1.1"),
        (RESIDENT.to_owned(), "5.0.0"),
    ] {
        inbox
            .comes("", &to, &report(&address, "failed", status))
            .await;
    }
    let kinds = inbox.kinds().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "bounced").count(), 1);
    let page = inbox.scene.page().await;
    assert!(page.contains("A mail to the resident came back"));
    assert!(
        !inbox.desk().await.body.contains("secret.lin"),
        "the words are sealed"
    );
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn an_answer_that_is_refused_at_once_stands_in_the_case_once() {
    let to_resident = format!("RCPT TO:<{RESIDENT}>");
    for command in [to_resident.as_str(), "."] {
        let scene = Scene::set(&[]).await;
        let plaza = &scene.plaza;
        scene.answer("Done.").await.expect(200);
        let relay = Relay::start();
        relay.answer(&[(command, "550 5.7.1 no mail from here")]);
        plaza.deliver(&relay.mail("", "", 20)).await;
        for _ in 0..2 {
            plaza.advance(TimeDelta::minutes(1));
            jobs::note_unreached::once(&plaza.context).await.unwrap();
            let case = scene.case().await.to_string();
            assert_eq!(case.matches("\"bounced\"").count(), 1, "{command}");
        }
        let path = format!("/en/desk/{}", scene.id);
        let desk = scene.staff.get(&path).await.expect(200);
        let records = desk.texts(".records").concat();
        assert!(records.contains("A mail to the resident came back"));
        scene.verify().await;
    }
}

#[actix_web::test]
async fn an_answer_that_nobody_takes_for_days_stands_in_the_case_and_one_given_up_does_not() {
    for (ended, count) in [("late", 1), ("given-up", 0)] {
        let scene = Scene::set(&[]).await;
        scene.answer("Done.").await.expect(200);
        let end = format!(
            "UPDATE outbox SET state = 'dead', ended = '{ended}', finished_at = created_at \
             WHERE kind = 'answer'"
        );
        scene.plaza.sql(&end).unwrap();
        jobs::note_unreached::once(&scene.plaza.context)
            .await
            .unwrap();
        let case = scene.case().await.to_string();
        assert_eq!(case.matches("\"bounced\"").count(), count, "{ended}");
    }
}

#[actix_web::test]
async fn an_answer_that_was_refused_in_another_nodes_time_is_told_once() {
    let scene = Scene::set(&[]).await;
    let plaza = &scene.plaza;
    scene.answer("Done.").await.expect(200);
    // Whoever tried it has a clock that is five minutes ahead.
    plaza.advance(TimeDelta::minutes(5));
    let relay = Relay::start();
    let to_resident = format!("RCPT TO:<{RESIDENT}>");
    relay.answer(&[(to_resident.as_str(), "550 5.7.1 no mail from here")]);
    plaza.deliver(&relay.mail("", "", 20)).await;
    plaza.advance(TimeDelta::minutes(-5));
    for (minutes, count) in [(0, 0), (1, 0), (4, 1), (1, 1)] {
        plaza.advance(TimeDelta::minutes(minutes));
        jobs::note_unreached::once(&plaza.context).await.unwrap();
        let case = scene.case().await.to_string();
        assert_eq!(case.matches("\"bounced\"").count(), count);
    }
}

#[actix_web::test]
async fn a_bounce_of_the_confirmation_shows_on_the_case_that_waits() {
    let plaza = Plaza::city_with(with_door).await;
    let door = open_door(&plaza).await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", RESIDENT)]).await;
    plaza.mails().await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let to = bounces_of(&plaza, id, LetterKind::SuggestionConfirmation).await;
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    let before = client
        .post("/en/suggestions/case", &fields)
        .await
        .expect(200);
    let mut server = super::Server::connect(door).await;
    let said = server
        .hand_in("", &[&to], &report(RESIDENT, "failed", "5.1.1"))
        .await;
    assert_eq!(said, ["250 2.0.0 taken"]);
    let after = client
        .post("/en/suggestions/case", &fields)
        .await
        .expect(200);
    let body = json!({ "reference": keepsake.reference, "password": keepsake.password });
    let case = client.post_json("/api/v1/suggestions/case", &body).await;
    assert!(case.expect(200).body.contains("\"bounced\""));
    assert_ne!(before.texts("main"), after.texts("main"));
}

#[actix_web::test]
async fn an_office_whose_mails_come_back_fails_and_the_fallback_is_alarmed() {
    fallback_is_alarmed_by(&report("maintenance@kcg.example", "failed", "5.1.1")).await;
}

#[actix_web::test]
async fn so_does_one_whose_address_leads_to_somebody_who_left() {
    let left = report("left@kcg.example", "failed", "5.1.1");
    let own = "Original-Recipient: rfc822; maintenance@kcg.example\r\nFinal-Recipient:";
    fallback_is_alarmed_by(&left.replace("Final-Recipient:", own)).await;
}

/// Where this comes back of each mail to the office.
async fn fallback_is_alarmed_by(report: &str) {
    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    for _ in 0..3 {
        plaza.advance(TimeDelta::minutes(1));
        let keepsake = suggest(&inbox.scene.resident, &[]).await;
        plaza.mails().await;
        let id = id_of(plaza, &keepsake.reference).await;
        let to = bounces_of(plaza, id, LetterKind::OfficeSuggestion).await;
        inbox.comes("", &to, report).await;
    }
    jobs::watch_offices::once(&plaza.context).await.unwrap();
    assert!(
        inbox.told("rdec@kcg.example").await >= 1,
        "nobody is alarmed"
    );
    assert!(!inbox.kinds().await.contains(&"bounced".to_owned()));
}

/// What a mail server writes in a form of its own.
fn notice(subject: &str, words: &str) -> String {
    let raw = format!("From: MAILER-DAEMON@mx.example\nSubject: {subject}\n\n{words}\n");
    raw.replace('\n', "\r\n")
}

#[actix_web::test]
async fn what_mail_servers_write_in_a_form_that_is_not_known_waits() {
    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    let to = bounces_of(plaza, inbox.scene.id, LetterKind::OfficeSuggestion).await;
    let listed =
        "Your message could not be delivered to:\n\nx@kcg.example\n\n550 5.1.1 User not listed";
    let returned = notice("Returned", "退信通知：您的信無法投遞。");
    for (number, raw) in (1..).zip([
        notice("DELIVERY FAILURE: User x not listed", listed),
        returned.replace("MAILER-DAEMON@", "gateway@"),
        returned.replace("Subject:", "Auto-Submitted: auto-replied\r\nSubject:"),
        report("maintenance@kcg.example", "unheard-of", "5.1.1"),
    ]) {
        inbox.comes("", &to, &raw).await;
        assert_eq!(waiting(plaza).await, vec![Why::Return; number], "{raw}");
    }
    let records = inbox.desk().await.texts(".records").concat();
    assert!(!records.contains("A program replied"), "{records}");
}

/// It may be of whom the mail went to before it was sent to somebody else.
#[actix_web::test]
async fn a_bounce_that_names_nobody_ends_no_mail_that_nobody_has() {
    const OFFICE: &str = "maintenance@kcg.example";
    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    let told = inbox.told(OFFICE).await;
    plaza.advance(TimeDelta::minutes(1));
    let keepsake = suggest(&inbox.scene.resident, &[]).await;
    let id = id_of(plaza, &keepsake.reference).await;
    let to = bounces_of(plaza, id, LetterKind::OfficeSuggestion).await;
    let words = "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
                 <left@kcg.example>:\n550 5.1.1 no such user";
    inbox.comes("", &to, &notice("failure notice", words)).await;
    assert_eq!(waiting(plaza).await, [Why::Return]);
    assert_eq!(inbox.told(OFFICE).await, told + 1);
    // Now somebody has it.
    inbox
        .comes("", &to, &notice("failure notice again", words))
        .await;
    assert_eq!(waiting(plaza).await, [Why::Return]);
}

#[actix_web::test]
async fn what_else_comes_to_the_sender_of_a_mail_is_noted_or_waits() {
    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    let to = bounces_of(plaza, inbox.scene.id, LetterKind::OfficeSuggestion).await;
    // An out-of-office note goes to the sender of the envelope.
    let away = Mail::from(MEMBER, "我休假。").and("Auto-Submitted: auto-replied\n");
    inbox.comes("", &to, &away.raw()).await;
    let records = inbox.desk().await.texts(".records").concat();
    assert_eq!(records.matches("A program replied").count(), 1);
    // A person wrote there.
    inbox
        .comes(MEMBER, &to, &Mail::from(MEMBER, "Why this?").raw())
        .await;
    assert_eq!(waiting(plaza).await, [Why::Return]);
    // Whoever has no such address brings nothing back.
    let forged = to.replace("+m", "+m0");
    let report = report("maintenance@kcg.example", "failed", "5.1.1");
    inbox.comes("", &forged, &report).await;
    assert!(!inbox.kinds().await.contains(&"bounced".to_owned()));
}
