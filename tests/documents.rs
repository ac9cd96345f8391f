//! The documents hang together: each link between them leads somewhere, each page of the manual is listed,
//! and the commands that it names are those that there are.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::command::good;

/// What lies here and was written by nobody of this project.
const OTHERS: [&str; 4] = ["target", "node_modules", "plaza-demo", "data"];

/// The files below a folder whose names end so.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let (mut all, mut folders) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap_or_default();
            let is_ours = !name.starts_with('.') && !OTHERS.contains(&name);
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                all.push(path);
            }
        }
    }
    all
}

/// Where the links of a document lead, but for what stands in its blocks of code.
fn links(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    let links = lines.flat_map(|line| line.split("](").skip(1));
    links
        .filter_map(|rest| Some(rest.split_once(')')?.0))
        .collect()
}

/// By what a heading is reached.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

/// What is wrong with a link of a document.
fn wrong(document: &Path, target: &str) -> Option<String> {
    let elsewhere = ["http://", "https://", "mailto:", "/"];
    if elsewhere.iter().any(|begin| target.starts_with(*begin)) {
        return None;
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = match path {
        "" => document.to_owned(),
        path => document.parent()?.join(path),
    };
    let here = document.display();
    if !file.exists() {
        return Some(format!("{here}: there is no {target}"));
    }
    if heading.is_empty() {
        return None;
    }
    let text = fs::read_to_string(&file).unwrap_or_default();
    let mut headings = text.lines().filter(|line| line.starts_with('#'));
    let found = headings.any(|line| anchor(line) == heading);
    (!found).then(|| format!("{here}: {target} is no heading there"))
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let documents = files(".", "md");
    assert!(documents.len() > 20, "{documents:?}");
    let (mut seen, mut all) = (0, Vec::new());
    for document in &documents {
        let text = fs::read_to_string(document).unwrap();
        for target in links(&text) {
            seen += 1;
            all.extend(wrong(document, target));
        }
    }
    assert!(seen > 50, "only {seen} links were found");
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn the_reader_of_links_sees_what_is_wrong() {
    let text = "[a](b.md) and [c](#d)\n```\n[no](e.md)\n```\n[f](https://g.example)\n";
    assert_eq!(links(text), ["b.md", "#d", "https://g.example"]);
    assert_eq!(
        anchor("## Plaza's own log, in 1 line"),
        "plazas-own-log-in-1-line"
    );
    let readme = Path::new("README.md");
    let is_wrong = |target| wrong(readme, target).is_some();
    assert!(is_wrong("docs/nothing.md") && is_wrong("docs/install.md#nothing") && is_wrong("#no"));
    assert!(!is_wrong("docs/install.md#tls") && !is_wrong("#try-it") && !is_wrong("/en/privacy"));
}

/// What the sources call a document is one.
#[test]
fn documents_that_the_program_names_are_there() {
    let sources = [files("src", "rs"), files("tests", "mjs"), files(".", "md")].concat();
    let (mut seen, mut missing) = (0, Vec::new());
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        for (at, _) in text.match_indices("docs/") {
            let is_name =
                |letter: &char| letter.is_ascii_alphanumeric() || "/_-.".contains(*letter);
            let name: String = text[at..].chars().take_while(is_name).collect();
            let name = name.trim_end_matches('.');
            // The same folder of a crate is its own.
            if !name.ends_with(".md") || text[..at].ends_with('/') {
                continue;
            }
            seen += 1;
            if !Path::new(name).exists() {
                missing.push(format!("{}: {name}", source.display()));
            }
        }
    }
    assert!(seen > 10, "only {seen} were found");
    assert!(missing.is_empty(), "{missing:?}");
}

/// Whoever looks for a line of the log in the manual finds it there as it was told.
#[test]
fn the_log_says_what_the_manual_explains() {
    let manual = fs::read_to_string("docs/operations.md").unwrap();
    let (_, table) = manual.split_once("What the log says").unwrap();
    let rows = table.lines().skip_while(|line| !line.starts_with('|'));
    let cells = rows
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split('|').nth(1));
    let words: Vec<&str> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(words.len() > 5, "{words:?}");
    let sources: String = files("src", "rs")
        .iter()
        .map(|source| fs::read_to_string(source).unwrap())
        .collect();
    for told in words {
        assert!(
            sources.contains(&format!("\"{told}")),
            "the log never says {told}"
        );
    }
}

#[test]
fn the_manual_lists_each_of_its_pages() {
    let index = fs::read_to_string("docs/README.md").unwrap();
    let listed = links(&index);
    for entry in fs::read_dir("docs").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_page = name.ends_with(".md") && name != "README.md";
        assert!(!is_page || listed.contains(&&*name), "{name} is not listed");
    }
}

/// The commands below these words, each whole.
fn commands(words: &[&str]) -> Vec<String> {
    let help = good(&[words, &["--help"]].concat());
    let Some((_, list)) = help.split_once("\nCommands:\n") else {
        return vec![words.join(" ")];
    };
    // What is indented further goes on with a line's words.
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let own = names.filter(|name| !name.is_empty() && *name != "help");
    own.flat_map(|name| commands(&[words, &[name]].concat()))
        .collect()
}

#[test]
fn the_manual_has_every_command_and_names_no_other() {
    let all = commands(&[]);
    assert!(all.len() > 15, "{all:?}");
    let list = fs::read_to_string("docs/commands.md").unwrap();
    let words = |line: &str| -> BTreeSet<String> {
        let is_apart = |letter: char| !letter.is_ascii_lowercase() && letter != '-';
        line.split(is_apart).map(str::to_owned).collect()
    };
    let rows: Vec<_> = list
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(words)
        .collect();
    for command in &all {
        // Of what lies deeper, `plaza help` tells.
        let wanted: BTreeSet<String> = command.split(' ').take(2).map(str::to_owned).collect();
        let is_told = rows.iter().any(|row| row.is_superset(&wanted));
        assert!(is_told, "docs/commands.md lacks plaza {command}");
    }
    let known = |first: &str| {
        let mut firsts = all.iter().filter_map(|command| command.split(' ').next());
        first == "help" || firsts.any(|known| known == first)
    };
    for page in [files("docs", "md"), vec!["README.md".into()]].concat() {
        let text = fs::read_to_string(&page).unwrap();
        for (at, words) in text.match_indices("plaza ") {
            let before = &text[..at];
            let is_call = ["`", "\n", "sudo -u plaza "]
                .iter()
                .any(|begin| before.ends_with(*begin));
            let rest = &text[at + words.len()..];
            let first: String = rest
                .chars()
                .take_while(|letter| letter.is_ascii_lowercase() || *letter == '-')
                .collect();
            let is_word = is_call && !first.is_empty() && !first.starts_with('-');
            assert!(
                !is_word || known(&first),
                "{}: plaza {first}",
                page.display()
            );
        }
    }
}
