//! One section of a page of figures.

/// A sentence, a chart and a table; `figures` of `pages/statistics/parts.html` shows it.
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub sentence: String,
    pub note: String,
    pub chart: String,
    /// What the rows are, and what stands in each further column.
    pub head: String,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<String>)>,
}
