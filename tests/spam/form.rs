//! What a guest's form says of how it was filled in: nothing of it refuses a post.

use altcha_lib_rs::{Challenge, solve_challenge};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::json;

use super::score;
use crate::support::{Answer, Client, Plaza};

const PAGE: &str = "/en/boards/open/new";

/// The form as a guest got it, and what a browser makes of its challenge.
struct Filled {
    form: Answer,
    proof: String,
}

async fn fill(guest: &Client) -> Filled {
    let form = guest.get(PAGE).await.expect(200);
    let asked = form.attribute("input[name=proof]", "data-proof").unwrap();
    let challenge: Challenge = serde_json::from_str(&asked).unwrap();
    Filled {
        form,
        proof: solved(&challenge),
    }
}

fn solved(challenge: &Challenge) -> String {
    let most = Some(challenge.maxnumber);
    let number = solve_challenge(&challenge.challenge, &challenge.salt, None, most, 0).unwrap();
    let proof = json!({
        "algorithm": "SHA-256", "challenge": challenge.challenge, "number": number,
        "salt": challenge.salt, "signature": challenge.signature,
    });
    STANDARD.encode(proof.to_string())
}

impl Filled {
    /// Sends a topic, and says that the name is nobody's; it waits for review in any case.
    async fn send(&self, guest: &Client, title: &str, trap: &str, proof: &str) {
        let (made, notice) = (self.form.hidden("made"), self.form.hidden("notice"));
        let mut fields = vec![
            ("title", title),
            ("body", "哪裡有？"),
            ("name", "小樹"),
            ("notice", notice.as_str()),
            ("made", made.as_str()),
            ("website", trap),
            ("proof", proof),
        ];
        let asked = guest.post(PAGE, &fields).await.expect(422);
        let (check, at) = (asked.hidden("check"), asked.hidden("at-0"));
        fields.extend([
            ("check", check.as_str()),
            ("at-0", at.as_str()),
            ("whose-0", "none"),
            ("choice-0", "publish"),
        ]);
        let waits = guest.post(PAGE, &fields).await.expect(200);
        assert!(waits.texts("h1")[0].contains("waits"), "{}", waits.body);
    }
}

#[actix_web::test]
async fn a_form_shows_how_it_was_filled_in_and_no_post_is_lost() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let filled = fill(&guest).await;
    plaza.advance(TimeDelta::seconds(20));
    filled.send(&guest, "早餐", "", &filled.proof).await;
    assert_eq!(score(&plaza, 1).await, (0, vec![]));
    // A proof counts once; none at all is as welcome.
    filled.send(&guest, "午餐", "", &filled.proof).await;
    assert_eq!(score(&plaza, 2).await, (10, vec!["no-proof"]));
    filled.send(&guest, "點心", "", "").await;
    assert_eq!(score(&plaza, 3).await, (10, vec!["no-proof"]));
    filled.send(&guest, "宵夜", "https://x.example", "x").await;
    assert_eq!(score(&plaza, 4).await, (50, vec!["trap", "no-proof"]));
    let quick = fill(&guest).await;
    quick.send(&guest, "晚餐", "", &quick.proof).await;
    assert_eq!(score(&plaza, 5).await, (10, vec!["fast"]));
    let late = fill(&guest).await;
    plaza.advance(TimeDelta::hours(3));
    late.send(&guest, "飲料", "", &late.proof).await;
    assert_eq!(score(&plaza, 6).await, (15, vec!["untimed", "no-proof"]));
}

#[actix_web::test]
async fn a_form_that_does_not_say_when_it_was_made_shows_that() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let made = fill(&guest).await.form.hidden("made");
    plaza.advance(TimeDelta::seconds(20));
    // Another moment with the signature of this one.
    let (moment, signature) = made.split_once('.').unwrap();
    let earlier: i64 = moment.parse::<i64>().unwrap() - 60_000;
    let forged = format!("{earlier}.{signature}");
    let reasons = [
        ("早餐", made.as_str(), vec!["no-proof"]),
        ("午餐", "", vec!["untimed", "no-proof"]),
        ("點心", forged.as_str(), vec!["untimed", "no-proof"]),
        ("宵夜", "soon", vec!["untimed", "no-proof"]),
    ];
    for (post, (title, sent, codes)) in (1..).zip(reasons) {
        let mut body = json!({ "title": title, "body": "哪裡有？" });
        body["guest"] = guest.as_guest("小樹", None).await;
        body["guest"]["made"] = sent.into();
        let path = "/api/v1/boards/open/topics";
        let held = guest.decide("POST", path, &body, |_| ("mine", "publish"));
        held.await.expect(202);
        let score = score(&plaza, post).await;
        assert_eq!(score, (5 * i32::try_from(codes.len()).unwrap() + 5, codes));
    }
    plaza.advance(TimeDelta::hours(2));
    let mut body = json!({ "title": "飲料", "body": "哪裡有？" });
    body["guest"] = guest.as_guest("小樹", None).await;
    body["guest"]["made"] = made.into();
    let path = "/api/v1/boards/open/topics";
    let held = guest.decide("POST", path, &body, |_| ("mine", "publish"));
    held.await.expect(202);
    assert_eq!(score(&plaza, 5).await.1, ["untimed", "no-proof"]);
}

#[actix_web::test]
async fn a_proof_of_another_city_is_none() {
    let plaza = Plaza::with_boards().await;
    let mut other = Plaza::with_boards().await;
    other.rekey(plaza::keys::Keys::new([8; 32]));
    let (guest, elsewhere) = (plaza.client().await, other.client().await);
    let (here, there) = (fill(&guest).await, fill(&elsewhere).await);
    plaza.advance(TimeDelta::seconds(20));
    here.send(&guest, "早餐", "", &there.proof).await;
    assert_eq!(score(&plaza, 1).await, (10, vec!["no-proof"]));
}

#[actix_web::test]
async fn the_trap_is_for_nobody_who_looks_or_listens_and_members_get_none() {
    let plaza = Plaza::with_boards().await;
    let form = plaza.client().await.get(PAGE).await.expect(200);
    let trap = |name: &str| form.attribute("#f-website", name);
    assert_eq!(trap("tabindex").as_deref(), Some("-1"));
    assert_eq!(trap("autocomplete").as_deref(), Some("off"));
    assert_eq!(
        form.texts("div.unseen[aria-hidden=true] #f-website").len(),
        1
    );
    let member = plaza
        .log_on_as(plaza::accounts::Role::Resident, "海海")
        .await;
    let form = member.get(PAGE).await.expect(200);
    assert!(form.texts("#f-website").is_empty());
}

#[actix_web::test]
async fn a_program_can_send_a_proof_as_a_browser_does() {
    let plaza = Plaza::with_boards().await;
    let program = plaza.client().await;
    let offer = program.get("/api/v1/challenge").await.expect(200);
    assert_eq!(offer.headers.get("cache-control").unwrap(), "no-store");
    let offer = offer.json();
    let challenge: Challenge = serde_json::from_str(offer["challenge"].as_str().unwrap()).unwrap();
    plaza.advance(TimeDelta::seconds(20));
    for (proof, reasons) in [
        (solved(&challenge), vec![]),
        (String::new(), vec!["no-proof"]),
    ] {
        let mut guest = program.as_guest("小樹", None).await;
        guest["made"] = offer["made"].clone();
        guest["proof"] = proof.into();
        let body = json!({ "title": "早餐", "body": "哪裡有？", "guest": guest });
        let path = "/api/v1/boards/open/topics";
        let held = program.decide("POST", path, &body, |_| ("mine", "publish"));
        held.await.expect(202);
        let post = if reasons.is_empty() { 1 } else { 2 };
        assert_eq!(score(&plaza, post).await.1, reasons);
    }
}
