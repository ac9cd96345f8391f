//! Sending a suggestion: the standard's fields become the form's, and go the form's own way.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use url::Url;
use validator::ValidationErrors;

use super::{
    Failure,
    answer::{Node, give},
    bad, jurisdiction,
    requests::ROOT,
    services::{NO, YES, attribute},
    unknown,
};
use crate::{
    context::Context,
    i18n::Lang,
    offices::{self, Choices},
    privacy::{Private, notices::Notice},
    published::token,
    suggestions::{
        SuggestionError,
        coordinates::Coordinates,
        submit::{self, Receipt},
        suggestion::{Contact, LONGEST_TITLE, Suggestion},
    },
    text_rules::plain_line,
    web::{
        api::suggestions::case_submission,
        extract::AddressLimits,
        fault::Fault,
        form::{Form, messages},
        language,
        page::unstored,
    },
};

pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Result<Form, actix_web::Error>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let form = form.map_err(|error| match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::BadRequest(error.to_string()),
    })?;
    let sent = send(&request, &context, &form).await;
    give(&request, StatusCode::CREATED, ROOT, sent).map(unstored)
}

async fn send(request: &HttpRequest, context: &Context, form: &Form) -> Result<Node, Failure> {
    if !context.config.open311.accepts(form.get("api_key")) {
        return Err(Failure::Wrong(StatusCode::FORBIDDEN, "open311-no-key"));
    }
    jurisdiction(form, context)?;
    let choices = offices::choices(context).await?;
    let code = form.trimmed("service_code");
    if code.is_empty() {
        return Err(bad("open311-which-service"));
    }
    if choices.category(&code).is_none() {
        return Err(unknown("open311-no-service"));
    }
    let suggestion = suggestion(form, code, context, &choices)?;
    let submission = case_submission(request, context, None)?;
    let lang = language::of_header(request);
    let receipt = match submit::submit(context, &choices, &submission, suggestion).await {
        Ok(receipt) => receipt,
        Err(SuggestionError::Invalid(errors)) => {
            let titled = !answered(form, attribute::TITLE).is_empty();
            return Err(Failure::Fields(wrong_fields(&errors, titled, lang)));
        }
        Err(error) => return Err(error.into()),
    };
    let fields = vec![
        ("token", Node::text(token::of(context, receipt.case))),
        (
            "service_notice",
            Node::text(notice(context, lang, &receipt)),
        ),
        ("account_id", Node::Nothing),
    ];
    Ok(Node::List("request", vec![Node::Fields(fields)]))
}

/// What the resident keeps and waits for.
fn notice(context: &Context, lang: Lang, receipt: &Receipt) -> String {
    let offices = receipt.offices.iter().map(|office| office.name(lang));
    let path = format!("/{}/suggestions/case", lang.as_str());
    let mut arguments = vec![
        ("reference", receipt.reference.clone()),
        ("password", receipt.password.clone()),
        ("offices", lang.list(offices)),
        ("address", context.config.absolute(&path)),
        ("days", context.config.confirmation_days.to_string()),
    ];
    match receipt.due {
        Some(due) if !receipt.awaits_confirmation => {
            arguments.push(("due", lang.date(due)));
            lang.t_with("open311-sent", &arguments)
        }
        _ => lang.t_with("open311-sent-confirm", &arguments),
    }
}

/// The answer of the client to one of our attributes.
fn answered(form: &Form, code: &str) -> String {
    form.trimmed(&format!("attribute[{code}]"))
}

/// What was sent, as the form has it.
fn suggestion(
    form: &Form,
    category: String,
    context: &Context,
    choices: &Choices,
) -> Result<Suggestion, Failure> {
    let (place, coordinates) = place(form)?;
    let district = match answered(form, attribute::DISTRICT) {
        none if none.is_empty() => named_in(form.get("address_string"), choices),
        district => district,
    };
    let mut body = form.text("description");
    let title = match answered(form, attribute::TITLE) {
        none if none.is_empty() => first_line(&body),
        title => title,
    };
    let picture = form.trimmed("media_url");
    if !picture.is_empty() {
        let url = Url::parse(&picture).map_err(|_| bad("open311-media"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("open311-media"));
        }
        // Nothing is fetched: whoever handles the case looks at it.
        body = format!("{body}\n\n{url}").trim().to_owned();
    }
    Ok(Suggestion {
        category,
        district,
        title: Private::new(title),
        body: Private::new(body),
        place: Private::new(place),
        coordinates,
        files: Vec::new(),
        contact: Contact {
            name: Private::new(name(form)),
            email: Private::new(form.trimmed("email")),
            phone: Private::new(form.trimmed("phone")),
        },
        share_contact: decided(form, attribute::SHARE_CONTACT)?,
        publish: decided(form, attribute::PUBLISH)?,
        language: read_in(form, context)?,
    })
}

/// The language in which the notice was read that stands today.
fn read_in(form: &Form, context: &Context) -> Result<Lang, Failure> {
    let hash = answered(form, attribute::NOTICE);
    let mut languages = Lang::ALL.into_iter();
    languages
        .find(|lang| {
            !hash.is_empty() && Notice::Suggestion.still_stands(&hash, *lang, &context.config)
        })
        .ok_or(bad("open311-notice"))
}

fn decided(form: &Form, code: &str) -> Result<bool, Failure> {
    match answered(form, code).as_str() {
        YES => Ok(true),
        NO | "" => Ok(false),
        _ => Err(bad("open311-yes-or-no")),
    }
}

/// The standard asks for one of coordinates and address; this city keeps no register of addresses.
fn place(form: &Form) -> Result<(String, Coordinates), Failure> {
    let address = form.trimmed("address_string");
    let (lat, long) = (form.trimmed("lat"), form.trimmed("long"));
    let given = !lat.is_empty() || !long.is_empty();
    let coordinates = Coordinates {
        latitude: Private::new(lat),
        longitude: Private::new(long),
    };
    match (given, coordinates.kept()) {
        (false, _) if address.is_empty() => Err(bad("open311-where")),
        (true, None) => Err(bad("open311-coordinates")),
        _ => Ok((address, coordinates)),
    }
}

/// The one district whose name stands in an address; "" where none does, or several do.
fn named_in(address: &str, choices: &Choices) -> String {
    let address = address.to_lowercase();
    let mut named = choices.districts.iter().filter(|district| {
        Lang::ALL
            .into_iter()
            .map(|lang| district.name(lang).to_lowercase())
            .any(|name| !name.is_empty() && address.contains(&name))
    });
    match (named.next(), named.next()) {
        (Some(district), None) => district.slug.clone(),
        _ => String::new(),
    }
}

/// The family name first where it is written so.
fn name(form: &Form) -> String {
    let (first, last) = (form.trimmed("first_name"), form.trimmed("last_name"));
    let han = |text: &str| text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    if han(&first) || han(&last) {
        return last + &first;
    }
    format!("{first} {last}").trim().to_owned()
}

/// A title for a text that came without one.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let shown = |c: &char| plain_line(c.encode_utf8(&mut [0; 4]));
    let line: String = line.trim().chars().filter(shown).collect();
    if line.chars().count() <= LONGEST_TITLE {
        return line;
    }
    let kept: String = line.chars().take(LONGEST_TITLE - 1).collect();
    format!("{}…", kept.trim_end())
}

/// What breaks a rule, each with the name by which a client sent it.
fn wrong_fields(errors: &ValidationErrors, titled: bool, lang: Lang) -> Vec<String> {
    let ours = |field: &str| match field {
        "category" => "service_code".to_owned(),
        "district" => format!("attribute[{}]", attribute::DISTRICT),
        "title" if titled => format!("attribute[{}]", attribute::TITLE),
        "title" | "body" => "description".to_owned(),
        "place" => "address_string".to_owned(),
        "name" => "first_name, last_name".to_owned(),
        other => other.to_owned(),
    };
    let lines = messages(errors, lang).into_iter().map(|(field, message)| {
        let arguments = [("field", ours(&field)), ("message", message)];
        lang.t_with("open311-field", &arguments)
    });
    let lines: BTreeSet<String> = lines.collect();
    lines.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Purpose, Viewer};

    fn form(fields: &[(&str, &str)]) -> Form {
        let owned = fields.iter();
        Form::new(
            owned
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn a_place_is_an_address_coordinates_or_both() {
        let place = |fields: &[(&str, &str)]| {
            let (address, coordinates) = place(&form(fields)).ok()?;
            let kept = coordinates.kept();
            let kept = kept.map(|kept| kept.reveal(Viewer::Plaza, Purpose::Storage).clone());
            Some((address, kept.unwrap_or_default()))
        };
        let said = |address: &str, kept: &str| Some((address.to_owned(), kept.to_owned()));
        let (lat, long) = (("lat", "37.76524078"), ("long", "-122.4212043"));
        let address = ("address_string", " 1234 5th street ");
        assert_eq!(place(&[address]), said("1234 5th street", ""));
        assert_eq!(place(&[lat, long]), said("", "37.76524,-122.42120"));
        assert_eq!(
            place(&[lat, long, address]),
            said("1234 5th street", "37.76524,-122.42120")
        );
        for wrong in [
            &[][..],
            &[lat],
            &[long, address],
            &[("address_id", "545483")],
            &[("lat", "91"), long],
            &[("lat", "NaN"), long],
            &[lat, ("long", "inf")],
            &[lat, ("long", "1e999")],
            &[lat, ("long", "\0")],
        ] {
            assert_eq!(place(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_name_is_put_together_as_it_is_written() {
        for (first, last, whole) in [
            ("john", "smith", "john smith"),
            ("佳穎", "林", "林佳穎"),
            ("", "smith", "smith"),
            ("john", "", "john"),
            ("", "", ""),
        ] {
            let form = form(&[("first_name", first), ("last_name", last)]);
            assert_eq!(name(&form), whole);
        }
    }

    #[test]
    fn a_title_is_the_first_line_without_what_cannot_be_seen() {
        assert_eq!(first_line("A hole\u{200b}\nbefore the stop"), "A hole");
        assert_eq!(first_line(""), "");
        let long = first_line(&"長".repeat(400));
        assert_eq!(long.chars().count(), LONGEST_TITLE);
        assert!(long.ends_with('…'));
    }
}
