//! An office whose mail fails: shown, alarmed once, its cases with the fallback as well, until its
//! mail works again.

use chrono::TimeDelta;
use plaza::jobs::watch_offices;
use serde_json::Value;

use super::{administrator, offices, one, organisation, suggest};
use crate::{
    suggestions::id_of,
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

    async fn fails(&self) -> bool {
        let all = organisation(&self.admin).await;
        !one(&all, "offices", "maintenance")["mail_fails_since"].is_null()
    }
}

#[actix_web::test]
async fn refused_thrice_the_fallback_is_told_once_and_gets_the_cases_as_well() {
    let city = City::start().await;
    city.relay.answer(&[(BOX, REFUSED)]);
    for refused in 1..=2 {
        let receipt = city.suggest().await;
        assert_eq!(offices(&receipt), ["maintenance"]);
        assert!(!city.fails().await, "after {refused}");
    }
    assert!(city.relay.taken().is_empty());
    city.suggest().await;
    assert!(city.fails().await);
    assert_eq!(city.relay.taken(), ["rdec@kcg.example"], "one alarm");
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

    // The next case goes to both, and its file says why.
    let receipt = city.suggest().await;
    assert_eq!(offices(&receipt), ["maintenance", "rdec"]);
    assert_eq!(
        city.relay.taken(),
        ["rdec@kcg.example"],
        "the case, no second alarm"
    );
    let case = id_of(&city.plaza, receipt["reference"].as_str().unwrap()).await;
    let rdec = city.plaza.staff_of("rdec").await;
    let page = rdec.get(&format!("/en/desk/{case}")).await.expect(200);
    assert!(
        page.body.contains("mails do not reach: maintenance"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("maintenance@kcg.example"),
        "the address used"
    );

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
