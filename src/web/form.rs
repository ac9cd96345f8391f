//! Forms as they arrive: bounded, decoded, and kept so that they can be shown again.

use std::{borrow::Cow, collections::BTreeMap};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::StatusCode, web::Bytes,
};
use chrono::NaiveDate;
use futures_util::{FutureExt as _, future::LocalBoxFuture};
use validator::{Validate, ValidationErrors};

use super::fault::Fault;
use crate::{
    context::Context,
    i18n::Lang,
    keys::Token,
    spam::{proof::Signals, watched::masked},
};

/// The fields in which people write, in one language or in both: no password, no contact, and nothing that
/// Plaza itself put there.
const WRITTEN: [&str; 20] = [
    "about",
    "answer",
    "because",
    "body",
    "csv",
    "description",
    "done",
    "happened",
    "hint",
    "note",
    "options",
    "particulars",
    "purpose",
    "question",
    "reason",
    "references",
    "reply",
    "still_open",
    "text",
    "words",
];

/// What somebody wrote in the form of a request: where there was no time or no room for it, the fault's page
/// gives it back.
#[derive(Clone)]
pub(super) struct Written(pub Vec<String>);

/// A form's fields in their order. Bytes that are no UTF-8 arrive as U+FFFD.
#[derive(Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// A form as if it had been typed.
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The first value of a field as typed, or "".
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// The name of each field.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Every value of a field, in their order.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(field, _)| field == name);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// The value of a field without what stands around it, or "".
    pub fn trimmed(&self, name: &str) -> String {
        self.get(name).trim().to_owned()
    }

    /// A text of several lines, with the line ends that the texts are stored with.
    pub fn text(&self, name: &str) -> String {
        self.get(name).replace("\r\n", "\n").trim().to_owned()
    }

    /// The random id by which the form is known when it is sent twice; a new one where it has none.
    pub fn submission(&self, context: &Context) -> String {
        let sent = Token::parse(self.get("submission"));
        let id = sent.unwrap_or_else(|| Token::draw(&context.random));
        id.reveal().to_owned()
    }

    /// What a form of somebody without an account says of how it was filled in.
    pub fn signals(&self) -> Signals {
        Signals {
            trap: !self.get("website").is_empty(),
            made: self.trimmed("made"),
            proof: self.trimmed("proof"),
        }
    }

    /// Whether a script asks for a preview while somebody writes: a look, not an attempt.
    pub fn is_look(&self) -> bool {
        self.has("preview") && self.has("live")
    }

    /// The status of a preview that shows what must be changed first.
    pub fn refused(&self) -> StatusCode {
        if self.is_look() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// Keeps with the request what was written in its form.
    pub(super) fn keep_with(&self, request: &HttpRequest) {
        let is_written = |name: &str| {
            let languages = ["_zh", "_en", "-zh", "-en"];
            let stem = languages.iter().find_map(|end| name.strip_suffix(end));
            WRITTEN.contains(&stem.unwrap_or(name)) || name == "title"
        };
        let written = self.0.iter().filter(|(name, _)| is_written(name));
        let texts = written.map(|(_, text)| text.replace("\r\n", "\n").trim().to_owned());
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        if !texts.is_empty() {
            request.extensions_mut().insert(Written(texts));
        }
    }

    /// Whether a checkbox was ticked or a button of that name pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }
}

impl FromRequest for Form {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let urlencoded = request.content_type() == "application/x-www-form-urlencoded";
        let body = Bytes::from_request(request, payload);
        let request = request.clone();
        async move {
            let body = body.await?;
            if !urlencoded && !body.is_empty() {
                return Err(Fault::BadRequest("not a form".into()).into());
            }
            let fields = url::form_urlencoded::parse(&body)
                .take(500)
                .map(|(name, value): (Cow<'_, str>, Cow<'_, str>)| {
                    (name.into_owned(), value.into_owned())
                })
                .collect();
            let form = Self(fields);
            form.keep_with(&request);
            Ok(form)
        }
        .boxed_local()
    }
}

/// What is wrong with a form: for each field its message. The page puts them in its own order.
#[derive(Default)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// The messages of what `validator` found, in the reader's language.
    ///
    /// A rule's `code` names its text: `invalid-CODE`; its parameters fill it in.
    pub fn of(input: &impl Validate, lang: Lang) -> Self {
        match input.validate() {
            Ok(()) => Self::default(),
            Err(errors) => Self::found(&errors, lang),
        }
    }

    /// The messages of what a domain function found.
    pub fn found(errors: &ValidationErrors, lang: Lang) -> Self {
        Self(messages(errors, lang).into_iter().collect())
    }

    pub fn add(&mut self, field: &str, message: String) {
        self.0.push((field.to_owned(), message));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The status of the page that shows the form: 422 where something is wrong.
    pub fn status(&self) -> StatusCode {
        if self.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// The message beside one field.
    pub fn on(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.as_str())
    }

    /// For the summary.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A field's text with the words masked that its errors ask to mask: for its author, who sends it so or
/// writes it otherwise.
pub fn with_masks(text: &str, field: &str, errors: &ValidationErrors) -> String {
    let fields = errors.field_errors();
    let all = fields.get(field).into_iter().flat_map(|all| all.iter());
    let masks = all.filter_map(|error| error.params.get("masks")?.as_array());
    let words = masks.flatten().filter_map(serde_json::Value::as_str);
    words.fold(text.to_owned(), |text, word| {
        text.replace(word, &masked(word))
    })
}

/// One message a field.
pub fn messages(errors: &ValidationErrors, lang: Lang) -> BTreeMap<String, String> {
    errors
        .field_errors()
        .into_iter()
        .filter_map(|(field, errors)| {
            let error = errors.first()?;
            let said = |value: &serde_json::Value| {
                let text = value.as_str().map(str::to_owned);
                text.unwrap_or_else(|| value.to_string())
            };
            let mut arguments: Vec<(&'static str, String)> = ["min", "max", "word"]
                .into_iter()
                .filter_map(|name| Some((name, said(error.params.get(name)?))))
                .collect();
            let no_least = arguments
                .first()
                .is_some_and(|(name, least)| *name == "min" && least == "0");
            // A day is written as each language writes it.
            let day = error.params.get("until").and_then(|day| day.as_str());
            let day: Option<NaiveDate> = day.and_then(|day| day.parse().ok());
            arguments.extend(day.map(|day| ("until", lang.date(day))));
            let code = if error.code == "length" && no_least {
                "too-long"
            } else {
                &error.code
            };
            Some((
                field.to_string(),
                lang.t_with(&format!("invalid-{code}"), &arguments),
            ))
        })
        .collect()
}
