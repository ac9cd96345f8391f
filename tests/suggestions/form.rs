//! Making a suggestion on the pages: form, check, send, keep.

use super::{CASE, Keepsake, NEW, how_many_cases, kinds, lines, open, suggest, typed};
use crate::support::Plaza;

#[actix_web::test]
async fn without_an_address_it_is_routed_at_once_and_followed_with_its_password() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let form = client.get(NEW).await.expect(200);
    for number in ["110", "119", "1999"] {
        assert!(
            form.body.contains(number),
            "an urgent danger is told {number}"
        );
    }
    assert_eq!(form.headers.get("cache-control").unwrap(), "no-store");

    let keepsake = suggest(&client, &[("place", "Sihwei 3rd Road")]).await;
    assert!(keepsake.reference.starts_with("KH-2026-0"), "{keepsake:?}");
    assert_eq!(keepsake.password.len(), 14);
    assert_eq!(client.cookie("plaza"), None, "no cookie is needed");

    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 1, "the office alone is told");
    let mail = &mails[0];
    assert_eq!(mail.to, "maintenance@kcg.example");
    assert!(
        mail.subject.starts_with(&keepsake.reference),
        "{}",
        mail.subject
    );
    for words in [
        "A hole before the bus stop",
        "Two hands wide.\nPlease fill it.",
        "Sihwei 3rd Road",
        "道路破損",
        "苓雅區",
        // Six working days from Monday, 2 March.
        "2026年3月10日",
    ] {
        assert!(lines(mail).contains(words), "{words} in {}", mail.text);
    }
    assert!(!mail.raw.contains(&keepsake.password));

    let page = open(&client, &keepsake).await.expect(200);
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    for words in [
        "A hole before the bus stop",
        "Maintenance Office",
        "10 March 2026",
    ] {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    // The four records of its file, and that the office got it.
    assert_eq!(page.texts(".records li").len(), 5);
    assert_eq!(
        kinds(&client, &keepsake).await,
        ["received", "accepted-unconfirmed", "routed", "mailed"]
    );
}

#[actix_web::test]
async fn before_sending_the_office_the_due_date_and_what_it_sees_are_told() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.hidden("submission");
    let fields = typed(&[
        ("submission", &submission),
        ("district", "namaxia"),
        ("email", "lin@example.tw"),
    ]);
    let check = client.post(NEW, &fields).await.expect(200);
    assert_eq!(how_many_cases(&plaza).await, 0, "looking sends nothing");
    for words in [
        "Maintenance Office",
        "Indigenous Affairs Commission",
        "10 March 2026",
        "lin@example.tw",
    ] {
        assert!(check.body.contains(words), "{words} in {}", check.body);
    }
    let send = check.texts("button[name=send]");
    assert!(send[0].contains("Maintenance Office"), "{send:?}");
    for (name, value) in &fields {
        assert_eq!(check.hidden(name), *value, "{name} goes along");
    }
    // What the office sees, and for how long it is kept.
    let facts = check.texts("dl.facts dd").join("\n");
    assert!(facts.contains("is kept for 5 years"), "{facts}");
    assert!(
        facts.contains("The suggestion without your contact details."),
        "{facts}"
    );
    let shares = [&fields[..], &[("share_contact", "yes")]].concat();
    let check = client.post(NEW, &shares).await.expect(200);
    let facts = check.texts("dl.facts dd").join("\n");
    assert!(
        facts.contains("The suggestion and your contact details."),
        "{facts}"
    );
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn the_way_back_keeps_everything() {
    let plaza = Plaza::city().await;
    plaza.publishes_suggestions().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.hidden("submission");
    let fields = typed(&[
        ("submission", &submission),
        ("place", "by the \"old\" tree & bench"),
        ("name", "林佳穎"),
        ("email", "lin@example.tw"),
        ("phone", "0912-345-678"),
        ("share_contact", "yes"),
        ("publish", "yes"),
        ("back", "yes"),
    ]);
    let form = client.post(NEW, &fields).await.expect(200);
    assert_eq!(form.hidden("submission"), submission);
    for (name, value) in [
        ("title", "A hole before the bus stop"),
        ("place", "by the \"old\" tree & bench"),
        ("name", "林佳穎"),
        ("email", "lin@example.tw"),
        ("phone", "0912-345-678"),
    ] {
        assert_eq!(form.hidden(name), value);
    }
    assert_eq!(
        form.texts("textarea[name=body]"),
        ["Two hands wide.\nPlease fill it."]
    );
    for chosen in ["road-damage", "lingya"] {
        let selector = format!("[value=\"{chosen}\"][selected], [value=\"{chosen}\"][checked]");
        assert!(
            form.attribute(&selector, "value").is_some(),
            "{chosen} stays chosen"
        );
    }
    for ticked in ["share_contact", "publish"] {
        let selector = format!("[name={ticked}][checked]");
        assert!(
            form.attribute(&selector, "value").is_some(),
            "{ticked} stays ticked"
        );
    }
}

#[actix_web::test]
async fn each_mistake_is_told_beside_its_field_and_nothing_is_sent() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let fields = [("send", "yes"), ("email", "nobody"), ("title", "x")];
    let form = client.post(NEW, &fields).await.expect(422);
    for field in ["category", "district", "body", "email"] {
        assert_eq!(form.texts(&format!("#e-{field}")).len(), 1, "{field}");
    }
    assert!(form.texts("#e-title").is_empty());
    assert_eq!(form.hidden("email"), "nobody");
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn both_languages_say_it_all() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    for lang in ["zh", "en"] {
        let path = format!("/{lang}/suggestions/new");
        let submission = client.get(&path).await.expect(200).hidden("submission");
        let mut fields = typed(&[("submission", &submission)]);
        let check = client.post(&path, &fields).await.expect(200);
        fields.push(("send", "yes"));
        let sent = client.post(&path, &fields).await;
        let case = open(&client, &Keepsake::of(&sent)).await.expect(200);
        let follow = client.get(CASE).await.expect(200);
        for page in [&check, &sent, &case, &follow] {
            for unknown in ["suggest-", "case-", "state-", "record-", "due-"] {
                for text in
                    page.texts("main p, main dt, main dd, main li, main button, main h1, main h2")
                {
                    assert!(!text.contains(unknown), "a key without words: {text}");
                }
            }
        }
    }
}
