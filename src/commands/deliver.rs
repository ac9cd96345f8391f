//! `plaza deliver`: one message on standard input, from any mail server's pipe. The exit codes are those
//! of sysexits.h: whatever may pass is a temporary failure, so that the server keeps the message.

use std::{
    io::{self, Read as _, Write as _},
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
};

use mail_parser::{HeaderValue, MessageParser};

use super::{ConfigFile, clock, start_log};
use crate::{
    clock::Random,
    config::Config,
    context::Context,
    db::Db,
    mail::inbound::{Envelope, LONGEST_HEADERS},
    offices, settings,
    suggestions::inbound::{self, InboundError, Outcome},
};

/// How the command was called is wrong.
pub const EX_USAGE: u8 = 64;
/// The message can never be taken.
const EX_DATAERR: u8 = 65;
const EX_NOUSER: u8 = 67;
/// The server is to try again.
const EX_TEMPFAIL: u8 = 75;

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// To whom the server delivers; without it $RECIPIENT, $ORIGINAL_RECIPIENT, or what the
    /// headers Delivered-To and X-Original-To say
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    to: Option<String>,
    /// Who sent it, empty for what nobody is to answer; without it $SENDER, or what the header
    /// Return-Path says
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    from: Option<String>,
}

/// Why nothing was taken.
struct Failed {
    code: u8,
    words: String,
}

fn later(error: impl std::fmt::Display) -> Failed {
    Failed {
        code: EX_TEMPFAIL,
        words: error.to_string(),
    }
}

impl From<InboundError> for Failed {
    fn from(error: InboundError) -> Self {
        let code = match error {
            InboundError::NoUser => EX_NOUSER,
            InboundError::TooLarge { .. }
            | InboundError::TooLargeHere { .. }
            | InboundError::NoMessage => EX_DATAERR,
            InboundError::NoInbound | InboundError::Full | InboundError::Suggestion(_) => {
                EX_TEMPFAIL
            }
        };
        Self {
            code,
            words: error.to_string(),
        }
    }
}

/// Says on standard output in a word what became of the message.
pub fn run(options: &Options) -> ExitCode {
    start_log("warn");
    // The mail is taken or not, also where nobody listens to what is said of it.
    match caught(|| deliver(options)) {
        Ok(outcome) => {
            let _ = writeln!(io::stdout(), "{}", outcome.as_str());
            ExitCode::SUCCESS
        }
        Err(Failed { code, words }) => {
            let _ = writeln!(io::stderr(), "plaza: {words}");
            ExitCode::from(code)
        }
    }
}

/// A mail server takes the exit code of a panic for a refusal; a mistake of Plaza's is no message's fault.
fn caught(deliver: impl FnOnce() -> Result<Outcome, Failed>) -> Result<Outcome, Failed> {
    let delivered = panic::catch_unwind(AssertUnwindSafe(deliver));
    delivered.unwrap_or_else(|_| Err(later("it broke off")))
}

fn deliver(options: &Options) -> Result<Outcome, Failed> {
    // What is wrong with the configuration is no message's fault.
    let config = Config::load(&options.file.config).map_err(later)?;
    let raw = message(config.mail.largest)?;
    let envelope = envelope(options, &config, &raw)?;
    actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 2).map_err(later)?;
        if !db.pending_migrations().await.map_err(later)?.is_empty() {
            return Err(later("the database lacks migrations"));
        }
        let clock = clock(&db).await.map_err(later)?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await.map_err(later)?;
        context.objects.open().await.map_err(later)?;
        context.know_officials(offices::officials(&context).await.map_err(later)?);
        Ok(inbound::take(&context, envelope, raw).await?)
    })
}

/// The message on standard input. Of one that is too large, no more than shows that it is.
fn message(largest: usize) -> Result<Vec<u8>, Failed> {
    let mut input = io::stdin().lock();
    let most = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
    let mut raw = Vec::new();
    let mut limited = io::Read::by_ref(&mut input).take(most);
    limited.read_to_end(&mut raw).map_err(later)?;
    // A server that could not write all of it would take that for a failure of its own.
    io::copy(&mut input, &mut io::sink()).map_err(later)?;
    // Before anything is taken off it: what was cut must not look whole.
    if raw.len() > largest {
        let mib = largest / (1024 * 1024);
        return Err(InboundError::TooLarge { mib }.into());
    }
    Ok(without_envelope_line(raw))
}

/// Some servers put the line above a message with which mailbox files part messages.
fn without_envelope_line(raw: Vec<u8>) -> Vec<u8> {
    if !raw.starts_with(b"From ") {
        return raw;
    }
    let end = raw.iter().position(|byte| *byte == b'\n');
    end.map_or_else(Vec::new, |end| raw[end + 1..].to_vec())
}

fn envelope(options: &Options, config: &Config, raw: &[u8]) -> Result<Envelope, Failed> {
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let from = options
        .from
        .clone()
        .or_else(|| std::env::var("SENDER").ok());
    let from = from.or_else(|| header(raw, "Return-Path").into_iter().next());
    // Who does not say who sent it does not say that nobody did.
    let from = from.unwrap_or_else(|| "unknown".to_owned());
    let to: Vec<String> = match &options.to {
        Some(to) => vec![to.clone()],
        None => [said("RECIPIENT"), said("ORIGINAL_RECIPIENT")]
            .into_iter()
            .flatten()
            .chain(header(raw, "Delivered-To"))
            .chain(header(raw, "X-Original-To"))
            .collect(),
    };
    let all: Vec<Envelope> = to
        .into_iter()
        .map(|to| Envelope {
            from: from.clone(),
            to: to.trim_matches(['<', '>']).to_owned(),
        })
        .collect();
    let is_own = |envelope: &&Envelope| {
        let inbound = config.mail.inbound.as_ref();
        inbound.is_some_and(|inbound| envelope.is_for(inbound))
    };
    let found = all.iter().find(is_own).or_else(|| all.first()).cloned();
    found.ok_or_else(|| Failed {
        code: EX_USAGE,
        words: "to whom is it? Say --to ADDRESS".to_owned(),
    })
}

/// What the headers of a name say, the topmost first.
fn header(raw: &[u8], name: &'static str) -> Vec<String> {
    let top = raw.get(..LONGEST_HEADERS).unwrap_or(raw);
    let Some(message) = MessageParser::default().parse_headers(top) else {
        return Vec::new();
    };
    let values = message.header_as(name, mail_parser::HeaderForm::Raw);
    values
        .into_iter()
        .filter_map(|value| match value {
            HeaderValue::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_off_is_tried_again() {
        let failed = caught(|| panic!("as a test")).err();
        assert_eq!(failed.map(|failed| failed.code), Some(EX_TEMPFAIL));
    }

    #[test]
    fn the_line_of_mailbox_files_is_no_part_of_a_message() {
        let raw = b"From a@b.example Mon Mar  2\nFrom: a@b.example\n\nHi\n".to_vec();
        assert_eq!(without_envelope_line(raw), b"From: a@b.example\n\nHi\n");
        let raw = b"From: a@b.example\n\nHi\n".to_vec();
        assert_eq!(without_envelope_line(raw.clone()), raw);
        assert_eq!(without_envelope_line(b"From nobody".to_vec()), b"");
    }

    #[test]
    fn what_servers_write_above_a_message_is_read() {
        let raw =
            b"Return-Path: <>\nDelivered-To: plaza+a@b.example\nDelivered-To: x@y.example\n\nHi\n";
        let to = header(raw, "Delivered-To");
        assert_eq!(to, ["plaza+a@b.example", "x@y.example"]);
        assert_eq!(header(raw, "Return-Path"), ["<>"]);
    }
}
