//! Members of offices reply to the mail about a case: a draft that one click sends, or an answer at once.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    db::{DbError, schema::accounts},
    privacy::{Private, sealed},
    suggestions::unplaced::Why,
};

use super::{Inbox, MEMBER, Mail, RESIDENT, WORDS, waiting};
use crate::suggestions::suggest;

/// A reply as Gmail writes it, with a signature.
const REPLY: &str = "洞已經補好。\n\n-- \n養護工程處\n\n高雄市政府 <plaza@city.example> 於\n\
                     2026年3月2日 週一 上午10:00寫道：\n\n> 有人建議把洞補起來。\n";

#[actix_web::test]
async fn a_members_reply_becomes_a_draft_and_one_click_sends_its_new_words() {
    let inbox = Inbox::set().await;
    inbox.reply(&Mail::from(MEMBER, REPLY)).await;
    assert_eq!(inbox.told(RESIDENT).await, 1, "the confirmation alone");
    let desk = inbox.desk().await;
    let drafts = desk.texts("section[aria-labelledby=drafts-title] .lines");
    assert_eq!(drafts, [WORDS]);
    let own = inbox.scene.staff.get("/en/desk/inbox").await.expect(200);
    assert!(own.body.contains(&inbox.scene.keepsake.reference));
    let sent = inbox.press("send-draft").await.expect(303);
    assert!(sent.location().ends_with("?done=answered"));
    let told = inbox.scene.told().await;
    assert!(told.contains(WORDS), "{told}");
    for quoted in ["有人建議把洞補起來", "養護工程處\n", "寫道"] {
        assert!(!told.contains(quoted), "{told}");
    }
    assert_eq!(inbox.told(RESIDENT).await, 2);
    assert_eq!(inbox.drafts().await, 0);
    assert!(inbox.kinds().await.contains(&"answered".to_owned()));
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn a_look_at_the_case_opens_no_whole_mail() {
    let inbox = Inbox::set().await;
    let raw = Mail::from(MEMBER, WORDS).with_file("hole.pdf", "application/pdf", "%PDF");
    inbox.comes(MEMBER, &inbox.office(), &raw).await;
    let broken = if inbox.scene.plaza.on_postgres() {
        "'\\x00'::bytea"
    } else {
        "x'00'"
    };
    let change = format!("UPDATE answer_drafts SET mail_sealed = {broken}");
    inbox.scene.plaza.sql(&change).unwrap();
    let desk = inbox.desk().await;
    let drafts = desk.texts("section[aria-labelledby=drafts-title] .lines");
    assert_eq!(drafts, [WORDS]);
    assert!(desk.body.contains("hole.pdf"));
}

#[actix_web::test]
async fn a_member_at_an_international_domain_is_known_by_its_ascii_form() {
    let inbox = Inbox::set().await;
    let cx = inbox.scene.plaza.context.clone();
    let index =
        |address: &str| sealed::email_index(&cx.config.keys, &Private::new(address.to_owned()));
    let (old, new) = (index(MEMBER), index("maintenance@b\u{fc}cher.example"));
    let moved = cx.db.write(move |connection| {
        let whose = accounts::table.filter(accounts::email_index.eq(old));
        let moved = diesel::update(whose)
            .set(accounts::email_index.eq(new))
            .execute(connection)?;
        Ok::<_, DbError>(moved)
    });
    assert_eq!(moved.await.unwrap(), 1);
    let found =
        "Authentication-Results: mx.city.example; dmarc=pass header.from=xn--bcher-kva.example\n";
    let mail = Mail::from("maintenance@xn--bcher-kva.example", WORDS).headed(found);
    inbox.reply(&mail).await;
    assert_eq!(inbox.drafts().await, 1);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
}

#[actix_web::test]
async fn a_draft_is_changed_first_or_dropped() {
    let inbox = Inbox::set().await;
    inbox.reply(&Mail::from(MEMBER, WORDS)).await;
    let form = inbox.press("use-draft").await.expect(200);
    assert_eq!(form.texts("#f-answer"), [WORDS]);
    assert_eq!(inbox.drafts().await, 1, "nothing was sent");
    inbox.press("drop-draft").await.expect(303);
    assert_eq!(inbox.drafts().await, 0);
    // Somebody else pressed faster: the page shows how it stands.
    let path = format!("/en/desk/{}", inbox.scene.id);
    let gone = inbox.scene.staff.post(&path, &[("send-draft", "1")]).await;
    assert_eq!(gone.expect(303).location(), path);
    assert_eq!(inbox.told(RESIDENT).await, 1);
}

#[actix_web::test]
async fn the_same_mail_twice_is_once() {
    let inbox = Inbox::set().await;
    let mail = Mail::from(MEMBER, WORDS);
    inbox.reply(&mail).await;
    // Another server on the way added its line.
    let again = mail.clone().and("Received: from a by b\n");
    inbox.reply(&again).await;
    assert_eq!(inbox.drafts().await, 1);
    assert_eq!(inbox.told(MEMBER).await, 1, "that it waits");
    let other = Mail::from(MEMBER, WORDS);
    inbox.reply(&other).await;
    assert_eq!(inbox.drafts().await, 2, "another mail says the same");
    assert_eq!(inbox.told(MEMBER).await, 2);
}

#[actix_web::test]
async fn what_is_not_proven_to_be_a_members_waits_for_a_person() {
    let inbox = Inbox::set().await;
    let pass = "Authentication-Results: mx.city.example; dmarc=pass header.from=example.tw\n";
    let fail = "Authentication-Results: mx.city.example; dmarc=fail header.from=example.tw\n";
    let other = "Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=example.tw\n";
    let of = |head: &str| Mail::from(MEMBER, WORDS).headed(head);
    for (mail, why) in [
        (of(""), Why::Unproven),
        (of(fail), Why::Unproven),
        (of(other), Why::Unproven),
        // The server's own line stands above the one that came along.
        (of(&format!("{fail}{pass}")), Why::Unproven),
        (Mail::from(RESIDENT, WORDS), Why::Sender),
        // The office's own mailbox is no person.
        (Mail::from("maintenance@kcg.example", WORDS), Why::Sender),
        (
            Mail::from(&format!("{MEMBER}, {RESIDENT}"), WORDS),
            Why::Sender,
        ),
        (Mail::from(MEMBER, "> only\n> a quote\n"), Why::Empty),
        (Mail::from(MEMBER, &"長".repeat(10_001)), Why::Words),
        (
            Mail::from(MEMBER, WORDS).and("Precedence: list\n"),
            Why::Bulk,
        ),
    ] {
        let before = waiting(&inbox.scene.plaza).await.len();
        inbox.reply(&mail).await;
        let now = waiting(&inbox.scene.plaza).await;
        assert_eq!(now[before..], [why], "{}{}", mail.head, mail.from);
    }
    assert_eq!(inbox.drafts().await, 0);
    // A member of another office has nothing to say here.
    inbox.scene.plaza.staff_of("parks").await;
    inbox.reply(&Mail::from("parks@example.tw", WORDS)).await;
    assert_eq!(waiting(&inbox.scene.plaza).await.last(), Some(&Why::Sender));
    // Neither has an administrator who is in none of its offices.
    let raise =
        "UPDATE accounts SET role = 'administrator' WHERE id = (SELECT max(id) FROM accounts)";
    inbox.scene.plaza.sql(raise).unwrap();
    inbox.reply(&Mail::from("parks@example.tw", WORDS)).await;
    assert_eq!(waiting(&inbox.scene.plaza).await.last(), Some(&Why::Sender));
    assert_eq!(inbox.drafts().await, 0);
    // Neither has anybody at an address that Plaza did not make.
    let mail = Mail::from(MEMBER, WORDS);
    let forged = inbox.office().replace("+o", "+o0");
    inbox.comes(MEMBER, &forged, &mail.raw()).await;
    assert_eq!(waiting(&inbox.scene.plaza).await.last(), Some(&Why::NoTag));
    assert_eq!(inbox.drafts().await, 0);
}

#[actix_web::test]
async fn an_office_that_chose_so_answers_at_once_unless_something_personal_is_found() {
    let inbox = Inbox::set().await;
    let choose = "UPDATE offices SET replies_send = 'at-once' WHERE slug = 'maintenance'";
    inbox.scene.plaza.sql(choose).unwrap();
    let personal = "請洽陳小姐，電話0912-345-678。";
    inbox.reply(&Mail::from(MEMBER, personal)).await;
    assert_eq!(inbox.told(RESIDENT).await, 1, "somebody looks first");
    let note = inbox
        .desk()
        .await
        .texts("section[aria-labelledby=drafts-title] .note");
    assert!(note.concat().contains("0912-345-678"), "{note:?}");
    inbox.reply(&Mail::from(MEMBER, WORDS)).await;
    assert_eq!(inbox.told(RESIDENT).await, 2);
    assert!(inbox.scene.told().await.contains(WORDS));
    assert_eq!(inbox.drafts().await, 0, "the case is answered");
    // Nobody answers a case that is answered: a person looks.
    inbox.reply(&Mail::from(MEMBER, WORDS)).await;
    assert_eq!(waiting(&inbox.scene.plaza).await, [Why::Closed]);
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn what_may_hold_others_words_is_never_sent_at_once() {
    let inbox = Inbox::set().await;
    let choose = "UPDATE offices SET replies_send = 'at-once' WHERE slug = 'maintenance'";
    inbox.scene.plaza.sql(choose).unwrap();
    let above = ["---------- Forwarded message ---------", "開始轉寄訊息："];
    let announced = "On Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:";
    let others = above.into_iter().chain([announced]);
    let others = others.map(|above| {
        let words = format!("{WORDS}\n\n{above}\n有人建議。\n");
        Mail::from(MEMBER, &words).raw()
    });
    // In HTML nothing tells what is quoted.
    let html = Mail::from(MEMBER, WORDS).raw();
    let html = html.replace("Content-Type: text/plain", "Content-Type: text/html");
    for (drafts, raw) in (1_i64..).zip(others.chain([html])) {
        inbox.comes(MEMBER, &inbox.office(), &raw).await;
        assert_eq!(inbox.drafts().await, drafts, "{raw}");
        assert_eq!(inbox.told(RESIDENT).await, 1, "somebody looks first");
    }
}

#[actix_web::test]
async fn an_out_of_office_note_that_only_its_subject_tells_is_no_answer() {
    use base64::Engine as _;
    let inbox = Inbox::set().await;
    let choose = "UPDATE offices SET replies_send = 'at-once' WHERE slug = 'maintenance'";
    inbox.scene.plaza.sql(choose).unwrap();
    let headed = |subject: &str| {
        let word = base64::engine::general_purpose::STANDARD.encode(subject);
        let line = format!("Subject: =?utf-8?B?{word}?=\r\n");
        let raw = Mail::from(MEMBER, "我休假到週五。").raw();
        raw.replace("Subject: Re: a case\r\n", &line)
    };
    for subject in [
        "自動回覆: a case",
        "不在辦公室",
        "休假：a case",
        "Automatic reply: a case",
        "Out of Office",
        "Autoreply: a case",
        "Auto: a case",
    ] {
        let (to, raw) = (inbox.office(), headed(subject));
        inbox.comes(MEMBER, &to, &raw).await;
        assert_eq!(inbox.told(RESIDENT).await, 1, "{subject}");
        assert_eq!(inbox.drafts().await, 0, "{subject}");
    }
    let records = inbox.desk().await.texts(".records").concat();
    assert_eq!(records.matches("A program replied").count(), 1, "{records}");
    // What may be one, a person looks at.
    let (to, raw) = (inbox.office(), headed("Re: a case (休假中)"));
    inbox.comes(MEMBER, &to, &raw).await;
    assert_eq!(inbox.told(RESIDENT).await, 1);
    assert_eq!(inbox.drafts().await, 1);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    // Nobody lost a mail to an address that Plaza did not make by its subject.
    let nowhere = "plaza@mail.city.example";
    inbox.comes(MEMBER, nowhere, &headed("自動回覆")).await;
    assert_eq!(waiting(&inbox.scene.plaza).await, [Why::NoTag]);
}

#[actix_web::test]
async fn files_go_by_the_rules_of_uploads() {
    let inbox = Inbox::set().await;
    let mail = Mail::from(MEMBER, WORDS);
    let raw = mail.with_file("notes.txt", "text/plain", "What was done.");
    inbox.comes(MEMBER, &inbox.office(), &raw).await;
    assert!(inbox.desk().await.body.contains("notes.txt"));
    inbox.press("send-draft").await.expect(303);
    let case = inbox.scene.case().await;
    assert!(case.to_string().contains("notes.txt"), "{case}");
    // What is not taken is said, and nothing is sent without it.
    let inbox = Inbox::set().await;
    let mail = Mail::from(MEMBER, WORDS);
    let raw = mail.with_file("run.exe", "application/octet-stream", "MZ\u{1}\u{2}");
    inbox.comes(MEMBER, &inbox.office(), &raw).await;
    let said = inbox.press("send-draft").await.expect(422);
    assert!(said.texts("#e-files").concat().contains("run.exe"));
    assert_eq!(said.texts("#f-answer"), [WORDS], "what was written is kept");
    assert_eq!(inbox.told(RESIDENT).await, 1);
}

#[actix_web::test]
async fn an_out_of_office_note_is_noted_once_a_day_and_says_nothing() {
    let inbox = Inbox::set().await;
    for _ in 0..3 {
        let note = Mail::from(MEMBER, "我休假到週五。").and("Auto-Submitted: auto-replied\n");
        inbox.reply(&note).await;
    }
    let desk = inbox.desk().await;
    let records = desk.texts(".records").concat();
    assert_eq!(records.matches("A program replied").count(), 1, "{records}");
    assert!(!desk.body.contains("我休假到週五"));
    // Plaza's own mail is dropped.
    let mut own = Mail::from(MEMBER, WORDS).and("Auto-Submitted: auto-generated\n");
    own.id = "0123456789abcdef0123456789abcdef@plaza.test".to_owned();
    inbox.reply(&own).await;
    assert_eq!(inbox.drafts().await, 0);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    // What has gone round too often may be a person's all the same.
    let many = "Received: from a by b\n".repeat(31);
    inbox.reply(&Mail::from(MEMBER, WORDS).and(&many)).await;
    assert_eq!(waiting(&inbox.scene.plaza).await, [Why::Circle]);
    // A person's mail may come from Plaza's host.
    let mut persons = Mail::from(MEMBER, WORDS);
    persons.id = "1@plaza.test".to_owned();
    inbox.reply(&persons).await;
    assert_eq!(inbox.drafts().await, 1);
    assert!(!inbox.kinds().await.contains(&"auto-replied".to_owned()));
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn the_mails_say_what_becomes_of_a_reply() {
    let inbox = Inbox::set().await;
    let choose = "UPDATE offices SET replies_send = 'at-once' WHERE slug = 'maintenance'";
    inbox.scene.plaza.sql(choose).unwrap();
    inbox.scene.plaza.advance(TimeDelta::minutes(1));
    suggest(&inbox.scene.resident, &[]).await;
    inbox.scene.answer(WORDS).await.expect(200);
    let mails = inbox.scene.plaza.mails().await;
    // However their lines are broken.
    let told = |to: &str| -> Vec<String> {
        let mails = mails.iter().filter(|mail| mail.to == to);
        mails
            .map(|mail| mail.text.split_whitespace().collect())
            .collect()
    };
    let to_office = told("maintenance@kcg.example");
    for sentence in ["回覆會成為案件的草稿", "回覆會立刻寄給市民"] {
        let saying = to_office.iter().filter(|text| text.contains(sentence));
        assert_eq!(saying.count(), 1, "{to_office:?}");
    }
    let to_resident = told(RESIDENT);
    let answer = to_resident.last().unwrap();
    assert!(
        answer.contains("whilethecaseisopenyourreplyjoinsit"),
        "{answer}"
    );
    assert!(!answer.contains("donotreply"), "{answer}");
}
