use super::Status;
use super::args::ExplainArgs;
use super::terminal::{self, Failure};
use crate::diag::{Code, Harm, Severity, nearest};

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
    Ok(format!("{}\n\n{}\n", in_print(code.explanation()).trim_end(), weight(code)))
}

/// How much the code weighs, and what may be made of that.
fn weight(code: Code) -> String {
    let name = code.name();
    let usual = match code.severity() {
        Severity::Error => "This is an error: the site is not published with it.",
        Severity::Warning => "This is a warning: the site is published, and somebody should look.",
        Severity::Note => "This is a note: worth knowing, and listed by `waypost check --notes` only.",
    };
    let settings = match code.floor() {
        Some(Severity::Error) => "It can neither be lowered nor silenced.".to_owned(),
        Some(_) => format!("It can be lowered to a warning, in waypost.yaml: `check: {{rules: {{{name}: warning}}}}`."),
        None => format!(
            "Another level (error, warning, note, off) is set in waypost.yaml: `check: {{rules: {{{name}: …}}}}`."
        ),
    };
    let silence = match code.can_be_silenced() {
        true => format!(" One place is silenced by a comment there: `waypost: allow {name}: the reason`."),
        false => String::new(),
    };
    format!("{usual} {settings}{silence}")
}

/// A page as the terminal shows it: examples are set in, below the file that they stand in.
fn in_print(page: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        match fence {
            Some(end) if line == end => fence = None,
            Some(_) if line.is_empty() => out.push('\n'),
            Some(_) => out.push_str(&format!("    {line}\n")),
            None if line.starts_with("```") => {
                let ticks = line.len() - line.trim_start_matches('`').len();
                fence = line.get(..ticks);
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Every code with its level and its sentence, by the harm that it guards against.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let mut out = String::new();
    for harm in Harm::ALL {
        let of_harm: Vec<&Code> = Code::ALL.iter().filter(|code| code.harm() == *harm).collect();
        if !of_harm.is_empty() {
            out.push_str(&format!("{}{}\n", if out.is_empty() { "" } else { "\n" }, harm.title()));
        }
        for code in of_harm {
            out.push_str(&format!("  {:width$}  {:7}  {}\n", code.name(), code.severity().name(), code.title()));
        }
    }
    out
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
