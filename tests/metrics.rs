//! What Prometheus reads: numbers of what happened, at a door of its own, and no word of anybody's.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Stdio,
    time::{Duration, Instant},
};

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use plaza::{
    i18n::Lang,
    jobs,
    mail::Transport,
    operations::scrape::scrape,
    web::{self, routes::CATALOGUE},
};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    canary::traces,
    mail_workers::write_to,
    support::{Plaza, alone::alone, command::command},
};

/// The number of a line, by all that stands before it.
fn number(text: &str, name: &str) -> Option<f64> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

/// The names of all families, as Prometheus is told them.
fn families(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect()
}

/// What a door answers, headers and all.
fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let patience = Some(Duration::from_secs(30));
    stream.set_read_timeout(patience).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[actix_web::test]
async fn what_was_answered_is_counted_by_its_route_and_by_nothing_that_was_asked() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    for _ in 0..3 {
        guest.get("/en/rules").await.expect(200);
    }
    let head = TestRequest::default().method(Method::HEAD);
    guest.send(head.uri("/en/rules")).await.expect(200);
    guest.get("/en/boards/zqword?q=zqword").await.expect(404);
    guest.get("/zqword/path").await.expect(404);
    let odd = TestRequest::default().method("ZQWORD".parse().unwrap());
    let odd = guest.send(odd.uri("/en/rules")).await;
    assert!(odd.status.is_client_error(), "{}", odd.status);

    let text = scrape(&plaza.context).await;
    let requests = |route: &str, method: &str, class: &str| {
        let labels = format!("route=\"{route}\",method=\"{method}\",class=\"{class}\"");
        number(&text, &format!("plaza_http_requests_total{{{labels}}}"))
    };
    assert_eq!(requests("/{lang}/rules", "GET", "2xx"), Some(4.0));
    assert_eq!(requests("/{lang}/rules", "GET", "4xx"), None);
    assert_eq!(requests("/{lang}/boards/{slug}", "GET", "4xx"), Some(1.0));
    assert_eq!(requests("(nothing)", "any", "4xx"), Some(2.0));
    let of_rules = "{route=\"/{lang}/rules\",method=\"GET\"}";
    let counted = format!("plaza_http_request_duration_seconds_count{of_rules}");
    assert_eq!(number(&text, &counted), Some(4.0));
    assert_eq!(number(&text, "plaza_http_requests_in_flight"), Some(0.0));
    assert!(!text.to_lowercase().contains("zqword"), "{text}");
    let known: BTreeSet<&str> = CATALOGUE
        .iter()
        .map(|route| route.path)
        .chain(["(nothing)"])
        .collect();
    let told = text.lines().filter_map(|line| {
        let (_, rest) = line.split_once("route=\"")?;
        rest.split('"').next()
    });
    let told: BTreeSet<&str> = told.collect();
    assert!(told.len() >= 3 && told.is_subset(&known), "{told:?}");
}

#[actix_web::test]
async fn the_numbers_stand_at_a_door_of_their_own_and_nowhere_else() {
    let plaza = Plaza::start().await;
    assert_eq!(plaza.context.config.metrics.listen, None);
    let guest = plaza.client().await;
    guest.get("/metrics").await.expect(404);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = web::serve_metrics(plaza.context.clone(), listener).unwrap();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let asked = move || (get(address, "/metrics"), get(address, "/en/rules"));
    let (numbers, page) = tokio::task::spawn_blocking(asked).await.unwrap();
    handle.stop(true).await;
    assert!(numbers.starts_with("HTTP/1.1 200"), "{numbers}");
    assert!(numbers.contains("text/plain; version=0.0.4"), "{numbers}");
    let (_, text) = numbers.split_once("\r\n\r\n").unwrap();
    assert!(text.ends_with('\n'));
    let labels = "{route=\"(nothing)\",method=\"any\",class=\"4xx\"}";
    let counted = format!("plaza_http_requests_total{labels}");
    assert_eq!(number(text, &counted), Some(1.0));
    assert!(page.starts_with("HTTP/1.1 404"), "{page}");
}

#[actix_web::test]
async fn a_served_city_opens_the_door_where_the_configuration_says() {
    let plaza = Plaza::city().await;
    let folder = tempfile::tempdir().unwrap();
    let file = plaza.configure(folder.path());
    let mut serving = command(&["serve", "--config", &file])
        .env("PLAZA_LISTEN", "127.0.0.1:0")
        .env("PLAZA_METRICS__LISTEN", "127.0.0.1:0")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(serving.stderr.take().unwrap()).lines();
    let mut told = Vec::new();
    let mut opened: Option<SocketAddr> = None;
    for line in lines.map_while(Result::ok) {
        let event: Value = serde_json::from_str(&line).unwrap_or_default();
        told.push(line);
        if event["fields"]["message"] == "the metrics are at /metrics" {
            opened = event["fields"]["listen"].as_str().unwrap().parse().ok();
            break;
        }
    }
    let numbers = opened.map(|address| get(address, "/metrics"));
    serving.kill().unwrap();
    serving.wait().unwrap();
    let numbers = numbers.unwrap_or_else(|| panic!("no door: {}", told.join("\n")));
    let version = format!(
        "plaza_build_info{{version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(number(&numbers, &version), Some(1.0), "{numbers}");
    assert!(number(&numbers, "plaza_database_connections_most") > Some(0.0));
}

#[actix_web::test]
async fn what_waits_is_read_once_in_a_few_seconds_and_what_left_is_counted() {
    let plaza = Plaza::with_boards().await;
    write_to(&plaza, &["ann@mail.example", "ben@post.example"]).await;
    let guest = plaza.client().await;
    let signed = guest.as_guest("1234", None).await;
    let topic = json!({ "title": "題目", "body": "內文", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    guest.post_json(path, &topic).await.expect(202);
    plaza.advance(TimeDelta::minutes(1));
    let text = scrape(&plaza.context).await;
    let waiting = "plaza_outbox_mails{standing=\"waiting\"}";
    assert_eq!(number(&text, waiting), Some(2.0), "{text}");
    let oldest = "plaza_outbox_oldest_seconds{standing=\"waiting\"}";
    assert_eq!(number(&text, oldest), Some(60.0));
    let reviews = "plaza_review_items{kind=\"guest-post\"}";
    assert_eq!(number(&text, reviews), Some(1.0));
    let appeals = "plaza_review_items{kind=\"appeal\"}";
    assert_eq!(number(&text, appeals), Some(0.0));
    assert_eq!(number(&text, "plaza_queues_read"), Some(1.0));
    assert!(number(&text, "plaza_database_size_bytes") > Some(0.0));
    let sent = "plaza_mails_total{outcome=\"sent\"}";
    assert_eq!(number(&text, sent), Some(0.0));

    assert_eq!(plaza.mails().await.len(), 2);
    let text = scrape(&plaza.context).await;
    assert_eq!(
        number(&text, sent),
        Some(2.0),
        "what this node did is told at once"
    );
    assert_eq!(
        number(&text, waiting),
        Some(2.0),
        "the database is left alone"
    );
    plaza.advance(TimeDelta::seconds(6));
    let text = scrape(&plaza.context).await;
    assert_eq!(number(&text, waiting), Some(0.0));
    for planted in ["mail.example", "post.example", "題目"] {
        assert!(!text.contains(planted), "{planted} in {text}");
    }
}

#[actix_web::test]
async fn what_is_found_in_texts_is_counted_by_its_kind() {
    let plaza = Plaza::start().await;
    let found = |text: &str| number(text, "plaza_detector_findings_total{kind=\"PHONE\"}");
    let looks = |text: &str| number(text, "plaza_detector_look_seconds_count");
    let before = scrape(&plaza.context).await;
    let body = json!({ "text": "打0912-345-678找我" });
    let guest = plaza.client().await;
    let path = "/api/v1/personal-data/check";
    guest.post_json(path, &body).await.expect(200);
    let after = scrape(&plaza.context).await;
    // Other tests of this process look at texts as well.
    assert!(found(&after) > found(&before), "{after}");
    assert!(looks(&after) > looks(&before), "{after}");
    assert!(!after.contains("0912"), "{after}");
}

#[actix_web::test]
async fn jobs_tell_when_they_ran_and_their_runs_have_names_in_the_log() {
    if !alone("metrics::jobs_tell_when_they_ran_and_their_runs_have_names_in_the_log") {
        return;
    }
    let traces = traces();
    let plaza = Plaza::city_with(|config| config.slow_query = Duration::ZERO).await;
    let transport = Transport::new(&plaza.context.config.mail).unwrap();
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(jobs::run(
        plaza.context.clone(),
        transport,
        plaza.recorder.clone(),
        stopped,
    ));
    let runs = || plaza.context.metrics.runs.all();
    let waits = || {
        let runs = runs();
        let ran = |name: &str| runs.iter().any(|(job, run)| *job == name && run.rounds > 0);
        runs.len() < 15 || !ran("retention") || !ran("record")
    };
    let deadline = Instant::now() + Duration::from_secs(120);
    while waits() {
        assert!(Instant::now() < deadline, "{:?}", runs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();

    let text = scrape(&plaza.context).await;
    for (job, _) in runs() {
        let of_job = |name: &str| number(&text, &format!("{name}{{task=\"{job}\"}}"));
        assert_eq!(of_job("plaza_job_overdue"), Some(0.0), "{job}");
        assert_eq!(of_job("plaza_job_failures_total"), Some(0.0), "{job}");
        assert!(of_job("plaza_job_rounds_total") > Some(0.0), "{job}");
        // Words, not codes, in both languages.
        for lang in [Lang::Zh, Lang::En] {
            let words = |job: &str| lang.ta("status-job", "job", job);
            assert_ne!(words(job), words("nothing"), "{job}");
        }
    }
    plaza.advance(TimeDelta::hours(3));
    let text = scrape(&plaza.context).await;
    let overdue = "plaza_job_overdue{task=\"retention\"}";
    assert_eq!(number(&text, overdue), Some(1.0));
    // What a job asks of the database, on another thread, names the run.
    let told = traces.text();
    let named = |line: &&str| {
        ["a slow query", "\"job\":\"retention\"", "\"run\":\""]
            .iter()
            .all(|part| line.contains(part))
    };
    assert!(told.lines().any(|line| named(&line)), "no run has a name");
}

#[actix_web::test]
async fn each_request_has_a_name_which_stands_in_all_that_is_logged_of_it() {
    if !alone("metrics::each_request_has_a_name_which_stands_in_all_that_is_logged_of_it") {
        return;
    }
    let traces = traces();
    let plaza = Plaza::start_with(|config| config.slow_query = Duration::ZERO).await;
    let guest = plaza.client().await;
    let body = json!({ "email": "lin@example.tw", "password": "long enough a password" });
    let answer = guest.post_json("/api/v1/accounts", &body).await.expect(202);
    let name = answer.headers.get("x-request-id").unwrap();
    let name = name.to_str().unwrap().to_owned();
    assert_eq!(name.len(), 32, "{name}");
    let told = traces.text();
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(&name)).collect();
    let tells = |what: &str| lines.iter().any(|line| line.contains(what));
    // The readers' threads, the writer, and the end of it all.
    for what in ["SELECT", "INSERT INTO", "\"answered\""] {
        assert!(tells(what), "{what} in {lines:#?}");
    }
    assert!(tells("/api/v1/accounts"), "{lines:#?}");
    let other = guest.get("/en/rules").await.expect(200);
    assert_ne!(other.headers.get("x-request-id").unwrap(), name.as_str());
}

#[actix_web::test]
async fn the_proxy_names_requests_only_where_the_operator_says_so() {
    const GIVEN: &str = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
    for (believed, from, given, kept) in [
        (true, "127.0.0.9", GIVEN, true),
        (false, "127.0.0.9", GIVEN, false),
        (true, "203.0.113.7", GIVEN, false),
        (true, "127.0.0.9", "lin.yu-hsuan@example.tw", false),
        (true, "127.0.0.9", "", false),
    ] {
        let plaza = Plaza::start_with(|config| config.trust_request_id = believed).await;
        let guest = plaza.client().await;
        guest.come_from(from.parse().unwrap(), "a browser");
        let request = TestRequest::get().uri("/en/rules");
        let request = request.insert_header(("x-request-id", given));
        let answer = guest.send(request).await.expect(200);
        let named = answer.headers.get("x-request-id").unwrap();
        assert_eq!(named == given, kept, "{given} from {from}: {named:?}");
    }
}

/// The rules and the manual name what there is, and the manual all of it.
#[actix_web::test]
async fn every_number_is_explained_and_no_rule_asks_for_one_that_is_not_there() {
    let plaza = Plaza::start().await;
    plaza.client().await.get("/en/rules").await.expect(200);
    let text = scrape(&plaza.context).await;
    let there = families(&text);
    assert!(there.len() > 30, "{there:?}");
    let manual = std::fs::read_to_string("docs/watching.md").unwrap();
    for family in &there {
        assert!(
            manual.contains(&format!("`{family}`")),
            "{family} is not explained"
        );
    }
    let rules = std::fs::read_to_string("deploy/prometheus-rules.yml").unwrap();
    let mut asked = 0;
    for text in [&manual, &rules] {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let names = words.filter(|word| word.starts_with("plaza_") || word.starts_with("process_"));
        for name in names {
            let ends = ["_bucket", "_sum", "_count"].iter();
            let family = ends.fold(name, |name, end| name.strip_suffix(*end).unwrap_or(name));
            assert!(there.contains(family), "there is no {name}");
            asked += 1;
        }
    }
    assert!(asked > there.len(), "the rules were not read");
}
