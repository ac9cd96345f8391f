//! Whether the mails to an office arrive: what the outbox knows of them, the alarm where they do
//! not, and that it is over.
//!
//! An office is known by its address: two that share a mailbox fail together. That the city's own
//! mail server is away is no office's fault and found by no office: such mails are put back untried.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Office, OfficeError, routing, rules};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::offices},
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox},
    privacy::{Private, sealed},
};

/// Offices read Chinese.
const LANG: Lang = Lang::Zh;

/// What is known of the mails to an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// How many were refused for good since one arrived.
    pub refused: usize,
    /// Since when one waits that was tried.
    pub waiting: Option<Timestamp>,
}

impl Health {
    /// Whether it counts as failing, as the configuration says.
    fn fails(self, context: &Context) -> bool {
        let patience = TimeDelta::hours(context.config.office_mail.hours.into());
        self.refused >= context.config.office_mail.refusals as usize
            || self
                .waiting
                .is_some_and(|since| since + patience <= context.now())
    }
}

/// The health of every office's mail, by the office's id; of one that had no mail, as if all were well.
fn of_all(
    connection: &mut AnyConnection,
    context: &Context,
    all: &[Office],
) -> Result<BTreeMap<i64, Health>, DbError> {
    let keys = &context.config.keys;
    let index = |office: &Office| sealed::email_index(keys, &Private::new(office.email.clone()));
    let of_office: Vec<(i64, Vec<u8>)> = all
        .iter()
        .map(|office| (office.id, index(office)))
        .collect();
    let indices = of_office.iter().map(|(_, index)| index.clone()).collect();
    let fared = outbox::fared(connection, indices)?;
    Ok(of_office
        .into_iter()
        .map(|(id, index)| {
            let fared = fared.get(&index).copied().unwrap_or_default();
            let health = Health {
                refused: fared.refused,
                waiting: fared.waiting,
            };
            (id, health)
        })
        .collect())
}

/// As [`of_all`], for a page.
pub async fn list(context: &Context) -> Result<BTreeMap<i64, Health>, OfficeError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let all = living(connection)?;
            Ok(of_all(connection, &cx, &all)?)
        })
        .await
}

fn living(connection: &mut AnyConnection) -> Result<Vec<Office>, DbError> {
    Ok(offices::table
        .filter(offices::retired_on.is_null())
        .order(offices::id)
        .select(Office::as_select())
        .load(connection)?)
}

/// Looks at all offices: where one has begun to fail, its fallback is mailed once and its new cases
/// go there as well; where its mail works again, that ends.
pub async fn watch(context: &Context) -> Result<(), OfficeError> {
    let cx = context.clone();
    let turned = context
        .db
        .read(move |connection| {
            let all = living(connection)?;
            let health = of_all(connection, &cx, &all)?;
            let turned = all.into_iter().filter(|office| {
                let fails = health.get(&office.id).is_some_and(|one| one.fails(&cx));
                fails != office.mail_fails_since.is_some()
            });
            Ok::<Vec<Office>, OfficeError>(turned.collect())
        })
        .await?;
    if turned.is_empty() {
        return Ok(());
    }
    let cx = context.clone();
    context
        .db
        .write(move |connection| turned.iter().try_for_each(|one| turn(connection, &cx, one)))
        .await
}

fn turn(
    connection: &mut AnyConnection,
    context: &Context,
    office: &Office,
) -> Result<(), OfficeError> {
    if office.mail_fails_since.is_some() {
        diesel::update(offices::table.find(office.id))
            .set(offices::mail_fails_since.eq(None::<Timestamp>))
            .execute(connection)?;
        tracing::info!(office = office.slug, "mails reach an office again");
        return Ok(());
    }
    // Another node may have been faster: whoever changes the row tells.
    let first = diesel::update(
        offices::table
            .find(office.id)
            .filter(offices::mail_fails_since.is_null()),
    )
    .set(offices::mail_fails_since.eq(context.now()))
    .execute(connection)?;
    if first == 0 {
        return Ok(());
    }
    tracing::error!(office = office.slug, "mails do not reach an office");
    for to in alarmed(connection, context, office)? {
        let letter = letter(context, office, to);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

/// The addresses of the fallback's offices but the office's own; where there is no other, the
/// city's.
fn alarmed(
    connection: &mut AnyConnection,
    context: &Context,
    office: &Office,
) -> Result<Vec<String>, OfficeError> {
    let today = context.clock.today(context.config.city.time_zone);
    let rules = routing::load(connection, None)?;
    let fallback = rules::fallback(&rules, today);
    let mut to: Vec<String> = fallback
        .into_iter()
        .flat_map(|rule| rule.living(today))
        .map(|one| one.email.to_lowercase())
        .filter(|email| *email != office.email.to_lowercase())
        .collect();
    to.sort();
    to.dedup();
    if to.is_empty() {
        to.push(context.config.city.email.clone());
    }
    Ok(to)
}

/// A sample of the mail; there is none in another language.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let to = context.config.city.email.clone();
    let written = (lang == LANG).then(|| letter(context, &Office::sample(), to));
    written.into_iter().collect()
}

fn letter(context: &Context, office: &Office, to: String) -> Letter {
    let city = &context.config.city;
    let name = office.name(LANG);
    let path = format!("/{}/admin/offices", LANG.as_str());
    let draft = Draft {
        lang: LANG,
        city: city.name_zh.clone(),
        subject: LANG.ta("mail-office-failing-subject", "office", &name),
        paragraphs: vec![
            LANG.t_with(
                "mail-office-failing-why",
                &[("city", city.name_zh.clone()), ("office", name)],
            ),
            LANG.ta("mail-office-failing-address", "address", &office.email),
            LANG.t("mail-office-failing-what"),
        ],
        button: Some((
            LANG.t("mail-office-failing-button"),
            context.config.absolute(&path),
        )),
        policy_url: context
            .config
            .absolute(&format!("/{}/privacy", LANG.as_str())),
    };
    Letter {
        kind: LetterKind::OfficeFailing,
        about: About::Nothing,
        to: Private::new(to),
        content: draft.compose(),
    }
}
