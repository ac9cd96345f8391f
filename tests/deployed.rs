//! The files in `deploy/` fit the program: units and container call commands that there are, proxies let
//! through what a form may bring, and the nightly script keeps and removes what it says.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Command,
    thread,
};

use chrono::{TimeDelta, Utc};
use plaza::{attachments::MOST, config::attachments::Attachments, web::LARGEST_BODY};

use crate::support::{
    Plaza,
    command::{good, script},
};

const MIB: usize = 1024 * 1024;

/// What the units start.
fn started() -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir("deploy").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "service") {
            let unit = fs::read_to_string(path).unwrap();
            let lines = unit.lines().filter(|line| line.starts_with("Exec"));
            all.extend(lines.filter_map(|line| Some(line.split_once('=')?.1.to_owned())));
        }
    }
    all
}

#[test]
fn units_start_what_there_is() {
    let (mut programs, mut scripts) = (0, 0);
    for line in started() {
        let words: Vec<&str> = line.split(' ').collect();
        let Some(name) = words[0].strip_prefix("/usr/local/bin/") else {
            continue;
        };
        if name == "plaza" {
            // It knows the command, and each option before it helps.
            good(&[&words[1..], &["--help"]].concat());
            programs += 1;
        } else {
            let file = fs::metadata(Path::new("deploy").join(name)).expect(name);
            assert!(
                file.permissions().mode() & 0o111 == 0o111,
                "{name} is no program"
            );
            scripts += 1;
        }
    }
    assert!(programs >= 3 && scripts >= 1, "the units were not read");
}

/// The words of a line of the container file that begins so, the last one's.
fn container(instruction: &str) -> String {
    let file = fs::read_to_string("deploy/Containerfile").unwrap();
    let lines = file.lines().map(str::trim_start);
    let mut words = lines.filter_map(|line| line.strip_prefix(instruction)?.strip_prefix(' '));
    words.next_back().expect(instruction).to_owned()
}

#[test]
fn the_container_is_built_from_what_there_is_and_runs_without_rights() {
    let file = fs::read_to_string("deploy/Containerfile").unwrap();
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    let (_, version) = manifest.split_once("rust-version = \"").unwrap();
    let rust = version.split('"').next().unwrap();
    let bases: Vec<&str> = file
        .lines()
        .filter_map(|line| line.strip_prefix("FROM "))
        .collect();
    assert!(bases[0].starts_with(&format!("rust:{rust}-")), "{bases:?}");
    assert!(!bases.concat().contains('/'), "a registry's host is named");
    let user = container("USER");
    let (user, _) = user.split_once(':').expect("user and group");
    assert!(user.parse::<u32>().is_ok_and(|user| user > 0), "{user}");
    let program: Vec<String> = serde_json::from_str(&container("ENTRYPOINT")).unwrap();
    assert_eq!(program, ["/usr/local/bin/plaza"]);
    let called: [String; 1] = serde_json::from_str(&container("CMD")).unwrap();
    good(&[&*called[0], "--help"]);
}

/// One answer with this status, to whoever asks first; gives the port.
fn answering(status: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut asking, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(asking.try_clone().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let is_whole = lines.map_while(Result::ok).any(|line| line.is_empty());
        if is_whole && first == "GET /healthz HTTP/1.1" {
            write!(asking, "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").ok();
        }
    });
    port
}

#[test]
fn the_container_is_well_where_the_program_says_so_and_nowhere_else() {
    let file = fs::read_to_string("deploy/Containerfile").unwrap();
    let (_, check) = file.split_once("HEALTHCHECK").unwrap();
    let (_, check) = check.split_once("CMD ").unwrap();
    let words: Vec<String> = serde_json::from_str(check.lines().next().unwrap()).unwrap();
    assert!(words.concat().contains("/8080 "), "{words:?}");
    let is_well = |port: u16| {
        let words: Vec<String> = words
            .iter()
            .map(|word| word.replace("/8080 ", &format!("/{port} ")))
            .collect();
        let mut check = Command::new(&words[0]);
        check.args(&words[1..]).output().unwrap().status.success()
    };
    assert!(is_well(answering("200 OK")));
    assert!(!is_well(answering("503 Service Unavailable")));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    assert!(!is_well(port));
}

/// The number after a word, before `unit`.
fn limit(file: &str, word: &str, unit: &str) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines().map(str::trim);
    let value = lines.find_map(|line| line.strip_prefix(word)?.trim().strip_suffix(unit));
    value.expect(word).parse().unwrap()
}

#[test]
fn proxies_let_through_what_plaza_reads_of_a_form_with_files() {
    let largest = Attachments::beside(Path::new("/")).largest;
    let read = LARGEST_BODY + (MOST + 1) * (largest + LARGEST_BODY);
    let nginx = limit("deploy/nginx.conf", "client_max_body_size", "m;");
    let caddy = limit("deploy/Caddyfile", "max_size", "MiB");
    for most in [nginx, caddy] {
        assert!(most * MIB >= read, "{most} MiB are fewer than {read}");
    }
    let manual = fs::read_to_string("docs/install.md").unwrap();
    // Where its lines end does not matter.
    let manual = manual.split_whitespace().collect::<Vec<_>>().join(" ");
    let each = MOST + 1;
    let besides = (read - each * largest) / MIB;
    assert!(manual.contains(&format!("{each} × N + {besides} MiB")));
    let (all, one) = (read / MIB, largest / MIB);
    assert!(manual.contains(&format!("which is {all} MiB for {one}")));
}

#[test]
fn proxies_name_the_connections_address_and_add_no_header_of_their_own() {
    let read = |file: &str| fs::read_to_string(file).unwrap();
    let (nginx, caddy) = (read("deploy/nginx.conf"), read("deploy/Caddyfile"));
    for (file, lines) in [
        (
            &nginx,
            [
                "proxy_set_header X-Forwarded-For $remote_addr;",
                "proxy_set_header Forwarded \"\";",
            ],
        ),
        (
            &caddy,
            [
                "header_up X-Forwarded-For {remote_host}",
                "header_up -Forwarded",
            ],
        ),
    ] {
        for line in lines {
            assert!(file.lines().any(|own| own.trim() == line), "lacks {line}");
        }
    }
    // Plaza sends each header that a page needs, and packs its answers itself.
    assert!(!nginx.contains("add_header") && !nginx.contains("gzip on"));
    let mut words = caddy
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    assert!(!words.any(|word| ["header", "encode"].contains(&word)));
}

#[actix_web::test]
async fn old_backups_go_once_a_new_one_is_whole() {
    let plaza = Plaza::with_boards().await;
    let settings = tempfile::tempdir().unwrap();
    let config = plaza.configure_on(settings.path(), &plaza.context.config);
    let to = tempfile::tempdir().unwrap();
    let day_before = (Utc::now() - TimeDelta::days(1)).format("%Y-%m-%dT%H%M%SZ");
    let (old, recent) = ("2020-01-02T030405Z", day_before.to_string());
    for folder in [old, &recent, "2020-notes"] {
        let folder = to.path().join(folder);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("manifest.json"), "{}").unwrap();
    }
    let names = || {
        let entries = fs::read_dir(to.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    let back_up = |config: &str| {
        let mut call = script("deploy/plaza-backup", &[to.path().to_str().unwrap(), "30"]);
        call.env("PLAZA_CONFIG", config).output().unwrap()
    };
    assert!(!back_up("/nowhere/plaza.toml").status.success());
    assert_eq!(
        names(),
        [old, "2020-notes", &recent],
        "it removed something"
    );
    let done = back_up(&config);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{told}");
    let left = names();
    assert_eq!(left.len(), 3, "{left:?}");
    assert_eq!(left[..2], ["2020-notes", &recent], "{left:?}");
    let made = to.path().join(&left[2]);
    assert!(made.join("manifest.json").exists());
    let mode = fs::metadata(made).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "others can read it");
}
