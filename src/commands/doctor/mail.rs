//! The mail server: as far as a mail gets before it is named. Nothing is sent.

use super::{Finding, fail, on_a_thread, warn, well};
use crate::{
    config::{Config, MailRoute},
    mail::{Failure, Reached, Step, Transport},
};

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    // What is wrong with the route itself is told as the configuration's.
    let Ok(transport) = Transport::new(&config.mail) else {
        return Vec::new();
    };
    let is_folder = matches!(config.mail.route, MailRoute::Folder(_));
    let mut found = on_a_thread("mail", move || vec![told(transport.probe())]).await;
    if is_folder && !config.demo {
        let remedy = "write the city's mail server into mail.url, unless nobody is to get mails";
        found.push(warn(
            "mail",
            "mails go into a folder and reach nobody",
            remedy,
        ));
    }
    if config.mail.inbound.is_none() {
        let said = "replies and bounces do not come back to Plaza: mail.inbound is not set";
        found.push(well("mail", said));
    }
    found
}

fn told(probed: Result<Option<Reached>, Failure>) -> Finding {
    match probed {
        Ok(None) => well("mail", "the folder takes mails"),
        Ok(Some(reached)) => of_server(&reached),
        Err(Failure::Relay(step, code, _)) => {
            let code = code
                .map(|code| format!(" (it said {code})"))
                .unwrap_or_default();
            let (said, remedy) = words(step);
            fail("mail", format!("{said}{code}"), remedy)
        }
        Err(Failure::Later(_) | Failure::Refused(_)) => {
            fail("mail", "the server broke off", "look at its log")
        }
    }
}

fn of_server(reached: &Reached) -> Finding {
    let Reached { host, port, .. } = reached;
    let tls = if reached.is_encrypted {
        "with TLS"
    } else {
        "without TLS"
    };
    let log_on = if reached.is_logged_on {
        "logged on"
    } else {
        "without a log-on"
    };
    let said = format!("{host}:{port} takes mails, {tls}, {log_on}");
    let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if reached.is_encrypted || is_here {
        return well("mail", said);
    }
    let remedy =
        "write smtps://, or ?tls=required behind the port: else mails and password travel readable";
    warn("mail", said, remedy)
}

const fn words(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Connection => (
            "the server cannot be reached",
            "look whether its name and port in mail.url are right, and whether a firewall is between",
        ),
        Step::Greeting => (
            "the server takes no connection from here",
            "let it take mails from this machine; its log says why it does not",
        ),
        Step::Tls => (
            "TLS does not begin",
            "look whether its certificate is for the name in mail.url, and whether the port is the right one",
        ),
        Step::LogOn => (
            "it does not let Plaza log on",
            "look whether user and password in mail.url are right, and percent-encoded where they hold signs",
        ),
        Step::Sender => (
            "it does not take the city's own address",
            "let it take mails from mail.from",
        ),
        Step::Folder => (
            "the folder cannot be written",
            "let the user as whom Plaza runs write it",
        ),
    }
}
