//! What of a Python source does not matter when it runs.

/// The source without comments, and with one space for each four that a line begins with. Lines keep
/// their numbers.
pub fn strip(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut line_begins = true;
    while let Some(c) = rest.chars().next() {
        let length = if line_begins && c == ' ' {
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            out.push_str(&rest[..spaces / 4 + spaces % 4]);
            spaces
        } else if c == '#' {
            out.truncate(out.trim_end_matches(' ').len());
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' || c == '\'' {
            let length = string(rest);
            out.push_str(&rest[..length]);
            length
        } else {
            out.push(c);
            c.len_utf8()
        };
        line_begins = c == '\n';
        rest = &rest[length..];
    }
    out
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
    fn continued_lines_keep_what_is_odd() {
        assert_eq!(strip("x = (1,\n     2)\n"), "x = (1,\n  2)\n");
    }
}
