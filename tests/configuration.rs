//! `docs/configuration.md` is what the program does: each key of the configuration stands there, and no
//! other, with the numbers that are taken; and the examples of the manual are taken too.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use plaza::privacy::inventory::{Class, Schedule};

use crate::support::command::{SECRET, command};

/// A key as the document has it.
struct Row {
    key: String,
    default: String,
    range: String,
}

/// The lines of the document's tables of keys, which have five cells.
fn documented() -> Vec<Row> {
    let text = fs::read_to_string("docs/configuration.md").unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells = line.strip_prefix("| `")?.strip_suffix(" |")?;
        let cells: Vec<&str> = cells.split(" | ").collect();
        let [key, _type, default, range, _effect] = cells[..] else {
            return None;
        };
        Some(Row {
            key: key.trim_end_matches('`').to_owned(),
            default: default.to_owned(),
            range: range.to_owned(),
        })
    });
    rows.collect()
}

/// A struct that the configuration is read into.
struct Table {
    /// The struct that is read in its stead, and made into it.
    instead: Option<String>,
    /// The fields, with their types.
    fields: Vec<(String, String)>,
}

/// By the file's name and the struct's.
type Tables = BTreeMap<(String, String), Table>;

/// The structs of `src/config` that are read.
fn tables() -> Tables {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir("src/config").unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let source = text.split("\nmod tests {").next().unwrap();
        for (name, table) in structs(source) {
            all.insert((file.clone(), name), table);
        }
    }
    all
}

fn structs(source: &str) -> Vec<(String, Table)> {
    let (mut found, mut attributes) = (Vec::new(), String::new());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("#[") {
            attributes.push_str(line);
        }
        if line.starts_with("#[") || line.starts_with("//") {
            continue;
        }
        let name = visible(line).strip_prefix("struct ");
        let name = name.and_then(|rest| rest.strip_suffix(" {"));
        if let Some(name) = name.filter(|_| attributes.contains("Deserialize")) {
            let inside = lines.by_ref().take_while(|line| *line != "}");
            let instead = attributes
                .split_once("try_from = \"")
                .and_then(|(_, rest)| rest.split_once('"'));
            let table = Table {
                fields: inside.filter_map(field).collect(),
                instead: instead.map(|(name, _)| name.to_owned()),
            };
            found.push((name.to_owned(), table));
        }
        attributes.clear();
    }
    found
}

/// A line without the word that says who sees it.
fn visible(line: &str) -> &str {
    ["pub(super) ", "pub(crate) ", "pub "]
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .unwrap_or(line)
}

fn field(line: &str) -> Option<(String, String)> {
    let (name, of) = visible(line.trim()).strip_suffix(',')?.split_once(": ")?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_name.then(|| (name.to_owned(), of.to_owned()))
}

/// The struct that a type names, as the file `from` names it.
fn named<'a>(tables: &'a Tables, from: &str, of: &str) -> Option<(&'a str, &'a str)> {
    let (file, name) = of.rsplit_once("::").unwrap_or((from, of));
    let all = tables.keys().filter(|(_, known)| known == name);
    let all: Vec<(&str, &str)> = all.map(|(file, name)| (&**file, &**name)).collect();
    let nearest = all.iter().find(|(known, _)| *known == file);
    nearest.or(all.first()).copied()
}

/// The keys that a struct reads, each after what leads to the struct.
fn keys(tables: &Tables, (file, name): (&str, &str), before: &str) -> BTreeSet<String> {
    let table = &tables[&(file.to_owned(), name.to_owned())];
    if let Some(instead) = &table.instead {
        let other = named(tables, file, instead).expect(instead);
        return keys(tables, other, before);
    }
    let mut found = BTreeSet::new();
    for (field, of) in &table.fields {
        let of = of
            .strip_prefix("Option<")
            .and_then(|of| of.strip_suffix('>'))
            .unwrap_or(of);
        let key = format!("{before}{field}");
        match named(tables, file, of) {
            Some(below) => found.extend(keys(tables, below, &format!("{key}."))),
            None => _ = found.insert(key),
        }
    }
    found
}

#[test]
fn every_key_of_the_program_stands_in_the_document_and_no_other() {
    let mut read = keys(&tables(), ("mod", "Raw"), "");
    assert!(read.len() > 50, "the sources were not read: {read:?}");
    // The one table whose keys are no fields.
    assert!(read.remove("retention"));
    read.extend(Class::ALL.map(|class| format!("retention.{}", class.name())));
    let rows = documented();
    let told: BTreeSet<String> = rows.iter().map(|row| row.key.clone()).collect();
    assert_eq!(told.len(), rows.len(), "a key stands there twice");
    let missing: Vec<_> = read.difference(&told).collect();
    let invented: Vec<_> = told.difference(&read).collect();
    assert!(
        missing.is_empty(),
        "docs/configuration.md lacks {missing:?}"
    );
    assert!(invented.is_empty(), "the program has no {invented:?}");
    let years = Schedule::new(&BTreeMap::new()).unwrap();
    for class in Class::ALL {
        let key = format!("retention.{}", class.name());
        let row = rows.iter().find(|row| row.key == key).unwrap();
        assert_eq!(row.default, format!("`{}`", years.years(class)), "{key}");
    }
}

/// What the document says of a reload is what a reload does.
#[test]
fn keys_that_wait_for_a_restart_are_listed() {
    let source = fs::read_to_string("src/config/reload.rs").unwrap();
    let source: String = source.split_whitespace().collect();
    let waits = source.split("waits(\"").skip(1);
    let mut waiting: BTreeSet<&str> = waits.filter_map(|rest| rest.split('"').next()).collect();
    assert!(waiting.len() > 8, "{waiting:?}");
    // All secrets are one there.
    waiting.extend(["secret_file", "old_secrets"]);
    let document = fs::read_to_string("docs/configuration.md").unwrap();
    let (_, list) = document
        .split_once("counts from the next start on:")
        .unwrap();
    let (list, _) = list.split_once("\nWith several nodes").unwrap();
    let mut told: BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
    // This one is named as what does not wait.
    assert!(told.remove("server.log"));
    assert_eq!(told, waiting);
}

#[test]
fn the_reader_of_structs_sees_every_form() {
    let source = "#[derive(Deserialize)]\n#[serde(try_from = \"RawB\")]\npub struct B {\n    b: u32,\n}\n\
                  #[derive(Deserialize)]\nstruct RawB {\n    /// A word: of it,\n    \
                  #[serde(default)]\n    c_1: Vec<String>,\n}\n#[derive(Clone)]\nstruct No {\n    d: u8,\n}\n\
                  #[derive(Deserialize)]\npub(super) struct Raw {\n    a: Option<u8>,\n    pub b: Option<B>,\n}\n";
    let tables: Tables = structs(source)
        .into_iter()
        .map(|(name, table)| (("x".to_owned(), name), table))
        .collect();
    let found: Vec<_> = keys(&tables, ("x", "Raw"), "").into_iter().collect();
    assert_eq!(found, ["a", "b.c_1"]);
}

/// A folder with a configuration of this text, beside the secret that it is given.
struct Settings(tempfile::TempDir);

impl Settings {
    fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plaza.toml"), text).unwrap();
        fs::write(folder.path().join("secret"), SECRET).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// What `plaza config check` says with these settings of the environment, and whether it is good.
    /// What must stand in a configuration and what would lie elsewhere on this machine is given.
    fn check(&self, settings: &[(&str, String)]) -> (bool, String) {
        let file = self.path("plaza.toml");
        let mut check = command(&["config", "check", "--config", &file]);
        for (key, value) in [
            ("base_url", "https://plaza.city.example"),
            ("database_url", "sqlite:/nowhere/plaza.sqlite"),
            ("secret_file", &*self.path("secret")),
            ("erasure_journal", &*self.path("erasures.jsonl")),
            ("attachments.store", &*format!("file:{}", self.path("a"))),
            ("access_log.folder", "/nowhere/log"),
            ("city.name_zh", "高雄市政府"),
            ("city.name_en", "Kaohsiung"),
            ("city.phone", "\"07\""),
            ("city.email", "plaza@city.example"),
            ("city.code", "KH"),
            ("mail.url", "smtp://127.0.0.1:25"),
            ("mail.from", "plaza@city.example"),
        ] {
            check.env(variable(key), value);
        }
        for (key, value) in settings {
            check.env(variable(key), value);
        }
        let output = check.output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        (output.status.success(), told)
    }
}

/// The variable that overrides a key.
fn variable(key: &str) -> String {
    format!("PLAZA_{}", key.to_uppercase().replace('.', "__"))
}

/// The least and the most, where a range is one of numbers; and whether the nearest is taken for others.
fn numbers(range: &str) -> Option<(u64, u64, bool)> {
    let within = range.strip_suffix(", else the nearest");
    let (least, most) = within.unwrap_or(range).split_once(" to ")?;
    Some((least.parse().ok()?, most.parse().ok()?, within.is_some()))
}

#[test]
fn numbers_are_taken_and_refused_as_the_document_says() {
    let settings = Settings::of("");
    let rows = documented();
    let (mut least, mut most, mut nearest) = (Vec::new(), Vec::new(), Vec::new());
    let mut refused = Vec::new();
    for row in &rows {
        let Some((from, to, is_nearest)) = numbers(&row.range) else {
            continue;
        };
        least.push((&*row.key, from.to_string()));
        most.push((&*row.key, to.to_string()));
        let beyond = (to + 1).to_string();
        if is_nearest {
            nearest.push((&*row.key, beyond));
        } else {
            refused.push((&*row.key, beyond));
            refused.extend(
                from.checked_sub(1)
                    .map(|below| (&*row.key, below.to_string())),
            );
        }
    }
    assert!(least.len() > 20 && refused.len() > 20 && nearest.len() > 5);
    for all in [least, most, nearest] {
        let (is_good, told) = settings.check(&all);
        assert!(is_good, "{all:?}: {told}");
    }
    for one in refused {
        let (is_good, told) = settings.check(std::slice::from_ref(&one));
        assert!(!is_good, "{one:?} is taken");
        assert!(told.contains(one.0), "{one:?}: {told}");
    }
}

#[test]
fn databases_are_named_as_the_manual_has_them() {
    let manual = fs::read_to_string("docs/install.md").unwrap();
    let away = "postgres://plaza:PASSWORD@db.city.example/plaza?sslmode=verify-full";
    assert!(manual.contains(away));
    let settings = Settings::of("");
    for (url, is_taken) in [
        ("sqlite:/var/lib/plaza/plaza.sqlite", true),
        ("postgres:///plaza?host=/var/run/postgresql", true),
        (away, cfg!(feature = "postgres-tls")),
    ] {
        assert!(manual.contains(url), "{url}");
        let (is_good, told) = settings.check(&[("database_url", url.to_owned())]);
        assert_eq!(is_good, is_taken, "{url}: {told}");
        assert!(!told.contains("PASSWORD"), "{told}");
    }
}

/// The blocks of TOML in a document.
fn blocks(document: &Path) -> Vec<String> {
    let text = fs::read_to_string(document).unwrap();
    let parts = text.split("\n```toml\n").skip(1);
    let inside = parts.map(|part| part.split("\n```\n").next().unwrap().to_owned());
    inside.collect()
}

#[test]
fn every_example_of_the_manual_is_taken() {
    let pages = fs::read_dir("docs").unwrap();
    let mut pages: Vec<_> = pages.map(|entry| entry.unwrap().path()).collect();
    pages.push("README.md".into());
    let is_page = |path: &&PathBuf| path.extension().is_some_and(|it| it == "md");
    let mut seen = 0;
    for page in pages.iter().filter(is_page) {
        for block in blocks(page) {
            let mut given = Vec::new();
            if block.contains("[mail.dkim]") {
                let key = fs::canonicalize("tests/support/dkim/rsa.pem").unwrap();
                given.push(("mail.dkim.key_file", key.display().to_string()));
            }
            // Nobody's key has the hash that stands there.
            if block.contains("[open311]") {
                given.push(("open311.keys", format!("[\"{}\"]", "ab".repeat(32))));
            }
            let (is_good, told) = Settings::of(&block).check(&given);
            assert!(is_good, "{}: {told}\n{block}", page.display());
            seen += 1;
        }
    }
    assert!(seen > 8, "only {seen} examples were found");
}

/// An example that says of itself that it is whole needs nothing but places of this machine.
#[test]
fn whole_examples_lack_nothing() {
    for page in ["README.md", "docs/install.md"] {
        let blocks = blocks(Path::new(page));
        let settings = Settings::of(blocks.first().expect(page));
        let mut check = command(&["config", "check", "--config", &settings.path("plaza.toml")]);
        for (key, value) in [
            ("secret_file", settings.path("secret")),
            ("erasure_journal", settings.path("erasures.jsonl")),
            ("attachments.store", format!("file:{}", settings.path("a"))),
        ] {
            check.env(variable(key), value);
        }
        let output = check.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{page}: {told}");
    }
}
