//! Code for statements.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::code::{CodeKind, Const, ImportSite, Op};
use super::expression::{binary, counts};
use super::unit::{Block, Guard};
use super::{Compiler, Outcome, docstring};
use crate::helpers::Helper;

/// Instructions that one source text may come to (`finally` bodies are written more than once).
const MAX_INSTRUCTIONS: usize = 1_000_000;

/// Blocks that managers of one `with` may open in each other.
const MAX_BLOCKS: usize = 100;

impl<'a> Compiler<'a> {
    pub(super) fn statements(&mut self, body: &'a [Stmt]) -> Outcome {
        for stmt in body {
            let depth = self.unit.depth;
            self.statement(stmt)?;
            // What follows a jump away is unreachable; its depth is that of the block.
            self.unit.depth = depth;
            if self.instructions > MAX_INSTRUCTIONS {
                return self.refuse(stmt.range(), "the program is too large; shorten it");
            }
        }
        Ok(())
    }

    fn statement(&mut self, stmt: &'a Stmt) -> Outcome {
        let range = stmt.range();
        self.at(range);
        match stmt {
            Stmt::Expr(expr) => {
                if expr.value.is_literal_expr() {
                    // Nothing happens, but what is refused is refused here too.
                    self.expr(&expr.value)?;
                    self.unit.ops.pop();
                    self.unit.spans.pop();
                    self.unit.depth -= 1;
                    return Ok(());
                }
                self.expr(&expr.value)?;
                self.emit(Op::Pop);
            }
            Stmt::Assign(assign) => {
                self.expr(&assign.value)?;
                for (i, target) in assign.targets.iter().enumerate() {
                    if i + 1 < assign.targets.len() {
                        self.emit(Op::Dup);
                    }
                    self.assign(target)?;
                }
            }
            Stmt::AugAssign(assign) => self.augmented(assign)?,
            Stmt::AnnAssign(assign) => self.annotated(assign)?,
            Stmt::Return(ret) => {
                if !self.unit.is_function {
                    return self.syntax(range, "'return' outside function");
                }
                let value = ret.value.as_deref();
                if self.unit.kind == CodeKind::AsyncGenerator && value.is_some() {
                    return self.syntax(range, "'return' with value in async generator");
                }
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.constant(Const::None),
                }
                self.at(range);
                let blocks = self.leave_blocks(|_| false, true)?;
                self.emit(Op::Return);
                self.reenter(blocks);
            }
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.delete(target)?;
                }
            }
            Stmt::If(if_stmt) => self.if_stmt(if_stmt)?,
            Stmt::While(while_stmt) => self.while_stmt(while_stmt)?,
            Stmt::For(for_stmt) => self.for_stmt(for_stmt)?,
            Stmt::Break(_) | Stmt::Continue(_) => {
                let is_break = stmt.is_break_stmt();
                if !self
                    .unit
                    .blocks
                    .iter()
                    .any(|b| matches!(b, Block::Loop { .. }))
                {
                    let message = if is_break {
                        "'break' outside loop"
                    } else {
                        "'continue' not properly in loop"
                    };
                    return self.syntax(range, message);
                }
                let depth = self.unit.depth;
                let blocks = self.leave_blocks(|b| matches!(b, Block::Loop { .. }), false)?;
                if let Some(Block::Loop {
                    break_to,
                    continue_to,
                    is_for,
                }) = self.unit.blocks.last().cloned()
                {
                    if is_break {
                        if is_for {
                            self.emit(Op::DropIter);
                        }
                        self.emit(Op::Jump(break_to.0));
                    } else {
                        self.emit(Op::Jump(continue_to.0));
                    }
                }
                self.reenter(blocks);
                self.unit.depth = depth;
            }
            Stmt::With(with) => {
                if with.is_async {
                    self.check_async(range, "'async with' outside async function")?;
                }
                self.with_items(&with.items, &with.body, with.is_async)?;
            }
            Stmt::Raise(raise) => {
                let mut count = 0;
                for value in raise.exc.iter().chain(&raise.cause) {
                    self.expr(value)?;
                    count += 1;
                }
                self.at(range);
                self.emit(Op::Raise(count));
            }
            Stmt::Try(try_stmt) => {
                if try_stmt.is_star {
                    return self.refuse(
                        range,
                        "except* is refused: catch the exceptions one by one with except",
                    );
                }
                self.try_stmt(try_stmt)?;
            }
            Stmt::Assert(assert) => {
                let end = self.unit.label();
                self.jump_if(&assert.test, true, end)?;
                self.at(range);
                self.emit(Op::LoadAssertionError);
                if let Some(message) = &assert.msg {
                    self.emit(Op::PushUndef);
                    self.expr(message)?;
                    self.at(range);
                    self.emit(Op::Call(1));
                }
                self.at(range);
                self.emit(Op::Raise(1));
                self.unit.place(end);
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.import_site(&alias.name, alias.range);
                    let module = self.unit.name(&alias.name);
                    match &alias.asname {
                        Some(name) => {
                            self.emit(Op::ImportLeaf(module));
                            self.store(name);
                        }
                        None => {
                            self.emit(Op::Import(module));
                            let top = alias
                                .name
                                .split('.')
                                .next()
                                .unwrap_or(&alias.name)
                                .to_string();
                            self.store(&top);
                        }
                    }
                }
            }
            Stmt::ImportFrom(import) => self.import_from(import)?,
            Stmt::FunctionDef(def) => self.function(def)?,
            Stmt::ClassDef(def) => self.class(def)?,
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::Match(match_stmt) => self.match_stmt(match_stmt)?,
            Stmt::TypeAlias(_) => {
                return self.refuse(
                    range,
                    "type statements are refused: assign the type to a name",
                );
            }
            Stmt::IpyEscapeCommand(_) => return self.syntax(range, "invalid syntax"),
        }
        Ok(())
    }

    fn import_site(&mut self, module: &str, range: TextRange) {
        let (line, column) = self.lines.place(range.start().to_u32());
        self.imports.push(ImportSite {
            module: Rc::from(module),
            names: Vec::new(),
            guarded: self.guard > 0,
            line,
            column,
        });
    }

    fn import_from(&mut self, import: &'a ast::StmtImportFrom) -> Outcome {
        let Some(module) = import.module.as_ref().filter(|_| import.level == 0) else {
            return self.refuse(import.range, "relative imports are refused: a scenario is one file; import the module by its whole name");
        };
        if module.as_str() == "__future__" {
            let mut features = import.names.iter();
            self.annotations_are_texts |= features.any(|alias| &*alias.name == "annotations");
            return Ok(());
        }
        self.import_site(module, import.range);
        if let Some(site) = self.imports.last_mut() {
            let names = import.names.iter().map(|alias| alias.name.as_str());
            site.names = names.filter(|name| *name != "*").map(Rc::from).collect();
        }
        let name = self.unit.name(module);
        self.emit(Op::ImportLeaf(name));
        for alias in &import.names {
            self.at(import.range);
            if alias.name.as_str() == "*" {
                if !self.outer.is_empty() {
                    return self.syntax(import.range, "import * only allowed at module level");
                }
                if !self.internal {
                    return self.refuse(
                        import.range,
                        "import * is refused: import the names that you use",
                    );
                }
                self.helper(Helper::ImportStar);
                self.emit(Op::Pick(3));
                self.load("__name__", import.range)?;
                self.emit(Op::Call(2));
                self.emit(Op::Pop);
                continue;
            }
            let imported = self.unit.name(&alias.name);
            self.emit(Op::ImportFrom(imported));
            self.store(alias.asname.as_ref().unwrap_or(&alias.name));
        }
        self.emit(Op::Pop);
        Ok(())
    }

    fn augmented(&mut self, assign: &'a ast::StmtAugAssign) -> Outcome {
        let op = Op::Inplace(binary(assign.op));
        match assign.target.as_ref() {
            Expr::Name(name) => {
                self.load(&name.id, name.range)?;
                self.expr(&assign.value)?;
                self.at(assign.range);
                self.emit(op);
                self.store(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                self.at(attribute.range);
                let name = self.mangle(&attribute.attr);
                let name = self.unit.name(&name);
                self.emit(Op::Dup);
                self.emit(Op::LoadAttr(name));
                self.expr(&assign.value)?;
                self.at(assign.range);
                self.emit(op);
                self.emit(Op::Swap);
                self.emit(Op::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.index(&subscript.slice)?;
                self.at(subscript.range);
                self.emit(Op::Dup2);
                self.emit(Op::LoadItem);
                self.expr(&assign.value)?;
                self.at(assign.range);
                self.emit(op);
                self.emit(Op::Rot3);
                self.emit(Op::StoreItem);
            }
            other => {
                return self.syntax(other.range(), "illegal expression for augmented assignment");
            }
        }
        Ok(())
    }

    fn annotated(&mut self, assign: &'a ast::StmtAnnAssign) -> Outcome {
        if let Some(value) = &assign.value {
            self.expr(value)?;
            self.assign(&assign.target)?;
        } else if !assign.target.is_name_expr() {
            match assign.target.as_ref() {
                Expr::Attribute(attribute) => {
                    self.expr(&attribute.value)?;
                    self.emit(Op::Pop);
                }
                Expr::Subscript(_) => {}
                other => return self.syntax(other.range(), "illegal target for annotation"),
            }
        }
        if let Expr::Name(name) = assign.target.as_ref()
            && self.unit.is_class_body
            && assign.simple
        {
            // Annotations are kept as texts and never run.
            let name = self.mangle(&name.id);
            let text = annotation_text(self.text(assign.annotation.range()));
            self.constant(Const::Str(text));
            let annotations = self.unit.name("__annotations__");
            self.emit(Op::LoadName(annotations));
            self.constant(Const::Str(name));
            self.emit(Op::StoreItem);
        }
        Ok(())
    }

    fn if_stmt(&mut self, if_stmt: &'a ast::StmtIf) -> Outcome {
        let end = self.unit.label();
        let mut next = self.unit.label();
        self.jump_if(&if_stmt.test, false, next)?;
        // What only type checkers import is never asked for.
        let never = match if_stmt.test.as_ref() {
            Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
            Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
            _ => false,
        };
        self.guard += usize::from(never);
        self.statements(&if_stmt.body)?;
        self.guard -= usize::from(never);
        for clause in &if_stmt.elif_else_clauses {
            self.emit(Op::Jump(end.0));
            self.unit.place(next);
            next = self.unit.label();
            if let Some(test) = &clause.test {
                self.at(clause.range);
                self.jump_if(test, false, next)?;
            }
            self.statements(&clause.body)?;
        }
        self.unit.place(next);
        self.unit.place(end);
        Ok(())
    }

    fn while_stmt(&mut self, while_stmt: &'a ast::StmtWhile) -> Outcome {
        let top = self.unit.label();
        let end = self.unit.label();
        let otherwise = self.unit.label();
        self.unit.place(top);
        let forever =
            matches!(while_stmt.test.as_ref(), Expr::BooleanLiteral(literal) if literal.value);
        if !forever {
            self.jump_if(&while_stmt.test, false, otherwise)?;
        }
        self.unit.blocks.push(Block::Loop {
            break_to: end,
            continue_to: top,
            is_for: false,
        });
        self.statements(&while_stmt.body)?;
        self.unit.blocks.pop();
        self.at(while_stmt.test.range());
        self.emit(Op::Jump(top.0));
        self.unit.place(otherwise);
        self.statements(&while_stmt.orelse)?;
        self.unit.place(end);
        Ok(())
    }

    fn for_stmt(&mut self, for_stmt: &'a ast::StmtFor) -> Outcome {
        let next = self.unit.label();
        let otherwise = self.unit.label();
        let end = self.unit.label();
        if for_stmt.is_async {
            self.check_async(for_stmt.range, "'async for' outside async function")?;
        }
        self.iterated(&for_stmt.iter)?;
        self.at(for_stmt.iter.range());
        self.emit(if for_stmt.is_async {
            Op::GetAiter
        } else {
            Op::GetIter
        });
        let depth = self.unit.depth;
        self.unit.place(next);
        let mut guard = None;
        if for_stmt.is_async {
            let opened = self.unit.guard();
            self.emit(Op::GetAnext);
            self.constant(Const::None);
            self.delegate(true);
            self.unit.close(opened);
            guard = Some(opened);
        } else {
            self.emit(Op::ForIter(otherwise.0));
            self.emit(Op::StopCheck(otherwise.0));
        }
        self.assign(&for_stmt.target)?;
        self.unit.blocks.push(Block::Loop {
            break_to: end,
            continue_to: next,
            is_for: true,
        });
        self.unit.depth = depth;
        self.statements(&for_stmt.body)?;
        self.unit.blocks.pop();
        self.at(for_stmt.iter.range());
        self.emit(Op::Jump(next.0));
        if let Some(guard) = guard {
            self.unit.place_handler(guard.handler, guard.depth);
            self.emit(Op::EndAsyncFor);
        }
        self.unit.depth = depth - 1;
        self.unit.place(otherwise);
        self.unit.depth = depth - 1;
        self.statements(&for_stmt.orelse)?;
        self.unit.depth = depth - 1;
        self.unit.place(end);
        self.unit.depth = depth - 1;
        Ok(())
    }

    /// Write what leaves the blocks from the innermost to the first that `until` accepts (which
    /// stays). With `keeps`, a value on top of the stack survives. Their guards are interrupted.
    fn leave_blocks(
        &mut self,
        until: impl Fn(&Block) -> bool,
        keeps: bool,
    ) -> Outcome<Vec<Block<'a>>> {
        let mut left = Vec::new();
        while let Some(mut block) = self.unit.blocks.pop() {
            if until(&block) {
                self.unit.blocks.push(block);
                break;
            }
            if let Some(guard) = block.guard() {
                let guard = *guard;
                self.unit.close(guard);
            }
            match &block {
                Block::Loop { is_for, .. } => {
                    if *is_for {
                        if keeps {
                            self.emit(Op::Swap);
                        }
                        self.emit(Op::DropIter);
                    }
                }
                Block::Try(_) => {}
                Block::Finally(_, body) => {
                    let body: &'a [Stmt] = body;
                    self.statements(body)?;
                }
                Block::With { is_async, .. } => {
                    if keeps {
                        self.emit(Op::Swap);
                    }
                    self.exit_call(*is_async);
                }
                Block::Handler { name, .. } => {
                    if keeps {
                        self.emit(Op::Swap);
                    }
                    self.emit(Op::PopExcept);
                    if let Some(name) = name.clone() {
                        self.forget(&name);
                    }
                }
                Block::FinallyHandler(_) => {
                    if keeps {
                        self.emit(Op::Swap);
                    }
                    self.emit(Op::Pop);
                    if keeps {
                        self.emit(Op::Swap);
                    }
                    self.emit(Op::PopExcept);
                }
            }
            left.push(block);
        }
        Ok(left)
    }

    /// Back inside of the blocks that `leave_blocks` left: their guards go on from here.
    fn reenter(&mut self, left: Vec<Block<'a>>) {
        let pc = self.unit.pc();
        for mut block in left.into_iter().rev() {
            if let Some(guard) = block.guard() {
                guard.start = pc;
            }
            self.unit.blocks.push(block);
        }
    }

    /// Close the guard of the innermost block and leave it.
    fn pop_block(&mut self) {
        if let Some(mut block) = self.unit.blocks.pop()
            && let Some(guard) = block.guard()
        {
            let guard = *guard;
            self.unit.close(guard);
        }
    }

    /// `[exit]` → `[]`: call it as at the normal end of a `with`.
    fn exit_call(&mut self, is_async: bool) {
        self.emit(Op::PushUndef);
        for _ in 0..3 {
            self.constant(Const::None);
        }
        self.emit(Op::Call(3));
        if is_async {
            self.emit(Op::GetAwaitable);
            self.constant(Const::None);
            self.delegate(true);
        }
        self.emit(Op::Pop);
    }

    fn forget(&mut self, name: &str) {
        self.constant(Const::None);
        self.store(name);
        self.delete_name(name);
    }

    fn with_items(
        &mut self,
        items: &'a [ast::WithItem],
        body: &'a [Stmt],
        is_async: bool,
    ) -> Outcome {
        let Some((item, rest)) = items.split_first() else {
            return self.statements(body);
        };
        let range = item.context_expr.range();
        if self.unit.blocks.len() >= MAX_BLOCKS {
            return self.syntax(range, "too many statically nested blocks");
        }
        let depth = self.unit.depth;
        self.expr(&item.context_expr)?;
        self.at(range);
        self.emit(Op::BeforeWith(is_async));
        self.emit(Op::Call(0));
        if is_async {
            self.emit(Op::GetAwaitable);
            self.constant(Const::None);
            self.delegate(true);
        }
        self.unit.depth -= 1;
        let guard = self.unit.guard();
        self.unit.depth += 1;
        self.unit.blocks.push(Block::With { guard, is_async });
        match &item.optional_vars {
            Some(target) => self.assign(target)?,
            None => self.emit(Op::Pop),
        }
        self.with_items(rest, body, is_async)?;
        self.at(range);
        self.pop_block();
        self.exit_call(is_async);
        let end = self.unit.label();
        self.emit(Op::Jump(end.0));

        self.unit.place_handler(guard.handler, guard.depth);
        self.emit(Op::PushExcInfo);
        let cleanup = Guard {
            start: self.unit.pc(),
            handler: self.unit.label(),
            depth: guard.depth + 1,
        };
        self.emit(Op::WithExceptStart);
        self.emit(Op::Call(3));
        if is_async {
            self.emit(Op::GetAwaitable);
            self.constant(Const::None);
            self.delegate(true);
        }
        let suppress = self.unit.label();
        self.emit(Op::JumpIfTrue(suppress.0));
        self.emit(Op::Reraise);
        self.unit.place(suppress);
        self.unit.close(cleanup);
        self.emit(Op::Pop);
        self.emit(Op::PopExcept);
        self.emit(Op::Pop);
        self.emit(Op::Jump(end.0));
        self.unit.place_handler(cleanup.handler, cleanup.depth);
        self.emit(Op::CleanupReraise);
        self.unit.place(end);
        self.unit.depth = depth;
        Ok(())
    }

    fn try_stmt(&mut self, try_stmt: &'a ast::StmtTry) -> Outcome {
        if try_stmt.finalbody.is_empty() {
            return self.try_except(try_stmt);
        }
        let depth = self.unit.depth;
        let guard = self.unit.guard();
        self.unit
            .blocks
            .push(Block::Finally(guard, &try_stmt.finalbody));
        if try_stmt.handlers.is_empty() {
            self.statements(&try_stmt.body)?;
        } else {
            self.try_except(try_stmt)?;
        }
        self.pop_block();
        self.statements(&try_stmt.finalbody)?;
        let end = self.unit.label();
        self.emit(Op::Jump(end.0));
        self.unit.place_handler(guard.handler, guard.depth);
        self.emit(Op::PushExcInfo);
        let cleanup = Guard {
            start: self.unit.pc(),
            handler: self.unit.label(),
            depth: guard.depth + 1,
        };
        self.unit.blocks.push(Block::FinallyHandler(cleanup));
        self.statements(&try_stmt.finalbody)?;
        self.emit(Op::Reraise);
        self.pop_block();
        self.unit.place_handler(cleanup.handler, cleanup.depth);
        self.emit(Op::CleanupReraise);
        self.unit.place(end);
        self.unit.depth = depth;
        Ok(())
    }

    fn try_except(&mut self, try_stmt: &'a ast::StmtTry) -> Outcome {
        let depth = self.unit.depth;
        let end = self.unit.label();
        let guard = self.unit.guard();
        self.unit.blocks.push(Block::Try(guard));
        self.guard += 1;
        self.statements(&try_stmt.body)?;
        self.guard -= 1;
        self.pop_block();
        self.statements(&try_stmt.orelse)?;
        self.emit(Op::Jump(end.0));

        self.unit.place_handler(guard.handler, guard.depth);
        self.emit(Op::PushExcInfo);
        let mut matching = Guard {
            start: self.unit.pc(),
            handler: self.unit.label(),
            depth: guard.depth + 1,
        };
        let count = try_stmt.handlers.len();
        for (i, ast::ExceptHandler::ExceptHandler(handler)) in try_stmt.handlers.iter().enumerate()
        {
            let next = self.unit.label();
            self.unit.depth = guard.depth as i32 + 2;
            if let Some(class) = &handler.type_ {
                self.expr(class)?;
                self.at(class.range());
                self.emit(Op::CheckExcMatch);
                self.emit(Op::JumpIfFalse(next.0));
            } else if i + 1 < count {
                return self.syntax(handler.range, "default 'except:' must be last");
            }
            self.unit.close(matching);
            let name: Option<Rc<str>> = handler.name.as_ref().map(|name| Rc::from(name.as_str()));
            match &name {
                Some(name) => self.store(name),
                None => self.emit(Op::Pop),
            }
            let inner = self.unit.guard();
            self.unit.blocks.push(Block::Handler {
                guard: inner,
                name: name.clone(),
            });
            self.statements(&handler.body)?;
            self.pop_block();
            self.emit(Op::PopExcept);
            if let Some(name) = &name {
                self.forget(name);
            }
            self.emit(Op::Jump(end.0));
            self.unit.place_handler(inner.handler, inner.depth);
            if let Some(name) = &name {
                self.forget(name);
            }
            self.emit(Op::CleanupReraise);
            self.unit.place(next);
            matching.start = self.unit.pc();
        }
        self.unit.depth = guard.depth as i32 + 2;
        self.emit(Op::Reraise);
        self.unit.close(matching);
        self.unit.place_handler(matching.handler, matching.depth);
        self.emit(Op::CleanupReraise);
        self.unit.depth = depth;
        self.unit.place(end);
        self.unit.depth = depth;
        Ok(())
    }

    /// `[decorator, undef]` for each, before what they decorate.
    fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Outcome {
        for decorator in decorators {
            self.expr(&decorator.expression)?;
            self.emit(Op::PushUndef);
        }
        Ok(())
    }

    fn apply_decorators(&mut self, decorators: &'a [ast::Decorator]) {
        for decorator in decorators.iter().rev() {
            self.at(decorator.expression.range());
            self.emit(Op::Call(1));
        }
    }

    fn function(&mut self, def: &'a ast::StmtFunctionDef) -> Outcome {
        self.decorators(&def.decorator_list)?;
        let flags = self.defaults(&def.parameters)?;
        if self.unit.is_class_body && !self.internal && &*def.name == "__del__" {
            return self.refuse(
                def.name.range,
                "__del__ is refused: nothing is finalised here; use a with statement",
            );
        }
        let scope = self.scopes.of(def);
        let kind = match (def.is_async, self.scopes.all[scope].is_generator) {
            (false, false) => CodeKind::Plain,
            (false, true) => CodeKind::Generator,
            (true, false) => CodeKind::Coroutine,
            (true, true) => CodeKind::AsyncGenerator,
        };
        let start = def.decorator_list.first().map_or(def.range, |d| d.range);
        self.enter(scope, &def.name, kind, start)?;
        self.unit.is_function = true;
        self.unit.in_async = def.is_async;
        self.unit.parameters = counts(&def.parameters);
        self.unit.doc = docstring(&def.body);
        for parameter in def.parameters.iter() {
            if let Some(annotation) = parameter.annotation() {
                let text = annotation_text(self.text(annotation.range()));
                let name = self.mangle(parameter.name());
                self.unit.annotations.push((name, text));
            }
        }
        if let Some(returns) = &def.returns {
            let text = annotation_text(self.text(returns.range()));
            self.unit.annotations.push((Rc::from("return"), text));
        }
        let guard = std::mem::take(&mut self.guard);
        self.at(def.name.range);
        self.prologue();
        self.statements(&def.body)?;
        self.guard = guard;
        self.constant(Const::None);
        self.emit(Op::Return);
        let code = self.leave()?;
        self.at(def.name.range);
        self.make_function(code, flags)?;
        self.apply_decorators(&def.decorator_list);
        self.at(def.name.range);
        self.store(&def.name);
        Ok(())
    }

    fn class(&mut self, def: &'a ast::StmtClassDef) -> Outcome {
        self.decorators(&def.decorator_list)?;
        self.at(def.range);
        self.helper(Helper::BuildClass);
        let scope = self.scopes.of(def);
        self.enter(scope, &def.name, CodeKind::Plain, def.range)?;
        self.unit.is_class_body = true;
        self.unit.private = Some(Rc::from(def.name.as_str()));
        self.at(def.name.range);
        self.prologue();
        self.load("__name__", def.range)?;
        self.store("__module__");
        self.constant(Const::Str(self.unit.qualname.clone()));
        self.store("__qualname__");
        if let Some(doc) = docstring(&def.body) {
            self.constant(Const::Str(doc));
            self.store("__doc__");
        }
        if has_annotations(&def.body) {
            self.emit(Op::BuildDict(0));
            let annotations = self.unit.name("__annotations__");
            self.emit(Op::StoreName(annotations));
        }
        self.statements(&def.body)?;
        if self.scopes.all[scope].needs_class_cell {
            let slot = self.unit.slot_of.get("__class__").copied().unwrap_or(0);
            self.emit(Op::LoadClosure(slot));
            let name = self.unit.name("__classcell__");
            self.emit(Op::StoreName(name));
        }
        self.constant(Const::None);
        self.emit(Op::Return);
        let code = self.leave()?;
        self.at(def.range);
        self.make_function(code, 0)?;
        self.constant(Const::Str(Rc::from(def.name.as_str())));
        match &def.arguments {
            Some(arguments) => {
                for keyword in &arguments.keywords {
                    let is_meta = keyword
                        .arg
                        .as_ref()
                        .is_some_and(|name| name.as_str() == "metaclass");
                    let abstract_base = self.text(keyword.value.range()).ends_with("ABCMeta");
                    if is_meta && !self.internal && !abstract_base {
                        return self.refuse(
                            keyword.range,
                            "metaclasses are refused: use __init_subclass__ or a class decorator",
                        );
                    }
                }
                self.at(def.range);
                self.arguments(&arguments.args, &arguments.keywords, 2, def.range)?;
            }
            None => self.emit(Op::Call(2)),
        }
        self.apply_decorators(&def.decorator_list);
        self.at(def.name.range);
        self.store(&def.name);
        Ok(())
    }
}

/// An annotation as the text that `from __future__ import annotations` would give.
fn annotation_text(source: &str) -> Rc<str> {
    let text = source.trim();
    // A quoted annotation stands for its content.
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote))
            && !inner.contains(quote)
        {
            return Rc::from(inner);
        }
    }
    Rc::from(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn has_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::AnnAssign(_) => true,
        Stmt::If(stmt) => {
            has_annotations(&stmt.body)
                || stmt
                    .elif_else_clauses
                    .iter()
                    .any(|c| has_annotations(&c.body))
        }
        Stmt::For(stmt) => has_annotations(&stmt.body) || has_annotations(&stmt.orelse),
        Stmt::While(stmt) => has_annotations(&stmt.body),
        Stmt::With(stmt) => has_annotations(&stmt.body),
        Stmt::Try(stmt) => {
            has_annotations(&stmt.body)
                || has_annotations(&stmt.orelse)
                || has_annotations(&stmt.finalbody)
        }
        _ => false,
    })
}
