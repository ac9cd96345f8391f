//! Following a case by its number and password.

use chrono::TimeDelta;
use plaza::suggestions::Reference;
use serde_json::json;

use super::{API_CASE, CASE, Keepsake, open, suggest};
use crate::support::Plaza;

fn with(reference: &str, password: &str) -> Keepsake {
    Keepsake {
        reference: reference.to_owned(),
        password: password.to_owned(),
    }
}

#[actix_web::test]
async fn it_is_typed_as_people_type() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let reference = keepsake.reference.to_lowercase().replace('-', " ");
    let password = keepsake
        .password
        .to_lowercase()
        .replace('-', "")
        .replace('0', "o");
    let page = open(&client, &with(&reference, &password))
        .await
        .expect(200);
    assert!(page.body.contains(&keepsake.reference));
}

#[actix_web::test]
async fn a_wrong_number_and_a_wrong_password_are_told_alike() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let unknown = Reference::new("KH", 2026, 999_999);
    let wrong_number = open(&client, &with(unknown.as_str(), &keepsake.password))
        .await
        .expect(422);
    let wrong_password = open(&client, &with(&keepsake.reference, "0000-0000-0000"))
        .await
        .expect(422);
    assert_eq!(
        wrong_number.texts(".field-error"),
        wrong_password.texts(".field-error")
    );
    assert_eq!(
        wrong_password.hidden("reference"),
        keepsake.reference,
        "what was typed is kept"
    );

    let wrong = |reference: &str| json!({ "reference": reference, "password": "0000-0000-0000" });
    let problems = [
        client.post_json(API_CASE, &wrong(unknown.as_str())).await,
        client
            .post_json(API_CASE, &wrong(&keepsake.reference))
            .await,
    ];
    assert_eq!(problems[0].body, problems[1].body);
    for problem in problems {
        assert_eq!(problem.expect(404).json()["code"], "no-such-case");
    }
}

#[actix_web::test]
async fn guessing_a_password_is_slowed_down_whether_or_not_there_is_a_case() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let unknown = Reference::new("KH", 2026, 999_999);
    for reference in [keepsake.reference.as_str(), unknown.as_str()] {
        for guess in 0..5 {
            let guess = format!("0000-0000-000{guess}");
            open(&client, &with(reference, &guess)).await.expect(422);
        }
        let blocked = open(&client, &with(reference, "0000-0000-0009"))
            .await
            .expect(429);
        assert!(blocked.headers.contains_key("retry-after"));
        let wrong = json!({ "reference": reference, "password": "wrong" });
        let problem = client.post_json(API_CASE, &wrong).await.expect(429);
        assert_eq!(problem.json()["code"], "too-many-attempts");
    }
    // Nobody can lock a resident out of their case by guessing at it.
    open(&client, &keepsake).await.expect(200);
    plaza.advance(TimeDelta::minutes(2));
    open(&client, &with(&keepsake.reference, "wrong"))
        .await
        .expect(422);
}

#[actix_web::test]
async fn a_mistyped_digit_is_told_as_one() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let (start, check) = keepsake.reference.split_at(keepsake.reference.len() - 1);
    let wrong = format!("{start}{}", (check.parse::<u8>().unwrap() + 1) % 10);
    let mistyped = open(&client, &with(&wrong, &keepsake.password))
        .await
        .expect(422);
    let unknown = open(&client, &with(&keepsake.reference, "wrong"))
        .await
        .expect(422);
    assert_ne!(
        mistyped.texts("#e-reference"),
        unknown.texts("#e-reference")
    );
    assert!(
        client
            .get(CASE)
            .await
            .expect(200)
            .headers
            .get("set-cookie")
            .is_none()
    );
}
