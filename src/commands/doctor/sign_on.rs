//! The city's own sign-on: whether its provider answers as it must, and whether its rules name what there is.

use std::fmt::Display;

use super::{Finding, fail, warn, well};
use crate::{
    accounts::{Role, password_off},
    config::Config,
    context::Context,
    offices, sign_on,
};

/// Asks the provider what it is. Nothing is said of a city that has none.
pub(super) async fn provider(config: &Config) -> Vec<Finding> {
    let Some(configured) = &config.sign_on else {
        return Vec::new();
    };
    let remedy = "compare sign_on.issuer with the issuer in the provider's \
                  .well-known/openid-configuration, and look whether this machine reaches it";
    let seen = match sign_on::look(configured).await {
        Ok(seen) => seen,
        Err(error) => return vec![fail("sign-on", error.to_string(), remedy)],
    };
    if seen.keys == 0 {
        return vec![fail(
            "sign-on",
            "the provider has no key that Plaza can check a signature with",
            "have it sign with RS256, PS256, ES256 or EdDSA",
        )];
    }
    let said = format!("{} answers; keys: {}", configured.issuer, seen.keys);
    if configured.log_out && !seen.logs_out {
        return vec![warn(
            "sign-on",
            format!("{said}; nobody can log off there from here"),
            "set sign_on.log_out = false, or switch RP-initiated logout on at the provider",
        )];
    }
    vec![well("sign-on", said)]
}

fn unread(error: &dyn Display) -> Finding {
    fail(
        "sign-on rules",
        error.to_string(),
        "look at the database's log",
    )
}

/// Whether the offices of its rules exist, and somebody administers who can log on.
pub(super) async fn rules(context: &Context) -> Vec<Finding> {
    let Some(configured) = &context.config.sign_on else {
        return Vec::new();
    };
    let worker = context.clone();
    let linked = context
        .db
        .read(move |connection| password_off::an_administrator_is_linked(connection, &worker));
    let looked = (offices::list(context).await, linked.await);
    let (there, is_linked) = match looked {
        (Ok(there), Ok(is_linked)) => (there, is_linked),
        (Err(error), _) => return vec![unread(&error)],
        (_, Err(error)) => return vec![unread(&error)],
    };
    let is_there = |slug: &str| there.iter().any(|office| office.slug == slug);
    let named = configured.rules.iter();
    let named = named.filter_map(|rule| rule.office.as_deref());
    let unknown: Vec<&str> = named.filter(|slug| !is_there(slug)).collect();
    let mut found = Vec::new();
    if !unknown.is_empty() {
        found.push(fail(
            "sign-on rules",
            format!(
                "they give offices that there are not: {}",
                unknown.join(", ")
            ),
            "write the offices' slugs as /admin/offices lists them",
        ));
    }
    if configured.is_password_off(Role::Administrator.as_str()) && !is_linked {
        found.push(warn(
            "sign-on rules",
            "no administrator has logged on by it yet: until one has, administrators keep their passwords",
            "have an administrator log on by it once",
        ));
    }
    if found.is_empty() {
        found.push(well("sign-on rules", "they name what there is"));
    }
    found
}
