//! Which name means what in which scope: the pass before code is generated.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// How a scope uses a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// A slot of the scope's own.
    Local,
    /// A slot that holds a cell, because an inner function uses it.
    Cell,
    /// A cell of an enclosing function.
    Free,
    /// A module-level name, or a built-in.
    Global,
    /// In class bodies: looked up in the namespace, then globally.
    Name,
}

/// What kind of scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Comprehension,
}

#[derive(Default, Clone, Copy)]
struct Uses {
    bound: bool,
    used: bool,
    global: bool,
    nonlocal: bool,
    parameter: bool,
}

/// One scope, resolved.
pub struct Scope {
    pub kind: ScopeKind,
    parent: Option<usize>,
    names: Vec<(Rc<str>, Uses)>,
    index: HashMap<Rc<str>, usize>,
    bindings: HashMap<Rc<str>, Binding>,
    /// Names that have slots, in order: parameters first.
    pub slots: Vec<Rc<str>>,
    /// Free names, in order.
    pub free: Vec<Rc<str>>,
    pub is_generator: bool,
    pub has_await: bool,
    /// A class body whose methods use `__class__`.
    pub needs_class_cell: bool,
    nonlocals: Vec<(Rc<str>, TextRange)>,
    private: Option<Rc<str>>,
}

impl Scope {
    /// What a name means here.
    pub fn binding(&self, name: &str) -> Binding {
        self.bindings.get(name).copied().unwrap_or(match self.kind {
            ScopeKind::Class => Binding::Name,
            _ => Binding::Global,
        })
    }
}

/// An error of scoping, with its place.
pub struct ScopeError {
    pub range: TextRange,
    pub message: String,
}

/// All scopes of a module. Scopes are found again by the address of their syntax node.
pub struct Scopes {
    pub all: Vec<Scope>,
    by_node: HashMap<usize, usize>,
}

impl Scopes {
    /// The scope that a node opens.
    pub fn of<T>(&self, node: &T) -> usize {
        self.by_node
            .get(&(std::ptr::from_ref(node) as usize))
            .copied()
            .unwrap_or(0)
    }
}

/// `__x` inside of class `C` is `_C__x`.
pub fn mangle(private: Option<&str>, name: &str) -> Rc<str> {
    if let Some(class) = private
        && name.starts_with("__")
        && !name.ends_with("__")
        && !name.contains('.')
    {
        let class = class.trim_start_matches('_');
        if !class.is_empty() {
            return Rc::from(format!("_{class}{name}"));
        }
    }
    Rc::from(name)
}

/// Find and resolve all scopes of a module.
pub fn analyse(body: &[Stmt]) -> Result<Scopes, ScopeError> {
    let mut builder = Builder {
        scopes: Vec::new(),
        by_node: HashMap::new(),
        current: 0,
        error: None,
    };
    builder.open(ScopeKind::Module, None);
    for stmt in body {
        builder.visit_stmt(stmt);
    }
    if let Some(error) = builder.error {
        return Err(error);
    }
    let mut scopes = builder.scopes;
    for i in 0..scopes.len() {
        resolve(&mut scopes, i)?;
    }
    // Slots are known only when every inner scope has asked for its free names.
    for scope in &mut scopes {
        for (name, uses) in &scope.names {
            let binding = scope.bindings.get(name).copied().unwrap_or(Binding::Global);
            if uses.parameter || matches!(binding, Binding::Local | Binding::Cell) {
                scope.slots.push(name.clone());
            }
        }
        if scope.needs_class_cell {
            scope.slots.push(Rc::from("__class__"));
            scope.bindings.insert(Rc::from("__class__"), Binding::Cell);
        }
    }
    Ok(Scopes {
        all: scopes,
        by_node: builder.by_node,
    })
}

fn resolve(scopes: &mut [Scope], i: usize) -> Result<(), ScopeError> {
    for (name, range) in std::mem::take(&mut scopes[i].nonlocals) {
        if find_enclosing(scopes, i, &name).is_none() {
            return Err(ScopeError {
                range,
                message: format!("no binding for nonlocal '{name}' found"),
            });
        }
    }
    let names: Vec<(Rc<str>, Uses)> = scopes[i].names.clone();
    for (name, uses) in names {
        let is_module = scopes[i].kind == ScopeKind::Module;
        let is_class = scopes[i].kind == ScopeKind::Class;
        if uses.global || is_module {
            scopes[i].bindings.entry(name).or_insert(Binding::Global);
        } else if uses.nonlocal {
            capture(scopes, i, &name);
        } else if uses.bound || uses.parameter {
            if !is_class {
                scopes[i].bindings.entry(name).or_insert(Binding::Local);
            }
        } else if find_enclosing(scopes, i, &name).is_some() {
            capture(scopes, i, &name);
        } else if !is_class {
            scopes[i].bindings.entry(name).or_insert(Binding::Global);
        }
    }
    Ok(())
}

/// The enclosing function scope (or class, for `__class__`) that binds a name.
fn find_enclosing(scopes: &[Scope], from: usize, name: &str) -> Option<usize> {
    let mut at = scopes[from].parent;
    while let Some(i) = at {
        let scope = &scopes[i];
        match scope.kind {
            ScopeKind::Module => return None,
            ScopeKind::Class if name == "__class__" => return Some(i),
            ScopeKind::Class => {}
            _ => {
                if let Some(&at) = scope.index.get(name) {
                    let uses = scope.names[at].1;
                    if uses.global {
                        return None;
                    }
                    if (uses.bound || uses.parameter) && !uses.nonlocal {
                        return Some(i);
                    }
                }
            }
        }
        at = scope.parent;
    }
    None
}

/// Make `name` free in `from` and in all scopes up to the one that binds it, where it is a cell.
fn capture(scopes: &mut [Scope], from: usize, name: &Rc<str>) {
    let Some(owner) = find_enclosing(scopes, from, name) else {
        return;
    };
    let mut at = from;
    while at != owner {
        let scope = &mut scopes[at];
        // A class body that itself binds the name still passes the outer cell through.
        if !scope.free.contains(name) {
            scope.free.push(name.clone());
        }
        let own = scope
            .index
            .get(name)
            .is_some_and(|&i| scope.names[i].1.bound);
        if !(scope.kind == ScopeKind::Class && own) {
            scope.bindings.insert(name.clone(), Binding::Free);
        }
        match scope.parent {
            Some(parent) => at = parent,
            None => return,
        }
    }
    if scopes[owner].kind == ScopeKind::Class {
        scopes[owner].needs_class_cell = true;
    } else {
        scopes[owner].bindings.insert(name.clone(), Binding::Cell);
    }
}

struct Builder {
    scopes: Vec<Scope>,
    by_node: HashMap<usize, usize>,
    current: usize,
    error: Option<ScopeError>,
}

impl Builder {
    fn open(&mut self, kind: ScopeKind, private: Option<Rc<str>>) -> usize {
        let parent = if self.scopes.is_empty() {
            None
        } else {
            Some(self.current)
        };
        let private = private.or_else(|| parent.and_then(|p| self.scopes[p].private.clone()));
        self.scopes.push(Scope {
            kind,
            parent,
            names: Vec::new(),
            index: HashMap::new(),
            bindings: HashMap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            is_generator: false,
            has_await: false,
            needs_class_cell: false,
            nonlocals: Vec::new(),
            private,
        });
        let before = self.current;
        self.current = self.scopes.len() - 1;
        before
    }

    fn uses(&mut self, scope: usize, name: &str) -> &mut Uses {
        let name = mangle(self.scopes[scope].private.as_deref(), name);
        let scope = &mut self.scopes[scope];
        let at = *scope.index.entry(name.clone()).or_insert_with(|| {
            scope.names.push((name, Uses::default()));
            scope.names.len() - 1
        });
        &mut scope.names[at].1
    }

    fn bind(&mut self, name: &str) {
        let current = self.current;
        self.uses(current, name).bound = true;
    }

    fn parameter(&mut self, name: &str, range: TextRange) {
        let current = self.current;
        let uses = self.uses(current, name);
        if uses.parameter {
            self.fail(
                range,
                format!("duplicate argument '{name}' in function definition"),
            );
            return;
        }
        uses.parameter = true;
        uses.bound = true;
    }

    fn fail(&mut self, range: TextRange, message: String) {
        if self.error.is_none() {
            self.error = Some(ScopeError { range, message });
        }
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .chain(&parameters.kwonlyargs)
        {
            self.parameter(&parameter.parameter.name, parameter.parameter.range);
        }
        for parameter in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.parameter(&parameter.name, parameter.range);
        }
    }

    fn defaults(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    fn comprehension<T>(
        &mut self,
        node: &T,
        elements: &[&Expr],
        generators: &[ast::Comprehension],
    ) {
        let Some(first) = generators.first() else {
            return;
        };
        self.visit_expr(&first.iter);
        let before = self.open(ScopeKind::Comprehension, None);
        self.by_node
            .insert(std::ptr::from_ref(node) as usize, self.current);
        self.parameter(".0", first.range);
        for (i, generator) in generators.iter().enumerate() {
            if i > 0 {
                self.visit_expr(&generator.iter);
            }
            self.visit_expr(&generator.target);
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
        }
        for element in elements {
            self.visit_expr(element);
        }
        let has_await =
            self.scopes[self.current].has_await || generators.iter().any(|g| g.is_async);
        self.scopes[self.current].has_await = has_await;
        self.current = before;
    }
}

impl<'a> Visitor<'a> for Builder {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.defaults(&def.parameters);
                self.bind(&def.name);
                let before = self.open(ScopeKind::Function, None);
                self.by_node
                    .insert(std::ptr::from_ref(def) as usize, self.current);
                self.parameters(&def.parameters);
                for stmt in &def.body {
                    self.visit_stmt(stmt);
                }
                self.current = before;
            }
            Stmt::ClassDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                if let Some(arguments) = &def.arguments {
                    for arg in &arguments.args {
                        self.visit_expr(arg);
                    }
                    for keyword in &arguments.keywords {
                        self.visit_expr(&keyword.value);
                    }
                }
                self.bind(&def.name);
                let before = self.open(ScopeKind::Class, Some(Rc::from(def.name.as_str())));
                self.by_node
                    .insert(std::ptr::from_ref(def) as usize, self.current);
                for stmt in &def.body {
                    self.visit_stmt(stmt);
                }
                self.current = before;
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                // A bare annotation makes a name local too.
                self.visit_expr(&assign.target);
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = assign.target.as_ref() {
                    let current = self.current;
                    self.uses(current, &name.id).used = true;
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    let current = self.current;
                    let uses = *self.uses(current, name);
                    if uses.parameter {
                        self.fail(name.range, format!("name '{name}' is parameter and global"));
                    } else if uses.bound {
                        self.fail(
                            name.range,
                            format!("name '{name}' is assigned to before global declaration"),
                        );
                    } else if uses.used {
                        self.fail(
                            name.range,
                            format!("name '{name}' is used prior to global declaration"),
                        );
                    }
                    self.uses(current, name).global = true;
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    let current = self.current;
                    let uses = *self.uses(current, name);
                    if self.scopes[current].kind == ScopeKind::Module {
                        self.fail(
                            name.range,
                            "nonlocal declaration not allowed at module level".to_string(),
                        );
                    } else if uses.parameter {
                        self.fail(
                            name.range,
                            format!("name '{name}' is parameter and nonlocal"),
                        );
                    } else if uses.bound {
                        self.fail(
                            name.range,
                            format!("name '{name}' is assigned to before nonlocal declaration"),
                        );
                    } else if uses.used {
                        self.fail(
                            name.range,
                            format!("name '{name}' is used prior to nonlocal declaration"),
                        );
                    }
                    self.uses(current, name).nonlocal = true;
                    let text = mangle(self.scopes[current].private.as_deref(), name);
                    self.scopes[current].nonlocals.push((text, name.range));
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(name.split('.').next().unwrap_or(name));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    if alias.name.as_str() != "*" {
                        self.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                    }
                }
            }
            Stmt::Try(try_stmt) => {
                for ast::ExceptHandler::ExceptHandler(handler) in &try_stmt.handlers {
                    if let Some(name) = &handler.name {
                        self.bind(name);
                    }
                }
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                let current = self.current;
                match name.ctx {
                    ast::ExprContext::Load => {
                        self.uses(current, &name.id).used = true;
                        if name.id.as_str() == "super"
                            && self.scopes[current].kind != ScopeKind::Module
                        {
                            self.uses(current, "__class__").used = true;
                        }
                    }
                    _ => self.bind(&name.id),
                }
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = named.target.as_ref() {
                    // Binds in the function around the comprehensions.
                    let mut at = self.current;
                    while self.scopes[at].kind == ScopeKind::Comprehension {
                        let Some(parent) = self.scopes[at].parent else {
                            break;
                        };
                        at = parent;
                    }
                    if at == self.current {
                        self.bind(&name.id);
                    } else {
                        let module = self.scopes[at].kind == ScopeKind::Module;
                        if self.scopes[at].kind == ScopeKind::Class {
                            self.fail(named.range, "assignment expression within a comprehension cannot be used in a class body".into());
                        }
                        self.uses(at, &name.id).bound = true;
                        let mut inner = self.current;
                        while inner != at {
                            let uses = self.uses(inner, &name.id);
                            if uses.bound && !uses.nonlocal && !uses.global {
                                let message = format!(
                                    "assignment expression cannot rebind comprehension iteration variable '{}'",
                                    name.id
                                );
                                self.fail(named.range, message);
                                return;
                            }
                            if module {
                                uses.global = true;
                            } else {
                                uses.nonlocal = true;
                            }
                            match self.scopes[inner].parent {
                                Some(parent) => inner = parent,
                                None => break,
                            }
                        }
                    }
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                let before = self.open(ScopeKind::Function, None);
                self.by_node
                    .insert(std::ptr::from_ref(lambda) as usize, self.current);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(parameters);
                }
                self.visit_expr(&lambda.body);
                self.current = before;
            }
            Expr::ListComp(comp) => self.comprehension(comp, &[&comp.elt], &comp.generators),
            Expr::SetComp(comp) => self.comprehension(comp, &[&comp.elt], &comp.generators),
            Expr::Generator(comp) => self.comprehension(comp, &[&comp.elt], &comp.generators),
            Expr::DictComp(comp) => {
                let mut elements: Vec<&Expr> = comp.key.iter().map(|key| key.as_ref()).collect();
                elements.push(&comp.value);
                self.comprehension(comp, &elements, &comp.generators);
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                match self.scopes[self.current].kind {
                    ScopeKind::Function => {}
                    ScopeKind::Comprehension => {
                        self.fail(expr.range(), "'yield' inside a comprehension".into());
                    }
                    _ => self.fail(expr.range(), "'yield' outside function".into()),
                }
                let current = self.current;
                self.scopes[current].is_generator = true;
                visitor::walk_expr(self, expr);
            }
            Expr::Await(_) => {
                let current = self.current;
                self.scopes[current].has_await = true;
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(ast::PatternMatchAs {
                name: Some(name), ..
            })
            | Pattern::MatchStar(ast::PatternMatchStar {
                name: Some(name), ..
            })
            | Pattern::MatchMapping(ast::PatternMatchMapping {
                rest: Some(name), ..
            }) => self.bind(name),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}

/// Names that are assigned anywhere in a module at its top level or declared global in functions.
pub fn module_names(scopes: &Scopes) -> HashSet<Rc<str>> {
    let mut names = HashSet::new();
    for (i, scope) in scopes.all.iter().enumerate() {
        for (name, uses) in &scope.names {
            if uses.bound && (i == 0 || uses.global) {
                names.insert(name.clone());
            }
        }
    }
    names
}
