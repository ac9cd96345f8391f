//! What moderators' decisions teach: in how many texts that were spam, and in how many that were
//! none, each bucket's tokens stood. Naive Bayes over the buckets of a text.

/// How many buckets there are. A bucket holds the tokens whose keyed hash falls there: whoever has the
/// counts learns no word.
pub const BUCKETS: usize = 1 << 13;
/// When so many texts of one sort were learned all counts are halved: what was long ago counts less,
/// and none outgrows its place.
const MOST_TEXTS: u32 = 4_000;
/// With fewer texts of either sort nothing is said.
const FEWEST_TEXTS: u32 = 5;
/// So many of the buckets that say most are heard.
const HEARD: usize = 30;
/// What one bucket says at most.
const LOUDEST: f64 = 3.0;
/// What it says for spam at most, once enough was learned, and against it.
const MOST_FOR: f64 = 70.0;
const MOST_AGAINST: f64 = 30.0;

/// What was decided about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    Ham,
    Spam,
}

/// All that was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub ham_texts: u32,
    pub spam_texts: u32,
    /// Of each bucket the texts that were none, and those that were spam.
    buckets: Vec<[u16; 2]>,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            ham_texts: 0,
            spam_texts: 0,
            buckets: vec![[0; 2]; BUCKETS],
        }
    }
}

impl Counts {
    /// As [`Counts::bytes`] wrote them.
    pub fn read(ham_texts: u32, spam_texts: u32, bytes: &[u8]) -> Self {
        let mut counts = Self {
            ham_texts,
            spam_texts,
            ..Self::default()
        };
        let (pieces, _) = bytes.as_chunks::<4>();
        for (bucket, piece) in counts.buckets.iter_mut().zip(pieces) {
            let [a, b, c, d] = *piece;
            *bucket = [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])];
        }
        counts
    }

    pub fn bytes(&self) -> Vec<u8> {
        let all = self.buckets.iter().flatten();
        all.flat_map(|count| count.to_be_bytes()).collect()
    }

    pub fn learn(&mut self, lesson: Lesson, buckets: &[u16]) {
        *self.texts(lesson) += 1;
        for bucket in buckets {
            if let Some(counts) = self.buckets.get_mut(usize::from(*bucket)) {
                let count = &mut counts[lesson as usize];
                *count = count.saturating_add(1);
            }
        }
        if self.ham_texts.max(self.spam_texts) > MOST_TEXTS {
            self.halve();
        }
    }

    /// As if it had not been learned; where counts were halved since, nearly so.
    pub fn unlearn(&mut self, lesson: Lesson, buckets: &[u16]) {
        let texts = self.texts(lesson);
        *texts = texts.saturating_sub(1);
        for bucket in buckets {
            if let Some(counts) = self.buckets.get_mut(usize::from(*bucket)) {
                let count = &mut counts[lesson as usize];
                *count = count.saturating_sub(1);
            }
        }
    }

    const fn texts(&mut self, lesson: Lesson) -> &mut u32 {
        match lesson {
            Lesson::Ham => &mut self.ham_texts,
            Lesson::Spam => &mut self.spam_texts,
        }
    }

    fn halve(&mut self) {
        self.ham_texts /= 2;
        self.spam_texts /= 2;
        for count in self.buckets.iter_mut().flatten() {
            *count /= 2;
        }
    }

    /// What was learned says of a text: above nothing for spam, below against it. The more was
    /// learned, the more it may say.
    pub fn weigh(&self, buckets: &[u16]) -> i32 {
        let fewest = self.ham_texts.min(self.spam_texts);
        if fewest < FEWEST_TEXTS {
            return 0;
        }
        let mut says: Vec<f64> = buckets.iter().filter_map(|one| self.says(*one)).collect();
        says.sort_by(|one, other| other.abs().total_cmp(&one.abs()));
        let sum: f64 = says.iter().take(HEARD).sum();
        // From -1, surely none, to 1, surely spam.
        let sure = (sum / 4.0).tanh();
        let most = if sure > 0.0 {
            MOST_FOR.min(20.0 + f64::from(fewest))
        } else {
            MOST_AGAINST
        };
        (sure * most).round() as i32
    }

    /// How much likelier the bucket's tokens stand in spam, as a logarithm; nothing where hardly
    /// anybody wrote them.
    fn says(&self, bucket: u16) -> Option<f64> {
        let [ham, spam] = *self.buckets.get(usize::from(bucket))?;
        if ham + spam < 2 {
            return None;
        }
        let share = |count: u16, texts: u32| (f64::from(count) + 0.5) / (f64::from(texts) + 1.0);
        let says = (share(spam, self.spam_texts) / share(ham, self.ham_texts)).ln();
        Some(says.clamp(-LOUDEST, LOUDEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAM: [u16; 4] = [1, 2, 3, 4];
    const HAM: [u16; 4] = [4, 5, 6, 7];

    fn taught(times: u32) -> Counts {
        let mut counts = Counts::default();
        for _ in 0..times {
            counts.learn(Lesson::Spam, &SPAM);
            counts.learn(Lesson::Ham, &HAM);
        }
        counts
    }

    #[test]
    fn what_was_decided_is_what_it_says() {
        assert_eq!(taught(4).weigh(&SPAM), 0, "too little was learned");
        let counts = taught(10);
        assert!(counts.weigh(&SPAM) >= 25, "{}", counts.weigh(&SPAM));
        assert!(counts.weigh(&HAM) <= -25, "{}", counts.weigh(&HAM));
        assert_eq!(counts.weigh(&[4]), 0, "it stands in both alike");
        assert_eq!(counts.weigh(&[99]), 0, "nobody wrote it");
        assert!(taught(60).weigh(&SPAM) > counts.weigh(&SPAM));
        assert!(taught(60).weigh(&SPAM) <= 70);
    }

    #[test]
    fn what_is_unlearned_was_never_learned() {
        let mut counts = taught(10);
        counts.learn(Lesson::Spam, &[8, 9]);
        counts.unlearn(Lesson::Spam, &[8, 9]);
        assert_eq!(counts, taught(10));
        let mut none = Counts::default();
        none.unlearn(Lesson::Ham, &HAM);
        assert_eq!(none, Counts::default());
    }

    #[test]
    fn what_is_stored_is_read_again_and_stays_within_bounds() {
        let mut counts = taught(10);
        let bytes = counts.bytes();
        assert_eq!(bytes.len(), BUCKETS * 4);
        assert_eq!(Counts::read(10, 10, &bytes), counts);
        for _ in 0..10_000 {
            counts.learn(Lesson::Ham, &HAM);
        }
        assert!(counts.ham_texts <= MOST_TEXTS && counts.spam_texts < 10);
        assert_eq!(Counts::read(0, 0, b"cut"), Counts::default());
    }
}
