//! Tasks as the page shows them: which the file has, and each one's colour.

/// How many colours there are; see `--task-…` in web/tokens.css.
const COLOURS: usize = 8;

/// The CSS class that carries a task's colour, the same everywhere on the page.
pub fn colour(index: usize) -> String {
    format!("task-{}", index % COLOURS)
}

/// Names of the tasks that a file defines, found without parsing it, so that the controls
/// for their copies stay while the file does not parse.
pub fn names(source: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in source.lines() {
        let line = line.strip_prefix("async ").map_or(line, str::trim_start);
        let Some(rest) = line.strip_prefix("def ") else {
            continue;
        };
        let Some(rest) = rest.trim_start().strip_prefix("task_") else {
            continue;
        };
        let name: String = rest
            .chars()
            .take_while(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_found_by_name() {
        let source = "def setup():\n    pass\ndef task_alice():\n    def task_inner(): pass\nasync def task_bob(x=1):\n    pass\n# def task_no():\ndef task_():\n  pass\n";
        assert_eq!(names(source), ["alice", "bob"]);
    }
}
