//! Statistics: whatever is asked for and whatever is combined, no group under ten shows; and a
//! month that has closed is counted once.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use plaza::{
    accounts::{Member, Role},
    forum::{
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
    statistics::{self, Counted, freeze_closed},
};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use crate::support::Plaza;

/// One published figure with its truth, and what a reader can conclude about it so far.
struct Figure {
    truth: i64,
    shown: Option<i64>,
    least: i64,
    most: i64,
}

/// Sums that hold: the first is the sum of the others.
type Sums = Vec<(usize, Vec<usize>)>;

const UNBOUNDED: i64 = 1_000_000;

/// Tightens what can be concluded until nothing more can be.
fn conclude(figures: &mut [Figure], sums: &Sums) {
    loop {
        let mut changed = false;
        for (whole, parts) in sums {
            let (least, most) = parts.iter().fold((0, 0), |(least, most), part| {
                (least + figures[*part].least, most + figures[*part].most)
            });
            let (whole_least, whole_most) = (figures[*whole].least, figures[*whole].most);
            let mut tighten = |at: usize, new_least: i64, new_most: i64| {
                let figure = &mut figures[at];
                if new_least > figure.least || new_most < figure.most {
                    figure.least = figure.least.max(new_least);
                    figure.most = figure.most.min(new_most);
                    changed = true;
                }
            };
            tighten(*whole, least, most.min(UNBOUNDED));
            let spans: Vec<(i64, i64)> = parts
                .iter()
                .map(|part| (figures[*part].least, figures[*part].most))
                .collect();
            for (part, (part_least, part_most)) in parts.iter().zip(spans) {
                let figure = &mut figures[*part];
                let new_least = whole_least - (most - part_most);
                let new_most = whole_most - (least - part_least);
                if new_least > figure.least || new_most < figure.most {
                    figure.least = figure.least.max(new_least);
                    figure.most = figure.most.min(new_most);
                    changed = true;
                }
            }
        }
        if !changed {
            return;
        }
    }
}

/// Everything that the API publishes of one population, beside the truth.
#[derive(Default)]
pub struct Attack {
    figures: Vec<Figure>,
    sums: Sums,
}

impl Attack {
    pub fn figure(&mut self, truth: i64, shown: &Value) -> usize {
        let shown = shown.as_i64();
        let (least, most) = match shown {
            Some(shown) => ((shown - 2).max(10), shown + 2),
            None => (0, UNBOUNDED),
        };
        assert!(
            (least..=most).contains(&truth),
            "{truth} shown as {shown:?}"
        );
        self.figures.push(Figure {
            truth,
            shown,
            least,
            most,
        });
        self.figures.len() - 1
    }

    fn report(&mut self, whole: usize, report: &Value, people: &BTreeMap<String, i64>) {
        let rows = report["rows"].as_array().unwrap();
        let parts = rows
            .iter()
            .map(|row| {
                let truth = people.get(row["key"].as_str().unwrap());
                self.figure(truth.copied().unwrap_or(0), &row["people"])
            })
            .collect();
        self.sums.push((whole, parts));
    }

    fn cross(&mut self, whole: usize, report: &Value, people: &BTreeMap<(String, String), i64>) {
        let keys = |axis: &str| -> Vec<(String, Value)> {
            let all = report[axis].as_array().into_iter().flatten();
            all.map(|one| {
                (
                    one["key"].as_str().unwrap().to_owned(),
                    one["people"].clone(),
                )
            })
            .collect()
        };
        let (rows, columns) = (keys("rows"), keys("columns"));
        let empty = Vec::new();
        let cells = report["cells"].as_array().unwrap_or(&empty);
        let mut at = BTreeMap::new();
        for (row, _) in &rows {
            for (column, _) in &columns {
                let shown = cells
                    .iter()
                    .find(|cell| cell["row"] == **row && cell["column"] == **column)
                    .map_or(Value::Null, |cell| cell["people"].clone());
                let key = (row.clone(), column.clone());
                let truth = people.get(&key).copied().unwrap_or(0);
                at.insert(key, self.figure(truth, &shown));
            }
        }
        let mut margins = [Vec::new(), Vec::new()];
        for (axis, keys) in [&rows, &columns].into_iter().enumerate() {
            for (key, shown) in keys {
                let parts: Vec<usize> = at
                    .iter()
                    .filter(|(place, _)| [&place.0, &place.1][axis] == key)
                    .map(|(_, at)| *at)
                    .collect();
                let truth = parts.iter().map(|part| self.figures[*part].truth).sum();
                let margin = self.figure(truth, shown);
                self.sums.push((margin, parts));
                margins[axis].push(margin);
            }
        }
        // A city without categories says nothing by having none.
        for parts in margins.into_iter().filter(|parts| !parts.is_empty()) {
            self.sums.push((whole, parts));
        }
    }

    /// One figure is the sum of others.
    pub fn adds_up(&mut self, whole: usize, parts: Vec<usize>) {
        self.sums.push((whole, parts));
    }

    /// How many figures are left to see.
    pub fn shown(&self) -> usize {
        let figures = self.figures.iter();
        figures.filter(|figure| figure.shown.is_some()).count()
    }

    /// A figure that is not looked for, and that a reader may be taken to know to the last one.
    pub fn known(&mut self, truth: i64, is_known: bool) -> usize {
        let figure = self.figure(truth, &Value::Null);
        if is_known {
            let figure = &mut self.figures[figure];
            (figure.least, figure.most) = (truth, truth);
        }
        figure
    }

    /// The whole, which has ten or more, is known to the last one: cases have running numbers.
    pub fn whole(&mut self, truth: i64, shown: &Value) -> usize {
        let whole = self.figure(truth, shown);
        if truth >= 10 {
            let figure = &mut self.figures[whole];
            (figure.least, figure.most) = (truth, truth);
        }
        whole
    }

    /// Every hidden group under ten may still be anything from nobody to nine.
    pub fn fails(mut self) {
        conclude(&mut self.figures, &self.sums);
        for figure in &self.figures {
            if figure.truth < 10 {
                assert_eq!(figure.shown, None, "a group of {} is shown", figure.truth);
                assert!(
                    figure.least <= 0 && figure.most >= 9,
                    "a group of {} is known to be {} to {}",
                    figure.truth,
                    figure.least,
                    figure.most
                );
            }
        }
    }
}

const BOARDS: [&str; 2] = ["board/city", "board/open"];
const LANGUAGES: [&str; 2] = ["language/zh", "language/en"];

fn split(total: i64, share: i64, keys: [&str; 2]) -> BTreeMap<String, i64> {
    let first = total * share / 100;
    BTreeMap::from([
        (keys[0].to_owned(), first),
        (keys[1].to_owned(), total - first),
    ])
}

/// A made-up month: many small groups, some large ones.
fn month() -> impl Strategy<Value = Counted> {
    let people = prop_oneof![Just(0i64), 0..10i64, 5..16i64, 10..60i64, 100..900i64];
    let place = (0..5usize, 0..5usize, people.clone());
    (
        prop::collection::vec(place, 0..20),
        people.clone(),
        people,
        0..=100i64,
        0..=100i64,
        0..=100i64,
    )
        .prop_map(|(places, posters, newcomers, one, two, three)| {
            let mut by_place = BTreeMap::new();
            for (category, district, people) in places {
                let key = (
                    format!("category/c{category}"),
                    format!("district/d{district}"),
                );
                by_place.insert(key, people);
            }
            let submitters = by_place.values().sum();
            Counted {
                posters_by_board: split(posters, one, BOARDS),
                posters_by_language: split(posters, two, LANGUAGES),
                submitters_by_place: by_place,
                submitters_by_language: split(submitters, three, LANGUAGES),
                newcomers_by_language: split(newcomers, one, LANGUAGES),
                ..Counted::default()
            }
        })
}

/// Forty made-up months, frozen, with their truth.
async fn frozen() -> (Plaza, Vec<(String, Counted)>) {
    let plaza = Plaza::start().await;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let mut months = Vec::new();
    for n in 0..40 {
        let counted = month().new_tree(&mut runner).unwrap().current();
        let name = format!("{}-{:02}", 2020 + n / 12, n % 12 + 1);
        let day = statistics::parse_month(&name).unwrap();
        statistics::seed(&plaza.context, day, counted.clone())
            .await
            .unwrap();
        months.push((name, counted));
    }
    (plaza, months)
}

#[actix_web::test]
async fn combining_everything_that_is_published_tells_no_small_group() {
    let (plaza, months) = frozen().await;
    let guest = plaza.client().await;
    let mut shown = 0;
    for (month, truth) in &months {
        let answer = guest.get(&format!("/api/v1/statistics/{month}")).await;
        let reports = answer.expect(200).json()["reports"].clone();
        let report = |name: &str| {
            let all = reports.as_array().unwrap();
            all.iter()
                .find(|one| one["report"] == name)
                .unwrap()
                .clone()
        };
        let mut posters = Attack::default();
        let total = truth.posters_by_board.values().sum();
        let whole = posters.whole(total, &report("posters-board")["total"]);
        posters.report(whole, &report("posters-board"), &truth.posters_by_board);
        posters.report(
            whole,
            &report("posters-language"),
            &truth.posters_by_language,
        );
        let mut submitters = Attack::default();
        let total = truth.submitters_by_place.values().sum();
        let whole = submitters.whole(total, &report("submitters-place")["total"]);
        submitters.cross(
            whole,
            &report("submitters-place"),
            &truth.submitters_by_place,
        );
        submitters.report(
            whole,
            &report("submitters-language"),
            &truth.submitters_by_language,
        );
        let mut newcomers = Attack::default();
        let total = truth.newcomers_by_language.values().sum();
        let whole = newcomers.whole(total, &report("newcomers-language")["total"]);
        newcomers.report(
            whole,
            &report("newcomers-language"),
            &truth.newcomers_by_language,
        );
        for attack in [posters, submitters, newcomers] {
            shown += attack
                .figures
                .iter()
                .filter(|one| one.shown.is_some())
                .count();
            attack.fails();
        }
    }
    assert!(shown > 200, "only {shown} figures are left to see");
}

#[test]
fn the_attack_succeeds_where_nothing_but_small_groups_is_hidden() {
    let mut naive = Attack::default();
    let whole = naive.figure(100, &Value::from(100));
    let report = serde_json::json!({"rows": [
        {"key": "a", "people": 90}, {"key": "b", "people": null},
    ]});
    let people = BTreeMap::from([("a".to_owned(), 91), ("b".to_owned(), 9)]);
    naive.report(whole, &report, &people);
    assert!(std::panic::catch_unwind(move || naive.fails()).is_err());
}

/// Every figure in an answer.
fn figures(value: &Value, found: &mut Vec<i64>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let ("people" | "total", Some(figure)) = (name.as_str(), member.as_i64()) {
                    found.push(figure);
                }
                figures(member, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| figures(item, found)),
        _ => {}
    }
}

#[actix_web::test]
async fn no_filter_reveals_a_group_under_ten() {
    let (plaza, months) = frozen().await;
    let guest = plaza.client().await;
    let administrator = plaza.log_on_as(Role::Administrator, "admin").await;
    let mut seen = 0;
    for n in 0..400usize {
        let pick = |from: &[&str], step: usize| from[n / step % from.len()].to_owned();
        let month = &months[n % months.len()].0;
        let report = pick(
            &[
                "",
                "posters-board",
                "submitters-place",
                "newcomers-language",
                "x",
            ],
            3,
        );
        let row = pick(
            &[
                "",
                "category/c1",
                "category/c4",
                "language/en",
                "board/city",
                "%",
                "'",
            ],
            5,
        );
        let column = pick(&["", "district/d0", "district/d3", "*"], 7);
        let query: String = [("report", report), ("row", row), ("column", column)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}&", value.replace('%', "%25")))
            .collect();
        let path = format!("/api/v1/statistics/{month}?{query}");
        let answer = guest.get(&path).await.expect(200).json();
        assert_eq!(answer, administrator.get(&path).await.json(), "{path}");
        let mut found = Vec::new();
        figures(&answer, &mut found);
        seen += found.len();
        assert!(
            found.iter().all(|people| *people >= 10 && people % 5 == 0),
            "{path}: {found:?}"
        );
    }
    assert!(seen > 500, "{seen}");
}

async fn writes(plaza: &Plaza, member: Member, board: &str) {
    let post = SeedPost {
        author: Author::Account(member),
        nickname: false,
        at: plaza.context.now(),
        language: Lang::Zh,
        body: "路燈什麼時候修好？".into(),
        publish: Vec::new(),
    };
    seed::topic(&plaza.context, board, "路燈", post)
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_closed_month_is_counted_once_and_stays() {
    let plaza = Plaza::with_boards().await;
    for n in 0..15 {
        let member = plaza.member(Role::Resident, &format!("p{n}"), false).await;
        if n < 12 {
            writes(&plaza, member.clone(), "city").await;
            writes(&plaza, member, "city").await;
        } else {
            writes(&plaza, member, "open").await;
        }
    }
    let guest = plaza.client().await;
    freeze_closed(&plaza.context).await.unwrap();
    guest.get("/api/v1/statistics/2026-03").await.expect(404);
    guest.get("/zh/statistics/2026-03").await.expect(404);
    plaza.advance(TimeDelta::days(31));
    freeze_closed(&plaza.context).await.unwrap();
    let page = guest.get("/en/statistics/2026-03").await.expect(200);
    let before = guest.get("/api/v1/statistics/2026-03").await.json();
    let posters = before["reports"][0].clone();
    // 12 and 3: the twelve are withheld, for with them the three could be worked out.
    assert_eq!(posters["total"], 15);
    assert_eq!(posters["rows"][0]["people"], Value::Null, "{posters}");
    assert_eq!(posters["rows"][1]["people"], Value::Null, "{posters}");
    assert!(page.body.contains("About 15 people"));
    assert!(page.body.contains("under 10 or withheld"));
    assert_eq!(before["reports"][4]["total"], 15, "{before}");

    // What becomes of the month later changes nothing, nor does anybody by hand.
    let march = plaza.context.at(plaza.context.now() - TimeDelta::days(20));
    for n in 0..30 {
        let new = plaza::accounts::NewAccount {
            email: plaza::privacy::Private::new(format!("late{n}@example.tw")),
            password: plaza::accounts::Password::typed("long enough it is"),
            name: format!("late{n}"),
            name_is_personal: false,
            role: Role::Resident,
            language: Lang::En,
        };
        plaza::accounts::create(&march, new).await.unwrap();
    }
    freeze_closed(&plaza.context).await.unwrap();
    for sql in [
        "UPDATE statistics_cells SET figure = 3",
        "DELETE FROM statistics_cells",
        "DELETE FROM statistics_months",
    ] {
        let changed: Result<usize, plaza::db::DbError> = plaza
            .context
            .db
            .write(move |connection| {
                use diesel::RunQueryDsl as _;
                Ok(diesel::sql_query(sql).execute(connection)?)
            })
            .await;
        assert!(changed.is_err(), "{sql}");
    }
    let after = guest.get("/api/v1/statistics/2026-03").await.json();
    assert_eq!(before, after);
}

#[actix_web::test]
async fn a_month_is_told_in_words_in_a_chart_and_in_a_table() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    let list = guest.get("/zh/statistics").await;
    assert!(list.texts(".row-title").contains(&"2026年2月".to_owned()));
    for lang in ["zh", "en"] {
        let page = guest.get(&format!("/{lang}/statistics/2026-02")).await;
        assert!(page.texts("svg.chart").len() >= 4);
        assert!(!page.texts("table").is_empty());
        assert!(!page.body.contains("style="), "inline style");
        let hidden = if lang == "zh" {
            "不到10人或不顯示"
        } else {
            "under 10 or withheld"
        };
        assert!(page.texts("td.num").contains(&hidden.to_owned()));
    }
}
