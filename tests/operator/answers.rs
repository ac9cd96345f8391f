//! Commands that report answer a program in one line of JSON, and nothing else stands there.

use serde_json::Value;

use super::{answered, run};
use crate::support::Plaza;

#[actix_web::test]
async fn what_is_reported_is_one_line_of_json_where_that_is_asked_for() {
    let plaza = Plaza::with_boards().await;
    let author = plaza
        .person("haihai", plaza::accounts::Role::Resident)
        .await;
    author.client.topic("city", "路燈", "巷口的燈不亮。").await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure_on(etc.path(), &plaza.context.config);
    let path = |name: &str| etc.path().join(name).display().to_string();
    let answer = |words: &[&str]| {
        let (code, told) = answered(&[words, &["--config", &config]].concat());
        assert_eq!(code, 0, "{words:?}: {told}");
        told
    };
    assert_eq!(answer(&["migrate"])["ran"], Value::Array(Vec::new()));
    let rows = answer(&["retention", "--dry-run"]);
    assert!(
        rows["rows"].is_object() && rows["dry_run"] == true,
        "{rows}"
    );
    assert_eq!(answer(&["index"])["posts"], 1);
    assert_eq!(answer(&["verify"])["good"], true);
    let mails = answer(&["mail", "list"]);
    assert!(
        mails["mails"].is_array() && mails["late"].is_null(),
        "{mails}"
    );
    let (backup, data) = (path("backup"), path("data"));
    let made = answer(&["backup", &backup]);
    assert!(made["files"].as_u64().unwrap() > 0, "{made}");
    let files = answer(&["export", "open-data", &data]);
    assert!(files["files"].is_array(), "{files}");

    // What is not done is said on standard error alone, and by the exit code.
    let words = ["mail", "retry", "99999", "--json", "--config", &config];
    let (code, out, err) = run(&words);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("no such mail"), "{err}");
    let (code, _, err) = run(&["mail", "retry"]);
    assert_eq!(code, 2, "how it was called is wrong: {err}");
}
