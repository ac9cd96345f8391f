//! The kinds of personal data and the words by which the outside knows them.

use std::{fmt, str::FromStr};

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address, also an obfuscated one.
    Email,
    /// A person's name or surname.
    Person,
    /// A telephone number with country code and extension.
    Phone,
    /// 身分證字號: a letter and nine digits with a check digit.
    NationalId,
    /// 統一證號 of a resident certificate, old (two letters) or new form.
    ResidentId,
    /// A postal address down to the house number.
    Address,
    /// A licence plate.
    Plate,
    /// A payment card's number.
    Card,
    /// A bank account, with its bank code where given.
    BankAccount,
    /// A passport number.
    Passport,
    /// 健保卡號: the number of a National Health Insurance card.
    HealthCard,
    /// A driver's licence number.
    DriverLicence,
    /// An account name on LINE, Instagram, Facebook, Telegram and the like.
    SocialId,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A pair of geographic coordinates.
    Coordinates,
    /// A date of birth, 民國 years too.
    BirthDate,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: &[Kind] = &[
        Kind::Email,
        Kind::Person,
        Kind::Phone,
        Kind::NationalId,
        Kind::ResidentId,
        Kind::Address,
        Kind::Plate,
        Kind::Card,
        Kind::BankAccount,
        Kind::Passport,
        Kind::HealthCard,
        Kind::DriverLicence,
        Kind::SocialId,
        Kind::Ip,
        Kind::Coordinates,
        Kind::BirthDate,
    ];

    /// The stable word for the kind in interfaces and stored text, such as `NATIONAL_ID`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Email => "EMAIL",
            Kind::Person => "PERSON",
            Kind::Phone => "PHONE",
            Kind::NationalId => "NATIONAL_ID",
            Kind::ResidentId => "RESIDENT_ID",
            Kind::Address => "ADDRESS",
            Kind::Plate => "PLATE",
            Kind::Card => "CARD",
            Kind::BankAccount => "BANK_ACCOUNT",
            Kind::Passport => "PASSPORT",
            Kind::HealthCard => "HEALTH_CARD",
            Kind::DriverLicence => "DRIVER_LICENCE",
            Kind::SocialId => "SOCIAL_ID",
            Kind::Ip => "IP",
            Kind::Coordinates => "COORDINATES",
            Kind::BirthDate => "BIRTH_DATE",
        }
    }

    /// Whether its owner may choose to publish it. Numbers by which others could act
    /// in the owner's name can only be masked or taken out.
    pub fn publishable(self) -> bool {
        !matches!(
            self,
            Kind::NationalId
                | Kind::ResidentId
                | Kind::Passport
                | Kind::HealthCard
                | Kind::DriverLicence
                | Kind::Card
                | Kind::BankAccount
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word names no [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownKind;

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown kind of personal data")
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Takes exactly the words of [`Kind::as_str`].
    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == word)
            .ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_kind() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert_eq!("email".parse::<Kind>(), Err(UnknownKind));
    }

    #[test]
    fn what_identifies_or_pays_cannot_be_published() {
        let closed: Vec<_> = Kind::ALL
            .iter()
            .filter(|k| !k.publishable())
            .map(|k| k.as_str())
            .collect();
        assert_eq!(
            closed,
            [
                "NATIONAL_ID",
                "RESIDENT_ID",
                "CARD",
                "BANK_ACCOUNT",
                "PASSPORT",
                "HEALTH_CARD",
                "DRIVER_LICENCE"
            ]
        );
    }
}
