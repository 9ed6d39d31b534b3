//! What happens when something is raised: find the handler, or leave the frame.

use std::rc::Rc;

use super::thread::{OnReturn, Thread};
use super::{Process, Trouble};
use crate::classes;
use crate::compile::code::{CodeKind, Op};
use crate::limits::{LimitError, LimitKind};
use crate::object::{GeneratorState, Kind, TraceEntry};
use crate::value::Value;

/// Where unwinding ended.
pub(crate) enum Unwound {
    /// At a handler: run on.
    Handler,
    /// Nobody caught it.
    Uncaught(Value),
    Limit(LimitError),
}

impl Process {
    /// Pass trouble on to the innermost handler.
    pub(crate) fn unwind(&mut self, t: &mut Thread, trouble: Trouble) -> Unwound {
        let (mut exception, mut fresh) = match trouble {
            Trouble::Raise(exception) => {
                self.set_context(exception);
                (exception, true)
            }
            Trouble::Reraise(exception) => (exception, false),
            Trouble::Thrown(exception) => (exception, true),
            Trouble::Index(value) => {
                let exception = self.not_an_integer(value);
                self.set_context(exception);
                (exception, true)
            }
            Trouble::Limit(kind) => return Unwound::Limit(self.limit_error(t, kind)),
        };
        let raised = match exception {
            Value::Ref(r) => match self.heap.kind(r) {
                // An exception with a traceback keeps frames that are not known any more.
                Kind::Exception(e) if e.traceback.is_empty() => Some(r),
                _ => None,
            },
            _ => None,
        };
        let looks = self.may_finalise && raised.is_some();
        let (mut dropped, mut gone) = (Vec::new(), Vec::new());
        loop {
            let Some(frame) = t.frames.last_mut() else {
                return Unwound::Uncaught(exception);
            };
            frame.pc = super::run::plain_pc(frame.pc);
            let linked = &self.codes[frame.code as usize];
            let at = frame.pc.saturating_sub(1);
            if fresh && !linked.code.internal {
                let entry = TraceEntry {
                    code: frame.code,
                    pc: at,
                };
                if let Value::Ref(r) = exception
                    && let Kind::Exception(e) = &mut self.heap.get_mut(r).kind
                {
                    Rc::make_mut(&mut Rc::make_mut(e).traceback).push(entry);
                    self.heap.bytes += 8;
                }
            }
            fresh = true;
            let linked = &self.codes[frame.code as usize];
            let handler = linked
                .code
                .tries
                .iter()
                .find(|range| range.start <= at && at < range.end);
            if let Some(handler) = handler {
                let depth = frame.base as usize + linked.slots + handler.depth as usize;
                frame.pc = handler.handler;
                if looks && !linked.code.internal {
                    dropped.extend_from_slice(t.stack.get(depth..).unwrap_or(&[]));
                }
                t.stack.truncate(depth);
                t.stack.push(exception);
                if dropped.is_empty() {
                    return Unwound::Handler;
                }
                return match self.let_go(t, &dropped, exception.as_ref(), &gone, false) {
                    Ok(closing) => {
                        self.closing = closing;
                        Unwound::Handler
                    }
                    Err(_) => Unwound::Limit(self.limit_error(t, LimitKind::Fuel)),
                };
            }
            // Leave the frame.
            let frame = *frame;
            let kind = linked.code.kind;
            if looks {
                let slots = frame.base as usize + linked.slots;
                gone.extend_from_slice(t.stack.get(frame.base as usize..slots).unwrap_or(&[]));
                if !linked.code.internal {
                    dropped.extend_from_slice(t.stack.get(slots..).unwrap_or(&[]));
                }
            }
            t.frames.pop();
            t.stack.truncate(frame.ret as usize);
            if frame.on_return == OnReturn::Module
                && let Kind::Module(module) = self.heap.kind(frame.function)
            {
                let name = module.name.clone();
                Rc::make_mut(&mut self.modules).retain(|(known, _)| *known != name);
            }
            if let Some(generator) = frame.generator {
                self.handling = frame.saved;
                if let Kind::Generator(g) = &mut self.heap.get_mut(generator).kind {
                    let g = Rc::make_mut(g);
                    g.state = GeneratorState::Finished;
                    g.stack = Vec::new();
                }
                if frame.on_return == OnReturn::Close
                    && (self.is_instance_of(exception, classes::GENERATOR_EXIT)
                        || self.is_instance_of(exception, classes::STOP_ITERATION))
                {
                    t.stack.push(Value::None);
                    // The exception is gone, and with it what it kept.
                    dropped.append(&mut gone);
                    let inside = self.codes[frame.code as usize].code.internal;
                    return match self.let_go(t, &dropped, None, &[], inside) {
                        Ok(closing) => {
                            self.closing = closing;
                            Unwound::Handler
                        }
                        Err(_) => Unwound::Limit(self.limit_error(t, LimitKind::Fuel)),
                    };
                }
                // An end of iteration that escapes from a generator would be taken for its own.
                let wrong = if self.is_instance_of(exception, classes::STOP_ITERATION) {
                    Some("StopIteration")
                } else if kind == CodeKind::AsyncGenerator
                    && self.is_instance_of(exception, classes::STOP_ASYNC_ITERATION)
                {
                    Some("StopAsyncIteration")
                } else {
                    None
                };
                if let Some(wrong) = wrong {
                    let what = match kind {
                        CodeKind::Coroutine => "coroutine",
                        CodeKind::AsyncGenerator => "async generator",
                        _ => "generator",
                    };
                    let error =
                        self.exception(classes::RUNTIME_ERROR, &format!("{what} raised {wrong}"));
                    if let Value::Ref(r) = error
                        && let Kind::Exception(e) = &mut self.heap.get_mut(r).kind
                    {
                        let e = Rc::make_mut(e);
                        e.cause = exception;
                        e.context = exception;
                        e.suppress_context = true;
                    }
                    exception = error;
                }
                // A generator that ends by an exception while it is delegated to, or looped over, passes
                // it on from the place where it was resumed.
            }
        }
    }

    pub(crate) fn limit_error(&self, t: &Thread, kind: LimitKind) -> LimitError {
        let line = self.user_place(t).map(|span| span.line);
        LimitError {
            kind,
            message: match &self.refused {
                Some(sentence) if kind == LimitKind::Refused => sentence.to_string(),
                _ => kind.to_string(),
            },
            line,
        }
    }

    /// The innermost place in the program's own code.
    pub(crate) fn user_place(&self, t: &Thread) -> Option<crate::compile::code::Span> {
        t.frames.iter().rev().find_map(|frame| {
            let linked = &self.codes[frame.code as usize];
            if linked.code.internal {
                return None;
            }
            Some(
                linked
                    .code
                    .span(super::run::plain_pc(frame.pc).saturating_sub(1) as usize),
            )
        })
    }

    /// Suspend the generator on top, with the yielded value for whoever resumed it.
    pub(crate) fn yield_value(&mut self, t: &mut Thread, value: Value) -> bool {
        let Some(frame) = t.frames.pop() else {
            return false;
        };
        if !self.may_finalise {
            let code = &self.codes[frame.code as usize].code;
            let at = frame.pc.saturating_sub(1);
            let mut guards = code.tries.iter();
            self.may_finalise = code.kind == CodeKind::Generator
                && !code.internal
                && guards.any(|range| range.start <= at && at < range.end);
        }
        let own = t.stack.split_off(frame.base as usize);
        t.stack.truncate(frame.ret as usize);
        let delegated = matches!(
            self.codes[frame.code as usize]
                .ops
                .get(frame.pc as usize - 1),
            Some(Op::Yield(true))
        );
        let handling = if self.handling.is(frame.saved) {
            Value::Undef
        } else {
            self.handling
        };
        self.handling = frame.saved;
        if let Some(generator) = frame.generator
            && let Kind::Generator(g) = &mut self.heap.get_mut(generator).kind
        {
            let g = Rc::make_mut(g);
            g.state = GeneratorState::Suspended;
            g.stack = own;
            g.pc = frame.pc;
            g.handling = handling;
        }
        match frame.on_return {
            OnReturn::AsyncStep => {
                let pair = self.tuple(&[Value::Bool(delegated), value]);
                t.stack.push(pair);
                true
            }
            OnReturn::Close => false,
            _ => {
                t.stack.push(value);
                true
            }
        }
    }
}
