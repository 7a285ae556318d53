//! The connections: how many, how long, how large.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::answer::{Answer, OWN, answer, end_of_worker};
use super::guard::{self, Guard};
use super::now::Now;
use super::office::Office;
use crate::outputs::page_headers;

/// Connections at one time; more wait their turn.
const MOST_CONNECTIONS: usize = 512;
/// Event streams at one time; the one that was opened first ends when another is opened.
const MOST_STREAMS: u64 = 48;
/// The most bytes of a request's head.
const LARGEST_HEAD: usize = 64 << 10;
/// The most headers of a request.
const MOST_HEADERS: usize = 100;
/// How long a request's head may take, and how long a connection may be idle.
const SLOWEST_HEAD: Duration = Duration::from_secs(5);
/// How long somebody who asked may read nothing of the answer.
const SLOWEST_READER: Duration = Duration::from_secs(20);
/// How long a browser waits before it asks for the stream again.
const RETRY: Duration = Duration::from_secs(1);
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a request waits for the first reading of the library.
const FIRST_READING: Duration = Duration::from_secs(120);

/// What every connection shares.
pub(super) struct Hall {
    pub(super) guard: Guard,
    pub(super) office: Office,
    pub(super) now: watch::Receiver<Now>,
    /// Differs from server to server.
    pub(super) server: String,
    /// Number of the stream that was opened last.
    streams: watch::Sender<u64>,
    opened: AtomicU64,
}

impl Hall {
    pub(super) fn new(guard: Guard, office: Office, now: watch::Receiver<Now>, server: String) -> Self {
        Self { guard, office, now, server, streams: watch::Sender::new(0), opened: AtomicU64::new(0) }
    }
}

/// Takes connections for as long as the program runs.
pub(super) async fn listen(listener: TcpListener, hall: Arc<Hall>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // No more files can be open at the moment: some connection will end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(SLOWEST_READER));
        let hall = Arc::clone(&hall);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<hyper::body::Incoming>| respond(Arc::clone(&hall), request));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(SLOWEST_HEAD)
                .max_buf_size(LARGEST_HEAD)
                .max_headers(MOST_HEADERS)
                .serve_connection(TokioIo::new(Box::pin(stream)), service);
            // A connection that breaks off is nobody's fault.
            let _ = connection.await;
            drop(place);
        });
    }
}

async fn respond(hall: Arc<Hall>, request: Request<hyper::body::Incoming>) -> Result<Response<Body>, Infallible> {
    let (parts, _) = request.into_parts();
    let checked = hall.guard.check(&parts.method, &parts.uri, &parts.headers);
    let path = checked.and_then(|()| guard::path(&parts.uri)).and_then(|path| {
        let is_own_file = path.starts_with(OWN) && !path.ends_with('/');
        if is_own_file && guard::is_visit(&parts.headers) { Err(guard::Refusal::Origin) } else { Ok(path) }
    });
    let path = match path {
        Ok(path) => path,
        Err(refusal) => {
            let mut response = written(Answer::refusal(&hall.office, refusal), &parts.method, &HeaderMap::new());
            if refusal == guard::Refusal::Method {
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            // What follows on this connection may not be what it seems.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            return Ok(response);
        }
    };
    // Browsers say when they ask for the script of a worker.
    if parts.headers.get("service-worker").is_some_and(|value| value == "script") {
        return Ok(written(end_of_worker(&hall.office), &parts.method, &parts.headers));
    }
    let mut now = hall.now.clone();
    let first = tokio::time::timeout(FIRST_READING, now.wait_for(|now| now.is_ready));
    if !matches!(first.await, Ok(Ok(_))) {
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    if path.strip_prefix(OWN) == Some("events") {
        if parts.method == Method::GET {
            return Ok(events(&hall, now));
        }
        let mut response = Response::new(Body::empty());
        secure(response.headers_mut());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        return Ok(response);
    }
    let now = now.borrow().clone();
    let query = parts.uri.query().unwrap_or("").to_owned();
    // An index or a sitemap takes a while, and other requests go on meanwhile.
    match tokio::task::spawn_blocking(move || answer(&now, &hall.office, &path, &query)).await {
        Ok(answer) => Ok(written(answer, &parts.method, &parts.headers)),
        Err(_) => Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
    }
}

/// The event stream: the state at once, and after every change.
fn events(hall: &Arc<Hall>, now: watch::Receiver<Now>) -> Response<Body> {
    let own = hall.opened.fetch_add(1, Ordering::Relaxed) + 1;
    hall.streams.send_modify(|last| *last = own.max(*last));
    let is_old = move |last: &u64| last.saturating_sub(own) >= MOST_STREAMS;
    let mut last = hall.streams.subscribe();
    let ended = async move { drop(last.wait_for(is_old).await) };
    let server = hall.server.clone();
    let state =
        move |now: Now| Ok::<_, Infallible>(Event::default().event("state").retry(RETRY).data(now.event(&server)));
    let states = WatchStream::new(now).map(state);
    let stream = Until { states: Box::pin(states), ended: Box::pin(ended) };
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    secure(response.headers_mut());
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A stream that ends when something has happened.
struct Until<S, F> {
    states: std::pin::Pin<Box<S>>,
    ended: std::pin::Pin<Box<F>>,
}

impl<S: tokio_stream::Stream, F: Future<Output = ()>> tokio_stream::Stream for Until<S, F> {
    type Item = S::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        if self.ended.as_mut().poll(context).is_ready() {
            return std::task::Poll::Ready(None);
        }
        self.states.as_mut().poll_next(context)
    }
}

/// An answer as it goes over the wire.
fn written(answer: Answer, method: &Method, headers: &HeaderMap) -> Response<Body> {
    let tag = format!("\"{}\"", answer.version);
    let is_known =
        answer.status == 200
            && headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|value| {
                value.trim() == "*" || value.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
            });
    let status = if is_known { 304 } else { answer.status };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let fields = response.headers_mut();
    secure(fields);
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    if let Some(location) = answer.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        fields.insert(header::LOCATION, location);
    }
    if !is_known {
        fields.insert(header::CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
        if *method != Method::HEAD {
            *response.body_mut() = Body::from(Bytes::from_owner(answer.body));
        }
    }
    response
}

/// The headers that the published site asks for, and the preview's own: nothing is stored, and
/// nobody else may use it.
fn secure(fields: &mut HeaderMap) {
    for (name, value) in page_headers() {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
            fields.insert(name, value);
        }
    }
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    fields.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}
