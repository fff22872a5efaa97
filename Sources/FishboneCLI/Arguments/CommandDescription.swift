/// What a command is called, what it takes, and what its help says.
struct CommandDescription: Sendable {
  /// An option of a command.
  struct Option: Sendable {
    /// How many values follow an option.
    enum Values: Sendable {
      /// None.
      case none
      /// One; the option may be given once.
      case one(String)
      /// One or more, up to the next option; the option may be given again.
      case many(String)
    }

    let name: String
    var short: String?
    let values: Values
    /// Whether the command can't do without it.
    var isRequired = false
    let help: String

    init(
      _ name: String, short: String? = nil, _ values: Values = .none, isRequired: Bool = false,
      help: String
    ) {
      self.name = name
      self.short = short
      self.values = values
      self.isRequired = isRequired
      self.help = help
    }
  }

  let name: String
  let summary: String
  /// The names of the arguments that have to be there, in order.
  let arguments: [String]
  /// Whether the last argument may be left out.
  var isLastArgumentOptional = false
  /// Whether the last argument may be given again.
  var repeatsLastArgument = false
  let options: [Option]
  /// What the help says at its end: what is read and written, and an example.
  let discussion: String

  /// Every command has this one.
  static let help = Option("--help", short: "-h", help: "Show this help.")

  var allOptions: [Option] { options + [Self.help] }
}
