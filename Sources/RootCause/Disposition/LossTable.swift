/// What may be done with a unit, and what each choice costs by what is wrong with it.
public struct LossTable: Sendable, Equatable {
  /// What a choice costs in a unit that several entries fit.
  public enum Several: String, Sendable, CaseIterable {
    /// Their sum: each defect does its own damage.
    case sum
    /// The largest of them: a unit fails once.
    case worst
  }

  /// A loss where a variable is off nominal.
  public struct Entry: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// Its state; nil for any but the nominal one.
    public let state: String?
    /// The loss; below 0 for a gain.
    public let loss: Double

    /// Creates an entry.
    public init(variable: String, state: String?, loss: Double) {
      self.variable = variable
      self.state = state
      self.loss = loss
    }
  }

  /// Something that may be done with a unit.
  public struct Choice: Sendable, Equatable {
    /// What it is called.
    public let name: String
    /// The loss in any unit.
    public var base: Double
    /// The loss that comes on top in a unit without any fault.
    public var none: Double
    /// The losses that come on top where something is wrong.
    public var entries: [Entry]

    /// Creates a choice.
    public init(name: String, base: Double = 0, none: Double = 0, entries: [Entry] = []) {
      self.name = name
      self.base = base
      self.none = none
      self.entries = entries
    }
  }

  /// The choices, in order; of those of the same expected loss the first is taken.
  public var choices: [Choice]
  /// What holds in a unit that several entries fit.
  public var several: Several

  /// Creates a table.
  public init(choices: [Choice], several: Several = .sum) {
    self.choices = choices
    self.several = several
  }
}

extension LossTable: CustomStringConvertible {
  /// The table as it is written, in one line.
  public var description: String {
    let texts = choices.map { choice in
      let fixed =
        (choice.base != 0 || choice.none == 0 && choice.entries.isEmpty
          ? [Self.number(choice.base)] : [])
        + (choice.none != 0 ? ["none \(Self.number(choice.none))"] : [])
      let entries = choice.entries.map { entry in
        let state = entry.state.map { "=" + DataRule.word($0) } ?? ""
        return "\(DataRule.word(entry.variable))\(state) \(Self.number(entry.loss))"
      }
      return "\(choice.name): \((fixed + entries).joined(separator: ", "))"
    }
    return (texts + (several == .sum ? [] : ["several: \(several.rawValue)"]))
      .joined(separator: "; ")
  }

  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension CausalGraph {
  /// What makes a unit faulty: its defect modes; in a graph without any, its steps and lots.
  public var faults: [Int] {
    let defects = variables.indices.filter { variables[$0].kind == .defect }
    let found =
      defects.isEmpty
      ? variables.indices.filter { [.step, .lot].contains(variables[$0].kind) } : defects
    return found.filter { variables[$0].variable.cardinality > 1 }
  }
}
