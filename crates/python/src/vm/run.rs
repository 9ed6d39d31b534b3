//! The interpreter's loop.

use std::cell::Cell;
use std::rc::Rc;

use super::attribute::Method;
use super::call::Next;
use super::lookup::Hint;
use super::operators::quick_binary;
use super::thread::{Frame, OnReturn, Thread};
use super::unwind::Unwound;
use super::{Out, Process, Resume, Trouble};
use crate::classes;
use crate::compile::code::{CmpOp, CodeKind, Op};
use crate::helpers::Helper;
use crate::library::Library;
use crate::limits::{LimitError, LimitKind};
use crate::names::{self, NameId};
use crate::object::{Function, Kind};
use crate::value::{Ref, Value};

/// Why the loop stopped.
pub(crate) enum Pause {
    Host(super::HostCall),
    Returned(Value),
    Uncaught(Value),
    Limit(LimitError),
}

impl Process {
    /// Run a thread until it stops. `floor` frames stay below.
    pub(crate) fn run_loop(&mut self, t: &mut Thread) -> Pause {
        loop {
            match self.run_frame(t) {
                Ok(pause) => return pause,
                Err(trouble) => match self.unwind(t, trouble) {
                    Unwound::Handler => {
                        if let Some(generators) = self.closing.take()
                            && let Err(trouble) =
                                self.call_values(t, self.closer(), &[generators], OnReturn::Discard)
                            && let Unwound::Limit(error) = self.unwind(t, trouble)
                        {
                            return Pause::Limit(error);
                        }
                    }
                    Unwound::Uncaught(exception) => return Pause::Uncaught(exception),
                    Unwound::Limit(error) => return Pause::Limit(error),
                },
            }
        }
    }

    #[allow(clippy::too_many_lines, clippy::cognitive_complexity)]
    fn run_frame(&mut self, t: &mut Thread) -> Result<Pause, Trouble> {
        // Held here, so that a call need not count references.
        let mut codes = self.codes.clone();
        'frames: loop {
            let Some(&frame) = t.frames.last() else {
                return Ok(Pause::Returned(t.stack.pop().unwrap_or(Value::None)));
            };
            if !Rc::ptr_eq(&codes, &self.codes) {
                codes = self.codes.clone();
            }
            let linked = &codes[frame.code as usize];
            let ops: &[Op] = &linked.ops;
            let base = frame.base as usize;
            let mut pc = frame.pc as usize;
            if self.heap.is_full() {
                self.collect(t)?;
            }

            macro_rules! save {
                () => {
                    if let Some(frame) = t.frames.last_mut() {
                        frame.pc = pc as u32;
                    }
                };
            }
            macro_rules! pop {
                () => {
                    match t.stack.pop() {
                        Some(value) => value,
                        None => Value::Undef,
                    }
                };
            }
            macro_rules! push {
                ($value:expr) => {{
                    let value = $value;
                    t.stack.push(value)
                }};
            }
            macro_rules! top {
                () => {
                    t.stack[t.stack.len() - 1]
                };
            }
            macro_rules! fail {
                ($trouble:expr) => {{
                    save!();
                    return Err($trouble);
                }};
            }
            macro_rules! attempt {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(trouble) => fail!(trouble),
                    }
                };
            }
            // What an operation came to; it may have to run Python first.
            macro_rules! finish {
                ($out:expr, $on_return:expr) => {{
                    match $out {
                        Out::Value(value) if $on_return == OnReturn::Push => push!(value),
                        out => {
                            save!();
                            match self.finish(t, out, $on_return)? {
                                Next::Go => {}
                                Next::Switch => continue 'frames,
                                Next::Host(call) => return Ok(Pause::Host(*call)),
                            }
                        }
                    }
                }};
            }
            macro_rules! next {
                ($next:expr) => {
                    match $next? {
                        Next::Go => {}
                        Next::Switch => continue 'frames,
                        Next::Host(call) => return Ok(Pause::Host(*call)),
                    }
                };
            }
            // Replace the top by what a helper makes of it, and do the instruction again.
            macro_rules! again {
                ($helper:expr, $args:expr) => {{
                    pc -= 1;
                    save!();
                    next!(self.call_values(t, self.helper($helper), $args, OnReturn::Push));
                    continue;
                }};
            }
            // A value is gone from the place that held it: generators may have to be closed.
            macro_rules! gone {
                ($value:expr) => {{
                    let value = $value;
                    if self.may_hold_open(value, false)
                        && let Some(generators) =
                            attempt!(self.let_go(t, &[value], None, &[], false))
                    {
                        save!();
                        let closer = self.closer();
                        next!(self.call_values(t, closer, &[generators], OnReturn::Discard));
                    }
                }};
            }
            macro_rules! jump_back_check {
                ($target:expr) => {{
                    let target = $target as usize;
                    if target < pc {
                        attempt!(self.charge(1));
                        if self.heap.is_full() {
                            pc = target;
                            save!();
                            self.collect(t)?;
                        }
                    }
                    pc = target;
                }};
            }

            loop {
                let Some(&op) = ops.get(pc) else {
                    fail!(Trouble::Limit(LimitKind::Size));
                };
                pc += 1;
                match op {
                    Op::LoadLocal(i) => {
                        let value = t.stack[base + i as usize];
                        if let Value::Undef = value {
                            fail!(self.unbound_local(linked, i));
                        }
                        push!(value);
                    }
                    Op::StoreLocal(i) => {
                        let value = pop!();
                        let old = std::mem::replace(&mut t.stack[base + i as usize], value);
                        if self.may_finalise && !linked.code.internal {
                            gone!(old);
                        }
                    }
                    Op::Const(i) => push!(linked.consts[i as usize]),
                    Op::LoadGlobal(i) => {
                        let name = linked.names[i as usize];
                        match self.load_global(frame.globals, name, &linked.hints[pc - 1]) {
                            Some(value) => push!(value),
                            None => fail!(self.name_error(name)),
                        }
                    }
                    Op::Call(n) => {
                        save!();
                        let place = t.stack.len() - n as usize - 2;
                        next!(self.call(t, place, &[], OnReturn::Push));
                    }
                    Op::LoadAttr(i) => {
                        let name = linked.names[i as usize];
                        let value = top!();
                        let hint = &linked.hints[pc - 1];
                        if let Some(own) = self.hinted_attribute(value, name, hint) {
                            let at = t.stack.len() - 1;
                            t.stack[at] = own;
                            continue;
                        }
                        let out = attempt!(self.load_attr(value, name));
                        t.stack.pop();
                        finish!(out, OnReturn::Push);
                    }
                    Op::LoadMethod(i) => {
                        let value = top!();
                        let hint = &linked.hints[pc - 1];
                        match attempt!(self.load_method(value, linked.names[i as usize], hint)) {
                            Method::Bound(function, this) => {
                                let at = t.stack.len() - 1;
                                t.stack[at] = function;
                                push!(this);
                            }
                            Method::Plain(function) => {
                                let at = t.stack.len() - 1;
                                t.stack[at] = function;
                                push!(Value::Undef);
                            }
                            Method::Pending(out) => {
                                // The result takes the place of the object; then do as with a plain one.
                                t.stack.pop();
                                save!();
                                match self.finish(t, out, OnReturn::Push)? {
                                    Next::Go => push!(Value::Undef),
                                    Next::Switch => {
                                        // When it returns, the machine goes on after this instruction: the
                                        // missing `undef` is pushed by the frame's return (see `Op::Return`).
                                        if let Some(frame) = t.frames.iter_mut().rev().nth(1) {
                                            frame.pc |= PENDING_METHOD;
                                        }
                                        continue 'frames;
                                    }
                                    Next::Host(_) => {
                                        fail!(self.raise(
                                            classes::RUNTIME_ERROR,
                                            "a host call where an attribute is expected"
                                        ));
                                    }
                                }
                            }
                        }
                    }
                    Op::Binary(op) => {
                        let b = pop!();
                        let a = top!();
                        let at = t.stack.len() - 1;
                        if let Some(value) = quick_binary(op, a, b) {
                            t.stack[at] = value;
                            continue;
                        }
                        let out = attempt!(self.binary(op, a, b));
                        t.stack.pop();
                        finish!(out, OnReturn::Push);
                    }
                    Op::Inplace(op) => {
                        let b = pop!();
                        let a = top!();
                        let at = t.stack.len() - 1;
                        if let Some(value) = quick_binary(op, a, b) {
                            t.stack[at] = value;
                            continue;
                        }
                        let out = attempt!(self.inplace(op, a, b));
                        t.stack.pop();
                        finish!(out, OnReturn::Push);
                    }
                    Op::Compare(op) => {
                        let b = pop!();
                        let a = top!();
                        if let Some(result) = quick_compare(op, a, b) {
                            let at = t.stack.len() - 1;
                            t.stack[at] = Value::Bool(result);
                            continue;
                        }
                        let out = attempt!(self.compare(op, a, b));
                        t.stack.pop();
                        finish!(out, OnReturn::Push);
                    }
                    Op::CompareJump(op, target) => {
                        let b = pop!();
                        let a = pop!();
                        let result = match quick_compare(op, a, b) {
                            Some(result) => result,
                            None => match attempt!(self.compare(op, a, b)) {
                                Out::Value(Value::Bool(result)) => result,
                                out => {
                                    // Python runs to compare: its result decides, by `_check_bool` and a jump that
                                    // is done as an instruction of its own.
                                    save!();
                                    if let Some(frame) = t.frames.last_mut() {
                                        frame.pc = pc as u32 | PENDING_JUMP;
                                    }
                                    match self.finish(t, out, OnReturn::Push)? {
                                        Next::Go => {
                                            save!();
                                            let value = pop!();
                                            match attempt!(self.truth(value)) {
                                                Some(result) => result,
                                                None => {
                                                    if let Some(frame) = t.frames.last_mut() {
                                                        frame.pc = pc as u32 | PENDING_JUMP;
                                                    }
                                                    next!(self.call_values(
                                                        t,
                                                        self.helper(Helper::Truth),
                                                        &[value],
                                                        OnReturn::Push
                                                    ));
                                                    continue 'frames;
                                                }
                                            }
                                        }
                                        Next::Switch => continue 'frames,
                                        Next::Host(call) => return Ok(Pause::Host(*call)),
                                    }
                                }
                            },
                        };
                        if !result {
                            jump_back_check!(target);
                        }
                    }
                    Op::Jump(target) => jump_back_check!(target),
                    Op::JumpIfFalse(target) | Op::JumpIfTrue(target) => {
                        let value = top!();
                        let wanted = matches!(op, Op::JumpIfTrue(_));
                        let truth = match value {
                            Value::Bool(truth) => truth,
                            other => match attempt!(self.truth(other)) {
                                Some(truth) => truth,
                                None => {
                                    t.stack.pop();
                                    again!(Helper::Truth, &[other]);
                                }
                            },
                        };
                        t.stack.pop();
                        if truth == wanted {
                            jump_back_check!(target);
                        }
                    }
                    Op::JumpIfFalseOrPop(target) | Op::JumpIfTrueOrPop(target) => {
                        let value = top!();
                        let wanted = matches!(op, Op::JumpIfTrueOrPop(_));
                        match attempt!(self.truth(value)) {
                            Some(truth) if truth == wanted => pc = target as usize,
                            Some(_) => {
                                t.stack.pop();
                            }
                            None => {
                                // The value itself stays below, its truth decides on top.
                                if let Some(frame) = t.frames.last_mut() {
                                    frame.pc = pc as u32 | PENDING_JUMP;
                                }
                                next!(self.call_values(
                                    t,
                                    self.helper(Helper::Truth),
                                    &[value],
                                    OnReturn::Push
                                ));
                                continue 'frames;
                            }
                        }
                    }
                    Op::JumpIfNone(target) => {
                        if pop!().is_none() {
                            pc = target as usize;
                        }
                    }
                    Op::ForIter(target) => {
                        let iterator = top!();
                        if let Value::Ref(r) = iterator {
                            // Ranges and lists first: the loops that matter.
                            if let Kind::RangeIter { .. } = self.heap.kind(r)
                                && let Kind::RangeIter { next, step, left } =
                                    &mut self.heap.get_mut(r).kind
                            {
                                if *left == 0 {
                                    t.stack.pop();
                                    pc = target as usize;
                                } else {
                                    let value = *next;
                                    *left -= 1;
                                    *next = value.wrapping_add(*step);
                                    push!(Value::Int(value));
                                    pc += 1;
                                }
                                continue;
                            }
                        }
                        match attempt!(self.next_native(iterator)) {
                            Some(Value::Stop) => {
                                t.stack.pop();
                                pc = target as usize;
                            }
                            Some(value) => {
                                push!(value);
                                pc += 1;
                            }
                            None => {
                                save!();
                                if let Value::Ref(r) = iterator
                                    && let Kind::Generator(_) = self.heap.kind(r)
                                {
                                    attempt!(self.charge(1));
                                    next!(self.resume_generator(
                                        t,
                                        r,
                                        Resume::Send(Value::None),
                                        OnReturn::Loop
                                    ));
                                } else {
                                    next!(self.call_values(
                                        t,
                                        self.helper(Helper::NextOrStop),
                                        &[iterator],
                                        OnReturn::Push
                                    ));
                                }
                            }
                        }
                    }
                    Op::StopCheck(target) => {
                        if let Value::Stop = top!() {
                            t.stack.pop();
                            let iterator = pop!();
                            pc = target as usize;
                            if self.may_finalise && !linked.code.internal {
                                gone!(iterator);
                            }
                        }
                    }
                    Op::Pop => {
                        t.stack.pop();
                    }
                    Op::DropIter => {
                        let iterator = pop!();
                        if self.may_finalise {
                            gone!(iterator);
                        }
                    }
                    Op::Dup => push!(top!()),
                    Op::Dup2 => {
                        let len = t.stack.len();
                        let (a, b) = (t.stack[len - 2], t.stack[len - 1]);
                        push!(a);
                        push!(b);
                    }
                    Op::Swap => {
                        let len = t.stack.len();
                        t.stack.swap(len - 1, len - 2);
                    }
                    Op::Rot3 => {
                        let len = t.stack.len();
                        t.stack[len - 3..].rotate_right(1);
                    }
                    Op::Pick(n) => {
                        let value = t.stack[t.stack.len() - n as usize];
                        push!(value);
                    }
                    Op::PushUndef => push!(Value::Undef),
                    Op::Return => {
                        let value = pop!();
                        let Some(done) = t.frames.pop() else {
                            return Ok(Pause::Returned(value));
                        };
                        let instance = if done.on_return == OnReturn::Init {
                            t.stack[done.ret as usize]
                        } else {
                            Value::None
                        };
                        let mut dropped = Vec::new();
                        let internal = linked.code.internal;
                        if self.may_finalise && (!internal || done.generator.is_some()) {
                            let slots = &t.stack[base..base + linked.slots];
                            dropped
                                .extend(slots.iter().filter(|v| self.may_hold_open(**v, internal)));
                        }
                        t.stack.truncate(done.ret as usize);
                        match done.on_return {
                            OnReturn::Push if done.generator.is_none() => push!(value),
                            OnReturn::Discard if done.generator.is_none() => {}
                            OnReturn::Init => {
                                if !value.is_none() {
                                    let message = format!(
                                        "__init__() should return None, not '{}'",
                                        self.type_name(value)
                                    );
                                    return Err(self.type_error(&message));
                                }
                                push!(instance);
                            }
                            OnReturn::Module => {}
                            how => {
                                if let Some(generator) = done.generator {
                                    self.handling = done.saved;
                                    if let Kind::Generator(g) =
                                        &mut self.heap.get_mut(generator).kind
                                    {
                                        let g = Rc::make_mut(g);
                                        g.state = crate::object::GeneratorState::Finished;
                                        g.stack = Vec::new();
                                    }
                                    if !dropped.is_empty() {
                                        // Its end may be an exception: then whoever catches it closes them.
                                        self.closing = self.let_go(
                                            t,
                                            &std::mem::take(&mut dropped),
                                            None,
                                            &[value],
                                            internal,
                                        )?;
                                    }
                                }
                                next!(self.generator_ended(t, value, how));
                            }
                        }
                        if t.frames.is_empty() {
                            return Ok(Pause::Returned(t.stack.pop().unwrap_or(Value::None)));
                        }
                        if let Some(caller) = t.frames.last_mut()
                            && caller.pc & PENDING != 0
                        {
                            self.settle(t)?;
                        }
                        if !dropped.is_empty() {
                            self.closing = self.let_go(t, &dropped, None, &[], false)?;
                        }
                        if let Some(generators) = self.closing.take() {
                            let closer = self.closer();
                            self.call_values(t, closer, &[generators], OnReturn::Discard)?;
                        }
                        continue 'frames;
                    }

                    Op::StoreAttr(i) => {
                        let object = pop!();
                        let value = pop!();
                        let name = linked.names[i as usize];
                        let hint = &linked.hints[pc - 1];
                        if self.store_hinted(object, name, value, hint) {
                            continue;
                        }
                        let out = attempt!(self.store_attr(object, name, value));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::DelAttr(i) => {
                        let object = pop!();
                        let out = attempt!(self.delete_attr(object, linked.names[i as usize]));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::LoadItem => {
                        let key = pop!();
                        let object = pop!();
                        let out = attempt!(self.get_item(object, key));
                        finish!(out, OnReturn::Push);
                    }
                    Op::StoreItem => {
                        let key = pop!();
                        let object = pop!();
                        let value = pop!();
                        let out = attempt!(self.set_item(object, key, value));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::DelItem => {
                        let key = pop!();
                        let object = pop!();
                        let out = attempt!(self.del_item(object, key));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::BuildSlice(n) => {
                        let step = if n == 3 { pop!() } else { Value::None };
                        let stop = pop!();
                        let start = pop!();
                        push!(
                            self.alloc(classes::SLICE, Kind::Slice(Rc::new([start, stop, step])))
                        );
                    }
                    Op::DelLocal(i) => {
                        let at = base + i as usize;
                        if t.stack[at].is_undef() {
                            fail!(self.unbound_local(linked, i));
                        }
                        let old = std::mem::replace(&mut t.stack[at], Value::Undef);
                        if self.may_finalise {
                            gone!(old);
                        }
                    }
                    Op::MakeCell(i) => {
                        let at = base + i as usize;
                        t.stack[at] = self.alloc(classes::CELL, Kind::Cell(t.stack[at]));
                    }
                    Op::LoadCell(i) => {
                        let value = match t.stack[base + i as usize] {
                            Value::Ref(r) => match self.heap.kind(r) {
                                Kind::Cell(value) => *value,
                                _ => Value::Undef,
                            },
                            _ => Value::Undef,
                        };
                        if value.is_undef() {
                            fail!(self.unbound_cell(linked, i));
                        }
                        push!(value);
                    }
                    Op::StoreCell(i) => {
                        let value = pop!();
                        if let Value::Ref(r) = t.stack[base + i as usize] {
                            self.heap.get_mut(r).kind = Kind::Cell(value);
                        }
                    }
                    Op::DelCell(i) => {
                        if let Value::Ref(r) = t.stack[base + i as usize] {
                            if let Kind::Cell(Value::Undef) = self.heap.kind(r) {
                                fail!(self.unbound_cell(linked, i));
                            }
                            self.heap.get_mut(r).kind = Kind::Cell(Value::Undef);
                        }
                    }
                    Op::LoadClosure(i) => push!(t.stack[base + i as usize]),
                    Op::StoreGlobal(i) => {
                        let value = pop!();
                        let name = linked.names[i as usize];
                        let mut old = None;
                        if let Kind::Module(module) = &mut self.heap.get_mut(frame.globals).kind {
                            if self.may_finalise {
                                old = module.names.get(name);
                            }
                            Rc::make_mut(module).names.set(name, value);
                        }
                        if let Some(old) = old {
                            gone!(old);
                        }
                    }
                    Op::DelGlobal(i) => {
                        let name = linked.names[i as usize];
                        let removed = match &mut self.heap.get_mut(frame.globals).kind {
                            Kind::Module(module) => Rc::make_mut(module).names.remove(name),
                            _ => None,
                        };
                        match removed {
                            Some(old) if self.may_finalise => gone!(old),
                            Some(_) => {}
                            None => fail!(self.name_error(name)),
                        }
                    }
                    Op::LoadName(i) => {
                        let name = linked.names[i as usize];
                        match attempt!(self.load_name(&frame, name)) {
                            Some(value) => push!(value),
                            None => fail!(self.name_error(name)),
                        }
                    }
                    Op::StoreName(i) => {
                        let value = pop!();
                        let key = self.name_value(linked.names[i as usize]);
                        if let Some(namespace) = frame.namespace {
                            if self.heap.get(namespace).class == classes::DICT {
                                attempt!(self.dict_set(namespace, key, value));
                            } else {
                                // What a metaclass prepared.
                                let out =
                                    attempt!(self.set_item(Value::Ref(namespace), key, value));
                                if !matches!(out, Out::Done) {
                                    finish!(out, OnReturn::Discard);
                                }
                            }
                        }
                    }
                    Op::DelName(i) => {
                        let name = linked.names[i as usize];
                        let key = self.name_value(name);
                        let removed = match frame.namespace {
                            Some(namespace) => attempt!(self.dict_remove(namespace, key)),
                            None => None,
                        };
                        if removed.is_none() {
                            fail!(self.name_error(name));
                        }
                    }
                    Op::LoadClassCell(i, slot) => {
                        let key = self.name_value(linked.names[i as usize]);
                        let own = match frame.namespace {
                            Some(namespace) => attempt!(self.dict_get(namespace, key)),
                            None => None,
                        };
                        let value = match (own, t.stack[base + slot as usize]) {
                            (Some(own), _) => own,
                            (None, Value::Ref(r)) => match self.heap.kind(r) {
                                Kind::Cell(value) => *value,
                                _ => Value::Undef,
                            },
                            _ => Value::Undef,
                        };
                        if value.is_undef() {
                            fail!(self.unbound_cell(linked, u32::from(slot)));
                        }
                        push!(value);
                    }
                    Op::Unary(op) => {
                        let value = pop!();
                        let out = attempt!(self.unary(op, value));
                        finish!(out, OnReturn::Push);
                    }
                    Op::Not => {
                        let value = pop!();
                        match attempt!(self.truth(value)) {
                            Some(truth) => push!(Value::Bool(!truth)),
                            None => {
                                save!();
                                next!(self.call_values(
                                    t,
                                    self.helper(Helper::Negate),
                                    &[value],
                                    OnReturn::Push
                                ));
                            }
                        }
                    }
                    Op::Is(negated) => {
                        let b = pop!();
                        let a = pop!();
                        push!(Value::Bool(self.identical(a, b) != negated));
                    }
                    Op::Contains(negated) => {
                        let container = pop!();
                        let item = pop!();
                        let out = attempt!(self.contains(container, item, negated));
                        finish!(out, OnReturn::Push);
                    }
                    Op::GetIter => {
                        let value = pop!();
                        let out = attempt!(self.iter(value));
                        finish!(out, OnReturn::Push);
                    }
                    Op::BuildTuple(n) => {
                        let items = t.stack.split_off(t.stack.len() - n as usize);
                        push!(self.tuple(&items));
                    }
                    Op::BuildList(n) => {
                        let items = t.stack.split_off(t.stack.len() - n as usize);
                        push!(self.list(items));
                    }
                    Op::BuildSet(n) => {
                        let items = t.stack.split_off(t.stack.len() - n as usize);
                        match attempt!(self.set_of(&items)) {
                            Some(set) => push!(set),
                            None => {
                                let items = self.list(items);
                                save!();
                                next!(self.call_values(
                                    t,
                                    self.helper(Helper::SetFrom),
                                    &[items],
                                    OnReturn::Push
                                ));
                            }
                        }
                    }
                    Op::BuildConstSet(n) => {
                        let items = t.stack.split_off(t.stack.len() - n as usize);
                        let set = attempt!(self.constant_set(&items));
                        push!(set);
                    }
                    Op::CopySet => {
                        if let Value::Ref(r) = top!()
                            && let Kind::Set(set) = self.heap.kind(r)
                        {
                            let copy = Kind::Set(Rc::new(crate::set::Set::copy_of(set)));
                            pop!();
                            push!(self.alloc(classes::SET, copy));
                        }
                    }
                    Op::BuildDict(n) => {
                        let items = t.stack.split_off(t.stack.len() - 2 * n as usize);
                        match attempt!(self.dict_of(&items)) {
                            Ok(dict) => push!(dict),
                            Err(pairs) => {
                                save!();
                                next!(self.call_values(
                                    t,
                                    self.helper(Helper::DictFrom),
                                    &[pairs],
                                    OnReturn::Push
                                ));
                            }
                        }
                    }
                    Op::ListAppend(n) => {
                        let item = pop!();
                        if let Value::Ref(r) = t.stack[t.stack.len() - n as usize] {
                            attempt!(self.list_push(r, item));
                        }
                    }
                    Op::SetAdd(n) => {
                        let item = pop!();
                        let set = t.stack[t.stack.len() - n as usize];
                        let out = attempt!(self.set_add(set, item));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::DictAdd(n) => {
                        let value = pop!();
                        let key = pop!();
                        let dict = t.stack[t.stack.len() - n as usize];
                        let out = attempt!(self.dict_set_item(dict, key, value));
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::ListExtend | Op::ExtendArgs => {
                        let iterable = pop!();
                        let list = top!();
                        let callable = match op {
                            Op::ExtendArgs => t.stack[t.stack.len() - 3],
                            _ => Value::None,
                        };
                        let out = match attempt!(self.list_extend(list, iterable)) {
                            Out::Discard(..) => Out::Discard(
                                self.helper(Helper::StarExtend),
                                vec![list, iterable, callable],
                            ),
                            out => out,
                        };
                        if !matches!(out, Out::Done) {
                            finish!(out, OnReturn::Discard);
                        }
                    }
                    Op::SetUpdate => {
                        let iterable = pop!();
                        let set = top!();
                        save!();
                        next!(self.call_values(
                            t,
                            self.helper(Helper::SetUpdate),
                            &[set, iterable],
                            OnReturn::Discard
                        ));
                    }
                    Op::DictUpdate => {
                        let mapping = pop!();
                        let dict = top!();
                        save!();
                        next!(self.call_values(
                            t,
                            self.helper(Helper::DictDisplay),
                            &[dict, mapping],
                            OnReturn::Discard
                        ));
                    }
                    Op::DictMerge => {
                        let mapping = pop!();
                        let dict = top!();
                        let callable = t.stack[t.stack.len() - 4];
                        if !attempt!(self.merge_keywords(dict, mapping, callable)) {
                            save!();
                            let helper = self.helper(Helper::DictMerge);
                            next!(self.call_values(
                                t,
                                helper,
                                &[dict, mapping, callable],
                                OnReturn::Discard
                            ));
                        }
                    }
                    Op::ListToTuple => {
                        let list = pop!();
                        let items = self.items_of(list).unwrap_or_default();
                        push!(self.tuple(&items));
                    }
                    Op::BuildString(n) => {
                        let from = t.stack.len() - n as usize;
                        let text = attempt!(self.concatenate(&t.stack[from..]));
                        t.stack.truncate(from);
                        push!(text);
                    }
                    Op::Convert(conversion) => {
                        let value = pop!();
                        let out = attempt!(self.convert(conversion, value));
                        finish!(out, OnReturn::Push);
                    }
                    Op::Format(has_spec) => {
                        let spec = if has_spec { pop!() } else { Value::Undef };
                        let value = pop!();
                        let out = attempt!(self.format_value(value, spec));
                        finish!(out, OnReturn::Push);
                    }
                    Op::UnpackSequence(n) => {
                        let value = pop!();
                        match self.unpackable(value) {
                            Some(items) => {
                                if items.len() != n as usize {
                                    fail!(self.unpack_error(n as usize, items.len()));
                                }
                                t.stack.extend(items.iter().rev());
                            }
                            None => {
                                let count = Value::Int(i64::from(n));
                                again!(Helper::UnpackFrom, &[value, count]);
                            }
                        }
                    }
                    Op::UnpackStar(before, after) => {
                        let value = pop!();
                        let Some(items) = self.items_of(value) else {
                            again!(Helper::UnpackFrom, &[value, Value::Int(-1)]);
                        };
                        let (before, after) = (before as usize, after as usize);
                        if items.len() < before + after {
                            let message = format!(
                                "not enough values to unpack (expected at least {}, got {})",
                                before + after,
                                items.len()
                            );
                            fail!(self.value_error(&message));
                        }
                        let end = items.len() - after;
                        t.stack.extend(items[end..].iter().rev());
                        let middle = self.list(items[before..end].to_vec());
                        push!(middle);
                        t.stack.extend(items[..before].iter().rev());
                    }
                    Op::CallKw(n, names) => {
                        save!();
                        let place = t.stack.len() - n as usize - 2;
                        let keywords = attempt!(self.keyword_names(linked.consts[names as usize]));
                        next!(self.call(t, place, &keywords, OnReturn::Push));
                    }
                    Op::CallEx(has_keywords) => {
                        save!();
                        let named = if has_keywords { pop!() } else { Value::None };
                        let args = pop!();
                        let place = t.stack.len() - 2;
                        let items = self.items_of(args).unwrap_or_default();
                        t.stack.extend_from_slice(&items);
                        let mut keywords = Vec::new();
                        if let Value::Ref(r) = named {
                            let entries: Vec<(Value, Value)> = match self.heap.kind(r) {
                                Kind::Dict(dict) => dict.iter().collect(),
                                _ => Vec::new(),
                            };
                            for (key, value) in entries {
                                let Some(text) = self.as_str(key) else {
                                    fail!(self.type_error("keywords must be strings"));
                                };
                                keywords.push(self.names.intern(&text));
                                push!(value);
                            }
                        }
                        next!(self.call(t, place, &keywords, OnReturn::Push));
                    }
                    Op::MakeFunction(constant, flags) => {
                        let closure = if flags & 4 != 0 { pop!() } else { Value::None };
                        let named = if flags & 2 != 0 { pop!() } else { Value::None };
                        let defaults = if flags & 1 != 0 { pop!() } else { Value::None };
                        let Value::Code(code) = linked.consts[constant as usize] else {
                            continue;
                        };
                        push!(self.make_function(code, frame.globals, defaults, named, closure));
                    }
                    Op::LoadHelper(helper) => {
                        push!(self.helper(helper));
                        push!(Value::Undef);
                    }
                    Op::PushExcInfo => {
                        let exception = pop!();
                        push!(self.handling);
                        push!(exception);
                        self.handling = exception;
                    }
                    Op::PopExcept => self.handling = pop!(),
                    Op::CheckExcMatch => {
                        let class = pop!();
                        let exception = top!();
                        match self.exception_matches(exception, class) {
                            Some(matches) => push!(Value::Bool(matches)),
                            None => {
                                fail!(self.type_error(
                                    "catching classes that do not inherit from BaseException is not allowed"
                                ));
                            }
                        }
                    }
                    Op::Raise(n) => {
                        let trouble = match n {
                            0 => {
                                if self.handling.is_none() {
                                    fail!(self.raise(
                                        classes::RUNTIME_ERROR,
                                        "No active exception to reraise"
                                    ));
                                }
                                Trouble::Raise(self.handling)
                            }
                            1 => {
                                let value = top!();
                                match attempt!(self.raisable(value)) {
                                    Some(exception) => Trouble::Raise(exception),
                                    None => {
                                        // A class: call it, and raise what comes back.
                                        let at = t.stack.len();
                                        push!(Value::Undef);
                                        pc -= 1;
                                        save!();
                                        next!(self.call(t, at - 1, &[], OnReturn::Push));
                                        continue;
                                    }
                                }
                            }
                            _ => {
                                let cause = top!();
                                let value = t.stack[t.stack.len() - 2];
                                match attempt!(self.raisable(value)) {
                                    Some(exception) => {
                                        if !cause.is_none() && !self.is_exception(cause) {
                                            if self.is_exception_class(cause) {
                                                let at = t.stack.len();
                                                push!(Value::Undef);
                                                pc -= 1;
                                                save!();
                                                next!(self.call(t, at - 1, &[], OnReturn::Push));
                                                continue;
                                            }
                                            fail!(self.type_error(
                                                "exception causes must derive from BaseException"
                                            ));
                                        }
                                        if let Value::Ref(r) = exception
                                            && let Kind::Exception(e) =
                                                &mut self.heap.get_mut(r).kind
                                        {
                                            let e = Rc::make_mut(e);
                                            e.cause = cause;
                                            e.suppress_context = true;
                                        }
                                        Trouble::Raise(exception)
                                    }
                                    None => {
                                        // `raise Class from cause`: make the instance below the cause.
                                        let len = t.stack.len();
                                        t.stack.swap(len - 1, len - 2);
                                        push!(Value::Undef);
                                        pc -= 1;
                                        save!();
                                        if let Some(frame) = t.frames.last_mut() {
                                            frame.pc |= PENDING_SWAP;
                                        }
                                        match self.call(t, len - 1, &[], OnReturn::Push)? {
                                            Next::Go => {
                                                save!();
                                                let len = t.stack.len();
                                                t.stack.swap(len - 1, len - 2);
                                                continue;
                                            }
                                            Next::Switch => continue 'frames,
                                            Next::Host(call) => return Ok(Pause::Host(*call)),
                                        }
                                    }
                                }
                            }
                        };
                        fail!(trouble);
                    }
                    Op::Reraise => {
                        let exception = pop!();
                        fail!(Trouble::Reraise(exception));
                    }
                    Op::CleanupReraise => {
                        let exception = pop!();
                        self.handling = pop!();
                        fail!(Trouble::Reraise(exception));
                    }
                    Op::LoadAssertionError => push!(Value::Ref(classes::ASSERTION_ERROR)),
                    Op::BeforeWith(is_async) => {
                        let manager = pop!();
                        let (enter, exit) = if is_async {
                            (names::AENTER, names::AEXIT)
                        } else {
                            (names::ENTER, names::EXIT)
                        };
                        let class = self.class_of(manager);
                        let found = (
                            self.type_lookup(class, enter),
                            self.type_lookup(class, exit),
                        );
                        let (Some(enter), Some(exit)) = found else {
                            let protocol = if is_async {
                                "asynchronous context manager"
                            } else {
                                "context manager"
                            };
                            let name = self.class_name(class);
                            let message = if found.0.is_none() {
                                format!("'{name}' object does not support the {protocol} protocol")
                            } else {
                                let missed = if is_async { "__aexit__" } else { "__exit__" };
                                format!(
                                    "'{name}' object does not support the {protocol} protocol (missed {missed} method)"
                                )
                            };
                            fail!(self.type_error(&message));
                        };
                        let exit = attempt!(self.bind_special(exit, manager));
                        push!(exit);
                        match enter {
                            Value::Ref(r)
                                if matches!(
                                    self.heap.kind(r),
                                    Kind::Function(_) | Kind::Native(_)
                                ) =>
                            {
                                push!(enter);
                                push!(manager);
                            }
                            other => {
                                let bound = attempt!(self.bind_special(other, manager));
                                push!(bound);
                                push!(Value::Undef);
                            }
                        }
                    }
                    Op::WithExceptStart => {
                        // `[exit, previous, exception]`
                        let exception = top!();
                        let exit = t.stack[t.stack.len() - 3];
                        let class = Value::Ref(self.class_of(exception));
                        let traceback = self.traceback_of(exception);
                        for value in [exit, Value::Undef, class, exception, traceback] {
                            push!(value);
                        }
                    }
                    Op::Import(i) | Op::ImportLeaf(i) => {
                        let name = linked.code.names[i as usize].clone();
                        let leaf = matches!(op, Op::ImportLeaf(_));
                        // Not even where a program is prepared for a refusal.
                        if !linked.code.internal && Library::is_private(&name) {
                            fail!(self.no_module(&name));
                        }
                        match self.imported(&name, leaf) {
                            Some(module) => push!(module),
                            None => {
                                pc -= 1;
                                save!();
                                match self.import_module(t, &name, OnReturn::Discard) {
                                    Ok(Next::Switch) => continue 'frames,
                                    Ok(_) => {}
                                    Err(trouble) => {
                                        pc += 1;
                                        fail!(trouble);
                                    }
                                }
                            }
                        }
                    }
                    Op::ImportFrom(i) => {
                        let module = top!();
                        let name = linked.code.names[i as usize].clone();
                        match attempt!(self.import_from(module, &name)) {
                            super::import::Found::Value(value) => push!(value),
                            super::import::Found::Submodule(full) => {
                                pc -= 1;
                                save!();
                                match self.import_module(t, &full, OnReturn::Discard) {
                                    Ok(Next::Switch) => continue 'frames,
                                    Ok(_) => {}
                                    Err(trouble) => {
                                        pc += 1;
                                        fail!(trouble);
                                    }
                                }
                            }
                            super::import::Found::Call(out) => finish!(out, OnReturn::Push),
                        }
                    }
                    Op::ReturnGenerator => {
                        save!();
                        self.make_generator(t)?;
                        if t.frames.is_empty() {
                            return Ok(Pause::Returned(t.stack.pop().unwrap_or(Value::None)));
                        }
                        if let Some(caller) = t.frames.last_mut()
                            && caller.pc & PENDING != 0
                        {
                            self.settle(t)?;
                        }
                        continue 'frames;
                    }
                    Op::Yield(_) => {
                        save!();
                        let value = pop!();
                        let coroutine =
                            linked.code.kind == crate::compile::code::CodeKind::Coroutine;
                        if !self.yield_value(t, value) {
                            let what = if coroutine { "coroutine" } else { "generator" };
                            let message = format!("{what} ignored GeneratorExit");
                            return Err(self.raise(classes::RUNTIME_ERROR, &message));
                        }
                        if let Some(caller) = t.frames.last_mut()
                            && caller.pc & PENDING != 0
                        {
                            self.settle(t)?;
                        }
                        continue 'frames;
                    }
                    Op::GetYieldFromIter => {
                        let value = top!();
                        if let Value::Ref(r) = value
                            && let Kind::Generator(_) = self.heap.kind(r)
                        {
                            let class = self.heap.get(r).class;
                            if class == classes::GENERATOR {
                                continue;
                            }
                            if class == classes::COROUTINE
                                && linked.code.kind != CodeKind::Coroutine
                            {
                                fail!(self.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
                            }
                        }
                        t.stack.pop();
                        let out = attempt!(self.iter(value));
                        finish!(out, OnReturn::Push);
                    }
                    Op::GetAwaitable => {
                        let value = top!();
                        if let Value::Ref(r) = value
                            && let Kind::Generator(_) = self.heap.kind(r)
                            && self.heap.get(r).class == classes::COROUTINE
                        {
                            continue;
                        }
                        t.stack.pop();
                        save!();
                        next!(self.call_values(
                            t,
                            self.helper(Helper::Await),
                            &[value],
                            OnReturn::Push
                        ));
                    }
                    Op::Send(end) => {
                        let sent = pop!();
                        let iterator = top!();
                        save!();
                        if let Value::Ref(r) = iterator
                            && let Kind::Generator(_) = self.heap.kind(r)
                        {
                            attempt!(self.charge(1));
                            next!(self.resume_generator(
                                t,
                                r,
                                Resume::Send(sent),
                                OnReturn::Delegate
                            ));
                            continue 'frames;
                        }
                        if sent.is_none()
                            && let Some(value) = attempt!(self.next_native(iterator))
                        {
                            if let Value::Stop = value {
                                let at = t.stack.len() - 1;
                                t.stack[at] = Value::None;
                                pc = end as usize;
                            } else {
                                push!(value);
                            }
                            continue;
                        }
                        // An iterator written in Python: `next` or `send`, whose StopIteration comes to the
                        // handler of the loop, because the range of the Yield that follows covers the call.
                        pc += 1;
                        if let Some(frame) = t.frames.last_mut() {
                            frame.pc = pc as u32 | PENDING_BACK;
                        }
                        let helper = self.helper(Helper::Next);
                        let args = [iterator, sent];
                        match self.call_values(t, helper, &args, OnReturn::Push)? {
                            Next::Go => {
                                pc -= 1;
                                save!();
                            }
                            Next::Switch => continue 'frames,
                            Next::Host(call) => return Ok(Pause::Host(*call)),
                        }
                    }
                    Op::CleanupThrow(end) => {
                        let exception = pop!();
                        if !self.is_instance_of(exception, classes::STOP_ITERATION) {
                            fail!(Trouble::Reraise(exception));
                        }
                        let value = self.stop_value(exception);
                        let at = t.stack.len() - 1;
                        t.stack[at] = value;
                        pc = end as usize;
                    }
                    Op::GetAiter => {
                        let value = pop!();
                        save!();
                        next!(self.call_values(
                            t,
                            self.helper(Helper::Aiter),
                            &[value],
                            OnReturn::Push
                        ));
                    }
                    Op::GetAnext => {
                        let value = top!();
                        save!();
                        next!(self.call_values(
                            t,
                            self.helper(Helper::Anext),
                            &[value],
                            OnReturn::Push
                        ));
                    }
                    Op::EndAsyncFor => {
                        let exception = pop!();
                        if !self.is_instance_of(exception, classes::STOP_ASYNC_ITERATION) {
                            fail!(Trouble::Reraise(exception));
                        }
                        t.stack.pop();
                    }
                    Op::GetLen => {
                        let value = top!();
                        let out = attempt!(self.len(value));
                        finish!(out, OnReturn::Push);
                    }
                    Op::Nop => {}
                }
            }
        }
    }

    /// Finish an instruction that had to wait for Python to run (see the `PENDING` flags).
    fn settle(&mut self, t: &mut Thread) -> Result<(), Trouble> {
        let Some(frame) = t.frames.last_mut() else {
            return Ok(());
        };
        let flag = frame.pc & PENDING;
        frame.pc &= !PENDING;
        match flag {
            PENDING_METHOD => t.stack.push(Value::Undef),
            PENDING_SWAP => {
                let len = t.stack.len();
                t.stack.swap(len - 1, len - 2);
            }
            PENDING_BACK => frame.pc -= 1,
            _ => {
                let op = self.codes[frame.code as usize]
                    .ops
                    .get(frame.pc as usize - 1)
                    .copied();
                let value = t.stack.pop().unwrap_or(Value::None);
                let Some(truth) = self.truth(value)? else {
                    if let Some(frame) = t.frames.last_mut() {
                        frame.pc |= PENDING_JUMP;
                    }
                    self.call_values(t, self.helper(Helper::Truth), &[value], OnReturn::Push)?;
                    return Ok(());
                };
                let Some(frame) = t.frames.last_mut() else {
                    return Ok(());
                };
                match op {
                    Some(Op::CompareJump(_, target)) if !truth => frame.pc = target,
                    Some(Op::JumpIfFalseOrPop(target)) if !truth => frame.pc = target,
                    Some(Op::JumpIfTrueOrPop(target)) if truth => frame.pc = target,
                    Some(Op::JumpIfFalseOrPop(_) | Op::JumpIfTrueOrPop(_)) => {
                        t.stack.pop();
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// A name of the module, or else a built-in one.
    #[inline]
    fn load_global(&self, globals: Ref, name: NameId, hint: &Cell<Hint>) -> Option<Value> {
        let Kind::Module(module) = self.heap.kind(globals) else {
            return None;
        };
        let known = hint.get();
        if let Some(value) = module.names.at(known.place as usize, name) {
            return Some(value);
        }
        let Kind::Module(builtins) = self.heap.kind(self.builtins) else {
            return None;
        };
        if known.epoch == module.names.stamp()
            && let Some(value) = builtins.names.at(known.place as usize, name)
        {
            return Some(value);
        }
        let (names, place) = match module.names.position(name) {
            Some(place) => (&module.names, place),
            None => (&builtins.names, builtins.names.position(name)?),
        };
        hint.set(Hint {
            epoch: module.names.stamp(),
            class: Ref::default(),
            place: place as u32,
        });
        Some(names.entries()[place].1)
    }

    fn load_name(&mut self, frame: &Frame, name: NameId) -> Result<Option<Value>, Trouble> {
        if let Some(namespace) = frame.namespace {
            let key = self.name_value(name);
            if let Some(value) = self.dict_get(namespace, key)? {
                return Ok(Some(value));
            }
        }
        if let Kind::Module(module) = self.heap.kind(frame.globals)
            && let Some(value) = module.names.get(name)
        {
            return Ok(Some(value));
        }
        if let Kind::Module(builtins) = self.heap.kind(self.builtins) {
            return Ok(builtins.names.get(name));
        }
        Ok(None)
    }

    fn name_error(&mut self, name: NameId) -> Trouble {
        let message = format!("name '{}' is not defined", self.names.text(name));
        let value = self.name_value(name);
        self.raise_named(classes::NAME_ERROR, &message, &[("name", value)])
    }

    fn unbound_local(&mut self, linked: &super::Linked, slot: u32) -> Trouble {
        let message = format!(
            "cannot access local variable '{}' where it is not associated with a value",
            linked.code.slots[slot as usize]
        );
        self.raise(classes::UNBOUND_LOCAL_ERROR, &message)
    }

    fn unbound_cell(&mut self, linked: &super::Linked, slot: u32) -> Trouble {
        if slot < linked.code.first_free {
            return self.unbound_local(linked, slot);
        }
        let message = format!(
            "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
            linked.code.slots[slot as usize]
        );
        self.raise(classes::NAME_ERROR, &message)
    }

    fn make_function(
        &mut self,
        code: u32,
        globals: Ref,
        defaults: Value,
        named: Value,
        closure: Value,
    ) -> Value {
        let linked = self.codes[code as usize].clone();
        let defaults = self.items_of(defaults).unwrap_or_default();
        let closure = self.items_of(closure).unwrap_or_default();
        let mut keyword_defaults = Vec::new();
        if let Value::Ref(r) = named
            && let Kind::Dict(dict) = self.heap.kind(r)
        {
            let entries: Vec<_> = dict.iter().collect();
            for (key, value) in entries {
                if let Some(text) = self.as_str(key) {
                    keyword_defaults.push((self.names.intern(&text), value));
                }
            }
        }
        let name = self.names.intern(&linked.code.name);
        let name = self.name_value(name);
        let qualname = if linked.code.qualname == linked.code.name {
            name
        } else {
            self.str(&linked.code.qualname)
        };
        let module = match self.heap.kind(globals) {
            Kind::Module(module) => module.names.get(names::NAME).unwrap_or(Value::None),
            _ => Value::None,
        };
        let doc = match &linked.code.doc {
            Some(doc) => self.str(doc),
            None => Value::None,
        };
        self.alloc(
            classes::FUNCTION,
            Kind::Function(Rc::new(Function {
                code,
                globals,
                name,
                qualname,
                module,
                doc,
                defaults: Rc::from(defaults),
                keyword_defaults: Rc::from(keyword_defaults),
                closure: Rc::from(closure),
            })),
        )
    }

    /// Whether an `except` clause catches. `None`: the clause names no exception class.
    pub(crate) fn exception_matches(&self, exception: Value, class: Value) -> Option<bool> {
        if let Value::Ref(r) = class {
            if let Kind::Tuple(items) = self.heap.kind(r) {
                // Not tuples in tuples.
                if !items.iter().all(|&item| self.is_exception_class(item)) {
                    return None;
                }
                let class = self.class_of(exception);
                return Some(
                    items
                        .iter()
                        .filter_map(|item| item.as_ref())
                        .any(|of| self.is_subclass(class, of)),
                );
            }
            if self.is_exception_class(class) {
                return Some(self.is_subclass(self.class_of(exception), r));
            }
        }
        None
    }

    /// The value that a StopIteration carries.
    pub(crate) fn stop_value(&self, exception: Value) -> Value {
        match exception {
            Value::Ref(r) => self.own_attribute(r, names::VALUE).unwrap_or(Value::None),
            _ => Value::None,
        }
    }

    /// Bind a special method found on a class to an object.
    fn bind_special(&mut self, method: Value, this: Value) -> Result<Value, Trouble> {
        Ok(match method {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Function(_) | Kind::Native(_) => {
                    self.alloc(classes::METHOD, Kind::BoundMethod { function: r, this })
                }
                Kind::StaticMethod(function) => *function,
                Kind::ClassMethod(Value::Ref(function)) => {
                    let function = *function;
                    let class = Value::Ref(self.class_of(this));
                    self.alloc(
                        classes::METHOD,
                        Kind::BoundMethod {
                            function,
                            this: class,
                        },
                    )
                }
                _ => method,
            },
            other => other,
        })
    }
}

/// Flags in a saved `pc`: what is left to do when the frame gets its value back.
const PENDING: u32 = 0xf000_0000;
/// A method was looked up by running Python: push the absent `self`.
const PENDING_METHOD: u32 = 0x1000_0000;
/// A comparison or truth value was computed by Python: do the jump.
const PENDING_JUMP: u32 = 0x2000_0000;
/// Exchange the two values on top.
const PENDING_SWAP: u32 = 0x4000_0000;
/// Go on one instruction earlier.
pub(crate) const PENDING_BACK: u32 = 0x8000_0000;

/// Whether an instruction is waiting for Python to finish.
pub(crate) fn has_pending(pc: u32) -> bool {
    pc & PENDING != 0
}

/// The saved `pc` without flags.
pub(crate) fn plain_pc(pc: u32) -> u32 {
    pc & !PENDING
}

/// Comparisons of numbers, at once.
#[inline]
fn quick_compare(op: CmpOp, a: Value, b: Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(match op {
            CmpOp::Eq => a == b,
            CmpOp::Ne => a != b,
            CmpOp::Lt => a < b,
            CmpOp::Le => a <= b,
            CmpOp::Gt => a > b,
            CmpOp::Ge => a >= b,
        }),
        (Value::Float(a), Value::Float(b)) => Some(match op {
            CmpOp::Eq => a == b,
            CmpOp::Ne => a != b,
            CmpOp::Lt => a < b,
            CmpOp::Le => a <= b,
            CmpOp::Gt => a > b,
            CmpOp::Ge => a >= b,
        }),
        _ => None,
    }
}
