//! Code for `match`. The subject and its parts are kept in temporaries, so that a failing pattern
//! leaves nothing on the stack; names are bound only when the whole pattern matched.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::code::{CmpOp, Const, Op};
use super::unit::Label;
use super::{Compiler, Outcome};
use crate::helpers::Helper;

type Captures = Vec<(Rc<str>, u32)>;

impl<'a> Compiler<'a> {
    pub(super) fn match_stmt(&mut self, match_stmt: &'a ast::StmtMatch) -> Outcome {
        let subject = self.unit.temporary();
        self.expr(&match_stmt.subject)?;
        self.emit(Op::StoreLocal(subject));
        let end = self.unit.label();
        let count = match_stmt.cases.len();
        for (i, case) in match_stmt.cases.iter().enumerate() {
            if case.guard.is_none() && i + 1 < count && case.pattern.is_irrefutable() {
                return self.syntax(
                    case.pattern.range(),
                    "this pattern makes remaining patterns unreachable",
                );
            }
            let next = self.unit.label();
            let mut captures = Vec::new();
            self.pattern(&case.pattern, subject, next, &mut captures)?;
            for (name, slot) in &captures {
                self.emit(Op::LoadLocal(*slot));
                self.store(name);
            }
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, next)?;
            }
            self.statements(&case.body)?;
            self.emit(Op::Jump(end.0));
            self.unit.place(next);
        }
        self.unit.place(end);
        Ok(())
    }

    fn capture(&mut self, name: &str, captures: &mut Captures) -> u32 {
        if let Some((_, slot)) = captures.iter().find(|(n, _)| n.as_ref() == name) {
            return *slot;
        }
        let slot = self.unit.temporary();
        captures.push((Rc::from(name), slot));
        slot
    }

    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: u32,
        fail: Label,
        captures: &mut Captures,
    ) -> Outcome {
        self.at(pattern.range());
        match pattern {
            Pattern::MatchValue(value) => {
                self.emit(Op::LoadLocal(subject));
                self.expr(&value.value)?;
                self.emit(Op::CompareJump(CmpOp::Eq, fail.0));
            }
            Pattern::MatchSingleton(singleton) => {
                self.emit(Op::LoadLocal(subject));
                self.constant(match singleton.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::Bool(true),
                    Singleton::False => Const::Bool(false),
                });
                self.emit(Op::Is(false));
                self.emit(Op::JumpIfFalse(fail.0));
            }
            Pattern::MatchAs(capture) => {
                if let Some(inner) = &capture.pattern {
                    self.pattern(inner, subject, fail, captures)?;
                }
                if let Some(name) = &capture.name {
                    let slot = self.capture(name, captures);
                    self.emit(Op::LoadLocal(subject));
                    self.emit(Op::StoreLocal(slot));
                }
            }
            Pattern::MatchOr(or) => {
                let matched = self.unit.label();
                for (i, alternative) in or.patterns.iter().enumerate() {
                    if i + 1 < or.patterns.len() {
                        let next = self.unit.label();
                        self.pattern(alternative, subject, next, captures)?;
                        self.emit(Op::Jump(matched.0));
                        self.unit.place(next);
                    } else {
                        self.pattern(alternative, subject, fail, captures)?;
                    }
                }
                self.unit.place(matched);
            }
            Pattern::MatchSequence(sequence) => {
                self.sequence(&sequence.patterns, subject, fail, captures)?
            }
            Pattern::MatchMapping(mapping) => self.mapping(mapping, subject, fail, captures)?,
            Pattern::MatchClass(class) => self.class_pattern(class, subject, fail, captures)?,
            Pattern::MatchStar(star) => {
                return self.syntax(star.range, "star pattern outside of a sequence");
            }
        }
        Ok(())
    }

    fn sequence(
        &mut self,
        patterns: &'a [Pattern],
        subject: u32,
        fail: Label,
        captures: &mut Captures,
    ) -> Outcome {
        self.helper(Helper::MatchSequence);
        self.emit(Op::LoadLocal(subject));
        self.emit(Op::Call(1));
        self.emit(Op::JumpIfFalse(fail.0));
        let star = patterns.iter().position(Pattern::is_match_star);
        let fixed = patterns.len() - usize::from(star.is_some());
        self.emit(Op::LoadLocal(subject));
        self.emit(Op::GetLen);
        self.emit(Op::Swap);
        self.emit(Op::Pop);
        self.constant(Const::Int(fixed as i64));
        self.emit(Op::CompareJump(
            if star.is_some() { CmpOp::Ge } else { CmpOp::Eq },
            fail.0,
        ));
        for (i, pattern) in patterns.iter().enumerate() {
            if let Pattern::MatchStar(rest) = pattern {
                let Some(name) = &rest.name else { continue };
                let after = patterns.len() - i - 1;
                self.helper(Helper::ListFrom);
                self.emit(Op::LoadLocal(subject));
                self.constant(Const::Int(i as i64));
                if after == 0 {
                    self.constant(Const::None);
                } else {
                    self.constant(Const::Int(-(after as i64)));
                }
                self.emit(Op::BuildSlice(2));
                self.emit(Op::LoadItem);
                self.emit(Op::Call(1));
                let slot = self.capture(name, captures);
                self.emit(Op::StoreLocal(slot));
                continue;
            }
            if matches!(pattern, Pattern::MatchAs(wild) if wild.pattern.is_none() && wild.name.is_none())
            {
                continue;
            }
            let index = if star.is_some_and(|star| i > star) {
                i as i64 - patterns.len() as i64
            } else {
                i as i64
            };
            let part = self.unit.temporary();
            self.emit(Op::LoadLocal(subject));
            self.constant(Const::Int(index));
            self.emit(Op::LoadItem);
            self.emit(Op::StoreLocal(part));
            self.pattern(pattern, part, fail, captures)?;
        }
        Ok(())
    }

    fn mapping(
        &mut self,
        mapping: &'a ast::PatternMatchMapping,
        subject: u32,
        fail: Label,
        captures: &mut Captures,
    ) -> Outcome {
        self.helper(Helper::MatchMapping);
        self.emit(Op::LoadLocal(subject));
        self.emit(Op::Call(1));
        self.emit(Op::JumpIfFalse(fail.0));
        let keys = self.unit.temporary();
        for key in &mapping.keys {
            self.expr(key)?;
        }
        self.emit(Op::BuildTuple(mapping.keys.len() as u32));
        self.emit(Op::StoreLocal(keys));
        let values = self.unit.temporary();
        self.helper(Helper::MatchKeys);
        self.emit(Op::LoadLocal(subject));
        self.emit(Op::LoadLocal(keys));
        self.emit(Op::Call(2));
        self.emit(Op::StoreLocal(values));
        self.emit(Op::LoadLocal(values));
        self.emit(Op::JumpIfNone(fail.0));
        for (i, pattern) in mapping.patterns.iter().enumerate() {
            self.part(values, i, pattern, fail, captures)?;
        }
        if let Some(rest) = &mapping.rest {
            self.helper(Helper::MatchRest);
            self.emit(Op::LoadLocal(subject));
            self.emit(Op::LoadLocal(keys));
            self.emit(Op::Call(2));
            let slot = self.capture(rest, captures);
            self.emit(Op::StoreLocal(slot));
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        class: &'a ast::PatternMatchClass,
        subject: u32,
        fail: Label,
        captures: &mut Captures,
    ) -> Outcome {
        let values = self.unit.temporary();
        self.helper(Helper::MatchClass);
        self.emit(Op::LoadLocal(subject));
        self.expr(&class.cls)?;
        self.constant(Const::Int(class.arguments.patterns.len() as i64));
        let names = class
            .arguments
            .keywords
            .iter()
            .map(|k| Const::Str(Rc::from(k.attr.as_str())))
            .collect();
        self.constant(Const::Tuple(names));
        self.emit(Op::Call(4));
        self.emit(Op::StoreLocal(values));
        self.emit(Op::LoadLocal(values));
        self.emit(Op::JumpIfNone(fail.0));
        let keywords = class.arguments.keywords.iter().map(|k| &k.pattern);
        for (i, pattern) in class.arguments.patterns.iter().chain(keywords).enumerate() {
            self.part(values, i, pattern, fail, captures)?;
        }
        Ok(())
    }

    /// Match item `i` of the tuple in a temporary.
    fn part(
        &mut self,
        values: u32,
        i: usize,
        pattern: &'a Pattern,
        fail: Label,
        captures: &mut Captures,
    ) -> Outcome {
        let part = self.unit.temporary();
        self.emit(Op::LoadLocal(values));
        self.constant(Const::Int(i as i64));
        self.emit(Op::LoadItem);
        self.emit(Op::StoreLocal(part));
        self.pattern(pattern, part, fail, captures)
    }
}
