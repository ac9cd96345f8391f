//! Whether a form that publishes nothing may have been filled in by a program: a mark for whoever reads
//! what it brought. It refuses, holds and loses nothing. Only what such a program shows is looked at: that no
//! proof of work came along says no more than that no script ran, so these forms ask for none.

use super::{
    features::Code,
    proof::{self, Signals},
};
use crate::{context::Context, i18n::Lang};

/// Why it may be automatic; there is a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Automatic(Vec<Code>);

/// Where one reason ends, as it is stored.
const BETWEEN: &str = ",";

impl Automatic {
    pub fn of(context: &Context, signals: &Signals) -> Option<Self> {
        let shown = [
            (signals.trap, Code::Trap),
            (proof::is_fast(context, &signals.made), Code::Fast),
        ];
        let shown = shown.into_iter().filter(|(is_so, _)| *is_so);
        Self::because(shown.map(|(_, code)| code).collect())
    }

    fn because(codes: Vec<Code>) -> Option<Self> {
        (!codes.is_empty()).then_some(Self(codes))
    }

    pub fn stored(&self) -> String {
        self.codes().join(BETWEEN)
    }

    /// What was stored; nothing where no reason of it is known any more.
    pub fn read(stored: &str) -> Option<Self> {
        let codes = stored
            .split(BETWEEN)
            .filter_map(|code| code.parse::<Code>().ok());
        Self::because(codes.collect())
    }

    /// As programs are told.
    pub fn codes(&self) -> Vec<&'static str> {
        self.0.iter().map(|code| code.as_str()).collect()
    }

    /// The reasons as one phrase.
    pub fn told(&self, lang: Lang) -> String {
        let codes = self.codes().into_iter();
        lang.list(codes.map(|code| lang.t(&format!("spam-reason-{code}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_as_they_were_stored() {
        let both = Automatic(vec![Code::Trap, Code::Fast]);
        assert_eq!(both.stored(), "trap,fast");
        assert_eq!(Automatic::read("trap,fast"), Some(both.clone()));
        assert_eq!(Automatic::read(""), None);
        assert_eq!(Automatic::read("of-before"), None);
        for lang in Lang::ALL {
            let told = both.told(lang);
            assert!(told.contains(&lang.t("spam-reason-trap")), "{told}");
            assert!(!told.contains("spam-"), "{told}");
        }
    }
}
