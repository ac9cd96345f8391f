//! `plaza config check`: all that is wrong, at once.

use std::fs;

use super::{answered, run};
use crate::support::Plaza;

#[actix_web::test]
async fn every_fault_of_a_configuration_is_told_at_once_and_a_start_tells_the_same() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    let check = ["config", "check", "--config", &config];
    let (code, out, _) = run(&check);
    assert!(code == 0 && out.contains("good"), "{out}");
    let (code, told) = answered(&check);
    assert!(code == 0 && told["good"] == true, "{told}");

    let text = fs::read_to_string(&config).unwrap();
    let wrong = text
        .replace("smtp://127.0.0.1:25", "http://user:hunter2@mail")
        .replace("code = 'KH'", "code = 'kh'\nphnoe = '07'");
    fs::write(&config, format!("listne = 'x'\nlisten = 'here'\n{wrong}")).unwrap();
    let (code, told) = answered(&check);
    assert!(code == 1 && told["good"] == false, "{told}");
    let faults = told["faults"].as_array().unwrap();
    let mut keys: Vec<&str> = faults
        .iter()
        .map(|fault| fault["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        ["city.code", "city.phnoe", "listen", "listne", "mail.url"]
    );
    for fault in faults {
        assert!(!fault["problem"].as_str().unwrap().is_empty(), "{fault}");
        assert!(!fault["remedy"].as_str().unwrap().is_empty(), "{fault}");
    }
    assert!(!told.to_string().contains("hunter2"), "a password");

    for command in [&["config", "check"][..], &["serve"], &["migrate"]] {
        let (code, _, said) = run(&[command, &["--config", &config]].concat());
        assert_eq!(code, 1, "{said}");
        for key in &keys {
            assert!(said.contains(&format!("configuration: {key}")), "{said}");
        }
        assert!(!said.contains("hunter2"), "a password");
    }
}

#[actix_web::test]
async fn what_the_configuration_names_and_is_not_there_is_told_with_the_rest() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    let text = fs::read_to_string(&config).unwrap();
    let journal = plaza.context.config.erasure_journal.display().to_string();
    let text = text.replace(&journal, "missing/erasures.jsonl");
    // A file stands where a folder is to be.
    fs::write(etc.path().join("taken"), "").unwrap();
    let more = "[mail.dkim]\nselector = 'plaza'\ndomain = 'b.example'\nkey_file = 'dkim.pem'\n\
                [retention]\ncasse = 5\ncases = 0\n[attachments]\nstore = 'file:taken/attachments'\n";
    fs::write(&config, format!("{text}{more}")).unwrap();
    let (code, told) = answered(&["config", "check", "--config", &config]);
    assert_eq!(code, 1);
    let faults = told["faults"].as_array().unwrap();
    let mut keys: Vec<&str> = faults
        .iter()
        .map(|fault| fault["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "attachments.store",
            "erasure_journal",
            "mail.dkim.key_file",
            "retention.cases",
            "retention.casse",
        ],
        "{told}"
    );
}
