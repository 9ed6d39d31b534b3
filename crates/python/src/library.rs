//! The modules that a program may import: Python sources, compiled once for all processes.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::compile::code::{Code, Op};
use crate::compile::{compile, compile_internal};
use crate::helpers::Helper;
use crate::limits::Limits;
use crate::source_error::{SourceError, SourceErrorKind};
use crate::vm::Process;

/// The part of the language that is written in Python.
static MODULES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/modules.rs"));

/// Whether a module runs in every process before anything else.
fn is_prelude(name: &str) -> bool {
    name.starts_with("_prelude")
}

/// Modules that a program may import, by dotted name, among them the language's own (`math`, `functools` …).
pub struct Library {
    sources: Vec<(&'static str, &'static str)>,
    compiled: RefCell<HashMap<&'static str, Rc<Code>>>,
    genesis: OnceCell<Process>,
}

impl Default for Library {
    fn default() -> Self {
        Self::new()
    }
}

impl Library {
    /// The language's own modules.
    pub fn new() -> Self {
        Library {
            sources: MODULES.to_vec(),
            ..Library::empty()
        }
    }

    /// No modules at all, for a program that does not have the language's own inside and gives them one by one:
    /// without them no process can be made.
    pub fn empty() -> Self {
        Library {
            sources: Vec::new(),
            compiled: RefCell::default(),
            genesis: OnceCell::new(),
        }
    }

    /// Add a module, or replace one. Give packages too (`"django"`, `"django.db"`). The source is
    /// compiled when it is first imported; it is internal: left out of tracebacks.
    pub fn module(&mut self, name: &'static str, source: &'static str) {
        self.sources.retain(|(known, _)| *known != name);
        self.sources.push((name, source));
        self.compiled.borrow_mut().remove(name);
        self.genesis = OnceCell::new();
    }

    /// Whether a module is the machine's own: only library code may have it.
    pub(crate) fn is_private(name: &str) -> bool {
        matches!(name, "_host" | "_machine") || is_prelude(name)
    }

    /// Whether a module can be imported.
    pub fn has(&self, name: &str) -> bool {
        self.sources.iter().any(|(known, _)| *known == name)
    }

    /// Whether a module's parent has any other module in it.
    pub(crate) fn has_package(&self, name: &str) -> bool {
        let Some((parent, _)) = name.rsplit_once('.') else {
            return true;
        };
        self.sources.iter().any(|(known, _)| {
            known
                .strip_prefix(parent)
                .is_some_and(|rest| rest.starts_with('.'))
        })
    }

    /// The names of all public modules, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self
            .sources
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !name.starts_with('_'))
            .collect();
        names.sort_unstable();
        names
    }

    /// Compile a program and check that what it imports is provided.
    ///
    /// # Errors
    /// As [`compile`], and for imports of modules that are not provided (unless the import stands
    /// in a `try`, where a program is prepared for that).
    pub fn compile(&self, source: &str, file: &str) -> Result<Rc<Code>, SourceError> {
        let code = compile(source, file)?;
        for site in &code.imports {
            let expected = site.guarded && !crate::absent::is_module(&site.module);
            if !expected && (!self.has(&site.module) || site.module.starts_with("_")) {
                let tops: Vec<&str> = self
                    .names()
                    .into_iter()
                    .filter(|name| !name.contains('.'))
                    .collect();
                let message = format!(
                    "module '{}' is not provided; there are: {}",
                    site.module,
                    tops.join(", ")
                );
                return Err(SourceError {
                    line: site.line,
                    column: site.column,
                    message,
                    kind: SourceErrorKind::Refused,
                });
            }
            let missing = site
                .names
                .iter()
                .find(|name| self.lacks(&site.module, name));
            if let Some(name) = missing.filter(|_| !site.guarded) {
                return Err(SourceError {
                    line: site.line,
                    column: site.column,
                    message: format!(
                        "cannot import name '{name}' from '{}': it is not provided here",
                        site.module
                    ),
                    kind: SourceErrorKind::Refused,
                });
            }
        }
        Ok(code)
    }

    /// Whether a module can be seen not to have a name, without running it.
    fn lacks(&self, module: &str, name: &str) -> bool {
        if self.has(&format!("{module}.{name}")) || name.starts_with("__") {
            return false;
        }
        let Some(Ok(code)) = self.code(module) else {
            return false;
        };
        for op in &code.ops {
            match op {
                // It may get names that its text does not show.
                Op::LoadHelper(Helper::ImportStar) => return false,
                Op::StoreGlobal(at) => {
                    let stored = code.names.get(*at as usize).map(AsRef::as_ref);
                    if stored == Some(name) || stored == Some("__getattr__") {
                        return false;
                    }
                }
                _ => {}
            }
        }
        true
    }

    /// The code of a module.
    ///
    /// # Errors
    /// If its source does not compile, which is an error of whoever wrote the library.
    pub fn code(&self, name: &str) -> Option<Result<Rc<Code>, SourceError>> {
        let (name, source) = self.sources.iter().find(|(known, _)| *known == name)?;
        if let Some(code) = self.compiled.borrow().get(name) {
            return Some(Ok(code.clone()));
        }
        let file = format!("<library {name}>");
        Some(compile_internal(source, &file).inspect(|code| {
            self.compiled.borrow_mut().insert(name, code.clone());
        }))
    }

    /// A process in which nothing has run yet but the prelude. Made once, then copied.
    pub(crate) fn genesis(self: &Rc<Self>, limits: Limits) -> Process {
        let mut process = self.genesis.get_or_init(|| self.first_process()).clone();
        // The kept copy knows no library: a circle would never be dropped.
        process.library = self.clone();
        process.limits = limits;
        process
    }

    fn first_process(&self) -> Process {
        // Sorted by name: the general protocols, then classes.
        Process::genesis(self.sources.iter().filter(|(name, _)| is_prelude(name)))
    }
}
