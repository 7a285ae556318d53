use super::Status;
use super::args::ExplainArgs;
use super::terminal::{self, Failure};
use crate::diag::{Code, nearest};

pub(super) fn run(args: &ExplainArgs) -> Result<Status, Failure> {
    let text = match &args.code {
        None => list(),
        Some(name) => page(name)?,
    };
    terminal::print(&text)?;
    Ok(Status::Clean)
}

fn page(name: &str) -> Result<String, Failure> {
    let plain = name.trim_matches(['[', ']']).to_lowercase().replace('_', "-");
    let code = Code::from_name(&plain).ok_or_else(|| {
        let failure = Failure::new(format!("there is no message with the code `{}`", name.escape_debug()));
        match nearest(&plain, Code::ALL.iter().map(|code| code.name())) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`waypost explain` lists all codes"),
        }
    })?;
    Ok(format!("{}\n", code.explanation().trim_end()))
}

/// Every code with its sentence, in the register's order.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    Code::ALL.iter().map(|code| format!("{:width$}  {}\n", code.name(), code.title())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_page_under_any_spelling() {
        for code in Code::ALL {
            assert!(page(code.name()).unwrap().contains(code.name()));
            assert!(page(&format!("[{}]", code.name().to_uppercase())).is_ok());
            assert!(list().contains(code.title()));
        }
        assert!(page("yaml_syntax").is_ok());
        assert!(page("nothing-like-it").is_err());
    }
}
