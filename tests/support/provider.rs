//! A provider of OpenID Connect on this machine, that a test owns: who is there, what it signs, and what it does wrong.
//!
//! Its page for logging on is the test itself: [`Provider::let_in`] says where the browser is sent back to.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use plaza::{
    clock::Clock,
    config::{
        Config, SignOn,
        sign_on::{ClaimNames, Rule},
    },
};
use ring::{
    rand::SystemRandom,
    rsa,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256},
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// Under which the provider knows Plaza.
pub const CLIENT: &str = "plaza-test";
pub const SECRET: &str = "a secret of the client";

/// What the next token says otherwise than it should.
type Tamper = Box<dyn Fn(&mut Map<String, Value>) + Send>;

/// By what a token is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// The current key.
    Well,
    /// Nothing at all: `alg` is `none`.
    Not,
    /// The client's secret, which the client would have to be fooled into taking for a key.
    WithSecret,
    /// A key that the provider does not publish.
    WithOther,
}

enum Key {
    Ecdsa(Box<EcdsaKeyPair>),
    Rsa(Box<rsa::KeyPair>),
}

impl Key {
    fn ecdsa() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).unwrap();
        Self::Ecdsa(Box::new(pair))
    }

    /// The one that signs mails in other tests.
    fn rsa() -> Self {
        let text = include_str!("dkim/rsa.pem");
        let lines = text.lines().filter(|line| !line.starts_with('-'));
        let der = STANDARD.decode(lines.collect::<String>()).unwrap();
        Self::Rsa(Box::new(rsa::KeyPair::from_pkcs8(&der).unwrap()))
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Ecdsa(_) => "ES256",
            Self::Rsa(_) => "RS256",
        }
    }

    fn public(&self, id: &str) -> Value {
        match self {
            Self::Ecdsa(pair) => {
                let point: &[u8] = pair.public_key().as_ref();
                let (x, y) = point[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "alg": "ES256",
                        "x": base64url(x), "y": base64url(y) })
            }
            Self::Rsa(pair) => {
                let parts: rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({ "kty": "RSA", "use": "sig", "kid": id, "alg": "RS256",
                        "n": base64url(&parts.n), "e": base64url(&parts.e) })
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Ecdsa(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
        }
    }
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A code that was given out.
struct Grant {
    claims: Map<String, Value>,
    challenge: String,
    redirect: String,
}

struct State {
    clock: Option<Clock>,
    keys: Vec<(String, Key)>,
    codes: HashMap<String, Grant>,
    /// What the access tokens are of.
    bearers: HashMap<String, Map<String, Value>>,
    drawn: usize,
    signs: Signs,
    tamper: Option<Tamper>,
    is_down: bool,
    /// How often each path was asked for.
    asked: BTreeMap<String, usize>,
    /// What stands in the discovery document beside or instead of what belongs there.
    metadata: Map<String, Value>,
    /// Claims that are told about the person and not in the token.
    apart: Vec<&'static str>,
}

pub struct Provider {
    pub issuer: String,
    state: Arc<Mutex<State>>,
}

impl Provider {
    pub fn start() -> Self {
        // No two providers of one process have one issuer, though a port may come again.
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let issuer = format!("http://{}/realm-{number}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            clock: None,
            keys: vec![("first".to_owned(), Key::ecdsa())],
            codes: HashMap::new(),
            bearers: HashMap::new(),
            drawn: 0,
            signs: Signs::Well,
            tamper: None,
            is_down: false,
            asked: BTreeMap::new(),
            metadata: Map::new(),
            apart: Vec::new(),
        }));
        let (shared, own) = (Arc::clone(&state), issuer.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (state, issuer) = (Arc::clone(&shared), own.clone());
                thread::spawn(move || serve(&stream, &issuer, &state).ok());
            }
        });
        Self { issuer, state }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap())
    }

    /// Goes by this clock from now on.
    pub fn goes_by(&self, clock: &Clock) {
        self.with(|state| state.clock = Some(clock.clone()));
    }

    /// The configuration that names it, with rules as `claim=value` to a role and an office.
    pub fn configure(&self, config: &mut Config, rules: &[(&str, Option<&str>, Option<&str>)]) {
        let rules = (1..).zip(rules).map(|(number, (claim, role, office))| {
            let (claim, value) = claim.split_once('=').unwrap();
            Rule {
                name: format!("rule-{number}"),
                claim: claim.to_owned(),
                value: value.to_owned(),
                role: role.map(str::to_owned),
                office: office.map(str::to_owned),
            }
        });
        config.sign_on = Some(SignOn {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: Some(SECRET.to_owned().into()),
            client_secret_file: None,
            residents: false,
            label_zh: "市府單一登入".to_owned(),
            label_en: "City sign-on".to_owned(),
            scopes: vec!["email".to_owned()],
            claims: ClaimNames {
                email: "email".to_owned(),
                email_verified: Some("email_verified".to_owned()),
                name: None,
            },
            second_factor: vec!["mfa".to_owned()],
            rules: rules.collect(),
            passwords_off: Vec::new(),
            allow_private: true,
            log_out: true,
        });
    }

    /// Says something else in its discovery document.
    pub fn describe(&self, name: &str, value: Value) {
        self.with(|state| state.metadata.insert(name.to_owned(), value));
    }

    /// Tells a claim when it is asked about the person, and not in the token.
    pub fn keep_apart(&self, claim: &'static str) {
        self.with(|state| state.apart.push(claim));
    }

    /// Answers nobody, or everybody again.
    pub fn is_down(&self, is_down: bool) {
        self.with(|state| state.is_down = is_down);
    }

    /// Signs by another key from now on, and knows the old one no more.
    pub fn rotate(&self) {
        self.with(|state| state.keys = vec![("second".to_owned(), Key::rsa())]);
    }

    pub fn sign(&self, signs: Signs) {
        self.with(|state| state.signs = signs);
    }

    /// Says otherwise in each token from now on.
    pub fn tamper(&self, change: impl Fn(&mut Map<String, Value>) + Send + 'static) {
        self.with(|state| state.tamper = Some(Box::new(change)));
    }

    /// Is honest again.
    pub fn mend(&self) {
        self.with(|state| (state.tamper, state.signs) = (None, Signs::Well));
    }

    /// How often a path below the issuer was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.with(|state| state.asked.get(path).copied().unwrap_or(0))
    }

    /// Somebody logs on at the address that a browser was sent to; gives where the browser is sent back to.
    pub fn let_in(&self, address: &str, who: &Value) -> String {
        let url: url::Url = address.parse().unwrap();
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer)));
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["redirect_uri"], "http://plaza.test/sign-on/callback");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut claims = who.as_object().unwrap().clone();
        claims.insert("nonce".to_owned(), json!(asked["nonce"]));
        if asked.contains_key("max_age") {
            claims.insert("auth_time".to_owned(), json!(self.now()));
        }
        let code = self.with(|state| {
            state.drawn += 1;
            let code = format!("code-{}", state.drawn);
            let grant = Grant {
                claims,
                challenge: asked["code_challenge"].clone(),
                redirect: asked["redirect_uri"].clone(),
            };
            state.codes.insert(code.clone(), grant);
            code
        });
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &asked["state"])
            .append_pair("iss", &self.issuer)
            .finish();
        format!("/sign-on/callback?{query}")
    }

    fn now(&self) -> i64 {
        self.with(|state| now(state))
    }

    /// The word that somebody logged off; `change` says otherwise in it.
    pub fn logout_token(&self, who: &Value, change: impl Fn(&mut Map<String, Value>)) -> String {
        self.with(|state| {
            state.drawn += 1;
            let now = now(state);
            let mut claims = who.as_object().unwrap().clone();
            claims.extend(
                json!({
                    "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120,
                    "jti": format!("logout-{}", state.drawn),
                    "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
                })
                .as_object()
                .unwrap()
                .clone(),
            );
            change(&mut claims);
            token(state, &Value::Object(claims), "logout+jwt")
        })
    }
}

fn now(state: &State) -> i64 {
    let clock = state.clock.as_ref().expect("the provider knows the time");
    clock.now().utc().timestamp()
}

/// Signs as it was told to.
fn token(state: &State, claims: &Value, kind: &str) -> String {
    let (id, key) = state.keys.last().unwrap();
    let algorithm = match state.signs {
        Signs::Well => key.algorithm(),
        Signs::Not => "none",
        Signs::WithSecret => "HS256",
        Signs::WithOther => "ES256",
    };
    let mut header = json!({ "alg": algorithm, "typ": kind, "kid": id });
    if state.signs == Signs::WithOther {
        header["kid"] = json!("nobody-knows");
    }
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = match state.signs {
        Signs::Well => key.sign(signed.as_bytes()),
        Signs::Not => Vec::new(),
        Signs::WithSecret => {
            let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
            mac.update(signed.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        Signs::WithOther => Key::ecdsa().sign(signed.as_bytes()),
    };
    format!("{signed}.{}", base64url(&signature))
}

struct Asked {
    method: String,
    path: String,
    authorization: String,
    body: Vec<u8>,
}

fn read(stream: &TcpStream) -> io::Result<Option<Asked>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut asked = Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        authorization: String::new(),
        body: Vec::new(),
    };
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap(),
            "authorization" => asked.authorization = value.trim().to_owned(),
            _ => {}
        }
    }
    asked.body = vec![0; length];
    reader.read_exact(&mut asked.body)?;
    Ok(Some(asked))
}

fn serve(mut stream: &TcpStream, issuer: &str, state: &Mutex<State>) -> io::Result<()> {
    let Some(asked) = read(stream)? else {
        return Ok(());
    };
    let mut state = state.lock().unwrap();
    if state.is_down {
        return Ok(());
    }
    let host = issuer.split('/').take(3).collect::<Vec<_>>().join("/");
    let own = &issuer[host.len()..];
    let path = asked.path.strip_prefix(own).unwrap_or("").to_owned();
    *state.asked.entry(path.clone()).or_default() += 1;
    let (status, answer) = match (asked.method.as_str(), path.as_str()) {
        ("GET", "/.well-known/openid-configuration") => (200, describe(issuer, &state)),
        ("GET", "/jwks") => {
            let keys = state.keys.iter().map(|(id, key)| key.public(id));
            (200, json!({ "keys": keys.collect::<Vec<_>>() }))
        }
        ("POST", "/token") => exchange(issuer, &mut state, &asked),
        ("GET", "/userinfo") => {
            let bearer = asked.authorization.strip_prefix("Bearer ");
            match bearer.and_then(|bearer| state.bearers.get(bearer)) {
                Some(claims) => (200, json!(claims)),
                None => (401, json!({ "error": "invalid_token" })),
            }
        }
        _ => (404, json!({})),
    };
    let body = answer.to_string();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn describe(issuer: &str, state: &State) -> Value {
    let mut all = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "authorization_response_iss_parameter_supported": true,
    });
    for (name, value) in &state.metadata {
        all[name] = value.clone();
    }
    all
}

/// Gives a token for a code: once, to who began it.
fn exchange(issuer: &str, state: &mut State, asked: &Asked) -> (u16, Value) {
    let refused = |what: &str| (400, json!({ "error": what }));
    let form: HashMap<String, String> = url::form_urlencoded::parse(&asked.body)
        .into_owned()
        .collect();
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = STANDARD.encode(format!("{}:{}", encode(CLIENT), encode(SECRET)));
    if asked.authorization != format!("Basic {basic}") {
        return (401, json!({ "error": "invalid_client" }));
    }
    let grant = form.get("code").and_then(|code| state.codes.remove(code));
    let Some(grant) = grant else {
        return refused("invalid_grant");
    };
    let verifier = form.get("code_verifier").map_or("", String::as_str);
    if base64url(&Sha256::digest(verifier)) != grant.challenge
        || form.get("redirect_uri") != Some(&grant.redirect)
    {
        return refused("invalid_grant");
    }
    let now = now(state);
    let mut claims = grant.claims;
    let (mut said, apart) = (claims.clone(), state.apart.clone());
    said.remove("nonce");
    claims.retain(|name, _| !apart.contains(&name.as_str()));
    for (name, value) in [
        ("iss", json!(issuer)),
        ("aud", json!(CLIENT)),
        ("iat", json!(now)),
        ("exp", json!(now + 300)),
    ] {
        claims.insert(name.to_owned(), value);
    }
    if let Some(tamper) = &state.tamper {
        tamper(&mut claims);
    }
    let id_token = token(state, &Value::Object(claims), "JWT");
    state.drawn += 1;
    let bearer = format!("bearer-{}", state.drawn);
    state.bearers.insert(bearer.clone(), said);
    let answer = json!({ "access_token": bearer, "token_type": "Bearer", "id_token": id_token });
    (200, answer)
}
