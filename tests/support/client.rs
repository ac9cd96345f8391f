//! A visitor: sends requests as a browser or a program does, and keeps cookies.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    rc::{Rc, Weak},
};

use actix_http::Request;
use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    cookie::Cookie,
    dev::{Extensions, Service, ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::{Next, from_fn},
    test::{self, TestRequest},
    web::Data,
};
use plaza::{
    context::{Context, Current},
    moderation::past::Past,
    privacy::Recorder,
    web::{self, extract::AddressLimits},
};
use scraper::{Html, Selector};
use serde_json::Value;

type Sent = Pin<Box<dyn Future<Output = ServiceResponse>>>;
type Handler = dyn Fn(Request) -> Sent;
type Application = Rc<Handler>;

thread_local! {
    /// One for all visitors of a test, of whatever nodes: making it takes longer than many a request. It goes with the last of
    /// them, before the thread does, whose end it would not survive.
    static APPLICATION: RefCell<Option<Weak<Handler>>> = const { RefCell::new(None) };
}

/// What a node has for its requests.
struct Node(Rc<Extensions>);

pub struct Client {
    app: Application,
    node: Rc<Extensions>,
    cookies: RefCell<BTreeMap<String, String>>,
    bearer: RefCell<Option<String>>,
    /// Where the visitor comes from, and the program they use.
    origin: RefCell<Option<(SocketAddr, String)>>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

async fn application() -> Application {
    let known = APPLICATION.with_borrow(|known| known.as_ref()?.upgrade());
    if let Some(known) = known {
        return known;
    }
    let app = web::application()
        .wrap(from_fn(web::see_current))
        .wrap(from_fn(come_to_node));
    let made = boxed(test::init_service(app).await);
    APPLICATION.with_borrow_mut(|known| *known = Some(Rc::downgrade(&made)));
    made
}

fn boxed<S, B>(app: S) -> Application
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    let app = Rc::new(app);
    Rc::new(move |request: Request| -> Sent {
        let app = app.clone();
        Box::pin(async move { app.call(request).await.unwrap().map_into_boxed_body() })
    })
}

/// The request meets what its visitor's node has, as it would in that node's own application.
async fn come_to_node<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let node = request.extensions_mut().remove::<Node>();
    if let Some(Node(data)) = node {
        request.add_data_container(data);
    }
    next.call(request).await
}

fn node(context: Context, recorder: Recorder) -> Extensions {
    let mut node = Extensions::new();
    node.insert(Data::new(context));
    node.insert(Data::new(recorder));
    node.insert(Data::new(AddressLimits::new()));
    node.insert(Data::new(Past::default()));
    node
}

impl Client {
    pub(super) async fn new(context: Context, recorder: Recorder) -> Self {
        Self::of(node(context, recorder)).await
    }

    /// As [`Client::new`], of a node that takes up what is set on its pages, as one that is served does.
    pub(super) async fn live(current: Current, recorder: Recorder) -> Self {
        let mut node = node(current.get(), recorder);
        node.insert(Data::new(current));
        Self::of(node).await
    }

    async fn of(node: Extensions) -> Self {
        Self {
            app: application().await,
            node: Rc::new(node),
            cookies: RefCell::default(),
            bearer: RefCell::default(),
            origin: RefCell::default(),
        }
    }

    async fn ask(&self, request: TestRequest) -> ServiceResponse {
        let request = request.to_request();
        request.extensions_mut().insert(Node(self.node.clone()));
        (self.app)(request).await
    }

    /// Opens an address, and goes on to where it stands for good, as a browser does.
    pub async fn get(&self, path: &str) -> Answer {
        let mut answer = self.get_once(path).await;
        for _ in 0..3 {
            if answer.status != StatusCode::PERMANENT_REDIRECT {
                break;
            }
            answer = self.get_once(&answer.location()).await;
        }
        answer
    }

    /// What stands at this very address.
    pub async fn get_once(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Posts a form as a browser does from Plaza's own page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(
            TestRequest::post()
                .uri(path)
                .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
                .insert_header(("sec-fetch-site", "same-origin"))
                .set_payload(body),
        )
        .await
    }

    /// Sends JSON as a program does; an edit is one that knowingly writes over what stands there.
    pub async fn json(&self, method: Method, path: &str, body: &Value) -> Answer {
        let mut request = TestRequest::default().uri(path).set_json(body);
        if method == Method::PATCH {
            request = request.insert_header((header::IF_MATCH, "*"));
        }
        self.send(request.method(method)).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// Sends this token with every request from now on.
    pub fn bear(&self, token: &str) {
        *self.bearer.borrow_mut() = Some(token.to_owned());
    }

    /// Comes from this address with this program from now on.
    pub fn come_from(&self, address: IpAddr, agent: &str) {
        let address = SocketAddr::new(address, 40_000);
        *self.origin.borrow_mut() = Some((address, agent.to_owned()));
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// The names of all cookies that this visitor keeps.
    pub fn cookie_names(&self) -> Vec<String> {
        self.cookies.borrow().keys().cloned().collect()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }

    /// Posts an empty form; gives the answer's bytes, which must be good.
    pub async fn post_bytes(&self, path: &str) -> Vec<u8> {
        let mut request = TestRequest::post()
            .uri(path)
            .insert_header(("sec-fetch-site", "same-origin"));
        for (name, value) in self.cookies.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let response = self.ask(request).await;
        assert_eq!(response.status().as_u16(), 200);
        test::read_body(response).await.to_vec()
    }

    pub async fn send(&self, mut request: TestRequest) -> Answer {
        for (name, value) in self.cookies.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        if let Some(token) = &*self.bearer.borrow() {
            request = request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
        }
        if let Some((address, agent)) = &*self.origin.borrow() {
            request = request
                .peer_addr(*address)
                .insert_header((header::USER_AGENT, agent.clone()));
        }
        let response = self.ask(request).await;
        for cookie in response.response().cookies() {
            let mut cookies = self.cookies.borrow_mut();
            if cookie.max_age().is_some_and(|age| age.is_zero()) || cookie.value().is_empty() {
                cookies.remove(cookie.name());
            } else {
                cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = test::read_body(response).await;
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }
}

impl Answer {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// All that stands above the body but the request's number, of which each answer has its own.
    pub fn head(&self) -> String {
        let mut headers = self.headers.clone();
        headers.remove("x-request-id");
        format!("{headers:?}")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> String {
        assert!(
            self.status.is_redirection(),
            "{} {}",
            self.status,
            self.body
        );
        self.headers
            .get(header::LOCATION)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The texts of all elements that match a CSS selector.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html()
            .select(&selector)
            .map(|element| element.text().collect::<String>().trim().to_owned())
            .collect()
    }

    /// An attribute of the first element that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html()
            .select(&selector)
            .next()?
            .value()
            .attr(name)
            .map(str::to_owned)
    }

    /// The value of a hidden field.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        self.attribute(&format!("input[name=\"{name}\"]"), "value")
            .unwrap_or_else(|| panic!("no field {name} in {}", self.body))
    }
}
