//! Covered data as a type: no display, no serialisation, no debug output.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    sql_types::Text,
};
use serde::{Deserialize, Deserializer};

use super::{
    OwnersProof,
    ledger::Disclosed,
    trace::{Looked, Routed},
};
use crate::db::text_enum;

/// A covered datum: account e-mail, contact details, correspondence, drafts.
///
/// It can be taken in (deserialised, read from the database) and leaves only
/// through [`Private::reveal`], which is told who sees it and why:
///
/// ```
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// # fn member() -> plaza::accounts::Member { plaza::accounts::Member::new(1, String::new(), plaza::accounts::Role::Resident, plaza::i18n::Lang::En) }
/// let owner = member();
/// let _ = format!("{}", datum.reveal(Viewer::Owner(&owner), Purpose::OwnAccess));
/// let _ = format!("{:?}", datum.reveal(Viewer::Owner(&owner), Purpose::OwnAccess));
/// let _ = serde_json::to_string(datum.reveal(Viewer::Owner(&owner), Purpose::OwnAccess));
/// let revealed = datum.reveal(Viewer::Plaza, Purpose::Storage).clone();
/// let _ = revealed == "a@example.tw".to_owned();
/// tracing::info!(%revealed, ?revealed, "seen");
/// let _ = actix_web::HttpResponse::Ok().json(&revealed);
/// let _ = actix_web::HttpResponse::Ok().body(revealed.clone());
/// use diesel::prelude::*;
/// let _ = plaza::db::schema::cases::title.eq(revealed.clone());
/// use plaza::privacy::{ledger::Disclosed, trace::Looked};
/// let _ = |looked: &Looked| datum.reveal(Viewer::Office(looked), Purpose::Handling).len();
/// let _ = |given: &Disclosed| datum.reveal(Viewer::ThirdParty(given), Purpose::Disclosure).len();
/// #[derive(askama::Template)]
/// #[template(source = "{{ datum }}", ext = "html")]
/// struct Page { datum: String }
/// ```
///
/// The same without `reveal` does not compile. No display:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = format!("{}", datum);
/// ```
///
/// No debug output, so none in logs and error messages:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = format!("{:?}", datum);
/// ```
///
/// No serialisation, so none in an API's answer:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = serde_json::to_string(&datum);
/// ```
///
/// No comparison with a plain text, which would be a way to ask for it letter by letter:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = datum == "a@example.tw".to_owned();
/// ```
///
/// No way into a log record:
///
/// ```compile_fail
/// use plaza::privacy::Private;
/// let datum = Private::new("a@example.tw".to_owned());
/// tracing::info!(%datum, "seen");
/// ```
///
/// ```compile_fail
/// use plaza::privacy::Private;
/// let datum = Private::new("a@example.tw".to_owned());
/// tracing::info!(?datum, "seen");
/// ```
///
/// None into a response's body, as it is or as JSON:
///
/// ```compile_fail
/// use plaza::privacy::Private;
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = actix_web::HttpResponse::Ok().body(datum);
/// ```
///
/// ```compile_fail
/// use plaza::privacy::Private;
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = actix_web::HttpResponse::Ok().json(datum);
/// ```
///
/// None into a template:
///
/// ```compile_fail
/// use plaza::privacy::Private;
/// #[derive(askama::Template)]
/// #[template(source = "{{ datum }}", ext = "html")]
/// struct Page { datum: Private<String> }
/// ```
///
/// None into the database but sealed, or by a room's own deliberate `reveal`:
///
/// ```compile_fail
/// use diesel::prelude::*;
/// use plaza::{db::schema::cases, privacy::Private};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = cases::title.eq(datum);
/// ```
///
/// Nobody sees it by saying that it is theirs:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = datum.reveal(Viewer::Owner, Purpose::OwnAccess);
/// ```
///
/// And an office sees nothing by saying that it is one; it needs a look that left its trace:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer, trace::Looked};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = datum.reveal(Viewer::Office(&Looked(())), Purpose::Handling);
/// ```
///
/// Nor does it see one line of another office's list:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer, trace::Routed};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = datum.reveal(Viewer::Routed(Routed(())), Purpose::Handling);
/// ```
///
/// A third party sees nothing without a disclosure in the ledger:
///
/// ```compile_fail
/// use plaza::privacy::{Private, Purpose, Viewer, ledger::Disclosed};
/// let datum = Private::new("a@example.tw".to_owned());
/// let _ = datum.reveal(Viewer::ThirdParty(&Disclosed(())), Purpose::Disclosure);
/// ```
#[derive(Clone, PartialEq, Eq, FromSqlRow)]
pub struct Private<T>(T);

/// Who gets to see a covered datum.
#[derive(Clone, Copy, Debug)]
pub enum Viewer<'a> {
    /// The person who gave it, as a proof says.
    Owner(&'a dyn OwnersProof),
    /// Whoever acts for the city: the office of a case or an administrator, the officer who reads a
    /// request, the moderator who reads an appeal or a flag. The look has left a trace.
    Office(&'a Looked),
    /// A member of an office that the case was routed to, in its list: the file is the trace.
    Routed(Routed),
    /// Who asked for an approval, and reads why a colleague declined it; no resident's words.
    Colleague,
    /// A third party: that it is given stands in the ledger.
    ThirdParty(&'a Disclosed),
    /// Plaza itself, at work for the owner: it compares, seals or addresses.
    Plaza,
}

text_enum! {
    /// Why a covered datum is looked at.
    pub enum Purpose {
        /// Handling the suggestion that it belongs to.
        Handling = "handling",
        /// Running the site: an administrator of none of its offices opens it.
        Administration = "administration",
        /// Delivering a mail to its owner or its office.
        Delivery = "delivery",
        /// Storing it sealed, or looking up by it.
        Storage = "storage",
        /// Showing a person what is held about them.
        OwnAccess = "own-access",
        /// Giving it to a third party, under an agreement or for an investigation.
        Disclosure = "disclosure",
    }
}

impl<T> Private<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The datum, for `viewer` and `purpose`. Staff who may not see it get no `Private` at all.
    pub fn reveal(&self, viewer: Viewer<'_>, purpose: Purpose) -> &T {
        tracing::trace!(?viewer, ?purpose, "a covered datum is looked at");
        &self.0
    }

    /// Another covered datum made of this one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Private<U> {
        Private(change(self.0))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Private<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<DB> FromSql<Text, DB> for Private<String>
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self)
    }
}
