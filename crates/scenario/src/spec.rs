//! Scenarios of plain SQL: the files of PostgreSQL's isolationtester.
//!
//! ```text
//! setup { CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER); }
//! session s1
//! step r1 { SELECT balance FROM account; }
//! session s2
//! step w2 { UPDATE account SET balance = 1; }
//! permutation r1 w2
//! ```
//!
//! In this order: any number of `setup` blocks, a `teardown`, sessions (each with a `setup` of its own, one
//! or more steps, a `teardown`), permutations. Everything but the sessions may be missing. A name is bare or
//! in double quotes, a comment goes from `#` to the end of its line, and a block ends at its first `}`.

use crate::Problem;

/// What a `.spec` file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Run first, one after the other, on a connection of their own.
    pub setups: Vec<SqlBlock>,
    /// Run last, on that same connection.
    pub teardown: Option<SqlBlock>,
    /// In the order of the file; at least one.
    pub sessions: Vec<SpecSession>,
    /// The permutations to run; all that are possible if there is none.
    pub permutations: Vec<SpecPermutation>,
}

/// SQL between braces: any number of statements, with semicolons between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlBlock {
    /// Without the white space after the opening and before the closing brace.
    pub text: String,
    /// The line of its opening brace, from 1.
    pub line: u32,
    /// The column of its opening brace, from 1, in characters.
    pub column: u32,
}

/// A session: one connection, and what it may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecSession {
    /// No other session has it.
    pub name: String,
    /// Run on its connection before every permutation.
    pub setup: Option<SqlBlock>,
    /// At least one.
    pub steps: Vec<SpecStep>,
    /// Run on its connection after every permutation.
    pub teardown: Option<SqlBlock>,
}

/// A step of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecStep {
    /// No other step of the file has it.
    pub name: String,
    /// What it sends.
    pub sql: SqlBlock,
}

/// An order of steps; it may leave steps out and repeat others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecPermutation {
    /// The steps in their order.
    pub steps: Vec<PermutationStep>,
}

/// Which step of which session, by their places in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepPlace {
    /// Index into [`Spec::sessions`].
    pub session: usize,
    /// Index into [`SpecSession::steps`].
    pub step: usize,
}

/// A step in a permutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermutationStep {
    /// Which one.
    pub place: StepPlace,
    /// What follows it in parentheses.
    pub markers: Vec<Marker>,
}

/// When the end of a step is to be reported. Markers change what is printed when, not what is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// `(*)`: it is reported as waiting first, whether it waits or not.
    Waits,
    /// `(other)`: not while that step has begun and its end is not reported yet.
    Step(StepPlace),
    /// `(other notices n)`: not before that step's session has got so many notices.
    Notices(StepPlace, u32),
}

impl Spec {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    ///
    /// ```
    /// use lockstep_scenario::Spec;
    /// let spec = Spec::parse("session s1 step a { SELECT 1 } step \"b c\" { COMMIT; } permutation a \"b c\"(*)").unwrap();
    /// assert_eq!(spec.sessions[0].steps[1].sql.text, "COMMIT;");
    /// let problem = Spec::parse("session s1\nstep { SELECT 1 }").unwrap_err();
    /// assert_eq!((problem.line, problem.column), (Some(2), Some(6)));
    /// ```
    pub fn parse(source: &str) -> Result<Spec, Problem> {
        Parser::new(source)?.spec()
    }

    /// A step by its place.
    pub fn step(&self, place: StepPlace) -> &SpecStep {
        &self.sessions[place.session].steps[place.step]
    }

    fn find(&self, name: &str) -> Option<StepPlace> {
        self.sessions.iter().enumerate().find_map(|(session, s)| {
            let step = s.steps.iter().position(|step| step.name == name)?;
            Some(StepPlace { session, step })
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(Word),
    Name(String),
    Number(u32),
    Block(String),
    Sign(char),
    End,
}

/// Words that cannot be names unless they are quoted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Notices,
    Permutation,
    Session,
    Setup,
    Step,
    Teardown,
}

impl Token {
    fn described(&self) -> String {
        match self {
            Token::Word(word) => format!("the word {}", format!("{word:?}").to_ascii_lowercase()),
            Token::Name(name) => format!("the name {name:?}"),
            Token::Number(number) => format!("the number {number}"),
            Token::Block(_) => "a block of SQL".to_owned(),
            Token::Sign(sign) => format!("{sign:?}"),
            Token::End => "the end of the file".to_owned(),
        }
    }
}

#[derive(Clone, Copy)]
struct Place {
    line: u32,
    column: u32,
}

/// Takes the text apart.
struct Scanner<'a> {
    rest: std::str::Chars<'a>,
    at: Place,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.at.line += 1;
            self.at.column = 1;
        } else {
            self.at.column += 1;
        }
        Some(c)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| wanted(*c)) {
            text.push(c);
            self.next();
        }
        text
    }

    fn token(&mut self) -> Result<(Token, Place), Problem> {
        loop {
            self.take_while(|c| matches!(c, ' ' | '\t' | '\r' | '\n' | '\x0c'));
            if self.peek() != Some('#') {
                break;
            }
            self.take_while(|c| c != '\n');
        }
        let at = self.at;
        let problem = |message: &str| Err(Problem::at(message, at.line, at.column));
        let token = match self.peek() {
            None => Token::End,
            Some('"') => match self.quoted() {
                Some(name) => Token::Name(name),
                None => {
                    return problem(
                        "This name has no closing quote. It must end on the line where it begins.",
                    );
                }
            },
            Some('{') => match self.block() {
                Some(text) => Token::Block(text),
                None => return problem("This block of SQL has no closing brace."),
            },
            Some(c) if c.is_ascii_digit() => {
                let digits = self.take_while(|c| c.is_ascii_digit());
                match digits.parse() {
                    Ok(number) => Token::Number(number),
                    Err(_) => return problem("This number is too large."),
                }
            }
            Some(c) if begins_name(c) => {
                let name = self.take_while(|c| begins_name(c) || c.is_ascii_digit() || c == '$');
                match &*name {
                    "notices" => Token::Word(Word::Notices),
                    "permutation" => Token::Word(Word::Permutation),
                    "session" => Token::Word(Word::Session),
                    "setup" => Token::Word(Word::Setup),
                    "step" => Token::Word(Word::Step),
                    "teardown" => Token::Word(Word::Teardown),
                    _ => Token::Name(name),
                }
            }
            Some(c @ ('(' | ')' | ',' | '*')) => {
                self.next();
                Token::Sign(c)
            }
            Some(c) => {
                return problem(&format!(
                    "{c:?} is not expected here: it is neither a word, nor a name, nor a block of SQL in braces."
                ));
            }
        };
        Ok((token, at))
    }

    /// A name in quotes; a quote in it is written twice.
    fn quoted(&mut self) -> Option<String> {
        self.next();
        let mut name = String::new();
        loop {
            match self.next()? {
                '\n' => return None,
                '"' if self.peek() != Some('"') => return Some(name),
                '"' => {
                    self.next();
                    name.push('"');
                }
                c => name.push(c),
            }
        }
    }

    /// What is between braces. The first closing one ends it, whatever is around it.
    fn block(&mut self) -> Option<String> {
        const SPACE: [char; 4] = [' ', '\t', '\r', '\x0c'];
        self.next();
        let text = self.take_while(|c| c != '}');
        self.next()?;
        Some(text.trim_matches(SPACE).to_owned())
    }
}

fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    token: Token,
    at: Place,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Result<Self, Problem> {
        let mut scanner = Scanner {
            rest: source.chars(),
            at: Place { line: 1, column: 1 },
        };
        let (token, at) = scanner.token()?;
        Ok(Parser { scanner, token, at })
    }

    fn next(&mut self) -> Result<Token, Problem> {
        let (token, at) = self.scanner.token()?;
        self.at = at;
        Ok(std::mem::replace(&mut self.token, token))
    }

    /// Takes the next token if it is this one.
    fn take(&mut self, wanted: &Token) -> Result<bool, Problem> {
        let found = self.token == *wanted;
        if found {
            self.next()?;
        }
        Ok(found)
    }

    fn take_word(&mut self, word: Word) -> Result<bool, Problem> {
        self.take(&Token::Word(word))
    }

    fn problem<T>(&self, message: impl Into<String>) -> Result<T, Problem> {
        Err(Problem::at(message, self.at.line, self.at.column))
    }

    fn expected<T>(&self, what: &str) -> Result<T, Problem> {
        let found = self.token.described();
        let hint = match self.token {
            Token::Word(_) => " (In double quotes that word can be a name.)",
            _ => "",
        };
        self.problem(format!("Expected {what}, found {found}.{hint}"))
    }

    fn name(&mut self, of: &str) -> Result<String, Problem> {
        match &self.token {
            Token::Name(_) => match self.next()? {
                Token::Name(name) => Ok(name),
                _ => unreachable!("just looked at"),
            },
            _ => self.expected(&format!("the name of {of}")),
        }
    }

    fn block(&mut self, of: &str) -> Result<SqlBlock, Problem> {
        let Place { line, column } = self.at;
        match &self.token {
            Token::Block(_) => match self.next()? {
                Token::Block(text) => Ok(SqlBlock { text, line, column }),
                _ => unreachable!("just looked at"),
            },
            _ => self.expected(&format!("the SQL of {of} in braces")),
        }
    }

    fn spec(mut self) -> Result<Spec, Problem> {
        let mut spec = Spec {
            setups: Vec::new(),
            teardown: None,
            sessions: Vec::new(),
            permutations: Vec::new(),
        };
        while self.take_word(Word::Setup)? {
            spec.setups.push(self.block("setup")?);
        }
        if self.take_word(Word::Teardown)? {
            spec.teardown = Some(self.block("teardown")?);
        }
        while self.token == Token::Word(Word::Session) {
            let session = self.session(&spec)?;
            spec.sessions.push(session);
        }
        if spec.sessions.is_empty() {
            return self.expected(match (&spec.teardown, spec.setups.is_empty()) {
                (None, true) => "setup, teardown or session",
                (None, false) => "setup, teardown or session after the setup",
                (Some(_), _) => "a session after the teardown",
            });
        }
        while self.take_word(Word::Permutation)? {
            let permutation = self.permutation(&spec)?;
            spec.permutations.push(permutation);
        }
        match (&self.token, spec.permutations.is_empty()) {
            (Token::End, _) => Ok(spec),
            (_, true) => self.expected("step, teardown, session, permutation or the end"),
            (_, false) => self.expected("the name of a step, permutation or the end"),
        }
    }

    fn session(&mut self, before: &Spec) -> Result<SpecSession, Problem> {
        self.next()?;
        if let Token::Name(name) = &self.token
            && before.sessions.iter().any(|known| known.name == *name)
        {
            return self.problem(format!("There is a session {name:?} already."));
        }
        let mut session = SpecSession {
            name: self.name("the session")?,
            setup: None,
            steps: Vec::new(),
            teardown: None,
        };
        if self.take_word(Word::Setup)? {
            session.setup = Some(self.block("the session's setup")?);
        }
        while self.take_word(Word::Step)? {
            if let Token::Name(name) = &self.token
                && (before.find(name).is_some() || session.steps.iter().any(|s| s.name == *name))
            {
                return self.problem(format!("There is a step {name:?} already."));
            }
            let name = self.name("the step")?;
            let sql = self.block("the step")?;
            session.steps.push(SpecStep { name, sql });
        }
        if session.steps.is_empty() {
            return self.expected(&format!("a step of session {:?}", session.name));
        }
        if self.take_word(Word::Teardown)? {
            session.teardown = Some(self.block("the session's teardown")?);
        }
        Ok(session)
    }

    fn permutation(&mut self, spec: &Spec) -> Result<SpecPermutation, Problem> {
        let mut steps: Vec<PermutationStep> = Vec::new();
        // Markers may name steps that come later: looked at when the permutation is known.
        let mut named: Vec<(Place, StepPlace, StepPlace)> = Vec::new();
        while matches!(self.token, Token::Name(_)) {
            let place = self.step_of(spec, "permutation")?;
            let mut markers = Vec::new();
            if self.take(&Token::Sign('('))? {
                loop {
                    let at = self.at;
                    let marker = self.marker(spec)?;
                    if let Marker::Step(other) | Marker::Notices(other, _) = marker {
                        named.push((at, place, other));
                    }
                    markers.push(marker);
                    if !self.take(&Token::Sign(','))? {
                        break;
                    }
                }
                if !self.take(&Token::Sign(')'))? {
                    return self.expected("\",\" or \")\"");
                }
            }
            steps.push(PermutationStep { place, markers });
        }
        if steps.is_empty() {
            return self.expected("the name of a step");
        }
        for (at, step, other) in named {
            let (name, other_name) = (&spec.step(step).name, &spec.step(other).name);
            if !steps.iter().any(|step| step.place == other) {
                return Err(Problem::at(
                    format!(
                        "Step {name:?} is marked with step {other_name:?}, which is not in this permutation."
                    ),
                    at.line,
                    at.column,
                ));
            }
            if step.session == other.session {
                return Err(Problem::at(
                    format!(
                        "Step {name:?} is marked with step {other_name:?} of its own session, which it could never come before."
                    ),
                    at.line,
                    at.column,
                ));
            }
        }
        Ok(SpecPermutation { steps })
    }

    fn step_of(&mut self, spec: &Spec, of: &str) -> Result<StepPlace, Problem> {
        let at = self.at;
        let name = self.name("a step")?;
        spec.find(&name).ok_or_else(|| {
            Problem::at(
                format!("There is no step {name:?}, which this {of} names."),
                at.line,
                at.column,
            )
        })
    }

    fn marker(&mut self, spec: &Spec) -> Result<Marker, Problem> {
        if self.take(&Token::Sign('*'))? {
            return Ok(Marker::Waits);
        }
        if !matches!(self.token, Token::Name(_)) {
            return self.expected("* or the name of a step");
        }
        let other = self.step_of(spec, "marker")?;
        if !self.take_word(Word::Notices)? {
            return Ok(Marker::Step(other));
        }
        match self.token {
            Token::Number(count) => {
                self.next()?;
                Ok(Marker::Notices(other, count))
            }
            _ => self.expected("the number of notices"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"# Everything there is.
setup { CREATE TABLE t (a); }
setup
{
  INSERT INTO t VALUES ('#');  -- no comment of this file
}
teardown { DROP TABLE t; }

session s1
setup { BEGIN; }
step r1 {	SELECT * FROM t;	}
step "r ""2""" { }
teardown { COMMIT; }
session "the second" step été$1 { DELETE FROM t } # a comment
permutation r1 "r ""2""" été$1
permutation été$1(*, r1, "r ""2""" notices 3) r1 "r ""2""" r1
"#;

    #[test]
    fn a_whole_file_is_read() {
        let spec = Spec::parse(WHOLE).unwrap();
        assert_eq!(spec.setups[0].text, "CREATE TABLE t (a);");
        assert_eq!(
            spec.setups[1].text,
            "\n  INSERT INTO t VALUES ('#');  -- no comment of this file\n"
        );
        assert_eq!((spec.setups[1].line, spec.setups[1].column), (4, 1));
        let [first, second] = &spec.sessions[..] else {
            panic!("{spec:?}")
        };
        assert_eq!(first.setup.as_ref().unwrap().text, "BEGIN;");
        assert_eq!(first.steps[0].sql.text, "SELECT * FROM t;");
        assert_eq!(first.steps[1].name, "r \"2\"");
        assert_eq!(first.steps[1].sql.text, "");
        assert_eq!(first.teardown.as_ref().unwrap().text, "COMMIT;");
        assert_eq!(
            (&*second.name, &*second.steps[0].name),
            ("the second", "été$1")
        );
        let place = |session, step| StepPlace { session, step };
        let [plain, marked] = &spec.permutations[..] else {
            panic!("{spec:?}")
        };
        assert!(plain.steps.iter().all(|step| step.markers.is_empty()));
        assert_eq!(
            marked.steps[0].markers,
            [
                Marker::Waits,
                Marker::Step(place(0, 0)),
                Marker::Notices(place(0, 1), 3)
            ]
        );
        assert_eq!(marked.steps.len(), 4, "a step may come twice");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let one = "session s step a { X }";
        for (source, line, column, words) in [
            ("", 1, 1, "found the end of the file"),
            ("setup { A }\n", 2, 1, "setup, teardown or session"),
            (
                "setup A",
                1,
                7,
                "the SQL of setup in braces, found the name \"A\"",
            ),
            (
                "teardown { A } setup { B }",
                1,
                16,
                "a session after the teardown",
            ),
            ("setup {\n A", 1, 7, "no closing brace"),
            ("session \"s\nstep", 1, 9, "no closing quote"),
            ("session s", 1, 10, "a step of session \"s\""),
            ("session step a { X }", 1, 9, "In double quotes"),
            ("session s step { X }", 1, 16, "the name of the step"),
            ("session s step a", 1, 17, "the SQL of the step"),
            (
                "session s step a { X }\n  step a { Y }",
                2,
                8,
                "a step \"a\" already",
            ),
            (
                "session s step a { X } session s step b { Y }",
                1,
                32,
                "a session \"s\" already",
            ),
            (
                "session s step a { X } session t step a { Y }",
                1,
                39,
                "a step \"a\" already",
            ),
            ("session s step a { X } ;", 1, 24, "';' is not expected"),
            (
                "session s step a { X } teardown { Y } step b { Z }",
                1,
                39,
                "session, permutation",
            ),
            (&format!("{one} permutation"), 1, 35, "the name of a step"),
            (
                &format!("{one}\npermutation a b"),
                2,
                15,
                "no step \"b\", which this permutation",
            ),
            (
                &format!("{one}\npermutation a()"),
                2,
                15,
                "* or the name of a step",
            ),
            (&format!("{one}\npermutation a(*"), 2, 16, "\",\" or \")\""),
            (
                &format!("{one}\npermutation a(b)"),
                2,
                15,
                "which this marker names",
            ),
            (
                &format!("{one}\npermutation a(a)"),
                2,
                15,
                "of its own session",
            ),
            (
                &format!("{one} session t step b {{ Y }}\npermutation a(b)"),
                2,
                15,
                "not in this permutation",
            ),
            (
                &format!("{one} session t step b {{ Y }}\npermutation b a(b notices x)"),
                2,
                27,
                "the number of notices",
            ),
            (
                &format!("{one} session t step b {{ Y }}\npermutation b a(b notices 99999999999)"),
                2,
                27,
                "too large",
            ),
            (
                &format!("{one} permutation a setup"),
                1,
                38,
                "permutation or the end",
            ),
        ] {
            let problem = Spec::parse(source).unwrap_err();
            assert!(problem.message.contains(words), "{source:?}: {problem}");
            assert_eq!(
                (problem.line, problem.column),
                (Some(line), Some(column)),
                "{source:?}: {problem}"
            );
        }
    }

    #[test]
    fn no_text_breaks_the_parser() {
        // Every beginning of the whole file, and the file with each of its characters left out.
        for (index, c) in WHOLE.char_indices() {
            let _ = Spec::parse(&WHOLE[..index]);
            let _ = Spec::parse(&[&WHOLE[..index], &WHOLE[index + c.len_utf8()..]].concat());
        }
    }
}
