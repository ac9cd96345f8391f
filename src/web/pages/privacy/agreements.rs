//! With whom the city has agreements on giving data, for what and which data: for everybody.

use actix_web::{HttpResponse, web::Data};
use askama::Template;
use chrono::NaiveDate;

use crate::{
    context::Context,
    rights::agreements::{self, Agreement, RecipientKind},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::{
            forum::Parameters,
            officer::{standing_words, words_of},
        },
        place::{READ, before, paged},
    },
};

#[derive(Template)]
#[template(path = "pages/privacy/agreements.html")]
struct Agreements {
    page: Page,
    agreements: Vec<Agreement>,
    today: NaiveDate,
    next: Option<String>,
}

impl Agreements {
    fn kind(&self, kind: &RecipientKind) -> String {
        self.page.ta("ledger-recipient", "kind", kind.as_str())
    }

    fn fields(&self, agreement: &Agreement) -> String {
        words_of(&self.page, &agreement.fields)
    }

    fn standing(&self, agreement: &Agreement) -> (String, &'static str) {
        standing_words(&self.page, agreement.standing(self.today))
    }

    fn ended(&self, agreement: &Agreement) -> Option<String> {
        let day = self.page.local(agreement.ended_at?).date();
        let day = self.page.date(day);
        Some(self.page.ta("agreement-ended-on", "date", day))
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let read = agreements::page(&context, before(&query), READ).await?;
    let (agreements, next) = paged(read, |last| last.id);
    html(&Agreements {
        today: context.clock.today(context.config.city.time_zone),
        agreements,
        next: next.map(|next| page.href("privacy/agreements") + &next),
        page,
    })
}
