//! What offices do with a case after routing, and what its resident is told of it.

use actix_web::{
    http::{Method, header::HeaderName},
    test::TestRequest,
};
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs, privacy::verify, suggestions};
use serde_json::{Value, json};

use super::{Keepsake, case, id_of, kinds, lines, open, suggest};
use crate::support::{Answer, Client, PASSWORD, Plaza};

const RESIDENT: &str = "lin.secret@example.tw";
const REASON: &str = "它的路面由另一個機關養護。";
const REOPEN: &str = "/api/v1/suggestions/case/reopen";

/// A case whose resident confirmed an address, at the desk of the Maintenance Office.
pub struct Scene {
    pub plaza: Plaza,
    pub resident: Client,
    pub staff: Client,
    pub keepsake: Keepsake,
    pub id: i64,
}

impl Scene {
    pub async fn set(more: &[(&str, &str)]) -> Self {
        let plaza = Plaza::city().await;
        let resident = plaza.client().await;
        let (keepsake, id) = confirmed(&plaza, &resident, RESIDENT, more).await;
        let staff = plaza.staff_of("maintenance").await;
        Self {
            plaza,
            resident,
            staff,
            keepsake,
            id,
        }
    }

    pub async fn act(&self, body: &Value) -> Answer {
        act(&self.staff, self.id, body).await
    }

    pub async fn answer(&self, words: &str) -> Answer {
        let path = format!("/api/v1/desk/cases/{}/answer", self.id);
        self.staff
            .post_json(&path, &json!({ "answer": words }))
            .await
    }

    async fn case(&self) -> Value {
        case(&self.resident, &self.keepsake).await
    }

    async fn page(&self) -> String {
        let page = open(&self.resident, &self.keepsake).await.expect(200);
        page.texts("main").remove(0)
    }

    /// The last mail to the resident: its subject and its text.
    async fn told(&self) -> String {
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == RESIDENT).unwrap();
        format!("{}\n{}", mail.subject, lines(mail))
    }

    pub async fn verify(&self) {
        verify::all(&self.plaza.context, Vec::new(), |_| {})
            .await
            .unwrap();
        suggestions::verify(&self.plaza.context).await.unwrap();
    }
}

pub async fn act(client: &Client, id: i64, body: &Value) -> Answer {
    let path = format!("/api/v1/desk/cases/{id}/acts");
    client.post_json(&path, body).await
}

async fn confirmed(
    plaza: &Plaza,
    client: &Client,
    email: &str,
    more: &[(&str, &str)],
) -> (Keepsake, i64) {
    let mut fields = vec![("email", email)];
    fields.extend(more);
    let keepsake = suggest(client, &fields).await;
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == email).unwrap();
    let link = mail.link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
    plaza.mails().await;
    let id = id_of(plaza, &keepsake.reference).await;
    (keepsake, id)
}

/// The fields that an answer of the API names, each with its code.
fn wrong(answer: Answer) -> Vec<(String, String)> {
    let problem = answer.expect(422).json();
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap().to_owned();
            (text("field"), text("code"))
        })
        .collect()
}

fn only(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[actix_web::test]
async fn a_reassigned_case_is_the_other_offices_and_its_resident_knows_why() {
    let scene = Scene::set(&[("phone", "0912-345-678"), ("share_contact", "yes")]).await;
    let other = scene.plaza.staff_of("environment").await;
    let desk = format!("/en/desk/{}", scene.id);
    other.get(&desk).await.expect(404);
    let path = format!("{desk}/acts/reassign");
    let form = scene.staff.get(&path).await.expect(200);
    let submission = form.hidden("submission");
    let offices = form.texts("select[name=office] option").join("|");
    assert!(!offices.contains("Maintenance Office"), "{offices}");
    let fields = [
        ("submission", submission.as_str()),
        ("office", "environment"),
        ("reason", REASON),
    ];
    for _ in 0..2 {
        let done = scene.staff.post(&path, &fields).await.expect(303);
        assert_eq!(done.location(), "/en/desk?done=act-reassign");
    }
    // It left one desk and stands on the other.
    scene.staff.get(&desk).await.expect(404);
    let list = scene.staff.get("/en/desk").await.expect(200);
    assert!(!list.body.contains(&scene.keepsake.reference));
    let list = other.get("/en/desk").await.expect(200);
    assert!(list.body.contains(&scene.keepsake.reference));
    other.get(&desk).await.expect(200);

    let found = scene.case().await;
    assert_eq!(found["state"], "routed");
    assert_eq!(found["offices"].as_array().unwrap().len(), 1);
    assert_eq!(found["office"]["slug"], "environment");
    assert_eq!(found["due"], "2026-03-10", "what was promised stands");
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert!(
        file.ends_with(&["reassigned".to_owned(), "mailed".to_owned()]),
        "{file:?}"
    );
    let page = scene.page().await;
    assert!(page.contains(REASON), "{page}");
    assert!(page.contains("Routed to the Maintenance Office."), "{page}");

    let told = scene.told().await;
    assert!(
        told.contains("another office") && told.contains(REASON),
        "{told}"
    );
    let mails = scene.plaza.mails().await;
    let to_office: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "environment@kcg.example")
        .collect();
    let [mail] = &to_office[..] else {
        panic!("{} mails to the new office", to_office.len())
    };
    assert!(mail.text.contains(REASON) && mail.text.contains("0912-345-678"));
    // Both had it, so its own record is told in both their names.
    let again = json!({ "act": "reassign", "office": "environment", "reason": REASON });
    let refused = act(&other, scene.id, &again).await;
    assert_eq!(wrong(refused), only("office", "office-has-it"));
    scene.verify().await;
}

#[actix_web::test]
async fn a_late_case_that_is_reassigned_is_due_on_the_next_working_day() {
    let scene = Scene::set(&[]).await;
    // From Monday, 2 March, to Friday, 13 March; it was due on the 10th.
    scene.plaza.advance(TimeDelta::days(11));
    let to = json!({ "act": "reassign", "office": "environment", "reason": REASON });
    scene.act(&to).await.expect(200);
    assert_eq!(scene.case().await["due"], "2026-03-16", "a Monday");
}

#[actix_web::test]
async fn what_is_forwarded_takes_along_only_what_its_resident_was_told_of() {
    const AGENCY: &str = "desk@freeway.example";
    let contact = [("name", "林佳穎"), ("phone", "0912-345-678")];
    for (shares, told_then) in [(false, true), (true, true), (true, false)] {
        let mut fields = contact.to_vec();
        if shares {
            fields.push(("share_contact", "yes"));
        }
        let scene = Scene::set(&fields).await;
        if !told_then {
            let older = "UPDATE consents SET notice_version = 3 WHERE case_id IS NOT NULL";
            scene.plaza.sql(older).unwrap();
        }
        let body = json!({
            "act": "forward", "agency": "國道高速公路局", "address": AGENCY, "reason": REASON,
        });
        scene.act(&body).await.expect(200);
        let goes = shares && told_then;
        let mails = scene.plaza.mails().await;
        let sent: Vec<_> = mails.iter().filter(|mail| mail.to == AGENCY).collect();
        assert_eq!(sent.len(), if goes { 2 } else { 1 });
        let words = &sent[0].text;
        assert!(words.contains("A hole before the bus stop") && words.contains(REASON));
        for value in ["林佳穎", "0912-345-678", RESIDENT] {
            assert!(!words.contains(value), "contact in the mail with the words");
            let along = sent.get(1).is_some_and(|mail| mail.text.contains(value));
            assert_eq!(along, goes, "{value}");
        }
        let found = scene.case().await;
        assert_eq!(found["state"], "forwarded");
        let record = found["records"].as_array().unwrap().last().unwrap();
        assert_eq!(record["agency"], "國道高速公路局");
        assert_eq!(record["address"], AGENCY);
        assert_eq!(record["with_contact"], goes);
        let told = scene.told().await;
        assert!(told.contains(AGENCY) && told.contains(REASON), "{told}");
        let along = told.contains("went along") && !told.contains("No contact details");
        assert_eq!(along, goes, "{told}");
        let register = scene.resident.get("/en/ledger").await.expect(200).body;
        assert_eq!(register.matches("Recipient: Public agency").count(), 1);
        let register = scene.resident.get("/api/v1/ledger").await.expect(200).body;
        assert_eq!(
            register.contains("contact-phone"),
            goes,
            "which fields, it says"
        );
        scene.verify().await;
    }
}

#[actix_web::test]
async fn contact_that_is_withdrawn_before_the_mail_leaves_does_not_leave() {
    let scene = Scene::set(&[("phone", "0912-345-678"), ("share_contact", "yes")]).await;
    let body = json!({
        "act": "forward", "agency": "國道高速公路局", "address": "desk@freeway.example",
        "reason": REASON,
    });
    scene.act(&body).await.expect(200);
    let key = json!({
        "reference": scene.keepsake.reference, "password": scene.keepsake.password,
    });
    let path = "/api/v1/suggestions/case/withdraw-contact";
    scene.resident.post_json(path, &key).await.expect(200);
    let mails = scene.plaza.mails().await;
    let sent: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "desk@freeway.example")
        .collect();
    assert_eq!(sent.len(), 1);
    assert!(!sent[0].text.contains("0912-345-678"));
}

#[actix_web::test]
async fn an_extension_is_later_on_a_working_day_and_in_time() {
    let scene = Scene::set(&[]).await;
    let until = |day: &str| json!({ "act": "extend", "until": day, "reason": REASON });
    for (day, code) in [
        ("2026-03-10", "due-not-later"),
        ("2026-03-04", "due-not-later"),
        ("2026-03-14", "due-day-off"),
        ("2027-03-05", "due-too-far"),
    ] {
        let refused = scene.act(&until(day)).await;
        assert_eq!(wrong(refused), only("until", code), "{day}");
    }
    let nothing = json!({ "act": "extend", "until": null, "reason": " " });
    let both = wrong(scene.act(&nothing).await);
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(scene.case().await["due"], "2026-03-10");
    assert_eq!(
        scene.plaza.mails().await.len(),
        2,
        "nobody is told of nothing"
    );

    // On the promised day itself it still can be.
    scene.plaza.advance(TimeDelta::days(8));
    scene.act(&until("2026-03-20")).await.expect(200);
    let found = scene.case().await;
    assert_eq!(
        (&found["due"], &found["state"]),
        (&json!("2026-03-20"), &json!("routed"))
    );
    let record = found["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&record["until"], &record["words"]),
        (&json!("2026-03-20"), &json!(REASON))
    );
    let told = scene.told().await;
    assert!(
        told.contains("20 March 2026") && told.contains(REASON),
        "{told}"
    );

    scene.plaza.advance(TimeDelta::days(11));
    let path = format!("/en/desk/{}/acts/extend", scene.id);
    let late = [("until", "2026-03-27"), ("reason", REASON)];
    let page = scene.staff.post(&path, &late).await.expect(422);
    assert_eq!(page.texts("#e-until").len(), 1);
    assert_eq!(
        page.texts("textarea[name=reason]"),
        [REASON],
        "what was typed is kept"
    );
    scene.verify().await;
}

#[actix_web::test]
async fn what_is_not_processed_is_registered_and_says_on_which_ground() {
    for (ground, article) in [
        ("no-content", "art. 173 no. 1"),
        ("answered", "art. 173 no. 2"),
        ("elsewhere", "art. 173 no. 3"),
    ] {
        let scene = Scene::set(&[]).await;
        let body = json!({ "act": "not-process", "ground": ground, "reason": REASON });
        scene.act(&body).await.expect(200);
        let found = scene.case().await;
        assert_eq!(found["state"], "not-processed");
        assert_eq!(found["due"], "2026-03-10", "it stays what it was");
        let told = scene.told().await;
        assert!(told.contains(article) && told.contains(REASON), "{told}");
        assert!(told.contains("stays registered"), "{told}");
        assert!(scene.page().await.contains(article));
        let done = scene.staff.get("/en/desk?view=answered").await.expect(200);
        assert!(done.body.contains(&scene.keepsake.reference));
        scene.verify().await;
    }
}

#[actix_web::test]
async fn who_gives_no_name_is_refused_only_where_the_city_says_so() {
    let body = json!({ "act": "not-process", "ground": "no-name", "reason": REASON });
    let scene = Scene::set(&[]).await;
    assert_eq!(wrong(scene.act(&body).await), only("ground", "choice"));
    let form = scene.resident.get("/en/suggestions/new").await.expect(200);
    assert!(
        form.body
            .contains("handles suggestions without a name like all others")
    );

    let plaza = Plaza::city_with(|config| config.needs_name = true).await;
    let client = plaza.client().await;
    let form = client.get("/en/suggestions/new").await.expect(200);
    assert!(form.body.contains("may go by that"));
    let keepsake = suggest(&client, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    act(&staff, id, &body).await.expect(200);
    assert_eq!(case(&client, &keepsake).await["state"], "not-processed");
}

#[actix_web::test]
async fn a_duplicate_tells_its_resident_nothing_of_the_other_case() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.client().await;
    let main = suggest(&other, &[("title", "The first of both")]).await;
    let police = [("category", "noise"), ("district", "yancheng")];
    let elsewhere = suggest(&other, &police).await;
    let of = |reference: &str| json!({ "act": "duplicate", "of": reference });
    let own = scene.keepsake.reference.as_str();
    for (reference, code) in [
        ("", "reference"),
        ("KH-2026-000042-6", "reference"),
        // A case of other offices and none at all: the same answer.
        (elsewhere.reference.as_str(), "reference-unknown"),
        ("KH-2026-000042-7", "reference-unknown"),
        (own, "reference-own"),
    ] {
        let refused = scene.act(&of(reference)).await;
        assert_eq!(wrong(refused), only("of", code), "{reference}");
    }
    scene.act(&of(&main.reference)).await.expect(200);
    let found = scene.case().await;
    assert_eq!(found["state"], "duplicate");
    let told = scene.told().await;
    let page = scene.page().await;
    for text in [&told, &page, &found.to_string()] {
        assert!(!text.contains(&main.reference), "{text}");
        assert!(!text.contains("The first of both"), "{text}");
    }
    // The office sees both ways, and the main one's resident nothing at all.
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    assert!(desk.expect(200).body.contains(&main.reference));
    let id = id_of(&scene.plaza, &main.reference).await;
    let desk = scene.staff.get(&format!("/en/desk/{id}")).await.expect(200);
    assert!(desk.body.contains(own));
    let theirs = case(&other, &main).await;
    assert_eq!(theirs["state"], "routed");
    assert!(!theirs.to_string().contains(own));

    // No chain of duplicates, and no answer for whom none was promised.
    let third = suggest(&other, &[]).await;
    let third = id_of(&scene.plaza, &third.reference).await;
    let refused = act(&scene.staff, third, &of(own)).await;
    assert_eq!(wrong(refused), only("of", "reference-duplicate"));
    let path = format!("/en/desk/{id}");
    scene
        .staff
        .post(&path, &[("answer", "It is mended.")])
        .await
        .expect(303);
    assert!(!scene.told().await.contains("It is mended."));
    scene.verify().await;
}

#[actix_web::test]
async fn who_is_merged_gets_the_answer_too_before_and_after() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.client().await;
    let (main, main_id) = confirmed(&scene.plaza, &other, "main@example.tw", &[]).await;
    let merge = json!({ "act": "duplicate", "of": main.reference, "merge": true });
    scene.act(&merge).await.expect(200);
    let told = scene.told().await;
    assert!(told.contains("You get the answer as well"), "{told}");
    let took = kinds(&other, &main).await;
    assert!(
        !took.contains(&"took-in".to_owned()),
        "the offices' own affair"
    );
    let desk = format!("/api/v1/desk/cases/{main_id}");
    let seen = scene.staff.get(&desk).await.expect(200).json();
    assert_eq!(seen["same_matter"], json!([scene.keepsake.reference]));
    let last = seen["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["subject"]),
        (&json!("took-in"), &json!(scene.keepsake.reference))
    );

    let elsewhere = suggest(&other, &[]).await;
    let away = json!({ "act": "duplicate", "of": elsewhere.reference });
    let refused = act(&scene.staff, main_id, &away).await;
    assert_eq!(wrong(refused), only("merge", "merge-promised"));

    // What concerns the main case concerns who was merged into it.
    let later = json!({ "act": "extend", "until": "2026-03-20", "reason": REASON });
    act(&scene.staff, main_id, &later).await.expect(200);
    assert!(scene.told().await.contains("20 March 2026"));
    let answer = json!({ "answer": "We mended both holes." });
    let path = format!("{desk}/answer");
    scene.staff.post_json(&path, &answer).await.expect(200);
    let told = scene.told().await;
    assert!(told.contains("We mended both holes.") && told.contains(&scene.keepsake.reference));
    assert!(!told.contains(&main.reference));
    let found = scene.case().await;
    assert_eq!(found["answer"], "We mended both holes.");
    assert_eq!(found["state"], "duplicate");
    let mains = scene.plaza.mails().await;
    let mains = mains.iter().filter(|mail| mail.to == "main@example.tw");
    assert_eq!(
        mains
            .filter(|mail| mail.text.contains("both holes"))
            .count(),
        1
    );

    // One that comes after the answer gets it at once.
    let (late, late_id) = confirmed(&scene.plaza, &other, "late@example.tw", &[]).await;
    act(&scene.staff, late_id, &merge).await.expect(200);
    let mails = scene.plaza.mails().await;
    let last = mails
        .iter()
        .rfind(|mail| mail.to == "late@example.tw")
        .unwrap();
    assert!(last.text.contains("We mended both holes."));
    assert_eq!(case(&other, &late).await["answer"], "We mended both holes.");

    // Opened again, it goes on by itself.
    let again = json!({ "act": "reopen", "reason": REASON });
    scene.act(&again).await.expect(200);
    act(&scene.staff, main_id, &again).await.expect(200);
    let second = json!({ "answer": "And once more." });
    scene.staff.post_json(&path, &second).await.expect(200);
    assert_eq!(scene.case().await["answer"], "We mended both holes.");
    assert_eq!(case(&other, &late).await["answer"], "And once more.");
    scene.verify().await;
}

#[actix_web::test]
async fn a_resident_opens_an_answered_case_again_for_some_days() {
    let scene = Scene::set(&[]).await;
    let key = |words: &str| {
        json!({
            "reference": scene.keepsake.reference, "password": scene.keepsake.password,
            "still_open": words,
        })
    };
    let again = |words: &str| {
        let request = TestRequest::default()
            .method(Method::POST)
            .uri(REOPEN)
            .insert_header((
                HeaderName::from_static("idempotency-key"),
                "once and no more",
            ))
            .set_json(key(words));
        scene.resident.send(request)
    };
    let form = "form[action$='/case/reopen']";
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts(form).is_empty(), "nothing is answered yet");
    scene
        .resident
        .post_json(REOPEN, &key("x"))
        .await
        .expect(409);
    scene.answer("It is mended.").await.expect(200);
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert_eq!(page.texts(form).len(), 1);

    let wrong_key = json!({
        "reference": scene.keepsake.reference, "password": "wrong", "still_open": "x",
    });
    scene
        .resident
        .post_json(REOPEN, &wrong_key)
        .await
        .expect(404);
    let fields = [
        ("reference", scene.keepsake.reference.as_str()),
        ("password", scene.keepsake.password.as_str()),
        ("still_open", " "),
    ];
    let path = "/en/suggestions/case/reopen";
    let page = scene.resident.post(path, &fields).await.expect(422);
    assert_eq!(page.texts("#e-still_open").len(), 1);
    let before = scene.plaza.mails().await.len();
    scene.plaza.advance(TimeDelta::days(1));
    for _ in 0..2 {
        again("The hole is still there.").await.expect(200);
    }
    let found = scene.case().await;
    assert_eq!(
        (&found["state"], &found["due"]),
        (&json!("routed"), &json!("2026-03-11"))
    );
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert_eq!(
        file.iter()
            .filter(|kind| *kind == "reopened-by-resident")
            .count(),
        1
    );
    let mails = scene.plaza.mails().await;
    assert_eq!(mails.len(), before + 1, "the office, and nobody else");
    assert!(mails[before].text.contains("The hole is still there."));
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    assert!(desk.expect(200).body.contains("The hole is still there."));

    // A month after the answer it closes, and a month later its resident's time is over.
    scene.answer("Now it is.").await.expect(200);
    scene.plaza.advance(TimeDelta::days(29));
    jobs::close_answered::once(&scene.plaza.context)
        .await
        .unwrap();
    assert_eq!(scene.case().await["state"], "answered");
    scene.plaza.advance(TimeDelta::days(1));
    for _ in 0..2 {
        jobs::close_answered::once(&scene.plaza.context)
            .await
            .unwrap();
    }
    let found = scene.case().await;
    assert_eq!(found["state"], "closed");
    assert!(found["open_until"].is_string());
    scene.plaza.advance(TimeDelta::days(31));
    assert!(scene.case().await["open_until"].is_null());
    scene
        .resident
        .post_json(REOPEN, &key("Too late."))
        .await
        .expect(409);
    // Its office can.
    let staff = scene.plaza.client().await;
    staff.log_on("maintenance@example.tw", PASSWORD).await;
    let again = json!({ "act": "reopen", "reason": REASON });
    act(&staff, scene.id, &again).await.expect(200);
    assert_eq!(scene.case().await["state"], "routed");
    assert!(scene.told().await.contains("reopened"));
    scene.verify().await;
}

#[actix_web::test]
async fn a_restricted_case_is_neither_closed_nor_opened_again() {
    let scene = Scene::set(&[]).await;
    scene.answer("It is mended.").await.expect(200);
    let key = json!({
        "reference": scene.keepsake.reference, "password": scene.keepsake.password,
        "still_open": "The hole is still there.",
    });
    let path = "/api/v1/suggestions/case/restrict";
    scene.resident.post_json(path, &key).await.expect(200);
    scene.resident.post_json(REOPEN, &key).await.expect(409);
    scene.act(&json!({ "act": "close" })).await.expect(404);
    scene.plaza.advance(TimeDelta::days(31));
    jobs::close_answered::once(&scene.plaza.context)
        .await
        .unwrap();
    assert_eq!(scene.case().await["state"], "answered");
}

#[actix_web::test]
async fn a_note_is_for_the_offices_alone() {
    const NOTE: &str = "Asked the contractor; back on Tuesday.";
    let scene = Scene::set(&[]).await;
    let path = format!("/en/desk/{}/acts/note", scene.id);
    let submission = scene
        .staff
        .get(&path)
        .await
        .expect(200)
        .hidden("submission");
    let fields = [("submission", submission.as_str()), ("words", NOTE)];
    for _ in 0..2 {
        scene.staff.post(&path, &fields).await.expect(303);
    }
    let before = scene.plaza.mails().await.len();
    assert_eq!(before, 2, "nobody is mailed a note");
    let desk = scene
        .staff
        .get(&format!("/en/desk/{}", scene.id))
        .await
        .expect(200);
    assert_eq!(desk.body.matches(NOTE).count(), 1, "sent twice, kept once");
    let api = format!("/api/v1/desk/cases/{}", scene.id);
    let seen = scene.staff.get(&api).await.expect(200).json();
    let last = seen["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["words"]),
        (&json!("noted"), &json!(NOTE))
    );
    let (own, page) = (scene.case().await.to_string(), scene.page().await);
    assert!(!own.contains(NOTE) && !own.contains("noted"));
    assert!(!page.contains(NOTE) && !page.contains("Note of"));
    // What came after it keeps its words.
    scene.answer("It is mended.").await.expect(200);
    assert!(scene.page().await.contains("Maintenance Office answered."));
    scene.verify().await;
}

#[actix_web::test]
async fn who_comes_second_reads_who_was_faster_and_keeps_the_words() {
    let scene = Scene::set(&[]).await;
    let colleague = scene.plaza.account("colleague", Role::Staff).await;
    plaza::offices::join(&scene.plaza.context, colleague, "maintenance")
        .await
        .unwrap();
    let second = scene.plaza.client().await;
    second.log_on("colleague@example.tw", PASSWORD).await;
    scene.answer("The first answer.").await.expect(200);
    let desk = format!("/en/desk/{}", scene.id);
    let typed = "The second answer, typed for an hour";
    let page = second.post(&desk, &[("answer", typed)]).await.expect(422);
    let summary = page.texts("[role=alert]").remove(0);
    for words in [
        "it is Answered now",
        "by maintenance",
        "Maintenance Office answered.",
    ] {
        assert!(summary.contains(words), "{summary}");
    }
    assert!(page.body.contains(typed));
    for (name, field) in [
        ("extend", "reason"),
        ("not-process", "reason"),
        ("forward", "agency"),
    ] {
        let path = format!("{desk}/acts/{name}");
        let page = second.get(&path).await.expect(409);
        assert!(page.texts("[role=alert]")[0].contains("it is Answered now"));
        let fields = [
            ("until", "2026-03-20"),
            ("ground", "answered"),
            ("agency", "Typed by hand"),
            ("address", "desk@freeway.example"),
            ("reason", "Typed by hand"),
        ];
        let page = second.post(&path, &fields).await.expect(409);
        assert!(page.texts("[role=alert]")[0].contains("by maintenance"));
        let kept = page.body.matches("Typed by hand").count();
        assert!(kept >= 1, "{name} {field}");
    }
    let problem = act(&second, scene.id, &json!({ "act": "take-up" })).await;
    let problem = problem.expect(409).json();
    assert_eq!(
        (&problem["code"], &problem["state"]),
        (&json!("conflict"), &json!("answered"))
    );
    assert_eq!(scene.case().await["answer"], "The first answer.");
}

#[actix_web::test]
async fn two_answers_at_the_same_moment_are_one() {
    let scene = Scene::set(&[]).await;
    let path = format!("/api/v1/desk/cases/{}/answer", scene.id);
    let (one, other) = (json!({ "answer": "One." }), json!({ "answer": "Other." }));
    let both = futures_util::future::join(
        scene.staff.post_json(&path, &one),
        scene.staff.post_json(&path, &other),
    );
    let (one, other) = both.await;
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert_eq!(file.iter().filter(|kind| *kind == "answered").count(), 1);
    let mails = scene.plaza.mails().await;
    let answers = mails.iter().filter(|mail| mail.to == RESIDENT);
    assert_eq!(answers.count(), 2, "the confirmation and one answer");
}

#[actix_web::test]
async fn an_enquiry_stays_with_the_office_that_its_notice_named() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({ "about": "policy", "body": "How long is it kept?" });
    let receipt = client
        .post_json("/api/v1/enquiries", &body)
        .await
        .expect(201)
        .json();
    let id = id_of(&plaza, receipt["reference"].as_str().unwrap()).await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for body in [
        json!({ "act": "reassign", "office": "environment", "reason": REASON }),
        json!({
            "act": "forward", "agency": "A", "address": "desk@freeway.example", "reason": REASON,
        }),
    ] {
        act(&officer, id, &body).await.expect(409);
    }
    let desk = officer.get(&format!("/en/desk/{id}")).await.expect(200);
    assert!(!desk.body.contains("acts/reassign") && desk.body.contains("acts/extend"));
}

#[actix_web::test]
async fn other_offices_and_strangers_do_nothing_and_bad_input_is_refused() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.staff_of("police").await;
    let guest = scene.plaza.client().await;
    let before = scene.plaza.dump();
    let long = "長".repeat(2_001);
    for (body, field) in [
        (
            json!({ "act": "reassign", "office": "environment", "reason": "" }),
            "reason",
        ),
        (
            json!({ "act": "reassign", "office": "nowhere", "reason": "r" }),
            "office",
        ),
        (
            json!({ "act": "reassign", "office": "a\u{0}b", "reason": "r" }),
            "office",
        ),
        (
            json!({ "act": "forward", "agency": "", "address": "a@b.example", "reason": "r" }),
            "agency",
        ),
        (
            json!({ "act": "forward", "agency": "a\nb", "address": "a@b.example", "reason": "r" }),
            "agency",
        ),
        (
            json!({ "act": "forward", "agency": "a", "address": "nowhere", "reason": "r" }),
            "address",
        ),
        (
            json!({ "act": "extend", "until": "2026-03-20", "reason": long }),
            "reason",
        ),
        (
            json!({ "act": "not-process", "ground": null, "reason": "r" }),
            "ground",
        ),
        (json!({ "act": "duplicate", "of": "x".repeat(5000) }), "of"),
        (json!({ "act": "note", "words": "a\u{0}b" }), "words"),
    ] {
        let refused = scene.act(&body).await;
        assert_eq!(wrong(refused)[0].0, field, "{body}");
        act(&guest, scene.id, &body).await.expect(401);
    }
    for body in [
        json!({ "act": "erase" }),
        json!({}),
        json!({ "act": "extend", "until": "x" }),
    ] {
        scene.act(&body).await.expect(400);
    }
    let note = json!({ "act": "note", "words": "r" });
    act(&other, scene.id, &note).await.expect(404);
    act(&scene.staff, 99_999, &note).await.expect(404);
    act(&scene.staff, -1, &note).await.expect(404);
    other
        .get(&format!("/api/v1/desk/cases/{}", scene.id))
        .await
        .expect(404);
    let path = format!("/en/desk/{}/acts", scene.id);
    other.get(&format!("{path}/note")).await.expect(404);
    scene.staff.get(&format!("{path}/erase")).await.expect(404);
    let late = other
        .post(&format!("{path}/note"), &[("words", "My words")])
        .await;
    assert!(
        late.expect(404).body.contains("My words"),
        "what was typed is kept"
    );
    assert_eq!(scene.plaza.dump(), before, "nothing was done");
}
