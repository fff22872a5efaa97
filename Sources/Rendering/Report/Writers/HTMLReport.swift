/// A report as one HTML page that needs nothing else: style and pictures are in it, and there is no script.
///
/// The page forbids itself to load anything (Content-Security-Policy), follows the reader's light or dark setting, and prints on A4 and
/// Letter. It is well-formed XML too. The same report gives the same bytes.
public struct HTMLReport {
  private let report: Report

  /// Creates the page of `report`.
  public init(_ report: Report) { self.report = report }

  /// The page.
  public var text: String {
    """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta name="referrer" content="no-referrer"/>
    <title>\(HTMLText.escaped(report.title))</title>
    <style>
    \(ChartStyle.sheet)\(HTMLStyle.sheet)</style>
    </head>
    <body>
    \(header)\(contents)<main>
    \(report.sections.map(section).joined())</main>
    </body>
    </html>

    """
  }

  /// Nothing may be loaded, sent or run.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  private var header: String {
    "<header>\n<p class=\"sort\">\(HTMLText.escaped(report.subtitle))</p>\n"
      + "<h1 dir=\"auto\">\(HTMLText.escaped(report.title))</h1>\n"
      + (report.summary.isEmpty ? "" : facts(report.summary, "summary")) + "</header>\n"
  }

  private var contents: String {
    let items = report.sections.map {
      "<li><a href=\"#\(Self.anchor($0.name))\">\(HTMLText.escaped($0.title))</a></li>\n"
    }
    return "<nav aria-label=\"Contents\">\n<ol>\n\(items.joined())</ol>\n</nav>\n"
  }

  private static func anchor(_ name: String) -> String { "section-\(name)" }

  private func section(_ section: Report.Section) -> String {
    let anchor = Self.anchor(section.name)
    return
      "<section aria-labelledby=\"\(anchor)\">\n<h2 id=\"\(anchor)\">\(HTMLText.escaped(section.title))</h2>\n"
      + section.blocks.map(block).joined() + "</section>\n"
  }

  private func block(_ block: Report.Block) -> String {
    switch block {
    case .paragraph(let text): "<p dir=\"auto\">\(HTMLText.escaped(text))</p>\n"
    case .heading(let text): "<h3>\(HTMLText.escaped(text))</h3>\n"
    case .list(let items):
      "<ul>\n" + items.map { "<li dir=\"auto\">\(HTMLText.escaped($0))</li>\n" }.joined()
        + "</ul>\n"
    case .facts(let list): facts(list, "facts")
    case .table(let content): table(content)
    case .figure(let content): figure(content)
    case .command(let text):
      "<pre tabindex=\"0\" role=\"region\" aria-label=\"Command\"><code>\(HTMLText.verbatim(text))</code></pre>\n"
    }
  }

  private func facts(_ facts: [Report.Fact], _ look: String) -> String {
    let rows = facts.map {
      "<div><dt>\(HTMLText.escaped($0.term))</dt><dd dir=\"auto\">\(HTMLText.escaped($0.value))</dd></div>\n"
    }
    return "<dl class=\"\(look)\">\n\(rows.joined())</dl>\n"
  }

  private func table(_ table: Report.Table) -> String {
    let head = table.columns.map { column in
      column.title.isEmpty
        ? "<td></td>"
        : "<th scope=\"col\"\(Self.look(column))>\(HTMLText.breakable(column.title))</th>"
    }
    let rows = table.rows.map { row in
      let cells = zip(table.columns, row).enumerated().map { place, cell in
        let text = HTMLText.breakable(cell.1)
        return place == table.naming
          ? "<th scope=\"row\"\(Self.look(cell.0))>\(text)</th>"
          : "<td\(Self.look(cell.0))>\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let caption = HTMLText.escaped(table.caption)
    let rest = table.rest.map { "<p class=\"rest\">\(HTMLText.escaped($0))</p>\n" } ?? ""
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\">\n<table>\n"
      + "<caption>\(caption)</caption>\n<thead><tr>\(head.joined())</tr></thead>\n"
      + "<tbody>\n\(rows.joined())</tbody>\n</table>\n</div>\n" + rest
  }

  private static func look(_ column: Report.Table.Column) -> String {
    column.isNumeric ? " class=\"number\"" : " dir=\"auto\""
  }

  private func figure(_ figure: Report.Figure) -> String {
    let name = "figure-\(figure.name)"
    let caption = HTMLText.escaped(figure.caption)
    let (drawing, look) =
      switch figure.drawing {
      case .chart(let chart): (chart.element(named: name), "scroll")
      case .picture(let picture): (picture.element(named: name), "scroll paper")
      }
    return
      "<figure id=\"\(name)\">\n<div class=\"\(look)\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing\">\n"
      + "\(drawing)\n</div>\n<figcaption>\(caption)</figcaption>\n</figure>\n"
  }
}
