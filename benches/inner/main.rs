//! Inner parts by themselves: `cargo bench --bench inner`, or `scripts/bench inner [FILTER]`.
//!
//! What a reader waits for is measured by `scripts/bench` at the running service; here one sees which part
//! a change made slower. No test: nothing fails by a figure.

mod city;
mod timing;

use personal_data::Detector;
use plaza::{
    clock::Random,
    keys::Keys,
    privacy::{
        Private,
        sealed::{self, Column},
    },
    search::{Document, Query, excerpt, highlighted},
    text::{self, Field, Format, findings},
};

use self::timing::Bench;

/// Of a usual length, with what the pipeline has to look at.
const TEXT: &str = "\
公園的步道有一段鋪面鬆了，**下雨天**走起來特別滑，上週有位長輩差點跌倒。

- 捷運站二號出口外面的腳踏車架只有十個位子，不太夠用
- 巷口的路燈大概一個月前就不亮了，晚上回家都要開手電筒
- The lamp at the corner has been dark for [about a month](https://www.city.example/lamps)

> 早上七點到八點的公車常常一次來兩班，之後要等很久。

我是王小明，要一起反映的可以打0912-345-678，或寄信到park@example.tw。";

/// What a sanitiser is there for.
const HOSTILE: &str = "\
<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) \
![b](data:text/html;base64,PHNjcmlwdD4=) <a href=\"//x.example\" style=\"position:fixed\">c</a> \
<svg><style><!--</style><img title=\"--></style><script>alert(1)</script>\"> `<b>` &lt;i&gt; \
[d](https://a.example/?b=\"><script>) <iframe srcdoc=\"<p>\"></iframe> **e** _f_ ~~g~~";

fn main() {
    let bench = Bench::from_arguments();
    texts(&bench);
    searching(&bench);
    sealing(&bench);
    city::measure(&bench);
}

fn texts(bench: &Bench) {
    let detector = Detector::new();
    let field = Field::new("body", Format::Markdown, TEXT);
    let hostile = Field::new("body", Format::Markdown, HOSTILE);
    bench.time("detector: a post", || detector.find(TEXT));
    bench.time("findings: a post, block by block", || {
        findings::find(&field, &detector)
    });
    let found = findings::find(&field, &detector);
    bench.time("render: a post with marks, sanitised", || {
        text::render_html(&field, &found)
    });
    bench.time("render: hostile text, sanitised", || {
        text::render_html(&hostile, &[])
    });
}

fn searching(bench: &Bench) {
    let field = Field::new("body", Format::Markdown, TEXT);
    let html = text::render_html(&field, &[]);
    // The dictionary is read once.
    plaza::search::warm_up();
    bench.time("search: what is kept of a post", || {
        Document::new(Some("公園的步道"), &html)
    });
    bench.time("search: a query of two words", || {
        Query::parse("公園 路燈", |_| false)
    });
    let query = Query::parse("公園 路燈", |_| false);
    bench.time("search: highlights in a post", || {
        highlighted(&html, &query)
    });
    bench.time("search: an excerpt of a post", || excerpt(&html, &query));
}

fn sealing(bench: &Bench) {
    let (keys, random) = (Keys::new([7; 32]), Random::System);
    let email = || Private::new("neighbour@bench.example".to_owned());
    bench.time("seal: an address", || {
        sealed::seal(&keys, &random, Column::AccountEmail, &email())
    });
    let bytes = sealed::seal(&keys, &random, Column::AccountEmail, &email());
    bench.time("open: an address", || {
        sealed::open(&keys, Column::AccountEmail, &bytes).is_ok()
    });
    bench.time("blind index: an address", || {
        sealed::email_index(&keys, &email())
    });
}
