//! Every route of the catalogue, with a sample request: who may, who may not, and no
//! request that ends in a fault.

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use plaza::{
    accounts::Role,
    keys::Token,
    web::routes::{Audience, CATALOGUE, Route},
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

/// A path for a route's pattern. A pattern with a parameter that is not known here fails.
pub fn sample_path(route: &Route, plaza: &Plaza) -> String {
    let token = Token::draw(&plaza.context.random);
    let of_post = ["/t/", "/topics/", "/posts/"]
        .iter()
        .any(|part| route.path.contains(part));
    let id = if of_post { "1" } else { "2" };
    let slug = "getting-around";
    let asset = plaza::web::assets::address("plaza.css");
    let path = route
        .path
        .replace("{lang}", "zh")
        .replace("{id}", id)
        .replace("{topic}", "1")
        .replace("{slug}", slug)
        .replace("{key}", "edit-minutes")
        .replace("{act}", "extend")
        .replace("{tag}", "recycling")
        .replace("{month}", "2026-02")
        .replace("{by}", "category")
        .replace("{code}", "none")
        .replace("{kind}", "thanks")
        .replace("{day}", "2026-03-02")
        .replace("{token}", token.reveal())
        .replace("{number}", "1")
        .replace("{notice}", "registration")
        .replace("{reference}", "KH-2026-000001-8")
        .replace("{place}/{of}", "topic/1")
        .replace("/files/{file}", "/files/1")
        .replace("{file}", "index.html")
        .replace("/assets/{name}", &asset)
        .replace("/attachments/{id}/{name}", "/attachments/2/large")
        .replace("{name}", "large")
        .replace("{format}", "json");
    assert!(!path.contains('{'), "{} has no sample", route.path);
    path
}

/// What a sample request of a changing route carries: enough to be understood.
pub fn sample_body(route: &Route) -> Value {
    match route.path {
        "/api/v1/personal-data/check" => json!({ "text": "wang@example.tw" }),
        "/api/v1/accounts" => json!({ "email": "new@example.tw", "password": "long enough it is" }),
        "/api/v1/sessions" | "/api/v1/account/suspension/decisions" => {
            json!({ "email": "new@example.tw", "password": "wrong and long" })
        }
        "/api/v1/polls" | "/api/v1/polls/{id}" => {
            json!({ "opens_on": "2026-03-02", "closes_on": "2026-03-03" })
        }
        "/api/v1/topics/{id}/arrange" => json!({ "act": "unlock", "reason": "理由" }),
        path if path.starts_with("/api/v1/boards") && !path.ends_with("/topics") => json!({
            "slug": "", "name_zh": "看板", "name_en": "Board", "description_zh": "說明",
            "description_en": "Text", "archived": false, "up": true,
        }),
        "/api/v1/events" | "/api/v1/events/{id}" => {
            json!({ "starts_at": "2026-03-02T10:00:00", "ends_at": "2026-03-02T11:00:00" })
        }
        "/api/v1/account/data-requests" => json!({ "kind": "object", "words": "不要" }),
        "/api/v1/account/erase" => json!({ "password": "wrong and long", "posts": "keep" }),
        "/api/v1/posts/{id}/about-me" => json!({ "email": "a@example.tw", "words": "是我" }),
        "/api/v1/posts/{id}/flags" | "/api/v1/people/{id}/flags" => json!({ "reason": "spam" }),
        "/api/v1/review/bulk" => json!({ "decision": "approve", "items": [] }),
        "/api/v1/people/{id}/sanctions" => json!({ "kind": "warn", "reason": "" }),
        "/api/v1/sanctions/{number}/end" => json!({ "reason": "" }),
        "/api/v1/sanctions/{number}/withdraw" => json!({ "reason": "" }),
        "/api/v1/sanctions/{number}/appeal" => json!({ "words": "" }),
        "/api/v1/sanctions/{number}/answer" => json!({ "granted": false, "answer": "" }),
        "/api/v1/account/suspension/appeal" => json!({
            "email": "new@example.tw", "password": "wrong and long", "words": "",
        }),
        "/api/v1/review/{id}" => json!({ "decision": "approve", "version": 1 }),
        "/api/v1/posts/{id}/moderate" => json!({ "act": "hide" }),
        "/api/v1/posts/{id}/feedback" => json!({ "verdict": "missed", "kind": "email" }),
        "/api/v1/desk/cases" => json!({
            "medium": "letter", "category": "", "district": "", "title": "", "body": "",
        }),
        "/api/v1/desk/acts" => json!({ "cases": [], "what": { "act": "close" } }),
        "/api/v1/desk/cases/{id}/acts" => json!({ "act": "take-up" }),
        "/api/v1/desk/cases/{id}/answer" => json!({ "answer": "" }),
        "/api/v1/desk/inbox/{id}/place" => json!({ "of": "", "reply": "" }),
        "/api/v1/desk/inbox/{id}/discard" => json!({ "reason": "廣告信" }),
        path if path.starts_with("/api/v1/desk/templates") => {
            json!({ "name": "", "body": "", "language": "zh" })
        }
        path if path.starts_with("/api/v1/admin/reasons") => {
            json!({ "words_zh": "", "words_en": "" })
        }
        path if path.starts_with("/api/v1/admin/") => json!({
            "name_zh": "", "name_en": "", "hint_zh": "", "hint_en": "", "email": "", "phone": "",
            "due_days": 0, "offices": [], "retired": true, "csv": "",
        }),
        "/api/v1/mail/retry" => json!({ "state": "dead" }),
        "/api/v1/mail/{id}/redirect" => json!({ "office": "maintenance" }),
        "/api/v1/mail/{id}/give-up" => json!({ "reason": "信箱已停用" }),
        "/api/v1/posts/{id}/appeals" => json!({ "number": 1, "words": "請再看看" }),
        "/api/v1/officer/policy/{id}" => json!({ "kind": "minor", "text_zh": "", "text_en": "" }),
        "/api/v1/posts/{id}/investigations" => {
            json!({ "act": "hide", "agency": "", "document": "" })
        }
        "/api/v1/posts/{id}/investigations/{number}" => json!({ "act": "hide" }),
        "/api/v1/campaigns" => json!({ "code": "", "target": "", "purpose": "" }),
        "/api/v1/appeals/{id}" => json!({ "granted": false, "answer": "不改" }),
        "/api/v1/officer/requests/{id}" => json!({ "decision": "grant", "words": "好" }),
        path if path.starts_with("/api/v1/officer/agreements") => {
            json!({ "recipient": "", "purpose": "", "fields": [] })
        }
        "/api/v1/officer/approvals" => {
            json!({ "agency": "", "document": "", "reference": "", "fields": [] })
        }
        "/api/v1/officer/approvals/{id}" => json!({ "approved": true }),
        "/api/v1/officer/disclosures" => json!({ "reference": "", "fields": [] }),
        "/api/v1/officer/breaches" => json!({
            "happened_zh": "", "happened_en": "", "done_zh": "", "done_en": "", "files": [],
        }),
        "/api/v1/officer/breaches/{id}/reported" => json!({ "to": "", "reference": "" }),
        "/api/v1/about-me/withdraw"
        | "/api/v1/events/cancellations"
        | "/api/v1/events/sign-ups/look"
        | "/api/v1/support/look"
        | "/api/v1/support/take-back" => json!({ "token": "none" }),
        path if path.starts_with("/api/v1/suggestions/ratings") => {
            json!({ "token": "none", "stars": 5 })
        }
        path if path.contains("confirm") => json!({ "token": "none" }),
        "/api/v1/enquiries" => json!({ "about": "policy", "body": "內文" }),
        "/api/v1/suggestions" | "/api/v1/suggestions/preview" => {
            json!({ "category": "", "district": "", "title": "題目", "body": "內文" })
        }
        "/api/v1/account/policy-mails" => json!({ "wanted": true }),
        "/api/v1/account/reading" => json!({ "remembered": true }),
        "/api/v1/notifications/seen" => json!({ "until": 1 }),
        "/api/v1/topics/{id}/read" => json!({ "posts": [1] }),
        "/api/v1/account/digests" => json!({ "office": "" }),
        "/api/v1/digest/stop" | "/api/v1/policy-mails/stop" => json!({ "token": "none" }),
        "/api/v1/account/name" => json!({ "name": "somebody else", "name_is_personal": false }),
        path if path.starts_with("/api/v1/suggestions/case") => {
            json!({
                "wanted": true,
                "reference": "KH-2026-000042-7", "password": "wrong", "title": "題目", "body": "內文",
                "number": 1, "words": "請再看看", "still_open": "還沒好",
                "email": "lin@example.tw",
                "reply": "右邊的車道",
                "stars": 5,
            })
        }
        path if path.contains("/posts/{id}/key") => {
            json!({ "key": "wrong", "began": "*", "body": "內文", "number": 1, "words": "請再看看" })
        }
        _ => json!({ "title": "題目", "body": "內文", "email": "new@example.tw" }),
    }
}

pub async fn send(client: &Client, route: &Route, path: &str) -> Answer {
    let method: Method = route.method.parse().unwrap();
    if method == Method::GET {
        return client.get(path).await;
    }
    if path.starts_with("/api/") {
        return client.json(method, path, &sample_body(route)).await;
    }
    client
        .send(
            TestRequest::default()
                .method(method)
                .uri(path)
                .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
                .insert_header(("sec-fetch-site", "same-origin"))
                .set_payload("title=x"),
        )
        .await
}

#[actix_web::test]
async fn every_route_lets_in_whom_it_names_and_nobody_else() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    for route in CATALOGUE {
        let path = sample_path(route, &plaza);
        let what = format!("{} {path}", route.method);
        let answer = send(&guest, route, &path).await;
        let status = answer.status.as_u16();
        assert!(status < 500, "{what}: {status} {}", answer.body);
        match route.audience {
            // Wrong credentials, and a post without an account or a guest's name, are 401 as well; a
            // program without a key is told 403.
            Audience::Anyone => {
                let asks = [
                    "/sessions",
                    "/suspension/decisions",
                    "/topics",
                    "/posts",
                    "/reply",
                    "/requests.{format}",
                ];
                let asks =
                    route.method == "POST" && asks.iter().any(|end| route.path.ends_with(end));
                assert!(
                    ![401, 403, 405].contains(&status) || asks,
                    "{what}: a guest gets {status}"
                );
            }
            Audience::Demo => assert_eq!(status, 404, "{what}: this is no demo"),
            Audience::Member
            | Audience::Moderator
            | Audience::Reviewer
            | Audience::Staff
            | Audience::PrivacyOfficer
            | Audience::Approver
            | Audience::Administrator => {
                assert_eq!(status, 401, "{what}: a guest gets {status}");
            }
        }
        let allowed: &[Role] = match route.audience {
            Audience::Moderator => &[Role::Moderator, Role::Administrator],
            Audience::Reviewer => &[Role::Moderator, Role::PrivacyOfficer, Role::Administrator],
            Audience::Staff => &[Role::Staff, Role::PrivacyOfficer, Role::Administrator],
            Audience::PrivacyOfficer => &[Role::PrivacyOfficer],
            Audience::Approver => &[Role::PrivacyOfficer, Role::Administrator],
            Audience::Administrator => &[Role::Administrator],
            _ => continue,
        };
        for role in [
            Role::Resident,
            Role::Moderator,
            Role::Staff,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            let person = plaza.log_on_as(role, "somebody").await;
            let status = send(&person, route, &path).await.status.as_u16();
            assert!(status < 500, "{what}: {status}");
            assert_eq!(
                status == 403,
                !allowed.contains(&role),
                "{what} as {role:?}: {status}"
            );
        }
    }
}

#[actix_web::test]
async fn every_page_is_whole_in_both_languages() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    let admin = plaza.log_on_as(Role::Administrator, "somebody").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "somebody").await;
    for route in CATALOGUE
        .iter()
        .filter(|route| route.method == "GET" && route.path.starts_with("/{lang}"))
    {
        let path = sample_path(route, &plaza);
        let client = match route.audience {
            Audience::Anyone => &guest,
            Audience::PrivacyOfficer => &officer,
            _ => &admin,
        };
        for lang in ["zh", "en"] {
            let path = path.replacen("/zh", &format!("/{lang}"), 1);
            let mut answer = client.get(&path).await;
            if answer.status.is_redirection() {
                answer = client.get(&answer.location()).await;
            }
            // A member may still not edit what is another's.
            let refused = answer.status == 403 && route.audience != Audience::Member;
            assert!(!refused, "{path} was not looked at");
            assert_eq!(answer.texts("h1").len(), 1, "{path}: one heading");
            let tag = if lang == "zh" { "zh-TW" } else { "en" };
            assert_eq!(
                answer.attribute("html", "lang").as_deref(),
                Some(tag),
                "{path}"
            );
            for link in [
                "privacy",
                "suggestions/new",
                "rules",
                "cookies",
                "accessibility",
            ] {
                let selector = format!("footer a[href='/{lang}/{link}']");
                assert_eq!(answer.texts(&selector).len(), 1, "{path} links to {link}");
            }
            let policy = answer
                .headers
                .get(header::CONTENT_SECURITY_POLICY)
                .unwrap()
                .to_str()
                .unwrap();
            assert!(
                policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
                "{path}"
            );
        }
    }
}

#[test]
fn the_api_document_and_the_catalogue_name_the_same_routes() {
    let document = serde_json::to_value(plaza::web::api::docs::openapi()).unwrap();
    let mut documented: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let mut routed: Vec<String> = CATALOGUE
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/") && !route.path.ends_with("openapi.json"))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let mut names: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|methods| methods.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), documented.len(), "an operationId stands twice");
    documented.sort();
    routed.sort();
    assert_eq!(documented, routed);
}

/// Each handler of the API: its operation's name, its parameters, and its body.
fn handlers() -> Vec<(String, String, String)> {
    let mut folders = vec![std::path::PathBuf::from("src/web/api")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for handler in source.split("#[utoipa::path(").skip(1) {
                let id = handler.split("operation_id = \"").nth(1).unwrap();
                let id = id.split('"').next().unwrap();
                let (_, rest) = handler.split_once("pub async fn ").unwrap();
                let (parameters, body) = rest.split_once(") -> ").unwrap();
                let body = body.split("\n}\n").next().unwrap();
                found.push((id.to_owned(), parameters.to_owned(), body.to_owned()));
            }
        }
    }
    found
}

/// What a handler takes, counts and reads, its document says, and nothing else.
#[test]
fn the_api_document_declares_what_the_handlers_read_and_refuse() {
    let document = serde_json::to_value(plaza::web::api::docs::openapi()).unwrap();
    let operation = |id: &str| {
        let methods = document["paths"].as_object().unwrap().values();
        let mut all = methods.flat_map(|methods| methods.as_object().unwrap().values());
        all.find(|operation| operation["operationId"] == id)
            .unwrap_or_else(|| panic!("{id} is not documented"))
    };
    let route = |id: &str| {
        let paths = document["paths"].as_object().unwrap().iter();
        let mut all = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (method.to_uppercase(), path, operation))
        });
        let (method, path, _) = all.find(|(.., one)| one["operationId"] == id).unwrap();
        let mut catalogue = CATALOGUE.iter();
        catalogue
            .find(|route| route.method == method && route.path == path)
            .unwrap()
    };
    let handlers = handlers();
    assert!(handlers.len() > 100, "the handlers were not read");
    let (mut keyed, mut matched, mut paged) = (0, 0, 0);
    for (id, parameters, body) in &handlers {
        let (operation, route) = (operation(id), route(id));
        let answers = |status: &str| !operation["responses"][status].is_null();
        let declares = |place: &str, name: &str| {
            let declared = operation["parameters"].as_array().into_iter().flatten();
            declared
                .into_iter()
                .any(|one| one["in"] == place && one["name"] == name)
        };
        let header = |name: &str| declares("header", name);
        if parameters.contains("AddressLimits") {
            assert!(answers("429"), "{id} counts by address and declares no 429");
        }
        if parameters.contains("LoggedOn") {
            assert!(answers("401"), "{id} needs an account and declares no 401");
        }
        if parameters.contains("Json<") {
            assert!(answers("400"), "{id} reads a body and declares no 400");
        }
        let reads = [
            "submission_id(",
            "case_submission(",
            "idempotency_key(",
            ".submission(",
        ];
        let reads_key = reads.iter().any(|read| body.contains(read));
        assert_eq!(route.is_exact(), reads_key, "{id}");
        assert_eq!(header("Idempotency-Key"), route.takes_key(), "{id}");
        assert_eq!(route.is_matched(), parameters.contains("IfMatch"), "{id}");
        assert_eq!(header("If-Match"), route.is_matched(), "{id}");
        let links = body.contains("ways.on(")
            || body.contains("Ways::onward(")
            || body.contains("shown(&request, &context, &query)");
        assert_eq!(route.is_paged(), links, "{id}");
        assert_eq!(declares("query", "limit"), route.takes_limit(), "{id}");
        let link = &operation["responses"]["200"]["headers"]["Link"];
        assert_eq!(!link.is_null(), route.is_paged(), "{id}");
        keyed += usize::from(route.takes_key());
        matched += usize::from(route.is_matched());
        paged += usize::from(route.is_paged());
        if header("Idempotency-Key") || header("If-Match") || route.is_paged() {
            assert!(
                answers("400"),
                "{id} reads what it may refuse and declares no 400"
            );
        }
    }
    assert!(
        keyed > 80 && matched >= 22 && paged >= 40,
        "{keyed} {matched} {paged}"
    );
}

#[actix_web::test]
async fn an_idempotency_key_has_one_length_everywhere() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.log_on_as(Role::Administrator, "somebody").await;
    let posted = |route: &&Route| route.method == "POST" && route.path.starts_with("/api/v1/");
    for route in CATALOGUE.iter().filter(posted) {
        let path = sample_path(route, &plaza);
        for key in [7, 201] {
            let request = TestRequest::post()
                .uri(&path)
                .insert_header(("idempotency-key", "k".repeat(key)))
                .set_json(sample_body(route));
            let refused = client.send(request).await.expect(400).json();
            assert_eq!(
                refused["code"], "bad-request",
                "{path} with {key} characters"
            );
        }
        let keyed = [
            "/api/v1/boards/{slug}/topics",
            "/api/v1/topics/{id}/posts",
            "/api/v1/suggestions",
            "/api/v1/enquiries",
            "/api/v1/desk/cases",
        ];
        if !keyed.contains(&route.path) {
            continue;
        }
        for key in [8, 200] {
            let request = TestRequest::post()
                .uri(&path)
                .insert_header(("idempotency-key", "k".repeat(key)))
                .set_json(sample_body(route));
            let status = client.send(request).await.status.as_u16();
            assert_ne!(status, 400, "{path} with {key} characters");
        }
    }
}

/// Numbers of cases travel in bodies: no address of the catalogue takes one.
#[test]
fn no_address_holds_a_cases_number() {
    for route in CATALOGUE {
        assert!(!route.path.contains("{reference}"), "{}", route.path);
    }
}
