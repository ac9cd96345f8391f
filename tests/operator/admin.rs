//! `plaza admin`: the first administrator of a city, roles given and taken, and who is let in.

use std::{io::Write as _, process::Stdio};

use chrono::{TimeDelta, Utc};
use plaza::{accounts::Role, config::Config};
use serde_json::{Value, json};

use super::{answered, run};
use crate::support::{PASSWORD, Plaza, command::command};

struct City {
    plaza: Plaza,
    config: String,
    _etc: tempfile::TempDir,
}

impl City {
    /// A city whose clock shows what the commands' clock shows.
    async fn at_this_time(plaza: Plaza) -> Self {
        let behind = Utc::now().timestamp_millis() - plaza.context.now().milliseconds();
        plaza.advance(TimeDelta::milliseconds(behind) + TimeDelta::minutes(10));
        let etc = tempfile::tempdir().unwrap();
        let config = plaza.configure(etc.path());
        Self {
            plaza,
            config,
            _etc: etc,
        }
    }

    fn words<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        [&["admin"][..], words, &["--config", &self.config]].concat()
    }

    /// What a command answers that must succeed.
    #[track_caller]
    fn done(&self, words: &[&str]) -> Value {
        let (code, told) = answered(&self.words(words));
        assert_eq!(code, 0, "{told}");
        told
    }

    /// What a command says that must fail.
    #[track_caller]
    fn refused(&self, words: &[&str]) -> String {
        let (code, _, told) = run(&self.words(words));
        assert_eq!(code, 1, "{told}");
        told
    }

    async fn register(&self) -> Vec<Value> {
        let guest = self.plaza.client().await;
        let register = guest.get("/api/v1/ledger").await.expect(200).json();
        register["entries"].as_array().unwrap().clone()
    }
}

#[actix_web::test]
async fn the_first_administrator_is_made_on_the_command_line_and_gets_in_by_a_link_once() {
    let city = City::at_this_time(Plaza::start().await).await;
    let none = city.done(&["account", "list"]);
    assert_eq!(none["accounts"].as_array().unwrap().len(), 0);
    let made = city.done(&[
        "account",
        "create",
        "--email",
        "head@example.tw",
        "--role",
        "administrator",
        "--name",
        "總務",
    ]);
    assert_eq!(made["role"], "administrator");
    let link = made["link"].as_str().unwrap();
    let path = link.strip_prefix("http://plaza.test").unwrap();
    assert!(path.starts_with("/zh/password/reset/"), "{link}");

    let head = city.plaza.client().await;
    head.get(path).await.expect(200);
    let set = [("password", PASSWORD)];
    head.post(path, &set).await.expect(303);
    head.post(path, &set).await.expect(410);
    head.log_on("head@example.tw", PASSWORD).await;
    head.get("/zh/admin/boards").await.expect(200);

    let mails = city.plaza.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "head@example.tw"));
    assert!(
        mails[0].subject.contains("系統管理員"),
        "{}",
        mails[0].subject
    );
    let said = format!("{:?}", city.register().await);
    assert!(said.contains("organisation-added") && said.contains("administrator"));
    assert!(!said.contains("總務"), "who it is: {said}");

    let all = city.done(&["account", "list", "--role", "administrator"]);
    let listed = &all["accounts"][0];
    assert_eq!(listed["account"], made["account"]);
    assert_eq!(listed["name"], "總務");
    let id = made["account"].to_string();
    let shown = city.done(&["account", "show", "--account", &id]);
    assert_eq!(shown["sessions"], 1);
    for told in [&all, &shown] {
        assert!(!told.to_string().contains('@'), "an address in {told}");
    }
    // Another way in makes the first worthless.
    let first = city.done(&["account", "link", "--account", &id]);
    let second = city.done(&["account", "link", "--email", "head@example.tw"]);
    let path = |told: &Value| {
        let link = told["link"].as_str().unwrap();
        link.strip_prefix("http://plaza.test").unwrap().to_owned()
    };
    let guest = city.plaza.client().await;
    guest.get(&path(&first)).await.expect(410);
    guest.get(&path(&second)).await.expect(200);
    let ended = city.done(&["account", "end-sessions", "--account", &id]);
    assert_eq!(ended["ended"], 1);
    head.get("/zh/account").await.expect(401);
}

#[actix_web::test]
async fn a_password_comes_from_standard_input_and_what_breaks_a_rule_makes_nothing() {
    let city = City::at_this_time(Plaza::city().await).await;
    let create = |email: &str, typed: &str| {
        let words = [
            "account",
            "create",
            "--email",
            email,
            "--role",
            "staff",
            "--password-stdin",
        ];
        let mut command = command(&city.words(&words));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.success(), said)
    };
    let (done, said) = create("staff@example.tw", "short\n");
    assert!(!done && said.contains("password: has 10 to 128"), "{said}");
    let (done, said) = create("nobody", &format!("{PASSWORD}\n"));
    assert!(
        !done && said.contains("email: is no e-mail address"),
        "{said}"
    );
    let made = city.done(&["account", "list", "--role", "staff"]);
    let made = made.to_string();
    assert!(!made.contains("since"), "{made}");

    let (done, said) = create("staff@example.tw", &format!("{PASSWORD}\n"));
    assert!(done && !said.contains("http"), "{said}");
    let staff = city.plaza.client().await;
    staff.log_on("staff@example.tw", PASSWORD).await;
    staff.get("/zh/desk").await.expect(200);
    let (done, said) = create("staff@example.tw", &format!("{PASSWORD}\n"));
    assert!(!done && said.contains("plaza admin role give"), "{said}");
}

#[actix_web::test]
async fn a_role_is_given_and_taken_with_what_belongs_to_it() {
    let city = City::at_this_time(Plaza::city().await).await;
    let plaza = &city.plaza;
    let ming = plaza.person("ming", Role::Resident).await;
    let to = ["--email", "ming@example.tw"];
    let give = |role| [&["role", "give"][..], &to, &[role]].concat();
    let take = [&["role", "take"][..], &to].concat();
    ming.client.get("/zh/desk").await.expect(403);
    assert_eq!(city.done(&give("staff"))["given"], true);
    assert_eq!(city.done(&give("staff"))["given"], false, "twice is once");
    ming.client.get("/zh/desk").await.expect(200);
    let told = city.refused(&give("moderator"));
    assert!(told.contains("has the role staff already"), "{told}");
    let told = city.refused(&["account", "link", "--email", "nobody@example.tw"]);
    assert!(told.contains("there is no such account"), "{told}");

    let id = plaza::accounts::operated::at(
        &plaza.context,
        plaza::privacy::Private::new("ming@example.tw".to_owned()),
    );
    let id = id.await.unwrap().unwrap();
    plaza::offices::join(&plaza.context, id, "maintenance")
        .await
        .unwrap();
    assert_eq!(city.done(&take)["taken"], "staff");
    assert_eq!(city.done(&take)["taken"], Value::Null, "twice is once");
    ming.client.get("/zh/desk").await.expect(403);
    let own = move |connection: &mut _| plaza::offices::own(connection, id);
    let offices = plaza.context.db.read(own).await.unwrap();
    assert!(offices.is_empty(), "an office is left");

    city.done(&give("moderator"));
    ming.client.get("/zh/review").await.expect(200);
    assert_eq!(city.done(&take)["taken"], "moderator");
    ming.client.get("/zh/review").await.expect(403);
    let told = city.refused(&["account", "link", "--email", "ming@example.tw"]);
    assert!(told.contains("a resident's account"), "{told}");

    let subjects: Vec<String> = plaza
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.to == "ming@example.tw")
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects.len(), 4, "{subjects:?}");
    let acts: Vec<String> = city
        .register()
        .await
        .iter()
        .map(|entry| entry["act"].as_str().unwrap().to_owned())
        .filter(|act| act.starts_with("organisation-"))
        .collect();
    // The newest first: moderator, member and staff; what made the city came before.
    assert_eq!(
        acts[..5],
        [
            "organisation-removed",
            "organisation-added",
            "organisation-removed",
            "organisation-removed",
            "organisation-added",
        ]
    );
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let city = City::at_this_time(Plaza::start().await).await;
    let plaza = &city.plaza;
    plaza.account("one", Role::Administrator).await;
    let take = |whom| ["role", "take", "--email", whom];
    let before = plaza.dump();
    let told = city.refused(&take("one@example.tw"));
    assert!(told.contains("nobody else is an administrator"), "{told}");
    assert!(plaza.dump() == before, "something was changed");
    plaza.account("two", Role::Administrator).await;
    city.done(&take("one@example.tw"));
    city.refused(&take("two@example.tw"));
}

#[actix_web::test]
async fn a_city_that_was_never_served_gets_its_first_administrator() {
    let plaza = Plaza::start().await;
    let (place, etc) = (plaza.nothing(), tempfile::tempdir().unwrap());
    let config = Config {
        database_url: place.url().clone(),
        ..(*plaza.context.config).clone()
    };
    let config = plaza.configure_on(etc.path(), &config);
    let create = [
        "admin",
        "account",
        "create",
        "--email",
        "head@example.tw",
        "--role",
        "administrator",
        "--config",
        &config,
    ];
    let (code, _, told) = run(&create);
    assert!(code == 1 && told.contains("plaza migrate"), "{told}");
    let (code, ran) = answered(&["migrate", "--config", &config]);
    assert!(code == 0 && ran["ran"][0].is_string(), "{ran}");
    let (code, made) = answered(&create);
    assert!(code == 0 && made["link"].is_string(), "{made}");
    let (code, _, told) = run(&create);
    assert!(code == 1 && told.contains("already"), "{told}");
}

#[actix_web::test]
async fn the_tokens_of_programs_are_listed_and_ended() {
    let city = City::at_this_time(Plaza::start().await).await;
    let plaza = &city.plaza;
    let zone = plaza.context.config.city.time_zone;
    let until = plaza.context.clock.today(zone) + TimeDelta::days(30);
    let token = json!({ "name": "行事曆", "scopes": ["account:read"], "expires_on": until });
    let mut programs = Vec::new();
    for (name, role) in [("hua", Role::Staff), ("ming", Role::Resident)] {
        let person = plaza.person(name, role).await;
        person.client.prove().await.expect(200);
        for _ in 0..2 {
            let made = person
                .client
                .post_json("/api/v1/account/tokens", &token)
                .await;
            let made = made.expect(201).json();
            let program = plaza.client().await;
            program.bear(made["token"].as_str().unwrap());
            programs.push((program, made["id"].to_string()));
        }
    }
    let listed = city.done(&["token", "list"]);
    assert_eq!(listed["residents"], 2);
    let tokens = listed["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), 2);
    assert_eq!(tokens[0]["holder"], "hua");
    assert_eq!(tokens[0]["scopes"], json!(["account:read"]));
    let said = listed.to_string();
    assert!(!said.contains("行事曆") && !said.contains("plz_"), "{said}");

    let status = async |number: usize| {
        let (program, _) = &programs[number];
        program.get("/api/v1/account").await.status.as_u16()
    };
    city.done(&["token", "end", &programs[0].1]);
    assert_eq!((status(0).await, status(1).await), (401, 200));
    for number in [&*programs[0].1, &*programs[2].1, "9999"] {
        let told = city.refused(&["token", "end", number]);
        assert!(told.contains("there is no such token"), "{told}");
    }
    assert_eq!(status(2).await, 200);
    let ended = city.done(&["token", "end-all", "--email", "ming@example.tw"]);
    assert_eq!(ended["ended"], 2);
    assert_eq!(
        (status(1).await, status(2).await, status(3).await),
        (200, 401, 401)
    );
    let ended = city.done(&["token", "end-all", "--email", "ming@example.tw"]);
    assert_eq!(ended["ended"], 0, "twice is once");
    let acts = city.register().await;
    let acts: Vec<_> = acts.iter().map(|entry| &entry["act"]).collect();
    assert_eq!(acts[..3], ["token-ended", "token-made", "token-made"]);
}

#[actix_web::test]
async fn whoever_runs_the_server_ends_lost_second_factors_and_the_register_says_so() {
    let city = City::at_this_time(Plaza::city().await).await;
    let clerk = city.plaza.person("clerk", Role::Staff).await;
    city.plaza.protect(&clerk.client).await;
    let words = ["reset-factors", "--email", "clerk@example.tw"];
    assert_eq!(city.done(&words)["ended"], true);
    clerk.client.get("/zh/account").await.expect(401);
    city.plaza
        .client()
        .await
        .log_on("clerk@example.tw", PASSWORD)
        .await;
    assert_eq!(city.done(&words)["ended"], false);
    let said = format!("{:?}", city.register().await);
    assert_eq!(said.matches("second-factors").count(), 1, "{said}");
    assert!(!said.contains("clerk"), "who it is: {said}");
    city.refused(&["reset-factors", "--email", "nobody@example.tw"]);
}
