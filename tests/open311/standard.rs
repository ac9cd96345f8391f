//! The standard's own examples (wiki.open311.org/GeoReport_v2), walked in its order: a person sees
//! what can be reported, chooses, reports, and follows.

use chrono::TimeDelta;
use serde_json::json;

use super::{
    KEY, REQUESTS, Sent, body, city, description, found, get, in_english, notice, number_of,
    numbers, plain, post, publish, refused, send, spark,
};
use crate::suggestions::id_of;

const OF_CITY: &str = "?jurisdiction_id=city.gov";
/// Its example, to the letter.
const EXAMPLE: &str = "api_key=xyz&jurisdiction_id=city.gov&service_code=001&lat=37.76524078\
     &long=-122.4212043&address_string=1234+5th+street&email=smit333%40sfgov.edu\
     &device_id=tt222111&account_id=123456&first_name=john&last_name=smith&phone=111111111\
     &description=A+large+sinkhole+is+destroying+the+street\
     &media_url=http%3A%2F%2Ffarm3.static.flickr.com%2F2002%2F2212426634_5ed477a060.jpg\
     &attribute[WHISPAWN]=123456&attribute[WHISDORN]=COISL001";

#[actix_web::test]
async fn the_standards_examples_are_answered_in_its_order() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;

    // Service discovery.
    let discovery = found(&app, "/open311/discovery", "").await;
    assert_eq!(discovery["changeset"], "2026-03-02 00:00");
    for (field, said) in [
        ("contact", "07-3368333#2507"),
        ("key_service", "second@kcg.gov.tw"),
    ] {
        assert!(
            discovery[field].as_str().unwrap().contains(said),
            "{discovery}"
        );
    }
    assert_eq!(
        discovery["endpoints"],
        json!([{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": "http://plaza.test/open311/v2",
            "changeset": "2026-03-02 00:00",
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }])
    );

    // GET Service List.
    let services = found(&app, "/open311/v2/services", OF_CITY).await;
    assert_eq!(services.as_array().unwrap().len(), 4);
    assert_eq!(
        services[0],
        json!({
            "service_code": "001",
            "service_name": "Cans left out 24x7",
            "description": "Garbage or recycling cans that have been left out for more than 24 hours after collection. Violators will be cited.",
            "metadata": true,
            "type": "batch",
            "keywords": null,
            "group": null,
        })
    );
    let xml = in_english(&app, "/open311/v2/services.xml")
        .await
        .expect(200);
    assert!(xml.body.contains(
        "<services><service><service_code>001</service_code><service_name>Cans left out 24x7</service_name>"
    ));

    // GET Service Definition.
    let definition = found(&app, "/open311/v2/services/001", OF_CITY).await;
    assert_eq!(definition["service_code"], "001");
    let attributes = definition["attributes"].as_array().unwrap();
    let codes: Vec<&str> = attributes
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "urgent",
            "district",
            "title",
            "share_contact",
            "publish",
            "notice"
        ]
    );
    assert_eq!(
        attributes[1],
        json!({
            "variable": true,
            "code": "district",
            "datatype": "singlevaluelist",
            "required": true,
            "datatype_description": null,
            "order": 2,
            "description": "In which district is it?",
            "values": [
                { "key": "mission", "name": "Mission" },
                { "key": "sunset", "name": "Sunset" },
            ],
        })
    );
    assert_eq!(attributes[0]["variable"], false);
    assert!(
        attributes[0]["description"]
            .as_str()
            .unwrap()
            .contains("119")
    );
    let notice_words = attributes[5]["description"].as_str().unwrap();
    assert!(
        notice_words.contains("Kaohsiung City Government"),
        "{notice_words}"
    );

    // POST Service Request: the example lacks what this city asks for, and is told so.
    let json = post(&app, &format!("{REQUESTS}.json"), EXAMPLE).await;
    let errors = json.expect(400).json();
    assert!(
        description(&errors, 400).contains("attribute[notice]"),
        "{errors}"
    );
    let xml = post(&app, &format!("{REQUESTS}.xml"), EXAMPLE)
        .await
        .expect(400);
    assert!(
        xml.body
            .contains("<errors><error><code>400</code><description>attribute[notice]")
    );
    let mut whole = format!("{EXAMPLE}&attribute[notice]={}", notice(&app).await);
    let refused_too = post(&app, &format!("{REQUESTS}.json"), whole.clone()).await;
    let errors = refused_too.expect(400).json();
    assert!(description(&errors, 400).starts_with("attribute[district]: "));
    assert!(plaza.rows_of("cases").is_empty());

    whole.push_str("&attribute[district]=mission");
    let created = post(&app, &format!("{REQUESTS}.xml"), whole)
        .await
        .expect(201);
    assert_eq!(created.headers.get("cache-control").unwrap(), "no-store");
    assert!(created.body.contains("<service_requests><request><token>"));
    assert!(
        created
            .body
            .contains("<account_id/></request></service_requests>")
    );
    let sent = Sent::of(&spark(&created.body)[0]);

    // GET service_request_id from a token: nothing is public yet.
    let token = format!("/open311/v2/tokens/{}", sent.token);
    refused(&app, &token, OF_CITY, 404).await;
    assert_eq!(numbers(&app, "").await, [""; 0]);

    let mails = plaza.mails().await;
    let [mail] = &mails[..] else {
        panic!("{} mails", mails.len())
    };
    assert_eq!(mail.to, "smit333@sfgov.edu");
    let link = mail.link("/en/suggestions/confirm/");
    app.post(&link, &[]).await.expect(200);
    // The form's own case: what the standard's fields became.
    let case = app.post_json("/api/v1/suggestions/case", &sent.key()).await;
    let case = case.expect(200).json();
    assert_eq!(case["title"], "A large sinkhole is destroying the street");
    assert_eq!(
        case["body"],
        "A large sinkhole is destroying the street\n\n\
         http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg"
    );
    assert_eq!(case["place"], "1234 5th street");
    assert_eq!(
        case["coordinates"],
        json!({ "latitude": 37.76524, "longitude": -122.4212 })
    );
    assert_eq!(
        (&case["category"], &case["district"]),
        (&json!("001"), &json!("mission"))
    );
    assert_eq!(case["office"]["slug"], "works");
    assert_eq!(case["state"], "routed");
    assert!(
        !plaza.dump().contains("tt222111"),
        "a device is nobody's business"
    );
    refused(&app, &token, OF_CITY, 404).await;

    let words = "It is as wide as <two> cars & deep.";
    publish(&app, &moderator, &sent, "A large sinkhole", words).await;
    let listed = found(&app, &token, OF_CITY).await;
    let number = listed[0]["service_request_id"].as_str().unwrap().to_owned();
    assert_eq!(
        listed,
        json!([{ "service_request_id": number, "token": sent.token }])
    );

    // GET Service Requests.
    let query = "?start_date=2026-02-24T00:00:00Z&end_date=2026-03-24T00:00:00Z&status=open\
         &jurisdiction_id=city.gov";
    let requests = found(&app, REQUESTS, query).await;
    let expected = json!({
        "service_request_id": number,
        "status": "open",
        "status_notes": "With the responsible office.",
        "service_name": "Cans left out 24x7",
        "service_code": "001",
        "description": "A large sinkhole\nIt is as wide as <two> cars & deep.",
        "agency_responsible": "Public Works",
        "service_notice": null,
        "requested_datetime": "2026-03-02T00:00:00+08:00",
        "updated_datetime": "2026-03-02T10:00:00+08:00",
        "expected_datetime": null,
        "address": "Mission, Kaohsiung City Government",
        "address_id": null,
        "zipcode": null,
        "lat": null,
        "long": null,
        "media_url": null,
    });
    assert_eq!(requests, json!([expected]));

    // GET Service Request.
    let one = format!("{REQUESTS}/{number}");
    assert_eq!(found(&app, &one, OF_CITY).await, json!([expected]));
    let extended = found(&app, &one, "?extensions=true").await;
    let page = extended[0]["extended_attributes"]["url"].as_str().unwrap();
    assert!(
        page.starts_with(&format!("http://plaza.test/en/t/{number}/")),
        "{page}"
    );
    assert_eq!(extended[0]["extended_attributes"]["district"], "mission");

    plaza.advance(TimeDelta::days(2));
    let staff = plaza.staff_of("works").await;
    let id = id_of(&plaza, &sent.reference).await;
    let path = format!("/api/v1/desk/cases/{id}/answer");
    let answer = json!({ "answer": "Filled today." });
    staff.post_json(&path, &answer).await.expect(200);
    let closed = found(&app, &one, "").await;
    assert_eq!(closed[0]["status"], "closed");
    assert_eq!(closed[0]["status_notes"], "Answered.");
    assert_eq!(closed[0]["updated_datetime"], "2026-03-04T00:00:00+08:00");
    assert_eq!(numbers(&app, "?status=open").await, [""; 0]);
    assert_eq!(
        numbers(&app, "?status=closed").await,
        std::slice::from_ref(&number)
    );
    assert_eq!(
        numbers(&app, "?status=open,closed").await,
        std::slice::from_ref(&number)
    );

    // Errors.
    let wrong = body(&app, &[("api_key", "zyx")]).await;
    let json = post(&app, &format!("{REQUESTS}.json"), wrong.clone()).await;
    let xml = post(&app, &format!("{REQUESTS}.xml"), wrong).await;
    let json = json.expect(403).json();
    assert!(description(&json, 403).contains("api_key"));
    assert_eq!(spark(&xml.expect(403).body), plain(&json));
    refused(&app, "/open311/v2/services/nothing", OF_CITY, 404).await;
}

#[actix_web::test]
async fn requests_are_found_by_number_service_and_day() {
    let (plaza, moderator) = city().await;
    let app = plaza.client().await;
    let mut all = Vec::new();
    for (code, district) in [("001", "mission"), ("002", "sunset"), ("006", "mission")] {
        let fields = [("service_code", code), ("attribute[district]", district)];
        let sent = send(&app, &fields).await;
        publish(
            &app,
            &moderator,
            &sent,
            &format!("About {code}"),
            "Please look.",
        )
        .await;
        all.push(number_of(&app, &sent).await);
        plaza.advance(TimeDelta::days(1));
    }
    // It is Thursday, the 5th; they were received on the 2nd, 3rd and 4th.
    let newest_first: Vec<String> = all.iter().rev().cloned().collect();
    assert_eq!(numbers(&app, "").await, newest_first);
    let [a, b, c] = &newest_first[..] else {
        panic!()
    };
    let unknown = "987654321";
    for (query, expected) in [
        (format!("service_request_id={c},{a}"), vec![a, c]),
        (
            format!("service_request_id={c},%20{unknown},x,&service_request_id={b}"),
            vec![b, c],
        ),
        // It overrides all else.
        (
            format!("service_request_id={c}&service_code=006&start_date=never"),
            vec![c],
        ),
        (format!("service_request_id={unknown}"), vec![]),
        ("service_code=001".to_owned(), vec![c]),
        ("service_code=001,006".to_owned(), vec![a, c]),
        ("service_code=001&service_code=002".to_owned(), vec![b, c]),
        ("service_code=999".to_owned(), vec![]),
        // Empty is not there.
        (
            "service_code=&status=&start_date=&end_date=&jurisdiction_id=".to_owned(),
            vec![a, b, c],
        ),
        (
            "start_date=2026-03-03T00:00:00%2B08:00".to_owned(),
            vec![a, b],
        ),
        (
            "start_date=2026-03-03T00:00:00+08:00".to_owned(),
            vec![a, b],
        ),
        ("start_date=2026-03-03T00:00:01%2B08:00".to_owned(), vec![a]),
        ("end_date=2026-03-02T16:00:00Z".to_owned(), vec![b, c]),
        ("end_date=2026-03-02T15:59:59Z".to_owned(), vec![c]),
        (
            "start_date=2026-03-03&end_date=2026-03-03".to_owned(),
            vec![b],
        ),
        (
            "start_date=2010-05-24T00:00:00Z&end_date=2010-06-24T00:00:00Z".to_owned(),
            vec![],
        ),
        ("start_date=9999-12-31T00:00:00Z".to_owned(), vec![]),
        ("end_date=0000-01-01T00:00:00Z".to_owned(), vec![]),
    ] {
        let found = numbers(&app, &format!("?{query}")).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    // Later than ninety days it is found by its own days only.
    plaza.advance(TimeDelta::days(95));
    assert_eq!(numbers(&app, "").await, [""; 0]);
    assert_eq!(numbers(&app, "?start_date=2026-03-02").await, newest_first);
}

#[actix_web::test]
async fn a_district_named_in_the_address_needs_no_attribute() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let notice = notice(&app).await;
    let with = |address: &str| {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("api_key", KEY),
                ("service_code", "001"),
                ("description", "Here."),
                ("address_string", address),
                ("attribute[notice]", notice.as_str()),
            ])
            .finish()
    };
    let path = format!("{REQUESTS}.json");
    for address in ["24th street, MISSION", "日落區大道1號"] {
        post(&app, &path, with(address)).await.expect(201);
    }
    for address in ["5th street", "from Mission to Sunset"] {
        let errors = post(&app, &path, with(address)).await.expect(400).json();
        assert!(
            description(&errors, 400).contains("attribute[district]"),
            "{errors}"
        );
    }
    let cases = plaza.rows_of("cases");
    assert_eq!(cases.len(), 2);
}

#[actix_web::test]
async fn without_keys_nobody_sends_and_everybody_reads() {
    let plaza = crate::support::Plaza::city().await;
    let app = plaza.client().await;
    let suggested = plaza.published_suggestion().await;
    for jurisdiction in ["", "?jurisdiction_id=anything.example"] {
        let listed = numbers(&app, jurisdiction).await;
        assert_eq!(listed, [suggested.topic.to_string()]);
    }
    for key in ["", "xyz"] {
        let body = format!("api_key={key}&service_code=road-damage");
        let errors = post(&app, &format!("{REQUESTS}.json"), body).await;
        description(&errors.expect(403).json(), 403);
    }
    let (status, _) = get(&app, "/open311/v2/services/privacy-enquiry", "").await;
    assert_eq!(status, 404, "an enquiry is no suggestion");
}
