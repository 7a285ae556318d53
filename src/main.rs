//! The `waypost` command: see `waypost::cli`.

fn main() -> std::process::ExitCode {
    waypost::cli::main()
}
