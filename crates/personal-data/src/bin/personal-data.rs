//! `personal-data`: finds or masks personal data in what comes in on standard input.

use personal_data::{Detector, Finding, Kind};
use serde_json::{Value, json};
use std::{
    env,
    io::{self, BufRead, IsTerminal, Read, Write},
    process::ExitCode,
};

const HELP: &str = "\
personal-data: finds personal data in Taiwanese and English text

usage: personal-data [OPTIONS] < INPUT

Input that begins with { is read as JSON Lines {\"text\": …}; each line is written back with
\"spans\": [[start, end, KIND], …] in Unicode code points, end exclusive. Any other input is
plain text; findings are shown in colour on a terminal, else as ⟦KIND:…⟧.

  --mask            mask the findings instead of telling where they are
  --all-persons     report persons in public roles too
  --only KIND,…     report these kinds only
  --least NUMBER    report from this confidence on, 0 to 1
  --plain           take the input for plain text, whatever it begins with
  -h, --help        this text
  -V, --version     the version of the program and of the detector

Kinds: EMAIL PERSON PHONE NATIONAL_ID RESIDENT_ID ADDRESS PLATE CARD BANK_ACCOUNT PASSPORT
HEALTH_CARD DRIVER_LICENCE SOCIAL_ID IP COORDINATES BIRTH_DATE

Exit codes: 0 done, 64 wrong options, 65 the input is no UTF-8 or a line no JSON object with a
text, 74 input or output failed.";

/// Some programs put it before their JSON Lines.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// As in sysexits.h.
const USAGE: u8 = 64;
const DATA: u8 = 65;
const IO: u8 = 74;

struct Options {
    detector: Detector,
    mask: bool,
    plain: bool,
}

enum Asked {
    Run(Options),
    Say(String),
}

fn main() -> ExitCode {
    let arguments = env::args_os().skip(1);
    let done = match options(arguments.map(|argument| argument.to_string_lossy().into_owned())) {
        Ok(Asked::Run(options)) => run(&options),
        Ok(Asked::Say(text)) => writeln!(io::stdout(), "{text}").map_err(Failure::from),
        Err(what) => {
            eprintln!("personal-data: {what}; see --help");
            return ExitCode::from(USAGE);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(error)) => {
            eprintln!("personal-data: {error}");
            ExitCode::from(IO)
        }
        Err(Failure::Line(number, what)) => {
            eprintln!("personal-data: line {number}: {what}; the lines before it are written");
            ExitCode::from(DATA)
        }
        Err(Failure::Encoding) => {
            eprintln!("personal-data: the text is no UTF-8");
            ExitCode::from(DATA)
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut detector = Detector::new();
    let (mut mask, mut plain) = (false, false);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or(format!("{argument} asks for a value"))
        };
        match argument.as_str() {
            "--mask" => mask = true,
            "--all-persons" => detector = detector.with_public_persons(),
            "--plain" => plain = true,
            "--only" => {
                let kinds: Result<Vec<Kind>, _> = value()?
                    .split(',')
                    .map(|word| word.parse::<Kind>().map_err(|e| format!("{e}: {word}")))
                    .collect();
                detector = detector.only(&kinds?);
            }
            "--least" => {
                let least = value()?
                    .parse()
                    .ok()
                    .filter(|least| (0.0..=1.0).contains(least))
                    .ok_or("--least asks for a number from 0 to 1")?;
                for kind in Kind::ALL {
                    detector = detector.least(*kind, least);
                }
            }
            "-h" | "--help" => return Ok(Asked::Say(HELP.into())),
            "-V" | "--version" => {
                return Ok(Asked::Say(format!(
                    "personal-data {} (detector {})",
                    env!("CARGO_PKG_VERSION"),
                    personal_data::VERSION
                )));
            }
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok(Asked::Run(Options {
        detector,
        mask,
        plain,
    }))
}

enum Failure {
    Io(io::Error),
    Line(usize, String),
    Encoding,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let mut input = io::stdin().lock();
    let stdout = io::stdout().lock();
    let colour = stdout.is_terminal() && env::var_os("NO_COLOR").is_none();
    let mut output = io::BufWriter::new(stdout);
    let mut lead = Vec::new();
    let json = !options.plain && begins_with_brace(&mut input, &mut lead)?;
    let mut input = lead.as_slice().chain(input);
    if json {
        lines(options, input, &mut output)?;
    } else {
        let mut text = Vec::new();
        input.read_to_end(&mut text)?;
        let text = String::from_utf8(text).map_err(|_| Failure::Encoding)?;
        if options.mask {
            output.write_all(options.detector.mask(&text).as_bytes())?;
        } else {
            shown(&text, &options.detector.find(&text), colour, &mut output)?;
        }
    }
    output.flush()?;
    Ok(())
}

/// Whether the first sign that is no space and no byte order mark is a brace; what was read
/// before it is moved to `lead`.
fn begins_with_brace(input: &mut impl BufRead, lead: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let blank =
            |byte: &u8| byte.is_ascii_whitespace() || BYTE_ORDER_MARK.as_bytes().contains(byte);
        let buffer = input.fill_buf()?;
        if let Some(first) = buffer.iter().find(|byte| !blank(byte)) {
            return Ok(*first == b'{');
        }
        let read = buffer.len();
        if read == 0 {
            return Ok(false);
        }
        lead.extend_from_slice(buffer);
        input.consume(read);
    }
}

fn lines(options: &Options, input: impl BufRead, output: &mut impl Write) -> Result<(), Failure> {
    for (index, line) in input.split(b'\n').enumerate() {
        let line = line?;
        let wrong = |what: String| Failure::Line(index + 1, what);
        let line = str::from_utf8(&line).map_err(|_| wrong("no UTF-8".into()))?;
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
        if line.trim().is_empty() {
            continue;
        }
        let mut value: Value =
            serde_json::from_str(line).map_err(|error| wrong(format!("no JSON: {error}")))?;
        let object = value
            .as_object_mut()
            .ok_or_else(|| wrong("no JSON object".into()))?;
        let text = object
            .get("text")
            .and_then(Value::as_str)
            .ok_or_else(|| wrong("no \"text\" that is a string".into()))?;
        if options.mask {
            let masked = options.detector.mask(text);
            object.insert("text".into(), masked.into());
            // Places of the old text mean nothing in the new one.
            object.shift_remove("spans");
        } else {
            let spans: Vec<Value> = options
                .detector
                .find(text)
                .iter()
                .map(|found| json!([found.chars.start, found.chars.end, found.kind.as_str()]))
                .collect();
            object.insert("spans".into(), spans.into());
        }
        serde_json::to_writer(&mut *output, &value).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

fn shown(
    text: &str,
    findings: &[Finding],
    colour: bool,
    output: &mut impl Write,
) -> io::Result<()> {
    let mut at = 0;
    for found in findings {
        let (before, hit) = (&text[at..found.bytes.start], &text[found.bytes.clone()]);
        let kind = found.kind.as_str();
        if colour {
            // Reverse video where it is sure, underlined where it may be.
            let style = if found.is_sure() { 7 } else { 4 };
            write!(
                output,
                "{before}\x1b[{style}m{hit}\x1b[0m\x1b[2m {kind}\x1b[0m"
            )?;
        } else {
            write!(output, "{before}⟦{kind}:{hit}⟧")?;
        }
        at = found.bytes.end;
    }
    output.write_all(&text.as_bytes()[at..])
}
