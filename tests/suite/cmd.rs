//! Transcripts of commands, which are documentation too: `tests/cmd/`.

#[test]
fn commands_print_what_is_documented() {
    let cases = trycmd::TestCases::new();
    cases
        .default_bin_path(env!("CARGO_BIN_EXE_waypost"))
        .register_bin("waypost", std::path::Path::new(env!("CARGO_BIN_EXE_waypost")));
    cases.case("tests/cmd/*.md").skip("tests/cmd/README.md");
}
