//! What the prelude and the library need of the machine, and programs do not see.

use super::{Registry, truth};
use crate::compile::code::{BinOp, CmpOp};
use crate::names::{self, NameId};
use crate::object::Kind;
use crate::value::Value;
use crate::vm::operators::{binary_names, binary_symbol};
use crate::vm::{Args, Fallible, Out, Process};

const BINARY: [BinOp; 13] = [
    BinOp::Add,
    BinOp::Sub,
    BinOp::Mul,
    BinOp::Div,
    BinOp::FloorDiv,
    BinOp::Mod,
    BinOp::Pow,
    BinOp::MatMul,
    BinOp::And,
    BinOp::Or,
    BinOp::Xor,
    BinOp::LShift,
    BinOp::RShift,
];
const COMPARE: [CmpOp; 6] = [
    CmpOp::Eq,
    CmpOp::Ne,
    CmpOp::Lt,
    CmpOp::Le,
    CmpOp::Gt,
    CmpOp::Ge,
];

/// Threads that one process may have made.
const MAX_THREADS: usize = 1000;

pub(super) fn register(r: &mut Registry) {
    r.machine("_class_of", |p, a| {
        let [value] = a.exactly(p, "_class_of")?;
        Ok(Out::Value(Value::Ref(p.class_of(value))))
    });
    r.machine("_python_method", |p, a| {
        // A class's own method (written in Python) by name, or None.
        let [class, name] = a.exactly(p, "_python_method")?;
        let Some(name) = p.name_of(name) else {
            return Ok(Out::Value(Value::None));
        };
        let Value::Ref(class) = class else {
            return Ok(Out::Value(Value::None));
        };
        Ok(Out::Value(
            p.python_method(class, name).unwrap_or(Value::None),
        ))
    });
    r.machine("_binary_names", |p, a| {
        let [op] = a.exactly(p, "_binary_names")?;
        let op = BINARY[p.int_argument(op)? as usize % BINARY.len()];
        let (plain, reflected, inplace) = binary_names(op);
        let values = [
            p.name_value(plain),
            p.name_value(reflected),
            p.name_value(inplace),
        ];
        Ok(Out::Value(p.tuple(&values)))
    });
    r.machine("_binary_native", |p, a| {
        let [op, x, y] = a.exactly(p, "_binary_native")?;
        let op = BINARY[p.int_argument(op)? as usize % BINARY.len()];
        Ok(p.binary_native(op, x, y)?
            .unwrap_or(Out::Value(Value::NotImplemented)))
    });
    r.machine("_binary_unsupported", |p, a| {
        let [op, x, y, inplace] = a.exactly(p, "_binary_unsupported")?;
        let op = BINARY[p.int_argument(op)? as usize % BINARY.len()];
        let suffix = if matches!(inplace, Value::Bool(true)) {
            "="
        } else {
            ""
        };
        let _ = binary_symbol(op);
        Err(p.unsupported(op, x, y, suffix))
    });
    r.machine("_compare_names", |p, a| {
        let [op] = a.exactly(p, "_compare_names")?;
        let op = COMPARE[p.int_argument(op)? as usize % COMPARE.len()];
        let (name, reflected): (NameId, NameId) = match op {
            CmpOp::Eq => (names::EQ, names::EQ),
            CmpOp::Ne => (names::NE, names::NE),
            CmpOp::Lt => (names::LT, names::GT),
            CmpOp::Le => (names::LE, names::GE),
            CmpOp::Gt => (names::GT, names::LT),
            CmpOp::Ge => (names::GE, names::LE),
        };
        let symbol = crate::vm::compare::symbol(op);
        let values = [p.name_value(name), p.name_value(reflected), p.str(symbol)];
        Ok(Out::Value(p.tuple(&values)))
    });
    r.machine("_equal_native", |p, a| {
        // True, False, or None if Python must compare.
        let [x, y] = a.exactly(p, "_equal_native")?;
        Ok(Out::Value(match p.equal(x, y, 0) {
            Ok(equal) => Value::Bool(equal),
            Err(_) => Value::None,
        }))
    });
    r.machine("_equal_content", |p, a| {
        let [x, y] = a.exactly(p, "_equal_content")?;
        Ok(Out::Value(match p.equal_plain(x, y) {
            Ok(equal) => Value::Bool(equal),
            Err(_) => Value::None,
        }))
    });
    r.machine("_order_native", |p, a| {
        let [op, x, y] = a.exactly(p, "_order_native")?;
        let op = COMPARE[p.int_argument(op)? as usize % COMPARE.len()];
        Ok(Out::Value(match p.ordered_plain(op, x, y) {
            Ok(result) => Value::Bool(result),
            Err(crate::vm::compare::Undecided::Python) => Value::None,
            Err(_) => Value::NotImplemented,
        }))
    });
    r.machine("_content", |p, a| {
        // How a value is stored: "list", "dict", … or None.
        let [value] = a.exactly(p, "_content")?;
        let Value::Ref(r) = value else {
            return Ok(Out::Value(Value::None));
        };
        let name = match p.heap.kind(r) {
            Kind::List(_) => "list",
            Kind::Tuple(_) => "tuple",
            Kind::Dict(_) => "dict",
            Kind::Set(_) => "set",
            Kind::Str(_) => "str",
            Kind::Bytes(_) => "bytes",
            Kind::Big(_) => "int",
            Kind::Float(_) => "float",
            Kind::Exception(_) => "exception",
            Kind::DictView { .. } => "view",
            Kind::Generator(_) => "generator",
            Kind::Range { .. } => "range",
            Kind::Class(_) => "class",
            Kind::BoundMethod { .. } => "method",
            _ => return Ok(Out::Value(Value::None)),
        };
        Ok(Out::Value(p.str(name)))
    });
    r.machine("_str_plain", |p, a| {
        let [value] = a.exactly(p, "_str_plain")?;
        Ok(Out::Value(match p.str_native_plain(value)? {
            Some(text) => p.string(text),
            None => Value::None,
        }))
    });
    r.machine("_repr_plain", |p, a| {
        let [value] = a.exactly(p, "_repr_plain")?;
        Ok(Out::Value(match p.repr_plain(value)? {
            Some(text) => p.string(text),
            None => Value::None,
        }))
    });
    r.machine("_format_native", |p, a| {
        let [value, spec] = a.exactly(p, "_format_native")?;
        let spec = p.text_argument(spec, "format spec")?;
        Ok(Out::Value(
            match super::format::format_native(p, value, &spec)? {
                Some(text) => p.string(text),
                None => Value::None,
            },
        ))
    });
    r.machine("_qualified_name", |p, a| {
        let [class] = a.exactly(p, "_qualified_name")?;
        let Value::Ref(class) = class else {
            return Ok(Out::Value(Value::None));
        };
        let text = p.qualified_name(class);
        Ok(Out::Value(p.string(text)))
    });
    r.machine("_address", |p, a| {
        let [value] = a.exactly(p, "_address")?;
        let text = match value {
            Value::Ref(r) => p.address(r),
            _ => "0x0".to_string(),
        };
        Ok(Out::Value(p.string(text)))
    });
    r.machine("_truth_native", |p, a| {
        let [value] = a.exactly(p, "_truth_native")?;
        Ok(Out::Value(p.truth(value)?.map_or(Value::None, Value::Bool)))
    });
    r.machine("_iter_native", |p, a| {
        let [value] = a.exactly(p, "_iter_native")?;
        match p.iter(value)? {
            Out::Value(iterator) => Ok(Out::Value(iterator)),
            _ => Ok(Out::Value(Value::None)),
        }
    });
    r.machine("_getitem_native", |p, a| {
        let [value, key] = a.exactly(p, "_getitem_native")?;
        let Value::Ref(r) = value else {
            return Err(p.type_error("not subscriptable"));
        };
        p.get_item_native(r, key)
    });
    r.machine("_run_class_body", |p, a| {
        let [function, namespace] = a.exactly(p, "_run_class_body")?;
        match (function, namespace) {
            (Value::Ref(function), Value::Ref(namespace)) => Ok(Out::ClassBody {
                function,
                namespace,
            }),
            _ => Err(p.type_error("not a class body")),
        }
    });
    r.machine("_module_names", |p, a| {
        let [module] = a.exactly(p, "_module_names")?;
        let Value::Ref(r) = module else {
            return Ok(Out::Value(Value::None));
        };
        let entries = match p.heap.kind(r) {
            Kind::Module(module) => module.names.entries().to_vec(),
            _ => Vec::new(),
        };
        let names: Vec<Value> = entries
            .into_iter()
            .map(|(name, _)| p.name_value(name))
            .collect();
        Ok(Out::Value(p.list(names)))
    });
    r.machine("_module", |p, a| {
        // A loaded module by name, or None.
        let [name] = a.exactly(p, "_module")?;
        let name = p.text_argument(name, "module name")?;
        Ok(Out::Value(p.module(&name).map_or(Value::None, Value::Ref)))
    });
    r.machine("_program_name", |p, _| {
        let name: std::rc::Rc<str> = match p.scenario.map(|r| p.heap.kind(r)) {
            Some(Kind::Module(module)) => module.name.clone(),
            _ => std::rc::Rc::from("builtins"),
        };
        Ok(Out::Value(p.str(&name)))
    });
    r.machine("_new_thread", |p, a| {
        // A thread that calls the function; it runs when the engine lets it.
        let [function, args] = a.exactly(p, "_new_thread")?;
        let args = p.items_of(args).unwrap_or_default();
        if p.thread_count() >= MAX_THREADS {
            return Err(p.raise(crate::classes::RUNTIME_ERROR, "can't start new thread"));
        }
        let fuel = p.fuel.get();
        let thread = p.spawn(function, args);
        p.fuel.set(fuel);
        Ok(Out::Value(Value::Int(i64::from(thread.0))))
    });
    r.machine("_thread_number", |p, _| {
        Ok(Out::Value(Value::Int(i64::from(p.running))))
    });
    r.machine("_own_names", |p, a| {
        // Names of the attributes that an instance has itself.
        let [value] = a.exactly(p, "_own_names")?;
        let Value::Ref(r) = value else {
            return Ok(Out::Value(p.list(Vec::new())));
        };
        let dict = p.heap.get(r).dict;
        let mut values = match dict {
            crate::object::NO_DICT => Vec::new(),
            dict => p.collect_native(Value::Ref(dict))?.unwrap_or_default(),
        };
        let names: Vec<NameId> = match p.heap.kind(r) {
            Kind::Instance(attributes) => attributes.iter().map(|a| a.0).collect(),
            Kind::Exception(e) => e.attributes.iter().map(|a| a.0).collect(),
            _ => Vec::new(),
        };
        values.extend(names.into_iter().map(|n| p.name_value(n)));
        Ok(Out::Value(p.list(values)))
    });
    r.machine("_is_user_class", |p, a| {
        let [class] = a.exactly(p, "_is_user_class")?;
        truth(matches!(class, Value::Ref(r) if p.class(r).is_some_and(|class| !class.builtin)))
    });
    r.machine("_function_kind", |p, a| {
        // 0 plain, 1 generator, 2 coroutine, 3 asynchronous generator; None for other values.
        let [value] = a.exactly(p, "_function_kind")?;
        let value = match value {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::BoundMethod { function, .. } => Value::Ref(*function),
                _ => value,
            },
            other => other,
        };
        match super::objects::as_function(p, value) {
            Some(f) => Ok(Out::Value(Value::Int(
                p.codes[f.code as usize].code.kind as i64,
            ))),
            None => Ok(Out::Value(Value::None)),
        }
    });
    r.machine("_parameters", parameters);
    r.machine("_float_parts", |p, a| {
        let [value] = a.exactly(p, "_float_parts")?;
        let f = p.as_float(value).unwrap_or(0.0);
        let (mantissa, exponent) = crate::vm::compare::frexp(f);
        Ok(Out::Value(p.tuple(&[
            Value::Float(mantissa),
            Value::Int(i64::from(exponent)),
        ])))
    });
    r.machine("_math", math);
}

/// A function's parameters: names of the positional and the keyword-only ones, of `*` and of `**`
/// (or False), the number of defaults, of positional-only ones.
fn parameters(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value] = a.exactly(p, "_parameters")?;
    let value = match value {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::BoundMethod { function, .. } => Value::Ref(*function),
            _ => value,
        },
        other => other,
    };
    let Some(f) = super::objects::as_function(p, value) else {
        return Ok(Out::Value(Value::None));
    };
    let linked = p.codes[f.code as usize].clone();
    let q = linked.code.parameters;
    let (positional, named) = (
        q.positional as usize,
        (q.positional + q.keyword_only) as usize,
    );
    let names: Vec<Value> = linked.slot_names[..positional]
        .iter()
        .map(|&n| p.name_value(n))
        .collect();
    let keyword: Vec<Value> = linked.slot_names[positional..named]
        .iter()
        .map(|&n| p.name_value(n))
        .collect();
    // The names of `*args` and `**kwargs` follow those of the others.
    let star = match linked.slot_names.get(named) {
        Some(&name) if q.star => p.name_value(name),
        _ => Value::Bool(false),
    };
    let double_star = match linked.slot_names.get(named + usize::from(q.star)) {
        Some(&name) if q.double_star => p.name_value(name),
        _ => Value::Bool(false),
    };
    let values = [
        p.tuple(&names),
        p.tuple(&keyword),
        star,
        double_star,
        Value::Int(f.defaults.len() as i64),
        Value::Int(i64::from(q.positional_only)),
    ];
    Ok(Out::Value(p.tuple(&values)))
}

/// Functions of `math` that need the processor: `_math("sqrt", x)`.
fn math(p: &mut Process, a: Args) -> Fallible<Out> {
    let [name, x, y] = a.between(p, "_math", 2)?;
    let name = p.text_argument(name, "function")?;
    let number = |p: &Process, value: Value| -> Option<f64> {
        p.as_float(value).or_else(|| {
            p.as_big(value)
                .map(|b| crate::vm::operators::big_to_float(&b))
        })
    };
    let Some(x) = number(p, x) else {
        let message = format!("must be real number, not {}", p.type_name(x));
        return Err(p.type_error(&message));
    };
    let y = number(p, y).unwrap_or(0.0);
    let result = match name.as_ref() {
        "sqrt" => x.sqrt(),
        "cbrt" => x.cbrt(),
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tan" => x.tan(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "atan2" => x.atan2(y),
        "sinh" => x.sinh(),
        "cosh" => x.cosh(),
        "tanh" => x.tanh(),
        "asinh" => x.asinh(),
        "acosh" => x.acosh(),
        "atanh" => x.atanh(),
        "exp" => x.exp(),
        "expm1" => x.exp_m1(),
        "exp2" => x.exp2(),
        "log" => x.ln(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "log1p" => x.ln_1p(),
        "pow" => x.powf(y),
        "fmod" => x % y,
        "copysign" => x.copysign(y),
        "ldexp" => {
            x * 2f64.powi(y.clamp(-2000.0, 2000.0) as i32 / 2)
                * 2f64.powi(y.clamp(-2000.0, 2000.0) as i32 - y.clamp(-2000.0, 2000.0) as i32 / 2)
        }
        "hypot" => x.hypot(y),
        "floor" => return Ok(Out::Value(p.int_from_float(x.floor())?)),
        "ceil" => return Ok(Out::Value(p.int_from_float(x.ceil())?)),
        "trunc" => return Ok(Out::Value(p.int_from_float(x.trunc())?)),
        "isnan" => return truth(x.is_nan()),
        "isinf" => return truth(x.is_infinite()),
        "ulp" => {
            let x = x.abs();
            f64::from_bits(x.to_bits() + 1) - x
        }
        "nextafter" => {
            if x == y {
                y
            } else if x == 0.0 {
                f64::from_bits(1).copysign(y)
            } else if (y > x) == (x > 0.0) {
                f64::from_bits(x.to_bits() + 1)
            } else {
                f64::from_bits(x.to_bits() - 1)
            }
        }
        _ => {
            let message = format!("no function {name}");
            return Err(p.value_error(&message));
        }
    };
    Ok(Out::Value(Value::Float(result)))
}
