//! Names where the words around them say so: honorifics, introductions, signatures and
//! the sender of a quoted mail. Names in the open text are for a sequence model, which
//! does not belong here.

mod han;
mod latin;

use crate::{
    Kind, Role,
    context::{is_han, next, previous},
    fold::Folded,
    hit::Hit,
};

/// A name found once is looked for again; more than these are a list of members, not a post.
const MOST_REPEATED: usize = 64;

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    han::find(text, hits);
    latin::find(text, hits);
}

/// Marks the other places of full names that were found.
pub(crate) fn repeated(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    let mut names: Vec<&str> = hits
        .iter()
        .filter(|hit| {
            hit.kind == Kind::Person && hit.role == Role::Private && hit.confidence >= 0.7
        })
        .map(|hit| &text[hit.range.clone()])
        .filter(|name| {
            if name.starts_with(is_han) {
                name.chars().count() >= 3
            } else {
                name.contains(' ')
            }
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() || names.len() > MOST_REPEATED {
        return;
    }
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(c));
    let found: Vec<_> = names
        .iter()
        .flat_map(|name| text.match_indices(name))
        .map(|(start, name)| start..start + name.len())
        .filter(|found| !letter(previous(text, found.start)) && !letter(next(text, found.end)))
        .map(|found| Hit::new(Kind::Person, found, 0.8, "named before"))
        .collect();
    hits.extend(found);
}

#[cfg(test)]
mod tests {
    use crate::{Detector, Kind, Role, rules::testing::check};

    #[test]
    fn chinese_honorifics() {
        check(
            Kind::Person,
            &[
                ("找許媽媽，酬謝", &["許"]),
                ("想謝謝左營戶政的謝宜庭小姐，", &["謝宜庭"]),
                ("導師邱老師說", &["邱"]),
                ("主家洪先生", &["洪"]),
                ("管理中心范姜小姐，", &["范姜"]),
                ("我們里的王里長半夜", &["王"]),
                ("住後棟的吳伯說電路", &["吳"]),
                ("1. 周伯伯反映", &["周"]),
                ("老師司馬先生體罰", &["司馬"]),
                ("landlord 劉太太 don't", &["劉"]),
                ("林先生您好", &["林"]),
                ("承辦人 陳怡君 小姐", &["陳怡君"]),
            ],
        );
    }

    #[test]
    fn no_names_before_honorifics() {
        check(
            Kind::Person,
            &[
                ("英文老師和數學老師", &[]),
                ("對方先生說", &[]),
                ("現任里長", &[]),
                ("各位先生女士", &[]),
                ("伯樂大街", &[]),
                ("唐伯虎點秋香", &[]),
                ("感謝老師，首任校長和任何師傅", &[]),
                ("當時華視總經理", &[]),
            ],
        );
    }

    #[test]
    fn introductions_and_signatures() {
        check(
            Kind::Person,
            &[
                ("我叫王小明，", &["王小明"]),
                ("本人柯昀蓁，護照", &["柯昀蓁"]),
                ("* 姓名：張簡淑芬\n", &["張簡淑芬"]),
                ("名字阮氏紅蓮，居留", &["阮氏紅蓮"]),
                ("戶名江明翰，分行", &["江明翰"]),
                ("她叫賴陳秀枝 30", &["賴陳秀枝"]),
                ("敝姓林，住", &["林"]),
                ("本人 Kevin Liao 要", &["Kevin Liao"]),
                ("我是烏瑪芙．伊斯立端，", &["烏瑪芙．伊斯立端"]),
                ("以上\n市民 王大明 敬上", &["王大明"]),
                (
                    "寄件者: 蔡佩珊 <p@a.example.tw>\n--\n蔡佩珊｜燈籠",
                    &["蔡佩珊", "蔡佩珊"],
                ),
            ],
        );
        check(
            Kind::Person,
            &[
                ("我是高雄人", &[]),
                ("我是林園居民", &[]),
                ("我是單親媽媽", &[]),
                ("我是方便就好", &[]),
                ("我是管委會", &[]),
                ("一項名叫藍天行動的計劃", &[]),
            ],
        );
    }

    #[test]
    fn latin_script() {
        check(
            Kind::Person,
            &[
                ("thanks to Ms. Huang at counter 7", &["Huang"]),
                ("name Mr. A-Cai helped", &["A-Cai"]),
                ("my teacher is Teacher Lo, tuesday", &["Lo"]),
                ("I am Maricel Bautista working", &["Maricel Bautista"]),
                ("my legal name, Daniel O’Rourke. Had", &["Daniel O’Rourke"]),
                ("em là Nguyễn Thị Thu Hà, worker", &["Nguyễn Thị Thu Hà"]),
                ("This is Bob speaking", &["Bob"]),
                ("arigatou.\n— Yuki Tanabe", &["Yuki Tanabe"]),
                (
                    "From: Priya Raghunathan <p@n.example.com>\n\nPriya Raghunathan\nFacilities | Northwind",
                    &["Priya Raghunathan", "Priya Raghunathan"],
                ),
                ("I am Canadian. I'm Not Sure", &[]),
                ("To: \"1999 Service\" <1999@kcg.gov.tw>", &[]),
            ],
        );
    }

    #[test]
    fn public_roles_are_told_apart() {
        let all = Detector::new()
            .with_public_persons()
            .find("陳其邁市長昨天說");
        assert_eq!(
            (all[0].kind, all[0].role, all[0].chars.clone()),
            (Kind::Person, Role::Public, 0..3)
        );
        check(
            Kind::Person,
            &[("陳其邁市長昨天說", &[]), ("王議員服務處", &[])],
        );
    }
}
