//! The desk: an office's cases, their answers, and nobody else's.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{NEW, case, id_of, kinds, lines, open, suggest, typed};
use crate::support::{Client, PASSWORD, Plaza};

const CONTACT: [(&str, &str); 3] = [
    ("name", "林佳穎"),
    ("email", "lin.secret@example.tw"),
    ("phone", "0912-345-678"),
];

async fn administrator(plaza: &Plaza) -> Client {
    plaza.account("admin", Role::Administrator).await;
    let client = plaza.client().await;
    client.log_on("admin@example.tw", PASSWORD).await;
    client
}

#[actix_web::test]
async fn the_file_says_by_which_rule_it_was_routed_in_the_readers_language() {
    let plaza = Plaza::city().await;
    let keepsake = suggest(&plaza.client().await, &[]).await;
    let staff = plaza.staff_of("maintenance").await;
    let case = id_of(&plaza, &keepsake.reference).await;
    for file in ["", "/file"] {
        for (lang, words) in [
            ("en", "By the rule for its category."),
            ("zh", "依這個類別的規則分案。"),
        ] {
            let page = staff.get(&format!("/{lang}/desk/{case}{file}")).await;
            let said = page.expect(200).texts(".records .hint");
            assert!(said.iter().any(|said| said == words), "{said:?}");
        }
    }
    let api = staff.get(&format!("/api/v1/desk/cases/{case}")).await;
    let records = api.expect(200).json()["records"].clone();
    let rules = records.as_array().expect("a list").iter();
    let rules: Vec<_> = rules.filter_map(|record| record["rule"].as_str()).collect();
    assert_eq!(rules, ["category"]);
}

#[actix_web::test]
async fn that_a_suggestion_may_be_automatic_is_a_line_at_the_desk_and_nothing_else() {
    let plaza = Plaza::city().await;
    let (client, staff) = (plaza.client().await, plaza.staff_of("maintenance").await);
    let form = client.get(NEW).await.expect(200);
    let made = form.hidden("made");
    assert!(form.texts("script[src*=proof]").is_empty());
    // The page between carries along what the first one was sent with.
    let trapped = [("made", made.as_str()), ("website", "https://x.example")];
    let check = client.post(NEW, &typed(&trapped)).await.expect(200);
    assert_eq!(check.hidden("made"), made);
    assert_eq!(check.hidden("website"), "yes");
    let quick = suggest(&client, &trapped).await;
    plaza.advance(TimeDelta::seconds(20));
    let slow = suggest(&client, &[("made", made.as_str())]).await;
    // A browser without scripts, or a form of before, shows nothing of a program.
    let plain = suggest(&client, &[]).await;
    for (keepsake, reasons) in [
        (&quick, json!(["trap", "fast"])),
        (&slow, json!([])),
        (&plain, json!([])),
    ] {
        let all = ["received", "accepted-unconfirmed", "routed", "mailed"];
        assert_eq!(kinds(&client, keepsake).await, all);
        let id = id_of(&plaza, &keepsake.reference).await;
        let case = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
        assert_eq!(case.expect(200).json()["may_be_automatic"], reasons);
        let page = staff.get(&format!("/en/desk/{id}")).await.expect(200);
        let said = page.texts("[data-automatic]").concat();
        assert_eq!(said.contains("may be automatic"), reasons != json!([]));
        let own = open(&client, keepsake).await.expect(200);
        assert!(
            !own.body.contains("automatic"),
            "a resident is told nothing of it"
        );
    }
    // A member is asked for nothing of it.
    let member = plaza.log_on_as(Role::Resident, "海海").await;
    let form = member.get(NEW).await.expect(200);
    assert!(form.texts("#f-website").is_empty());
    let own = suggest(&member, &trapped).await;
    let id = id_of(&plaza, &own.reference).await;
    let case = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
    assert_eq!(case.expect(200).json()["may_be_automatic"], json!([]));
}

#[actix_web::test]
async fn an_answer_reaches_the_resident_by_mail_and_on_the_cases_page() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let mut fields = CONTACT.to_vec();
    fields.push(("publish", "yes"));
    let keepsake = suggest(&client, &fields).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);

    let staff = plaza.staff_of("maintenance").await;
    let list = staff.get("/en/desk").await.expect(200);
    assert!(list.body.contains(&keepsake.reference));
    assert!(list.body.contains("A hole before the bus stop"));
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    let taken = staff.post(&desk, &[("take-up", "yes")]).await;
    assert!(taken.location().starts_with(&desk));
    assert_eq!(case(&client, &keepsake).await["state"], "in-progress");

    let words = "We filled it today.\nThank you & sorry for the <bump>.";
    staff.post(&desk, &[("answer", words)]).await.expect(303);
    let page = open(&client, &keepsake).await.expect(200);
    assert_eq!(page.texts(".post-body").join(""), words);
    let found = case(&client, &keepsake).await;
    assert_eq!(found["answer"], words);
    assert_eq!(found["state"], "answered");
    assert_eq!(
        kinds(&client, &keepsake).await,
        [
            "received",
            "confirmed",
            "routed",
            "mailed",
            "taken-up",
            "answered"
        ]
    );
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 3);
    let mail = &mails[2];
    assert_eq!(mail.to, "lin.secret@example.tw");
    assert!(mail.subject.contains(&keepsake.reference));
    assert!(lines(mail).contains(words), "{}", mail.text);
    assert!(
        mail.html.contains("&lt;bump&gt;") || mail.html.contains("&#60;bump&#62;"),
        "{}",
        mail.html
    );
    assert!(
        mail.text.contains("Maintenance Office"),
        "who answers is told"
    );

    // Answered once: a second press finds it done and says so.
    let again = staff
        .post(&desk, &[("answer", "Once more")])
        .await
        .expect(422);
    assert!(again.body.contains("role=\"alert\""));
    assert_eq!(plaza.mails().await.len(), 3);
    assert!(
        !staff
            .get("/en/desk")
            .await
            .body
            .contains(&keepsake.reference)
    );
    assert!(
        staff
            .get("/en/desk?view=answered")
            .await
            .body
            .contains(&keepsake.reference)
    );
}

#[actix_web::test]
async fn a_contact_that_is_not_shared_is_not_in_the_offices_hands() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let staff = plaza.staff_of("maintenance").await;
    for shares in [false, true] {
        let mut fields = CONTACT.to_vec();
        if shares {
            fields.push(("share_contact", "yes"));
        }
        let keepsake = suggest(&client, &fields).await;
        let link = plaza
            .mails()
            .await
            .last()
            .unwrap()
            .link("/en/suggestions/confirm/");
        client.post(&link, &[]).await.expect(200);
        let mails = plaza.mails().await;
        let mail = mails.last().unwrap();
        assert_eq!(mail.to, "maintenance@kcg.example");
        let id = id_of(&plaza, &keepsake.reference).await;
        let desk = format!("/en/desk/{id}");
        let page = staff.get(&desk).await.expect(200);
        let print = staff.get(&format!("{desk}/file")).await.expect(200);
        let list = staff.get("/en/desk").await.expect(200);
        let of_desk = format!("/api/v1/desk/cases/{id}");
        let opened = staff.get(&of_desk).await.expect(200);
        let own = open(&client, &keepsake).await.expect(200);
        let program = case(&client, &keepsake).await.to_string();
        // On purpose it is shown to who works for the office, where it is shared.
        let status = if shares { 200 } else { 404 };
        let show = [("show-contact", "yes")];
        let shown = staff.post(&desk, &show).await.expect(status);
        let in_file = staff
            .post(&format!("{desk}/file"), &show)
            .await
            .expect(status);
        let given = staff
            .post_json(&format!("{of_desk}/contact"), &json!({}))
            .await
            .expect(status);
        for (name, value) in CONTACT {
            assert_eq!(mail.text.contains(value), shares, "{name} in the mail");
            assert_eq!(mail.html.contains(value), shares, "{name} in the mail");
            for answer in [&shown, &in_file, &given] {
                assert_eq!(answer.body.contains(value), shares, "{name} on the desk");
            }
            for body in [
                &page.body,
                &print.body,
                &list.body,
                &opened.body,
                &own.body,
                &program,
            ] {
                assert!(!body.contains(value), "{name} is shown nowhere else");
            }
        }
    }
}

#[actix_web::test]
async fn an_administrator_of_no_office_leaves_a_look_and_sees_no_title_in_the_list() {
    const TITLE: &str = "A hole before the bus stop";
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let looks = async || {
        let looks = case(&client, &keepsake).await["looks"].clone();
        let word = |look: &serde_json::Value| look["purpose"].as_str().unwrap().to_owned();
        let looks = looks.as_array().unwrap().iter().map(word);
        looks.collect::<Vec<_>>()
    };
    let administrator = administrator(&plaza).await;
    let list = administrator.get("/en/desk").await.expect(200);
    assert!(list.body.contains(&keepsake.reference));
    assert!(!list.body.contains(TITLE));
    assert!(list.body.contains("Shown to its office"));
    assert_eq!(looks().await, ["delivery"]);
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    for _ in 0..2 {
        let page = administrator.get(&desk).await.expect(200);
        assert!(page.body.contains(TITLE));
    }
    assert_eq!(looks().await, ["administration", "delivery"]);
    let own = open(&client, &keepsake).await.expect(200);
    assert!(own.body.contains("Looked at by an administrator"));

    // The office that it was routed to sees the title, and opening it is its own look.
    let staff = plaza.staff_of("maintenance").await;
    let list = staff.get("/en/desk").await.expect(200);
    assert!(list.body.contains(TITLE));
    assert_eq!(looks().await, ["administration", "delivery"]);
    staff.get(&desk).await.expect(200);
    assert_eq!(looks().await, ["administration", "delivery", "handling"]);
}

#[actix_web::test]
async fn other_offices_and_residents_find_nothing() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);

    let other = plaza.staff_of("police").await;
    assert!(
        !other
            .get("/en/desk")
            .await
            .expect(200)
            .body
            .contains(&keepsake.reference)
    );
    other.get(&desk).await.expect(404);
    other
        .post(&desk, &[("answer", "Not ours")])
        .await
        .expect(404);
    other.post(&desk, &[("take-up", "yes")]).await.expect(404);
    other.get("/en/desk/99999").await.expect(404);

    let resident = plaza.person("resident", Role::Resident).await.client;
    for path in ["/en/desk", desk.as_str()] {
        resident.get(path).await.expect(403);
        client.get(path).await.expect(401);
    }
    resident.post(&desk, &[("answer", "x")]).await.expect(403);
    assert_eq!(
        case(&client, &keepsake).await["state"],
        "routed",
        "nobody touched it"
    );

    let administrator = administrator(&plaza).await;
    assert!(
        administrator
            .get("/en/desk")
            .await
            .body
            .contains(&keepsake.reference)
    );
    administrator.get(&desk).await.expect(200);
}

#[actix_web::test]
async fn each_of_two_offices_sees_its_case_once() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("category", "noise"), ("district", "yancheng")]).await;
    for office in ["environment", "police"] {
        let staff = plaza.staff_of(office).await;
        let list = staff.get("/en/desk").await;
        assert_eq!(list.texts("tbody tr").len(), 1, "{office}");
    }
    let administrator = administrator(&plaza).await;
    assert_eq!(
        administrator.get("/en/desk").await.texts("tbody tr").len(),
        1
    );
    assert_eq!(
        case(&client, &keepsake).await["offices"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[actix_web::test]
async fn an_unconfirmed_case_is_on_no_desk() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", "lin@example.tw")]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    for staff in [
        plaza.staff_of("maintenance").await,
        administrator(&plaza).await,
    ] {
        assert!(
            !staff
                .get("/en/desk")
                .await
                .expect(200)
                .body
                .contains(&keepsake.reference)
        );
        staff.get(&format!("/en/desk/{id}")).await.expect(404);
    }
}

#[actix_web::test]
async fn the_list_is_by_due_date_in_words_and_by_pages() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let mut wanted = Vec::new();
    for _ in 0..60 {
        let receipt = client
            .post_json(
                "/api/v1/suggestions",
                &serde_json::json!({ "category": "road-damage", "district": "lingya", "title": "t", "body": "b" }),
            )
            .await
            .expect(201)
            .json();
        wanted.push(receipt["reference"].as_str().unwrap().to_owned());
    }
    // Due earlier, though it came later: a category with six days beside one with ten.
    let last = suggest(&client, &[("category", "privacy"), ("district", "lingya")]).await;
    let staff = plaza.staff_of("maintenance").await;
    let first = staff.get("/en/desk").await.expect(200);
    let mut seen = first.texts("tbody tr td:first-child");
    assert_eq!(seen.len(), 50);
    let next = first.attribute("a[rel=next]", "href").unwrap();
    let second = staff.get(&next).await.expect(200);
    seen.extend(second.texts("tbody tr td:first-child"));
    assert!(second.attribute("a[rel=next]", "href").is_none());
    assert_eq!(seen, wanted, "each once, the earliest due first");

    let all = administrator(&plaza).await;
    let second = all
        .get("/en/desk?after=2026-03-10_999999")
        .await
        .expect(200);
    assert_eq!(second.texts("tbody tr td:first-child"), [last.reference]);

    // Due on Tuesday, 10 March.
    for (days, words) in [(7, "tomorrow"), (1, "today"), (2, "2 days late")] {
        plaza.advance(TimeDelta::days(days));
        let due = staff
            .get("/en/desk")
            .await
            .texts("tbody .due")
            .swap_remove(0);
        assert!(due.to_lowercase().contains(words), "{due} says {words}");
    }
    for wrong in ["x", "2026-03-10_x", "_", "2026-99-99_1", "%00"] {
        staff
            .get(&format!("/en/desk?after={wrong}"))
            .await
            .expect(200);
    }
}

#[actix_web::test]
async fn what_was_typed_is_kept_when_an_answer_is_refused() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    let long = "a".repeat(10_001);
    for wrong in ["", "a\0b", &long] {
        let page = staff.post(&desk, &[("answer", wrong)]).await.expect(422);
        // A reader's program shows a NUL as the replacement character.
        let shown = wrong.replace('\0', "\u{fffd}");
        assert_eq!(page.texts("textarea[name=answer]"), [shown]);
        assert_eq!(page.texts("#e-answer").len(), 1);
    }
    // Two members at once: the second keeps what was typed and sees what the first did.
    staff.post(&desk, &[("answer", "First")]).await.expect(303);
    let second = staff
        .post(&desk, &[("answer", "Second, typed for an hour")])
        .await
        .expect(422);
    assert!(second.body.contains("Second, typed for an hour"));
    assert!(second.body.contains("First"));
    assert_eq!(case(&client, &keepsake).await["answer"], "First");
    assert_eq!(
        plaza.mails().await.len(),
        1,
        "without an address nobody is mailed the answer"
    );
}
