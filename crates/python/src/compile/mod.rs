//! From source text to bytecode: parse, resolve names, generate code. Whatever the language does
//! not run is refused here, with its place.

pub mod code;
mod expression;
mod pattern;
mod refused;
mod statement;
pub(crate) mod symbols;
mod unit;

use std::collections::HashSet;
use std::rc::Rc;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{PythonVersion, Stmt};
use ruff_python_parser::{LexicalErrorType, Mode, ParseErrorType, ParseOptions};
use ruff_text_size::{Ranged, TextRange};

use crate::source::{LineIndex, check_depth};
use crate::source_error::{SourceError, SourceErrorKind};
use code::{Code, CodeKind, Const, ImportSite, Op, Span};
use symbols::Scopes;
use unit::Unit;

type Outcome<T = ()> = Result<T, SourceError>;

/// Compile a program's source text.
///
/// # Errors
/// When the text is not Python 3.11, or is Python that this language refuses.
pub fn compile(source: &str, file: &str) -> Result<Rc<Code>, SourceError> {
    compile_with(source, file, false)
}

/// Compile a module of the library: hidden from tracebacks, and allowed what programs are refused.
pub(crate) fn compile_internal(source: &str, file: &str) -> Result<Rc<Code>, SourceError> {
    compile_with(source, file, true)
}

fn compile_with(source: &str, file: &str, internal: bool) -> Result<Rc<Code>, SourceError> {
    check_depth(source)?;
    let lines = LineIndex::new(source);
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY311);
    let parsed = ruff_python_parser::parse_unchecked(source, options);
    if let Some(error) = parsed.errors().first() {
        let (line, column) = lines.place(error.location.start().to_u32());
        let unicode = matches!(
            error.error,
            ParseErrorType::Lexical(LexicalErrorType::UnicodeError)
        ) || error.error.to_string().contains("unicode");
        // The place is that of the name: the escape begins before it.
        let start = error.location.start().to_usize().saturating_sub(4);
        let start = source.floor_char_boundary(start);
        if unicode && let Some(refusal) = refused::escape(source.get(start..).unwrap_or("")) {
            return Err(refused::error(line, column, refusal));
        }
        let message = error.error.to_string();
        return Err(SourceError {
            line,
            column,
            message,
            kind: SourceErrorKind::Syntax,
        });
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        let (line, column) = lines.place(error.range.start().to_u32());
        return Err(SourceError {
            line,
            column,
            message: error.to_string(),
            kind: SourceErrorKind::Syntax,
        });
    }
    for token in parsed.tokens() {
        let text = &source[token.range()];
        if token.kind() == TokenKind::Name && !crate::unicode::is_plain_name(text) {
            let (line, column) = lines.place(token.range().start().to_u32());
            return Err(refused::name(text, line, column));
        }
    }
    let module = match parsed.into_syntax() {
        ruff_python_ast::Mod::Module(module) => module,
        ruff_python_ast::Mod::Expression(_) => {
            return Err(SourceError {
                line: 1,
                column: 1,
                message: "not a module".into(),
                kind: SourceErrorKind::Syntax,
            });
        }
    };
    let scopes = symbols::analyse(&module.body).map_err(|error| {
        let (line, column) = lines.place(error.range.start().to_u32());
        SourceError {
            line,
            column,
            message: error.message,
            kind: SourceErrorKind::Syntax,
        }
    })?;
    let assigned = symbols::module_names(&scopes);
    let mut compiler = Compiler {
        source,
        source_rc: Rc::from(source),
        file: Rc::from(file),
        lines,
        scopes,
        assigned,
        internal,
        imports: Vec::new(),
        annotations_are_texts: false,
        only_names_of: None,
        guard: 0,
        unit: Unit::new(
            0,
            Rc::from("<module>"),
            Rc::from("<module>"),
            CodeKind::Plain,
        ),
        outer: Vec::new(),
        last_span: (TextRange::default(), Span::default()),
        serial: 0,
        fingerprint: {
            let mut fingerprint = crate::digest::Hasher::new();
            fingerprint.text(file);
            fingerprint.text(source);
            fingerprint
        },
        instructions: 0,
    };
    compiler.unit.first_line = 1;
    compiler.module(&module.body)
}

/// The state of generating code: the unit being written and those around it.
struct Compiler<'a> {
    source: &'a str,
    source_rc: Rc<str>,
    file: Rc<str>,
    lines: LineIndex<'a>,
    scopes: Scopes,
    assigned: HashSet<Rc<str>>,
    internal: bool,
    imports: Vec<ImportSite>,
    /// `from __future__ import annotations`
    annotations_are_texts: bool,
    /// An expression of which only the keys are used.
    only_names_of: Option<TextRange>,
    /// How many `try` bodies are open, in all units.
    guard: usize,
    unit: Unit<'a>,
    outer: Vec<Unit<'a>>,
    last_span: (TextRange, Span),
    serial: u64,
    /// Has taken in the file's name and its text, as the fingerprint of every unit begins.
    fingerprint: crate::digest::Hasher,
    instructions: usize,
}

impl<'a> Compiler<'a> {
    fn module(mut self, body: &'a [Stmt]) -> Outcome<Rc<Code>> {
        self.start_slots();
        if let Some(doc) = docstring(body) {
            self.unit.doc = Some(doc.clone());
            let constant = self.unit.constant(Const::Str(doc));
            self.emit(Op::Const(constant));
            let name = self.unit.name("__doc__");
            self.emit(Op::StoreGlobal(name));
        }
        self.statements(body)?;
        let none = self.unit.constant(Const::None);
        self.emit(Op::Const(none));
        self.emit(Op::Return);
        let mut code = self.finish_unit()?;
        code.imports = std::mem::take(&mut self.imports);
        Ok(Rc::new(code))
    }

    /// Start a unit for a scope inside the current one.
    fn enter(&mut self, scope: usize, name: &str, kind: CodeKind, range: TextRange) -> Outcome {
        if self.outer.len() > 60 {
            return self.refuse(
                range,
                "functions and classes are nested too deeply; move inner ones out",
            );
        }
        let qualname = if self.outer.is_empty() {
            Rc::from(name)
        } else if self.unit.is_class_body {
            Rc::from(format!("{}.{}", self.unit.qualname, name))
        } else {
            Rc::from(format!("{}.<locals>.{}", self.unit.qualname, name))
        };
        let mut unit = Unit::new(scope, Rc::from(name), qualname, kind);
        unit.first_line = self.lines.place(range.start().to_u32()).0;
        unit.private = self.unit.private.clone();
        unit.in_async = false;
        self.outer.push(std::mem::replace(&mut self.unit, unit));
        self.start_slots();
        Ok(())
    }

    /// Finish the current unit and go back to the one around it.
    fn leave(&mut self) -> Outcome<Rc<Code>> {
        let code = self.finish_unit()?;
        if let Some(outer) = self.outer.pop() {
            self.unit = outer;
        }
        Ok(Rc::new(code))
    }

    fn start_slots(&mut self) {
        let scope = &self.scopes.all[self.unit.scope];
        let mut slots = scope.slots.clone();
        let mut cells: Vec<bool> = slots
            .iter()
            .map(|name| scope.binding(name) == symbols::Binding::Cell)
            .collect();
        self.unit.first_free = slots.len() as u32;
        slots.extend(scope.free.iter().cloned());
        self.unit.free_count = scope.free.len() as u32;
        cells.resize(slots.len(), true);
        for (i, name) in slots.iter().enumerate() {
            self.unit.slot_of.insert(name.clone(), i as u32);
        }
        self.unit.slots = slots;
        self.unit.cells = cells;
    }

    /// Generators and cells: what every call of the unit starts with.
    fn prologue(&mut self) {
        for slot in 0..self.unit.first_free {
            if self.unit.cells[slot as usize] {
                self.emit(Op::MakeCell(slot));
            }
        }
        if self.unit.kind != CodeKind::Plain {
            self.emit(Op::ReturnGenerator);
        }
    }

    fn finish_unit(&mut self) -> Outcome<Code> {
        self.unit.resolve_labels();
        self.serial += 1;
        let unit = &mut self.unit;
        let mut fingerprint = self.fingerprint.clone();
        fingerprint.text(&unit.qualname);
        fingerprint.number(self.serial);
        fingerprint.number(u64::from(unit.first_line));
        Ok(Code {
            name: unit.name.clone(),
            qualname: unit.qualname.clone(),
            file: self.file.clone(),
            first_line: unit.first_line,
            kind: unit.kind,
            parameters: unit.parameters,
            ops: std::mem::take(&mut unit.ops),
            spans: std::mem::take(&mut unit.spans),
            tries: std::mem::take(&mut unit.tries),
            consts: std::mem::take(&mut unit.consts),
            names: std::mem::take(&mut unit.names),
            slots: std::mem::take(&mut unit.slots),
            cells: std::mem::take(&mut unit.cells),
            first_free: unit.first_free,
            free_count: unit.free_count,
            is_class_body: unit.is_class_body,
            is_function: unit.is_function,
            doc: unit.doc.clone(),
            annotations: std::mem::take(&mut unit.annotations),
            internal: self.internal,
            fingerprint: fingerprint.finish() as u64,
            source: self.source_rc.clone(),
            imports: Vec::new(),
            liveness: Default::default(),
        })
    }

    fn emit(&mut self, op: Op) {
        self.instructions += 1;
        self.unit.push(op, self.last_span.1);
    }

    /// From here on, instructions belong to this place.
    fn at(&mut self, range: TextRange) {
        if self.last_span.0 != range {
            let (line, column) = self.lines.place(range.start().to_u32());
            let (end_line, end_column) = self.lines.place(range.end().to_u32());
            self.last_span = (
                range,
                Span {
                    line,
                    column,
                    end_line,
                    end_column,
                },
            );
        }
    }

    fn error<T>(&self, range: TextRange, kind: SourceErrorKind, message: &str) -> Outcome<T> {
        let (line, column) = self.lines.place(range.start().to_u32());
        Err(SourceError {
            line,
            column,
            message: message.to_string(),
            kind,
        })
    }

    fn syntax<T>(&self, range: TextRange, message: &str) -> Outcome<T> {
        self.error(range, SourceErrorKind::Syntax, message)
    }

    fn refuse<T>(&self, range: TextRange, message: &str) -> Outcome<T> {
        self.error(range, SourceErrorKind::Refused, message)
    }

    fn mangle(&self, name: &str) -> Rc<str> {
        symbols::mangle(self.unit.private.as_deref(), name)
    }

    fn text(&self, range: TextRange) -> &'a str {
        self.source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or("")
    }
}

/// The docstring of a body.
fn docstring(body: &[Stmt]) -> Option<Rc<str>> {
    match body.first() {
        Some(Stmt::Expr(expr)) => match expr.value.as_ref() {
            ruff_python_ast::Expr::StringLiteral(literal) => Some(Rc::from(literal.value.to_str())),
            _ => None,
        },
        _ => None,
    }
}
