//! The commands `personal-data` and `evaluate` by what they read and write.
#![cfg(feature = "commands")]

use std::{
    env,
    ffi::OsStr,
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
};

fn run<S: AsRef<OsStr>>(program: &str, arguments: &[S], input: &[u8]) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // The command may stop reading before all is written.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input is written");
    output
}

fn personal_data(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    run(
        env!("CARGO_BIN_EXE_personal-data"),
        arguments,
        input.as_ref(),
    )
}

/// What is written to standard output where all goes well.
fn written(arguments: &[&str], input: impl AsRef<[u8]>) -> String {
    let output = personal_data(arguments, input);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The exit code, standard output and standard error of a failure.
fn failed(arguments: &[&str], input: impl AsRef<[u8]>) -> (i32, String, String) {
    let output = personal_data(arguments, input);
    let code = output.status.code().expect("no signal ends the command");
    let said = text(&output.stderr);
    assert!(
        !said.contains("panicked") && said.starts_with("personal-data: "),
        "{said}"
    );
    (code, text(&output.stdout), said)
}

#[test]
fn spans_count_code_points() {
    for (line, spans) in [
        (r#"{"text":"a.lin@example.tw"}"#, r#"[[0,16,"EMAIL"]]"#),
        (r#"{"text":"😀👨‍👩‍👧 a.lin@example.tw"}"#, r#"[[7,23,"EMAIL"]]"#),
        (
            r#"{"text":"打0912\u200b345\u200b678找我"}"#,
            r#"[[1,13,"PHONE"]]"#,
        ),
        (
            r#"{"text":"\ud83d\ude00　我叫王小明，0912-345-678"}"#,
            r#"[[4,7,"PERSON"],[8,20,"PHONE"]]"#,
        ),
        (r#"{"text":""}"#, "[]"),
        (r#"{"text":"垃圾車沒有來"}"#, "[]"),
    ] {
        let out = written(&[], line);
        assert!(
            out.ends_with(&format!(r#","spans":{spans}}}{}"#, '\n')),
            "{out}"
        );
    }
}

#[test]
fn other_members_and_their_order_are_kept() {
    let line =
        r#"{"z":1,"spans":[[0,1,"CARD"]],"text":"a.lin@example.tw","a":{"y":[1.5,null],"b":"字"}}"#;
    let kept = r#"{"z":1,"spans":[[0,16,"EMAIL"]],"text":"a.lin@example.tw","a":{"y":[1.5,null],"b":"字"}}"#;
    assert_eq!(written(&[], line), format!("{kept}\n"));
}

#[test]
fn a_line_in_is_a_line_out() {
    let input = "\u{feff} \n{\"text\":\"我叫王小明，\"}\r\n\n  \n{\"text\":\"沒事\"}";
    let out = "{\"text\":\"我叫王小明，\",\"spans\":[[2,5,\"PERSON\"]]}\n{\"text\":\"沒事\",\"spans\":[]}\n";
    assert_eq!(written(&[], input), out);
}

#[test]
fn masks() {
    assert_eq!(
        written(
            &["--mask"],
            "{\"text\":\"我叫王小明，0912-345-678\",\"n\":1}\n"
        ),
        "{\"text\":\"我叫王○明，09**-***-*78\",\"n\":1}\n"
    );
    assert_eq!(
        written(&["--mask"], "我叫王小明，\n0912-345-678\n"),
        "我叫王○明，\n09**-***-*78\n"
    );
}

#[test]
fn persons_in_public_roles_on_demand() {
    let line = "{\"text\":\"陳其邁市長昨天說\"}\n";
    assert_eq!(
        written(&[], line),
        "{\"text\":\"陳其邁市長昨天說\",\"spans\":[]}\n"
    );
    assert_eq!(
        written(&["--all-persons"], line),
        "{\"text\":\"陳其邁市長昨天說\",\"spans\":[[0,3,\"PERSON\"]]}\n"
    );
}

#[test]
fn kinds_and_confidence_are_chosen() {
    let post = "我叫王小明，0912-345-678，a.lin@example.tw";
    let marked = |arguments: &[&str]| written(arguments, post);
    assert_eq!(
        marked(&["--only", "PHONE"]),
        "我叫王小明，⟦PHONE:0912-345-678⟧，a.lin@example.tw"
    );
    assert_eq!(
        marked(&["--only", "EMAIL,PERSON"]),
        "我叫⟦PERSON:王小明⟧，0912-345-678，⟦EMAIL:a.lin@example.tw⟧"
    );
    assert_eq!(marked(&["--least", "1"]), post);
    assert_eq!(marked(&["--least", "0"]), marked(&[]));
    // In either order.
    assert_eq!(
        marked(&["--only", "PHONE", "--least", "0.1"]),
        marked(&["--only", "PHONE"])
    );
    assert_eq!(
        marked(&["--least", "0.1", "--only", "PHONE"]),
        marked(&["--only", "PHONE"])
    );
    assert_eq!(
        marked(&["--only", "PHONE", "--mask"]),
        "我叫王小明，09**-***-*78，a.lin@example.tw"
    );
}

#[test]
fn plain_text_gets_marks() {
    assert_eq!(
        written(&[], "\n\n 我叫王小明，\r\n沒有句點"),
        "\n\n 我叫⟦PERSON:王小明⟧，\r\n沒有句點"
    );
    assert_eq!(
        written(&["--plain"], "{\"text\":\"我叫王小明，\"}"),
        "{\"text\":\"我叫⟦PERSON:王小明⟧，\"}"
    );
    assert_eq!(written(&[], "[1]"), "[1]");
    // More spaces than are read at once.
    let spaces = " ".repeat(40_000);
    assert_eq!(
        written(&[], format!("{spaces}我叫王小明，")),
        format!("{spaces}我叫⟦PERSON:王小明⟧，")
    );
}

#[test]
fn nothing_in_nothing_out() {
    for arguments in [&[][..], &["--plain"], &["--mask"]] {
        assert_eq!(written(arguments, ""), "");
    }
    assert_eq!(written(&[], " \n\n"), " \n\n");
}

#[test]
fn a_wrong_line_is_named_and_the_ones_before_it_are_written() {
    let first = "{\"text\":\"沒事\"}\n\n";
    for (wrong, what) in [
        ("{\"text\":", "no JSON"),
        ("{\"text\":\"a\"} x", "no JSON"),
        ("{\"text\":\"\\ud800\"}", "no JSON"),
        ("王小明", "no JSON"),
        ("[\"text\"]", "no JSON object"),
        ("3", "no JSON object"),
        ("{}", "no \"text\""),
        ("{\"text\":null}", "no \"text\""),
        ("{\"text\":[\"a\"]}", "no \"text\""),
    ] {
        let input = format!("{first}{wrong}\n{{\"text\":\"\"}}\n");
        for arguments in [&[][..], &["--mask"]] {
            let (code, out, said) = failed(arguments, &input);
            assert_eq!(code, 65, "{wrong}");
            assert!(
                said.contains("line 3: ") && said.contains(what),
                "{wrong}: {said}"
            );
            assert!(
                out.starts_with("{\"text\":\"沒事\"") && out.ends_with("}\n"),
                "{wrong}: {out}"
            );
            assert_eq!(out.lines().count(), 1, "{wrong}: {out}");
        }
    }
    // Deep nesting is refused, not followed to the end of the stack.
    let deep = format!("{{\"text\":{}", "[".repeat(200_000));
    assert_eq!(failed(&[], deep).0, 65);
}

#[test]
fn what_is_no_utf_8_is_refused() {
    let (code, out, said) = failed(&[], b"{\"text\":\"\"}\n{\"text\":\"\xa4\xa4\"}\n");
    assert_eq!((code, out.lines().count()), (65, 1));
    assert!(
        said.contains("line 2: ") && said.contains("UTF-8"),
        "{said}"
    );
    for arguments in [&[][..], &["--mask"], &["--plain"]] {
        let (code, out, said) = failed(arguments, b"Big5 \xa4\xa4\xa4\xe5");
        assert_eq!((code, out.as_str()), (65, ""));
        assert!(said.contains("UTF-8"), "{said}");
    }
}

#[test]
fn wrong_options_are_refused() {
    for arguments in [
        &["--unknown"][..],
        &["post.txt"],
        &["--only"],
        &["--only", "EMAIL,NAME"],
        &["--only", "email"],
        &["--least"],
        &["--least", "2"],
        &["--least", "-0.1"],
        &["--least", "NaN"],
        &["--least", "much"],
    ] {
        let (code, out, said) = failed(arguments, "我叫王小明");
        assert_eq!((code, out.as_str()), (64, ""), "{arguments:?}");
        assert!(said.contains("--help"), "{said}");
    }
    let (_, _, said) = failed(&["--only", "EMAIL,NAME"], "");
    assert!(said.contains("NAME"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_utf_8_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let output = run(
        env!("CARGO_BIN_EXE_personal-data"),
        &[OsStr::from_bytes(b"--\xff")],
        b"",
    );
    assert_eq!(output.status.code(), Some(64), "{output:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let many = "{\"text\":\"0912-345-678 a.lin@example.tw\"}\n".repeat(4_000);
    for (arguments, input) in [
        (&[][..], many.as_str()),
        (&["--plain"], many.as_str()),
        (&["--help"], ""),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_personal-data"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may be gone before all is written.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the command ends");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert_eq!(text(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn help_and_version() {
    for option in ["--help", "-h"] {
        let help = written(&[option], "");
        for kind in personal_data::Kind::ALL {
            assert!(help.contains(kind.as_str()), "{kind}");
        }
        for option in ["--mask", "--all-persons", "--only", "--least", "--plain"] {
            assert!(help.contains(option), "{option}");
        }
    }
    let version = format!(
        "personal-data {} (detector {})\n",
        env!("CARGO_PKG_VERSION"),
        personal_data::VERSION
    );
    assert_eq!(written(&["--version"], ""), version);
    assert_eq!(written(&["-V", "--unknown"], ""), version);
}

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        // Left over from a run that was cut off.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("more")).expect("a folder");
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn evaluate(arguments: &[&str]) -> Output {
    run(env!("CARGO_BIN_EXE_evaluate"), arguments, b"")
}

/// The figures behind the name of a row.
fn row(out: &str, name: &str) -> Option<Vec<f64>> {
    let line = out.lines().find(|line| line.starts_with(name))?;
    Some(
        line[name.len()..]
            .split_whitespace()
            .map(|figure| figure.parse().expect("a figure"))
            .collect(),
    )
}

/// One e-mail exactly right, one half right, one missed, one that is none; a telephone
/// exactly right; two texts without labels, one of which gets a mark.
const LABELLED: &str = r#"{"text":"a.lin@example.tw","spans":[[0,16,"EMAIL"]]}
{"text":"😀a.lin@example.tw，0912-345-678","spans":[[3,17,"EMAIL"],[18,30,"PHONE"]]}
{"text":"甲乙丙丁","spans":[[1,3,"EMAIL"]]}
{"text":"b.lin@example.tw","spans":[]}
{"text":"沒事","spans":[]}
"#;

#[test]
fn figures_as_counted_by_hand() {
    let folder = Folder::new("figures");
    let file = folder.write("a.jsonl", LABELLED);
    let output = evaluate(&[&file]);
    assert!(output.status.success(), "{output:?}");
    let out = text(&output.stdout);
    assert!(
        out.starts_with(&format!("{file}: 5 texts, 68 characters, ")),
        "{out}"
    );
    // Gold, found; precision, recall, F1: strict, then overlap.
    assert_eq!(
        row(&out, "EMAIL"),
        Some(vec![3.0, 3.0, 0.333, 0.333, 0.333, 0.667, 0.667, 0.667])
    );
    assert_eq!(
        row(&out, "PHONE"),
        Some(vec![1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    );
    assert_eq!(
        row(&out, "all but PERSON"),
        Some(vec![4.0, 4.0, 0.5, 0.5, 0.5, 0.75, 0.75, 0.75])
    );
    assert_eq!(row(&out, "PLATE"), None);
    assert!(
        out.contains("texts without labels that get a mark: 1 of 2\n"),
        "{out}"
    );
    assert!(!out.contains("missed"), "{out}");
    let shown = text(&evaluate(&["--show", &file]).stdout);
    for line in [
        "missed EMAIL \"lin@example.tw\" in ",
        "missed EMAIL \"乙丙\" in \"甲乙丙丁\"",
        "wrong  EMAIL \"a.lin@example.tw\" in ",
        "wrong  EMAIL \"b.lin@example.tw\" in \"b.lin@example.tw\"",
    ] {
        assert!(
            shown.lines().any(|shown| shown.starts_with(line)),
            "{line}\n{shown}"
        );
    }
}

#[test]
fn persons_in_public_roles_are_measured_on_demand() {
    let folder = Folder::new("roles");
    let file = folder.write(
        "a.jsonl",
        r#"{"text":"陳其邁市長昨天說","spans":[[0,3,"PERSON"]]}"#,
    );
    let found = |arguments: &[&str]| {
        row(&text(&evaluate(arguments).stdout), "PERSON").map(|figures| figures[1])
    };
    assert_eq!(found(&[&file]), Some(0.0));
    assert_eq!(found(&["--all-persons", &file]), Some(1.0));
}

#[test]
fn every_file_of_a_folder_in_order() {
    let folder = Folder::new("folder");
    let last = folder.write("more/c.jsonl", LABELLED);
    let middle = folder.write("b.jsonl", LABELLED);
    let first = folder.write("a.jsonl", LABELLED);
    folder.write("README.md", "not measured");
    let output = evaluate(&[folder.0.to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{output:?}");
    let out = text(&output.stdout);
    let places: Vec<_> = [first, middle, last]
        .iter()
        .map(|file| out.find(&format!("{file}: 5 texts")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{out}"
    );
    assert_eq!(out.matches(" texts, ").count(), 3, "{out}");
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let folder = Folder::new("broken");
    for line in [
        "{",
        "[]",
        "{\"spans\":[]}",
        "{\"text\":\"a\"}",
        "{\"text\":\"a\",\"spans\":[[0,1]]}",
        "{\"text\":\"a\",\"spans\":[3]}",
        "{\"text\":\"a\",\"spans\":[[0,1,\"NAME\"]]}",
        "{\"text\":\"a\",\"spans\":[[-1,1,\"EMAIL\"]]}",
        "{\"text\":\"a\",\"spans\":[[1,0,\"EMAIL\"]]}",
        "{\"text\":\"甲\",\"spans\":[[0,3,\"EMAIL\"]]}",
    ] {
        let file = folder.write("b.jsonl", &format!("{LABELLED}{line}\n"));
        let output = evaluate(&[&file]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{line}");
        assert!(
            said.contains(&format!("{file}:6: ")) && !said.contains("panicked"),
            "{line}: {said}"
        );
    }
    let missing = folder.0.join("missing.jsonl");
    let missing = missing.to_str().expect("UTF-8");
    let output = evaluate(&[missing]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(missing), "{output:?}");
    for arguments in [&[][..], &["--all"], &["--all", missing]] {
        let output = evaluate(arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("usage: "), "{output:?}");
    }
}
