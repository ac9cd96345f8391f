//! A case whose address is not confirmed yet: the address put right, and the case dropped.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    db::{
        DbError,
        schema::{cases, chain_links, consents, outbox},
    },
    jobs,
    privacy::{erasures::Erased, verify},
    suggestions,
};
use serde_json::json;

use super::{CASE, Keepsake, case, how_many_cases, id_of, jobs_run, kinds, open, suggest};
use crate::support::{Client, Plaza};

const WRONG: &str = "lim@example.tw";
const RIGHT: &str = "lin@example.tw";
/// What the page that asks whether the case shall really go sends.
const SURE: [(&str, &str); 1] = [("act", "erase")];

/// Presses a button of the case's page.
async fn press(
    client: &Client,
    keepsake: &Keepsake,
    what: &str,
    more: &[(&str, &str)],
) -> crate::support::Answer {
    let mut fields = vec![
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    fields.extend(more);
    client.post(&format!("{CASE}/{what}"), &fields).await
}

#[actix_web::test]
async fn a_mistyped_address_is_put_right_and_the_first_link_leads_nowhere() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG), ("phone", "0912-345-678")]).await;
    let first = plaza.mails().await[0].link("/en/suggestions/confirm/");
    plaza.advance(TimeDelta::days(2));
    let odd = press(&client, &keepsake, "address", &[("email", "no address")]).await;
    let odd = odd.expect(422);
    assert_eq!(
        odd.attribute("#f-email", "value").as_deref(),
        Some("no address")
    );
    let done = press(&client, &keepsake, "address", &[("email", RIGHT)]).await;
    assert!(
        done.expect(200)
            .body
            .contains("on its way to the new address")
    );
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].to, RIGHT);
    client.post(&first, &[]).await.expect(410);
    let link = mails[1].link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
    let told = [
        "received",
        "address-corrected",
        "confirmed",
        "routed",
        "mailed",
    ];
    assert_eq!(kinds(&client, &keepsake).await, told);
    // What is confirmed waits no more.
    press(&client, &keepsake, "address", &[("email", WRONG)])
        .await
        .expect(409);
    for sure in [&SURE[..0], &SURE] {
        press(&client, &keepsake, "drop", sure).await.expect(409);
    }
    assert_eq!(how_many_cases(&plaza).await, 1);
}

#[actix_web::test]
async fn a_corrected_address_has_no_more_time_than_the_first_one() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG)]).await;
    plaza.advance(TimeDelta::days(2));
    press(&client, &keepsake, "address", &[("email", RIGHT)])
        .await
        .expect(200);
    // The one to the first address had not left yet.
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    plaza.advance(TimeDelta::days(1));
    jobs_run(&plaza).await;
    client.post(&link, &[]).await.expect(410);
    let accepted = case(&client, &keepsake).await;
    assert_eq!(accepted["confirmation"], "expired");
    assert_eq!(accepted["state"], "routed");
}

#[actix_web::test]
async fn a_case_is_no_way_to_write_to_many() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG)]).await;
    for n in 0..5 {
        let email = format!("somebody-{n}@example.tw");
        let answer = press(&client, &keepsake, "address", &[("email", &email)]).await;
        answer.expect(if n < 3 { 200 } else { 422 });
    }
    // Those that had not left yet do not leave.
    assert_eq!(plaza.mails().await.len(), 1);
}

#[actix_web::test]
async fn who_reads_a_refused_mail_of_it_sees_so_at_the_case() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG)]).await;
    const BACK: &str = "was refused";
    assert!(
        !open(&client, &keepsake)
            .await
            .expect(200)
            .body
            .contains(BACK)
    );
    assert_eq!(case(&client, &keepsake).await["mail_refused"], false);
    plaza.sql("UPDATE outbox SET state = 'dead'").unwrap();
    assert!(
        open(&client, &keepsake)
            .await
            .expect(200)
            .body
            .contains(BACK)
    );
    assert_eq!(case(&client, &keepsake).await["mail_refused"], true);
    press(&client, &keepsake, "address", &[("email", RIGHT)])
        .await
        .expect(200);
    assert!(
        !open(&client, &keepsake)
            .await
            .expect(200)
            .body
            .contains(BACK)
    );
}

#[actix_web::test]
async fn one_press_erases_nothing_and_asks_first() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG)]).await;
    let page = open(&client, &keepsake).await.expect(200);
    let form = "main form[action$='/case/drop']";
    assert_eq!(page.texts(&format!("{form} button")), ["Erase the case"]);
    let asked = press(&client, &keepsake, "drop", &[]).await.expect(200);
    assert_eq!(
        asked.texts(&format!("{form} button")),
        ["Erase the case for good"]
    );
    assert_eq!(how_many_cases(&plaza).await, 1);
    assert!(plaza.journal().is_empty());
    // The way back shows the case, and the way on erases it: by what the forms carry.
    for name in ["reference", "password"] {
        for action in ["/case", "/case/drop"] {
            let field = format!("main form[action$='{action}'] input[name={name}]");
            let value = asked.attribute(&field, "value").unwrap();
            assert!([&keepsake.reference, &keepsake.password].contains(&&value));
        }
    }
    let act = asked.attribute(&format!("{form} input[name=act]"), "value");
    let act = act.unwrap();
    let sure = [("act", act.as_str())];
    press(&client, &keepsake, "drop", &sure).await.expect(200);
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn a_dropped_case_leaves_nothing_and_its_number_leads_nowhere() {
    for by_program in [false, true] {
        let plaza = Plaza::city().await;
        let client = plaza.client().await;
        let other = suggest(&client, &[("title", "Another one")]).await;
        let keepsake = suggest(&client, &[("email", WRONG), ("name", "林佳穎")]).await;
        let id = id_of(&plaza, &keepsake.reference).await;
        if by_program {
            let body = json!({ "reference": keepsake.reference, "password": keepsake.password });
            let path = "/api/v1/suggestions/case/drop";
            client.post_json(path, &body).await.expect(200);
            client.post_json(path, &body).await.expect(404);
        } else {
            let done = press(&client, &keepsake, "drop", &SURE).await.expect(200);
            assert!(done.body.contains(&keepsake.reference));
            press(&client, &keepsake, "drop", &SURE).await.expect(404);
        }
        open(&client, &keepsake).await.expect(422);
        let left = plaza.context.db.read(move |connection| {
            let here: i64 = cases::table.find(id).count().get_result(connection)?;
            let mails: i64 = outbox::table
                .filter(outbox::case_id.eq(id))
                .count()
                .get_result(connection)?;
            let agreed: i64 = consents::table
                .filter(consents::case_id.eq(id))
                .count()
                .get_result(connection)?;
            let links: i64 = chain_links::table
                .filter(chain_links::chain.eq(id))
                .filter(chain_links::kind.ne("payloads-erased"))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((here, mails, agreed, links))
        });
        // The chain itself stays: that something was there, and by which ground it went.
        assert_eq!(left.await.unwrap(), (0, 0, 0, 1));
        assert_eq!(plaza.journal(), [Erased::Case { case: id }]);
        verify::all(&plaza.context, Vec::new(), |_| {})
            .await
            .unwrap();
        suggestions::verify(&plaza.context).await.unwrap();
        jobs::retention::once(&plaza.context).await.unwrap();
        open(&client, &other).await.expect(200);
        let offices = plaza.mails().await;
        assert!(
            offices
                .iter()
                .all(|mail| !mail.subject.contains(&keepsake.reference))
        );
    }
}

#[actix_web::test]
async fn nobody_without_the_password_corrects_or_drops() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", WRONG)]).await;
    let guessed = Keepsake {
        password: "AAAA-AAAA-AAAA".into(),
        ..keepsake.clone()
    };
    let stranger = plaza.client().await;
    for sure in [&SURE[..0], &SURE] {
        press(&stranger, &guessed, "drop", sure).await.expect(404);
    }
    press(&stranger, &guessed, "address", &[("email", RIGHT)])
        .await
        .expect(404);
    assert_eq!(kinds(&client, &keepsake).await, ["received"]);
}
