//! `plaza keys` as an administrator types it: rotation, the end of the old, backup and restore.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread,
};

use plaza::{db::DatabaseUrl, jobs::settle_polls, polls};

use crate::support::{
    Plaza,
    command::{SECRET, command, good, refused},
};

#[actix_web::test]
async fn a_secret_is_made_anew_backed_up_restored_and_the_old_one_dropped() {
    let plaza = Plaza::start().await;
    plaza.person("ming", plaza::accounts::Role::Resident).await;
    let etc = tempfile::tempdir().unwrap();
    let path = |name: &str| etc.path().join(name);
    let text = |name: &str| path(name).display().to_string();
    let old = SECRET;
    plaza.configure(etc.path());
    fs::write(path("passphrase"), "correct horse battery\n").unwrap();
    let config = ["--config", &text("plaza.toml")];
    let with = |words: &[&str]| -> Vec<String> {
        let all = words.iter().chain(&config);
        all.map(|word| (*word).to_owned()).collect()
    };
    let call = |words: &[&str]| {
        let all = with(words);
        good(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };

    let told = call(&["keys", "rotate"]);
    assert!(told.contains("accounts.email_sealed: 1 of 1"), "{told}");
    let both = fs::read_to_string(path("secret")).unwrap();
    let secrets: Vec<&str> = both.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        (secrets.len(), secrets[1]),
        (2, old),
        "the new one comes first"
    );

    let backup = text("backup");
    let passphrase = text("passphrase");
    call(&["keys", "backup", &backup, "--passphrase-file", &passphrase]);
    let sealed = fs::read(path("backup")).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains(secrets[0]));
    let restored = text("restored");
    let restore = [
        "keys",
        "restore",
        &backup,
        &restored,
        "--passphrase-file",
        &passphrase,
    ];
    good(&restore);
    assert_eq!(fs::read_to_string(path("restored")).unwrap(), both);
    assert!(refused(&restore).contains("there is a file already"));
    fs::write(path("passphrase"), "another horse battery\n").unwrap();
    let again = [
        "keys",
        "restore",
        &backup,
        &text("more"),
        "--passphrase-file",
        &passphrase,
    ];
    assert!(refused(&again).contains("the passphrase is wrong"));
    assert!(!path("more").exists());

    call(&["keys", "drop"]);
    let left = fs::read_to_string(path("secret")).unwrap();
    assert!(left.contains(secrets[0]) && !left.contains(old));
    assert!(call(&["config", "check"]).contains("good"));

    // A keyring that lost what is still in use: nothing is dropped, and the remedy is told.
    fs::write(path("secret"), format!("{old}\n{}\n", secrets[0])).unwrap();
    let drop = with(&["keys", "drop"]);
    let words: Vec<&str> = drop.iter().map(String::as_str).collect();
    assert!(refused(&words).contains("run `plaza keys rotate` first"));
    assert!(
        fs::read_to_string(path("secret"))
            .unwrap()
            .contains(secrets[0])
    );
    assert!(call(&["keys", "rotate"]).contains("taking up"));
}

#[actix_web::test]
async fn a_secret_with_which_somebody_voted_stays_until_the_poll_has_closed() {
    let mut plaza = Plaza::start().await;
    let words = || polls::Words {
        title: "末班車".into(),
        question: "幾點？".into(),
        options: "十一點\n十二點".into(),
    };
    let draft = polls::Draft {
        zh: words(),
        opens_on: "2026-03-02".parse().ok(),
        closes_on: "2026-03-06".parse().ok(),
        ..polls::Draft::default()
    };
    let poll = polls::seed(&plaza.context, draft, Vec::new())
        .await
        .unwrap();
    let voter = plaza
        .member(plaza::accounts::Role::Resident, "v", false)
        .await;
    polls::vote(&plaza.context, &voter, poll, 1).await.unwrap();

    let etc = tempfile::tempdir().unwrap();
    let secret = etc.path().join("secret");
    let config = plaza.configure(etc.path());
    good(&["keys", "rotate", "--config", &config]);
    let told = refused(&["keys", "drop", "--config", &config]);
    assert!(told.contains("open poll"), "{told}");
    assert!(fs::read_to_string(&secret).unwrap().contains(SECRET));
    // With both secrets the first vote is still known.
    let secrets = plaza::keys::file::Secrets::read(&secret).unwrap();
    plaza.rekey(secrets.keys());
    let again = polls::vote(&plaza.context, &voter, poll, 2).await;
    assert!(matches!(again, Err(polls::PollError::AlreadyVoted)));
    // Somebody who votes now does so with the new one, and keeps nothing back.
    let other = plaza
        .member(plaza::accounts::Role::Resident, "w", false)
        .await;
    polls::vote(&plaza.context, &other, poll, 1).await.unwrap();
    plaza.advance(chrono::TimeDelta::days(5));
    settle_polls::once(&plaza.context).await.unwrap();
    good(&["keys", "drop", "--config", &config]);
    assert!(!fs::read_to_string(&secret).unwrap().contains(SECRET));
}

#[actix_web::test]
async fn the_configuration_refuses_a_class_without_years_and_counts_in_a_dry_run() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let path = |name: &str| etc.path().join(name);
    let file = plaza.configure(etc.path());
    let base = plaza.configuration(&path("secret"));
    for (years, wrong) in [
        ("casse = 5", "retention.casse"),
        ("cases = 0", "retention.cases"),
    ] {
        fs::write(path("plaza.toml"), format!("{base}[retention]\n{years}\n")).unwrap();
        let told = refused(&["config", "check", "--config", &file]);
        assert!(told.contains(wrong) && told.contains("remedy"), "{told}");
        assert!(refused(&["retention", "--dry-run", "--config", &file]).contains(wrong));
    }
    fs::write(
        path("plaza.toml"),
        format!("{base}[retention]\ncases = 7\n"),
    )
    .unwrap();
    good(&["config", "check", "--config", &file]);
    let told = good(&["retention", "--dry-run", "--config", &file]);
    assert!(told.contains("nothing has had its time"), "{told}");
}

#[actix_web::test]
async fn what_could_erase_nothing_is_neither_good_nor_started() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let path = |name: &str| etc.path().join(name);
    let file = plaza.configure(etc.path());
    good(&["config", "check", "--config", &file]);
    assert!(!path("erasures.jsonl").exists(), "looking makes no file");
    let journal = path("missing/erasures.jsonl");
    let usual = plaza.context.config.erasure_journal.display().to_string();
    let text = plaza
        .configuration(&path("secret"))
        .replace(&usual, &journal.display().to_string());
    let text = format!("listen = '127.0.0.1:0'\n{text}");
    fs::write(&file, text).unwrap();
    for command in [&["config", "check"][..], &["serve"]] {
        let told = refused(&[command, &["--config", &file]].concat());
        let names = told.contains("erasure_journal") && told.contains("missing");
        assert!(names && told.contains("StateDirectory"), "{told}");
    }
    fs::create_dir(path("missing")).unwrap();
    good(&["config", "check", "--config", &file]);
}

/// The address of a store that answers everything so, until the tests end.
fn store_that_says(status: &'static str, words: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for asking in listener.incoming() {
            let mut asking = asking.unwrap();
            let lines = BufReader::new(asking.try_clone().unwrap()).lines();
            lines.map_while(Result::ok).find(String::is_empty);
            let length = words.len();
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
            let answer = format!("{head}connection: close\r\n\r\n{words}");
            asking.write_all(answer.as_bytes()).ok();
        }
    });
    address
}

#[actix_web::test]
async fn a_bucket_or_key_that_is_wrong_is_neither_good_nor_started() {
    let plaza = Plaza::city().await;
    let etc = tempfile::tempdir().unwrap();
    let file = plaza.configure(etc.path());
    let text = plaza.configuration(&etc.path().join("secret"));
    let store = "[attachments]\nstore = 's3://bucket/city'\n";
    fs::write(&file, format!("listen = '127.0.0.1:0'\n{text}{store}")).unwrap();
    let call = |words: &[&str], endpoint: &str| {
        let all = [words, &["--config", &file]].concat();
        let mut call = command(&all);
        call.env("AWS_ENDPOINT", endpoint)
            .env("AWS_ALLOW_HTTP", "true")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "city")
            .env("AWS_SECRET_ACCESS_KEY", "wrong");
        let output = call.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), told)
    };
    for (status, code) in [
        (
            "403 Forbidden",
            "<Error><Code>InvalidAccessKeyId</Code></Error>",
        ),
        ("404 Not Found", "<Error><Code>NoSuchBucket</Code></Error>"),
    ] {
        let store = store_that_says(status, code);
        for words in [&["config", "check"][..], &["serve"]] {
            let (done, told) = call(words, &store);
            assert!(!done && told.contains("attachments.store"), "{told}");
        }
    }
    let empty = "<ListBucketResult><Name>bucket</Name><KeyCount>0</KeyCount>\
                 <IsTruncated>false</IsTruncated></ListBucketResult>";
    let (done, told) = call(&["config", "check"], &store_that_says("200 OK", empty));
    assert!(done, "{told}");
}

/// PostgreSQL with the shipped lines and systemd's unit write no address and no value down.
#[actix_web::test]
async fn the_shipped_examples_keep_no_address_and_no_value() {
    let file = fs::read_to_string("deploy/postgresql.conf").unwrap();
    let settings: BTreeMap<&str, &str> = file
        .lines()
        .map(|line| line.split('#').next().unwrap())
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('\'')))
        .collect();
    for (name, value) in [
        ("log_connections", "off"),
        ("log_disconnections", "off"),
        ("log_hostname", "off"),
        ("log_statement", "none"),
        ("log_duration", "off"),
        ("log_min_duration_statement", "-1"),
        ("log_min_duration_sample", "-1"),
        ("log_transaction_sample_rate", "0"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_lock_waits", "off"),
        ("auto_explain.log_min_duration", "-1"),
    ] {
        assert_eq!(settings.get(name), Some(&value), "{name}");
    }
    let prefix = settings["log_line_prefix"];
    assert!(!prefix.contains("%h") && !prefix.contains("%r"), "{prefix}");
    // A server takes each of them.
    let plaza = Plaza::start().await;
    if matches!(plaza.context.config.database_url, DatabaseUrl::Postgres(_)) {
        let names: Vec<_> = settings.keys().map(|name| (*name).to_owned()).collect();
        let known: Vec<String> = plaza.rows_of("pg_settings");
        for name in names.iter().filter(|name| !name.contains('.')) {
            assert!(known.iter().any(|row| row.contains(&**name)), "{name}");
        }
    }
    let unit = fs::read_to_string("deploy/plaza.service").unwrap();
    // What the log tells, the configuration says, and a reload changes it.
    assert!(unit.contains("\nLimitCORE=0\n") && !unit.contains("PLAZA_LOG"));
}

/// What README and the manual tell a city to configure lies where the unit lets Plaza write.
#[test]
fn the_unit_lets_plaza_write_where_readme_keeps_its_data() {
    let unit = fs::read_to_string("deploy/plaza.service").unwrap();
    assert!(unit.contains("ProtectSystem=strict") && unit.contains("StateDirectoryMode=0700"));
    let folders = unit
        .lines()
        .find_map(|line| line.strip_prefix("StateDirectory="))
        .unwrap();
    let folders: Vec<_> = folders
        .split(' ')
        .map(|folder| format!("/var/lib/{folder}/"))
        .collect();
    let pages = ["README.md", "docs/install.md"].map(|page| fs::read_to_string(page).unwrap());
    let example = |page: &String| {
        let (_, rest) = page.split_once("```toml").unwrap();
        rest.split("```").next().unwrap().to_owned()
    };
    let examples = pages.iter().map(example).collect::<String>();
    let named: Vec<&str> = examples
        .split("/var/lib/")
        .skip(1)
        .map(|rest| rest.split(['"', '`', ' ', '\n']).next().unwrap())
        .collect();
    assert!(named.len() >= 6, "{named:?}");
    for place in named {
        let place = format!("/var/lib/{place}");
        let writable = folders.iter().any(|folder| place.starts_with(folder));
        assert!(writable, "{place} is none of {folders:?}");
    }
}
