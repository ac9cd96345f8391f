//! Which figures may be shown, so that no group under ten can be worked out from those that are.
//!
//! All divisions of one population hang together: each adds up to the same total. They are one
//! network in which people flow from the whole through each table and back (a circulation), and
//! a reader who combines everything that is published can conclude exactly what such flows allow
//! (max-flow, min-cut). A figure under ten is hidden, and so are further figures, the smallest
//! that stand in the way, until every hidden group under ten could be anything from nobody to
//! nine, whatever is combined, the rounding included. That is checked by finding both flows.
//!
//! The whole of ten or more is taken as known to the last one, though it is shown rounded: cases
//! have running numbers, and whoever sends one in the morning and one at night has counted.

use std::collections::VecDeque;

/// The smallest group that is shown.
pub const SMALLEST: i64 = 10;
/// What is shown is a multiple of this, the nearest to the truth.
pub const BASE: i64 = 5;
/// How far the truth can be from what is shown.
const SLACK: i64 = BASE / 2;
/// No bound.
const ANY: i64 = i64::MAX / 4;

/// One way to divide a population: rows alone, or rows and columns.
#[derive(Clone, Debug)]
pub struct Table {
    pub rows: Vec<String>,
    /// Empty where there are rows alone.
    pub columns: Vec<String>,
    /// People by row and column; one column where there are rows alone.
    pub cells: Vec<Vec<i64>>,
}

impl Table {
    fn total(&self) -> i64 {
        self.cells.iter().flatten().sum()
    }
}

/// A table as it may be published: rounded, absent where not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub total: Option<i64>,
    pub rows: Vec<Option<i64>>,
    pub columns: Vec<Option<i64>>,
    pub cells: Vec<Vec<Option<i64>>>,
}

/// The tables of one population do not have the same total.
#[derive(Debug, thiserror::Error)]
#[error("the tables of one population have different totals")]
pub struct Uneven;

/// One figure: people that go from one node to another.
#[derive(Clone, Debug)]
struct Figure {
    from: usize,
    to: usize,
    people: i64,
    hidden: bool,
    /// Known to the last one, from elsewhere.
    known: bool,
    /// What is given up first: a cell before a row's total.
    rank: u8,
}

impl Figure {
    /// What a reader knows of it.
    fn bounds(&self) -> (i64, i64) {
        if self.known {
            (self.people, self.people)
        } else if self.hidden {
            (0, ANY)
        } else {
            let shown = rounded(self.people);
            ((shown - SLACK).max(SMALLEST), shown + SLACK)
        }
    }
}

/// The figure as it is shown.
pub(super) fn rounded(people: i64) -> i64 {
    (people + SLACK) / BASE * BASE
}

struct Network {
    figures: Vec<Figure>,
    /// The figures at each node, coming and going.
    at: Vec<Vec<usize>>,
}

/// The tables of one population as they may be published.
pub fn publish(tables: &[Table]) -> Result<Vec<Shown>, Uneven> {
    publish_with(tables, false)
}

/// As [`publish`], of tables with the same columns, each of ten or more: the sums of the columns are
/// taken as known to the last one, like the whole. So nothing of one table tells more of another.
pub(super) fn publish_known(tables: &[Table]) -> Result<Vec<Shown>, Uneven> {
    publish_with(tables, true)
}

fn publish_with(tables: &[Table], known_columns: bool) -> Result<Vec<Shown>, Uneven> {
    let total = tables.first().map_or(0, Table::total);
    if tables.iter().any(|table| table.total() != total) {
        return Err(Uneven);
    }
    let mut network = Network::of(tables, total, known_columns);
    network.hide_until_safe();
    Ok(network.shown(tables))
}

impl Network {
    /// Figure 0 is the total; then, table by table: rows, columns, cells.
    fn of(tables: &[Table], total: i64, known_columns: bool) -> Self {
        let mut network = Self {
            figures: Vec::new(),
            at: vec![Vec::new(); tables.len() + 1],
        };
        network.add(tables.len(), 0, total, 1);
        network.figures[0].known = total >= SMALLEST;
        for (start, table) in tables.iter().enumerate() {
            let end = start + 1;
            if table.columns.is_empty() {
                for cells in &table.cells {
                    network.add(start, end, cells.iter().sum(), 1);
                }
                continue;
            }
            let rows = network.nodes(table.rows.len());
            let columns = network.nodes(table.columns.len());
            for (row, cells) in table.cells.iter().enumerate() {
                network.add(start, rows + row, cells.iter().sum(), 1);
            }
            for column in 0..table.columns.len() {
                let people = table.cells.iter().map(|cells| cells[column]).sum();
                network.add(columns + column, end, people, 1);
                if let Some(sum) = network.figures.last_mut() {
                    sum.known = known_columns && people >= SMALLEST;
                }
            }
            for (row, cells) in table.cells.iter().enumerate() {
                for (column, people) in cells.iter().enumerate() {
                    network.add(rows + row, columns + column, *people, 0);
                }
            }
        }
        network
    }

    fn nodes(&mut self, count: usize) -> usize {
        let first = self.at.len();
        self.at.resize(first + count, Vec::new());
        first
    }

    fn add(&mut self, from: usize, to: usize, people: i64, rank: u8) {
        let figure = self.figures.len();
        self.figures.push(Figure {
            from,
            to,
            people,
            hidden: people < SMALLEST,
            known: false,
            rank,
        });
        self.at[from].push(figure);
        self.at[to].push(figure);
    }

    fn hide_until_safe(&mut self) {
        loop {
            let mut safe = true;
            for figure in 0..self.figures.len() {
                if self.figures[figure].people >= SMALLEST {
                    continue;
                }
                while let Some(blocking) = self.blocks(figure) {
                    self.figures[blocking].hidden = true;
                    safe = false;
                }
            }
            if safe {
                return;
            }
        }
    }

    /// A shown figure that keeps this hidden one from being nobody or nine; `None` when it can
    /// be both.
    fn blocks(&self, figure: usize) -> Option<usize> {
        let Figure {
            from, to, people, ..
        } = self.figures[figure];
        self.push(figure, to, from, SMALLEST - 1 - people)
            .or_else(|| self.push(figure, from, to, people))
    }

    /// Sends `amount` from one node to another around `without`, within what a reader knows;
    /// where it does not fit, the smallest shown figure that stands in the way.
    fn push(&self, without: usize, from: usize, to: usize, amount: i64) -> Option<usize> {
        let mut flow: Vec<i64> = self.figures.iter().map(|figure| figure.people).collect();
        let mut left = amount;
        while left > 0 {
            let mut came: Vec<Option<(usize, usize)>> = vec![None; self.at.len()];
            let mut reached = vec![false; self.at.len()];
            reached[from] = true;
            let mut waiting = VecDeque::from([from]);
            while let Some(node) = waiting.pop_front() {
                for &figure in &self.at[node] {
                    let next = self.other_end(figure, node);
                    if figure != without && !reached[next] && self.room(&flow, figure, node) > 0 {
                        reached[next] = true;
                        came[next] = Some((figure, node));
                        waiting.push_back(next);
                    }
                }
            }
            if !reached[to] {
                return self.smallest_in_the_way(without, &reached);
            }
            let mut path = Vec::new();
            let mut node = to;
            while let Some((figure, before)) = came[node] {
                path.push((figure, before));
                node = before;
            }
            let step = path
                .iter()
                .map(|(figure, node)| self.room(&flow, *figure, *node))
                .min()
                .unwrap_or(0)
                .min(left);
            for (figure, node) in path {
                if self.figures[figure].from == node {
                    flow[figure] += step;
                } else {
                    flow[figure] -= step;
                }
            }
            left -= step;
        }
        None
    }

    fn other_end(&self, figure: usize, node: usize) -> usize {
        let figure = &self.figures[figure];
        if figure.from == node {
            figure.to
        } else {
            figure.from
        }
    }

    /// How much more a figure lets through from `node`.
    fn room(&self, flow: &[i64], figure: usize, node: usize) -> i64 {
        let (least, most) = self.figures[figure].bounds();
        if self.figures[figure].from == node {
            most - flow[figure]
        } else {
            flow[figure] - least
        }
    }

    /// Of the shown figures between what was reached and what was not. There is one: a hidden
    /// figure lets any number more through, what comes in must go out, and where the whole is
    /// known it has nine and more for every small group. Under ten all is hidden anyway.
    fn smallest_in_the_way(&self, without: usize, reached: &[bool]) -> Option<usize> {
        self.figures
            .iter()
            .enumerate()
            .filter(|(at, figure)| {
                let given = !figure.hidden && !figure.known;
                *at != without && given && reached[figure.from] != reached[figure.to]
            })
            .min_by_key(|(_, figure)| (figure.rank, figure.people))
            .map(|(at, _)| at)
    }

    fn shown(&self, tables: &[Table]) -> Vec<Shown> {
        let mut figures = self
            .figures
            .iter()
            .map(|figure| (!figure.hidden).then(|| rounded(figure.people)));
        let total = figures.next().flatten();
        let mut take = |count: usize| figures.by_ref().take(count).collect::<Vec<_>>();
        tables
            .iter()
            .map(|table| {
                let rows = take(table.rows.len());
                let columns = take(table.columns.len());
                let cells = if table.columns.is_empty() {
                    Vec::new()
                } else {
                    table.rows.iter().map(|_| take(columns.len())).collect()
                };
                Shown {
                    total,
                    rows,
                    columns,
                    cells,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|n| n.to_string()).collect()
    }

    fn cross(cells: Vec<Vec<i64>>) -> Table {
        Table {
            rows: names(cells.len()),
            columns: names(cells[0].len()),
            cells,
        }
    }

    fn rows_alone(people: &[i64]) -> Table {
        Table {
            rows: names(people.len()),
            columns: Vec::new(),
            cells: people.iter().map(|people| vec![*people]).collect(),
        }
    }

    /// What a reader knows of a figure from its publication alone.
    fn known(shown: Option<i64>) -> std::ops::RangeInclusive<i64> {
        match shown {
            Some(shown) => (shown - 2).max(10)..=shown + 2,
            None => 0..=60,
        }
    }

    #[test]
    fn the_next_figure_is_withheld_where_rounding_leaves_no_doubt() {
        let shown = publish(&[rows_alone(&[40, 3])]).expect("even");
        assert_eq!(shown[0].total, Some(45));
        assert_eq!(shown[0].rows, [None, None]);
        // Here three roundings leave anything from nobody to nine.
        let shown = publish(&[rows_alone(&[40, 3, 25, 60])]).expect("even");
        assert_eq!(shown[0].total, Some(130));
        assert_eq!(shown[0].rows, [Some(40), None, Some(25), Some(60)]);
        let nothing_small = publish(&[rows_alone(&[40, 30])]).expect("even");
        assert_eq!(nothing_small[0].rows, [Some(40), Some(30)]);
    }

    #[test]
    fn nobody_and_nine_look_alike() {
        let few = publish(&[rows_alone(&[40, 0, 25, 60])]).expect("even");
        let more = publish(&[rows_alone(&[40, 2, 23, 60])]).expect("even");
        assert_eq!(few, more);
    }

    #[test]
    fn a_cross_table_withholds_more_than_one_cell_of_a_row() {
        let table = cross(vec![vec![60, 4], vec![50, 40]]);
        let shown = publish(&[table]).expect("even").remove(0);
        assert_eq!(shown.cells[0][1], None);
        let withheld = shown
            .cells
            .iter()
            .flatten()
            .chain(&shown.rows)
            .chain(&shown.columns);
        assert!(
            withheld.filter(|figure| figure.is_none()).count() > 2,
            "{shown:?}"
        );
    }

    #[test]
    fn a_large_row_stays_where_its_small_column_is_withheld() {
        let table = cross(vec![vec![38, 2], vec![50, 40], vec![30, 12]]);
        let shown = publish_known(&[table]).expect("even").remove(0);
        assert_eq!(shown.rows, [Some(40), Some(90), Some(40)]);
        assert_eq!(shown.columns, [Some(120), Some(55)]);
        assert_eq!(shown.cells[0], [None, None]);
    }

    #[test]
    fn tables_of_different_people_are_refused() {
        assert!(publish(&[rows_alone(&[5]), rows_alone(&[6])]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]

        /// Where both columns are known to the last one, what is left to find out is the first row.
        #[test]
        fn known_columns_leave_every_small_group_open(
            a in 0..40i64, b in 0..40i64, c in 10..60i64, d in 10..60i64,
        ) {
            let truth = [[a, b], [c, d]];
            let shown = publish_known(&[cross(truth.map(Vec::from).to_vec())]).expect("even").remove(0);
            let agrees = |shown: Option<i64>, people: i64| shown.is_none() || known(shown).contains(&people);
            let mut seen = [[[false; 10]; 2]; 2];
            for w in 0..=a + c {
                for x in 0..=b + d {
                    let cells = [[w, x], [a + c - w, b + d - x]];
                    let fits = (0..2).all(|row| {
                        agrees(shown.rows[row], cells[row][0] + cells[row][1])
                            && (0..2).all(|column| agrees(shown.cells[row][column], cells[row][column]))
                    });
                    if !fits { continue; }
                    for (row, line) in cells.iter().enumerate() {
                        for (column, people) in line.iter().enumerate() {
                            if let 0..10 = people { seen[row][column][*people as usize] = true; }
                        }
                    }
                }
            }
            for (row, line) in truth.iter().enumerate() {
                for (column, people) in line.iter().enumerate() {
                    if *people < SMALLEST {
                        let seen = seen[row][column];
                        prop_assert!(seen.iter().all(|seen| *seen), "{row}, {column} is {people}: {seen:?} in {shown:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// Every table of whole numbers that agrees with the publication, tried one by one.
        #[test]
        fn all_that_agree_leave_every_small_group_open(
            a in 0..26i64, b in 0..26i64, c in 0..26i64, d in 0..26i64, split in 0..100i64,
        ) {
            let total = a + b + c + d;
            let one = total * split / 100;
            let truth = cross(vec![vec![a, b], vec![c, d]]);
            let shown = publish(&[truth, rows_alone(&[one, total - one])]).expect("even");
            let (first, second) = (&shown[0], &shown[1]);
            let mut seen = [[false; 10]; 4];
            for w in known(first.cells[0][0]) {
                for x in known(first.cells[0][1]) {
                    if !known(first.rows[0]).contains(&(w + x)) && first.rows[0].is_some() { continue; }
                    for y in known(first.cells[1][0]) {
                        if !known(first.columns[0]).contains(&(w + y)) && first.columns[0].is_some() { continue; }
                        for z in known(first.cells[1][1]) {
                            let sum = w + x + y + z;
                            let agrees = |shown: Option<i64>, people: i64| shown.is_none() || known(shown).contains(&people);
                            // The other table: some split of the same sum must agree too.
                            let lowest: i64 = second.rows.iter().map(|row| *known(*row).start()).sum();
                            let highest: i64 = second.rows.iter().map(|row| row.map_or(ANY, |_| *known(*row).end())).sum();
                            // The whole is known from elsewhere.
                            let whole = total < SMALLEST || sum == total;
                            if agrees(first.rows[1], y + z) && agrees(first.columns[1], x + z)
                                && whole && (lowest..=highest).contains(&sum) {
                                for (at, people) in [w, x, y, z].into_iter().enumerate() {
                                    if let 0..10 = people { seen[at][people as usize] = true; }
                                }
                            }
                        }
                    }
                }
            }
            for (at, people) in [a, b, c, d].into_iter().enumerate() {
                if people < SMALLEST {
                    prop_assert!(seen[at].iter().all(|seen| *seen), "cell {at} is {people}: {:?} in {shown:?}", seen[at]);
                }
            }
        }
    }
}
