//! Code for expressions.

use std::rc::Rc;

use num_bigint::BigInt;
use ruff_python_ast::{self as ast, Expr, Number, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::code::{BinOp, CmpOp, CodeKind, Const, Conversion, Op, Parameters, UnOp};
use super::symbols::Binding;
use super::{Compiler, Outcome, refused};
use crate::helpers::Helper;

impl<'a> Compiler<'a> {
    pub(super) fn constant(&mut self, constant: Const) {
        let constant = self.unit.constant(constant);
        self.emit(Op::Const(constant));
    }

    pub(super) fn expr(&mut self, expr: &'a Expr) -> Outcome {
        let range = expr.range();
        self.at(range);
        if let Some(constant) = self.literal(expr)? {
            self.constant(constant);
            return Ok(());
        }
        match expr {
            Expr::Name(name) => self.load(&name.id, range)?,
            Expr::BinOp(op) => {
                self.expr(&op.left)?;
                self.expr(&op.right)?;
                self.at(range);
                self.emit(Op::Binary(binary(op.op)));
            }
            Expr::BoolOp(op) => {
                let end = self.unit.label();
                for (i, value) in op.values.iter().enumerate() {
                    self.expr(value)?;
                    if i + 1 < op.values.len() {
                        match op.op {
                            ast::BoolOp::And => self.emit(Op::JumpIfFalseOrPop(end.0)),
                            ast::BoolOp::Or => self.emit(Op::JumpIfTrueOrPop(end.0)),
                        }
                    }
                }
                self.unit.place(end);
            }
            Expr::UnaryOp(op) => {
                self.expr(&op.operand)?;
                self.at(range);
                self.emit(match op.op {
                    ast::UnaryOp::Not => Op::Not,
                    ast::UnaryOp::USub => Op::Unary(UnOp::Neg),
                    ast::UnaryOp::UAdd => Op::Unary(UnOp::Pos),
                    ast::UnaryOp::Invert => Op::Unary(UnOp::Invert),
                });
            }
            Expr::Compare(compare) => self.compare(compare)?,
            Expr::Named(named) => {
                self.expr(&named.value)?;
                self.emit(Op::Dup);
                self.assign(&named.target)?;
            }
            Expr::Lambda(lambda) => self.lambda(lambda)?,
            Expr::If(conditional) => {
                let otherwise = self.unit.label();
                let end = self.unit.label();
                self.jump_if(&conditional.test, false, otherwise)?;
                self.expr(&conditional.body)?;
                self.emit(Op::Jump(end.0));
                self.unit.place(otherwise);
                self.expr(&conditional.orelse)?;
                self.unit.place(end);
            }
            Expr::Dict(dict) => self.dict(dict)?,
            Expr::Set(set) if set.elts.len() > 2 && self.constant_set(&set.elts)? => {
                self.emit(Op::CopySet);
            }
            Expr::Set(set) => {
                self.display(&set.elts, Op::BuildSet, Op::SetAdd(1), Op::SetUpdate)?
            }
            Expr::List(list) => {
                self.display(&list.elts, Op::BuildList, Op::ListAppend(1), Op::ListExtend)?
            }
            Expr::Tuple(tuple) => {
                if tuple.elts.iter().any(Expr::is_starred_expr) {
                    self.display(
                        &tuple.elts,
                        Op::BuildList,
                        Op::ListAppend(1),
                        Op::ListExtend,
                    )?;
                    self.emit(Op::ListToTuple);
                } else {
                    self.display(&tuple.elts, Op::BuildTuple, Op::Nop, Op::Nop)?;
                }
            }
            Expr::ListComp(comp) => {
                self.comprehension(comp, "<listcomp>", &comp.generators, None, &comp.elt, range)?
            }
            Expr::SetComp(comp) => {
                self.comprehension(comp, "<setcomp>", &comp.generators, None, &comp.elt, range)?
            }
            Expr::Generator(comp) => {
                self.comprehension(comp, "<genexpr>", &comp.generators, None, &comp.elt, range)?
            }
            Expr::DictComp(comp) => {
                let Some(key) = &comp.key else {
                    return self.refuse(
                        range,
                        "unpacking in a dict comprehension is not Python 3.11",
                    );
                };
                self.comprehension(
                    comp,
                    "<dictcomp>",
                    &comp.generators,
                    Some(key),
                    &comp.value,
                    range,
                )?;
            }
            Expr::Await(wait) => {
                self.check_async(range, "'await' outside async function")?;
                self.expr(&wait.value)?;
                self.at(range);
                self.emit(Op::GetAwaitable);
                self.constant(Const::None);
                self.delegate(true);
            }
            Expr::Yield(value) => {
                match &value.value {
                    Some(value) => self.expr(value)?,
                    None => self.constant(Const::None),
                }
                self.at(range);
                self.emit(Op::Yield(false));
            }
            Expr::YieldFrom(value) => {
                if self.unit.in_async {
                    return self.syntax(range, "'yield from' inside async function");
                }
                self.expr(&value.value)?;
                self.at(range);
                self.emit(Op::GetYieldFromIter);
                self.constant(Const::None);
                self.delegate(true);
            }
            Expr::Call(call) => self.call(call)?,
            Expr::FString(text) => self.fstring(text)?,
            Expr::Attribute(attribute) => {
                if let Some(refusal) = refused::attribute(&attribute.attr)
                    && !self.internal
                    && !self.annotations_are_texts
                    && self.only_names_of != Some(range)
                {
                    return self.refuse(attribute.attr.range, refusal);
                }
                self.expr(&attribute.value)?;
                self.at(range);
                let name = self.mangle(&attribute.attr);
                let name = self.unit.name(&name);
                self.emit(Op::LoadAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.index(&subscript.slice)?;
                self.at(range);
                self.emit(Op::LoadItem);
            }
            Expr::Slice(slice) => self.slice(slice)?,
            Expr::Starred(_) => return self.syntax(range, "can't use starred expression here"),
            Expr::TString(_) => {
                return self.refuse(range, "t-strings are refused: use an f-string");
            }
            _ => return self.refuse(range, "this expression is refused"),
        }
        Ok(())
    }

    /// The value of an expression that is a constant, tuples of constants included.
    fn literal(&self, expr: &Expr) -> Outcome<Option<Const>> {
        Ok(Some(match expr {
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => integer(int),
                Number::Float(float) => Const::Float(*float),
                Number::Complex { .. } => {
                    return self
                        .refuse(number.range, "complex numbers are refused: use two floats");
                }
            },
            Expr::UnaryOp(op)
                if op.op == ast::UnaryOp::USub && op.operand.is_number_literal_expr() =>
            {
                match self.literal(&op.operand)? {
                    Some(Const::Int(value)) => Const::Int(-value),
                    Some(Const::Big(value)) => normalise(-value),
                    Some(Const::Float(value)) => Const::Float(-value),
                    _ => return Ok(None),
                }
            }
            Expr::StringLiteral(literal) => {
                for part in &literal.value {
                    if !part.flags.prefix().is_raw()
                        && let Some(refusal) = refused::escape(self.text(part.range))
                    {
                        let (line, column) = self.lines.place(part.range.start().to_u32());
                        return Err(refused::error(line, column, refusal));
                    }
                }
                Const::Str(Rc::from(literal.value.to_str()))
            }
            Expr::BytesLiteral(literal) => {
                let bytes: Vec<u8> = literal.value.bytes().collect();
                Const::Bytes(Rc::from(bytes))
            }
            Expr::BooleanLiteral(literal) => Const::Bool(literal.value),
            Expr::NoneLiteral(_) => Const::None,
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            Expr::Tuple(tuple) if tuple.ctx == ast::ExprContext::Load => {
                let mut items = Vec::new();
                for item in &tuple.elts {
                    match self.literal(item)? {
                        Some(constant) => items.push(constant),
                        None => return Ok(None),
                    }
                }
                Const::Tuple(items)
            }
            _ => return Ok(None),
        }))
    }

    pub(super) fn load(&mut self, name: &str, range: TextRange) -> Outcome {
        let name = self.mangle(name);
        let scope = &self.scopes.all[self.unit.scope];
        let binding = scope.binding(&name);
        if matches!(binding, Binding::Global | Binding::Name)
            && !self.internal
            && !self.assigned.contains(&name)
            && !scope.slots.contains(&name)
            && let Some(why) = refused::builtin(&name)
        {
            return self.refuse(range, &format!("{name}() {why}"));
        }
        let slot = self.unit.slot_of.get(&name).copied().unwrap_or(0);
        let op = match binding {
            Binding::Local => Op::LoadLocal(slot),
            Binding::Cell => Op::LoadCell(slot),
            Binding::Free if self.unit.is_class_body => {
                let index = self.unit.name(&name);
                if index > u32::from(u16::MAX) || slot > u32::from(u16::MAX) {
                    return self.refuse(range, "too many names in one scope");
                }
                Op::LoadClassCell(index as u16, slot as u16)
            }
            Binding::Free => Op::LoadCell(slot),
            Binding::Global => Op::LoadGlobal(self.unit.name(&name)),
            Binding::Name => Op::LoadName(self.unit.name(&name)),
        };
        self.emit(op);
        Ok(())
    }

    pub(super) fn store(&mut self, name: &str) {
        let name = self.mangle(name);
        let binding = self.scopes.all[self.unit.scope].binding(&name);
        let slot = self.unit.slot_of.get(&name).copied().unwrap_or(0);
        let op = match binding {
            Binding::Local => Op::StoreLocal(slot),
            Binding::Cell | Binding::Free => Op::StoreCell(slot),
            Binding::Global => Op::StoreGlobal(self.unit.name(&name)),
            Binding::Name => Op::StoreName(self.unit.name(&name)),
        };
        self.emit(op);
    }

    pub(super) fn delete_name(&mut self, name: &str) {
        let name = self.mangle(name);
        let binding = self.scopes.all[self.unit.scope].binding(&name);
        let slot = self.unit.slot_of.get(&name).copied().unwrap_or(0);
        let op = match binding {
            Binding::Local => Op::DelLocal(slot),
            Binding::Cell | Binding::Free => Op::DelCell(slot),
            Binding::Global => Op::DelGlobal(self.unit.name(&name)),
            Binding::Name => Op::DelName(self.unit.name(&name)),
        };
        self.emit(op);
    }

    /// Store the top of the stack into a target.
    pub(super) fn assign(&mut self, target: &'a Expr) -> Outcome {
        let range = target.range();
        match target {
            Expr::Name(name) => {
                if name.id.as_str() == "__debug__" {
                    return self.syntax(range, "cannot assign to __debug__");
                }
                self.at(range);
                self.store(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                self.at(range);
                let name = self.mangle(&attribute.attr);
                let name = self.unit.name(&name);
                self.emit(Op::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.index(&subscript.slice)?;
                self.at(range);
                self.emit(Op::StoreItem);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                self.at(range);
                let mut stars = elts.iter().enumerate().filter(|(_, e)| e.is_starred_expr());
                match (stars.next(), stars.next()) {
                    (None, _) => self.emit(Op::UnpackSequence(elts.len() as u32)),
                    (Some((before, _)), None) => {
                        let after = elts.len() - before - 1;
                        if before > 255 || after > 60_000 {
                            return self.syntax(
                                range,
                                "too many expressions in star-unpacking assignment",
                            );
                        }
                        self.emit(Op::UnpackStar(before as u16, after as u16));
                    }
                    _ => return self.syntax(range, "multiple starred expressions in assignment"),
                }
                for element in elts {
                    match element {
                        Expr::Starred(starred) => self.assign(&starred.value)?,
                        other => self.assign(other)?,
                    }
                }
            }
            Expr::Starred(_) => {
                return self.syntax(
                    range,
                    "starred assignment target must be in a list or tuple",
                );
            }
            _ => return self.syntax(range, "cannot assign to this expression"),
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Outcome {
        let range = target.range();
        match target {
            Expr::Name(name) => {
                self.at(range);
                self.delete_name(&name.id);
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                self.at(range);
                let name = self.mangle(&attribute.attr);
                let name = self.unit.name(&name);
                self.emit(Op::DelAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.index(&subscript.slice)?;
                self.at(range);
                self.emit(Op::DelItem);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                for element in elts {
                    self.delete(element)?;
                }
            }
            _ => return self.syntax(range, "cannot delete this expression"),
        }
        Ok(())
    }

    pub(super) fn index(&mut self, index: &'a Expr) -> Outcome {
        match index {
            Expr::Slice(slice) => self.slice(slice),
            Expr::Tuple(tuple) if tuple.elts.iter().any(Expr::is_slice_expr) => {
                for element in &tuple.elts {
                    self.index(element)?;
                }
                self.emit(Op::BuildTuple(tuple.elts.len() as u32));
                Ok(())
            }
            other => self.expr(other),
        }
    }

    fn slice(&mut self, slice: &'a ast::ExprSlice) -> Outcome {
        for part in [&slice.lower, &slice.upper] {
            match part {
                Some(part) => self.expr(part)?,
                None => self.constant(Const::None),
            }
        }
        if let Some(step) = &slice.step {
            self.expr(step)?;
        }
        self.emit(Op::BuildSlice(if slice.step.is_some() { 3 } else { 2 }));
        Ok(())
    }

    fn display(
        &mut self,
        elements: &'a [Expr],
        build: fn(u32) -> Op,
        add: Op,
        extend: Op,
    ) -> Outcome {
        let range = self.last_span.0;
        let first_star = elements
            .iter()
            .position(Expr::is_starred_expr)
            .unwrap_or(elements.len());
        // Long displays are built in pieces, so that the stack stays small.
        let head = if matches!(add, Op::Nop) {
            elements.len()
        } else {
            first_star.min(64)
        };
        for element in &elements[..head] {
            self.expr(element)?;
        }
        self.at(range);
        self.emit(build(head as u32));
        for element in &elements[head..] {
            match element {
                Expr::Starred(starred) => {
                    self.expr(&starred.value)?;
                    self.at(starred.range);
                    self.emit(extend);
                }
                other => {
                    self.expr(other)?;
                    self.emit(add);
                }
            }
        }
        Ok(())
    }

    /// What a loop goes through: a set of constants is made once, as CPython's compiler does it.
    pub(super) fn iterated(&mut self, iter: &'a Expr) -> Outcome {
        if let Expr::Set(set) = iter
            && self.constant_set(&set.elts)?
        {
            return Ok(());
        }
        self.only_names(iter);
        self.expr(iter)
    }

    /// Push a set whose items are all constants; false (and nothing) if they are not.
    fn constant_set(&mut self, elements: &'a [Expr]) -> Outcome<bool> {
        const MOST: usize = 1000;
        if elements.is_empty() || elements.len() > MOST || !elements.iter().all(is_constant) {
            return Ok(false);
        }
        let range = self.last_span.0;
        for element in elements {
            self.expr(element)?;
        }
        self.at(range);
        self.emit(Op::BuildConstSet(elements.len() as u32));
        Ok(true)
    }

    fn dict(&mut self, dict: &'a ast::ExprDict) -> Outcome {
        let head = dict
            .items
            .iter()
            .position(|item| item.key.is_none())
            .unwrap_or(dict.items.len())
            .min(32);
        for item in &dict.items[..head] {
            if let Some(key) = &item.key {
                self.expr(key)?;
            }
            self.expr(&item.value)?;
        }
        self.at(dict.range);
        self.emit(Op::BuildDict(head as u32));
        for item in &dict.items[head..] {
            match &item.key {
                Some(key) => {
                    self.expr(key)?;
                    self.expr(&item.value)?;
                    self.emit(Op::DictAdd(1));
                }
                None => {
                    self.expr(&item.value)?;
                    self.emit(Op::DictUpdate);
                }
            }
        }
        Ok(())
    }

    /// What follows uses only the keys of this expression: those of `__annotations__` are right.
    fn only_names(&mut self, of: &Expr) {
        if let Expr::Attribute(attribute) = of {
            self.only_names_of = Some(attribute.range);
        }
    }

    fn compare(&mut self, compare: &'a ast::ExprCompare) -> Outcome {
        if let [ast::CmpOp::In | ast::CmpOp::NotIn] = &*compare.ops {
            self.only_names(&compare.comparators[0]);
        }
        self.expr(&compare.left)?;
        let last = compare.ops.len() - 1;
        if last == 0 {
            self.expr(&compare.comparators[0])?;
            self.at(compare.range);
            self.emit(comparison(compare.ops[0]));
            return Ok(());
        }
        let cleanup = self.unit.label();
        let end = self.unit.label();
        for (i, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            self.expr(right)?;
            self.at(compare.range);
            if i < last {
                self.emit(Op::Dup);
                self.emit(Op::Rot3);
                self.emit(comparison(*op));
                self.emit(Op::JumpIfFalseOrPop(cleanup.0));
            } else {
                self.emit(comparison(*op));
                self.emit(Op::Jump(end.0));
            }
        }
        self.unit.place(cleanup);
        self.emit(Op::Swap);
        self.emit(Op::Pop);
        self.unit.place(end);
        Ok(())
    }

    /// Jump if the truth of an expression is `when`; otherwise go on.
    pub(super) fn jump_if(
        &mut self,
        test: &'a Expr,
        when: bool,
        to: super::unit::Label,
    ) -> Outcome {
        match test {
            Expr::UnaryOp(op) if op.op == ast::UnaryOp::Not => {
                return self.jump_if(&op.operand, !when, to);
            }
            Expr::BoolOp(op) => {
                let is_and = op.op == ast::BoolOp::And;
                if is_and != when {
                    // `and` jumping on false, `or` jumping on true: each value alone decides.
                    for value in &op.values {
                        self.jump_if(value, when, to)?;
                    }
                } else {
                    let skip = self.unit.label();
                    let (last, firsts) = match op.values.split_last() {
                        Some(split) => split,
                        None => return Ok(()),
                    };
                    for value in firsts {
                        self.jump_if(value, !when, skip)?;
                    }
                    self.jump_if(last, when, to)?;
                    self.unit.place(skip);
                }
                return Ok(());
            }
            Expr::Compare(compare) if compare.ops.len() == 1 && !when => {
                if let Some(op) = rich(compare.ops[0]) {
                    self.expr(&compare.left)?;
                    self.expr(&compare.comparators[0])?;
                    self.at(compare.range);
                    self.emit(Op::CompareJump(op, to.0));
                    return Ok(());
                }
            }
            _ => {}
        }
        self.expr(test)?;
        self.at(test.range());
        self.emit(if when {
            Op::JumpIfTrue(to.0)
        } else {
            Op::JumpIfFalse(to.0)
        });
        Ok(())
    }

    fn fstring(&mut self, text: &'a ast::ExprFString) -> Outcome {
        let mut count = 0;
        for part in text.value.iter() {
            match part {
                ast::FStringPart::Literal(literal) => {
                    if !literal.value.is_empty() {
                        self.constant(Const::Str(Rc::from(literal.value.as_ref())));
                        count += 1;
                    }
                }
                ast::FStringPart::FString(fstring) => {
                    count += self.fstring_elements(&fstring.elements)?
                }
            }
        }
        self.at(text.range);
        self.emit(Op::BuildString(count));
        Ok(())
    }

    fn fstring_elements(&mut self, elements: &'a ast::InterpolatedStringElements) -> Outcome<u32> {
        let mut count = 0;
        for element in elements {
            match element {
                ast::InterpolatedStringElement::Literal(literal) => {
                    if let Some(refusal) = refused::escape(self.text(literal.range)) {
                        let (line, column) = self.lines.place(literal.range.start().to_u32());
                        return Err(refused::error(line, column, refusal));
                    }
                    if !literal.value.is_empty() {
                        self.constant(Const::Str(Rc::from(literal.value.as_ref())));
                        count += 1;
                    }
                }
                ast::InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        self.constant(Const::Str(Rc::from(debug.as_str())));
                        count += 1;
                    }
                    self.expr(&field.expression)?;
                    self.at(field.range);
                    match field.conversion {
                        ast::ConversionFlag::None => {
                            if field.debug_text.is_some() && field.format_spec.is_none() {
                                self.emit(Op::Convert(Conversion::Repr));
                            }
                        }
                        ast::ConversionFlag::Str => self.emit(Op::Convert(Conversion::Str)),
                        ast::ConversionFlag::Ascii => self.emit(Op::Convert(Conversion::Ascii)),
                        ast::ConversionFlag::Repr => self.emit(Op::Convert(Conversion::Repr)),
                    }
                    if let Some(spec) = &field.format_spec {
                        let parts = self.fstring_elements(&spec.elements)?;
                        self.emit(Op::BuildString(parts));
                        self.at(field.range);
                        self.emit(Op::Format(true));
                    } else {
                        self.emit(Op::Format(false));
                    }
                    count += 1;
                }
            }
        }
        Ok(count)
    }

    fn call(&mut self, call: &'a ast::ExprCall) -> Outcome {
        let range = call.range();
        let arguments = &call.arguments;
        if let Expr::Name(name) = call.func.as_ref()
            && let "list" | "tuple" | "set" | "sorted" | "len" | "bool" = name.id.as_str()
            && let [argument] = &*arguments.args
        {
            self.only_names(argument);
        }
        match call.func.as_ref() {
            Expr::Attribute(attribute) => {
                if &*attribute.attr == "keys" {
                    self.only_names(&attribute.value);
                }
                self.expr(&attribute.value)?;
                self.at(attribute.range);
                let name = self.mangle(&attribute.attr);
                let name = self.unit.name(&name);
                self.emit(Op::LoadMethod(name));
            }
            Expr::Name(name)
                if name.id.as_str() == "super"
                    && arguments.is_empty()
                    && self.super_call(range)? =>
            {
                return Ok(());
            }
            other => {
                self.expr(other)?;
                self.emit(Op::PushUndef);
            }
        }
        self.arguments(&arguments.args, &arguments.keywords, 0, range)
    }

    /// `super()` without arguments, in a method. False if the class is not known here.
    fn super_call(&mut self, range: TextRange) -> Outcome<bool> {
        let scope = &self.scopes.all[self.unit.scope];
        if scope.binding("super") != Binding::Global || scope.binding("__class__") != Binding::Free
        {
            return Ok(false);
        }
        if self.unit.parameters.positional == 0 || !self.unit.is_function {
            return Ok(false);
        }
        self.load("super", range)?;
        self.emit(Op::PushUndef);
        self.load("__class__", range)?;
        let first = self.unit.slots[0].clone();
        self.load(&first, range)?;
        self.at(range);
        self.emit(Op::Call(2));
        Ok(true)
    }

    /// The arguments and the call; `[callable, self]` and `given` arguments are on the stack.
    pub(super) fn arguments(
        &mut self,
        args: &'a [Expr],
        keywords: &'a [ast::Keyword],
        given: u32,
        range: TextRange,
    ) -> Outcome {
        for (i, keyword) in keywords.iter().enumerate() {
            if let Some(name) = &keyword.arg
                && keywords[..i]
                    .iter()
                    .any(|k| k.arg.as_ref().is_some_and(|n| n.as_str() == name.as_str()))
            {
                return self.syntax(keyword.range, &format!("keyword argument repeated: {name}"));
            }
        }
        let starred =
            args.iter().any(Expr::is_starred_expr) || keywords.iter().any(|k| k.arg.is_none());
        if !starred && args.len() + keywords.len() < 200 {
            for arg in args {
                self.expr(arg)?;
            }
            let mut names = Vec::new();
            for keyword in keywords {
                if let Some(name) = &keyword.arg {
                    names.push(Const::Str(self.mangle(name)));
                }
                self.expr(&keyword.value)?;
            }
            self.at(range);
            let count = given + args.len() as u32 + keywords.len() as u32;
            if names.is_empty() {
                self.emit(Op::Call(count));
            } else {
                let names = self.unit.constant(Const::Tuple(names));
                if names > u32::from(u16::MAX) {
                    return self.refuse(range, "too many constants in one function; split it");
                }
                self.emit(Op::CallKw(count as u16, names as u16));
            }
            return Ok(());
        }
        self.at(range);
        self.emit(Op::BuildList(given));
        for arg in args {
            match arg {
                Expr::Starred(starred) => {
                    self.expr(&starred.value)?;
                    self.at(range);
                    self.emit(Op::ExtendArgs);
                }
                other => {
                    self.expr(other)?;
                    self.emit(Op::ListAppend(1));
                }
            }
        }
        self.emit(Op::ListToTuple);
        if !keywords.is_empty() {
            self.emit(Op::BuildDict(0));
            for keyword in keywords {
                match &keyword.arg {
                    Some(name) => {
                        let name = self.mangle(name);
                        self.emit(Op::BuildDict(0));
                        self.constant(Const::Str(name));
                        self.expr(&keyword.value)?;
                        self.emit(Op::DictAdd(1));
                    }
                    None => self.expr(&keyword.value)?,
                }
                self.at(range);
                self.emit(Op::DictMerge);
            }
        }
        self.at(range);
        self.emit(Op::CallEx(!keywords.is_empty()));
        Ok(())
    }

    fn lambda(&mut self, lambda: &'a ast::ExprLambda) -> Outcome {
        let flags = match &lambda.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => 0,
        };
        let scope = self.scopes.of(lambda);
        let kind = if self.scopes.all[scope].is_generator {
            CodeKind::Generator
        } else {
            CodeKind::Plain
        };
        self.enter(scope, "<lambda>", kind, lambda.range)?;
        self.unit.is_function = true;
        if let Some(parameters) = &lambda.parameters {
            self.unit.parameters = counts(parameters);
        }
        self.prologue();
        self.expr(&lambda.body)?;
        self.emit(Op::Return);
        let code = self.leave()?;
        self.at(lambda.range);
        self.make_function(code, flags)
    }

    /// Push the values of defaults; says which are there.
    pub(super) fn defaults(&mut self, parameters: &'a ast::Parameters) -> Outcome<u16> {
        let mut flags = 0;
        let mut positional = 0;
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
            if let Some(default) = &parameter.default {
                self.expr(default)?;
                positional += 1;
            }
        }
        if positional > 0 {
            self.emit(Op::BuildTuple(positional));
            flags |= 1;
        }
        let mut named = 0;
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = &parameter.default {
                let name = self.mangle(&parameter.parameter.name);
                self.constant(Const::Str(name));
                self.expr(default)?;
                named += 1;
            }
        }
        if named > 0 {
            self.emit(Op::BuildDict(named));
            flags |= 2;
        }
        Ok(flags)
    }

    /// Push the closure that a code object needs, and make the function.
    pub(super) fn make_function(&mut self, code: Rc<super::Code>, mut flags: u16) -> Outcome {
        let free =
            &code.slots[code.first_free as usize..(code.first_free + code.free_count) as usize];
        for name in free {
            let slot = self.unit.slot_of.get(name).copied().unwrap_or(0);
            self.emit(Op::LoadClosure(slot));
        }
        if !free.is_empty() {
            let count = free.len() as u32;
            self.emit(Op::BuildTuple(count));
            flags |= 4;
        }
        let constant = self.unit.constant(Const::Code(code));
        if constant > u32::from(u16::MAX) {
            return self.refuse(
                self.last_span.0,
                "too many constants in one function; split it",
            );
        }
        self.emit(Op::MakeFunction(constant as u16, flags));
        Ok(())
    }

    fn comprehension<T>(
        &mut self,
        node: &T,
        name: &str,
        generators: &'a [ast::Comprehension],
        key: Option<&'a Expr>,
        element: &'a Expr,
        range: TextRange,
    ) -> Outcome {
        let Some(first) = generators.first() else {
            return Ok(());
        };
        let scope = self.scopes.of(node);
        let is_generator = name == "<genexpr>";
        let is_async = self.scopes.all[scope].has_await;
        if is_async && !is_generator {
            self.check_async(
                range,
                "asynchronous comprehension outside of an asynchronous function",
            )?;
        }
        if is_async && is_generator {
            return self.refuse(range, "asynchronous generator expressions are refused: use an async list comprehension or an async def with yield");
        }
        let kind = match (is_generator, is_async) {
            (true, _) => CodeKind::Generator,
            (false, true) => CodeKind::Coroutine,
            (false, false) => CodeKind::Plain,
        };
        let saved = self.last_span;
        self.enter(scope, name, kind, range)?;
        self.last_span = saved;
        self.unit.is_function = true;
        self.unit.in_async = is_async;
        self.unit.parameters = Parameters {
            positional: 1,
            positional_only: 1,
            ..Parameters::default()
        };
        self.prologue();
        match name {
            "<listcomp>" => self.emit(Op::BuildList(0)),
            "<setcomp>" => self.emit(Op::BuildSet(0)),
            "<dictcomp>" => self.emit(Op::BuildDict(0)),
            _ => {}
        }
        self.comprehension_loop(generators, 0, key, element, name)?;
        if is_generator {
            self.constant(Const::None);
        }
        self.emit(Op::Return);
        let code = self.leave()?;
        self.at(range);
        self.make_function(code, 0)?;
        self.emit(Op::PushUndef);
        self.iterated(&first.iter)?;
        self.at(first.iter.range());
        self.emit(if first.is_async {
            Op::GetAiter
        } else {
            Op::GetIter
        });
        self.at(range);
        self.emit(Op::Call(1));
        if is_async {
            self.emit(Op::GetAwaitable);
            self.constant(Const::None);
            self.delegate(true);
        }
        Ok(())
    }

    fn comprehension_loop(
        &mut self,
        generators: &'a [ast::Comprehension],
        at: usize,
        key: Option<&'a Expr>,
        element: &'a Expr,
        name: &str,
    ) -> Outcome {
        let Some(generator) = generators.get(at) else {
            // Every open loop has its iterator between the result and the element.
            let below = generators.len() as u32 + 1;
            match name {
                "<listcomp>" => {
                    self.expr(element)?;
                    self.emit(Op::ListAppend(below));
                }
                "<setcomp>" => {
                    self.expr(element)?;
                    self.emit(Op::SetAdd(below));
                }
                "<dictcomp>" => {
                    if let Some(key) = key {
                        self.expr(key)?;
                    }
                    self.expr(element)?;
                    self.emit(Op::DictAdd(below));
                }
                _ => {
                    self.expr(element)?;
                    self.at(element.range());
                    self.emit(Op::Yield(false));
                    self.emit(Op::Pop);
                }
            }
            return Ok(());
        };
        if at == 0 {
            self.emit(Op::LoadLocal(0));
        } else {
            self.iterated(&generator.iter)?;
            self.at(generator.iter.range());
            self.emit(if generator.is_async {
                Op::GetAiter
            } else {
                Op::GetIter
            });
        }
        let next = self.unit.label();
        let end = self.unit.label();
        self.unit.place(next);
        self.at(generator.range);
        let guard = if generator.is_async {
            Some(self.unit.guard())
        } else {
            None
        };
        if generator.is_async {
            self.emit(Op::GetAnext);
            self.constant(Const::None);
            self.delegate(true);
            if let Some(guard) = guard {
                self.unit.close(guard);
            }
        } else {
            self.emit(Op::ForIter(end.0));
            self.emit(Op::StopCheck(end.0));
        }
        self.assign(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, false, next)?;
        }
        self.comprehension_loop(generators, at + 1, key, element, name)?;
        self.emit(Op::Jump(next.0));
        if let Some(guard) = guard {
            self.unit.place_handler(guard.handler, guard.depth);
            self.emit(Op::EndAsyncFor);
            self.unit.place(end);
        } else {
            self.unit.place(end);
        }
        Ok(())
    }

    /// `[iterator, None]` → `[result]`, passing on everything that the iterator yields.
    pub(super) fn delegate(&mut self, _waits: bool) {
        let send = self.unit.label();
        let end = self.unit.label();
        self.unit.place(send);
        self.emit(Op::Send(end.0));
        // What is thrown in while suspended goes to the iterator (see `vm::generator`); if that ends
        // it, the result is the value of its StopIteration.
        self.unit.depth -= 1;
        let mut guard = self.unit.guard();
        guard.start = self.unit.pc();
        self.unit.depth += 1;
        self.emit(Op::Yield(true));
        self.unit.close(guard);
        self.emit(Op::Jump(send.0));
        self.unit.place_handler(guard.handler, guard.depth);
        self.emit(Op::CleanupThrow(end.0));
        self.unit.place(end);
    }

    pub(super) fn check_async(&self, range: TextRange, message: &str) -> Outcome {
        if self.unit.in_async {
            Ok(())
        } else {
            self.syntax(range, message)
        }
    }

    pub(super) fn helper(&mut self, helper: Helper) {
        self.emit(Op::LoadHelper(helper));
    }
}

/// Whether CPython's compiler folds an expression to a constant.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_constant),
        Expr::UnaryOp(op) => op.op != ast::UnaryOp::Not && is_constant(&op.operand),
        Expr::BinOp(op) => {
            let number = |e: &Expr| {
                e.is_number_literal_expr() || matches!(e, Expr::UnaryOp(_) | Expr::BinOp(_))
            };
            number(&op.left) && number(&op.right) && is_constant(&op.left) && is_constant(&op.right)
        }
        other => other.is_literal_expr(),
    }
}

fn integer(int: &ast::Int) -> Const {
    if let Some(value) = int.as_i64() {
        return Const::Int(value);
    }
    let text: String = int.to_string().replace('_', "");
    let lower = text.to_ascii_lowercase();
    let parsed = match lower.get(..2) {
        Some("0x") => BigInt::parse_bytes(&lower.as_bytes()[2..], 16),
        Some("0o") => BigInt::parse_bytes(&lower.as_bytes()[2..], 8),
        Some("0b") => BigInt::parse_bytes(&lower.as_bytes()[2..], 2),
        _ => BigInt::parse_bytes(lower.as_bytes(), 10),
    };
    normalise(parsed.unwrap_or_default())
}

fn normalise(value: BigInt) -> Const {
    match i64::try_from(&value) {
        Ok(small) => Const::Int(small),
        Err(_) => Const::Big(value),
    }
}

/// How many parameters of each kind.
pub(super) fn counts(parameters: &ast::Parameters) -> Parameters {
    Parameters {
        positional_only: parameters.posonlyargs.len() as u32,
        positional: (parameters.posonlyargs.len() + parameters.args.len()) as u32,
        keyword_only: parameters.kwonlyargs.len() as u32,
        star: parameters.vararg.is_some(),
        double_star: parameters.kwarg.is_some(),
    }
}

pub(super) fn binary(op: Operator) -> BinOp {
    match op {
        Operator::Add => BinOp::Add,
        Operator::Sub => BinOp::Sub,
        Operator::Mult => BinOp::Mul,
        Operator::MatMult => BinOp::MatMul,
        Operator::Div => BinOp::Div,
        Operator::Mod => BinOp::Mod,
        Operator::Pow => BinOp::Pow,
        Operator::LShift => BinOp::LShift,
        Operator::RShift => BinOp::RShift,
        Operator::BitOr => BinOp::Or,
        Operator::BitXor => BinOp::Xor,
        Operator::BitAnd => BinOp::And,
        Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn rich(op: ast::CmpOp) -> Option<CmpOp> {
    Some(match op {
        ast::CmpOp::Eq => CmpOp::Eq,
        ast::CmpOp::NotEq => CmpOp::Ne,
        ast::CmpOp::Lt => CmpOp::Lt,
        ast::CmpOp::LtE => CmpOp::Le,
        ast::CmpOp::Gt => CmpOp::Gt,
        ast::CmpOp::GtE => CmpOp::Ge,
        _ => return None,
    })
}

fn comparison(op: ast::CmpOp) -> Op {
    match op {
        ast::CmpOp::Is => Op::Is(false),
        ast::CmpOp::IsNot => Op::Is(true),
        ast::CmpOp::In => Op::Contains(false),
        ast::CmpOp::NotIn => Op::Contains(true),
        other => Op::Compare(rich(other).unwrap_or(CmpOp::Eq)),
    }
}
