//! Lists of the API: where a page begins, how long it is, and the links to its neighbours (RFC 8288).
//!
//! A page begins after or before a place, so that what comes in meanwhile moves nothing. What names a place is the
//! list's own: programs take it from the page before and give it back as it is. What names none is refused,
//! for a list that begins anew would be read for ever.

use std::{collections::HashMap, fmt::Display, str::FromStr};

use actix_web::{HttpRequest, HttpResponse, http::header};
use url::form_urlencoded;

use crate::{
    forum::cursor::{From, Page},
    web::fault::Fault,
};

/// The most that a program can ask for at once; a list whose pages are shorter stays with these.
pub const LONGEST: usize = 100;

/// Lists that are given page by page.
pub(in crate::web) const PAGED: [&str; 43] = [
    "/api/v1/account/cases",
    "/api/v1/account/consents",
    "/api/v1/account/watches",
    "/api/v1/admin/audit",
    "/api/v1/admin/audit/sign-ins",
    "/api/v1/admin/factors",
    "/api/v1/admin/moderators",
    "/api/v1/admin/offices/{slug}/members",
    "/api/v1/admin/reasons",
    "/api/v1/admin/tokens",
    "/api/v1/admin/watched",
    "/api/v1/admin/webhooks/{id}/deliveries",
    "/api/v1/appeals",
    "/api/v1/boards/{slug}",
    "/api/v1/bookmarks",
    "/api/v1/campaigns",
    "/api/v1/desk/cases",
    "/api/v1/desk/inbox",
    "/api/v1/desk/templates",
    "/api/v1/drafts",
    "/api/v1/events",
    "/api/v1/ledger",
    "/api/v1/ledger/statements",
    "/api/v1/mail",
    "/api/v1/moderation/log",
    "/api/v1/notifications",
    "/api/v1/officer/breaches",
    "/api/v1/officer/disclosures",
    "/api/v1/officer/policy",
    "/api/v1/officer/requests",
    "/api/v1/people/{id}",
    "/api/v1/policy/versions",
    "/api/v1/polls",
    "/api/v1/privacy/agreements",
    "/api/v1/reasons",
    "/api/v1/review",
    "/api/v1/sanctions/appeals",
    "/api/v1/search",
    "/api/v1/statistics",
    "/api/v1/suggestions/published",
    "/api/v1/tags",
    "/api/v1/tags/{tag}",
    "/api/v1/topics/{id}",
];

/// Those of them whose pages are as long as they are: to read them is written down, or they are cut elsewhere.
pub(in crate::web) const FIXED: [&str; 11] = [
    "/api/v1/admin/audit",
    "/api/v1/admin/audit/sign-ins",
    "/api/v1/admin/tokens",
    "/api/v1/admin/webhooks/{id}/deliveries",
    "/api/v1/appeals",
    "/api/v1/desk/cases",
    "/api/v1/desk/inbox",
    "/api/v1/moderation/log",
    "/api/v1/review",
    "/api/v1/sanctions/appeals",
    "/api/v1/search",
];

type Query = HashMap<String, String>;

/// What a query gives by this name, where that is anything.
fn given<'a>(query: &'a Query, name: &str) -> Option<&'a str> {
    let given = query.get(name).map(|text| text.trim());
    given.filter(|text| !text.is_empty())
}

/// How many are asked for, where that is said.
pub(super) fn limit(query: &Query) -> Result<Option<usize>, Fault> {
    let Some(limit) = given(query, "limit") else {
        return Ok(None);
    };
    match limit.parse() {
        Ok(limit) if (1..=LONGEST).contains(&limit) => Ok(Some(limit)),
        _ => Err(Fault::BadRequest(format!("`limit` is 1 to {LONGEST}"))),
    }
}

/// How many are given of a list whose pages have `own` at most.
pub(super) fn length(query: &Query, own: usize) -> Result<usize, Fault> {
    Ok(limit(query)?.map_or(own, |limit| limit.min(own)))
}

/// The place that a parameter names, where there is one.
pub(super) fn at<C: FromStr>(query: &Query, name: &str) -> Result<Option<C>, Fault> {
    let place = given(query, name).map(|text| text.parse().map_err(|_| Fault::BadCursor));
    place.transpose()
}

/// From where a list is asked for: `after` or `before` a place, or its last `page`.
pub(super) fn place<C: FromStr>(query: &Query) -> Result<From<C>, Fault> {
    match given(query, "page") {
        Some("last") => return Ok(From::End),
        Some(_) => return Err(Fault::BadCursor),
        None => {}
    }
    Ok(match (at(query, "after")?, at(query, "before")?) {
        (Some(place), _) => From::After(place),
        (None, Some(place)) => From::Before(place),
        (None, None) => From::Start,
    })
}

/// What says where a page begins, of a list that is read in both directions.
const PLACES: [&str; 5] = ["after", "before", "page", "post", "on"];

/// The ways to a page's neighbours: which parameter leads there, and to which place.
#[derive(Default)]
pub(super) struct Ways {
    next: Option<Way>,
    previous: Option<Way>,
    /// Read in one direction alone: there other parameters say what is looked for, whatever they are called.
    is_onward: bool,
}

type Way = (&'static str, String);

impl Ways {
    pub(super) fn of<T, C: Display>(page: &Page<T, C>) -> Self {
        let way = |name, place: &Option<C>| Some((name, place.as_ref()?.to_string()));
        Self {
            next: way("after", &page.after),
            previous: way("before", &page.before),
            is_onward: false,
        }
    }

    /// Of a list that is read in one direction alone.
    pub(super) fn onward(name: &'static str, next: Option<impl Display>) -> Self {
        Self {
            next: next.map(|place| (name, place.to_string())),
            previous: None,
            is_onward: true,
        }
    }

    /// Names them in an answer.
    pub(super) fn on(self, request: &HttpRequest, mut response: HttpResponse) -> HttpResponse {
        let places = |name| {
            if self.is_onward {
                vec![name]
            } else {
                PLACES.to_vec()
            }
        };
        let link = |relation: &str, way: Option<Way>| {
            let way = way?;
            let places = places(way.0);
            let address = address(request.path(), request.query_string(), &places, &way);
            Some(format!("<{address}>; rel=\"{relation}\""))
        };
        let links = [link("next", self.next), link("prev", self.previous)];
        let links: Vec<String> = links.into_iter().flatten().collect();
        if !links.is_empty()
            && let Ok(links) = header::HeaderValue::from_str(&links.join(", "))
        {
            response.headers_mut().insert(header::LINK, links);
        }
        response
    }
}

/// The address of a page: as it was asked for, but for what said where it begins.
fn address(path: &str, query: &str, places: &[&str], (name, place): &Way) -> String {
    let others = form_urlencoded::parse(query.as_bytes());
    let others = others.filter(|(name, _)| !places.contains(&&**name));
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair(name, place)
        .finish();
    let path = path.replace('<', "%3C").replace('>', "%3E");
    format!("{path}?{query}")
}

/// A page of what its room gives whole, with the ways to its neighbours. `place` names one of them as no other is
/// named.
pub(super) fn part<T>(
    query: &Query,
    all: Vec<T>,
    place: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Ways), Fault> {
    let (from, most) = (self::place::<String>(query)?, length(query, LONGEST)?);
    let at = |wanted: &String| {
        let found = all.iter().position(|one| place(one) == *wanted);
        found.ok_or(Fault::BadCursor)
    };
    let (first, last) = match &from {
        From::Start | From::End => (0, all.len()),
        From::After(wanted) => (at(wanted)? + 1, all.len()),
        From::Before(wanted) => (0, at(wanted)?),
    };
    let read = most + 1;
    let within = all.into_iter().take(last).skip(first);
    let rows: Vec<T> = if from.backwards() {
        let mut rows: Vec<T> = within.collect();
        rows.reverse();
        rows.truncate(read);
        rows
    } else {
        within.take(read).collect()
    };
    let page = Page::of(rows, &from, most, place);
    let ways = Ways::of(&page);
    Ok((page.items, ways))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn query(text: &str) -> Query {
        form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect()
    }

    /// Items, and where those after and before them stand.
    type Part = (Vec<i64>, Option<String>, Option<String>);

    fn page(text: &str) -> Result<Part, Fault> {
        let all = (1..=5).collect();
        let (items, ways) = part(&query(text), all, i64::to_string)?;
        let place = |way: Option<Way>| way.map(|(_, place)| place);
        Ok((items, place(ways.next), place(ways.previous)))
    }

    #[test]
    fn a_whole_list_is_walked_in_both_directions() {
        let is = |text: &str, items: &[i64], next: Option<&str>, previous: Option<&str>| {
            let page = page(text).expect("a page");
            let next = next.map(str::to_owned);
            assert_eq!(
                page,
                (items.to_vec(), next, previous.map(str::to_owned)),
                "{text}"
            );
        };
        is("", &[1, 2, 3, 4, 5], None, None);
        is("limit=2", &[1, 2], Some("2"), None);
        is("limit=2&after=2", &[3, 4], Some("4"), Some("3"));
        is("limit=2&after=4", &[5], None, Some("5"));
        is("limit=2&after=5", &[], None, None);
        is("limit=2&before=3", &[1, 2], Some("2"), None);
        is("limit=2&before=5", &[3, 4], Some("4"), Some("3"));
        is("limit=2&page=last", &[4, 5], None, Some("4"));
        is("after=", &[1, 2, 3, 4, 5], None, None);
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for odd in [
            "after=9",
            "before=x",
            "page=2",
            "limit=0",
            "limit=101",
            "limit=x",
            "limit=-1",
        ] {
            assert!(page(odd).is_err(), "{odd}");
        }
        assert!(place::<i64>(&query("after=1x")).is_err());
        assert!(matches!(
            place::<i64>(&query("before=7")),
            Ok(From::Before(7))
        ));
    }

    #[test]
    fn a_link_leads_on_with_what_was_asked_for() {
        let way = ("after", "7-1".to_owned());
        let query = "lang=en&on=2026-03-02&after=3&tag=%E8%B7%AF";
        let link = address("/api/v1/tags/<x>", query, &PLACES, &way);
        assert_eq!(link, "/api/v1/tags/%3Cx%3E?lang=en&tag=%E8%B7%AF&after=7-1");
        let way = ("page", "2".to_owned());
        let link = address("/api/v1/search", "after=2026-03-02&page=1", &["page"], &way);
        assert_eq!(link, "/api/v1/search?after=2026-03-02&page=2");
    }

    #[test]
    fn a_list_that_is_read_onward_keeps_what_is_looked_for_whatever_it_is_called() {
        let request = TestRequest::with_uri("/api/v1/admin/audit?post=7&before=60&on=x");
        let answer = HttpResponse::Ok().finish();
        let ways = Ways::onward("before", Some(10));
        let answer = ways.on(&request.to_http_request(), answer);
        let link = answer.headers().get(header::LINK).expect("a link");
        let expected = "</api/v1/admin/audit?post=7&on=x&before=10>; rel=\"next\"";
        assert_eq!(link, expected);
    }
}
