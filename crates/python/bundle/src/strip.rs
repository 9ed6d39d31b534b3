//! What of a Python source does not matter when it runs.

/// The source without comments and docstrings, and with one space for each four that a line begins with. Lines
/// keep their numbers.
pub fn strip(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut line_begins = true;
    // Brackets that are open: a line within them begins no statement.
    let mut open = 0usize;
    while let Some(c) = rest.chars().next() {
        let mut still_begins = false;
        let length = if line_begins && c == ' ' {
            still_begins = true;
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            out.push_str(&rest[..spaces / 4 + spaces % 4]);
            spaces
        } else if c == '#' {
            out.truncate(out.trim_end_matches(' ').len());
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' || c == '\'' {
            let length = string(rest);
            let (literal, after) = rest.split_at(length);
            let continued = out.trim_end_matches([' ', '\n']).ends_with('\\');
            if line_begins && open == 0 && !continued && ends_line(after) {
                // A text as a statement of its own.
                out.push_str("pass");
                out.extend(literal.chars().filter(|c| *c == '\n'));
            } else {
                out.push_str(literal);
            }
            length
        } else {
            match c {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            out.push(c);
            c.len_utf8()
        };
        line_begins = c == '\n' || still_begins;
        rest = &rest[length..];
    }
    out
}

/// Whether nothing but a comment comes before a line's end.
fn ends_line(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or_default().trim_start();
    line.is_empty() || line.starts_with('#')
}

/// The length of a literal of text or bytes, its quotes included.
fn string(text: &str) -> usize {
    let quote = &text[..1];
    let triple = quote.repeat(3);
    let quote = if text.starts_with(&triple) {
        &triple
    } else {
        quote
    };
    let mut at = quote.len();
    while at < text.len() && !text[at..].starts_with(quote) {
        let mut chars = text[at..].chars();
        // In a raw one, too, a backslash keeps a quote from ending it.
        let escape = chars.next() == Some('\\');
        let last = if escape { chars.next() } else { None };
        at += 1 + last.map_or(0, char::len_utf8);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    (at + quote.len()).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_and_wide_indentation_go() {
        let source = "# one\ndef f():  # two\n    if x:\n        return 1\n\n    # three\n";
        assert_eq!(strip(source), "\ndef f():\n if x:\n  return 1\n\n\n");
    }

    #[test]
    fn literals_stay() {
        let kept = [
            "a = '#' + \"#'\" + r'\\' # x'",
            "b = '''\n    # in it\n    \"'é' ''' # x",
            "c = '\\'#' # x",
            "d = \"\"\"a\\\"\"\"\n    é\"\"\" # x",
        ];
        for line in kept {
            let (code, _) = line.rsplit_once(" #").unwrap();
            let code = code.trim_end();
            assert_eq!(strip(line), if line.starts_with('a') { line } else { code });
        }
    }

    #[test]
    fn docstrings_go_and_lines_stay() {
        let source = "\"\"\"One.\n\nTwo.\n\"\"\"\nclass A:\n    'B'  # x\n    def f():\n        \"\"\"C\"\"\"\n";
        let stripped = "pass\n\n\n\nclass A:\n pass\n def f():\n  pass\n";
        assert_eq!(strip(source), stripped);
    }

    #[test]
    fn texts_in_expressions_stay() {
        let kept = [
            "x = (\n 'a'\n 'b'\n)\n",
            "'a'.join(x)\n",
            "x = \\\n 'a'\n",
            "f'a'\n",
            "x = {\n 'a': 1,\n 'b':\n 'c'\n}\n",
        ];
        for source in kept {
            assert_eq!(strip(source), source);
        }
    }

    #[test]
    fn continued_lines_keep_what_is_odd() {
        assert_eq!(strip("x = (1,\n     2)\n"), "x = (1,\n  2)\n");
    }
}
