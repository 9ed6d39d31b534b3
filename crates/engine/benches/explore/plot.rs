//! A small writer of plots: lines over whole numbers, upwards by powers of ten, as SVG.

use std::fmt::Write as _;

/// One picture with a few charts side by side.
pub struct Plot {
    pub title: String,
    pub charts: Vec<Chart>,
    /// What the names of lines and their colours stand for.
    pub lines: Vec<String>,
    /// What a dashed line stands for.
    pub dashed: String,
    /// What a hollow point stands for.
    pub hollow: String,
}

/// Lines over the same axes.
pub struct Chart {
    pub title: String,
    pub across: String,
    pub lines: Vec<Line>,
    /// Stands behind the values of the upward axis.
    pub unit: &'static str,
}

/// One line.
pub struct Line {
    /// Which of the plot's names and colours it has.
    pub name: usize,
    pub dashed: bool,
    pub points: Vec<Point>,
}

/// A measured or an estimated value.
#[derive(Clone, Copy)]
pub struct Point {
    pub across: usize,
    pub up: f64,
    pub estimated: bool,
}

const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 66.0;
const TOP: f64 = 66.0;
const RIGHT: f64 = 24.0;
/// Room below for the axis and the legend.
const BELOW: f64 = 96.0;

/// Colours that can be told apart on white and on black, and by people who see fewer of them.
const STYLE: &str = "\
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 14px }
.grid { stroke: #d8dee4 }
.line { fill: none; stroke-width: 2 }
.dashed { stroke-dasharray: 5 4 }
.c0 { stroke: #0969da } .c1 { stroke: #bc4c00 } .c2 { stroke: #1a7f37 }
.c0.full { fill: #0969da } .c1.full { fill: #bc4c00 } .c2.full { fill: #1a7f37 }
.key { stroke: #57606a }
.hollow { fill: #ffffff; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.grid { stroke: #30363d }
.c0 { stroke: #58a6ff } .c1 { stroke: #ffa657 } .c2 { stroke: #56d364 }
.c0.full { fill: #58a6ff } .c1.full { fill: #ffa657 } .c2.full { fill: #56d364 }
.key { stroke: #8b949e }
.hollow { fill: #0d1117 }
}";

/// The colours there are in [`STYLE`].
const COLOURS: usize = 3;

impl Plot {
    /// The picture as the text of an SVG file.
    pub fn svg(&self) -> Result<String, std::fmt::Error> {
        let mut svg = String::new();
        let each = LEFT + WIDTH + RIGHT;
        let width = each * self.charts.len() as f64;
        let height = TOP + HEIGHT + BELOW;
        writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">"
        )?;
        writeln!(svg, "<title>{}</title>", escaped(&self.title))?;
        writeln!(svg, "<style>{STYLE}</style>")?;
        text(&mut svg, (LEFT, 24.0), "title", &self.title)?;
        for (place, chart) in self.charts.iter().enumerate() {
            chart.draw(&mut svg, each * place as f64 + LEFT)?;
        }
        self.legend(&mut svg, TOP + HEIGHT + 64.0)?;
        svg += "</svg>\n";
        Ok(svg)
    }

    fn legend(&self, svg: &mut String, y: f64) -> std::fmt::Result {
        let mut x = LEFT;
        for (name, line) in self.lines.iter().enumerate() {
            let colour = name % COLOURS;
            writeln!(
                svg,
                "<path class=\"line c{colour}\" d=\"M{x} {y}h24\"/><circle class=\"c{colour} full\" cx=\"{}\" cy=\"{y}\" r=\"3.5\"/>",
                x + 12.0
            )?;
            text(svg, (x + 30.0, y + 4.0), "", line)?;
            x += 50.0 + 7.0 * line.chars().count() as f64;
        }
        writeln!(svg, "<path class=\"line dashed key\" d=\"M{x} {y}h24\"/>")?;
        text(svg, (x + 30.0, y + 4.0), "", &self.dashed)?;
        x += 50.0 + 7.0 * self.dashed.chars().count() as f64;
        writeln!(
            svg,
            "<circle class=\"hollow key\" cx=\"{}\" cy=\"{y}\" r=\"3.5\"/>",
            x + 12.0
        )?;
        text(svg, (x + 30.0, y + 4.0), "", &self.hollow)
    }
}

impl Chart {
    fn points(&self) -> impl Iterator<Item = &Point> {
        self.lines.iter().flat_map(|line| &line.points)
    }

    fn draw(&self, svg: &mut String, left: f64) -> std::fmt::Result {
        text(svg, (left, TOP - 14.0), "", &self.title)?;
        let ups = || self.points().map(|point| point.up.log10());
        let lowest = ups().fold(f64::INFINITY, f64::min).floor();
        let highest = ups().fold(f64::NEG_INFINITY, f64::max).ceil();
        let first = self.points().map(|point| point.across).min().unwrap_or(0);
        let last = self.points().map(|point| point.across).max().unwrap_or(0);
        let x = |across: usize| {
            let part = (across - first) as f64 / (last - first).max(1) as f64;
            left + 16.0 + part * (WIDTH - 32.0)
        };
        let y = |up: f64| TOP + HEIGHT * (highest - up.log10()) / (highest - lowest).max(1.0);
        // Not more lines than can be read.
        let apart = ((highest - lowest) / 8.0).ceil().max(1.0) as usize;
        for power in (lowest as i32..=highest as i32).step_by(apart) {
            let up = 10f64.powi(power);
            let y = y(up);
            writeln!(svg, "<path class=\"grid\" d=\"M{left} {y:.1}h{WIDTH}\"/>")?;
            writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left - 8.0,
                y + 4.0,
                power_of_ten(power) + self.unit
            )?;
        }
        for across in first..=last {
            let bottom = TOP + HEIGHT + 20.0;
            writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{bottom}\" text-anchor=\"middle\">{across}</text>",
                x(across)
            )?;
        }
        writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            left + WIDTH / 2.0,
            TOP + HEIGHT + 38.0,
            escaped(&self.across)
        )?;
        for line in &self.lines {
            let colour = line.name % COLOURS;
            let dashed = if line.dashed { " dashed" } else { "" };
            let path: Vec<String> = (line.points.iter())
                .map(|point| format!("{:.1} {:.1}", x(point.across), y(point.up)))
                .collect();
            writeln!(
                svg,
                "<path class=\"line c{colour}{dashed}\" d=\"M{}\"/>",
                path.join("L")
            )?;
            for point in &line.points {
                let fill = if point.estimated { "hollow" } else { "full" };
                writeln!(
                    svg,
                    "<circle class=\"c{colour} {fill}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"/>",
                    x(point.across),
                    y(point.up)
                )?;
            }
        }
        Ok(())
    }
}

/// `10⁻³`.
fn power_of_ten(power: i32) -> String {
    let raise = |c: char| match c.to_digit(10) {
        Some(digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize).unwrap_or(c),
        None => '⁻',
    };
    format!(
        "10{}",
        power.to_string().chars().map(raise).collect::<String>()
    )
}

fn text(svg: &mut String, (x, y): (f64, f64), class: &str, text: &str) -> std::fmt::Result {
    let text = escaped(text);
    writeln!(
        svg,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
