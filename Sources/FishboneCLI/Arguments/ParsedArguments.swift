import Fishbone

/// That the command was called in a way that it does not understand.
struct UsageError: Error {
  let message: String
}

/// The arguments of a call, checked against the description of its command.
struct ParsedArguments {
  private(set) var positional: [String] = []
  private var values: [String: [String]] = [:]
  private let description: CommandDescription

  /// Sorts `arguments` into positional ones and options.
  ///
  /// - Throws: `UsageError`, with the option that may be meant.
  init(_ arguments: [String], for description: CommandDescription) throws(UsageError) {
    self.description = description
    var rest = arguments[...]
    var isOptionsOver = false
    while let argument = rest.popFirst() {
      if isOptionsOver || !Self.isOption(argument) {
        positional.append(argument)
      } else if argument == "--" {
        isOptionsOver = true
      } else {
        try take(argument, &rest)
      }
    }
    if !has("--help") { try checkCount() }
  }

  /// Whether an option was given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option, or nil.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values of an option.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option that has to be there.
  func required(_ name: String) throws(UsageError) -> String {
    guard let value = value(name) else { throw UsageError(message: "\(name) is missing") }
    return value
  }

  /// The value of an option as a number that passes `isValid`.
  func number<Number: LosslessStringConvertible>(
    _ name: String, _ wanted: String, _ isValid: (Number) -> Bool
  ) throws(UsageError) -> Number? {
    guard let text = value(name) else { return nil }
    guard let number = Number(text), isValid(number) else {
      throw UsageError(message: "\(name) is \(wanted), not '\(text)'")
    }
    return number
  }

  /// A hyphen and a digit begin a number, a lone hyphen is a value.
  private static func isOption(_ argument: String) -> Bool {
    guard argument.hasPrefix("-"), argument.count > 1 else { return false }
    return Double(argument) == nil
  }

  private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>)
    throws(UsageError)
  {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isJoined = argument.hasPrefix("--") && parts.count == 2
    let name = isJoined ? String(parts[0]) : argument
    guard let option = description.allOptions.first(where: { $0.name == name || $0.short == name })
    else {
      let known = description.allOptions.map(\.name)
      throw UsageError(
        message: "there is no option \(name)\(Spelling.suggestion(for: name, among: known))")
    }
    var given = isJoined ? [String(parts[1])] : []
    switch option.values {
    case .none:
      if isJoined { throw UsageError(message: "\(name) takes no value") }
    case .one(let placeholder):
      if given.isEmpty, let next = rest.first, !Self.isOption(next) { given = [rest.removeFirst()] }
      if given.isEmpty {
        throw UsageError(message: "\(name) needs a value: \(name) \(placeholder)")
      }
      if values[option.name] != nil { throw UsageError(message: "\(name) is given twice") }
    case .many(let placeholder):
      while !isJoined, let next = rest.first, !Self.isOption(next) {
        given.append(rest.removeFirst())
      }
      if given.isEmpty {
        throw UsageError(message: "\(name) needs a value: \(name) \(placeholder)")
      }
    }
    values[option.name, default: []] += given
  }

  private func checkCount() throws(UsageError) {
    let least = description.arguments.count - (description.isLastArgumentOptional ? 1 : 0)
    if positional.count < least {
      let missing = description.arguments[positional.count]
      // Whoever writes `--observe X=s MODEL` gave it, but to the option.
      let greedy = description.options.first {
        if case .many = $0.values { has($0.name) } else { false }
      }
      let hint = greedy.map { "; it stands before \($0.name), which takes all that follows" } ?? ""
      throw UsageError(message: "\(missing) is missing\(hint)")
    }
    if positional.count > description.arguments.count, !description.repeatsLastArgument {
      throw UsageError(
        message: "'\(positional[description.arguments.count])' is one argument too many")
    }
  }
}
