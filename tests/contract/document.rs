//! The document by itself: it stands in `docs/`, it is whole, and no name in it means two things.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use plaza::web::{api::docs::openapi, codes::CODES, routes::Audience};
use regex::Regex;
use sha2::{Digest as _, Sha256};

use super::{Operation, faults};

const WRITTEN: &str = "docs/openapi.json";
const CHANGES: &str = "docs/api-changelog.md";

/// `PLAZA_WRITE_API=1` writes it.
#[test]
fn the_document_that_is_written_down_is_the_one_that_is_given() {
    let given = serde_json::to_string_pretty(openapi()).unwrap() + "\n";
    if std::env::var_os("PLAZA_WRITE_API").is_some() {
        fs::write(WRITTEN, &given).unwrap();
    }
    let written = fs::read_to_string(WRITTEN).unwrap_or_default();
    assert!(
        written == given,
        "{WRITTEN} is another document than the program gives: write it with PLAZA_WRITE_API=1, \
         and say in {CHANGES} what changed"
    );
}

#[test]
fn each_document_has_its_line_in_the_changelog() {
    let written = fs::read(WRITTEN).unwrap_or_default();
    let hash = hex::encode(Sha256::digest(&written));
    let changes = fs::read_to_string(CHANGES).unwrap();
    let newest = changes.lines().find(|line| line.starts_with("## "));
    let newest = newest.unwrap_or_else(|| panic!("{CHANGES} has no heading"));
    let named = newest.split_whitespace().last().unwrap();
    assert_eq!(
        named,
        &hash[..12],
        "{CHANGES} begins with another document: say what changed under a new heading"
    );
    let (_, said) = changes.split_once(newest).unwrap();
    let said = said.split("\n## ").next().unwrap();
    assert!(
        said.lines().any(|line| line.starts_with("- ")),
        "{newest} says nothing"
    );
}

#[test]
fn every_code_has_its_words_and_every_words_have_a_code() {
    for language in ["en", "zh-TW"] {
        let mut worded = BTreeSet::new();
        for entry in fs::read_dir(Path::new("locales").join(language)).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let keys = text.lines().filter_map(|line| line.split_once(" ="));
            let codes = keys.filter_map(|(key, _)| key.strip_prefix("problem-"));
            worded.extend(codes.map(str::to_owned));
        }
        let codes: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(worded, codes, "{language}");
    }
}

#[test]
fn every_answer_says_what_it_holds() {
    let mut lacking = Vec::new();
    let mut problems = 0;
    for operation in Operation::all() {
        let what = operation.what();
        let summary = operation.described.get("summary");
        if summary.is_none_or(|summary| summary.as_str().unwrap().is_empty()) {
            lacking.push(format!("{what} does not say what it is for"));
        }
        for status in operation.described["responses"].as_object().unwrap().keys() {
            let response = operation.response(status).unwrap();
            let content = response["content"].as_object();
            if status.starts_with(['4', '5']) {
                problems += 1;
                let problem = &response["content"]["application/problem+json"];
                if problem["schema"]["allOf"][1]["properties"]["code"]["enum"].is_null() {
                    lacking.push(format!("{what}: {status} names no code"));
                }
                let found = faults(&problem["schema"], &problem["example"]);
                if !found.is_empty() {
                    lacking.push(format!("{what}: the example of {status}: {found:?}"));
                }
                continue;
            }
            let leads = response["headers"]["Location"]["required"] == true;
            if leads != (status.as_str() == "308") {
                lacking.push(format!("{what}: {status} says where it leads, or does not"));
            }
            let bare = matches!(status.as_str(), "204" | "304" | "308");
            if bare == content.is_some() {
                lacking.push(format!("{what}: {status} says no content, or too much"));
            }
            let json = response.pointer("/content/application~1json");
            if let Some(json) = json {
                let found = faults(&json["schema"], &json["example"]);
                if !found.is_empty() {
                    lacking.push(format!("{what}: the example of {status}: {found:?}"));
                }
            }
        }
        if let Some(body) = operation.body() {
            let found = faults(&body["schema"], &body["example"]);
            if !found.is_empty() {
                lacking.push(format!("{what}: the body's example: {found:?}"));
            }
        }
        for parameter in operation.parameters() {
            let is_place = matches!(parameter["name"].as_str(), Some("after" | "before"));
            // Where a list goes on, its `Link` says alone.
            if is_place && parameter["example"].is_null() {
                continue;
            }
            let found = faults(&parameter["schema"], &parameter["example"]);
            if !found.is_empty() {
                lacking.push(format!("{what}: {}: {found:?}", parameter["name"]));
            }
        }
    }
    assert!(problems > 1000, "{problems}");
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn who_may_call_is_said_as_the_catalogue_says_it() {
    for operation in Operation::all() {
        let is_open = operation.route().audience == Audience::Anyone;
        let security = operation.described.get("security");
        let ways = security.and_then(|ways| ways.as_array());
        let without = ways.is_none_or(|ways| {
            let none = |way: &serde_json::Value| way.as_object().is_some_and(|way| way.is_empty());
            ways.iter().any(none)
        });
        assert_eq!(is_open, without, "{}", operation.what());
        if !is_open {
            let refused = operation.response("401").is_some();
            assert!(refused, "{} declares no 401", operation.what());
        }
    }
}

/// Boards have had other names, and topics were merged: what goes by them leads on.
#[test]
fn what_may_stand_elsewhere_is_said() {
    for operation in Operation::all() {
        let id = operation.described["operationId"].as_str().unwrap();
        // These go by what was asked for, wherever it stands now.
        if ["topics_arrange", "support_delete"].contains(&id) {
            continue;
        }
        let path = operation.path;
        if ["/api/v1/boards/{slug}", "/api/v1/topics/{id}"]
            .iter()
            .any(|place| path.starts_with(place))
        {
            let led = operation.response("308").is_some();
            assert!(led, "{} declares no 308", operation.what());
        }
    }
}

/// Of two types with one name, the document would describe the one that comes last, in both places.
#[test]
fn no_two_types_have_one_name() {
    let declared = Regex::new(
        r"(?m)((?:^[ \t]*(?:#\[.*\]|///.*|text_enum! \{)\n)+)[ \t]*(?:pub(?:\([a-z: ]+\))? )?(?:struct|enum) (\w+)",
    )
    .unwrap();
    let named = Regex::new(r"schema\(.*\bas = (\w+)").unwrap();
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut folders = vec![Path::new("src").to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for found in declared.captures_iter(&source) {
                let attributes = &found[1];
                if !attributes.contains("ToSchema") && !attributes.contains("text_enum!") {
                    continue;
                }
                let other = named.captures(attributes).map(|name| name[1].to_owned());
                let name = other.unwrap_or_else(|| found[2].to_owned());
                let here = format!("{}: {}", path.display(), &found[2]);
                types.entry(name).or_default().insert(here);
            }
        }
    }
    assert!(types.len() > 300, "the types were not found");
    let schemas = openapi()["components"]["schemas"].as_object().unwrap();
    types.retain(|name, places| schemas.contains_key(name) && places.len() > 1);
    assert!(types.is_empty(), "{types:#?}");
}
