//! An office whose mail fails: shown, alarmed once, its cases with the fallback as well, until its
//! mail works again.

use chrono::TimeDelta;
use plaza::jobs::watch_offices;
use serde_json::{Value, json};

use super::{administrator, offices, one, organisation, suggest};
use crate::{
    suggestions::{id_of, life::act},
    support::{Client, Plaza, relay::Relay},
};

const REFUSED: &str = "550 there is no such mailbox";
const LATER: &str = "451 come back later";
const BOX: &str = "RCPT TO:<maintenance@kcg.example>";

struct City {
    plaza: Plaza,
    relay: Relay,
    client: Client,
    admin: Client,
}

impl City {
    async fn start() -> Self {
        let plaza = Plaza::city().await;
        Self {
            relay: Relay::start(),
            client: plaza.client().await,
            admin: administrator(&plaza).await,
            plaza,
        }
    }

    /// Suggests something to the Maintenance Office, delivers, and looks; gives who got it.
    async fn suggest(&self) -> Value {
        let receipt = suggest(&self.client, "road-damage", "lingya").await;
        self.round().await;
        receipt
    }

    async fn round(&self) {
        self.plaza.advance(TimeDelta::seconds(1));
        self.plaza.deliver(&self.relay.mail("", "", 20)).await;
        watch_offices::once(&self.plaza.context).await.unwrap();
        self.plaza.deliver(&self.relay.mail("", "", 20)).await;
    }

    /// Who has a case now.
    async fn having(&self, receipt: &Value) -> Vec<String> {
        let keepsake = json!({
            "reference": receipt["reference"], "password": receipt["password"],
        });
        let path = "/api/v1/suggestions/case";
        let case = self.client.post_json(path, &keepsake).await.expect(200);
        let offices = case.json()["offices"].as_array().unwrap().clone();
        let slug = |office: &Value| office["slug"].as_str().unwrap().to_owned();
        offices.iter().map(slug).collect()
    }

    async fn fails(&self) -> bool {
        let all = organisation(&self.admin).await;
        !one(&all, "offices", "maintenance")["mail_fails_since"].is_null()
    }
}

#[actix_web::test]
async fn refused_thrice_the_fallback_is_told_once_and_gets_the_cases_as_well() {
    let city = City::start().await;
    city.relay.answer(&[(BOX, REFUSED)]);
    let mut first = Vec::new();
    for refused in 1..=2 {
        let receipt = city.suggest().await;
        assert_eq!(offices(&receipt), ["maintenance"]);
        first.push(receipt);
        assert!(!city.fails().await, "after {refused}");
    }
    assert!(city.relay.taken().is_empty());
    let third = city.suggest().await;
    assert!(city.fails().await);
    let rdec = "rdec@kcg.example";
    assert_eq!(city.relay.taken(), [rdec, rdec], "an alarm, and the cases");
    city.round().await;
    assert!(city.relay.taken().is_empty(), "nothing twice");
    for receipt in [&first[0], &first[1], &third] {
        assert_eq!(city.having(receipt).await, ["maintenance", "rdec"]);
    }
    for path in ["/en/admin/offices", "/en/admin/offices/maintenance"] {
        let page = city.admin.get(path).await.expect(200);
        assert!(
            page.body.contains("Refused one after the other: 3"),
            "{path}"
        );
    }
    let explained = "/en/admin/routing/explain?category=road-damage&district=lingya";
    let page = city.admin.get(explained).await.expect(200);
    assert!(page.body.contains("Mails do not reach Maintenance Office"));
    let explained = "/api/v1/admin/routing?category=road-damage&district=lingya";
    let explained = city.admin.get(explained).await.expect(200).json();
    let rules = explained["rules"].as_array().unwrap();
    assert!(rules.len() > 1, "{rules:?}");
    for rule in rules {
        let fails = match rule["takes"].as_bool() {
            Some(true) => json!(["maintenance"]),
            _ => json!([]),
        };
        assert_eq!(rule["mail_fails"], fails, "{rule}");
    }

    // The next one that does not arrive goes there as well, and its file says why.
    let receipt = city.suggest().await;
    assert_eq!(offices(&receipt), ["maintenance"]);
    assert_eq!(city.relay.taken(), [rdec], "the case, no second alarm");
    assert_eq!(city.having(&receipt).await, ["maintenance", "rdec"]);
    let case = id_of(&city.plaza, receipt["reference"].as_str().unwrap()).await;
    let staff = city.plaza.staff_of("rdec").await;
    let page = staff.get(&format!("/en/desk/{case}")).await.expect(200);
    let why = "Mails to an office that has the case do not arrive";
    assert!(page.body.contains(why), "{}", page.body);
    for used in ["maintenance@kcg.example", rdec] {
        assert!(page.body.contains(used), "the address used");
    }
    // It gives the case on in the stead of the one that is not reached.
    let body = json!({ "act": "reassign", "office": "environment", "reason": "它的業務" });
    act(&staff, case, &body).await.expect(200);
    assert_eq!(city.having(&receipt).await, ["environment", "rdec"]);

    // One that arrives ends it, and nobody is alarmed of that.
    city.relay.answer(&[]);
    city.suggest().await;
    assert!(!city.fails().await);
    let receipt = city.suggest().await;
    assert_eq!(offices(&receipt), ["maintenance"]);
    assert!(!city.relay.taken().contains(&"second@kcg.gov.tw".to_owned()));
}

#[actix_web::test]
async fn a_mail_that_waits_for_a_day_is_a_failing_too() {
    let city = City::start().await;
    city.relay.answer(&[(BOX, LATER)]);
    city.suggest().await;
    city.plaza.advance(TimeDelta::hours(23));
    city.round().await;
    assert!(!city.fails().await);
    city.plaza.advance(TimeDelta::hours(2));
    city.round().await;
    assert!(city.fails().await);
    city.relay.answer(&[]);
    city.plaza.advance(TimeDelta::hours(5));
    city.round().await;
    city.round().await;
    assert!(!city.fails().await, "it was taken");
}

#[actix_web::test]
async fn what_residents_reply_and_does_not_arrive_counts_as_well() {
    let city = City::start().await;
    let receipt = city.suggest().await;
    assert_eq!(city.relay.taken(), ["maintenance@kcg.example"]);
    city.relay.answer(&[(BOX, REFUSED)]);
    let path = "/api/v1/suggestions/case/reply";
    for refused in 1..=3 {
        let reply = json!({
            "reference": receipt["reference"], "password": receipt["password"],
            "reply": format!("And one more hole: no. {refused}"),
        });
        city.client.post_json(path, &reply).await.expect(200);
        city.round().await;
        assert_eq!(city.fails().await, refused == 3, "after {refused}");
    }
    assert_eq!(city.relay.taken(), ["rdec@kcg.example"], "an alarm");
    city.relay.answer(&[]);
    city.suggest().await;
    assert!(!city.fails().await, "one that arrives ends it");
}

#[actix_web::test]
async fn that_the_citys_own_mail_server_is_away_is_no_offices_fault() {
    let city = City::start().await;
    city.relay.answer(&[("greeting", "554 not you")]);
    for _ in 0..4 {
        city.suggest().await;
    }
    city.plaza.advance(TimeDelta::hours(50));
    city.round().await;
    let all = organisation(&city.admin).await;
    let failing = all["offices"].as_array().unwrap().iter();
    assert!(
        failing
            .clone()
            .all(|office| office["mail_fails_since"].is_null())
    );
}

#[actix_web::test]
async fn an_hour_of_greylisting_after_an_outage_is_no_failing() {
    let city = City::start().await;
    city.relay.answer(&[("greeting", "554 not you")]);
    city.suggest().await;
    city.plaza.advance(TimeDelta::hours(50));
    city.relay.answer(&[(BOX, LATER)]);
    city.round().await;
    assert!(!city.fails().await, "it is tried since now");
    city.relay.answer(&[]);
    city.plaza.advance(TimeDelta::hours(5));
    city.round().await;
    assert!(!city.fails().await);
}

#[actix_web::test]
async fn a_contact_that_was_shared_before_the_fallback_was_named_does_not_go_there() {
    let city = City::start().await;
    city.relay.answer(&[(BOX, REFUSED)]);
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "t", "body": "b",
        "contact": { "phone": "0912-345-678" }, "share_contact": true,
    });
    let path = "/api/v1/suggestions";
    let shared = city.client.post_json(path, &body).await.expect(201).json();
    let older = "UPDATE consents SET notice_version = 4 WHERE case_id IS NOT NULL";
    city.plaza.sql(older).unwrap();
    city.suggest().await;
    let open = suggest(&city.client, "road-damage", "lingya").await;
    city.plaza.deliver(&city.relay.mail("", "", 20)).await;
    watch_offices::once(&city.plaza.context).await.unwrap();
    assert!(city.fails().await);
    assert_eq!(city.having(&open).await, ["maintenance", "rdec"]);
    assert_eq!(city.having(&shared).await, ["maintenance"]);
    let mails = city.plaza.mails().await;
    let listed = mails
        .iter()
        .find(|mail| mail.subject.contains("收不到郵件"));
    let listed = &listed.expect("a list").text;
    assert!(
        listed.contains(shared["reference"].as_str().unwrap()),
        "its number alone"
    );
    assert!(!listed.contains("0912-345-678"));
}

/// Whoever's mail left keeps it; whose waits gets it without the contact, and once.
#[actix_web::test]
async fn a_contact_that_is_withdrawn_mails_those_again_whose_mail_still_waits() {
    let city = City::start().await;
    let police = "RCPT TO:<police@kcg.example>";
    city.relay.answer(&[(police, LATER)]);
    let phone = "0912-345-678";
    let body = json!({
        "category": "noise", "district": "yancheng", "title": "t", "body": "b",
        "contact": { "phone": phone }, "share_contact": true,
    });
    let path = "/api/v1/suggestions";
    let made = city.client.post_json(path, &body).await.expect(201).json();
    city.round().await;
    assert_eq!(city.relay.taken(), ["environment@kcg.example"]);
    city.relay.answer(&[]);
    let keepsake = json!({ "reference": made["reference"], "password": made["password"] });
    let path = "/api/v1/suggestions/case/withdraw-contact";
    city.client.post_json(path, &keepsake).await.expect(200);
    // What is delivered from now on lies in a folder.
    let mails = city.plaza.mails().await;
    let [last] = &mails[..] else {
        panic!("{} mails", mails.len())
    };
    assert_eq!(last.to, "police@kcg.example");
    assert!(!last.text.contains(phone), "{}", last.text);
}

#[actix_web::test]
async fn a_new_address_begins_anew_and_a_fallback_that_fails_itself_alarms_the_city() {
    let city = City::start().await;
    city.relay
        .answer(&[(BOX, REFUSED), ("RCPT TO:<rdec@kcg.example>", REFUSED)]);
    for _ in 0..3 {
        suggest(&city.client, "other", "lingya").await;
    }
    city.round().await;
    assert_eq!(city.relay.taken(), ["second@kcg.gov.tw"]);
    for _ in 0..3 {
        city.suggest().await;
    }
    assert!(city.fails().await);
    let page = "/en/admin/offices/maintenance";
    let form = city.admin.get(page).await.expect(200);
    let version = form.hidden("version");
    let fields = [
        ("name_zh", "養護工程處"),
        ("name_en", "Maintenance Office"),
        ("email", "roads@kcg.example"),
        ("phone", "07-000-1013"),
        ("parent", "public-works"),
        ("version", &*version),
    ];
    city.admin.post(page, &fields).await.expect(303);
    assert!(!city.fails().await);
    city.round().await;
    assert!(!city.fails().await);
}
