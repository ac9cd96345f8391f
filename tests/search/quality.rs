//! How good search is, by the test set. `scripts/measure search` prints the figures.

use std::collections::BTreeMap;

use super::city::{City, queries};

/// The least that is good enough, over all queries.
const RECALL: f64 = 0.95;
const RECIPROCAL_RANK: f64 = 0.80;

#[derive(Default)]
struct Sum {
    queries: usize,
    recall: f64,
    reciprocal: f64,
}

impl Sum {
    fn add(&mut self, recall: f64, reciprocal: f64) {
        self.queries += 1;
        self.recall += recall;
        self.reciprocal += reciprocal;
    }

    fn recall(&self) -> f64 {
        self.recall / self.queries as f64
    }

    fn reciprocal(&self) -> f64 {
        self.reciprocal / self.queries as f64
    }
}

#[actix_web::test]
async fn what_people_look_for_stands_among_the_first_ten() {
    let city = City::build().await;
    let queries = queries();
    assert!(queries.len() >= 60, "the queries were not read");
    let (mut all, mut sets) = (Sum::default(), BTreeMap::<&str, Sum>::new());
    for asking in &queries {
        let found = city.first_ten(&asking.q).await;
        let relevant = |id: &String| asking.relevant.contains(id);
        let hits = found.iter().filter(|id| relevant(id)).count();
        let recall = hits as f64 / asking.relevant.len().min(10) as f64;
        let first = found.iter().position(relevant);
        let reciprocal = first.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        all.add(recall, reciprocal);
        sets.entry(&asking.set).or_default().add(recall, reciprocal);
        if recall < 1.0 || reciprocal < 1.0 {
            let missing: Vec<_> = asking
                .relevant
                .iter()
                .filter(|id| !found.contains(id))
                .collect();
            println!(
                "{:<24} recall {recall:.2}, first at {:?}; lacks {missing:?}; found {found:?}",
                asking.q,
                first.map(|at| at + 1),
            );
        }
    }
    for (set, least) in [("two", 20), ("boundary", 10)] {
        let queries = sets.get(set).map_or(0, |sum| sum.queries);
        assert!(queries >= least, "{queries} queries of the set {set}");
    }
    for (set, sum) in &sets {
        println!(
            "{set:<10} {:>3} queries, recall {:.3}, reciprocal rank {:.3}",
            sum.queries,
            sum.recall(),
            sum.reciprocal()
        );
    }
    let database = if city.plaza.on_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    println!(
        "{database}: recall in the first ten {:.3}, mean reciprocal rank {:.3} ({} queries)",
        all.recall(),
        all.reciprocal(),
        all.queries
    );
    assert!(all.recall() >= RECALL, "recall {:.3}", all.recall());
    assert!(
        all.reciprocal() >= RECIPROCAL_RANK,
        "mean reciprocal rank {:.3}",
        all.reciprocal()
    );
}
