//! The `waypost` command: see `waypost::cli`.

/// Building a large library allocates on all cores at once, which this is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    waypost::cli::main()
}
