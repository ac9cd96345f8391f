//! What has had its time is deleted as the inventory says, counted, and told beforehand.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    jobs::retention,
    privacy::inventory::{self, Class, Due, Retention, Schedule},
};

use crate::support::Plaza;

fn years(all: &[(&str, u32)]) -> BTreeMap<String, u32> {
    all.iter()
        .map(|(class, years)| ((*class).to_owned(), *years))
        .collect()
}

#[test]
fn a_schedule_with_an_unknown_class_or_without_years_is_refused_by_name() {
    let own = Schedule::new(&years(&[("cases", 12)])).unwrap();
    assert_eq!(own.years(Class::Cases), 12);
    assert_eq!(own.years(Class::Requests), 5);
    // A class that is not configured has years all the same, and each is of some table.
    let usual = Schedule::new(&years(&[])).unwrap();
    for class in Class::ALL {
        assert_eq!(usual.years(class), 5, "{}", class.name());
        let is_of =
            |retention| matches!(retention, Retention::Years { class: of, .. } if of == class);
        assert!(inventory::tables().any(|table| is_of(table.retention)));
    }
    for (class, number) in [("cases", 0), ("cases", 101), ("casse", 5)] {
        let error = Schedule::new(&years(&[(class, number)])).unwrap_err();
        assert_eq!(error.key, format!("retention.{class}"));
        assert!(!error.remedy.is_empty());
    }
}

/// The demo city's cases are young, and some go on.
const ENDED: &str = "UPDATE cases SET ended_at = created_at";

#[actix_web::test]
async fn a_dry_run_counts_and_deletes_nothing_and_the_run_deletes_just_that() {
    let plaza = Plaza::demo_city().await;
    plaza.sql(ENDED).unwrap();
    let before = plaza.dump();
    let none = retention::dry_run(&plaza.context).await.unwrap();
    assert_eq!(none, [], "a new city has nothing old");

    plaza.advance(TimeDelta::days(365 * 6));
    let told = retention::dry_run(&plaza.context).await.unwrap();
    assert_eq!(plaza.dump(), before, "a dry run changed something");
    let of = |all: &[Due], table: &str| {
        all.iter()
            .find(|due| due.table == table)
            .map_or(0, |due| due.count)
    };
    assert!(of(&told, "cases") > 5, "{told:?}");
    assert!(
        of(&told, "handling_records") > of(&told, "cases"),
        "{told:?}"
    );
    assert_eq!(
        of(&told, "posts"),
        0,
        "what people published is theirs to erase"
    );
    assert_eq!(of(&told, "accounts"), 0);

    let done = retention::once(&plaza.context).await.unwrap();
    assert_eq!(done, told);
    let after = plaza.dump();
    assert!(before.contains("人孔蓋低了一截"));
    assert!(
        !after.contains("人孔蓋低了一截"),
        "a case outlived its years"
    );
    assert!(after.contains("橘貓"), "a post went with the cases");
    assert_eq!(retention::once(&plaza.context).await.unwrap(), []);

    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let page = officer.get("/en/officer/retention").await;
    assert_eq!(page.status, 200);
    let cells = page.texts("td");
    assert!(cells.contains(&"cases".to_owned()), "{cells:?}");
    let count = of(&done, "cases").to_string();
    assert!(cells.contains(&count), "{cells:?} lacks {count}");
}

#[actix_web::test]
async fn years_are_the_operators() {
    let plaza = Plaza::demo_city().await;
    plaza.sql(ENDED).unwrap();
    plaza.advance(TimeDelta::days(365 * 4));
    let told = retention::dry_run(&plaza.context).await.unwrap();
    assert!(told.iter().all(|due| due.table != "cases"), "{told:?}");
}
