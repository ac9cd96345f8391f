//! What came in by mail and waits does not wait unseen: who answered is told of a draft, and the office
//! that gets what no rule names of mails without a place.

use plaza::jobs::remind_inbox;

use super::{Inbox, MEMBER, Mail, RESIDENT, WORDS};

#[actix_web::test]
async fn who_answered_by_mail_is_told_once_that_a_draft_waits() {
    let inbox = Inbox::set().await;
    inbox.reply(&Mail::from(MEMBER, WORDS)).await;
    let mails = inbox.scene.plaza.mails().await;
    let mut told = mails.iter().filter(|mail| mail.to == MEMBER);
    let mail = told.next().unwrap();
    assert!(told.next().is_none());
    let reference = &inbox.scene.keepsake.reference;
    assert!(mail.subject.contains(reference.as_str()));
    let path = format!("/desk/{}", inbox.scene.id);
    assert!(mail.text.contains(&path) && mail.html.contains(&path));
    for part in [&mail.subject, &mail.text, &mail.html] {
        assert!(!part.contains(WORDS) && !part.contains(RESIDENT), "{part}");
    }
    assert!(mail.raw.contains("Auto-Submitted: auto-generated"));
    // What somebody replies to it is no answer to the case.
    assert!(!mail.raw.contains("Reply-To:"), "{}", mail.raw);
}

#[actix_web::test]
async fn nobody_is_told_of_what_a_program_wrote_or_what_was_sent_at_once() {
    let inbox = Inbox::set().await;
    for head in [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated\n",
        "Precedence: list\n",
    ] {
        inbox.reply(&Mail::from(MEMBER, WORDS).and(head)).await;
    }
    inbox.reply(&Mail::from(MEMBER, WORDS).headed("")).await;
    assert_eq!(inbox.told(MEMBER).await, 0);
    let choose = "UPDATE offices SET replies_send = 'at-once' WHERE slug = 'maintenance'";
    inbox.scene.plaza.sql(choose).unwrap();
    inbox.reply(&Mail::from(MEMBER, WORDS)).await;
    assert!(inbox.kinds().await.contains(&"answered".to_owned()));
    assert_eq!(inbox.told(MEMBER).await, 0);
}

/// How many mails have reminded the office so far.
async fn reminded(inbox: &Inbox) -> usize {
    let plaza = &inbox.scene.plaza;
    remind_inbox::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await;
    let reminders = mails
        .iter()
        .filter(|mail| mail.to == "rdec@kcg.example" && mail.subject.contains("還沒有歸入案件"));
    for mail in reminders.clone() {
        assert!(mail.text.contains("/zh/desk/inbox"), "{}", mail.text);
        assert!(!mail.text.contains(RESIDENT) && !mail.text.contains(WORDS));
    }
    reminders.count()
}

#[actix_web::test]
async fn the_office_is_reminded_of_mails_without_a_place_once_a_working_day() {
    let inbox = Inbox::set().await;
    let plaza = &inbox.scene.plaza;
    assert_eq!(reminded(&inbox).await, 0, "nothing waits");
    for _ in 0..2 {
        let mail = Mail::from(RESIDENT, WORDS).headed("");
        inbox.comes(RESIDENT, &inbox.resident(), &mail.raw()).await;
    }
    for (time, count) in [
        ("2026-03-02T13:00", 0),
        ("2026-03-02T15:00", 1),
        ("2026-03-02T16:00", 1),
        // Before its day begins.
        ("2026-03-03T07:00", 1),
        ("2026-03-03T08:30", 2),
        // A Saturday.
        ("2026-03-07T10:00", 2),
        ("2026-03-09T10:00", 3),
    ] {
        plaza.at(time);
        assert_eq!(reminded(&inbox).await, count, "{time}");
    }
    let mails = plaza.mails().await;
    let last = mails.last().unwrap();
    assert!(last.subject.contains("有2封"), "{}", last.subject);
    plaza.at("2026-03-10T10:00");
    let reader = inbox.reader().await;
    for page in ["/en/desk/inbox/1", "/en/desk/inbox/2"] {
        let discard = [("discard", "yes"), ("reason", "Advertising.")];
        reader.post(page, &discard).await.expect(303);
    }
    assert_eq!(reminded(&inbox).await, 3, "nothing waits any more");
}
