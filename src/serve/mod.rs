//! Run: the preview. The site as it would be published, served from memory while its files change.
//!
//! Invariant: what is served is the last good state, whole; nothing is written, and what is served
//! under an address of the site is what `waypost build --keep-going --drafts` of the same day
//! writes there, plus one `script` tag. Everything of the preview's own is below `/_waypost/`.
//!
//! One thread, the *keeper*, follows the site folder and puts a new `Now` in the place
//! of the one before; requests look at the `Now` of their moment and ask its snapshot for the page,
//! which is rendered then. A page comes first: what is wrong with the library is worked out after.

mod answer;
mod editor;
mod guard;
mod http;
mod keeper;
mod messages;
mod now;
mod office;
mod source;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use tokio::sync::watch;

use crate::diag::{Diagnostic, Sources, Tally};
use crate::disk;
use crate::engine::Request;
use crate::text::SourcePath;
use keeper::{Keeper, News};
use now::Now;

pub use editor::Editor;

/// Ports that are tried after one that is taken.
const MORE_PORTS: u16 = 20;

/// What is previewed, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site folder.
    pub folder: PathBuf,
    /// The output folder, which is no part of the site.
    pub out: PathBuf,
    /// What the preview shows.
    pub request: Request,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether the next free port will do where this one is taken.
    pub or_next: bool,
    /// Look for changes every now and then in place of being told by the system.
    pub poll: bool,
    /// The editor that opens source files.
    pub editor: Editor,
}

/// What the preview has to say while it runs.
#[derive(Debug)]
pub enum Report<'a> {
    /// A change was taken in, and its pages are there.
    Followed {
        /// The files, where they are known.
        named: &'a BTreeSet<SourcePath>,
        /// Files that were parsed.
        parsed: usize,
        /// Pages of the site.
        pages: usize,
        /// How long it took.
        milliseconds: f64,
    },
    /// What is wrong now; only told when it is not what was wrong before.
    Checked {
        /// Errors and warnings.
        diagnostics: &'a [&'a Diagnostic],
        /// The files that they quote.
        sources: &'a Sources,
        /// Counts, notes too.
        tally: Tally,
    },
    /// The folder cannot be watched, for this reason; it is looked through every now and then.
    CannotWatch(&'a str),
    /// The program did something wrong, and goes on with what it had.
    Bug(&'a str),
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port.
        port: u16,
        /// One that is free.
        free: Option<u16>,
    },
    /// The address cannot be listened at.
    #[error("{address} cannot be listened at: {reason}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: String,
    },
    /// The system gives no threads.
    #[error("the preview could not begin: {0}")]
    Runtime(String),
}

/// A preview that listens and has not begun to answer.
pub struct Preview {
    options: Options,
    listener: std::net::TcpListener,
    address: SocketAddr,
}

impl Preview {
    /// Takes the port.
    ///
    /// # Errors
    /// When it is taken, or the address is none of this machine's.
    pub fn bind(options: Options) -> Result<Self, ServeError> {
        let (host, first) = (options.host, options.port);
        let last = if options.or_next && first != 0 { first.saturating_add(MORE_PORTS) } else { first };
        for port in first..=last {
            match std::net::TcpListener::bind((host, port)) {
                Ok(listener) => return Self::listening(options, listener, SocketAddr::new(host, port)),
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(unusable(SocketAddr::new(host, port), &error)),
            }
        }
        let mut after = last.saturating_add(1)..=last.saturating_add(MORE_PORTS);
        let free = after.find(|port| std::net::TcpListener::bind((host, *port)).is_ok());
        Err(ServeError::PortTaken { port: first, free })
    }

    fn listening(options: Options, listener: std::net::TcpListener, asked: SocketAddr) -> Result<Self, ServeError> {
        let ready = listener.set_nonblocking(true).and_then(|()| listener.local_addr());
        let address = ready.map_err(|error| unusable(asked, &error))?;
        Ok(Self { options, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether others than this machine can reach it.
    pub fn is_open(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// The address to open: the root of the server, which leads to the home page.
    pub fn url(&self) -> String {
        let ip = self.address.ip();
        let ip = match ip {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}/", SocketAddr::new(ip, self.address.port()))
    }

    /// Answers for as long as the program runs. `tell` hears what there is to say.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn run(mut self, tell: Box<dyn FnMut(Report<'_>) + Send>) -> Result<(), ServeError> {
        if self.is_open() {
            self.options.editor = self.options.editor.hidden();
        }
        let (now, shown) = watch::channel(Now::default());
        let (news, heard) = mpsc::channel::<News>();
        let hall = http::Hall::new(
            guard::Guard::new(self.address),
            office::Office::new(self.options.editor.clone()),
            shown,
            disk::unique(),
        );
        let keeper = Keeper::new(self.options, now, news, tell);
        std::thread::Builder::new()
            .name("keeper".to_owned())
            .spawn(move || keeper.run(&heard))
            .map_err(|error| ServeError::Runtime(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .enable_all()
            .build()
            .map_err(|error| ServeError::Runtime(error.to_string()))?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)
                .map_err(|error| ServeError::Runtime(error.to_string()))?;
            http::listen(listener, Arc::new(hall)).await;
            Ok(())
        })
    }
}

fn unusable(address: SocketAddr, error: &std::io::Error) -> ServeError {
    let reason = match error.kind() {
        std::io::ErrorKind::AddrNotAvailable => "it is no address of this machine".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission was denied; take a port above 1023".to_owned(),
        _ => error.to_string(),
    };
    ServeError::Address { address, reason }
}
