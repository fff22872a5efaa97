import Interchange
import NetworkModel
import RootCause

/// Networks and calls for the tests of BIF.
enum BIFSamples {
  /// A clinic's network as the bnlearn repository writes such: rows in any order, the first parent fastest.
  static let clinic = """
    network clinic {
    }
    variable travel {
      type discrete [ 2 ] { yes, no };
    }
    variable smoker {
      type discrete [ 2 ] { yes, no };
    }
    variable shadow {
      type discrete [ 3 ] { none, small, large };
    }
    variable breath {
      type discrete [ 2 ] { short, free };
    }
    probability ( travel ) {
      table 0.01, 0.99;
    }
    probability ( smoker ) {
      table 0.5, 0.5;
    }
    probability ( shadow | travel, smoker ) {
      (yes, yes) 0.7, 0.2, 0.1;
      (no, yes) 0.8, 0.15, 0.05;
      (yes, no) 0.9, 0.06, 0.04;
      (no, no) 0.95, 0.03, 0.02;
    }
    probability ( breath | shadow ) {
      (none) 0.1, 0.9;
      (small) 0.6, 0.4;
      (large) 0.9, 0.1;
    }
    """

  /// The dog problem of Charniak ([C91]) as JavaBayes writes it: quoted names, no bar, no commas, and tables.
  static let dog = """
    // Bayesian network
    network "Dog-Problem" { //5 variables
      property version = 1.0 ;
    }
    variable "light-on" { type discrete[2] { "true" "false" }; property "position = (218, 195)" ; }
    variable "bowel-problem" { type discrete[2] { "true" "false" }; }
    variable "dog-out" { type discrete[2] { "true" "false" }; }
    variable "family-out" { type discrete[2] { "true" "false" }; }
    probability ( "light-on" "family-out" ) { table 0.6 0.05 0.4 0.95 ; }
    probability ( "bowel-problem" ) { table 0.01 0.99 ; }
    probability ( "dog-out" "bowel-problem" "family-out" ) {
      table 0.99 0.97 0.9 0.3 0.01 0.03 0.1 0.7 ;
    }
    probability ( "family-out" ) { table 0.15 0.85 ; }
    """

  /// Two variables; `body` is what the second says of itself given the first.
  static func pair(_ body: String) -> String {
    """
    network pair { }
    variable a { type discrete [ 2 ] { a0, a1 }; }
    variable b { type discrete [ 2 ] { b0, b1 }; }
    probability ( a ) { table 0.4, 0.6; }
    probability ( b | a ) {
    \(body)
    }
    """
  }

  static func read(_ text: String) throws(FormatError) -> LoadedNetwork {
    try BIFReader.read(SourceText(file: "net.bif", text: text))
  }

  /// The table of a variable.
  static func table(_ name: String, in graph: CausalGraph) -> [Double]? {
    guard let index = graph.index(of: name), case .table(let table)? = graph.variables[index].expert
    else {
      return nil
    }
    return table.values
  }

  /// What is wrong with `text`, a line each: `line:column message`.
  static func problems(_ text: String) -> [String] {
    do throws(FormatError) {
      _ = try read(text)
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.position.map { "\($0.line):\($0.column) " } ?? ""
        return place + diagnostic.message
      }
    }
  }
}
