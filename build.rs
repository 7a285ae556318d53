//! Tells cargo what is embedded in the binary: the default theme, the preview and the sample library.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    for path in ["themes/default", "themes/preview", "content", "waypost.yaml", "src/cli/starter"] {
        println!("cargo::rerun-if-changed={path}");
    }
}
