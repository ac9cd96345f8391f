//! How much a client may send, and how slowly: what its head holds, and the time that its body takes.
//!
//! The time that a connection's first head takes the server bounds, and so it does how long a connection
//! waits; see `server`.

use std::{
    cell::Cell,
    io,
    pin::Pin,
    rc::Rc,
    task::{Context as Task, Poll},
    time::Duration,
};

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    middleware::Next,
    web::{Bytes, Data},
};
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::fault::Fault;
use crate::context::Context;

/// Refuses a head that is too large, and a body that comes too slowly.
pub(super) async fn bound<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let Some(context) = request.app_data::<Data<Context>>() else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let limits = &context.config.server;
    if head(&request) > limits.head {
        let response: HttpResponse = Fault::HeadTooLarge.error_response();
        return Ok(request.into_response(response).map_into_right_body());
    }
    let (wait, rate) = (limits.body_wait, limits.body_rate);
    let is_late = Rc::new(Cell::new(false));
    match request.take_payload() {
        Payload::None => {}
        payload => {
            let timely = Timely::new(payload, wait, rate, Rc::clone(&is_late));
            let stream: BoxedBody = Box::pin(timely);
            request.set_payload(Payload::from(stream));
        }
    }
    let response = next.call(request).await?;
    if !is_late.get() {
        return Ok(response.map_into_left_body());
    }
    let (request, _) = response.into_parts();
    let response: HttpResponse = Fault::TooSlow.error_response();
    Ok(ServiceResponse::new(request, response).map_into_right_body())
}

/// About as many bytes as the head has.
fn head(request: &ServiceRequest) -> usize {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + 4);
    let address = request.uri().path_and_query();
    address.map_or(0, |address| address.as_str().len()) + headers.sum::<usize>()
}

type BoxedBody = Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>>;

/// A body that has to come in time: a while, and a second more for each so many bytes that came.
struct Timely {
    body: Payload,
    began: Instant,
    wait: Duration,
    rate: u32,
    come: usize,
    alarm: Pin<Box<Sleep>>,
    is_late: Rc<Cell<bool>>,
}

impl Timely {
    fn new(body: Payload, wait: Duration, rate: u32, is_late: Rc<Cell<bool>>) -> Self {
        let began = Instant::now();
        Self {
            body,
            began,
            wait,
            rate,
            come: 0,
            alarm: Box::pin(sleep_until(began + wait)),
            is_late,
        }
    }

    fn deadline(&self) -> Instant {
        self.began + allowed(self.wait, self.rate, self.come)
    }
}

/// How long a body may take of which so many bytes have come.
fn allowed(wait: Duration, rate: u32, come: usize) -> Duration {
    let more = come as u64 / u64::from(rate.max(1));
    wait.saturating_add(Duration::from_secs(more))
}

impl Stream for Timely {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_next(task) {
            Poll::Ready(Some(Ok(bytes))) => {
                this.come = this.come.saturating_add(bytes.len());
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(other) => Poll::Ready(other),
            Poll::Pending => {
                let deadline = this.deadline();
                if this.alarm.deadline() < deadline {
                    this.alarm.as_mut().reset(deadline);
                }
                if this.alarm.as_mut().poll(task).is_pending() {
                    return Poll::Pending;
                }
                this.is_late.set(true);
                let error = io::Error::from(io::ErrorKind::TimedOut);
                Poll::Ready(Some(Err(PayloadError::Io(error))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_gets_more_time_as_it_comes() {
        let seconds = |come| allowed(Duration::from_secs(20), 2000, come).as_secs();
        assert_eq!(seconds(0), 20);
        assert_eq!(seconds(1_999), 20);
        assert_eq!(seconds(2_000), 21);
        assert_eq!(seconds(4 * 1024 * 1024), 20 + 2097);
    }
}
