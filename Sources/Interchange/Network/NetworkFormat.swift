/// A format that networks come in.
public enum NetworkFormat: String, Sendable, CaseIterable {
  /// A causal graph in DOT.
  case graph
  /// A network in BIF.
  case bif
  /// A network in XMLBIF.
  case xmlbif
  /// A network of GeNIe and SMILE.
  case xdsl
  /// A network of HUGIN.
  case net
  /// A model in JSON.
  case model

  /// The endings of its files' names; the first is the usual one.
  public var endings: [String] {
    switch self {
    case .graph: ["gv", "dot"]
    case .bif: ["bif"]
    case .xmlbif: ["xmlbif", "xml", "bifxml"]
    case .xdsl: ["xdsl"]
    case .net: ["net"]
    case .model: ["json"]
    }
  }

  /// What people call it.
  public var title: String {
    switch self {
    case .graph: "a causal graph"
    case .bif: "BIF"
    case .xmlbif: "XMLBIF"
    case .xdsl: "XDSL"
    case .net: "NET"
    case .model: "a model"
    }
  }

  /// Finds the format by the ending of a file's name; nil when it tells nothing.
  public init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard name.contains("."), let ending = name.split(separator: ".").last?.lowercased(),
      let format = Self.allCases.first(where: { $0.endings.contains(ending) })
    else { return nil }
    self = format
  }
}
