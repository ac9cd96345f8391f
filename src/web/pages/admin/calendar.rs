//! The calendar: what is known of which year, of the city or of an office, and a file that brings
//! further days in, tried first where somebody wants to see what it changes.

use std::io::{Read as _, Seek as _};

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use crate::{
    attachments::Incoming,
    context::Context,
    offices::{
        self, OfficeError,
        days::{self, Day, Imported, Unreadable},
        years::{self, Known, Year},
    },
    web::{
        extract::Administrator,
        fault::Fault,
        form::Errors,
        multipart::Filed,
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 1] = ["csv"];

/// Whose days; the city's without one.
#[derive(Deserialize)]
pub struct Whose {
    #[serde(default)]
    office: String,
}

#[derive(Template)]
#[template(path = "pages/admin/calendar.html")]
struct CalendarPage {
    page: Page,
    /// The slug of whose days these are; none for the city.
    office: String,
    offices: Vec<(String, String)>,
    years: Vec<Year>,
    /// What was typed, or what the file says that was tried.
    csv: String,
    tried: Option<Imported>,
    errors: Errors,
}

impl CalendarPage {
    async fn of(page: Page, context: &Context, office: String) -> Result<Self, Fault> {
        let asked = Some(office.clone()).filter(|slug| !slug.is_empty());
        let lang = page.lang;
        let offices = offices::list(context).await?;
        Ok(Self {
            years: years::known(context, asked).await?,
            offices: offices
                .iter()
                .map(|one| (one.slug.clone(), one.name(lang)))
                .collect(),
            page,
            office,
            csv: String::new(),
            tried: None,
            errors: Errors::default(),
        })
    }

    fn whose(&self) -> String {
        let office = self.offices.iter().find(|(slug, _)| *slug == self.office);
        match office {
            Some((_, name)) => self.page.ta("calendar-of-office", "office", name),
            None => self.page.t("calendar-of-city"),
        }
    }

    /// The years of which only weekends are known.
    fn unknown(&self) -> Vec<i32> {
        let unknown = self.years.iter().filter(|one| one.known == Known::Unknown);
        unknown.map(|one| one.year).collect()
    }

    fn known(&self, year: &Year) -> String {
        self.page.ta("calendar-known", "known", year.known.as_str())
    }

    fn day(&self, day: &Day) -> String {
        let date = self.page.date(day.day);
        match &*day.name {
            "" => date,
            name => self.page.ta2("calendar-named", "day", date, "name", name),
        }
    }

    /// A day that a file makes another.
    fn changes(&self, day: &Day) -> String {
        let becomes = if day.works { "work" } else { "off" };
        let day = self.day(day);
        self.page
            .ta2("calendar-changes", "day", day, "becomes", becomes)
    }
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    whose: Query<Whose>,
) -> Result<HttpResponse, Fault> {
    let office = whose.into_inner().office;
    html(&CalendarPage::of(page, &context, office).await?)
}

/// Brings the days of a file, or of what was typed, in; with `try` it only says what would change.
pub async fn post(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let Filed { form, files, .. } = filed;
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let office = form.trimmed("office");
    let bytes = match files.into_iter().next() {
        Some(file) => bytes_of(file).await?,
        None => form.text("csv").into_bytes(),
    };
    let csv = days::text(&bytes).unwrap_or_default();
    let read = match days::read(&bytes) {
        Ok(read) => read,
        Err(unreadable) => {
            let mut view = known_or_city(page, &context, office).await?;
            let words = words(&view.page, unreadable);
            view.errors.add("csv", words);
            view.csv = csv;
            return html_as(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let tries = form.has("try");
    let asked = Some(office.clone()).filter(|slug| !slug.is_empty());
    match days::import(&context, Some(member.id), asked, read, tries).await {
        Ok(tried) if tries => {
            let mut view = CalendarPage::of(page, &context, office).await?;
            view.csv = csv;
            view.tried = Some(tried);
            html(&view)
        }
        Ok(_) => {
            let list = page.href("admin/calendar?done=calendar-kept");
            Ok(see_other(match &*office {
                "" => list,
                office => format!("{list}&office={office}"),
            }))
        }
        Err(OfficeError::Import(_)) => {
            let mut view = known_or_city(page, &context, office).await?;
            let words = view.page.t("invalid-choice");
            view.errors.add("office", words);
            view.csv = csv;
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => Err(kept::keep(error, &form, &TYPED)),
    }
}

/// The page of this office or, where there is none of this slug, of the city.
async fn known_or_city(
    page: Page,
    context: &Context,
    office: String,
) -> Result<CalendarPage, Fault> {
    let offices = offices::list(context).await?;
    let known = offices.iter().any(|one| one.slug == office);
    let office = Some(office).filter(|_| known).unwrap_or_default();
    CalendarPage::of(page, context, office).await
}

/// What is in a file, up to where it is too long anyway.
pub(super) async fn bytes_of(incoming: Incoming) -> Result<Vec<u8>, Fault> {
    const MOST: u64 = days::LONGEST as u64 + 1;
    let Incoming { mut file, size, .. } = incoming;
    let read = crate::threads::blocking(move || {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.take(MOST).read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(bytes)
    });
    let read = read
        .await
        .map_err(|error| Fault::Internal(error.to_string()))?;
    let bytes = read.map_err(|error| Fault::Internal(error.to_string()))?;
    // The form's own limit cut it off.
    if (bytes.len() as u64) < size.min(MOST) {
        return Err(Fault::TooLarge);
    }
    Ok(bytes)
}

fn words(page: &Page, unreadable: Unreadable) -> String {
    let line = unreadable.line().unwrap_or_default();
    page.ta2(
        "calendar-unreadable",
        "fault",
        unreadable.code(),
        "line",
        line,
    )
}
