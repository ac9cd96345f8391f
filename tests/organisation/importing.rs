//! `plaza import offices`: a city from a file and a table, tried first, whole or not at all; and a
//! start without a fallback.

use std::fs;

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{API, administrator, one, organisation, rule};
use crate::support::{
    Plaza,
    command::{good, refused},
};

struct Importing {
    plaza: Plaza,
    folder: tempfile::TempDir,
    config: String,
}

impl Importing {
    async fn start() -> Self {
        let plaza = Plaza::start().await;
        let folder = tempfile::tempdir().unwrap();
        let config = plaza.configure(folder.path());
        Self {
            plaza,
            folder,
            config,
        }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let file = self.folder.path().join(name);
        fs::write(&file, text).unwrap();
        file.display().to_string()
    }

    fn import(&self, file: &str, more: &[&str]) -> String {
        let all = ["import", "offices", file, "--config", &self.config];
        good(&[&all[..], more].concat())
    }

    fn refused(&self, file: &str) -> String {
        let before = self.plaza.dump();
        let said = refused(&["import", "offices", file, "--config", &self.config]);
        assert!(self.plaza.dump() == before, "something was done: {said}");
        said
    }
}

#[actix_web::test]
async fn a_city_is_imported_tried_first_and_the_same_again_changes_nothing() {
    let city = Importing::start().await;
    let said = refused(&["serve", "--config", &city.config]);
    assert!(said.contains("plaza import offices FILE"), "{said}");
    assert!(said.contains("no fallback"), "{said}");

    let before = city.plaza.dump();
    let tried = city.import("demo/city.toml", &["--dry-run"]);
    assert!(tried.contains("office maintenance: added"), "{tried}");
    assert!(tried.contains("changes would be made"), "{tried}");
    assert!(city.plaza.dump() == before, "a trial stored something");
    let done = city.import("demo/city.toml", &[]);
    assert_eq!(tried.replace("would be made", "made"), done);
    let again = city.import("demo/city.toml", &[]);
    assert!(again.ends_with("0 changes made\n"), "{again}");

    // A command notes no beginning; what it changes later stands in the register.
    let text = fs::read_to_string("demo/city.toml").unwrap();
    let changed = text.replace("maintenance@kcg.example", "roads@kcg.example");
    let file = city.file("city.toml", &changed);
    let said = city.import(&file, &[]);
    let line =
        "office maintenance: email \"maintenance@kcg.example\" becomes \"roads@kcg.example\"";
    assert!(said.contains(line), "{said}");
    let guest = city.plaza.client().await;
    let register = guest.get("/api/v1/ledger").await.expect(200).body;
    assert_eq!(register.matches("organisation-changed").count(), 1);
    assert_eq!(register.matches("organisation-added").count(), 0);

    let typo = city.file(
        "typo.toml",
        &text.replace("offices = [\"parks\"]", "ofices = [\"parks\"]"),
    );
    assert!(city.refused(&typo).contains("ofices"));
    let gap = city.file(
        "gap.toml",
        &text.replace("fallback = \"rdec\"", "fallback = \"nobody\""),
    );
    assert!(city.refused(&gap).contains("there is no nobody"));
    let address = city.file("address.toml", &text.replace("rdec@kcg.example", "rdec"));
    assert!(city.refused(&address).contains("the office rdec: email"));
    assert!(city.refused("nowhere.toml").contains("cannot be read"));
    assert!(city.refused("README.md").contains("neither .toml nor .csv"));
}

#[actix_web::test]
async fn a_table_changes_rules_whole_or_not_at_all() {
    let city = Importing::start().await;
    city.import("demo/city.toml", &[]);
    let head = "category,district,offices,from,until\n";
    let table = city.file(
        "rules.csv",
        &format!(
            "{head}noise,lingya,police environment,2030-01-01,\nroad-damage,,maintenance police,,\n"
        ),
    );
    let said = city.import(&table, &["--dry-run"]);
    assert!(
        said.contains("rule noise in lingya from 2030-01-01: added"),
        "{said}"
    );
    let line =
        "rule road-damage in any district: offices \"maintenance\" becomes \"maintenance police\"";
    assert!(said.contains(line), "{said}");
    assert!(
        said.contains("rule any category in any district: stands, and the file does not name it"),
        "{said}"
    );
    city.import(&table, &[]);
    let report: Value = serde_json::from_str(&city.import(&table, &["--json"])).unwrap();
    assert_eq!(report["changes"], json!([]));
    let admin = administrator(&city.plaza).await;
    let all = organisation(&admin).await;
    let changed = rule(&all, "road-damage", "", "");
    assert_eq!(changed["offices"], json!(["maintenance", "police"]));

    for (lines, told) in [
        (
            "noise,lingya,police,2031-01-01,\nnoise,meinong,dragons,,\n",
            "there is no dragons",
        ),
        (",,rdec,,2030-01-01\n", "no fallback"),
        (
            "noise,lingya,,2031-01-01,\n",
            "Please choose the responsible office",
        ),
        (
            "noise,lingya,police,2031-01-01,2030-01-01\n",
            "The last day lies before the first",
        ),
        (
            "noise,lingya,police,,\nnoise,lingya,fire,,\n",
            "stands twice",
        ),
    ] {
        let file = city.file("wrong.csv", &format!("{head}{lines}"));
        let said = city.refused(&file);
        assert!(said.contains(told), "{said}");
    }
}

#[actix_web::test]
async fn a_file_names_members_by_addresses_that_it_does_not_repeat() {
    let city = Importing::start().await;
    city.plaza.person("colleague", Role::Staff).await;
    let text = fs::read_to_string("demo/city.toml").unwrap();
    let member =
        |email: &str| format!("{text}\n[[members]]\noffice = \"parks\"\nemail = \"{email}\"\n");
    let file = city.file("nobody.toml", &member("nobody@example.tw"));
    let said = city.refused(&file);
    assert!(said.contains("members no. 1 of the file"), "{said}");
    assert!(!said.contains("nobody@example.tw"), "{said}");
    let file = city.file("city.toml", &member("colleague@example.tw"));
    let said = city.import(&file, &[]);
    assert!(said.contains("member parks: added"), "{said}");
    assert!(!said.contains("colleague@example.tw"), "{said}");
    assert!(city.import(&file, &[]).ends_with("0 changes made\n"));
}

#[actix_web::test]
async fn a_program_imports_as_the_command_does() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let path = format!("{API}/organisation");
    let mut body = json!({
        "offices": [{ "slug": "harbour", "name_zh": "港務局", "name_en": "Harbour Bureau",
            "email": "harbour@kcg.example", "phone": "07-1" }],
        "rules": [{ "district": "qijin", "offices": ["harbour"] }],
        "dry_run": true,
    });
    let before = plaza.dump();
    let tried = admin.post_json(&path, &body).await.expect(200).json();
    assert!(plaza.dump() == before, "a trial stored something");
    body["dry_run"] = json!(false);
    let done = admin.post_json(&path, &body).await.expect(200).json();
    assert_eq!(tried, done);
    assert_eq!(done["changes"][0]["name"], "harbour");
    let all = organisation(&admin).await;
    one(&all, "offices", "harbour");
    rule(&all, "", "qijin", "");
    body["rules"][0]["offices"] = json!(["dragons"]);
    body["offices"][0]["phone"] = json!("07-2");
    let before = plaza.dump();
    let problem = admin
        .json(Method::POST, &path, &body)
        .await
        .expect(422)
        .json();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("there is no dragons")
    );
    assert!(plaza.dump() == before, "half of it was done");
}
