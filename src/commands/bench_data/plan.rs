//! Which topics a city to measure with has, and when each of their posts was written: by a seed alone.

/// As many posts stand on a page of a topic.
pub const PAGE: usize = 20;
/// The page that stands for deep paging.
pub const DEEP: usize = 10_000;
/// From so many posts on, one topic has more than [`DEEP`] pages.
const ROOM_FOR_DEEP: usize = 500_000;
/// How fast sizes fall from topic to topic. By this exponent a million posts have ten thousand topics
/// that fill a page.
const EXPONENT: f64 = 0.6;
/// So many posts has a topic in the middle of all.
const MEAN: usize = 32;

/// Numbers drawn from a seed (SplitMix64): the same everywhere and for ever, and good for nothing secret.
pub struct Draws(u64);

impl Draws {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `bound`, which is not 0.
    pub const fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    /// One of some, which are not none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A topic, with moments in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    pub made: i64,
    pub active: i64,
    pub posts: usize,
}

/// A post of the topic that has this place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    pub made: i64,
    pub topic: u32,
    pub opens: bool,
}

/// All topics in the order in which they were opened, all posts in the order in which they were written.
pub struct Plan {
    pub topics: Vec<Topic>,
    pub posts: Vec<Post>,
}

impl Plan {
    /// So many posts between two moments.
    pub fn new(posts: usize, (from, to): (i64, i64), draws: &mut Draws) -> Self {
        let mut opened: Vec<(i64, usize)> = sizes(posts)
            .into_iter()
            // Nothing is opened in the last hundredth, so that each has time for its answers.
            .map(|size| (between(from, to - (to - from) / 100, draws.share()), size))
            .collect();
        opened.sort_unstable();
        let mut topics = Vec::with_capacity(opened.len());
        let mut all = Vec::with_capacity(posts);
        for (topic, (made, size)) in (0..).zip(opened) {
            all.push(Post {
                made,
                topic,
                opens: true,
            });
            let mut active = made;
            for _ in 1..size {
                // Most is answered soon.
                let later = between(made + 1, to, draws.share().powi(2));
                active = active.max(later);
                all.push(Post {
                    made: later,
                    topic,
                    opens: false,
                });
            }
            topics.push(Topic {
                made,
                active,
                posts: size,
            });
        }
        all.sort_unstable_by_key(|post| (post.made, post.topic));
        Self { topics, posts: all }
    }

    /// The place of the topic with the most posts, where it has more pages than [`DEEP`].
    pub fn deep(&self) -> Option<u32> {
        let largest = (0..).zip(&self.topics).max_by_key(|(_, topic)| topic.posts);
        let (place, topic) = largest?;
        (topic.posts > PAGE * DEEP).then_some(place)
    }
}

fn between(from: i64, to: i64, share: f64) -> i64 {
    from + ((to - from).max(0) as f64 * share) as i64
}

/// The posts of each topic, the largest first; together they are all.
fn sizes(posts: usize) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut rest = posts;
    if posts >= ROOM_FOR_DEEP {
        let deep = PAGE * DEEP + PAGE;
        sizes.push(deep);
        rest -= deep;
    }
    if rest == 0 {
        return sizes;
    }
    let topics = (rest / MEAN).max(1);
    let weight = |rank: usize| (rank as f64).powf(-EXPONENT);
    let whole: f64 = (1..=topics).map(weight).sum();
    let shares = (1..=topics).map(|rank| (rest as f64 * weight(rank) / whole) as usize);
    let mut by_law: Vec<usize> = shares.map(|size| size.max(1)).collect();
    // What rounding left goes to the first, one each.
    let mut left = rest.saturating_sub(by_law.iter().sum());
    while left > 0 {
        for size in by_law.iter_mut().take(left) {
            *size += 1;
        }
        left = left.saturating_sub(topics);
    }
    sizes.extend(by_law);
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * 24 * 3600 * 1000;

    #[test]
    fn the_sizes_are_all_posts_and_fall() {
        for posts in [
            1, 31, 32, 33, 64, 300, 9_876, 10_000, 499_999, 500_000, 1_000_000,
        ] {
            let sizes = sizes(posts);
            assert_eq!(sizes.iter().sum::<usize>(), posts);
            assert!(sizes.is_sorted_by(|one, next| one >= next), "{posts}");
            assert!(sizes.iter().all(|size| *size > 0), "{posts}");
        }
    }

    #[test]
    fn a_million_posts_have_a_deep_topic_and_ten_thousand_that_fill_a_page() {
        let sizes = sizes(1_000_000);
        assert!(sizes[0] > PAGE * DEEP);
        let full = sizes.iter().filter(|size| **size >= PAGE).count();
        assert!(full >= 10_000, "{full}");
    }

    #[test]
    fn the_same_seed_plans_the_same() {
        let plan = |seed| Plan::new(500, (0, YEAR), &mut Draws::new(seed));
        let (one, same, other) = (plan(7), plan(7), plan(8));
        assert_eq!((&one.topics, &one.posts), (&same.topics, &same.posts));
        assert_ne!(one.posts, other.posts);
    }

    #[test]
    fn a_topic_begins_with_the_post_that_opens_it_and_is_active_at_its_last() {
        let plan = Plan::new(2_000, (0, YEAR), &mut Draws::new(3));
        assert_eq!(plan.posts.len(), 2_000);
        assert!(plan.posts.is_sorted_by_key(|post| post.made));
        assert!(plan.topics.is_sorted_by_key(|topic| topic.made));
        for (place, topic) in (0..).zip(&plan.topics) {
            let posts = plan.posts.iter().filter(|post| post.topic == place);
            let posts: Vec<&Post> = posts.collect();
            assert_eq!(posts.len(), topic.posts);
            assert!(posts[0].opens && posts[1..].iter().all(|post| !post.opens));
            assert_eq!(posts[0].made, topic.made);
            assert_eq!(posts[posts.len() - 1].made, topic.active);
            assert!(topic.active <= YEAR);
        }
        assert_eq!(plan.deep(), None);
    }
}
