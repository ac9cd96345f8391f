//! `plaza import offices`: a city from a file and a table, tried first, whole or not at all; and a
//! start without a fallback.

use std::fs;

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{API, administrator, one, organisation, rule};
use crate::{
    api_tokens::program,
    support::{
        Person, Plaza,
        command::{good, refused},
    },
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
    assert!(
        said.contains("nobody.toml, member no. 1: no account"),
        "{said}"
    );
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

const TABLES: [(&str, &str); 5] = [
    (
        "offices.csv",
        "slug,name_zh,name_en,email,phone,parent\n\
         harbour,港務局,Harbour Bureau,harbour@kcg.example,07-1,desk\n\
         desk,服務臺,Front Desk,desk@kcg.example,07-2,\n",
    ),
    (
        "categories.csv",
        "slug,name_zh,name_en,hint_zh,hint_en,due_days\n\
         boats,船舶,Boats,\"渡輪,漁船\",\"Ferries, fishing boats\",6\n",
    ),
    ("districts.csv", "slug,name_zh,name_en\nqijin,旗津,Qijin\n"),
    (
        "rules.csv",
        "category,district,offices\n,,desk\nboats,,harbour desk\n",
    ),
    (
        "members.csv",
        "email,office\ncolleague@example.tw,harbour\n",
    ),
];

#[actix_web::test]
async fn tables_make_a_city_together_whole_or_not_at_all() {
    let city = Importing::start().await;
    city.plaza.person("colleague", Role::Staff).await;
    let files = TABLES.map(|(name, text)| city.file(name, text));
    let rest: Vec<&str> = files[1..].iter().map(String::as_str).collect();
    // Offices alone leave a city without a fallback.
    assert!(city.refused(&files[0]).contains("no fallback"));
    let before = city.plaza.dump();
    let tried = city.import(&files[0], &[&rest[..], &["--dry-run"]].concat());
    for line in [
        "office harbour: added",
        "category boats: added",
        "district qijin: added",
        "rule boats in any district: added",
        "rule any category in any district: added",
        "member harbour: added",
    ] {
        assert!(tried.contains(line), "{line} is not in {tried}");
    }
    assert!(!tried.contains("colleague@example.tw"), "{tried}");
    assert!(city.plaza.dump() == before, "a trial stored something");
    let done = city.import(&files[0], &rest);
    assert_eq!(tried.replace("would be made", "made"), done);
    let again = city.import(&files[0], &rest);
    assert!(again.ends_with("0 changes made\n"), "{again}");
    let admin = administrator(&city.plaza).await;
    let all = organisation(&admin).await;
    assert_eq!(one(&all, "offices", "harbour")["parent"], "desk");
    let boats = one(&all, "categories", "boats");
    assert_eq!(boats["hint_en"], "Ferries, fishing boats");
    assert_eq!(
        rule(&all, "boats", "", "")["offices"],
        json!(["harbour", "desk"])
    );

    // One table alone, of what stands already.
    let phones = city.file(
        "offices.csv",
        "slug,name_zh,name_en,email,phone\ndesk,服務臺,Front Desk,desk@kcg.example,07-3\n",
    );
    let said = city.import(&phones, &[]);
    assert!(
        said.contains("office desk: phone \"07-2\" becomes \"07-3\""),
        "{said}"
    );

    for (name, text, told) in [
        (
            "offices.csv",
            "slug,name_zh,name_en,email,phone\nnew,新,New,new@kcg.example,07-4\nbad,壞,Bad,bad,07-5\n",
            "line 3: email: ",
        ),
        (
            "categories.csv",
            "slug,name_zh,name_en,hint_zh,hint_en,due_days\ntrees,樹,Trees,葉,Leaves,ten\n",
            "line 2: due_days: ",
        ),
        (
            "districts.csv",
            "slug,name_zh,name_en,colour\nlingya,苓雅,Lingya,red\n",
            "line 1: there is no column colour in a table of districts",
        ),
        (
            "members.csv",
            "office,email\nharbour,colleague@example.tw\nharbour,nobody@example.tw\n",
            "members.csv, line 3: no account",
        ),
        (
            "members.csv",
            "office,email\ndragons,colleague@example.tw\n",
            "there is no office dragons",
        ),
    ] {
        let said = city.refused(&city.file(name, text));
        assert!(said.contains(told), "{said}");
        assert!(!said.contains("nobody@example.tw"), "{said}");
    }
}

#[actix_web::test]
async fn a_program_names_members_by_their_addresses() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    plaza.person("colleague", Role::Staff).await;
    plaza.person("neighbour", Role::Resident).await;
    let path = format!("{API}/organisation");
    let member = |email: &str| json!({ "office": "parks", "email": email });
    let body = json!({ "members": [member(" colleague@example.tw ")] });
    let done = admin.post_json(&path, &body).await.expect(200).json();
    assert_eq!(done["changes"][0]["what"], "member");
    assert_eq!(done["changes"][0]["name"], "parks");
    let members = admin.get(&format!("{API}/offices/parks/members")).await;
    assert_eq!(members.expect(200).json().as_array().unwrap().len(), 1);
    let again = admin.post_json(&path, &body).await.expect(200).json();
    assert_eq!(again["changes"], json!([]));

    let before = plaza.dump();
    let body = json!({
        "districts": [{ "slug": "harbour", "name_zh": "港區", "name_en": "Harbour" }],
        "members": [member("colleague@example.tw"), member("neighbour@example.tw")],
    });
    let problem = admin.post_json(&path, &body).await.expect(422);
    assert!(!problem.body.contains("neighbour@example.tw"));
    let problem = problem.json();
    assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
    assert_eq!(problem["errors"][0]["field"], "members[1].email");
    assert_eq!(problem["errors"][0]["code"], "member-unknown");
    assert!(plaza.dump() == before, "half of it was done");
}

#[actix_web::test]
async fn who_names_members_proves_again_who_they_are_and_no_token_names_any() {
    let plaza = Plaza::city().await;
    let Person { client: admin, .. } = plaza.person("head", Role::Administrator).await;
    plaza.person("colleague", Role::Staff).await;
    let path = format!("{API}/organisation");
    let program = program(&plaza, &admin, &["admin:write"]).await;
    let named = json!([{ "office": "parks", "email": "colleague@example.tw" }]);
    let (body, trial) = (
        json!({ "members": named }),
        json!({ "members": named, "dry_run": true }),
    );
    let before = plaza.rows_of("office_members");
    let refused = program.post_json(&path, &body).await.expect(403).json();
    assert_eq!(refused["code"], "not-for-tokens");
    program.post_json(&path, &trial).await.expect(200);
    program.post_json(&path, &json!({})).await.expect(200);

    plaza.advance(TimeDelta::minutes(11));
    let refused = admin.post_json(&path, &body).await.expect(403).json();
    assert_eq!(refused["code"], "confirm-first");
    admin.post_json(&path, &trial).await.expect(200);
    admin.post_json(&path, &json!({})).await.expect(200);
    assert_eq!(plaza.rows_of("office_members"), before);
    admin.prove().await.expect(200);
    admin.post_json(&path, &body).await.expect(200);
    assert_eq!(plaza.rows_of("office_members").len(), before.len() + 1);
}
