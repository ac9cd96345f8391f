//! Mails about major revisions of the policy, for accounts that asked for them.
//!
//! Asking is a consent, stopping withdraws it; there is no other record of it.

use diesel::prelude::*;

use super::{
    AccountError, Member, preferences,
    tokens::{self, Purpose},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{accounts, consents},
    },
    i18n::Lang,
    keys::Token,
    mail::{
        About, Draft, Letter, LetterKind, outbox, sample,
        suppression::{self, Reason},
    },
    privacy::{
        Private,
        consent::{self, Basis, Subject},
        erasures::{self, Erased},
        notices::Notice,
        policy::{self, Fields, Kind, PolicyError, Version},
        sealed::{self, Column},
    },
};

/// Why somebody who stopped the mails in one of them gets none.
const STOPPED: Reason = Reason::Unsubscribed(LetterKind::PolicyRevision);

/// Whether an account asked for the mails.
pub async fn wanted(context: &Context, account: i64) -> Result<bool, DbError> {
    context
        .db
        .read(move |connection| {
            let standing =
                consent::standing(connection, Subject::Account(account), Notice::PolicyMail)?;
            Ok(standing.is_some())
        })
        .await
}

/// Asks for the mails or stops them; `lang` is that of the notice that was shown.
pub async fn set(
    context: &Context,
    account: i64,
    wanted: bool,
    lang: Lang,
) -> Result<(), AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // The row is the lock: two clicks at once make one consent.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let subject = Subject::Account(account);
            if !wanted {
                return end(connection, &cx, account);
            }
            if consent::standing(connection, subject, Notice::PolicyMail)?.is_none() {
                let given =
                    consent::give(connection, &cx, Notice::PolicyMail, lang, Basis::Consent)?;
                consent::bind(connection, given, subject)?;
            }
            let index = preferences::address(connection, account)?;
            Ok(suppression::lift(connection, &index, STOPPED)?)
        })
        .await
}

/// Ends the consent, where one stands, and takes back what waits.
fn end(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), AccountError> {
    let subject = Subject::Account(account);
    let Some(given) = consent::standing(connection, subject, Notice::PolicyMail)? else {
        return Ok(());
    };
    consent::withdraw(connection, context.now(), subject, Notice::PolicyMail)?;
    let index = preferences::address(connection, account)?;
    outbox::unsend_to(connection, &index, LetterKind::PolicyRevision)?;
    let erased = Erased::Consent { id: given.id };
    erasures::append::<AccountError>(connection, context, erased)
}

/// Looks whether the link in one of the mails still stops them, and changes nothing.
pub async fn look_at_stop_link(context: &Context, token: &Token) -> Result<(), AccountError> {
    tokens::look(context, token, Purpose::StopPolicyMails).await
}

/// Stops the mails by such a link; with it all others of the account are used up.
pub async fn stop(context: &Context, token: &Token) -> Result<(), AccountError> {
    let (token, now, cx) = (token.hash(), context.now(), context.clone());
    context
        .db
        .write(move |connection| {
            let purpose = Purpose::StopPolicyMails;
            let account = tokens::take(connection, &cx, &token, purpose, now)?.account;
            tokens::void_all(connection, account, purpose)?;
            locks::hold(connection, Table::Accounts, [account].into())?;
            let index = preferences::address(connection, account)?;
            suppression::suppress(connection, &cx, &index, STOPPED)?;
            end(connection, &cx, account)
        })
        .await
}

/// Publishes a draft as it was `read`, with what was typed over it since, and, where it is a major revision, writes the mails about it, one for
/// each account that asked, in the same transaction; gives the version's number.
///
/// Fails as [`policy::publish`] and [`policy::put`] do, and then nothing has changed.
pub async fn publish(
    context: &Context,
    by: &Member,
    draft: i64,
    read: Option<Timestamp>,
    typed: Option<Fields>,
) -> Result<i32, PolicyError> {
    let (cx, by) = (context.clone(), by.id);
    let number = context
        .db
        .write(move |connection| {
            match typed {
                Some(fields) => drop(policy::put(connection, cx.now(), draft, read, fields)?),
                None => drop(policy::hold(connection, draft, read)?),
            }
            let version = policy::publish(connection, &cx, by, draft)?;
            if version.kind == Kind::Major {
                tell(connection, &cx, &version)?;
            }
            Ok::<_, PolicyError>(version.number)
        })
        .await?;
    // It is published; where it cannot be read now, every node reads it in a moment.
    if let Err(error) = policy::know(context).await {
        tracing::warn!(%error, "the revision is told of a little later");
    }
    Ok(number)
}

fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    version: &Version,
) -> Result<(), PolicyError> {
    let readers: Vec<(i64, Vec<u8>, Lang)> = accounts::table
        .filter(
            accounts::id.nullable().eq_any(
                consents::table
                    .filter(consents::notice.eq(Notice::PolicyMail))
                    .filter(consents::withdrawn_at.is_null())
                    .select(consents::account_id),
            ),
        )
        .order(accounts::id)
        .select((accounts::id, accounts::email_sealed, accounts::language))
        .load(connection)?;
    for (account, sealed, lang) in readers {
        match sealed::open(&context.config.keys, Column::AccountEmail, &sealed) {
            Ok(to) => {
                let purpose = Purpose::StopPolicyMails;
                let stop = tokens::issue(connection, context, account, purpose, None)?;
                let letter = letter(context, version, lang, to, &stop);
                outbox::enqueue(connection, context, &letter)?;
            }
            // One address that cannot be read must not keep the policy from everybody else.
            Err(error) => tracing::error!(%error, "an account is not told of a policy revision"),
        }
    }
    Ok(())
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let version = Version {
        number: 2,
        kind: Kind::Major,
        text_zh: String::new(),
        text_en: String::new(),
        hash: Vec::new(),
        particulars_zh: "活動報名會蒐集姓名。".to_owned(),
        particulars_en: "Signing up for events collects your name.".to_owned(),
        effective_on: context.clock.today(context.config.city.time_zone),
        published_at: context.now(),
    };
    vec![letter(
        context,
        &version,
        lang,
        sample::to(),
        &sample::token(),
    )]
}

fn letter(
    context: &Context,
    version: &Version,
    lang: Lang,
    to: Private<String>,
    stop: &Token,
) -> Letter {
    let (config, number) = (&context.config, version.number);
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let arguments = [
        ("city", city.clone()),
        ("date", lang.date(version.effective_on)),
    ];
    let text = |part: &str| lang.t_with(&format!("mail-policy-revision-{part}"), &arguments);
    let stop = address(&format!("policy-mails/stop/{}", stop.reveal()));
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![
            text("why"),
            version.particulars(lang).to_owned(),
            format!("{}\n{stop}", text("stop")),
        ],
        button: Some((
            text("button"),
            address(&format!("privacy/versions/{number}")),
        )),
        policy_url: address("privacy"),
        city,
    };
    let mut content = draft.compose_with(std::slice::from_ref(&stop));
    content.unsubscribe = Some(stop);
    Letter {
        kind: LetterKind::PolicyRevision,
        about: About::Nothing,
        to,
        content,
    }
}
