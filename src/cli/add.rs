use super::Status;
use super::args::AddArgs;
use super::terminal::Failure;

pub(super) fn run(_args: &AddArgs) -> Result<Status, Failure> {
    Err(Failure::new("later"))
}
