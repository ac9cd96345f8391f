//! Mails without a place, and the people who give them one.

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    commands::seed,
    context::Context,
    jobs,
    mail::inbound::Envelope,
    suggestions::{
        inbound::{self, InboundError, Outcome},
        unplaced::Why,
    },
};

use super::{Inbox, Mail, RESIDENT, behind_door, waiting, with_door};
use crate::{
    suggestions::how_many_cases,
    support::{Client, Plaza},
};

const ADDED: &str = "It is deeper since the rain.";

/// A mail that waits, because nothing proves whose it is; gives its page.
async fn waits(inbox: &Inbox) -> String {
    let mail = Mail::from(RESIDENT, &format!("{ADDED}\n\n> quoted\n")).headed("");
    inbox.comes(RESIDENT, &inbox.resident(), &mail.raw()).await;
    "/en/desk/inbox/1".to_owned()
}

async fn place(reader: &Client, page: &str, of: &str, words: &str) -> crate::support::Answer {
    let submission = reader.get(page).await.expect(200).hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("of", of),
        ("words", words),
    ];
    reader.post(page, &fields).await
}

#[actix_web::test]
async fn only_members_of_the_office_that_gets_what_no_rule_names_read_them() {
    let inbox = Inbox::set().await;
    let page = waits(&inbox).await;
    let administrator = inbox
        .scene
        .plaza
        .log_on_as(Role::Administrator, "admin")
        .await;
    for other in [&inbox.scene.staff, &administrator] {
        let list = other.get("/en/desk/inbox").await.expect(200);
        assert!(!list.body.contains(RESIDENT) && !list.body.contains("Re: a case"));
        other.get(&page).await.expect(404);
        other
            .post(&page, &[("discard", "yes"), ("reason", "x")])
            .await
            .expect(404);
        other.post(&page, &[("enter", "yes")]).await.expect(404);
        let of = inbox.scene.keepsake.reference.as_str();
        let fields = [("of", of), ("words", ADDED)];
        other.post(&page, &fields).await.expect(404);
    }
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
    let reader = inbox.reader().await;
    let list = reader.get("/en/desk/inbox").await.expect(200);
    assert!(list.body.contains(RESIDENT) && list.body.contains("Re: a case"));
    let mail = reader.get(&page).await.expect(200);
    assert!(mail.texts("main .lines").concat().contains("> quoted"));
    assert_eq!(mail.texts("#f-words"), [ADDED], "the new words alone");
    let of = mail.attribute("#f-of", "value");
    assert_eq!(of.as_ref(), Some(&inbox.scene.keepsake.reference));
}

#[actix_web::test]
async fn the_desk_says_how_many_wait_to_whoever_reads_them() {
    let inbox = Inbox::set().await;
    let reader = inbox.reader().await;
    let link = ".title-row a[href='/en/desk/inbox']";
    let says = async |client: &Client| client.get("/en/desk").await.expect(200).texts(link);
    assert_eq!(says(&reader).await, ["Mail that came in 0"]);
    waits(&inbox).await;
    assert_eq!(says(&reader).await, ["Mail that came in 1"]);
    assert_eq!(says(&inbox.scene.staff).await, ["Mail that came in"]);
}

#[actix_web::test]
async fn one_is_put_into_a_case_once_as_its_residents_message() {
    let inbox = Inbox::set().await;
    let page = waits(&inbox).await;
    let reader = inbox.reader().await;
    for (of, words, field) in [
        ("KH", ADDED, "#e-of"),
        ("KH-2026-000099-0", ADDED, "#e-of"),
        (inbox.scene.keepsake.reference.as_str(), "", "#e-words"),
    ] {
        let refused = place(&reader, &page, of, words).await.expect(422);
        assert_eq!(refused.texts(field).len(), 1, "{of}");
    }
    let told = inbox.told("maintenance@kcg.example").await;
    let submission = reader.get(&page).await.expect(200).hidden("submission");
    let of = inbox.scene.keepsake.reference.as_str();
    let fields = [
        ("submission", submission.as_str()),
        ("of", of),
        ("words", ADDED),
    ];
    for _ in 0..2 {
        reader.post(&page, &fields).await.expect(303);
    }
    let kinds = inbox.kinds().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "added").count(), 1);
    assert_eq!(inbox.told("maintenance@kcg.example").await, told + 1);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    reader.get(&page).await.expect(404);
    let register = inbox.scene.resident.get("/api/v1/ledger").await.expect(200);
    assert_eq!(register.body.matches("mail-placed").count(), 1);
    assert!(!register.body.contains(ADDED) && !register.body.contains(RESIDENT));
    inbox.scene.verify().await;
}

#[actix_web::test]
async fn one_becomes_a_case_of_its_own() {
    let inbox = Inbox::set().await;
    let page = waits(&inbox).await;
    let reader = inbox.reader().await;
    let cases = how_many_cases(&inbox.scene.plaza).await;
    let form = reader.post(&page, &[("enter", "yes")]).await.expect(200);
    assert_eq!(
        form.attribute("#f-email", "value").as_deref(),
        Some(RESIDENT)
    );
    assert_eq!(
        form.attribute("#f-title", "value").as_deref(),
        Some("Re: a case")
    );
    assert!(form.texts("#f-body").concat().contains(ADDED));
    assert_eq!(
        waiting(&inbox.scene.plaza).await.len(),
        1,
        "nothing is entered yet"
    );
    let (submission, mail) = (form.hidden("submission"), form.hidden("mail"));
    let fields = [
        ("submission", submission.as_str()),
        ("mail", &mail),
        ("medium", "email"),
        ("received", "2026-03-02"),
        ("language", "en"),
        ("category", "road-damage"),
        ("district", "lingya"),
        ("title", "A hole"),
        ("body", ADDED),
    ];
    reader.post("/en/desk/new", &fields).await.expect(200);
    assert_eq!(how_many_cases(&inbox.scene.plaza).await, cases + 1);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
}

#[actix_web::test]
async fn one_is_discarded_for_a_reason_and_what_nobody_handles_goes_after_a_month() {
    let inbox = Inbox::set().await;
    let page = waits(&inbox).await;
    let reader = inbox.reader().await;
    let refused = reader
        .post(&page, &[("discard", "yes"), ("reason", " ")])
        .await;
    assert_eq!(refused.expect(422).texts("#e-reason").len(), 1);
    let discard = [("discard", "yes"), ("reason", "Advertising.")];
    reader.post(&page, &discard).await.expect(303);
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
    let register = inbox.scene.resident.get("/api/v1/ledger").await.expect(200);
    assert_eq!(register.body.matches("mail-discarded").count(), 1);
    assert!(
        !register.body.contains("Advertising"),
        "a reason may name people"
    );

    let mail = Mail::from(RESIDENT, ADDED).headed("");
    inbox.comes(RESIDENT, &inbox.resident(), &mail.raw()).await;
    inbox.scene.plaza.advance(TimeDelta::days(29));
    jobs::retention::once(&inbox.scene.plaza.context)
        .await
        .unwrap();
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
    inbox.scene.plaza.advance(TimeDelta::days(2));
    jobs::retention::once(&inbox.scene.plaza.context)
        .await
        .unwrap();
    assert!(waiting(&inbox.scene.plaza).await.is_empty());
}

#[actix_web::test]
async fn a_demo_has_mails_that_wait_and_somebody_who_reads_them() {
    let plaza = Plaza::start_with(with_door).await;
    let accounts = seed::city_if_empty(&plaza.context).await.unwrap().unwrap();
    assert_eq!(waiting(&plaza).await, [Why::NoTag, Why::NoTag]);
    let staff = accounts.iter().find(|one| one.role == Role::Staff).unwrap();
    let reader = plaza.client().await;
    reader.log_on(&staff.email, &staff.password).await;
    let list = reader.get("/zh/desk/inbox").await.expect(200);
    let subjects = list.texts("main table tbody a");
    assert_eq!(subjects, ["公車站牌的燈不亮", "Re: Recycling on Sundays"]);
    let mail = reader.get("/zh/desk/inbox/2").await.expect(200);
    let words = mail.texts("#f-words").concat();
    assert!(
        words.contains("did not come this Sunday") && !words.contains('>'),
        "{words}"
    );
}

#[actix_web::test]
async fn what_came_to_no_address_of_plazas_making_is_small_or_refused() {
    let inbox = Inbox::set().await;
    let context = behind_door(&inbox.scene.plaza);
    let mut config = (*context.config).clone();
    config.mail.largest = 4 * 1024 * 1024;
    let parts = (
        context.db.clone(),
        context.clock.clone(),
        context.random.clone(),
    );
    let context = Context::new(parts.0, parts.1, parts.2, config);
    let mail = Mail::from(RESIDENT, &"A long story.\n".repeat(100_000)).headed("");
    let raw = mail.raw();
    assert!(raw.len() > 1024 * 1024);
    let take = async |to: String| {
        let from = RESIDENT.to_owned();
        inbound::take(&context, Envelope { from, to }, raw.clone().into_bytes()).await
    };
    let refused = take("plaza@mail.city.example".to_owned()).await;
    assert!(
        matches!(refused, Err(InboundError::TooLargeHere { mib: 1 })),
        "{refused:?}"
    );
    // What came to a case's address waits.
    let taken = take(inbox.resident()).await;
    assert_eq!(taken.unwrap(), Outcome::Waiting);
    assert_eq!(waiting(&inbox.scene.plaza).await.len(), 1);
}
