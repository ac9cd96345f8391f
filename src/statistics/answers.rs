//! How the suggestion box answers: of a month what was answered, in time or late, after how many
//! working days, and how those who rated an answer found it; by category, district and office.
//!
//! Who got an answer and who rated one are people, so the figures go by `suppress`. Late and in time
//! are columns whose sums every reader is taken to know. A middle or a mean is of those alone whose
//! category, district and office are all shown: whoever is in a hidden group changes none, so that
//! none tells whether anybody is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::{
    Counted, Names, StatisticsError,
    freeze::{keys, pairs},
    key, month_of,
    suppress::{BASE, SMALLEST, Shown, Table, Uneven, publish, publish_known},
    visits::usual,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{
            case_offices, case_ratings, cases, categories, districts, offices as office_table,
        },
        text_enum,
    },
    offices::days,
};

text_enum! {
    /// A way to divide cases.
    pub enum By {
        Category = "category",
        District = "district",
        Office = "office",
    }
}

impl By {
    pub const ALL: [Self; 3] = [Self::Category, Self::District, Self::Office];

    /// What the keys of its rows begin with.
    fn kind(self) -> String {
        key(self.as_str(), "")
    }

    /// The name under which a report stands among a month's cells.
    pub(super) fn report(self, of: &str) -> String {
        format!("{of}-{}", self.as_str())
    }
}

/// Of cases that no office has yet.
pub(super) const NO_OFFICE: &str = "-";
/// The report of what came in, by the office that has it.
pub(super) const RECEIVED_BY_OFFICE: &str = "submitters-office";
/// The reports, each by each division.
pub(super) const ANSWERED: &str = "answered";
pub(super) const DAYS: &str = "days";
pub(super) const RATED: &str = "rated";
pub(super) const STARS: &str = "stars";
/// The columns of what was answered.
pub(super) const IN_TIME: &str = "answer/in-time";
pub(super) const LATE: &str = "answer/late";

/// Where a case is in each division, by the keys of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub category: String,
    pub district: String,
    pub office: String,
}

impl Place {
    /// Its row.
    pub fn key(&self, by: By) -> &String {
        match by {
            By::Category => &self.category,
            By::District => &self.district,
            By::Office => &self.office,
        }
    }
}

/// A case that was answered for the first time in the month.
#[derive(Clone, Debug)]
pub struct Answered {
    pub place: Place,
    pub in_time: bool,
    /// The working days that it took, as its due date counts them.
    pub days: i64,
}

/// What somebody gave in the month, whenever it was answered.
#[derive(Clone, Debug)]
pub struct Rated {
    pub place: Place,
    pub stars: i64,
}

/// The keys of categories, districts and offices by their ids.
struct Keys {
    categories: BTreeMap<i64, String>,
    districts: BTreeMap<i64, String>,
    offices: BTreeMap<i64, String>,
}

impl Keys {
    fn load(connection: &mut AnyConnection) -> Result<Self, StatisticsError> {
        let keyed = |kind: &str, rows: Vec<(i64, String)>| {
            let all = rows.into_iter().map(|(id, slug)| (id, key(kind, &slug)));
            all.collect::<BTreeMap<i64, String>>()
        };
        let categories = categories::table
            .select((categories::id, categories::slug))
            .load(connection)?;
        let districts = districts::table
            .select((districts::id, districts::slug))
            .load(connection)?;
        let offices = office_table::table
            .select((office_table::id, office_table::slug))
            .load(connection)?;
        Ok(Self {
            categories: keyed("category", categories),
            districts: keyed("district", districts),
            offices: keyed("office", offices),
        })
    }

    /// `None` where one of them is gone.
    fn place(&self, (category, district, office): (i64, i64, i64)) -> Option<Place> {
        Some(Place {
            category: self.categories.get(&category)?.clone(),
            district: self.districts.get(&district)?.clone(),
            office: self.offices.get(&office)?.clone(),
        })
    }
}

/// Cases that came in, by the office that has them.
pub(super) fn received_by_office(
    connection: &mut AnyConnection,
    (from, to): (Timestamp, Timestamp),
) -> Result<BTreeMap<String, i64>, StatisticsError> {
    let having: Vec<i64> = case_offices::table
        .inner_join(cases::table)
        .filter(case_offices::position.eq(0))
        .filter(cases::created_at.ge(from))
        .filter(cases::created_at.lt(to))
        .select(case_offices::office_id)
        .load(connection)?;
    let keys = Keys::load(connection)?;
    let mut people = BTreeMap::new();
    for office in having.iter().filter_map(|id| keys.offices.get(id)) {
        *people.entry(office.clone()).or_default() += 1;
    }
    Ok(people)
}

/// First answers and ratings of a month; cases that are to be used no more are left out.
pub(super) fn count(
    connection: &mut AnyConnection,
    context: &Context,
    month: NaiveDate,
) -> Result<(Vec<Answered>, Vec<Rated>), StatisticsError> {
    let next = month_of(month + Days::new(31));
    type Asked = (
        (i64, i64, i64),
        NaiveDate,
        Option<NaiveDate>,
        Option<Timestamp>,
    );
    let place = (
        cases::category_id,
        cases::district_id,
        case_ratings::office_id,
    );
    let asked: Vec<Asked> = case_ratings::table
        .inner_join(cases::table)
        .filter(cases::restricted_on.is_null())
        .filter(case_ratings::asked_on.ge(month))
        .filter(case_ratings::asked_on.lt(next))
        .select((
            place,
            case_ratings::asked_on,
            case_ratings::due_on,
            cases::routed_at,
        ))
        .load(connection)?;
    let given: Vec<((i64, i64, i64), Option<i32>)> = case_ratings::table
        .inner_join(cases::table)
        .filter(cases::restricted_on.is_null())
        .filter(case_ratings::rated_on.ge(month))
        .filter(case_ratings::rated_on.lt(next))
        .filter(case_ratings::stars.is_not_null())
        .select((place, case_ratings::stars))
        .load(connection)?;
    let zone = context.config.city.time_zone;
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let keys = Keys::load(connection)?;
    let answered = asked.into_iter().filter_map(|(place, on, due, routed)| {
        let calendar = own.get(&place.2).unwrap_or(&city);
        let routed = routed.map_or(on, |routed| routed.day_in(zone));
        Some(Answered {
            place: keys.place(place)?,
            in_time: due.is_none_or(|due| on <= due),
            days: calendar.between(routed, on).into(),
        })
    });
    let answered = answered.collect();
    let rated = given.into_iter().filter_map(|(place, stars)| {
        Some(Rated {
            place: keys.place(place)?,
            stars: stars?.into(),
        })
    });
    Ok((answered, rated.collect()))
}

/// A report's name with its table and what of it is shown.
pub(super) type Reported = (String, Table, Shown);

/// All of it as it may be published.
pub(super) fn published(counted: &Counted, names: &Names) -> Result<Vec<Reported>, Uneven> {
    let answers: Vec<(&Place, i64)> = counted
        .answers
        .iter()
        .map(|answer| (&answer.place, answer.days))
        .collect();
    let ratings: Vec<(&Place, i64)> = counted
        .ratings
        .iter()
        .map(|rating| (&rating.place, rating.stars))
        .collect();
    let (answered, shown) = answered(&counted.answers, names)?;
    let rated = By::ALL.map(|by| table(by, &ratings, names));
    let mut raters = publish(&rated)?;
    for ((table, raters), (among, answered)) in rated
        .iter()
        .zip(&mut raters)
        .zip(answered.iter().zip(&shown))
    {
        keep_with_rate((table, raters), (among, answered));
    }
    let days = of_shown(&answers, &answered, &shown, usual);
    let stars = of_shown(&ratings, &rated, &raters, mean);
    let mut all = Vec::new();
    for (of, tables, shown) in [
        (ANSWERED, &answered, shown),
        (DAYS, &answered.clone().map(without_columns), days),
        (RATED, &rated, raters),
        (STARS, &rated, stars),
    ] {
        let by = By::ALL.into_iter().zip(tables).zip(shown);
        all.extend(by.map(|((by, table), shown)| (by.report(of), table.clone(), shown)));
    }
    Ok(all)
}

/// What was answered; in time and late where neither is a group under ten in all.
fn answered(answers: &[Answered], names: &Names) -> Result<([Table; 3], Vec<Shown>), Uneven> {
    let late = answers.iter().filter(|answer| !answer.in_time).count();
    let is_split = [late, answers.len() - late]
        .iter()
        .all(|people| *people >= SMALLEST as usize);
    let of = |in_time: bool| {
        let these = answers.iter().filter(move |one| one.in_time == in_time);
        these.map(|one| (&one.place, one.days)).collect::<Vec<_>>()
    };
    let all: Vec<(&Place, i64)> = answers.iter().map(|one| (&one.place, one.days)).collect();
    let whole = By::ALL.map(|by| table(by, &all, names));
    if !is_split {
        let shown = publish(&whole)?;
        return Ok((whole, shown));
    }
    let (in_time, late) = (of(true), of(false));
    let split = By::ALL.map(|by| {
        let mut split = table(by, &all, names);
        split.columns = vec![IN_TIME.to_owned(), LATE.to_owned()];
        let people = |row: &String, of: &[(&Place, i64)]| {
            let here = of.iter().filter(|(place, _)| place.key(by) == row);
            i64::try_from(here.count()).unwrap_or(i64::MAX)
        };
        let rows = split.rows.iter();
        split.cells = rows
            .map(|row| vec![people(row, &in_time), people(row, &late)])
            .collect();
        split
    });
    let shown = publish_known(&split)?;
    Ok((split, shown))
}

fn table(by: By, people: &[(&Place, i64)], names: &Names) -> Table {
    let mut counts: BTreeMap<&String, i64> = BTreeMap::new();
    for (place, _) in people {
        *counts.entry(place.key(by)).or_default() += 1;
    }
    let rows = keys(&by.kind(), names, counts.keys().copied());
    Table {
        cells: rows
            .iter()
            .map(|row| vec![counts.get(row).copied().unwrap_or(0)])
            .collect(),
        rows,
        columns: Vec::new(),
    }
}

fn without_columns(table: Table) -> Table {
    Table {
        columns: Vec::new(),
        ..table
    }
}

/// Satisfaction is shown with its response rate: who rated stays hidden where who was answered is, and
/// where those are fewer, because many rated what was answered the month before.
fn keep_with_rate((table, raters): (&Table, &mut Shown), (among, answered): (&Table, &Shown)) {
    let has_rate = |raters: Option<i64>, answered: Option<i64>| {
        raters.filter(|raters| answered.is_some_and(|answered| *raters <= answered))
    };
    let of: BTreeMap<&str, Option<i64>> = pairs(&among.rows, &answered.rows).collect();
    raters.total = has_rate(raters.total, answered.total);
    for (row, figure) in table.rows.iter().zip(&mut raters.rows) {
        *figure = has_rate(*figure, of.get(row.as_str()).copied().flatten());
    }
}

/// What `of` makes of the values of each shown row, and of all, among those whose every row is shown;
/// where those are under ten, of everybody together and of no row.
fn of_shown(
    values: &[(&Place, i64)],
    tables: &[Table; 3],
    shown: &[Shown],
    of: fn(Vec<i64>) -> i64,
) -> Vec<Shown> {
    let enough = SMALLEST as usize;
    let open: Vec<BTreeSet<&str>> = tables
        .iter()
        .zip(shown)
        .map(|(table, shown)| {
            let open = pairs(&table.rows, &shown.rows).filter(|(_, figure)| figure.is_some());
            open.map(|(row, _)| row).collect()
        })
        .collect();
    let is_open = |place: &Place| {
        let mut all = By::ALL.into_iter().zip(&open);
        all.all(|(by, open)| open.contains(place.key(by).as_str()))
    };
    let mut core: Vec<&(&Place, i64)> = values.iter().filter(|(place, _)| is_open(place)).collect();
    let has_rows = core.len() >= enough;
    if !has_rows {
        core = values.iter().collect();
    }
    let figure = |values: Vec<i64>| (values.len() >= enough).then(|| of(values));
    let by = By::ALL.into_iter().zip(tables).zip(shown);
    by.map(|((by, table), shown)| {
        let row = |row: &String| {
            let here = core.iter().filter(|(place, _)| place.key(by) == row);
            figure(here.map(|(_, value)| *value).collect()).filter(|_| has_rows)
        };
        let all = || figure(core.iter().map(|(_, value)| *value).collect());
        Shown {
            total: shown.total.and_then(|_| all()),
            rows: table.rows.iter().map(row).collect(),
            columns: Vec::new(),
            cells: Vec::new(),
        }
    })
    .collect()
}

/// The mean in tenths, to the nearest half.
fn mean(values: Vec<i64>) -> i64 {
    let (sum, count) = (values.iter().sum::<i64>(), values.len() as i64);
    (20 * sum + BASE * count) / (10 * count.max(1)) * BASE
}

/// Forgets the stars of months before `month`, which are frozen, and links whose time is over.
pub(super) async fn forget(context: &Context, month: NaiveDate) -> Result<(), StatisticsError> {
    let month_before = month_of(month - Days::new(1));
    let stars = move || {
        case_ratings::table
            .filter(case_ratings::rated_on.lt(month))
            .filter(case_ratings::stars.is_not_null())
    };
    let links = move || {
        case_ratings::table
            .filter(case_ratings::asked_on.lt(month_before))
            .filter(case_ratings::token_hash.is_not_null())
    };
    let look = move |connection: &mut AnyConnection| {
        let stars: i64 = stars().count().get_result(connection)?;
        let links: i64 = links().count().get_result(connection)?;
        Ok(stars + links)
    };
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::update(stars())
                .set(case_ratings::stars.eq(None::<i32>))
                .execute(connection)?;
            diesel::update(links())
                .set(case_ratings::token_hash.eq(None::<Vec<u8>>))
                .execute(connection)?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(category: usize, district: usize) -> Place {
        Place {
            category: format!("category/{category}"),
            district: format!("district/{district}"),
            office: "office/works".to_owned(),
        }
    }

    fn people(counts: &[(usize, usize, i64)], value: impl Fn(i64) -> i64) -> Vec<(Place, i64)> {
        let all = counts.iter().flat_map(|(category, district, people)| {
            (0..*people).map(|n| (place(*category, *district), value(n)))
        });
        all.collect()
    }

    fn days(answers: &[(Place, i64)]) -> Vec<(String, Option<i64>)> {
        let counted = Counted {
            answers: answers
                .iter()
                .map(|(place, days)| Answered {
                    place: place.clone(),
                    in_time: true,
                    days: *days,
                })
                .collect(),
            ..Counted::default()
        };
        let all = published(&counted, &Names::default()).expect("even");
        all.into_iter()
            .filter(|(report, ..)| report.starts_with(DAYS))
            .flat_map(|(report, table, shown)| {
                let rows = pairs(&table.rows, &shown.rows);
                let rows = rows.filter(|(_, figure)| figure.is_some());
                let rows: Vec<_> = rows
                    .map(|(row, figure)| (format!("{report} {row}"), figure))
                    .collect();
                [(report, shown.total)].into_iter().chain(rows)
            })
            .collect()
    }

    /// With 40, 3, 25 and 60 the three are hidden and nothing else is.
    #[test]
    fn a_middle_is_the_same_whatever_a_hidden_group_was() {
        let with = |few: i64, slow: i64| {
            let mut all = people(&[(1, 1, 40), (3, 1, 25), (4, 2, 60)], |n| n % 7);
            all.extend(people(&[(2, 2, few)], |_| slow));
            days(&all)
        };
        let figures = with(3, 90);
        assert_eq!(figures.len(), 9, "{figures:?}");
        assert!(
            figures.iter().all(|(_, figure)| *figure == Some(3)),
            "{figures:?}"
        );
        assert_eq!(figures, with(3, 0));
        assert_eq!(figures, with(5, 90));
        assert_eq!(figures, with(0, 0));
        // Where hardly anybody is left, there is one figure, of all.
        let two = people(&[(1, 1, 40), (2, 2, 3)], |n| n % 7);
        let all: Vec<_> = days(&two).into_iter().map(|(_, figure)| figure).collect();
        assert_eq!(all, [Some(3); 3]);
    }

    #[test]
    fn a_mean_is_told_to_the_nearest_half() {
        for (values, tenths) in [
            (vec![5; 10], 50),
            (vec![5, 5, 5, 5, 4, 4, 4, 4, 4, 2], 40),
            (vec![5, 5, 5, 5, 4, 4, 4, 4, 4, 3], 45),
            (vec![1, 1, 1, 2], 15),
            (vec![1, 1, 1, 1, 2], 10),
        ] {
            assert_eq!(mean(values.clone()), tenths, "{values:?}");
        }
    }
}
