//! Trouble for tests: a full disk, a failing disk or a killed process, at the operation that is asked
//! for. It reaches the thread that asks; tests run what they try in a pool of one thread.

use std::cell::RefCell;
use std::io;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing; operations are counted.
    None,
    /// One operation finds the disk full.
    FullOnce,
    /// From then on there is no room for anything new; what is there can be renamed and removed.
    Full,
    /// One operation fails for reasons of the hardware.
    Broken,
    /// The process is gone: nothing is done any more, cleaning up included.
    Killed,
}

/// An operation that changes the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Write,
    Link,
    Rename,
    Remove,
    CreateFolder,
    Exchange,
    Permissions,
}

/// What a disk is like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// Folders cannot be exchanged in one step.
    pub(crate) no_exchange: bool,
    /// Files cannot have two names.
    pub(crate) no_links: bool,
    /// The output folder is a mount point, without looking like one.
    pub(crate) mounted: bool,
}

#[derive(Debug, Clone)]
struct State {
    trouble: Trouble,
    /// The operation that it strikes, from 0.
    at: usize,
    manner: Manner,
    done: Vec<Operation>,
}

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// Works on a disk of such a manner with such trouble at one operation; gives the operations that
/// were tried, too.
pub(crate) fn with<T>(trouble: Trouble, at: usize, manner: Manner, work: impl FnOnce() -> T) -> (T, Vec<Operation>) {
    STATE.set(Some(State { trouble, at, manner, done: Vec::new() }));
    let result = work();
    let state = STATE.take();
    (result, state.map_or(Vec::new(), |state| state.done))
}

/// Called before each operation.
pub(crate) fn meet(operation: Operation) -> io::Result<()> {
    STATE.with_borrow_mut(|state| {
        let Some(state) = state else { return Ok(()) };
        let now = state.done.len();
        state.done.push(operation);
        let takes_room = matches!(operation, Operation::Write | Operation::Link | Operation::CreateFolder);
        let code = match state.trouble {
            Trouble::FullOnce if now == state.at => 28,
            Trouble::Full if now >= state.at && takes_room => 28,
            Trouble::Broken if now == state.at => 5,
            Trouble::Killed if now >= state.at => 5,
            _ => 0,
        };
        match operation {
            _ if code != 0 => Err(io::Error::from_raw_os_error(code)),
            Operation::Exchange if state.manner.mounted => Err(io::ErrorKind::ResourceBusy.into()),
            Operation::Exchange if state.manner.no_exchange => Err(io::ErrorKind::Unsupported.into()),
            Operation::Link if state.manner.no_links => Err(io::ErrorKind::Unsupported.into()),
            _ => Ok(()),
        }
    })
}

/// Whether a write that fails leaves half of its bytes behind: nothing is written after a kill.
pub(crate) fn leaves_half() -> bool {
    STATE.with_borrow(|state| {
        state.as_ref().is_some_and(|state| state.trouble != Trouble::Killed || state.done.len() == state.at + 1)
    })
}
