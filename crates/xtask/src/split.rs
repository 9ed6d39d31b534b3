//! Splits the page's program in two, so that the page shows before all of it is loaded.
//!
//! The first part has what is reached from the program's exports without going through one of the functions
//! that may come later: their calls lead through the table, where *stand-ins* are at first. A stand-in has the rest
//! loaded, at once, and then calls again. The second part brings the functions and the texts that only it needs: it
//! shares the first one's memory and table, and puts its functions into the table, over their stand-ins. So a
//! function that is put into the wrong part costs bytes or a moment, and changes nothing else.
//!
//! Which function refers to what of the memory is only known to the linker: it says so in the *linked* program
//! (`--emit-relocs`, see crates/app/build.rs). What is split is the *bound* one, which wasm-bindgen has made of that;
//! functions have the same names in both.

use crate::process::Result;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;
use std::ops::Range;
use walrus::ir::{self, Instr, Visitor, VisitorMut, dfs_in_order, dfs_pre_order_mut};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, LocalFunction, Module, TableId,
};
use wasmparser::{
    DataKind as LinkedData, KnownCustom, Linking, Operator, Parser, Payload, RelocationType,
    SymbolInfo,
};

/// The export that a stand-in calls to have the rest loaded.
pub const LOAD: &str = "load_the_rest";

/// How many bytes a place in Rust's source has (`core::panic::Location`): where the file's name is and how long, line
/// and column.
const PLACE: u32 = 16;

/// Under which name the second part imports from the first.
pub const FIRST: &str = "first";

/// Both parts, as programs.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// What the first one's imports were called, and what they are called now.
    pub renamed: HashMap<String, String>,
}

/// Splits a program. `comes_later` says which functions, by their names without hashes, need not be in the first part.
pub fn split(linked: &[u8], bound: &[u8], comes_later: impl Fn(&str) -> bool) -> Result<Parts> {
    let references = References::read(linked)?;
    let module = parse(bound)?;
    let plan = Plan::new(&module, &references, comes_later)?;
    // Both are made of the same program: the same number is the same function.
    let (first, renamed, exported) = first_part(module, &plan)?;
    let rest = second_part(parse(bound)?, &plan, &exported)?;
    Ok(Parts {
        first,
        rest,
        renamed,
    })
}

/// A script with other names.
pub fn with_names(script: &str, renamed: &HashMap<String, String>) -> String {
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut text = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c| in_name(c) != in_name(first))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        text.push_str(renamed.get(word).map_or(word, String::as_str));
        rest = after;
    }
    text
}

fn parse(wasm: &[u8]) -> Result<Module> {
    Module::from_buffer(wasm).map_err(failed)
}

fn failed(error: impl Display) -> String {
    format!("splitting the page's program: {error}")
}

/// What functions and data refer to by address, as the linker knows it.
#[derive(Default)]
struct References {
    /// By the function's name; a name that several functions have stands for all of them.
    of_functions: HashMap<String, Vec<Target>>,
    /// What has a name of its own in memory, by where it begins: its end, and what it refers to.
    data: BTreeMap<u32, (u32, Vec<Target>)>,
    /// Those of them that are places in Rust's source, which only a panic reads.
    places: HashSet<u32>,
    /// What something refers to that is neither.
    of_others: Vec<Target>,
}

#[derive(Clone)]
enum Target {
    Function(String),
    Data(u32),
}

impl References {
    fn read(linked: &[u8]) -> Result<References> {
        let mut found = References::default();
        let mut symbols = Vec::new();
        let mut relocations = Vec::new();
        // Where the code section begins, and which function's body lies where.
        let (mut code, mut bodies) = (0, Vec::new());
        let (mut data_start, mut segments) = (0, Vec::new());
        let (mut section, mut code_section, mut data_section) = (0, None, None);
        let mut imported = 0;
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload.map_err(failed)?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        if let wasmparser::TypeRef::Func(_) = import.map_err(failed)?.ty {
                            imported += 1;
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => {
                    code = range.start;
                    code_section = Some(section);
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.range()),
                Payload::DataSection(data) => {
                    data_start = data.range().start;
                    data_section = Some(section);
                    for segment in data.clone() {
                        let segment = segment.map_err(failed)?;
                        let LinkedData::Active { offset_expr, .. } = &segment.kind else {
                            return Err(failed("there is data without an address"));
                        };
                        let Ok(Operator::I32Const { value }) =
                            offset_expr.get_operators_reader().read()
                        else {
                            return Err(failed("there is data whose address is not a number"));
                        };
                        let start = segment.range.end - segment.data.len();
                        segments.push((value.cast_unsigned(), start..segment.range.end));
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part.map_err(failed)? {
                                for symbol in table {
                                    symbols.push(symbol.map_err(failed)?);
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(reloc) => {
                        for entry in reloc.entries() {
                            relocations.push((reloc.section_index(), entry.map_err(failed)?));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            if payload.as_section().is_some() {
                section += 1;
            }
        }
        if symbols.is_empty() || relocations.is_empty() {
            return Err(failed("the linker did not say what refers to what"));
        }
        let mut names: HashMap<u32, &str> = HashMap::new();
        for symbol in &symbols {
            match symbol {
                SymbolInfo::Func {
                    index,
                    name: Some(name),
                    ..
                } => {
                    names.insert(*index, name);
                }
                SymbolInfo::Data {
                    symbol: Some(place),
                    ..
                } => {
                    if let Some((address, _)) = segments.get(place.index as usize) {
                        let start = address + place.offset;
                        let entry = found.data.entry(start).or_default();
                        entry.0 = entry.0.max(start + place.size);
                    }
                }
                _ => {}
            }
        }
        for (section, entry) in relocations {
            use RelocationType as Kind;
            let symbol = symbols.get(entry.index as usize);
            let target = match (entry.ty, symbol) {
                (
                    Kind::TableIndexSleb | Kind::TableIndexI32,
                    Some(SymbolInfo::Func { index, .. }),
                ) => {
                    let name = names.get(index);
                    Target::Function(name.map_or(String::new(), |name| (*name).to_owned()))
                }
                (
                    Kind::MemoryAddrLeb | Kind::MemoryAddrSleb | Kind::MemoryAddrI32,
                    Some(SymbolInfo::Data {
                        symbol: Some(place),
                        ..
                    }),
                ) => match segments.get(place.index as usize) {
                    Some((address, _)) => Target::Data(address + place.offset),
                    None => continue,
                },
                // Calls are seen in the bound program.
                (Kind::FunctionIndexLeb | Kind::TypeIndexLeb | Kind::GlobalIndexLeb, _) => continue,
                (Kind::TableNumberLeb | Kind::FunctionOffsetI32 | Kind::SectionOffsetI32, _) => {
                    continue;
                }
                // Such as where the heap begins.
                (Kind::MemoryAddrLeb | Kind::MemoryAddrSleb | Kind::MemoryAddrI32, _) => continue,
                (kind, _) => return Err(failed(format!("unknown relocation {kind:?}"))),
            };
            let offset = entry.offset as usize;
            if Some(section) == code_section {
                let at = code + offset;
                let body = bodies.partition_point(|body: &Range<usize>| body.end <= at);
                match names.get(&(imported + body as u32)) {
                    Some(name) => found
                        .of_functions
                        .entry((*name).to_owned())
                        .or_default()
                        .push(target),
                    None => found.of_others.push(target),
                }
            } else if Some(section) == data_section {
                let at = data_start + offset;
                let mut holders = segments.iter();
                let holder = holders.find(|(_, range)| range.contains(&at));
                let address = holder.map(|(address, range)| address + (at - range.start) as u32);
                match address.and_then(|address| found.data_at(address)) {
                    Some(start) => {
                        if let Some((_, targets)) = found.data.get_mut(&start) {
                            targets.push(target);
                        }
                    }
                    None => found.of_others.push(target),
                }
            }
        }
        let text = |start: u32, end: u32| {
            let mut holders = segments.iter();
            let holds = |(address, range): &&(u32, Range<usize>)| {
                *address <= start && (end - address) as usize <= range.len()
            };
            let (address, range) = holders.find(holds)?;
            let from = range.start + (start - address) as usize;
            linked.get(from..from + (end - start) as usize)
        };
        let is_place = |(start, (end, targets)): (&u32, &(u32, Vec<Target>))| {
            let [Target::Data(file)] = targets[..] else {
                return None;
            };
            let (file_end, _) = found.data.get(&file)?;
            let file = text(file, *file_end)?.trim_ascii_end();
            let file = file.strip_suffix(&[0]).unwrap_or(file);
            (end - start == PLACE && file.ends_with(b".rs")).then_some(*start)
        };
        found.places = found.data.iter().filter_map(is_place).collect();
        Ok(found)
    }

    /// Where the data begins in which an address lies.
    fn data_at(&self, address: u32) -> Option<u32> {
        let (start, (end, _)) = self.data.range(..=address).next_back()?;
        (address < *end).then_some(*start)
    }
}

/// What goes where. Functions are known by their numbers.
struct Plan {
    /// The functions that the second part has.
    later: HashSet<usize>,
    /// Those that have a place in the table: those of which the first part knows.
    places: BTreeMap<usize, u32>,
    /// Those for which there is a stand-in.
    stood_in_for: HashSet<usize>,
    /// The table that they are in, and how long it has become.
    table: usize,
    table_length: u32,
    /// What of the memory only the second part needs.
    data: Vec<Range<u32>>,
}

enum Node {
    Function(usize),
    Data(u32),
}

impl Plan {
    fn new(
        module: &Module,
        references: &References,
        comes_later: impl Fn(&str) -> bool,
    ) -> Result<Plan> {
        let (table, mut table_length, mut places) = table_of(module)?;
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut calls: HashMap<usize, Mentioned> = HashMap::new();
        for function in module.funcs.iter() {
            if let Some(name) = &function.name {
                by_name.entry(name).or_default().push(function.id().index());
            }
            if let FunctionKind::Local(local) = &function.kind {
                calls.insert(function.id().index(), Mentioned::of(local));
            }
        }
        // What must be there from the beginning: what the page's scripts call,
        let exported = module
            .exports
            .iter()
            .filter_map(|export| match export.item {
                walrus::ExportItem::Function(function) => Some(function.index()),
                _ => None,
            });
        let exported: HashSet<usize> = exported.chain(module.start.map(|id| id.index())).collect();
        let mut nodes: Vec<Node> = exported.iter().map(|id| Node::Function(*id)).collect();
        // and what nobody knows who refers to it.
        let nameless = references
            .of_functions
            .iter()
            .filter(|(name, _)| !by_name.contains_key(name.as_str()))
            .flat_map(|(_, targets)| targets);
        let nodes_of = |target: &Target| -> Vec<Node> {
            match target {
                Target::Function(name) => {
                    let functions = by_name.get(name.as_str()).into_iter().flatten();
                    functions.map(|id| Node::Function(*id)).collect()
                }
                Target::Data(start) => vec![Node::Data(*start)],
            }
        };
        nodes.extend(nameless.chain(&references.of_others).flat_map(nodes_of));
        let may_wait = |id: usize, name: Option<&str>| {
            let name = name.map(|name| format!("{:#}", rustc_demangle::demangle(name)));
            !exported.contains(&id)
                && calls.contains_key(&id)
                && name.is_some_and(|name| comes_later(&name))
        };
        let names: HashMap<usize, &str> = module
            .funcs
            .iter()
            .filter_map(|function| Some((function.id().index(), function.name.as_deref()?)))
            .collect();
        let mut stood_in_for = HashSet::new();
        let (mut first, mut first_data) = (HashSet::new(), HashSet::new());
        while let Some(node) = nodes.pop() {
            match node {
                Node::Function(id) if may_wait(id, names.get(&id).copied()) => {
                    stood_in_for.insert(id);
                }
                Node::Function(id) if first.insert(id) => {
                    let called = calls.get(&id).into_iter();
                    let called = called.flat_map(|mentioned| &mentioned.functions);
                    nodes.extend(called.map(|id| Node::Function(id.index())));
                    let targets = names
                        .get(&id)
                        .and_then(|name| references.of_functions.get(*name));
                    nodes.extend(targets.into_iter().flatten().flat_map(nodes_of));
                }
                // When a panic reads it the second part is there: what panics comes with that.
                Node::Data(start) if references.places.contains(&start) => {}
                Node::Data(start) if first_data.insert(start) => {
                    let targets = references.data.get(&start).map(|(_, targets)| targets);
                    nodes.extend(targets.into_iter().flatten().flat_map(nodes_of));
                }
                Node::Function(_) | Node::Data(_) => {}
            }
        }
        let later = calls
            .keys()
            .copied()
            .filter(|id| !first.contains(id))
            .collect();
        let mut called: Vec<usize> = stood_in_for.iter().copied().collect();
        called.sort_unstable();
        for id in called {
            places.entry(id).or_insert_with(|| {
                table_length += 1;
                table_length - 1
            });
        }
        Ok(Plan {
            later,
            places,
            stood_in_for,
            table,
            table_length,
            data: only_later(references, &first_data),
        })
    }

    fn is_later(&self, function: FunctionId) -> bool {
        self.later.contains(&function.index())
    }
}

/// The data that the first part does not refer to. What overlaps with something that it refers to stays there.
fn only_later(references: &References, first: &HashSet<u32>) -> Vec<Range<u32>> {
    let kept = |(start, (end, _)): (&u32, &(u32, Vec<Target>))| {
        first.contains(start).then_some(*start..*end)
    };
    let kept: Vec<Range<u32>> = references.data.iter().filter_map(kept).collect();
    let mut later: Vec<Range<u32>> = Vec::new();
    for (start, (end, _)) in &references.data {
        let range = *start..*end;
        let overlaps = |kept: &Range<u32>| kept.start < range.end && range.start < kept.end;
        if range.is_empty() || first.contains(start) || kept.iter().any(overlaps) {
            continue;
        }
        match later.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => later.push(range),
        }
    }
    later
}

/// The table of functions, its length, and which function stands where.
fn table_of(module: &Module) -> Result<(usize, u32, BTreeMap<usize, u32>)> {
    let (mut table, mut places) = (None, BTreeMap::new());
    for element in module.elements.iter() {
        let (ElementKind::Active { table: id, offset }, ElementItems::Functions(functions)) =
            (&element.kind, &element.items)
        else {
            return Err(failed(
                "there are elements that are no functions in a table",
            ));
        };
        let ConstExpr::Value(ir::Value::I32(offset)) = offset else {
            return Err(failed("there are elements whose place is not a number"));
        };
        if *table.get_or_insert(*id) != *id {
            return Err(failed("there is more than one table of functions"));
        }
        for (place, function) in (offset.cast_unsigned()..).zip(functions) {
            if places.insert(function.index(), place).is_some() {
                return Err(failed("a function stands in two places of the table"));
            }
        }
    }
    let table = table.ok_or_else(|| failed("there is no table of functions"))?;
    let length = u32::try_from(module.tables.get(table).initial).map_err(failed)?;
    Ok((table.index(), length, places))
}

/// What a function mentions.
#[derive(Default)]
struct Mentioned {
    functions: HashSet<FunctionId>,
}

impl Mentioned {
    fn of(function: &LocalFunction) -> Mentioned {
        let mut mentioned = Mentioned::default();
        dfs_in_order(&mut mentioned, function, function.entry_block());
        mentioned
    }
}

impl<'instr> Visitor<'instr> for Mentioned {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.insert(*function);
    }
}

/// Lets calls of functions that come later lead through the table.
struct ThroughTable<'a> {
    plan: &'a Plan,
    table: TableId,
    types: &'a HashMap<FunctionId, walrus::TypeId>,
}

impl VisitorMut for ThroughTable<'_> {
    fn start_instr_seq_mut(&mut self, sequence: &mut ir::InstrSeq) {
        let mut instructions = Vec::with_capacity(sequence.instrs.len());
        for (instruction, place) in sequence.instrs.drain(..) {
            match instruction {
                Instr::Call(ir::Call { func }) if self.plan.is_later(func) => {
                    let value = ir::Value::I32(self.plan.places[&func.index()].cast_signed());
                    instructions.push((Instr::Const(ir::Const { value }), place));
                    let (ty, table) = (self.types[&func], self.table);
                    instructions.push((Instr::CallIndirect(ir::CallIndirect { ty, table }), place));
                }
                other => instructions.push((other, place)),
            }
        }
        sequence.instrs = instructions;
    }
}

/// The names under which the second part finds what it shares with the first one.
struct Exported {
    /// Functions by their numbers.
    functions: BTreeMap<usize, String>,
    memory: &'static str,
    tables: BTreeMap<usize, String>,
    globals: BTreeMap<usize, String>,
}

fn first_part(
    mut module: Module,
    plan: &Plan,
) -> Result<(Vec<u8>, HashMap<String, String>, Exported)> {
    let load = module.exports.get_func(LOAD).map_err(failed)?;
    let locals: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let (stay, go): (Vec<_>, Vec<_>) = locals.into_iter().partition(|id| !plan.is_later(*id));
    let table = module
        .tables
        .iter()
        .find(|table| table.id().index() == plan.table);
    let table = table.ok_or_else(|| failed("the table is gone"))?.id();

    // What the second part calls.
    let mut shared = BTreeMap::new();
    for id in &go {
        let local = module.funcs.get(*id).kind.unwrap_local();
        for called in Mentioned::of(local).functions {
            if !plan.is_later(called) {
                shared.insert(called.index(), called);
            }
        }
    }

    let types: HashMap<FunctionId, walrus::TypeId> = go
        .iter()
        .map(|id| (*id, module.funcs.get(*id).ty()))
        .collect();
    for id in &stay {
        let local = module.funcs.get_mut(*id).kind.unwrap_local_mut();
        let entry = local.entry_block();
        let mut calls = ThroughTable {
            plan,
            table,
            types: &types,
        };
        dfs_pre_order_mut(&mut calls, local, entry);
    }

    // Stand-ins in the table, in the places of what comes later.
    let by_number: HashMap<usize, FunctionId> = module
        .funcs
        .iter()
        .map(|function| (function.id().index(), function.id()))
        .collect();
    let mut in_table = BTreeMap::new();
    for (number, place) in &plan.places {
        let id = by_number[number];
        if plan.stood_in_for.contains(number) {
            in_table.insert(*place, stand_in(&mut module, id, load, table, *place));
        } else if !plan.later.contains(number) {
            in_table.insert(*place, id);
        }
    }
    fill_table(&mut module, table, plan.table_length, &in_table);

    // Without what comes later in memory.
    for_each_piece(&mut module, &plan.data, |_, bytes| bytes.fill(0));

    let mut names = (0..).map(|number| format!("{number:x}"));
    let mut name = || names.next().unwrap_or_default();
    let mut exported = Exported {
        functions: BTreeMap::new(),
        memory: "memory",
        tables: BTreeMap::new(),
        globals: BTreeMap::new(),
    };
    for (number, id) in shared {
        let name = name();
        module.exports.add(&name, id);
        exported.functions.insert(number, name);
    }
    let tables: Vec<TableId> = module.tables.iter().map(|table| table.id()).collect();
    for id in tables {
        let name = name();
        module.exports.add(&name, id);
        exported.tables.insert(id.index(), name);
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let name = name();
        module.exports.add(&name, id);
        exported.globals.insert(id.index(), name);
    }
    // wasm-bindgen's names of imports are long, and there are many.
    let mut renamed = HashMap::new();
    let mut imports: Vec<_> = module
        .imports
        .iter()
        .map(|import| (import.name.clone(), import.id()))
        .collect();
    imports.sort();
    for (number, (name, id)) in imports.into_iter().enumerate() {
        let short = format!("i{number:x}");
        module.imports.get_mut(id).name.clone_from(&short);
        renamed.insert(name, short);
    }
    Ok((emit(module), renamed, exported))
}

/// A function that has the rest loaded, and then calls what has come into its own place.
fn stand_in(
    module: &mut Module,
    of: FunctionId,
    load: FunctionId,
    table: TableId,
    place: u32,
) -> FunctionId {
    let ty = module.funcs.get(of).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let params_: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut body = builder.func_body();
    body.call(load);
    for param in &params_ {
        body.local_get(*param);
    }
    body.i32_const(place.cast_signed()).call_indirect(ty, table);
    builder.finish(params_, &mut module.funcs)
}

fn second_part(mut module: Module, plan: &Plan, exported: &Exported) -> Result<Vec<u8>> {
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    module.start = None;

    // Everything that it shares is imported.
    let functions: Vec<_> = module
        .funcs
        .iter()
        .map(|function| (function.id(), function.ty()))
        .collect();
    for (id, ty) in &functions {
        let Some(name) = exported.functions.get(&id.index()) else {
            continue;
        };
        if let FunctionKind::Import(import) = &module.funcs.get(*id).kind {
            module.imports.delete(import.import);
        }
        let import = module.imports.add(FIRST, name, *id);
        module.funcs.get_mut(*id).kind =
            FunctionKind::Import(walrus::ImportedFunction { import, ty: *ty });
    }
    let memories: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    for id in memories {
        let import = module.imports.add(FIRST, exported.memory, id);
        module.memories.get_mut(id).import = Some(import);
    }
    let tables: Vec<TableId> = module.tables.iter().map(|table| table.id()).collect();
    let mut table = None;
    for id in tables {
        let import = module.imports.add(FIRST, &exported.tables[&id.index()], id);
        module.tables.get_mut(id).import = Some(import);
        if id.index() == plan.table {
            table = Some(id);
        }
    }
    let table = table.ok_or_else(|| failed("the table is gone"))?;
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let import = module
            .imports
            .add(FIRST, &exported.globals[&id.index()], id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }

    // Its functions take their places.
    let in_table: BTreeMap<u32, FunctionId> = functions
        .iter()
        .filter(|(id, _)| plan.is_later(*id))
        .filter_map(|(id, _)| Some((*plan.places.get(&id.index())?, *id)))
        .collect();
    fill_table(&mut module, table, plan.table_length, &in_table);

    // And its texts theirs.
    let mut pieces = Vec::new();
    for_each_piece(&mut module, &plan.data, |address, bytes| {
        pieces.push((address, bytes.to_vec()));
    });
    let memory = module.memories.iter().next().map(|memory| memory.id());
    let memory = memory.ok_or_else(|| failed("there is no memory"))?;
    let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    module.memories.get_mut(memory).data_segments.clear();
    for (address, bytes) in pieces {
        let offset = ConstExpr::Value(ir::Value::I32(address.cast_signed()));
        let id = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(id);
    }
    Ok(emit(module))
}

/// Puts functions into the table, instead of what is there.
fn fill_table(
    module: &mut Module,
    table: TableId,
    length: u32,
    functions: &BTreeMap<u32, FunctionId>,
) {
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    old.into_iter().for_each(|id| module.elements.delete(id));
    let it = module.tables.get_mut(table);
    it.elem_segments.clear();
    it.initial = length.into();
    it.maximum = it.maximum.map(|_| length.into());
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (place, function) in functions {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == *place => run.push(*function),
            _ => runs.push((*place, vec![*function])),
        }
    }
    for (start, run) in runs {
        let offset = ConstExpr::Value(ir::Value::I32(start.cast_signed()));
        let kind = ElementKind::Active { table, offset };
        let id = module.elements.add(kind, ElementItems::Functions(run));
        module.tables.get_mut(table).elem_segments.insert(id);
    }
}

/// Calls `visit` with each piece of the initial memory that lies in one of the ranges, and its address.
fn for_each_piece(
    module: &mut Module,
    ranges: &[Range<u32>],
    mut visit: impl FnMut(u32, &mut [u8]),
) {
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let DataKind::Active {
            offset: ConstExpr::Value(ir::Value::I32(start)),
            ..
        } = &data.kind
        else {
            continue;
        };
        let start = start.cast_unsigned();
        let end = start + data.value.len() as u32;
        for range in ranges {
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                visit(
                    from,
                    &mut data.value[(from - start) as usize..(to - start) as usize],
                );
            }
        }
    }
}

/// The program, without what it does not need any more.
fn emit(mut module: Module) -> Vec<u8> {
    // What the linker said is about another program.
    let customs: Vec<_> = module
        .customs
        .iter()
        .map(|(id, section)| (id, section.name().to_owned()))
        .collect();
    for (id, name) in customs {
        if name == "linking" || name.starts_with("reloc.") {
            module.customs.delete(id);
        }
    }
    walrus::passes::gc::run(&mut module);
    module.emit_wasm()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;
    use std::{env, fs, process};
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType,
        ExportKind, ExportSection, FunctionSection, ImportSection, LinkingSection, MemorySection,
        MemoryType, Module, NameMap, NameSection, RefType, SymbolTable, TableSection, TableType,
        TypeSection, ValType,
    };

    const MAIN: &str = "main";
    const SHARED: &str = "shared";
    const CALLED: &str = "later_called";
    const POINTED_AT: &str = "later_pointed_at";

    /// `i32.const` as a linker leaves it: five bytes, however small the number (here below 128) is. Its place is noted.
    fn address(body: &mut Vec<u8>, number: u8, places: &mut Vec<usize>) {
        body.push(0x41);
        places.push(body.len());
        body.extend([0x80 | number, 0x80, 0x80, 0x80, 0]);
    }

    /// A program, as the linker leaves it: `main(n)` is `shared(later_called(n)) + later_pointed_at(n)`, the latter by
    /// the table; `shared` adds the 7 that is at 64 in memory, `later_called` the 5 at 65 and calls `shared`, and
    /// `later_pointed_at` adds 100. At 80 there is a place in the source, which `main` mentions, and its file's name at 96.
    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("js", "a_long_name", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        for ty in [0, 1, 1, 1, 1] {
            functions.function(ty);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: Some(2),
            shared: false,
        });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0);
        exports.export(LOAD, ExportKind::Func, 1);
        exports.export(MAIN, ExportKind::Func, 2);
        let mut elements = ElementSection::new();
        let at = ConstExpr::i32_const(1);
        elements.active(None, &at, Elements::Functions([5].as_slice().into()));
        let mut data = DataSection::new();
        let mut memory = vec![7, 5];
        memory.resize(16, 0);
        memory.extend([96, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        memory.extend(b"a.rs\0");
        data.active(0, &ConstExpr::i32_const(64), memory);

        // Bodies, and at which of their bytes there is an address of what symbol.
        let (mut main, mut shared, mut called) = (Vec::new(), Vec::new(), Vec::new());
        let mut places = Vec::new();
        main.extend([0, 0x20, 0, 0x10, 4, 0x10, 3, 0x20, 0]);
        address(&mut main, 1, &mut places);
        main.extend([0x11, 1, 0, 0x6a]);
        address(&mut main, 80, &mut places);
        main.extend([0x1a, 0x0b]);
        shared.extend([0, 0x20, 0]);
        address(&mut shared, 64, &mut places);
        shared.extend([0x2d, 0, 0, 0x6a, 0x0b]);
        called.extend([0, 0x20, 0]);
        address(&mut called, 65, &mut places);
        called.extend([0x2d, 0, 0, 0x6a, 0x10, 3, 0x0b]);
        let load = vec![0, 0x10, 0, 0x0b];
        let pointed_at = vec![0, 0x20, 0, 0x41, 0xe4, 0, 0x6a, 0x0b];
        let bodies = [load, main, shared, called, pointed_at];
        let mut code = CodeSection::new();
        // One byte says how many bodies there are, and one before each how long it is.
        let (mut start, mut starts) = (1, Vec::new());
        for body in &bodies {
            starts.push(start + 1);
            start += 1 + body.len();
            code.raw(body);
        }
        let mut names = NameMap::new();
        let mut symbols = SymbolTable::new();
        for (index, name) in (1..).zip([LOAD, MAIN, SHARED, CALLED, POINTED_AT]) {
            names.append(index, name);
            symbols.function(0, index, Some(name));
        }
        let in_memory = [
            ("kept", 0, 1),
            ("later", 1, 1),
            ("place", 16, 16),
            ("file", 32, 5),
        ];
        for (name, offset, size) in in_memory {
            let place = wasm_encoder::DataSymbolDefinition {
                index: 0,
                offset,
                size,
            };
            symbols.data(0, name, Some(place));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        // The code is the eighth section. Then kind, place and symbol, and for those of memory what is added.
        let mut relocations = vec![8, 4];
        let found = [(1, 1, 4), (4, 1, 7), (4, 2, 5), (4, 3, 6)];
        for ((kind, body, symbol), place) in found.into_iter().zip(places) {
            relocations.extend([kind, (starts[body] + place) as u8, symbol]);
            if kind == 4 {
                relocations.push(0);
            }
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&tables)
            .section(&memories)
            .section(&exports)
            .section(&elements);
        module.section(&CustomSection {
            name: "in between".into(),
            data: [].as_slice().into(),
        });
        module
            .section(&code)
            .section(&data)
            .section(&linking)
            .section(&CustomSection {
                name: "reloc.CODE".into(),
                data: relocations.into(),
            })
            .section(&CustomSection {
                name: "reloc.DATA".into(),
                // The data is the ninth section; seven bytes of it are before what is at 64.
                data: [9, 1, 5, 7 + 16, 8, 0].as_slice().into(),
            })
            .section(&name_section);
        module.finish()
    }

    #[test]
    fn a_place_in_the_source_comes_with_what_reads_it() {
        let program = program();
        let parts =
            split(&program, &program, |name| name.starts_with("later")).expect("it can be split");
        let has_file = |part: &[u8]| part.windows(4).any(|bytes| bytes == b"a.rs");
        assert!(!has_file(&parts.first));
        assert!(has_file(&parts.rest));
    }

    /// What the first part does before and after it has the second one, run by Node.
    #[test]
    fn the_parts_do_together_what_the_program_does() {
        let program = program();
        let parts =
            split(&program, &program, |name| name.starts_with("later")).expect("it can be split");
        let folder = env::temp_dir().join(format!("lockstep-split-{}", process::id()));
        fs::create_dir_all(&folder).expect("there is a place for files");
        fs::write(folder.join("first.wasm"), &parts.first).expect("it can be written");
        fs::write(folder.join("rest.wasm"), &parts.rest).expect("it can be written");
        let script = r#"
            const read = (name) => new WebAssembly.Module(require("fs").readFileSync(name));
            const [first, rest] = [read("first.wasm"), read("rest.wasm")];
            let loads = 0;
            const load = () => {
                loads += 1;
                new WebAssembly.Instance(rest, { first: exports });
            };
            const { exports } = new WebAssembly.Instance(first, { js: { i0: load } });
            const memory = () => [...new Uint8Array(exports.memory.buffer, 64, 2)];
            const before = memory();
            console.log(JSON.stringify([before, exports.main(1), exports.main(2), loads, memory()]));
        "#;
        let output = Command::new("node")
            .current_dir(&folder)
            .args(["-e", script])
            .output()
            .expect("Node is there: the page cannot be built without it");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        fs::remove_dir_all(&folder).expect("it is ours");
        assert_eq!(said.trim(), "[[7,0],121,123,1,[7,5]]", "{complaint}");
        assert_eq!(
            parts.renamed.get("a_long_name").map(String::as_str),
            Some("i0")
        );
    }

    #[test]
    fn what_may_come_later_and_is_not_needed_first_is_not_there() {
        let program = program();
        let parts =
            split(&program, &program, |name| name.starts_with("later")).expect("it can be split");
        let names = |wasm: &[u8]| -> Vec<String> {
            let module = parse(wasm).expect("it is a program");
            let local = module.funcs.iter_local();
            let mut names: Vec<String> = local
                .filter_map(|(id, _)| module.funcs.get(id).name.clone())
                .collect();
            names.sort();
            names
        };
        assert_eq!(names(&parts.first), [LOAD, MAIN, SHARED]);
        assert_eq!(names(&parts.rest), [CALLED, POINTED_AT]);
        // Nothing may come later: there is nothing in the second part.
        let parts = split(&program, &program, |_| false).expect("it can be split");
        assert_eq!(names(&parts.first).len(), 5);
        assert!(names(&parts.rest).is_empty());
    }

    #[test]
    fn a_program_without_the_linkers_word_is_not_split() {
        let plain = wasm_encoder::Module::new().finish();
        assert!(split(&plain, &plain, |_| true).is_err());
    }

    #[test]
    fn whole_names_are_replaced() {
        let renamed = HashMap::from([("__wbg_a_1".to_owned(), "i0".to_owned())]);
        assert_eq!(
            with_names(
                "{ __wbg_a_1: 1, __wbg_a_12: $__wbg_a_1 } // é __wbg_a_1",
                &renamed
            ),
            "{ i0: 1, __wbg_a_12: $__wbg_a_1 } // é i0"
        );
    }
}
