//! Which office gets what: the demo city's own table.

use plaza::offices::{OfficeError, entries::RoutingEntry, import};
use serde_json::json;

use crate::support::{Plaza, organisation};

#[actix_web::test]
async fn the_most_specific_rule_decides() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    for (category, district, offices) in [
        // Category and district.
        ("road-damage", "namaxia", &["maintenance", "indigenous"][..]),
        ("parking-traffic", "gushan", &["transportation", "police"]),
        ("public-transport", "luzhu", &["mrt"]),
        // The category alone, though the district has a rule of its own too.
        ("education", "meinong", &["education"]),
        ("road-damage", "lingya", &["maintenance"]),
        ("privacy", "lingya", &["rdec", "legal-affairs"]),
        // The district alone.
        ("other", "meinong", &["hakka", "civil-affairs"]),
        ("other", "maolin", &["indigenous"]),
        // Neither.
        ("other", "lingya", &["rdec"]),
    ] {
        let body = json!({ "category": category, "district": district, "title": "t", "body": "b" });
        let receipt = client
            .post_json("/api/v1/suggestions", &body)
            .await
            .expect(201)
            .json();
        let got: Vec<&str> = receipt["offices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|office| office["slug"].as_str().unwrap())
            .collect();
        assert_eq!(got, offices, "{category} in {district}");
        assert_eq!(receipt["office"]["slug"], offices[0]);
        let reference = receipt["reference"].as_str().unwrap();
        let mut told: Vec<String> = plaza
            .mails()
            .await
            .into_iter()
            .filter(|mail| mail.subject.contains(reference))
            .map(|mail| mail.to)
            .collect();
        told.sort();
        let mut wanted: Vec<String> = offices
            .iter()
            .map(|slug| format!("{slug}@kcg.example"))
            .collect();
        wanted.sort();
        assert_eq!(told, wanted, "each address once");
        let keepsake = super::Keepsake {
            reference: reference.to_owned(),
            password: receipt["password"].as_str().unwrap().to_owned(),
        };
        let records = super::kinds(&client, &keepsake).await;
        let mailed = records.iter().filter(|kind| *kind == "mailed").count();
        assert_eq!(
            mailed,
            offices.len(),
            "the file names every office that was told"
        );
    }
}

#[actix_web::test]
async fn two_offices_with_one_address_get_one_mail() {
    let plaza = Plaza::start().await;
    let mut city = organisation();
    for office in &mut city.offices {
        office.email = "front.desk@kcg.example".into();
    }
    import::import(&plaza.context, city).await.unwrap();
    let client = plaza.client().await;
    let body = json!({ "category": "noise", "district": "yancheng", "title": "t", "body": "b" });
    client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201);
    assert_eq!(plaza.mails().await.len(), 1);
}

#[actix_web::test]
async fn a_file_with_a_gap_is_refused_whole() {
    let plaza = Plaza::start().await;
    let refused = async |change: fn(&mut import::Organisation)| {
        let mut city = organisation();
        change(&mut city);
        match import::import(&plaza.context, city).await {
            Err(OfficeError::Import(words)) => words,
            _ => panic!("it was taken"),
        }
    };
    let words = refused(|city| city.fallback = "nobody".into()).await;
    assert!(words.contains("nobody"), "{words}");
    let words = refused(|city| city.routing[0].offices = vec!["nowhere".into()]).await;
    assert!(words.contains("nowhere"), "{words}");
    let words = refused(|city| city.routing[0].offices.clear()).await;
    assert!(words.contains("road-damage"), "{words}");
    let words = refused(|city| city.routing[0].category = Some("dragons".into())).await;
    assert!(words.contains("dragons"), "{words}");
    let words = refused(|city| city.districts.push(city.districts[0].clone())).await;
    assert!(words.contains("yancheng"), "{words}");
    refused(|city| {
        city.routing.push(RoutingEntry {
            category: None,
            district: None,
            offices: vec!["rdec".into()],
            ..RoutingEntry::default()
        });
    })
    .await;
    assert!(
        toml::from_str::<import::Organisation>("offices = []").is_err(),
        "no fallback at all"
    );

    let choices = plaza::offices::choices(&plaza.context).await.unwrap();
    assert!(
        choices.categories.is_empty() && choices.districts.is_empty(),
        "half a city was written"
    );
    import::import(&plaza.context, organisation())
        .await
        .unwrap();
    let client = plaza.client().await;
    let districts = client.get("/api/v1/districts").await.expect(200).json();
    assert_eq!(districts["districts"].as_array().unwrap().len(), 38);
}

#[actix_web::test]
async fn a_city_without_a_fallback_takes_nothing_that_it_could_not_send() {
    let plaza = Plaza::city().await;
    plaza.forget_fallback().await;
    let client = plaza.client().await;
    let body = json!({ "category": "other", "district": "lingya", "title": "t", "body": "b",
        "contact": { "email": "lin@example.tw" } });
    client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(500);
    assert_eq!(
        super::how_many_cases(&plaza).await,
        0,
        "no case without a recipient"
    );
    assert!(plaza.mails().await.is_empty());
    assert!(
        OfficeError::NoFallback.to_string().contains("add one rule"),
        "the remedy is named"
    );
}

impl Plaza {
    async fn forget_fallback(&self) {
        use diesel::prelude::*;
        use plaza::db::{
            DbError,
            schema::{routing_rule_offices, routing_rules},
        };
        self.context
            .db
            .write(|connection| {
                let rule: i64 = routing_rules::table
                    .filter(routing_rules::category_id.is_null())
                    .filter(routing_rules::district_id.is_null())
                    .select(routing_rules::id)
                    .first(connection)?;
                diesel::delete(
                    routing_rule_offices::table.filter(routing_rule_offices::rule_id.eq(rule)),
                )
                .execute(connection)?;
                diesel::delete(routing_rules::table.find(rule)).execute(connection)?;
                Ok::<_, DbError>(())
            })
            .await
            .unwrap();
    }
}
