//! `plaza keys` as an administrator types it: rotation, the end of the old, backup and restore.

use std::fs;

use crate::support::{
    Plaza,
    command::{SECRET, good, refused},
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
