//! Files of a case: made anew, opened by whoever opens the case and by nobody else, and gone with it.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    attachments,
    db::{
        DbError,
        schema::{attachment_discards, case_files},
    },
    jobs,
    privacy::verify,
    suggestions::verify as verify_cases,
};
use serde_json::{Value, json};

use super::{
    CASE, Keepsake, NEW, case, id_of,
    life::{Scene, act},
    lines, open, suggest, typed,
};
use crate::{
    published::approve,
    support::{
        Answer, Client, Plaza,
        files::{
            File, document, gif, holds, loaded_document, multipart, photograph, png, png_with,
        },
    },
};

const SECRET: &str = "GPS25.0340N121.5645E";
const OWN: &str = "/en/suggestions/case/file";
const UPLOAD: &str = "/api/v1/suggestions/files";

/// Fills the form in with these files, and gives the page that is shown before sending.
async fn check(client: &Client, more: &[(&str, &str)], files: &[File<'_>]) -> Answer {
    let submission = client.get(NEW).await.expect(200).hidden("submission");
    let mut fields = typed(more);
    fields.push(("submission", &submission));
    client.post_files(NEW, &fields, files).await
}

/// Every hidden field of a page's form, as its button sends them.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let html = page.html();
    let selector = scraper::Selector::parse("main form input[type=hidden]").unwrap();
    html.select(&selector)
        .map(|input| {
            let value = |name: &str| input.value().attr(name).unwrap_or_default().to_owned();
            (value("name"), value("value"))
        })
        .collect()
}

async fn send(client: &Client, page: &Answer) -> Answer {
    let mut fields = hidden(page);
    fields.push(("send".to_owned(), "yes".to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    client.post(NEW, &fields).await
}

/// A case with these files, sent by the form.
async fn suggested(client: &Client, more: &[(&str, &str)], files: &[File<'_>]) -> Keepsake {
    let page = check(client, more, files).await.expect(200);
    Keepsake::of(&send(client, &page).await)
}

async fn token(client: &Client, name: &str, bytes: &[u8]) -> String {
    let (kind, body) = multipart(&[], "file", &[(name, bytes)]);
    let request = TestRequest::post()
        .uri(UPLOAD)
        .insert_header((header::CONTENT_TYPE, kind))
        .set_payload(body);
    let taken = client.send(request).await.expect(201).json();
    taken["token"].as_str().unwrap().to_owned()
}

/// The files that a case's records brought, as its resident gets them.
async fn files_of(client: &Client, keepsake: &Keepsake) -> Vec<Value> {
    let found = case(client, keepsake).await;
    let records = found["records"].as_array().unwrap().iter();
    records
        .flat_map(|record| record["files"].as_array().unwrap().clone())
        .collect()
}

fn names(files: &[Value]) -> Vec<&str> {
    files
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect()
}

async fn own_file(client: &Client, keepsake: &Keepsake, id: i64) -> Answer {
    let id = id.to_string();
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
        ("file", id.as_str()),
    ];
    client.post(OWN, &fields).await
}

async fn collect(plaza: &Plaza) {
    jobs::collect_attachments::once(&plaza.context)
        .await
        .unwrap();
}

async fn verified(plaza: &Plaza) -> u64 {
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    verify_cases(&plaza.context).await.unwrap();
    attachments::verify(&plaza.context).await.unwrap()
}

#[actix_web::test]
async fn files_go_with_the_suggestion_to_its_office_and_back_to_its_resident() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let photo = photograph(1200, 800, SECRET);
    let paper = loaded_document("Plan of the crossing", SECRET);
    assert!(holds(&photo, SECRET) && holds(&paper, SECRET));
    let chosen: &[File<'_>] = &[("坑洞 1.JPG", &photo), ("plan.pdf", &paper)];
    let page = check(&resident, &[], chosen).await.expect(200);
    let shown = page.texts("dl.facts").concat();
    assert!(
        shown.contains("坑洞 1.jpg") && shown.contains("plan.pdf"),
        "{shown}"
    );
    let sent = send(&resident, &page).await.expect(200);
    assert!(
        sent.texts("main")
            .concat()
            .contains("坑洞 1.jpg and plan.pdf")
    );
    let keepsake = Keepsake::of(&sent);
    let id = id_of(&plaza, &keepsake.reference).await;

    let page = open(&resident, &keepsake).await.expect(200);
    assert_eq!(page.texts(".files button"), ["坑洞 1.jpg", "plan.pdf"]);
    let files = files_of(&resident, &keepsake).await;
    assert_eq!(names(&files), ["坑洞 1.jpg", "plan.pdf"]);
    assert_eq!(
        (&files[0]["kind"], &files[1]["kind"]),
        (&json!("jpeg"), &json!("pdf"))
    );
    let file = |at: usize| files[at]["id"].as_i64().unwrap();
    for at in [0, 1] {
        let own = own_file(&resident, &keepsake, file(at)).await.expect(200);
        assert!(!holds(&own.bytes, SECRET), "metadata is left");
        let told = |name: &str| own.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(told("cache-control"), "no-store");
        assert_eq!(
            told("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(told("x-content-type-options"), "nosniff");
        assert!(told("content-disposition").starts_with("attachment; "));
    }

    let staff = plaza.staff_of("maintenance").await;
    let page = staff.get(&format!("/en/desk/{id}")).await.expect(200);
    assert_eq!(page.texts(".files a").len(), 2);
    let small = page.attribute(".files img", "src").unwrap();
    let picture = staff.get(&small).await.expect(200);
    assert_eq!(picture.headers.get("content-type").unwrap(), "image/jpeg");
    assert_eq!(picture.headers.get("cache-control").unwrap(), "no-store");
    assert!(!holds(&picture.bytes, SECRET));
    let paper = format!("/desk/{id}/files/{}/file", file(1));
    let paper = staff.get(&paper).await.expect(200);
    let how = paper.headers.get("content-disposition").unwrap();
    assert!(
        how.to_str()
            .unwrap()
            .starts_with("attachment; filename=\"plan.pdf\"")
    );
    assert!(!holds(&paper.bytes, SECRET));
    let program = format!("/api/v1/desk/cases/{id}");
    let seen = staff.get(&program).await.expect(200).json();
    assert_eq!(seen["records"][0]["files"], json!(files));
    let program = format!("/api/v1/desk/cases/{id}/files/{}", file(0));
    let large = staff.get(&program).await.expect(200);
    let image = image::load_from_memory(&large.bytes).unwrap();
    assert_eq!(
        (image.width(), image.height()),
        (800, 1200),
        "turned upright"
    );
    // That the office saw it, its resident reads.
    let looks = case(&resident, &keepsake).await["looks"].clone();
    let mut looks = looks.as_array().unwrap().iter();
    assert!(looks.any(|look| look["purpose"] == "handling"));
    let printed = staff.get(&format!("/en/desk/{id}/file")).await.expect(200);
    assert!(
        printed
            .texts(".records")
            .concat()
            .contains("坑洞 1.jpg and plan.pdf")
    );

    // The mail says that there are some, and no more.
    let mails = plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "maintenance@kcg.example");
    assert!(lines(mail).contains("另有2個附件"), "{}", mail.text);
    assert!(!mail.text.contains("坑洞 1.jpg") && !mail.text.contains("plan.pdf"));
    for (name, bytes) in plaza.objects() {
        assert!(!holds(&bytes, SECRET), "{name} holds it");
    }
    assert_eq!(verified(&plaza).await, 2);
}

#[actix_web::test]
async fn a_file_that_is_refused_is_named_and_nothing_else_is_lost() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let (good, huge) = (png(20, 10), vec![0xff; 50 * 1024 * 1024]);
    let zip = b"PK\x03\x04whatever\0\0\0".to_vec();
    let page = b"<html><script>alert(1)</script></html>\0".to_vec();
    let chosen: &[File<'_>] = &[
        ("good.png", &good),
        ("huge.jpg", &huge),
        ("photo.jpg", &zip),
        ("page.png", &page),
        ("nothing.txt", b""),
    ];
    let more = [("place", "At the stop"), ("name", "林佳穎")];
    let refused = check(&resident, &more, chosen).await.expect(422);
    let said = refused.texts(".error-summary").concat();
    for (name, why) in [
        ("huge.jpg", "larger than 10 MB"),
        ("photo.jpg", "neither a picture"),
        ("page.png", "neither a picture"),
        ("nothing.txt", "it is empty"),
    ] {
        assert!(said.contains(&format!("{name} was not added")), "{said}");
        assert!(said.contains(why), "{said}");
    }
    assert!(!said.contains("good.png"), "{said}");
    assert_eq!(refused.texts("#e-files").len(), 1);
    let value = |name: &str| refused.attribute(&format!("#f-{name}"), "value").unwrap();
    assert_eq!(value("title"), "A hole before the bus stop");
    assert_eq!(
        (value("place"), value("name")),
        ("At the stop".to_owned(), "林佳穎".to_owned())
    );
    assert!(refused.texts("#f-body")[0].contains("Please fill it."));
    assert!(refused.texts(".chosen-file legend")[0].contains("good.png"));
    // The one that was taken waits, and goes with the form that is sent again.
    let kept = refused.hidden("file-1");
    let submission = refused.hidden("submission");
    let mut fields = typed(&more);
    fields.extend([
        ("submission", submission.as_str()),
        ("file-1", kept.as_str()),
    ]);
    let again = resident.post_files(NEW, &fields, &[]).await.expect(200);
    let keepsake = Keepsake::of(&send(&resident, &again).await);
    assert_eq!(names(&files_of(&resident, &keepsake).await), ["good.png"]);

    // Six: five are taken, and it is said that there were more.
    let six: Vec<(String, Vec<u8>)> = (1..=6)
        .map(|at| (format!("{at}.png"), png(10 + at, 10)))
        .collect();
    let six: Vec<File<'_>> = six
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    let refused = check(&resident, &[], &six).await.expect(422);
    assert!(
        refused
            .texts(".error-summary")
            .concat()
            .contains("No more than 5 files")
    );
    assert_eq!(refused.texts(".chosen-file").len(), 5);
    // One is taken out, and what was typed can be put right before sending.
    let mut fields = hidden(&refused);
    fields.extend(
        typed(&[])
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    fields.push(("drop-2".into(), "yes".into()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let page = resident.post_files(NEW, &fields, &[]).await.expect(200);
    let keepsake = Keepsake::of(&send(&resident, &page).await);
    let files = files_of(&resident, &keepsake).await;
    assert_eq!(names(&files), ["1.png", "3.png", "4.png", "5.png"]);
    // A file that waited too long is missed, and the form stays.
    let page = check(&resident, &[], &six[..1]).await.expect(200);
    plaza.advance(TimeDelta::hours(3));
    collect(&plaza).await;
    let late = send(&resident, &page).await.expect(422);
    assert!(late.texts("#e-files").concat().contains("waited too long"));
    assert!(late.texts("#f-body")[0].contains("Please fill it."));
}

#[actix_web::test]
async fn a_file_is_found_by_nobody_else_and_nowhere_else() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let picture = png(20, 10);
    let keepsake = suggested(&resident, &[], &[("mine.png", &picture)]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let file = files_of(&resident, &keepsake).await[0]["id"]
        .as_i64()
        .unwrap();
    let other = suggest(&resident, &[("title", "Something else")]).await;
    let other_id = id_of(&plaza, &other.reference).await;
    // Another case's file is as one that does not exist; with the wrong password, so is the case.
    let unknown = own_file(&resident, &other, 999).await.expect(404);
    let foreign = own_file(&resident, &other, file).await.expect(404);
    assert_eq!(unknown.texts("main"), foreign.texts("main"));
    let wrong = Keepsake {
        password: other.password.clone(),
        ..keepsake.clone()
    };
    own_file(&resident, &wrong, file).await.expect(404);
    let key = |password: &str, file: i64| json!({ "reference": keepsake.reference, "password": password, "file": file });
    let program = "/api/v1/suggestions/case/file";
    let answer = resident
        .post_json(program, &key(&keepsake.password, 999))
        .await;
    assert_eq!(answer.expect(404).json()["code"], "not-found");
    let answer = resident
        .post_json(program, &key(&other.password, file))
        .await;
    assert_eq!(answer.expect(404).json()["code"], "no-such-case");
    let own = resident
        .post_json(program, &key(&keepsake.password, file))
        .await
        .expect(200);
    assert!(image::load_from_memory(&own.bytes).is_ok());

    // At the desk under its own case alone, and only for the offices that have it.
    let staff = plaza.staff_of("maintenance").await;
    for (path, status) in [
        (format!("/desk/{id}/files/{file}/large"), 200),
        (format!("/desk/{id}/files/{file}/file"), 404),
        (format!("/desk/{id}/files/{file}/text"), 404),
        (format!("/en/desk/{other_id}/files/{file}/large"), 404),
        (format!("/desk/{id}/files/999/large"), 404),
        (format!("/api/v1/desk/cases/{id}/files/{file}"), 200),
        (format!("/api/v1/desk/cases/{other_id}/files/{file}"), 404),
    ] {
        staff.get(&path).await.expect(status);
    }
    let elsewhere = plaza.staff_of("parks").await;
    elsewhere
        .get(&format!("/desk/{id}/files/{file}/large"))
        .await
        .expect(404);
    let nobody = plaza.client().await;
    let page = nobody.get(&format!("/desk/{id}/files/{file}/large")).await;
    assert_ne!(page.status.as_u16(), 200);
    nobody
        .get(&format!("/api/v1/desk/cases/{id}/files/{file}"))
        .await
        .expect(401);
    // No address of the forum's leads to it, whoever asks.
    for client in [&nobody, &staff, &resident] {
        client
            .get(&format!("/attachments/{file}/large"))
            .await
            .expect(404);
    }
    // Its token, used already, takes it nowhere.
    let token = token(&resident, "once.png", &picture).await;
    let body = |title: &str| {
        json!({
            "category": "road-damage", "district": "lingya", "title": title, "body": "text", "files": [token],
        })
    };
    resident
        .post_json("/api/v1/suggestions", &body("One"))
        .await
        .expect(201);
    let again = resident
        .post_json("/api/v1/suggestions", &body("Two"))
        .await
        .expect(422);
    assert_eq!(again.json()["errors"][0]["code"], "files-gone");
}

#[actix_web::test]
async fn what_is_sent_twice_is_there_once() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let page = check(&resident, &[], &[("a.png", &png(20, 10))])
        .await
        .expect(200);
    let first = Keepsake::of(&send(&resident, &page).await);
    let second = Keepsake::of(&send(&resident, &page).await);
    assert_eq!(first, second);
    assert_eq!(super::how_many_cases(&plaza).await, 1);
    assert_eq!(files_of(&resident, &first).await.len(), 1);
    // A program's too, with the same token; with another file it is another suggestion.
    let tokens = [
        token(&resident, "b.png", &png(30, 10)).await,
        token(&resident, "c.png", &png(40, 10)).await,
    ];
    let submit = async |token: &str| {
        let body = json!({
            "category": "road-damage", "district": "lingya", "title": "By a program",
            "body": "text", "files": [token],
        });
        let request = TestRequest::post()
            .uri("/api/v1/suggestions")
            .insert_header(("idempotency-key", "the-same-one-once"))
            .set_json(&body);
        resident.send(request).await
    };
    let one = submit(&tokens[0]).await.expect(201).json();
    let two = submit(&tokens[0]).await.expect(201).json();
    assert_eq!(one["reference"], two["reference"]);
    let other = submit(&tokens[1]).await.expect(201).json();
    assert_ne!(other["reference"], one["reference"]);
}

#[actix_web::test]
async fn files_go_both_ways_and_a_note_stays_inside() {
    let scene = Scene::set(&[]).await;
    let desk = format!("/en/desk/{}", scene.id);
    let act_page = async |name: &str, words: &str, file: File<'_>| {
        let path = format!("{desk}/acts/{name}");
        let id = scene
            .staff
            .get(&path)
            .await
            .expect(200)
            .hidden("submission");
        let fields = [("submission", id.as_str()), ("words", words)];
        for _ in 0..2 {
            // Twice, as somebody clicks: the same file is taken in again, and once is enough.
            scene
                .staff
                .post_files(&path, &fields, &[file])
                .await
                .expect(303);
        }
    };
    let (thought, map) = (b"An internal thought".as_slice(), png(60, 40));
    act_page("note", "Inside only", ("note.txt", thought)).await;
    act_page("ask", "Which one?", ("map.png", map.as_slice())).await;
    let told = scene.told().await;
    assert!(told.contains("One attachment belongs to it"), "{told}");
    assert!(!told.contains("map.png"), "{told}");
    let seen = files_of(&scene.resident, &scene.keepsake).await;
    assert_eq!(
        names(&seen),
        ["map.png"],
        "the note's file is not for the resident"
    );
    let all = scene
        .staff
        .get(&format!("/api/v1/desk/cases/{}", scene.id))
        .await;
    let all: Vec<Value> = all.expect(200).json()["records"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|record| record["files"].as_array().unwrap().clone())
        .collect();
    assert_eq!(names(&all), ["note.txt", "map.png"]);
    let note = all[0]["id"].as_i64().unwrap();
    own_file(&scene.resident, &scene.keepsake, note)
        .await
        .expect(404);
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(!page.body.contains("note.txt"));

    // The reply: a wrong file first, which keeps the words and what was taken.
    let path = "/en/suggestions/case/reply";
    let submission = page
        .attribute("#reply input[name=submission]", "value")
        .unwrap();
    let own = &scene.keepsake;
    let mut fields = vec![
        ("reference", own.reference.as_str()),
        ("password", own.password.as_str()),
        ("submission", submission.as_str()),
        ("reply", "The left one"),
    ];
    let moving = gif(20, 10, 3, SECRET);
    let chosen: &[File<'_>] = &[("left.gif", &moving), ("wrong.exe", b"MZ\0\0")];
    let refused = scene
        .resident
        .post_files(path, &fields, chosen)
        .await
        .expect(422);
    assert!(refused.texts("#f-reply")[0].contains("The left one"));
    assert!(
        refused
            .texts("#e-files")
            .concat()
            .contains("wrong.exe was not added")
    );
    let kept = refused.hidden("file-1");
    fields.push(("file-1", &kept));
    for _ in 0..2 {
        scene
            .resident
            .post_files(path, &fields, &[])
            .await
            .expect(200);
    }
    let mails = scene.plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "maintenance@kcg.example");
    assert!(lines(mail).contains("另有1個附件"), "{}", mail.text);

    // The answer, from the desk's form.
    let fields = [("answer", "It is filled.")];
    let (before, after) = (png(50, 40), document("Bill of the works"));
    let chosen: &[File<'_>] = &[("after.png", &before), ("bill.pdf", &after)];
    scene
        .staff
        .post_files(&desk, &fields, chosen)
        .await
        .expect(303);
    let told = scene.told().await;
    assert!(told.contains("2 attachments belong to it"), "{told}");
    assert!(!told.contains("bill.pdf"), "{told}");
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert_eq!(
        page.texts("article .files button"),
        ["after.png", "bill.pdf"]
    );
    // And opening it again.
    let late = token(&scene.resident, "still.png", &png(33, 33)).await;
    let body = json!({
        "reference": own.reference, "password": own.password,
        "still_open": "Not whole", "files": [late],
    });
    let reopen = "/api/v1/suggestions/case/reopen";
    scene.resident.post_json(reopen, &body).await.expect(200);
    let seen = files_of(&scene.resident, &scene.keepsake).await;
    assert_eq!(
        names(&seen),
        ["map.png", "left.gif", "after.png", "bill.pdf", "still.png"]
    );
    assert!(
        !scene
            .plaza
            .objects()
            .iter()
            .any(|(_, bytes)| holds(bytes, SECRET))
    );
    // What was taken in twice waits for nobody: only the case's are left a day later.
    scene.plaza.advance(TimeDelta::hours(25));
    collect(&scene.plaza).await;
    assert_eq!(verified(&scene.plaza).await, 6);
}

#[actix_web::test]
async fn merged_cases_share_the_files_of_the_answer() {
    let scene = Scene::set(&[]).await;
    let other = suggest(&scene.resident, &[("title", "The same hole")]).await;
    let other_id = id_of(&scene.plaza, &other.reference).await;
    let merge = json!({ "act": "duplicate", "of": scene.keepsake.reference, "merge": true });
    act(&scene.staff, other_id, &merge).await.expect(200);
    let file = scene.staff.token("after.png", &png(40, 30)).await;
    let body = json!({ "answer": "Filled.", "files": [file] });
    let path = format!("/api/v1/desk/cases/{}/answer", scene.id);
    scene.staff.post_json(&path, &body).await.expect(200);
    // One that is merged after the answer gets it too.
    let third = suggest(&scene.resident, &[("title", "That hole")]).await;
    let third_id = id_of(&scene.plaza, &third.reference).await;
    act(&scene.staff, third_id, &merge).await.expect(200);
    for keepsake in [&scene.keepsake, &other, &third] {
        let files = files_of(&scene.resident, keepsake).await;
        assert_eq!(names(&files), ["after.png"]);
        let id = files[0]["id"].as_i64().unwrap();
        own_file(&scene.resident, keepsake, id).await.expect(200);
    }
    assert_eq!(verified(&scene.plaza).await, 3);
    let objects = scene.plaza.objects().len();
    // The object stays for as long as one of them has it.
    scene
        .plaza
        .sql(&format!(
            "DELETE FROM case_files WHERE case_id = {}",
            scene.id
        ))
        .unwrap();
    scene
        .plaza
        .sql("INSERT INTO attachment_discards (object) SELECT DISTINCT object FROM case_files")
        .unwrap();
    collect(&scene.plaza).await;
    assert_eq!(scene.plaza.objects().len(), objects);
    scene.plaza.sql("DELETE FROM case_files").unwrap();
    collect(&scene.plaza).await;
    assert!(scene.plaza.objects().is_empty());
}

#[actix_web::test]
async fn files_are_gone_with_the_case_and_hidden_while_it_is_restricted() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let picture = png(1200, 800);
    // Dropped before its address was confirmed.
    let more = [("email", "lin.secret@example.tw")];
    let dropped = suggested(&resident, &more, &[("dropped.png", &picture)]).await;
    assert!(!plaza.objects().is_empty());
    let fields = [
        ("reference", dropped.reference.as_str()),
        ("password", dropped.password.as_str()),
        ("act", "erase"),
    ];
    resident
        .post("/en/suggestions/case/drop", &fields)
        .await
        .expect(200);
    assert!(plaza.rows_of("case_files").is_empty());
    collect(&plaza).await;
    assert!(plaza.objects().is_empty(), "{:?}", plaza.objects().len());

    // Restricted: its resident has it still, the desk has not.
    let keepsake = suggested(&resident, &[], &[("kept.pdf", &document("Words"))]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let file = files_of(&resident, &keepsake).await[0]["id"]
        .as_i64()
        .unwrap();
    let staff = plaza.staff_of("maintenance").await;
    let path = format!("/desk/{id}/files/{file}/file");
    staff.get(&path).await.expect(200);
    let answer = format!("/api/v1/desk/cases/{id}/answer");
    staff
        .post_json(&answer, &json!({ "answer": "Done" }))
        .await
        .expect(200);
    act(&staff, id, &json!({ "act": "close" }))
        .await
        .expect(200);
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    resident
        .post("/en/suggestions/case/restrict", &fields)
        .await
        .expect(200);
    staff.get(&path).await.expect(404);
    own_file(&resident, &keepsake, file).await.expect(200);

    // When its years are over, it goes with the rest.
    plaza.advance(TimeDelta::days(6 * 366));
    jobs::retention::once(&plaza.context).await.unwrap();
    assert!(plaza.rows_of("case_files").is_empty());
    collect(&plaza).await;
    assert!(plaza.objects().is_empty());
    resident.post(CASE, &fields).await.expect(422);
    assert_eq!(verified(&plaza).await, 0);
}

#[actix_web::test]
async fn what_is_published_shows_no_trace_of_the_files() {
    let plaza = Plaza::city().await;
    plaza.publishes_suggestions().await;
    let resident = plaza.client().await;
    let keepsake = suggested(
        &resident,
        &[("publish", "yes")],
        &[("hole.png", &png(50, 40))],
    )
    .await;
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
        ("act", "open"),
    ];
    let form = resident
        .post("/en/suggestions/case/publication", &fields)
        .await
        .expect(200);
    assert!(!form.body.contains("hole.png"), "{}", form.body);
    let notice = "/api/v1/notices/publication?lang=en";
    let notice = resident.get(notice).await.expect(200).json()["hash"].clone();
    let body = json!({
        "reference": keepsake.reference, "password": keepsake.password, "language": "en",
        "title": "A hole", "body": "Please fill it.", "notice": notice,
    });
    let api = "/api/v1/suggestions/case/publish";
    resident.post_json(api, &body).await.expect(202);
    let moderator = plaza.log_on_as(Role::Moderator, "mod").await;
    approve(&moderator).await;
    // The office answers, in public too, with a file.
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    let fields = [("answer", "It is filled."), ("publish", "yes")];
    let bill = png(40, 40);
    let answered = staff
        .post_files(&desk, &fields, &[("bill.png", &bill)])
        .await;
    answered.expect(303);
    let files = files_of(&resident, &keepsake).await;
    assert_eq!(names(&files), ["hole.png", "bill.png"]);
    let guest = plaza.client().await;
    for path in [
        "/en/topics/1",
        "/en/suggestions",
        "/api/v1/topics/1",
        "/api/v1/suggestions/published",
        "/feeds/en/suggestions.atom",
    ] {
        let page = guest.get(path).await.expect(200);
        for trace in ["hole.png", "bill.png", "/files/"] {
            assert!(!page.body.contains(trace), "{path} has {trace}");
        }
    }
    let topic = guest.get("/api/v1/topics/1").await.expect(200).json();
    for post in topic["posts"].as_array().unwrap() {
        assert_eq!(post["attachments"], json!([]));
    }
    assert_eq!(
        topic["posts"].as_array().unwrap().len(),
        2,
        "the answer stands there"
    );
}

#[actix_web::test]
async fn what_was_altered_is_found() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let before = png_with(SECRET);
    suggested(
        &resident,
        &[],
        &[("a.png", &before), ("b.txt", b"Words of it")],
    )
    .await;
    assert_eq!(verified(&plaza).await, 2);
    // A name, or which file it is: the chain committed to both.
    for (change, back) in [
        ("name = 'other.png'", "name = 'a.png'"),
        (
            "hash = (SELECT hash FROM case_files WHERE position = 2)",
            "",
        ),
    ] {
        plaza
            .sql(&format!(
                "UPDATE case_files SET {change} WHERE position = 1"
            ))
            .unwrap();
        let wrong = verify::all(&plaza.context, Vec::new(), |_| {}).await;
        let wrong = wrong.expect_err(change).to_string();
        assert!(wrong.contains("payload"), "{wrong}");
        if !back.is_empty() {
            plaza
                .sql(&format!("UPDATE case_files SET {back} WHERE position = 1"))
                .unwrap();
            verify::all(&plaza.context, Vec::new(), |_| {})
                .await
                .unwrap();
        }
    }
    let wrong = attachments::verify(&plaza.context).await.err().unwrap();
    assert!(
        wrong.to_string().starts_with("attachment of a case"),
        "{wrong}"
    );
    plaza.sql("DELETE FROM case_files").unwrap();
    assert!(
        verify::all(&plaza.context, Vec::new(), |_| {})
            .await
            .is_err()
    );
}

#[actix_web::test]
async fn staff_enter_a_letter_with_what_came_in_it() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let page = staff.get("/en/desk/new").await.expect(200);
    let (submission, notice) = (page.hidden("submission"), page.hidden("notice"));
    let mut fields = typed(&[
        ("medium", "letter"),
        ("received", "2026-03-02"),
        ("submission", &submission),
        ("notice", &notice),
    ]);
    let scan: &[File<'_>] = &[
        ("letter.pdf", &document("Dear city")),
        ("x.doc", b"\xd0\xcf\x11\xe0"),
    ];
    let refused = staff
        .post_files("/en/desk/new", &fields, scan)
        .await
        .expect(422);
    assert!(
        refused
            .texts("#e-files")
            .concat()
            .contains("x.doc was not added")
    );
    let kept = refused.hidden("file-1");
    fields.push(("file-1", &kept));
    let entered = staff.post_files("/en/desk/new", &fields, &[]).await;
    let keepsake = Keepsake::of(&entered);
    let guest = plaza.client().await;
    assert_eq!(names(&files_of(&guest, &keepsake).await), ["letter.pdf"]);
}

#[actix_web::test]
async fn a_restored_backup_forgets_the_files_of_a_case_that_was_dropped_since() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let more = [("email", "lin.secret@example.tw")];
    let dropped = suggested(&resident, &more, &[("dropped.png", &png(20, 10))]).await;
    let kept = suggested(&resident, &[], &[("kept.png", &png(30, 10))]).await;
    let backup = plaza.backup();
    let fields = [
        ("reference", dropped.reference.as_str()),
        ("password", dropped.password.as_str()),
        ("act", "erase"),
    ];
    plaza.advance(TimeDelta::minutes(1));
    let path = "/en/suggestions/case/drop";
    resident.post(path, &fields).await.expect(200);
    let restored = plaza.restored(&backup);
    let left = async || {
        let names = restored.db.read(|connection| {
            let names = case_files::table.select(case_files::name);
            Ok::<Vec<String>, DbError>(names.load(connection)?)
        });
        names.await.unwrap()
    };
    assert_eq!(left().await, ["dropped.png", "kept.png"]);
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(left().await, ["kept.png"]);
    let noted: i64 = restored
        .db
        .read(|connection| {
            Ok::<_, DbError>(attachment_discards::table.count().get_result(connection)?)
        })
        .await
        .unwrap();
    assert_eq!(noted, 1, "its object is collected");
    let client = plaza.client_of(&restored).await;
    assert_eq!(names(&files_of(&client, &kept).await), ["kept.png"]);
}

#[actix_web::test]
async fn an_agency_outside_is_told_of_files_and_gets_none() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let keepsake = suggested(&resident, &[], &[("hole.png", &png(50, 40))]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let inside = staff.token("inside.png", &png(20, 10)).await;
    let note = json!({ "act": "note", "words": "Inside", "files": [inside] });
    act(&staff, id, &note).await.expect(200);
    let forward = json!({
        "act": "forward", "agency": "水利署", "address": "desk@agency.example", "reason": "它的路",
    });
    act(&staff, id, &forward).await.expect(200);
    let mails = plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "desk@agency.example");
    assert!(lines(mail).contains("本案另有1個附件"), "{}", mail.text);
    assert!(!mail.text.contains("hole.png"), "{}", mail.text);
}
