//! `[sign_on]`: the city's own single sign-on (OpenID Connect), who may use it, and what follows from what it
//! says of somebody.
//!
//! What can be seen from the file alone is checked here: above all that nobody can lock every administrator out.

use std::{
    collections::BTreeSet,
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::error::{ConfigError, Faults, problem};

/// The names of roles, as `accounts` has them; a test there compares.
pub const ROLES: [&str; 5] = [
    "resident",
    "moderator",
    "staff",
    "privacy_officer",
    "administrator",
];

/// The roles whose accounts work for offices.
const OF_OFFICES: [&str; 3] = ["staff", "privacy_officer", "administrator"];

/// The city's sign-on, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct SignOn {
    /// Exactly as the provider names itself.
    pub issuer: String,
    pub client_id: String,
    /// Absent: Plaza is a public client, and PKCE alone protects the code.
    pub client_secret: Option<Zeroizing<String>>,
    /// Where the secret is kept, when in a file.
    pub client_secret_file: Option<PathBuf>,
    /// Whether whoever fits no rule gets a resident's account, or is turned away.
    pub residents: bool,
    /// What the button says after "Log on with".
    pub label_zh: String,
    pub label_en: String,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    pub claims: ClaimNames,
    /// The `amr` values that say that a second factor was shown there.
    pub second_factor: Vec<String>,
    pub rules: Vec<Rule>,
    /// The roles whose accounts log on here alone.
    pub passwords_off: Vec<String>,
    /// Whether the provider may have an address that only this network can reach.
    pub allow_private: bool,
    /// Whether logging off here logs off there, too.
    pub log_out: bool,
}

/// Under which names the provider says what Plaza keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    pub email: String,
    /// Says `true` where the provider knows that the address is theirs. Absent: every address that it names is.
    pub email_verified: Option<String>,
    /// Absent: an account begins with a nickname.
    pub name: Option<String>,
}

/// Whoever has this value in this claim has a role, or works for an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How the register calls it: nothing of the claim.
    pub name: String,
    pub claim: String,
    pub value: String,
    pub role: Option<String>,
    pub office: Option<String>,
}

impl SignOn {
    /// Whether accounts of this role cannot log on with a password.
    pub fn is_password_off(&self, role: &str) -> bool {
        self.passwords_off.iter().any(|off| off == role)
    }

    /// One name for somebody whom this provider calls `name`: nobody else, of any provider, ever has it.
    pub fn subject(&self, name: &str) -> String {
        format!("{}\n{name}", self.issuer)
    }

    /// Whether this provider calls somebody so.
    pub fn is_of_issuer(&self, subject: &str) -> bool {
        let mut lines = subject.lines();
        lines.next() == Some(&*self.issuer)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSignOn {
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    client_secret_file: Option<PathBuf>,
    #[serde(default)]
    residents: bool,
    label_zh: String,
    label_en: String,
    #[serde(default = "scopes")]
    scopes: Vec<String>,
    #[serde(default)]
    claims: RawClaims,
    #[serde(default)]
    second_factor: Vec<String>,
    #[serde(default)]
    rules: Vec<RawRule>,
    #[serde(default)]
    passwords_off: Vec<String>,
    #[serde(default)]
    allow_private: bool,
    #[serde(default = "yes")]
    log_out: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawClaims {
    email: String,
    email_verified: String,
    name: String,
}

impl Default for RawClaims {
    fn default() -> Self {
        Self {
            email: "email".to_owned(),
            email_verified: "email_verified".to_owned(),
            name: String::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Option<String>,
    claim: String,
    value: String,
    role: Option<String>,
    office: Option<String>,
}

fn scopes() -> Vec<String> {
    ["email", "profile"].map(str::to_owned).to_vec()
}

const fn yes() -> bool {
    true
}

impl RawSignOn {
    pub(super) fn check(self, faults: &mut Faults) -> Option<SignOn> {
        let issuer = faults.keep(issuer(self.issuer, self.allow_private));
        let client_id = faults.keep(filled("sign_on.client_id", self.client_id, CLIENT_ID));
        let secret = secret(self.client_secret, self.client_secret_file.as_deref());
        let secret = faults.keep(secret);
        let label_zh = faults.keep(filled("sign_on.label_zh", self.label_zh, LABEL));
        let label_en = faults.keep(filled("sign_on.label_en", self.label_en, LABEL));
        let scopes = faults.each(self.scopes.into_iter().map(scope));
        let claims = faults.keep(self.claims.check());
        let rules = (1..)
            .zip(self.rules)
            .map(|(number, rule)| rule.check(number));
        let rules = faults.each(rules)?;
        let rules = faults.keep(each_once(rules))?;
        let off = self.passwords_off.into_iter();
        let passwords_off =
            faults.each(off.map(|role| known_role("sign_on.passwords_off", role)))?;
        let passwords_off = faults.keep(nobody_locked_out(passwords_off, &rules, self.residents));
        let rules = faults.keep(somebody(rules, self.residents));
        Some(SignOn {
            issuer: issuer?,
            client_id: client_id?,
            client_secret: secret?,
            client_secret_file: self.client_secret_file,
            residents: self.residents,
            label_zh: label_zh?,
            label_en: label_en?,
            scopes: scopes?,
            claims: claims?,
            second_factor: self.second_factor,
            rules: rules?,
            passwords_off: passwords_off?,
            allow_private: self.allow_private,
            log_out: self.log_out,
        })
    }
}

const CLIENT_ID: &str = "write the id under which the provider knows Plaza";
const LABEL: &str = "write what people call it, such as label_zh = \"市府單一登入\" and label_en = \"City sign-on\"";

fn filled(key: &str, text: String, remedy: &str) -> Result<String, ConfigError> {
    if text.trim() == text && !text.is_empty() && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    let words = "is empty, or has spaces around it";
    Err(problem(key, Some(text), words, remedy))
}

/// Where the provider is asked from, and what each of its tokens must name.
fn issuer(text: String, allow_private: bool) -> Result<String, ConfigError> {
    let wrong =
        |what: &str, remedy: &str| Err(problem("sign_on.issuer", Some(text.clone()), what, remedy));
    let example = "write the issuer exactly as it stands in the provider's \
                   .well-known/openid-configuration, such as https://sso.city.example/realms/city";
    let Ok(url) = Url::parse(&text) else {
        return wrong("is not a URL", example);
    };
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return wrong("has a query, a fragment or a user", example);
    }
    let private = "name a provider that everybody can reach, or set allow_private = true";
    match url.scheme() {
        "https" => {}
        "http" if allow_private => {}
        "http" => return wrong("is not encrypted", "write https://"),
        _ => return wrong("is not an https address", example),
    }
    let inner = match url.host() {
        None => return wrong("has no host", example),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => is_inner(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_inner(IpAddr::V6(address)),
    };
    if inner && !allow_private {
        return wrong("can be reached from this network alone", private);
    }
    Ok(text)
}

/// What shows at a glance; each address is looked at again where it is connected to.
fn is_inner(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// Inline or in a file; of either nothing is told again.
fn secret(
    inline: Option<String>,
    file: Option<&Path>,
) -> Result<Option<Zeroizing<String>>, ConfigError> {
    let (key, text) = match (inline, file) {
        (Some(_), Some(_)) => {
            return Err(problem(
                "sign_on.client_secret",
                None,
                "stands beside client_secret_file",
                "keep one of the two",
            ));
        }
        (None, None) => return Ok(None),
        (Some(inline), None) => ("sign_on.client_secret", inline),
        (None, Some(path)) => {
            let key = "sign_on.client_secret_file";
            let read = fs::read_to_string(path).map_err(|error| {
                let shown = Some(path.display().to_string());
                let words = format!("cannot be read: {error}");
                problem(
                    key,
                    shown,
                    &words,
                    "write a file that Plaza's user alone can read",
                )
            })?;
            (key, read)
        }
    };
    let text = Zeroizing::new(text.trim().to_owned());
    if text.is_empty() {
        let remedy =
            "write the secret that the provider gave, or take the key out where it gave none";
        return Err(problem(key, None, "is empty", remedy));
    }
    Ok(Some(text))
}

/// RFC 6749: no space, no quote, no backslash.
fn scope(text: String) -> Result<String, ConfigError> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    if !text.is_empty() && text.bytes().all(plain) {
        return Ok(text);
    }
    Err(problem(
        "sign_on.scopes",
        Some(text),
        "is not a scope",
        "write one word each, such as scopes = [\"email\", \"profile\", \"groups\"]",
    ))
}

impl RawClaims {
    fn check(self) -> Result<ClaimNames, ConfigError> {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        Ok(ClaimNames {
            email: filled(
                "sign_on.claims.email",
                self.email,
                "write the claim that holds the e-mail address, or leave it out for email",
            )?,
            email_verified: given(self.email_verified),
            name: given(self.name),
        })
    }
}

impl RawRule {
    fn check(self, number: usize) -> Result<Rule, ConfigError> {
        const EXAMPLE: &str =
            "write a rule as claim = \"groups\", value = \"plaza-staff\", role = \"staff\"";
        let wrong = |value: Option<&str>, what: &str, remedy: &str| {
            let what = format!("rule {number} {what}");
            problem("sign_on.rules", value.map(str::to_owned), &what, remedy)
        };
        if self.claim.is_empty() || self.value.is_empty() {
            return Err(wrong(None, "has an empty claim or value", EXAMPLE));
        }
        if self.role.is_none() && self.office.is_none() {
            return Err(wrong(
                Some(&self.value),
                "gives neither a role nor an office",
                "add role or office to it, or take it out",
            ));
        }
        if self.role.as_deref() == Some("resident") {
            return Err(wrong(
                Some("resident"),
                "gives the role that everybody has without one",
                "take it out; residents = true lets residents in",
            ));
        }
        if let Some(role) = &self.role
            && !ROLES.contains(&role.as_str())
        {
            let known = ROLES[1..].join(", ");
            let remedy = format!("write one of {known}");
            return Err(wrong(Some(role), "gives a role that there is not", &remedy));
        }
        let of_offices = |role: &str| OF_OFFICES.contains(&role);
        if self.office.is_some() && self.role.as_deref().is_some_and(|role| !of_offices(role)) {
            return Err(wrong(
                self.role.as_deref(),
                "gives an office to a role that works for none",
                "give the office with staff, privacy_officer or administrator",
            ));
        }
        Ok(Rule {
            name: self.name.unwrap_or_else(|| number.to_string()),
            claim: self.claim,
            value: self.value,
            role: self.role,
            office: self.office,
        })
    }
}

/// Of two rules for the same value one would never be looked at, and of two with one name nobody could tell which
/// acted.
fn each_once(rules: Vec<Rule>) -> Result<Vec<Rule>, ConfigError> {
    if let Some(error) = double(&rules) {
        return Err(error);
    }
    Ok(rules)
}

fn double(rules: &[Rule]) -> Option<ConfigError> {
    let (mut names, mut roles) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules {
        let key = "sign_on.rules";
        if !names.insert(&rule.name) {
            let remedy = "give each rule a name of its own, or none";
            let words = "names two rules";
            return Some(problem(key, Some(rule.name.clone()), words, remedy));
        }
        if rule.role.is_some() && !roles.insert((&rule.claim, &rule.value)) {
            let words = "gives two roles: an account has one";
            let remedy = "keep one of the two rules for this value";
            return Some(problem(key, Some(rule.value.clone()), words, remedy));
        }
    }
    None
}

/// A sign-on that lets nobody in is a mistake.
fn somebody(rules: Vec<Rule>, residents: bool) -> Result<Vec<Rule>, ConfigError> {
    if residents || rules.iter().any(|rule| rule.role.is_some()) {
        return Ok(rules);
    }
    Err(problem(
        "sign_on.rules",
        None,
        "give no role, and residents are not let in: nobody could log on",
        "add a rule that gives a role, or set residents = true",
    ))
}

fn known_role(key: &str, role: String) -> Result<String, ConfigError> {
    if ROLES.contains(&role.as_str()) {
        return Ok(role);
    }
    let remedy = format!("write roles out of {}", ROLES.join(", "));
    Err(problem(key, Some(role), "is no role", &remedy))
}

/// Whose password is off gets in by a rule, or not at all.
fn nobody_locked_out(
    off: Vec<String>,
    rules: &[Rule],
    residents: bool,
) -> Result<Vec<String>, ConfigError> {
    let given = |role: &str| {
        let by_rule = rules.iter().any(|rule| rule.role.as_deref() == Some(role));
        by_rule || role == "resident" && residents
    };
    let Some(lost) = off.iter().find(|role| !given(role)) else {
        return Ok(off);
    };
    let (what, remedy) = match lost.as_str() {
        "administrator" => (
            "would lock every administrator out: no rule gives that role",
            "add a rule with role = \"administrator\" first, or leave administrators their passwords",
        ),
        "resident" => (
            "would lock every resident out: the sign-on lets none in",
            "set residents = true first, or leave residents their passwords",
        ),
        _ => (
            "would lock everybody with this role out: no rule gives it",
            "add a rule that gives the role first, or leave them their passwords",
        ),
    };
    Err(problem(
        "sign_on.passwords_off",
        Some(lost.clone()),
        what,
        remedy,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{
        Config,
        tests::{SMALLEST, load},
    };

    const LEAST: &str = "issuer = \"https://sso.city.example\"\nclient_id = \"plaza\"\n\
                         label_zh = \"單一登入\"\nlabel_en = \"City sign-on\"\n";
    const STAFF: &str =
        "[[sign_on.rules]]\nclaim = \"groups\"\nvalue = \"plaza-staff\"\nrole = \"staff\"\n";

    fn with(lines: &str) -> Result<Config, ConfigError> {
        load(&format!("{SMALLEST}\n[sign_on]\n{LEAST}{lines}"))
    }

    fn wrong(lines: &str) -> ConfigError {
        with(lines).err().expect(lines)
    }

    #[test]
    fn it_is_off_without_its_table_and_complete_with_little() {
        assert!(load(SMALLEST).expect("a file").sign_on.is_none());
        let sign_on = with(STAFF).expect("good").sign_on.expect("it is on");
        assert_eq!(sign_on.issuer, "https://sso.city.example");
        assert!(!sign_on.residents && !sign_on.allow_private && sign_on.log_out);
        assert_eq!(sign_on.scopes, ["email", "profile"]);
        assert_eq!(sign_on.claims.email, "email");
        assert_eq!(sign_on.claims.name, None);
        assert_eq!(sign_on.rules[0].name, "1");
        assert!(sign_on.client_secret.is_none());
    }

    #[test]
    fn what_would_lock_everybody_with_a_role_out_is_refused() {
        for (lines, value) in [
            ("passwords_off = [\"administrator\"]\n", "administrator"),
            ("passwords_off = [\"moderator\"]\n", "moderator"),
            ("passwords_off = [\"staff\", \"resident\"]\n", "resident"),
        ] {
            let error = wrong(&format!("{lines}{STAFF}"));
            assert_eq!(error.key, "sign_on.passwords_off", "{error}");
            assert_eq!(error.value.as_deref(), Some(value));
            assert!(error.problem.contains("lock"), "{error}");
        }
        let good = with(&format!("passwords_off = [\"staff\"]\n{STAFF}")).expect("good");
        let sign_on = good.sign_on.expect("it is on");
        assert!(sign_on.is_password_off("staff") && !sign_on.is_password_off("administrator"));
        let residents = "residents = true\npasswords_off = [\"resident\"]\n";
        with(residents).expect("residents have another way");
    }

    #[test]
    fn each_fault_names_its_key() {
        for (lines, key) in [
            ("", "sign_on.rules"),
            (
                "client_secret = \"\"\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"staff\"",
                "sign_on.client_secret",
            ),
            (
                "client_secret = \"s\"\nclient_secret_file = \"/x\"\nresidents = true",
                "sign_on.client_secret",
            ),
            (
                "client_secret_file = \"/nowhere/at/all\"\nresidents = true",
                "sign_on.client_secret_file",
            ),
            ("scopes = [\"a b\"]\nresidents = true", "sign_on.scopes"),
            (
                "passwords_off = [\"boss\"]\nresidents = true",
                "sign_on.passwords_off",
            ),
            (
                "residents = true\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"",
                "sign_on.rules",
            ),
            (
                "residents = true\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"boss\"",
                "sign_on.rules",
            ),
            (
                "residents = true\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"resident\"",
                "sign_on.rules",
            ),
            (
                "residents = true\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"moderator\"\noffice = \"c\"",
                "sign_on.rules",
            ),
            (
                "residents = true\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"staff\"\n[[sign_on.rules]]\nclaim = \"a\"\nvalue = \"b\"\nrole = \"moderator\"",
                "sign_on.rules",
            ),
            (
                "residents = true\n[sign_on.claims]\nemail = \"\"",
                "sign_on.claims.email",
            ),
        ] {
            let error = wrong(lines);
            assert_eq!(error.key, key, "{lines}: {error}");
            assert!(!error.remedy.is_empty());
        }
    }

    #[test]
    fn an_issuer_is_encrypted_and_public_unless_that_is_allowed() {
        let issuer = |issuer: &str, rest: &str| {
            let least = LEAST.replace("https://sso.city.example", issuer);
            load(&format!(
                "{SMALLEST}\n[sign_on]\n{least}residents = true\n{rest}"
            ))
        };
        for bad in [
            "sso.city.example",
            "http://sso.city.example",
            "ftp://sso.city.example",
            "https://sso.city.example/?realm=city",
            "https://localhost:8443",
            "https://127.0.0.1",
            "https://[::1]",
            "https://[::ffff:10.0.0.1]",
            "https://10.0.0.5/realms/city",
        ] {
            let error = issuer(bad, "").err().expect(bad);
            assert_eq!(error.key, "sign_on.issuer", "{error}");
        }
        issuer("https://sso.city.example/realms/city", "").expect("public");
        issuer("http://127.0.0.1:8443", "allow_private = true").expect("allowed");
    }

    #[test]
    fn the_secret_is_told_to_nobody() {
        let error = wrong("client_secret = \"hush-hush\"\nclient_secret_file = \"/x\"");
        assert!(!error.to_string().contains("hush-hush"), "{error}");
        let error = wrong("client_secret = [\"hush-hush\"]");
        assert!(!error.to_string().contains("hush-hush"), "{error}");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        fs::write(&file, "from-the-file\n").expect("written");
        let lines = format!("client_secret_file = \"{}\"\n{STAFF}", file.display());
        let sign_on = with(&lines).expect("good").sign_on.expect("it is on");
        let secret = sign_on.client_secret.expect("a secret");
        assert_eq!(secret.as_str(), "from-the-file");
    }
}
