//! A case's data goes to a third party in one way only: under an agreement that names it, or for
//! an investigation that a second person approved. Each time stands in the register and, for its
//! owner, on the case's page.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::{Member, Role},
    keys::Token,
    privacy::{approval, verify},
    rights::{
        DisclosureError, Fields,
        disclosure::{self, Under},
    },
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Plaza};

const EMAIL: &str = "lin.jiaying@private.example";
const NAME: &str = "林佳穎";
const PHONE: &str = "0912-987-654";
const TEXT: &str = "公車站前面的路面有洞";

struct Scene {
    plaza: Plaza,
    officer: Client,
    administrator: Client,
    reference: String,
    password: String,
}

async fn suggest(client: &Client, share: bool) -> (String, String) {
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "路面有洞", "body": TEXT,
        "publish": false, "share_contact": share,
        "coordinates": { "latitude": 22.62734, "longitude": 120.30145 },
        "contact": { "name": NAME, "email": EMAIL, "phone": PHONE },
    });
    let answer = client.post_json("/api/v1/suggestions", &body).await;
    let answer = answer.expect(201).json();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("reference"), text("password"))
}

async fn scene(share: bool) -> Scene {
    let plaza = Plaza::city().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let (reference, password) = suggest(&plaza.client().await, share).await;
    Scene {
        plaza,
        officer,
        administrator,
        reference,
        password,
    }
}

impl Scene {
    async fn agree(&self, starts: &str, ends: &str, fields: &[&str]) -> Answer {
        let names: Vec<String> = fields.iter().map(|one| format!("field-{one}")).collect();
        let mut form = vec![
            ("recipient", "水利局"),
            ("kind", "agency"),
            ("purpose", "會勘道路與排水"),
            ("starts", starts),
            ("ends", ends),
        ];
        form.extend(names.iter().map(|name| (name.as_str(), "yes")));
        self.officer.post("/zh/officer/agreements", &form).await
    }

    /// An agreement that is valid all March; its choice in the form.
    async fn agreed(&self, fields: &[&str]) -> String {
        self.agree("2026-03-01", "2026-03-31", fields)
            .await
            .expect(303);
        let page = self.officer.get("/zh/officer/disclosures").await;
        let chosen = page.attribute("#f-under option[value^='agreement-']", "value");
        chosen.expect("no valid agreement can be chosen")
    }

    async fn give(&self, lang: &str, under: &str, fields: &[&str], form: &str) -> Answer {
        let names: Vec<String> = fields.iter().map(|one| format!("field-{one}")).collect();
        let mut typed = vec![
            ("reference", self.reference.as_str()),
            ("under", under),
            ("as", form),
        ];
        typed.extend(names.iter().map(|name| (name.as_str(), "yes")));
        let path = format!("/{lang}/officer/disclosures");
        self.officer.post(&path, &typed).await
    }

    /// The officer asks for these fields; the request's page and number.
    async fn ask(&self, fields: &[&str]) -> String {
        let names: Vec<String> = fields.iter().map(|one| format!("field-{one}")).collect();
        let mut typed = vec![
            ("agency", "高雄地檢署"),
            ("document", "115年偵字第42號"),
            ("reference", self.reference.as_str()),
        ];
        typed.extend(names.iter().map(|name| (name.as_str(), "yes")));
        self.officer
            .post("/zh/officer/approvals", &typed)
            .await
            .expect(303);
        let page = self.administrator.get("/zh/officer/approvals").await;
        let action = page.attribute("form[action*='/officer/approvals/']", "action");
        action.expect("nothing to approve")
    }

    /// Follows the link in the mail that asks for the address.
    async fn confirm(&self) {
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == EMAIL).unwrap();
        let link = mail.link("/suggestions/confirm/");
        let guest = self.plaza.client().await;
        guest.post(&link, &[]).await.expect(200);
    }

    async fn case(&self, lang: &str) -> Answer {
        let form = [
            ("reference", self.reference.as_str()),
            ("password", self.password.as_str()),
        ];
        let path = format!("/{lang}/suggestions/case");
        let guest = self.plaza.client().await;
        guest.post(&path, &form).await.expect(200)
    }

    /// What makes a refusal true: nothing in the database is another than before.
    async fn refused(&self, lang: &str, under: &str, fields: &[&str], at: &str) -> String {
        // The day's first request is noted in the session.
        self.officer.get("/zh/officer").await.expect(200);
        let before = self.plaza.dump();
        let answer = self.give(lang, under, fields, "page").await.expect(422);
        for datum in [EMAIL, NAME, PHONE, TEXT] {
            assert!(!answer.body.contains(datum), "{datum} was shown");
        }
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{at}"));
        assert_eq!(self.plaza.dump(), before, "something changed");
        answer.texts(".error-summary a").remove(0)
    }
}

#[actix_web::test]
async fn an_agreement_gives_what_it_names_and_all_can_see_that_it_did() {
    let scene = scene(true).await;
    let agreement = scene.agreed(&["text", "contact-phone"]).await;
    let shown = scene
        .give("zh", &agreement, &["text", "contact-phone"], "page")
        .await
        .expect(200);
    assert_eq!(shown.headers.get("cache-control").unwrap(), "no-store");
    assert_eq!(shown.texts("#given-contact-phone dd"), [PHONE]);
    assert_eq!(shown.texts("#given-text dd"), [TEXT]);
    assert!(!shown.body.contains(NAME) && !shown.body.contains(EMAIL));

    let file = scene
        .give("en", &agreement, &["contact-phone"], "json")
        .await
        .expect(200);
    assert_eq!(file.headers.get("cache-control").unwrap(), "no-store");
    let disposition = file.headers.get("content-disposition").unwrap();
    assert!(disposition.to_str().unwrap().starts_with("attachment"));
    assert_eq!(file.json()["fields"], json!({ "contact-phone": PHONE }));

    for (lang, words) in [
        ("zh", ["水利局", "電話", "會勘道路與排水"]),
        ("en", ["水利局", "Telephone", "會勘道路與排水"]),
    ] {
        let given = scene.case(lang).await.texts("#given li");
        assert_eq!(given.len(), 2);
        for word in words {
            assert!(given[0].contains(word), "{word} is not in {}", given[0]);
        }
    }
    let guest = scene.plaza.client().await;
    let key = json!({ "reference": scene.reference, "password": scene.password });
    let path = "/api/v1/suggestions/case";
    let case = guest.post_json(path, &key).await.expect(200).json();
    assert_eq!(
        case["disclosures"][1]["fields"],
        json!(["contact-phone", "text"])
    );
    assert_eq!(case["disclosures"][1]["ground"], "consent");

    // Everybody reads that it was done, and about nobody.
    for lang in ["zh", "en"] {
        let register = guest.get(&format!("/{lang}/ledger")).await.expect(200);
        assert_eq!(register.texts("#disclosures tbody tr").len(), 1);
        assert_eq!(register.texts("#disclosures td"), ["2", "0"]);
        for datum in [PHONE, TEXT, NAME, "水利局", &scene.reference] {
            assert!(!register.texts("main")[0].contains(datum), "{datum}");
        }
    }
    let register = guest.get("/api/v1/ledger").await.expect(200).json();
    let entry = &register["entries"][1];
    assert_eq!(entry["act"], "disclosed");
    assert_eq!(
        entry["facts"],
        json!({ "fields": "contact-phone,text", "recipient": "agency" })
    );
    assert_eq!(
        register["disclosures"],
        json!([{ "year": 2026, "under_agreements": 2, "for_investigations": 0 }])
    );
    let checked = verify::all(&scene.plaza.context, Vec::new(), |_| {}).await;
    checked.unwrap();
}

#[actix_web::test]
async fn what_an_agreement_does_not_allow_is_refused_and_nothing_changes() {
    let scene = scene(false).await;
    let agreement = scene.agreed(&["text", "contact-phone"]).await;
    for (lang, unnamed, unshared) in [("zh", "地點", "電話"), ("en", "Place", "Telephone")] {
        let words = scene
            .refused(lang, &agreement, &["text", "place"], "field-place")
            .await;
        assert!(words.contains(unnamed), "{words}");
        let words = scene
            .refused(lang, &agreement, &["contact-phone"], "field-contact-phone")
            .await;
        assert!(words.contains(unshared), "{words}");
    }
    scene
        .refused("zh", &agreement, &[], "field-contact-name")
        .await;
    scene.refused("zh", "", &["text"], "under").await;
    scene
        .refused("zh", "agreement-99", &["text"], "under")
        .await;
    scene.refused("zh", "agreement-x", &["text"], "under").await;
    scene.refused("zh", "approval-1", &["text"], "under").await;

    // One that begins tomorrow, and one that has run out.
    scene
        .agree("2026-03-03", "2026-03-05", &["text"])
        .await
        .expect(303);
    let later = "agreement-2";
    let not_yet = scene.refused("en", later, &["text"], "under").await;
    assert!(not_yet.contains("not valid yet"));
    scene.plaza.advance(TimeDelta::days(3));
    scene.plaza.prove_all().await;
    scene.give("en", later, &["text"], "page").await.expect(200);
    scene.plaza.advance(TimeDelta::days(1));
    scene.plaza.prove_all().await;
    let expired = scene.refused("en", later, &["text"], "under").await;
    assert!(expired.contains("run out"));

    // One that is ended early is ended at once.
    scene
        .give("zh", &agreement, &["text"], "page")
        .await
        .expect(200);
    for _ in 0..2 {
        let path = "/zh/officer/agreements/1/end";
        scene.officer.post(path, &[]).await.expect(303);
    }
    scene.refused("zh", &agreement, &["text"], "under").await;
    let missing = "/zh/officer/agreements/99/end";
    scene.officer.post(missing, &[]).await.expect(404);
}

#[actix_web::test]
async fn coordinates_are_a_field_of_their_own() {
    let scene = scene(false).await;
    let place = scene.agreed(&["place"]).await;
    let words = scene
        .refused("en", &place, &["coordinates"], "field-coordinates")
        .await;
    assert!(words.contains("Coordinates"), "{words}");
    scene
        .agree("2026-03-02", "2026-03-30", &["coordinates"])
        .await
        .expect(303);
    let given = scene
        .give("zh", "agreement-2", &["coordinates"], "json")
        .await;
    assert_eq!(
        given.expect(200).json()["fields"],
        json!({ "coordinates": "22.62734,120.30145" })
    );
    let told = scene.case("zh").await.texts("#given li");
    assert!(told[0].contains("座標"), "{told:?}");
}

#[actix_web::test]
async fn contact_data_goes_only_where_its_owner_was_told_before_and_still_agrees() {
    let scene = scene(true).await;
    let all = ["contact-name", "contact-email", "contact-phone"];
    let agreement = scene.agreed(&all).await;
    // An address that nobody confirmed may be somebody else's.
    for (lang, words) in [("zh", "沒有人確認"), ("en", "Nobody confirmed")] {
        let refused = scene
            .refused(lang, &agreement, &["contact-email"], "field-contact-email")
            .await;
        assert!(refused.contains(words), "{refused}");
    }
    scene
        .give("zh", &agreement, &["contact-phone"], "page")
        .await
        .expect(200);
    scene.confirm().await;
    let given = scene
        .give("zh", &agreement, &["contact-email"], "page")
        .await;
    assert_eq!(given.expect(200).texts("#given-contact-email dd"), [EMAIL]);

    // The notice of before said that the office alone receives them.
    let version = |number: i32| {
        format!("UPDATE consents SET notice_version = {number} WHERE case_id IS NOT NULL")
    };
    scene.plaza.sql(&version(1)).unwrap();
    for (lang, words) in [("zh", "告知內容"), ("en", "notice")] {
        let refused = scene
            .refused(lang, &agreement, &["contact-name"], "field-contact-name")
            .await;
        assert!(refused.contains(words), "{refused}");
    }
    scene.plaza.sql(&version(2)).unwrap();

    let fields = [
        ("reference", scene.reference.as_str()),
        ("password", scene.password.as_str()),
    ];
    let guest = scene.plaza.client().await;
    let path = "/zh/suggestions/case/withdraw";
    guest.post(path, &fields).await.expect(200);
    for (lang, words) in [("zh", "沒有有效的同意"), ("en", "No consent stands")] {
        let refused = scene
            .refused(lang, &agreement, &["contact-phone"], "field-contact-phone")
            .await;
        assert!(refused.contains(words), "{refused}");
    }
}

#[actix_web::test]
async fn the_contact_of_an_enquiry_never_goes_under_an_agreement() {
    let mut scene = scene(true).await;
    let guest = scene.plaza.client().await;
    let body = json!({
        "about": "use", "body": TEXT,
        "contact": { "name": NAME, "email": "", "phone": PHONE },
    });
    let answer = guest
        .post_json("/api/v1/enquiries", &body)
        .await
        .expect(201);
    scene.reference = answer.json()["reference"].as_str().unwrap().to_owned();
    let agreement = scene.agreed(&["text", "contact-phone"]).await;
    scene
        .refused("zh", &agreement, &["contact-phone"], "field-contact-phone")
        .await;
    let given = scene.give("zh", &agreement, &["text"], "page").await;
    assert_eq!(given.expect(200).texts("#given-text dd"), [TEXT]);
}

#[actix_web::test]
async fn agreements_are_public_and_name_nobody() {
    let scene = scene(true).await;
    let guest = scene.plaza.client().await;
    for lang in ["zh", "en"] {
        let none = guest.get(&format!("/{lang}/privacy/agreements")).await;
        assert_eq!(none.expect(200).texts(".empty").len(), 1);
        for from in ["privacy", "ledger"] {
            let page = guest.get(&format!("/{lang}/{from}")).await.expect(200);
            let link = format!("main a[href='/{lang}/privacy/agreements']");
            assert!(!page.texts(&link).is_empty(), "/{lang}/{from}");
        }
        // Where the data is given, the page that lists who may get it is named.
        for form in ["suggestions", "enquiries"] {
            let page = guest.get(&format!("/{lang}/{form}/new")).await.expect(200);
            let address = format!("http://plaza.test/{lang}/privacy/agreements");
            assert!(page.body.contains(&address), "/{lang}/{form}/new");
        }
    }
    scene.agreed(&["text", "contact-phone"]).await;
    scene
        .agree("2026-03-05", "2026-03-09", &["title"])
        .await
        .expect(303);
    scene
        .officer
        .post("/zh/officer/agreements/1/end", &[])
        .await
        .expect(303);
    for (lang, words) in [
        (
            "zh",
            [
                "水利局",
                "會勘道路與排水",
                "電話",
                "3月31日",
                "已終止",
                "政策版本1",
            ],
        ),
        (
            "en",
            [
                "水利局",
                "會勘道路與排水",
                "Telephone",
                "31 March 2026",
                "Ended",
                "Policy 1",
            ],
        ),
    ] {
        let page = guest.get(&format!("/{lang}/privacy/agreements")).await;
        let page = page.expect(200);
        assert_eq!(page.texts("main .rows li").len(), 2);
        let row = page.texts("#agreement-1").remove(0);
        for word in words {
            assert!(row.contains(word), "{word} is not in {row}");
        }
        assert!(!page.body.contains("隱私官"), "who made it is named");
    }
    let list = guest.get("/api/v1/privacy/agreements").await.expect(200);
    let mut list = list.json();
    let coming = list["agreements"][0].as_object_mut().unwrap();
    assert!(coming.remove("stamp").unwrap().is_string());
    assert_eq!(
        list,
        json!({ "agreements": [
            { "id": 2, "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘道路與排水",
              "fields": ["title"], "policy_version": "1", "starts_on": "2026-03-05",
              "ends_on": "2026-03-09", "standing": "not-yet" },
            { "id": 1, "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘道路與排水",
              "fields": ["contact-phone", "text"], "policy_version": "1", "starts_on": "2026-03-01",
              "ends_on": "2026-03-31", "ended_on": "2026-03-02", "standing": "ended" },
        ], "next": null })
    );
    // What everybody reads names no people.
    let before = scene.plaza.dump();
    let named = [
        ("recipient", "水利局"),
        ("kind", "agency"),
        ("purpose", "請洽承辦人，電話0912-345-678"),
        ("starts", "2026-03-01"),
        ("ends", "2026-03-31"),
        ("field-text", "yes"),
    ];
    let answer = scene.officer.post("/zh/officer/agreements", &named).await;
    let at = answer.expect(422).attribute(".error-summary a", "href");
    assert_eq!(at.unwrap(), "#f-purpose");
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn many_agreements_are_read_page_by_page() {
    let scene = scene(true).await;
    for _ in 0..51 {
        scene
            .agree("2026-03-01", "2026-03-31", &["text"])
            .await
            .expect(303);
    }
    let guest = scene.plaza.client().await;
    let first = guest.get("/en/privacy/agreements").await.expect(200);
    assert_eq!(first.texts("main .rows li").len(), 50);
    let next = first.attribute("a[rel=next]", "href").unwrap();
    let last = guest.get(&next).await.expect(200);
    assert_eq!(last.texts("main .rows li").len(), 1);
    let first = guest.get("/api/v1/privacy/agreements").await.json();
    let next = first["next"].as_str().unwrap();
    let last = guest.get(next).await.expect(200).json();
    assert_eq!(last["agreements"][0]["id"], 1);
    assert_eq!(last["next"], Value::Null);
}

#[actix_web::test]
async fn an_agreement_that_lacks_a_part_is_not_made() {
    let scene = scene(true).await;
    let before = scene.plaza.dump();
    for (starts, ends, fields, at) in [
        ("2026-03-01", "2026-03-31", &[][..], "field-contact-name"),
        ("", "2026-03-31", &["text"], "starts"),
        ("2026-03-01", "2026-02-30", &["text"], "ends"),
        ("2026-01-01", "2026-03-01", &["text"], "ends"),
        ("2026-03-31", "2026-03-30", &["text"], "ends"),
    ] {
        let answer = scene.agree(starts, ends, fields).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{at}"), "{starts} {ends}");
        // What was typed is kept.
        assert!(answer.body.contains("會勘道路與排水"));
    }
    let nothing = scene.officer.post("/en/officer/agreements", &[]).await;
    assert_eq!(nothing.expect(422).texts(".error-summary a").len(), 6);
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn an_investigation_gets_what_a_second_person_approved_and_only_once() {
    let scene = scene(false).await;
    let fields = ["contact-name", "contact-email"];
    let action = scene.ask(&fields).await;
    let under = format!("approval-{}", action.rsplit('/').next().unwrap());
    // Not before it is approved, and not by who asked.
    scene.refused("zh", &under, &fields, "under").await;
    let before = scene.plaza.dump();
    scene.officer.post(&action, &[]).await.expect(403);
    assert_eq!(scene.plaza.dump(), before);
    scene.administrator.post(&action, &[]).await.expect(303);
    // Nothing but what was approved: no other field, not fewer, no other case.
    scene
        .refused("zh", &under, &["contact-name", "contact-phone"], "under")
        .await;
    scene
        .refused("zh", &under, &["contact-name"], "under")
        .await;
    let (other, _) = suggest(&scene.plaza.client().await, true).await;
    let before = scene.plaza.dump();
    let typed = [
        ("reference", other.as_str()),
        ("under", &under),
        ("field-contact-name", "yes"),
        ("field-contact-email", "yes"),
    ];
    let path = "/en/officer/disclosures";
    scene.officer.post(path, &typed).await.expect(422);
    assert_eq!(scene.plaza.dump(), before);

    let shown = scene.give("zh", &under, &fields, "page").await.expect(200);
    assert_eq!(shown.texts("#given-contact-email dd"), [EMAIL]);
    scene.refused("zh", &under, &fields, "under").await;
    for (lang, word) in [("zh", "司法機關"), ("en", "legal institution")] {
        let given = scene.case(lang).await.texts("#given li");
        assert!(given[0].contains("高雄地檢署") && given[0].contains(word));
        assert!(given[0].contains("115年偵字第42號"));
    }
    let guest = scene.plaza.client().await;
    let register = guest.get("/zh/ledger").await.expect(200);
    let row = register.texts("main .rows li").remove(0);
    assert!(row.contains("（1）") && row.contains("電子郵件"), "{row}");
    assert!(!row.contains("地檢署") && !row.contains("42號"), "{row}");
    assert_eq!(register.texts("#disclosures td"), ["0", "1"]);
}

#[actix_web::test]
async fn who_may_not_be_told_is_not_told_and_the_register_counts_it_all_the_same() {
    let scene = scene(true).await;
    let action = scene.ask(&["contact-name"]).await;
    let under = format!("approval-{}", action.rsplit('/').next().unwrap());
    let untold = [("untold", "yes")];
    scene.administrator.post(&action, &untold).await.expect(303);
    // Approving once more does not change what was decided.
    scene.administrator.post(&action, &[]).await.expect(303);
    let file = scene.give("zh", &under, &["contact-name"], "json").await;
    assert_eq!(file.expect(200).json()["fields"]["contact-name"], NAME);
    assert!(scene.case("zh").await.texts("#given li").is_empty());
    let guest = scene.plaza.client().await;
    let key = json!({ "reference": scene.reference, "password": scene.password });
    let path = "/api/v1/suggestions/case";
    let case = guest.post_json(path, &key).await.expect(200).json();
    assert_eq!(case["disclosures"], json!([]));
    let register = guest.get("/api/v1/ledger").await.json();
    assert_eq!(register["disclosures"][0]["for_investigations"], 1);
    let officers = scene.officer.get("/en/officer/disclosures").await;
    assert!(officers.texts("tbody tr")[0].ends_with("No"));
}

#[actix_web::test]
async fn a_request_that_lacks_a_part_is_not_taken_down() {
    let scene = scene(true).await;
    let before = scene.plaza.dump();
    let path = "/en/officer/approvals";
    let whole = [
        ("agency", "高雄地檢署"),
        ("document", "115年偵字第42號"),
        ("reference", scene.reference.as_str()),
        ("field-text", "yes"),
    ];
    for (left_out, at) in [
        ("agency", "agency"),
        ("document", "document"),
        ("reference", "reference"),
        ("field-text", "field-contact-name"),
    ] {
        let typed: Vec<_> = whole
            .into_iter()
            .filter(|(name, _)| *name != left_out)
            .collect();
        let answer = scene.officer.post(path, &typed).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{at}"));
    }
    assert_eq!(scene.plaza.dump(), before);
    let missing = "/zh/officer/approvals/77";
    scene.administrator.post(missing, &[]).await.expect(404);
}

#[actix_web::test]
async fn a_second_click_shows_the_same_and_gives_nothing_again() {
    let scene = scene(true).await;
    let agreement = scene.agreed(&["text", "contact-phone"]).await;
    let action = scene.ask(&["contact-name"]).await;
    scene.administrator.post(&action, &[]).await.expect(303);
    let approval = format!("approval-{}", action.rsplit('/').next().unwrap());
    for (under, field) in [
        (&agreement, "field-contact-phone"),
        (&approval, "field-contact-name"),
    ] {
        let form = scene.officer.get("/zh/officer/disclosures").await;
        let submission = form.hidden("submission");
        let fields = [
            ("submission", submission.as_str()),
            ("reference", scene.reference.as_str()),
            ("under", under.as_str()),
            (field, "yes"),
        ];
        let click = || scene.officer.post("/zh/officer/disclosures", &fields);
        let first = click().await.expect(200);
        let before = scene.plaza.dump();
        let second = click().await.expect(200);
        assert_eq!(second.texts("main"), first.texts("main"));
        assert!(
            scene.plaza.dump() == before,
            "a second click wrote something"
        );
        let clicks = futures_util::future::join_all((0..4).map(|_| click())).await;
        assert!(clicks.iter().all(|click| click.body == second.body));
        assert!(scene.plaza.dump() == before, "more clicks wrote something");
    }
    let years = disclosure::by_year(&scene.plaza.context).await.unwrap();
    assert_eq!(
        (years[0].under_agreements, years[0].for_investigations),
        (1, 1)
    );

    // A form is nobody's leave for ever: what may not be given any more is not shown again.
    let form = scene.officer.get("/zh/officer/disclosures").await;
    let submission = form.hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("reference", scene.reference.as_str()),
        ("under", agreement.as_str()),
        ("field-text", "yes"),
    ];
    let path = "/zh/officer/disclosures";
    scene.officer.post(path, &fields).await.expect(200);
    let end = "/zh/officer/agreements/1/end";
    scene.officer.post(end, &[]).await.expect(303);
    scene.officer.post(path, &fields).await.expect(422);
}

#[actix_web::test]
async fn two_at_once_use_an_approval_only_once() {
    let scene = scene(false).await;
    let action = scene.ask(&["contact-name"]).await;
    scene.administrator.post(&action, &[]).await.expect(303);
    let id = action.rsplit('/').next().unwrap().parse().unwrap();
    let context = &scene.plaza.context;
    let officer: Member = scene
        .plaza
        .member(Role::PrivacyOfficer, "另一位", false)
        .await;
    let fields = Fields::parse("contact-name").unwrap();
    let officer = &officer;
    let give = || {
        let under = Under::Investigation(id);
        let submission = Token::draw(&context.random);
        let (fields, reference) = (fields.clone(), scene.reference.clone());
        async move {
            let id = submission.reveal();
            disclosure::disclose(context, officer, id, &reference, under, fields).await
        }
    };
    let (one, other) = futures_util::join!(give(), give());
    let given = [&one, &other].iter().filter(|one| one.is_ok()).count();
    assert_eq!(given, 1);
    let refused = one.err().or(other.err()).unwrap();
    assert!(matches!(refused, DisclosureError::NotApproved), "{refused}");
    assert_eq!(
        disclosure::by_year(context).await.unwrap()[0].for_investigations,
        1
    );
    assert!(approval::open(context).await.unwrap().is_empty());
}

#[actix_web::test]
async fn nothing_that_was_given_is_left_at_rest() {
    let scene = scene(true).await;
    scene.confirm().await;
    let agreement = scene
        .agreed(&["contact-name", "contact-email", "contact-phone"])
        .await;
    let fields = ["contact-name", "contact-email", "contact-phone"];
    scene
        .give("zh", &agreement, &fields, "page")
        .await
        .expect(200);
    let at_rest = scene.plaza.at_rest();
    for datum in [EMAIL, NAME, PHONE, PASSWORD] {
        let found = at_rest.find(datum);
        assert!(found.is_empty(), "{datum} stands in {found:?}");
    }
}

#[actix_web::test]
async fn programs_read_the_statements_that_the_page_shows() {
    let scene = scene(true).await;
    plaza::jobs::sign_heads::once(&scene.plaza.context)
        .await
        .unwrap();
    let guest = scene.plaza.client().await;
    let answer = guest.get("/api/v1/ledger/statements").await.expect(200);
    let answer: Value = answer.json();
    let text = answer["statements"][0]["text"].as_str().unwrap();
    let page = guest.get("/zh/ledger/statements/2026-03-02").await;
    assert_eq!(page.expect(200).body, text);
    let key = answer["public_key"].as_str().unwrap();
    assert!(text.contains(key), "{text}");
}

#[actix_web::test]
async fn an_agreement_is_changed_or_withdrawn_until_it_is_in_force() {
    let scene = scene(true).await;
    let guest = scene.plaza.client().await;
    scene
        .agree("2026-03-10", "2026-03-31", &["text"])
        .await
        .expect(303);
    let list = "/zh/officer/agreements";
    let page = scene.officer.get(list).await.expect(200);
    let edit = page.attribute("a[href$='/edit']", "href").unwrap();
    let form = scene.officer.get(&edit).await.expect(200);
    for (field, value) in [
        ("recipient", "水利局"),
        ("starts", "2026-03-10"),
        ("ends", "2026-03-31"),
    ] {
        let shown = form.attribute(&format!("#f-{field}"), "value");
        assert_eq!(shown.as_deref(), Some(value));
    }
    let ticked = form.attribute("input[name='field-text'][checked]", "name");
    assert!(ticked.is_some());
    let whole = [
        ("recipient", "工務局"),
        ("kind", "agency"),
        ("purpose", "會勘道路"),
        ("field-title", "yes"),
        ("starts", "2026-03-12"),
        ("ends", "2026-03-20"),
    ];
    // What breaks a rule, or names somebody, is told at its field and changes nothing.
    let before = scene.plaza.dump();
    for (wrong, value) in [
        ("ends", "2026-03-11"),
        ("purpose", "找林佳穎，0912-987-654"),
    ] {
        let fields: Vec<_> = whole
            .into_iter()
            .map(|one| if one.0 == wrong { (wrong, value) } else { one })
            .collect();
        let answer = scene.officer.post(&edit, &fields).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{wrong}"));
    }
    scene.administrator.post(&edit, &whole).await.expect(403);
    assert_eq!(scene.plaza.dump(), before);
    scene.officer.post(&edit, &whole).await.expect(303);
    let public = guest.get("/api/v1/privacy/agreements").await.json();
    let agreement = &public["agreements"][0];
    assert_eq!(agreement["recipient"], "工務局");
    assert_eq!(agreement["fields"], json!(["title"]));
    assert_eq!(agreement["starts_on"], "2026-03-12");

    // From its first day on it is only ended, on both faces.
    scene.plaza.advance(TimeDelta::days(10));
    let officer = scene
        .plaza
        .log_on_as(Role::PrivacyOfficer, "隱私官二")
        .await;
    let before = scene.plaza.dump();
    officer.get(&edit).await.expect(409);
    officer.post(&edit, &whole).await.expect(409);
    let id = agreement["id"].as_i64().unwrap();
    let api = format!("/api/v1/officer/agreements/{id}");
    let body = json!({
        "recipient": "工務局", "recipient_kind": "agency", "purpose": "會勘", "fields": ["title"],
        "starts_on": "2026-03-12", "ends_on": "2026-03-20",
    });
    let late = officer.json(Method::PUT, &api, &body).await.expect(409);
    assert_eq!(late.json()["code"], "agreement-in-force");
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn a_program_agrees_asks_approves_and_gives_as_the_pages_do() {
    let scene = scene(true).await;
    let (officer, second) = (&scene.officer, &scene.administrator);
    let mut body = json!({
        "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘道路", "fields": [],
        "starts_on": "2026-03-10", "ends_on": "2026-03-31",
    });
    let agreements = "/api/v1/officer/agreements";
    let lacking = officer.post_json(agreements, &body).await.expect(422);
    assert_eq!(lacking.json()["errors"][0]["code"], "fields");
    body["fields"] = json!(["text", "contact-name"]);
    let made = officer.post_json(agreements, &body).await.expect(201);
    let id = made.json()["id"].as_i64().unwrap();
    let disclosures = "/api/v1/officer/disclosures";
    let give =
        |field: &str| json!({ "reference": scene.reference, "agreement": id, "fields": [field] });
    let early = officer.post_json(disclosures, &give("text")).await;
    assert_eq!(early.expect(409).json()["code"], "agreement-not-yet");
    body["starts_on"] = json!("2026-03-01");
    let one = format!("{agreements}/{id}");
    officer.json(Method::PUT, &one, &body).await.expect(200);
    let unnamed = officer.post_json(disclosures, &give("place")).await;
    let unnamed = unnamed.expect(409).json();
    assert_eq!(unnamed["code"], "field-not-named");
    assert_eq!(unnamed["field"], "place");
    let given = officer.post_json(disclosures, &give("contact-name")).await;
    let given = given.expect(200).json();
    assert_eq!(given["fields"], json!({ "contact-name": NAME }));
    let end = format!("{one}/end");
    officer.post_json(&end, &json!({})).await.expect(200);
    officer.post_json(&end, &json!({})).await.expect(200);
    let late = officer.post_json(disclosures, &give("text")).await;
    assert_eq!(late.expect(409).json()["code"], "agreement-expired");

    let approvals = "/api/v1/officer/approvals";
    let mut wanted = json!({
        "agency": "", "document": "115年偵字第42號", "reference": scene.reference,
        "fields": ["contact-phone"],
    });
    let lacking = officer.post_json(approvals, &wanted).await.expect(422);
    assert_eq!(lacking.json()["errors"][0]["field"], "agency");
    wanted["agency"] = json!("高雄地檢署");
    let asked = officer.post_json(approvals, &wanted).await.expect(201);
    let asked = asked.json()["id"].as_i64().unwrap();
    let answer = format!("{approvals}/{asked}");
    let approve = json!({ "approved": true });
    let own = officer.post_json(&answer, &approve).await.expect(403);
    assert_eq!(own.json()["code"], "second-person");
    let taken = json!({
        "reference": scene.reference, "approval": asked, "fields": ["contact-phone"],
    });
    let early = officer.post_json(disclosures, &taken).await.expect(409);
    assert_eq!(early.json()["code"], "not-approved");
    let waits = second.get(approvals).await.expect(200).json();
    assert_eq!(waits["open"][0]["state"], "waiting");
    assert_eq!(waits["open"][0]["reference"], scene.reference.as_str());
    let unsaid = json!({ "approved": false });
    second.post_json(&answer, &unsaid).await.expect(422);
    second.post_json(&answer, &approve).await.expect(200);
    let given = officer.post_json(disclosures, &taken).await.expect(200);
    assert_eq!(given.json()["fields"], json!({ "contact-phone": PHONE }));
    officer.post_json(disclosures, &taken).await.expect(409);
    let made = officer.get(disclosures).await.expect(200).json();
    let to: Vec<&str> = made["disclosures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["to"].as_str().unwrap())
        .collect();
    assert_eq!(to, ["高雄地檢署", "水利局"]);
    second.get(disclosures).await.expect(403);
}
