//! Addresses of return that nobody can make up: by the address that a mail came to it is known
//! which case it replies to and on whose part, or which mail came back.
//!
//! `local+TOKEN@domain`, where the token is a letter for the kind, a number, and a MAC over both.
//! Whoever knows one can make none for another case. All of it is in lower case, for mail servers
//! fold case. Who wrote what came in, and what becomes of it, is not this file's business.

use crate::{
    config::Inbound,
    keys::{Keys, Use, same},
};

/// How many bytes of the MAC an address carries: 104 bits.
const MAC: usize = 13;

/// Whose replies an address takes, or which mail's bounces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A reply of an office to a case, by the case's id.
    Office(i64),
    /// A reply of the case's resident.
    Resident(i64),
    /// What comes back of an outbox row, by its id.
    Mail(i64),
}

impl Tag {
    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Office(case) => ("o", case),
            Self::Resident(case) => ("r", case),
            Self::Mail(row) => ("m", row),
        }
    }

    fn of(kind: &str, id: i64) -> Option<Self> {
        match kind {
            "o" => Some(Self::Office(id)),
            "r" => Some(Self::Resident(id)),
            "m" => Some(Self::Mail(id)),
            _ => None,
        }
    }
}

/// The address that leads back to `tag`; made with the current secret.
pub fn address(keys: &Keys, inbound: &Inbound, tag: Tag) -> String {
    let (kind, id) = tag.parts();
    let mac = hex::encode(mac(keys, tag));
    format!("{}+{kind}{id:x}{mac}@{}", inbound.local, inbound.domain)
}

/// What `address` leads back to; `None` for one that Plaza did not make with a secret it still has.
pub fn read(keys: &Keys, inbound: &Inbound, address: &str) -> Option<Tag> {
    let address = address.trim().to_ascii_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    if domain != inbound.domain {
        return None;
    }
    let token = local.strip_prefix(&*inbound.local)?.strip_prefix('+')?;
    let named = token.len().checked_sub(2 * MAC)?;
    let (named, given) = token.split_at_checked(named)?;
    let (kind, number) = named.split_at_checked(1)?;
    let id = i64::from_str_radix(number, 16).ok()?;
    // A tag has one address: a sign or a leading zero makes another.
    if format!("{id:x}") != number {
        return None;
    }
    let tag = Tag::of(kind, id)?;
    let given = hex::decode(given).ok()?;
    keys.each()
        .any(|one| same(&mac(&one, tag), &given))
        .then_some(tag)
}

fn mac(keys: &Keys, tag: Tag) -> [u8; MAC] {
    let (kind, id) = tag.parts();
    let whole = keys.mac(Use::MailTag, &[kind.as_bytes(), &id.to_be_bytes()]);
    std::array::from_fn(|at| whole[at])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inbound() -> Inbound {
        Inbound {
            local: "a-name-of-20-letters".into(),
            domain: "mail.city.example".into(),
        }
    }

    fn tags() -> impl Strategy<Value = Tag> {
        let id = prop_oneof![0..1000_i64, 0..=i64::MAX];
        (0..3_u8, id).prop_map(|(kind, id)| match kind {
            0 => Tag::Office(id),
            1 => Tag::Resident(id),
            _ => Tag::Mail(id),
        })
    }

    #[test]
    fn an_address_reads_with_every_secret_of_the_ring_and_with_no_other() {
        let (old, inbound) = (Keys::new([7; 32]), inbound());
        let made = address(&old, &inbound, Tag::Office(12));
        let ring = Keys::of([8; 32], [[7; 32]]);
        assert_eq!(read(&ring, &inbound, &made), Some(Tag::Office(12)));
        assert_eq!(read(&Keys::new([8; 32]), &inbound, &made), None);
        let elsewhere = Inbound {
            domain: "city.example".into(),
            ..inbound.clone()
        };
        assert_eq!(read(&old, &elsewhere, &made), None);
    }

    #[test]
    fn what_plaza_did_not_write_leads_nowhere() {
        let (keys, inbound) = (Keys::new([7; 32]), inbound());
        let made = address(&keys, &inbound, Tag::Resident(1));
        for wrong in [
            "",
            "@",
            "a-name-of-20-letters@mail.city.example",
            "a-name-of-20-letters+@mail.city.example",
            "a-name-of-20-letters+r1@mail.city.example",
            "plaza@mail.city.example",
            "市府+r1@mail.city.example",
            &made.replace("+r1", "+o1"),
            &made.replace("+r1", "+r2"),
            &made.replace("+r1", "+r01"),
            &made.replace("+r1", "+r+1"),
            &made.replace("+r1", "+r-1"),
            &made.replace("+r1", "+"),
            &made.replace("+r1", "+市1"),
        ] {
            assert_eq!(read(&keys, &inbound, wrong), None, "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_made_reads_back_as_mail_servers_fold_it(tag in tags()) {
            let (keys, inbound) = (Keys::new([7; 32]), inbound());
            let made = address(&keys, &inbound, tag);
            prop_assert_eq!(&made, &made.to_lowercase());
            let local = made.split('@').next().unwrap_or_default();
            prop_assert!(local.len() <= 64, "{} octets", local.len());
            prop_assert!(made.parse::<lettre::Address>().is_ok(), "{}", made);
            prop_assert_eq!(read(&keys, &inbound, &made), Some(tag));
            prop_assert_eq!(read(&keys, &inbound, &made.to_uppercase()), Some(tag));
        }

        #[test]
        fn one_changed_character_leads_nowhere(
            tag in tags(),
            at in any::<prop::sample::Index>(),
            to in "[!-~]",
        ) {
            let (keys, inbound) = (Keys::new([7; 32]), inbound());
            let mut changed = address(&keys, &inbound, tag);
            let at = at.index(changed.len());
            prop_assume!(!changed[at..=at].eq_ignore_ascii_case(&to));
            changed.replace_range(at..=at, &to);
            prop_assert_eq!(read(&keys, &inbound, &changed), None);
        }

        #[test]
        fn nothing_makes_it_panic(address in any::<String>(), token in any::<String>()) {
            let (keys, inbound) = (Keys::new([7; 32]), inbound());
            prop_assert_eq!(read(&keys, &inbound, &address), None);
            let wrong = format!("{}+{token}@{}", inbound.local, inbound.domain);
            prop_assert_eq!(read(&keys, &inbound, &wrong), None);
        }
    }
}
